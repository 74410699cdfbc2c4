"""
The networks of the book as a graph, for the truth file only: what feeds what, who loses service, isolating sets, rooms.

A node is (thing, medium), so that nothing jumps from water to air inside an air handling unit.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable
from functools import cached_property
from typing import Any

from ifc_samples.station.book import Book, Item, Port, System

Node = tuple[Item, str]
SAFE = {
    "IfcValve": ("ISOLATING", "STOPCOCK"),
    "IfcProtectiveDevice": ("CIRCUITBREAKER",),
    "IfcSwitchingDevice": ("SWITCHDISCONNECTOR",),
}
CARRIED_AWAY = ("DRAINAGE", "EXHAUST", "tray")  # an open inlet of these brings no supply
DRAINED = ("DRAINAGE", "EXHAUST")
CIRCUITS = ("HEATING", "CHILLEDWATER")  # the return feeds nobody
ONE_WAY = ("CHECK",)
DRIVEN = ("IfcPump", "IfcFan", "IfcUnitaryEquipment", "IfcChiller")  # do nothing without electricity
ACTING = ("IfcController", "IfcActuator")
TERMINALS = (
    "IfcLightFixture",
    "IfcOutlet",
    "IfcSwitchingDevice",
    "IfcAirTerminal",
    "IfcSanitaryTerminal",
    "IfcFireSuppressionTerminal",
)


def medium(port: Port) -> str:
    """What flows: power is one medium whether it lights or drives; a tray carries nothing."""
    if port.plan.medium == "CABLE":
        return "power"
    return port.plan.carries if port.plan.medium != "CABLECARRIER" else "tray"


class Network:
    """Neighbours of every node, with and without direction."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.by_code = {item.code: item for item in book.items if item.code}
        self.next: dict[Node, list[Node]] = defaultdict(list)
        self.near: dict[Node, list[Node]] = defaultdict(list)
        for source, sink in book.connections:
            a, b = (source.item, medium(source)), (sink.item, medium(sink))
            self.next[a].append(b)
            if _both_ways(source, sink):
                self.next[b].append(a)
            self.near[a].append(b)
            self.near[b].append(a)
        self.sources = {
            (item, medium(port))
            for item in book.items
            for port in item.ports
            if not port.peers and port.plan.flow == "SINK" and medium(port) not in CARRIED_AWAY
        }
        self.before: dict[Node, list[Node]] = defaultdict(list)
        for node, after in list(self.next.items()):
            for other in after:
                self.before[other].append(node)
        self.starts = {node for node in list(self.near) if self.next[node] and not self.before[node]}
        self.inlets = {node for node in self.starts if node[1] in DRAINED}
        self.outlets = {
            node
            for node in list(self.near)
            if node[1] in DRAINED and (not self.next[node] or _is_open(node, "SOURCE"))
        }
        self.begins = self.sources | {
            node
            for node in list(self.near)
            if (node in self.starts and node[1] == "VENTILATION") or node[0].ifc == "IfcChiller"
        }

    # ── edges ────────────────────────────────────────────────────────────────

    def edges_of(self, system: System) -> list[tuple[Port, Port, bool]]:
        """Connections whose system this is: the one both ends share, else the sink's."""
        return [(a, b, _both_ways(a, b)) for a, b in self._by_system[system.global_id]]

    @property
    def _by_system(self) -> dict[str, list[tuple[Port, Port]]]:
        if not hasattr(self, "_gathered"):
            self._gathered: dict[str, list[tuple[Port, Port]]] = defaultdict(list)
            for a, b in self.book.connections:
                shared = [system for system in b.item.systems if system in a.item.systems]
                for system in shared or b.item.systems[:1]:
                    self._gathered[system.global_id].append((a, b))
        return self._gathered

    def feeds(self, edges: list[tuple[Port, Port, bool]]) -> list[list[str]]:
        """From code to code along these edges, through what has no code."""
        after: dict[Item, list[Item]] = defaultdict(list)
        for a, b, both in edges:
            after[a.item].append(b.item)
            if both:
                after[b.item].append(a.item)
        found = set()
        for start in [item for item in after if item.code]:
            found |= {(start.code, code) for code in _next_codes(start, after)}
        return sorted([str(a), str(b)] for a, b in found)

    # ── isolation (nearest devices) ──────────────────────────────────────────

    def isolation(self, code: str) -> dict[str, Any]:
        """The nearest safe devices to shut so that no source reaches the thing, and what else loses supply."""
        devices, lost, complete = self.isolating(self.by_code[code])
        return {
            "devices": sorted(str(device.code) for device in devices),
            "complete": complete,
            "lost": sorted(thing.code for thing in lost if thing.code),
        }

    def isolating(self, item: Item) -> tuple[set[Item], set[Item], bool]:
        """Devices, what else loses supply, and whether it can be done here at all."""
        segment, frontier = self._segment(item)
        pushing = self.begins | self.inlets
        if segment & pushing:
            return set(), set(), False
        live = self.reach(pushing, blocked=frontier | segment)
        need = {device for device in frontier if any(node in live for node in self.near[device])}
        shut = need | {node for node in segment if node[0] is item}
        lost = {node[0] for node in self.whole_supply - self.supplied(shut)}
        devices = {device for device, _ in need}
        return devices, lost - {item} - devices, True

    def _segment(self, item: Item) -> tuple[set[Node], set[Node]]:
        start = [node for node in self.near if node[0] is item]
        start = [node for node in start if node[1] not in DRAINED] or start
        segment, frontier, queue = set(start), set(), deque(start)
        while queue:
            for node in self.near[queue.popleft()]:
                if node in segment or node in frontier:
                    continue
                if _is_safe(node[0]):
                    frontier.add(node)
                else:
                    segment.add(node)
                    queue.append(node)
        return segment, frontier

    def reach(self, start: set[Node], *, blocked: set[Node]) -> set[Node]:
        seen = {node for node in start if node not in blocked}
        queue = deque(seen)
        while queue:
            for node in self.near[queue.popleft()]:
                if node not in seen and node not in blocked:
                    seen.add(node)
                    queue.append(node)
        return seen

    # ── supply ───────────────────────────────────────────────────────────────

    @cached_property
    def whole_supply(self) -> set[Node]:
        return self.supplied(set())

    def supplied(self, blocked: set[Node]) -> set[Node]:
        """Fed: reached from where it begins. Drained: able to reach an outlet."""
        fed = _walk(self.begins, blocked, self._onward)
        drained = _walk(self.outlets, blocked, lambda node: self.before[node])
        return {node for node in fed if node[1] not in DRAINED} | drained

    def _onward(self, node: Node) -> list[Node]:
        """Electricity, what pumps move round a circuit and check valves let pass one way; water under pressure finds
        its way through pipes whatever was drawn."""
        if node[1] in ("power", *CIRCUITS):
            return self.next[node]
        one_way = [other for other in self.before[node] if _is_one_way(node[0]) or _is_one_way(other[0])]
        return [*self.next[node], *(other for other in self.before[node] if other not in one_way)]

    def upstream(self, item: Item) -> set[Item]:
        """Everything from which something flows into the thing."""
        start = {node for node in list(self.near) if node[0] is item}
        return {node[0] for node in _walk(start, set(), lambda node: self.before[node])} - {item}

    def downstream(self, item: Item) -> set[Item]:
        """Everything into which something flows from the thing, with the machines that its electricity reaches."""
        start = {node for node in list(self.near) if node[0] is item}
        reached = _walk(start, set(), lambda node: self.next[node])
        fed = {machine for supply, machine in self._across() if (supply, "power") in reached}
        return ({node[0] for node in reached} | fed) - {item}

    def impact(self, item: Item) -> set[Item]:
        """Everything that loses supply when the thing fails, with the machines that lose their electricity."""
        gone = {node for node in list(self.near) if node[0] is item}
        before = self.whole_supply
        stopped: set[Item] = set()
        dead: set[Node] = set()
        while True:
            lost = before - self.supplied(gone | dead)
            found = {m for supply, m in self._across() if supply is item or (supply, "power") in lost}
            acted = self._acted_on({item, *stopped})
            if found | acted <= stopped:
                return ({node[0] for node in lost | dead} | stopped) - {item}
            stopped |= found | acted
            dead |= {
                node
                for node in list(self.near)
                if node[0] in acted or (node[0] in stopped and _is_driven(node))
            }

    def _acted_on(self, acting: set[Item]) -> set[Item]:
        """What these act on; what only watches or tells stops nothing."""
        return {thing for control, thing in self.book.controls if control in acting and control.ifc in ACTING}

    def _across(self) -> list[tuple[Item, Item]]:
        told = [(item, item.psets.get("GC_Alimentation")) for item in self.book.items]
        return [(item, self.by_code[said["EquipementAlimente"].value]) for item, said in told if said]

    # ── rooms ────────────────────────────────────────────────────────────────

    def served_rooms(self, code: str) -> dict[str, list[str]]:
        """Rooms of the terminals downstream of a thing (air: what it blows; not what it takes)."""
        item = self.by_code[code]
        seen = {node for node in self.near if node[0] is item}
        queue = deque(seen)
        while queue:
            for node in self.next[queue.popleft()]:
                if node not in seen:
                    seen.add(node)
                    queue.append(node)
        terminals = [node[0] for node in seen if node[0].ifc in TERMINALS and node[0] is not item]
        rooms = {terminal.room.number for terminal in terminals if terminal.room}
        return {"rooms": sorted(rooms), "terminals": sorted(str(terminal.code) for terminal in terminals)}


