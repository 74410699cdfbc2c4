"""A person's day in a station: hers, late, for today, asked for, and to verify on the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from assets.models import Asset, Location, Station
from maintenance import agenda, questions, scope
from maintenance.models import Change, Declaration, Request, WorkOrder

MOST, MOST_REQUESTS, MOST_DECLARATIONS = 6, 8, 8
MOST_ROOMS, MOST_IN_A_ROOM = 3, 5
FABRIC = (
    "window",
    "door",
    "covering",
    "furniture",
    "furnishing",
    "railing",
    "system-furniture",
    "shading-device",
)
"""Beginnings of kinds that nobody verifies in passing."""


@dataclass(frozen=True)
class Some:
    """The first orders of a kind, and how many there are in all."""

    orders: list[WorkOrder]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.orders)


@dataclass(frozen=True)
class Day:
    """`mine`: hers to do, late or not; the others' follow. `urgent`: neither late nor for today.

    `near`: equipment to verify in the rooms of these orders. `declarations` are her own, the newest first;
    verifications that were taken at once are not among them.
    """

    mine: Some
    late: Some
    today: Some
    urgent: Some
    open_total: int
    requests: list[Request]
    declarations: list[Declaration] = field(default_factory=list)
    near: list[tuple[Location, list[Asset]]] = field(default_factory=list)


def of(
    user,
    station: Station,
    orders: QuerySet[WorkOrder],
    freshness: Mapping[int, object],
    at: datetime | None = None,
) -> Day:
    """`orders` are those she may see of the station; each of them is in one list only, the first that fits."""
    now = at or timezone.now()
    open_ = orders.filter(agenda.OPEN)
    hers = scope.orders_to_do(user).values("pk")
    mine = _some(open_.filter(pk__in=hers))
    others = open_.exclude(pk__in=hers)
    late = _some(others.filter(agenda.late(now)))
    punctual = others.exclude(agenda.late(now))
    today = _some(punctual.filter(agenda.for_today(now)))
    urgent = _some(punctual.exclude(agenda.for_today(now)).filter(priority__in=agenda.URGENT))
    return Day(
        mine,
        late,
        today,
        urgent,
        open_.count(),
        list(_requests_of(user, station)),
        list(_declarations_of(user, station)),
        _near([*mine.orders, *late.orders, *today.orders, *urgent.orders], freshness),
    )


def _some(orders: QuerySet[WorkOrder]) -> Some:
    return Some(list(orders.order_by("priority", "due_at", "pk")[:MOST]), orders.count())


def _requests_of(user, station: Station) -> QuerySet[Request]:
    mine = Request.objects.filter(author=user, station=station)
    return mine.select_related("asset", "location", "work_order", "source").order_by("-pk")[:MOST_REQUESTS]


def _declarations_of(user, station: Station) -> QuerySet[Declaration]:
    mine = Declaration.objects.filter(author=user, station=station).exclude(state=Declaration.State.WITHDRAWN)
    told = mine.filter(changes__isnull=False).exclude(changes__verdict=Change.Verdict.TAKEN).distinct()
    return (
        told.select_related("asset", "station", "author")
        .prefetch_related("changes")
        .order_by("-pk")[:MOST_DECLARATIONS]
    )


def _near(orders: list[WorkOrder], freshness: Mapping[int, object]) -> list[tuple[Location, list[Asset]]]:
    """Only equipment of the rooms where she goes anyway, what she goes for first; no windows, no chairs."""
    rooms = {room.pk: room for order in orders if (room := questions.room_of(order)) is not None}
    assets = Asset.objects.live().filter(location__in=rooms).order_by("code")
    ordered = {order.asset_id for order in orders}
    doubtful = [asset for asset in assets if not questions.is_fresh(freshness.get(asset.pk))]
    doubtful = [asset for asset in doubtful if not asset.kind.startswith(FABRIC)]
    doubtful.sort(key=lambda asset: asset.pk not in ordered)
    counted = Counter(asset.location_id for asset in doubtful)
    return [
        (rooms[pk], [asset for asset in doubtful if asset.location_id == pk][:MOST_IN_A_ROOM])
        for pk, _count in counted.most_common(MOST_ROOMS)
    ]
