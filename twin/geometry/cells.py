"""Cells of at most 64 m, so that 16 bits a coordinate mean steps of a millimetre."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

CELL = 64.0  # metres
STEP = 0.001  # metres: whole millimetres of the authoring tool stay exact

Rows = npt.NDArray[np.int64]


def split(boxes: npt.NDArray[np.float64], rows: Rows) -> tuple[list[Rows], Rows]:
    """Return groups of rows whose common box is at most a cell wide, and the rows that are too large for any.

    `boxes` (N, 6) are those of all elements. Groups come in the order of their place, which depends on nothing else.
    """
    extents = boxes[rows, 3:] - boxes[rows, :3]
    fits = extents.max(axis=1, initial=0.0) <= CELL
    return _halves(boxes, rows[fits]), rows[~fits]


def areas(boxes: npt.NDArray[np.float64], rows: Rows, most: int) -> list[Rows]:
    """Return groups of at most `most` rows that lie together, seen from above; one group where that is enough.

    Who looks at one end of a long storey need not load the other. Rows keep their order within a group.
    """
    if len(rows) <= most:
        return [rows]
    middles = boxes[rows, :2] + boxes[rows, 3:5]
    low, high = middles.min(axis=0), middles.max(axis=0)
    axis = int((high - low).argmax())
    near = middles[:, axis] <= (low[axis] + high[axis]) / 2
    if near.all():  # all in one place: there is nothing to choose between
        return [rows[start : start + most] for start in range(0, len(rows), most)]
    return [*areas(boxes, rows[near], most), *areas(boxes, rows[~near], most)]


def _halves(boxes: npt.NDArray[np.float64], rows: Rows) -> list[Rows]:
    """Halve along the widest axis, by the middles of the elements, until a group fits."""
    if not len(rows):
        return []
    extent = boxes[rows, 3:].max(axis=0) - boxes[rows, :3].min(axis=0)
    axis = int(extent.argmax())
    if extent[axis] <= CELL:
        return [rows]
    middles = boxes[rows, axis] + boxes[rows, 3 + axis]
    low = middles <= (middles.min() + middles.max()) / 2
    return [*_halves(boxes, rows[low]), *_halves(boxes, rows[~low])]
