"""From what was typed to the assets and places that answer, the best first."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import partial, reduce
from operator import and_

from django.db.models import Q

from assets.models import Location, Station
from maintenance.place_words import table
from twin.searching import candidates, ranking, vocabulary
from twin.searching.places import Place, Places, said_in
from twin.searching.question import Question, Term, read, without, words_left_out
from twin.searching.ranking import Candidate, Scale

_WANTED = 1.75
_COUNTED = 4_000  # assets that are enough to tell rare words from common ones
_MOST_FED = 5  # things whose breaker may be meant


@dataclass(frozen=True)
class Answer:
    """An asset, or a place (`asset` is None), and how well it answers."""

    asset: Candidate | None
    place: Place | None
    worth: float

    @property
    def order(self) -> tuple[float, int, str]:
        code = self.asset.code if self.asset else ""
        return (-round(self.worth, 3), len(code), code)


@dataclass(frozen=True)
class Found:
    """The best first. `is_partial`: nothing holds all the words; `left_out`: those that none of these holds."""

    answers: list[Answer]
    places: Places
    is_partial: bool = False
    left_out: tuple[str, ...] = ()


def best(station: Station, typed: str, near: str, most: int) -> Found:
    """Everything that holds all the words; else what feeds what they name; else what holds most of them."""
    question = read(typed, partial(vocabulary.repair, station))
    places = Places(station)
    storey = places.storey(near) if near else None
    found = candidates.look_up(station, question, places)
    scale = Scale(
        glued=question.glued,
        found=found,
        weights=[1.0] * len(found),
        near=places.below([storey]) if storey else set(),
        places=places,
        exact=frozenset(candidates.exact(station, typed)),
    )
    keys = {*scale.exact, *candidates.all_of(station, question, found, scale.near)}
    rooms = _places(scale)
    asked, is_partial = scale, False
    for further in (_by_serial, _feeding, _holding_most):
        if not keys and not rooms:
            keys, scale = further(station, question, scale)
            rooms = _places(scale)
            is_partial = further is _holding_most
    answers = [
        Answer(one, places.by_key.get(one.location or 0), scale.worth(one)) for one in ranking.read(keys)
    ]
    shown = sorted([*answers, *rooms], key=lambda answer: answer.order)[:most]
    left_out = words_left_out(typed, _held_by_none(shown, asked)) if is_partial else []
    return Found(shown, places, is_partial, tuple(left_out))


def _held_by_none(shown: list[Answer], scale: Scale) -> list[Term]:
    """With a word goes the number after it: "quai 9" is not half found in a circuit 9."""

    def is_held(told: candidates.Found) -> bool:
        return any(
            scale.holds(one.asset, told) if one.asset else one.place and said_in(told.term, one.place.said)
            for one in shown
        )

    lost: list[Term] = []
    for told in scale.found:
        if not is_held(told) or (told.term.after and lost and told.term.after in lost[-1].words):
            lost.append(told.term)
    return lost if len(lost) < len(scale.found) else []


def condition(station: Station, typed: str) -> Q:
    """What an asset must be to hold every word."""
    question = read(typed, partial(vocabulary.repair, station))
    found = candidates.look_up(station, question, Places(station))
    holders = candidates.add_serials(station, question, found)
    return reduce(and_, (told.condition for told in found), Q()) | Q(pk__in=sorted(holders))


def _by_serial(station: Station, question: Question, scale: Scale) -> tuple[set[int], Scale]:
    """The serial number alone, or beside other words."""
    before = [len(told.assets) for told in scale.found]
    holders = candidates.add_serials(station, question, scale.found)
    if holders or before == [len(told.assets) for told in scale.found]:
        return set(holders), replace(scale, holders=holders)
    return set(candidates.all_of(station, question, scale.found, scale.near)), scale


def _places(scale: Scale) -> list[Answer]:
    worths = (
        (place, ranking.place_worth(scale, place))
        for place in scale.places.by_key.values()
        if place.kind != Location.Kind.SITE
    )
    return [Answer(None, place, worth) for place, worth in worths if worth]


def _feeding(station: Station, question: Question, scale: Scale) -> tuple[set[int], Scale]:
    """ "disjoncteur pompe relevage": breakers that bear the code of what the other words name."""
    fed = table().fed
    for told in scale.found:
        kinds = {kind for kind in told.term.kinds if kind.startswith(fed)}
        if not kinds or len(scale.found) == 1:
            continue
        rest = [other for other in scale.found if other is not told]
        smaller = replace(scale, found=rest, weights=[1.0] * len(rest), glued="")
        keys = candidates.all_of(station, without(question, told.term), rest, set())
        fed_ones = [one for one in ranking.read(keys) if not one.kind.startswith(fed)]
        fed_ones.sort(key=lambda one: (-smaller.worth(one), one.code))
        if fed_ones:
            least = smaller.worth(fed_ones[0]) - 0.1
            codes = tuple(
                ranking.normalise(one.code) for one in fed_ones[:_MOST_FED] if smaller.worth(one) >= least
            )
            return set(candidates.naming(station, kinds, codes, scale.near)), replace(scale, named=codes)
    return set(), scale


def _holding_most(station: Station, question: Question, scale: Scale) -> tuple[set[int], Scale]:
    """The rarer a word, the more it weighs; the first kind named is what is wanted."""
    one_in = max(1, vocabulary.size(station) // _COUNTED)
    counted = candidates.counts(station, scale.found, one_in)
    most = max([*counted, 1])
    weights = [1.0 + math.log(most / max(count, 0.5)) / 4 for count in counted]
    wanted = next((at for at, told in enumerate(scale.found) if told.term.kinds and counted[at]), None)
    if wanted is not None:
        weights[wanted] *= _WANTED
    scale = replace(scale, weights=weights)
    kept = [at for at, count in enumerate(counted) if count]
    if (
        0 < len(kept) < len(counted)
    ):  # the words that hardly anything holds only weigh when the others lead nowhere
        fewer = replace(scale, found=[scale.found[at] for at in kept], weights=[weights[at] for at in kept])
        if keys := candidates.all_of(station, question, fewer.found, scale.near):
            return set(keys), fewer
    return set(candidates.some_of(station, scale.found, weights)), scale
