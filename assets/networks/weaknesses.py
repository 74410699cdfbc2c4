"""What darkens most when it fails alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assets.networks.dominance import Dominance

MOST_TRIED = 600  # things that drive machines, whose loss is worked out one by one; of all others it is known
_DEEP = 3  # machines that drive what drives machines


@dataclass(frozen=True, slots=True)
class Ranking:
    """`things`: their places in the list that was asked about, the worst first. `more` darken something too;
    `tried_all`: none was left out for want of time."""

    things: list[int]
    more: int
    tried_all: bool


def worst(
    dominance: Dominance, things: Sequence[Sequence[int]], worth: Mapping[int, int], most: int
) -> Ranking:
    """Of these things (each the nodes that fail together) the `most` whose failure costs most, by the worth of what is
    lost; of equal ones first what comes first on the way from the supply."""
    cost = _estimates(dominance, things, worth)
    uncertain = sorted(
        (n for n, gone in enumerate(things) if not _is_known(dominance, gone)),
        key=lambda n: (all(dominance.drives(node) < 2 for node in things[n]), -cost[n]),
    )
    for number in uncertain[:MOST_TRIED]:
        cost[number] = sum(worth.get(node, 0) for node in dominance.lost_with(things[number]))
    untried = set(uncertain[MOST_TRIED:])
    costly = [n for n in range(len(things)) if cost[n] > 0 and n not in untried]
    last = len(dominance.place)
    first = [min((dominance.place.get(node, last) for node in gone), default=last) for gone in things]
    costly.sort(key=lambda n: (-cost[n], first[n]))
    return Ranking(costly[:most], max(0, len(costly) - most), not untried)


def _is_known(dominance: Dominance, gone: Sequence[int]) -> bool:
    """Is what is estimated exact? Nothing is driven by it, and in no network do several of its nodes fail."""
    networks = {int(dominance.graph.network[node]) for node in gone}
    return len(networks) == len(gone) and not any(map(dominance.drives, gone))


def _estimates(dominance: Dominance, things: Sequence[Sequence[int]], worth: Mapping[int, int]) -> list[int]:
    """What hangs on each thing, and on the machines that stop with it: exact where nothing is driven."""
    total = dominance.totals(dict(worth))
    stops_with = dominance.stops_with
    for _ in range(_DEEP if stops_with else 0):
        driven = {driver: sum(total[node] for node in nodes) for driver, nodes in stops_with.items()}
        total = dominance.totals({n: worth.get(n, 0) + driven.get(n, 0) for n in {*worth, *driven}})
    return [_largest(dominance, gone, total) - sum(worth.get(node, 0) for node in gone) for gone in things]


def _largest(dominance: Dominance, gone: Sequence[int], total: list[int]) -> int:
    """Of several nodes in one network one holds the others."""
    largest: dict[int, int] = {}
    for node in gone:
        network = int(dominance.graph.network[node])
        largest[network] = max(largest.get(network, 0), total[node])
    return sum(largest.values())
