"""What crosses the border of a box is cut at it: its triangles go on to the border, and no byte of them beyond."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from twin.geometry.chunk import Batch, Chunk, Colour, Part, Primitive, is_quantised

Floats = npt.NDArray[np.float64]
Box = Sequence[float]  # low x, y, z and high x, y, z: metres from the origin of the scene

FLAT = 1e-9  # twice the area, m², below which a piece is nothing to see


def clip(chunk: Chunk, crossing: Set[int], box: Box) -> Chunk:
    """Return the chunk with the elements of these local ids cut at the box; all others are as they were.

    A shape that stands many times and crosses the border is no longer the same as its sisters: it becomes triangles.
    """
    batches = [_clip_batch(batch, crossing, box) for batch in chunk.batches]
    pieces = [piece for part in chunk.parts for piece in _pieces(part, crossing, box)]
    parts = [_without(part, crossing) for part in chunk.parts]
    loose = [_loose(pieces, box)] if pieces else []
    return Chunk(
        chunk.feature_count,
        [batch for batch in (*batches, *loose) if batch.primitives],
        [part for part in parts if len(part.features)],
    )


def clipped(triangles: Floats, box: Box) -> Floats:
    """Return the triangles (n, 3, 3) of what lies within the box, plane by plane (Sutherland and Hodgman, 1974)."""
    for axis in range(3):
        for border, side in ((box[axis], 1.0), (box[axis + 3], -1.0)):
            triangles = _above(triangles, axis, border, side)
    sides = triangles[:, 1:] - triangles[:, :1]
    return triangles[np.linalg.norm(np.cross(sides[:, 0], sides[:, 1]), axis=1) > FLAT]


def _above(triangles: Floats, axis: int, border: float, side: float) -> Floats:
    """Keep what is on the right side of one plane: of a corner within a triangle remains, of two corners two."""
    height = (triangles[:, :, axis] - border) * side
    within = (height >= 0).sum(axis=1)
    pieces = [triangles[within == 3]]
    for corners in (1, 2):
        chosen = within == corners
        some, heights = _turned(triangles[chosen], height[chosen], odd_is_within=corners == 1)
        odd, left, right = some[:, 0], some[:, 1], some[:, 2]
        to_left = _between(odd, left, heights[:, 0], heights[:, 1], axis, border)
        to_right = _between(odd, right, heights[:, 0], heights[:, 2], axis, border)
        if corners == 1:
            pieces.append(np.stack([odd, to_left, to_right], axis=1))
        else:
            pieces.append(np.stack([to_left, left, right], axis=1))
            pieces.append(np.stack([to_left, right, to_right], axis=1))
    return np.concatenate(pieces)


def _turned(triangles: Floats, height: Floats, *, odd_is_within: bool) -> tuple[Floats, Floats]:
    """Turn each triangle, not over, until the corner that is alone on its side comes first."""
    odd = np.argmax((height >= 0) == odd_is_within, axis=1)
    order = (odd[:, None] + np.arange(3)) % 3
    rows = np.arange(len(triangles))[:, None]
    return triangles[rows, order], height[rows, order]


def _between(start: Floats, end: Floats, here: Floats, there: Floats, axis: int, border: float) -> Floats:
    met = start + (end - start) * (here / (here - there))[:, None]
    met[:, axis] = border
    return met


def _clip_batch(batch: Batch, crossing: Set[int], box: Box) -> Batch:
    primitives = [_clip_primitive(one, batch, crossing, box) for one in batch.primitives]
    return replace(batch, primitives=[one for one in primitives if len(one.indices)])


def _clip_primitive(one: Primitive, batch: Batch, crossing: Set[int], box: Box) -> Primitive:
    assert one.features is not None
    crosses = np.isin(one.features, list(crossing))
    if not crosses.any():
        return one
    offset = np.array(batch.offset)
    corners = one.indices.reshape(-1, 3)
    positions, indices, features = [], [], []
    count = 0
    for feature in _in_order(one.features):
        own = corners[one.features[corners[:, 0]] == feature]
        if int(feature) in crossing:
            cut = clipped(one.positions[own].astype(float) * batch.step + offset, box)
            rows, triangles = _shared(_counted((cut - offset) / batch.step, one))
        else:
            used, triangles = np.unique(own, return_inverse=True)
            rows, triangles = one.positions[used], triangles.reshape(-1)
        positions.append(rows)
        indices.append(triangles + count)
        features.append(np.full(len(rows), feature, one.features.dtype))
        count += len(rows)
    return Primitive(
        one.colour,
        np.concatenate(positions),
        np.concatenate(indices).astype(np.uint32),
        np.concatenate(features),
    )


def _in_order(features: npt.NDArray[np.uint16]) -> npt.NDArray[np.uint16]:
    """Each once, as they come."""
    found, first = np.unique(features, return_index=True)
    return found[np.argsort(first)]


def _counted(places: Floats, like: Primitive) -> npt.NDArray[np.uint16] | npt.NDArray[np.float32]:
    if is_quantised(like.positions):
        return np.clip(np.rint(places), 0, 65535).astype(np.uint16)
    return places.astype(np.float32)


def _shared(triangles: npt.NDArray[Any]) -> tuple[npt.NDArray[Any], npt.NDArray[np.int64]]:
    rows, indices = np.unique(triangles.reshape(-1, 3), axis=0, return_inverse=True)
    return rows, indices.reshape(-1)


def _pieces(part: Part, crossing: Set[int], box: Box) -> Iterator[tuple[Colour, int, Floats]]:
    """Colour, local id and triangles of each instance that crosses."""
    for number, feature in enumerate(part.features.astype(int).tolist()):
        if feature not in crossing:
            continue
        for one in part.primitives:
            corners = one.positions[one.indices].astype(float)
            if part.turns is not None:
                corners = corners @ _turn(part.turns[number]).T
            placed = (corners + part.shifts[number]) * part.step + np.array(part.offset)
            if len(cut := clipped(placed.reshape(-1, 3, 3), box)):
                yield one.colour, feature, cut


def _turn(quaternion: npt.NDArray[np.float32]) -> Floats:
    x, y, z, w = (float(value) for value in quaternion / np.linalg.norm(quaternion))
    return np.array([
        [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
        [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
        [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
    ])  # fmt: skip


def _loose(pieces: Sequence[tuple[Colour, int, Floats]], box: Box) -> Batch:
    """Batch of metres about the middle of the box: float32 keeps a tenth of a millimetre there."""
    x, y, z = ((np.array(box[:3]) + np.array(box[3:])) / 2).round(3).tolist()
    by_colour: dict[Colour, list[tuple[int, Floats]]] = {}
    for colour, feature, triangles in pieces:
        by_colour.setdefault(colour, []).append((feature, triangles - np.array([x, y, z])))
    return Batch((x, y, z), 1.0, [_merged(colour, by_colour[colour]) for colour in sorted(by_colour)])


def _merged(colour: Colour, pieces: Sequence[tuple[int, Floats]]) -> Primitive:
    positions, indices, features, count = [], [], [], 0
    for feature, triangles in pieces:
        rows, corners = _shared(triangles.astype(np.float32))
        positions.append(rows)
        indices.append(corners + count)
        features.append(np.full(len(rows), feature, np.uint16))
        count += len(rows)
    return Primitive(
        colour,
        np.concatenate(positions),
        np.concatenate(indices).astype(np.uint32),
        np.concatenate(features),
    )


def _without(part: Part, crossing: Set[int]) -> Part:
    stays = np.array([int(local) not in crossing for local in part.features.tolist()], bool)
    return replace(
        part,
        shifts=part.shifts[stays],
        turns=None if part.turns is None else part.turns[stays],
        features=part.features[stays],
    )
