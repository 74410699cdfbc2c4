"""Drawings beside the 3D: their list, one with the sheet at its side, what the viewer asks, and how they come."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from assets import documents as papers
from assets import permissions
from assets.models import Document, Station
from assets.permissions import Verb
from twin import drawing_reception, drawings, schematics, synoptics
from twin.drawing_reception import RefusedDrawing
from twin.views.access import of_station, require, station_context
from twin.views.station import beside, viewer_config


@of_station
def synoptic_list(request: HttpRequest, station: Station) -> HttpResponse:
    """Every drawing, and the form to bring one; for a steward what has to be settled on each."""
    steward = permissions.may(request.user, Verb.DRAW, station)
    lines = synoptics.listed(station, request.user)
    context = {
        "lines": lines,
        "others": synoptics.others(station, lines) if steward else [],
        "may_draw": steward,
        "brought": drawing_reception.brought(station) if steward else set(),
        "schematics": schematics.listed(station, by=request.user),
        "may_bring": permissions.may(request.user, Verb.PROPOSE_PINS, station),
        "unsettled": [
            (line, synoptics.unsettled(line.document)) for line in lines if steward and line.to_settle
        ],
    }
    return render(request, "twin/synoptics.html", station_context(request, station, "synoptics") | context)


@of_station
def synoptic_lines(request: HttpRequest, station: Station) -> JsonResponse:
    lines = synoptics.listed(station, request.user)
    codes = synoptics.codes_on(station, lines)
    told = [
        {
            "id": str(line.document.pk),
            "title": line.title,
            "about": line.about,
            "hotspots": line.hotspots,
            "codes": codes.get(line.document.pk, []),
            "to_settle": line.to_settle,
        }
        for line in lines
    ]
    papers = [
        {"id": str(each.pk), "title": drawings.title(each)} for each in synoptics.others(station, lines)
    ]
    drawn = [
        {
            "id": each.key,
            "title": each.title,
            "about": each.family,
            "drawable": each.drawable,
        }
        for each in schematics.listed(station, by=request.user)
    ]
    return private({"drawings": told, "schematics": drawn, "others": papers})


@of_station
def synoptic(request: HttpRequest, station: Station, pk: int) -> HttpResponse:
    """The drawing with the sheet beside it, without 3D. `?select=`: the equipment to show on it."""
    found = _drawing(station, pk)
    context = {
        "drawing": found,
        "title": drawings.title(found),
        "viewer_config": viewer_config(station) | beside(station) | {"alone": str(found.pk)},
        "contents": synoptics.opened(found, request.user),
    }
    page = render(request, "twin/synoptic.html", station_context(request, station, "model") | context)
    return _kept_nowhere(page) if not papers.may_be_kept(found) else page


@of_station
def contents(request: HttpRequest, station: Station, pk: int) -> HttpResponse:
    found = _drawing(station, pk)
    told = private(synoptics.opened(found, request.user))
    return _kept_nowhere(told) if not papers.may_be_kept(found) else told


@of_station
def equipment(request: HttpRequest, station: Station, pk: int) -> JsonResponse:
    """`?q=`: what is typed to tie a hotspot to."""
    require(request, Verb.PROPOSE_PINS, station)
    _drawing(station, pk)
    question = request.GET.get("q", "").strip()
    return private({"results": synoptics.candidates(station, question) if question else []})


@require_POST
@of_station
def receive(request: HttpRequest, station: Station) -> HttpResponse:
    require(request, Verb.PROPOSE_PINS, station)
    upload = request.FILES.get("file")
    try:
        if upload is None:
            raise RefusedDrawing(gettext("Choose a file first."))
        made = drawing_reception.receive(station, upload, name=request.POST.get("name", ""), by=request.user)
    except RefusedDrawing as refusal:
        messages.error(request, str(refusal))
        return redirect("synoptics", code=station.code)
    return redirect("synoptic", code=station.code, pk=made.pk)


@require_POST
@of_station
def receive_edition(request: HttpRequest, station: Station, pk: int) -> HttpResponse:
    """The next edition; says how many hotspots came along."""
    require(request, Verb.DRAW, station)
    found = _drawing(station, pk)
    upload = request.FILES.get("file")
    try:
        if upload is None:
            raise RefusedDrawing(gettext("Choose a file first."))
        carried = drawing_reception.receive_edition(found, upload, by=request.user)
    except RefusedDrawing as refusal:
        messages.error(request, str(refusal))
        return redirect("synoptics", code=station.code)
    kept = ngettext("%(count)d spot was kept.", "%(count)d spots were kept.", carried.kept) % {
        "count": carried.kept
    }
    lost = ngettext(
        "%(count)d was not found in the new edition.",
        "%(count)d were not found in the new edition.",
        carried.lost,
    ) % {"count": carried.lost}
    messages.info(request, f"{kept} {lost if carried.lost else ''} {gettext('Look at them and confirm.')}")
    return redirect("synoptic", code=station.code, pk=found.pk)


@require_POST
@of_station
def remove(request: HttpRequest, station: Station, pk: int) -> HttpResponse:
    """Of what was brought; what came with a model is that model's matter."""
    require(request, Verb.DRAW, station)
    found = _drawing(station, pk)
    if found.pk not in drawing_reception.brought(station):
        raise Http404
    words = gettext("“%(title)s” was removed.") % {"title": drawings.title(found)}
    drawing_reception.remove(found, by=request.user)
    messages.info(request, words)
    return redirect("synoptics", code=station.code)


def _drawing(station: Station, pk: int) -> Document:
    found = get_object_or_404(Document, pk=pk, station=station)
    if not synoptics.is_drawing(found):
        raise Http404
    return found


def _kept_nowhere(answer: HttpResponse) -> HttpResponse:
    """About a drawing that its model calls confidential: its marks are as little for a device to keep as its lines."""
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def private(told: dict[str, Any]) -> JsonResponse:
    answer = JsonResponse(told)
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Vary"] = "Cookie"
    return answer
