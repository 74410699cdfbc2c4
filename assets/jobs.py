"""Long acts as rows: enqueued by an edge, claimed by a worker, leased while it works, taken up again when it dies.

    job = jobs.enqueue("import_revision", key=f"revision-{revision.pk}", payload={"revision": revision.pk})

    @jobs.handler("import_revision")
    def import_revision(job, report):
        report(0.1, "reading")
        …

Nothing rests on the broker: a message only says "look at job 7". Who looks first claims it by a compare-and-swap;
who comes second finds it taken. The holder renews its lease; beat and every starting worker put jobs whose lease ran
out back into the queue, three attempts in all.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_noop

from assets.leases import Lease, LeaseLost, Progress
from assets.models import Job

__all__ = ["JobRefused", "LeaseLost", "Progress", "enqueue", "handler", "requeue_expired", "run_one"]

log = logging.getLogger(__name__)

Handler = Callable[[Job, Progress], "dict[str, Any] | None"]
_handlers: dict[str, Handler] = {}

STOPPED = gettext_noop(
    "It stopped unexpectedly and was tried {attempts} times. The person who runs the site can read why in the log."
)
RETRYING = gettext_noop("It stopped unexpectedly and will be tried again.")
WORKER_LOST = gettext_noop("The program doing it was stopped {attempts} times before it was done.")
NOT_KNOWN = gettext_noop("This version of the program does not know how to do this.")


class JobRefused(Exception):
    """Trying again would not help. `reason` is a sentence for people: what happened, what they can do."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def enqueue(
    kind: str,
    *,
    key: str,
    payload: dict[str, Any] | None = None,
    station: Any = None,
    created_by: Any = None,
) -> Job:
    """The open job of this kind and key, made when there is none. Celery is woken after the commit."""
    job = _open_job(kind, key)
    if job is None:
        try:
            with transaction.atomic():
                job = Job.objects.create(
                    kind=kind, key=key, payload=payload or {}, station=station, created_by=created_by
                )
        except IntegrityError:  # somebody else was a moment faster
            job = Job.objects.open().get(kind=kind, key=key)
    if job.state == Job.State.QUEUED:
        wake(job)
    return job


def _open_job(kind: str, key: str) -> Job | None:
    return Job.objects.open().filter(kind=kind, key=key).first()


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Registers what does jobs of this kind. Lives in a module that an application's `tasks.py` imports.

    It gets the job and a `report(fraction, sentence_code)`. It must be safe to run again from the start. A transaction
    that may take longer than the lease reports once more just before its end: the lease is then renewed by the commit.
    """

    def register(function: Handler) -> Handler:
        _handlers[kind] = function
        return function

    return register


def run_one(job_id: int) -> Job:
    """Does the job if it is free, and says how it stands. Never raises for what the job does."""
    token = _claim(job_id)
    job = Job.objects.get(pk=job_id)
    if token is None:
        return job
    with Lease(job, token) as lease:
        try:
            result = _handler_of(job.kind)(job, lease.progress)
        except LeaseLost:
            log.warning("job %s: the lease ran out while it was being done; another worker has it", job_id)
        except JobRefused as refusal:
            lease.finish(state=Job.State.FAILED, reason=refusal.reason)
        except Exception:
            log.exception("job %s (%s %s), attempt %s", job_id, job.kind, job.key, job.attempts)
            _try_again_or_give_up(job, lease)
        else:
            lease.finish(state=Job.State.DONE, result=result, progress=1.0, reason="")
    job.refresh_from_db()
    log.info("job %s (%s %s): %s %s", job.pk, job.kind, job.key, job.state, job.reason)
    return job


def _claim(job_id: int) -> str | None:
    """The token of the new lease, or None when the job is not free."""
    token = secrets.token_hex(8)
    now = timezone.now()
    claimed = Job.objects.filter(pk=job_id, state=Job.State.QUEUED).update(
        state=Job.State.RUNNING,
        attempts=F("attempts") + 1,
        lease_token=token,
        lease_until=now + timedelta(seconds=settings.JOB_LEASE_SECONDS),
        started_at=now,
        progress=0.0,
    )
    return token if claimed else None


def _handler_of(kind: str) -> Handler:
    if kind not in _handlers:
        autodiscover_modules("tasks")
    if kind not in _handlers:
        raise JobRefused(NOT_KNOWN)
    return _handlers[kind]


def _try_again_or_give_up(job: Job, lease: Lease) -> None:
    if job.attempts >= settings.JOB_ATTEMPTS:
        lease.finish(state=Job.State.FAILED, reason=STOPPED.format(attempts=job.attempts))
    elif lease.finish(state=Job.State.QUEUED, reason=RETRYING):
        wake(job, seconds=2.0 * job.attempts)


def requeue_expired() -> int:
    """Wakes what nobody is doing: leases that ran out, and queued jobs whose wake-up was lost. Says how many."""
    return sum(_take_back(job) for job in Job.objects.expired()) + sum(
        _wake_again(job) for job in Job.objects.waiting_longer_than(settings.JOB_WAKE_SECONDS)
    )


def _take_back(job: Job) -> bool:
    """False when its holder renewed the lease meanwhile, or somebody else took it back."""
    lost = Job.objects.expired().filter(pk=job.pk, lease_token=job.lease_token)
    if job.attempts >= settings.JOB_ATTEMPTS:
        reason = WORKER_LOST.format(attempts=job.attempts)
        lost.update(state=Job.State.FAILED, reason=reason, lease_token="", finished_at=timezone.now())
        return False
    if not lost.update(state=Job.State.QUEUED, reason=RETRYING, lease_token=""):
        return False
    wake(job)
    return True


def _wake_again(job: Job) -> bool:
    wake(job)
    return True


def wake(job: Job, *, seconds: float = 0.0) -> None:
    """Tells the workers, once the row is there to be seen. A broker that does not answer is asked again by beat."""
    Job.objects.filter(pk=job.pk).update(woken_at=timezone.now())
    transaction.on_commit(lambda: _send(job.pk, seconds))


def _send(job_id: int, seconds: float) -> None:
    try:
        current_app.send_task("assets.tasks.run_job", [job_id], countdown=seconds or None)
    except Exception as unreachable:  # whatever a broker's client raises: the row is what counts
        log.warning("job %s waits: no message could be sent (%s)", job_id, unreachable)
