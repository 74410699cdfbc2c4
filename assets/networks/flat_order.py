"""Symbols and lines in order: from the source on, away from where the network begins."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import replace

from assets.networks.flat import RUN, Line, Schematic, Symbol
from assets.networks.graph import Graph
from assets.networks.walking import reverse_postorder


def in_order(graph: Graph, drawn: list[Symbol], lines: list[Line]) -> Schematic:
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
