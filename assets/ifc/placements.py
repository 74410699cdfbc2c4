"""Where things stand: local placements multiplied down to the file's own frame, in metres."""

from __future__ import annotations

import math

from assets.ifc.attributes import Attributes, Entity

Vector = tuple[float, float, float]
Frame = tuple[Vector, Vector, Vector, Vector]  # x, y and z axes, origin (file units)

_IDENTITY: Frame = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0), (0.0, 0.0, 0.0))
_DEEPEST = 100


class Placements:
    """Positions of one file; each placement is worked out once."""

    def __init__(self, attributes: Attributes, metres: float) -> None:
        self.attributes = attributes
        self.metres = metres
        self._frames: dict[int, Frame | None] = {}

    def position(self, product: Entity) -> Vector | None:
        """Return the origin of a product in metres; None when it has no placement that can be read."""
        placement = self.attributes.entity(product, "ObjectPlacement")
        frame = self._frame(placement, 0) if placement is not None else None
        if frame is None:
            return None
        x, y, z = frame[3]
        return (x * self.metres, y * self.metres, z * self.metres)

    def _frame(self, placement: Entity, depth: int) -> Frame | None:
        number = placement.id()
        if number not in self._frames:
            self._frames[number] = None  # a placement relative to itself ends here
            self._frames[number] = self._resolve(placement, depth)
        return self._frames[number]

    def _resolve(self, placement: Entity, depth: int) -> Frame | None:
        if depth > _DEEPEST:
            return None
        local = self._axes(self.attributes.entity(placement, "RelativePlacement"))
        parent = self.attributes.entity(placement, "PlacementRelTo")
        if local is None or parent is None:
            return local
        outer = self._frame(parent, depth + 1)
        return None if outer is None else _compose(outer, local)

    def _axes(self, axes: Entity | None) -> Frame | None:
        if axes is None:
            return None
        location = self._triple(self.attributes.entity(axes, "Location"), "Coordinates")
        if location is None:
            return None
        z = _unit(self._triple(self.attributes.entity(axes, "Axis"), "DirectionRatios") or (0.0, 0.0, 1.0))
        towards = self._triple(
            self.attributes.entity(axes, "RefDirection"), "DirectionRatios"
        ) or _perpendicular(z)
        x = _unit(_minus(towards, _scaled(z, _dot(towards, z))))
        return (x, _cross(z, x), z, location)

    def _triple(self, entity: Entity | None, name: str) -> Vector | None:
        values = self.attributes.value(entity, name) if entity is not None else None
        if not isinstance(values, (tuple, list)) or not all(isinstance(one, (int, float)) for one in values):
            return None
        x, y, z = (*values, 0.0, 0.0, 0.0)[:3]
        return (float(x), float(y), float(z))


def _compose(outer: Frame, inner: Frame) -> Frame:
    origin = _turned(outer, inner[3])
    moved = (origin[0] + outer[3][0], origin[1] + outer[3][1], origin[2] + outer[3][2])
    return (_turned(outer, inner[0]), _turned(outer, inner[1]), _turned(outer, inner[2]), moved)


def _turned(frame: Frame, vector: Vector) -> Vector:
    x, y, z, _ = frame
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
    return _scaled(a, 1.0 / length) if length > 1e-12 else _IDENTITY[0]


def _perpendicular(z: Vector) -> Vector:
    return (1.0, 0.0, 0.0) if abs(z[0]) < 0.9 else (0.0, 1.0, 0.0)
