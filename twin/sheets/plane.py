"""Plane geometry of outlines: rings of [[x, y], …] in metres, outer ones counter-clockwise and holes clockwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import hypot

Point = tuple[float, float]
Ring = Sequence[Sequence[float]]
Box = tuple[float, float, float, float]  # x and y of the lower corner, then of the upper one


def middle(box: Box) -> Point:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def around(boxes: Sequence[Box]) -> Box:
    """The box around boxes; raises ValueError of none."""
    left, bottom, right, top = zip(*boxes, strict=True)
    return min(left), min(bottom), max(right), max(top)


def box_of(rings: Sequence[Ring]) -> Box:
    """The box around an outline; raises ValueError of an empty one."""
    xs, ys = zip(*(corner[:2] for ring in rings for corner in ring), strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def meet(one: Box, other: Box) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def apart(point: Point, box: Box) -> float:
    """Metres from a point to a box; 0 within it."""
    x, y = point
    return hypot(max(box[0] - x, 0, x - box[2]), max(box[1] - y, 0, y - box[3]))


def from_outline(point: Point, rings: Sequence[Ring]) -> float:
    """Metres from a point to the nearest side of an outline, be it within or without."""
    return min((_from_side(point, *side) for ring in rings for side in _sides(ring)), default=float("inf"))


def crossings(rings: Sequence[Ring], y: float) -> list[tuple[float, float]]:
    """The stretches of the line at height `y` that lie within the outline, as (from x, to x)."""
    at = sorted(
        x0 + (y - y0) * (x1 - x0) / (y1 - y0)
        for ring in rings
        for (x0, y0), (x1, y1) in _sides(ring)
        if (y0 <= y) != (y1 <= y)
    )
    return list(zip(at[::2], at[1::2], strict=False))


def _sides(ring: Ring) -> Iterator[tuple[Point, Point]]:
    corners = [(corner[0], corner[1]) for corner in ring]
    return pairwise(corners + corners[:1])


def _from_side(point: Point, start: Point, end: Point) -> float:
    (x, y), (x0, y0) = point, start
    along, across = end[0] - x0, end[1] - y0
    length = along * along + across * across
    share = max(0.0, min(1.0, ((x - x0) * along + (y - y0) * across) / length)) if length else 0.0
    return hypot(x - x0 - share * along, y - y0 - share * across)
