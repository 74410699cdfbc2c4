"""A question to the network of a station, and its answer in codes, places and evidence."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from assets import pointing, said_states, station_graph
from assets.ifc.reading import collector_at_rest
from assets.models import Station
from assets.network_names import METHODS, names_of, register_state
from assets.networks import media
from assets.networks.answers import Answer, Question, Trace
from assets.networks.devices import position
from assets.networks.graph import Graph
from assets.networks.traces import NotConnected, trace
from assets.recent import Recent
from assets.said_states import SaidState

Json = dict[str, Any]


class NotTraceable(Exception):
    """The question has no answer here; the message says why, in one sentence."""


@dataclass(frozen=True)
class Asked:
    """What a person asks: names as she writes them. `as_drawn`: whatever people have said of devices since. `by`: who
    she is, for her own lock holds her back from nothing."""

    asset: str
    kind: Trace
    medium: str | None = None
    closed: tuple[str, ...] = ()
    stuck: tuple[str, ...] = ()
    fewest: bool = False
    as_drawn: bool = False
    by: Any = None


@dataclass(frozen=True)
class Told:
    """An answer, with what is needed to say it in words. `said`: what people said of devices, by element."""

    station: Station
    pointed: pointing.Pointed
    answer: Answer
    graph: Graph
    revision_set: str
    said: dict[int, SaidState] = field(default_factory=dict)


def ask(station: Station, asked: Asked) -> Told:
    """Raises NotTraceable."""
    found = station_graph.of(station)
    supposed = found.supposed if asked.kind is Trace.IMPACT else None
    graph = supposed or found.proven
    try:
        pointed = pointing.find(station, asked.asset)
        closed, stuck = (
            tuple(pk for name in names for pk in pointing.find(station, name).elements)
            for names in (asked.closed, asked.stuck)
        )
    except (pointing.PointsAtNothing, pointing.PointsAtSeveral) as error:
        raise NotTraceable(str(error)) from None
    said = {} if asked.as_drawn else said_states.by_element(said_states.of(station))
    over = said_states.over(graph, said, by=asked.by)
    question = Question(
        asked.kind,
        pointed.elements,
        asked.medium,
        closed=(*closed, *over.closed),
        opened=_without(over.opened, closed),
        unsure=_without(over.unsure, closed),
        locked=_without(over.locked, closed),
        stuck=(*stuck, *over.stuck),
        fewest=asked.fewest,
    )
    try:
        key = (station.pk, found.revision_set, question)
        answer = _answers.get(key, lambda: trace(graph, question))
    except NotConnected:
        raise NotTraceable(_unconnected(pointed, graph, asked.medium)) from None
    return Told(station, pointed, answer, graph, found.revision_set, said)


def _without(pieces: Iterable[int], closed: Collection[int]) -> tuple[int, ...]:
    """Whoever asks what would be if these were shut overrides what is said of them."""
    return tuple(piece for piece in pieces if piece not in closed)


# One tap asks the same three times: in words, beside the cards, and for the 3D.
_answers: Recent[tuple[int, str, Question], Answer] = Recent(16)


def _unconnected(pointed: pointing.Pointed, graph: Graph, medium: str | None) -> str:
    if medium and any(graph.drawn[node] for pk in pointed.elements for node in graph.nodes(pk)):
        known = sorted(
            {graph.medium_of[node] for pk in pointed.elements for node in graph.nodes_of[graph.number[pk]]}
            - {media.ACTS}
        )
        return f"{pointed.code} has no connection in {medium}; the models know it in {', '.join(known)}."
    if not graph.tail:
        return (
            "The published models of this station hold no connected port, so nothing can be traced in them."
        )
    return f"The published models show no port of {pointed.code}, so nothing can be traced from it."


# ── the answer in words ──────────────────────────────────────────────────────


def as_json(told: Told) -> Json:
    """The contract's object; beside it GlobalIds, places by method, doubts, and what is driven by what is lost."""
    answer: Json = json.loads(as_text(told))
    return answer


def as_text(told: Told) -> str:
    """The same as it is sent: of a network of 100,000 elements every name is in it."""
    with collector_at_rest():
        said = _Saying(told)
        answer = told.answer
        ids = said.names.identities(
            (*answer.reached, *answer.path, *said.named, *answer.lost, *answer.dependents)
        )
        return f'{json.dumps(said.answer(), ensure_ascii=False)[:-1]}, "global_ids": {ids}}}'


