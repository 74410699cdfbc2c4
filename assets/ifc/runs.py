"""Runs: the pipe, duct or cable between two devices or junctions, drawn as many pieces and called one thing.

pump ══ pipe ══ bend ══ pipe ══ tee ══ pipe ══ valve
        └──────── a run ─────┘        └ a run ┘
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from assets.ifc import classes
from assets.ifc.records import ElementRecord, FileRecords

# What carries, by the class people mean, when ports say nothing.
_CARRIERS = (
    ("IfcPipe", "PIPE"),
    ("IfcDuct", "DUCT"),
    ("IfcCableCarrier", "CABLECARRIER"),
    ("IfcCable", "CABLE"),
    ("IfcJunctionBox", "CABLE"),
    ("IfcConveyor", "CONVEYING"),
)


@dataclass(frozen=True, slots=True)
class Run:
    """A maximal chain of segments and two-port fittings.

    `members` are STEP ids in order, downstream when the file says a direction. `medium` is what the ports say they
    carry (DOMESTICCOLDWATER …), else the system, else the carrier (PIPE, DUCT, CABLE …), else empty.
    """

    members: tuple[int, ...]
    system: int | None
    medium: str


def find_runs(records: FileRecords) -> list[Run]:
    """Return every run, ordered by its first member. Each segment is in exactly one; junctions are in none."""
    network = _Network(records)
    runs = [network.run(chain) for chain in network.chains()]
    return sorted(runs, key=lambda run: min(run.members))


class _Network:
    """What touches what among the pieces of one file."""

    def __init__(self, records: FileRecords) -> None:
        self.pieces = {one.step_id: one for one in records.elements if _is_piece(one)}
        self.ports: Counter[int] = Counter()
        self.media: dict[int, str] = {}
        self.neighbours: dict[int, list[int]] = defaultdict(list)
        self.downstream: set[tuple[int, int]] = set()
        self.systems: dict[int, list[int]] = defaultdict(list)
        self.system_types = {one.step_id: one.predefined_type for one in records.systems}
        self._read(records)

    def _read(self, records: FileRecords) -> None:
        for port in records.ports:
            if port.element is not None:
                self.ports[port.element] += 1
                if port.system_type and port.element not in self.media:
                    self.media[port.element] = port.system_type
        for connection in records.connections:
            one, other = connection.from_element, connection.to_element
            if one is None or other is None or one == other:
                continue
            self.neighbours[one].append(other)
            self.neighbours[other].append(one)
            if connection.directed:
                self.downstream.add((one, other))
        for system in records.systems:
            for member in system.members:
                self.systems[member].append(system.step_id)

    def chains(self) -> Iterator[list[int]]:
        """Give each chain once, from one end to the other; a closed loop starts at its first piece."""
        seen: set[int] = set()
        for ends_only in (True, False):
            for step in sorted(self.pieces):
                if step in seen or not self._belongs(step):
                    continue
                if ends_only and len(self._links(step)) > 1:
                    continue
                chain = self._walk(step)
                seen.update(chain)
                yield chain

    def run(self, chain: list[int]) -> Run:
        """Turn the chain downstream and say whose it is."""
        along = sum(pair in self.downstream for pair in pairwise(chain))
        against = sum(pair in self.downstream for pair in pairwise(chain[::-1]))
        members = tuple(reversed(chain)) if against > along else tuple(chain)
        system = self._system(members)
        return Run(members, system, self._medium(members, system))

    def _belongs(self, step: int) -> bool:
        """Segments always make a run; a fitting only when it joins two things and no more."""
        return _is_segment(self.pieces[step]) or (self.ports[step] > 0 and not self._branches(step))

    def _branches(self, step: int) -> bool:
        return self.ports[step] > 2 or len(self.neighbours[step]) > 2

    def _links(self, step: int) -> list[int]:
        """Return the pieces this one continues in."""
        if self._branches(step):
            return []
        return [other for other in dict.fromkeys(self.neighbours[step]) if self._continues(step, other)]

    def _continues(self, one: int, other: int) -> bool:
        if other not in self.pieces or self._branches(other):
            return False
        if _carrier(self.pieces[one]) != _carrier(self.pieces[other]):
            return False
        here, there = self.systems.get(one), self.systems.get(other)
        return not here or not there or not set(here).isdisjoint(there)

    def _walk(self, start: int) -> list[int]:
        chain, here = [start], start
        seen = {start}
        while True:
            onward = [step for step in self._links(here) if step not in seen]
            if not onward:
                return chain
            here = onward[0]
            seen.add(here)
            chain.append(here)

    def _system(self, members: tuple[int, ...]) -> int | None:
        counted = Counter(system for member in members for system in self.systems.get(member, ()))
        return min(counted, key=lambda system: (-counted[system], system)) if counted else None

    def _medium(self, members: tuple[int, ...], system: int | None) -> str:
        said = Counter(self.media[member] for member in members if member in self.media)
        if said:
            return said.most_common(1)[0][0]
        return self.system_types.get(system or 0) or _carrier(self.pieces[members[0]])


def _is_piece(element: ElementRecord) -> bool:
    return classes.layer_of(element.resolved_class) == "network_run"


def _is_segment(element: ElementRecord) -> bool:
    return element.resolved_class.endswith("Segment")


def _carrier(element: ElementRecord) -> str:
    return next((word for start, word in _CARRIERS if element.resolved_class.startswith(start)), "")
