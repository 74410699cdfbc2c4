"""What was found, the best first: how well each word is answered, where, and how near the reader's storey it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from assets import kinds
from assets.models import Asset, Location
from assets.search import normalise, spelt_apart
from maintenance.place_words import table
from twin.searching.candidates import Found
from twin.searching.places import Place, Places, said_in
from twin.searching.question import SAYS_NOTHING, Term, has_words_of_its_own
from twin.searching.spelling import BEGINS, SAME, closeness

# What an answer is worth by where it is found: its kind tells what a thing is; a name also says what it is *of*.
KIND, NAME, PLACE, TYPE, DOCUMENT = 1.25, 1.0, 1.0, 0.6, 0.9
NAME_OF_ANOTHER_KIND = 0.6  # "vanne de la pompe de relevage" is no pump
ROOM_OF_SUCH_THINGS = 0.92  # one word is the thing before it is the room it stands in
NAMED_CODE = 0.95
REPAIRED = 0.9
KIND_WITH_WORDS_OF_ITS_OWN = 1.15
COVERED = 0.4  # a name of which nothing was left out
VERY_NAME = 0.5  # and nothing else was asked
SIDE_BY_SIDE = 0.3  # "quai 2" in "écran 3, quai 2", not in "écran 2, quai 1"
NEAR = 0.5
WHOLE_CODE, CODE_BEGUN, CODE_HELD = 100.0, 20.0, 10.0


@dataclass(frozen=True)
class Candidate:
    pk: int
    code: str
    name: str
    kind: str
    location: int | None
    type: int | None

    @property
    def said(self) -> str:
        return _words(self.code, self.name)


@lru_cache(maxsize=20_000)
def _words(code: str, name: str) -> str:
    return f"{normalise(code)} {spelt_apart(name)} {_apart(name)} {_apart(code)}"


def _apart(text: str) -> str:
    """ "nord-est" is two words as well as one."""
    return spelt_apart(re.sub(r"[-'’/]", " ", text))


def read(keys: Iterable[int]) -> list[Candidate]:
    rows = Asset.objects.filter(pk__in=sorted(keys)).order_by()
    return [Candidate(*row) for row in rows.values_list("pk", "code", "name", "kind", "location", "type")]


@dataclass(frozen=True)
class Scale:
    """How the candidates of one question are weighed. `named`: codes that what feeds them bears (`naming`)."""

    glued: str
    found: Sequence[Found]
    weights: Sequence[float]
    near: set[int]
    places: Places
    exact: frozenset[int] = frozenset()
    holders: frozenset[int] = frozenset()
    named: tuple[str, ...] = ()

    def worth(self, one: Candidate) -> float:
        total = WHOLE_CODE if one.pk in self.exact else self._by_code(one.code)
        if one.pk in self.holders:
            total += CODE_BEGUN
        answers = [self._answer(one, told) for told in self.found]
        total += sum(weight * answer for weight, answer in zip(self.weights, answers, strict=True))
        total += self._covered(one) + self._side_by_side(one)
        return total + (NEAR if one.location in self.near else 0.0)

    def _by_code(self, code: str) -> float:
        plain = normalise(code)
        if not self.glued or plain == self.glued:
            return WHOLE_CODE if self.glued else 0.0
        if not any(map(str.isdigit, self.glued)) and len(self.glued) < 3:
            return 0.0
        if plain.startswith(self.glued):
            return CODE_BEGUN - 0.1 * (len(plain) - len(self.glued)) if _like_a_code(self.glued) else 0.3
        if len(self.glued) >= 4 and _like_a_code(self.glued) and self.glued in plain:
            return CODE_HELD - 0.1 * (len(plain) - len(self.glued))
        return 0.0

    def holds(self, one: Candidate, told: Found) -> bool:
        """Does it answer this word at all?"""
        return self._answer(one, told) > 0

    def _answer(self, one: Candidate, told: Found) -> float:
        named = NAME * said_in(told.term, one.said)
        if told.term.kinds and one.kind not in told.term.kinds and not one.kind.startswith(table().fed):
            named *= NAME_OF_ANOTHER_KIND
        best = max(
            self._kind(one.kind, told.term),
            named,
            PLACE * told.places.get(one.location or 0, 0.0),
            TYPE * told.types.get(one.type or 0, 0.0),
            DOCUMENT * told.assets.get(one.pk, 0.0),
            0.9 * said_in(told.term, _kind_words(one.kind)),
            NAMED_CODE if any(code in one.said.split() for code in self.named) else 0.0,
        )
        return best * (REPAIRED if told.term.repaired else 1.0)

    def _kind(self, kind: str, term: Term) -> float:
        if kind not in term.kinds:
            return 0.0
        narrower = has_words_of_its_own(kind) and any(kind.startswith(f"{wider}-") for wider in term.kinds)
        return KIND_WITH_WORDS_OF_ITS_OWN if narrower else KIND

    def _covered(self, one: Candidate) -> float:
        """By the share of the name's words that were asked for. "porte du local relevage" says it of its room."""
        if len(self.found) == 1 and _after_a_room(self.found[0].term, one.name):
            return 0.0
        return COVERED * covered(self.found, spelt_apart(one.name).split())

    def _side_by_side(self, one: Candidate) -> float:
        place = self.places.by_key.get(one.location or 0)
        texts = (_apart(one.name), place.said if place else "")
        numbers = [told.term for told in self.found if told.term.after]
        return sum(SIDE_BY_SIDE for term in numbers if any(_adjoin(term, text) for text in texts))


