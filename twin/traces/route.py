"""In which order to go to several devices: the nearest first, storeys costing more than metres. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot

Point = tuple[float, float, float]
STAIRS = 25.0  # metres on the flat that a change of storey is worth
SAME_STOREY = 2.0  # metres of height within which no stairs are taken


def in_walking_order(start: Point | None, stops: Sequence[Point | None]) -> list[int]:
    """Places of `stops` in the order of a short walk from `start`; those nobody has placed come last, in their order.

    As the crow flies on one storey: walls are not known here.
    """
    left = [at for at, stop in enumerate(stops) if stop is not None]
    order: list[int] = []
    here = start
    while left:
        nearest = left[0] if here is None else min(left, key=lambda at: (_effort(here, stops[at]), at))
        left.remove(nearest)
        order.append(nearest)
        here = stops[nearest]
    return order + [at for at, stop in enumerate(stops) if stop is None]


def _effort(one: Point, other: Point | None) -> float:
    assert other is not None
    rise = abs(one[2] - other[2])
    return hypot(one[0] - other[0], one[1] - other[1]) + (
        STAIRS * max(1, round(rise / 4)) if rise > SAME_STOREY else 0
    )
