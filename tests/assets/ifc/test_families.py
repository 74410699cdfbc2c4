"""Families of systems: said by the file, or guessed from a name and marked so."""

from __future__ import annotations

import ifcopenshell.ifcopenshell_wrapper as schemas
import pytest

from assets.ifc.families import FAMILIES, UNKNOWN, FamilyGuess, family_of


@pytest.mark.parametrize("schema", ["IFC4", "IFC4X3_ADD2"])
def test_every_kind_of_distribution_system_has_a_family(schema: str) -> None:
    kinds = (
        schemas.schema_by_name(schema).declaration_by_name("IfcDistributionSystemEnum").enumeration_items()
    )

    said = {kind: family_of(kind) for kind in kinds if kind not in ("USERDEFINED", "NOTDEFINED")}

    assert {one.key for one in said.values()} <= set(FAMILIES) - {UNKNOWN}
    assert not any(one.guessed for one in said.values())


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("EFS", "water"),
        ("Réseau ECS bouclage", "water"),
        ("Domestic Cold Water 1", "water"),
        ("Eau chaude sanitaire", "water"),
        ("EU-01", "drainage"),
        ("Eaux pluviales", "drainage"),
        ("Sanitary 3", "drainage"),
        ("Supply Air 2", "air"),
        ("Désenfumage hall", "air"),
        ("Eau glacée", "heating"),
        ("Chauffage", "heating"),
        ("Réseau RIA", "fire"),
        ("Fire protection wet", "fire"),
        ("TGBT départ 4", "electricity"),
        ("Éclairage quais", "electricity"),
        ("CFA sonorisation", "data"),
        ("Gaz naturel", "gas"),
        ("Ascenseurs", "transport"),
    ],
)
def test_a_name_that_is_sure_is_a_guess(name: str, family: str) -> None:
    assert family_of(None, name) == FamilyGuess(family, True)


@pytest.mark.parametrize(
    "name", ["", "Lot 4", "Réseau", "System 12", "Feuille", "Fire alarm power", "Neuf", "Revue"]
)
def test_a_name_that_is_not_is_none(name: str) -> None:
    assert family_of(None, name) == FamilyGuess(UNKNOWN, False)


def test_the_next_text_is_asked_when_the_first_says_nothing() -> None:
    assert family_of(None, "Lot 4", "", "Ventilation") == FamilyGuess("air", True)


def test_families_have_words_and_colours_of_their_own() -> None:
    families = FAMILIES.values()

    assert len({one.colour for one in families}) == len(families)
    assert {one.label("fr") for one in families} == {one.fr for one in families}
    assert FAMILIES["water"].label("en-gb") == "Plumbing – water"
