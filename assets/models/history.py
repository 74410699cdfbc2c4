"""Who did which verb to what."""

from django.conf import settings
from django.db import models


class HistoryEntry(models.Model):
    """One act, written in the transaction that did it and never changed afterwards."""

    station = models.ForeignKey(
        "assets.Station", null=True, blank=True, on_delete=models.CASCADE, related_name="history"
    )
    at = models.DateTimeField(auto_now_add=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    verb = models.CharField(max_length=40)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.PositiveBigIntegerField()
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "history entries"
        indexes = [models.Index(fields=["subject_kind", "subject_id"])]

    def __str__(self):
        return f"{self.verb} {self.subject_kind} {self.subject_id}"
