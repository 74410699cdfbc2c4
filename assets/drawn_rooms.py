"""Which rooms a published file really draws something in: what lies there, and what passes through.

A box says too much of an L-shaped duct or a slab; a straight run is followed along its axis, anything else counts in
the room it stands in.
"""

from __future__ import annotations

from collections import Counter

import numpy as np

from assets import bulk, disciplines
from assets.ifc import places
from assets.ifc.shape_set import Footprint
from assets.models import DrawnRoom, Element, Location, LocationSource, Revision, SystemMember

LONG = 1.0  # metres from which a run may pass from one room into the next
SLENDER = 0.6  # metres across, at most, of what is followed along its axis
STEP = 0.5  # metres from one point of the axis to the next
MOST_POINTS = 200
ROOMS_THEMSELVES = "ARC"  # whose file draws the rooms: there a room needs nothing in it to be known

_BOX = ("x_min", "y_min", "z_min", "x_max", "y_max", "z_max")


def count_after(revision: Revision, *, others_moved: bool) -> None:
    """Count for a revision just published; for every published one when rooms changed. In the caller's transaction."""
    draws_rooms = LocationSource.objects.filter(revision=revision, location__kind=Location.Kind.SPACE)
    if others_moved or draws_rooms.exists():
        for each in Revision.objects.published().filter(station=revision.station_id):
            count(each)
    else:
        count(revision)


def count(revision: Revision) -> None:
    """Replace what was counted of this revision."""
    found = _things_in_rooms(revision)
    if revision.discipline == ROOMS_THEMSELVES:
        drawn = LocationSource.objects.filter(revision=revision, location__kind=Location.Kind.SPACE)
        found.update({(room, ROOMS_THEMSELVES) for room in drawn.values_list("location", flat=True)})
    DrawnRoom.objects.filter(revision=revision).delete()
    bulk.insert(
        [
            DrawnRoom(location_id=room, revision=revision, discipline=discipline, elements=things)
            for (room, discipline), things in found.items()
        ]
    )


def _things_in_rooms(revision: Revision) -> Counter[tuple[int, str]]:
    """{(room, discipline): how many elements}; an element counts once in each room."""
    rooms = Location.objects.in_use().filter(station=revision.station_id, kind=Location.Kind.SPACE)
    outlined = rooms.filter(footprint__isnull=False, z_min__isnull=False, z_max__isnull=False).order_by("pk")
    plans = [Footprint(*row) for row in outlined.values_list("pk", "footprint", "z_min", "z_max")]
    known = set(rooms.values_list("pk", flat=True))
    elements = Element.objects.filter(revision=revision).order_by("pk").values_list("pk", "location", *_BOX)
    pairs: set[tuple[int, int]] = set()
    points: list[np.ndarray] = []
    owners: list[int] = []
    for element, room, *box in elements.iterator(chunk_size=20_000):
        if room in known:
            pairs.add((element, room))
        if plans and (axis := _axis(box)) is not None:
            points.append(axis)
            owners += [element] * len(axis)
    if points:
        met = places.place(np.concatenate(points), plans)
        pairs |= {(owner, room) for owner, room in zip(owners, met, strict=True) if room is not None}
    carried = _disciplines_carried(revision)
    return Counter(
        (room, discipline)
        for element, room in pairs
        for discipline in _spoken_for(revision.discipline, carried.get(element, set()))
    )


def _spoken_for(own: str, carried: set[str]) -> set[str]:
    """The disciplines that an object of a file surveys where it is: the file's own and those of its networks.

    Strong and weak currents often share a file: there a camera says nothing of the lighting, nor a lamp of the
    cameras. A smoke detector hangs on a network of data, and says nothing of telephones.
    """
    if own in _ELECTRIC and carried and carried <= _ELECTRIC:
        return carried
    return {own} | (carried - {"CFA"} if own == "INC" else carried)


_ELECTRIC = {"CFO", "CFA"}


def _disciplines_carried(revision: Revision) -> dict[int, set[str]]:
    """{element: the disciplines of the networks it belongs to}, for those whose networks say one."""
    of_family = {family: each for each, families in disciplines.FAMILIES.items() for family in families}
    members = SystemMember.objects.filter(element__revision=revision, system__family__in=of_family).order_by()
    carried: dict[int, set[str]] = {}
    for element, family in members.values_list("element", "system__family").iterator(chunk_size=20_000):
        carried.setdefault(element, set()).add(of_family[family])
    return carried


def _axis(box: list[float | None]) -> np.ndarray | None:
    """(N, 3) points along the middle of a straight run; None for what is short, thick or without a shape."""
    if None in box:
        return None
    low, high = np.array(box[:3], dtype=float), np.array(box[3:], dtype=float)
    size = high - low
    along = int(size.argmax())
    if size[along] <= LONG or np.delete(size, along).max() > SLENDER:
        return None
    count = min(int(size[along] / STEP) + 1, MOST_POINTS)
    points = np.tile((low + high) / 2, (count, 1))
    points[:, along] = np.linspace(low[along], high[along], count)
    return points
