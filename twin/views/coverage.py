"""What was surveyed, rooms × disciplines: everybody reads it, a steward writes it for many rooms at once."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from assets import coverage as known_of
from assets import disciplines, permissions, surveys
from assets.models import HistoryEntry, Location, Station, Survey
from assets.permissions import Verb
from twin import brought_tables, surveyed
from twin.past_acts import acts_of
from twin.spreadsheets import Echo, harmless
from twin.views.access import of_station, require, station_context

MOST_ACTS = 12
COLUMNS = ("room", "name", "level", "discipline", "state", *surveys.COLUMNS, "file", "revision", "in_file")


@dataclass(frozen=True)
class Row:
    room: Location
    cells: list[tuple[known_of.Cell, surveyed.Line]]


@of_station
def coverage(request: HttpRequest, station: Station) -> HttpResponse:
    """`?level=` a storey's code, `?room=` a room's, `?state=` with it in a discipline shown."""
    writes = permissions.may(request.user, Verb.RECORD_SURVEYS, station)
    said, wrong = dict(request.POST.items()), None
    if request.method == "POST":
        if not writes:
            raise Http404
        wrong = _record(request, station, said)
        if not wrong:
            return redirect(request.get_full_path())
    known = known_of.of_station(station)
    storeys = Location.objects.in_use().filter(station=station, kind=Location.Kind.STOREY)
    rooms = _asked(known, request)
    context = {
        "rows": [_row(known, room) for room in rooms],
        "shown": len(rooms),
        "total": len(known.rooms),
        "disciplines": [(each, surveyed.name(each)) for each in known.disciplines],
        "shares": surveyed.shares(known),
        "storeys": storeys.order_by("-elevation", "name"),
        "states": [(each, surveyed.state(each)) for each in known_of.STATES],
        "chosen": request.GET,
        "writes": writes,
        "extents": Survey.Extent.choices,
        "methods": Survey.Method.choices,
        "said": said,
        "ticked": set(request.POST.getlist("cells")),
        "wrong": wrong,
        "acts": _acts(station) if writes else [],
    }
    return render(
        request, "twin/coverage/page.html", station_context(request, station, "coverage") | context,
        status=422 if wrong else 200,
    )  # fmt: skip


def _asked(known: known_of.Coverage, request: HttpRequest) -> list[Location]:
    rooms = known.rooms
    if room := request.GET.get("room"):
        return [each for each in rooms if each.code == room]
    if level := request.GET.get("level"):
        rooms = [each for each in rooms if level in _codes_above(each)]
    if (state := request.GET.get("state")) in known_of.STATES:
        asked = [each for each in (request.GET.get("discipline"),) if each in known.disciplines]
        rooms = [
            each
            for each in rooms
            if any(cell.state == state for cell in known.cells(each, asked or known_of.NETWORKS))
        ]
    return rooms


def _codes_above(room: Location) -> set[str]:
    first = room.parent
    return {place.code for place in (first, first.parent if first else None) if place is not None}


def _row(known: known_of.Coverage, room: Location) -> Row:
    return Row(room, [(cell, surveyed.line(cell)) for cell in known.cells(room, known.disciplines)])


def _record(request: HttpRequest, station: Station, said: dict[str, str]) -> surveys.Refused | None:
    """What is wrong, and where; None when it was written down."""
    cells = _cells(station, request.POST.getlist("cells"))
    if not cells:
        return surveys.Refused(gettext("Choose at least one room and discipline in the table."), "cells")
    try:
        word = surveys.word_from(said)
    except surveys.Refused as wrong:
        return wrong
    new = surveys.record(station, cells, word, by=request.user)
    _tell(request, new)
    return None


def _tell(request: HttpRequest, new: int) -> None:
    said = ngettext("Written down: %(count)d box.", "Written down: %(count)d boxes.", new) % {"count": new}
    messages.success(request, said if new else gettext("All of this was said already."))


def _cells(station: Station, named: list[str]) -> list[tuple[Location, str]]:
    """From "<room's id>:<discipline>"; what does not exist is passed over."""
    pairs = [name.partition(":")[::2] for name in dict.fromkeys(named)]
    ids = {int(room) for room, _ in pairs if room.isdecimal() and len(room) < 19}
    rooms = Location.objects.filter(station=station, kind=Location.Kind.SPACE).in_bulk(ids)
    disciplines = {*known_of.NETWORKS, *known_of.BUILDING}
    return [
        (rooms[int(room)], discipline)
        for room, discipline in pairs
        if room.isdecimal() and int(room) in rooms and discipline in disciplines
    ]


def _acts(station: Station) -> list[Any]:
    entries = HistoryEntry.objects.filter(station=station, verb="surveyed").select_related("actor")
    return acts_of(station, list(entries[:MOST_ACTS]))


@require_POST
@of_station
def bring(request: HttpRequest, station: Station) -> HttpResponse:
    """A table of words, as the export gives it; all of it or nothing."""
    require(request, Verb.RECORD_SURVEYS, station)
    text = brought_tables.text_in(request)
    if text is None:
        return redirect("coverage", code=station.code)
    found = surveys.take_in(text, station, by=request.user)
    if found.errors:
        brought_tables.tell(request, found.errors)
    else:
        _tell(request, found.new)
    return redirect("coverage", code=station.code)


@of_station
def export(request: HttpRequest, station: Station) -> HttpResponse:
    """Every room and discipline shown, with the last word of each: to be filled in and brought back."""
    known = known_of.of_station(station)
    response = StreamingHttpResponse(
        _lines(known, _asked(known, request)), content_type="text/csv; charset=utf-8"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{station.code}-surveyed.csv"'
    return response


def _lines(known: known_of.Coverage, rooms: list[Location]) -> Iterator[str]:
    writer = csv.writer(Echo(), delimiter=";")
    yield "\ufeff" + writer.writerow(COLUMNS)
    for room in rooms:
        level = room.parent.label if room.parent else ""
        for cell in known.cells(room, known.disciplines):
            word = [getattr(cell.survey, name) if cell.survey else None for name in surveys.COLUMNS]
            file = [cell.revision.file_name, cell.revision.label] if cell.revision else ["", ""]
            line = [room.code, room.label, level, cell.discipline, cell.state, *word, *file, cell.drawn]
            yield writer.writerow([harmless("" if each is None else str(each)) for each in line])


@of_station
def states(request: HttpRequest, station: Station) -> HttpResponse:
    """What the 3D hatches: the outline of each room, and what is known of its networks."""
    known = known_of.of_station(station)
    answer = {
        "disciplines": [
            {
                "key": each,
                "name": surveyed.name(each),
                "families": disciplines.FAMILIES[each],
                "looked_at": known.is_surveyed_somewhere(each),
            }
            for each in known_of.NETWORKS
        ],
        "rooms": [_of_room(known, room) for room in known.rooms],
    }
    response = JsonResponse(answer)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _of_room(known: known_of.Coverage, room: Location) -> dict[str, Any]:
    storey = room.parent
    while storey is not None and storey.kind != Location.Kind.STOREY:
        storey = storey.parent
    floor = room.z_min if room.z_min is not None else room.elevation
    return {
        "code": room.code,
        "name": room.label,
        "storey": str(storey.pk) if storey else None,
        "floor": floor,
        "rings": room.footprint or [],
        "states": [cell.state for cell in known.cells(room)],
    }
