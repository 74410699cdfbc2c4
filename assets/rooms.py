"""Rooms found from shapes, for elements whose file says no more than their storey (or nothing at all)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from assets import bulk
from assets.ifc import places
from assets.ifc.records import FileRecords, LocationRecord
from assets.ifc.shape_set import Floats, Footprint, ShapeSet
from assets.ifc.spatial_tree import SpatialTree
from assets.models import Asset, Element, Location, Revision, Station


def in_file(records: FileRecords, shaped: ShapeSet) -> dict[int, int]:
    """Room (STEP id) of each element (STEP id) that lies in one and is not said to be in one.

    A room of the storey the file names goes first, for what passes through several (a lift); then any room, for what
    hangs below the floor of its storey (a drain).
    """
    tree = SpatialTree(records)
    wanted = _unplaced(records)
    rows = [row for row, step_id in enumerate(shaped.step_ids) if int(step_id) in wanted]
    rooms_of: defaultdict[int | None, list[Footprint]] = defaultdict(list)
    for room in shaped.spaces:
        rooms_of[_step_id(tree.storey(tree.place(room.step_id)))].append(room)
    rows_of: defaultdict[int | None, list[int]] = defaultdict(list)
    for row in rows:
        rows_of[wanted[int(shaped.step_ids[row])]].append(row)
    found: dict[int, int] = {}
    points = places.representative_points(shaped)
    for storey, there in rows_of.items():
        if storey is not None:
            found |= _located(shaped, points, there, rooms_of[storey], within_storey=True)
    left = [row for row in rows if int(shaped.step_ids[row]) not in found]
    return found | _located(shaped, points, left, shaped.spaces)


def _step_id(storey: LocationRecord | None) -> int | None:
    return storey.step_id if storey is not None else None


def in_station(station: Station, records: FileRecords, shaped: ShapeSet) -> dict[int, int]:
    """Room (Location pk) of each such element, among the rooms that other files of the station draw."""
    known = [
        Footprint(pk, rings, z_min, z_max)
        for pk, rings, z_min, z_max in _rooms(station).values_list("pk", "footprint", "z_min", "z_max")
    ]
    wanted = _unplaced(records) if known else {}
    rows = [row for row, step_id in enumerate(shaped.step_ids) if int(step_id) in wanted]
    return _located(shaped, places.representative_points(shaped), rows, known) if rows else {}


def find_again(station: Station) -> int:
    """Place the published elements that only know their storey in rooms learnt since; says how many.

    Discipline files may come before the architect's. Their box's centre stands for the element here.
    """
    known = [
        Footprint(pk, rings, z_min, z_max)
        for pk, rings, z_min, z_max in _rooms(station).values_list("pk", "footprint", "z_min", "z_max")
    ]
    elements = list(
        Element.objects.filter(
            revision__station=station,
            revision__state=Revision.State.PUBLISHED,
            room_source=Element.RoomSource.NONE,
            x_min__isnull=False,
        ).only("x_min", "x_max", "y_min", "y_max", "z_min", "z_max")
    )
    if not known or not elements:
        return 0
    centres = np.array(
        [((e.x_min + e.x_max) / 2, (e.y_min + e.y_max) / 2, (e.z_min + e.z_max) / 2) for e in elements]
    )
    found = []
    for element, room in zip(elements, places.place(centres, known), strict=True):
        if room is not None:
            element.location_id, element.room_source = room, Element.RoomSource.GEOMETRIC
            found.append(element)
    bulk.update(found, ["location", "room_source"])
    _tell_assets(found)
    return len(found)


def _tell_assets(elements: Iterable[Element]) -> None:
    rooms = {element.pk: element.location_id for element in elements}
    assets = list(Asset.objects.live().filter(matches__element__in=rooms).prefetch_related("matches"))
    for asset in assets:
        drawn = next(match.element_id for match in asset.matches.all() if match.element_id in rooms)
        asset.location_id, asset.room_source = rooms[drawn], Element.RoomSource.GEOMETRIC
    bulk.update(assets, ["location", "room_source"])


def _rooms(station: Station):
    rooms = Location.objects.in_use().filter(station=station, kind=Location.Kind.SPACE)
    return rooms.filter(footprint__isnull=False).order_by("pk")


def _unplaced(records: FileRecords) -> dict[int, int | None]:
    """Elements that the file does not put in a room, with their storey if it says one."""
    tree = SpatialTree(records)
    return {
        element.step_id: _step_id(tree.storey(place))
        for element in records.elements
        if (place := tree.container(element)) is None or place.kind != Location.Kind.SPACE
    }


def _located(
    shaped: ShapeSet,
    points: Floats,
    rows: list[int],
    rooms: Sequence[Footprint],
    *,
    within_storey: bool = False,
) -> dict[int, int]:
    """Room of each row; `within_storey` asks at a height that both the element and these rooms reach."""
    if not rows or not rooms:
        return {}
    points = points[rows]  # a copy
    if within_storey:
        lowest, highest = min(room.z_min for room in rooms), max(room.z_max for room in rooms)
        foot, head = np.maximum(shaped.boxes[rows, 2], lowest), np.minimum(shaped.boxes[rows, 5], highest)
        points[:, 2] = np.where(foot <= head, np.clip(points[:, 2], foot, head), points[:, 2])
    found = zip(rows, places.place(points, rooms), strict=True)
    return {int(shaped.step_ids[row]): room for row, room in found if room is not None}
