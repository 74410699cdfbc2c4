"""What a file does not meet."""

from django.db import models


class Finding(models.Model):
    """Something a person should know about a revision: counted and shown, never dropped."""

    revision = models.ForeignKey("assets.Revision", on_delete=models.CASCADE, related_name="findings")
    severity = models.CharField(max_length=8)
    code = models.CharField(max_length=60, db_index=True)
    message = models.TextField()
    params = models.JSONField(default=dict, blank=True)
    entity = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["revision_id", "id"]

    def __str__(self):
        return f"{self.severity}: {self.message}"
