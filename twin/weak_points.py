"""Weak points in plain words: "22 points of use without water, in 7 rooms", and what that rests on."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext

from assets import kept_from_firms, permissions, weak_points
from assets.models import Asset, Location, Station, System
from assets.weak_points import Closed, NotTraceable, Service, WeakPoint, WeakPoints
from twin import lookup, wording
from twin.traces import Question, Wish, shown
from twin.traces.words import listed

MOST_NAMED = 4  # rooms of one line
MOST_ALIKE = 6  # pieces of equipment of one point

WITHOUT: dict[str, Promise] = {
    "water": gettext_lazy("without water"),
    "drainage": gettext_lazy("without drainage"),
    "air": gettext_lazy("without ventilation"),
    "heating": gettext_lazy("without heating or cooling"),
    "fire": gettext_lazy("without fire protection"),
    "electricity": gettext_lazy("without power"),
    "data": gettext_lazy("without signal"),
    "gas": gettext_lazy("without gas"),
}
WITHOUT_ANYTHING = gettext_lazy("without service")


@dataclass(frozen=True)
class Piece:
    """A piece of equipment: what it is and where."""

    code: str
    words: str
    room: str


@dataclass(frozen=True)
class Line:
    """What one system loses: "Cold water: 22 points of use in 005 Toilets, 008 Kitchen and 2 more"."""

    name: str
    colour: str
    served: int
    rooms: str


@dataclass(frozen=True)
class Point:
    """A weak point. `others` of its kind are not named; `stops` and `in_3d` lead on, about the first of them."""

    number: int
    pieces: list[Piece]
    others: int
    verdict: str
    lines: list[Line]
    sure: bool
    touches_fire: bool
    stops: str
    in_3d: str


@dataclass(frozen=True)
class Ring:
    """A part that closes on itself."""

    name: str
    colour: str
    pieces: list[Piece]
    lengths: int


@dataclass(frozen=True)
class Told:
    """`nothing` says why there is no answer, and then all else is empty. `rests_on`: sentences."""

    nothing: str = ""
    points: tuple[Point, ...] = ()
    rings: tuple[Ring, ...] = ()
    circuits: tuple[Ring, ...] = ()
    rests_on: tuple[str, ...] = ()
    supposed: int = 0


def tell(station: Station, system: System | None, *, by: Any) -> Told:
    """As far as `by` may know it."""
    try:
        found = weak_points.find(station, system, to_firm=bool(permissions.withheld_from(by)))
    except NotTraceable:
        return Told(
            nothing=gettext("The models draw no connection here, so nobody can say what hangs on what.")
        )
    return _Telling(station, found).told()


def to_choose(station: Station, *, by: Any) -> list[tuple[str, list[System]]]:
    """(family, its systems) of the station, without what is not told to her."""
    found = System.objects.in_use().filter(station=station)
    if bool(permissions.withheld_from(by)):
        found = [system for system in found if not kept_from_firms.is_system(system)]
    families: dict[str, list[System]] = {}
    for each in sorted(found, key=lambda each: (wording.family(each.family), wording.system(each))):
        families.setdefault(wording.family(each.family), []).append(each)
    return list(families.items())


class _Telling:
    def __init__(self, station: Station, found: WeakPoints) -> None:
        self.station, self.found = station, found
        codes = {code for point in found.points for each in point.services for code in each.places}
        rows = Location.objects.filter(station=station, code__in=codes)
        self.places = {place.code: place for place in rows}

    def told(self) -> Told:
        loops = self.found.loops
        return Told(
            points=tuple(self._point(number, each) for number, each in enumerate(self.found.points, start=1)),
            rings=tuple(self._ring(each) for each in loops if not each.is_circuit),
            circuits=tuple(self._ring(each) for each in loops if each.is_circuit),
            rests_on=tuple(self._rests_on()),
            supposed=self.found.supposed,
        )

    def _point(self, number: int, point: WeakPoint) -> Point:
        first = point.codes[0]
        wish = Wish(first, Question.STOPS)
        drawn = self.station.twin_mode == Station.TwinMode.MODEL_3D
        return Point(
            number=number,
            pieces=self._pieces(point.codes[:MOST_ALIKE]),
            others=max(0, len(point.codes) - MOST_ALIKE),
            verdict=self._verdict(point),
            lines=[self._line(each) for each in point.services],
            sure=point.certain,
            touches_fire=any(each.family == "fire" for each in point.services),
            stops=shown.address(self.station, wish),
            in_3d=shown.in_3d(self.station, wish) if drawn else "",
        )

    def _verdict(self, point: WeakPoint) -> str:
        if not point.served:
            said = ngettext(
                "%(count)d piece of equipment stops; the models show nobody who loses service.",
                "%(count)d pieces of equipment stop; the models show nobody who loses service.",
                point.equipment,
            )
            return said % {"count": point.equipment}
        by_family: dict[str, int] = {}
        for each in point.services:
            by_family[each.family] = by_family.get(each.family, 0) + each.served
        most = sorted(by_family.items(), key=lambda each: -each[1])
        said = ", ".join(_without(family, count, first=not at) for at, (family, count) in enumerate(most))
        if rooms := sum(map(self._is_room, point.places)):
            rooms_said = ngettext("in %(count)d room", "in %(count)d rooms", rooms) % {"count": rooms}
            return f"{said}, {rooms_said}."
        return f"{said}."

    def _is_room(self, code: str) -> bool:
        place = self.places.get(code)
        return place is not None and place.kind == Location.Kind.SPACE

    def _line(self, service: Service) -> Line:
        labels = [self.places[code].label for code in service.places if code in self.places]
        return Line(
            name=service.name or wording.family(service.family),
            colour=wording.colour(service.family),
            served=service.served,
            rooms=listed(labels[:MOST_NAMED], len(labels[MOST_NAMED:])),
        )

    def _ring(self, closed: Closed) -> Ring:
        family = closed.families[0]
        return Ring(
            name=", ".join(map(wording.family, closed.families)),
            colour=wording.colour(family),
            pieces=self._pieces(closed.codes),
            lengths=closed.lengths,
        )

    def _pieces(self, codes: Collection[str]) -> list[Piece]:
        return [_piece(code, self.found.assets.get(code)) for code in codes]

    def _rests_on(self) -> list[str]:
        found = self.found
        said = [
            gettext(
                "Equipment is listed, not pipes and cables: ask those on their own sheet what stops with them."
            )
        ]
        if found.supposed:
            said.append(
                ngettext(
                    "%(count)d supposed connection is not counted: what may not be there makes nothing safe.",
                    "%(count)d supposed connections are not counted: what may not be there makes nothing safe.",
                    found.supposed,
                )
                % {"count": found.supposed}
            )
        if found.loose:
            said.append(
                ngettext(
                    "%(count)d that hangs on nothing in the models is not counted.",
                    "%(count)d that hang on nothing in the models are not counted.",
                    found.loose,
                )
                % {"count": found.loose}
            )
        if not found.tried_all:
            said.append(
                gettext("The network is so large that not everything that drives a machine was tried.")
            )
        if found.more:
            said.append(
                ngettext(
                    "%(count)d more piece of equipment takes less from people and is not listed.",
                    "%(count)d more pieces of equipment take less from people and are not listed.",
                    found.more,
                )
                % {"count": found.more}
            )
        return said


def _without(family: str, count: int, *, first: bool) -> str:
    """ "22 points of use without water", and after that "4 without drainage"."""
    said = {"count": count, "without": str(WITHOUT.get(family, WITHOUT_ANYTHING))}
    if not first:
        return f"{count} {said['without']}"
    return ngettext("%(count)d point of use %(without)s", "%(count)d points of use %(without)s", count) % said


def _piece(code: str, asset: Asset | None) -> Piece:
    if asset is None:
        return Piece(code, "", "")
    words = lookup.kind_and_name(wording.kind(asset.kind), asset.name)
    return Piece(code, words, lookup.place_words(asset.location))
