"""Rooms from shapes: which space an element stands in when its file says only the storey, or nothing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from assets.ifc.footprints import polygon
from assets.ifc.shape_set import Floats, Footprint, Ints, ShapeSet

TOLERANCE = 0.05  # metres; a socket on a wall stands in the plane of the wall, not within the room
HEADROOM = 0.30  # metres above and below: lights in a false ceiling and floor boxes belong to the room


def place(points: Floats, spaces: Sequence[Footprint]) -> list[int | None]:
    """Return for each of the points (N, 3), metres, the STEP id of the smallest space that holds it, or None.

    Spaces overlap in real files (a gross floor area drawn as a space, a cupboard within a room): the one with the
    smallest plan says most. A space that holds the point without tolerance goes before one that needs it.
    """
    if not len(points) or not spaces:
        return [None] * len(points)
    plans = shapely.buffer([polygon(space.rings) for space in spaces], TOLERANCE)
    at, where = shapely.STRtree(plans).query(shapely.points(points[:, :2]), predicate="intersects")
    bottoms = np.array([space.z_min for space in spaces])
    tops = np.array([space.z_max for space in spaces])
    heights = points[at, 2]
    within = (heights >= bottoms[where] - HEADROOM) & (heights <= tops[where] + HEADROOM)
    strays = (heights < bottoms[where]) | (heights > tops[where])
    return _smallest(at[within], where[within], strays[within], plans, spaces, len(points))


def representative_points(shapes: ShapeSet) -> Floats:
    """Return (N, 3): for each element the point of its own surface that is nearest to the middle of its box.

    The middle itself lies in the neighbour's room for an L-shaped duct. The box is the one of the local mesh, so that
    one search serves every element of a geometry; nearest is looked for among corners and middles of triangles.
    """
    count = len(shapes.geometry_vertex_start) - 1
    local = np.array([_nearest_to_middle(*shapes.local_mesh(number)[:2]) for number in range(count)]).reshape(
        -1, 3
    )
    points = local[shapes.geometry]
    return np.einsum("nij,nj->ni", shapes.matrices[:, :3, :3], points) + shapes.matrices[:, :3, 3]


def _nearest_to_middle(vertices: Floats, faces: Ints) -> Floats:
    candidates = np.concatenate([vertices, vertices[faces].mean(axis=1)])
    middle = (vertices.min(axis=0) + vertices.max(axis=0)) / 2
    nearest: Floats = candidates[((candidates - middle) ** 2).sum(axis=1).argmin()]
    return nearest


def _smallest(
    at: np.ndarray,
    where: np.ndarray,
    strays: np.ndarray,
    plans: np.ndarray,
    spaces: Sequence[Footprint],
    count: int,
) -> list[int | None]:
    """Choose one space a point: no stray height first, then the smallest plan, then the file's order."""
    areas = shapely.area(plans)[where]
    best = np.lexsort((where, areas, strays, at))
    first = best[np.unique(at[best], return_index=True)[1]]
    found: list[int | None] = [None] * count
    for point, space in zip(at[first].tolist(), where[first].tolist(), strict=True):
        found[point] = spaces[space].step_id
    return found
