"""Questions to a graph and their answers, in identities of pieces. Every answer says on what it rests.

*Certain* is an answer that rests on proven connections alone, touches nothing doubtful, and would be the same whatever
the position of the devices nobody knows. It is never said lightly: see `assets.networks.doubting`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from assets.networks import doubting
from assets.networks.cutting import fewest
from assets.networks.evidence import Doubt, Evidence, Reason
from assets.networks.graph import Graph
from assets.networks.isolating import isolate
from assets.networks.parts import Id
from assets.networks.supply import Flags, lost, supplied
from assets.networks.walking import UNREACHED, Spread, spread


class Trace(StrEnum):
    CONNECTED = "connected"
    SUBNETWORK = "subnetwork"
    UPSTREAM = "upstream"
    DOWNSTREAM = "downstream"
    IMPACT = "impact"
    ISOLATION = "isolation"


class Ending(StrEnum):
    """Where the walk towards the supply ends."""

    SOURCE = "source"
    OPEN_END = "open-end"
    RESTRICTED = "restricted"
    FILE_LIMIT = "file-limit"


@dataclass(frozen=True, slots=True)
class Weak:
    """A connection below class A that the answer uses."""

    one: Id
    other: Id
    evidence: Evidence
    reason: Reason


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A piece the answer touches and that makes it uncertain."""

    piece: Id
    doubt: Doubt


@dataclass(frozen=True, slots=True)
class Answer:
    """Pieces in the order they are met. `dependents`: what an isolation stops elsewhere, because it is driven by what
    is lost here; `certain` and `evidence` of an isolation are about its devices and what is lost, not about these."""

    kind: Trace
    complete: bool
    certain: bool
    ending: Ending
    evidence: Evidence | None
    reached: tuple[Id, ...] = ()
    path: tuple[Id, ...] = ()
    devices: tuple[Id, ...] = ()
    lost: tuple[Id, ...] = ()
    dependents: tuple[Id, ...] = ()
    weak: tuple[Weak, ...] = ()
    doubts: tuple[Doubtful, ...] = ()


@dataclass(frozen=True)
class Question:
    """What is asked of a graph. `closed` and `stuck` are pieces; `opened` let through whatever the file says.

    An isolation is by the nearest devices, or by the `fewest`, which may darken more.
    """

    kind: Trace
    pieces: tuple[Id, ...]
    medium: str | None = None
    closed: tuple[Id, ...] = ()
    opened: tuple[Id, ...] = ()
    stuck: tuple[Id, ...] = ()
    fewest: bool = False


class NotConnected(Exception):
    """No file shows a port of the thing, in that medium."""


def trace(graph: Graph, question: Question) -> Answer:
    """Answer; raises NotConnected when the thing is in no network (of the medium asked for)."""
    return _Tracing(graph, question).answer()


