"""Long acts of maintenance, as jobs, and what beat starts. Thin: each calls one verb."""

from __future__ import annotations

from celery import shared_task
from django.db.models import Q
from django.utils import timezone

from assets import jobs
from assets.models import Job
from maintenance import delivering, source_health, syncing
from maintenance.models import Source
from maintenance.outbox import DELIVER, ask_to_deliver

PULL = "pull_source"


@jobs.handler(PULL)
def pull_source(job: Job, report: jobs.Progress) -> dict[str, object]:
    source = Source.objects.get(pk=job.payload["source"])
    sync = syncing.pull(source, full=bool(job.payload.get("full")))
    _keep_the_last(job)
    return {"fetched": sync.fetched, "applied": sync.applied, "error": sync.error}


@jobs.handler(DELIVER)
def deliver_outbox(job: Job, report: jobs.Progress) -> dict[str, object]:
    """A message written while this runs finds an open job and makes none: `sweep_outbox` comes by every few seconds."""
    source = Source.objects.get(pk=job.payload["source"])
    delivered = 0 if source_health.paused(source) else syncing.push(source)
    _keep_the_last(job)
    return {"delivered": delivered}


def _keep_the_last(job: Job) -> None:
    """There is one every few seconds: only the newest that went well is kept."""
    Job.objects.filter(kind=job.kind, key=job.key, state=Job.State.DONE, pk__lt=job.pk).delete()


def ask_to_pull(source: Source, *, full: bool = False, by=None) -> Job:
    payload = {"source": source.pk, "full": full}
    key = f"source-{source.pk}" + ("-full" if full else "")
    return jobs.enqueue(PULL, key=key, payload=payload, created_by=by)


@shared_task(name="maintenance.tasks.pull_sources")
def pull_sources(full: bool = False) -> int:
    """Every active source that is not left alone just now."""
    due = _active()
    for source in due:
        ask_to_pull(source, full=full)
    return len(due)


@shared_task(name="maintenance.tasks.sweep_outbox")
def sweep_outbox() -> int:
    due = [source for source in _active() if delivering.waiting(source)]
    for source in due:
        ask_to_deliver(source)
    return len(due)


def _active() -> list[Source]:
    free = Q(paused_until=None) | Q(paused_until__lte=timezone.now())
    return list(Source.objects.filter(free, active=True))
