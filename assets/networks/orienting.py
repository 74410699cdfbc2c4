"""Directions that no file says, where only one is possible: on an edge without which one side has no supply.

`ahead` and `behind` hold the directions said and deduced; what lies on a loop without direction goes both ways. A
deduced direction is sure where nothing further on is open: another supply might come in there.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from assets.networks import media
from assets.networks.adjacency import Adjacency
from assets.networks.evidence import JOINED_WRONG, OPEN
from assets.networks.graph import DEDUCED, EITHER_WAY, Graph
from assets.networks.media import Kind

_BROKEN = OPEN | JOINED_WRONG  # a loop may have been whole there


def deduce(
    graph: Graph, unsaid: Iterable[int], both_ways: Iterable[int] = (), assumed: Iterable[int] = ()
) -> set[int]:
    """Turn the edges of which no direction is said, and those said to go both ways that cannot. From sources that are
    only `assumed`, no direction is sure.

    Returns the nodes where the direction stays unknown, or is not sure.
    """
    orienting = _Orienting(graph, set(unsaid), set(both_ways), set(assumed))
    orienting.carry_out()
    tail, head = np.array(graph.tail, np.int32), np.array(graph.head, np.int32)
    edge = np.arange(len(tail), dtype=np.int32)
    both = np.array(graph.direction) == EITHER_WAY
    ends = (np.append(tail, head[both]), np.append(head, tail[both]), np.append(edge, edge[both]))
    graph.ahead = Adjacency(len(graph), *ends)
    graph.behind = Adjacency(len(graph), ends[1], ends[0], ends[2])
    return {node for edge in orienting.unsure for node in (graph.tail[edge], graph.head[edge])}


class _Orienting:
    """`unsure` are the edges whose direction is not known for certain, at the end of all."""

    def __init__(self, graph: Graph, unsaid: set[int], both_ways: set[int], assumed: set[int]) -> None:
        self.assumed = assumed
        self.graph = graph
        self.undirected = unsaid | both_ways
        # Electricity, circuits and drains go one way whatever is said; water may go both ways around a loop.
        self.unsure = unsaid | {edge for edge in both_ways if self._goes_one_way(graph.tail[edge])}

    def _goes_one_way(self, node: int) -> bool:
        return bool(self.graph.drains[node]) or media.goes_one_way(self.graph.medium_of[node])

    def carry_out(self) -> None:
        """Depth first from all anchors at once; an edge of the tree that nothing goes around is a bridge (Tarjan)."""
        if not self.undirected:
            return
        graph = self.graph
        first, others, edges = (
            ways.tolist() for ways in (graph.near.first, graph.near.flat, graph.near.edge)
        )
        anchors = [n for n in (*graph.sources, *graph.outlets, *self.assumed) if graph.near[n]]
        anchored = set(anchors)
        low, order, met = [0] * len(graph), [0] * len(graph), 0
        following = first[:-1].copy()  # the next way of each node to be tried
        open_ = {
            n for n, doubts in graph.doubts.items() if not _BROKEN.isdisjoint(doubts)
        }  # there or further on
        for root in anchors:
            if order[root]:
                continue
            met += 1
            order[root] = low[root] = met
            way = [(root, -1)]
            while way:
                node, came_by = way[-1]
                at = following[node]
                following[node] += 1
                if at == first[node + 1]:
                    way.pop()
                    if way:
                        parent = way[-1][0]
                        low[parent] = min(low[parent], low[node])
                        if node in open_:
                            open_.add(parent)
                        if low[node] > order[parent] and came_by in self.undirected:
                            self._turn(
                                came_by, parent, node, sure=node not in open_ and root not in self.assumed
                            )
                    continue
                other, edge = others[at], edges[at]
                if edge == came_by:
                    continue
                if order[other]:
                    low[node] = min(low[node], order[other])
                else:
                    met += 1
                    order[other] = met
                    low[other] = 0 if other in anchored else met
                    way.append((other, edge))

    def _turn(self, edge: int, towards_anchor: int, away: int, *, sure: bool) -> None:
        """A source pushes away from itself; an outlet draws towards itself."""
        graph = self.graph
        if graph.kind(away) is Kind.MESH:
            return
        drained = graph.kind(away) is Kind.SINK_DRAINED
        graph.tail[edge], graph.head[edge] = (away, towards_anchor) if drained else (towards_anchor, away)
        graph.direction[edge] = DEDUCED
        (self.unsure.discard if sure else self.unsure.add)(edge)
