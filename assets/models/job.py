"""A long act as a row: what must be done, who holds it until when, how far it is, how it ended."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class JobQuerySet(models.QuerySet["Job"]):
    def open(self) -> JobQuerySet:
        return self.filter(state__in=Job.OPEN)

    def expired(self) -> JobQuerySet:
        """Claimed by a worker that has stopped renewing: killed, or cut off from the database."""
        return self.filter(state=Job.State.RUNNING, lease_until__lt=timezone.now())

    def waiting_longer_than(self, seconds: float) -> JobQuerySet:
        """Queued, and the wake-up may have been lost with the broker."""
        return self.filter(state=Job.State.QUEUED, woken_at__lt=timezone.now() - timedelta(seconds=seconds))


class Job(models.Model):
    """One long act. `key` is unique among open jobs of a kind, so that asking twice does the work once."""

    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    OPEN = (State.QUEUED, State.RUNNING)

    kind = models.CharField(max_length=64)
    key = models.CharField(max_length=200)
    payload = models.JSONField(default=dict, blank=True)
    station = models.ForeignKey("assets.Station", models.CASCADE, null=True, blank=True, related_name="jobs")

    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_token = models.CharField(max_length=32, blank=True, default="")
    lease_until = models.DateTimeField(null=True, blank=True)

    progress = models.FloatField(default=0.0)
    sentence = models.CharField(max_length=64, blank=True, default="")
    """Code of the sentence that says what is being done; the page has its words."""
    result = models.JSONField(null=True, blank=True)
    reason = models.TextField(blank=True, default="")
    """Why it failed, or why the last attempt did, as a sentence for people."""

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    woken_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"],
                condition=Q(state__in=("queued", "running")),
                name="one_open_job_per_key",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("queued", "running", "done", "failed")), name="job_state_known"
            ),
            models.CheckConstraint(
                condition=Q(progress__gte=0.0) & Q(progress__lte=1.0), name="job_progress_is_a_fraction"
            ),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(lease_until__isnull=False), name="running_job_has_a_lease"
            ),
        ]
        indexes = [models.Index(fields=["state", "lease_until"], name="job_state_lease")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} ({self.state})"
