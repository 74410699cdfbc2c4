"""Her orders as a list, and one order: first what is dangerous there, then what is to be done next."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, When
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from assets import permissions
from assets.models import Asset, Station
from assets.search import normalise, words
from maintenance import acts, evidence, hearing, scope, texts
from maintenance.models import Act, Evidence, OutboxMessage, Status, WorkOrder
from twin import came_of, cards, spreadsheets, zones
from twin.spreadsheets import Form
from twin.tables.orders import COLUMNS
from twin.tables.table import Column
from twin.traces import Question, Wish
from twin.views.access import signed_in
from twin.views.contractor import cards as writing
from twin.views.contractor import declared, traces
from twin.views.contractor.access import of_order
from twin.views.contractor.declare import keys_for

MOST = 200
FILTERS = {
    "todo": Q(status=Status.APPROVED, proposed="") | Q(proposed=Status.APPROVED),
    "doing": Q(status=Status.IN_PROGRESS, proposed="") | Q(proposed=Status.IN_PROGRESS),
    "waiting": Q(status=Status.WAITING, proposed="") | Q(proposed=Status.WAITING),
    "done": Q(status=Status.DONE, proposed="") | Q(proposed=Status.DONE),
}


@signed_in
def orders(request: HttpRequest) -> HttpResponse:
    """`?station=`: the operator's people come from a station and find the way back to it."""
    firm = permissions.contractor_of(request.user)
    station = None if firm else _station(request)
    own = _own(request, station)
    shown = _shown(request, own)
    context = {
        "rows": shown,
        "counts": {name: own.filter(filter_).count() for name, filter_ in _filters().items()},
        "total": own.count(),
        "state": _state(request),
        "search": request.GET.get("search", "").strip(),
        "stations": len({order.station_id for order in shown}),
        "now": timezone.now(),
        "firm": firm,
        "station": station,
    }
    return render(request, "twin/contractor/orders.html", context)


def orders_file(form: Form) -> Callable[..., HttpResponseBase]:
    """The view that hands over what the list shows, as a table: nothing of other firms is in it."""

    @signed_in
    def view(request: HttpRequest) -> HttpResponseBase:
        station = None if permissions.contractor_of(request.user) else _station(request)
        columns = [STATION, *COLUMNS]
        rows = (
            [column.said(order) for column in columns] for order in _shown(request, _own(request, station))
        )
        headings = [str(column.words) for column in columns]
        return spreadsheets.answer(form, gettext("work-orders"), gettext("My work orders"), headings, rows)

    return view


STATION = Column("station", gettext_lazy("Station"), lambda order: order.station.name)


def _own(request: HttpRequest, station: Station | None) -> QuerySet[WorkOrder]:
    own = scope.orders_to_do(request.user)
    return own.filter(station=station) if station else own


def _filters() -> dict[str, Q]:
    return FILTERS | {"late": Q(due_at__lt=timezone.now()) & ~FILTERS["done"]}


def _state(request: HttpRequest) -> str:
    state = request.GET.get("state", "")
    return state if state in _filters() else ""


def _shown(request: HttpRequest, own: QuerySet[WorkOrder]) -> list[WorkOrder]:
    state, search = _state(request), request.GET.get("search", "").strip()
    rows = own.filter(_filters()[state]) if state else own
    rows = rows.select_related(
        "station", "source", "asset__location__parent", "location__parent", "organisation"
    )
    return [order for order in _late_first(rows)[:MOST] if _holds(order, search)]


def _station(request: HttpRequest) -> Station | None:
    return permissions.stations_for(request.user).filter(code=request.GET.get("station", "")).first()


def _late_first(rows: QuerySet[WorkOrder]) -> QuerySet[WorkOrder]:
    """Late, then what is to be done, then what is done; each by priority and date. `done_at` comes along."""
    turn = Case(When(FILTERS["done"], then=2), When(due_at__lt=timezone.now(), then=0), default=1)
    told = Act.objects.filter(work_order=OuterRef("pk"), verb=Act.Verb.DONE).order_by("-pk")
    rows = rows.annotate(turn=turn, done_at=Subquery(told.values("at")[:1]))
    return rows.order_by("turn", "priority", "due_at", "pk")


