"""What people say to one another about an asset, a room or a point."""

from django.conf import settings
from django.db import models


class Note(models.Model):
    """Pinned to an asset, a place, or a point of the model (metres of the station's frame). Resolved by a person."""

    station = models.ForeignKey("assets.Station", on_delete=models.CASCADE, related_name="notes")
    asset = models.ForeignKey(
        "assets.Asset", null=True, blank=True, on_delete=models.CASCADE, related_name="notes"
    )
    location = models.ForeignKey(
        "assets.Location", null=True, blank=True, on_delete=models.CASCADE, related_name="notes"
    )
    x = models.FloatField(null=True, blank=True)
    y = models.FloatField(null=True, blank=True)
    z = models.FloatField(null=True, blank=True)
    text = models.TextField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="notes"
    )
    addressed_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    evidence = models.ManyToManyField("maintenance.Evidence", blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="note_has_one_subject",
                condition=models.Q(asset__isnull=False, location__isnull=True)
                | models.Q(asset__isnull=True, location__isnull=False)
                | models.Q(asset__isnull=True, location__isnull=True, x__isnull=False),
            )
        ]

    def __str__(self):
        return self.text[:60]


class Notice(models.Model):
    """One line of a digest that somebody will get by e-mail. `key` keeps it from being said twice."""

    email = models.EmailField()
    language = models.CharField(max_length=5)
    what = models.CharField(max_length=20)
    key = models.CharField(max_length=120, unique=True)
    work_order = models.ForeignKey(
        "maintenance.WorkOrder", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    note = models.ForeignKey(Note, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    declaration = models.ForeignKey(
        "maintenance.Declaration", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    change = models.ForeignKey(
        "maintenance.Change", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    dossier = models.ForeignKey(
        "maintenance.Dossier", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    reason = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    digest = models.UUIDField(null=True, blank=True, help_text="the mail it is claimed for")
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["sent_at", "email"])]

    def __str__(self):
        return f"{self.what} → {self.email}"
