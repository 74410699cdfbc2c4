"""An answer as a table, for who prepares an outage in a spreadsheet: one row a device, a room, a step or a doubt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext, pgettext

from twin import lookup
from twin.cards import Card
from twin.spreadsheets import Cell
from twin.traces.questions import Flow, Question
from twin.traces.told import Stop, Told

MEANT_FOR = {
    Question.FED: lambda: gettext("on the side that feeds it"),
    Question.FEEDS: lambda: gettext("served"),
    Question.STOPS: lambda: gettext("loses service"),
    Question.CLOSE: lambda: gettext("loses service"),
}
DRAINED = {
    Question.FED: lambda: gettext("comes into it"),
    Question.FEEDS: lambda: gettext("goes on through it"),
}


def headings() -> list[str]:
    return [
        gettext("part of the answer"),
        gettext("order"),
        gettext("act"),
        gettext("code"),
        gettext("what it is"),
        gettext("place"),
        gettext("height"),
        gettext("note"),
    ]


def rows(told: Told, cards: Sequence[Card] = ()) -> Iterator[list[Cell]]:
    """The verdict first, as on the page. Things are read as they are told: a whole station may be among them."""
    sure = pgettext("trace", "sure, by the models") if told.sure else pgettext("trace", "to verify on site")
    part = gettext("answer")
    if told.nothing:
        yield _row(part, code=told.code, note=told.nothing)
    for sentence in told.verdict:
        yield _row(part, code=told.code, words=told.words, note=f"{sentence} ({sure})")
    for card in cards:
        yield from _card(card)
    for each in told.stops:
        yield _stop(gettext("to operate"), each)
    for each in told.left_shut:
        yield _stop(gettext("shut already"), each)
    for each in told.passed_over:
        yield _stop(gettext("not to be operated"), each)
    named = DRAINED if told.flow is Flow.DRAINED else {}
    part = named.get(told.question, MEANT_FOR[told.question])()
    for place in told.places:
        yield _row(part, code=place.code, place=place.label, note=place.what)
    for thing in told.affected():
        yield _row(part, code=thing.code, words=thing.words, place=lookup.place_words(thing.place))
    for number, thing in enumerate(told.passed(), start=1):
        place_words = lookup.place_words(thing.place)
        yield _row(gettext("on the way"), number, code=thing.code, words=thing.words, place=place_words)
    for sentence in (*told.heard, *told.weak, *told.doubts):
        yield _row(gettext("how sure that is"), note=sentence)
    yield _row(
        gettext("how sure that is"),
        note=gettext("An aid to preparation: it does not replace the lock-out certificate."),
    )


def _card(card: Card) -> Iterator[list[Cell]]:
    part = gettext("isolation card %(label)s") % {"label": card.label}
    note = " ".join(filter(None, (card.turn, *card.said.steps)))
    yield _row(part, 1, card.verb, card.device_code, card.device, card.room, card.height, note)
    for number, each in enumerate(card.further, start=2):
        yield _row(part, number, card.verb, each.code, each.words, each.where)


def _stop(part: str, stop: Stop) -> list[Cell]:
    return _row(
        part, stop.number or None, stop.verb, stop.code, stop.words, stop.room, stop.height, stop.state
    )


def _row(
    part: str,
    number: int | None = None,
    act: str = "",
    code: str = "",
    words: str = "",
    place: str = "",
    height: str = "",
    note: str = "",
) -> list[Cell]:
    return [part, number, act, code, words, place, height, note]
