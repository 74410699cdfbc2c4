"""Where things stand: local placements multiplied down to the file's own frame, in metres."""

from __future__ import annotations

import math
from typing import cast

from assets.ifc.attributes import Attributes, Entity

Vector = tuple[float, float, float]
Axes = tuple[Vector, Vector, Vector]
Frame = tuple[Axes, Vector]  # axes and origin (file units)

_UNTURNED: Axes = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
_DEEPEST = 100


class Placements:
    """Positions of one file; each placement and each pair of directions is worked out once.

    The classes met here are the same in every schema, so their attributes are read by position.
    """

    def __init__(self, attributes: Attributes, metres: float) -> None:
        self.attributes = attributes
        self.metres = metres
        self._frames: dict[int, Frame | None] = {}
        self._turns: dict[tuple[int, int], Axes] = {}

    def position(self, product: Entity) -> Vector | None:
        """Return the origin of a product in metres; None when it has no placement that can be read."""
        placement = self.attributes.entity(product, "ObjectPlacement")
        frame = self._frame(placement, 0) if placement is not None else None
        if frame is None:
            return None
        x, y, z = frame[1]
        return (x * self.metres, y * self.metres, z * self.metres)

    def _frame(self, placement: Entity, depth: int) -> Frame | None:
        number = placement.id()
        if number not in self._frames:
            self._frames[number] = None  # a placement relative to itself ends here
            try:
                self._frames[number] = self._resolve(placement, depth)
            except Exception:  # wrong kinds of value raise whatever the binding raises
                self.attributes.damaged[number] = None
        return self._frames[number]

    def _resolve(self, placement: Entity, depth: int) -> Frame | None:
        if depth > _DEEPEST or not placement.is_a("IfcLocalPlacement"):
            return None
        parent, axes = placement.get_argument(0), placement.get_argument(1)
        if axes is None:
            return None
        local = self._local(axes)
        if parent is None:
            return local
        outer = self._frame(parent, depth + 1)
        return None if outer is None else _compose(outer, local)

    def _local(self, axes: Entity) -> Frame:
        x, y, z = (*axes.get_argument(0).get_argument(0), 0.0)[:3]
        if axes.is_a("IfcAxis2Placement3D"):
            return self._turn(axes.get_argument(1), axes.get_argument(2)), (float(x), float(y), float(z))
        return self._turn(None, axes.get_argument(1)), (float(x), float(y), float(z))  # drawn in the plane

    def _turn(self, axis: Entity | None, towards: Entity | None) -> Axes:
        if axis is None and towards is None:
            return _UNTURNED
        key = (axis.id() if axis is not None else 0, towards.id() if towards is not None else 0)
        turn = self._turns.get(key)
        if turn is None:
            turn = self._turns[key] = _axes(_direction(axis), _direction(towards))
        return turn


def _direction(entity: Entity | None) -> Vector | None:
    if entity is None:
        return None
    x, y, z = (*entity.get_argument(0), 0.0)[:3]
    return (float(x), float(y), float(z))


def _axes(upwards: Vector | None, towards: Vector | None) -> Axes:
    """Make three axes of a vertical and a rough forward direction."""
    z = _unit(upwards or (0.0, 0.0, 1.0))
    forward = towards or _perpendicular(z)
    x = _unit(_minus(forward, _scaled(z, _dot(forward, z))))
    return (x, _cross(z, x), z)


def _compose(outer: Frame, inner: Frame) -> Frame:
    """Express the inner frame in the frame of the outer one."""
    axes, (dx, dy, dz) = outer
    if axes is _UNTURNED:
        x, y, z = inner[1]
        return inner[0], (x + dx, y + dy, z + dz)
    x, y, z = _turned(axes, inner[1])
    turned = axes if inner[0] is _UNTURNED else tuple(_turned(axes, one) for one in inner[0])
    return cast("Axes", turned), (x + dx, y + dy, z + dz)


def _turned(axes: Axes, vector: Vector) -> Vector:
    x, y, z = axes
    a, b, c = vector
    return (a * x[0] + b * y[0] + c * z[0], a * x[1] + b * y[1] + c * z[1], a * x[2] + b * y[2] + c * z[2])


def _dot(a: Vector, b: Vector) -> float:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def _minus(a: Vector, b: Vector) -> Vector:
    return (a[0] - b[0], a[1] - b[1], a[2] - b[2])


def _scaled(a: Vector, by: float) -> Vector:
    return (a[0] * by, a[1] * by, a[2] * by)


def _cross(a: Vector, b: Vector) -> Vector:
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def _unit(a: Vector) -> Vector:
    length = math.sqrt(_dot(a, a))
    return _scaled(a, 1.0 / length) if length > 1e-12 else _UNTURNED[0]


def _perpendicular(z: Vector) -> Vector:
    return (1.0, 0.0, 0.0) if abs(z[0]) < 0.9 else (0.0, 1.0, 0.0)
