"""Is another system answering, and when did we hear of it last: said beside everything that comes from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from maintenance.models import Source, WorkOrder

SILENT_AFTER = timedelta(minutes=15)
"""A source that is asked every minute and has said nothing for so long is not answering, whatever the reason."""


@dataclass(frozen=True)
class Hearing:
    """`up`: it answered when asked last. `heard_at` is None when it never did. `reason` is a sentence or empty."""

    source: Source
    up: bool
    heard_at: datetime | None
    reason: str = ""


def of(source: Source, at: datetime | None = None) -> Hearing:
    now = at or timezone.now()
    heard = source.last_success_at
    failing = bool(source.last_error_at and (heard is None or source.last_error_at > heard))
    silent = heard is None or now - heard > SILENT_AFTER
    up = source.active and not failing and not silent
    return Hearing(source, up, heard, "" if up else source.last_error)


def updated_at(order: WorkOrder) -> datetime | None:
    """When what stands here was last known to be what its source says: a pull that brings nothing new tells so too."""
    moments = [moment for moment in (order.retrieved_at, order.source.last_success_at) if moment]
    return max(moments, default=None)
