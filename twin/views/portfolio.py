"""The stations a person may see: on a map of France and beside it as a list that says the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, When
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext

from assets import permissions
from assets.folding import Folded
from assets.models import Station
from assets.search import normalise, words
from maintenance import station_freshness
from maintenance.station_freshness import Level, StationFreshness
from twin import desk, spreadsheets, wording
from twin.maps import drawing
from twin.maps.drawing import Box
from twin.maps.projection import Spot
from twin.spreadsheets import Cell, Form
from twin.tables.table import Chip
from twin.views.access import signed_in
from twin.views.home import first_page

MOST_WAITING = 6
"""Stations told first with what waits in them; the others say it on their cards."""
PAGE = 60


@dataclass(frozen=True)
class Asked:
    """The stations of an address, before and after the map's frame, and the chips that say so."""

    visible: list[Station]
    shown: list[Station]
    listed: list[Station]
    spots: dict[int, Spot]
    fresh: dict[int, StationFreshness]
    box: Box
    chips: list[Chip]


@signed_in
def portfolio(request: HttpRequest) -> HttpResponse:
    found = _asked(request)
    waits = desk.waiting_in(request.user, found.visible)
    waiting = {each.station.pk: each for each in waits}
    number = _page(request, len(found.listed))
    some = found.listed[PAGE * (number - 1) : PAGE * number]
    context = {
        "stations": [(each, waiting.get(each.pk), found.fresh[each.pk]) for each in some],
        "unplaced": {each.pk for each in some} - set(found.spots),
        "waits": waits[:MOST_WAITING],
        "more_wait": len(waits) - MOST_WAITING,
        "total": len(found.visible),
        "count": len(found.listed),
        "square_metres": sum(station.area_m2 or 0 for station in found.listed),
        "search": request.GET.get("search", "").strip(),
        "mode": _mode(request),
        "level": _level(request),
        "modes": [
            (value, label, sum(station.twin_mode == value for station in found.visible))
            for value, label in Station.TwinMode.choices
        ],
        "levels": _levels(found),
        "chips": found.chips,
        "not_on_map": sum(each.pk not in found.spots for each in found.shown),
        "map": drawing.draw(found.shown, found.spots, found.box, found.fresh),
        "moves": _moves(found.box),
        "number": number,
        "before": str(number - 1) if number > 1 else "",
        "after": str(number + 1) if PAGE * number < len(found.listed) else "",
    }
    return render(request, "twin/portfolio.html", context)


def portfolio_file(form: Form) -> Callable[..., HttpResponseBase]:
    """The view that hands the list over."""

    @signed_in
    def view(request: HttpRequest) -> HttpResponseBase:
        found = _asked(request)
        headings = [
            gettext("Code"), gettext("Name"), gettext("City"), gettext("Twin"), gettext("Equipment"),
            gettext("Floor area (m²)"), gettext("Seen within three years (%)"), gettext("Latitude"),
            gettext("Longitude"),
        ]  # fmt: skip
        rows = (_cells(each, found.fresh[each.pk]) for each in found.listed)
        return spreadsheets.answer(form, gettext("stations"), gettext("Stations"), headings, rows)

    return view


def _cells(station: Any, fresh: StationFreshness) -> list[Cell]:
    share = None if fresh.share is None else round(100 * fresh.share)
    return [
        *(station.code, station.name, station.city, str(capfirst(station.get_twin_mode_display()))),
        *(station.asset_count, station.area_m2, share, station.latitude, station.longitude),
    ]


def _asked(request: HttpRequest) -> Asked:
    visible = list(with_counts(_with_something(permissions.stations_for(request.user))))
    fresh = station_freshness.of_stations(visible)
    spots = drawing.spots(visible)
    question, mode, level = request.GET.get("search", "").strip(), _mode(request), _level(request)
    shown = [station for station in visible if _matches(station, question, mode)]
    chips = [Chip("search", wording.quoted(question))] if question else []
    if level:
        shown = [station for station in shown if (fresh[station.pk].level or "unknown") == level]
        chips.append(Chip("level", wording.verified_share(level)))
    if request.GET.get("placed") == "no":
        shown = [station for station in shown if station.pk not in spots]
        chips.append(Chip("placed", gettext("not on the map")))
    box = drawing.box_of(request.GET.get("at", ""), spots)
    listed = shown
    if box.address == request.GET.get("at"):
        listed = [each for each in shown if (at := spots.get(each.pk)) and box.holds(at.x, at.y)]
        chips.append(Chip("at", gettext("What the map shows")))
    return Asked(visible, shown, listed, spots, fresh, box, chips)


def _mode(request: HttpRequest) -> str:
    mode = request.GET.get("mode", "")
    return mode if mode in Station.TwinMode.values else ""


def _level(request: HttpRequest) -> str:
    level = request.GET.get("level", "")
    return level if level in (*Level, "unknown") else ""


def _levels(found: Asked) -> list[tuple[str, str, int]]:
    known = [str(found.fresh[station.pk].level or "unknown") for station in found.visible]
    return [
        (str(level), wording.verified_share(level), known.count(level))
        for level in (*Level, "unknown")
        if known.count(level)
    ]


def _page(request: HttpRequest, total: int) -> int:
    said = request.GET.get("page", "")
    number = int(said) if said.isdecimal() and len(said) < 5 else 1
    return min(max(number, 1), max(1, -(-total // PAGE)))


def _moves(box: Box) -> list[tuple[str, str, str]]:
    """(icon's turn, words, box) of a step to each side; none where all of France is shown."""
    if box in (drawing.FRANCE, drawing.WITH_FRAMES):
        return []
    return [
        ("north", gettext("To the north"), box.moved(0, -0.4).address),
        ("west", gettext("To the west"), box.moved(-0.4, 0).address),
        ("east", gettext("To the east"), box.moved(0.4, 0).address),
        ("south", gettext("To the south"), box.moved(0, 0.4).address),
    ]


def _with_something(stations: QuerySet[Station]) -> QuerySet[Station]:
    """Without the trials whose model was refused: there is nothing to see in them."""
    return stations.exclude(~Q(trial_owner=None) & ~Q(revisions__state="PUBLISHED"))


def with_counts(stations: QuerySet[Station]) -> QuerySet[Station]:
    """The visitor's own trials first, then 3D models, plans, registers; by name."""
    modes = [When(twin_mode=mode, then=place) for place, mode in enumerate(Station.TwinMode.values)]
    return stations.annotate(
        asset_count=Count("assets", filter=Q(assets__removed_at=None)), place=Case(*modes)
    ).order_by(F("trial_owner").desc(nulls_last=True), "place", Folded("name"), "name")


def _matches(station: Station, question: str, mode: str) -> bool:
    text = normalise(f"{station.code} {station.name} {station.city}")
    return (not mode or station.twin_mode == mode) and all(word in text for word in words(question))


def root(request: HttpRequest) -> HttpResponse:
    return redirect(first_page(request.user) if request.user.is_authenticated else "entry")
