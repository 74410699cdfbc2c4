"""Delivering the outbox: at least once, and recognised over there, so that nothing is done twice.

Messages about one order or request go out in the order they were written; others do not wait for them. Before a state
is changed over there it is read again (there is no optimistic lock): what is already so is done, what was closed
meanwhile is refused in words. Who is killed in between loses his hold of the message (`maintenance.sending`), and the
next one does it again, finding by `reference` what was done.
"""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext_noop

from maintenance import connectors, message_words, sending, source_health
from maintenance.connectors.base import (
    Connector,
    ConnectorError,
    Gone,
    NewRequest,
    PermanentError,
    Refused,
    TemporaryError,
    WorkOrderRecord,
)
from maintenance.models import OutboxMessage, Source, Status, WorkOrder
from maintenance.receiving import take_one

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

Kind = OutboxMessage.Kind


def push(source: Source) -> int:
    """Deliver what waits and is due; says how many messages arrived. Never raises for what the source does."""
    delivered = 0
    tried: set[int] = set()
    try:
        connector = connectors.of(source.kind, source_health.access(source))
        while due := sending.due(source, but=tried):
            for message in due:
                tried.add(message.pk)
                delivered += sending.hold(message) and _deliver(message, connector)
    except ConnectorError as error:  # the source is in trouble: the rest would only add to it
        source_health.failed(source, error)
    else:
        if tried:
            source_health.answered(source)
    return delivered


def _deliver(message: OutboxMessage, connector: Connector) -> bool:
    """True when it arrived. Raises what is wrong with the source as a whole."""
    try:
        _DELIVER[Kind(message.kind)](message, connector)
    except sending.LostHold:
        return False
    except Refused as no:
        sending.refuse(message, no.reason)
        return False
    except TemporaryError as error:
        sending.try_later(message, error)
        raise
    except PermanentError as error:
        sending.wait(message, error.reason)
        raise
    return True


def waiting(source: Source) -> bool:
    """Is there something to deliver now?"""
    return not source_health.paused(source) and bool(sending.due(source, but=set()))


# What each kind of message does


def _deliver_status(message: OutboxMessage, connector: Connector) -> None:
    order, wanted = message.work_order, Status(message.payload["status"])
    now = _as_it_stands(order, connector)
    if now.version != message.expected_version:  # somebody was there meanwhile: what she did comes first
        take_one(message.source, now)
    _refuse_when_closed(now)
    if now.status != wanted and not RANK.get(Status(now.status), 4) > RANK[wanted]:
        sending.keep(message)
        connector.set_status(order.external_id, wanted)
    sending.keep(message)
    connector.post(order.external_id, message_words.of(message), str(message.reference))
    sending.arrived(message, connector.read(order.external_id))


def _refuse_when_closed(now: WorkOrderRecord) -> None:
    if now.status == Status.CANCELLED:
        raise Refused(CANCELLED_MEANWHILE)
    if now.status == Status.CLOSED:
        raise Refused(CLOSED_MEANWHILE)


def _deliver_report(message: OutboxMessage, connector: Connector) -> None:
    order = message.work_order
    photos = message_words.photos(message)
    sending.keep(message)
    connector.post(order.external_id, message_words.of(message), str(message.reference), photos)
    sending.arrived(message, connector.read(order.external_id))


def _deliver_request(message: OutboxMessage, connector: Connector) -> None:
    request, said = message.request, message.payload
    sending.keep(message)
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
        sending.keep(message)
        connector.post(external_id, message_words.of(message), str(message.reference), photos)
    sending.arrived(message, connector.read(external_id))


def _deliver_proposal(message: OutboxMessage, connector: Connector) -> None:
    """Onto the equipment when it is known over there, else onto the order it was declared on."""
    code, words = message.payload.get("equipment_code", ""), message_words.of(message)
    sending.keep(message)
    if not connector.propose(code, words, str(message.reference)):
        if message.work_order is None:
            raise Refused(NO_SUCH_EQUIPMENT, code=code)
        connector.post(message.work_order.external_id, words, str(message.reference))
    sending.arrived(message, None)


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
