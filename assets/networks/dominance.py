"""Which things fall with which: what is lost when one thing alone fails, looked up instead of walked each time.

Of all nodes the nearest one is kept without which no supply reaches it (dominator tree from all sources at once, after
Cooper, Harvey and Kennedy; for drains towards all outlets). What hangs below a node in that tree falls with it, and
so does what is driven by it, with what hangs below that.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from assets.networks.adjacency import Adjacency
from assets.networks.graph import Graph
from assets.networks.walking import reach, reverse_postorder
from assets.recent import Recent

START, NOT_REACHED = -1, -2
MOST_KEPT = 32  # losses that were walked


def dominators(
    nexts: Adjacency, befores: Adjacency, start: Collection[int], shut: Collection[int] = ()
) -> tuple[list[int], list[int]]:
    """Of each node the nearest one without which nothing reaches it (-1: nothing but the start; -2: it is not reached),
    and the nodes reached in an order that has every one after the one that dominates it. `befores` is `nexts` the other
    way round."""
    seen = reach(nexts, start, shut)
    begun = [node for node in start if seen[node]]
    order = reverse_postorder(nexts, begun, within=seen)
    number = [0] * len(nexts)  # from 1 on in that order; 0 is the start of all
    for at, node in enumerate(order, start=1):
        number[node] = at
    leading = [[0], *([number[other] for other in befores[node] if seen[other]] for node in order)]
    for node in begun:
        leading[number[node]].append(0)
    above = _settled(leading)
    parent = [NOT_REACHED] * len(nexts)
    for at, node in enumerate(order, start=1):
        parent[node] = order[above[at] - 1] if above[at] else START
    return parent, order


def _settled(leading: list[list[int]]) -> list[int]:
    """Of each the nearest that dominates it, all by number: gone over until nothing changes, mostly twice."""
    above = [-1] * len(leading)
    above[0] = 0
    changed = True
    while changed:
        changed = False
        for at in range(1, len(leading)):
            best = -1
            for other in leading[at]:
                if above[other] >= 0:
                    best = other if best < 0 else _common(above, best, other)
            if above[at] != best:
                above[at] = best
                changed = True
    return above


def _common(above: list[int], one: int, other: int) -> int:
    while one != other:
        if one > other:
            one = above[one]
        else:
            other = above[other]
    return one


def _stopping_with(graph: Graph) -> dict[int, list[int]]:
    """{node: what stops when it does}: what it drives, and what it acts on."""
    return {
        node: [*graph.waiting.get(node, ()), *graph.acted_on.get(node, ())]
        for node in dict.fromkeys((*graph.waiting, *graph.acted_on))
    }


class Dominance:
    """Of one graph while `shut` let nothing through (without it: as its devices are drawn); read only afterwards."""

    def __init__(self, graph: Graph, shut: frozenset[int] | None = None) -> None:
        self.graph = graph
        self.shut = graph.shut if shut is None else shut
        self._parent = [NOT_REACHED] * len(graph)
        self._below: list[list[int]] = [[] for _ in range(len(graph))]
        self.order: list[int] = []
        for nexts, befores, start, drained in (
            (graph.onward, graph.backward, graph.feeding, False),
            (graph.backward, graph.onward, graph.outlets, True),
        ):
            self._take(*dominators(nexts, befores, start, self.shut), drained=drained)
        self.place = {node: at for at, node in enumerate(self.order)}
        """{node: when it is met on the way from the supply}, of those that are supplied."""
        self.stops_with = _stopping_with(graph)
        self._drives = self.totals(dict.fromkeys(self.stops_with, 1))
        self._drivers_in: dict[int, list[int]] = {}
        for driver in self.stops_with:
            self._drivers_in.setdefault(int(graph.network[driver]), []).append(driver)
        self._supplied: dict[int, list[int]] = {}
        self._walked: Recent[tuple[int, frozenset[int]], frozenset[int]] = Recent(MOST_KEPT)

    def _take(self, parent: list[int], order: list[int], *, drained: bool) -> None:
        """Of the nodes that are fed this way, the others being counted in their own tree."""
        for node in order:
            if bool(self.graph.drains[node]) is drained:
                self.order.append(node)
                self._parent[node] = parent[node]
                if parent[node] >= 0:
                    self._below[parent[node]].append(node)

    def totals(self, worth: dict[int, int]) -> list[int]:
        """Of each node what it and all that hang on it are worth together."""
        total = [0] * len(self.graph)
        for node in reversed(self.order):
            total[node] += worth.get(node, 0)
            if self._parent[node] >= 0:
                total[self._parent[node]] += total[node]
        return total

    def drives(self, node: int) -> int:
        """How many machines that are driven stop with this node, or are driven by it."""
        return self._drives[node] or int(node in self.stops_with)

    def below(self, node: int) -> Iterator[int]:
        """All that hang on it, without itself."""
        waiting = list(self._below[node])
        while waiting:
            other = waiting.pop()
            yield other
            waiting += self._below[other]

    def lost_with(self, gone: Collection[int]) -> frozenset[int]:
        """All nodes that lose supply, or stop, when `gone` fail at once and nothing else does; without these.

        The same as `supply.lost(…, acting=True).all_nodes`, network by network: only where several things that hang on
        nothing common stop in one network is it walked again.
        """
        failed: dict[int, set[int]] = {}
        for node in gone:
            failed.setdefault(int(self.graph.network[node]), set()).add(node)
        lost: dict[int, frozenset[int]] = {}
        dead: set[int] = set()
        changed = set(failed)
        while changed:
            for network in changed:
                lost[network] = self._lost_in(network, frozenset(failed[network]))
            stopped = self._stopped_by({*gone, *dead}, lost, changed) - dead
            dead |= stopped
            changed = set()
            for node in stopped:
                network = int(self.graph.network[node])
                failed.setdefault(network, set()).add(node)
                changed.add(network)
        return frozenset(dead.union(*lost.values()).difference(gone))

    def _stopped_by(
        self, gone: Collection[int], lost: dict[int, frozenset[int]], networks: Collection[int]
    ) -> set[int]:
        """What is driven, or acted on, by what is gone or what these networks lost."""
        stops_with = self.stops_with
        drivers = [node for node in gone if node in stops_with]
        for network in networks:
            drivers += [n for n in self._drivers_in.get(network, ()) if n in lost[network]]
        return {node for driver in drivers for node in stops_with[driver]}

    def _lost_in(self, network: int, failed: frozenset[int]) -> frozenset[int]:
        """Nodes of this network that are supplied as things are and are not when these fail; the failed among them."""
        supplied = failed & self.place.keys()
        tops = frozenset(node for node in supplied if not self._hangs_on_one_of(node, supplied))
        if len(tops) < 2:
            return supplied.union(*map(self.below, tops))
        return supplied | self._walked.get((network, tops), lambda: self._walk(network, tops))

    def _hangs_on_one_of(self, node: int, others: Collection[int]) -> bool:
        node = self._parent[node]
        while node >= 0:
            if node in others:
                return True
            node = self._parent[node]
        return False

    def _walk(self, network: int, failed: frozenset[int]) -> frozenset[int]:
        graph = self.graph
        shut = {*self.shut, *failed}
        found: set[int] = set()
        for ways, start, drained in (
            (graph.onward, graph.feeding, False),
            (graph.backward, graph.outlets, True),
        ):
            here = [node for node in start if int(graph.network[node]) == network]
            seen = reach(ways, here, shut)
            found |= {
                n for n in self._of_network(network) if not seen[n] and bool(graph.drains[n]) is drained
            }
        return frozenset(found)

    def _of_network(self, network: int) -> list[int]:
        """What is supplied in it."""
        if network not in self._supplied:
            for node in self.order:
                self._supplied.setdefault(int(self.graph.network[node]), []).append(node)
        return self._supplied.get(network, [])
