"""What is supplied, and what is no longer when something fails or is shut.

*Supplied* in a fed system: reached from a source through what conducts (an open inlet that may be one is taken for
one: the answer is not certain then). In a drained one: able to reach an outlet.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from assets.networks.adjacency import Adjacency, flood
from assets.networks.graph import Graph
from assets.networks.walking import reach

Flags = np.ndarray  # of uint8, one a node
MOST_BEHIND = (
    8  # a share of what is supplied: if more lies behind what stopped, it is quicker to walk all anew
)
MOST_KEPT = 4  # sets of shut devices of which a graph keeps what is supplied


def supplied(graph: Graph, shut: Collection[int] = ()) -> Flags:
    """1 for every node that is supplied while `shut` let nothing through."""
    return _Supply.of(graph, shut).flags()


@dataclass(frozen=True, slots=True)
class Loss:
    """Of what was supplied `before`, what is `dark` loses supply, without what was shut; `after` is what still has it.

    With what is driven stopped too, when that lost what drives it: `all_dark` and `after_all`.
    """

    before: Flags
    dark: Flags
    after: Flags
    all_dark: Flags
    after_all: Flags

    @property
    def nodes(self) -> frozenset[int]:
        return frozenset(nodes_of(self.dark))

    @property
    def all_nodes(self) -> frozenset[int]:
        return frozenset(nodes_of(self.all_dark))


def nodes_of(flags: Flags) -> list[int]:
    """Those that are marked, in their order."""
    found: list[int] = np.flatnonzero(flags).tolist()
    return found


def lost(
    graph: Graph,
    gone: Collection[int],
    shut: Collection[int] = (),
    *,
    before: Flags | None = None,
    acting: bool = False,
) -> Loss:
    """What loses supply when `gone` let nothing through any more, on top of what is `shut` already.

    A pump that lost its power stops too, and with it what it fed, until nothing more stops. `acting`: so does what a
    lost controller acts on.
    """
    supply = _Supply.kept(graph, frozenset(shut))
    before = supply.flags() if before is None else before
    gone = set(gone)
    dead: set[int] = set()
    supply = supply.without(gone)
    first = after = supply.flags()
    while stopped := _stopping(graph, gone | dead, before & ~after & 1, acting=acting) - dead:
        dead |= stopped
        supply = supply.without(stopped)
        after = supply.flags()
    dark = _dark(before, first, gone)
    return Loss(before, dark, first, _dark(before, after, gone, dead) if dead else dark, after)


def _dark(before: Flags, after: Flags, gone: Collection[int], dead: Collection[int] = ()) -> Flags:
    flags = before & ~after & 1
    flags[list(dead)] = 1
    flags[list(gone)] = 0
    return flags


def leads_to(graph: Graph, nodes: Collection[int]) -> Flags:
    """1 for whatever these may have to do with the supply of, whatever the position of any device."""
    fed = _reached(graph.onward, nodes, ())
    if not graph.outlets:
        return fed
    return np.where(np.frombuffer(graph.drains, np.uint8), _reached(graph.backward, nodes, ()), fed)


def _stopping(graph: Graph, gone: set[int], missing: Flags, *, acting: bool) -> set[int]:
    """What is driven (or acted on) by nothing but what is gone or not supplied any more."""
    return {
        waiting
        for dependents in (graph.waiting, *([graph.acted_on] if acting else []))
        for node, all_waiting in dependents.items()
        if node in gone or missing[node]
        for waiting in all_waiting
    }


@dataclass(frozen=True, slots=True)
class _Supply:
    """The walks with `shut` closed: what sources reach, and what reaches an outlet."""

    graph: Graph
    shut: frozenset[int]
    fed: Flags
    drained: Flags | None

    @classmethod
    def of(cls, graph: Graph, shut: Collection[int]) -> _Supply:
        drained = _reached(graph.backward, graph.outlets, shut) if graph.outlets else None
        return cls(graph, frozenset(shut), _reached(graph.onward, graph.feeding, shut), drained)

    @classmethod
    def kept(cls, graph: Graph, shut: frozenset[int]) -> _Supply:
        """Worked out once for each set: whatever is asked of a network begins with what it supplies as things are."""
        kept = graph.supply.get(shut)
        if kept is None:
            while len(graph.supply) >= MOST_KEPT:
                graph.supply.pop(next(iter(graph.supply)), None)
            kept = graph.supply[shut] = cls.of(graph, shut)
        return kept

    def flags(self) -> Flags:
        if self.drained is None:
            return self.fed
        return np.where(np.frombuffer(self.graph.drains, np.uint8), self.drained, self.fed)

    def without(self, stopped: Collection[int]) -> _Supply:
        """The same once these let nothing through either."""
        graph, shut = self.graph, self.shut.union(stopped)
        fed = _fewer(self.fed, (graph.onward, graph.backward), graph.feeding, stopped, shut)
        drained = self.drained
        if drained is not None:
            drained = _fewer(drained, (graph.backward, graph.onward), graph.outlets, stopped, shut)
        return _Supply(graph, shut, fed, drained)


def _reached(ways: Adjacency, starts: Collection[int], shut: Collection[int]) -> Flags:
    return np.frombuffer(reach(ways, starts, shut), np.uint8)


def _fewer(
    reached: Flags,
    ways: tuple[Adjacency, Adjacency],
    starts: Collection[int],
    stopped: Collection[int],
    shut: frozenset[int],
) -> Flags:
    """What `starts` still reach. Only what lies behind `stopped` is walked again, unless that is much of it.

    `ways` there and back.
    """
    there, back = ways
    most = int(np.count_nonzero(reached)) // MOST_BEHIND
    behind, _ = flood(there, stopped, bytearray((1 - reached).tobytes()), most=most)
    if len(behind) > most:
        return _reached(there, starts, shut)
    left = reached.copy()
    left[behind] = 0
    barred = np.ones(len(reached), np.uint8)
    barred[behind] = 0
    barred[list(stopped)] = 1
    nodes = np.array(behind, np.int32)
    entering = back.origins(nodes)[left[back.around(nodes)] > 0]
    entries = [*entering.tolist(), *(start for start in starts if not barred[start])]
    again, _ = flood(there, entries, bytearray(barred.tobytes()))
    left[again] = 1
    return left