class _Tracing:
    def __init__(self, graph: Graph, question: Question) -> None:
        self.graph, self.question = graph, question
        found = [node for piece in question.pieces for node in graph.nodes(piece, question.medium)]
        self.wanted = _worth_isolating(graph, found) if question.kind is Trace.ISOLATION else found
        if not self.wanted:
            raise NotConnected
        opened = {node for piece in question.opened for node in graph.nodes(piece)}
        self.shut = graph.closed(question.closed) - opened
        self.unknown = graph.unknown() - opened - self.shut
        self.before = supplied(graph, self.shut)

    def answer(self) -> Answer:
        ways: dict[Trace, Callable[[], Answer]] = {
            Trace.CONNECTED: lambda: self._walk(None, blocked=()),
            Trace.SUBNETWORK: self._subnetwork,
            Trace.UPSTREAM: lambda: self._walk(self.graph.behind, blocked=self.shut),
            Trace.DOWNSTREAM: lambda: self._walk(self.graph.ahead, blocked=self.shut),
            Trace.IMPACT: self._impact,
            Trace.ISOLATION: self._isolation,
        }
        return ways[self.question.kind]()

    # ── walks ────────────────────────────────────────────────────────────────

    def _walk(self, along: list[list[int]] | None, *, blocked: Collection[int]) -> Answer:
        """What is reached from the thing; upstream also whether a source is among it."""
        walk = spread(self.graph, self.wanted, along=along, blocked=blocked)
        relied = self.unknown if self.question.kind is not Trace.CONNECTED else ()
        doubts = doubting.touching(self.graph, walk.order, relied)
        complete = True
        if self.question.kind is Trace.UPSTREAM:
            complete = any(walk.level[source] != UNREACHED for source in self.graph.sources)
        return self._said(walk.order, walk, doubts, complete=complete)

    def _subnetwork(self) -> Answer:
        """What the sources of the thing's networks supply, through whatever conducts."""
        graph = self.graph
        mine = {graph.network[node] for node in self.wanted}
        sources = [node for node in graph.sources if graph.network[node] in mine and node not in self.shut]
        walk = spread(graph, sources, blocked=self.shut)
        doubts = doubting.touching(graph, walk.order, self.unknown)
        return self._said(walk.order, walk, doubts, complete=bool(sources))

    def _said(
        self, order: list[int], walk: Spread, doubts: list[tuple[int, Doubt]], *, complete: bool
    ) -> Answer:
        edges = walk.edges()
        return self._answer(
            complete, edges, doubts, order, reached=self._pieces(order, without=self.question.pieces)
        )

    # ── losses ───────────────────────────────────────────────────────────────

    def _impact(self) -> Answer:
        graph = self.graph
        # Whatever is asked of a thing as a whole fails in all its media.
        gone = self.wanted if self.question.medium else _all_nodes(graph, self.question.pieces)
        loss = lost(graph, gone, self.shut, before=self.before)
        doubts, edges = self._about_loss(gone, loss.nodes, loss.after, with_dependents=True)
        return self._answer(
            True,
            edges,
            doubts,
            [*gone, *loss.nodes],
            lost=self._pieces(sorted(loss.nodes), without=self.question.pieces),
        )

    def _isolation(self) -> Answer:
        graph, question = self.graph, self.question
        stuck = {node for piece in question.stuck for node in graph.nodes(piece)}
        found = isolate(graph, self.wanted, self.shut, stuck=stuck)
        if not found.complete:
            doubts = doubting.touching(graph, found.segment, ())
            return self._answer(False, [], doubts, found.segment, path=self._pieces(found.gap))
        need = found.need
        if question.fewest:
            need = fewest(graph, self.wanted, self.shut, stuck=stuck) or need
        gone = {*need, *self.wanted}
        loss = lost(graph, gone, self.shut, before=self.before, with_dependents=False)
        all_lost = lost(graph, gone, self.shut, before=self.before)
        here = {node for node in loss.nodes if not graph.is_named_only(node)}
        ring = {*found.segment, *found.frontier}
        doubts, edges = self._about_loss(gone, loss.nodes, loss.after, with_dependents=False)
        edges = [edge for edge in edges if not self._leads_elsewhere(edge)]
        doubts += doubting.touching(graph, ring, self.unknown)
        doubts += doubting.around(graph, ring, found.live)
        devices = self._pieces(sorted(need))
        known = (*question.pieces, *devices)
        return self._answer(
            True,
            [*edges, *(edge for edge in _edges_within(graph, ring) if not self._leads_elsewhere(edge))],
            doubts,
            ring,
            devices=devices,
            lost=self._pieces(sorted(here), without=known),
            dependents=self._pieces(sorted(all_lost.nodes - here), without=known),
        )

    def _leads_elsewhere(self, edge: int) -> bool:
        """To a machine of another file, which an isolation tells apart (`dependents`), unless that is the thing."""
        graph = self.graph
        ends = (graph.tail[edge], graph.head[edge])
        return any(graph.is_named_only(node) and node not in self.wanted for node in ends)

    def _about_loss(
        self, gone: Iterable[int], nodes: Collection[int], after: Flags, *, with_dependents: bool
    ) -> tuple[list[tuple[int, Doubt]], list[int]]:
        """Doubts about what is lost: all that is dark, and whether devices of unknown position would change it."""
        graph = self.graph
        dark = doubting.dark(graph, {*gone, *nodes}, after)
        doubts = doubting.touching(graph, dark, ())
        if self.unknown:
            shut = self.shut | self.unknown - set(gone)
            otherwise = lost(graph, gone, shut, with_dependents=with_dependents)
            if otherwise.nodes - self.unknown != frozenset(nodes) - self.unknown:
                doubts += [(node, Doubt.STATE_UNKNOWN) for node in sorted(self.unknown & dark)]
                doubts = doubts or [(node, Doubt.STATE_UNKNOWN) for node in sorted(self.unknown)]
        return doubts, _edges_within(graph, dark)

    # ── what is common ───────────────────────────────────────────────────────

    def _answer(
        self,
        complete: bool,
        edges: list[int],
        doubts: list[tuple[int, Doubt]],
        about: Collection[int],
        **what: tuple[Id, ...],
    ) -> Answer:
        """`edges` are what the answer rests on, `about` the nodes it is about."""
        graph = self.graph
        told = [Doubtful(graph.piece(node).id, doubt) for node, doubt in doubts]
        told += [Doubtful(piece, Doubt.LOOSE) for piece in doubting.loose(graph, about)]
        weak = sorted({edge for edge in edges if graph.evidence[edge] > Evidence.A})
        ending = self._ending(doubts)
        proven = all(Evidence(graph.evidence[edge]).is_proven for edge in weak)
        what.setdefault("path", self._supply_path())
        return Answer(
            kind=self.question.kind,
            complete=complete,
            certain=complete and proven and not told and ending is Ending.SOURCE,
            ending=ending,
            evidence=graph.weakest(edges),
            weak=tuple(self._weak(edge) for edge in weak),
            doubts=tuple(dict.fromkeys(told)),
            **what,
        )

    def _weak(self, edge: int) -> Weak:
        graph = self.graph
        ends = (graph.piece(graph.tail[edge]).id, graph.piece(graph.head[edge]).id)
        return Weak(*ends, Evidence(graph.evidence[edge]), graph.reason[edge])

    def _supply_path(self) -> tuple[Id, ...]:
        """From the nearest source to the thing (in a drained system: from the thing to the outlet)."""
        graph = self.graph
        drained = all(graph.drains[node] for node in self.wanted)
        walk = spread(graph, self.wanted, along=graph.ahead if drained else graph.behind, blocked=self.shut)
        ends = graph.outlets if drained else graph.sources
        met = next((node for node in walk.order if node in ends), None)
        if met is None:
            return ()
        path = walk.path(met)
        return self._pieces(path if drained else path[::-1])

    def _ending(self, doubts: list[tuple[int, Doubt]]) -> Ending:
        graph = self.graph
        mine = {graph.network[node] for node in self.wanted}
        if any(doubt in doubting.OPEN for _, doubt in doubts):
            return Ending.OPEN_END
        if any(graph.network[node] in mine for node in (*graph.sources, *graph.outlets)):
            return Ending.SOURCE
        return Ending.FILE_LIMIT

    def _pieces(self, nodes: Iterable[int], *, without: Collection[Id] = ()) -> tuple[Id, ...]:
        graph, left_out = self.graph, set(without)
        places = dict.fromkeys(graph.piece_of[node] for node in nodes)
        return tuple(id_ for place in places if (id_ := graph.pieces[place].id) not in left_out)


def _worth_isolating(graph: Graph, nodes: list[int]) -> list[int]:
    """Of a thing in several media what brings something in: a basin is cut from the water, not from its drain."""
    fed = [node for node in nodes if not graph.drains[node]]
    return fed or nodes


def _all_nodes(graph: Graph, pieces: Iterable[Id]) -> list[int]:
    return [node for piece in pieces if piece in graph.number for node in graph.nodes_of[graph.number[piece]]]


def _edges_within(graph: Graph, nodes: Collection[int]) -> list[int]:
    held = nodes if isinstance(nodes, set | frozenset) else set(nodes)
    return [
        edge
        for node in held
        for edge in graph.via[node]
        if graph.tail[edge] == node and graph.head[edge] in held
    ]
