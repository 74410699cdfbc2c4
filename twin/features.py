"""What the numbered features of a scene are, as columns: made for 100,000 of them at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import Any

from assets.models import Element, Location, LocationSource, Revision, System, SystemMember
from twin import elsewhere, wording
from twin.models import Scene

NONE = -1


class _Table:
    """Numbers for what comes again and again, in the order of first sight."""

    def __init__(self) -> None:
        self.numbers: dict[Any, int] = {}

    def number(self, key: Any) -> int:
        return NONE if key is None else self.numbers.setdefault(key, len(self.numbers))

    @property
    def keys(self) -> list[Any]:
        return list(self.numbers)


def columns(
    scene: Scene,
    only: Sequence[int] | None = None,
    *,
    room: Location | None = None,
    told: Collection[str] = (),
) -> dict[str, Any]:
    """The answer of `…/features/`: tables (storeys, rooms, layers, kinds, systems), and columns by feature number.

    `follows` is the feature that one covers or is a part of. With `only`, of these features alone, numbered in this
    order; the tables name nothing else but the `room` they are shown for, and no name tells a code that is not `told`.
    """
    rows, size = list(_rows(scene, only)), scene.elements if only is None else len(only)
    storeys, rooms = _places(scene.revision)
    plain = cache(_plain)  # most names come many times
    if only is not None:
        storeys, rooms = _shown(storeys, rooms, rows, room)
    storey_number = {int(place["id"]): number for number, place in enumerate(storeys)}
    room_number = {int(place["id"]): number for number, place in enumerate(rooms)}
    layers, kinds, feature_of = _Table(), _Table(), {}
    code, name = ([""] * size for _ in range(2))
    kind, layer, storey, room, follows = ([NONE] * size for _ in range(5))
    leaders: list[tuple[int, int]] = []
    for pk, at, of_code, of_name, of_kind, of_layer, of_storey, of_room, of_host, of_whole in rows:
        feature_of[pk] = at
        code[at] = of_code
        name[at] = "" if of_name == of_code else plain(of_name)
        kind[at] = kinds.number(of_kind)
        layer[at] = layers.number(of_layer)
        storey[at] = storey_number.get(of_storey, NONE)
        room[at] = room_number.get(of_room, NONE)
        if leader := of_host or of_whole:
            leaders.append((at, leader))
    for at, leader in leaders:
        follows[at] = feature_of.get(leader, NONE)
    systems, systems_of = _systems(scene, feature_of, size)
    if only is not None:
        untold = elsewhere.telling(
            scene.revision.station_id, {*name, *(each["name"] for each in systems)}, told
        )
        name = ["" if each in untold else each for each in name]
        systems = [
            each | ({"name": each["family_name"]} if each["name"] in untold else {}) for each in systems
        ]
    return {
        "storeys": storeys,
        "rooms": rooms,
        "layers": layers.keys,
        "kinds": [wording.kind(key) for key in kinds.keys],
        "systems": systems,
        "code": code,
        "name": name,
        "kind": kind,
        "layer": layer,
        "storey": storey,
        "room": room,
        "follows": follows,
        "systems_of": systems_of,
    }


def _rows(scene: Scene, only: Sequence[int] | None) -> Iterator[tuple]:
    drawn = Element.objects.filter(revision=scene.revision_id, feature__lt=scene.elements)
    if only is not None:
        drawn = drawn.filter(feature__in=only)
    number_of = None if only is None else {feature: number for number, feature in enumerate(only)}
    for pk, feature, *about in (
        drawn.order_by()
        .values_list(
            "pk",
            "feature",
            "code",
            "name",
            "kind",
            "layer",
            "storey_id",
            "location_id",
            "host_id",
            "whole_id",
        )
        .iterator(chunk_size=20_000)
    ):
        yield pk, feature if number_of is None else number_of[feature], *about


def _shown(
    storeys: list[dict], rooms: list[dict], rows: Sequence[tuple], room: Location | None
) -> tuple[list[dict], list[dict]]:
    """The places of these rows and the room they are shown for, whichever file drew it: its outline is their plan."""
    named = {row[6] for row in rows} | {row[7] for row in rows}
    if room is not None:
        named |= {room.pk, room.parent_id}
        rooms = [place | (_outline(room) if place["id"] == str(room.pk) else {}) for place in rooms]
    return tuple([place for place in places if int(place["id"]) in named] for places in (storeys, rooms))


def _plain(name: str) -> str:
    return "" if wording.technical((name,)) else name


def _places(revision: Revision) -> tuple[list[dict], list[dict]]:
    """Storeys from the lowest up, and rooms with the id of their storey: those in use and the revision's own.

    The file that draws a room brings its outline along: rings in metres of the files, and the height of its floor.
    """
    drawn = LocationSource.objects.filter(revision=revision).values("location")
    named = Location.objects.in_use() | Location.objects.filter(pk__in=drawn)
    here = named.filter(station=revision.station_id, kind__in=("storey", "space"))
    places = list(here.order_by("elevation", "name", "pk"))
    storeys = [place for place in places if place.kind == Location.Kind.STOREY]
    known = {storey.pk for storey in storeys}
    own = set(drawn.values_list("location", flat=True))
    rooms = [place for place in places if place.kind == Location.Kind.SPACE]
    return (
        [
            {"id": str(each.pk), "code": each.code, "name": each.label, "elevation": each.elevation}
            for each in storeys
        ],
        [
            {
                "id": str(each.pk),
                "code": each.code,
                "name": each.label,
                "storey": str(each.parent_id) if each.parent_id in known else "",
                "public": each.publicly_accessible,
                **(_outline(each) if each.pk in own else {}),
            }
            for each in rooms
        ],
    )


def _outline(room: Location) -> dict[str, Any]:
    if not room.footprint:
        return {}
    rings = [[[round(x, 2), round(y, 2)] for x, y in ring] for ring in room.footprint]
    return {"outline": rings, "floor": room.z_min}


def _systems(scene: Scene, feature_of: dict[int, int], size: int) -> tuple[list[dict], list[list[int]]]:
    """The systems of the scene's revision, and for each feature the numbers of those it belongs to."""
    systems_of: list[list[int]] = [[] for _ in range(size)]
    table = _Table()
    members = SystemMember.objects.filter(element__revision=scene.revision_id).order_by()
    for element, system in members.values_list("element_id", "system_id").iterator(chunk_size=20_000):
        if (feature := feature_of.get(element)) is not None:
            systems_of[feature].append(table.number(system))
    systems = System.objects.in_bulk(table.keys)
    return [_system(systems[pk]) for pk in table.keys], systems_of


def _system(system: System) -> dict[str, str]:
    return {
        "id": str(system.pk),
        "name": system.long_name or system.name,
        "family": system.family,
        "family_name": wording.family(system.family),
        "colour": wording.colour(system.family),
    }
