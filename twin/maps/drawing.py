"""The map as it is drawn: the outline, the frames, and marks that a finger can tell apart."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import hypot
from pathlib import Path

from assets.models import Station
from maintenance.station_freshness import StationFreshness
from twin.maps.clusters import Cluster, gather
from twin.maps.projection import FRAME, INSETS, Spot, conic, spot

PIXELS = 620.0  # of the map's side on a tablet, for which marks are kept apart
MARK, APART = 44.0, 44.0  # pixels: a finger, and how near two marks may come
WIDEST, NARROWEST = 1240.0, 12.0  # kilometres shown
MOST_NAMES = 24
_BOX = re.compile(r"(-?\d{1,4}),(-?\d{1,4}),(\d{1,4})")


@dataclass(frozen=True)
class Box:
    """What of the map is shown: its middle and its side, in kilometres."""

    x: float
    y: float
    side: float

    @property
    def address(self) -> str:
        return f"{self.x:.0f},{self.y:.0f},{self.side:.0f}"

    @property
    def view(self) -> str:
        half = self.side / 2
        return f"{self.x - half:.1f} {self.y - half:.1f} {self.side:.1f} {self.side:.1f}"

    def holds(self, x: float, y: float) -> bool:
        return abs(x - self.x) <= self.side / 2 and abs(y - self.y) <= self.side / 2

    def scaled(self, by: float) -> Box:
        side = min(max(self.side * by, NARROWEST), WIDEST)
        return FRANCE if side >= WIDEST else Box(self.x, self.y, side)

    def moved(self, dx: float, dy: float) -> Box:
        return Box(self.x + dx * self.side, self.y + dy * self.side, self.side)


FRANCE = Box(-15.0, 20.0, 1130.0)
WITH_FRAMES = Box(-80.0, 20.0, WIDEST)


@dataclass(frozen=True)
class Mark:
    """One station, or several (`count`) with the shares of the three modes; `leads` is a station's code or a box."""

    x: float
    y: float
    station: Station | None
    level: str
    count: int
    arcs: list[tuple[str, int, float]]
    leads: str
    name: str
    leftwards: bool = False  # its name stands before it


@dataclass(frozen=True)
class Frame:
    name: str
    x: float
    y: float
    side: float
    outline: str


# Towns that people find their way by, the largest first: name, latitude, longitude.
TOWNS = (
    ("Paris", 48.857, 2.352), ("Marseille", 43.296, 5.370), ("Lyon", 45.764, 4.836), ("Toulouse", 43.605, 1.444),
    ("Lille", 50.629, 3.057), ("Bordeaux", 44.838, -0.579), ("Nantes", 47.218, -1.554), ("Strasbourg", 48.573, 7.752),
    ("Nice", 43.710, 7.262), ("Rennes", 48.117, -1.678), ("Montpellier", 43.611, 3.877), ("Dijon", 47.322, 5.041),
    ("Clermont-Ferrand", 45.777, 3.087), ("Limoges", 45.834, 1.261), ("Brest", 48.390, -4.486),
    ("Rouen", 49.443, 1.099), ("Reims", 49.258, 4.032), ("Metz", 49.120, 6.176), ("Tours", 47.394, 0.685),
    ("Grenoble", 45.188, 5.724), ("Ajaccio", 41.927, 8.737), ("Bastia", 42.697, 9.451), ("Perpignan", 42.688, 2.895),
    ("Bayonne", 43.493, -1.475), ("Caen", 49.183, -0.371), ("Le Mans", 48.006, 0.200), ("Orléans", 47.903, 1.909),
    ("Besançon", 47.238, 6.024), ("Poitiers", 46.580, 0.340), ("La Rochelle", 46.160, -1.151),
    ("Angers", 47.478, -0.563), ("Amiens", 49.894, 2.296), ("Troyes", 48.297, 4.074), ("Nancy", 48.692, 6.184),
    ("Annecy", 45.899, 6.129), ("Valence", 44.933, 4.892), ("Avignon", 43.949, 4.806), ("Toulon", 43.124, 5.928),
    ("Pau", 43.295, -0.370), ("Bourges", 47.081, 2.399), ("Chartres", 48.444, 1.489), ("Vannes", 47.658, -2.760),
    ("Nevers", 46.990, 3.159), ("Aurillac", 44.930, 2.444), ("Rodez", 44.351, 2.573), ("Gap", 44.559, 6.079),
    ("Brive", 45.159, 1.533), ("Châteauroux", 46.811, 1.691), ("Auxerre", 47.798, 3.567), ("Alençon", 48.432, 0.091),
)  # fmt: skip
TOWNS_APART = 70.0  # pixels


@dataclass(frozen=True)
class Town:
    name: str
    x: float
    y: float


@dataclass(frozen=True)
class Map:
    """`unit`: kilometres of a pixel, so that marks are as large whatever is shown."""

    box: Box
    unit: float
    outline: str
    frames: list[Frame]
    towns: list[Town]
    marks: list[Mark]
    closer: Box
    wider: Box
    whole: bool


