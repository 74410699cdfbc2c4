"""One chunk of a scene in memory: the plain form that is built, written to GLB, read back and cut.

A chunk is Z-up, in metres relative to the origin of its scene. Positions are either uint16 counts of `step` from
`offset`, or float32 metres from it with a step of 1.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

Positions = npt.NDArray[np.uint16] | npt.NDArray[np.float32]
Colour = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Primitive:
    """Triangles of one colour. `features` are local ids, one a vertex; None in a part, whose instances have them."""

    colour: Colour  # RGBA 0..255 as seen on a screen
    positions: Positions  # (V, 3)
    indices: npt.NDArray[np.uint32]  # (3 T,)
    features: npt.NDArray[np.uint16] | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """Merged elements of one cell, a primitive for each colour."""

    offset: tuple[float, float, float]
    step: float
    primitives: list[Primitive]


@dataclass(frozen=True, slots=True)
class Part:
    """One shape many times: instances shift (in steps, float32), turn (quaternion x, y, z, w) and name a feature."""

    offset: tuple[float, float, float]
    step: float
    primitives: list[Primitive]
    shifts: npt.NDArray[np.float32]  # (n, 3)
    turns: npt.NDArray[np.float32] | None  # (n, 4)
    features: npt.NDArray[np.float32]  # (n,)


@dataclass(frozen=True, slots=True)
class Chunk:
    """Meshes in the order of their numbers: batches first, then parts."""

    feature_count: int
    batches: list[Batch] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)

    @property
    def meshes(self) -> list[Batch | Part]:
        return [*self.batches, *self.parts]

    @property
    def triangles(self) -> int:
        """Triangles as drawn: a part counts once for each instance."""
        merged = sum(len(one.indices) for batch in self.batches for one in batch.primitives)
        repeated = sum(
            len(one.indices) * len(part.features) for part in self.parts for one in part.primitives
        )
        return (merged + repeated) // 3


def is_quantised(positions: npt.NDArray[Any]) -> bool:
    """Tell counts of steps from metres."""
    return bool(positions.dtype == np.uint16)
