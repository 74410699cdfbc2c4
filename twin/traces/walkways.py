"""How one walks from thing to thing: through the doors of rooms and up the stairs that the models draw.

    walkways.of(station, revision_set).ways(here, [there, …])        # metres, or None where no way is known

A door joins the two rooms in whose walls it lies; what lies beyond a room's walls is the open part of its storey, where
one walks straight. A room without any door is open to its storey and to the rooms along it. Stairs join two storeys;
lifts are left alone, for nobody takes one in a hurry.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import dist

from django.db.models import Q

from assets import tracing
from assets.models import Element, Location, Revision, Station
from assets.recent import Recent
from twin.sheets import plane
from twin.traces.route import STAIRS, Point, shortest_walk

IN_THE_WALL = 0.5  # metres from a room's outline to the middle of a door of it
A_STEP = 1.5  # metres between a storey and the foot of what stands on it
ALONG = 0.3, 1.0  # metres between two rooms that lie side by side, and of the stretch along which they do
MOST_DOORS = 600  # of a larger station no way is looked for

Area = tuple[str, int]
"""("room", its key) or ("storey", its key)."""


@dataclass(frozen=True)
class Place:
    """Where somebody stands."""

    point: Point
    area: Area | None


@dataclass(frozen=True)
class Passage:
    """A door, or one end of a flight of stairs: a point that belongs to several areas."""

    point: Point
    areas: frozenset[Area]


@dataclass
class Walkways:
    """`stairs`: pairs of passages (by number) that a flight joins."""

    passages: list[Passage] = field(default_factory=list)
    stairs: list[tuple[int, int]] = field(default_factory=list)
    open_to: dict[Area, Area] = field(default_factory=dict)  # a room without doors → its storey
    _in: dict[Area, list[int]] = field(default_factory=dict)
    _beyond: dict[int, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for number, passage in enumerate(self.passages):
            for area in passage.areas:
                self._in.setdefault(area, []).append(number)
        for one, other in self.stairs:
            self._beyond.setdefault(one, []).append(other)
            self._beyond.setdefault(other, []).append(one)

    def ways(self, here: Place, places: Sequence[Place]) -> list[float | None]:
        """Metres to each of these places, stairs counted as many; None where no way is known."""
        if here.area is None:
            return [None] * len(places)
        area = self._area(here)
        far = self._far(here, area)
        return [self._to(there, here, area, far) for there in places]

    def _to(self, there: Place, here: Place, area: Area | None, far: dict[int, float]) -> float | None:
        end = self._area(there)
        if end is None:
            return None
        if end == area:
            return _flat(here.point, there.point)
        ways = [
            far[number] + _flat(self.passages[number].point, there.point)
            for number in self._in.get(end, ())
            if number in far
        ]
        return min(ways, default=None)

    def _area(self, place: Place) -> Area | None:
        return self.open_to.get(place.area, place.area) if place.area else None

    def _far(self, here: Place, area: Area | None) -> dict[int, float]:
        """Dijkstra: metres to each passage that can be reached."""
        far: dict[int, float] = {}
        queue = [
            (_flat(here.point, self.passages[number].point), number)
            for number in self._in.get(area or ("", 0), ())
        ]
        heapq.heapify(queue)
        while queue:
            metres, number = heapq.heappop(queue)
            if number in far:
                continue
            far[number] = metres
            passage = self.passages[number]
            for other in self._beyond.get(number, ()):
                heapq.heappush(queue, (metres + STAIRS, other))
            for beside in passage.areas:
                for other in self._in[beside]:
                    if other not in far:
                        step = _flat(passage.point, self.passages[other].point)
                        heapq.heappush(queue, (metres + step, other))
        return far


def in_order(ways: Walkways, here: Place, places: Sequence[Place]) -> list[int] | None:
    """Places of `places` as one walks to them with the fewest steps; None where no way to one of them is known."""
    first = _known_ways(ways, here, places)
    between = [_known_ways(ways, place, places) for place in places] if first is not None else []
    known = [each for each in between if each is not None]
    return None if first is None or len(known) < len(between) else shortest_walk(first, known)


def _known_ways(ways: Walkways, here: Place, places: Sequence[Place]) -> list[float] | None:
    far = [metres for metres in ways.ways(here, places) if metres is not None]
    return far if len(far) == len(places) else None


def _flat(one: Point, other: Point) -> float:
    return dist(one[:2], other[:2])


# ── from the models ──────────────────────────────────────────────────────────


def of(station: Station, revision_set: str) -> Walkways:
    """Read again after any act in the station: a room may have been drawn anew."""
    key = (station.pk, revision_set, tracing.register_state(station))
    return _known.get(key, lambda: _read(station))


_known: Recent[tuple[int, str, int], Walkways] = Recent(4)

_BOX = ("x_min", "y_min", "z_min", "x_max", "y_max", "z_max")
Box = tuple[float, float, float, float, float, float]


def _read(station: Station) -> Walkways:
    drawn = Element.objects.filter(
        revision__station=station, revision__state=Revision.State.PUBLISHED, z_max__isnull=False
    ).order_by("pk")
    doors: list[Box] = list(drawn.filter(kind__in=DOORS).values_list(*_BOX)[: MOST_DOORS + 1])
    if not doors or len(doors) > MOST_DOORS:
        return Walkways()
    climbed = drawn.filter(Q(resolved_class__in=CLIMBING) | Q(kind__startswith="transport-element-escalator"))
    flights: list[Box] = list(climbed.values_list(*_BOX)[:MOST_DOORS])
    return made_of(_rooms(station), _storeys(station), doors, flights)


DOORS = ("door", "door-standard-case", "door-gate")
CLIMBING = ("IfcStairFlight", "IfcRampFlight", "IfcRamp", "IfcStair")


@dataclass(frozen=True)
class Room:
    key: int
    storey: int
    rings: list[plane.Ring]
    low: float

    @cached_property
    def box(self) -> plane.Box:
        return plane.box_of(self.rings)


def _rooms(station: Station) -> list[Room]:
    rooms = Location.objects.in_use().filter(
        station=station, kind=Location.Kind.SPACE, footprint__isnull=False, z_min__isnull=False
    )
    rows = rooms.order_by("pk").values_list("pk", "parent", "footprint", "z_min")
    return [Room(pk, parent or 0, rings, low) for pk, parent, rings, low in rows if rings and rings[0]]


def _storeys(station: Station) -> list[tuple[int, float]]:
    """(key, height), from the lowest."""
    storeys = Location.objects.filter(
        station=station, kind=Location.Kind.STOREY, elevation__isnull=False
    ).order_by("elevation", "pk")
    return list(storeys.values_list("pk", "elevation"))


def made_of(
    rooms: Sequence[Room], storeys: Sequence[tuple[int, float]], doors: Iterable[Box], flights: Iterable[Box]
) -> Walkways:
    """Boxes and outlines in metres of the files' frame."""
    passages: list[Passage] = []
    entered: set[int] = set()
    for box in doors:
        beside = [room for room in rooms if _is_in_the_wall(box, room)]
        areas: set[Area] = {("room", room.key) for room in beside}
        entered |= {room.key for room in beside}
        if len(beside) < 2 and (storey := _standing_on(box[2], storeys)) is not None:
            areas.add(("storey", storey))
        if len(areas) > 1:
            passages.append(Passage(_foot(box), frozenset(areas)))
    stairs = []
    for box in flights:
        ends = [_end(box, height, rooms, storeys) for height in (box[2], box[5])]
        if ends[0] and ends[1] and ends[0].areas != ends[1].areas:
            stairs.append((len(passages), len(passages) + 1))
            passages += [end for end in ends if end]
    open_to: dict[Area, Area] = {
        ("room", room.key): ("storey", room.storey) for room in rooms if room.key not in entered
    }
    passages += _gaps(rooms, entered)
    opened = [Passage(each.point, frozenset(open_to.get(a, a) for a in each.areas)) for each in passages]
    return Walkways(opened, stairs, open_to)


