"""Where a thing is, told and drawn: its door, how high it hangs, and the plan around it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from assets.models import LocationSource
from tests import factories
from tests.twin import two_firms
from twin import place_pictures, sheets
from twin.sheets.surroundings import Surroundings

pytestmark = pytest.mark.django_db
TURNED = {"crs": "EPSG:2154", "x_axis_abscissa": 0.9659258, "x_axis_ordinate": 0.258819}


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def box(x: float, y: float, z: float, wide: float = 0.4, high: float = 0.4) -> dict[str, float]:
    return {"x_min": x, "y_min": y, "z_min": z, "x_max": x + wide, "y_max": y + wide, "z_max": z + high}


def square(x: float, y: float = 0.0, side: float = 6.0) -> list:
    return [[[x, y], [x + side, y], [x + side, y + side], [x, y + side]]]


@pytest.fixture
def basement():
    """
    ┌── R-1 ──┐┌── R-2 ──┐
    │  P-01   D-1        D-2   D-3 leads elsewhere, two metres higher
    └─────────┘└─────────┘
    """
    station = factories.station("VDO")
    storey = factories.storey(station)
    for name, x in (("R-1", 0.0), ("R-2", 6.2)):
        factories.location(
            station, name, name=name, parent=storey, footprint=square(x), z_min=-4.0, z_max=-1.0
        )
    revision = factories.revision(station, georeference=TURNED)
    for code, x, z in (("D-1", 6.0, -4.0), ("D-2", 12.2, -4.0), ("D-3", 5.0, -2.0)):
        door = factories.element(revision, code, kind="door", **box(x, 3.0, z, high=2.0))
        factories.asset(station, code, kind="door", drawn_by=door)
    return station


def given(station, code: str, kind: str = "pump", room: str | None = "R-1", **drawn: float) -> Surroundings:
    place = station.locations.get(code=room or "S1")
    element = factories.element(
        station.revisions.get(),
        code,
        kind=kind,
        location=place if room else None,
        storey_id=place.pk,
        **drawn,
    )
    factories.asset(station, code, kind=kind, drawn_by=element, location=place)
    sheet = sheets.of_code(station, code)
    assert sheet is not None
    assert sheet.around is not None
    return sheet.around


def test_the_nearest_door_is_one_of_the_room_and_of_its_floor(basement):
    door = given(basement, "P-01", **box(2.0, 3.0, -4.0)).nearest_door

    assert door is not None
    assert (door.code, door.own, round(door.distance or 0, 2)) == ("D-1", True, 3.8)


def test_a_door_is_not_told_which_door_is_nearest(basement):
    around = sheets.of_code(basement, "D-1").around

    assert around.nearest_door is None


@pytest.mark.parametrize(
    ("foot", "high", "low", "on_the_floor", "below"),
    [
        (-1.7, 0.1, 2.3, False, None),
        (-3.95, 1.0, 0.05, True, None),
        (-4.9, 0.5, -0.9, False, 0.9),
        (-4.9, 5.0, 0.0, True, None),  # an escalator, whose pit lies below
    ],
)
def test_its_height_is_that_of_its_underside_above_the_floor_of_its_room(
    basement, foot, high, low, on_the_floor, below
):
    height = given(basement, "DF-01", "sensor", **box(2.0, 2.0, foot, high=high)).height

    assert height is not None
    said = (round(height.low, 2), height.on_the_floor, height.below and round(height.below, 2))
    assert said == (low, on_the_floor, below)


def test_without_a_room_its_height_is_told_from_its_storey(basement):
    around = given(basement, "L-01", "light-fixture", room=None, **box(-3.0, 1.0, -1.0))

    assert (around.height.low, around.height.storey.code) == (3.0, "S1")
    assert [(door.code, door.own) for door in [around.nearest_door]] == [("D-1", False)]


def test_the_plan_shows_its_room_the_ones_beside_it_the_doors_and_north(basement):
    picture = place_pictures.draw(given(basement, "P-01", **box(2.0, 3.0, -4.0)))

    assert picture is not None
    assert [(each.own, each.label and each.label.text) for each in picture.outlines] == [
        (True, "R-1"),
        (False, "R-2"),
    ]
    assert ([label.text for label in picture.labels], len(picture.doors)) == (["P-01", "D-1"], 1)
    assert (picture.north, picture.scale[1]) == ("15", 2)
    assert picture.says == "Plan around P-01; in the room R-1; near by: R-2; nearest door D-1, 3.8 m away."


def test_no_plan_is_drawn_where_no_room_is_known(basement):
    basement.locations.filter(kind="space").update(footprint=None)

    around = given(basement, "P-01", **box(2.0, 3.0, -4.0))

    assert place_pictures.draw(around) is None
    assert place_pictures.draw(Surroundings("P-02")) is None


def test_a_plan_stays_light_however_finely_rooms_are_drawn(basement):
    round_room = [[[3 + 3 * (n % 7) / 7, n / 1000] for n in range(6000)]]
    basement.locations.filter(kind="space").update(footprint=round_room)

    picture = place_pictures.draw(given(basement, "P-01", **box(2.0, 3.0, -4.0)))

    assert picture is not None
    assert sum(len(each.path) for each in picture.outlines) <= place_pictures.MOST_LETTERS


def shown(client: Client, address: str) -> str:
    answer = client.get(address, headers={"Accept-Language": "fr"})
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def test_the_sheet_says_it_in_french_and_no_length_of_the_drawing_has_a_comma(basement):
    given(basement, "DF-01", "sensor", **box(2.0, 3.0, -1.7))
    client = Client()
    client.force_login(factories.person("agent", station=basement))

    page = shown(client, "/stations/VDO/assets/DF-01/")

    assert "à 2,3 m du sol" in page
    assert 'data-code="D-1">D-1</a> <span class="small soft">à 3,8 m</span>' in page
    drawn = page.partition('<svg viewBox="0 0 360 240"')[2].partition("</svg>")[0]
    assert re.findall(r' (?:x|y|cx|cy|width|height)="[^"]*,[^"]*"', drawn) == []


def test_a_firm_sees_its_own_room_and_the_doors_of_its_zone_and_no_neighbour():
    world = two_firms.build()
    own, station = world.first.own, world.station
    beside = factories.location(
        station, "BESIDE", name="BESIDE", parent=own.room.parent, footprint=square(4.2), z_min=0.0, z_max=3.0
    )
    LocationSource.objects.create(location=beside, revision=world.own.revision, step_id=900)
    doors: dict[str, Any] = {"D-IN": (own.room, 3.9), "D-BESIDE": (beside, 3.8), "D-FAR": (beside, 8.0)}
    for code, (room, x) in doors.items():
        door = factories.element(
            world.own.revision, code, kind="door", location=room, feature=900 + len(code), **box(x, 1.0, 0.0)
        )
        factories.asset(station, code, kind="door", drawn_by=door, location=room)
    address = reverse("work_sheet", args=[own.order.pk, own.asset.code])

    pages = {who: shown(world.clients[who](), address) for who in ("contractor A", "agent")}

    for page in pages.values():
        drawn = page.partition('<svg viewBox="0 0 360 240"')[2].partition("</svg>")[0]
        assert drawn.count("<path") == 2  # its room and the scale
        assert ("BESIDE" in page, "D-FAR" in page) == (False, False)
        assert drawn.count("<rect") == 3  # the pump, its room's door, the one counted to the neighbour's room
        assert "porte la plus proche D-IN, à 2,4 m" in page
