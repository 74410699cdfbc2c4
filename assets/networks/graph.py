"""The graph of a station: nodes (element, medium) by number, and what each touches."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from assets.networks import media
from assets.networks.adjacency import WIDE, Adjacency, Nodes, numbers
from assets.networks.evidence import Doubt, Reason
from assets.networks.parts import Id, Piece

EMPTY = Adjacency(0, *(np.zeros(0, np.int32) for _ in range(3)))
_WAYS = ("near", "onward", "backward", "ahead", "behind")
BLOCKS, CONDUCTS, NOT_KNOWN = 0, 1, 2  # what is known of a device's position
EITHER_WAY, SAID, DEDUCED = 0, 1, 2  # how the direction of an edge is known


@dataclass(frozen=True, slots=True)
class Rejected:
    """A declared connection that is not believed."""

    one: Id | None
    other: Id | None
    reason: Reason


@dataclass(slots=True)
class Graph:
    """Everything by node number, edges by edge number; made by `building.build` and read only afterwards.

    `near` are neighbours whatever the direction. `onward` is where supply may
    pass from a node (both ways through pipes that nothing keeps, the way said in electricity and through check valves).
    `ahead` and `behind` follow the direction that is said or deduced. `waiting` are the nodes that die with a node,
    `acted_on` those that it acts on, which only an impact asks for.
    """

    pieces: list[Piece]
    ids: list[Id] = field(default_factory=list)  # by piece
    piece_of: list[int] = field(default_factory=list)
    medium_of: list[str] = field(default_factory=list)
    nodes_of: list[list[int]] = field(default_factory=list)  # by piece
    number: dict[Id, int] = field(default_factory=dict)  # piece id → its place in `pieces`

    tail: list[int] = field(default_factory=list)
    head: list[int] = field(default_factory=list)
    evidence: list[int] = field(default_factory=list)
    reason: list[Reason] = field(default_factory=list)
    direction: list[int] = field(default_factory=list)

    near: Adjacency = EMPTY
    onward: Adjacency = EMPTY
    backward: Adjacency = EMPTY  # `onward` the other way round
    ahead: Adjacency = EMPTY
    behind: Adjacency = EMPTY
    waiting: dict[int, list[int]] = field(default_factory=dict)
    acted_on: dict[int, list[int]] = field(default_factory=dict)
    weak_at: dict[int, list[int]] = field(default_factory=dict)  # node → its edges below class A

    # connected whatever state and direction, by the number of its first node
    network: Nodes = field(default_factory=lambda: EMPTY.flat)
    drains: bytearray = field(default_factory=bytearray)  # node is of a system that carries away
    drawn: bytearray = field(default_factory=bytearray)  # node has a port of its own there
    isolates: bytearray = field(default_factory=bytearray)
    stops: bytearray = field(default_factory=bytearray)
    kindless: Nodes = field(
        default_factory=lambda: EMPTY.flat
    )  # devices of which nobody says what they cut off
    position: bytearray = field(default_factory=bytearray)
    shut: frozenset[int] = frozenset()  # devices known to let nothing through
    unknown: frozenset[int] = frozenset()  # devices of which nobody knows whether they are open
    doubts: dict[int, list[Doubt]] = field(default_factory=dict)
    doubtful: Nodes = field(default_factory=lambda: EMPTY.flat)  # the nodes of `doubts`
    aimless: Nodes = field(default_factory=lambda: EMPTY.flat)  # nodes where nobody knows which way it flows
    unlike_pipes: Nodes = field(
        default_factory=lambda: EMPTY.flat
    )  # of these, where what is supplied rests on it
    undrawn: frozenset[int] = frozenset()  # nodes without a port of their own
    sources: frozenset[int] = frozenset()
    supposed_sources: frozenset[int] = frozenset()  # may be a supply, may be a missing connection
    # sources and outlets beside others, one of which may be turned round
    rivals: frozenset[int] = frozenset()
    misled: frozenset[int] = (
        frozenset()
    )  # where a network may be joined to what it is not, or be none of its kind
    feeding: frozenset[int] = frozenset()  # sources, and what is taken for one while nobody knows better
    outlets: frozenset[int] = frozenset()  # where drains and exhausts end
    inlets: frozenset[int] = frozenset()  # where what drains away comes in
    loose: dict[str, tuple[Id, ...]] = field(default_factory=dict)  # by medium: pieces that hang on nothing
    rejected: list[Rejected] = field(default_factory=list)
    _one_class: tuple[np.ndarray, np.ndarray] | None = None  # the best and the worst evidence of each network
    _place: Nodes | None = None  # `piece_of` once more, to be asked for many nodes at a time
    _apart: dict[str, tuple[Adjacency, Adjacency]] = field(default_factory=dict)
    supply: dict[frozenset[int], Any] = field(default_factory=dict)  # what `assets.networks.supply` keeps

    def __len__(self) -> int:
        return len(self.piece_of)

    def __getstate__(self) -> list[object]:
        """Pieces as plain tuples: a hundred thousand named ones take a second to write."""
        state = {name: getattr(self, name) for name in self.__slots__}
        plain = {
            "pieces": [tuple(piece) for piece in self.pieces],
            "supply": {},
            "_apart": {},
            "_one_class": None,
            "_place": None,
        }
        return list((state | plain).items())

    def __setstate__(self, state: list[tuple[str, object]]) -> None:
        for name, value in state:
            setattr(self, name, value)
        self.pieces = [Piece(*piece) for piece in self.pieces]

    def nodes(self, piece: Id, medium: str | None = None) -> list[int]:
        """The nodes of an element: in the medium asked for, else where it has ports of its own, else all."""
        found = self.nodes_of[self.number[piece]] if piece in self.number else []
        if medium:
            meant = media.meant({self.medium_of[node] for node in found}, medium)
            return [node for node in found if self.medium_of[node] in meant]
        return [node for node in found if self.drawn[node]] or list(found)

    def places(self, nodes: Collection[int]) -> list[int]:
        """Where the pieces of these nodes stand in `pieces`, each once, as they are met."""
        if len(nodes) < WIDE:
            return list(dict.fromkeys(map(self.piece_of.__getitem__, nodes)))
        if self._place is None:
            self._place = np.array(self.piece_of, np.int32)
        found = self._place[numbers(nodes)]
        met, order = np.empty(len(self.pieces), np.int32), np.arange(len(found), dtype=np.int32)
        met[found[::-1]] = order[::-1]  # the first of several is written last
        first: list[int] = found[met[found] == order].tolist()
        return first

    def piece(self, node: int) -> Piece:
        return self.pieces[self.piece_of[node]]

    def conducts(self, piece: Id) -> bool | None:
        """Does it let through, as the file draws it? What is no device does; None where the file does not say."""
        known = {self.position[node] for node in self.nodes(piece)}
        return None if NOT_KNOWN in known else BLOCKS not in known

    def kind(self, node: int) -> media.Kind:
        return media.kind_of(self.medium_of[node])

    def is_named_only(self, node: int) -> bool:
        """Is it fed by nothing but what a property names? Then it stands in another file, and depends on this one."""
        return not self.drawn[node] and all(
            self.reason[edge] is Reason.NAMED for edge in self.near.edges(node)
        )

    def closed(self, pieces: Iterable[Id] = ()) -> frozenset[int]:
        """Nodes that let nothing through: devices shut by what is known of them, and those given."""
        return self.shut | {node for piece in pieces for node in self.nodes(piece)}

    def apart(self, ways: Adjacency) -> tuple[Adjacency, Adjacency]:
        """The same ways without what is below class A, and that alone."""
        if not self.weak_at:
            return ways, EMPTY
        name = next(name for name in _WAYS if getattr(self, name) is ways)
        if name not in self._apart:
            weak = np.array(self.evidence) > 0
            self._apart[name] = ways.without(weak), ways.without(~weak)
        return self._apart[name]

    def is_of_one_class(self, nodes: Iterable[int]) -> bool:
        """Have all connections of the networks of these nodes the same evidence?"""
        if not self.weak_at:
            return True
        if self._one_class is None:
            tail, evidence = np.array(self.tail, np.int32), np.array(self.evidence, np.int8)
            best, worst = np.full(len(self), 127, np.int8), np.full(len(self), -1, np.int8)
            np.minimum.at(best, self.network[tail], evidence)
            np.maximum.at(worst, self.network[tail], evidence)
            self._one_class = (best, worst)
        best, worst = (each[self.network[list(nodes)]] for each in self._one_class)
        return not len(best) or best.min() >= worst.max()

    def weak_within(self, nodes: bytearray) -> set[int]:
        """Edges below class A between the nodes marked."""
        return {
            edge
            for node, edges in self.weak_at.items()
            if nodes[node]
            for edge in edges
            if nodes[self.tail[edge]] and nodes[self.head[edge]]
        }
