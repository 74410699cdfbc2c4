"""What lies near what, of hundreds of thousands of points at once: rows of arrays in cells of space."""

from __future__ import annotations

import numpy as np

_PRIMES = np.array([73856093, 19349663, 83492791], np.int64)


def beside(points: np.ndarray, asked: np.ndarray, within: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of rows of `asked` (which lie somewhere) and of `points` those within so many metres of each other, and how far.

    Cells are twice as wide, so that of each direction only the cell itself and the one on the nearer side count.
    """
    origin = points.min(axis=0, initial=np.inf)
    cells = np.floor((points - origin) / (2 * within)).astype(np.int64)
    order = np.argsort(_key(cells), kind="stable")
    keys = _key(cells)[order]
    at = (asked - origin) / (2 * within)
    home = np.floor(at).astype(np.int64)
    side = np.where(at - home < 0.5, -1, 1)
    rows, found = [], []
    for step in np.ndindex(2, 2, 2):
        key = _key(home + side * np.array(step))
        first, last = np.searchsorted(keys, key, "left"), np.searchsorted(keys, key, "right")
        count = last - first
        shift = np.repeat(first - np.concatenate(([0], np.cumsum(count)[:-1])), count)
        rows.append(np.repeat(np.arange(len(asked)), count))
        found.append(order[shift + np.arange(len(shift))])
    row, met = np.concatenate(rows), np.concatenate(found)
    far = np.sqrt(((asked[row] - points[met]) ** 2).sum(axis=1))
    near = far <= within
    return row[near], met[near], far[near]


def _key(cells: np.ndarray) -> np.ndarray:
    """One number a cell; two cells may share one, which only costs a look."""
    return (cells * _PRIMES).sum(axis=1)
