"""What hangs on nothing although something must feed it: wherever it belongs, an answer lacks it.

A lamp whose port an export forgot leaves no trace in the lamp before it. So as long as one such thing is left in a
medium, no answer in that medium is certain.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

import numpy as np

from assets.networks import devices, media
from assets.networks.evidence import Doubt
from assets.networks.graph import Graph
from assets.networks.media import Kind
from assets.networks.parts import Id, Parts

_LOOSE = frozenset({Doubt.PORT_MISSING, Doubt.FEED_UNDRAWN, Doubt.OPEN_OUTLET})
_EXPLAINED = frozenset({Doubt.MISSING_CONNECTION, Doubt.REJECTED_CONNECTION})


class Loose:
    """Finds the pieces, by medium. `unsaid` have an open end that carries nobody knows which of their systems."""

    def __init__(self, parts: Parts, graph: Graph, unsaid: Collection[Id | None]) -> None:
        self.parts, self.graph, self.unsaid = parts, graph, unsaid

    def by_medium(self) -> dict[str, tuple[Id, ...]]:
        found: dict[str, dict[Id, None]] = defaultdict(dict)
        for node, doubts in self.graph.doubts.items():
            # what may drain into an open inlet is loose itself
            unfed = Doubt.OPEN_INLET in doubts and not self.graph.drains[node]
            if unfed or not _LOOSE.isdisjoint(doubts):
                found[self.graph.medium_of[node]][self.graph.piece(node).id] = None
        for node in self._unfed():
            found[self.graph.medium_of[node]][self.graph.piece(node).id] = None
        for piece, medium in self._without_port():
            found[medium][piece] = None
        for member in self.parts.members:
            if member.piece in self.unsaid and member.medium != media.UNKNOWN:
                found[member.medium][member.piece] = None
        return {medium: tuple(pieces) for medium, pieces in found.items()}

    def _unfed(self) -> list[int]:
        """First nodes of networks that nothing feeds, unless an open end there shows what is missing."""
        graph = self.graph
        sources = np.array([*graph.sources, *graph.supposed_sources], np.int32)
        unfed = np.flatnonzero(~np.isin(graph.network, graph.network[sources])).tolist()
        fed = [
            node
            for node in unfed
            if graph.kind(node) is Kind.SOURCE_FED and graph.medium_of[node] != media.UNKNOWN
        ]
        explained = {
            int(graph.network[node])
            for node, doubts in graph.doubts.items()
            if not _EXPLAINED.isdisjoint(doubts)
        }
        first = [node for node in fed if not graph.backward[node]]
        begun = {int(graph.network[node]) for node in first}
        # where water may flow either way, nothing is first
        further = {int(graph.network[node]): node for node in reversed(fed)}
        others = [node for network, node in further.items() if network not in begun | explained]
        return [node for node in first if _EXPLAINED.isdisjoint(graph.doubts.get(node, ()))] + sorted(others)

    def _without_port(self) -> list[tuple[Id, str]]:
        """Members of a system that have no port in its medium, though such things have one."""
        graph = self.graph
        found = []
        for member in self.parts.members:
            place = graph.number.get(member.piece)
            if place is None or member.medium == media.UNKNOWN:
                continue
            held = [graph.medium_of[node] for node in graph.nodes_of[place]]
            if member.medium in held:
                continue
            if not devices.needs_port(graph.pieces[place].ifc_class, media.family_of(member.medium)):
                continue
            if not any(media.agree(member.medium, medium) for medium in held):
                found.append((member.piece, member.medium))
        return found
