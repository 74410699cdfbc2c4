"""The sheet of one thing: a page of its own, and the same as a fragment laid on the 3D."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from assets import permissions
from assets.models import Station
from assets.permissions import Verb
from twin import sheets
from twin.views.access import of_station, station_context


@of_station
def sheet_page(request: HttpRequest, station: Station, asset_code: str) -> HttpResponse:
    sheet = _sheet(request, station, asset_code)
    tab = "locations" if sheet.what == "location" else "assets"
    context = station_context(request, station, tab) | {"sheet": sheet, "not_yet": _not_yet(request)}
    return render(request, "twin/sheet_page.html", context)


@of_station
def scanned(request: HttpRequest, station: Station, asset_code: str) -> HttpResponse:
    """What the label on the thing leads to: its sheet, with "nothing has changed" one tap away."""
    context = station_context(request, station, "assets")
    try:
        context |= {"sheet": _sheet(request, station, asset_code), "scanned": True}
    except Http404:
        return render(request, "twin/scanned_unknown.html", context | {"code": asset_code}, status=404)
    return render(request, "twin/sheet_page.html", context)


@of_station
def sheet_fragment(request: HttpRequest, station: Station) -> HttpResponse:
    """`?code=`: an asset, a run, a place or an object of the model."""
    code = request.GET.get("code", "").strip()
    try:
        context: dict[str, Any] = {"station": station, "sheet": _sheet(request, station, code)}
        context["may_record_precautions"] = permissions.may(request.user, Verb.RECORD_PRECAUTIONS, station)
    except Http404:
        return render(request, "twin/_sheet_missing.html", {"station": station, "code": code}, status=404)
    return render(request, "twin/_sheet.html", context)


def _sheet(request: HttpRequest, station: Station, code: str) -> sheets.Sheet:
    technical = permissions.may(request.user, Verb.SEE_IDENTITY, station)
    sheet = sheets.of_code(station, code, technical=technical, at=_as_of(request))
    if sheet is None:
        raise Http404
    return sheet


def _as_of(request: HttpRequest) -> datetime | None:
    """The end of the day that is asked for. What is no day, or not yet over, is now."""
    if (day := _day(request)) is None:
        return None
    moment = timezone.make_aware(datetime.combine(day, time.max))
    return moment if moment < timezone.now() else None


def _not_yet(request: HttpRequest) -> date | None:
    """The day that is asked for when it has not come."""
    day = _day(request)
    return day if day and day > timezone.localdate() else None


def _day(request: HttpRequest) -> date | None:
    """`?as_of=2026-01-01`."""
    try:
        return date.fromisoformat(request.GET.get("as_of", ""))
    except ValueError:
        return None
