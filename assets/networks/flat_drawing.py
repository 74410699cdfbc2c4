"""Symbols and lines of some nodes of a graph, before things that are alike are drawn as one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from assets.networks import symbols
from assets.networks.evidence import Evidence
from assets.networks.flat import END, LENGTH, OUTLET, RUN, SOURCE, Joined, Line, Symbol
from assets.networks.graph import EITHER_WAY, Graph
from assets.networks.parts import Id


@dataclass(slots=True)
class _Tie:
    """Where a run ends at a symbol. `inward`: into the run, 1; out of it, -1; nobody knows, 0."""

    symbol: int
    inward: int
    evidence: Evidence


class Drawing:
    """Of the nodes given. What lies beyond them is shown where it joins one of `seen_past` (None: everywhere).

    The pieces of each of the things `alone` are one symbol, even where they are pipes.
    """

    def __init__(
        self,
        graph: Graph,
        nodes: Collection[int],
        *,
        alone: Collection[tuple[Id, ...]] = (),
        seen_past: Collection[int] | None = None,
    ) -> None:
        self.graph = graph
        self.own = frozenset(nodes)
        self.alone = {piece: thing for thing in alone for piece in thing}
        self.first_of = self._first_nodes()
        self.symbols: list[Symbol] = []
        self.lines: list[Line] = []
        self.symbol_at: dict[int, int] = {}
        touching = sorted({edge for node in nodes for edge in graph.near.edges(node)})
        self.edges = [edge for edge in touching if seen_past is None or self._is_shown(edge, seen_past)]
        self.goes_on = self._left_open(touching) if seen_past is not None else frozenset()
        self.runs = Joined()
        for edge in self.edges:
            tail, head = graph.tail[edge], graph.head[edge]
            if self._carries(tail) and self._carries(head) and Evidence(graph.evidence[edge]).is_proven:
                self.runs.join(tail, head)
        self._draw()

    def _first_nodes(self) -> dict[int, int]:
        """{node: the first of the same thing}: a pump in its power and its water is one symbol, and so is a run of pipe
        that stands alone."""
        first: dict[tuple[Id, ...], int] = {}
        for node in sorted(self.own):
            first.setdefault(self._thing(node), node)
        return {node: first[self._thing(node)] for node in self.own}

    def _thing(self, node: int) -> tuple[Id, ...]:
        piece = self.graph.piece(node).id
        return self.alone.get(piece, (piece,))

    def _is_shown(self, edge: int, seen_past: Collection[int]) -> bool:
        ends = (self.graph.tail[edge], self.graph.head[edge])
        return all(end in self.own for end in ends) or any(end in seen_past for end in ends)

    def _left_open(self, touching: list[int]) -> frozenset[int]:
        """Nodes from which the network goes on where nothing is drawn."""
        ends = {end for edge in touching for end in (self.graph.tail[edge], self.graph.head[edge])}
        shown = {end for edge in self.edges for end in (self.graph.tail[edge], self.graph.head[edge])}
        beyond = ends - self.own - shown
        return frozenset(near for node in beyond for near in self.graph.near[node] if near in self.own)

    def _carries(self, node: int) -> bool:
        piece = self.graph.piece(node)
        return node in self.own and symbols.is_carrier(piece.ifc_class) and piece.id not in self.alone

    def _draw(self) -> None:
        ties = self._marks()
        between = [edge for edge in self.edges if not self._is_within_a_symbol(edge)]
        several = {self.runs.find(node) for edge in between for node in self._weakly_joined(edge)}
        runs = self._runs()
        for root in several:
            self.symbol_at[root] = self._symbol(RUN, self._pieces(runs[root]))
        for edge in between:
            self._tie(edge, ties)
        for root, nodes in runs.items():
            self._run(root, nodes, ties[root])

    def _runs(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        for node in sorted(self.own):
            if self._carries(node):
                found[self.runs.find(node)].append(node)
        return found

    def _pieces(self, nodes: Iterable[int]) -> tuple[Id, ...]:
        return tuple(dict.fromkeys(self.graph.piece(node).id for node in nodes))

    def _marks(self) -> dict[int, list[_Tie]]:
        """Where supply comes into a pipe, or what drains away leaves by one."""
        found: dict[int, list[_Tie]] = defaultdict(list)
        for shape, inward, where in ((SOURCE, 1, self.graph.sources), (OUTLET, -1, self.graph.outlets)):
            for node in sorted(self.own & where):
                if self._carries(node):
                    symbol = self._symbol(shape, (self.graph.piece(node).id,))
                    found[self.runs.find(node)].append(_Tie(symbol, inward, Evidence.A))
        return found

    def _is_within_a_symbol(self, edge: int) -> bool:
        tail, head = self.graph.tail[edge], self.graph.head[edge]
        if self._carries(tail) and self._carries(head):
            return self.runs.find(tail) == self.runs.find(head)
        return self.first_of.get(tail, tail) == self.first_of.get(head, head)

    def _weakly_joined(self, edge: int) -> tuple[int, ...]:
        ends = (self.graph.tail[edge], self.graph.head[edge])
        return ends if all(map(self._carries, ends)) else ()

    def _tie(self, edge: int, ties: dict[int, list[_Tie]]) -> None:
        graph = self.graph
        tail, head, evidence = graph.tail[edge], graph.head[edge], Evidence(graph.evidence[edge])
        known = graph.direction[edge] != EITHER_WAY
        carriers = [self._carries(tail), self._carries(head)]
        if carriers == [True, False]:
            ties[self.runs.find(tail)].append(_Tie(self._at(head), -1 if known else 0, evidence))
        elif carriers == [False, True]:
            ties[self.runs.find(head)].append(_Tie(self._at(tail), 1 if known else 0, evidence))
        else:
            one, other = ((self.runs.find(end) if carriers[0] else end) for end in (tail, head))
            self.lines.append(
                Line(self._at(one), self._at(other), known, evidence, medium=graph.medium_of[tail])
            )

    def _run(self, root: int, nodes: list[int], ties: list[_Tie]) -> None:
        pieces, medium = self._pieces(nodes), self.graph.medium_of[root]
        if root in self.symbol_at or len(ties) > 2:
            run = self._at(root) if root in self.symbol_at else self._symbol(RUN, pieces)
            for tie in ties:
                ends = (run, tie.symbol) if tie.inward < 0 else (tie.symbol, run)
                self.lines.append(Line(*ends, bool(tie.inward), tie.evidence, medium=medium))
        elif len(ties) == 2:
            self.lines.append(_through(ties[0], ties[1], pieces, medium))
        elif len(ties) == 1:
            last = [node for node in nodes if len(self.graph.near[node]) < 2] or nodes[-1:]
            outside = not self.goes_on.isdisjoint(nodes)
            end = _Tie(self._symbol(END, self._pieces(last[:1]), outside=outside), 0, Evidence.A)
            self.lines.append(_through(ties[0], end, pieces, medium))

    def _at(self, node: int) -> int:
        if not self._carries(node):
            node = self.first_of.get(node, node)
        if node not in self.symbol_at:
            piece = self.graph.piece(node)
            shape = symbols.symbol_of(piece.ifc_class, piece.predefined_type)
            outside = node not in self.own
            if symbols.is_carrier(piece.ifc_class):
                shape = END if outside else LENGTH
            self.symbol_at[node] = self._symbol(shape, self._thing(node), outside=outside)
        return self.symbol_at[node]

    def _symbol(self, shape: str, pieces: tuple[Id, ...], *, outside: bool = False) -> int:
        self.symbols.append(Symbol(shape, pieces, outside))
        return len(self.symbols) - 1


def _through(one: _Tie, other: _Tie, pieces: tuple[Id, ...], medium: str) -> Line:
    """A run between two symbols; what both ends say against each other is not known."""
    way = one.inward - other.inward
    first, last = (one, other) if way >= 0 else (other, one)
    return Line(first.symbol, last.symbol, way != 0, max(one.evidence, other.evidence), pieces, medium)
