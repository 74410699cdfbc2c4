"""What keeps an answer from being certain: open ends that look forgotten, positions nobody knows, what was rejected.

A connection that an export lost can change an answer only through an end that is open in what the answer calls dry or
walks through: what is supplied without it stays supplied with it. So doubts are looked for there, and only there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

import numpy as np

from assets.networks.adjacency import numbers
from assets.networks.evidence import MISLEADING, Doubt
from assets.networks.graph import Graph
from assets.networks.parts import Id
from assets.networks.supply import Flags
from assets.networks.walking import OUT_OF_BOUNDS, reach_within

MOST_DOUBTFUL = 200  # nodes of one answer
MOST_LOOSE = 10  # told of each medium


def touching(graph: Graph, nodes: bytearray, unknown: Iterable[int]) -> list[tuple[int, Doubt]]:
    """The first doubts about the nodes marked; `unknown` are devices on whose position the answer relies."""
    held = np.frombuffer(nodes, np.uint8)[graph.doubtful] == 1
    doubtful = graph.doubtful[held][:MOST_DOUBTFUL].tolist()
    found = [(node, doubt) for node in doubtful for doubt in graph.doubts[node]]
    return found + [(node, Doubt.STATE_UNKNOWN) for node in sorted(unknown) if nodes[node] == 1]


def kinds(graph: Graph, ring: bytearray) -> list[tuple[int, Doubt]]:
    """Devices that may be nearer than those named: nobody says whether they cut off."""
    held = np.frombuffer(ring, np.uint8)[graph.kindless] == 1
    return [(node, Doubt.KIND_UNSAID) for node in graph.kindless[held][:MOST_DOUBTFUL].tolist()]


def dark(graph: Graph, dead: Flags, after: Flags) -> bytearray:
    """All that hangs together with what is lost and is not supplied: a forgotten connection would show here."""
    return _unlit(graph, np.flatnonzero(dead), after)


def acted_on(graph: Graph, dead: Flags) -> list[tuple[int, Doubt]]:
    """What a dead controller acts on: it stops with it, or stays as it is."""
    left = {node for acting, nodes in graph.acted_on.items() if dead[acting] for node in nodes if dead[node]}
    return [(node, Doubt.CONTROL_LOST) for node in sorted(left)]


def directions(graph: Graph, nodes: bytearray) -> list[tuple[int, Doubt]]:
    """Where a walk along the flow rests on a direction that no file says, and that is not sure."""
    held = np.frombuffer(nodes, np.uint8)[graph.aimless] == 1
    return [(node, Doubt.DIRECTION_UNSAID) for node in graph.aimless[held][:MOST_DOUBTFUL].tolist()]


def lit(graph: Graph, nodes: bytearray, wanted: Iterable[int]) -> list[tuple[int, Doubt]]:
    """Why what is taken for supplied beside these nodes may not be: through what is not known to flow that way, or
    from a source that may be none."""
    ways = [node for node in graph.unlike_pipes.tolist() if any(nodes[other] for other in graph.near[node])]
    mine = {int(graph.network[node]) for node in wanted}
    rivals = [node for node in sorted(graph.rivals) if int(graph.network[node]) in mine]
    found = [(node, Doubt.DIRECTION_UNSAID) for node in ways] + [
        (node, Doubt.DIRECTIONS_CLASH) for node in rivals
    ]
    return [*found, *misleading(graph, mine)][:MOST_DOUBTFUL]


def misleading(graph: Graph, networks: Collection[int]) -> list[tuple[int, Doubt]]:
    """What makes doubtful wherever supply reaches in these."""
    misled = [node for node in sorted(graph.misled) if int(graph.network[node]) in networks]
    found = [(node, doubt) for node in misled for doubt in graph.doubts[node] if doubt in MISLEADING]
    return found[:MOST_DOUBTFUL]


def loose(graph: Graph, nodes: Collection[int], asked: Collection[Id] = ()) -> list[Id]:
    """Things that hang on nothing in the media of these nodes, the first of each; and what was `asked` about, if it
    hangs on nothing in whatever medium."""
    if not graph.loose:
        return []
    touched = set(map(graph.medium_of.__getitem__, numbers(nodes).tolist()))
    found = [piece for medium in sorted(touched) for piece in graph.loose.get(medium, ())[:MOST_LOOSE]]
    return found + [piece for pieces in graph.loose.values() for piece in pieces if piece in asked]


def around(graph: Graph, ring: bytearray, live: bytearray) -> list[tuple[int, Doubt]]:
    """Doubts about what lies behind the devices around a segment and is taken for dead. `ring` marks both."""
    start = np.flatnonzero(np.frombuffer(ring, np.uint8))
    return touching(graph, _unlit(graph, start, np.frombuffer(live, np.uint8)), ())


def _unlit(graph: Graph, start: Collection[int], lit: Flags) -> bytearray:
    """What hangs together with `start` without passing what is lit."""
    bounds = lit * np.uint8(OUT_OF_BOUNDS)
    nodes = numbers(start)
    bounds[nodes] = 0
    return reach_within(graph.near, nodes, bytearray(bounds.tobytes()))
