"""One answer, ready to be read: the verdict first, then what to operate, who loses service, and how sure it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import islice
from typing import Any

from django.utils.translation import gettext

from assets import tracing
from assets.models import Location
from assets.networks import media, restricted
from assets.networks.answers import Doubtful, Ending, Weak
from assets.said_states import SaidState
from twin import cards, device_states, lookup
from twin.traces import places, questions, walkways, words
from twin.traces.places import Place, Places
from twin.traces.questions import Flow, Question, Wish
from twin.traces.route import in_walking_order
from twin.traces.steps import MOST_STEPS, steps_of
from twin.traces.supposed import drawn
from twin.traces.things import Thing, Things
from twin.traces.told import BARRED, SHUT, Stop, Told
from twin.traces.verdict import Verdict

MOST_PLACES, MOST_TOLD = 100, 12


class Telling:
    """`hidden`: it is told to somebody of a firm, without what `networks.restricted` names and without these pieces."""

    def __init__(self, told: tracing.Told, wish: Wish, by: Any, *, hidden: set[int] | None = None) -> None:
        self.traced, self.wish, self.by, self.firm = told, wish, by, hidden is not None
        self.graph, self.answer = told.graph, told.answer
        answer = self.answer
        lost = answer.lost if wish.question in (Question.STOPS, Question.CLOSE) else answer.reached
        named = [weak for each in answer.weak for weak in (each.one, each.other)]
        named += [each.piece for each in answer.doubts]
        asked = told.pointed.elements
        self.lost_pieces = (*lost, *answer.dependents)
        heard = self._heard_of()
        devices = (*answer.devices, *answer.leans_on, *answer.passed_over, *heard)
        every = (*asked, *devices, *answer.path, *self.lost_pieces, *named)
        # Rooms that a network says it serves may be anywhere: a firm is told the storey.
        self.things = Things(told, every, hidden or (), tells_served=not self.firm)
        self.things.read((*asked, *devices, *named))
        self.leans_on = self._open(answer.leans_on)
        self.passed_over = self._open(answer.passed_over)
        self.heard = self._open(heard)
        self.withheld = False
        self.about = self._allowed(lost)
        self.path = self._allowed(answer.path)
        self.dependents = self._allowed(answer.dependents)
        self.thing = self.things[asked[0]]
        self.places = Places(self.things)
        self.families = (
            {media.family_of(each) for each in tracing.media_of(told)} if not wish.medium else {wish.medium}
        )
        self.drained = all(
            self.graph.drains[node]
            for piece in asked
            for node in self.graph.nodes(piece, wish.medium or None)
        )

    @property
    def flow(self) -> Flow:
        return questions.flow_of(self.families - {"unknown"}, drained=self.drained)

    def carried(self) -> list[str]:
        """The families of what it carries, as far as this person is told of them."""
        every = questions.media_of(self.traced)
        return [each for each in every if not restricted.is_medium(each)] if self.firm else every

    def _open(self, pieces: Iterable[int]) -> list[int]:
        """Without what is told to no firm, for somebody of one."""
        if not self.firm:
            return list(pieces)
        return [piece for piece in pieces if not self.things.is_restricted(piece)]

    def _allowed(self, pieces: Sequence[int]) -> list[int]:
        """Without what is only of networks that are not told to this person."""
        kept = self._open(pieces)
        self.withheld = self.withheld or len(kept) < len(pieces)
        return kept

    def told(self, *, whole: bool = False) -> Told:
        answer, wish = self.answer, self.wish
        stops = self._stops()
        most_places, most_steps, most_told = (
            (None, None, None) if whole else (MOST_PLACES, MOST_STEPS, MOST_TOLD)
        )
        places, steps = self.everywhere[:most_places], steps_of(self.things, self.path, most_steps)
        return Told(
            code=self.traced.pointed.code,
            words=self.thing.words,
            question=wish.question,
            medium=wish.medium,
            media=self.carried(),
            revision_set=self.traced.revision_set,
            flow=self.flow,
            verdict=list(Verdict(self, stops).sentences()),
            sure=answer.certain and not self.withheld and not self.kept_back,
            stops=stops,
            by_doors=self.by_doors,
            left_shut=self._left(self.leans_on, SHUT),
            passed_over=self._left(self.passed_over, BARRED),
            heard=[
                gettext("%(what)s: %(why)s") % {"what": each.code, "why": self.state(each.piece)}
                for each in self.things.of(self.heard)[:most_told]
            ],
            heard_shut=[each for why in (BARRED, SHUT) for each in self._left(self._heard_to_be(why), why)],
            places=places,
            more_places=len(self.everywhere) - len(places),
            others=words.counted(self.things.kinds(self._others())),
            affected=lambda: self._listed((*self.about, *self.dependents)),
            path=steps,
            more_steps=len(self.things.followed(self.path)) - len(steps),
            passed=lambda: self._listed(self.path),
            weak=list(islice(self._weak_ones(), most_told)),
            supposed=drawn(self.answer.weak, self.things.code, may_tell=self._is_drawn),
            doubts=list(dict.fromkeys(self._doubts()))[:most_told],
            ending=str(words.ENDINGS[Ending.RESTRICTED if self.withheld else answer.ending]),
            withheld=self.withheld,
            path_codes=self.things.codes(self.path),
            path_pieces={piece: self.things.code(piece) for piece in self.path},
            about_codes=self.things.all_codes(self.about),
            room_codes=list(dict.fromkeys(each.code for each in self.everywhere if each.is_room)),
        )

    def _stops(self) -> list[Stop]:
        answer, devices = self.answer, self._open(self.answer.devices)
        self.kept_back = len(devices) + len(self.leans_on) < len(answer.devices) + len(answer.leans_on)
        pieces = {self.things[piece].code: piece for piece in reversed(devices)}
        codes = list(dict.fromkeys(self.things[piece].code for piece in devices))
        things = [self.things[pieces[code]] for code in codes]
        order = self._walk(things)
        self.stop_pieces = [pieces[codes[at]] for at in order]
        return [self._stop(number, things[at]) for number, at in enumerate(order, start=1)]

    def _walk(self, things: Sequence[Thing]) -> list[int]:
        """Through the doors and up the stairs that are drawn; where these lead nowhere, as the crow flies."""
        self.by_doors = False
        if len(things) > 1:
            here, *places = (_standing(each) for each in (self.thing, *things))
            known = [place for place in places if place is not None]
            if here is not None and len(known) == len(things):
                ways = walkways.of(self.traced.station, self.traced.revision_set)
                if (order := walkways.in_order(ways, here, known)) is not None:
                    self.by_doors = True
                    return order
        return in_walking_order(self.thing.point, [each.point for each in things])

    def _stop(self, number: int, thing: Thing) -> Stop:
        switched = self.is_switched(thing.piece)
        return Stop(
            number=number,
            code=thing.code,
            words=thing.words,
            verb=gettext("Switch off") if switched else gettext("Close"),
            room=lookup.place_words(thing.place),
            height=cards.height_words(thing.height),
            state=self.state(thing.piece),
            kind=thing.kind,
            room_code=thing.room.code if thing.room else "",
            hindered=bool(self.traced.said.get(thing.piece, SaidState()).hindrance),
        )

    def _left(self, pieces: Sequence[int], why: str) -> list[Stop]:
        return [replace(self._stop(0, thing), left=why) for thing in self.things.of(pieces)]

    def _heard_to_be(self, why: str) -> list[int]:
        said = self.traced.said
        barred = [piece for piece in self.heard if said[piece].hindrance]
        if why == BARRED:
            return barred
        return [piece for piece in self.heard if piece not in barred and said[piece].word.ours is False]

    def state(self, piece: int) -> str:
        """What people said of it, else how the models draw it."""
        said = self.traced.said.get(piece)
        if said is None:
            return words.state(self.things.conducts(piece), switched=self.is_switched(piece))
        told = device_states.lines(said, self.things[piece].kind, reader=self.by)
        return "; ".join(each.sentence for each in told)

    def _heard_of(self) -> list[int]:
        """Devices of the thing's own networks of which people said something that is no part of the answer itself."""
        graph, answer = self.graph, self.answer
        mine = {
            int(graph.network[node])
            for piece in self.traced.pointed.elements
            for node in graph.nodes(piece, self.wish.medium or None)
        }
        told = {*answer.devices, *answer.leans_on, *answer.passed_over}
        return [
            piece
            for piece in self.traced.said
            if piece not in told and any(int(graph.network[node]) in mine for node in graph.nodes(piece))
        ]

    def is_switched(self, piece: int) -> bool:
        return any(cards.switches(family) for family in self.things.families(piece))

    @cached_property
    def terminals(self) -> list[int]:
        """Where people are served, or not any more; what a supply comes through serves nobody."""
        if self.wish.question is Question.FED and not self.drained:
            return []
        return self.things.used((*self.about, *self.dependents))

    def summary(self, pieces: Sequence[int]) -> str:
        all_of_them = len(pieces) == len(self.terminals)
        return places.in_short(self.everywhere if all_of_them else self.places.of(pieces))

    @cached_property
    def everywhere(self) -> list[Place]:
        return self.places.of(self.terminals)

    def _others(self) -> list[int]:
        """Equipment that is dead too, and that nobody uses there: pumps, valves."""
        terminals = set(self.terminals)
        rest = (piece for piece in (*self.about, *self.dependents) if piece not in terminals)
        return self.things.followed(rest)

    def _listed(self, pieces: Iterable[int]) -> Iterator[Thing]:
        """Line by line, in a table."""
        return self.things.each(pieces)

    def _weak_ones(self) -> Iterator[str]:
        return self._weak_of(self.answer.weak)

    def _weak_of(self, connections: Iterable[Weak]) -> Iterator[str]:
        return (self._weak(each.one, each.other, each.reason) for each in connections)

    def _weak(self, one: int, other: int, reason: Any) -> str:
        told = {
            "one": self._called(one),
            "other": self._called(other),
            "why": str(words.REASONS.get(reason, "")),
        }
        return gettext("%(one)s – %(other)s: %(why)s") % told

    def _is_drawn(self, piece: int) -> bool:
        """May this person see where it lies?"""
        return not (self.firm and self.things.is_restricted(piece))

    def _doubts(self) -> Iterator[str]:
        return self._doubtful(self.answer.doubts)

    def _doubtful(self, doubts: Iterable[Doubtful]) -> Iterator[str]:
        for each in doubts:
            yield gettext("%(what)s: %(why)s") % {
                "what": self._called(each.piece),
                "why": str(words.DOUBTS[each.doubt]),
            }

    def _called(self, piece: int) -> str:
        if self.firm and self.things.is_restricted(piece):
            return gettext("a network that is not told to firms")
        thing = self.things[piece]
        return thing.code or thing.words

    def elsewhere(self) -> Iterator[str]:
        """What loses service and is not told to this person."""
        if self.firm and any(map(self.things.is_restricted, self.lost_pieces)):
            yield gettext(
                "A network that is not told to firms depends on it too: ask the station before you touch it."
            )

    def gap(self) -> str:
        for thing in self.things.each(self.path):
            if thing.place is not None:
                return lookup.place_words(thing.place)
        return ""


def _standing(thing: Thing) -> walkways.Place | None:
    if thing.point is None or thing.place is None:
        return None
    kind = "room" if thing.place.kind == Location.Kind.SPACE else "storey"
    return walkways.Place(thing.point, (kind, thing.place.pk))