def covered(found: Sequence[Found], said: Sequence[str]) -> float:
    """The share of these words that the question says."""
    asked = {word for told in found for word in told.term.words}
    said = [word for word in said if word not in SAYS_NOTHING]
    hits = sum(any(closeness(word, one) >= BEGINS for word in asked) for one in said)
    return hits / len(said) if said else 0.0


def _adjoin(term: Term, text: str) -> bool:
    number = next(iter(term.words), "")
    return any(
        closeness(term.after, one) >= BEGINS and closeness(number, other) == SAME
        for one, other in pairwise(text.split())
    )


def _after_a_room(term: Term, name: str) -> bool:
    """Does the word follow that for a room? "relevage" does in "local relevage", and in "porte du local relevage"."""
    words = [word for word in _apart(name).split() if word not in SAYS_NOTHING]
    return any(
        before in table().room and any(closeness(asked, word) >= BEGINS for asked in term.words)
        for before, word in pairwise(words)
    )


def _like_a_code(glued: str) -> bool:
    return any(map(str.isdigit, glued))


@lru_cache(maxsize=2_000)
def _kind_words(key: str) -> str:
    kind = kinds.kind_named(key)
    return f"{spelt_apart(kind.fr)} {spelt_apart(kind.en)}"


def place_worth(scale: Scale, place: Place) -> float:
    """The worth of a place on the same scale: all of its own name, not of what lies in it. 0 when a word is missing."""
    answers = [_place_answer(told.term, place, alone=len(scale.found) == 1) for told in scale.found]
    if not all(answers):
        return 0.0
    total = sum(weight * answer for weight, answer in zip(scale.weights, answers, strict=True))
    share = covered(scale.found, place.named.split())
    total += COVERED * share + (VERY_NAME if share == 1.0 else 0.0)
    if any(map(str.isdigit, scale.glued)) and scale.glued in place.said.split():
        total += WHOLE_CODE - 1
    return total + (NEAR if place.pk in scale.near else 0.0)


def _place_answer(term: Term, place: Place, *, alone: bool) -> float:
    said = said_in(term, place.said)
    if not said and not alone and place.kind == Location.Kind.SPACE and term.words & table().room:
        return 0.5  # "local 012" is room 012, whatever it is called
    if not alone:
        return said
    return said * (0.8 if term.kinds else ROOM_OF_SUCH_THINGS if _after_a_room(term, place.named) else 1.0)
