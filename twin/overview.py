"""The home of a station: what it is, where, what is in it and how well it is known; a dataclass for each part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext, pgettext

from assets.drawings import pages
from assets.models import Asset, Document, Location, Revision, Station
from maintenance import agenda, freshness, scope
from twin import drawings, synoptics, wording
from twin.maps import drawing as maps
from twin.systems import lines

MOST_KINDS, MOST_DOCUMENTS, MOST_DRAWINGS = 8, 6, 8


@dataclass(frozen=True)
class Floor:
    storey: Location
    rooms: int
    assets: int


@dataclass(frozen=True)
class Work:
    """How many orders of hers to see are late, for today, urgent, open."""

    late: int
    today: int
    urgent: int
    open: int


@dataclass(frozen=True)
class Model:
    """A published model in words: what of the station it draws."""

    revision: Revision
    words: str


def of(user, station: Station, *, sees_orders: bool) -> dict[str, Any]:
    """All parts of the page."""
    live = Asset.objects.live().filter(station=station)
    kinds = live.order_by().values_list("kind").annotate(total=Count("pk")).order_by("-total")
    documents = Document.objects.filter(station=station)
    published = Revision.objects.filter(station=station, state=Revision.State.PUBLISHED)
    return {
        "work": _work(user, station) if sees_orders else None,
        "floors": _floors(station),
        "room_total": _rooms(station).count(),
        "systems": lines(station),
        "kinds": _by_word(kinds)[:MOST_KINDS],
        "asset_total": live.count(),
        "documents": list(documents.exclude(path="").order_by("-pk")[:MOST_DOCUMENTS]),
        "document_total": documents.count(),
        "drawings": [(each, drawings.title(each)) for each in drawings.of_station(station)[:MOST_DRAWINGS]],
        "papers": [(each, drawings.title(each)) for each in _papers(station)],
        "models": [Model(each, discipline(each.discipline)) for each in published.order_by("discipline")],
        "known": freshness.of_station(station),
        "place": _place(station),
    }


def _papers(station: Station) -> QuerySet[Document]:
    """Plans that no picture shows: PDF files, for a station that has no 3D beside which they would stand."""
    if station.twin_mode == Station.TwinMode.MODEL_3D:
        return Document.objects.none()
    return synoptics.wanted(station).filter(media_type=pages.PDF).order_by("name", "pk")[:MOST_DRAWINGS]


def _work(user, station: Station) -> Work:
    seen = scope.orders_for(user).filter(station=station)
    counted = seen.aggregate(
        late=Count("pk", filter=agenda.late()),
        today=Count("pk", filter=agenda.for_today()),
        urgent=Count("pk", filter=agenda.OPEN & Q(priority__in=agenda.URGENT)),
        open=Count("pk", filter=agenda.OPEN),
    )
    return Work(**counted)


def _rooms(station: Station) -> QuerySet[Location]:
    return Location.objects.in_use().filter(station=station, kind=Location.Kind.SPACE)


def _floors(station: Station) -> list[Floor]:
    """From the highest down. A room may hang one place below its storey; what stands in no room counts too."""
    places = Location.objects.in_use().filter(station=station)
    storeys = list(places.filter(kind=Location.Kind.STOREY).order_by("-elevation", "name"))
    above = dict(places.values_list("pk", "parent"))
    wanted = {storey.pk for storey in storeys}

    def storey_of(place: int | None) -> int | None:
        for _ in range(3):
            if place in wanted:
                return place
            place = above.get(place) if place else None
        return None

    rooms: dict[int | None, int] = {}
    for pk in _rooms(station).values_list("pk", flat=True):
        rooms[storey_of(pk)] = rooms.get(storey_of(pk), 0) + 1
    assets: dict[int | None, int] = {}
    live = Asset.objects.live().filter(station=station).order_by()
    for place, count in live.values_list("location").annotate(n=Count("pk")):
        assets[storey_of(place)] = assets.get(storey_of(place), 0) + count
    return [Floor(each, rooms.get(each.pk, 0), assets.get(each.pk, 0)) for each in storeys]


def _by_word(kinds: Any) -> list[tuple[str, str, int]]:
    """(key, plain word, how many); kinds that people call by one word are one."""
    words: dict[str, tuple[str, int]] = {}
    for key, total in kinds:
        first, before = words.get(wording.kind(key), (key, 0))
        words[wording.kind(key)] = (first, before + total)
    ordered = sorted(words.items(), key=lambda each: -each[1][1])
    return [(key, word, total) for word, (key, total) in ordered]


def _place(station: Station) -> maps.Map | None:
    """A small map with the station's mark; None where its position is not known or beyond the map."""
    spots = maps.spots([station])
    if not spots:
        return None
    box = maps.box_of("", spots)
    fresh = {station.pk: maps.StationFreshness(1.0)}
    return maps.draw([station], spots, box, fresh)


def discipline(code: str) -> str:
    """What a model draws, in words; its code where it is none of ours."""
    words = {
        "ARC": gettext("Building"),
        "STR": gettext("Structure"),
        "CVC": gettext("Heating and ventilation"),
        "PLB": gettext("Water and drains"),
        "CFO": gettext("Electrical power"),
        "CFA": gettext("Communication and control"),
        "INC": pgettext("discipline", "Fire protection"),
    }
    return words.get(code, code)