def only(told: Json, codes: Collection[str]) -> tuple[Json, bool]:
    """The same answer cut down to these codes, and whether anything was left out. Places are told by what is left."""
    lists = ("reached", "path", "devices", "leans_on", "passed_over")
    kept: Json = {**told, **{name: [code for code in told[name] if code in codes] for name in lists}}
    lost = told["lost"]
    kept["lost"] = {name: [code for code in lost[name] if code in codes] for name in ("assets", "dependents")}
    ends = ("from", "to")
    kept["weak_connections"] = [w for w in told["weak_connections"] if all(w[end] in codes for end in ends)]
    kept["doubts"] = [doubt for doubt in told["doubts"] if doubt["asset"] in codes]
    kept["device_states"] = [_unnamed(each) for each in told["device_states"] if each["asset"] in codes]
    kept["global_ids"] = {code: ids for code, ids in told["global_ids"].items() if code in codes}
    left_out = any(kept[name] != told[name] for name in ("global_ids", "weak_connections", "doubts"))
    if left_out:
        kept["served"], kept["lost"]["locations"], kept["lost"]["tenants"] = [], [], []
    else:
        kept["lost"]["locations"], kept["lost"]["tenants"] = lost["locations"], lost["tenants"]
    return kept, left_out


def _unnamed(state: Json) -> Json:
    """Without who said so: that is between the station and her people."""
    said = [each | {"by": "", "order": "", "firm": each["firm"] and ""} for each in state.get("said", ())]
    return state | {"said": said} if said else state


class _Saying:
    def __init__(self, told: Told) -> None:
        self.told, self.graph, self.said = told, told.graph, told.said
        self.names = names_of(told.station, told.revision_set)
        self.named = (*told.answer.devices, *told.answer.leans_on, *told.answer.passed_over)

    def answer(self) -> Json:
        """All but the GlobalIds."""
        answer = self.told.answer
        lost = self.served(answer.lost)
        served = (*answer.lost, *answer.dependents) or answer.reached
        return {
            "asset": self.told.pointed.code,
            "kind": str(answer.kind),
            "complete": answer.complete,
            "certain": answer.certain,
            "ending": str(answer.ending),
            "evidence": answer.evidence.name,
            "reached": self.codes(answer.reached),
            "path": self.codes(answer.path),
            "devices": self.codes(answer.devices),
            "lost": {
                "assets": self.assets(answer.lost),
                "locations": [row["location"] for row in lost if row["location"] in self.names.rooms],
                "dependents": self.assets(answer.dependents),
                "tenants": self.tenants(lost),
            },
            "served": lost if served == answer.lost else self.served(served),
            "device_states": self.states(self.named),
            "leans_on": self.codes(answer.leans_on),
            "passed_over": self.codes(answer.passed_over),
            "weak_connections": [
                {
                    "from": self.code(weak.one),
                    "to": self.code(weak.other),
                    "evidence": weak.evidence.name,
                    "reason": str(weak.reason),
                }
                for weak in answer.weak
            ],
            "doubts": [{"asset": self.code(each.piece), "reason": str(each.doubt)} for each in answer.doubts],
            "revision_set": self.told.revision_set,
        }

    def code(self, piece: int) -> str:
        return self.names.codes[piece]

    def codes(self, pieces: Collection[int]) -> list[str]:
        """Each once, in order. What nobody maintains by itself (a pipe) has a code too, but is no asset."""
        return self.names.of(pieces)

    def assets(self, pieces: Iterable[int]) -> list[str]:
        return self.codes(list(filter(self.names.assets.__contains__, pieces)))

    def served(self, pieces: Iterable[int]) -> list[dict[str, str]]:
        """The rooms of terminals, each with the surest way in which one of them was placed there.

        Of what is in no room, the storey.
        """
        where, number = self.names.whereabouts
        held = set(map(number.__getitem__, number.keys() & set(pieces)))
        best: dict[str, int] = {}
        for code, method in chain.from_iterable(where[at] for at in held):
            if method < best.get(code, len(METHODS)):
                best[code] = method
        return [{"location": code, "method": METHODS[best[code]]} for code in sorted(best)]

    def tenants(self, served: list[dict[str, str]]) -> list[dict[str, str]]:
        """Who rents these rooms."""
        known = self.names.tenants
        codes = (row["location"] for row in served)
        return [{"location": code, "tenant": known[code]} for code in codes if code in known]

    def states(self, pieces: Iterable[int]) -> list[dict[str, object]]:
        """What is known of the devices to operate, to leave shut and to pass over, and on whose word: nobody shuts a
        valve from the screen."""
        found: list[dict[str, object]] = []
        for piece in pieces:
            state = self.said.get(piece, SaidState())
            conducts = position(self.graph.conducts(piece), state.word)
            told: dict[str, object] = {
                "asset": self.code(piece),
                "conducts": conducts,
                "to_verify": conducts is None,
            }
            if state.spoken:
                told |= {"hindrance": state.hindrance or None, "said": [s.as_json() for s in state.spoken]}
            found.append(told)
        return found


def known_of(station: Station) -> tuple[str, int, str]:
    """Another one means that an answer may be another: other models, an act in the register, another word of people, or
    one that has grown old."""
    return station_graph.revision_set(station), register_state(station), said_states.of(station).version


def media_of(told: Told) -> list[str]:
    """What the thing carries, as `--medium` takes it."""
    graph = told.graph
    return sorted(
        {
            graph.medium_of[node]
            for pk in told.pointed.elements
            if pk in graph.number
            for node in graph.nodes_of[graph.number[pk]]
            if graph.medium_of[node] not in (media.TRAY, media.ACTS)
        }
    )
