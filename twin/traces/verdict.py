"""What an answer of a network comes to, in a few sentences: what to close, who loses service, how much is supposed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from django.utils.translation import gettext, ngettext

from assets.networks import devices, media
from twin import lookup, wording
from twin.traces import words
from twin.traces.questions import Flow, Question
from twin.traces.things import Thing
from twin.traces.told import Stop

if TYPE_CHECKING:
    from twin.traces.telling import Telling


class Verdict:
    def __init__(self, telling: Telling, stops: Sequence[Stop]) -> None:
        self.telling, self.stops = telling, stops
        self.things, self.answer = telling.things, telling.answer

    def sentences(self) -> Iterator[str]:
        match self.telling.wish.question:
            case Question.CLOSE:
                yield from self._to_close()
            case Question.STOPS:
                yield from self._lost()
            case Question.FED:
                yield from self._fed()
            case Question.FEEDS if self.telling.drained:
                yield from self._goes()
            case Question.FEEDS:
                yield self._feeds()
        yield from self._supposed()

    def _to_close(self) -> Iterator[str]:
        if not self.answer.complete:
            yield gettext(
                "It cannot be cut off here: the models draw no device on the way to the supply that could stop it."
            )
            if gap := self.telling.gap():
                yield self._missing() % {"place": gap}
            if movers := self._movers():
                yield gettext("Stop what moves the air: %(what)s.") % {"what": self._first_of(movers)}
            yield from self._behind_it()
            yield from self._left_alone()
            return
        if self.telling.kept_back:
            yield gettext(
                "Something to close is on a network that is not told to firms: the station closes it."
            )
        elif not self.stops:
            yield gettext("Nothing is to be closed: nothing supplies it as things are.")
        if self.stops:
            yield words.acts(
                [
                    (each.code, self.telling.is_switched(piece))
                    for each, piece in zip(self.stops, self.telling.stop_pieces, strict=True)
                ]
            )
        yield from self._behind_it()
        yield from self._left_alone()
        yield from self._lost()
        yield from self._not_cut()

    def _missing(self) -> str:
        if self.telling.flow is Flow.SWITCHED:  # who closes a breaker puts it on
            return gettext(
                "A device is missing at %(place)s: switch off further up, or ask whoever supplies it."
            )
        return gettext("A device is missing at %(place)s: close further up, or ask whoever supplies it.")

    def _movers(self) -> list[int]:
        """Where no damper isolates, what blows or draws the air along the way is stopped instead."""
        graph = self.telling.graph
        if "air" not in self.telling.families:
            return []
        way = dict.fromkeys((*self.telling.traced.pointed.elements, *self.telling.path))
        moving = (piece for piece in way if graph.pieces[graph.number[piece]].ifc_class in devices.MOVING_AIR)
        return self.things.followed(moving)

    def _behind_it(self) -> Iterator[str]:
        """Who asks of a valve may mean what is behind it: that is cut by the valve itself."""
        graph, asked = self.telling.graph, self.telling.traced.pointed
        if not any(graph.isolates[node] for piece in asked.elements for node in graph.nodes(piece)):
            return
        said = (
            gettext("That is to work on %(code)s itself: what is behind it is cut by switching off %(code)s.")
            if self.telling.flow is Flow.SWITCHED
            else gettext("That is to work on %(code)s itself: what is behind it is cut by closing %(code)s.")
        )
        yield said % {"code": asked.code}

    def _left_alone(self) -> Iterator[str]:
        """What it rests on that nobody operates for it: devices shut already, and nearer ones that cannot be."""
        if shut := self.things.of(self.telling.leans_on):
            yield gettext("Make sure that it stays shut: %(what)s.") % {"what": self._with_states(shut)}
        if passed := self.things.of(self.telling.passed_over):
            yield gettext("Nearer, but not to be operated: %(what)s.") % {"what": self._with_states(passed)}

    def _with_states(self, things: Sequence[Thing]) -> str:
        first = [f"{each.code}, {self.telling.state(each.piece)}" for each in things[: words.MOST_NAMED]]
        return words.listed(first, len(things) - len(first))

    def _not_cut(self) -> Iterator[str]:
        """What comes to it by other networks stays on: a pump that is cut from the water still has its power."""
        graph = self.telling.graph
        mine = {
            node
            for piece in self.telling.traced.pointed.elements
            for node in graph.nodes(piece, self.telling.wish.medium or None)
        }
        fed = {node for node in mine if not graph.drains[node]} or mine
        cut = {media.family_of(graph.medium_of[node]) for node in fed}
        cut |= {family for piece in self.telling.dependents for family in self.things.families(piece)}
        left = [each for each in self.telling.carried() if each not in cut]
        if left:
            named = words.listed([wording.family(each) for each in left])
            yield gettext("Not cut by this: %(media)s. Ask for it apart.") % {"media": named}

    def _lost(self) -> Iterator[str]:
        by_family = self.things.by_family(self.telling.terminals, self.telling.families)
        for family, pieces in sorted(by_family.items()):
            what = self.telling.summary(pieces)
            yield str(words.LOST.get(family, words.LOST_ANYTHING)) % {"what": what}
        elsewhere = list(self.telling.elsewhere())
        if not by_family and not elsewhere:
            yield gettext("Nobody else loses service, as far as the models show.")
        told = set(self.telling.terminals)  # by their rooms
        if driven := self.things.followed(each for each in self.telling.dependents if each not in told):
            yield gettext("Stops because of that: %(what)s.") % {"what": self._first_of(driven)}
        yield from elsewhere
        yield from self._fire()

    def _fire(self) -> Iterator[str]:
        """Whether the fire network is spared: what people ask first."""
        if self.telling.firm or "fire" in self.telling.families or not (fire := self.things.carrying("fire")):
            return
        if not fire.isdisjoint((*self.telling.about, *self.telling.dependents)):
            yield gettext("The fire network is affected.")
        elif self.answer.certain:
            yield gettext("The fire network is not affected.")
        else:
            yield gettext("The models show nothing of the fire network among it: to verify on site.")

    def _fed(self) -> Iterator[str]:
        if self.telling.drained:
            what = self.telling.summary(self.things.used(self.telling.about))
            yield (
                gettext("Drains into it: %(what)s.") % {"what": what}
                if what
                else gettext("Nothing that people use drains into it.")
            )
        if not self.telling.path or not (self.telling.drained or self.answer.complete):
            yield (
                gettext("The models do not show what feeds it.")
                if not self.telling.drained
                else gettext("The models do not show where it goes.")
            )
            return
        yield from self._end_of_the_way()

    def _end_of_the_way(self) -> Iterator[str]:
        at = -1 if self.telling.drained else 0
        steps = self.things.followed(self.telling.path) or self.telling.path
        end = next(iter(self.things.of([steps[at]])), None) if steps else None
        if end is None or end.code == self.telling.traced.pointed.code:
            return
        said = {"code": end.code, "words": end.words, "place": lookup.place_words(end.place)}
        yield (
            gettext("It goes out by %(code)s (%(words)s), %(place)s.")
            if self.telling.drained
            else gettext("It is fed from %(code)s (%(words)s), %(place)s.")
        ) % said

    def _goes(self) -> Iterator[str]:
        """Of what drains away: nobody is fed by a sink."""
        equipment = self.things.followed(self.telling.about)
        if not equipment:
            yield gettext("The models do not show where it goes.")
            return
        yield gettext("It goes on through %(what)s.") % {"what": self._first_of(equipment)}
        yield from self._end_of_the_way()

    def _feeds(self) -> str:
        if terminals := self.things.used(self.telling.about):
            return gettext("It feeds %(what)s.") % {"what": self.telling.summary(terminals)}
        if equipment := self.things.followed(self.telling.about):
            return gettext("It feeds %(what)s.") % {"what": self._first_of(equipment)}
        return gettext("It feeds nothing that the models draw.")

    def _first_of(self, equipment: Sequence[int]) -> str:
        named = self.things.of(equipment[: words.MOST_NAMED])
        return words.listed([f"{each.code} ({each.words})" for each in named], len(equipment) - len(named))

    def _supposed(self) -> Iterator[str]:
        weak = sum(not each.evidence.is_proven for each in self.answer.weak)
        if not weak:
            return
        told = {"weak": weak, "all": max(weak, self._connections())}
        yield ngettext(
            "%(weak)d connection of %(all)d is supposed, not proven.",
            "%(weak)d connections of %(all)d are supposed, not proven.", weak,
        ) % told  # fmt: skip

    def _connections(self) -> int:
        """Those between the pieces of the answer."""
        graph = self.telling.graph
        asked = self.telling.traced.pointed.elements
        pieces = {*asked, *self.answer.devices, *self.answer.path, *self.answer.lost, *self.answer.reached}
        pieces |= {end for each in self.answer.weak for end in (each.one, each.other)}
        inside = np.zeros(len(graph.pieces) + 1, bool)
        inside[[graph.number[piece] for piece in pieces if piece in graph.number]] = True
        of = np.asarray(graph.piece_of, np.int64)
        return int(
            np.count_nonzero(
                inside[of[np.asarray(graph.tail, np.int64)]] & inside[of[np.asarray(graph.head, np.int64)]]
            )
        )
