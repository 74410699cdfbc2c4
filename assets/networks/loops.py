"""Where a network closes on itself: rings, whose parts are fed two ways, and circuits, which only turn as a whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from assets.networks.graph import EITHER_WAY, Graph


@dataclass(frozen=True, slots=True)
class Loop:
    """`nodes` that lie on common loops. `is_circuit`: what flows comes back to where it began (flow and return of a
    heating), so that nothing there is fed two ways."""

    nodes: frozenset[int]
    is_circuit: bool


def loops(graph: Graph, networks: frozenset[int] | None = None) -> list[Loop]:
    """Blocks of more than one edge (Tarjan), each once, the largest first; of these networks, or of all."""
    found: list[list[int]] = []
    order = [0] * len(graph)
    count = 0
    for root in range(len(graph)):
        if order[root] or (networks is not None and int(graph.network[root]) not in networks):
            continue
        count = _blocks(graph, root, order, count, found)
    made = [Loop(_ends(graph, block), _turns(graph, block)) for block in found]
    return sorted(made, key=lambda loop: (-len(loop.nodes), min(loop.nodes)))


def _blocks(graph: Graph, root: int, order: list[int], count: int, found: list[list[int]]) -> int:
    """Adds the edges of each block."""
    low = {root: count + 1}
    order[root] = count = count + 1
    edges: list[int] = []
    stack = [(root, -1, _ways(graph, root))]
    while stack:
        node, came_by, following = stack[-1]
        step = next(following, None)
        if step is not None:
            other, edge = step
            if edge == came_by:
                continue
            if not order[other]:
                order[other] = low[other] = count = count + 1
                edges.append(edge)
                stack.append((other, edge, _ways(graph, other)))
            elif order[other] < order[node]:
                low[node] = min(low[node], order[other])
                edges.append(edge)
            continue
        stack.pop()
        if not stack:
            break
        parent = stack[-1][0]
        low[parent] = min(low[parent], low[node])
        if low[node] >= order[parent]:
            block = [edges.pop()]
            while block[-1] != came_by:
                block.append(edges.pop())
            if len(block) > 1:
                found.append(block)
    return count


def _ways(graph: Graph, node: int) -> Iterator[tuple[int, int]]:
    return iter(graph.near.ways(node))


def _ends(graph: Graph, edges: list[int]) -> frozenset[int]:
    return frozenset(end for edge in edges for end in (graph.tail[edge], graph.head[edge]))


def _turns(graph: Graph, edges: list[int]) -> bool:
    """Can one follow the directions that are known and come back? What nothing leads to is taken away until none is."""
    known = [(graph.tail[e], graph.head[e]) for e in edges if graph.direction[e] != EITHER_WAY]
    heads: dict[int, list[int]] = defaultdict(list)
    arriving: dict[int, int] = {}
    for tail, head in known:
        heads[tail].append(head)
        arriving[head] = arriving.get(head, 0) + 1
    begun = [node for node in heads if not arriving.get(node)]
    while begun:
        for head in heads.pop(begun.pop(), []):
            arriving[head] -= 1
            if not arriving[head]:
                begun.append(head)
    return any(arriving.values())
