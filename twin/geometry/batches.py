"""Elements merged into the batches of a chunk, a primitive for each colour, with the range of each element."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from assets.ifc.shape_set import ShapeSet
from twin.geometry.cells import STEP, Rows
from twin.geometry.chunk import Batch, Colour, Positions, Primitive
from twin.geometry.patterns import Pattern

Floats = npt.NDArray[np.float64]
Range = list[int]  # local id, mesh, primitive, first index, indices, first vertex, vertices


@dataclass(slots=True)
class _Growing:
    """A primitive while elements are added."""

    positions: list[npt.NDArray[Any]] = field(default_factory=list)
    features: list[npt.NDArray[np.uint16]] = field(default_factory=list)
    indices: list[npt.NDArray[np.uint32]] = field(default_factory=list)
    vertices: int = 0
    corners: int = 0
    ranges: list[tuple[int, int, int, int, int]] = field(default_factory=list)


def batch(
    shapes: ShapeSet,
    rows: Rows,
    *,
    patterns_of: Callable[[int], list[Pattern]],
    local_ids: dict[int, int],
    origin: Floats,
    quantised: bool,
    mesh: int,
) -> tuple[Batch, list[Range]]:
    """Merge the elements of `rows` into one batch with number `mesh`.

    Rows of one geometry are expected next to each other: they are placed together.
    """
    offset = _offset(shapes.boxes[rows], origin, quantised=quantised)
    growing: dict[Colour, _Growing] = {}
    for group in _same_geometry(shapes, rows):
        ids = np.array([local_ids[row] for row in group.tolist()], np.uint16)
        for pattern in patterns_of(int(shapes.geometry[group[0]])):
            placed = _placed(shapes.matrices[group], pattern.vertices, origin + offset)
            positions = _counts(placed) if quantised else placed.astype(np.float32)
            _add(growing.setdefault(pattern.colour, _Growing()), pattern, positions, ids)
    colours = sorted(growing)
    primitives = [_primitive(colour, growing[colour]) for colour in colours]
    ranges = [
        [local, mesh, number, *where]
        for number, colour in enumerate(colours)
        for local, *where in growing[colour].ranges
    ]
    x, y, z = offset.tolist()
    return Batch((x, y, z), STEP if quantised else 1.0, primitives), ranges


def _offset(boxes: Floats, origin: Floats, *, quantised: bool) -> Floats:
    """Return where positions count from: the low corner in whole millimetres, or the middle for float32."""
    low, high = boxes[:, :3].min(axis=0) - origin, boxes[:, 3:].max(axis=0) - origin
    exact = np.floor(low / STEP) * STEP if quantised else (low + high) / 2
    return exact.round(3)


def _same_geometry(shapes: ShapeSet, rows: Rows) -> list[Rows]:
    borders = np.flatnonzero(np.diff(shapes.geometry[rows])) + 1
    return np.split(rows, borders)


def _placed(matrices: Floats, vertices: Floats, origin: Floats) -> Floats:
    """Return (k, V, 3): the vertices under each of k matrices, from `origin`. The origin goes first: 10⁶ m away,
    nothing is left of a millimetre after a float32."""
    turned = np.einsum("kij,vj->kvi", matrices[:, :3, :3], vertices)
    moved: Floats = turned + (matrices[:, :3, 3] - origin)[:, None, :]
    return moved


def _counts(placed: Floats) -> npt.NDArray[np.uint16]:
    return np.clip(np.rint(placed / STEP), 0, 65535).astype(np.uint16)


def _add(to: _Growing, pattern: Pattern, positions: Positions, ids: npt.NDArray[np.uint16]) -> None:
    count, vertices, corners = len(ids), len(pattern.vertices), len(pattern.indices)
    starts = to.vertices + vertices * np.arange(count, dtype=np.uint32)
    to.positions.append(positions.reshape(-1, 3))
    to.features.append(np.repeat(ids, vertices))
    to.indices.append((pattern.indices[None, :] + starts[:, None]).reshape(-1).astype(np.uint32))
    for number, local in enumerate(ids.tolist()):
        to.ranges.append((
            local, to.corners + number * corners, corners, to.vertices + number * vertices, vertices
        ))  # fmt: skip
    to.vertices += count * vertices
    to.corners += count * corners


def _primitive(colour: Colour, grown: _Growing) -> Primitive:
    return Primitive(
        colour=colour,
        positions=np.concatenate(grown.positions),
        indices=np.concatenate(grown.indices),
        features=np.concatenate(grown.features),
    )
