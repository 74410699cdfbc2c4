"""A unique geometry ready to be placed: split by colour, corners shared, triangles in an order that packs well."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assets.ifc.shape_set import ShapeSet
from twin.geometry import packing
from twin.geometry.chunk import Colour

MICROMETRE = 1e6


@dataclass(frozen=True, slots=True)
class Pattern:
    """Triangles of one colour of one geometry, in its local frame."""

    colour: Colour
    vertices: npt.NDArray[np.float64]  # (V, 3)
    indices: npt.NDArray[np.uint32]  # (3 T,)


def patterns(shapes: ShapeSet, geometry: int) -> list[Pattern]:
    """Return a pattern for each colour of a geometry. No triangle is dropped, not even one without area."""
    vertices, faces, material = shapes.local_mesh(geometry)
    return [
        _pattern(_colour(shapes, one), vertices, faces[material == one])
        for one in np.unique(material).tolist()
    ]


def _pattern(colour: Colour, vertices: npt.NDArray[np.float64], faces: npt.NDArray[np.int32]) -> Pattern:
    corners = vertices[faces.reshape(-1)]
    rounded = np.rint(corners * MICROMETRE).astype(np.int64)
    _, first, same = np.unique(rounded, axis=0, return_index=True, return_inverse=True)
    indices, order = packing.reorder(same.reshape(-1).astype(np.uint32), len(first))
    return Pattern(colour, corners[first][order], indices)


def _colour(shapes: ShapeSet, material: int) -> Colour:
    red, green, blue, alpha = np.rint(shapes.materials[material] * 255).astype(int).tolist()
    return red, green, blue, alpha
