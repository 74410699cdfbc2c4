"""Taking in one record of another system: an order, a request, or a dead letter; and the same twice changes nothing.

A record is applied when it is newer than what we have, or says something else at the same version; an older one is left
alone. Always in the caller's transaction, each record in its own savepoint: one bad record never stops the rest.

Whoever acts holds an order, then the end of the station's history. So do we: first the rows of all that is new, each
table by key, and the history when all of it is written. Nobody waits for who waits for him.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.db import DataError, IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from assets.models import Station
from maintenance import columns, order_entries, placing
from maintenance.connectors.base import Received, RequestRecord, Unreadable, WorkOrderRecord
from maintenance.connectors.odoo_rpc import GONE
from maintenance.models import DeadLetter, OutboxMessage, Placed, Request, Source, WorkOrder
from maintenance.named import Named
from maintenance.order_entries import OrderEntry

NO_STATION = gettext_noop("It names the station {code}, which nobody knows here.")
NO_STATION_AT_ALL = gettext_noop("It does not say in which station it is.")
DOES_NOT_FIT = gettext_noop("It does not fit into our register: {words}")
CAME_IN = gettext_noop("It came in later.")
REPORTED_THERE = gettext_noop("The fault was reported on it.")
CLOSED_WITHOUT = gettext_noop("The other system closed it without making an order.")

URGENCY = {"P1": Request.Urgency.DANGER, "P2": Request.Urgency.DISTURBED}
_TEXT_OF_PLACING = ("equipment_code", "title", "description", "place_text")


class Outcome(StrEnum):
    APPLIED = "applied"
    UNCHANGED = "unchanged"
    DEAD_LETTERED = "dead_lettered"


class Reception:
    """What is needed to take in records of one source: its stations, firms and open dead letters, read once."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._named = Named(source)
        letters = DeadLetter.objects.filter(source=source, resolved_at=None)
        self._dead = set(letters.values_list("external_id", flat=True))
        self._orders: dict[str, WorkOrder | None] = {}
        self._requests: dict[str, Request] = {}
        self._entries: list[OrderEntry] = []

    def take_page(self, records: list[Received]) -> list[Outcome]:
        """One outcome a record, in no order of theirs."""
        self._look_up(records)
        news = [record for record in records if not self._is_known_already(record)]
        self._hold(news)
        outcomes = [self._take_in(record) for record in news]
        order_entries.write(self._entries)
        self._entries = []
        return outcomes + [Outcome.UNCHANGED] * (len(records) - len(news))

    def _take_in(self, record: Received) -> Outcome:
        told = len(self._entries)
        try:
            with transaction.atomic():
                outcome = self._take(record)
        except (DataError, IntegrityError, ValueError) as error:
            del self._entries[told:]
            words = " ".join(str(error).split())[:300]
            outcome = self._bury(record, DeadLetter.Why.PARSE, DOES_NOT_FIT.format(words=words))
        if outcome != Outcome.DEAD_LETTERED and record.external_id in self._dead:
            self._dead.discard(record.external_id)
            _open_letters(self.source, record.external_id).update(
                resolved_at=timezone.now(), resolution=CAME_IN
            )
        return outcome

    def _take(self, record: Received) -> Outcome:
        if isinstance(record, Unreadable):
            return self._bury(record, record.why, record.reason)
        station = self._named.station(record)
        if station is None:
            reason = NO_STATION.format(code=record.station_code) if record.station_code else NO_STATION_AT_ALL
            return self._bury(record, DeadLetter.Why.MAPPING, reason)
        known = self._orders[record.external_id]
        request = self._request_of(record)
        if known is None and isinstance(record, RequestRecord):
            return self._take_request(record, station, request)
        if known is None and request is not None and record.status == "CANCELLED":
            return _changed(request, state=Request.State.CLOSED, reason=CLOSED_WITHOUT)
        return self._take_order(record, station, known, request)

    def _take_order(
        self, record: WorkOrderRecord, station: Station, known: WorkOrder | None, request: Request | None
    ) -> Outcome:
        firm = self._named.firm(record.team)
        said = columns.said(record, firm, station)
        if known is not None and not columns.is_news(known, record.version, said["payload_hash"]):
            return Outcome.UNCHANGED
        if known is None:
            order = WorkOrder(source=self.source, external_id=record.external_id)
            columns.fit(order, said)
            _place(order, self.source, record, request)
            order.save()
            self._orders[order.external_id] = order
            self._entries.append(OrderEntry.of("ordered", order))
        else:
            order = known
            self._renew(order, record, said, request)
        if request is not None:
            there = {"external_id": order.external_id, "number": order.number, "url": order.url}
            _changed(request, work_order_id=order.pk, state=Request.State.ORDERED, **there)
        return Outcome.APPLIED

    def _renew(
        self, order: WorkOrder, record: WorkOrderRecord, said: dict[str, Any], request: Request | None
    ) -> None:
        """Write the source's own columns of a locked order, and of ours what its word has settled."""
        again, before = _to_place_again(order, record, said["station"]), order.status
        written = {*said, "gone_at", "changed_at"}
        columns.fit(order, said | {"gone_at": None})
        if again:
            _place(order, self.source, record, request)
            written |= {"asset", "location", "placed", "placed_reason"}
        if order.proposed and _has_been_answered(order):
            order.proposed = ""
            written.add("proposed")
        order.save(update_fields=written)
        if before != order.status:
            self._entries.append(OrderEntry.of("status", order, before=before))

    def _take_request(self, record: RequestRecord, station: Station, request: Request | None) -> Outcome:
        there = {"external_id": record.external_id, "number": record.number, "url": record.url}
        if request is not None and record.reference:  # ours: its words stay as they were written here
            return _changed(request, state=Request.State.SENT, reason="", **there)
        text = f"{record.title}\n{record.description}".strip()
        said = {"text": text, "urgency": URGENCY.get(record.priority, Request.Urgency.NORMAL)}
        if request is not None:
            return _changed(request, **there, **said)
        made = Request(source=self.source, station=station, state=Request.State.SENT, **there, **said)
        _place(made, self.source, record, None)
        columns.cut(made)
        made.save()
        return Outcome.APPLIED

    def _request_of(self, record: WorkOrderRecord) -> Request | None:
        """By our reference, else by the number it has over there."""
        return self._requests.get(record.reference) or self._requests.get(f"#{record.external_id}")

    def _look_up(self, records: list[Received]) -> None:
        """The orders that are known of these, in one question for a whole page."""
        ids = [record.external_id for record in records]
        found = WorkOrder.objects.filter(source=self.source, external_id__in=ids)
        self._orders = dict.fromkeys(ids) | {order.external_id: order for order in found}

    def _hold(self, records: list[Received]) -> None:
        """The rows of what is new, as they stand now: a person may just have located an order, or begun the work."""
        if not records:
            return
        ids = [record.external_id for record in records]
        known = [order.pk for order in map(self._orders.get, ids) if order is not None]
        held = WorkOrder.objects.select_for_update(no_key=True).filter(pk__in=known).order_by("pk")
        self._orders |= {order.external_id: order for order in held}
        references = [getattr(record, "reference", "") for record in records]
        ours = models.Q(reference__in=[each for each in map(columns.uuid_of, references) if each])
        theirs = models.Q(source=self.source, external_id__in=ids)
        own = models.Q(source=self.source) | models.Q(source=None)
        requests = Request.objects.select_for_update(no_key=True).filter(own & (ours | theirs)).order_by("pk")
        for request in requests:
            self._requests[str(request.reference)] = request
            if request.external_id:
                self._requests[f"#{request.external_id}"] = request

    def _is_known_already(self, record: Received) -> bool:
        """The commonest case by far, without a savepoint: an order that says nothing new."""
        known = self._orders[record.external_id]
        if known is None or isinstance(record, Unreadable) or record.external_id in self._dead:
            return False
        station = self._named.station(record)
        if station is None:
            return False
        return not columns.is_news(
            known, record.version, columns.digest(record, self._named.firm(record.team), station)
        )

    def _bury(self, record: Received, why: str, reason: str) -> Outcome:
        payload = columns.plain(record.payload)
        DeadLetter.objects.update_or_create(
            source=self.source,
            external_id=record.external_id[:120],
            resolved_at=None,
            defaults={"why": why, "reason": reason, "payload": payload},
        )
        self._dead.add(record.external_id)
        return Outcome.DEAD_LETTERED


