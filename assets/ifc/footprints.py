"""The ground plan of a space, from the triangles of its body."""

from __future__ import annotations

import numpy as np
import shapely
from shapely.geometry.polygon import orient

from assets.ifc.shape_set import Floats, Footprint, Ints, Rings

CENTIMETRE = 0.01


def footprint(step_id: int, vertices: Floats, faces: Ints) -> Footprint:
    """Return the plan of a body whose vertices (V, 3) are in metres in the frame of the file.

    The faces that look down give it; a body without floor gives the shadow of all its faces, and one that has no
    area at all the hull of its points.
    """
    triangles = vertices[faces]
    area = np.cross(triangles[:, 1] - triangles[:, 0], triangles[:, 2] - triangles[:, 0])
    length = np.linalg.norm(area, axis=1)
    # Around 45° and steeper a face is a wall; the sign tells floor from ceiling.
    downward = area[:, 2] < -0.7 * np.maximum(length, 1e-12)
    plan = _union(triangles[downward])
    if plan.is_empty:
        plan = _union(triangles)
    if plan.is_empty:
        plan = shapely.MultiPoint(vertices[:, :2]).convex_hull.buffer(CENTIMETRE)
    heights = vertices[:, 2]
    return Footprint(step_id, rings(plan), float(heights.min()), float(heights.max()))


def rings(plan: shapely.Geometry) -> Rings:
    """Write polygons as rings: outer ones counter-clockwise, holes clockwise."""
    found = [orient(part) for part in shapely.get_parts(plan) if part.geom_type == "Polygon"]
    return [
        shapely.get_coordinates(ring).round(4).tolist()
        for polygon in found
        for ring in (polygon.exterior, *polygon.interiors)
    ]


def polygon(plan: Rings) -> shapely.Geometry:
    """Read back what `rings` wrote."""
    outer: list[shapely.Geometry] = []
    holes: list[shapely.Geometry] = []
    for ring in plan:
        closed = shapely.LinearRing(ring)
        (outer if closed.is_ccw else holes).append(shapely.Polygon(closed))
    whole = shapely.union_all(outer)
    return shapely.difference(whole, shapely.union_all(holes)) if holes else whole


def _union(triangles: Floats) -> shapely.Geometry:
    """Unite the shadows of triangles (T, 3, 3), closing the hairlines between neighbours."""
    closed = triangles[:, [0, 1, 2, 0], :2]
    shadows = shapely.polygons(closed) if len(closed) else np.array([], dtype=object)
    shadows = shadows[shapely.area(shadows) > CENTIMETRE**2]
    united = shapely.union_all(shapely.buffer(shadows, CENTIMETRE / 10, join_style="mitre"))
    return shapely.simplify(united.buffer(-CENTIMETRE / 10, join_style="mitre"), CENTIMETRE)
