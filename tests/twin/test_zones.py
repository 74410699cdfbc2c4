"""The zone of an order that is in no room: its equipment with what lies close by, and nothing of the rest."""

from __future__ import annotations

import os
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings

from tests import factories
from tests.twin.geometry.made import Box, shape_set
from twin import scenes, zones
from twin.geometry import glb_reading
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


@pytest.fixture
def pump_room():
    """
    A room of 4 m × 4 m × 3 m, drawn 100 m from the origin of its file:

        pump in a pit ── duct ──┤ wall ├──────── on to the next room
    """
    station = factories.station("VDO")
    storey = factories.storey(station)
    room = factories.location(
        station, "S1-02", parent=storey, z_min=0.0, z_max=3.0,
        footprint=[[[100, 0], [104, 0], [104, 4], [100, 4]]],
    )  # fmt: skip
    revision = factories.revision(station)
    boxes = {
        "PUMP": Box((1.0, 1.0, 1.5), at=(101, 1, -1.4)),
        "DUCT": Box((20.0, 0.5, 0.5), at=(102, 2, 2)),
        "CABLE": Box((1.0, 0.1, 0.1), at=(102, 3, 2)),
    }
    manifest = scenes.build(station, shape_set(*boxes.values()), {})
    scene = scenes.save(revision, manifest, {})
    drawn = {}
    for number, (code, box) in enumerate(boxes.items()):
        (x, y, z), (wide, deep, high) = box.at, box.size
        drawn[code] = factories.element(
            revision, code, location=room, storey=storey, feature=manifest.features.index(100 + number),
            layer="network_equipment" if code == "PUMP" else "network_run",
            x_min=x, y_min=y, z_min=z, x_max=x + wide, y_max=y + deep, z_max=z + high,
        )  # fmt: skip
    return SimpleNamespace(station=station, room=room, scene=scene, drawn=drawn)


@pytest.mark.parametrize(
    ("family", "name", "named"),
    [
        ("water", "Eau froide", True),
        ("fire", "Sprinkleurs du poste de commandement", False),
        ("unknown", "Contrôle d'accès", False),
    ],
)
def test_a_network_that_is_told_to_no_firm_has_no_name_in_its_zone(pump_room, family, name, named):
    factories.system(pump_room.station, name, pump_room.drawn["DUCT"], family=family)

    (shown,) = of_order(pump_room, location=pump_room.room).columns()["systems"]

    assert shown["name"] == (name if named else shown["family_name"])


def test_the_way_through_the_network_ends_with_the_zone(pump_room):
    """The duct goes on for 18 m behind the wall; the pump in its pit is shown whole; of elsewhere nothing is left."""
    order = factories.work_order(
        pump_room.station, organisation=factories.organisation(), location=pump_room.room
    )
    lines = [
        {"code": "DUCT", "from": [102.0, 2.0, 2.0], "to": [122.0, 2.0, 2.0]},
        {"code": "CABLE", "from": [103.0, 3.0, 2.0], "to": [102.0, 3.0, 2.0]},
        {"code": "PUMP", "from": [101.5, 1.5, 0.1], "to": [101.5, 1.5, -1.4]},
        {"code": "DUCT", "from": [110.0, 2.0, 2.0], "to": [122.0, 2.0, 2.0]},
        {"code": "DUCT", "from": [102.0, 9.0, 2.0], "to": [103.0, 9.0, 2.0]},
        {"codes": ["DUCT", "PUMP"], "from": [122.0, 2.0, 2.0], "to": [122.1, 2.0, 2.0]},
    ]

    told = zones.lines_within(order, lines)

    assert told == [lines[0] | {"to": [104.6, 2.0, 2.0]}, lines[1], lines[2]]


def of_order(world, **about) -> zones.ZoneScene:
    order = factories.work_order(world.station, organisation=factories.organisation(), **about)
    (scene,) = zones.of_order(order)
    return scene


def furthest(scene: zones.ZoneScene) -> float:
    """Of the file's frame, metres east."""
    chunk, _ = glb_reading.read(zones.content_of(scene.chunks[0]))
    return scene.scene.origin[0] + max(
        (one.positions[:, 0].max() * mesh.step + mesh.offset[0])
        for mesh in chunk.meshes
        for one in mesh.primitives
    )


def test_a_duct_that_goes_on_is_cut_behind_the_wall_and_a_pump_in_a_pit_is_whole(pump_room):
    scene = of_order(pump_room, location=pump_room.room)

    x, y, z = scene.scene.origin
    border = pytest.approx([101 - x, 1 - y, -1.4 - z, 104.6 - x, 3.1 - y, 2.5 - z])
    assert (scene.box, scene.chunks[0].box) == (border, border)
    assert furthest(scene) == pytest.approx(104.6, abs=0.001)


def test_what_the_order_is_about_is_whole_and_has_bytes_of_its_own(pump_room):
    duct = factories.asset(
        pump_room.station, "DUCT", drawn_by=pump_room.drawn["DUCT"], location=pump_room.room
    )
    others = of_order(pump_room, location=pump_room.room)

    scene = of_order(pump_room, asset=duct)

    assert furthest(scene) == pytest.approx(122, abs=0.001)
    assert scene.chunks[0].key != others.chunks[0].key


def test_the_room_brings_its_outline_whichever_file_drew_it(pump_room):
    (room,) = of_order(pump_room, location=pump_room.room).columns()["rooms"]

    assert (room["code"], room["outline"]) == ("S1-02", [[[100, 0], [104, 0], [104, 4], [100, 4]]])


def test_a_name_that_tells_a_code_of_elsewhere_is_left_out(pump_room):
    station, drawn = pump_room.station, pump_room.drawn
    factories.asset(station, "CFO-TD-07")
    factories.element(drawn["PUMP"].revision, "TD-09/D12")
    names = {
        "PUMP": ("Pump 12 of PUMP", True),
        "DUCT": ("Duct DN200 to cfo td07", False),
        "CABLE": ("Cable TD-09/D12", False),
    }
    for code, (name, _) in names.items():
        type(drawn[code]).objects.filter(pk=drawn[code].pk).update(name=name)
    factories.system(station, "Lighting TD-07", drawn["CABLE"], family="electricity")
    factories.system(station, "Water of PUMP", drawn["PUMP"])

    columns = of_order(pump_room, location=pump_room.room).columns()

    told = dict(zip(columns["code"], columns["name"], strict=True))
    assert told == {code: name if shown else "" for code, (name, shown) in names.items()}
    assert {system["family"]: system["name"] for system in columns["systems"]} == {
        "electricity": next(
            each["family_name"] for each in columns["systems"] if each["family"] == "electricity"
        ),
        "water": "Water of PUMP",
    }


def test_the_end_of_a_code_of_the_zone_may_be_told_and_a_number_is_no_code(pump_room):
    station, drawn = pump_room.station, pump_room.drawn
    type(drawn["DUCT"]).objects.filter(pk=drawn["DUCT"].pk).update(code="CVC-G-07", name="Duct 200 of G-07")
    for code in ("CVC-G-07", "P-200"):
        factories.asset(station, code)

    columns = of_order(pump_room, location=pump_room.room).columns()

    assert dict(zip(columns["code"], columns["name"], strict=True))["CVC-G-07"] == "Duct 200 of G-07"
