"""Assets, the physical units fitted there, and what identical units share."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AssetType(models.Model):
    """What identical units share (a model of pump). It comes from a revision, or from the register alone."""

    station = models.ForeignKey("assets.Station", on_delete=models.CASCADE, related_name="types")
    revision = models.ForeignKey(
        "assets.Revision", null=True, blank=True, on_delete=models.CASCADE, related_name="types"
    )
    step_id = models.PositiveIntegerField(null=True, blank=True)
    global_id = models.CharField(max_length=22, blank=True, db_index=True)
    ifc_class = models.CharField(max_length=60, blank=True)
    predefined_type = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=255, blank=True)
    manufacturer = models.CharField(max_length=255, blank=True)
    model = models.CharField(max_length=255, blank=True)
    properties = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "step_id"], name="one_type_a_step_id"),
        ]

    def __str__(self):
        return self.name or self.ifc_class


class AssetQuerySet(models.QuerySet):
    def live(self):
        return self.filter(removed_at=None)


class Asset(models.Model):
    """The functional location: what it is for and where it is. It lives as long as the station does.

    `code` is unique among the live assets of the station; `code_source` says which rule gave it.
    """

    class CodeSource(models.TextChoices):
        FILE = "file", _("from the model")
        REGISTER = "register", _("from the register")
        PROPOSED = "proposed", _("proposed")

    class Presence(models.TextChoices):
        PRESENT = "present", _("in place")
        TO_CONFIRM = "to_confirm", _("to confirm on site")

    station = models.ForeignKey("assets.Station", on_delete=models.CASCADE, related_name="assets")
    code = models.CharField(max_length=80)
    code_key = models.CharField(max_length=80, help_text=_("the code without case and separators"))
    code_source = models.CharField(max_length=10, choices=CodeSource)
    name = models.CharField(max_length=255, blank=True)
    kind = models.CharField(max_length=80, db_index=True)
    location = models.ForeignKey(
        "assets.Location", null=True, blank=True, on_delete=models.SET_NULL, related_name="assets"
    )
    room_source = models.CharField(max_length=10, blank=True)
    type = models.ForeignKey(
        AssetType, null=True, blank=True, on_delete=models.SET_NULL, related_name="assets"
    )
    presence = models.CharField(max_length=12, choices=Presence, default=Presence.PRESENT)
    properties = models.JSONField(default=list, blank=True, help_text=_("of assets without a model"))
    search_text = models.CharField(max_length=600, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = AssetQuerySet.as_manager()

    class Meta:
        ordering = ["station_id", "code"]
        indexes = [
            models.Index(fields=["station", "kind"]),
            models.Index(fields=["station", "code_key"]),
            models.Index(  # all that a search asks of an asset, so that it reads no row (twin.searching.candidates)
                name="one_walk_to_search",
                fields=["station", "search_text", "kind", "location", "type"],
                condition=models.Q(removed_at=None),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["station", "code"],
                condition=models.Q(removed_at=None),
                name="one_live_asset_a_code",
            )
        ]

    def __str__(self):
        return f"{self.code} {self.name}".strip()


class AssetAlias(models.Model):
    """Another name that leads to an asset: an old code, a tool id, another system's code."""

    class Source(models.TextChoices):
        OLD_CODE = "old_code", _("former code")
        TOOL_ID = "tool_id", _("authoring tool's id")

    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="aliases")
    alias = models.CharField(max_length=255, db_index=True)
    source = models.CharField(max_length=10, choices=Source)

    class Meta:
        verbose_name_plural = "asset aliases"
        constraints = [
            models.UniqueConstraint(fields=["asset", "alias", "source"], name="one_alias_an_asset")
        ]

    def __str__(self):
        return f"{self.alias} → {self.asset.code}"


class Unit(models.Model):
    """The physical item fitted on an asset, with the dates between which it was there.

    One number in two places is no constraint: received models repeat numbers, in another case or without the maker. It
    is refused where a person says it (`maintenance.checks.serial_is_unique`).
    """

    station = models.ForeignKey("assets.Station", on_delete=models.CASCADE, related_name="units")
    asset = models.ForeignKey(Asset, null=True, blank=True, on_delete=models.SET_NULL, related_name="units")
    serial = models.CharField(max_length=255, blank=True)
    manufacturer = models.CharField(max_length=255, blank=True)
    model = models.CharField(max_length=255, blank=True)
    installed_on = models.DateField(null=True, blank=True)
    removed_on = models.DateField(null=True, blank=True)
    removal_recorded_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["asset"], condition=models.Q(removed_on=None), name="one_unit_fitted_an_asset"
            )
        ]

    def __str__(self):
        return (
            " ".join(part for part in (self.manufacturer, self.model, self.serial) if part)
            or f"unit {self.pk}"
        )
