"""The medium of ports that do not say it: from the port they are joined to, the system, or the rest of the pipe."""

from __future__ import annotations

from collections import defaultdict

from assets.networks import devices
from assets.networks.evidence import Evidence
from assets.networks.media import UNKNOWN
from assets.networks.parts import Id, Parts


class Unsaid:
    """Media of all ports of a station."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.said: dict[Id, str] = {joint.id: joint.medium for joint in parts.joints}

    def media(self) -> dict[Id, str]:
        """{port: medium}, `UNKNOWN` where nothing tells."""
        if UNKNOWN in self.said.values():
            self._by_system()
            self._by_neighbour()
        return self.said

    def _by_system(self) -> None:
        """Of an element whose systems all carry one medium."""
        carried: dict[Id, set[str]] = defaultdict(set)
        for member in self.parts.members:
            carried[member.piece].add(member.medium)
        for joint in self.parts.joints:
            if self.said[joint.id] == UNKNOWN and len(media := carried.get(joint.piece or "", set())) == 1:
                self.said[joint.id] = next(iter(media))

    def _by_neighbour(self) -> None:
        """Across connections, and along what carries the same at all its ends."""
        beside: dict[Id, list[Id]] = defaultdict(list)
        for link in self.parts.links:
            beside[link.one].append(link.other)
            beside[link.other].append(link.one)
        for added in self.parts.added:
            if len(added.ports) == 2 and added.evidence <= Evidence.C:
                one, other = added.ports
                beside[one].append(other)
                beside[other].append(one)
        classes = {piece.id: piece.ifc_class for piece in self.parts.pieces}
        ends: dict[Id, list[Id]] = defaultdict(list)
        for joint in self.parts.joints:
            if joint.piece is not None and devices.passes_on(classes.get(joint.piece, "")):
                ends[joint.piece].append(joint.id)
        same = {end: members for members in ends.values() for end in members}
        known = [end for end, medium in self.said.items() if medium != UNKNOWN]
        for end in known:
            for other in (*beside.get(end, ()), *same.get(end, ())):
                if self.said.get(other) == UNKNOWN:
                    self.said[other] = self.said[end]
                    known.append(other)
