"""What to shut so that no supply reaches a thing: the nearest devices, none of them for nothing.

    seg: from the thing outwards until a device that isolates        frontier: those devices
    live: what supply still reaches when all of the frontier is shut  need: the frontier beside what is live

A device that already blocks stops the walk and need not be shut. Where no file shows what feeds a network, nothing
says that it is dead: all of it holds pressure, and without any device it cannot be isolated.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np

from assets.networks.adjacency import Nodes, distinct, numbers
from assets.networks.graph import Graph
from assets.networks.media import UNKNOWN, Kind
from assets.networks.walking import OUT_OF_BOUNDS, reach_within, spread


@dataclass(frozen=True, slots=True)
class Isolation:
    """`need`: nodes to shut. `segment` is sorted, `ring` marks it and its frontier, `live` what supply reaches beyond.

    Where it is not possible here, `gap` is the way from the thing to where supply comes in, along which a device is
    missing.
    """

    need: frozenset[int]
    segment: Nodes
    frontier: frozenset[int]
    ring: bytearray
    live: bytearray
    complete: bool
    gap: tuple[int, ...] = ()


def isolate(
    graph: Graph, wanted: Collection[int], shut: Collection[int] = (), *, stuck: Collection[int] = ()
) -> Isolation:
    """The nearest devices around `wanted`. `stuck` ones cannot be operated: the next ring is taken."""
    wanted, shut = list(wanted), set(shut) - set(wanted)
    operable = bytearray(graph.isolates)
    for node in (*stuck, *shut, *wanted):
        operable[node] = 0
    segment, frontier = _segment(graph, wanted, shut, operable)
    ring = bytearray(len(graph))
    flags = np.frombuffer(ring, np.uint8)
    flags[segment] = flags[list(frontier)] = 1
    sources = supplies(graph, segment)
    inside = {node for node in sources if ring[node]} - frontier
    live = _beyond(graph, sources, ring, shut)
    need = {d for d in frontier if d in sources or any(live[other] for other in graph.near[d])}
    gap: tuple[int, ...] = ()
    if inside:
        walk = spread(graph, wanted, blocked=frontier | shut, until=inside)
        gap = tuple(walk.path(walk.met))
    dead = not inside and unfed_networks(graph, segment) <= {int(graph.network[d]) for d in need}
    return Isolation(frozenset(need), segment, frozenset(frontier), ring, live, dead, gap)


def _segment(graph: Graph, wanted: list[int], shut: set[int], operable: bytearray) -> tuple[Nodes, set[int]]:
    """Everything up to the next operable devices, and these."""
    stopping = np.frombuffer(operable, np.uint8)
    bounds = stopping * np.uint8(OUT_OF_BOUNDS)
    bounds[list(shut)] = OUT_OF_BOUNDS
    reached = reach_within(graph.near, wanted, bytearray(bounds.tobytes()))
    segment = np.flatnonzero(np.frombuffer(reached, np.uint8))
    beside = graph.near.around(segment)
    return segment, set(distinct(beside[stopping[beside] == 1]).tolist())


def _beyond(graph: Graph, sources: Iterable[int], ring: bytearray, shut: set[int]) -> bytearray:
    """What supply reaches with the whole ring shut."""
    bounds = np.frombuffer(ring, np.uint8) * np.uint8(OUT_OF_BOUNDS)
    bounds[list(shut)] = OUT_OF_BOUNDS
    return reach_within(graph.near, sources, bytearray(bounds.tobytes()))


def supplies(graph: Graph, segment: Collection[int]) -> set[int]:
    """Whatever may put something into the segment: sources, doubtful ones too, inlets of what drains away, and in
    networks in which nothing begins all the rest of them."""
    network = graph.network
    unfed = unfed_networks(graph, segment)
    held = np.flatnonzero(np.isin(network, list(unfed))).tolist() if unfed else []
    return _known(graph) | (set(held).difference(segment) if held else set())


def unfed_networks(graph: Graph, segment: Collection[int]) -> set[int]:
    """The networks of the segment of which no file shows a supply, though they must have one."""
    network = graph.network
    within = set(distinct(network[numbers(segment)]).tolist())
    unfed = within - {int(network[node]) for node in _known(graph)}
    return {n for n in unfed if graph.kind(n) is Kind.SOURCE_FED or graph.medium_of[n] == UNKNOWN}


def _known(graph: Graph) -> set[int]:
    return {*graph.sources, *graph.supposed_sources, *graph.inlets}