def _both_ways(a: Port, b: Port) -> bool:
    return a.plan.flow == "SOURCEANDSINK" and b.plan.flow == "SOURCEANDSINK"


def _is_driven(node: Node) -> bool:
    """Without electricity an air handling unit moves no air; its hot and chilled water go on."""
    item, carried = node
    return item.ifc in DRIVEN and not (item.ifc == "IfcUnitaryEquipment" and carried in CIRCUITS)


def _is_one_way(item: Item) -> bool:
    return item.ifc == "IfcValve" and item.kind is not None and item.kind.predefined in ONE_WAY


def _is_open(node: Node, flow: str) -> bool:
    return any(not p.peers and p.plan.flow == flow and medium(p) == node[1] for p in node[0].ports)


def _walk(start: set[Node], blocked: set[Node], onward: Callable[[Node], list[Node]]) -> set[Node]:
    seen = {node for node in start if node not in blocked}
    queue = deque(seen)
    while queue:
        for node in onward(queue.popleft()):
            if node not in seen and node not in blocked:
                seen.add(node)
                queue.append(node)
    return seen


def _is_safe(item: Item) -> bool:
    return item.kind is not None and item.kind.predefined in SAFE.get(item.ifc, ())


def _next_codes(start: Item, after: dict[Item, list[Item]]) -> set[str]:
    seen, queue, codes = {start}, deque([start]), set()
    while queue:
        for item in after[queue.popleft()]:
            if item in seen:
                continue
            seen.add(item)
            if item.code:
                codes.add(item.code)
            else:
                queue.append(item)
    return codes
