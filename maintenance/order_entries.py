"""What the history says of the orders of a page: kept while its rows are written, and written when all of them are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assets import history
from assets.models import Station
from maintenance.models import WorkOrder


@dataclass(frozen=True)
class OrderEntry:
    """As the order stood at that moment: a later record of the page may say something else."""

    verb: str
    order: WorkOrder
    station: Station
    before: dict[str, str] | None
    after: dict[str, str]

    @classmethod
    def of(cls, verb: str, order: WorkOrder, *, before: str | None = None) -> OrderEntry:
        was = {"status": before} if before is not None else None
        now = {"name": f"{order.number} {order.title}"[:200], "status": order.status}
        return cls(verb, order, order.station, was, now)


def write(entries: Iterable[OrderEntry]) -> None:
    """Station by station: two sources that speak of the same stations hold their histories in one order."""
    for each in sorted(entries, key=lambda entry: entry.station.pk):
        history.record(each.verb, each.order, station=each.station, before=each.before, after=each.after)
