"""A sheet of QR labels to print: of a room, of what was chosen, or of where work is planned tomorrow."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from assets.models import Asset, Location, Station
from assets.permissions import Verb
from maintenance import agenda, questions, scope
from twin import labels
from twin.sheets.places import within
from twin.views.access import of_station, require, station_context

MOST = 240


@of_station
def label_sheet(request: HttpRequest, station: Station) -> HttpResponse:
    """`?place=`, `?code=` (several), `?kind=`, `?tomorrow=`: which equipment; with none of them, a room is chosen.

    `?sheet=`: which of the sheets, when there are more than one takes.
    """
    require(request, Verb.SEE_ORDERS, station)
    asked = any(name in request.GET for name in ("place", "code", "kind", "tomorrow"))
    chosen = _chosen(request, station).order_by("location__name", "code", "pk")
    total = chosen.count() if asked else 0
    sheet = _sheet(request, total)
    context = {
        "labels": [labels.of(asset) for asset in chosen[(sheet - 1) * MOST : sheet * MOST]] if asked else [],
        "total": total,
        "sheet": sheet,
        "sheets": range(1, _sheets(total) + 1),
        "asked": asked,
        "rooms": _rooms(station),
        "place": request.GET.get("place", ""),
    }
    return render(request, "twin/labels.html", station_context(request, station, "labels") | context)


def _sheets(total: int) -> int:
    """A browser lays out and prints so many at once; the others are on the next sheets."""
    return max(1, -(-total // MOST))


def _sheet(request: HttpRequest, total: int) -> int:
    asked = request.GET.get("sheet", "")
    return min(int(asked), _sheets(total)) or 1 if asked.isdecimal() and len(asked) < 4 else 1


def _chosen(request: HttpRequest, station: Station) -> QuerySet[Asset]:
    rows = Asset.objects.live().filter(station=station).select_related("location__parent", "station")
    if name := request.GET.get("place"):
        place = Location.objects.filter(station=station, code=name).first()
        rows = rows.filter(within(place)) if place else rows.none()
    if codes := request.GET.getlist("code"):
        rows = rows.filter(code__in=codes[:MOST])
    if kind := request.GET.get("kind"):
        rows = rows.filter(kind=kind)
    return rows.filter(location__in=_tomorrow(request, station)) if "tomorrow" in request.GET else rows


def _tomorrow(request: HttpRequest, station: Station) -> set[Location]:
    begins, ends = agenda.bounds_of(agenda.local_day() + timedelta(days=1))
    planned = scope.orders_for(request.user).filter(
        agenda.OPEN, station=station, scheduled_at__gte=begins, scheduled_at__lt=ends
    )
    rooms = (questions.room_of(order) for order in planned.select_related("asset__location", "location"))
    return {room for room in rooms if room is not None}


def _rooms(station: Station) -> QuerySet[Location]:
    places = Location.objects.in_use().filter(station=station, kind__in=("storey", "space"))
    return places.select_related("parent").order_by("-elevation", "name")
