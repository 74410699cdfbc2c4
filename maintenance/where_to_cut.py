"""What to close for a leak, without any port: cards of people who know, then a trace, then what is near.

    answer = where_to_cut(asset, "water")
    [(way.origin, way.names) for way in answer.ways]      # [(CARD, ["EFS-V-112"]), (CANDIDATE, ["EFS-V-087"]), …]

Each way says which of the four it is. Only a card that two people stand for is called verified, and nothing here is a
lock-out certificate. A trace through the ports of the models stands between the cards and the candidates; where it
disagrees with a card, both are shown and `disagreements` tells the data steward.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from django.utils import timezone

from assets import isolating_devices, isolation_cards, said_states, spots
from assets.isolating_devices import Device
from assets.isolation_cards import Said
from assets.models import Asset, IsolationCard, Station
from assets.models.hanging import Subject
from assets.models.isolation_card import MEDIA
from assets.said_states import NOTHING_SAID, SaidStates
from assets.spots import Spot
from maintenance import isolation_cards as written
from maintenance.isolation_cards import Pending
from maintenance.traced import Traced, through_ports

OLD = timedelta(days=3 * 365)
"""After this a card is still shown first, with the word that nobody has looked since."""


class Origin(StrEnum):
    CARD = "card"
    TRACE = "trace"
    UNVERIFIED = "unverified"
    CANDIDATE = "candidate"


class Doubt(StrEnum):
    """What a reader must know of a card besides what it says."""

    DEVICE_GONE = "device-gone"
    DEVICE_TO_CONFIRM = "device-to-confirm"
    DEVICE_MOVED = "device-moved"
    DEVICE_STUCK = "device-stuck"
    DEVICE_OUT_OF_REACH = "device-out-of-reach"
    DEVICE_LOCKED_OUT = "device-locked-out"
    OLD = "old"


class Unknown(StrEnum):
    """What nobody could say."""

    MEDIUM = "medium"
    POSITION = "position"
    PATH = "path"
    STATE = "state"


@dataclass(frozen=True)
class Way:
    """One way to cut it. A card has `card` and `said`; what waits for its review has `pending` instead of a card."""

    origin: Origin
    said: Said | None = None
    card: IsolationCard | None = None
    pending: Pending | None = None
    traced: Traced | None = None
    device: Device | None = None
    through: str = ""
    doubts: tuple[Doubt, ...] = ()

    @property
    def verified(self) -> bool:
        """Two people stand for it, and nothing speaks against it. A trace and a candidate never are."""
        return self.origin is Origin.CARD

    @property
    def names(self) -> list[str]:
        """All that is to be closed, as people call it, in its order."""
        if self.traced is not None:
            return [asset.code for asset in self.traced.devices]
        if self.device is not None:
            return [self.device.asset.code]
        return [self.said.device or self.said.device_words, *self.said.further] if self.said else []


@dataclass(frozen=True)
class Answer:
    """`ways` in the order in which to try them. `unknown`: what a reader must be told that nobody knows. `media`: what
    may be cut here, by its networks and by the cards that cover it."""

    spot: Spot
    medium: str
    media: tuple[str, ...] = ()
    ways: tuple[Way, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    disagrees: tuple[Disagreement, ...] = field(default=())

    def of(self, *origins: Origin) -> list[Way]:
        return [way for way in self.ways if way.origin in origins]

    @property
    def verified(self) -> bool:
        return any(way.verified for way in self.ways)


@dataclass(frozen=True)
class Disagreement:
    """A verified card closes what no trace would, and the trace something else: one of them is wrong."""

    card: IsolationCard
    traced: Traced


def where_to_cut(subject: Subject, medium: str = "", *, tells_pending: bool = True) -> Answer:
    """`medium` empty: whatever its networks carry. `tells_pending`: also what nobody has checked yet."""
    return for_spot(spots.of(subject), medium, tells_pending=tells_pending)


def for_spot(spot: Spot, medium: str = "", *, tells_pending: bool = True, most: int = 6) -> Answer:
    covering = isolation_cards.covering(spot)
    said = said_states.of(spot.station)
    cards = [_of_card(each, said) for each in covering if medium in ("", each.card.medium)]
    traced = through_ports(spot, medium)
    waiting = written.pending_for(spot, medium) if tells_pending else []
    near = isolating_devices.near(spot, medium, most=most + sum(len(way.names) for way in cards))
    told = {name for way in cards for name in way.names}
    candidates = [each for each in near if each.asset.code not in told][:most]
    ways = [
        *(way for way in cards if way.verified),
        *([Way(Origin.TRACE, traced=traced)] if traced else []),
        *(way for way in cards if not way.verified),
        *(Way(Origin.UNVERIFIED, said=each.said, pending=each, through=each.through) for each in waiting),
        *(Way(Origin.CANDIDATE, device=each) for each in candidates),
    ]
    return Answer(
        spot=spot,
        medium=medium,
        media=tuple(each for each in MEDIA if each in {*spot.media, *(one.card.medium for one in covering)}),
        ways=tuple(ways),
        unknown=tuple(_unknown(spot, medium, candidates, traced)),
        disagrees=tuple(_disagreeing(ways, spot, medium)),
    )


def by_cards(spot: Spot, medium: str = "") -> list[Way]:
    """What cards alone say, the nearest first: of those that hold, whether or not the register still has the device."""
    said = said_states.of(spot.station)
    return [_of_card(each, said) for each in isolation_cards.covering(spot, medium)]


def _of_card(covering: isolation_cards.Covering, said: SaidStates) -> Way:
    card = covering.card
    doubts = tuple(doubts_of(card, said))
    lost = {Doubt.DEVICE_GONE, Doubt.DEVICE_TO_CONFIRM} & set(doubts)
    return Way(
        Origin.UNVERIFIED if lost else Origin.CARD,
        said=isolation_cards.as_said(card),
        card=card,
        through=covering.through,
        doubts=doubts,
    )


def doubts_of(
    card: IsolationCard, said: SaidStates = NOTHING_SAID, now: datetime | None = None
) -> Iterator[Doubt]:
    """What the register has learnt since two people stood for it, and what people said of its devices on site."""
    device = card.device
    every = devices_of(card)
    if any(each.removed_at is not None for each in every):
        yield Doubt.DEVICE_GONE
    elif any(each.presence == Asset.Presence.TO_CONFIRM for each in every):
        yield Doubt.DEVICE_TO_CONFIRM
    if device is not None and device.location and card.device_room and device.location != card.device_room:
        yield Doubt.DEVICE_MOVED
    hindrances = {said.by_asset[each.pk].hindrance for each in every if each.pk in said.by_asset}
    yield from (Doubt(f"device-{hindrance}") for hindrance in sorted(hindrances - {""}))
    if card.verified_on < (now or timezone.now()) - OLD:
        yield Doubt.OLD


def devices_of(card: IsolationCard) -> list[Asset]:
    """What it closes, as far as the register has or had it."""
    others = isolation_cards.called(card.station, card.further).values() if card.further else ()
    return [each for each in (card.device, *others) if each is not None]


def _unknown(spot: Spot, medium: str, candidates: list[Device], traced: Traced | None) -> Iterator[Unknown]:
    if not spot.media and not medium:
        yield Unknown.MEDIUM
    if candidates and not spot.boxes:
        yield Unknown.POSITION
    if candidates and traced is None:
        yield Unknown.PATH
    if candidates:
        yield Unknown.STATE


def _disagreeing(ways: list[Way], spot: Spot, medium: str) -> Iterator[Disagreement]:
    """A valve that is stuck today makes neither the card nor the model wrong: the model is asked as it is drawn.

    A card that closes the very thing that is asked about says how it is closed, not how it is cut off.
    """
    about = [way for way in ways if way.card is None or spot.asset not in devices_of(way.card)]
    if any(way.verified for way in about):
        yield from _compared(about, through_ports(spot, medium, as_drawn=True))


def _compared(ways: list[Way], traced: Traced | None) -> Iterator[Disagreement]:
    """A card that names what the register does not have cannot be compared: it is shown, and nothing is said of it."""
    if traced is None or not traced.devices:
        return
    closed = {asset.pk for asset in traced.devices}
    for way in ways:
        if way.origin is not Origin.CARD or way.card is None:
            continue
        devices = devices_of(way.card)
        named = {asset.pk for asset in devices}
        compared = len(named) == 1 + len(way.card.further) and named != closed
        if compared and not traced.suffices(devices):
            yield Disagreement(way.card, traced)


def disagreements(station: Station) -> list[Disagreement]:
    """The data task: each verified card of a station beside the trace from what it hangs on. Writes nothing."""
    found = []
    for card in isolation_cards.standing(station).exclude(device=None):
        traced = through_ports(spots.of(card.subject), card.medium, as_drawn=True)
        way = Way(Origin.CARD, card=card)
        found += _compared([way], traced)
    return found
