"""What is to be done in a station, and what of it is late: the selections that home, lists, pins and questions share.

Conditions are over `WorkOrder`. What people here asked an order to become (`proposed`) counts before what its source
said last, so that nobody is sent to work that a colleague has just finished.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from assets.models import Asset, Location
from maintenance.models import ENDED, Placed, Status, WorkOrder

LIFTS = (
    "transport-element-elevator",
    "transport-element-escalator",
    "transport-element-movingwalkway",
)
"""Kinds of equipment that carry people between levels."""

CONTROLS = (WorkOrder.Kind.INSPECTION, WorkOrder.Kind.PREVENTIVE)
URGENT = (WorkOrder.Priority.P1, WorkOrder.Priority.P2)

OPEN = Q(gone_at=None) & (
    (Q(proposed="") & ~Q(status__in=ENDED)) | (~Q(proposed="") & ~Q(proposed__in=ENDED))
)
UNLOCATED = Q(asset=None, location=None, placed=Placed.NONE)
"""Nobody and nothing has said where: not even that it is about nothing here."""
NOWHERE = Q(asset=None, location=None)
"""On nothing that could be shown, whether somebody said so or not. (Also of fault reports.)"""


def in_progress() -> Q:
    """Somebody is at it."""
    begun = Status.IN_PROGRESS
    return OPEN & (Q(proposed=begun) | Q(proposed="", status=begun))


def is_open(order: WorkOrder) -> bool:
    """`OPEN` for one order that is loaded."""
    return order.gone_at is None and order.shown_status not in ENDED


def late(at: datetime | None = None) -> Q:
    """Open, and the moment it was promised for has passed."""
    return OPEN & Q(due_at__lt=at or timezone.now())


def is_late(order: WorkOrder, at: datetime | None = None) -> bool:
    """`late` for one order that is loaded."""
    return is_open(order) and order.due_at is not None and order.due_at < (at or timezone.now())


def planned_on(day: date) -> Q:
    """Open, and to be begun or to be finished on that day of the station's clock."""
    begins, ends = bounds_of(day)
    planned = Q(scheduled_at__gte=begins, scheduled_at__lt=ends)
    return OPEN & (planned | Q(due_at__gte=begins, due_at__lt=ends))


def for_today(at: datetime | None = None) -> Q:
    """Planned for the day of the moment, or begun and not ended."""
    return planned_on(local_day(at)) | in_progress()


def bounds_of(day: date) -> tuple[datetime, datetime]:
    """From midnight to midnight of the station's clock: 23 or 25 hours when it is changed that night."""
    zone = timezone.get_default_timezone()
    return (
        datetime.combine(day, time.min, tzinfo=zone),
        datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone),
    )


def local_day(at: datetime | None = None) -> date:
    return timezone.localtime(at or timezone.now(), timezone.get_default_timezone()).date()


def about(asset: Asset) -> Q:
    return Q(asset=asset)


def within(location: Location) -> Q:
    """In the place itself, in a room of it, or on equipment that stands there."""
    paths = [f"{first}{deeper}" for first in ("location", "asset__location") for deeper in _DEEPER]
    condition = Q()
    for path in paths:
        condition |= Q(**{path: location})
    return condition


_DEEPER = ("", "__parent", "__parent__parent")
