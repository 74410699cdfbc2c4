"""What lies near a point: things sorted into cells, so that only those beside it are looked at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

import numpy as np

from assets.networks.parts import Point

Thing = TypeVar("Thing")
_Cell = tuple[int, int, int]
_PRIMES = np.array([73856093, 19349663, 83492791], np.int64)
_BESIDE = [(x, y, z) for x in (-1, 0, 1) for y in (-1, 0, 1) for z in (-1, 0, 1)]


class Cells(Generic[Thing]):
    """Things by where they are; whatever is within `size` metres of a point is in its cell or in one beside it."""

    def __init__(self, size: float, things: Iterable[tuple[Point, Thing]]) -> None:
        self.size = size
        self.held: dict[_Cell, list[tuple[Point, Thing]]] = defaultdict(list)
        for at, thing in things:
            self.held[self._cell(at)].append((at, thing))

    def near(self, at: Point) -> Iterator[tuple[float, Thing]]:
        """(distance, thing) of all within `size`, in no order; what lies at the very point too."""
        x, y, z = self._cell(at)
        for dx, dy, dz in _BESIDE:
            for other, thing in self.held.get((x + dx, y + dy, z + dz), ()):
                apart = distance(at, other)
                if apart <= self.size:
                    yield apart, thing

    def _cell(self, at: Point) -> _Cell:
        return int(at[0] // self.size), int(at[1] // self.size), int(at[2] // self.size)


def distance(one: Point, other: Point) -> float:
    (a, b, c), (d, e, f) = one, other
    return ((a - d) ** 2 + (b - e) ** 2 + (c - f) ** 2) ** 0.5


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
