"""A network as a single-line diagram: which symbols, and which lines between them, wherever they are drawn.

What can be operated and what is served are symbols. Pipes, ducts and cables that hang together are one run: nothing
can be closed within it, so that it is drawn as a line between two symbols, or as one node from which several part.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import dataclass, replace

from assets.networks import media
from assets.networks.flat import Schematic
from assets.networks.flat_drawing import Drawing
from assets.networks.flat_groups import collapsed, grouped
from assets.networks.flat_order import in_order
from assets.networks.graph import Graph
from assets.networks.parts import Id

Places = Callable[[Id], Hashable]


def schematic(
    graph: Graph, members: Collection[Id], *, medium: str = media.UNKNOWN, place: Places
) -> Schematic:
    """Of the system with these members that carries this; `place` tells in which room a piece is."""
    drawn = Drawing(graph, _nodes(graph, members, medium))
    return _with_loose(in_order(graph, *grouped(graph, drawn.symbols, drawn.lines, place)), members)


def _nodes(graph: Graph, members: Collection[Id], medium: str) -> list[int]:
    """Those that carry what the system carries: a basin is drawn in its water, and once more in its drain."""
    found: list[int] = []
    for piece in members:
        if piece in graph.number:
            own = graph.nodes_of[graph.number[piece]]
            same = [node for node in own if graph.medium_of[node] == medium]
            found += same or [node for node in own if media.agree(graph.medium_of[node], medium)]
    return found


@dataclass(frozen=True, slots=True)
class Drawn:
    """The part of a network that an answer is about: all its pieces, and those of each thing that is a symbol by itself
    (what is asked about, what is to be operated), the most important first. `seen_past` are pieces beyond which it is
    shown that the network goes on."""

    pieces: Collection[Id]
    alone: Sequence[tuple[Id, ...]]
    seen_past: Collection[Id] = ()


def of_answer(graph: Graph, answer: Drawn, *, place: Places, most: int) -> Schematic:
    """In all media, from what drives a machine to what that feeds; what is more than `most` symbols is told as more.

    What `place` tells apart is not drawn as one.
    """
    nodes = _of_pieces(graph, answer.pieces)
    drawn = Drawing(
        graph, nodes, alone=answer.alone, seen_past=frozenset(_of_pieces(graph, answer.seen_past))
    )
    alone = {piece: None for thing in answer.alone for piece in thing}
    parts = grouped(graph, drawn.symbols, drawn.lines, place, alone)
    return _with_loose(in_order(graph, *collapsed(*parts, alone, most)), answer.pieces)


def _with_loose(made: Schematic, wanted: Collection[Id]) -> Schematic:
    shown = {piece for each in made.symbols for piece in (*each.pieces, *each.within)}
    shown |= {piece for line in made.lines for piece in line.pieces}
    return replace(made, loose=tuple(piece for piece in dict.fromkeys(wanted) if piece not in shown))


def _of_pieces(graph: Graph, pieces: Collection[Id]) -> list[int]:
    nodes = (
        node for piece in pieces if piece in graph.number for node in graph.nodes_of[graph.number[piece]]
    )
    return [node for node in nodes if graph.medium_of[node] != media.TRAY]
