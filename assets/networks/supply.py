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
    """`nodes` lose supply, without what was shut; `dead` stopped because what drives them did; `after`: supplied."""

    nodes: frozenset[int]
    dead: frozenset[int]
    after: Flags


def lost(
    graph: Graph,
    gone: Collection[int],
    shut: Collection[int] = (),
    *,
    before: Flags | None = None,
    with_dependents: bool = True,
) -> Loss:
    """What loses supply when `gone` let nothing through any more, on top of what is `shut` already.

    With dependents a pump that lost its power stops too, and with it what it fed, until nothing more stops.
    """
    before = supplied(graph, shut) if before is None else before
    gone = set(gone)
    dead: set[int] = set()
    while True:
        after = supplied(graph, {*shut, *gone, *dead})
        stopped = _stopping(graph, gone, before & ~after & 1) - dead if with_dependents else set()
        if not stopped:
            break
        dead |= stopped
    missing = set(np.flatnonzero(before & ~after & 1).tolist())
    return Loss(frozenset((missing | dead) - gone), frozenset(dead), after)


def _stopping(graph: Graph, gone: set[int], missing: Flags) -> set[int]:
    """What is driven by nothing but what is gone or not supplied any more."""
    return {
        waiting
        for node, all_waiting in graph.waiting.items()
        if node in gone or missing[node]
        for waiting in all_waiting
    }
