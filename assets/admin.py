"""Administration of the register. What a file said and what people did is shown here, and changed by nobody."""

from __future__ import annotations

from django.contrib import admin

from assets import models


class ReadOnly(admin.ModelAdmin):
    """Rows that only verbs write."""

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


class MembershipInline(admin.TabularInline):
    model = models.Membership
    extra = 0
    autocomplete_fields = ("user",)


@admin.register(models.Station)
class StationAdmin(admin.ModelAdmin):
    list_display = ("code", "name", "twin_mode", "city", "area_m2", "trial_owner")
    list_filter = ("twin_mode", "legal_category")
    search_fields = ("code", "name", "city")
    readonly_fields = (
        "trial_owner",
        "trial_expires_at",
    )  # no station becomes a trial one, to be swept with all it holds
    inlines = (MembershipInline,)

    def has_delete_permission(self, request, obj=None) -> bool:
        """A station takes its revisions and its history with it: only the sweep of trials deletes one."""
        return False


@admin.register(models.Membership)
class MembershipAdmin(admin.ModelAdmin):
    list_display = ("user", "role", "station")
    list_filter = ("role",)
    search_fields = ("user__username", "station__code", "station__name")
    autocomplete_fields = ("user", "station")
    list_select_related = ("user", "station")


@admin.register(models.ReadingLanguage)
class ReadingLanguageAdmin(admin.ModelAdmin):
    list_display = ("user", "language")
    list_filter = ("language",)
    search_fields = ("user__username",)
    autocomplete_fields = ("user",)
    list_select_related = ("user",)


@admin.register(models.Organisation)
class OrganisationAdmin(admin.ModelAdmin):
    list_display = ("name", "role", "email", "phone")
    list_filter = ("role",)
    search_fields = ("name", "email")


@admin.register(models.Employment)
class EmploymentAdmin(admin.ModelAdmin):
    list_display = ("user", "organisation")
    search_fields = ("user__username", "organisation__name")
    autocomplete_fields = ("user", "organisation")
    list_select_related = ("user", "organisation")


class PrecautionAdmin(ReadOnly):
    """Told of an asset, a place or the whole station; said and withdrawn on the station's pages, with its history."""

    search_fields = ("note", "source", "asset__code", "location__code", "station__code")
    list_select_related = ("station", "location", "asset")
    list_filter = ("station",)


@admin.register(models.Hazard)
class HazardAdmin(PrecautionAdmin):
    list_display = ("kind", "finding", "report_date", "station", "location", "asset")
    list_filter = ("kind", "finding", "station")


@admin.register(models.Access)
class AccessAdmin(PrecautionAdmin):
    list_display = ("key_or_badge", "hours", "escort", "station", "location", "asset")


@admin.register(models.ResponsibleParty)
class ResponsiblePartyAdmin(PrecautionAdmin):
    list_display = ("organisation", "contact", "station", "location", "asset")
    list_select_related = ("station", "location", "asset", "organisation")


@admin.register(models.PropertyVersion)
class PropertyVersionAdmin(ReadOnly):
    list_display = ("asset", "set_name", "name", "value", "unit", "valid_from", "superseded_at")
    search_fields = ("asset__code", "name")
    list_select_related = ("asset",)


@admin.register(models.HistoryHead)
class HistoryHeadAdmin(ReadOnly):
    list_display = ("chain", "number", "hash")
    search_fields = ("chain",)


@admin.register(models.Location)
class LocationAdmin(admin.ModelAdmin):
    list_display = ("code", "name", "long_name", "kind", "station", "elevation", "publicly_accessible")
    list_filter = ("kind", "publicly_accessible", "station")
    search_fields = ("code", "name", "long_name")
    autocomplete_fields = ("station", "parent")
    readonly_fields = ("footprint", "search_text")
    list_select_related = ("station",)


