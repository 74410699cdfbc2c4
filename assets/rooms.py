"""Rooms found from shapes, for elements whose file says no more than their storey (or nothing at all)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from assets.ifc import places
from assets.ifc.records import FileRecords
from assets.ifc.shape_set import Footprint, ShapeSet
from assets.ifc.spatial_tree import SpatialTree
from assets.models import Asset, Element, Location, Revision, Station


def in_file(records: FileRecords, shaped: ShapeSet) -> dict[int, int]:
    """Room (STEP id) of each element (STEP id) that lies in one and is not said to be in one."""
    wanted = _unplaced(records)
    rows = [row for row, step_id in enumerate(shaped.step_ids) if int(step_id) in wanted]
    return _located(shaped, rows, shaped.spaces)


def in_station(station: Station, records: FileRecords, shaped: ShapeSet) -> dict[int, int]:
    """Room (Location pk) of each such element, among the rooms that other files of the station draw."""
    known = [
        Footprint(pk, rings, z_min, z_max)
        for pk, rings, z_min, z_max in _rooms(station).values_list("pk", "footprint", "z_min", "z_max")
    ]
    wanted = _unplaced(records) if known else set()
    rows = [row for row, step_id in enumerate(shaped.step_ids) if int(step_id) in wanted]
    return _located(shaped, rows, known)


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
    Element.objects.bulk_update(found, ["location", "room_source"], batch_size=400)
    _tell_assets(found)
    return len(found)


def _tell_assets(elements: Iterable[Element]) -> None:
    rooms = {element.pk: element.location_id for element in elements}
    assets = list(Asset.objects.live().filter(matches__element__in=rooms).prefetch_related("matches"))
    for asset in assets:
        drawn = next(match.element_id for match in asset.matches.all() if match.element_id in rooms)
        asset.location_id, asset.room_source = rooms[drawn], Element.RoomSource.GEOMETRIC
    Asset.objects.bulk_update(assets, ["location", "room_source"], batch_size=400)


def _rooms(station: Station):
    return Location.objects.filter(
        station=station, kind=Location.Kind.SPACE, footprint__isnull=False
    ).order_by("pk")


def _unplaced(records: FileRecords) -> set[int]:
    """Elements that the file does not put in a room."""
    tree = SpatialTree(records)
    return {
        element.step_id
        for element in records.elements
        if (place := tree.container(element)) is None or place.kind != Location.Kind.SPACE
    }


def _located(shaped: ShapeSet, rows: list[int], rooms: Sequence[Footprint]) -> dict[int, int]:
    if not rows or not rooms:
        return {}
    points = places.representative_points(shaped)[rows]
    found = zip(rows, places.place(points, rooms), strict=True)
    return {int(shaped.step_ids[row]): room for row, room in found if room is not None}
