"""What cards of people who know say is to be closed, for the 3D: all there is where the models draw no connection."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from assets import isolation_cards, spots
from assets.models import Asset, IsolationCard, Location, Station
from assets.spots import Spot
from maintenance import where_to_cut as cutting
from twin import cards
from twin.cards import Card
from twin.sheets.subject import find
from twin.traces.told import Told

MOST_DRAWN = 3  # cards of one answer


def spot_named(station: Station, code: str) -> Spot | None:
    """What bears the code: a place, equipment, a run or an object of the model."""
    subject = find(station, code)
    if subject is None:
        return None
    if subject.location is not None:
        return spots.of(subject.location)
    runs = (subject.run,) if subject.run else ()
    return spots.of_elements(station, subject.code, subject.elements, asset=subject.asset, runs=runs)


def cards_of(station: Station, code: str, medium: str) -> list[Card]:
    """All that two people stand for, the nearest first."""
    return [cards.of(card, photos=False) for card in _verified(station, code, medium)]


def of_code(
    station: Station,
    told: Told,
    *,
    among: QuerySet[IsolationCard] | None = None,
) -> list[dict[str, Any]]:
    """The devices of the nearest cards that two people stand for, in their order; none where there is no such card.

    Beside devices that are traced the nearest card is enough. `among`: the cards that may be told, when these are not
    all.
    """
    verified = _verified(station, told.code, told.medium)
    if among is not None:
        hers = set(among.values_list("pk", flat=True))
        verified = [card for card in verified if card.pk in hers]
    return [device for card in verified[: 1 if told.stops else MOST_DRAWN] for device in _of_card(card)]


def _verified(station: Station, code: str, medium: str) -> list[IsolationCard]:
    spot = spot_named(station, code)
    ways = cutting.by_cards(spot, medium or (spot.media[0] if spot.media else "")) if spot else []
    return [way.card for way in ways if way.verified and way.card]


def _of_card(card: IsolationCard) -> list[dict[str, Any]]:
    """Each device with its words, its room's code and where it is. `code` is empty of what no register has."""
    shown = cards.of(card, photos=False)
    further = isolation_cards.called(card.station, card.further)
    rooms = [card.device_room or _room(card.device)]
    rooms += [_room(further.get(name)) for name in card.further]
    told = [(shown.device_code, shown.device, " · ".join(filter(None, (shown.room, shown.height))))]
    told += [(each.code, each.words, each.where) for each in shown.further]
    return [
        {
            "label": card.label if len(told) == 1 else f"{card.label}·{number}",
            "code": code,
            "words": f"{shown.verb} {words}",
            "room": room.code if room else "",
            "where": where,
        }
        for number, ((code, words, where), room) in enumerate(zip(told, rooms, strict=True), start=1)
    ]


def _room(device: Asset | None) -> Location | None:
    return device.location if device else None
