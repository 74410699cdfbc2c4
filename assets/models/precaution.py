"""What one must know before touching anything: hazards, access, and who answers for the place.

Each is said of one asset, of one place with all that is in it, or of the whole station, and says who said so and when.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


def _of_one_subject(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name, condition=models.Q(asset__isnull=True) | models.Q(location__isnull=True)
    )


class Precaution(models.Model):
    """Where it holds, and where it is known from. With neither place nor asset it holds for the whole station."""

    station = models.ForeignKey("assets.Station", on_delete=models.CASCADE, related_name="+")
    location = models.ForeignKey(
        "assets.Location", null=True, blank=True, on_delete=models.CASCADE, related_name="%(class)s_set"
    )
    asset = models.ForeignKey(
        "assets.Asset", null=True, blank=True, on_delete=models.CASCADE, related_name="%(class)s_set"
    )
    note = models.TextField(blank=True)
    source = models.CharField(
        max_length=255, blank=True, help_text=_("the report or the system that says so")
    )
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        abstract = True


class Hazard(Precaution):
    """A danger that was looked for: found, absent, or not known. What nobody looked for has no row."""

    class Kind(models.TextChoices):
        ASBESTOS = "asbestos", _("asbestos")
        ELECTRICAL = "electrical", _("electrical")
        CONFINED = "confined", _("confined space")
        HEIGHT = "height", _("work at height")
        NEAR_TRACKS = "near_tracks", _("near the tracks")
        HOT = "hot", _("hot surface")

    class Finding(models.TextChoices):
        FOUND = "found", _("present")
        ABSENT = "absent", _("absent")
        UNKNOWN = "unknown", _("not known")

    kind = models.CharField(max_length=12, choices=Kind)
    finding = models.CharField(max_length=8, choices=Finding)
    report_date = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["kind", "pk"]
        constraints = [_of_one_subject("hazard_has_one_subject")]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.get_finding_display()}"


class Access(Precaution):
    """How one gets in: key or badge, hours, escort."""

    key_or_badge = models.CharField(max_length=200, blank=True)
    hours = models.CharField(max_length=200, blank=True)
    escort = models.BooleanField(null=True, blank=True, help_text=_("somebody must come along"))

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "accesses"
        constraints = [_of_one_subject("access_has_one_subject")]

    def __str__(self):
        return self.key_or_badge or self.hours or "access"


class ResponsibleParty(Precaution):
    """Who answers for a place or an asset."""

    organisation = models.ForeignKey("assets.Organisation", on_delete=models.CASCADE, related_name="+")
    contact = models.CharField(max_length=200, blank=True, help_text=_("whom to call, and the number"))

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "responsible parties"
        constraints = [_of_one_subject("responsible_party_has_one_subject")]

    def __str__(self):
        return str(self.organisation)
