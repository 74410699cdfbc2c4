"""Addresses, keys and the JSON of an answer: what pages and the 3D share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from assets.models import Station
from twin import wording
from twin.traces import supposed
from twin.traces.course import course
from twin.traces.questions import Flow, Question, Wish, words_of
from twin.traces.told import Stop, Told


@dataclass(frozen=True)
class Key:
    """One of the four questions, to tap."""

    question: str
    words: str
    address: str
    asked: str
    chosen: bool


def asked_by_address(wish: Wish) -> str:
    """What an address is asked: code=…&ask=close&medium=…"""
    asked = {"code": wish.code, "ask": str(wish.question)}
    return urlencode(asked | ({"medium": wish.medium} if wish.medium else {}))


def address(station: Station, wish: Wish) -> str:
    """Of the page; what to close has one of its own, with the cards of people who know."""
    asked = {"code": wish.code}
    if wish.question is not Question.CLOSE:
        asked["ask"] = str(wish.question)
    if wish.medium:
        asked["medium"] = wish.medium
    name = "what_to_close" if wish.question is Question.CLOSE else "traces"
    return f"{reverse(name, args=[station.code])}?{urlencode(asked)}"


def asked(wish: Wish) -> str:
    """As the address of the 3D keeps it: "close~EFS-V-112" (see `tracing/answer.ts`)."""
    parts = [str(wish.question), wish.code, *([wish.medium] if wish.medium else [])]
    return "~".join(part.replace("%", "%25").replace("~", "%7E") for part in parts)


def table_address(station: Station, wish: Wish) -> str:
    return f"{reverse('traces_csv', args=[station.code])}?{asked_by_address(wish)}"


def beside(wish: Wish) -> str:
    """What the address of the 3D keeps of the diagram beside it (see `split/drawing.ts`)."""
    return urlencode({"beside": asked(wish)})


def in_3d(station: Station, wish: Wish) -> str:
    """Where the 3D shows it."""
    return (
        f"{reverse('station', args=[station.code])}?{urlencode({'select': wish.code, 'trace': asked(wish)})}"
    )


def keys(
    station: Station, code: str, chosen: Question | None = None, medium: str = "", flow: Flow = Flow.FED
) -> list[Key]:
    """What to close first: it is what people are in a hurry for."""
    order = (Question.CLOSE, Question.STOPS, Question.FED, Question.FEEDS)
    wishes = [Wish(code, question, medium) for question in order]
    return [
        Key(
            str(wish.question),
            words_of(wish.question, flow),
            address(station, wish),
            asked(wish),
            wish.question is chosen,
        )
        for wish in wishes
    ]


@dataclass(frozen=True)
class Medium:
    words: str
    colour: str
    address: str
    asked: str
    chosen: bool


def media(station: Station, wish: Wish, told: Told) -> list[Medium]:
    """To choose one of what it carries; none when there is no choice."""
    if len(told.media) < 2:
        return []
    wishes = {key: Wish(wish.code, wish.question, "" if key == wish.medium else key) for key in told.media}
    return [
        Medium(
            wording.family(key),
            wording.colour(key),
            address(station, each),
            asked(each),
            key == wish.medium,
        )
        for key, each in wishes.items()
    ]


def as_json(
    station: Station, wish: Wish, told: Told, carded: Sequence[dict[str, Any]] = ()
) -> dict[str, Any]:
    """What the 3D draws. `path` goes from the supply to the thing, `course` is how it passes each piece (metres of the
    files), `supposed` what of the answer is not proven and where; rooms by code, as its table names them; `left` are
    devices that are shut already, or are not to be operated; `carded` as of `twin.traces.carded`."""
    return {
        "code": told.code,
        "ask": str(told.question),
        "medium": told.medium,
        "page": address(station, wish),
        "nothing": told.nothing,
        "sure": told.sure,
        "verdict": told.verdict,
        "path": told.path_codes,
        "course": _course(told.path_pieces),
        "supposed": supposed.as_json(told.supposed),
        "about": told.about_codes,
        "devices": [
            {
                "number": each.number,
                "code": each.code,
                "words": f"{each.verb} {each.code}",
                "room": each.room_code,
                "where": _where(each),
            }
            for each in told.stops
        ],
        "left": [
            {
                "why": each.left,
                "code": each.code,
                "words": f"{each.code}, {each.state}",
                "room": each.room_code,
                "where": _where(each),
            }
            for each in (*told.passed_over, *told.left_shut, *told.heard_shut)
        ],
        "cards": list(carded),
        "rooms": told.room_codes,
        "revision_set": told.revision_set,
    }


def _where(stop: Stop) -> str:
    return " · ".join(filter(None, (stop.room, stop.height)))


def _course(path: dict[int, str]) -> list[dict[str, Any]]:
    """`path`: pieces in order, and their codes."""
    return [
        {
            "code": path[leg.piece],
            "from": [round(side, 2) for side in leg.start],
            "to": [round(side, 2) for side in leg.end],
        }
        for leg in course(list(path))
    ]
