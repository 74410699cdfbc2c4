"""One connection to confirm, as a page and beside the 3D, what is decided there, and all of them for the 3D."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from assets import proposals
from assets.models import ConnectionProposal, HistoryEntry, Station
from assets.permissions import Verb
from assets.proposals import State
from twin import drawn_proposals, past_acts, proposed
from twin.views.access import of_station, require, station_context
from twin.views.connections import back

MOST_ACTS = 20


@of_station
def proposal(request: HttpRequest, station: Station, pk: int) -> HttpResponse:
    """A page, or the fragment that a mark in the 3D opens. `?state=&class=&medium=&within=`: by which list it was
    reached."""
    require(request, Verb.RELEASE, station)
    return _shown(request, station, _found(station, pk))


@of_station
def drawn(request: HttpRequest, station: Station) -> HttpResponse:
    """For the 3D: what the same filter shows, and `&one=` of them whatever has become of it."""
    require(request, Verb.RELEASE, station)
    one = request.GET.get("one", "")
    told = drawn_proposals.as_json(
        station, proposed.rule_of(request.GET), int(one) if one.isdecimal() and len(one) < 19 else None
    )
    answer = JsonResponse(told)
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


@require_POST
@of_station
def decide(request: HttpRequest, station: Station, pk: int) -> HttpResponse:
    """`state`: confirmed, refused, or proposed again. Beside the 3D and on its page it is shown as it stands then."""
    require(request, Verb.RELEASE, station)
    row, state = _found(station, pk), request.POST.get("state", "")
    done, refusal = "", ""
    try:
        if state not in State.values:
            raise proposals.Overtaken
        proposals.decide(row, state, by=request.user)
        done = proposed.done_words(state, 1)
    except proposals.CannotBe:
        refusal = gettext("These two cannot be joined: only the model can be put right.")
    except proposals.Overtaken:
        refusal = gettext("Somebody else was faster: it is shown as it stands now.")
    if request.headers.get("HX-Request"):
        row = _found(station, pk)
        answer = _shown(request, station, row, done=done, refusal=refusal)
        answer.headers["HX-Trigger"] = json.dumps({"proposal-decided": {"id": pk, "state": row.state}})
        return answer
    (messages.error if refusal else messages.success)(request, refusal or done)
    if request.POST.get("from") == "page":
        return redirect(drawn_proposals.page(station, pk, request.GET.urlencode()))
    return back(request, station)


def _found(station: Station, pk: int) -> ConnectionProposal:
    return get_object_or_404(proposals.of(station), pk=pk)


def _shown(request: HttpRequest, station: Station, row: ConnectionProposal, **said: str) -> HttpResponse:
    rule = proposed.rule_of(request.GET)
    (line,) = proposed.lines([row])
    context = said | {
        "station": station,
        "line": line,
        "query": request.GET.urlencode(),
        "in_3d": drawn_proposals.in_3d(station, rule, row.pk),
        "acts": _acts(station, row),
        **_next(station, rule, row),
    }
    if request.headers.get("HX-Request"):
        return render(request, "twin/connections/_proposal.html", context)
    page = station_context(request, station, "connections")
    return render(request, "twin/connections/proposal.html", page | context)


def _acts(station: Station, row: ConnectionProposal) -> list[past_acts.Act]:
    """What was decided of it, the last first."""
    kept = HistoryEntry.objects.filter(station=station, subject_kind=row._meta.model_name, subject_id=row.pk)
    return past_acts.acts_of(station, list(kept.select_related("actor").order_by("-number")[:MOST_ACTS]))


def _next(station: Station, rule: proposals.Rule, row: ConnectionProposal) -> dict[str, Any]:
    """The one that waits after it in the list, else the first, and how many wait besides."""
    waiting = proposals.alike(station, replace(rule, state=State.PROPOSED)).exclude(pk=row.pk)
    after = waiting.filter(Q(apart__gt=row.apart) | Q(apart=row.apart, pk__gt=row.pk)).first()
    following = after or waiting.first()
    if following is None:
        return {"waiting": 0}
    (line,) = proposed.lines([following])
    address = drawn_proposals.page(
        station, following.pk, proposed.query_of(replace(rule, state=State.PROPOSED))
    )
    return {"waiting": waiting.count(), "next": line, "next_address": address}
