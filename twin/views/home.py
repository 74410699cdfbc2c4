"""Homes: a person's day in a station, and the manager's five questions over her stations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from assets import permissions
from assets.models import Membership, Station
from assets.permissions import Verb
from maintenance import day, freshness, hearing, notes, questions, scope
from maintenance.models import Source, WorkOrder
from twin import desk
from twin.questions import worded
from twin.views.access import of_station, require, signed_in, station_context


@of_station
def today(request: HttpRequest, station: Station) -> HttpResponse:
    require(request, Verb.SEE_ORDERS, station)
    orders = scope.orders_for(request.user).filter(station=station)
    orders = orders.select_related("source", "organisation", "asset__location", "location__parent", "station")
    known = freshness.of_station(station)
    mine = notes.for_user(request.user).filter(station=station, resolved_at=None, addressed_to=request.user)
    context = {
        "day": day.of(request.user, station, orders, known),
        "for_me": list(mine[:8]),
        "fresh": freshness_counts(known),
        "sources": sources_of([station]),
    }
    return render(request, "twin/today.html", station_context(request, station, "today") | context)


def freshness_counts(known: dict) -> list[tuple[str, int, int]]:
    """(state, how many, per cent of all), in the order in which they are to be read."""
    counted = Counter(str(each.state) for each in known.values())
    total = sum(counted.values())
    return [(state, counted[state], round(100 * counted[state] / total)) for state in ORDER if total]


ORDER = ("fresh", "due_soon", "to_verify", "never")


def sources_of(stations: Iterable[Station]) -> list[hearing.Hearing]:
    """The systems that know these stations, answering or not."""
    known = WorkOrder.objects.filter(station__in=stations).values("source")
    serving = Source.objects.filter(Q(pk__in=known) | Q(station__in=stations), active=True)
    return [hearing.of(source) for source in serving]


@signed_in
def manager(request: HttpRequest) -> HttpResponse:
    """`?station=`: one of hers; without it, all of them."""
    hers = permissions.stations_where(request.user, Verb.MANAGE).lasting()
    if not hers.exists():
        raise Http404
    chosen = hers.filter(code=request.GET.get("station", "")).first()
    asked = hers.filter(pk=chosen.pk) if chosen else hers
    answers = questions.answers(asked, freshness=freshness.of_assets)
    context = {
        "answers": [worded(answer, chosen) for answer in answers],
        "stations": hers.filter(workorders__isnull=False).distinct(),
        "chosen": chosen,
        "to_confirm": desk.to_confirm(request.user, asked),
        "silent": [heard for heard in sources_of(asked) if not heard.up],
    }
    return render(request, "twin/manager.html", context)


def first_page(user) -> str:
    """The name of the page where a person begins: a contractor at her work, a manager at her questions."""
    if permissions.only_works(user):
        return "work"
    return "manager" if Membership.Role.MANAGER in permissions.roles(user) else "portfolio"
