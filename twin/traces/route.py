"""In which order to go to several devices: the least to walk in all, storeys costing more than metres. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot

Point = tuple[float, float, float]
STAIRS = 25.0  # metres on the flat that a change of storey is worth
SAME_STOREY = 2.0  # metres of height within which no stairs are taken
MOST_WEIGHED = 8

_Been = tuple[frozenset[int], int]  # stops, and the one among them where one stands
_Way = tuple[float, list[int]]  # metres, and the stops in order


def in_walking_order(start: Point | None, stops: Sequence[Point | None]) -> list[int]:
    """Places of `stops` in the order of a short walk from `start`; those nobody has placed come last, in their order.

    As the crow flies on one storey: walls are not known here.
    """
    placed = {at: stop for at, stop in enumerate(stops) if stop is not None}
    if start is None:
        start = next(iter(placed.values()), None)
    if start is None:
        return list(range(len(stops)))
    known = list(placed)
    first = [_effort(start, stop) for stop in placed.values()]
    between = [[_effort(one, other) for other in placed.values()] for one in placed.values()]
    order = shortest_walk(first, between)
    return [known[at] for at in order] + [at for at, stop in enumerate(stops) if stop is None]


def shortest_walk(first: Sequence[float], between: Sequence[Sequence[float]]) -> list[int]:
    """The order that is the least to walk: `first` is how far each is from where one stands, `between` from each other.

    Of more than `MOST_WEIGHED` the nearest is next, which is longer at times: all orders of them are too many to weigh.
    Of two that are as long, the one that begins with the nearest.
    """
    if len(first) > MOST_WEIGHED:
        return _nearest_next(first, between)
    # Held and Karp: the best way to have been at a set of stops and to stand at one of them.
    ways: dict[_Been, _Way] = {(frozenset([at]), at): (far, [at]) for at, far in enumerate(first)}
    for _ in range(1, len(first)):
        longer: dict[_Been, _Way] = {}
        for (been, here), (far, order) in ways.items():
            for there in range(len(first)):
                if there in been:
                    continue
                way = (far + between[here][there], [*order, there])
                key = (been | {there}, there)
                if key not in longer or _weight(way, first) < _weight(longer[key], first):
                    longer[key] = way
        ways = longer
    return min(ways.values(), key=lambda way: _weight(way, first))[1] if ways else []


def _weight(way: _Way, first: Sequence[float]) -> tuple[float, float, list[int]]:
    far, order = way
    return round(far, 1), first[order[0]], order


def _nearest_next(first: Sequence[float], between: Sequence[Sequence[float]]) -> list[int]:
    order: list[int] = []
    far = first
    while len(order) < len(first):
        here = min((at for at in range(len(first)) if at not in order), key=lambda at: (far[at], at))
        order.append(here)
        far = between[here]
    return order


def _effort(one: Point, other: Point) -> float:
    rise = abs(one[2] - other[2])
    return hypot(one[0] - other[0], one[1] - other[1]) + (
        STAIRS * max(1, round(rise / 4)) if rise > SAME_STOREY else 0
    )
