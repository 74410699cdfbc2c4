"""The four questions people ask of a pipe, and who may be told what."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from assets import tracing
from assets.models import Station
from assets.models.isolation_card import MEDIA
from assets.networks import media
from assets.networks.answers import Trace
from twin import cards


class Question(StrEnum):
    FED = "fed"
    FEEDS = "feeds"
    STOPS = "stops"
    CLOSE = "close"


ASKED: dict[Question, Trace] = {
    Question.FED: Trace.UPSTREAM,
    Question.FEEDS: Trace.DOWNSTREAM,
    Question.STOPS: Trace.IMPACT,
    Question.CLOSE: Trace.ISOLATION,
}


class Flow(StrEnum):
    """What people call it depends on what flows: a breaker is not closed to cut, and a drain feeds nobody."""

    FED = "fed"
    SWITCHED = "switched"
    DRAINED = "drained"


_WORDS: dict[Question, Promise] = {
    Question.FED: gettext_lazy("What feeds it"),
    Question.FEEDS: gettext_lazy("What it feeds"),
    Question.STOPS: gettext_lazy("If it stops"),
    Question.CLOSE: gettext_lazy("What to close"),
}
_OTHER_WORDS: dict[tuple[Flow, Question], Promise] = {
    (Flow.SWITCHED, Question.CLOSE): gettext_lazy("What to switch off"),
    (Flow.DRAINED, Question.FED): gettext_lazy("What comes into it"),
    (Flow.DRAINED, Question.FEEDS): gettext_lazy("Where it goes"),
}


def words_of(question: Question, flow: Flow = Flow.FED) -> str:
    return str(_OTHER_WORDS.get((flow, question), _WORDS[question]))


def flow_of(families: Collection[str], *, drained: bool = False) -> Flow:
    """Of what carries these; of several things at once, of those that are closed."""
    if drained or set(families) == {"drainage"}:
        return Flow.DRAINED
    return Flow.SWITCHED if families and all(map(cards.switches, families)) else Flow.FED


@dataclass(frozen=True)
class Wish:
    """What a person asks. `medium` is a family's key, "" for whatever the thing carries."""

    code: str
    question: Question
    medium: str = ""


def ask(station: Station, wish: Wish, *, by: Any = None) -> tracing.Told:
    """Raises tracing.NotTraceable."""
    asked = tracing.Asked(wish.code, ASKED[wish.question], wish.medium or None, by=by)
    return tracing.ask(station, asked)


def media_of(told: tracing.Told) -> list[str]:
    """The families of what it carries, each once, what leaks first; what nobody has named is left out."""
    found = {media.family_of(medium) for medium in tracing.media_of(told)} - {"unknown"}
    return sorted(found, key=lambda family: (family not in MEDIA, [*MEDIA, family].index(family)))