@cache
def outline() -> dict[str, str]:
    told: dict[str, str] = json.loads((Path(__file__).parent / "france.json").read_text("utf-8"))["outline"]
    return told


def spots(stations: Iterable[Station]) -> dict[int, Spot]:
    """{station id: where on the map}; the others have no position, or one beyond it."""
    found: dict[int, Spot] = {}
    for station in stations:
        if station.latitude is not None and station.longitude is not None:
            at = spot(station.latitude, station.longitude)
            if at is not None:
                found[station.pk] = at
    return found


def box_of(text: str, found: dict[int, Spot]) -> Box:
    """ "x,y,side" of an address; all of France for anything else, with the frames overseas where they are needed."""
    match = _BOX.fullmatch(text)
    if match is None or not int(match[3]):
        return WITH_FRAMES if any(at.inset for at in found.values()) else FRANCE
    x, y, side = (float(part) for part in match.groups())
    return Box(x, y, min(max(side, NARROWEST), WIDEST))


def draw(
    stations: Sequence[Station],
    found: dict[int, Spot],
    box: Box,
    fresh: dict[int, StationFreshness],
) -> Map:
    whole = box in (FRANCE, WITH_FRAMES)
    unit = box.side / PIXELS
    margin = Box(box.x, box.y, box.side * 1.1)
    points = [
        (at.x, at.y, station)
        for station in stations
        if (at := found.get(station.pk)) and margin.holds(at.x, at.y)
    ]
    marks = [_mark(cluster, unit, fresh, box.x + box.side / 2) for cluster in gather(points, APART * unit)]
    named = _named(marks, unit)
    used = {at.inset for at in found.values()} - {""}
    frames = [
        Frame(each.name, each.x, each.y, FRAME, outline()[each.key]) for each in INSETS if each.key in used
    ]
    return Map(
        box,
        unit,
        outline()[""],
        frames,
        _towns(box, unit, [*_taken(named, unit)]),
        named,
        box.scaled(0.5),
        box.scaled(2.0),
        whole,
    )


def _taken(marks: list[Mark], unit: float) -> Iterator[tuple[float, float]]:
    """Where marks lie, and their names along them."""
    for mark in marks:
        side = -1 if mark.leftwards else 1
        for step in range(0, 8 * len(mark.name) + 1, 30):
            yield mark.x + side * step * unit, mark.y


def _towns(box: Box, unit: float, taken: list[tuple[float, float]]) -> list[Town]:
    """The largest first, as many as have room beside one another and beside the marks."""
    placed: list[Town] = []
    for name, latitude, longitude in TOWNS:
        x, y = conic(latitude, longitude)
        near = [(each.x, each.y, TOWNS_APART) for each in placed] + [(*each, MARK) for each in taken]
        if box.holds(x, y) and all(hypot(x - nx, y - ny) > apart * unit for nx, ny, apart in near):
            placed.append(Town(name, round(x, 1), round(y, 1)))
    return placed


def _mark(cluster: Cluster[Station], unit: float, fresh: dict[int, StationFreshness], edge: float) -> Mark:
    """`edge`: where the map ends to the right."""
    if len(cluster.members) == 1:
        x, y, station = cluster.members[0]
        level = fresh[station.pk].level or "unknown"
        mark = Mark(round(x, 1), round(y, 1), station, str(level), 1, [], station.code, station.name)
        return replace(mark, leftwards=x > edge - 9 * len(station.name) * unit)
    counts = dict.fromkeys(Station.TwinMode.values, 0)
    for _, _, station in cluster.members:
        counts[station.twin_mode] += 1
    total, arcs, begun = len(cluster.members), [], 0.0
    for mode, count in counts.items():
        share = 100 * count / total
        if count:
            arcs.append((mode, round(share, 2), round(-begun, 2)))
        begun += share
    side = max(cluster.reach * 1.6, NARROWEST)
    return Mark(
        round(cluster.x, 1),
        round(cluster.y, 1),
        None,
        "",
        total,
        arcs,
        Box(*cluster.middle, min(side, WIDEST)).address,
        "",
    )


def _named(marks: list[Mark], unit: float) -> list[Mark]:
    """Names beside the marks of single stations, where few are shown and no other mark is in the way."""
    if len(marks) > MOST_NAMES:
        return [replace(mark, name="") for mark in marks]
    return [mark if _has_room(mark, marks, unit) else replace(mark, name="") for mark in marks]


def _has_room(mark: Mark, marks: list[Mark], unit: float) -> bool:
    wide, side = (8 * len(mark.name) + 40) * unit, -1 if mark.leftwards else 1
    return not any(
        other is not mark
        and 0 <= side * (other.x - mark.x) + 20 * unit < wide
        and abs(other.y - mark.y) < 18 * unit
        for other in marks
    )