def _holds(order: WorkOrder, search: str) -> bool:
    asset, place = order.asset, scope.place_of(order)
    named = f"{asset.code} {asset.name}" if asset else order.equipment_code
    text = normalise(f"{order.number} {order.title} {named} {place.label if place else order.place_text}")
    return all(word in text for word in words(search))


@dataclass(frozen=True)
class Draft:
    """What was typed into a form that was refused: it is not typed twice."""

    verb: str = ""
    text: str = ""
    reason: str = ""
    refusal: str = ""
    kept: tuple[Evidence, ...] = ()

    @property
    def in_a_form(self) -> bool:
        """Has this step a form of its own, in which the refusal is said?"""
        return self.verb in ("waits", "done", "reported")


@of_order
def order(request: HttpRequest, order: WorkOrder) -> HttpResponse:
    return order_page(request, order, Draft())


def _assets(order: WorkOrder) -> list[Asset]:
    """What may be broken there; a name that tells what is elsewhere is left out."""
    found = list(_what_may_be_broken_first(scope.assets_of(order))[:MOST])
    if order.asset is None and found:
        untold = zones.untold(order, {asset.name for asset in found})
        for asset in found:
            asset.name = "" if asset.name in untold else asset.name
    return found


def order_page(request: HttpRequest, order: WorkOrder, draft: Draft, status: int = 200) -> HttpResponse:
    known = acts.precautions_of(order)
    reading = acts.last_reading(order, by=request.user)
    has_read = acts.still_holds(reading, known)
    possible = acts.possible(order, by=request.user, read=has_read)
    reports = came_of.reports_of(order, request.user)
    context: dict[str, Any] = {
        "order": order,
        "cut_by": cards.for_order(order),
        "write_card": writing.address(request.user, order),
        "came_of": reports,
        "says": came_of.says(order, reports, request.user),
        "precautions": known,
        "digest": known.digest,
        "read": reading,
        "has_read": has_read,
        "possible": possible,
        "next": possible[0] if possible else "",
        "keys": {verb: str(uuid.uuid4()) for verb in possible},
        "draft": draft,
        "place": scope.place_of(order),
        "assets": _assets(order),
        "documents": scope.documents_of(order),
        "done": _told_to(request.user, order),
        "refused": _refused(request.user, order),
        "waiting": order.outbox.filter(state=OutboxMessage.State.WAITING).exists(),
        "silent": not hearing.of(order.source).up,
        "has_view": zones.is_drawn(order),
        "declared": declared.lines(request.user, order),
        "most_letters": texts.MOST,
        "now": timezone.now(),
        "accepts": "image/*,.heic,.heif,application/pdf",
        "firm": permissions.contractor_of(request.user),
    }
    if order.asset is not None:
        context["cut"] = traces.answered(order, Wish(order.asset.code, Question.CLOSE), by=request.user)
        context["cut"]["keys"] = traces.keys(  # these lead on from the order
            order, order.asset.code, flow=context["cut"]["told"].flow
        )
        context |= keys_for(request.user, order, order.asset) | {"asset": order.asset}
    return render(request, "twin/contractor/order.html", context, status=status)


def _what_may_be_broken_first(assets: QuerySet[Asset]) -> QuerySet[Asset]:
    """By code, what only lights or covers the place last."""
    seldom = Q(kind__startswith="light-fixture") | Q(kind__startswith="covering")
    return assets.annotate(seldom=Case(When(seldom, then=1), default=0)).order_by("seldom", "code")


def _told_to(user, order: WorkOrder) -> list[tuple[Any, list[Evidence]]]:
    """What was done, the newest first, with the photos that she may see."""
    seen = evidence.visible_to(user)
    told = order.acts.filter(scope.acts_for(user))
    done = told.order_by("-pk").select_related("by", "organisation").prefetch_related("evidence")
    allowed = set(
        seen.filter(pk__in=[each.pk for act in done for each in act.evidence.all()]).values_list(
            "pk", flat=True
        )
    )
    return [(act, [each for each in act.evidence.all() if each.pk in allowed]) for act in done]


def _refused(user, order: WorkOrder) -> OutboxMessage | None:
    """What the source did not accept, unless something was accepted after it."""
    hers = Act.objects.filter(scope.acts_for(user), work_order=order)
    told = order.outbox.filter(Q(act=None) | Q(act__in=hers))
    last = told.exclude(state=OutboxMessage.State.WAITING).order_by("-pk").first()
    return last if last is not None and last.state == OutboxMessage.State.REFUSED else None
