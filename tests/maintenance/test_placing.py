"""Where an order belongs: by its code, by what the source calls it, by the equipment's name, by the room."""

from __future__ import annotations

import pytest
from django.utils import timezone, translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assets.models import AssetAlias
from maintenance import placing
from maintenance.models import Placed, SourceAlias
from maintenance.place_reasons import Why, because, sentence
from tests import factories

pytestmark = pytest.mark.django_db
BOUNDED = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def station():
    """
    N0  001 Hall des voyageurs: clock, ticket machines 1 and 2 · QA Quai A · QB Quai B: display 1 and 2
        005 Sanitaires femmes · 006 Sanitaires hommes: a toilet each · lift to platform B (no room)
    S1  S1-02 Local relevage: pumps 1 and 2
    """
    made = factories.station("VDO", name="Gare de Val-d'Orme")
    ground = factories.location(
        made, "N0", kind="storey", name="N0", long_name="Hall et quais", elevation=0.0
    )
    below = factories.location(made, "S1", kind="storey", name="S-1", long_name="Sous-sol", elevation=-4.0)
    rooms = {
        code: factories.location(made, code, name=name, long_name=long_name, parent=parent)
        for code, name, long_name, parent in (
            ("N0-001", "001", "Hall des voyageurs", ground),
            ("N0-QA", "QA", "Quai A", ground),
            ("N0-QB", "QB", "Quai B", ground),
            ("N0-005", "005", "Sanitaires femmes", ground),
            ("N0-006", "006", "Sanitaires hommes", ground),
            ("S1-02", "S1-02", "Local relevage", below),
        )
    }
    for code, kind, name, room in (
        ("HOR-01", "clock", "Horloge du hall", "N0-001"),
        ("DBR-01", "electric-appliance-vendingmachine", "Distributeur de billets 1", "N0-001"),
        ("DBR-02", "electric-appliance-vendingmachine", "Distributeur de billets 2", "N0-001"),
        ("AFF-21", "audio-visual-appliance-display", "Écran quai B n° 1", "N0-QB"),
        ("AFF-22", "audio-visual-appliance-display", "Écran quai B n° 2", "N0-QB"),
        ("SF-WC-1", "sanitary-terminal-toiletpan", "Cuvette de WC 1", "N0-005"),
        ("SH-WC-1", "sanitary-terminal-toiletpan", "Cuvette de WC 1", "N0-006"),
        ("EU-P-01", "pump-sumppump", "Pompe de relevage 1", "S1-02"),
        ("EU-P-02", "pump-sumppump", "Pompe de relevage 2", "S1-02"),
        ("EU-V-01", "valve-isolating", "Vanne de la pompe de relevage 1", "S1-02"),
    ):
        factories.asset(made, code, kind=kind, name=name, location=rooms[room])
    factories.asset(
        made, "ASC-02", kind="transport-element-elevator", name="Ascenseur du quai B", location=ground
    )
    return made


@pytest.fixture
def source():
    return factories.source()


def placed(station, source, title="", *, code="", place="", description=""):
    """Code of what it was placed on, and by what."""
    found = placing.place(
        station, source, equipment_code=code, title=title, description=description, place_text=place
    )
    target = found.asset or found.location
    return (target.code if target else None, found.placed)


@pytest.mark.parametrize("written", ["EU-P-01", "eu p 1", "EU.P.01", "EUP1", "VDO-EU-P-01", "eu_p_001"])
def test_a_code_is_known_however_it_is_written(station, source, written):
    assert placed(station, source, "panne", code=written) == ("EU-P-01", Placed.CODE)


def test_a_former_code_and_a_tool_id_lead_to_the_asset(station, source):
    pump = station.assets.get(code="EU-P-01")
    AssetAlias.objects.create(asset=pump, alias="PR 01", source="old_code")
    AssetAlias.objects.create(asset=pump, alias="412873", source="tool_id")

    assert placed(station, source, "panne", code="pr-1") == ("EU-P-01", Placed.CODE)
    assert placed(station, source, "panne", code="412873") == ("EU-P-01", Placed.CODE)


def test_a_code_two_assets_answer_to_leads_to_the_room_they_share_and_else_nowhere(station, source):
    hall, platform = station.locations.get(code="N0-001"), station.locations.get(code="N0-QA")
    factories.asset(station, "BA-1", name="Banc", kind="bench", location=hall)
    second = factories.asset(station, "BA-01", name="Banc", kind="bench", location=hall)
    assert placed(station, source, "cassé", code="BA 1") == ("N0-001", Placed.CODE)

    second.removed_at = timezone.now()
    second.save()
    factories.asset(station, "B-A-1", name="Banc", kind="bench", location=platform)

    assert placed(station, source, "cassé", code="BA 1") == (None, Placed.NONE)


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("Défaut remonté par la GTB : EU-P-02 THERMIQUE", "EU-P-02"),
        ("reprise sur asc 02", "ASC-02"),
        ("HOR-1 à l'heure d'été", "HOR-01"),
        ("infiltration S1-02", "S1-02"),
        ("EU-P-01 et EU-P-02 à réviser", "S1-02"),
    ],
)
def test_a_code_inside_the_text_leads_there(station, source, title, code):
    assert placed(station, source, title) == (code, Placed.CODE)


