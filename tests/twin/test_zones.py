"""The zone of an order that is in no room: its equipment with what lies close by, and nothing of the rest."""

from __future__ import annotations

import os
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings

from tests import factories
from twin import zones
from twin.tasks import sweep

pytestmark = pytest.mark.django_db


def box(x: float, size: float = 1.0) -> dict[str, float]:
    return {"x_min": x, "y_min": 0.0, "z_min": 0.0, "x_max": x + size, "y_max": 1.0, "z_max": 1.0}


@pytest.fixture
def world():
    """A storey: a pump, a pipe close to it, a pipe far away, the slab under all, and a room beside the pump."""
    station = factories.station("VDO")
    site = factories.location(station, "SITE", kind="site")
    building = factories.location(station, "BV", kind="building", parent=site)
    storey = factories.location(station, "S1", kind="storey", parent=building)
    room = factories.location(station, "R1", parent=storey)
    revision = factories.revision(station)
    drawn = {
        "PUMP": factories.element(revision, "PUMP", location=storey, storey=storey, **box(0)),
        "CLOSE": factories.element(revision, "CLOSE", location=storey, storey=storey, **box(2)),
        "FAR": factories.element(revision, "FAR", location=storey, storey=storey, **box(40)),
        "SLAB": factories.element(revision, "SLAB", location=storey, storey=storey, **box(-50, 100)),
        "IN-ROOM": factories.element(revision, "IN-ROOM", location=room, storey=storey, **box(2)),
    }
    factories.scene(revision, list(drawn.values()), place=storey)
    return SimpleNamespace(
        station=station, site=site, building=building, storey=storey, room=room, drawn=drawn
    )


def zone(world, **about) -> list[str]:
    order = factories.work_order(world.station, organisation=factories.organisation(), **about)
    return [element.code for element in zones.elements_of(order)]


@pytest.mark.parametrize("place", ["storey", "building", "site"])
def test_equipment_that_is_in_no_room_is_shown_with_what_lies_close_by(world, place):
    pump = factories.asset(
        world.station, "PUMP", drawn_by=world.drawn["PUMP"], location=getattr(world, place)
    )

    assert zone(world, asset=pump) == ["PUMP", "CLOSE"]


def test_an_order_on_a_storey_shows_what_stands_on_it_by_itself_and_not_all_that_is_there(world):
    factories.asset(world.station, "PUMP", drawn_by=world.drawn["PUMP"], location=world.storey)
    factories.asset(world.station, "IN-ROOM", drawn_by=world.drawn["IN-ROOM"], location=world.room)

    assert zone(world, location=world.storey) == ["PUMP", "CLOSE"]


def test_an_order_on_a_storey_without_equipment_of_its_own_has_no_zone(world):
    assert zone(world, location=world.storey) == []


@pytest.mark.parametrize("place", ["building", "site"])
def test_an_order_on_a_building_or_a_site_has_no_zone(world, place):
    factories.asset(world.station, "PUMP", drawn_by=world.drawn["PUMP"], location=getattr(world, place))

    assert zone(world, location=getattr(world, place)) == []


def test_an_order_in_a_room_shows_the_room(world):
    assert zone(world, location=world.room) == ["IN-ROOM"]


def test_what_was_cut_and_is_not_asked_for_any_more_is_swept_and_cut_anew():
    a_week, a_day = 8 * 86400, 86400
    folder = Path(settings.DATA_DIR) / "zones" / "ab"
    folder.mkdir(parents=True)
    unused, used, unfinished = (folder / name for name in ("ab1.glb", "ab2.glb", "ab3.0f.part"))
    for path, ago in ((unused, a_week), (used, a_day), (unfinished, a_week)):
        path.write_bytes(b"glTF")
        os.utime(path, (time.time() - ago,) * 2)

    assert sweep()["zones"] == 2

    assert [path.exists() for path in (unused, used, unfinished)] == [False, True, False]


def test_a_cut_chunk_that_is_asked_for_stays(world, monkeypatch):
    cuts = []
    monkeypatch.setattr("twin.zones.cut", lambda *_, **__: cuts.append(1) or b"glTF cut")
    monkeypatch.setattr("twin.scenes.chunk_manifest", lambda *_: {})
    order = factories.work_order(world.station, location=world.room)
    (scene,) = zones.of_order(order)
    path = zones._path(scene.chunks[0].key)
    zones.content_of(scene.chunks[0])
    os.utime(path, (time.time() - 8 * 86400,) * 2)

    assert zones.content_of(scene.chunks[0]) == b"glTF cut"
    sweep()

    assert (path.exists(), len(cuts)) == (True, 1)
