"""What is to be done and what people say about one thing, as the reader may see it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from assets import permissions
from assets.models import Asset, Location, Station
from assets.permissions import Verb
from maintenance import agenda, hearing, notes, requests, scope
from maintenance.models import Note, Request, WorkOrder
from twin.sheets.sheet import Sheet

MOST, MOST_DONE = 12, 3
MOST_LOOKED_AT = 100  # an escalator collects more in a year; what moved last is what is asked for


@dataclass(frozen=True)
class Work:
    """Open orders, requests without an order and unsettled notes on one thing, and how many orders are in its room.

    `may_report`: a fault of a place; that of equipment has its key beside the others that declare.
    """

    station: Station
    code: str
    orders: list[WorkOrder]
    requests: list[Request]
    notes: list[Note]
    done: list[WorkOrder]
    silent: list[hearing.Hearing]
    room: Location | None = None
    in_room: int = 0
    may_report: bool = False
    may_note: bool = False
    is_place: bool = False
    known: bool = True


def on(sheet: Sheet, user) -> Work | None:
    """None for who sees no orders of the station, and for what is neither equipment nor a place."""
    station, asset, location = sheet.station, sheet.asset, sheet.location
    if not permissions.may(user, Verb.SEE_ORDERS, station) or (asset is None and location is None):
        return None
    subject = agenda.about(asset) if asset else agenda.within(location)
    orders = _orders(user, station)
    lately = orders.filter(subject).order_by("-changed_at")[:MOST_LOOKED_AT]
    open_ = sorted(filter(agenda.is_open, lately), key=_worst_first)[:MOST]
    where = Q(asset=asset) if asset else Q(location=location)
    room = asset.location if asset else None
    return Work(
        station=station,
        code=sheet.code,
        orders=open_,
        requests=list(requests.open_requests().filter(where)[:MOST]),
        notes=list(notes.open_on(notes.for_user(user), asset=asset, location=location)[:MOST]),
        done=[order for order in lately if not agenda.is_open(order)][:MOST_DONE],
        silent=silent_sources(open_),
        room=room,
        in_room=orders.filter(agenda.OPEN, agenda.within(room)).exclude(asset=asset).count() if room else 0,
        may_report=asset is None and permissions.may(user, Verb.REPORT, station),
        may_note=permissions.may(user, Verb.NOTE, station),
        is_place=asset is None,
    )


def report_address(user, asset: Asset) -> str:
    """Where a fault of it is reported; "" for who may not."""
    if not permissions.may(user, Verb.REPORT, asset.station):
        return ""
    return f"{reverse('report', args=[asset.station.code])}?{urlencode({'code': asset.code})}"


def _worst_first(order: WorkOrder) -> tuple:
    return order.priority, order.due_at is None, order.due_at or order.created_at, order.pk


def _orders(user, station: Station):
    seen = scope.orders_for(user).filter(station=station)
    return seen.select_related("source", "organisation", "asset", "location__parent", "station")


def silent_sources(orders) -> list[hearing.Hearing]:
    """Of the systems these orders come from, those that do not answer; each once."""
    sources = {order.source_id: order.source for order in orders}
    return [heard for source in sources.values() if not (heard := hearing.of(source)).up]