@transaction.atomic
def take_one(source: Source, record: Received) -> Outcome:
    """One record by itself, in turn with a pull that is taking in a page."""
    # (A lock that lets others refer to it: who acts on an order holds the order and writes a message to this source.)
    Source.objects.select_for_update(no_key=True).get(pk=source.pk)
    return Reception(source).take_page([record])[0]


def gone(source: Source, present: set[str]) -> int:
    """Orders and requests that the source no longer has get their tombstone; nothing is deleted. Says how many."""
    known = WorkOrder.objects.filter(source=source, gone_at=None).values_list("pk", "external_id")
    lost = [pk for pk, external_id in known if external_id not in present]
    entries = []
    rows = WorkOrder.objects.select_for_update(of=("self",), no_key=True).select_related("station")
    for order in rows.filter(pk__in=lost).order_by("pk"):
        now = timezone.now()
        WorkOrder.objects.filter(pk=order.pk).update(gone_at=now, changed_at=now, proposed="")
        entries.append(OrderEntry.of("gone", order, before=order.status))
    waiting = Request.objects.filter(source=source, state=Request.State.SENT).exclude(external_id="")
    ended = [request for request in waiting.order_by("pk") if request.external_id not in present]
    for request in ended:
        _changed(request, state=Request.State.CLOSED, reason=GONE)
    order_entries.write(entries)
    return len(lost) + len(ended)


