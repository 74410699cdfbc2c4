"""A station without a model lives from a CSV register."""

from __future__ import annotations

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.utils import translation

from assets import register
from assets.models import Asset, Location, Station, Unit

HEADER = "code,name,kind,storey,room,manufacturer,model,serial,installed_on\n"
LIFT = "ASC-01,Ascenseur quai 1,ascenseur,N0,Hall,Kone,MonoSpace,K-551,2015-06-01\n"


@pytest.fixture(autouse=True)
def _in_english():
    """Sentences are in the reader's language."""
    with translation.override("en"):
        yield


def test_each_line_becomes_an_asset_in_its_room_with_its_unit(db):
    station = Station.objects.create(code="BRU", name="Bruyères")

    outcome = register.take_in(station, register.read(HEADER + LIFT))

    lift = Asset.objects.get(code="ASC-01")
    assert outcome == register.Outcome(created=1, updated=0, unchanged=0)
    assert (lift.location.name, lift.location.parent.name) == ("Hall", "N0")
    assert lift.units.get().serial == "K-551"
    assert lift.code_source == Asset.CodeSource.REGISTER


def test_the_same_register_twice_changes_nothing(db):
    station = Station.objects.create(code="BRU", name="Bruyères")
    rows = register.read(HEADER + LIFT)
    register.take_in(station, rows)

    assert register.take_in(station, rows) == register.Outcome(0, 0, 1)
    assert (Asset.objects.count(), Unit.objects.count(), Location.objects.count()) == (1, 1, 2)


def test_a_line_that_moved_updates_its_asset(db):
    station = Station.objects.create(code="BRU", name="Bruyères")
    register.take_in(station, register.read(HEADER + LIFT))

    outcome = register.take_in(station, register.read(HEADER + LIFT.replace("Hall", "Quai 1")))

    assert outcome == register.Outcome(0, 1, 0)
    assert Asset.objects.get().location.name == "Quai 1"


def test_every_wrong_line_is_told_at_once():
    wrong = HEADER + ",A,pompe,,,,,,\n" + LIFT + "B,B,,,,,,,soon\n" + ";;;;\n" + LIFT

    with pytest.raises(register.UnreadableRegister) as told:
        register.read(wrong)

    assert told.value.problems == (
        "Line 2: code is empty; every row needs a code and a kind.",
        "Line 4: kind is empty; every row needs a code and a kind.",
        "Line 4: “soon” is no date; write it as 2021-04-30.",
        "Line 5: kind is empty; every row needs a code and a kind.",
        "Line 6: the code ASC-01 stands on line 3 already.",
    )


def test_what_a_second_file_leaves_out_stays_and_is_told(db):
    station = Station.objects.create(code="BRU", name="Bruyères")
    pump = "REL-01,Pompe,pompe,S-1,Local,,,P-1,\n"
    register.take_in(station, register.read(HEADER + LIFT + pump))

    outcome = register.take_in(station, register.read("code,kind,serial\nASC-01,ascenseur,K-999\n"))

    lift = Asset.objects.get(code="ASC-01")
    assert (lift.name, lift.location.name, lift.type.name) == ("Ascenseur quai 1", "Hall", "Kone MonoSpace")
    assert outcome == register.Outcome(0, 0, 1, not_in_file=("REL-01",), other_units=("ASC-01",))
    assert [unit.serial for unit in lift.units.all()] == ["K-551"]


def test_to_look_at_a_file_keeps_nothing(db):
    station = Station.objects.create(code="BRU", name="Bruyères")

    outcome = register.take_in(station, register.read(HEADER + LIFT), only_look=True)

    assert (outcome.created, Asset.objects.count(), Location.objects.count()) == (1, 0, 0)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("name,room\nA,B\n", "code is missing"),
        (HEADER + ",Ascenseur,ascenseur,,,,,,\n", "Line 2: code is empty"),
        (HEADER + LIFT + LIFT, "Line 3: the code ASC-01 stands on line 2 already"),
        (HEADER + LIFT.replace("2015-06-01", "6/15/2015"), "is no date"),
    ],
)
def test_a_register_that_is_wrong_is_refused_with_the_line(text, sentence):
    with pytest.raises(register.UnreadableRegister, match=sentence):
        register.read(text)


def test_a_code_of_a_place_or_of_a_wall_is_not_given_to_an_asset(db):
    station = Station.objects.create(code="BRU", name="Bruyères")
    Location.objects.create(station=station, kind="space", code="ASC-01", name="Salle")

    with pytest.raises(
        register.UnreadableRegister, match="Line 2: the code ASC-01 already stands for a place"
    ):
        register.take_in(station, register.read(HEADER + LIFT))
    assert not Asset.objects.exists()


def test_a_value_that_does_not_fit_is_told_with_its_line():
    with pytest.raises(register.UnreadableRegister, match="Line 2: code has 200 characters; 80 fit"):
        register.read(HEADER + LIFT.replace("ASC-01", "A" * 200))


def test_what_a_french_excel_saves_is_read(db):
    saved = (
        (HEADER + LIFT.replace("Ascenseur quai 1", "Élévateur du café")).replace(",", ";").encode("cp1252")
    )

    (row,) = register.read_file(saved).rows

    assert row.name == "Élévateur du café"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (HEADER + LIFT.replace("ASC-01", "ASC\0-01"), r"Line 2 holds a character that no text has \(NUL\)"),
        (HEADER + LIFT.replace("ASC-01", "A" * 140_000), "Line 2 is no line of a CSV file"),
        ("A" * 140_000, "Line 1 is no line of a CSV file"),
    ],
)
def test_what_no_csv_file_holds_is_refused_with_its_line(text, sentence):
    with pytest.raises(register.UnreadableRegister, match=sentence):
        register.read(text)


def test_the_command_makes_the_station_and_fills_it(db, tmp_path, capsys):
    path = tmp_path / "bru.csv"
    path.write_text(HEADER + LIFT, encoding="utf-8")

    call_command("import_register", str(path), "--station", "BRU", "--create-station", "Bruyères", "--json")

    said = json.loads(capsys.readouterr().out)
    assert said == {
        "station": "BRU",
        "created": 1,
        "updated": 0,
        "unchanged": 0,
        "not_in_file": [],
        "other_units": [],
        "guessed": [],
    }


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--station", "XXX"), "There is no station XXX"),
        (("--station", "bru", "--create-station", "Bruyères"), "The station bru cannot be made: Capitals"),
    ],
)
def test_the_command_refuses_in_one_sentence(db, tmp_path, arguments, sentence):
    path = tmp_path / "bru.csv"
    path.write_text(HEADER + LIFT, encoding="utf-8")

    with pytest.raises(CommandError, match=sentence):
        call_command("import_register", str(path), *arguments)
    assert not Station.objects.exists()


def test_a_station_code_that_cannot_stand_in_an_address_is_refused_by_the_database(db):
    with pytest.raises(IntegrityError):
        Station.objects.create(code="a/b", name="x")


def test_a_semicolon_separates_as_well_as_a_comma():
    assert register.read("code;kind;name\nASC-01;ascenseur;Ascenseur\n")[0].code == "ASC-01"
