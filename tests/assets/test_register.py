"""A station without a model lives from a CSV register."""

from __future__ import annotations

import pytest

from assets import register
from assets.models import Asset, Location, Station, Unit

HEADER = "code,name,kind,storey,room,manufacturer,model,serial,installed_on\n"
LIFT = "ASC-01,Ascenseur quai 1,ascenseur,N0,Hall,Kone,MonoSpace,K-551,2015-06-01\n"


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


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("name,room\nA,B\n", "code is missing"),
        (HEADER + ",Ascenseur,ascenseur,,,,,,\n", "Line 2: code is empty"),
        (HEADER + LIFT + LIFT, "Line 3: the code ASC-01 stands on line 2 already"),
        (HEADER + LIFT.replace("2015-06-01", "1/6/2015"), "is no date"),
    ],
)
def test_a_register_that_is_wrong_is_refused_with_the_line(text, sentence):
    with pytest.raises(register.UnreadableRegister, match=sentence):
        register.read(text)


def test_a_semicolon_separates_as_well_as_a_comma():
    assert register.read("code;kind;name\nASC-01;ascenseur;Ascenseur\n")[0].code == "ASC-01"
