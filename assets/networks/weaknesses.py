"""Where a network is weak: loops, single points of failure, and what two failures may have in common."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from assets.networks import media
from assets.networks.adjacency import Adjacency
from assets.networks.graph import Graph
from assets.networks.media import Kind
from assets.networks.supply import lost, supplied
from assets.networks.walking import reach, reverse_postorder

MOST_TRIED = 300


# ── loops ────────────────────────────────────────────────────────────────────


def loops(graph: Graph, network: int | None = None) -> list[frozenset[int]]:
    """Nodes that lie on a common loop, each set once (blocks of more than one edge, Tarjan); largest first."""
    found: list[frozenset[int]] = []
    order = [0] * len(graph)
    count = 0
    for root in range(len(graph)):
        if order[root] or (network is not None and graph.network[root] != network):
            continue
        count = _blocks(graph, root, order, count, found)
    return sorted(found, key=lambda block: (-len(block), min(block)))


def _blocks(graph: Graph, root: int, order: list[int], count: int, found: list[frozenset[int]]) -> int:
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
                found.append(frozenset(end for edge in block for end in (graph.tail[edge], graph.head[edge])))
    return count


def _ways(graph: Graph, node: int) -> Iterator[tuple[int, int]]:
    return iter(graph.near.ways(node))


# ── single points of failure ─────────────────────────────────────────────────


def single_points(graph: Graph, at_least: int = 1, shut: Collection[int] = ()) -> dict[int, int]:
    """{node: how many others lose supply when it alone fails}, where that are `at_least` so many.

    By the dominator tree from all sources at once (Cooper, Harvey and Kennedy), for drains from all outlets.
    """
    counts: dict[int, int] = {}
    for start, nexts, drained in (
        (graph.sources, graph.onward, False),
        (graph.outlets, graph.backward, True),
    ):
        parent, order = dominators(nexts, start, shut)
        size = dict.fromkeys(order, 0)
        for node in reversed(order):
            before = parent[node]
            if before >= 0:
                size[before] += size[node] + 1
        counts |= {n: size[n] for n in order if bool(graph.drains[n]) is drained and size[n] >= at_least}
    return counts


def dominators(
    nexts: Adjacency, start: Collection[int], shut: Collection[int] = ()
) -> tuple[list[int], list[int]]:
    """Of each node the nearest one without which nothing reaches it (-1: nothing but the start), and a visiting order.

    The order has every node after the one that dominates it.
    """
    seen = reach(nexts, start, shut)
    order = reverse_postorder(nexts, [node for node in start if seen[node]], within=seen)
    place = {node: number for number, node in enumerate(order)}
    before: dict[int, list[int]] = {node: [] for node in order}
    for node in order:
        for other in nexts[node]:
            if seen[other]:
                before[other].append(node)
    begun = {node for node in start if seen[node]}
    parent = [-2] * len(nexts)  # -2: not known yet; -1: the common start
    changed = True
    while changed:
        changed = False
        for node in order:
            best = -1 if node in begun else -2
            for other in before[node]:
                if parent[other] != -2:
                    best = other if best == -2 else _common(parent, place, best, other)
            if parent[node] != best:
                parent[node] = best
                changed = True
    return parent, order


def _common(parent: list[int], place: dict[int, int], one: int, other: int) -> int:
    while one != other:
        if one < 0 or other < 0:
            return -1
        if place[one] > place[other]:
            one = parent[one]
        else:
            other = parent[other]
    return one


# ── common cause ─────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Causes:
    """Pieces (by place) whose failure alone explains both, the nearest first; `tried_all`: none was left untried."""

    pieces: tuple[int, ...]
    tried_all: bool


def common_causes(graph: Graph, one: int, other: int, shut: Collection[int] = ()) -> Causes:
    """What may have failed when two things fail at once: whatever both hang on, through electricity too."""
    here, there = _hangs_on(graph, one), _hangs_on(graph, other)
    both = sorted(here.keys() & there.keys(), key=lambda piece: (here[piece] + there[piece], piece))
    before = supplied(graph, shut)
    ends = {graph.piece_of[one], graph.piece_of[other]}
    found = []
    for piece in both[:MOST_TRIED]:
        gone = graph.nodes_of[piece]
        nodes = lost(graph, gone, shut, before=before).all_nodes | set(gone)
        if ends <= {graph.piece_of[node] for node in nodes}:
            found.append(piece)
    return Causes(tuple(found), len(both) <= MOST_TRIED)


def _hangs_on(graph: Graph, node: int) -> dict[int, int]:
    """{piece: steps} of all from which something flows here, with what drives those."""
    drivers: dict[int, list[int]] = {}
    for driver, driven in graph.waiting.items():
        for each in driven:
            drivers.setdefault(each, []).append(driver)
    steps = {node: 0}
    order = [node]
    for at in order:
        towards = graph.ahead if graph.kind(at) is Kind.SINK_DRAINED else graph.behind
        for other in (*towards[at], *drivers.get(at, ())):
            if other not in steps and graph.medium_of[other] != media.TRAY:
                steps[other] = steps[at] + 1
                order.append(other)
    found: dict[int, int] = {}
    for at, count in steps.items():
        found.setdefault(graph.piece_of[at], count)
    return found
