"""What one must know before touching an asset or entering a place: hazards, access, and who answers for it.

Said of the asset itself, then of its room, storey and building, then of the station; a place also tells the dangers of
what is in it. Which words about a danger are told: `assets.dangers`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Q

from assets import dangers
from assets.dangers import HazardLine, where_of
from assets.models import Access, Asset, Hazard, Location, ResponsibleParty, Station
from assets.models.precaution import Precaution


@dataclass(frozen=True)
class AccessLine:
    """`escort`: somebody must come along; None when nobody said."""

    key_or_badge: str
    hours: str
    escort: bool | None
    where: str = ""
    note: str = ""
    source: str = ""


@dataclass(frozen=True)
class ResponsibleLine:
    organisation: str
    contact: str
    phone: str = ""
    where: str = ""
    note: str = ""
    source: str = ""


@dataclass(frozen=True)
class Precautions:
    """Hazards (asbestos first), ways in (the nearest first), and those who answer for the nearest place."""

    hazards: tuple[HazardLine, ...]
    accesses: tuple[AccessLine, ...]
    responsible: tuple[ResponsibleLine, ...]

    @property
    def kinds(self) -> list[HazardLine]:
        """The first line of each kind of danger: what there is, in short."""
        return list({line.kind: line for line in reversed(self.hazards)}.values())[::-1]

    def as_said(self) -> list[dict[str, Any]]:
        """What was read, to be kept with the act of reading: `[{"what": "hazard", …}, …]`, JSON only."""
        lines = [
            {"what": what, **asdict(line)}
            for what, of_it in (
                ("hazard", self.hazards),
                ("access", self.accesses),
                ("responsible", self.responsible),
            )
            for line in of_it
        ]
        return json.loads(json.dumps(lines, default=str))

    @property
    def digest(self) -> str:
        """Changes when anything one must know does."""
        return hashlib.sha256(json.dumps(self.as_said(), sort_keys=True).encode()).hexdigest()[:16]


def for_asset(asset: Asset) -> Precautions:
    """Of the asset, and of every place it stands in."""
    return _gathered(asset.station, asset, asset.location)


def for_location(location: Location) -> Precautions:
    """Of the place and those around it; dangers of the rooms and things in it are listed as well."""
    return _gathered(location.station, None, location)


def for_station(station: Station) -> Precautions:
    """What holds everywhere in the station: all that is known of a work whose place is not."""
    return _gathered(station, None, None)


Subject = tuple[Station, Asset | None, Location | None]
"""The station, and in it an asset with its place, a place alone, or neither."""


def for_many(subjects: Sequence[Subject]) -> list[Precautions]:
    """As of each by itself, in a few questions however many they are."""
    book = _Book(subjects)
    return [_gathered(*subject, book) for subject in subjects]


def _gathered(
    station: Station, asset: Asset | None, location: Location | None, book: _Book | None = None
) -> Precautions:
    book = book or _Book([(station, asset, location)])
    places = book.chain(location)
    ranks = _Ranks(asset, places)

    def nearest_first(model: Any, *more: Any) -> list[Any]:
        return ranks.sorted([*more, *book.said(model, station, asset, places)])

    within = [] if asset or location is None else book.dangers_within(location)
    return Precautions(
        hazards=tuple(dangers.told(nearest_first(Hazard, *within), ranks.of)),
        accesses=tuple(
            AccessLine(each.key_or_badge, each.hours, each.escort, where_of(each), each.note, each.source)
            for each in nearest_first(Access)
        ),
        responsible=tuple(_responsible(nearest_first(ResponsibleParty), ranks)),
    )


class _Ranks:
    """How near a word is: 0 for the asset, 1 for its place, between 1 and 2 for what is in a place, …, the highest for
    the station."""

    WITHIN = 1.5

    def __init__(self, asset: Asset | None, places: Sequence[Location]) -> None:
        self.asset = 0 if asset else self.WITHIN
        self.places = {each.pk: rank for rank, each in enumerate(places, start=1)}
        self.station = len(places) + 1

    def of(self, said: Precaution) -> float:
        if said.asset_id is not None:
            return self.asset
        return self.places.get(said.location_id, self.WITHIN) if said.location_id else self.station

    def sorted(self, said: Iterable[Any]) -> list[Any]:
        return sorted(said, key=lambda each: (self.of(each), -each.pk))


class _Book:
    """What is said about some subjects and the places around them, read at once."""

    def __init__(self, subjects: Sequence[Subject]) -> None:
        self.stations = {station.pk for station, _, _ in subjects}
        self.assets = {asset.pk for _, asset, _ in subjects if asset is not None}
        self.places = _with_those_around(place for _, _, place in subjects if place is not None)
        alone = {place.pk for _, asset, place in subjects if asset is None and place is not None}
        self._parts = _parts_of(alone)
        self._within = list(_dangers_within(alone.union(*self._parts.values()))) if alone else []
        self._rows: dict[Any, list[Any]] = {}

    def chain(self, location: Location | None) -> list[Location]:
        """The place and those around it, from the inside out."""
        places: list[Location] = []
        while location is not None and location not in places:
            places.append(location)
            location = self.places.get(location.parent_id)
        return places

    def dangers_within(self, location: Location) -> list[Hazard]:
        """Of its rooms and of what stands in it or them."""
        inside: set[int] = set()
        level = {location.pk}
        while level:
            inside |= level
            level = set().union(*(self._parts.get(place, ()) for place in level)) - inside
        return [
            each
            for each in self._within
            if _place_of(each) in inside
            and each.location_id != location.pk  # its own word is read with those around
        ]

    def said(
        self, model: Any, station: Station, asset: Asset | None, places: Sequence[Location]
    ) -> list[Any]:
        if model not in self._rows:
            self._rows[model] = self._read(model)
        around = {place.pk for place in places}
        return [
            each
            for each in self._rows[model]
            if each.station_id == station.pk
            and (
                each.asset_id == asset.pk
                if asset is not None and each.asset_id is not None
                else each.asset_id is None and (each.location_id is None or each.location_id in around)
            )
        ]

    def _read(self, model: Any) -> list[Any]:
        here = Q(location__in=self.places) | Q(asset=None, location=None) | Q(asset__in=self.assets)
        related = ("asset", "location", *(("organisation",) if model is ResponsibleParty else ()))
        return list(model.objects.filter(here, station__in=self.stations).select_related(*related))


def _with_those_around(places: Iterable[Location]) -> dict[int | None, Location]:
    """{id: place} of these and of all that they lie in, storey by storey; what came along is not read again."""
    found: dict[int | None, Location] = {}
    level = {place.pk: place for place in places}
    while level:
        found |= level
        above = {place.parent_id for place in level.values() if place.parent_id} - set(found)
        near = [place.parent for place in level.values() if place.parent_id in above and _came_along(place)]
        level = {place.pk: place for place in near if place}
        if missing := above - set(level):
            level |= Location.objects.in_bulk(missing)
    return found


def _came_along(place: Location) -> bool:
    return Location.parent.is_cached(place)


def _parts_of(places: set[int]) -> dict[int, set[int]]:
    """{place: the places directly in it}, for these and all in them, storey by storey."""
    parts: dict[int, set[int]] = {}
    level = set(places)
    while level:
        parts |= {place: set() for place in level}
        for part, place in Location.objects.filter(parent__in=level).values_list("pk", "parent"):
            parts[place].add(part)
        level = set().union(*(parts[place] for place in level)) - set(parts)
    return parts


def _dangers_within(places: Iterable[int]) -> Iterable[Hazard]:
    """Dangers found of the places and of what stands in them: that one of them is harmless says nothing of the rest."""
    here = Q(location__in=places) | Q(asset__location__in=places, asset__removed_at=None)
    said = Hazard.objects.filter(here).select_related("asset", "location").order_by("-pk")
    return dangers.standing(list(said))


def _place_of(hazard: Hazard) -> int | None:
    return hazard.asset.location_id if hazard.asset else hazard.location_id


def _responsible(said: list[ResponsibleParty], ranks: _Ranks) -> Iterable[ResponsibleLine]:
    for each in said:
        if ranks.of(each) == ranks.of(said[0]):
            firm = each.organisation
            yield ResponsibleLine(firm.name, each.contact, firm.phone, where_of(each), each.note, each.source)
