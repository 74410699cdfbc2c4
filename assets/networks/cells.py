"""What lies near a point: things sorted into cells, so that only those beside it are looked at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from assets.networks.parts import Point

Thing = TypeVar("Thing")
_Cell = tuple[int, int, int]
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
