"""What lies around a thing on its storey: rooms, doors, how high it hangs; from what the database holds of the models.

Metres in the frame of the files. Two questions to the database: the storey's rooms, and the doors near by.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import atan2, degrees
from typing import Any

from django.db.models import Q

from assets.models import Asset, Element, Location, Revision, Station
from twin.sheets import plane
from twin.sheets.places import Place
from twin.sheets.plane import Box, Point, Ring
from twin.sheets.subject import Subject

MARGIN = 2.5  # metres shown around the room
SMALLEST, LARGEST = 9.0, 52.0  # metres that the picture is wide
WIDE = 3 / 2  # its width by its height
IN_THE_WALL = 0.5  # metres from a room's outline to the middle of a door of it
A_STEP = 1.2  # metres between a floor and the foot of a door that is reached from it
ON_THE_FLOOR, A_RISE = 0.1, 0.5
DOORS = ("door", "door-standard-case")  # what one comes in by: no trapdoor, no ticket gate


@dataclass(frozen=True)
class Room:
    code: str
    name: str
    label: str
    rings: list[Ring]
    own: bool = False


@dataclass(frozen=True)
class Door:
    """`distance`: metres in plan from the thing; None when nothing is pointed at. `own`: a door in the walls of the
    thing's room; `named`: one that the register places in it, where it leads to and is called after.

    `code` is empty where the reader is not to know it.
    """

    code: str
    box: Box
    own: bool = False
    distance: float | None = None
    named: bool = False


@dataclass(frozen=True)
class Height:
    """Metres of its underside above a floor: of its room, else of `storey`. `high`: where what runs up ends."""

    low: float
    high: float | None = None
    storey: Location | None = None

    @property
    def on_the_floor(self) -> bool:
        return self.high is None and abs(self.low) < ON_THE_FLOOR

    @property
    def below(self) -> float | None:
        """How far it lies under the floor."""
        return -self.low if self.high is None and self.low <= -ON_THE_FLOOR else None


@dataclass(frozen=True)
class Surroundings:
    """`window` is what a picture shows; `north` the angle of north from its upper side, clockwise, when known."""

    code: str
    window: Box | None = None
    point: Point | None = None
    boxes: tuple[Box, ...] = ()
    rooms: tuple[Room, ...] = ()
    doors: tuple[Door, ...] = ()
    height: Height | None = None
    north: float | None = None

    @property
    def nearest_door(self) -> Door | None:
        """Of the room's doors, its own before a neighbour's; else of those in sight. None for a door itself."""
        if any(door.code == self.code for door in self.doors):
            return None
        near = [door for door in self.doors if door.distance is not None]
        near = [door for door in near if door.own] or near
        near = [door for door in near if door.named] or near
        return min(near, key=lambda door: door.distance or 0.0, default=None)

    def only(self, codes: Iterable[str]) -> Surroundings:
        """Without the neighbours: its own room, and the doors among `codes`.

        A door in the wall of the room that is counted to the neighbour's stays, without its code: to leave it out
        would call another one the nearest.
        """
        allowed = set(codes)
        return replace(
            self,
            rooms=tuple(room for room in self.rooms if room.own),
            doors=tuple(
                door if door.code in allowed else replace(door, code="")
                for door in self.doors
                if door.own or door.code in allowed
            ),
        )


def of_thing(subject: Subject, place: Place) -> Surroundings:
    drawn = [each for each in subject.elements if each.x_min is not None]
    there = [each for each in drawn if place.room and each.location_id == place.room.pk] or drawn
    if not there:
        return Surroundings(subject.code)
    boxes = tuple(_plan(each) for each in drawn)
    point = plane.middle(_plan(there[0]))
    known = Surroundings(subject.code, point=point, boxes=boxes, height=_height(there, place))
    return _seen(known, subject.station, place, north=_north(there[0].revision.georeference))


def of_room(station: Station, place: Place) -> Surroundings | None:
    """Of a room that is drawn."""
    if place.room is None or not place.room.footprint:
        return None
    published = Revision.objects.filter(station=station, state=Revision.State.PUBLISHED)
    said = published.filter(georeference__isnull=False).values_list("georeference", flat=True).first()
    return _seen(Surroundings(place.room.code), station, place, north=_north(said))


def _seen(known: Surroundings, station: Station, place: Place, *, north: float | None) -> Surroundings:
    rooms = _rooms(place)
    own = next((room for room in rooms if room.own), None)
    window = _window(plane.box_of(own.rings) if own else None, known.point)
    shown = tuple(room for room in rooms if plane.meet(plane.box_of(room.rings), window))
    floor = _floor(place)
    doors = _doors(station, window, floor, place) if floor is not None else ()
    told = tuple(_told(door, own, known.point) for door in doors)
    return replace(known, window=window if shown else None, rooms=shown, doors=told, north=north)


def _rooms(place: Place) -> list[Room]:
    """Of its storey, its own first."""
    storey, own = place.storey, place.room.pk if place.room else None
    if storey is None:
        return []
    below = Q(parent=storey) | Q(parent__parent=storey)
    drawn = Location.objects.in_use().filter(
        below, station=storey.station_id, kind=Location.Kind.SPACE, footprint__isnull=False
    )
    rows = drawn.order_by("pk").values_list("pk", "code", "name", "long_name", "footprint")
    rooms = [
        Room(code, name or code, Location(code=code, name=name, long_name=long_name).label, rings, pk == own)
        for pk, code, name, long_name, rings in rows
        if rings and rings[0]
    ]
    return sorted(rooms, key=lambda room: not room.own)


def _doors(station: Station, window: Box, floor: float, place: Place) -> list[Door]:
    left, bottom, right, top = window
    drawn = Element.objects.filter(
        revision__state=Revision.State.PUBLISHED,
        match__asset__in=Asset.objects.live().filter(station=station, kind__in=DOORS),
        x_max__gte=left, x_min__lte=right, y_max__gte=bottom, y_min__lte=top,
        z_min__gte=floor - A_STEP, z_min__lte=floor + A_STEP,
    )  # fmt: skip
    room = place.room.pk if place.room else None
    rows = drawn.order_by("pk").values_list(
        "match__asset__code", "match__asset__location", "x_min", "y_min", "x_max", "y_max"
    )
    doors = {
        code: Door(code, tuple(box), named=room is not None and location == room)
        for code, location, *box in rows
    }
    return list(doors.values())


def _told(door: Door, own: Room | None, point: Point | None) -> Door:
    return replace(
        door,
        own=own is not None and plane.from_outline(plane.middle(door.box), own.rings) <= IN_THE_WALL,
        distance=plane.apart(point, door.box) if point else None,
    )


def _plan(element: Element) -> Box:
    return element.x_min, element.y_min, element.x_max, element.y_max


def _floor(place: Place) -> float | None:
    if place.room is not None and place.room.z_min is not None:
        return place.room.z_min
    return place.storey.elevation if place.storey else None


def _height(drawn: list[Element], place: Place) -> Height | None:
    """From where to where for pieces that run up or down. What reaches up through a floor stands on it."""
    floor = _floor(place)
    if floor is None:
        return None
    storey = place.storey if place.room is None or place.room.z_min is None else None
    feet = [each.z_min - floor for each in drawn if each.z_min is not None]
    low, high = min(feet), max(feet)
    if high - low >= A_RISE:
        return Height(low, high, storey)
    stands = low < 0 and any(each.z_max is not None and each.z_max > floor for each in drawn)
    return Height(0.0 if stands else low, None, storey)


def _window(room: Box | None, point: Point | None) -> Box:
    """The room with some of what is around it; a part of a large room, with the thing in its middle."""
    x, y = point or plane.middle(room or (0, 0, 0, 0))
    box = room or (x, y, x, y)
    wide = max(box[2] - box[0], (box[3] - box[1]) * WIDE, 0 if room else LARGEST / 2)
    wide = max(wide + 2 * MARGIN * WIDE, SMALLEST)
    if wide > LARGEST:
        wide = LARGEST
    else:
        x, y = plane.middle(box)
    half = wide / 2, wide / WIDE / 2
    return x - half[0], y - half[1], x + half[0], y + half[1]


def _north(georeference: dict[str, Any] | None) -> float | None:
    """Degrees clockwise from the files' y axis to the map's north; None when no file says how it lies."""
    if not georeference or not georeference.get("crs"):
        return None
    return degrees(atan2(georeference.get("x_axis_ordinate", 0.0), georeference.get("x_axis_abscissa", 1.0)))