@pytest.mark.parametrize("title", ["référence 412873", "commande XEU-P-01-77", "2 ASC 2024", "PK 112+400"])
def test_what_only_looks_like_a_code_is_none(station, source, title):
    assert placed(station, source, title) == (None, Placed.NONE)


def test_what_the_source_calls_it_counts_before_the_text(station, source):
    pump = station.assets.get(code="EU-P-01")
    SourceAlias.objects.create(
        source=source,
        station=station,
        text="EQ 4471",
        key=placing.alias_key("EQ 4471"),
        asset=pump,
        method="person",
    )

    assert placed(station, source, "horloge du hall", code="eq-4471") == ("EU-P-01", Placed.ALIAS)
    assert placed(station, factories.source(), "rien", code="eq-4471") == (None, Placed.NONE)


def test_a_persons_word_for_a_code_counts_before_the_code(station, source):
    pump = station.assets.get(code="EU-P-02")
    key = placing.alias_key("EU-P-01")
    SourceAlias.objects.create(
        source=source, station=station, text="EU-P-01", key=key, asset=pump, method="person"
    )

    assert placed(station, source, "x", code="EU-P-01") == ("EU-P-02", Placed.ALIAS)


def test_what_the_source_calls_a_place_leads_to_the_place_and_its_equipment(station, source):
    room = station.locations.get(code="S1-02")
    SourceAlias.objects.create(
        source=source,
        station=station,
        text="Zone 7",
        key=placing.alias_key("Zone 7"),
        location=room,
        method="person",
    )

    assert placed(station, source, "odeur", place="zone 7") == ("S1-02", Placed.ALIAS)
    assert placed(station, source, "pompe n°2 bruyante", place="zone 7") == ("EU-P-02", Placed.NAME)


def test_an_alias_of_a_removed_asset_is_not_followed(station, source):
    pump = station.assets.get(code="EU-P-01")
    SourceAlias.objects.create(
        source=source, station=station, text="EQ1", key=placing.alias_key("EQ1"), asset=pump, method="person"
    )
    pump.removed_at = timezone.now()
    pump.save()

    assert placed(station, source, "panne", code="EQ1") == (None, Placed.NONE)


@pytest.mark.parametrize(
    ("title", "place", "code"),
    [
        ("ASC. QUAI B BLOQUÉ", "", "ASC-02"),
        ("ascensseur quai b", "", "ASC-02"),
        ("The lift to platform B is out of order", "", "ASC-02"),
        ("pompe relevage n°2 HS", "sous-sol", "EU-P-02"),
        ("Pompe de relevage 1 désamorcée", "", "EU-P-01"),
        ("vanne pompe de relevage 1 grippée", "", "EU-V-01"),
        ("Ecran info quai B n° 2 noir", "", "AFF-22"),
        ("horloge arrêtée", "", "HOR-01"),
        ("DAB billets n°2", "hall", "DBR-02"),
        ("cuvette fendue", "WC F", "SF-WC-1"),
    ],
)
def test_the_name_of_a_thing_and_its_place_lead_to_it(station, source, title, place, code):
    assert placed(station, source, title, place=place) == (code, Placed.NAME)


@pytest.mark.parametrize(
    ("title", "place", "code"),
    [
        ("FUITE WC H HALL", "", "N0-006"),
        ("horloge quai A en panne", "", "N0-QA"),
        ("ascenseur", "quai A", "N0-QA"),
        ("toilettes dames inondées", "", "N0-005"),
        ("pompes de relevage à contrôler", "", "S1-02"),
        ("écran quai B HS", "", "N0-QB"),
        ("vitre fêlée", "Hall voyageurs", "N0-001"),
        ("néon local 006", "", "N0-006"),
        ("infiltration", "RDC", "N0"),
        ("carrelage descellé S/sol", "", "S1"),
        ("fuite N-1", "", "S1"),
    ],
)
def test_the_room_or_the_level_of_the_text_is_where_it_is(station, source, title, place, code):
    assert placed(station, source, title, place=place) == (code, Placed.ROOM)


