"""What is supplied, and what is no longer when something fails or is shut.

*Supplied* in a fed system: reached from a source through what conducts. In a drained one: able to reach an outlet.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from assets.networks.graph import Graph
from assets.networks.walking import reach

Flags = np.ndarray  # of uint8, one a node


def supplied(graph: Graph, shut: Collection[int] = ()) -> Flags:
    """1 for every node that is supplied while `shut` let nothing through."""
    fed = np.frombuffer(reach(graph.onward, graph.sources, shut), np.uint8)
    if not graph.outlets:
        return fed
    drained = np.frombuffer(reach(graph.backward, graph.outlets, shut), np.uint8)
    return np.where(np.frombuffer(graph.drains, np.uint8), drained, fed)


@dataclass(frozen=True, slots=True)
class Loss:
    """`nodes` lose supply, without what was shut, and `after` is what is still supplied.

    With what is driven stopped too, when that lost what drives it: `all_nodes` and `after_all`.
    """

    nodes: frozenset[int]
    after: Flags
    all_nodes: frozenset[int]
    after_all: Flags


def lost(
    graph: Graph, gone: Collection[int], shut: Collection[int] = (), *, before: Flags | None = None
) -> Loss:
    """What loses supply when `gone` let nothing through any more, on top of what is `shut` already.

    A pump that lost its power stops too, and with it what it fed, until nothing more stops.
    """
    before = supplied(graph, shut) if before is None else before
    gone = set(gone)
    dead: set[int] = set()
    first = after = supplied(graph, {*shut, *gone})
    while stopped := _stopping(graph, gone, before & ~after & 1) - dead:
        dead |= stopped
        after = supplied(graph, {*shut, *gone, *dead})
    nodes = _set(before & ~first & 1) - gone
    all_nodes = (_set(before & ~after & 1) | dead) - gone if dead else nodes
    return Loss(frozenset(nodes), first, frozenset(all_nodes), after)


def _set(flags: Flags) -> set[int]:
    return set(np.flatnonzero(flags).tolist())


def _stopping(graph: Graph, gone: set[int], missing: Flags) -> set[int]:
    """What is driven by nothing but what is gone or not supplied any more."""
    return {
        waiting
        for node, all_waiting in graph.waiting.items()
        if node in gone or missing[node]
        for waiting in all_waiting
    }
