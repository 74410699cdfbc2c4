"""The systems that orders come from: how they are, what they said, what they refused. For stewards and managers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from assets import permissions
from assets.models import Station
from assets.permissions import Verb
from maintenance import dead_letters, placing, remembered, sending, source_health, tasks
from maintenance.api.sources import sources_of
from maintenance.models import DeadLetter, OutboxMessage, Placed, Source
from twin.views.access import of_station, require, station_context

SYNCS, LETTERS, MESSAGES = 8, 20, 20
BY_ITSELF = (Placed.CODE, Placed.ALIAS, Placed.NAME, Placed.ROOM)


@of_station
def sources(request: HttpRequest, station: Station) -> HttpResponse:
    require(request, Verb.SEE_SOURCES, station)
    shown = [_shown(source, station) for source in sources_of(station)]
    context = station_context(request, station, "sources") | {
        "sources": shown,
        "may_place": permissions.may(request.user, Verb.PLACE, station),
    }
    return render(request, "twin/sources.html", context)


def _shown(source: Source, station: Station) -> dict[str, Any]:
    outbox = OutboxMessage.objects.filter(source=source).select_related("work_order", "request")
    letters = DeadLetter.objects.filter(source=source, resolved_at=None)
    waiting = outbox.filter(state=OutboxMessage.State.WAITING)
    refused = outbox.filter(state=OutboxMessage.State.REFUSED).order_by("-pk")
    return {
        "source": source,
        "paused": source_health.paused(source),
        "waiting": waiting[:MESSAGES],
        "waiting_count": waiting.count(),
        "refused": [each for each in refused[: 5 * MESSAGES] if _of(each, station)][:MESSAGES],
        "letters": letters[:LETTERS],
        "letter_count": letters.count(),
        "syncs": source.syncs.all()[:SYNCS],
        "placing": _placing(source, station),
        "remembered": remembered.of(source, station),
    }


def _of(message: OutboxMessage, station: Station) -> bool:
    about = message.work_order or message.request
    return about is None or about.station_id == station.pk


def _placing(source: Source, station: Station) -> dict[str, Any]:
    """How many orders of the station stand where they belong, and by what they got there."""
    figures = placing.figures(source, station)
    total, by, exact = figures["orders"], figures["by"], figures["room_or_better"]
    by_itself = sum(by[how] for how in BY_ITSELF)
    return {
        "total": total,
        "by_itself": by_itself,
        "in_room": round((exact or 0) * total),
        "share": round(100 * by_itself / total) if total else None,
        "exact": None if exact is None else round(100 * exact),
        "by": [(how.value, how.label, by[how]) for how in Placed if how != Placed.NONE],
        "nowhere": by["none"],
    }


@require_POST
@of_station
def source_pull(request: HttpRequest, station: Station, pk: int) -> HttpResponse:
    require(request, Verb.SEE_SOURCES, station)
    source = get_object_or_404(sources_of(station), pk=pk)
    tasks.ask_to_pull(source, by=request.user)
    messages.success(request, gettext("The other system is being asked: what it says is here in a moment."))
    return redirect("sources", code=station.code)


@require_POST
@of_station
def letter_replay(request: HttpRequest, station: Station, pk: int) -> HttpResponse:
    letter = _letter(request, station, pk)
    if dead_letters.replay(letter, by=request.user):
        messages.success(request, gettext("It was read again and came in."))
    else:
        messages.error(
            request, gettext("It was read again and still cannot be taken in: the reason stands below.")
        )
    return redirect("sources", code=station.code)


@require_POST
@of_station
def letter_dismiss(request: HttpRequest, station: Station, pk: int) -> HttpResponse:
    letter = _letter(request, station, pk)
    reason = request.POST.get("reason", "").strip()
    if not reason:
        messages.error(request, gettext("Say in a few words why it can be left: somebody will ask one day."))
    elif dead_letters.dismiss(letter, by=request.user, reason=reason):
        messages.success(request, gettext("It is set aside, with your reason in the history."))
    return redirect("sources", code=station.code)


@require_POST
@of_station
def message_again(request: HttpRequest, station: Station, pk: int) -> HttpResponse:
    require(request, Verb.SEE_SOURCES, station)
    rows = OutboxMessage.objects.filter(source__in=sources_of(station)).select_related(
        "work_order", "request"
    )
    message = get_object_or_404(rows, pk=pk)
    if _of(message, station) and sending.send_again(message, by=request.user):
        messages.success(request, gettext("It is being sent again."))
    return redirect("sources", code=station.code)


def _letter(request: HttpRequest, station: Station, pk: int) -> DeadLetter:
    require(request, Verb.SEE_SOURCES, station)
    letters = DeadLetter.objects.filter(source__in=sources_of(station), resolved_at=None)
    return get_object_or_404(letters.select_related("source"), pk=pk)
