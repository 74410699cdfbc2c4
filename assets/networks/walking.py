"""Walks over a graph. Each is one pass over what it reaches."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from assets.networks.adjacency import WIDE, Adjacency, flood, fronts, numbers
from assets.networks.evidence import Evidence
from assets.networks.graph import Graph

OUT_OF_BOUNDS = 2


def marks(size: int, nodes: Iterable[int], mark: int = 1) -> bytearray:
    """`mark` at these nodes, 0 elsewhere."""
    marked = bytearray(size)
    nodes = nodes if isinstance(nodes, Collection) else list(nodes)
    if len(nodes) < WIDE:
        for node in nodes:
            marked[node] = mark
    else:
        np.frombuffer(marked, np.uint8)[numbers(nodes)] = mark
    return marked


def reach(ways: Adjacency, start: Iterable[int], blocked: Iterable[int] = ()) -> bytearray:
    """1 for every node reached from `start` without entering `blocked`."""
    return reach_within(ways, start, marks(len(ways), blocked, OUT_OF_BOUNDS))


def reach_within(ways: Adjacency, start: Iterable[int], seen: bytearray) -> bytearray:
    """1 for every node reached from `start` without entering what is marked in `seen`, which is used up."""
    for _ in fronts(ways, start, seen):
        pass
    flags = np.frombuffer(seen, np.uint8)
    flags[flags == OUT_OF_BOUNDS] = 0
    return seen


@dataclass(slots=True)
class Spread:
    """What was reached, in `order`, and how: `before` leads back along the best path (-1 where it began).

    `weak` are the edges below class A that best paths take; `met` the one of `until` at which it stopped, else -1.
    """

    order: list[int]
    seen: bytearray
    before: array
    weak: list[int]
    met: int = -1

    def path(self, node: int) -> list[int]:
        """From where it began to `node`."""
        found = [node]
        while self.before[found[-1]] >= 0:
            found.append(self.before[found[-1]])
        return found[::-1]


def spread(
    graph: Graph,
    start: Iterable[int],
    *,
    along: Adjacency | None = None,
    blocked: Collection[int] = (),
    until: Collection[int] | None = None,
) -> Spread:
    """Reach everything, the strongest evidence first, then the nearest; along `along`, or whatever the direction.

    Whatever class A joins comes before the first edge of class B is taken, so each node is reached by the path whose
    weakest edge is the strongest. Stops when it has met one of `until`. What is `blocked` may be a start, no more.
    """
    start = list(start)
    size = len(graph)
    seen = marks(size, set(blocked).difference(start), OUT_OF_BOUNDS)
    found = Spread([], seen, array("i", [-1]) * size, [])
    _Spreading(graph, found, graph.near if along is None else along, until).carry_out(start)
    return found


class _Spreading:
    """Class by class; edges that are too weak yet are held for later."""

    def __init__(self, graph: Graph, found: Spread, ways: Adjacency, until: Collection[int] | None) -> None:
        self.graph, self.found, self.ways = graph, found, ways
        self.strong, self.weak = graph.apart(ways)
        self.until = None if until is None else marks(len(graph), until)
        self.held: list[list[tuple[int, int, int]]] = [[] for _ in Evidence]  # (node, from, edge)

    def carry_out(self, start: list[int]) -> None:
        if self.graph.is_of_one_class(start):
            self._at_once(start)
            return
        if self._advance(start, int(Evidence.A)):
            return
        for rank in map(int, Evidence):
            while held := self.held[rank]:
                self.held[rank] = []
                if self._advance(self._taken(held), rank):
                    return

    def _at_once(self, start: list[int]) -> None:
        """Where all is of one class there is nothing to wait for."""
        found, ways = self.found, self.ways
        found.order, found.met = flood(ways, start, found.seen, before=found.before, until=self.until)
        if self.graph.weak_at:
            by = ways.taken(np.array(found.order, np.int32), np.frombuffer(found.before, np.int32)).tolist()
            found.weak += [edge for edge in by if self.graph.evidence[edge]]

    def _taken(self, held: list[tuple[int, int, int]]) -> list[int]:
        """The far ends of held edges that nothing stronger reached meanwhile."""
        found, taken = self.found, {}
        for node, before, edge in held:
            if not found.seen[node] and node not in taken:
                taken[node] = before
                found.before[node] = before
                found.weak.append(edge)
        return list(taken)

    def _advance(self, start: list[int], rank: int) -> bool:
        """Along class A, and hold what is weaker. True when one of `until` was met."""
        found, graph = self.found, self.graph
        order, found.met = flood(self.strong, start, found.seen, before=found.before, until=self.until)
        found.order += order
        if found.met >= 0:
            return True
        if graph.weak_at:
            self._hold(order, rank)
        return False

    def _hold(self, order: list[int], rank: int) -> None:
        """The weak edges that lead on from these, for when it is the turn of their class."""
        first, others, edges = self.weak.lists()
        evidence, seen, held = self.graph.evidence, self.found.seen, self.held
        for node in order:
            for at in range(first[node], first[node + 1]):
                if not seen[others[at]]:
                    own = evidence[edges[at]]
                    held[max(rank, own)].append((others[at], node, edges[at]))


def reverse_postorder(
    nexts: Adjacency | Sequence[Sequence[int]], start: Iterable[int], *, within: bytearray | None = None
) -> list[int]:
    """Depth first, what was left last comes first: in what has no loop, each node after all that lead to it."""
    left: list[int] = []
    seen = bytearray(len(nexts))
    for first in start:
        way = [] if seen[first] else [(first, iter(nexts[first]))]
        seen[first] = 1
        while way:
            node, further = way[-1]
            other = next(
                (each for each in further if not seen[each] and (within is None or within[each])), None
            )
            if other is None:
                left.append(node)
                way.pop()
            else:
                seen[other] = 1
                way.append((other, iter(nexts[other])))
    return left[::-1]
