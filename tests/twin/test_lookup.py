"""Search in one station: each way of asking that `queries.csv` only counts, by itself."""

from __future__ import annotations

import pytest

from assets.models import AssetAlias, Document, DocumentLink, Unit
from assets.search import is_one_edit_away, spelt_apart
from tests import factories
from twin import lookup
from twin.searching import vocabulary

pytestmark = pytest.mark.django_db


@pytest.fixture
def station():
    """
    N0  001 Hall              ASC-01 lift, EC-01 lamp
    S1  S1-02 Local relevage  EU-P-01, EU-P-02 sump pumps, EU-V-01 valve "of pump 1", EC-02 lamp
        S1-03 Local TGBT      TD-06-D08 breaker "Alimentation EU-P-01", TD-06-D09 breaker "Alimentation EU-P-02"
    """
    vocabulary.of_station.cache_clear()
    made = factories.station("VDO")
    hall, basement = factories.storey(made, "N0", "N0", 0.0), factories.storey(made, "S1", "S-1", -4.0)
    place = {
        code: factories.location(made, code, name=code.removeprefix("N0-"), long_name=name, parent=storey)
        for code, name, storey in (
            ("N0-001", "Hall des voyageurs", hall),
            ("S1-02", "Local relevage", basement),
            ("S1-03", "Local TGBT", basement),
        )
    }
    for code, name, kind, room in (
        ("ASC-01", "Ascenseur du hall", "transport-element-elevator", "N0-001"),
        ("EC-01", "Luminaire étanche", "light-fixture", "N0-001"),
        ("EC-02", "Luminaire étanche", "light-fixture", "S1-02"),
        ("EU-P-01", "Pompe de relevage 1", "pump-sumppump", "S1-02"),
        ("EU-P-02", "Pompe de relevage 2", "pump-sumppump", "S1-02"),
        ("EU-V-01", "Vanne de la pompe de relevage 1", "valve", "S1-02"),
        ("TD-06-D08", "Alimentation EU-P-01", "protective-device-circuitbreaker", "S1-03"),
        ("TD-06-D09", "Alimentation EU-P-02", "protective-device-circuitbreaker", "S1-03"),
    ):
        factories.asset(made, code, name=name, kind=kind, location=place[room])
    return made


def first(station, question: str, **values) -> str:
    return next((hit.code for hit in lookup.find(station, question, **values)), "")


@pytest.mark.parametrize("question", ["EU-P-02", "eu p 2", "eup02", "EU_P_02", "  eu-p-02 "])
def test_a_code_is_found_however_its_parts_are_separated(station, question):
    assert first(station, question) == "EU-P-02"


def test_a_code_that_is_begun_comes_before_names_that_hold_it(station):
    assert [hit.code for hit in lookup.find(station, "TD-06")][:2] == ["TD-06-D08", "TD-06-D09"]


@pytest.mark.parametrize(
    "question", ["pomep de relevage 2", "pompe relevag 2", "POMPE RELEVAJE 2", "ponpes relevage n° 2"]
)
def test_one_typing_error_in_a_long_word_is_forgiven(station, question):
    assert first(station, question) == "EU-P-02"


def test_a_doubled_letter_typed_once_is_forgiven_in_a_short_word_too(station):
    assert first(station, "vane pompe relevage") == "EU-V-01"


def test_a_short_word_is_not_repaired(station):
    assert first(station, "hakl") == ""


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("sump pump", "EU-P-01"),
        ("lift", "ASC-01"),
        ("vanne pompe relevage", "EU-V-01"),
        ("éclairage local relevage", "EC-02"),
        ("lampe sous-sol", "EC-02"),
        ("local relevage", "S1-02"),
        ("salle 001", "N0-001"),
        ("pompe relevage quai 9", "EU-P-01"),
    ],
)
def test_things_are_found_by_the_words_of_people(station, question, code):
    assert first(station, question) == code


@pytest.mark.parametrize(
    "question", ["disjoncteur pompe relevage 2", "disj relevage pompe n°2", "circuit breaker EU-P-02"]
)
def test_a_breaker_is_found_by_what_it_feeds(station, question):
    assert first(station, question) == "TD-06-D09"


def test_what_is_on_the_storey_of_the_reader_comes_first(station):
    assert first(station, "luminaire", near="S-1") == "EC-02"
    assert first(station, "luminaire", near="N0") == "EC-01"
    assert first(station, "luminaire", near="no such storey") == "EC-01"


def test_a_serial_number_leads_to_the_asset_of_its_unit_as_long_as_it_is_fitted(station):
    pump = station.assets.get(code="EU-P-02")
    unit = Unit.objects.create(station=station, asset=pump, serial="HL-778.031")

    assert first(station, "hl 778031") == first(station, "pompe 778031") == "EU-P-02"

    Unit.objects.filter(pk=unit.pk).update(removed_on="2026-01-31")
    assert first(station, "hl 778031") == ""


def test_a_type_a_former_code_and_a_document_lead_to_the_asset(station):
    pump = station.assets.get(code="EU-P-02")
    pump.type = factories.asset_type(station, "Pompe", manufacturer="Hydraulique du Loir", model="HL-R80")
    pump.save()
    AssetAlias.objects.create(asset=pump, alias="RELEV/7", source="old_code")
    notice = Document.objects.create(station=station, identification="NOT-44", name="Consignes de curage")
    DocumentLink.objects.create(document=notice, asset=pump)

    asked = ("HL-R80", "hydraulique loir", "RELEV/7", "consignes curage")
    assert {question: first(station, question) for question in asked} == dict.fromkeys(asked, "EU-P-02")


def test_a_hit_says_the_storey_and_the_room(station):
    hit = lookup.find(station, "EU-P-01")[0]

    assert (hit.name, hit.place) == ("Pompe de relevage 1", "S-1 · S1-02 · Local relevage")


@pytest.mark.parametrize(
    ("question", "note"),
    [
        ("Caméra du hall", "Rien pour « Caméra » ; le reste :"),
        ("pompe relevage quai 9", "Rien pour « quai 9 » ; le reste :"),
        ("pompe OT-248", "Rien pour « OT-248 » ; le reste :"),
        ("OT-02", "Rien ne répond à tous ces mots ; le plus proche :"),
        ("luminaire pompe", "Rien ne répond à tous ces mots ; le plus proche :"),
        ("luminaire hall", ""),
        ("disjoncteur pompe relevage 2", ""),
        ("zebra", ""),
    ],
)
def test_words_that_no_answer_holds_are_said_before_the_answers(station, question, note):
    assert lookup.answer(station, question).note == note


def test_nothing_asked_finds_nothing(station):
    assert lookup.find(station, " - ") == []


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("pompe", "pomep", True),
        ("pompe", "pompes", True),
        ("pompe", "ompe", True),
        ("pompe", "bompe", True),
        ("pompe", "pompe", False),
        ("pompe", "pmope", True),
        ("pompe", "mpope", False),
        ("pompe", "lampe", False),
    ],
)
def test_one_edit_is_a_letter_more_less_or_other_or_two_swapped(one, other, near):
    assert is_one_edit_away(one, other) is is_one_edit_away(other, one) is near


def test_what_is_kept_for_searching_has_its_words_apart():
    assert spelt_apart("EU-P-01 Pompe d'épuisement  n° 1") == "eup01 pompe depuisement n 1"
