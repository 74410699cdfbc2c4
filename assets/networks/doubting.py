"""What keeps an answer from being certain: open ends that look forgotten, positions nobody knows, what was rejected.

A connection that an export lost can change an answer only through an end that is open in what the answer calls dry or
walks through: what is supplied without it stays supplied with it. So doubts are looked for there, and only there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from assets.networks.evidence import Doubt
from assets.networks.graph import Graph
from assets.networks.parts import Id
from assets.networks.supply import Flags

MOST_LOOSE = 10  # told of each medium
OPEN = frozenset(
    {
        Doubt.MISSING_CONNECTION,
        Doubt.OPEN_INLET,
        Doubt.OPEN_OUTLET,
        Doubt.OPEN_EITHER_WAY,
        Doubt.PORT_MISSING,
        Doubt.REJECTED_CONNECTION,
    }
)


def touching(graph: Graph, nodes: Collection[int], unknown: Collection[int]) -> list[tuple[int, Doubt]]:
    """Doubts about these nodes; `unknown` are devices on whose position the answer relies."""
    held = nodes if isinstance(nodes, set | frozenset) else set(nodes)
    found = [(node, doubt) for node, doubts in graph.doubts.items() if node in held for doubt in doubts]
    return found + [(node, Doubt.STATE_UNKNOWN) for node in sorted(held.intersection(unknown))]


def dark(graph: Graph, start: Iterable[int], after: Flags) -> set[int]:
    """All that hangs together with what is lost and is not supplied: a forgotten connection would show here."""
    seen = set(start)
    order = list(seen)
    near, supplied = graph.near, after.tobytes()
    for node in order:
        for other in near[node]:
            if other not in seen and not supplied[other]:
                seen.add(other)
                order.append(other)
    return seen


def loose(graph: Graph, nodes: Iterable[int]) -> list[Id]:
    """Things that hang on nothing in the media of these nodes, the first of each."""
    touched = {graph.medium_of[node] for node in nodes}
    return [piece for medium in sorted(touched) for piece in graph.loose.get(medium, ())[:MOST_LOOSE]]


def around(graph: Graph, ring: Collection[int], live: bytearray) -> list[tuple[int, Doubt]]:
    """Doubts about what lies behind the devices around a segment and is taken for dead."""
    seen = set(ring)
    order = list(seen)
    for node in order:
        for other in graph.near[node]:
            if other not in seen and not live[other]:
                seen.add(other)
                order.append(other)
    return touching(graph, seen, ())
