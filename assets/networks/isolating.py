"""What to shut so that no supply reaches a thing: the nearest devices, none of them for nothing.

    seg: from the thing outwards until a device that isolates        frontier: those devices
    live: what supply still reaches when all of the frontier is shut  need: the frontier beside what is live

A device that already blocks stops the walk and need not be shut.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from assets.networks.graph import Graph
from assets.networks.media import Kind
from assets.networks.walking import reach, spread


@dataclass(frozen=True, slots=True)
class Isolation:
    """`need`: nodes to shut. Where it is not possible here, `open_source` is where supply comes in and `gap` is the
    way from the thing to it, along which a device is missing."""

    need: frozenset[int]
    segment: frozenset[int]
    frontier: frozenset[int]
    live: bytearray
    complete: bool
    gap: tuple[int, ...] = ()


def isolate(
    graph: Graph, wanted: Collection[int], shut: Collection[int] = (), *, stuck: Collection[int] = ()
) -> Isolation:
    """The nearest devices around `wanted`. `stuck` ones cannot be operated: the next ring is taken."""
    shut, stuck = set(shut) - set(wanted), set(stuck)
    segment, frontier = _segment(graph, wanted, shut, stuck)
    sources = supplies(graph, segment)
    inside = segment & sources
    blocked = segment | frontier | shut
    live = reach(graph.near, sources - blocked, blocked)
    need = {
        device for device in frontier if device in sources or any(live[other] for other in graph.near[device])
    }
    gap: tuple[int, ...] = ()
    if inside:
        walk = spread(graph, wanted, blocked=frontier | shut)
        gap = tuple(walk.path(min(inside, key=lambda node: (len(walk.path(node)), node))))
    return Isolation(frozenset(need), frozenset(segment), frozenset(frontier), live, not inside, gap)


def _segment(
    graph: Graph, wanted: Collection[int], shut: set[int], stuck: set[int]
) -> tuple[set[int], set[int]]:
    segment, frontier = set(wanted), set[int]()
    order = list(wanted)
    isolates, near = graph.isolates, graph.near
    for node in order:
        for other in near[node]:
            if other in segment or other in frontier or other in shut:
                continue
            if isolates[other] and other not in stuck:
                frontier.add(other)
            else:
                segment.add(other)
                order.append(other)
    return segment, frontier


def supplies(graph: Graph, segment: Collection[int]) -> set[int]:
    """Whatever may put something into the segment: sources, doubtful ones too, and inlets of what drains away.

    A network in which nothing begins is a closed loop: all of it holds pressure.
    """
    found = {*graph.sources, *graph.supposed_sources}
    found |= {node for node in graph.inlets if graph.kind(node) is Kind.SINK_DRAINED}
    return found | _closed_loops(graph, segment, found)


def _closed_loops(graph: Graph, segment: Collection[int], sources: set[int]) -> set[int]:
    """All the rest of the networks of the segment that have no source at all."""
    network = graph.network
    fed = {network[node] for node in sources}
    loops = {network[node] for node in segment if graph.kind(node) is Kind.SOURCE_FED} - fed
    if not loops:
        return set()
    held = set(segment)
    return {node for node, number in enumerate(network) if number in loops and node not in held}
