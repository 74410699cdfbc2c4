"""A fault report, from a sheet, a room or the label on the thing itself; and what became of it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from assets.models import Asset, Location, Station
from assets.permissions import Verb
from maintenance import fault_words, requests, texts
from maintenance.models import Evidence, Request
from twin.views import photos
from twin.views.access import of_station, require, station_context


@of_station
def report(request: HttpRequest, station: Station) -> HttpResponse:
    """`?code=`: the equipment or the place it is about; without one, the station itself."""
    require(request, Verb.REPORT, station)
    asset, location = _subject(station, request.GET.get("code", "").strip())
    if request.method != "POST":
        return _form(request, station, asset, location)
    given = photos.received(request, station)
    if given.refusal:
        return _form(request, station, asset, location, refusal=given.refusal, kept=given.kept)
    try:
        made = requests.report_fault(
            station,
            by=request.user,
            text=_text(request),
            urgency=request.POST.get("urgency", ""),
            asset=asset,
            location=location,
            photos=given.kept,
            key=_key(request),
        )
    except (requests.NothingSaid, requests.TooMany, texts.TooLong) as refusal:
        return _form(request, station, asset, location, refusal=str(refusal), kept=given.kept)
    return redirect("request", code=station.code, pk=made.pk)


def _subject(station: Station, code: str) -> tuple[Asset | None, Location | None]:
    if not code:
        return None, None
    live = Asset.objects.live().filter(station=station).select_related("location__parent")
    asset = live.filter(code=code).first()
    location = Location.objects.filter(station=station, code=code).select_related("parent").first()
    if asset is None and location is None:
        raise Http404
    return asset, asset.location if asset else location


def _text(request: HttpRequest) -> str:
    """What was tapped, then what was typed."""
    said = (request.POST.get("usual", "").strip(), request.POST.get("text", "").strip())
    return "\n".join(part for part in said if part)


def _key(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid.uuid4()


def _form(
    request: HttpRequest,
    station: Station,
    asset: Asset | None,
    location: Location | None,
    *,
    refusal: str = "",
    kept: Sequence[Evidence] = (),
) -> HttpResponse:
    context: dict[str, Any] = {
        "asset": asset,
        "location": location,
        "suggestions": fault_words.usual(asset.kind) if asset else fault_words.usual_in_a_place(),
        "urgencies": reversed(Request.Urgency.choices),
        "known": requests.already_known(asset, location),
        "source": requests.source_of(station),
        "key": request.POST.get("key") or uuid.uuid4(),
        "refusal": refusal,
        "kept": kept,
        "said": request.POST,
        "back": asset.code if asset else location.code if location else "",
    }
    answer = render(request, "twin/report.html", station_context(request, station, "orders") | context)
    answer.status_code = 422 if refusal else 200
    return answer


@of_station
def request_page(request: HttpRequest, station: Station, pk: int) -> HttpResponse:
    found = _request_or_404(request, station, pk)
    context = station_context(request, station, "orders") | {"report": found, "life": requests.life(found)}
    return render(request, "twin/request.html", context)


@of_station
def life(request: HttpRequest, station: Station, pk: int) -> HttpResponse:
    """The life of a request alone, asked again while it is being sent."""
    found = _request_or_404(request, station, pk)
    return render(
        request, "twin/request_life.html", {"station": station, "report": found, "life": requests.life(found)}
    )


def _request_or_404(request: HttpRequest, station: Station, pk: int) -> Request:
    require(request, Verb.SEE_ORDERS, station)
    known = Request.objects.filter(station=station, pk=pk)
    found = known.select_related(
        "asset", "location__parent", "source", "work_order", "author", "station"
    ).first()
    if found is None:
        raise Http404
    return found
