"""The outbox as a queue: which messages are due, who holds one, and how its delivery ended.

A message is held while it is being delivered by moving its `next_at`: whoever moved it from the value he read has it,
and every later word about it asks for the value he wrote. Who is killed loses the hold when it runs out.
"""

from __future__ import annotations

import logging
import random
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_noop

from assets import history
from assets.models import Station
from maintenance.connectors.base import Received, TemporaryError
from maintenance.models import OutboxMessage, Request, Source, WorkOrder
from maintenance.receiving import take_one

log = logging.getLogger(__name__)

RETRY_SECONDS, TRIES = 30.0, 6
SIX_TIMES = gettext_noop("The other system failed {tries} times: {reason}")

Kind = OutboxMessage.Kind
State = OutboxMessage.State


class LostHold(Exception):
    """Another process has the message now."""


def due(source: Source, *, but: set[int]) -> list[OutboxMessage]:
    """Those that are due and have no older one of the same order or request before them, the oldest first."""
    now = timezone.now()
    found: list[OutboxMessage] = []
    before: set[tuple[str, int]] = set()
    rows = OutboxMessage.objects.filter(source=source, state=State.WAITING).order_by("pk")
    for message in rows.select_related("work_order", "request", "act__organisation", "source"):
        about = _about(message)
        free = about is None or about not in before
        if free and message.next_at <= now and message.pk not in but:
            found.append(message)
        if about is not None:
            before.add(about)
    return found


def _about(message: OutboxMessage) -> tuple[str, int] | None:
    if message.work_order_id:
        return "order", message.work_order_id
    return ("request", message.request_id) if message.request_id else None


def hold(message: OutboxMessage) -> bool:
    """Take it, or keep it a while longer. False when somebody else has it."""
    until = timezone.now() + timedelta(seconds=settings.OUTBOX_HOLD_SECONDS)
    mine = OutboxMessage.objects.filter(pk=message.pk, state=State.WAITING, next_at=message.next_at)
    if not mine.update(next_at=until):
        return False
    message.next_at = until
    return True


def keep(message: OutboxMessage) -> None:
    """Before each thing that is written over there."""
    if not hold(message):
        raise LostHold


# How it ended


@transaction.atomic
def arrived(message: OutboxMessage, record: Received | None) -> None:
    now = timezone.now()
    mine = OutboxMessage.objects.filter(pk=message.pk, state=State.WAITING, next_at=message.next_at)
    if not mine.update(state=State.DELIVERED, delivered_at=now, reason="", attempts=F("attempts") + 1):
        raise LostHold
    if record is not None:
        take_one(message.source, record)
    _nothing_more_is_asked(message)


@transaction.atomic
def refuse(message: OutboxMessage, reason: str) -> None:
    """The act stays as a note; what was asked for is no longer shown as coming."""
    mine = OutboxMessage.objects.filter(pk=message.pk, state=State.WAITING, next_at=message.next_at)
    if not mine.update(state=State.REFUSED, reason=reason, attempts=F("attempts") + 1):
        return
    if message.request_id:
        Request.objects.filter(pk=message.request_id).update(state=Request.State.REFUSED, reason=reason[:500])
    _nothing_more_is_asked(message)
    after = {"name": _name(message), "kind": message.kind, "reason": reason}
    history.record("refused", message, station=_station(message), after=after)
    log.info("outbox %s (%s): refused: %s", message.pk, message.kind, reason)


def _nothing_more_is_asked(message: OutboxMessage) -> None:
    """After the last word about an order's state, its source's own state is shown again."""
    if message.kind != Kind.STATUS:
        return
    # Whoever acts on the order meanwhile has either asked already, or asks after this.
    order = WorkOrder.objects.select_for_update(no_key=True).filter(pk=message.work_order_id)
    if order.first() is None:
        return
    asked = OutboxMessage.objects.filter(work_order=message.work_order_id, kind=Kind.STATUS)
    if not asked.filter(state=State.WAITING).exists():
        WorkOrder.objects.filter(pk=message.work_order_id).update(proposed="")


def try_later(message: OutboxMessage, error: TemporaryError) -> None:
    """A source that was never reached, or asks for patience, is not this message's fault: the source is paused, not
    the message counted. Otherwise 30 s · 2ⁿ with jitter, six tries in all."""
    if not error.reached or error.retry_after is not None:
        wait(message, error.reason)
        return
    attempts = message.attempts + 1
    if attempts >= TRIES:
        refuse(message, SIX_TIMES.format(tries=TRIES, reason=error.reason))
        return
    seconds = RETRY_SECONDS * 2 ** (attempts - 1) * random.uniform(1.0, 1.25)  # noqa: S311 (jitter)
    wait(message, error.reason, until=timezone.now() + timedelta(seconds=seconds), attempts=attempts)


def wait(
    message: OutboxMessage, reason: str, *, until: datetime | None = None, attempts: int | None = None
) -> None:
    mine = OutboxMessage.objects.filter(pk=message.pk, state=State.WAITING, next_at=message.next_at)
    mine.update(
        next_at=until or timezone.now(),
        reason=reason,
        attempts=message.attempts if attempts is None else attempts,
    )


def _name(message: OutboxMessage) -> str:
    about = message.work_order or message.request
    return about.number if about else message.payload.get("equipment_code", "")


def _station(message: OutboxMessage) -> Station | None:
    about = message.work_order or message.request
    return about.station if about else None


def send_again(message: OutboxMessage, *, by) -> bool:
    """A person has seen to what was wrong. False when it was not refused (any more)."""
    with transaction.atomic():
        refused = OutboxMessage.objects.filter(pk=message.pk, state=State.REFUSED)
        if not refused.update(state=State.WAITING, attempts=0, next_at=timezone.now(), reason=""):
            return False
        if message.request_id:
            Request.objects.filter(pk=message.request_id).update(state=Request.State.WAITING, reason="")
        history.record(
            "sent again",
            message,
            station=_station(message),
            by=by,
            after={"name": _name(message), "kind": message.kind},
        )
    return True