def _gaps(rooms: Sequence[Room], entered: set[int]) -> Iterator[Passage]:
    """Between a room that no door leads to and the rooms along it: nothing is drawn there that one could not pass."""
    for room in rooms:
        if room.key in entered:
            continue
        for other in rooms:
            if other.key in entered and other.storey == room.storey and (at := _shared(room.box, other.box)):
                yield Passage((*at, room.low), frozenset({("room", room.key), ("room", other.key)}))


def _shared(one: plane.Box, other: plane.Box) -> plane.Point | None:
    """The middle of the stretch along which two boxes lie side by side."""
    near, long = ALONG
    low, high = (
        [max(one[axis], other[axis]) for axis in (0, 1)],
        [min(one[axis], other[axis]) for axis in (2, 3)],
    )
    shared = [high[axis] - low[axis] for axis in (0, 1)]
    if min(shared) < -near or max(shared) < long:
        return None
    return (low[0] + high[0]) / 2, (low[1] + high[1]) / 2


def _is_in_the_wall(box: Box, room: Room) -> bool:
    if not room.low - A_STEP <= box[2] <= room.low + A_STEP:
        return False
    if plane.apart(_foot(box)[:2], room.box) > IN_THE_WALL:
        return False
    return plane.from_outline(_foot(box)[:2], room.rings) <= IN_THE_WALL


def _standing_on(height: float, storeys: Sequence[tuple[int, float]]) -> int | None:
    near = [(abs(height - at), key) for key, at in storeys if abs(height - at) <= A_STEP]
    return min(near)[1] if near else None


def _end(
    box: Box, height: float, rooms: Sequence[Room], storeys: Sequence[tuple[int, float]]
) -> Passage | None:
    """Where a flight is left: in the room there, else on the open part of the storey."""
    storey = _standing_on(height, storeys)
    if storey is None:
        return None
    x, y = plane.middle((box[0], box[1], box[3], box[4]))
    here = next(
        (room for room in rooms if room.storey == storey and _holds(room, x, y)),
        None,
    )
    area: Area = ("room", here.key) if here else ("storey", storey)
    return Passage((x, y, height), frozenset({area}))


def _holds(room: Room, x: float, y: float) -> bool:
    return any(low <= x <= high for low, high in plane.crossings(room.rings, y))


def _foot(box: Box) -> Point:
    x, y = plane.middle((box[0], box[1], box[3], box[4]))
    return x, y, box[2]


__all__ = ["Passage", "Place", "Room", "Walkways", "made_of", "of"]
