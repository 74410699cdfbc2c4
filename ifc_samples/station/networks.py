"""
The networks of the book as a graph, for the truth file only: what feeds what, isolating sets, rooms served.

A node is (thing, medium), so that nothing jumps from water to air inside an air handling unit.
"""

from __future__ import annotations

from collections import defaultdict, deque
from typing import Any

from ifc_samples.station.book import Book, Item, Port, System

Node = tuple[Item, str]
SAFE = {
    "IfcValve": ("ISOLATING", "STOPCOCK"),
    "IfcProtectiveDevice": ("CIRCUITBREAKER",),
    "IfcSwitchingDevice": ("SWITCHDISCONNECTOR",),
}
CARRIED_AWAY = ("DRAINAGE", "EXHAUST", "tray")  # an open inlet of these brings no supply
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
        item = self.by_code[code]
        segment, frontier = self._segment(item)
        if segment & self.sources:
            return {"devices": [], "complete": False, "lost": []}
        live = self.reach(self.sources, blocked=frontier | segment)
        need = {device for device in frontier if any(node in live for node in self.near[device])}
        before = self.reach(self.sources, blocked=set())
        after = self.reach(self.sources, blocked=need | {node for node in segment if node[0] is item})
        lost = {node[0].code for node in before - after if node[0].code} - {code} - {d[0].code for d in need}
        return {
            "devices": sorted(str(d[0].code) for d in need),
            "complete": True,
            "lost": sorted(str(c) for c in lost),
        }

    def _segment(self, item: Item) -> tuple[set[Node], set[Node]]:
        start = [node for node in self.near if node[0] is item]
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
