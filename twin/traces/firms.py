"""What a firm's person is told of a network from her order: what to close, wherever it is, and what stops there.

Of the station she knows only what her order is about (`maintenance.scope`, `twin.zones`). To cut it off she must be
told the devices, where they are and how to operate them; what else hangs on them is a number, without name or code.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from django.utils.translation import gettext, ngettext

from assets import kept_from_firms, tracing
from assets.network_names import names_of
from assets.networks.answers import Trace
from assets.said_states import LOCKED_OUT, SaidState, Spoken
from maintenance import scope, standing_states
from maintenance.models import WorkOrder
from twin import lookup, zones
from twin.traces import questions
from twin.traces.asking import nothing, refusal, told_to_firms
from twin.traces.questions import Question, Wish
from twin.traces.telling import Telling
from twin.traces.things import Thing
from twin.traces.told import Told

ASKED = (Question.CLOSE, Question.STOPS)
"""What she may ask: where a network comes from and where it goes is the station's."""


def tell(order: WorkOrder, wish: Wish, *, by: Any) -> Told:
    """Of what the order is about; who sees the station whole reads the same."""
    station = order.station
    try:
        told = questions.ask(station, wish)
        hidden = kept_from_firms.of_restricted_systems(station)
        narrowed = told_to_firms(station, wish, told, hidden)
    except tracing.NotTraceable:
        return nothing(station, wish)
    if narrowed is None:
        return refusal(station, wish)
    told, wish = narrowed
    return _OfOrder(_as_locked(told, wish, order), wish, by, order, hidden).told()


def _as_locked(told: tracing.Told, wish: Wish, order: WorkOrder) -> tracing.Told:
    """What her firm itself locked out for this work is shut for it, and is to stay so; anybody else's lock is passed
    over. It is her word alone: no answer that leans on it is certain."""
    if wish.question is not Question.CLOSE:
        return told
    names = names_of(told.station, told.revision_set)
    own = tuple(names.codes[piece] for piece, state in told.said.items() if _is_her_lock(state, order))
    if not own:
        return told
    asked = tracing.Asked(wish.code, Trace.ISOLATION, wish.medium or None, closed=own)
    again = tracing.ask(told.station, asked)
    return replace(again, answer=replace(again.answer, certain=False))


def _is_her_lock(state: SaidState, order: WorkOrder) -> bool:
    """Did her firm say it last of all that hinders the device, and nobody else anything that does?"""
    hindering = [each for each in state.spoken if each.said in standing_states.HINDERING]
    return bool(hindering) and all(each.said == LOCKED_OUT and is_word_of(order, each) for each in hindering)


def is_word_of(order: WorkOrder, spoken: Spoken) -> bool:
    """Was it said by the order's own firm, under it?"""
    firm = order.organisation
    return firm is not None and (spoken.firm, spoken.order) == (firm.name, order.number)


class _OfOrder(Telling):
    def __init__(self, told: tracing.Told, wish: Wish, by: Any, order: WorkOrder, hidden: set[int]) -> None:
        self.order = order
        self.drawn = zones.pieces_of(order)
        self.own = set(scope.assets_of(order).values_list("code", flat=True))
        self.codes = self.own | set(self.drawn.values()) - {""}
        super().__init__(told, wish, by, hidden=hidden)
        self.passed_over, self.heard = self._known(self.passed_over), self._known(self.heard)
        if names := self._names():
            self.things.unsay(zones.untold(order, names))

    def _names(self) -> set[str]:
        """Of all that is named in the answer, but for what she was sent to."""
        devices = (*self.answer.devices, *self.leans_on, *self.passed_over)
        named = self.things.of((*devices, *self.about, *self.dependents, *self.path))
        return {thing.name for thing in named if thing.name and thing.code != self.thing.code}

    def _allowed(self, pieces: Sequence[int]) -> list[int]:
        return self._here(super()._allowed(pieces))

    def _here(self, pieces: Iterable[int]) -> list[int]:
        """A pipe of many pieces has one code: those of elsewhere are not told with those that are here."""
        return [piece for piece in pieces if piece in self.drawn or self.things.code(piece) in self.own]

    def _known(self, devices: Sequence[int]) -> list[int]:
        """Those that are here, and those of which her firm itself spoke under this order: it can take that back."""
        return [
            piece for piece in devices if self.things.code(piece) in self.codes or self._is_her_word(piece)
        ]

    def _is_her_word(self, piece: int) -> bool:
        spoken = self.traced.said.get(piece, SaidState()).spoken
        return any(is_word_of(self.order, each) for each in spoken)

    def _listed(self, pieces: Iterable[int]) -> Iterator[Thing]:
        """Equipment: what lies between is no part of her work."""
        return super()._listed(self.things.followed(pieces))

    def elsewhere(self) -> Iterator[str]:
        yield from super().elsewhere()
        beyond = [
            self.things[piece]
            for piece in self.lost_pieces
            if not self.things.is_restricted(piece) and self.things.code(piece) not in self.codes
        ]
        mine = scope.place_of(self.order)
        if any(each.followed and each.place == mine for each in beyond):
            yield gettext("Other equipment beside your work loses service too.")
        away = [each for each in beyond if each.place != mine]
        rooms = {each.place.pk for each in away if each.place and self.things.is_terminal(each.piece)}
        if rooms:
            yield ngettext(
                "%(count)d other room of the station loses service too: tell the station before.",
                "%(count)d other rooms of the station lose service too: tell the station before.",
                len(rooms),
            ) % {"count": len(rooms)}
        elif any(each.followed for each in away):
            yield gettext("Equipment elsewhere in the station loses service too: tell the station before.")

    def gap(self) -> str:
        """A place of elsewhere is not named."""
        place = next((each.place for each in self.things.of(self.path) if each.place is not None), None)
        return lookup.place_words(place) if place == scope.place_of(self.order) else ""

    def _weak_ones(self) -> Iterator[str]:
        told = [each for each in self.answer.weak if self._is_told(each.one) and self._is_told(each.other)]
        yield from self._weak_of(told)

    def _is_drawn(self, piece: int) -> bool:
        """Of elsewhere not even where a device lies: its room is told in words."""
        return super()._is_drawn(piece) and bool(self._here([piece]))

    def _doubts(self) -> Iterator[str]:
        told = [each for each in self.answer.doubts if self._is_told(each.piece)]
        yield from self._doubtful(told)
        if len(told) < len(self.answer.doubts):
            yield gettext("Other points of this network, away from your work, are in doubt: ask the station.")

    def _is_told(self, piece: int) -> bool:
        code = self.things.code(piece)
        return code in self.codes or code in self._devices

    @cached_property
    def _devices(self) -> set[str]:
        return set(self.things.codes((*self.answer.devices, *self.leans_on)))
