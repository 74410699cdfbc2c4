"""Plain words: everything a file can hold has one in both languages, and a prefix that can be read aloud."""

from __future__ import annotations

import csv

import ifcopenshell.ifcopenshell_wrapper as schemas
import pytest

from assets import kinds
from assets.kinds import by_key, kind_of
from tests.assets.ifc.drawing import SCHEMAS
from tests.assets.ifc.test_layers import concrete_classes
from tests.conftest import ROOT


def rows() -> list[dict[str, str]]:
    with (ROOT / "assets" / "kinds.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def enumerations() -> set[str]:
    """Every predefined word of the three schemas."""
    found: set[str] = set()
    for name in SCHEMAS:
        for declaration in schemas.schema_by_name(name).declarations():
            as_enumeration = declaration.as_enumeration_type()
            if as_enumeration:
                found.update(as_enumeration.enumeration_items())
    return found


def test_every_class_of_element_and_place_has_a_kind_of_its_own() -> None:
    classes = {row["ifc_class"] for row in rows() if not row["predefined_type"]}
    features = concrete_classes("IfcFeatureElement")
    placed = concrete_classes("IfcSpatialElement") | concrete_classes("IfcSpatialStructureElement")

    assert (concrete_classes("IfcElement") - features) | placed <= classes


def test_predefined_words_are_those_of_the_schemas() -> None:
    assert {row["predefined_type"] for row in rows()} - {""} <= enumerations()


def test_words_are_people_s_and_prefixes_short() -> None:
    for row in rows():
        for language in ("fr", "en", "fr_plural", "en_plural"):
            assert row[language]
            assert "Ifc" not in row[language]
            assert row[language][0].isupper()
        assert row["prefix"].isascii()
        assert row["prefix"].isupper()
        assert row["prefix"].isalpha()
        assert 2 <= len(row["prefix"]) <= 8


def test_keys_are_unique() -> None:
    assert len(by_key()) == len(rows())


@pytest.mark.parametrize(
    ("ifc_class", "predefined", "fr", "prefix"),
    [
        ("IfcValve", "ISOLATING", "Vanne d'isolement", "VANNE"),
        ("IfcPump", "SUMPPUMP", "Pompe de relevage", "POMPE"),
        ("IfcPump", "Sump pump", "Pompe de relevage", "POMPE"),
        ("IfcPump", None, "Pompe", "POMPE"),
        ("IfcPump", "PERPETUAL", "Pompe", "POMPE"),
        ("IfcTransportElement", "ELEVATOR", "Ascenseur", "ASC"),
        ("IfcTransportElement", "ESCALATOR", "Escalier mécanique", "ESCAL"),
        ("IfcAudioVisualAppliance", "DISPLAY", "Écran d'affichage", "ECRAN"),
        ("IfcElectricDistributionBoard", "SWITCHBOARD", "Tableau général basse tension", "TGBT"),
        ("IfcBuildingStorey", None, "Niveau", "NIV"),
        ("IfcSomethingNew", None, "Objet", "OBJET"),
    ],
)
def test_the_most_specific_word_wins(ifc_class: str, predefined: str | None, fr: str, prefix: str) -> None:
    kind = kind_of(ifc_class, predefined)

    assert (kind.fr, kind.prefix) == (fr, prefix)


@pytest.mark.parametrize(
    ("ifc_class", "predefined", "object_type", "key"),
    [
        ("IfcElectricAppliance", "Horloge de quai", "", "clock"),
        ("IfcBuildingElementProxy", None, "Automate de vente régional", "ticket-machine"),
        ("IfcSlab", None, "QUAI", "platform"),
        ("IfcDiscreteAccessory", None, "Bordure de quai", "platform-edge"),
        ("IfcFurniture", None, "Banc double", "bench"),
        ("IfcWall", None, "Horloge", "wall"),
        ("IfcSlab", None, "Dalle banchée", "slab"),
    ],
)
def test_free_text_names_a_kind_where_the_class_says_little(
    ifc_class: str, predefined: str | None, object_type: str, key: str
) -> None:
    assert kind_of(ifc_class, predefined, object_type).key == key


def test_a_label_follows_language_and_number() -> None:
    pump = kind_of("IfcPump", "SUMPPUMP")

    assert [pump.label("fr"), pump.label("en"), pump.label("de")] == [
        "Pompe de relevage",
        "Sump pump",
        "Sump pump",
    ]
    assert [pump.label("fr", plural=True), pump.label("en", plural=True)] == [
        "Pompes de relevage",
        "Sump pumps",
    ]


def test_spoken_words_lead_to_kinds() -> None:
    assert set(kinds._SPOKEN.values()) <= set(by_key())


def test_a_list_that_says_more_than_a_kind_is_taken_by_its_longest_word() -> None:
    said = ["Pompe de relevage eaux usées", "fire extinguisher CO2", "bidule"]

    assert [kinds.kind_said(each).en for each in said] == ["Sump pump", "Fire extinguisher", "Object"]
    assert [kinds.is_word_for_a_kind(each) for each in ["pompes", "Fire extinguisher", *said]] == [
        True,
        True,
        False,
        False,
        False,
    ]
    assert kinds.words_near("ascensseur", "fr") == ["Ascenseur"]
    assert kinds.words_near("pompe de relevage eaux usées", "fr")[0] == "Pompe de relevage"
