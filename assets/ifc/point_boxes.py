"""A box for an element that no kernel can shape: the points of its representation, moved by its placement.

These elements come from damaged lines more often than others, and a line read lazily fails only now (RuntimeError).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import ifcopenshell
import ifcopenshell.util.placement
import ifcopenshell.util.unit
import numpy as np

from assets.ifc.shape_set import Floats

DEEPEST = 200_000  # entities looked at in one item: enough for a box, bounded for a monster


class PointBoxes:
    """Local boxes of representations, remembered by their STEP id: mapped ones come back often."""

    def __init__(self, model: Any) -> None:
        self._model = model
        self._metre = _metre(model)
        self._known: dict[int, tuple[Floats, Floats] | None] = {}

    def of(self, element: Any) -> tuple[Floats, Floats, Floats] | None:
        """Return low, high (metres, local frame) and the placement (4, 4) of an element; None without any point.

        Profiles and sweeps are known by their radius and depth only roughly: this says where the element is and
        about how large, no more.
        """
        try:
            found = [self._extent(shape) for shape in element.Representation.Representations]
        except RuntimeError:
            return None
        boxes = [box for box in found if box is not None]
        if not boxes:
            return None
        low, high = np.min([box[0] for box in boxes], axis=0), np.max([box[1] for box in boxes], axis=0)
        return low, high, self._placement(element)

    def _placement(self, element: Any) -> Floats:
        try:
            matrix = ifcopenshell.util.placement.get_local_placement(element.ObjectPlacement)
        except Exception:  # a placement that is itself damaged: the element stays at the origin of its file
            return np.eye(4)
        matrix = np.array(matrix, "f8")
        matrix[:3, 3] *= self._metre
        return matrix if np.isfinite(matrix).all() else np.eye(4)

    def _extent(self, shape: Any) -> tuple[Floats, Floats] | None:
        if shape.id() not in self._known:
            self._known[shape.id()] = self._measure(shape)
        return self._known[shape.id()]

    def _measure(self, shape: Any) -> tuple[Floats, Floats] | None:
        points: list[Floats] = []
        reach = 0.0
        # Only the items: the context of a representation holds a point too, the origin of everything.
        for entity in (one for item in shape.Items for one in self._below(item)):
            with suppress(RuntimeError):
                points.extend(_points(entity))
                reach = max(reach, _reach(entity))
        if not points and not reach:
            return None
        cloud = np.concatenate(points) if points else np.zeros((1, 3))
        cloud = cloud[np.isfinite(cloud).all(axis=1)]
        if not len(cloud):
            return None
        low, high = cloud.min(axis=0), cloud.max(axis=0)
        if reach > (high - low).max():
            high = np.maximum(high, low + reach)
        return low * self._metre, high * self._metre

    def _below(self, item: Any) -> list[Any]:
        """Return an item and all it is made of, as far as that can be read."""
        try:
            return list(self._model.traverse(item)[:DEEPEST])
        except RuntimeError:
            return list(_readable(item))


def _metre(model: Any) -> float:
    """Return the file's unit of length in metres; 1 when its line cannot be read."""
    try:
        return float(ifcopenshell.util.unit.calculate_unit_scale(model))
    except RuntimeError:
        return 1.0


def _readable(item: Any) -> Iterator[Any]:
    """Walk down attribute by attribute, past those that cannot be read."""
    waiting, seen = [item], {item.id()}
    while waiting and len(seen) < DEEPEST:
        entity = waiting.pop()
        yield entity
        for number in range(len(entity)):
            with suppress(RuntimeError):
                below = [one for one in _entities(entity[number]) if one.id() and one.id() not in seen]
                seen.update(one.id() for one in below)
                waiting += below


def _entities(value: Any) -> Iterator[Any]:
    if isinstance(value, (tuple, list)):
        for each in value:
            yield from _entities(each)
    elif isinstance(value, ifcopenshell.entity_instance):
        yield value


def _points(entity: Any) -> list[Floats]:
    if entity.is_a("IfcCartesianPoint"):
        return [_padded([entity.Coordinates])]
    if entity.is_a("IfcCartesianPointList"):
        return [_padded(entity.CoordList)]
    return []


def _padded(rows: Any) -> Floats:
    values = np.array(rows, "f8").reshape(len(rows), -1)
    return np.pad(values, ((0, 0), (0, 3 - values.shape[1])))


def _reach(entity: Any) -> float:
    """Return the largest length a solid or profile says in a number instead of in points."""
    names = ("Depth", "Radius", "XDim", "YDim", "ZDim", "OverallDepth", "OverallWidth", "Height")
    values = [getattr(entity, name, None) for name in names] if entity.is_a() in _SIZED else []
    return max((float(value) for value in values if isinstance(value, (int, float))), default=0.0)


_SIZED = {
    "IfcExtrudedAreaSolid", "IfcBoundingBox", "IfcRectangleProfileDef", "IfcCircleProfileDef", "IfcSweptDiskSolid",
    "IfcBlock", "IfcRightCircularCylinder", "IfcSphere", "IfcIShapeProfileDef", "IfcCircleHollowProfileDef",
}  # fmt: skip
