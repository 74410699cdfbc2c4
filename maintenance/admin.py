"""Administration of maintenance. Sources are set up here; what they said and what people did is only looked at."""

from __future__ import annotations

from django import forms
from django.contrib import admin

from assets.admin import ReadOnly
from maintenance import models


class SourceForm(forms.ModelForm):
    """The secret goes in and never comes out."""

    url = forms.URLField(assume_scheme="https")

    class Meta:
        model = models.Source
        fields = (
            "key", "name", "kind", "url", "login", "secret", "secret_variable", "settings", "station", "active",
        )  # fmt: skip
        widgets = {"secret": forms.PasswordInput(render_value=False)}

    def clean_secret(self) -> str:
        return self.cleaned_data["secret"] or (self.instance.secret if self.instance.pk else "")


@admin.register(models.Source)
class SourceAdmin(admin.ModelAdmin):
    form = SourceForm
    list_display = ("name", "kind", "url", "active", "last_success_at", "last_error")
    search_fields = ("name", "key", "station__code")
    autocomplete_fields = ("station",)


def _look_at(model: type, shown: str, searched: str, *, filters: str = "", related: str = "") -> None:
    """Register a model whose rows only verbs write."""
    attributes = {
        "list_display": tuple(shown.split()),
        "search_fields": tuple(searched.split()),
        "list_filter": tuple(filters.split()),
        "list_select_related": tuple(related.split()),
    }
    admin.site.register(model, type(f"{model.__name__}Admin", (ReadOnly,), attributes))


class _HidesHash(ReadOnly):
    exclude = ("code_hash", "token_hash")


_look_at(
    models.Sync, "source started_at fetched applied unchanged dead_lettered pushed error", "source__name"
)
_look_at(
    models.DeviceState,
    "asset said by organisation work_order seen_at",
    "asset__code by__username",
    filters="said",
    related="asset by organisation work_order",
)
_look_at(
    models.DeadLetter,
    "source external_id why reason last_at resolved_at",
    "external_id reason",
    filters="why",
)
_look_at(
    models.SourceAlias, "text source station asset location method", "text", related="asset location station"
)
_look_at(
    models.WorkOrder,
    "number title status proposed station asset location organisation placed",
    "number title station__code",
    filters="status source station",
    related="station asset location organisation",
)
_look_at(models.Request, "number text state station asset created_at", "number text", related="station asset")
_look_at(models.Act, "work_order verb by organisation at", "work_order__number text", related="work_order by")
_look_at(models.OutboxMessage, "kind source state attempts next_at reason", "reason", filters="state kind")
_look_at(
    models.Evidence, "file_name media_type size station created_at", "file_name sha256", related="station"
)
_look_at(
    models.Declaration,
    "asset state author performed_at submitted_at",
    "asset__code",
    filters="state",
    related="asset author",
)
_look_at(
    models.Change,
    "declaration kind field value verdict reviewed_by",
    "field",
    related="declaration reviewed_by",
)
_look_at(models.Verification, "asset field verified_at by", "asset__code", related="asset by")
_look_at(
    models.Dossier,
    "organisation station email expires_at revoked_at",
    "email",
    related="organisation station",
)
_look_at(
    models.DossierUse,
    "dossier at what address",
    "dossier__email",
    related="dossier__organisation dossier__station",
)
_look_at(
    models.Note, "text station author addressed_to resolved_at", "text", related="station author addressed_to"
)
_look_at(models.Notice, "what email created_at sent_at", "email key")


@admin.register(models.SecondFactor)
class SecondFactorAdmin(_HidesHash):
    list_display = ("dossier", "expires_at", "attempts", "used_at")
    search_fields = ("dossier__email",)
    list_select_related = ("dossier__organisation", "dossier__station")


@admin.register(models.AccessToken)
class AccessTokenAdmin(_HidesHash):
    list_display = ("prefix", "name", "user", "expires_at", "revoked_at", "last_used_at")
    search_fields = ("name", "user__username")
    list_select_related = ("user",)
