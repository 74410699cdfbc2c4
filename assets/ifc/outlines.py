"""How a piece of a network lies: the box along its own axes, and the two ends of what is straight.

From triangles, whatever the angle at which a pipe is drawn: for pieces that no port tells where they end.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np

from assets.ifc.shape_set import Floats, ShapeSet

Point = tuple[float, float, float]
SLENDER = 2.0  # times longer than wide is a piece whose ends are known from its shape
_FLAT = 0.001  # metres
_ROUND = 1.05  # how much farther from its axis than at its ends a straight piece may be
_DECIMALS = 5


class Outline(NamedTuple):
    """Metres in the frame of the file. `axes` are unit vectors, `halves` half the size along each; `ends` of what is
    straight alone, in the middle of its two end faces, and `radius` half its width."""

    middle: Point
    axes: tuple[Point, Point, Point]
    halves: Point
    ends: tuple[Point, Point] | None = None
    radius: float = 0.0

    def numbers(self) -> list[float]:
        """As they are kept: 15 of the box, and 7 more of what is straight."""
        flat = [*self.middle, *(value for axis in self.axes for value in axis), *self.halves]
        if self.ends:
            flat += [*self.ends[0], *self.ends[1], self.radius]
        return [round(value, _DECIMALS) for value in flat]

    @classmethod
    def of_numbers(cls, flat: list[float]) -> Outline:
        """Read back what `numbers` gave."""
        points: list[Any] = [tuple(flat[start : start + 3]) for start in range(0, 21, 3)]
        box = (points[0], (points[1], points[2], points[3]), points[4])
        return cls(*box, (points[5], points[6]), flat[21]) if len(flat) > 15 else cls(*box)


def outlines(shapes: ShapeSet, step_ids: Iterable[int]) -> dict[int, Outline]:
    """Return the outline of each of these elements that has a shape; what is drawn alike is looked at once."""
    wanted = set(step_ids)
    known: dict[int, Outline] = {}
    found: dict[int, Outline] = {}
    for row, step_id in enumerate(shapes.step_ids.tolist()):
        if step_id not in wanted:
            continue
        number = int(shapes.geometry[row])
        if number not in known:
            known[number] = outline(shapes.local_mesh(number)[0])
        found[step_id] = _placed(known[number], shapes.matrices[row])
    return found


def outline(vertices: Floats) -> Outline:
    """Return the outline of corners (V, 3): the smallest of the boxes along their own axes and along the frame's."""
    frames = [np.eye(3), _principal(vertices)]
    boxes = [_box(vertices, frame) for frame in frames]
    middle, axes, halves = min(boxes, key=lambda box: float(np.prod(box[2] + _FLAT)))
    straight = _straight(vertices, middle, axes, halves)
    if straight is None:
        return Outline(_point(middle), _axes(axes), _point(halves))
    one, other, radius = straight
    return Outline(_point(middle), _axes(axes), _point(halves), (_point(one), _point(other)), radius)


def _principal(vertices: Floats) -> Floats:
    """Axes (3, 3) along which the corners lie apart, by rows."""
    centred = vertices - vertices.mean(axis=0)
    axes: Floats = np.linalg.eigh(centred.T @ centred)[1].T[::-1]
    return axes


def _box(vertices: Floats, axes: Floats) -> tuple[Floats, Floats, Floats]:
    along = vertices @ axes.T
    low, high = along.min(axis=0), along.max(axis=0)
    return (low + high) / 2 @ axes, axes, (high - low) / 2


def _straight(
    vertices: Floats, middle: Floats, axes: Floats, halves: Floats
) -> tuple[Floats, Floats, float] | None:
    """The middles of both end faces and half the width; None for what is not slender, or bends."""
    longest = int(halves.argmax())
    width = float(np.delete(halves, longest).max())
    if halves[longest] < SLENDER * width or halves[longest] < _FLAT:
        return None
    ends = (middle - axes[longest] * halves[longest], middle + axes[longest] * halves[longest])
    for _ in range(2):  # once more along the axis that the faces themselves give
        ends = _faces(vertices, ends, width)
        if np.linalg.norm(ends[1] - ends[0]) < SLENDER * width:
            return None
    away = _from_axis(vertices, *ends)
    near_ends = np.minimum(*(_along(vertices, ends[0], ends[1], end) for end in ends)) <= 2 * width + _FLAT
    radius = float(away[near_ends].max())
    if float(away.max()) > _ROUND * radius + _FLAT:
        return None
    return ends[0], ends[1], radius


def _faces(vertices: Floats, ends: tuple[Floats, Floats], width: float) -> tuple[Floats, Floats]:
    """The middle of the face at each end, square to the axis or cut at a slant; `width` is half the piece's."""
    one, other = ends
    axis = (other - one) / np.linalg.norm(other - one)
    along = vertices @ axis
    return _face(vertices, along - along.min(), width), _face(vertices, along.max() - along, width)


def _face(vertices: Floats, from_end: Floats, width: float) -> Floats:
    """Corners one close behind the other; where these are one edge only, all as deep as a slanting cut goes."""
    depths = np.sort(from_end)
    apart = np.flatnonzero(np.diff(depths) > max(width / 2, _FLAT))
    deepest = 2 * width + _FLAT
    face = vertices[from_end <= min(deepest, depths[apart[0]] if len(apart) else deepest)]
    if len(np.unique(face.round(4), axis=0)) < 3:
        face = vertices[from_end <= deepest]
    middle: Floats = (face.min(axis=0) + face.max(axis=0)) / 2
    return middle


def _along(vertices: Floats, one: Floats, other: Floats, end: Floats) -> Floats:
    axis = (other - one) / np.linalg.norm(other - one)
    distance: Floats = np.abs((vertices - end) @ axis)
    return distance


def _from_axis(vertices: Floats, one: Floats, other: Floats) -> Floats:
    axis = (other - one) / np.linalg.norm(other - one)
    offset = vertices - one
    distance: Floats = np.linalg.norm(offset - np.outer(offset @ axis, axis), axis=1)
    return distance


def _placed(local: Outline, matrix: Floats) -> Outline:
    """In the frame of the file; matrices turn and move, and mirror at most."""
    turn, shift = matrix[:3, :3], matrix[:3, 3]

    def moved(point: Point) -> Point:
        return _point(turn @ np.array(point) + shift)

    return Outline(
        moved(local.middle),
        _axes(np.array(local.axes) @ turn.T),
        local.halves,
        (moved(local.ends[0]), moved(local.ends[1])) if local.ends else None,
        local.radius,
    )


def _point(values: Floats) -> Point:
    x, y, z = (float(value) for value in values)
    return x, y, z


def _axes(rows: Floats) -> tuple[Point, Point, Point]:
    one, other, third = (_point(row) for row in rows)
    return one, other, third
