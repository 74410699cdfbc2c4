"""Inviting a firm: by whatever name and address it is called, it is the one that is known."""

from __future__ import annotations

import pytest

from assets.models import Organisation
from tests import factories
from twin.dossier_forms import InviteForm

pytestmark = pytest.mark.django_db


def filled(**said) -> InviteForm:
    known = {"name": "Hydro", "email": "a@hydro.example", "days": 30, "language": "fr"}
    return InviteForm(known | said)


def test_the_operator_is_not_invited_in_whatever_case_its_name_is_typed():
    factories.organisation("Équipe Gares", role="operator")

    assert list(filled(name="équipe gares").errors) == ["name"]


def test_a_firm_typed_in_another_case_is_the_firm_that_is_known():
    firm = factories.organisation("Élévateurs Martin")
    form = filled(name="ÉLÉVATEURS martin")

    assert form.is_valid()
    assert form.organisation() == firm
    assert Organisation.objects.count() == 1
