"""Parts become a graph. Cost is linear in what comes in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import compress

import numpy as np

from assets.networks import devices, media, mistaken
from assets.networks.adjacency import Adjacency, networks
from assets.networks.contradictions import Contradictions, Flows, doubt_directions, half_both_ways
from assets.networks.declaring import among, judge, where
from assets.networks.ends import Ends
from assets.networks.evidence import Doubt, Evidence, Reason
from assets.networks.graph import BLOCKS, CONDUCTS, EITHER_WAY, NOT_KNOWN, SAID, Graph, Rejected
from assets.networks.orienting import deduce
from assets.networks.parts import Added, Id, Joint, Parts
from assets.networks.unsaid import Unsaid


def build(parts: Parts) -> Graph:
    return _Building(parts).graph


class _Building:
    """One graph in the making."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.graph = Graph(pieces=parts.pieces)
        self.graph.ids = [piece.id for piece in parts.pieces]
        self.graph.number = {id_: place for place, id_ in enumerate(self.graph.ids)}
        self.graph.nodes_of = [[] for _ in parts.pieces]
        self.media = Unsaid(parts).media()
        self.node_at: dict[tuple[int, str], int] = {}
        self.node_of_joint: dict[Id, int] = {}
        self.joined: set[Id] = set()
        self.unsaid: list[int] = []  # edges that the file leaves without direction
        self.both_ways: list[int] = []  # and those that it says to be passed both ways
        self.misled: set[int] = set()  # nodes where a network may be joined to what it is not
        self.clashing: set[int] = set()  # nodes of connections between two ports that say the same direction
        self._joints()
        self._links()
        self._added()
        self._circuits()
        self._acting()
        self._devices()
        self._flows()
        ends = Ends(parts, self.graph, self.node_of_joint, self.joined)
        ends.find()
        self.misled |= ends.unsure
        self._needs()
        unsure = deduce(self.graph, self.unsaid, self.both_ways, ends.assumed)
        turned = Contradictions(parts, self.graph, self.flows).find(self.clashing)
        half = half_both_ways(self.graph, self.flows, self.both_ways)
        doubt_directions(self.graph, unsure | turned | half)
        self.graph.misled = frozenset(self.misled)
        self.graph.doubtful = np.array(list(self.graph.doubts), np.int32)
        self.graph.undrawn = frozenset(node for node, drawn in enumerate(self.graph.drawn) if not drawn)

    # ── nodes ────────────────────────────────────────────────────────────────

    def _node(self, piece: int, medium: str) -> int:
        node = self.node_at.get((piece, medium))
        return self._new_node(piece, medium) if node is None else node

    def _new_node(self, piece: int, medium: str) -> int:
        graph = self.graph
        node = self.node_at[piece, medium] = len(graph.piece_of)
        graph.piece_of.append(piece)
        graph.medium_of.append(medium)
        graph.nodes_of[piece].append(node)
        graph.drawn.append(0)
        return node

    def _joints(self) -> None:
        joints, number = self.parts.joints, self.graph.number
        self.carried = [self.media[joint.id] for joint in joints]
        self.held_by = [number.get(joint.piece, -1) for joint in joints]
        keys = list(zip(self.held_by, self.carried, strict=True))
        if several := self._of_several_words(dict.fromkeys(keys)):
            keys = [(piece, several.get(piece, {}).get(medium, medium)) for piece, medium in keys]
        for piece, medium in dict.fromkeys(keys):
            if piece >= 0:
                self._new_node(piece, medium)
        self.node_of_joint = {
            joint.id: self.node_at[key] for joint, key in zip(joints, keys, strict=True) if key[0] >= 0
        }
        self.flows = Flows(joints, [self.node_at.get(key, -1) for key in keys])
        self.graph.drawn[:] = bytes([1]) * len(self.graph.drawn)

    def _of_several_words(self, keys: Iterable[tuple[int, str]]) -> dict[int, dict[str, str]]:
        """Pipes whose ends say one fluid in several words, cold water and drinking water: of each medium the one that
        stands for it there."""
        said: dict[int, list[str]] = defaultdict(list)
        for piece, medium in keys:
            said[piece].append(medium)
        found: dict[int, dict[str, str]] = {}
        for piece, words in said.items():
            if len(words) > 1 and piece >= 0 and devices.passes_on(self.parts.pieces[piece].ifc_class):
                found[piece] = {
                    word: next(first for first in words if media.are_one(first, word)) for word in words
                }
        return found

    # ── edges ────────────────────────────────────────────────────────────────

    def _links(self) -> None:
        """Nothing but numbers is looked at one by one: a station has a hundred thousand of them."""
        graph, joints = self.graph, self.parts.joints
        if not self.parts.links:
            return
        nodes = self.flows.nodes
        points = where(joints)
        links = judge(self.parts.links, joints, points, nodes, np.array(self.held_by), self.carried)
        self.joined.update(joints[at].id for ends in (links.one, links.other) for at in ends.tolist())
        denied = among(links, joints, self.parts.denied)
        believed = (links.evidence != Evidence.X) & ~denied
        confirmed = {frozenset(a.ports) for a in self.parts.added if a.reason is Reason.CONFIRMED}
        for row in np.flatnonzero(~believed).tolist():
            one, other = joints[links.one[row]], joints[links.other[row]]
            if {one.id, other.id} not in confirmed:
                self._reject(one, other, Reason.REFUSED if denied[row] else links.reason[row])
                self._doubt_kind(nodes[links.one[row]], nodes[links.other[row]], links.reason[row])
        ones, others = links.one[believed], links.other[believed]
        graph.tail, graph.head = nodes[ones].tolist(), nodes[others].tolist()
        graph.evidence = links.evidence[believed].tolist()
        graph.reason = list(compress(links.reason, believed.tolist()))
        directed = links.directed[believed]
        graph.direction = np.where(directed, SAID, EITHER_WAY).tolist()
        both = self.flows.both_ways(ones, others) & ~directed
        self.unsaid, self.both_ways = (
            np.flatnonzero(~directed & ~both).tolist(),
            np.flatnonzero(both).tolist(),
        )
        self.clashing = self.flows.clashing(ones[~directed], others[~directed])
        for edge in np.flatnonzero(links.evidence[believed]).tolist():
            self._weak(edge)
        self._mistaken(points, ones, others)

    def _reject(self, one: Joint, other: Joint, reason: Reason) -> None:
        self.graph.rejected.append(Rejected(one.piece, other.piece, reason))
        for joint in (one, other):
            if (node := self.node_of_joint.get(joint.id)) is not None:
                self.graph.doubts.setdefault(node, []).append(Doubt.REJECTED_CONNECTION)

    def _doubt_kind(self, one: int, other: int, reason: Reason) -> None:
        """Where a fed network is joined to a drained one, one of them is said to be what it is not."""
        if reason is Reason.MEDIA_DIFFER and len({self.graph.kind(node) for node in (one, other)}) > 1:
            self.misled |= {int(one), int(other)}

    def _mistaken(self, points: np.ndarray, ones: np.ndarray, others: np.ndarray) -> None:
        """Connections that are believed, and lead to the wrong thing perhaps."""
        joints, owners = self.parts.joints, np.array(self.held_by)
        near = mistaken.wrong_neighbours(points, owners, self.carried, ones, others)
        twins = mistaken.drawn_twice(joints, self.parts.pieces, owners, ones, others)
        several = mistaken.of_several_media(self.parts, self.graph, self.flows.counted(len(self.graph)))
        told = [
            (Doubt.WRONG_NEIGHBOUR, {int(self.flows.nodes[end]) for end in near}),
            (Doubt.DRAWN_TWICE, {int(self.flows.nodes[end]) for end in twins}),
            (Doubt.MEDIUM_UNKNOWN, several),
        ]
        for doubt, found in told:
            self.misled |= found
            for node in sorted(found):
                self.graph.doubts.setdefault(node, []).append(doubt)
        for node in sorted(mistaken.mixed(self.graph)):
            self.graph.doubts.setdefault(node, []).append(Doubt.MEDIA_MIXED)

    def _edge(self, tail: int, head: int, evidence: Evidence, reason: Reason, *, directed: bool) -> int:
        graph = self.graph
        edge = len(graph.tail)
        graph.tail.append(tail)
        graph.head.append(head)
        graph.evidence.append(int(evidence))
        graph.reason.append(reason)
        graph.direction.append(SAID if directed else EITHER_WAY)
        if evidence:
            self._weak(edge)
        return edge

    def _weak(self, edge: int) -> None:
        graph = self.graph
        for end in (graph.tail[edge], graph.head[edge]):
            graph.weak_at.setdefault(end, []).append(edge)

    def _added(self) -> None:
        for added in self.parts.added:
            self._add(added)

    def _add(self, added: Added) -> None:
        number = self.graph.number
        if added.one not in number or added.other not in number or added.one == added.other:
            return
        if len(added.ports) == 2 and set(added.ports) <= self.node_of_joint.keys():
            tail, head = (self.node_of_joint[port] for port in added.ports)
        else:
            tail, head = (self._node(number[piece], added.medium) for piece in (added.one, added.other))
        self._edge(tail, head, added.evidence, added.reason, directed=added.directed)
        if added.evidence <= Evidence.C:
            self.joined.update(added.ports)

    # ── boards ───────────────────────────────────────────────────────────────

    def _circuits(self) -> None:
        """A breaker drawn inside a board, and what a circuit lists, where no port joins them to it."""
        graph = self.graph
        breakers = [
            piece
            for piece in self.parts.pieces
            if piece.ifc_class == "IfcProtectiveDevice" and piece.whole in graph.number
        ]
        circuits: dict[Id, list[Id]] = defaultdict(list)
        for member in self.parts.members:
            if member.circuit:
                circuits[member.system].append(member.piece)
        if not breakers and not circuits:
            return
        self.left, self.arrived = set(graph.tail), set(graph.head)
        pairs = list(zip(graph.tail, graph.head, strict=True))
        self.touching = {*pairs, *((head, tail) for tail, head in pairs)}
        for piece in breakers:
            self._inside(piece.whole, piece.id)
        for members in circuits.values():
            self._star(members)

    def _inside(self, board: Id, breaker: Id) -> None:
        number = self.graph.number
        here = self._node(number[breaker], media.POWER)
        there = self._node(number[board], media.POWER)
        if (here, there) in self.touching:
            return
        arriving = here in self.arrived
        ends = (breaker, board) if arriving else (board, breaker)
        self._add(Added(*ends, media.POWER, Evidence.C, Reason.PART_OF, directed=True))

    def _star(self, members: list[Id]) -> None:
        """From the one board of the circuit to whatever no port joins to anything."""
        number, pieces = self.graph.number, self.graph.pieces
        known = [member for member in dict.fromkeys(members) if member in number]
        boards = [m for m in known if pieces[number[m]].ifc_class == "IfcElectricDistributionBoard"]
        if len(boards) != 1:
            return
        for member in known:
            node = self._node(number[member], media.POWER)
            if member != boards[0] and node not in self.arrived | self.left:
                circuit = Added(
                    boards[0], member, media.POWER, Evidence.C, Reason.SAME_CIRCUIT, directed=True
                )
                self._add(circuit)

    def _acting(self) -> None:
        """What acts on something has a node even where it has no port: it may be asked what stops with it."""
        number = self.graph.number
        for need in self.parts.needs:
            if need.acts and need.needed in number and not self.graph.nodes_of[number[need.needed]]:
                self._node(number[need.needed], media.ACTS)

    # ── devices ──────────────────────────────────────────────────────────────

    def _devices(self) -> None:
        graph = self.graph
        size = len(graph)
        graph.stops, graph.isolates, graph.drains = bytearray(size), bytearray(size), bytearray(size)
        graph.position = bytearray([CONDUCTS]) * size
        self.devices = [devices.device_of(p.ifc_class, p.predefined_type) for p in self.parts.pieces]
        kindless = [devices.of_unsaid_kind(p.ifc_class, p.predefined_type) for p in self.parts.pieces]
        unsaid = np.array(
            [
                p.named_device or devices.may_be_a_device(p.ifc_class, p.predefined_type)
                for p in self.parts.pieces
            ],
            bool,
        )
        graph.kindless = np.flatnonzero(unsaid[np.array(graph.piece_of, np.int64)]).astype(np.int32)
        kinds = {medium: media.kind_of(medium) for medium in set(graph.medium_of)}
        for node, (place, medium) in enumerate(zip(graph.piece_of, graph.medium_of, strict=True)):
            graph.drains[node] = kinds[medium] is media.Kind.SINK_DRAINED
            if medium == media.UNKNOWN:
                graph.doubts.setdefault(node, []).append(Doubt.MEDIUM_UNKNOWN)
            device = self.devices[place]
            if device is None and (device := kindless[place]) is None:
                continue
            graph.stops[node], graph.isolates[node] = device.stops, device.isolates
            said = graph.pieces[place].conducts
            known = device.normally if said is None else said
            graph.position[node] = NOT_KNOWN if known is None else CONDUCTS if known else BLOCKS
        graph.shut = frozenset(node for node, known in enumerate(graph.position) if known == BLOCKS)
        graph.unknown = frozenset(node for node, known in enumerate(graph.position) if known == NOT_KNOWN)

    # ── directions ───────────────────────────────────────────────────────────

    def _flows(self) -> None:
        """Where supply may pass: both ways through pipes under pressure, one way in electricity, down a drain, round a
        circuit that a pump moves, and through what lets nothing back."""
        graph = self.graph
        size = len(graph)
        tail, head = np.array(graph.tail, np.int32), np.array(graph.head, np.int32)
        edge = np.arange(len(tail), dtype=np.int32)
        graph.near = Adjacency(size, np.append(tail, head), np.append(head, tail), np.append(edge, edge))
        graph.network = networks(size, tail, head)
        kept = np.frombuffer(graph.drains, np.uint8).astype(bool)
        kept |= np.array([media.goes_one_way(medium) for medium in graph.medium_of], bool)
        one_way = np.zeros(size, bool)
        one_way[self._one_way()] = True
        back = ~((np.array(graph.direction) == SAID) & (kept[tail] | one_way[tail] | one_way[head]))
        ends = (np.append(tail, head[back]), np.append(head, tail[back]), np.append(edge, edge[back]))
        graph.onward = Adjacency(size, *ends)
        graph.backward = Adjacency(size, ends[1], ends[0], ends[2])

    def _one_way(self) -> list[int]:
        graph = self.graph
        found = [
            node
            for node, place in enumerate(graph.piece_of)
            if (device := self.devices[place]) is not None and device.one_way
        ]
        for node in found:
            if any(graph.direction[edge] != SAID for edge in graph.near.edges(node)):
                graph.doubts.setdefault(node, []).append(Doubt.ONE_WAY_UNSAID)
        return found

    # ── what depends on what ─────────────────────────────────────────────────

    def _needs(self) -> None:
        """Power → whatever it drives; and what the parts say beyond that."""
        graph = self.graph
        for place, nodes in enumerate(graph.nodes_of):
            if len(nodes) > 1 and graph.pieces[place].ifc_class in devices.DRIVEN:
                drivers = [n for n in nodes if media.family_of(graph.medium_of[n]) in ("electricity", "gas")]
                driven = [n for n in nodes if n not in drivers and not self._only_passes(n)]
                for driver in drivers:
                    graph.waiting.setdefault(driver, []).extend(driven)
        self._conversions()
        for need in self.parts.needs:
            dependents = graph.acted_on if need.acts else graph.waiting
            for node in graph.nodes(need.needed, need.needed_medium):
                waiting = graph.nodes(need.dependent, need.dependent_medium)
                dependents.setdefault(node, []).extend(n for n in waiting if n != node)

    def _conversions(self) -> None:
        """What begins in a machine is made of what comes in there: hot water of cold, heat of heat."""
        graph = self.graph
        for node in graph.sources:
            if graph.piece(node).ifc_class in devices.CONVERTING:
                for other in graph.nodes_of[graph.piece_of[node]]:
                    if other not in graph.sources and self._feeds(other):
                        graph.waiting.setdefault(other, []).append(node)

    def _feeds(self, node: int) -> bool:
        return self.graph.kind(node) is media.Kind.SOURCE_FED and bool(self.graph.near[node])

    def _only_passes(self, node: int) -> bool:
        """Hot and chilled water go through an air handling unit that stands still: pumps elsewhere move them."""
        graph = self.graph
        is_unit = graph.piece(node).ifc_class == "IfcUnitaryEquipment"
        return is_unit and graph.medium_of[node] in media.PUMPED_ELSEWHERE
