"""What repeats often enough to be written once: a part with a shift, a turn and a feature for each instance."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from assets.ifc.shape_set import ShapeSet
from twin.geometry.cells import CELL, STEP, Rows
from twin.geometry.chunk import Part, Primitive
from twin.geometry.patterns import Pattern

Floats = npt.NDArray[np.float64]

FINE = STEP / 4  # a part has its own frame and is written once: a finer step costs nothing
INSTANCE, MESH = 14, 300  # compressed bytes of one more instance, and of a mesh, its node and accessors
VERTEX, TRIANGLE = 3.5, 1.7  # compressed bytes in a batch


def pays(found: list[Pattern], count: int) -> bool:
    """Tell whether `count` elements of these patterns are smaller as instances than merged."""
    one = sum(VERTEX * len(each.vertices) + TRIANGLE * len(each.indices) / 3 for each in found)
    return count * one > MESH * len(found) + one + count * INSTANCE


def may_repeat(shapes: ShapeSet, rows: Rows) -> bool:
    """Tell whether every placement is a turn and a shift, and the shape small enough for its own frame."""
    turns = shapes.matrices[rows, :3, :3]
    rigid = np.abs(np.einsum("nij,nkj->nik", turns, turns) - np.eye(3)).max() < 1e-6
    upright = bool((np.linalg.det(turns) > 0).all())
    vertices = shapes.local_mesh(int(shapes.geometry[rows[0]]))[0]
    return bool(rigid) and upright and float(np.ptp(vertices, axis=0).max()) <= CELL


def part(
    shapes: ShapeSet,
    rows: Rows,
    *,
    patterns_of: Callable[[int], list[Pattern]],
    local_ids: dict[int, int],
    origin: Floats,
) -> Part:
    """Return the part of the elements of `rows`, which share a geometry."""
    found = patterns_of(int(shapes.geometry[rows[0]]))
    corner = np.min([each.vertices.min(axis=0) for each in found], axis=0)
    extent = np.max([each.vertices.max(axis=0) for each in found], axis=0) - corner
    step = FINE if extent.max() <= FINE * 65535 else STEP
    matrices = shapes.matrices[rows]
    shifts = matrices[:, :3, :3] @ corner + matrices[:, :3, 3] - origin
    offset = shifts.mean(axis=0).round(3)
    turns = quaternions(matrices[:, :3, :3])
    x, y, z = offset.tolist()
    return Part(
        offset=(x, y, z),
        step=step,
        primitives=[_primitive(each, corner, step) for each in sorted(found, key=lambda each: each.colour)],
        # Eighths of a step have few digits, which packs well.
        shifts=(np.rint((shifts - offset) / step * 8) / 8).astype(np.float32),
        turns=None if np.allclose(turns, [0, 0, 0, 1], atol=1e-7) else turns,
        features=np.array([local_ids[row] for row in rows.tolist()], np.float32),
    )


def quaternions(turns: Floats) -> npt.NDArray[np.float32]:
    """Return unit quaternions x, y, z, w (n, 4) of rotation matrices (n, 3, 3), w not negative.

    Each is the eigenvector of the largest eigenvalue of the symmetric matrix of Bar-Itzhack (2000), which is stable
    for every angle.
    """
    m = turns
    k = np.zeros((len(m), 4, 4))
    for a, b, c in ((0, 1, 2), (1, 2, 0), (2, 0, 1)):
        k[:, a, a] = m[:, a, a] - m[:, b, b] - m[:, c, c]
        k[:, a, b] = k[:, b, a] = m[:, a, b] + m[:, b, a]
        k[:, a, 3] = k[:, 3, a] = m[:, c, b] - m[:, b, c]
    k[:, 3, 3] = np.trace(m, axis1=1, axis2=2)
    found = np.linalg.eigh(k)[1][:, :, -1]
    # Noise in the last digits would cost more bytes than the turn itself.
    tidy = np.round(found * np.where(found[:, 3:] < 0, -1, 1), 7) + 0.0
    return (tidy / np.linalg.norm(tidy, axis=1, keepdims=True)).astype(np.float32)


def _primitive(pattern: Pattern, corner: Floats, step: float) -> Primitive:
    counts = np.clip(np.rint((pattern.vertices - corner) / step), 0, 65535).astype(np.uint16)
    return Primitive(pattern.colour, counts, pattern.indices)
