"""Delivering the outbox: at least once, and recognised over there, so that nothing is done twice.

Messages about one order or request go out in the order they were written; others do not wait for them. Before a state
is changed over there it is read again (there is no optimistic lock): what is already so is done, what was closed
meanwhile is refused in words. A message is held while it is being delivered by moving its `next_at`; who is killed
loses the hold after a while and the next one does it again, finding by `reference` what was done.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_noop

from assets import history
from assets.models import Station
from maintenance import connectors, message_words, source_health
from maintenance.connectors.base import (
    Connector,
    Gone,
    NewRequest,
    PermanentError,
    Refused,
    TemporaryError,
    WorkOrderRecord,
)
from maintenance.models import OutboxMessage, Request, Source, Status, WorkOrder
from maintenance.receiving import take_one

log = logging.getLogger(__name__)

RETRY_SECONDS, TRIES = 30.0, 6
RANK = {
    Status.REQUESTED: 0,
    Status.WAITING_APPROVAL: 0,
    Status.APPROVED: 1,
    Status.WAITING: 2,
    Status.IN_PROGRESS: 2,
    Status.DONE: 3,
}
CLOSED_MEANWHILE = gettext_noop("The order was closed in the other system meanwhile.")
CANCELLED_MEANWHILE = gettext_noop("The order was cancelled in the other system meanwhile.")
NOT_THERE = gettext_noop("The order is no longer in the other system.")
UNREADABLE = gettext_noop("The other system says something about this order that we cannot read.")
NO_SUCH_EQUIPMENT = gettext_noop("The other system knows no equipment with the code {code}.")
SIX_TIMES = gettext_noop("The other system failed {tries} times: {reason}")

Kind = OutboxMessage.Kind
State = OutboxMessage.State


class _LostHold(Exception):
    """Another process has the message now."""


def push(source: Source) -> int:
    """Deliver what waits and is due; says how many messages arrived. Never raises for what the source does."""
    delivered = 0
    tried: set[int] = set()
    try:
        connector = connectors.of(source.kind, source_health.access(source))
        while due := _due(source, but=tried):
            for message in due:
                tried.add(message.pk)
                delivered += _hold(message) and _deliver(message, connector)
    except (
        TemporaryError,
        PermanentError,
    ) as error:  # the source is in trouble: the rest would only add to it
        source_health.failed(source, error)
    else:
        if tried:
            source_health.answered(source)
    return delivered


def _deliver(message: OutboxMessage, connector: Connector) -> bool:
    """True when it arrived. Raises what is wrong with the source as a whole."""
    try:
        _DELIVER[Kind(message.kind)](message, connector)
    except _LostHold:
        return False
    except Refused as no:
        _refuse(message, no.reason)
        return False
    except TemporaryError as error:
        _try_later(message, error)
        raise
    except PermanentError as error:
        _wait(message, error.reason)
        raise
    return True


def waiting(source: Source) -> bool:
    """Is there something to deliver now?"""
    return not source_health.paused(source) and bool(_due(source, but=set()))


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


def _due(source: Source, *, but: set[int]) -> list[OutboxMessage]:
    """Those that are due and have no older one of the same order or request before them, the oldest first."""
    now = timezone.now()
    due: list[OutboxMessage] = []
    before: set[tuple[str, int]] = set()
    rows = OutboxMessage.objects.filter(source=source, state=State.WAITING).order_by("pk")
    for message in rows.select_related("work_order", "request", "act__organisation", "source"):
        about = _about(message)
        free = about is None or about not in before
        if free and message.next_at <= now and message.pk not in but:
            due.append(message)
        if about is not None:
            before.add(about)
    return due


def _about(message: OutboxMessage) -> tuple[str, int] | None:
    if message.work_order_id:
        return "order", message.work_order_id
    return ("request", message.request_id) if message.request_id else None


def _hold(message: OutboxMessage) -> bool:
    """Take it, or keep it a while longer. False when somebody else has it."""
    until = timezone.now() + timedelta(seconds=settings.OUTBOX_HOLD_SECONDS)
    mine = OutboxMessage.objects.filter(pk=message.pk, state=State.WAITING, next_at=message.next_at)
    if not mine.update(next_at=until):
        return False
    message.next_at = until
    return True


def _keep(message: OutboxMessage) -> None:
    """Before each thing that is written over there."""
    if not _hold(message):
        raise _LostHold


# What each kind of message does


def _deliver_status(message: OutboxMessage, connector: Connector) -> None:
    order, wanted = message.work_order, Status(message.payload["status"])
    now = _as_it_stands(order, connector)
    if now.version != message.expected_version:  # somebody was there meanwhile: what she did comes first
        take_one(message.source, now)
    _refuse_when_closed(now)
    if now.status != wanted and not RANK.get(Status(now.status), 4) > RANK[wanted]:
        _keep(message)
        connector.set_status(order.external_id, wanted)
    _keep(message)
    connector.post(order.external_id, message_words.of(message), str(message.reference))
    _arrived(message, connector.read(order.external_id))


def _refuse_when_closed(now: WorkOrderRecord) -> None:
    if now.status == Status.CANCELLED:
        raise Refused(CANCELLED_MEANWHILE)
    if now.status == Status.CLOSED:
        raise Refused(CLOSED_MEANWHILE)


def _deliver_report(message: OutboxMessage, connector: Connector) -> None:
    order = message.work_order
    photos = message_words.photos(message)
    _keep(message)
    connector.post(order.external_id, message_words.of(message), str(message.reference), photos)
    _arrived(message, connector.read(order.external_id))


def _deliver_request(message: OutboxMessage, connector: Connector) -> None:
    request, said = message.request, message.payload
    _keep(message)
    external_id = connector.create_request(
        NewRequest(
            reference=str(request.reference),
            station_code=request.station.code,
            title=said.get("title") or request.text.splitlines()[0][:80],
            text=said.get("text") or request.text,
            equipment_code=said.get("equipment_code") or "",
            place=said.get("place") or "",
            urgency=said.get("urgency") or request.urgency,
        )
    )
    if photos := message_words.photos(message):
        _keep(message)
        connector.post(external_id, message_words.of(message), str(message.reference), photos)
    _arrived(message, connector.read(external_id))


def _deliver_proposal(message: OutboxMessage, connector: Connector) -> None:
    """Onto the equipment when it is known over there, else onto the order it was declared on."""
    code, words = message.payload.get("equipment_code", ""), message_words.of(message)
    _keep(message)
    if not connector.propose(code, words, str(message.reference)):
        if message.work_order is None:
            raise Refused(NO_SUCH_EQUIPMENT, code=code)
        connector.post(message.work_order.external_id, words, str(message.reference))
    _arrived(message, None)


_DELIVER: dict[Kind, Callable[[OutboxMessage, Connector], None]] = {
    Kind.STATUS: _deliver_status,
    Kind.REPORT: _deliver_report,
    Kind.REQUEST: _deliver_request,
    Kind.PROPOSAL: _deliver_proposal,
}


def _as_it_stands(order: WorkOrder, connector: Connector) -> WorkOrderRecord:
    record = connector.read(order.external_id)
    if record is None:
        raise Gone(NOT_THERE)
    if not isinstance(record, WorkOrderRecord):
        raise Refused(UNREADABLE)
    return record


# How it ended


@transaction.atomic
def _arrived(message: OutboxMessage, record) -> None:
    now = timezone.now()
    mine = OutboxMessage.objects.filter(pk=message.pk, state=State.WAITING, next_at=message.next_at)
    if not mine.update(state=State.DELIVERED, delivered_at=now, reason="", attempts=F("attempts") + 1):
        raise _LostHold
    if record is not None:
        take_one(message.source, record)
    _nothing_more_is_asked(message)


@transaction.atomic
def _refuse(message: OutboxMessage, reason: str) -> None:
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
    asked = OutboxMessage.objects.filter(work_order=message.work_order_id, kind=Kind.STATUS)
    if not asked.filter(state=State.WAITING).exists():
        WorkOrder.objects.filter(pk=message.work_order_id).update(proposed="")


def _try_later(message: OutboxMessage, error: TemporaryError) -> None:
    """A source that was never reached, or asks for patience, is not this message's fault: the source is paused, not
    the message counted. Otherwise 30 s · 2ⁿ with jitter, six tries in all."""
    if not error.reached or error.retry_after is not None:
        _wait(message, error.reason)
        return
    attempts = message.attempts + 1
    if attempts >= TRIES:
        _refuse(message, SIX_TIMES.format(tries=TRIES, reason=error.reason))
        return
    seconds = RETRY_SECONDS * 2 ** (attempts - 1) * random.uniform(1.0, 1.25)  # noqa: S311 (jitter)
    _wait(message, error.reason, until=timezone.now() + timedelta(seconds=seconds), attempts=attempts)


def _wait(
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
