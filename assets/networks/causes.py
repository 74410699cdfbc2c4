"""What two failures may have in common: things whose failure alone explains both."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assets.networks import media
from assets.networks.dominance import Dominance
from assets.networks.graph import Graph
from assets.networks.media import Kind
from assets.networks.parts import Id

MOST_TRIED = 300


@dataclass(frozen=True, slots=True)
class Cause:
    """`steps`: how far it is from both together. `ways`: what lies from it to each of the two, both ends included; the
    edges below class A along them are `weak`. `by_control`: on them a controller acts on something, which may also stay
    as it is."""

    piece: Id
    steps: int
    ways: tuple[tuple[Id, ...], tuple[Id, ...]]
    weak: frozenset[int]
    by_control: bool = False


@dataclass(frozen=True, slots=True)
class Causes:
    """The nearest first; `tried_all`: none was left untried."""

    found: tuple[Cause, ...]
    tried_all: bool


def common_causes(
    dominance: Dominance, one: Collection[Id], other: Collection[Id], *, most: int = MOST_TRIED
) -> Causes:
    """At most `most` of whatever both hang on, through electricity too, without which both lose something.

    `one` and `other` are the pieces of two things; either may itself be the cause of the other's failure.
    """
    graph = dominance.graph
    ways = [_Way(dominance, ends) for ends in (one, other)]
    both = sorted(
        ways[0].steps.keys() & ways[1].steps.keys(),
        key=lambda piece: (sum(way.steps[piece] for way in ways), piece),
    )
    found: list[Cause] = []
    for piece in both[:MOST_TRIED]:
        if len(found) == most:
            break
        taken = _taken_by(dominance, piece)
        if all(way.ends & taken for way in ways):
            found.append(_cause(graph, piece, ways))
    return Causes(tuple(found), len(both) <= MOST_TRIED)


@dataclass(frozen=True, slots=True)
class Shared:
    """A piece that alone explains several of the things asked about (by their place in the list)."""

    piece: Id
    things: tuple[int, ...]


def shared_causes(
    dominance: Dominance, things: Sequence[Collection[Id]], looked_at: Collection[Id], *, most: int
) -> list[Shared]:
    """Of many things that fail, which have one cause: for each set of two or more the nearest of the pieces that are
    `looked_at`; the nearest first."""
    graph = dominance.graph
    ways = [_Way(dominance, ends) for ends in things]
    hanging: dict[int, list[int]] = {}
    for way in ways:
        for piece, steps in way.steps.items():
            hanging.setdefault(piece, []).append(steps)
    several = [p for p, steps in hanging.items() if len(steps) > 1 and graph.pieces[p].id in looked_at]
    several.sort(key=lambda piece: (sum(hanging[piece]) / len(hanging[piece]), piece))
    found: dict[tuple[int, ...], Shared] = {}
    for piece in several[:MOST_TRIED]:
        taken = _taken_by(dominance, piece)
        explained = tuple(
            number for number, way in enumerate(ways) if piece in way.steps and way.ends & taken
        )
        if len(explained) > 1:
            found.setdefault(explained, Shared(graph.pieces[piece].id, explained))
        if len(found) == most:
            break
    return list(found.values())


def _taken_by(dominance: Dominance, piece: int) -> set[int]:
    """The pieces that lose something when this one fails, itself among them."""
    graph = dominance.graph
    gone = [node for node in graph.nodes_of[piece] if graph.medium_of[node] != media.TRAY]
    return {graph.piece_of[node] for node in (*gone, *dominance.lost_with(gone))}


def _cause(graph: Graph, piece: int, ways: list[_Way]) -> Cause:
    one, other = (list(way.down_from(piece)) for way in ways)
    return Cause(
        graph.pieces[piece].id,
        sum(way.steps[piece] for way in ways),
        (_pieces(graph, one), _pieces(graph, other)),
        _weak(graph, one) | _weak(graph, other),
        any(
            after in graph.acted_on.get(node, ())
            for way in (one, other)
            for node, after in pairwise(way)
            if after not in graph.waiting.get(node, ())
        ),
    )


def _pieces(graph: Graph, nodes: list[int]) -> tuple[Id, ...]:
    return tuple(dict.fromkeys(graph.piece(node).id for node in nodes))


def _weak(graph: Graph, nodes: list[int]) -> frozenset[int]:
    """Of each step the strongest edge, where that is below class A; from a machine's power to its water is none."""
    found = set()
    for node, after in pairwise(nodes):
        edges = [edge for other, edge in graph.near.ways(node) if other == after]
        best = min(edges, key=lambda edge: graph.evidence[edge], default=-1)
        if best >= 0 and graph.evidence[best]:
            found.add(best)
    return frozenset(found)


class _Way:
    """From a thing back to all from which something flows to it, and to what drives those or acts on them."""

    def __init__(self, dominance: Dominance, ends: Collection[Id]) -> None:
        graph = dominance.graph
        self.ends = {graph.number[end] for end in ends if end in graph.number}
        self.steps: dict[int, int] = {}
        """{piece: how many steps away}"""
        self._nearest: dict[int, int] = {}
        self._towards: dict[int, int] = {}
        self._walk(graph, dominance.stops_with)

    def _walk(self, graph: Graph, stops_with: dict[int, list[int]]) -> None:
        drivers: dict[int, list[int]] = {}
        for driver, driven in stops_with.items():
            for each in driven:
                drivers.setdefault(each, []).append(driver)
        order = [node for piece in self.ends for node in graph.nodes_of[piece]]
        steps = dict.fromkeys(order, 0)
        for node in order:
            piece = graph.piece_of[node]
            if piece not in self.steps:
                self.steps[piece], self._nearest[piece] = steps[node], node
            towards = graph.ahead if graph.kind(node) is Kind.SINK_DRAINED else graph.behind
            for other in (*towards[node], *drivers.get(node, ())):
                if other not in steps and graph.medium_of[other] != media.TRAY:
                    steps[other] = steps[node] + 1
                    self._towards[other] = node
                    order.append(other)

    def down_from(self, piece: int) -> Iterator[int]:
        """The nodes from the piece to the thing."""
        node: int | None = self._nearest[piece]
        while node is not None:
            yield node
            node = self._towards.get(node)
