"""What an inviter fills in: a firm's link, and a key for its software."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext, gettext_lazy

from assets.models import Organisation
from maintenance import dossiers, tokens

MOST_DAYS = 730


class InviteForm(forms.Form):
    """A firm that is known, or the name of a new one."""

    firm = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        required=False,
        label=gettext_lazy("Firm"),
        empty_label=gettext_lazy("another firm…"),
    )
    name = forms.CharField(max_length=200, required=False, label=gettext_lazy("Name of the new firm"))
    email = forms.EmailField(label=gettext_lazy("E-mail that gets the codes"))
    days = forms.IntegerField(
        min_value=1,
        max_value=MOST_DAYS,
        initial=dossiers.LASTS_DAYS,
        label=gettext_lazy("Good for how many days"),
    )
    language = forms.ChoiceField(choices=settings.LANGUAGES, label=gettext_lazy("Language"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        firms: Any = self.fields["firm"]
        firms.queryset = Organisation.objects.exclude(role=Organisation.Role.OPERATOR)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        name = (said.get("name") or "").strip()
        if not said.get("firm") and not name:
            self.add_error("name", gettext("Choose a firm, or give the name of a new one."))
        elif not said.get("firm") and (known := _called(name)) and known.role == Organisation.Role.OPERATOR:
            self.add_error("name", gettext("This is the operator: its people have accounts of their own."))
        if said.get("email") and dossiers.is_of_the_operator(said["email"]):
            self.add_error(
                "email", gettext("Somebody of the operator has this address: she has an account of her own.")
            )
        return said

    def organisation(self) -> Organisation:
        if self.cleaned_data["firm"]:
            return self.cleaned_data["firm"]
        name = self.cleaned_data["name"].strip()
        return _called(name) or Organisation.objects.create(name=name, role=Organisation.Role.CONTRACTOR)


def _called(name: str) -> Organisation | None:
    """Of this name whatever the case (also of É, which not every database compares); the operator before others."""
    same = [each for each in Organisation.objects.all() if each.name.casefold() == name.casefold()]
    return min(same, key=lambda each: (each.role != Organisation.Role.OPERATOR, each.pk), default=None)


class TokenForm(forms.Form):
    name = forms.CharField(max_length=120, label=gettext_lazy("What it is for"))
    scopes = forms.MultipleChoiceField(
        choices=[(scope, gettext_lazy(words)) for scope, words in tokens.SCOPES.items()],
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("What it may do"),
    )
    days = forms.IntegerField(
        min_value=1,
        max_value=MOST_DAYS,
        initial=dossiers.LASTS_DAYS,
        label=gettext_lazy("Good for how many days"),
    )
