"""What people bring from the site: photos and papers, typed by their content, shown without where they were taken."""

from django.conf import settings
from django.db import models


class Evidence(models.Model):
    """One uploaded file. `path` holds the received bytes, `shown_path` what may be shown (no position, no script)."""

    station = models.ForeignKey("assets.Station", on_delete=models.CASCADE, related_name="evidence")
    sha256 = models.CharField(max_length=64, db_index=True)
    path = models.CharField(max_length=400)
    shown_path = models.CharField(max_length=400)
    media_type = models.CharField(max_length=80, help_text="of what is shown")
    file_name = models.CharField(max_length=255, blank=True)
    size = models.PositiveBigIntegerField()
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True, help_text="as the camera says")
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "evidence"

    def __str__(self):
        return self.file_name or self.sha256[:8]
