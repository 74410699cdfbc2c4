"""Orders of a station: the list, one order with what people here do about it, and the cards that a pin opens."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from assets.models import Location, Organisation, Station
from assets.permissions import Verb
from maintenance import acts, agenda, hearing, notes, requests, scope
from maintenance.models import Act, Source, WorkOrder
from twin import came_of, wording
from twin.pagination import BadCursor, page
from twin.sheets import orders as work
from twin.tables.table import Chip
from twin.views.access import of_station, require, station_context

PAGE = 40
MOST_CARDS = 30
NO_DATE = "9999"
URGENT = "urgent"  # as a priority of the address: the first two


@of_station
def order_list(request: HttpRequest, station: Station) -> HttpResponse:
    require(request, Verb.SEE_ORDERS, station)
    seen = scope.orders_for(request.user).filter(station=station)
    rows, chips = filtered(seen, station, request)
    try:
        shown = page(_ranked(rows), ("priority", "due_text", "pk"), request.GET.get("cursor"), PAGE)
    except BadCursor as error:
        raise Http404 from error
    context = {
        "page": shown,
        "chips": chips,
        "total": rows.count(),
        "chosen": request.GET,
        "states": STATES,
        "priorities": WorkOrder.Priority.choices,
        "kinds": WorkOrder.Kind.choices,
        "firms": Organisation.objects.filter(work_orders__in=seen).distinct(),
        "silent": work.silent_sources(shown.rows),
        "sources": _sources(seen),
    }
    return render(request, "twin/order_list.html", station_context(request, station, "orders") | context)


def _ranked(rows: QuerySet[WorkOrder]) -> QuerySet[WorkOrder]:
    """By priority, then by date, those without one last: a text, because a page mark holds texts and numbers only."""
    due = Coalesce(Cast("due_at", CharField(max_length=40)), Value(NO_DATE))
    return rows.annotate(due_text=due)


def _sources(seen: QuerySet[WorkOrder]) -> list[hearing.Hearing]:
    sources = Source.objects.filter(workorders__in=seen).distinct()
    return [hearing.of(source) for source in sources.order_by("pk")]


STATES = {
    "open": gettext_lazy("open"),
    "late": gettext_lazy("late"),
    "today": gettext_lazy("for today"),
    "progress": gettext_lazy("in progress"),
    "ended": gettext_lazy("ended"),
    "all": gettext_lazy("all"),
}


def _state(name: str) -> Q:
    return {
        "open": agenda.OPEN,
        "late": agenda.late(),
        "today": agenda.for_today(),
        "progress": agenda.in_progress(),
        "ended": ~agenda.OPEN,
        "all": Q(),
    }[name]


def filtered(
    seen: QuerySet[WorkOrder], station: Station, request: HttpRequest
) -> tuple[QuerySet[WorkOrder], list[Chip]]:
    """The orders that the address asks for (the open ones, when it says nothing), and the chips that say so."""
    asked = request.GET
    state = asked.get("state", "open")
    state = state if state in STATES else "open"
    rows = seen.filter(_state(state)).select_related(
        "source", "organisation", "asset", "location__parent", "station"
    )
    chips = [Chip("state", str(STATES[state]))] if state != "open" else []
    for word in asked.get("search", "").split():
        rows = rows.filter(
            Q(title__icontains=word) | Q(number__icontains=word) | Q(asset__code__icontains=word)
        )
    if asked.get("search", "").strip():
        chips.append(Chip("search", wording.quoted(asked["search"].strip())))
    if (priority := asked.get("priority")) == URGENT:
        rows = rows.filter(priority__in=agenda.URGENT)
        chips.append(Chip("priority", gettext("urgent (P1, P2)")))
    elif priority in WorkOrder.Priority.values:
        rows = rows.filter(priority=priority)
        chips.append(Chip("priority", f"{priority} · {WorkOrder.Priority(priority).label}"))
    if kinds := [kind for kind in asked.getlist("kind") if kind in WorkOrder.Kind.values]:
        rows = rows.filter(kind__in=kinds)
        chips.append(Chip("kind", ", ".join(str(WorkOrder.Kind(kind).label) for kind in kinds)))
    if firm := _firm(seen, asked.get("firm", "")):
        rows = rows.filter(organisation=firm)
        chips.append(Chip("firm", firm.name))
    if asked.get("located") == "no":
        rows = rows.filter(agenda.UNLOCATED)
        chips.append(Chip("located", gettext("not located")))
    if (days := asked.get("days", "")).isdecimal() and len(days) < 4:
        rows = rows.filter(due_at__lt=timezone.now() + timedelta(days=int(days)))
        chips.append(Chip("days", gettext("due within %(days)s days") % {"days": days}))
    if place := Location.objects.filter(station=station, code=asked.get("place", "")).first():
        rows = rows.filter(agenda.within(place))
        chips.append(Chip("place", place.label))
    return rows, chips


def _firm(seen: QuerySet[WorkOrder], pk: str) -> Organisation | None:
    known = Organisation.objects.filter(work_orders__in=seen)
    return known.filter(pk=pk).first() if pk.isdecimal() and len(pk) < 19 else None


@of_station
def order(request: HttpRequest, station: Station, pk: int) -> HttpResponse:
    found = _order_or_404(request, station, pk)
    return render(
        request, "twin/order.html", station_context(request, station, "orders") | _shown(request, found)
    )


def _order_or_404(request: HttpRequest, station: Station, pk: int) -> WorkOrder:
    require(request, Verb.SEE_ORDERS, station)
    found = (
        scope.orders_for(request.user)
        .filter(station=station, pk=pk)
        .select_related("source", "organisation", "asset__location__parent", "location__parent", "station")
        .first()
    )
    if found is None:
        raise Http404
    return found


def _shown(request: HttpRequest, found: WorkOrder) -> dict[str, Any]:
    heard = hearing.of(found.source)
    reports = came_of.reports_of(found, request.user)
    return {
        "order": found,
        "came_of": reports,
        "says": came_of.says(found, reports, request.user),
        "silent": [] if heard.up else [heard],
        "acts": found.acts.select_related("by", "organisation").prefetch_related("evidence"),
        "waiting": found.outbox.filter(state="waiting").count(),
        "refused": found.outbox.filter(state="refused").order_by("-pk").first(),
        "do_it": _where_it_is_done(request.user, found) if heard.up else "",
    }


def _where_it_is_done(user, found: WorkOrder) -> str:
    """The page with what is dangerous there and the keys to start and finish; nothing when it is not hers to do."""
    if not set(acts.possible(found, by=user)) - {Act.Verb.REPORTED}:
        return ""
    try:
        return reverse("work_order", args=[found.pk])
    except NoReverseMatch:
        return ""


@of_station
def cards(request: HttpRequest, station: Station) -> HttpResponse:
    """`?orders=1,2&requests=3&notes=4`: what a pin of the 3D opens; what she may not see is left out."""
    require(request, Verb.SEE_ORDERS, station)
    asked = {name: _ids(request, name) for name in ("orders", "requests", "notes")}
    seen = scope.orders_for(request.user).filter(station=station, pk__in=asked["orders"][:MOST_CARDS])
    found = list(
        seen.select_related("source", "organisation", "asset", "location__parent", "station").order_by(
            "priority", "due_at", "pk"
        )
    )
    said = notes.for_user(request.user).filter(station=station, pk__in=asked["notes"][:MOST_CARDS])
    reports = requests.open_requests().filter(station=station, pk__in=asked["requests"][:MOST_CARDS])
    context = {
        "station": station,
        "orders": found,
        "reports": reports,
        "total": len(found) + len(reports) + len(said),
        "left_out": sum(len(numbers[MOST_CARDS:]) for numbers in asked.values()),
        "notes": said,
        "silent": work.silent_sources(found),
    }
    return render(request, "twin/order_cards.html", context)


def _ids(request: HttpRequest, name: str) -> list[int]:
    said = request.GET.get(name, "").split(",")
    return [int(each) for each in said if each.isdecimal() and len(each) < 19]
