"""Storeys and rooms of a station, in one tree merged over its discipline files."""

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _


class LocationQuerySet(models.QuerySet):
    def in_use(self):
        """Places that a published revision draws, that only the register knows, or where an asset still is."""
        drawn = LocationSource.objects.filter(location=models.OuterRef("pk"))
        published = drawn.filter(revision__state="PUBLISHED")
        assets = apps.get_model("assets", "Asset").objects.live().filter(location=models.OuterRef("pk"))
        return self.filter(models.Exists(published) | ~models.Exists(drawn) | models.Exists(assets))


SAID_OF_PLACES = ("properties", "footprint", "search_text")
"""What models say of each place, which is long: left unread where a name is enough."""


class Location(models.Model):
    """A place: building, storey, room… It belongs to the station and outlives every file that draws it."""

    class Kind(models.TextChoices):
        SITE = "site", _("site")
        BUILDING = "building", _("building")
        STOREY = "storey", _("storey")
        PART = "part", _("part")
        SPACE = "space", _("room")
        ZONE = "zone", _("zone")

    station = models.ForeignKey("assets.Station", on_delete=models.CASCADE, related_name="locations")
    kind = models.CharField(max_length=10, choices=Kind)
    code = models.CharField(max_length=80, help_text=_("what people call it when they point at it"))
    name = models.CharField(max_length=255, blank=True)
    long_name = models.CharField(max_length=255, blank=True)
    elevation = models.FloatField(null=True, blank=True, help_text=_("metres"))
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="children"
    )
    publicly_accessible = models.BooleanField(null=True, blank=True)
    footprint = models.JSONField(
        null=True, blank=True, help_text=_("polygon rings in metres of the file's frame: [[[x, y], …], …]")
    )
    z_min = models.FloatField(null=True, blank=True)
    z_max = models.FloatField(null=True, blank=True)
    properties = models.JSONField(default=list, blank=True)
    search_text = models.CharField(max_length=600, blank=True, db_index=True)

    objects = LocationQuerySet.as_manager()

    class Meta:
        ordering = ["station_id", "elevation", "name"]
        constraints = [models.UniqueConstraint(fields=["station", "code"], name="one_location_a_code")]

    def __str__(self):
        return self.label

    @property
    def label(self) -> str:
        """Number and plain name of the place: "012 · Local pompes"."""
        return label_of(self.code, self.name, self.long_name)


def label_of(code: str, name: str, long_name: str) -> str:
    if long_name and long_name != name:
        return f"{name} · {long_name}" if name else long_name
    return name or code


class LocationSource(models.Model):
    """Where a revision draws a location."""

    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="sources")
    revision = models.ForeignKey("assets.Revision", on_delete=models.CASCADE, related_name="location_sources")
    step_id = models.PositiveIntegerField()
    global_id = models.CharField(max_length=22, db_index=True)
    said = models.JSONField(
        default=dict,
        blank=True,
        help_text=_("what the file says of the place; the place learns it at publication"),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["revision", "step_id"], name="one_location_a_step_id")]

    def __str__(self):
        return f"#{self.step_id} → {self.location}"
