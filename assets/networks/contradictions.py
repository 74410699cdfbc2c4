"""Directions that cannot all be right: two ports that both let out, a pipe that only takes in, a lamp that feeds.

Something there was exported the wrong way round, and nobody knows how much of it. So what touches such a place is not
certain, nor is a walk along the flow through what it would be turned round with.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

import numpy as np

from assets.networks import devices, media
from assets.networks.evidence import Doubt
from assets.networks.graph import Graph
from assets.networks.media import Kind
from assets.networks.parts import Joint, Parts
from assets.networks.walking import reach

_UNSAID, _OUT, _IN, _BOTH = range(4)
_FLOWS = {"SOURCE": _OUT, "SINK": _IN, "SOURCEANDSINK": _BOTH}
_FEEDING = devices.BEGINNING | devices.MAKING
_SEEMING = devices.BEGINNING - devices.MAKING_ANEW  # begins a network, or lost what feeds it
_DRAINED = ("IfcSanitaryTerminal", "IfcWasteTerminal")  # what lets its waste out


def doubt_directions(graph: Graph, nodes: Iterable[int]) -> None:
    """Walks along the flow rest on them everywhere; what is supplied does so only where nothing flows back."""
    aimless = sorted(node for node in nodes if graph.kind(node) is not Kind.MESH)
    graph.aimless = np.array(aimless, np.int32)
    graph.unlike_pipes = np.array([node for node in aimless if _keeps(graph, node)], np.int32)
    for node in graph.unlike_pipes.tolist():
        graph.doubts.setdefault(node, []).append(Doubt.DIRECTION_UNSAID)


def _keeps(graph: Graph, node: int) -> bool:
    """Electricity, circuits and drains flow one way, and so does what lets nothing back; other water finds its way."""
    if graph.drains[node] or media.goes_one_way(graph.medium_of[node]):
        return True
    piece = graph.piece(node)
    device = devices.device_of(piece.ifc_class, piece.predefined_type)
    return device is not None and device.one_way


class Flows:
    """What the ports say, beside the node of each (-1: of none)."""

    def __init__(self, joints: Sequence[Joint], nodes: Sequence[int]) -> None:
        self.nodes = np.array(nodes, np.int64)
        self.said = np.array([_FLOWS.get(joint.flow, _UNSAID) for joint in joints], np.int8)

    def both_ways(self, one: np.ndarray, other: np.ndarray) -> np.ndarray:
        """Of pairs of ports: do both let pass either way?"""
        return (self.said[one] == _BOTH) & (self.said[other] == _BOTH)

    def clashing(self, one: np.ndarray, other: np.ndarray) -> set[int]:
        """Of pairs of ports: the nodes of those that both let out, or both take in."""
        same = (self.said[one] == self.said[other]) & np.isin(self.said[one], (_OUT, _IN))
        return {*self.nodes[one[same]].tolist(), *self.nodes[other[same]].tolist()}

    def counted(self, size: int, flow: int | None = None) -> np.ndarray:
        """How many ports each node has, of one direction or of all."""
        chosen = (self.nodes >= 0) & (True if flow is None else self.said == flow)
        return np.bincount(self.nodes[chosen], minlength=size)


def half_both_ways(graph: Graph, flows: Flows, both_ways: Iterable[int]) -> set[int]:
    """Nodes at connections said to go both ways, where the other end of the piece of pipe goes one way only."""
    size = len(graph)
    half = (
        (flows.counted(size) == 2) & (flows.counted(size, _BOTH) == 1) & (flows.counted(size, _UNSAID) == 0)
    )
    ends = ((graph.tail[edge], graph.head[edge]) for edge in both_ways)
    return {node for pair in ends if any(_is_pipe(graph, end) and half[end] for end in pair) for node in pair}


def _is_pipe(graph: Graph, node: int) -> bool:
    piece = graph.piece(node)
    family = media.family_of(graph.medium_of[node])
    return devices.least_ends(piece.ifc_class, piece.predefined_type, family) > 0


class Contradictions:
    """Doubts the place and all around it: which side is wrong is not known."""

    def __init__(self, parts: Parts, graph: Graph, flows: Flows) -> None:
        self.parts, self.graph, self.flows = parts, graph, flows
        self.ports = flows.counted(len(graph))

    def find(self, clashing: set[int]) -> set[int]:
        """The nodes whose direction is in doubt with them: from where nothing comes in, all that it would feed, and
        back from where nothing goes out."""
        graph = self.graph
        only_out = self._wrong(_OUT, self._feeds_nothing)
        only_in = self._wrong(_IN, self._passes_on)
        rivals = self._rivals()
        wrong = only_out | only_in | rivals
        around = {other for node in wrong for other in graph.near[node]}
        for node in sorted(wrong | around | clashing):
            graph.doubts.setdefault(node, []).append(Doubt.DIRECTIONS_CLASH)
        if not wrong:
            return set()
        onward, back = reach(graph.ahead, only_out | rivals), reach(graph.behind, only_in | rivals)
        return set(np.flatnonzero(np.frombuffer(onward, np.uint8) | np.frombuffer(back, np.uint8)).tolist())

    def _wrong(self, flow: int, cannot_be: Callable[[int], bool]) -> set[int]:
        """Of the nodes all of whose ports say this."""
        alike = np.flatnonzero((self.ports > 0) & (self.flows.counted(len(self.graph), flow) == self.ports))
        return {node for node in alike.tolist() if cannot_be(node)}

    def _feeds_nothing(self, node: int) -> bool:
        """Though it only lets out: a piece of pipe, a lamp."""
        piece = self.graph.piece(node)
        if _is_pipe(self.graph, node):
            return bool(self.ports[node] > 1)
        fed = self.graph.kind(node) is Kind.SOURCE_FED
        return fed and piece.ifc_class not in _FEEDING and piece.id not in self.parts.sources

    def _passes_on(self, node: int) -> bool:
        """Though it only takes in: a piece of pipe, a lamp with another behind it, a basin in its drain."""
        piece = self.graph.piece(node)
        if self.graph.drains[node] and piece.ifc_class in _DRAINED:
            return True
        if self.ports[node] < 2:
            return False
        return _is_pipe(self.graph, node) or (self._is_lamp(node) and not self._is_fed_from_each_side(node))

    def _is_lamp(self, node: int) -> bool:
        graph = self.graph
        return graph.piece(node).ifc_class in devices.TERMINALS and graph.kind(node) is Kind.SOURCE_FED

    def _is_fed_from_each_side(self, node: int) -> bool:
        """A lamp that hangs on two boards takes in from both: supply reaches each neighbour without passing it."""
        return all(self._fed[other] for other in self.graph.near[node])

    @cached_property
    def _fed(self) -> bytearray:
        """What supply reaches without passing whatever is for somebody and only takes in. A board that begins beside
        another supply may only seem to begin there."""
        graph = self.graph
        only_in = np.flatnonzero(self.flows.counted(len(graph), _IN) == self.ports).tolist()
        lamps = [node for node in only_in if self.ports[node] > 1 and self._is_lamp(node)]
        many = Counter(int(graph.network[node]) for node in graph.sources)
        sources = [
            node
            for node in graph.sources
            if graph.piece(node).ifc_class not in _SEEMING or many[int(graph.network[node])] == 1
        ]
        return reach(graph.onward, set(sources).difference(lamps), lamps)

    def _rivals(self) -> set[int]:
        """Grilles that feed a network beside another source, or drain it beside another end: one may be turned."""
        graph, found = self.graph, set()
        for ends in (graph.sources, graph.outlets):
            beside: dict[int, set[int]] = defaultdict(set)
            for node in ends:
                beside[int(graph.network[node])].add(node)
            for nodes in beside.values():
                if len(nodes) > 1:
                    found |= {n for n in nodes if graph.piece(n).ifc_class in devices.GRILLES}
        graph.rivals = frozenset(found)
        return found
