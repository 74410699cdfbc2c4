"""A network as a single-line diagram: which symbols, and which lines between them, wherever they are drawn.

What can be operated and what is served are symbols. Pipes, ducts and cables that hang together are one run: nothing
can be closed within it, so that it is drawn as a line between two symbols, or as one node from which several part.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Collection, Hashable, Iterable
from dataclasses import dataclass, replace

from assets.networks import media, symbols
from assets.networks.evidence import Evidence
from assets.networks.graph import EITHER_WAY, Graph
from assets.networks.parts import Id
from assets.networks.walking import reverse_postorder

RUN, END, SOURCE, OUTLET = "run", "end", "source", "outlet"
MANY = 4  # terminals of one kind in one room from which one symbol stands for all of them


@dataclass(frozen=True, slots=True)
class Symbol:
    """`pieces` are what it stands for: several for a run and for terminals drawn as one; `within` what joins those.

    `outside` is of another system: there this one begins or goes on.
    """

    shape: str
    pieces: tuple[Id, ...]
    outside: bool = False
    within: tuple[Id, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """Between two symbols, by their place in the list: from the source on, and `directed` where that is known."""

    tail: int
    head: int
    directed: bool
    evidence: Evidence
    pieces: tuple[Id, ...] = ()


@dataclass(frozen=True, slots=True)
class Schematic:
    """`loose` are members that nothing joins to anything."""

    symbols: list[Symbol]
    lines: list[Line]
    loose: tuple[Id, ...]


def schematic(
    graph: Graph, members: Collection[Id], *, medium: str = media.UNKNOWN, place: Callable[[Id], Hashable]
) -> Schematic:
    """Of the system with these members that carries this; `place` tells in which room a piece is."""
    drawn = _Drawing(graph, _nodes(graph, members, medium))
    made = _in_order(graph, *_grouped(graph, drawn.symbols, drawn.lines, place))
    shown = {piece for each in made.symbols for piece in (*each.pieces, *each.within)}
    shown |= {piece for line in made.lines for piece in line.pieces}
    return replace(made, loose=tuple(piece for piece in members if piece not in shown))


def _nodes(graph: Graph, members: Collection[Id], medium: str) -> list[int]:
    """Those that carry what the system carries: a basin is drawn in its water, and once more in its drain."""
    found: list[int] = []
    for piece in members:
        if piece in graph.number:
            own = graph.nodes_of[graph.number[piece]]
            same = [node for node in own if graph.medium_of[node] == medium]
            found += same or [node for node in own if media.agree(graph.medium_of[node], medium)]
    return found


class _Joined:
    """Which things belong together."""

    def __init__(self) -> None:
        self.above: dict[int, int] = {}

    def find(self, one: int) -> int:
        while (further := self.above.get(one, one)) != one:
            self.above[one] = one = self.above.get(further, further)
        return one

    def join(self, one: int, other: int) -> None:
        self.above[max(self.find(one), self.find(other))] = min(self.find(one), self.find(other))


@dataclass(slots=True)
class _Tie:
    """Where a run ends at a symbol. `inward`: into the run, 1; out of it, -1; nobody knows, 0."""

    symbol: int
    inward: int
    evidence: Evidence


class _Drawing:
    """Symbols and lines before terminals are drawn as one."""

    def __init__(self, graph: Graph, nodes: list[int]) -> None:
        self.graph = graph
        self.own = frozenset(nodes)
        self.symbols: list[Symbol] = []
        self.lines: list[Line] = []
        self.symbol_at: dict[int, int] = {}
        self.edges = sorted({edge for node in nodes for edge in graph.near.edges(node)})
        self.runs = _Joined()
        for edge in self.edges:
            tail, head = graph.tail[edge], graph.head[edge]
            if self._carries(tail) and self._carries(head) and Evidence(graph.evidence[edge]).is_proven:
                self.runs.join(tail, head)
        self._draw()

    def _carries(self, node: int) -> bool:
        return node in self.own and symbols.is_carrier(self.graph.piece(node).ifc_class)

    def _draw(self) -> None:
        ties = self._marks()
        between = [edge for edge in self.edges if not self._is_within_a_run(edge)]
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

    def _is_within_a_run(self, edge: int) -> bool:
        tail, head = self.graph.tail[edge], self.graph.head[edge]
        return self._carries(tail) and self._carries(head) and self.runs.find(tail) == self.runs.find(head)

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
            self.lines.append(Line(self._at(one), self._at(other), known, evidence))

    def _run(self, root: int, nodes: list[int], ties: list[_Tie]) -> None:
        pieces = self._pieces(nodes)
        if root in self.symbol_at or len(ties) > 2:
            run = self._at(root) if root in self.symbol_at else self._symbol(RUN, pieces)
            for tie in ties:
                ends = (run, tie.symbol) if tie.inward < 0 else (tie.symbol, run)
                self.lines.append(Line(*ends, bool(tie.inward), tie.evidence))
        elif len(ties) == 2:
            self.lines.append(_through(ties[0], ties[1], pieces))
        elif len(ties) == 1:
            last = [node for node in nodes if len(self.graph.near[node]) < 2] or nodes[-1:]
            end = _Tie(self._symbol(END, self._pieces(last[:1])), 0, Evidence.A)
            self.lines.append(_through(ties[0], end, pieces))

    def _at(self, node: int) -> int:
        if node not in self.symbol_at:
            piece = self.graph.piece(node)
            shape = symbols.symbol_of(piece.ifc_class, piece.predefined_type)
            outside = node not in self.own
            if outside and symbols.is_carrier(piece.ifc_class):
                shape = END
            self.symbol_at[node] = self._symbol(shape, (piece.id,), outside=outside)
        return self.symbol_at[node]

    def _symbol(self, shape: str, pieces: tuple[Id, ...], *, outside: bool = False) -> int:
        self.symbols.append(Symbol(shape, pieces, outside))
        return len(self.symbols) - 1


def _through(one: _Tie, other: _Tie, pieces: tuple[Id, ...]) -> Line:
    """A run between two symbols; what both ends say against each other is not known."""
    way = one.inward - other.inward
    first, last = (one, other) if way >= 0 else (other, one)
    return Line(first.symbol, last.symbol, way != 0, max(one.evidence, other.evidence), pieces)


# ── terminals drawn as one ───────────────────────────────────────────────────


def _grouped(
    graph: Graph, drawn: list[Symbol], lines: list[Line], place: Callable[[Id], Hashable]
) -> tuple[list[Symbol], list[Line]]:
    """Many terminals of a kind in a room that hang on one another, or on the same thing, as one symbol."""
    kinds = [_alike(graph, each, place) for each in drawn]
    together = _Joined()
    for line in lines:
        if kinds[line.tail] is not None and kinds[line.tail] == kinds[line.head]:
            together.join(line.tail, line.head)
    _join_on_the_same(together, kinds, lines)
    groups: dict[int, list[int]] = defaultdict(list)
    for number in range(len(drawn)):
        groups[together.find(number)].append(number)
    one_of = {n: first for first, group in groups.items() if len(group) >= MANY for n in group}
    return _merged(drawn, lines, one_of)


def _alike(graph: Graph, symbol: Symbol, place: Callable[[Id], Hashable]) -> Hashable:
    """What may be drawn as one bears the same: terminals of a kind in a room, and what goes on in other systems."""
    if symbol.outside:
        return (symbol.shape,)
    piece = graph.pieces[graph.number[symbol.pieces[0]]]
    is_served = symbols.is_terminal(piece.ifc_class, piece.predefined_type)
    return (symbol.shape, place(piece.id)) if is_served else None


def _join_on_the_same(together: _Joined, kinds: list[Hashable], lines: list[Line]) -> None:
    """Those whose one neighbour is the same."""
    around: dict[int, set[tuple[int, bool, bool]]] = defaultdict(set)
    for line in lines:
        one, other = together.find(line.tail), together.find(line.head)
        if one != other:
            around[one].add((other, line.directed, line.evidence.is_proven))
            around[other].add((one, line.directed, line.evidence.is_proven))
    first: dict[Hashable, int] = {}
    for number, neighbours in sorted(around.items()):
        if kinds[number] is not None and len(neighbours) == 1:
            together.join(first.setdefault((kinds[number], *neighbours), number), number)


def _merged(
    drawn: list[Symbol], lines: list[Line], one_of: dict[int, int]
) -> tuple[list[Symbol], list[Line]]:
    """`one_of`: the symbol that stands for another one. Lines to such a symbol become one."""
    pieces: dict[int, list[Id]] = defaultdict(list)
    within: dict[int, list[Id]] = defaultdict(list)
    for number, symbol in enumerate(drawn):
        pieces[one_of.get(number, number)] += symbol.pieces
    merged: dict[tuple[int, int, bool, int], Line] = {}
    for number, line in enumerate(lines):
        tail, head = (one_of.get(end, end) for end in (line.tail, line.head))
        if tail == head:
            within[tail] += line.pieces
            continue
        is_one = line.tail in one_of or line.head in one_of
        key = (tail, head, line.directed, -1 if is_one else number)
        former = merged.get(key, Line(tail, head, line.directed, line.evidence))
        evidence = max(former.evidence, line.evidence)
        merged[key] = replace(former, pieces=(*former.pieces, *line.pieces), evidence=evidence)
    kept = sorted({end for line in merged.values() for end in (line.tail, line.head)})
    place_of = {number: at for at, number in enumerate(kept)}
    return (
        [replace(drawn[n], pieces=tuple(pieces[n]), within=tuple(within[n])) for n in kept],
        [replace(line, tail=place_of[line.tail], head=place_of[line.head]) for line in merged.values()],
    )


# ── from the source on ───────────────────────────────────────────────────────


def _in_order(graph: Graph, drawn: list[Symbol], lines: list[Line]) -> Schematic:
    """Lines whose direction nobody knows lead away from where the network begins.

    A symbol comes after all that leads to it, but for lines that lead back in a loop.
    """
    start = list(_first(graph, drawn, lines))
    depth = _depths(len(drawn), lines, start)
    turned = [
        replace(line, tail=line.head, head=line.tail)
        if not line.directed and depth[line.tail] > depth[line.head]
        else line
        for line in lines
    ]
    order = _order(len(drawn), turned, start)
    place_of = {number: at for at, number in enumerate(order)}
    placed = [replace(line, tail=place_of[line.tail], head=place_of[line.head]) for line in turned]
    placed.sort(key=lambda line: (line.tail, line.head))
    return Schematic([drawn[number] for number in order], placed, ())


def _order(size: int, lines: list[Line], start: list[int]) -> list[int]:
    """Depth first, what was left last comes first; branches in the order of their lines."""
    heads: list[list[int]] = [[] for _ in range(size)]
    for line in reversed(lines):
        heads[line.tail].append(line.head)
    return reverse_postorder(heads, (*start, *range(size)))


def _first(graph: Graph, drawn: list[Symbol], lines: list[Line]) -> Iterable[int]:
    """The sources; else what nothing leads to."""
    places = {graph.pieces[graph.piece_of[node]].id for node in graph.sources}
    sources = [n for n, each in enumerate(drawn) if each.shape != RUN and places.intersection(each.pieces)]
    reached = {line.head for line in lines if line.directed}
    return sources or [line.tail for line in lines if line.directed and line.tail not in reached]


def _depths(size: int, lines: list[Line], start: Iterable[int]) -> list[int]:
    beside: list[list[int]] = [[] for _ in range(size)]
    for line in lines:
        beside[line.tail].append(line.head)
        if not line.directed:
            beside[line.head].append(line.tail)
    depth = [size] * size
    waiting = deque(dict.fromkeys(start))
    for number in waiting:
        depth[number] = 0
    while waiting:
        number = waiting.popleft()
        for other in beside[number]:
            if depth[other] == size:
                depth[other] = depth[number] + 1
                waiting.append(other)
    return depth
