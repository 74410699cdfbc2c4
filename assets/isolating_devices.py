"""Devices that can stop a medium, and those nearest to a spot: candidates, for nothing says that they are on its pipe.

Which kind can stop what, and which counts as a safe isolation: DOMAIN §3.2 as a table below.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from heapq import nsmallest
from math import dist
from typing import Any

from django.db.models import QuerySet

from assets import said_states, spots
from assets.models import Asset, Element, Location, Revision, Station, System, SystemMember
from assets.models.isolation_card import MEDIA
from assets.models.location import SAID_OF_PLACES
from assets.said_states import SaidState
from assets.spots import Box, Spot

_PIPED = frozenset({"water", "drainage", "heating", "fire", "gas"})
_GAS, _AIR, _POWER = frozenset({"gas"}), frozenset({"air"}), frozenset({"electricity"})
# kind → (media it can stop, whether it counts as a safe isolation when it is locked)
STOPPING: dict[str, tuple[frozenset[str], bool]] = {
    "valve-isolating": (_PIPED, True),
    "valve-stopcock": (_PIPED, True),
    "valve-gascock": (_GAS, True),
    "valve-safetycutoff": (_PIPED, False),
    "valve-changeover": (_PIPED, False),
    "valve-diverting": (_PIPED, False),
    "valve-regulating": (_PIPED, False),
    "valve-doubleregulating": (_PIPED, False),
    "valve-commissioning": (_PIPED, False),
    "valve": (_PIPED, False),  # of a kind that nobody has said
    "damper-firedamper": (_AIR, False),
    "damper-smokedamper": (_AIR, False),
    "damper-firesmokedamper": (_AIR, False),
    "damper-controldamper": (_AIR, False),
    "damper-blastdamper": (_AIR, False),
    "fan": (_AIR, False),  # no damper isolates: stop the fan
    "protective-device-circuitbreaker": (_POWER, True),
    "protective-device-fusedisconnector": (_POWER, True),
    "protective-device-earthleakagecircuitbreaker": (_POWER, False),
    "protective-device-earthfailuredevice": (_POWER, False),
    "protective-device-residualcurrentcircuitbreaker": (_POWER, False),
    "protective-device-residualcurrentswitch": (_POWER, False),
    "switching-device-switchdisconnector": (_POWER, True),
    "switching-device-contactor": (_POWER, False),
    "switching-device-toggleswitch": (_POWER, False),
    "switching-device-emergencystop": (_POWER, False),
}


@dataclass(frozen=True)
class Device:
    """`height`: metres of its underside above the floor. `distance`: metres from the spot, None where unknown.

    `medium_known`: a network says that it carries the medium; else only its kind fits. `same_network`: it is one of the
    spot's own. `said`: what people said of it on site; one that cannot be operated comes after those that can.
    """

    asset: Asset
    room: Location | None
    storey: Location | None
    height: float | None
    distance: float | None
    same_room: bool
    same_storey: bool
    medium_known: bool
    same_network: bool
    safe: bool
    said: SaidState = field(default_factory=SaidState)


@dataclass(frozen=True, slots=True)
class _Nearness:
    """What says which of thousands is told first; only those that are told are read whole."""

    code: str
    distance: float | None
    same_room: bool
    same_storey: bool
    medium_known: bool
    same_network: bool
    hindered: bool
    safe: bool

    @property
    def rank(self) -> tuple:
        known = (not self.medium_known, not self.same_network, self.hindered, not self.same_storey)
        far = (0, self.distance) if self.distance is not None else (1, float(not self.same_room))
        return (*known, *far, not self.safe, self.code)


def is_switched(kind: str) -> bool:
    """Is it switched on and off, and not opened and closed? A closed breaker conducts: nobody says that of one."""
    return kind == "fan" or STOPPING.get(kind, (frozenset(), False))[0] == _POWER


def can_stop(kind: str, medium: str) -> bool:
    return kind in STOPPING and medium in STOPPING[kind][0]


_CORNERS = ("x_min", "y_min", "z_min", "x_max", "y_max", "z_max")
# A station has thousands of devices to choose from, and what models say of each of them is long.
_SAID_OF_ELEMENTS = ("properties", "materials", "classifications", "description", "search_text")
_NOT_NEEDED = (
    *("properties", "search_text"),
    *(f"{place}__{name}" for place in ("location", "location__parent") for name in SAID_OF_PLACES),
)


def near(spot: Spot, medium: str = "", *, most: int = 6) -> list[Device]:
    """Devices of the medium: of its own network, then of its storey, then by distance; itself when it is one.

    Without a medium, those of what its networks carry; none where nobody has said that. A device whose networks carry
    something else is none. Where nobody has said what it carries, it comes last.
    """
    media = {medium} if medium else set(spot.media)
    kinds = [kind for kind, (stopped, _) in STOPPING.items() if stopped & media]
    if not kinds:
        return []
    rows = Asset.objects.live().filter(station=spot.station, kind__in=kinds)
    networks = _networks(rows.values("pk"))
    said = said_states.of(spot.station).by_asset
    seen = _Seen(spot, rows)
    found = {
        pk: seen.nearness(pk, code, kind, place, networks[pk], bool(said.get(pk, SaidState()).hindrance))
        for pk, code, kind, place in rows.order_by().values_list("pk", "code", "kind", "location")
        if not networks[pk] or set(networks[pk].values()) & media & STOPPING[kind][0]
    }
    chosen = nsmallest(most, found, key=lambda pk: found[pk].rank)
    assets = rows.select_related("location__parent__parent", "station").defer(*_NOT_NEEDED).in_bulk(chosen)
    drawn = _boxes(spot.station, chosen)
    return [
        _device(assets[pk], found[pk], drawn.get(pk), said.get(pk, SaidState()))
        for pk in chosen
        if pk in assets
    ]


class _Seen:
    """Where devices are, as rows: of thousands nothing else is wanted."""

    def __init__(self, spot: Spot, devices: QuerySet) -> None:
        self.boxes = spot.boxes
        self.rooms = {each.pk for each in spot.rooms}
        self.storeys = {each.pk for each in spot.storeys if each.kind == Location.Kind.STOREY}
        self.systems = {each.pk for each in spot.systems}
        drawn = _drawn(spot.station, devices.values("pk")).order_by("pk")
        self.drawn: dict[int, tuple[Box, int | None]] = {}
        for pk, storey, *box in drawn.values_list("match__asset", "storey", *_CORNERS):
            self.drawn.setdefault(pk, (tuple(box), storey))
        places = Location.objects.filter(station=spot.station).values_list("pk", "kind", "parent")
        self.places = {pk: (kind, parent) for pk, kind, parent in places}

    def nearness(
        self, pk: int, code: str, kind: str, place: int | None, networks: dict[int, str], hindered: bool
    ) -> _Nearness:
        box, drawn_on = self.drawn.get(pk, (None, None))
        return _Nearness(
            code=code,
            distance=min((_apart(box, each) for each in self.boxes), default=None) if box else None,
            same_room=place in self.rooms,
            same_storey=(self._storey_of(place) or drawn_on) in self.storeys,
            medium_known=bool(networks),
            same_network=not self.systems.isdisjoint(networks),
            hindered=hindered,
            safe=STOPPING[kind][1],
        )

    def _storey_of(self, place: int | None) -> int | None:
        while place is not None and self.places[place][0] != Location.Kind.STOREY:
            place = self.places[place][1]
        return place


def media_of(assets: Iterable[Asset]) -> dict[int, set[str]]:
    """{asset: what its networks carry}, of the models and of the register."""
    wanted = [asset.pk for asset in assets]
    networks = _networks(wanted)
    return {pk: set(networks[pk].values()) for pk in wanted}


def _networks(assets: Any) -> defaultdict[int, dict[int, str]]:
    """{asset: {network: what it carries}} of these assets (ids, or a question for them)."""
    found: defaultdict[int, dict[int, str]] = defaultdict(dict)
    members = SystemMember.objects.filter(
        element__match__asset__in=assets,
        element__revision__state=Revision.State.PUBLISHED,
        system__family__in=MEDIA,
    )
    drawn = members.order_by().values_list("element__match__asset", "system", "system__family").distinct()
    listed = System.registered.through.objects.filter(asset__in=assets, system__family__in=MEDIA)
    for pk, system, family in (*drawn, *listed.values_list("asset", "system", "system__family")):
        found[pk][system] = family
    return found


def _drawn(station: Station | int, assets: Any) -> QuerySet[Element]:
    """The elements of published models that draw these assets and have a shape."""
    return Element.objects.filter(
        match__asset__in=assets,
        revision__station=station,
        revision__state=Revision.State.PUBLISHED,
        **{f"{corner}__isnull": False for corner in _CORNERS},
    )


def _boxes(station: Station | int, assets: Any) -> dict[int, tuple[Box, Location | None]]:
    rows = _drawn(station, assets).select_related("storey", "match")
    rows = rows.defer(*_SAID_OF_ELEMENTS, *(f"storey__{name}" for name in SAID_OF_PLACES))
    found: dict[int, tuple[Box, Location | None]] = {}
    for element in rows.order_by("pk"):
        if (box := spots.box_of(element)) is not None:
            found.setdefault(element.match.asset_id, (box, element.storey))
    return found


def _device(
    asset: Asset, near: _Nearness, drawn: tuple[Box, Location | None] | None, said: SaidState
) -> Device:
    box, drawn_on = drawn or (None, None)
    place = asset.location
    room = place if place and place.kind == Location.Kind.SPACE else None
    storey = spots.storey_of(place) or drawn_on
    return Device(
        asset=asset,
        room=room,
        storey=storey,
        height=_height(box, room, storey),
        distance=near.distance,
        same_room=near.same_room,
        same_storey=near.same_storey,
        medium_known=near.medium_known,
        same_network=near.same_network,
        safe=near.safe,
        said=said,
    )


def height_of(asset: Asset) -> float | None:
    """Metres of its underside above the floor of its room, else of its storey."""
    box, drawn_on = _boxes(asset.station_id, [asset.pk]).get(asset.pk, (None, None))
    place = asset.location
    room = place if place and place.kind == Location.Kind.SPACE else None
    return _height(box, room, spots.storey_of(place) or drawn_on)


def _height(box: Box | None, room: Location | None, storey: Location | None) -> float | None:
    floor = room.z_min if room and room.z_min is not None else storey.elevation if storey else None
    return None if box is None or floor is None else round(box[2] - floor, 2)


def _apart(one: Box, other: Box) -> float:
    """Metres between two boxes, 0 where they touch."""
    gaps = [max(one[axis] - other[axis + 3], other[axis] - one[axis + 3], 0.0) for axis in range(3)]
    return dist(gaps, (0.0, 0.0, 0.0))
