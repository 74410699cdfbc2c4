"""Questions to a graph and their answers. Every answer says on what it rests.

*Certain* is an answer that rests on proven connections alone, touches nothing doubtful, and would be the same whatever
the position of the devices nobody knows. It is never said lightly: see `assets.networks.doubting`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from heapq import nsmallest

import numpy as np

from assets.networks import doubting, media
from assets.networks.adjacency import Adjacency
from assets.networks.answers import Answer, Doubtful, Ending, Question, Trace, Weak
from assets.networks.cutting import fewest
from assets.networks.evidence import OPEN, Doubt, Evidence
from assets.networks.graph import Graph
from assets.networks.isolating import Isolation, isolate
from assets.networks.parts import Id
from assets.networks.supply import Flags, Loss, leads_to, lost
from assets.networks.walking import Spread, marks, spread

MOST_TOLD = 100  # doubts and weak connections of one answer


class NotConnected(Exception):
    """No file shows a port of the thing, in that medium."""


def trace(graph: Graph, question: Question) -> Answer:
    """Answer; raises NotConnected when the thing is in no network (of the medium asked for)."""
    return _Tracing(graph, question).answer()


class _Tracing:
    def __init__(self, graph: Graph, question: Question) -> None:
        self.graph, self.question = graph, question
        found = [node for piece in question.pieces for node in graph.nodes(piece, question.medium)]
        if question.kind is not Trace.IMPACT:  # nothing flows between a controller and what it acts on
            found = [node for node in found if graph.medium_of[node] != media.ACTS]
        if not question.medium:  # a tray carries nothing itself, nor what it is fixed to
            found = [node for node in found if graph.medium_of[node] != media.TRAY] or found
        self.wanted = _worth_isolating(graph, found) if question.kind is Trace.ISOLATION else found
        if not self.wanted:
            raise NotConnected
        opened, unsure, self.locked = map(self._nodes, (question.opened, question.unsure, question.locked))
        self.shut = graph.closed((*question.closed, *question.locked)) - opened - unsure
        self.unknown = (graph.unknown | unsure) - opened - self.shut

    def _nodes(self, pieces: Iterable[Id]) -> frozenset[int]:
        return frozenset(node for piece in pieces for node in self.graph.nodes(piece))

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

    def _walk(self, along: Adjacency | None, *, blocked: Collection[int]) -> Answer:
        """What is reached from the thing; upstream also whether it begins there: at a source, or where a drain does."""
        graph = self.graph
        walk = spread(graph, self.wanted, along=along, blocked=blocked)
        relied = self.unknown if self.question.kind is not Trace.CONNECTED else ()
        doubts = doubting.touching(graph, walk.seen, relied)
        if self.question.kind is Trace.UPSTREAM:  # but in a mesh, nothing comes in there
            doubts = [
                (node, doubt)
                for node, doubt in doubts
                if doubt is not Doubt.OPEN_END or graph.kind(node) is media.Kind.MESH
            ]
        doubts += doubting.directions(graph, walk.seen) if along is not None else []
        complete = self.question.kind is not Trace.UPSTREAM or any(
            walk.seen[node] == 1 for node in (*graph.sources, *graph.inlets)
        )
        return self._walked([walk], doubts, complete=complete)

    def _subnetwork(self) -> Answer:
        """What the sources of the thing's networks supply, through what conducts; of drains, what they take away."""
        graph = self.graph
        mine = {int(graph.network[node]) for node in self.wanted}
        known = {int(graph.network[node]) for node in (*graph.sources, *graph.outlets)}
        walks = [
            spread(graph, self._beginning(starts, mine), along=along, blocked=self.shut)
            for starts, along in ((graph.feeding, graph.onward), (graph.outlets, graph.backward))
        ]
        doubts = [doubt for walk in walks for doubt in doubting.touching(graph, walk.seen, self.unknown)]
        doubts += [doubt for walk in walks for doubt in doubting.directions(graph, walk.seen)]
        doubts += doubting.misleading(graph, mine)
        # What hangs here and is not supplied may be, by a connection that is missing further on.
        doubts += doubting.touching(graph, self._whole_networks(), ())
        return self._walked(walks, doubts, complete=mine <= known)

    def _beginning(self, starts: Iterable[int], networks: set[int]) -> list[int]:
        network = self.graph.network
        return [node for node in sorted(starts) if int(network[node]) in networks and node not in self.shut]

    def _walked(self, walks: list[Spread], doubts: list[tuple[int, Doubt]], *, complete: bool) -> Answer:
        order = [node for walk in walks for node in walk.order]
        weak = [edge for walk in walks for edge in walk.weak]
        reached = self._pieces(order, without=self.question.pieces)
        return self._answer(weak, doubts, order, complete=complete, reached=reached)

    # ── losses ───────────────────────────────────────────────────────────────

    def _impact(self) -> Answer:
        graph, question = self.graph, self.question
        # Whatever is asked of a thing as a whole fails in all its media.
        gone = self.wanted if question.medium else _all_nodes(graph, question.pieces)
        loss = lost(graph, gone, self.shut, acting=True)
        dead = _with(loss.all_dark, gone)
        dark = doubting.dark(graph, dead, loss.after_all)
        doubts = doubting.touching(graph, dark, ()) + doubting.lit(graph, dark, self.wanted)
        doubts += doubting.acted_on(graph, dead)
        doubts += self._depending_on_state(gone, loss, dark, dependents=True)
        return self._answer(
            graph.weak_within(dark),
            doubts,
            np.flatnonzero(dead),
            lost=self._pieces(np.flatnonzero(loss.all_dark), without=question.pieces),
        )

    def _isolation(self) -> Answer:
        graph, question = self.graph, self.question
        stuck = self._nodes(question.stuck) | self.locked
        shut = self.shut - self.locked
        found = isolate(graph, self.wanted, shut, stuck=stuck)
        near = {
            "leans_on": self._pieces(list(self._leaned_on(found, shut)), without=question.pieces),
            "passed_over": self._pieces(sorted(self._passed_over(shut, stuck)), without=question.pieces),
        }
        if not found.complete:
            doubts = doubting.touching(graph, marks(len(graph), found.segment), ())
            gap = self._pieces(found.gap)
            return self._answer((), doubts, found.segment, complete=False, path=gap, **near)
        need = found.need
        if question.fewest and len(need) > 1:
            need = fewest(graph, self.wanted, shut, stuck=stuck) or need
        answer = self._isolated(found, need, self._doubting_fewer() if question.fewest else [])
        return replace(answer, **near)

    def _leaned_on(self, found: Isolation, shut: Collection[int]) -> Iterable[int]:
        """What is shut already, between the segment and what is live."""
        near = self.graph.near
        for device in sorted(shut):
            beside = near[device]
            if any(found.ring[other] and other not in found.frontier for other in beside) and any(
                found.live[other] for other in beside
            ):
                yield device

    def _passed_over(self, shut: Collection[int], stuck: frozenset[int]) -> frozenset[int]:
        """Ring by ring, the devices that would have been shut if they could be operated."""
        passed: frozenset[int] = frozenset()
        while stuck and (
            nearer := (isolate(self.graph, self.wanted, shut, stuck=passed).need & stuck) - passed
        ):
            passed |= nearer
        return passed

    def _doubting_fewer(self) -> list[tuple[int, Doubt]]:
        """Whatever is not sure anywhere in the network: fewer might do there."""
        graph, whole = self.graph, self._whole_networks()
        return doubting.touching(graph, whole, self.unknown) + doubting.kinds(graph, whole)

    def _whole_networks(self) -> bytearray:
        """Marks all that hangs together with the thing, whatever the direction."""
        network = self.graph.network
        mine = np.unique(network[np.array(self.wanted, np.int64)])
        return bytearray(np.isin(network, mine).astype(np.uint8).tobytes())

    def _isolated(self, found: Isolation, need: frozenset[int], more: list[tuple[int, Doubt]]) -> Answer:
        """`more` are doubts beside those of the place itself."""
        graph = self.graph
        gone = {*need, *self.wanted}
        loss = lost(graph, gone, self.shut)
        here = loss.dark.copy()
        here[[node for node in graph.undrawn if graph.is_named_only(node)]] = 0
        dark = doubting.dark(graph, _with(loss.dark, gone), loss.after)
        doubts = doubting.touching(graph, dark, ()) + doubting.lit(graph, dark, self.wanted)
        doubts += self._depending_on_state(gone, loss, dark, dependents=False)
        doubts += doubting.touching(graph, found.ring, self.unknown) + doubting.kinds(graph, found.ring)
        doubts += doubting.around(graph, found.ring, found.live) + more
        devices = self._pieces(sorted(need))
        known = (*self.question.pieces, *devices)
        return self._answer(
            {
                edge
                for edge in graph.weak_within(_either(dark, found.ring))
                if not self._leads_elsewhere(edge)
            },
            doubts,
            found.segment,
            devices=devices,
            lost=self._pieces(np.flatnonzero(here), without=known),
            dependents=self._pieces(np.flatnonzero(loss.all_dark & ~here), without=known),
        )

    def _leads_elsewhere(self, edge: int) -> bool:
        """To a machine of another file, which an isolation tells apart (`dependents`), unless that is the thing."""
        graph = self.graph
        ends = (graph.tail[edge], graph.head[edge])
        return any(graph.is_named_only(node) and node not in self.wanted for node in ends)

    def _depending_on_state(
        self, gone: Collection[int], loss: Loss, dark: bytearray, *, dependents: bool
    ) -> list[tuple[int, Doubt]]:
        """Devices of unknown position, when in some position of theirs the loss might be another."""
        if not self.unknown:
            return []
        least = lost(self.graph, gone, self.shut | self.unknown, acting=dependents)
        told, after = (loss.all_dark, least.after_all) if dependents else (loss.dark, least.after)
        open_to_doubt = loss.before.copy()
        open_to_doubt[[*self.unknown, *gone]] = 0
        never_had, left = open_to_doubt & told & ~least.before, open_to_doubt & ~told & ~after
        if not (never_had | left).any():
            return []
        behind = leads_to(self.graph, np.flatnonzero(_with(told | least.all_dark, gone)))
        if not (never_had | behind & left).any():
            return []
        unlit = [node for node in self.unknown if dark[node]]
        near = [node for node in self.unknown if behind[node]]
        return [(node, Doubt.STATE_UNKNOWN) for node in sorted(unlit or near or self.unknown)]

    # ── what is common ───────────────────────────────────────────────────────

    def _answer(
        self,
        weak: Collection[int],
        doubts: list[tuple[int, Doubt]],
        about: Collection[int],
        *,
        complete: bool = True,
        **what: tuple[Id, ...],
    ) -> Answer:
        """`weak` are the edges below class A that it rests on, `about` the nodes it is about."""
        graph = self.graph
        told = [Doubtful(graph.piece(node).id, doubt) for node, doubt in doubts[:MOST_TOLD]]
        told += [Doubtful(piece, Doubt.LOOSE) for piece in doubting.loose(graph, about, self._asked_whole())]
        ending = self._ending(doubts)
        evidence = Evidence(max(map(graph.evidence.__getitem__, weak), default=Evidence.A))
        what.setdefault("path", self._supply_path())
        return Answer(
            kind=self.question.kind,
            complete=complete,
            certain=complete and evidence.is_proven and not told and ending is Ending.SOURCE,
            ending=ending,
            evidence=evidence,
            weak=tuple(self._weak(edge) for edge in nsmallest(MOST_TOLD, weak)),
            doubts=tuple(dict.fromkeys(told)),
            **what,
        )

    def _asked_whole(self) -> Collection[Id]:
        """What was asked about whatever its media."""
        return () if self.question.medium else self.question.pieces

    def _weak(self, edge: int) -> Weak:
        graph = self.graph
        ends = (graph.piece(graph.tail[edge]).id, graph.piece(graph.head[edge]).id)
        return Weak(*ends, Evidence(graph.evidence[edge]), graph.reason[edge])

    def _supply_path(self) -> tuple[Id, ...]:
        """From the nearest source to the thing (in a drained system: from the thing to the outlet)."""
        graph = self.graph
        drained = all(graph.drains[node] for node in self.wanted)
        along, ends = (graph.ahead, graph.outlets) if drained else (graph.behind, graph.sources)
        walk = spread(graph, self.wanted, along=along, blocked=self.shut, until=ends)
        if walk.met < 0:
            return ()
        path = walk.path(walk.met)
        return self._pieces(path if drained else path[::-1])

    def _ending(self, doubts: list[tuple[int, Doubt]]) -> Ending:
        graph = self.graph
        about = {*self.wanted, *(other for node in self.wanted for other in graph.acted_on.get(node, ()))}
        mine = {int(graph.network[node]) for node in about}
        if any(doubt in OPEN for _, doubt in doubts):
            return Ending.OPEN_END
        if any(graph.network[node] in mine for node in (*graph.sources, *graph.outlets)):
            return Ending.SOURCE
        return Ending.FILE_LIMIT

    def _pieces(self, nodes: Collection[int], *, without: Collection[Id] = ()) -> tuple[Id, ...]:
        graph = self.graph
        places = graph.places(nodes)
        left_out = {graph.number[id_] for id_ in without if id_ in graph.number}
        if left_out:
            places = [place for place in places if place not in left_out]
        return tuple(map(graph.ids.__getitem__, places))


def _with(flags: Flags, nodes: Collection[int]) -> Flags:
    more = flags.copy()
    more[list(nodes)] = 1
    return more


def _either(one: bytearray, other: bytearray) -> bytearray:
    return bytearray((np.frombuffer(one, np.uint8) | np.frombuffer(other, np.uint8)).tobytes())


def _worth_isolating(graph: Graph, nodes: list[int]) -> list[int]:
    """Of a thing in several media what brings something in: a basin is cut from the water, not from its drain."""
    fed = [node for node in nodes if not graph.drains[node]]
    return fed or nodes


def _all_nodes(graph: Graph, pieces: Iterable[Id]) -> list[int]:
    return [node for piece in pieces if piece in graph.number for node in graph.nodes_of[graph.number[piece]]]
