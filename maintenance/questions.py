"""The manager's five questions, each with its answer, over how many it was counted, and how much is not known.

An answer without its base is an opinion: `n` is what was looked at, `unknown` the part of it about which the data says
nothing. Nothing is estimated. Names and links are the page's; here are counts, rows and the reason for each row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from assets.models import Asset, Organisation, Station
from maintenance import agenda, standstill
from maintenance.models import Placed, Source, WorkOrder

SOON = timedelta(days=60)
MOST_ROWS = 6

Fresh = Callable[[Sequence[Asset]], dict]
"""`maintenance.freshness.of_assets`: {asset id: Freshness}."""


@dataclass(frozen=True)
class Row:
    """One thing that makes the answer; `number` of `of` where it is a sum (a firm's late orders of its dated ones).

    `moment` is when it is due, or when it was said where `reported`.
    """

    order: WorkOrder | None = None
    asset: Asset | None = None
    firm: Organisation | None = None
    station: Station | None = None
    number: int = 0
    of: int = 0
    moment: datetime | None = None
    late: bool = False
    reported: bool = False


@dataclass(frozen=True)
class Answer:
    """`count` out of `n`; about `unknown` more the data does not say. `rows` are the first ones, the worst first."""

    key: str
    count: int
    n: int
    unknown: int
    rows: list[Row] = field(default_factory=list)
    also: int = 0
    watched: int = 0
    apart: int = 0


def answers(stations: QuerySet[Station], *, freshness: Fresh, at: datetime | None = None) -> list[Answer]:
    """The five, over `stations`."""
    now = at or timezone.now()
    orders = WorkOrder.objects.filter(station__in=stations).select_related(
        "station", "asset__location", "location__parent", "organisation", "source"
    )
    return [
        out_of_service(orders, stations),
        controls(orders, now),
        late_by_firm(orders, now),
        not_located(orders),
        to_verify_tomorrow(orders, freshness, now),
    ]


def out_of_service(orders: QuerySet[WorkOrder], stations: QuerySet[Station]) -> Answer:
    """Lifts and escalators that an open urgent corrective order says stand still, of all that a source speaks of.

    `also`: other equipment that stands still so. `watched`: lifts with such an order that still run. `apart`: lifts of
    stations without a source. Unknown: such orders that are on no equipment and whose words may be of a lift.
    """
    urgent = orders.filter(agenda.OPEN, kind=WorkOrder.Kind.CORRECTIVE, priority__in=agenda.URGENT)
    told = list(urgent.order_by("priority", "reported_at", "pk"))
    still = [order for order in told if order.asset and standstill.stops(order)]
    lifts = _first_of_each(order for order in still if order.asset.kind in agenda.LIFTS)
    others = _first_of_each(order for order in still if order.asset.kind not in agenda.LIFTS)
    asked_for = {order.asset_id for order in told if order.asset and order.asset.kind in agenda.LIFTS}
    all_lifts = Asset.objects.live().filter(station__in=stations, kind__in=agenda.LIFTS)
    followed = all_lifts.filter(_with_a_source()).count()
    shown = [*lifts.values(), *others.values()][:MOST_ROWS]
    return Answer(
        "out_of_service",
        count=len(lifts),
        n=followed,
        unknown=sum(order.asset is None and standstill.may_be_a_lift(order) for order in told),
        rows=[
            Row(order=order, asset=order.asset, moment=order.reported_at, reported=True) for order in shown
        ],
        also=len(others),
        watched=len(asked_for - set(lifts)),
        apart=all_lifts.count() - followed,
    )


def _first_of_each(orders: Iterable[WorkOrder]) -> dict[int, WorkOrder]:
    """The first order of each piece of equipment, by its id."""
    found: dict[int, WorkOrder] = {}
    for order in orders:
        found.setdefault(order.asset_id, order)
    return found


def _with_a_source() -> Q:
    """Of equipment: orders of its station come from somewhere, or would."""
    ordered = WorkOrder.objects.filter(station=OuterRef("station"))
    served = Source.objects.filter(station=OuterRef("station"), active=True)
    return Q(Exists(ordered)) | Q(Exists(served))


def controls(orders: QuerySet[WorkOrder], now: datetime) -> Answer:
    """Open inspections and preventive visits that are overdue or due within 60 days, of all that are open.

    `also`: those overdue. Unknown: those without a date.
    """
    open_ = orders.filter(agenda.OPEN, kind__in=agenda.CONTROLS)
    pressing = open_.filter(due_at__lt=now + SOON).order_by("due_at", "pk")
    return Answer(
        "controls",
        count=pressing.count(),
        n=open_.count(),
        unknown=open_.filter(due_at=None).count(),
        rows=[
            Row(order=order, asset=order.asset, moment=order.due_at, late=order.due_at < now)
            for order in pressing[:MOST_ROWS]
        ],
        also=open_.filter(due_at__lt=now).count(),
    )


def late_by_firm(orders: QuerySet[WorkOrder], now: datetime) -> Answer:
    """Open orders past their date, firm by firm, each beside how many it has with a date. Unknown: without a date.

    The rows name the station of the order that has waited longest.
    """
    open_ = orders.filter(agenda.OPEN)
    dated = open_.filter(due_at__isnull=False)
    late = Count("pk", filter=Q(due_at__lt=now))
    by_firm = dated.order_by().values("organisation").annotate(late=late, all=Count("pk")).filter(late__gt=0)
    firms = Organisation.objects.in_bulk([row["organisation"] for row in by_firm if row["organisation"]])
    worst = dated.filter(due_at__lt=now).order_by("due_at", "pk").first()
    rows = [
        Row(
            firm=firms.get(row["organisation"]),
            station=worst.station if worst else None,
            number=row["late"],
            of=row["all"],
            late=True,
        )
        for row in by_firm
    ]
    return Answer(
        "late_by_firm",
        count=dated.filter(due_at__lt=now).count(),
        n=dated.count(),
        unknown=open_.filter(due_at=None).count(),
        rows=sorted(rows, key=lambda row: (-row.number, row.of, row.firm is None, str(row.firm)))[:MOST_ROWS],
    )


def not_located(orders: QuerySet[WorkOrder]) -> Answer:
    """Open orders on nothing we know, of all open ones. `also`: those known by their room or level only."""
    open_ = orders.filter(agenda.OPEN)
    lost = open_.filter(agenda.UNLOCATED).order_by("priority", "due_at", "pk")
    return Answer(
        "not_located",
        count=lost.count(),
        n=open_.count(),
        unknown=0,
        rows=[
            Row(order=order, moment=order.due_at, late=agenda.is_late(order)) for order in lost[:MOST_ROWS]
        ],
        also=open_.filter(asset=None, location__isnull=False).exclude(placed=Placed.NONE).count(),
    )


def to_verify_tomorrow(orders: QuerySet[WorkOrder], freshness: Fresh, now: datetime) -> Answer:
    """Equipment whose data is not fresh, of all that stands in the rooms where work is planned tomorrow.

    Unknown: orders planned tomorrow that are in no room. `also`: open orders without a planned day.
    """
    open_ = orders.filter(agenda.OPEN)
    begins, ends = agenda.bounds_of(agenda.local_day(now) + timedelta(days=1))
    planned = list(open_.filter(scheduled_at__gte=begins, scheduled_at__lt=ends))
    rooms = {room for order in planned if (room := room_of(order)) is not None}
    there = list(
        Asset.objects.live().filter(location__in=rooms).select_related("station", "location__parent")
    )
    known = freshness(there)
    doubtful = [asset for asset in there if not is_fresh(known.get(asset.pk))]
    return Answer(
        "to_verify_tomorrow",
        count=len(doubtful),
        n=len(there),
        unknown=sum(room_of(order) is None for order in planned),
        rows=[
            Row(asset=asset, moment=getattr(known.get(asset.pk), "verified_at", None))
            for asset in doubtful[:MOST_ROWS]
        ],
        also=open_.filter(scheduled_at=None).count(),
    )


def room_of(order: WorkOrder):
    """The place in which the work is: that of its equipment, else its own."""
    return (order.asset.location if order.asset else None) or order.location


def is_fresh(freshness) -> bool:
    return freshness is not None and freshness.state == "fresh"
