"""Storeys and rooms of a station. A place's own page is its sheet."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from assets.models import Location, Station
from assets.search import normalise, words
from twin.views.access import of_station, station_context


@dataclass(frozen=True)
class Floor:
    """A storey (None: rooms of no storey) and its rooms."""

    storey: Location | None
    rooms: list[Location]


@of_station
def locations(request: HttpRequest, station: Station) -> HttpResponse:
    search = request.GET.get("search", "").strip()
    places = list(
        Location.objects.in_use()
        .filter(station=station, kind__in=(Location.Kind.STOREY, Location.Kind.SPACE))
        .select_related("parent")
        .annotate(asset_count=Count("assets", filter=Q(assets__removed_at=None)))
        .order_by("name", "pk")
    )
    floors = _by_storey(places, words(search))
    context = {"floors": floors, "search": search, "total": sum(len(floor.rooms) for floor in floors)}
    return render(request, "twin/locations.html", station_context(request, station, "locations") | context)


def _by_storey(places: list[Location], asked: list[str]) -> list[Floor]:
    """From the highest storey down; with a question, only rooms that answer it and their storeys."""
    storeys = {place.pk: place for place in places if place.kind == Location.Kind.STOREY}
    rooms: dict[int | None, list[Location]] = {}
    for place in places:
        if place.kind == Location.Kind.SPACE and _answers(place, asked):
            rooms.setdefault(_storey_of(place, storeys), []).append(place)
    ordered = sorted(storeys.values(), key=lambda storey: -(storey.elevation or 0.0))
    floors = [Floor(storey, rooms.get(storey.pk, [])) for storey in ordered]
    if None in rooms:
        floors.append(Floor(None, rooms[None]))
    return [floor for floor in floors if floor.rooms] if asked else floors


def _answers(place: Location, asked: list[str]) -> bool:
    text = normalise(f"{place.code} {place.label}")
    return all(word in text for word in asked)


def _storey_of(place: Location, storeys: dict[int, Location]) -> int | None:
    if place.parent_id in storeys:
        return place.parent_id
    above = place.parent.parent_id if place.parent else None
    return above if above in storeys else None
