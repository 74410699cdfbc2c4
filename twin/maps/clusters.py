"""Stations drawn as marks: where they would lie on one another, one mark stands for several."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import hypot
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


@dataclass
class Cluster(Generic[Thing]):
    """`x`, `y`: the middle of its members, in kilometres of the map."""

    seed: tuple[float, float]
    members: list[tuple[float, float, Thing]] = field(default_factory=list)

    @property
    def x(self) -> float:
        return sum(x for x, _, _ in self.members) / len(self.members)

    @property
    def y(self) -> float:
        return sum(y for _, y, _ in self.members) / len(self.members)

    @property
    def reach(self) -> float:
        """The wider side of the box around its members."""
        xs, ys = [x for x, _, _ in self.members], [y for _, y, _ in self.members]
        return max(max(xs) - min(xs), max(ys) - min(ys))

    @property
    def middle(self) -> tuple[float, float]:
        """Of the box around its members."""
        xs, ys = [x for x, _, _ in self.members], [y for _, y, _ in self.members]
        return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def gather(points: Iterable[tuple[float, float, Thing]], apart: float) -> list[Cluster[Thing]]:
    """Each point joins the nearest mark less than `apart` away, or begins one. Only the nine cells around are asked."""
    cells: dict[tuple[int, int], list[Cluster[Thing]]] = {}
    found: list[Cluster[Thing]] = []
    for x, y, thing in points:
        column, row = int(x // apart), int(y // apart)
        around = [
            each
            for dx in (-1, 0, 1)
            for dy in (-1, 0, 1)
            for each in cells.get((column + dx, row + dy), ())
            if hypot(each.seed[0] - x, each.seed[1] - y) < apart
        ]
        if around:
            joined = min(around, key=lambda each: hypot(each.seed[0] - x, each.seed[1] - y))
        else:
            joined = Cluster((x, y))
            found.append(joined)
            cells.setdefault((column, row), []).append(joined)
        joined.members.append((x, y, thing))
    return found