@admin.register(models.Asset)
class AssetAdmin(admin.ModelAdmin):
    list_display = ("code", "name", "kind", "station", "location", "presence", "code_source")
    list_filter = ("presence", "code_source", "station")
    search_fields = ("code", "code_key", "name", "aliases__alias")
    autocomplete_fields = ("station", "location", "type")
    readonly_fields = ("code_key", "search_text", "created_at")
    list_select_related = ("station", "location")


@admin.register(models.AssetAlias)
class AssetAliasAdmin(admin.ModelAdmin):
    list_display = ("alias", "source", "asset")
    list_filter = ("source",)
    search_fields = ("alias", "asset__code")
    autocomplete_fields = ("asset",)
    list_select_related = ("asset",)


@admin.register(models.AssetType)
class AssetTypeAdmin(admin.ModelAdmin):
    list_display = ("name", "manufacturer", "model", "station", "revision")
    list_filter = ("station",)
    search_fields = ("name", "manufacturer", "model", "global_id")
    autocomplete_fields = ("station",)
    raw_id_fields = ("revision",)
    list_select_related = ("station", "revision__station")


@admin.register(models.Unit)
class UnitAdmin(admin.ModelAdmin):
    list_display = ("serial", "manufacturer", "model", "station", "asset", "installed_on", "removed_on")
    list_filter = ("station",)
    search_fields = ("serial", "manufacturer", "model", "asset__code")
    autocomplete_fields = ("station", "asset")
    list_select_related = ("station", "asset")


@admin.register(models.Document)
class DocumentAdmin(admin.ModelAdmin):
    list_display = ("name", "identification", "station", "media_type", "confidentiality")
    list_filter = ("media_type", "confidentiality", "station")
    search_fields = ("name", "identification")
    autocomplete_fields = ("station",)
    readonly_fields = ("path", "sha256")
    list_select_related = ("station",)


@admin.register(models.Hotspot)
class HotspotAdmin(ReadOnly):
    list_display = ("code", "document", "page", "standing", "why")
    list_filter = ("standing", "document__station")
    search_fields = ("code", "document__name")
    list_select_related = ("document",)


@admin.register(models.IsolationCard)
class IsolationCardAdmin(ReadOnly):
    list_display = ("label", "station", "medium", "device_words", "revision", "verified_on", "withdrawn_at")
    list_filter = ("station", "medium")
    search_fields = ("device_words", "behind", "cuts")
    list_select_related = ("station",)


@admin.register(models.Survey)
class SurveyAdmin(ReadOnly):
    list_display = ("location", "discipline", "extent", "method", "surveyed_on", "surveyor", "recorded_at")
    list_filter = ("extent", "method", "discipline", "station")
    search_fields = ("location__code", "station__code", "surveyor", "source")
    list_select_related = ("location",)


@admin.register(models.DrawnRoom)
class DrawnRoomAdmin(ReadOnly):
    list_display = ("location", "discipline", "revision", "elements")
    list_filter = ("discipline",)
    search_fields = ("location__code", "revision__station__code")
    list_select_related = ("location", "revision__station")


@admin.register(models.DocumentLink)
class DocumentLinkAdmin(admin.ModelAdmin):
    list_display = ("document", "asset", "location", "type", "system")
    search_fields = ("document__name", "asset__code")
    autocomplete_fields = ("document", "asset", "location", "type", "system")
    list_select_related = ("document", "asset", "location", "type", "system")


@admin.register(models.System)
class SystemAdmin(admin.ModelAdmin):
    list_display = ("name", "family", "predefined_type", "station")
    list_filter = ("family", "station")
    search_fields = ("name", "long_name", "global_id")
    autocomplete_fields = ("station",)
    list_select_related = ("station",)


