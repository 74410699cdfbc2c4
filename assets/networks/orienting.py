"""Directions that no file says, where only one is possible: on an edge without which one side has no supply.

`ahead` and `behind` hold the directions said and deduced; what lies on a loop without direction goes both ways.
"""

from __future__ import annotations

import numpy as np

from assets.networks.adjacency import Adjacency
from assets.networks.graph import DEDUCED, EITHER_WAY, Graph
from assets.networks.media import Kind


def deduce(graph: Graph, undirected: list[int]) -> None:
    if undirected:
        _orient(graph, set(undirected))
    tail, head = np.array(graph.tail, np.int32), np.array(graph.head, np.int32)
    edge = np.arange(len(tail), dtype=np.int32)
    both = np.array(graph.direction) == EITHER_WAY
    ends = (np.append(tail, head[both]), np.append(head, tail[both]), np.append(edge, edge[both]))
    graph.ahead = Adjacency(len(graph), *ends)
    graph.behind = Adjacency(len(graph), ends[1], ends[0], ends[2])


def _orient(graph: Graph, undirected: set[int]) -> None:
    """Depth first from all anchors at once; an edge of the tree that nothing goes around is a bridge (Tarjan)."""
    anchors = [n for n in (*graph.sources, *graph.outlets) if graph.near[n]]
    anchored = set(anchors)
    order: dict[int, int] = {}
    low: dict[int, int] = {}
    for root in anchors:
        if root in order:
            continue
        order[root] = low[root] = len(order) + 1
        stack = [(root, -1, iter(graph.near.ways(root)))]
        while stack:
            node, came_by, following = stack[-1]
            step = next(following, None)
            if step is None:
                stack.pop()
                if stack:
                    parent = stack[-1][0]
                    low[parent] = min(low[parent], low[node])
                    if low[node] > order[parent] and came_by in undirected:
                        _turn(graph, came_by, parent, node)
                continue
            other, edge = step
            if edge == came_by:
                continue
            if other in order:
                low[node] = min(low[node], order[other])
            else:
                order[other] = len(order) + 1
                low[other] = 0 if other in anchored else order[other]
                stack.append((other, edge, iter(graph.near.ways(other))))


def _turn(graph: Graph, edge: int, towards_anchor: int, away: int) -> None:
    """A source pushes away from itself; an outlet draws towards itself."""
    if graph.kind(away) is Kind.MESH:
        return
    drained = graph.kind(away) is Kind.SINK_DRAINED
    graph.tail[edge], graph.head[edge] = (away, towards_anchor) if drained else (towards_anchor, away)
    graph.direction[edge] = DEDUCED
