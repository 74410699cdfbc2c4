"""Demande d'intervention: somebody says what is wrong. It is not an order; the other system makes one of it, or not."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from assets import history
from assets.models import Asset, Location, Station
from maintenance import agenda, outbox, texts
from maintenance.models import Evidence, OutboxMessage, Request, Source, WorkOrder
from maintenance.request_words import place_words, sent_text, title_of

MOST_IN_A_WHILE = 12
A_WHILE = timedelta(minutes=10)


class TooMany(Exception):
    """This person has just sent many. The message is a sentence for her."""


class NothingSaid(Exception):
    """A report without a word of what is wrong. The message is a sentence for the person."""


def report_fault(
    station: Station,
    *,
    by,
    text: str,
    urgency: str,
    asset: Asset | None = None,
    location: Location | None = None,
    photos: Sequence[Evidence] = (),
    key: uuid.UUID,
) -> Request:
    """The request and what the other system is told of it, in one transaction. The same key twice is one request.

    Raises NothingSaid, TooMany, texts.TooLong.
    """
    said = texts.checked(text)
    if not said:
        raise NothingSaid(_("Say in a few words what is wrong: one tap on a suggestion is enough."))
    known = Request.objects.filter(reference=key, author=by).first()
    if known is not None:
        return known
    _refuse_a_flood(by)
    try:
        with transaction.atomic():
            request = Request.objects.create(
                station=station,
                source=source_of(station),
                reference=key,
                text=said,
                urgency=urgency if urgency in Request.Urgency.values else Request.Urgency.NORMAL,
                asset=asset,
                location=location or (asset.location if asset else None),
                author=by,
            )
            request.evidence.set(photos)
            _tell(request, photos)
            history.record("reported", request, station=station, by=by, after=_kept(request))
    except IntegrityError:  # the same tap, sent twice at once
        return Request.objects.get(reference=key, author=by)
    return request


def _refuse_a_flood(by) -> None:
    recent = Request.objects.filter(author=by, created_at__gt=timezone.now() - A_WHILE).count()
    if recent >= MOST_IN_A_WHILE:
        raise TooMany(
            _("You have sent %(count)d reports in ten minutes, all of them were taken. Please wait a little.")
            % {"count": recent}
        )


def source_of(station: Station) -> Source | None:
    """The system that receives the station's reports: its own before one that serves several stations."""
    serving = Source.objects.filter(Q(station=station) | Q(station=None), active=True)
    return min(serving, key=lambda source: (source.station_id is None, source.pk), default=None)


def _tell(request: Request, photos: Sequence[Evidence]) -> None:
    """A station that no system serves keeps its reports here."""
    if request.source is None:
        return
    payload = {
        "title": title_of(request.text),
        "text": sent_text(request),
        "equipment_code": request.asset.code if request.asset else "",
        "place": place_words(request.location),
        "urgency": request.urgency,
        "photos": [photo.pk for photo in photos],
    }
    outbox.tell(request.source, OutboxMessage.Kind.REQUEST, payload, request=request)


def _kept(request: Request) -> dict:
    return {
        "name": title_of(request.text),
        "urgency": request.urgency,
        "asset": request.asset_id,
        "location": request.location_id,
    }


@dataclass(frozen=True)
class AlreadyKnown:
    """What was said or ordered about the same thing and is not finished: perhaps there is nothing to report."""

    requests: list[Request]
    orders: list[WorkOrder]

    def __bool__(self) -> bool:
        return bool(self.requests or self.orders)


def already_known(asset: Asset | None, location: Location | None) -> AlreadyKnown:
    """Open requests and orders on the asset, or in the place itself when it is about no asset."""
    if asset is None and location is None:
        return AlreadyKnown([], [])
    same = Q(asset=asset) if asset else Q(location=location, asset=None)
    orders = WorkOrder.objects.filter(agenda.OPEN & same).select_related("source")
    return AlreadyKnown(list(open_requests().filter(same)), list(orders))


def open_requests() -> QuerySet[Request]:
    """Not refused, not closed, and no order made of it yet."""
    waiting = Request.objects.filter(state__in=(Request.State.WAITING, Request.State.SENT), work_order=None)
    return waiting.select_related("asset", "location__parent", "author", "source")


@dataclass(frozen=True)
class Step:
    """One step of a request's life. `reached`: it has been; `refused`: it ends here."""

    words: str
    reached: bool
    refused: bool = False


def life(request: Request) -> list[Step]:
    """Being sent → received as number … → an order was made, or refused with why. In the reader's language."""
    state = Request.State
    if request.source is None:
        return [
            Step(_("Written down here"), True),
            Step(
                _("No other system receives reports of this station yet: the manager reads them here"), False
            ),
        ]
    name = request.source.name
    gone = request.state != state.WAITING
    sent = _("Received by %(name)s") % {"name": name}
    if gone and request.number:
        sent = _("Received by %(name)s as %(number)s") % {"name": name, "number": request.number}
    steps = [Step(_("Written down here"), True), Step(sent, gone and request.state != state.REFUSED)]
    if request.state == state.REFUSED:
        return [steps[0], Step(_("Refused by %(name)s") % {"name": name}, True, refused=True)]
    if request.state == state.CLOSED and request.work_order is None:
        return [*steps, Step(_("Closed without an order"), True)]
    order = request.work_order
    made = (
        _("An order was made of it: %(number)s") % {"number": order.number}
        if order
        else _("An order is made of it")
    )
    return [*steps, Step(made, order is not None or request.state == state.ORDERED)]