@admin.register(models.Revision)
class RevisionAdmin(ReadOnly):
    list_display = (
        "file_name",
        "station",
        "discipline",
        "number",
        "schema",
        "state",
        "outcome",
        "received_at",
    )
    list_filter = ("state", "outcome", "discipline", "schema", "station")
    search_fields = ("file_name", "sha256", "station__code")
    date_hierarchy = "received_at"
    list_select_related = ("station",)


@admin.register(models.Element)
class ElementAdmin(ReadOnly):
    list_display = ("code", "name", "kind", "resolved_class", "step_id", "revision")
    list_filter = ("maintainable", "room_source", "layer")
    search_fields = ("code", "name", "global_id", "tag")
    list_select_related = ("revision__station",)
    show_full_result_count = False


@admin.register(models.ElementMatch)
class ElementMatchAdmin(ReadOnly):
    list_display = ("asset", "element", "method", "confidence")
    list_filter = ("method",)
    search_fields = ("asset__code", "element__global_id")
    list_select_related = ("asset", "element")
    show_full_result_count = False


@admin.register(models.Run)
class RunAdmin(ReadOnly):
    list_display = ("code", "kind", "station")
    list_filter = ("station",)
    search_fields = ("code",)
    list_select_related = ("station",)


@admin.register(models.LocationSource)
class LocationSourceAdmin(ReadOnly):
    list_display = ("location", "revision", "step_id", "global_id")
    search_fields = ("global_id", "location__code")
    list_select_related = ("location", "revision__station")


@admin.register(models.SystemMember)
class SystemMemberAdmin(ReadOnly):
    list_display = ("system", "element")
    search_fields = ("system__name", "element__code")
    list_select_related = ("system", "element")
    show_full_result_count = False


@admin.register(models.Port)
class PortAdmin(ReadOnly):
    list_display = ("element", "index", "name", "flow_direction", "system_type", "step_id")
    list_filter = ("flow_direction",)
    search_fields = ("element__code", "name")
    list_select_related = ("element",)
    show_full_result_count = False


@admin.register(models.Connection)
class ConnectionAdmin(ReadOnly):
    list_display = ("from_port", "to_port", "directed", "revision")
    list_filter = ("directed",)
    search_fields = ("from_port__element__code", "to_port__element__code")
    list_select_related = ("from_port__element", "to_port__element", "revision__station")
    show_full_result_count = False


@admin.register(models.Control)
class ControlAdmin(ReadOnly):
    list_display = ("control", "controlled", "revision")
    search_fields = ("control__code", "controlled__code")
    list_select_related = ("control", "controlled", "revision__station")
    show_full_result_count = False


@admin.register(models.ServedPlace)
class ServedPlaceAdmin(ReadOnly):
    list_display = ("system", "location", "revision")
    search_fields = ("system__name", "location__code")
    list_select_related = ("system", "location", "revision__station")


@admin.register(models.ConnectionProposal)
class ConnectionProposalAdmin(ReadOnly):
    list_display = ("one_key", "other_key", "evidence", "medium", "apart", "state", "station")
    list_filter = ("state", "evidence", "station")
    search_fields = ("one_key", "other_key")
    list_select_related = ("station",)


@admin.register(models.Finding)
class FindingAdmin(ReadOnly):
    list_display = ("severity", "code", "message", "entity", "revision")
    list_filter = ("severity", "code")
    search_fields = ("message", "code", "entity")
    list_select_related = ("revision__station",)


@admin.register(models.HistoryEntry)
class HistoryEntryAdmin(ReadOnly):
    list_display = ("at", "actor", "verb", "subject_kind", "subject_id", "station")
    list_filter = ("verb", "subject_kind", "station")
    search_fields = ("verb", "actor__username")
    date_hierarchy = "at"
    list_select_related = ("actor", "station")


@admin.register(models.Job)
class JobAdmin(ReadOnly):
    list_display = ("id", "kind", "key", "state", "attempts", "progress", "created_at", "finished_at")
    list_filter = ("state", "kind")
    search_fields = ("key", "reason")
    list_select_related = ("station",)
