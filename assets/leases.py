"""Holding a job: a thread renews the lease while the work goes on, progress is written, the end is written once."""

from __future__ import annotations

import logging
import threading
import time
from datetime import timedelta
from types import TracebackType
from typing import Any, Self

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Value
from django.db.models.functions import Greatest
from django.utils import timezone

from assets.models import Job

log = logging.getLogger(__name__)

PROGRESS_SECONDS = 0.5
"""Progress is written at most this often: a person watches it, and each write is a transaction."""


class LeaseLost(Exception):
    """Another worker has the job: whatever was being done must stop."""


class Lease:
    """Every write asks for the token, so that a worker which was thought dead changes nothing when it comes back."""

    def __init__(self, job: Job, token: str) -> None:
        self.job = job
        self.token = token
        self.lost = threading.Event()
        self.progress = Progress(self)
        self._done = threading.Event()
        self._keeper = threading.Thread(target=self._keep, name=f"lease-of-job-{job.pk}", daemon=True)

    def __enter__(self) -> Self:
        self._keeper.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        self._keeper.join(timeout=5)

    def renew(self, **changes: Any) -> bool:
        """Writes `changes` and the new end of the lease. False when the lease is somebody else's.

        Never an earlier end: the keeper may have waited for the work's own transaction, which renewed it meanwhile.
        """
        until = timezone.now() + timedelta(seconds=settings.JOB_LEASE_SECONDS)
        held = self._held().update(lease_until=Greatest("lease_until", Value(until)), **changes)
        if not held:
            self.lost.set()
        return bool(held)

    def finish(self, **changes: Any) -> bool:
        """Writes how it ended and gives the lease up. False when the lease is somebody else's."""
        self._done.set()
        finished = None if changes["state"] == Job.State.QUEUED else timezone.now()
        return bool(self._held().update(lease_token="", finished_at=finished, **changes))

    def _held(self) -> Any:
        return Job.objects.filter(pk=self.job.pk, state=Job.State.RUNNING, lease_token=self.token)

    def _keep(self) -> None:
        """Runs in its own thread, with its own database connection."""
        pause = settings.JOB_LEASE_SECONDS / 3
        while not self._done.wait(pause) and not self.lost.is_set():
            try:
                self.renew()
                pause = settings.JOB_LEASE_SECONDS / 3
            except (
                DatabaseError
            ) as error:  # SQLite: the work itself holds the write lock; PostgreSQL: restarting
                log.info("job %s: lease not renewed yet (%s)", self.job.pk, error)
                connection.close()
                pause = 1.0
        connection.close()


class Progress:
    """`report(fraction, sentence_code)`: how far, and what is being done now. Never goes back."""

    def __init__(self, lease: Lease) -> None:
        self._lease = lease
        self._fraction = 0.0
        self._sentence = ""
        self._written = 0.0

    def __call__(self, fraction: float, sentence: str = "") -> None:
        """`fraction` 0…1. Raises LeaseLost when another worker has taken the job."""
        self._fraction = max(self._fraction, min(1.0, fraction))
        told = time.monotonic()
        if sentence in ("", self._sentence) and told - self._written < PROGRESS_SECONDS:
            return
        self._sentence = sentence or self._sentence
        self._written = told
        if self._lease.lost.is_set() or not self._lease.renew(
            progress=self._fraction, sentence=self._sentence
        ):
            raise LeaseLost
