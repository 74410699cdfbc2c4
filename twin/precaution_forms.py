"""What a steward says of an asset, a place or the station: a danger, a way in, who answers for it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from assets.models import Access, Hazard, Organisation, ResponsibleParty

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_LABELS: dict[str, Any] = {
    "note": gettext_lazy("What to do or not to do"),
    "source": gettext_lazy("Who says so (report, system)"),
}


class HazardForm(forms.ModelForm):
    class Meta:
        model = Hazard
        fields = ("kind", "finding", "report_date", "note", "source")
        widgets = {"report_date": _DAY, "note": forms.Textarea(attrs={"rows": 2})}
        labels = _LABELS | {
            "kind": gettext_lazy("Danger"),
            "finding": gettext_lazy("Found?"),
            "report_date": gettext_lazy("Date of the report"),
        }


class AccessForm(forms.ModelForm):
    class Meta:
        model = Access
        fields = ("key_or_badge", "hours", "escort", "note", "source")
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}
        labels = _LABELS | {
            "key_or_badge": gettext_lazy("Key or badge, and where it is"),
            "hours": gettext_lazy("Hours"),
            "escort": gettext_lazy("Must somebody come along?"),
        }

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if (
            not any(said.get(name) for name in ("key_or_badge", "hours", "note"))
            and said.get("escort") is None
        ):
            self.add_error(
                "key_or_badge",
                gettext_lazy("Say at least one thing: the key, the hours, or who comes along."),
            )
        return said


class ResponsibleForm(forms.ModelForm):
    organisation = forms.CharField(max_length=200, label=gettext_lazy("Who"))

    class Meta:
        model = ResponsibleParty
        fields = ("contact", "note", "source")
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}
        labels = _LABELS | {"contact": gettext_lazy("Whom to call, and the number")}

    field_order = ("organisation", "contact", "note", "source")

    def clean_organisation(self) -> Organisation:
        name = self.cleaned_data["organisation"].strip()
        return Organisation.objects.get_or_create(name=name, defaults={"role": Organisation.Role.OPERATOR})[0]


FORMS: dict[str, type[forms.ModelForm]] = {
    "hazard": HazardForm,
    "access": AccessForm,
    "responsible": ResponsibleForm,
}
