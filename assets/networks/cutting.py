"""The fewest (or cheapest) devices to shut: a minimum cut between the supplies and the thing.

Everything between devices is one segment, so the network that is cut has as many vertices as there are segments and
devices, whatever the number of pipes. Flow is pushed from the thing's side, so of equal cuts the nearest is found.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Mapping
from math import inf

import numpy as np

from assets.networks.adjacency import networks
from assets.networks.graph import Graph
from assets.networks.isolating import supplies


def fewest(
    graph: Graph,
    wanted: Collection[int],
    shut: Collection[int] = (),
    *,
    stuck: Collection[int] = (),
    costs: Mapping[int, float] | None = None,
) -> frozenset[int] | None:
    """Devices whose costs (1 each, unless told) sum to the least; None when the thing cannot be cut off."""
    return _Cut(graph, set(wanted), set(shut) - set(wanted), set(stuck), costs or {}).devices()


class _Cut:
    """Vertices: ("in" and "out" of) each device, and each segment. Capacities lie on the devices alone."""

    def __init__(
        self, graph: Graph, wanted: set[int], shut: set[int], stuck: set[int], costs: Mapping[int, float]
    ) -> None:
        self.graph, self.wanted, self.shut = graph, wanted, shut
        cuttable = np.flatnonzero(np.frombuffer(graph.isolates, np.uint8)).tolist()
        self.price = {n: costs.get(n, 1.0) for n in cuttable if n not in stuck | wanted | shut}
        self.segment = self._segments()
        self.capacity: dict[int, dict[int, float]] = defaultdict(dict)
        self._connect()

    def devices(self) -> frozenset[int] | None:
        reached = self._push(
            self._from(self.wanted), self._from(supplies(self.graph, self.wanted) - self.shut)
        )
        if reached is None:
            return None
        return frozenset(d for d in self.price if 2 * d in reached and 2 * d + 1 not in reached)

    # A device d is the vertices 2d (nearer to the thing) and 2d + 1; a segment the vertex 2s of its first node.

    def _segments(self) -> list[int]:
        """The first node of the segment of each node; devices and what is shut stand alone."""
        graph = self.graph
        alone = np.zeros(len(graph), bool)
        alone[[*self.price, *self.shut]] = True
        tail, head = np.array(graph.tail, np.int32), np.array(graph.head, np.int32)
        within = ~(alone[tail] | alone[head])
        return networks(len(graph), tail[within], head[within]).tolist()

    def _connect(self) -> None:
        for device, price in self.price.items():
            self.capacity[2 * device][2 * device + 1] = price
            self.capacity[2 * device + 1].setdefault(2 * device, 0.0)
            for other in self.graph.near[device]:
                if other in self.price:
                    self._join(2 * device + 1, 2 * other)
                elif other not in self.shut:
                    vertex = 2 * self.segment[other]
                    self._join(2 * device + 1, vertex)
                    self._join(vertex, 2 * device)

    def _join(self, one: int, other: int) -> None:
        self.capacity[one][other] = inf
        self.capacity[other].setdefault(one, 0.0)

    def _from(self, nodes: Collection[int]) -> set[int]:
        """The vertices of these nodes; a device among the supplies is where supply enters, behind itself."""
        devices = {2 * node + 1 for node in nodes if node in self.price}
        others = {node for node in nodes if node not in self.price and node not in self.shut}
        return devices | {2 * self.segment[node] for node in others}

    def _push(self, start: set[int], end: set[int]) -> set[int] | None:
        """Push until nothing goes through any more; what is reached then, or None when it never stops."""
        if start & end:
            return None
        while True:
            before: dict[int, int] = dict.fromkeys(start, -1)
            queue = deque(start)
            met = None
            while queue and met is None:
                vertex = queue.popleft()
                for other, left in self.capacity[vertex].items():
                    if left > 0 and other not in before:
                        before[other] = vertex
                        if other in end:
                            met = other
                            break
                        queue.append(other)
            if met is None:
                return set(before)
            if not self._augment(before, met):
                return None

    def _augment(self, before: Mapping[int, int], end: int) -> bool:
        """Send as much as the way takes; False when that is without limit."""
        way = []
        while before[end] != -1:
            way.append((before[end], end))
            end = before[end]
        most = min(self.capacity[a][b] for a, b in way)
        if most == inf:
            return False
        for a, b in way:
            self.capacity[a][b] -= most
            self.capacity[b][a] += most
        return True