@pytest.mark.parametrize(
    ("title", "place"),
    [
        ("WC bouché", ""),
        ("distributeur de savon vide", ""),
        ("quai C à déneiger", ""),
        ("ascenseur quai C", ""),
        ("ascenseur", "Parking Effia"),
        ("horloge", "Technicentre de Saintes"),
        ("horloge de la mairie", ""),
        ("rame 81512 : WC femmes", ""),
        ("mot de passe du poste, hall", ""),
        ("porte qui claque", ""),
        ("quai A et B à balayer", ""),
        ("éclairage", ""),
        ("", ""),
    ],
)
def test_what_fits_two_things_or_none_is_left_for_a_person(station, source, title, place):
    assert placed(station, source, title, place=place) == (None, Placed.NONE)


def test_the_description_tells_only_when_the_title_does_not(station, source):
    assert placed(station, source, "À voir", description="Fuite dans le local relevage") == (
        "S1-02",
        Placed.ROOM,
    )
    assert placed(station, source, "horloge", description="près du local relevage") == ("HOR-01", Placed.NAME)


def test_a_new_asset_is_seen_at_once(station, source):
    assert placed(station, source, "x", code="CAM-01") == (None, Placed.NONE)

    factories.asset(station, "CAM-01", kind="audio-visual-appliance-camera", name="Caméra")

    assert placed(station, source, "x", code="CAM-01") == ("CAM-01", Placed.CODE)


def test_the_reason_is_said_in_the_readers_language():
    kept = because(Why.ROOM, "001 · Hall")

    with translation.override("en"):
        assert sentence(kept) == "The text names 001 · Hall."
    with translation.override("fr"):
        assert sentence(kept) == "Le texte nomme 001 · Hall."


def test_the_reason_quotes_the_text_as_it_was_written(station, source):
    asked = {"equipment_code": "", "description": "", "place_text": ""}

    fits = placing.place(station, source, title="Écrans : l'affiché n° 2, quai B", **asked)
    strange = placing.place(station, source, title="Élagage des arbres", **asked)

    assert (fits.asset.code, fits.reason) == ("AFF-22", "name|Écrans")
    assert strange.reason == "elsewhere|Élagage"


def test_a_reason_fits_its_column_whatever_the_text():
    assert len(because(Why.CODES_OF_ROOM, "|" * 900, "x" * 900)) <= 500


def test_figures_say_how_the_orders_of_a_source_found_their_place(station, source):
    pump, ground = station.assets.get(code="EU-P-01"), station.locations.get(code="N0")
    for number, values in enumerate(
        (
            {"placed": "code", "asset": pump},
            {"placed": "room", "location": pump.location},
            {"placed": "room", "location": ground},
            {"placed": "person", "asset": pump},
            {},
        )
    ):
        factories.work_order(station, source=source, external_id=f"x{number}", **values)
    factories.work_order(station, source=factories.source(), placed="name", asset=pump)

    assert placing.figures(source) == {
        "orders": 5,
        "placed": 4,
        "by": {"code": 1, "alias": 0, "name": 0, "room": 2, "person": 1, "none": 1},
        "room_or_better": 0.4,
    }
    assert placing.figures(factories.source())["room_or_better"] is None


SPOKEN = """pompe WC hall quai A B à l' n° 2 ascenseur local S1-02 RDC | EU - P 01 porte de relevage écran sous-sol
    rame , 006 vanne N+1 H/F gare"""
WORDS = st.lists(st.sampled_from(SPOKEN.split()), max_size=9).map(" ".join)


@BOUNDED
@given(title=st.text(max_size=200) | WORDS, code=st.text(max_size=30), place=st.text(max_size=40) | WORDS)
def test_no_text_whatsoever_makes_it_fail(station, source, title, code, place):
    found = placing.place(
        station, source, equipment_code=code, title=title, description=title, place_text=place
    )

    assert (found.placed == Placed.NONE) == (found.asset is None and found.location is None)
    assert len(found.reason) <= 500
    assert sentence(found.reason)


@BOUNDED
@given(title=WORDS)
def test_of_two_things_alike_in_every_word_neither_is_ever_chosen(station, source, title):
    """Every asset gets a twin with the same name in the same place: only codes and rooms can tell."""
    if not station.assets.filter(code__startswith="TWIN").exists():
        for number, one in enumerate(list(station.assets.all())):
            factories.asset(station, f"TWIN{number}X", kind=one.kind, name=one.name, location=one.location)

    found = placing.place(station, source, equipment_code="", title=title, description="", place_text="")

    assert found.asset is None or found.placed == Placed.CODE


@BOUNDED
@given(name=WORDS, title=WORDS)
def test_an_unrelated_asset_never_moves_what_a_code_has_placed(station, source, name, title):
    asked = {"equipment_code": "EU-P-01", "title": title, "description": "", "place_text": ""}
    before = placing.place(station, source, **asked)

    factories.asset(station, f"ZZ-{station.assets.count()}", kind="pump-sumppump", name=name)

    assert placing.place(station, source, **asked) == before
    assert before.asset.code == "EU-P-01"
