"""Who did what in a station, the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from assets.models import HistoryEntry, Revision, Station
from assets.permissions import Verb
from twin import wording
from twin.pagination import BadCursor, page
from twin.views.access import of_station, require, station_context

PAGE = 100


@dataclass(frozen=True)
class Act:
    """One line: what was done, by whom ("" for the system), when."""

    words: str
    actor: str
    at: datetime


@of_station
def history(request: HttpRequest, station: Station) -> HttpResponse:
    require(request, Verb.SEE_HISTORY, station)
    entries = HistoryEntry.objects.filter(station=station).select_related("actor")
    try:
        shown = page(entries, ("-pk",), request.GET.get("cursor"), PAGE)
    except BadCursor as error:
        raise Http404 from error
    context = station_context(request, station, "history") | {"page": shown, "acts": acts_of(shown.rows)}
    return render(request, "twin/history.html", context)


def acts_of(entries: list[HistoryEntry]) -> list[Act]:
    revisions = Revision.objects.in_bulk({e.subject_id for e in entries if e.subject_kind == "revision"})
    return [
        Act(
            wording.act(entry.verb, entry.subject_kind, _name(entry, revisions)),
            entry.actor.get_full_name() or entry.actor.get_username() if entry.actor else "",
            entry.at,
        )
        for entry in entries
    ]


def _name(entry: HistoryEntry, revisions: dict[int, Revision]) -> str:
    """What was acted on, as people call it."""
    revision = revisions.get(entry.subject_id) if entry.subject_kind == "revision" else None
    if revision is not None and entry.verb != "received":
        return f"{revision.discipline} {revision.label} ({revision.file_name})"
    kept = entry.after or entry.before or {}
    return next((str(kept[key]) for key in ("file", "code", "name") if kept.get(key)), "")
