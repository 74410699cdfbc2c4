"""Spatial trees of several files become one tree a station."""

from __future__ import annotations

import pytest

from assets.ifc.records import LocationRecord
from assets.ifc.shape_set import Footprint
from assets.locations import learn, merge, short_storey, storey_of
from assets.models import Asset, Location, Revision, Station

pytestmark = pytest.mark.django_db


@pytest.fixture
def station() -> Station:
    return Station.objects.create(code="VDO", name="Val-d'Orme")


def received(station: Station, discipline: str, number: int = 1) -> Revision:
    return Revision.objects.create(
        station=station,
        discipline=discipline,
        number=number,
        file_name="a.ifc",
        sha256=f"{discipline}{number}",
        size=1,
    )


def record(step_id: int, kind: str, name: str, parent: int | None = None, **said) -> LocationRecord:
    values = {"long_name": "", "elevation": None, "global_id": f"guid{step_id}", **said}
    return LocationRecord(step_id=step_id, kind=kind, ifc_class="IfcX", name=name, parent=parent, **values)


def building(storey_height: float = -4.0, room: str = "012") -> list[LocationRecord]:
    return [
        record(1, "building", "Gare"),
        record(2, "storey", "S-1", 1, elevation=storey_height),
        record(3, "space", room, 2, long_name="Local pompes", elevation=storey_height),
    ]


def test_two_disciplines_share_their_storeys_and_rooms(station):
    architect = merge(received(station, "ARC"), building(), {})
    plumber = merge(received(station, "PLB"), building(storey_height=-4.05), {})

    assert {step_id: place.pk for step_id, place in plumber.items()} == {
        step_id: place.pk for step_id, place in architect.items()
    }
    assert Location.objects.filter(station=station).count() == 3


def test_storeys_of_one_name_half_a_metre_apart_are_two(station):
    merge(received(station, "ARC"), building(), {})
    merge(received(station, "PLB"), building(storey_height=-4.5), {})

    assert Location.objects.filter(kind=Location.Kind.STOREY).count() == 2


def test_two_rooms_of_one_file_never_become_one(station):
    twins = [*building()[:2], record(3, "space", "WC", 2), record(4, "space", "WC", 2)]

    places = merge(received(station, "ARC"), twins, {})

    assert places[3].pk != places[4].pk
    assert sorted(place.code for place in (places[3], places[4])) == ["S1-WC", "S1-WC-2"]


def test_a_room_numbered_by_its_storey_does_not_say_the_storey_twice(station):
    places = merge(received(station, "ARC"), building(room="S1-07"), {})

    assert places[3].code == "S1-07"


def test_a_room_that_was_renumbered_is_the_same_room_and_keeps_its_code(station):
    first = merge(received(station, "ARC"), building(), {})
    second = merge(received(station, "ARC", 2), building(room="013"), {})

    assert second[3].pk == first[3].pk
    assert second[3].code == "S1-012"


def test_a_room_learns_its_outline_when_the_revision_is_published_and_not_before(station):
    outline = Footprint(step_id=3, rings=[[[0, 0], [4, 0], [4, 3], [0, 3]]], z_min=-4.0, z_max=-1.0)
    revision = received(station, "ARC")

    places = merge(revision, building(), {3: outline})
    assert Location.objects.get(pk=places[3].pk).footprint is None

    learn(revision)
    room = Location.objects.get(pk=places[3].pk)
    assert (room.footprint, room.z_min, room.z_max) == (outline.rings, -4.0, -1.0)
    assert storey_of(room).name == "S-1"


def test_a_place_never_takes_a_code_that_an_asset_has(station):
    Asset.objects.create(station=station, code="S1-012", code_key="S112", code_source="register", kind="pump")

    places = merge(received(station, "ARC"), building(), {})

    assert places[3].code == "S1-012-2"


def test_places_of_an_unpublished_revision_are_not_in_use_yet(station):
    revision = received(station, "ARC")
    merge(revision, building(), {})
    assert not Location.objects.in_use().exists()

    Revision.objects.filter(pk=revision.pk).update(state="PUBLISHED")
    assert Location.objects.in_use().count() == 3


def test_an_identifier_is_no_long_name(station):
    """ArchiCAD writes one as the long name of its storeys."""
    named = record(1, "storey", "Dachgeschoss", long_name="ACID00000002-0000-0000-0000-000000000000")

    assert merge(received(station, "ARC"), [named], {})[1].label == "Dachgeschoss"


def test_a_circle_in_the_tree_loses_no_place(station):
    circle = [record(1, "storey", "A", 2), record(2, "storey", "B", 1)]

    assert len(merge(received(station, "ARC"), circle, {})) == 2


@pytest.mark.parametrize(
    ("name", "elevation", "short"),
    [
        ("S-1", -4.0, "S1"),
        ("N0", 0.0, "N0"),
        ("N+1", 4.5, "N1"),
        ("Level 2", 6.0, "N2"),
        ("Niveau -1", -3.0, "S1"),
        ("Erdgeschoss", 0.0, "ERDGESCHOSS"),
        ("Dachgeschoss Nord-Ost", 7.0, "N2"),
    ],
)
def test_a_storey_is_short_enough_to_stand_in_a_code(name, elevation, short):
    assert short_storey(name, elevation) == short
