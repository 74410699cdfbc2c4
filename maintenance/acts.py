"""What somebody does about an order: reads what is dangerous there, starts, waits, finishes, writes.

    acts.acknowledge(order, by=plumber, key=key, read=digest)
    acts.start(order, by=plumber, key=key)
    acts.finish(order, by=plumber, key=key, text="Joint remplacé", photos=[photo])

The source owns the order: here it is only *proposed* what it becomes, and an outbox row of the same transaction tells
the source. Each act has a key of the sender's, so that what is sent twice is done once. The status moves by
compare-and-swap: of two people who act at once one is told that the other was faster. Refusals are sentences (NotNow).
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext

from assets import history, permissions, precautions
from assets.permissions import Verb
from maintenance import outbox, scope, texts
from maintenance.models import Act, Evidence, OutboxMessage, Status, WorkOrder

Did = Act.Verb

# From what is shown → to what is asked for. Approving, closing and cancelling stay with the source.
STEPS: dict[str, tuple[frozenset[str], str]] = {
    Did.STARTED: (frozenset({Status.APPROVED, Status.WAITING}), Status.IN_PROGRESS),
    Did.WAITS: (frozenset({Status.APPROVED, Status.IN_PROGRESS}), Status.WAITING),
    Did.DONE: (frozenset({Status.IN_PROGRESS}), Status.DONE),
}
_WRITES = frozenset({Status.APPROVED, Status.WAITING, Status.IN_PROGRESS, Status.DONE})
CLOCKS_DIFFER = timedelta(minutes=10)


class NotNow(Exception):
    """It cannot be done as things stand. The message says why and what to do."""


def may_act(user, order: WorkOrder) -> bool:
    """A firm's people on its own orders; the operator's on those that no firm has."""
    if permissions.contractor_of(user) is not None:
        return scope.own_orders(user).filter(pk=order.pk).exists()
    return order.organisation_id is None and permissions.may(user, Verb.REPORT, order.station)


def precautions_of(order: WorkOrder) -> precautions.Precautions:
    """What one must know before doing it."""
    return precautions_of_many([order])[0]


def precautions_of_many(orders: Sequence[WorkOrder]) -> list[precautions.Precautions]:
    """Of each, in a few questions however many they are."""
    return precautions.for_many(
        [
            (order.station, order.asset, order.asset.location if order.asset else order.location)
            for order in orders
        ]
    )


def still_holds(reading: Act | None, known: precautions.Precautions) -> bool:
    """Is what she read what is known of the dangers now?"""
    return reading is not None and reading.precautions == known.as_said()


def last_reading(order: WorkOrder, *, by) -> Act | None:
    """When she last said that she has read what is dangerous there, and what that was."""
    return Act.objects.filter(work_order=order, verb=Did.ACKNOWLEDGED, by=by).order_by("-pk").first()


def has_read(order: WorkOrder, *, by) -> bool:
    """Has she read what is dangerous there, as it stands now?"""
    reading = last_reading(order, by=by)
    return reading is not None and still_holds(reading, precautions_of(order))


def possible(order: WorkOrder, *, by, read: bool | None = None) -> list[str]:
    """The acts she can do now, the one to do next first. `read`: what `has_read` says, where that is known."""
    if not may_act(by, order):
        return []
    steps = [verb for verb, (before, _) in STEPS.items() if order.shown_status in before]
    if steps and not (has_read(order, by=by) if read is None else read):
        steps = [Did.ACKNOWLEDGED, *(verb for verb in steps if verb == Did.WAITS)]
    return sorted(steps, key=_NEXT_FIRST.index) + ([Did.REPORTED] if order.shown_status in _WRITES else [])


_NEXT_FIRST = [Did.ACKNOWLEDGED, Did.DONE, Did.STARTED, Did.WAITS]


@transaction.atomic
def acknowledge(order: WorkOrder, *, by, key: uuid.UUID, read: str | None = None) -> Act:
    """She has read what is dangerous there; what she read is kept. `read` is the digest of what she was shown."""
    if (done := _done_before(order, Did.ACKNOWLEDGED, key)) is not None:
        return done
    _refuse_strangers(order, by)
    known = precautions_of(order)
    if read is not None and read != known.digest:
        raise NotNow(gettext("The safety instructions have just changed. Read them again before you start."))
    act, new = _act(order, Did.ACKNOWLEDGED, by=by, key=key, precautions=known.as_said())
    if new:
        history.record("acknowledged", order, station=order.station, by=by, after=_named(order, act))
    return act


def start(order: WorkOrder, *, by, key: uuid.UUID, at: datetime | None = None) -> Act:
    return _step(order, Did.STARTED, by=by, key=key, at=at)


def wait(order: WorkOrder, *, by, key: uuid.UUID, reason: str, at: datetime | None = None) -> Act:
    """It cannot go on; `reason` says what is missing."""
    if not reason.strip():
        raise NotNow(gettext("Say what you are waiting for: a part, a key, somebody…"))
    return _step(order, Did.WAITS, by=by, key=key, at=at, reason=reason.strip()[:300])


def finish(
    order: WorkOrder,
    *,
    by,
    key: uuid.UUID,
    text: str,
    photos: Sequence[Evidence] = (),
    at: datetime | None = None,
) -> Act:
    """The work is done; the report goes with it."""
    said = _checked(text)
    if not said and not photos:
        raise NotNow(gettext("Say in a few words what was done, or add a photo."))
    return _step(order, Did.DONE, by=by, key=key, at=at, text=said, photos=photos)


@transaction.atomic
def report(
    order: WorkOrder,
    *,
    by,
    key: uuid.UUID,
    text: str,
    photos: Sequence[Evidence] = (),
    at: datetime | None = None,
) -> Act:
    """A few words or photos on the way; nothing moves."""
    if (done := _done_before(order, Did.REPORTED, key)) is not None:
        return done
    _refuse_strangers(order, by)
    said = _checked(text)
    if not said and not photos:
        raise NotNow(gettext("Write a few words, or add a photo."))
    if order.shown_status not in _WRITES:
        raise NotNow(_not_from(order))
    act, new = _act(order, Did.REPORTED, by=by, key=key, at=at, text=said, photos=photos)
    if new:
        _tell_report(order, act)
        history.record("reported", order, station=order.station, by=by, after=_named(order, act))
    return act


@transaction.atomic
def _step(order: WorkOrder, verb: str, *, by, key: uuid.UUID, at: datetime | None, **said: Any) -> Act:
    if (done := _done_before(order, verb, key)) is not None:
        return done
    _refuse_strangers(order, by)
    before, after = STEPS[verb]
    was = order.shown_status
    if was not in before:
        raise NotNow(_not_from(order))
    if verb != Did.WAITS:
        _refuse_unread(order, by, verb)
    act, new = _act(order, verb, by=by, key=key, at=at, **said)
    if not new:
        return act
    _move(order, after)
    payload = {"status": str(after), "reason": act.reason, "at": act.at.isoformat()}
    outbox.tell(order.source, OutboxMessage.Kind.STATUS, payload, work_order=order, act=act)
    _tell_report(order, act)
    history.record(
        str(verb), order, station=order.station, by=by, before={"status": str(was)},
        after={"status": str(after)} | _named(order, act),
    )  # fmt: skip
    return act


def _checked(text: str) -> str:
    try:
        return texts.checked(text)
    except texts.TooLong as refusal:
        raise NotNow(str(refusal)) from None


def _done_before(order: WorkOrder, verb: str, key: uuid.UUID) -> Act | None:
    """The act of this key; NotNow when the key was used for another act."""
    act = Act.objects.filter(key=key).first()
    if act is not None and (act.work_order_id, act.verb) != (order.pk, str(verb)):
        raise NotNow(gettext("This was already sent as something else. Open the order again and repeat."))
    return act


def _refuse_strangers(order: WorkOrder, by) -> None:
    if may_act(by, order):
        return
    if order.organisation_id is not None and permissions.contractor_of(by) is None:
        raise NotNow(
            gettext("This order belongs to %(firm)s: its people report on it.") % {"firm": order.organisation}
        )
    raise NotNow(gettext("This order is no longer yours. Look at your list for what is."))


def _refuse_unread(order: WorkOrder, by, verb: str) -> None:
    """What is dangerous must be read before the start, and again when it has changed; the end asks for one reading."""
    if verb == Did.DONE and Act.objects.filter(work_order=order, verb=Did.ACKNOWLEDGED, by=by).exists():
        return
    if not has_read(order, by=by):
        raise NotNow(gettext("Read the safety instructions first, and confirm that you have read them."))


def _not_from(order: WorkOrder) -> str:
    state = Status(order.shown_status).label
    return gettext("The order is “%(state)s”, so this is not possible now. Open it again to see what is.") % {
        "state": state
    }


def _act(
    order: WorkOrder, verb: str, *, by, key: uuid.UUID, at: datetime | None = None,
    photos: Sequence[Evidence] = (), **said: Any,
) -> tuple[Act, bool]:  # fmt: skip
    """(the act, whether it is new): two that send the same key at once get the same act."""
    now = timezone.now()
    if at is not None and at > now + CLOCKS_DIFFER:
        raise NotNow(gettext("The time of this act lies in the future. Check the clock of your device."))
    firm = permissions.contractor_of(by)
    try:
        with transaction.atomic():
            act = Act.objects.create(
                work_order=order, verb=verb, key=key, by=by, organisation=firm, at=min(at or now, now), **said
            )
    except IntegrityError:
        done = _done_before(order, verb, key)
        if done is None:
            raise
        return done, False
    act.evidence.set(photos)
    return act, True


def _move(order: WorkOrder, to: str) -> None:
    """Compare and swap: it stands where she saw it. That the source has meanwhile said yes to it is no other move."""
    seen = order.shown_status
    there = Q(proposed=seen) | Q(proposed="", status=seen)
    if not WorkOrder.objects.filter(there, pk=order.pk).update(proposed=to, changed_at=timezone.now()):
        raise NotNow(
            gettext("Somebody else has just changed this order. Open it again to see how it stands.")
        )
    order.proposed = to


def _tell_report(order: WorkOrder, act: Act) -> None:
    photos = list(act.evidence.values_list("pk", flat=True))
    if act.text or photos:
        payload = {"text": act.text, "photos": photos}
        outbox.tell(order.source, OutboxMessage.Kind.REPORT, payload, work_order=order, act=act)


def _named(order: WorkOrder, act: Act) -> dict[str, Any]:
    return {"act": act.pk, "name": order.number or order.external_id}
