"""Writing an isolation card on site: a declaration of one change of the kind CARD, checked and approved like any other.

    declaration = isolation_cards.declare(room, Said(medium="water", device="V-112", …), by=plumber, key=key)

What it says is the change's value; once somebody else has approved it, it is the register's (`assets.isolation_cards`).
Until then it is shown as what it is: one person's word.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, Q, QuerySet

from assets import isolation_cards as register
from assets.isolation_cards import Said, Word
from assets.models import IsolationCard, Organisation, Station, SystemMember
from assets.models.hanging import Subject
from assets.networks import restricted
from assets.spots import Spot
from maintenance import declarations, drafts, second_look
from maintenance.declaration_steps import UNDECIDED, hold_editable
from maintenance.models import Change, Declaration, Evidence, WorkOrder

FIELD = "isolation_card"
MOST_PHOTOS = 5


@dataclass(frozen=True)
class Pending:
    """A card that one person has written and nobody else has checked. `through`: how it covers the spot asked for."""

    change: Change
    said: Said
    through: str = ""

    @property
    def declaration(self) -> Declaration:
        return self.change.declaration

    @property
    def revises(self) -> IsolationCard | None:
        return self.change.card


def declare(
    subject: Subject,
    said: Said,
    *,
    by,
    key: uuid.UUID | None = None,
    card: IsolationCard | None = None,
    work_order: WorkOrder | None = None,
    photos: Iterable[Evidence] = (),
    performed_at: datetime | None = None,
    message: str = "",
) -> Declaration:
    """Write and send a card of `subject`, or what `card` is to say from now on. Sent twice under one key, taken once.

    What fails a check comes back as CHECKS_FAILED, to be written again. Raises NotHers, TooEarly and NotNow.
    """
    made = drafts.open(subject, by=by, work_order=work_order, key=key, performed_at=performed_at)
    if made.state not in declarations.EDITABLE:
        return made
    write(made, said, card=card, photos=photos)
    if message:
        declarations.set_message(made, message)
    return declarations.submit(made, by=by)


@transaction.atomic
def write(
    declaration: Declaration,
    said: Said,
    *,
    card: IsolationCard | None = None,
    photos: Iterable[Evidence] = (),
) -> Change:
    """Its one line, written anew. `photos` come on top of those that `said` keeps. Raises NotNow."""
    hold_editable(declaration)
    brought = list(photos)
    declaration.evidence.add(*brought)
    shown = dict.fromkeys((*said.photos, *(each.pk for each in brought)))
    said = replace(said, photos=tuple(shown)[-MOST_PHOTOS:])
    change, _ = Change.objects.update_or_create(
        declaration=declaration,
        field=FIELD,
        defaults={
            "author_id": declaration.author_id,
            "kind": Change.Kind.CARD,
            "card": card,
            "base": register.as_said(card).as_json() if card else None,
            "base_version": card.revision if card else None,
            "value": said.as_json(),
            "needs_second": second_look.is_needed_for_card(declaration, said.medium),
        },
    )
    return change


def put(declaration: Declaration, change: Change) -> IsolationCard:
    """In the transaction that applies the declaration: what was approved is what the register says."""
    word = Word(
        written_by=declaration.author_id,
        verified_by=change.seconded_by_id or change.reviewed_by_id,
        verified_on=declaration.performed_at,
        change=change.pk,
        organisation=declaration.organisation,
    )
    return register.put(change.card, declaration.subject, Said.of_json(change.value), word)


def pending(station: Station) -> QuerySet[Change]:
    """What waits for somebody else's word, the latest first."""
    waiting = Change.objects.filter(
        kind=Change.Kind.CARD,
        verdict=Change.Verdict.PENDING,
        declaration__station=station,
        declaration__state__in=UNDECIDED,
    )
    around = ("declaration__author", "declaration__organisation", "declaration__station", "card")
    subjects = ("asset", "run", "system", "location__parent")
    return waiting.select_related(*around, *(f"declaration__{each}" for each in subjects)).order_by("-pk")


def pending_for(spot: Spot, medium: str = "") -> list[Pending]:
    """Those that would cover the spot, the nearest first. What withdraws a card closes nothing."""
    found = []
    for change in pending(spot.station):
        said = Said.of_json(change.value)
        if (medium and said.medium != medium) or said.ends:
            continue
        if (way := _through(spot, change.declaration.subject, said)) is not None:
            found.append(Pending(change, said, way))
    return sorted(found, key=lambda each: register.NEAREST_FIRST.index(each.through))


def _through(spot: Spot, subject: Subject, said: Said) -> str | None:
    named = [place for place in (*spot.rooms, *spot.storeys) if place.code in said.rooms]
    around = (spot.asset, *spot.runs, *spot.systems, *spot.rooms, *spot.storeys)
    if subject not in around and not named:
        return None
    return register.through(spot, subject, {place.pk for place in named})


def of_orders(orders: QuerySet[WorkOrder]) -> QuerySet[IsolationCard]:
    """The verified cards of what these orders are about: their equipment, its networks, and the rooms of the work.

    To a firm's order belong none of networks that are told to no firm.
    """
    assets = orders.exclude(asset=None).values("asset")
    rooms = Q(location__in=orders.values("location")) | Q(location__in=orders.values("asset__location"))
    others = Q(rooms__in=orders.values("location")) | Q(rooms__in=orders.values("asset__location"))
    drawn = SystemMember.objects.filter(
        element__match__asset__in=assets, element__revision__state="PUBLISHED"
    )
    networks = Q(system__in=drawn.values("system")) | Q(system__registered__in=assets)
    here = Q(asset__in=assets) | rooms | others | networks
    of_firms = orders.exclude(organisation=None).exclude(organisation__role=Organisation.Role.OPERATOR)
    kept = Q(Exists(of_firms), medium__in=restricted.FAMILIES)
    found = IsolationCard.objects.standing().filter(here, station__in=orders.values("station"))
    return found.exclude(kept).distinct()


def photos_shown(orders: QuerySet[WorkOrder]) -> set[int]:
    """The evidence that comes with those cards."""
    return {pk for photos in of_orders(orders).values_list("photos", flat=True) for pk in photos}


def photos_of(ids: Iterable[int], station: Station) -> list[Evidence]:
    """In the order in which they were brought."""
    known = Evidence.objects.filter(station=station).in_bulk(list(ids))
    return [known[pk] for pk in ids if pk in known]


def may_write(user, subject: Subject, work_order: WorkOrder | None = None) -> bool:
    """The operator's people on what they see; a firm's person on what her own open order is about."""
    return drafts.may_declare(user, subject, work_order)
