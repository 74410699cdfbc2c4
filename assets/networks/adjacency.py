"""Who touches whom, as flat arrays: small to keep, and walked a whole front at a time where the front is wide."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence

import numpy as np

Nodes = np.ndarray  # of int32
WIDE = 150  # nodes in a front from which arrays are faster than a loop (measured: about 0.5 µs a node against 80 µs)


class Adjacency:
    """`adjacency[node]` are its neighbours, `adjacency.edges(node)` the edges to them, in the same order."""

    __slots__ = ("_edges", "_first", "_flat", "edge", "first", "flat")

    def __init__(self, size: int, tails: Nodes, heads: Nodes, edges: Nodes) -> None:
        order = np.argsort(tails, kind="stable")
        self.first = np.zeros(size + 1, np.int32)
        np.cumsum(np.bincount(tails, minlength=size), out=self.first[1:])
        self.flat = heads[order].astype(np.int32)
        self.edge = edges[order].astype(np.int32)
        self._listed()

    def _listed(self) -> None:
        self._first: list[int] = self.first.tolist()
        self._flat: list[int] = self.flat.tolist()
        self._edges: list[int] | None = None  # most are never asked for

    def __getstate__(self) -> tuple[Nodes, Nodes, Nodes]:
        return self.first, self.flat, self.edge

    def __setstate__(self, state: tuple[Nodes, Nodes, Nodes]) -> None:
        self.first, self.flat, self.edge = state
        self._listed()

    def __len__(self) -> int:
        return len(self._first) - 1

    def __getitem__(self, node: int) -> list[int]:
        return self._flat[self._first[node] : self._first[node + 1]]

    def edges(self, node: int) -> list[int]:
        return self.edge[self._first[node] : self._first[node + 1]].tolist()

    def lists(self) -> tuple[list[int], list[int], list[int]]:
        """Where the ways of each node begin, their ends, and their edges: for loops, where arrays are slow."""
        if self._edges is None:
            self._edges = self.edge.tolist()
        return self._first, self._flat, self._edges

    def ways(self, node: int) -> list[tuple[int, int]]:
        """(neighbour, edge) of each."""
        return list(zip(self[node], self.edges(node), strict=True))

    def without(self, edges: np.ndarray) -> Adjacency:
        """The same without the edges marked in `edges` (a flag for each edge)."""
        kept = ~edges[self.edge]
        tails = np.repeat(np.arange(len(self), dtype=np.int32), np.diff(self.first))
        return Adjacency(len(self), tails[kept], self.flat[kept], self.edge[kept])

    def around(self, nodes: Nodes) -> Nodes:
        """All neighbours of these nodes, one after the other."""
        return self.flat[self._places(nodes)]

    def origins(self, nodes: Nodes) -> Nodes:
        """Beside each of these neighbours the node it was met from."""
        return np.repeat(nodes, self.first[nodes + 1] - self.first[nodes])

    def taken(self, nodes: Nodes, before: Nodes) -> Nodes:
        """The edges by which `nodes` were reached when each was reached from the one in `before` (-1: from none)."""
        places = self._places(nodes)
        others = self.flat[places]
        led = before[others] == self.origins(nodes)
        _, first = np.unique(others[led], return_index=True)
        return self.edge[places[led][first]]

    def _places(self, nodes: Nodes) -> Nodes:
        begin = self.first[nodes]
        count = self.first[nodes + 1] - begin
        places = np.repeat(begin + count - np.cumsum(count), count)
        places += np.arange(len(places))
        return places


def flood(
    ways: Adjacency,
    start: Iterable[int],
    seen: bytearray,
    *,
    before: array | None = None,
    until: bytearray | None = None,
    most: int | None = None,
) -> tuple[list[int], int]:
    """Reach everything from `start`, breadth first, entering nothing that is marked in `seen`; mark it 1 there.

    Returns what was reached in order, and the node of `until` that was met first, where it stops; else -1. In `before`
    each node gets the one it was reached from. It stops too once more than `most` are reached.
    """
    order: list[int] = []
    for front in fronts(ways, start, seen, before):
        order += front if isinstance(front, list) else front.tolist()
        if until is not None and (met := _first_of(front, until)) >= 0:
            return order, met
        if most is not None and len(order) > most:
            break
    return order, -1


def fronts(
    ways: Adjacency, start: Iterable[int], seen: bytearray, before: array | None = None
) -> Iterator[list[int] | Nodes]:
    """The same, one front after the other, for who needs no order of it all."""
    front = _beginning(start, seen)
    while len(front):
        yield front
        if len(front) < WIDE:
            front = _narrow(ways, front if isinstance(front, list) else front.tolist(), seen, before)
        else:
            front = _wide(ways, np.asarray(front, np.int32), seen, before)


def _beginning(start: Iterable[int], seen: bytearray) -> list[int] | Nodes:
    """Those of `start` that are not marked, each once, in their order; marked from now on."""
    start = start if isinstance(start, Collection) else list(start)
    if len(start) < WIDE:
        found = [node for node in dict.fromkeys(start) if not seen[node]]
        for node in found:
            seen[node] = 1
        return found
    nodes, marks = numbers(start), np.frombuffer(seen, np.uint8)
    fresh = nodes[marks[nodes] == 0]
    marks[fresh] = 1
    if (fresh[1:] > fresh[:-1]).all():
        return fresh
    _, first = np.unique(fresh, return_index=True)
    return fresh[np.sort(first)]


def numbers(nodes: Collection[int]) -> Nodes:
    return nodes if isinstance(nodes, np.ndarray) else np.fromiter(nodes, np.int32, len(nodes))


def _first_of(front: Sequence[int] | Nodes, until: bytearray) -> int:
    if isinstance(front, list):
        return next((node for node in front if until[node]), -1)
    held = np.asarray(front)[np.frombuffer(until, np.uint8)[front] > 0]
    return int(held[0]) if len(held) else -1


def _narrow(ways: Adjacency, front: list[int], seen: bytearray, before: array | None) -> list[int]:
    first, flat = ways._first, ways._flat
    found: list[int] = []
    for node in front:
        for other in flat[first[node] : first[node + 1]]:
            if not seen[other]:
                seen[other] = 1
                found.append(other)
                if before is not None:
                    before[other] = node
    return found


def _wide(ways: Adjacency, front: Nodes, seen: bytearray, before: array | None) -> Nodes:
    marks = np.frombuffer(seen, np.uint8)
    others = ways.around(front)
    fresh = marks[others] == 0
    found = others[fresh]
    marks[found] = 1
    if before is not None:  # of several the first counts, so it is written last
        np.frombuffer(before, np.int32)[found[::-1]] = ways.origins(front)[fresh][::-1]
    return distinct(found)


def distinct(nodes: Nodes) -> Nodes:
    """Each once, sorted (np.unique takes seven times as long for a thousand)."""
    nodes = np.sort(nodes)
    kept = np.ones(len(nodes), bool)
    np.not_equal(nodes[1:], nodes[:-1], out=kept[1:])
    return nodes[kept]


def networks(size: int, tails: Nodes, heads: Nodes) -> Nodes:
    """Which network each node is in, by the number of its first node, whatever the direction."""
    label = np.arange(size, dtype=np.int32)
    while True:
        one, other = label[tails], label[heads]
        apart = one != other
        if not apart.any():
            return label
        np.minimum.at(label, np.maximum(one, other)[apart], np.minimum(one, other)[apart])
        while not np.array_equal(further := label[label], label):
            label = further
