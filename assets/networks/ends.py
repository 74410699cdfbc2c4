"""Where networks begin and end, and which open ends look like something that the file forgot.

A supply begins at a port that takes in and is joined to nothing. A connection that an export lost looks the same, so an
open inlet with another open end beside it is none, and of several in one system nobody knows which is the supply.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from functools import cached_property
from itertools import chain

import numpy as np

from assets.networks import devices, media
from assets.networks.cells import Cells
from assets.networks.evidence import CLOSE, TOUCHING, Doubt, Reason
from assets.networks.graph import SAID, Graph
from assets.networks.loose import Loose
from assets.networks.media import Kind
from assets.networks.parts import Id, Joint, Parts


class Ends:
    """Fills in sources, outlets, inlets and the doubts about open ends."""

    def __init__(self, parts: Parts, graph: Graph, node_of_joint: dict[Id, int], joined: set[Id]) -> None:
        self.parts, self.graph, self.node_of_joint = parts, graph, node_of_joint
        self.open = [joint for joint in parts.joints if joint.id not in joined and joint.id in node_of_joint]

    def find(self) -> None:
        self._single_ends()
        beside = self._beside_another()
        starts, self.ends = self._first_and_last()
        begun = self._beginning(starts)
        sources = self._sure_sources(self._open_ends(beside), begun)
        self.assumed = self._assumed(sources, beside)
        self.graph.supposed_sources |= self.assumed
        making = self._making(sources)
        self.unsure = self._where_supply_may_come_in(making)
        sources |= making
        self._lead_to_nothing(beside, sources)
        self._lost_their_inlet(begun, sources)
        self.graph.sources = frozenset(sources)
        taken = {node for node in self.graph.supposed_sources if not self._is_fed_only(node)}
        self.graph.feeding = frozenset(sources | taken)
        self.graph.inlets = frozenset(node for node in starts if self.graph.drains[node])
        self.graph.outlets = self._outlets(self.ends, beside)
        unsaid = {joint.piece for joint in self.open if self._is_of_unsaid_medium(joint)}
        self.graph.loose = Loose(self.parts, self.graph, unsaid).by_medium()

    def _is_of_unsaid_medium(self, joint: Joint) -> bool:
        return self.graph.medium_of[self.node_of_joint[joint.id]] == media.UNKNOWN

    def _doubt(self, node: int, doubt: Doubt) -> None:
        self.graph.doubts.setdefault(node, []).append(doubt)

    def _single_ends(self) -> None:
        """A pipe or a valve with one port, a junction with two: the file lost the other. An isolator with one, whose
        machine no property names: what it feeds is in no file."""
        graph = self.graph
        feeding = [devices.feeds_something(p.ifc_class, p.predefined_type) for p in graph.pieces]
        naming = {graph.tail[edge] for edge, reason in enumerate(graph.reason) if reason is Reason.NAMED}
        for node, count in Counter(self.node_of_joint.values()).items():
            if count < self._least_ends(node):
                self._doubt(node, Doubt.PORT_MISSING)
            if count == 1 and feeding[graph.piece_of[node]] and node not in naming:
                self._doubt(node, Doubt.FED_UNNAMED)
        drawn = set(self.node_of_joint.values())
        for piece, nodes in zip(graph.pieces, graph.nodes_of, strict=True):
            if piece.whole is not None:  # a breaker of a board: what it feeds would hang on ports of its own
                for node in sorted(set(nodes) - drawn):
                    self._doubt(node, Doubt.PORT_MISSING)

    def _least_ends(self, node: int) -> int:
        piece, family = self.graph.piece(node), media.family_of(self.graph.medium_of[node])
        return devices.least_ends(piece.ifc_class, piece.predefined_type, family)

    def _beside_another(self) -> set[Id]:
        """Open ports that lie within 10 cm of an open port of another element that may carry the same, or touch one."""
        cells = Cells(CLOSE, ((joint.at, joint) for joint in self.open if joint.at is not None))
        found: set[Id] = set()
        for joint in self.open:
            if joint.at is None:
                continue
            if any(self._may_be_joined(joint, other, apart) for apart, other in cells.near(joint.at)):
                found.add(joint.id)
                self._doubt(self.node_of_joint[joint.id], Doubt.MISSING_CONNECTION)
        return found

    def _may_be_joined(self, one: Joint, other: Joint, apart: float) -> bool:
        """Ends that touch may be, whatever they say: a direction or a medium may be what was exported wrong."""
        if one.piece == other.piece:
            return False
        if apart <= TOUCHING:
            return True
        if one.flow == other.flow and one.flow in ("SOURCE", "SINK"):
            return False
        here, there = (self.graph.medium_of[self.node_of_joint[end.id]] for end in (one, other))
        return media.agree(here, there)

    def _open_ends(self, beside: set[Id]) -> dict[str, set[int]]:
        """Open inlets of fed media, by medium. Something may come in at that of a drain: nobody knows what."""
        inlets: dict[str, set[int]] = defaultdict(set)
        for joint in self.open:
            node = self.node_of_joint[joint.id]
            kind = self.graph.kind(node)
            if joint.id in beside or kind is Kind.MESH:
                continue
            if joint.flow == "SINK" and kind is Kind.SINK_DRAINED:
                self._doubt(node, Doubt.OPEN_INLET)
            elif joint.flow == "SINK":
                inlets[self.graph.medium_of[node]].add(node)
            elif joint.flow != "SOURCE":
                self._doubt(node, Doubt.OPEN_EITHER_WAY)
        return inlets

    def _sure_sources(self, inlets: dict[str, set[int]], begun: set[int]) -> set[int]:
        """What makes something, and the one open inlet of a medium that nothing makes and that begins nowhere else.

        Of several any may be a connection that is missing; that of a tap brings nothing in.
        """
        graph = self.graph
        sure = self._said() | begun
        made = {graph.medium_of[node] for node in self._makers()}
        supposed: set[int] = set()
        for medium, nodes in inlets.items():
            making = {node for node in nodes if self._makes(node)}
            others = nodes - making - sure
            entries = {node for node in others if not self._is_fed_only(node)} or others
            elsewhere = medium in made or any(self.graph.medium_of[node] == medium for node in sure)
            if len(entries) == 1 and not elsewhere:
                sure |= entries
            supposed |= others - sure
            sure |= making
        for node in supposed:
            self._doubt(node, Doubt.OPEN_INLET)
        self.graph.supposed_sources = frozenset(supposed)
        return sure

    def _makers(self) -> set[int]:
        return {node for node in self._nodes_of(devices.MAKING_ANEW) if self._makes(node)}

    def _makes(self, node: int) -> bool:
        """A water heater takes cold water in, and makes none."""
        graph = self.graph
        made = devices.makes_anew(graph.piece(node).ifc_class, media.family_of(graph.medium_of[node]))
        return made and node not in self.ends

    def _is_fed_only(self, node: int) -> bool:
        graph = self.graph
        return devices.is_fed_only(graph.piece(node).ifc_class, media.family_of(graph.medium_of[node]))

    def _nodes_of(self, classes: Collection[str]) -> Iterator[int]:
        return chain.from_iterable(self._by_class[name] for name in sorted(classes) if name in self._by_class)

    @cached_property
    def _by_class(self) -> dict[str, list[int]]:
        """The nodes of the pieces of each class."""
        found: dict[str, list[int]] = defaultdict(list)
        for piece, nodes in zip(self.graph.pieces, self.graph.nodes_of, strict=True):
            found[piece.ifc_class] += nodes
        return found

    def _said(self) -> set[int]:
        return {node for piece in self.parts.sources for node in self.graph.nodes(piece)}

    def _first_and_last(self) -> tuple[set[int], set[int]]:
        """Nodes from which everything leaves, and nodes at which everything arrives, by the directions said."""
        graph = self.graph
        arriving, leaving = np.zeros(len(graph), bool), np.zeros(len(graph), bool)
        tail, head = np.array(graph.tail, np.int64), np.array(graph.head, np.int64)
        unsaid = np.array(graph.direction) != SAID
        leaving[tail] = arriving[head] = True
        leaving[head[unsaid]] = arriving[tail[unsaid]] = True
        open_in = {self.node_of_joint[joint.id] for joint in self.open if joint.flow != "SOURCE"}
        open_out = {self.node_of_joint[joint.id] for joint in self.open if joint.flow != "SINK"}
        starts = set(np.flatnonzero(leaving & ~arriving).tolist()) - open_in
        ends = set(np.flatnonzero(arriving & ~leaving).tolist()) - open_out
        return starts, ends

    def _beginning(self, starts: set[int]) -> set[int]:
        """Where fed networks begin without an inlet: at a grille, a tank."""
        graph = self.graph
        return {
            node
            for node in starts
            if graph.kind(node) is Kind.SOURCE_FED and graph.piece(node).ifc_class in devices.BEGINNING
        }

    def _lost_their_inlet(self, begun: set[int], sources: set[int]) -> None:
        """A board without any inlet may be where power begins, unless it begins elsewhere too: then nobody knows. So
        with what only hands on the warmth or the cold of something else."""
        graph = self.graph
        others: dict[str, set[int]] = defaultdict(set)
        for node in sources | graph.supposed_sources | self._makers():
            others[graph.medium_of[node]].add(node)
        for node in begun - self._said():
            medium = graph.medium_of[node]
            if media.goes_one_way(medium) and not self._makes(node) and others[medium] - {node}:
                self._doubt(node, Doubt.FEED_UNDRAWN)

    def _lead_to_nothing(self, beside: set[Id], sources: set[int]) -> None:
        """Runs of pipe, duct or cable whose last end is open: unless water comes out there, or the return of a circuit
        leaves by it that also comes in from outside."""
        graph = self.graph
        inlets = {self.node_of_joint[joint.id] for joint in self.open if joint.flow == "SINK"} & sources
        entering = {
            int(graph.network[node]) for node in inlets if graph.medium_of[node] in media.PUMPED_ELSEWHERE
        }
        for joint in self.open:
            node = self.node_of_joint[joint.id]
            if joint.id in beside or graph.drains[node] or not self._is_run(node):
                continue
            onward = graph.kind(node) is Kind.MESH or joint.flow == "SOURCE"
            if onward and int(graph.network[node]) not in entering and not self._is_spout(node):
                self._doubt(node, Doubt.OPEN_END)

    def _is_run(self, node: int) -> bool:
        piece = self.graph.piece(node)
        return devices.is_run(piece.ifc_class, piece.predefined_type)

    def _is_spout(self, node: int) -> bool:
        pieces = map(self.graph.piece, self.graph.near[node])
        return any(devices.is_drawn_off(piece.ifc_class, piece.predefined_type) for piece in pieces)

    def _making(self, sources: set[int]) -> set[int]:
        """In closed loops without any inlet, what makes the heat: boilers and chillers, else where it is handed over,
        else what stores it."""
        graph, network = self.graph, self.graph.network
        held = {int(network[node]) for node in sources | graph.supposed_sources}
        found: set[int] = set()
        for classes in (devices.MAKING_ANEW, {"IfcHeatExchanger"}, {"IfcTank"}):
            making = {node for node in self._nodes_of(classes) if self._may_make(node, held)}
            found |= making
            held |= {int(network[node]) for node in making}
        return found

    def _assumed(self, sources: set[int], beside: set[Id]) -> set[int]:
        """Where nothing says which way it flows, the one open end of a network comes nearest to a supply, unless it
        goes round a circuit."""
        graph = self.graph
        held = {int(graph.network[node]) for node in sources | graph.supposed_sources}
        ends: dict[int, set[int]] = defaultdict(set)
        for joint in self.open:
            node = self.node_of_joint[joint.id]
            if joint.id not in beside and joint.flow not in ("SOURCE", "SINK") and self._may_begin(node):
                ends[int(graph.network[node])].add(node)
        return {next(iter(nodes)) for n, nodes in ends.items() if n not in held and len(nodes) == 1}

    def _may_begin(self, node: int) -> bool:
        graph = self.graph
        fed = graph.kind(node) is Kind.SOURCE_FED and not self._is_fed_only(node)
        return fed and bool(graph.near[node]) and graph.medium_of[node] not in media.PUMPED_ELSEWHERE

    def _where_supply_may_come_in(self, making: set[int]) -> set[int]:
        """Instead of being made, in the networks of these: at open ends that do not say which way it goes."""
        graph = self.graph
        networks = {int(graph.network[node]) for node in making}
        return {
            node
            for node, doubts in graph.doubts.items()
            if Doubt.OPEN_EITHER_WAY in doubts and int(graph.network[node]) in networks
        }

    def _may_make(self, node: int, held: set[int]) -> bool:
        graph = self.graph
        return (
            int(graph.network[node]) not in held
            and bool(graph.near[node])
            and node not in self.ends
            and graph.kind(node) is Kind.SOURCE_FED
            and media.family_of(graph.medium_of[node]) not in ("electricity", "gas")
        )

    def _outlets(self, ends: set[int], beside: set[Id]) -> frozenset[int]:
        """Where what is drained ends. An open outlet beside such an end may be a connection that is missing."""
        graph = self.graph
        last = {node for node in ends if graph.drains[node]}
        open_ = {
            node
            for joint in self.open
            if joint.flow == "SOURCE"
            and joint.id not in beside
            and graph.drains[node := self.node_of_joint[joint.id]]
        }
        for node in open_:
            if len(open_) > 1 or any(graph.medium_of[node] == graph.medium_of[other] for other in last):
                self._doubt(node, Doubt.OPEN_OUTLET)
        return frozenset(last | open_)