def _place(
    row: WorkOrder | Request, source: Source, record: WorkOrderRecord, request: Request | None
) -> None:
    """By what the record says. A fault reported on an asset stays on it, unless the source now gives a code of ours."""
    words = {name: getattr(record, name) for name in _TEXT_OF_PLACING}
    found = placing.place(row.station, source, **words)
    if found.placed != Placed.CODE and request is not None and (request.asset_id or request.location_id):
        found = placing.Placement(request.asset, request.location, Placed.PERSON, REPORTED_THERE)
    row.asset, row.location = found.asset, found.location
    row.placed, row.placed_reason = found.placed, found.reason[:500]


def _to_place_again(order: WorkOrder, record: WorkOrderRecord, station: Station) -> bool:
    """In another station; or its words have changed and no person has placed it."""
    if order.station_id != station.pk:
        return True
    same = all(
        getattr(order, name) == columns.fitted(order, name, getattr(record, name))
        for name in _TEXT_OF_PLACING
    )
    return not same and order.placed != Placed.PERSON


def _has_been_answered(order: WorkOrder) -> bool:
    """Has the source said its word about what we asked it to become?"""
    if order.proposed == order.status:
        return True
    asked = OutboxMessage.objects.filter(work_order=order, kind=OutboxMessage.Kind.STATUS)
    return not asked.filter(state=OutboxMessage.State.WAITING).exists()


def _changed(request: Request, **values: Any) -> Outcome:
    values = {name: columns.fitted(request, name, value) for name, value in values.items()}
    if all(getattr(request, name) == value for name, value in values.items()):
        return Outcome.UNCHANGED
    Request.objects.filter(pk=request.pk).update(**values)
    for name, value in values.items():
        setattr(request, name, value)
    return Outcome.APPLIED


def _open_letters(source: Source, external_id: str) -> models.QuerySet[DeadLetter]:
    return DeadLetter.objects.filter(source=source, external_id=external_id, resolved_at=None)
