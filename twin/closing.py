"""What to close, as a page shows it: `maintenance.where_to_cut` in the reader's words, and what is unknown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext

from assets.isolating_devices import Device
from assets.models.isolation_card import MEDIA
from maintenance.where_to_cut import Answer, Origin, Unknown, Way
from twin import cards, device_states, lookup, wording
from twin.cards import Card, height_words

UNKNOWN = {
    Unknown.MEDIUM: lambda: gettext(
        "Nobody has said what flows here: choose the network, or say it on the sheet."
    ),
    Unknown.POSITION: lambda: gettext(
        "No model draws this place: devices are listed by room and level, without distance."
    ),
    Unknown.PATH: lambda: gettext(
        "Nothing says that a device nearby is on this very pipe or circuit: follow it on site before you close."
    ),
    Unknown.STATE: lambda: gettext("Whether a device is open, and whether it moves, is to be seen on site."),
}
THROUGH = {
    "asset": lambda: gettext("written for this equipment"),
    "run": lambda: gettext("written for this length"),
    "system": lambda: gettext("cuts the whole network"),
    "room": lambda: gettext("written for this room: read what it cuts"),
    "storey": lambda: gettext("cuts the whole level"),
}


@dataclass(frozen=True)
class Candidate:
    """A device near by. `distance` in words, "" where unknown."""

    code: str
    words: str
    room: str
    height: str
    distance: str
    near: str
    medium_known: bool
    same_network: bool
    safe: bool
    states: list[str]


@dataclass(frozen=True)
class Shown:
    """One way of an answer: a card or a candidate. `broad`: it cuts a whole network or level, whatever for."""

    origin: str
    through: str = ""
    broad: bool = False
    card: Card | None = None
    candidate: Candidate | None = None


@dataclass(frozen=True)
class Panel:
    """What to close, as a page shows it. `media`: (key, words, chosen) to choose from."""

    code: str
    medium: str
    medium_words: str
    media: list[tuple[str, str, bool]]
    cards: list[Shown]
    unverified: list[Shown]
    candidates: list[Shown]
    unknown: list[str]
    disagrees: bool


def panel(answer: Answer, *, reader: Any, carried: Sequence[str] = ()) -> Panel:
    """`carried`: what the models say that it carries, whatever its networks are called."""
    shown = [
        _shown(way, reader) for way in answer.ways if way.origin is not Origin.TRACE
    ]  # `twin.traces` tells it

    def those(origin: Origin) -> list[Shown]:
        return [each for each in shown if each.origin == origin]

    return Panel(
        code=answer.spot.code,
        medium=answer.medium,
        medium_words=wording.family(answer.medium) if answer.medium else "",
        media=media_to_choose(answer, carried),
        cards=those(Origin.CARD),
        unverified=those(Origin.UNVERIFIED),
        candidates=those(Origin.CANDIDATE),
        unknown=[UNKNOWN[each]() for each in answer.unknown],
        disagrees=bool(answer.disagrees),
    )


def media_to_choose(answer: Answer, carried: Sequence[str] = ()) -> list[tuple[str, str, bool]]:
    """What its networks and cards cut and what it carries, when any of that is known; else all, what a card cuts first.

    A pump is named in the water alone and is cut from its power all the same.
    """
    known = bool(answer.spot.media or carried)
    keys = tuple(dict.fromkeys((*answer.media, *(carried if known else MEDIA))))
    chosen = [answer.medium] if answer.medium and answer.medium not in keys else []
    return [(key, wording.family(key), key == answer.medium) for key in (*keys, *chosen)]


def _shown(way: Way, reader: Any) -> Shown:
    through = THROUGH[way.through]() if way.through else ""
    if way.device is not None:
        return Shown(way.origin, candidate=candidate(way.device, reader))
    card = None
    if way.card is not None:
        card = cards.of(way.card, doubts=way.doubts)
    elif way.pending is not None:
        card = cards.of_pending(way.pending)
    return Shown(way.origin, through=through, broad=way.through in ("system", "storey"), card=card)


def candidate(device: Device, reader: Any = None) -> Candidate:
    """For a reader also what people said of it; who writes a card says what is there whatever its state."""
    near = ""
    if device.distance is None:
        near = (
            gettext("same room") if device.same_room else gettext("same level") if device.same_storey else ""
        )
    return Candidate(
        code=device.asset.code,
        words=lookup.kind_and_name(wording.kind(device.asset.kind), device.asset.name),
        room=lookup.place_words(device.room or device.storey),
        height=height_words(device.height),
        distance="" if device.distance is None else _metres(device.distance),
        near=near,
        medium_known=device.medium_known,
        same_network=device.same_network,
        safe=device.safe,
        states=[each.sentence for each in device_states.lines(device.said, device.asset.kind, reader=reader)]
        if reader is not None
        else [],
    )


def _metres(distance: float) -> str:
    if distance < 1:
        return gettext("less than 1 m away")
    return gettext("%(metres)s m away as the crow flies") % {"metres": number_format(distance, 0)}
