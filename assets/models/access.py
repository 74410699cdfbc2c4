"""Who may see which stations, in which role; and in which language she reads."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Membership(models.Model):
    """A person's role in one station, or in all of them when `station` is empty."""

    class Role(models.TextChoices):
        AGENT = "agent", _("maintenance agent")
        CONTRACTOR = "contractor", _("contractor")
        STEWARD = "steward", _("data steward")
        MANAGER = "manager", _("station manager")
        DEPUTY = "deputy", _("deputy data steward")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    station = models.ForeignKey(
        "assets.Station", null=True, blank=True, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(max_length=12, choices=Role)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "station", "role"], name="one_membership_a_role"),
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=models.Q(station=None),
                name="one_membership_everywhere_a_role",
            ),
        ]

    def __str__(self):
        return f"{self.user} · {self.get_role_display()} · {self.station or '*'}"


class ReadingLanguage(models.Model):
    """In which language mails are written to a person of the operator; a firm's are in its dossier's."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    language = models.CharField(max_length=5)

    def __str__(self):
        return f"{self.user} · {self.language}"
