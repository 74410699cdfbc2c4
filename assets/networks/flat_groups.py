"""Many things that are alike as one symbol: terminals of a kind in a room, and what is too much for one picture."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable
from dataclasses import replace

from assets.networks import symbols
from assets.networks.flat import MORE, Joined, Line, Symbol
from assets.networks.graph import Graph
from assets.networks.parts import Id

MANY = 4  # terminals of one kind in one room from which one symbol stands for all of them


def grouped(
    graph: Graph,
    drawn: list[Symbol],
    lines: list[Line],
    place: Callable[[Id], Hashable],
    alone: Collection[Id] = (),
) -> tuple[list[Symbol], list[Line]]:
    """Many terminals of a kind in a room that hang on one another, or on the same thing, as one symbol; but for those
    that stand `alone`."""
    kinds = [None if each.pieces[0] in alone else _alike(graph, each, place) for each in drawn]
    together = Joined()
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


def _join_on_the_same(together: Joined, kinds: list[Hashable], lines: list[Line]) -> None:
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
        former = merged.get(key, Line(tail, head, line.directed, line.evidence, medium=line.medium))
        evidence = max(former.evidence, line.evidence)
        merged[key] = replace(former, pieces=(*former.pieces, *line.pieces), evidence=evidence)
    kept = sorted({end for line in merged.values() for end in (line.tail, line.head)})
    place_of = {number: at for at, number in enumerate(kept)}
    return (
        [replace(drawn[n], pieces=tuple(pieces[n]), within=tuple(within[n])) for n in kept],
        [replace(line, tail=place_of[line.tail], head=place_of[line.head]) for line in merged.values()],
    )


# ── too much for one picture ─────────────────────────────────────────────────


def collapsed(
    drawn: list[Symbol], lines: list[Line], first: Collection[Id], most: int
) -> tuple[list[Symbol], list[Line]]:
    """No more than `most` symbols: where there are more, at most half as many are drawn as they are, those within some
    steps of `first`. What hangs together beyond is one symbol, and one together with all else behind the same.
    """
    if len(drawn) <= most:
        return drawn, lines
    one_of = _behind(len(drawn), lines, _nearest(drawn, lines, first, most // 2))
    shapes = [
        replace(each, shape=MORE, outside=False) if one_of.get(number) == number else each
        for number, each in enumerate(drawn)
    ]
    return _merged(shapes, lines, one_of)


def _behind(size: int, lines: list[Line], kept: list[int]) -> dict[int, int]:
    """{symbol: the one that stands for it} of all that hang together beyond those that are kept, by the first of these
    that they hang on. What is alone there stands for itself and is left out."""
    rank = {number: at for at, number in enumerate(kept)}
    together = Joined()
    for line in lines:
        if line.tail not in rank and line.head not in rank:
            together.join(line.tail, line.head)
    hangs_on: dict[int, int] = {}
    for line in lines:
        for one, other in ((line.tail, line.head), (line.head, line.tail)):
            if one not in rank and other in rank:
                root = together.find(one)
                hangs_on[root] = min(hangs_on.get(root, rank[other]), rank[other])
    first_of: dict[int, int] = {}
    one_of = {}
    for number in range(size):
        if number not in rank:
            root = together.find(number)
            one_of[number] = first_of.setdefault(hangs_on.get(root, -1), root)
    sizes = Counter(one_of.values())
    return {number: root for number, root in one_of.items() if sizes[root] > 1}


def _nearest(drawn: list[Symbol], lines: list[Line], first: Collection[Id], most: int) -> list[int]:
    """What bears one of `first`, then what lies beside it, and so on outwards: all that are so many steps away or none,
    unless that would leave next to nothing."""
    beside: list[list[int]] = [[] for _ in drawn]
    for line in lines:
        beside[line.tail].append(line.head)
        beside[line.head].append(line.tail)
    rank = {piece: at for at, piece in enumerate(first)}
    step = [n for n, each in enumerate(drawn) if any(piece in rank for piece in each.pieces)]
    step.sort(key=lambda n: min(rank.get(piece, len(rank)) for piece in drawn[n].pieces))
    kept: list[int] = []
    seen = set(step)
    while step and len(kept) + len(step) <= most:
        kept += step
        step = [
            n for n in dict.fromkeys(other for number in step for other in beside[number]) if n not in seen
        ]
        seen.update(step)
    return kept if len(kept) > most // 4 else (kept + step)[:most]
