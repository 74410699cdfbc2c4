"""The contractor's way in: a signed link per organisation, and every use of it."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class DossierQuerySet(models.QuerySet):
    def ended(self) -> "DossierQuerySet":
        """Withdrawn, or past their day: whose account sees nothing."""
        return self.filter(models.Q(revoked_at__isnull=False) | models.Q(expires_at__lte=timezone.now()))


class Dossier(models.Model):
    """One organisation's link into one station. The link itself is signed and not stored; `user` acts in its name."""

    station = models.ForeignKey("assets.Station", on_delete=models.CASCADE, related_name="dossiers")
    organisation = models.ForeignKey("assets.Organisation", on_delete=models.CASCADE, related_name="dossiers")
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="dossier")
    email = models.EmailField()
    language = models.CharField(max_length=5, default="fr")
    serial = models.PositiveIntegerField(default=1, help_text="a new link makes the former ones void")
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = DossierQuerySet.as_manager()

    class Meta:
        ordering = ["organisation__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["station", "organisation"],
                condition=models.Q(revoked_at=None),
                name="one_open_dossier_a_firm",
            )
        ]

    def __str__(self):
        return f"{self.organisation} · {self.station}"


class SecondFactor(models.Model):
    """A code sent by e-mail; kept hashed, good for a few minutes and a few tries."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="codes")
    code_hash = models.CharField(max_length=128)
    expires_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return f"{self.dossier} {self.created_at:%H:%M}"


class DossierUse(models.Model):
    """One use of the link: opened, code sent, code wrong, let in, refused."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="uses")
    at = models.DateTimeField(auto_now_add=True)
    what = models.CharField(max_length=20)
    address = models.GenericIPAddressField(null=True, blank=True)
    browser = models.CharField(max_length=255, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.dossier} {self.what}"
