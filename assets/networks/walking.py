"""Walks over a graph. Each is one pass over what it reaches."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from assets.networks.graph import Graph


def reach(nexts: list[list[int]], start: Iterable[int], blocked: Collection[int] = ()) -> bytearray:
    """1 for every node reached from `start` without entering `blocked`."""
    seen = bytearray(len(nexts))
    for node in blocked:
        seen[node] = 2
    order = []
    for node in start:
        if not seen[node]:
            seen[node] = 1
            order.append(node)
    add = order.append
    for node in order:
        for other in nexts[node]:
            if not seen[other]:
                seen[other] = 1
                add(other)
    for node in blocked:
        seen[node] = 0
    return seen


def ones(flags: bytearray) -> Iterator[int]:
    """The numbers of what is set, without looking at each that is not."""
    at = flags.find(1)
    while at >= 0:
        yield at
        at = flags.find(1, at + 1)


UNREACHED = 255


@dataclass(slots=True)
class Spread:
    """What was reached, in `order`. `level` is the weakest class on the best path to a node (`UNREACHED` for none);
    `before` and `by` lead back along it (-1 where it began)."""

    order: list[int]
    level: bytearray
    before: list[int]
    by: list[int]

    def path(self, node: int) -> list[int]:
        """From where it began to `node`."""
        found = [node]
        while self.before[found[-1]] >= 0:
            found.append(self.before[found[-1]])
        return found[::-1]

    def edges(self) -> list[int]:
        """Every edge that some best path takes."""
        by = self.by
        return [by[node] for node in self.order if by[node] >= 0]


def spread(
    graph: Graph, start: Iterable[int], *, along: list[list[int]] | None = None, blocked: Collection[int] = ()
) -> Spread:
    """Reach everything, the strongest evidence first, then the nearest; along `along`, or whatever the direction.

    Whatever class A joins comes before the first edge of class B is taken, so each node is reached by the path whose
    weakest edge is the strongest.
    """
    size = len(graph)
    found = Spread([], bytearray([UNREACHED]) * size, [-1] * size, [-1] * size)
    level, order = found.level, found.order
    for node in blocked:
        level[node] = UNREACHED - 1
    for node in start:
        if level[node] >= UNREACHED - 1:
            level[node] = 0
            order.append(node)
    held: list[list[tuple[int, int, int]]] = [[] for _ in range(6)]  # by class: (node, from, edge)
    done = 0
    for rank in range(6):
        for node, before, edge in held[rank]:
            if level[node] == UNREACHED:
                level[node], found.before[node], found.by[node] = rank, before, edge
                order.append(node)
        done = _advance(graph, found, along, rank, held, done)
    for node in blocked:
        if level[node] == UNREACHED - 1:
            level[node] = UNREACHED
    return found


def _advance(
    graph: Graph,
    found: Spread,
    along: list[list[int]] | None,
    rank: int,
    held: list[list[tuple[int, int, int]]],
    done: int,
) -> int:
    """Everything that edges of this class and better lead to; the others are held for later."""
    level, order, came, by = found.level, found.order, found.before, found.by
    near, via, evidence = graph.near, graph.via, graph.evidence
    while done < len(order):
        node = order[done]
        done += 1
        for other, edge in zip(near[node], via[node], strict=True):
            if level[other] != UNREACHED or (along is not None and other not in along[node]):
                continue
            if evidence[edge] <= rank:
                level[other], came[other], by[other] = rank, node, edge
                order.append(other)
            else:
                held[evidence[edge]].append((other, node, edge))
    return done


def networks(near: list[list[int]]) -> list[int]:
    """Which network each node is in, by the number of its first node, whatever state and direction."""
    found = [-1] * len(near)
    for start in range(len(near)):
        if found[start] >= 0:
            continue
        found[start] = start
        reached = [start]
        for node in reached:
            for other in near[node]:
                if found[other] < 0:
                    found[other] = start
                    reached.append(other)
    return found
