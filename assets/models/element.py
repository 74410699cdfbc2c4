"""Elements: what one revision of one file draws, and how they stand for assets."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Run(models.Model):
    """A stretch of pipe, duct or cable between two devices or junctions: one thing with one code."""

    station = models.ForeignKey("assets.Station", on_delete=models.CASCADE, related_name="runs")
    code = models.CharField(max_length=80)
    kind = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["station", "code"], name="one_run_a_code")]

    def __str__(self):
        return self.code


class Element(models.Model):
    """An object of the model in one revision. GlobalId is indexed, not unique: real files repeat them.

    `code` is what people point at: the asset's or the run's code, else a readable code of the element's own.
    Box corners are metres in the file's frame. `feature` is its number in the revision's scene.
    """

    class RoomSource(models.TextChoices):
        EXPLICIT = "explicit", _("said by the model")
        GEOMETRIC = "geometric", _("found from its shape")
        NONE = "none", _("storey only")

    revision = models.ForeignKey("assets.Revision", on_delete=models.CASCADE, related_name="elements")
    step_id = models.PositiveIntegerField()
    global_id = models.CharField(max_length=22, db_index=True)
    ifc_class = models.CharField(max_length=60)
    resolved_class = models.CharField(max_length=60)
    predefined_type = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=80)
    layer = models.CharField(max_length=24)
    maintainable = models.BooleanField(default=False)
    file_code = models.CharField(max_length=80, blank=True, help_text=_("by the file's code rule"))
    code = models.CharField(max_length=80, blank=True)
    name = models.CharField(max_length=255, blank=True)
    description = models.TextField(blank=True)
    object_type = models.CharField(max_length=255, blank=True)
    tag = models.CharField(max_length=255, blank=True)
    type = models.ForeignKey(
        "assets.AssetType", null=True, blank=True, on_delete=models.SET_NULL, related_name="elements"
    )
    location = models.ForeignKey(
        "assets.Location", null=True, blank=True, on_delete=models.SET_NULL, related_name="elements"
    )
    storey = models.ForeignKey(
        "assets.Location", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    room_source = models.CharField(max_length=10, choices=RoomSource, default=RoomSource.NONE)
    whole = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="parts")
    host = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="coverings"
    )
    run_group = models.PositiveIntegerField(
        null=True, blank=True, help_text=_("which run of its file it is part of")
    )
    run = models.ForeignKey(Run, null=True, blank=True, on_delete=models.SET_NULL, related_name="elements")
    feature = models.PositiveIntegerField(null=True, blank=True)
    kernel = models.CharField(max_length=12, blank=True)
    x_min = models.FloatField(null=True, blank=True)
    y_min = models.FloatField(null=True, blank=True)
    z_min = models.FloatField(null=True, blank=True)
    x_max = models.FloatField(null=True, blank=True)
    y_max = models.FloatField(null=True, blank=True)
    z_max = models.FloatField(null=True, blank=True)
    outline = models.JSONField(
        null=True,
        blank=True,
        help_text="[middle, axes, halves, ends, radius] of networks without ports, flat",
    )
    properties = models.JSONField(
        default=list, blank=True, help_text="[[set, name, value, type, unit, step id], …]"
    )
    materials = models.JSONField(default=list, blank=True)
    classifications = models.JSONField(default=list, blank=True, help_text="[[system, code, name], …]")
    digest = models.CharField(max_length=32, blank=True, help_text=_("of everything said about it"))
    search_text = models.CharField(max_length=600, blank=True)

    class Meta:
        indexes = [models.Index(fields=["revision", "code"]), models.Index(fields=["revision", "feature"])]
        constraints = [models.UniqueConstraint(fields=["revision", "step_id"], name="one_element_a_step_id")]

    def __str__(self):
        return f"{self.code or self.step_id} {self.name}".strip()


class ElementMatch(models.Model):
    """An element that stands for an asset, and how we know."""

    class Method(models.TextChoices):
        NEW = "new", _("new in this revision")
        GLOBAL_ID = "global_id", _("same identity in the model")
        TOOL_ID = "tool_id", _("same authoring tool id")
        CODE = "code", _("same code")
        PERSON = "person", _("said by a person")

    asset = models.ForeignKey("assets.Asset", on_delete=models.CASCADE, related_name="matches")
    element = models.OneToOneField(Element, on_delete=models.CASCADE, related_name="match")
    method = models.CharField(max_length=10, choices=Method)
    confidence = models.FloatField(default=1.0)

    class Meta:
        verbose_name_plural = "element matches"

    def __str__(self):
        return f"{self.element} → {self.asset.code}"
