"""Items that the hybrid kernel says twice.

When its first half (cgal-simple) gives up at the third item of a shape, ifcopenshell 0.9.0 keeps what it had of the
first two and lets OpenCascade begin again: triangles come as A B | A B C D. The second telling is the whole one.
"""

from __future__ import annotations

import numpy as np

from assets.ifc.shape_set import Floats, Ints

TOLERANCE = 0.02  # metres; two tessellations of one item differ by their deflection


def second_telling(items: Ints, vertices: Floats, faces: Ints) -> int:
    """Return the number of the face where the kernel began again, 0 if it did not.

    `items` (F,) is the STEP id of each face's item. An item may come twice on purpose, mapped to two places: only
    what comes back at the same place is said twice.
    """
    if not len(items) or items[0] == items[-1]:
        return 0  # a shape of one item is whole or fails as a whole
    borders = [0, *(np.flatnonzero(np.diff(items)) + 1).tolist(), len(items)]
    again = [start for start in borders[1:-1] if items[start] == items[0]]
    for start in again:
        end = borders[borders.index(start) + 1]
        if _same_place(vertices, faces[: borders[1]], faces[start:end]):
            return start
    return _within_first(vertices, faces[: borders[1]])


def _within_first(vertices: Floats, faces: Ints) -> int:
    """Find where the first item is closed and begins again: cgal-simple gave up at the second item."""
    for end in _closings(vertices, faces):
        if _same_place(vertices, faces[:end], faces[end:]):
            return end
    return 0


def _closings(vertices: Floats, faces: Ints) -> list[int]:
    """Return the numbers of faces after which the surface so far has no open edge, the last apart."""
    corners = np.unique(vertices[faces].reshape(-1, 3).round(5), axis=0, return_inverse=True)[1].reshape(
        -1, 3
    )
    open_edges: set[tuple[int, int]] = set()
    found = []
    for number, (a, b, c) in enumerate(corners.tolist(), 1):
        for edge in ((a, b), (b, c), (c, a)):
            back = (edge[1], edge[0])
            if back in open_edges:
                open_edges.remove(back)
            else:
                open_edges.add(edge)
        if not open_edges and number < len(faces):
            found.append(number)
    return found


def _same_place(vertices: Floats, one: Ints, other: Ints) -> bool:
    return bool(np.abs(_box(vertices[one]) - _box(vertices[other])).max() < TOLERANCE)


def _box(corners: Floats) -> Floats:
    points = corners.reshape(-1, 3)
    return np.concatenate([points.min(axis=0), points.max(axis=0)])
