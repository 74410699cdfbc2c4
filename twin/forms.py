"""The few forms of the pages."""

from __future__ import annotations

from pathlib import PurePath

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assets.models.revision import DISCIPLINES
from twin.signing_in import is_refused

SUFFIXES = (".ifc", ".ifczip")


class SignInForm(AuthenticationForm):
    """Says why the demo's password opens nothing on a real server."""

    def clean(self) -> dict:
        if is_refused(self.cleaned_data.get("password")):
            raise forms.ValidationError(_("The demo's password does not open this site."))
        return super().clean()


class ModelForm(forms.Form):
    """One model: an .ifc or .ifczip file of a size we can take."""

    file = forms.FileField(label=_("Model file"))

    def clean_file(self):
        file = self.cleaned_data["file"]
        if PurePath(file.name).suffix.lower() not in SUFFIXES:
            raise forms.ValidationError(
                gettext("“%(name)s” is not an IFC model. Choose a file that ends in .ifc or .ifczip.")
                % {"name": file.name}
            )
        if file.size > settings.MAX_MODEL_BYTES:
            raise forms.ValidationError(
                gettext(
                    "This file is larger than %(most)d MB, the most this site takes. Export one discipline at a time."
                )
                % {"most": settings.MAX_MODEL_BYTES // 2**20}
            )
        return file


class RevisionForm(ModelForm):
    """A model for a station's discipline; left empty, the discipline is found from the file."""

    discipline = forms.ChoiceField(
        label=_("Discipline"),
        required=False,
        choices=[("", _("Find it from the file")), *((code, code) for code in DISCIPLINES)],
    )
    draft = forms.BooleanField(
        label=_("It is a draft of IFC 4.3: read it as the final version"), required=False
    )
