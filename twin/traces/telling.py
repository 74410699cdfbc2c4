"""One answer, ready to be read: the verdict first, then what to operate, who loses service, and how sure it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from typing import Any

import numpy as np
from django.utils.translation import gettext, ngettext

from assets import kept_from_firms, permissions, station_graph, tracing
from assets.models import Location, Station
from assets.models.isolation_card import MEDIA
from assets.networks import media, restricted
from assets.networks.answers import Doubtful, Ending, Weak
from assets.said_states import SaidState
from twin import cards, device_states, lookup, wording
from twin.traces import places, questions, walkways, words
from twin.traces.places import Place, Places
from twin.traces.questions import Question, Wish
from twin.traces.route import in_walking_order
from twin.traces.things import Thing, Things

MOST_STEPS, MOST_PLACES, MOST_TOLD = 40, 100, 12


@dataclass(frozen=True)
class Stop:
    """A device to operate: `number` says when, `verb` how; 0 of one that is left as it is."""

    number: int
    code: str
    words: str
    verb: str
    room: str
    height: str
    state: str
    kind: str = ""
    hindered: bool = False
    room_code: str = ""


@dataclass(frozen=True)
class Step:
    """One piece of equipment on the way; `lengths` of pipe or cable were passed before it."""

    code: str
    words: str
    room: str
    lengths: int


@dataclass(frozen=True)
class Told:
    """`nothing` says why there is no answer, and then all else is empty; `refused`: it is not told to this person.

    `by_doors`: the order of the stops is that of a walk through the doors and stairs that are drawn. A page has the
    first places and steps, and how many more there are; `affected` gives all that is served or loses service, `passed`
    all that is on the way. The codes are for who draws it.
    """

    code: str
    words: str
    question: Question
    medium: str
    media: list[str]
    revision_set: str
    nothing: str = ""
    refused: bool = False
    verdict: list[str] = field(default_factory=list)
    sure: bool = False
    stops: list[Stop] = field(default_factory=list)
    by_doors: bool = False
    left_shut: list[Stop] = field(default_factory=list)
    passed_over: list[Stop] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    more_places: int = 0
    others: list[str] = field(default_factory=list)
    affected: Callable[[], Iterable[Thing]] = field(default=list, compare=False)
    path: list[Step] = field(default_factory=list)
    more_steps: int = 0
    passed: Callable[[], Iterable[Thing]] = field(default=list, compare=False)
    weak: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    ending: str = ""
    withheld: bool = False
    path_codes: list[str] = field(default_factory=list)
    path_pieces: dict[int, str] = field(default_factory=dict)
    about_codes: list[str] = field(default_factory=list)
    room_codes: list[str] = field(default_factory=list)

    @property
    def all_places(self) -> int:
        return len(self.places) + self.more_places

    @property
    def all_steps(self) -> int:
        return len(self.path) + self.more_steps


def tell(station: Station, wish: Wish, *, by: Any, whole: bool = False) -> Told:
    """In the words and as far as `by` may know it. `whole`: for a table, all that a page has only the first of."""
    found = telling_of(station, wish, by=by)
    return found if isinstance(found, Told) else found.told(whole=whole)


def telling_of(station: Station, wish: Wish, *, by: Any) -> Telling | Told:
    """What tells it, for whoever draws it too; or that nothing is told."""
    try:
        told = questions.ask(station, wish)
    except tracing.NotTraceable:
        return nothing(station, wish)
    if not permissions.withheld_from(by):
        return Telling(told, wish, by)
    hidden = kept_from_firms.of_restricted_systems(station)
    narrowed = told_to_firms(station, wish, told, hidden)
    if narrowed is None:
        return refusal(station, wish)
    return Telling(*narrowed, by, hidden=hidden)


def told_to_firms(
    station: Station, wish: Wish, told: tracing.Told, hidden: set[int]
) -> tuple[tracing.Told, Wish] | None:
    """The same asked of a network that a firm may be told of; None where the thing has no such network."""
    carried = questions.media_of(told)
    open_ = [medium for medium in carried if not restricted.is_medium(medium)]
    if (
        restricted.is_medium(wish.medium)
        or (carried and not open_)
        or hidden.issuperset(told.pointed.elements)
    ):
        return None
    if wish.medium or len(open_) == len(carried):
        return told, wish
    first = next((medium for medium in MEDIA if medium in open_), open_[0])
    narrow = replace(wish, medium=first)
    return questions.ask(station, narrow), narrow


def refusal(station: Station, wish: Wish) -> Told:
    return replace(nothing(station, wish, str(words.KEPT_FROM_FIRMS)), refused=True)


def nothing(station: Station, wish: Wish, why: str = "") -> Told:
    graph = station_graph.of(station)
    if not why and not graph.proven.tail:
        why = gettext("The models of this station draw no connection, so nothing can be followed in them.")
    elif not why:
        why = gettext(
            "The models draw no connection of %(code)s here, so nothing can be followed from it."
        ) % {"code": wish.code}
    return Told(wish.code, "", wish.question, wish.medium, [], graph.revision_set, nothing=why)


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
        self._lost_pieces = (*lost, *answer.dependents)
        heard = self._heard_of()
        devices = (*answer.devices, *answer.leans_on, *answer.passed_over, *heard)
        every = (*asked, *devices, *answer.path, *self._lost_pieces, *named)
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

    def _carried(self) -> list[str]:
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
        weak = [each for each in answer.weak if not each.evidence.is_proven]
        return Told(
            code=self.traced.pointed.code,
            words=self.thing.words,
            question=wish.question,
            medium=wish.medium,
            media=self._carried(),
            revision_set=self.traced.revision_set,
            verdict=[*self._verdict(stops), *self._supposed(len(weak))],
            sure=answer.certain and not self.withheld and not self.kept_back,
            stops=stops,
            by_doors=self.by_doors,
            left_shut=self._left(self.leans_on),
            passed_over=self._left(self.passed_over),
            heard=[
                f"{each.code}: {self._state(each.piece)}" for each in self.things.of(self.heard)[:most_told]
            ],
            places=places,
            more_places=len(self.everywhere) - len(places),
            others=words.counted(self.things.kinds(self._others())),
            affected=lambda: self._listed((*self.about, *self.dependents)),
            path=steps,
            more_steps=len(self.things.followed(self.path)) - len(steps),
            passed=lambda: self._listed(self.path),
            weak=list(islice(self._weak_ones(), most_told)),
            doubts=list(dict.fromkeys(self._doubts()))[:most_told],
            ending=str(words.ENDINGS[Ending.RESTRICTED if self.withheld else answer.ending]),
            withheld=self.withheld,
            path_codes=self.things.codes(self.path),
            path_pieces={piece: self.things.code(piece) for piece in self.path},
            about_codes=self.things.all_codes(self.about),
            room_codes=list(dict.fromkeys(each.code for each in self.everywhere if each.is_room)),
        )

    # ── the verdict ──────────────────────────────────────────────────────────

    def _verdict(self, stops: list[Stop]) -> Iterator[str]:
        match self.wish.question:
            case Question.CLOSE:
                yield from self._to_close(stops)
            case Question.STOPS:
                yield from self._lost()
            case Question.FED:
                yield from self._fed()
            case Question.FEEDS:
                yield self._feeds()

    def _to_close(self, stops: list[Stop]) -> Iterator[str]:
        if not self.answer.complete:
            yield gettext(
                "It cannot be cut off here: the models draw no device on the way to the supply that could stop it."
            )
            if gap := self._gap():
                yield gettext(
                    "A device is missing at %(place)s: close further up, or ask whoever supplies it."
                ) % {"place": gap}
            yield from self._left_alone()
            return
        if self.kept_back:
            yield gettext(
                "Something to close is on a network that is not told to firms: the station closes it."
            )
        elif not stops:
            yield gettext("Nothing is to be closed: nothing supplies it as things are.")
        if stops:
            yield words.acts(
                [
                    (each.code, self._is_switched(piece))
                    for each, piece in zip(stops, self._order, strict=True)
                ]
            )
        yield from self._left_alone()
        yield from self._lost()
        yield from self._not_cut()

    def _left_alone(self) -> Iterator[str]:
        """What it rests on that nobody operates for it: devices shut already, and nearer ones that cannot be."""
        if shut := self.things.of(self.leans_on):
            yield gettext("Make sure that it stays shut: %(what)s.") % {"what": self._with_states(shut)}
        if passed := self.things.of(self.passed_over):
            yield gettext("Nearer, but not to be operated: %(what)s.") % {"what": self._with_states(passed)}

    def _with_states(self, things: Sequence[Thing]) -> str:
        first = [f"{each.code}, {self._state(each.piece)}" for each in things[: words.MOST_NAMED]]
        return words.listed(first, len(things) - len(first))

    def _not_cut(self) -> Iterator[str]:
        """What comes to it by other networks stays on: a pump that is cut from the water still has its power."""
        graph = self.graph
        mine = {
            node
            for piece in self.traced.pointed.elements
            for node in graph.nodes(piece, self.wish.medium or None)
        }
        fed = {node for node in mine if not graph.drains[node]} or mine
        cut = {media.family_of(graph.medium_of[node]) for node in fed}
        left = [each for each in self._carried() if each not in cut]
        if left:
            named = words.listed([wording.family(each) for each in left])
            yield gettext("Not cut by this: %(media)s. Ask for it apart.") % {"media": named}

    def _gap(self) -> str:
        for thing in self.things.each(self.path):
            if thing.place is not None:
                return lookup.place_words(thing.place)
        return ""

    def _lost(self) -> Iterator[str]:
        by_family = self.things.by_family(self.terminals, self.families)
        for family, pieces in sorted(by_family.items()):
            what = self._summary(pieces)
            yield str(words.LOST.get(family, words.LOST_ANYTHING)) % {"what": what}
        elsewhere = list(self._elsewhere())
        if not by_family and not elsewhere:
            yield gettext("Nobody else loses service, as far as the models show.")
        if driven := self.things.followed(self.dependents):
            yield gettext("Stops because of that: %(what)s.") % {"what": self._first_of(driven)}
        yield from elsewhere
        yield from self._fire()

    def _elsewhere(self) -> Iterator[str]:
        """What loses service and is not told to this person."""
        if self.firm and any(map(self.things.is_restricted, self._lost_pieces)):
            yield gettext(
                "A network that is not told to firms depends on it too: ask the station before you touch it."
            )

    def _fire(self) -> Iterator[str]:
        """Whether the fire network is spared: what people ask first."""
        if self.firm or "fire" in self.families or not (fire := self.things.carrying("fire")):
            return
        if not fire.isdisjoint((*self.about, *self.dependents)):
            yield gettext("The fire network is affected.")
        elif self.answer.certain:
            yield gettext("The fire network is not affected.")
        else:
            yield gettext("The models show nothing of the fire network among it: to verify on site.")

    def _fed(self) -> Iterator[str]:
        if self.drained:
            what = self._summary(self.things.used(self.about))
            yield (
                gettext("Drains into it: %(what)s.") % {"what": what}
                if what
                else gettext("Nothing that people use drains into it.")
            )
        if not self.path or not (self.drained or self.answer.complete):
            yield (
                gettext("The models do not show what feeds it.")
                if not self.drained
                else gettext("The models do not show where it goes.")
            )
            return
        at = -1 if self.drained else 0
        steps = self.things.followed(self.path) or self.path
        end = next(iter(self.things.of([steps[at]])), None)
        if end is None or end.code == self.traced.pointed.code:
            return
        said = {"code": end.code, "words": end.words, "place": lookup.place_words(end.place)}
        yield (
            gettext("It goes out by %(code)s (%(words)s), %(place)s.")
            if self.drained
            else gettext("It is fed from %(code)s (%(words)s), %(place)s.")
        ) % said

    def _feeds(self) -> str:
        if terminals := self.things.used(self.about):
            return gettext("It feeds %(what)s.") % {"what": self._summary(terminals)}
        if equipment := self.things.followed(self.about):
            return gettext("It feeds %(what)s.") % {"what": self._first_of(equipment)}
        return gettext("It feeds nothing that the models draw.")

    def _first_of(self, equipment: Sequence[int]) -> str:
        named = self.things.of(equipment[: words.MOST_NAMED])
        return words.listed([f"{each.code} ({each.words})" for each in named], len(equipment) - len(named))

    def _supposed(self, weak: int) -> Iterator[str]:
        if not weak:
            return
        told = {"weak": weak, "all": max(weak, self._connections())}
        yield ngettext(
            "%(weak)d connection of %(all)d is supposed, not proven.",
            "%(weak)d connections of %(all)d are supposed, not proven.", weak,
        ) % told  # fmt: skip

    def _connections(self) -> int:
        """Those between the pieces of the answer."""
        graph = self.graph
        asked = self.traced.pointed.elements
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

    # ── lists ────────────────────────────────────────────────────────────────

    def _stops(self) -> list[Stop]:
        answer, devices = self.answer, self._open(self.answer.devices)
        self.kept_back = len(devices) + len(self.leans_on) < len(answer.devices) + len(answer.leans_on)
        pieces = {self.things[piece].code: piece for piece in reversed(devices)}
        codes = list(dict.fromkeys(self.things[piece].code for piece in devices))
        things = [self.things[pieces[code]] for code in codes]
        order = self._walk(things)
        self._order = [pieces[codes[at]] for at in order]
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
        switched = self._is_switched(thing.piece)
        return Stop(
            number=number,
            code=thing.code,
            words=thing.words,
            verb=gettext("Switch off") if switched else gettext("Close"),
            room=lookup.place_words(thing.place),
            height=cards.height_words(thing.height),
            state=self._state(thing.piece),
            kind=thing.kind,
            room_code=thing.room.code if thing.room else "",
            hindered=bool(self.traced.said.get(thing.piece, SaidState()).hindrance),
        )

    def _left(self, pieces: Sequence[int]) -> list[Stop]:
        return [self._stop(0, thing) for thing in self.things.of(pieces)]

    def _state(self, piece: int) -> str:
        """What people said of it, else how the models draw it."""
        said = self.traced.said.get(piece)
        if said is None:
            return words.state(self.things.conducts(piece), switched=self._is_switched(piece))
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

    def _is_switched(self, piece: int) -> bool:
        return any(cards.switches(family) for family in self.things.families(piece))

    @cached_property
    def terminals(self) -> list[int]:
        return self.things.used((*self.about, *self.dependents))

    def _summary(self, pieces: Sequence[int]) -> str:
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


def _standing(thing: Thing) -> walkways.Place | None:
    if thing.point is None or thing.place is None:
        return None
    kind = "room" if thing.place.kind == Location.Kind.SPACE else "storey"
    return walkways.Place(thing.point, (kind, thing.place.pk))


def steps_of(things: Things, way: Sequence[int], most: int | None = MOST_STEPS) -> list[Step]:
    """The first equipment on a way, with how many lengths lie between."""
    of_code = {things.code(piece): piece for piece in things.followed(way)}
    passed: dict[int, int] = {}
    lengths = 0
    for piece in things.once(way):
        stop = of_code.get(things.code(piece))
        if stop is None:
            lengths += 1
        else:
            passed[stop], lengths = lengths, 0
    return [
        Step(thing.code, thing.words, lookup.place_words(thing.place), passed[thing.piece])
        for thing in things.of(list(passed)[:most])
    ]


__all__ = ["Place", "Step", "Stop", "Told", "tell"]
