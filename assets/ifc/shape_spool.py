"""Finished shapes on their way from the child to its parent: raw columns on disk, counted by commits.

A kernel may kill its process between any two bytes. Columns only grow, and the parent reads no row beyond the last
commit it was told of, so what was finished stays finished.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import numpy as np
import numpy.typing as npt

from assets.ifc.shape_set import Floats, Footprint, Ints

GEOMETRY = np.dtype([("vertices", "i8"), ("faces", "i8"), ("digest", "V16")])
ELEMENT = np.dtype(
    [("step_id", "i4"), ("geometry", "i4"), ("kernel", "u1"), ("matrix", "f8", (4, 4)), ("box", "f8", (6,))]
)
COLUMNS = ("vertices", "faces", "colours", "geometries", "elements", "spaces")

Colours = npt.NDArray[np.uint8]


class Counts(NamedTuple):
    """Rows that are complete on disk."""

    elements: int = 0
    geometries: int = 0
    spaces: int = 0


class Spool:
    """The writing end: append geometries, elements and spaces, then `commit`."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._files: dict[str, BinaryIO] = {name: (folder / name).open("wb") for name in COLUMNS}
        self._elements = self._geometries = self._spaces = 0

    def add_geometry(self, vertices: Floats, faces: Ints, colours: Colours, digest: bytes) -> int:
        """Append a local mesh with an RGBA of each face; return its number in this spool."""
        self._files["vertices"].write(np.ascontiguousarray(vertices, "<f8").tobytes())
        self._files["faces"].write(np.ascontiguousarray(faces, "<i4").tobytes())
        self._files["colours"].write(np.ascontiguousarray(colours, "u1").tobytes())
        self._files["geometries"].write(np.array((len(vertices), len(faces), digest), GEOMETRY).tobytes())
        self._geometries += 1
        return self._geometries - 1

    def add_element(self, step_id: int, geometry: int, *, kernel: int, matrix: Floats, box: Floats) -> None:
        """Append an element that places `geometry` by `matrix` (4, 4); its box is in the frame of the file."""
        self._files["elements"].write(np.array((step_id, geometry, kernel, matrix, box), ELEMENT).tobytes())
        self._elements += 1

    def add_space(self, space: Footprint) -> None:
        self._files["spaces"].write(json.dumps(asdict(space)).encode() + b"\n")
        self._spaces += 1

    def commit(self) -> Counts:
        """Hand everything appended so far to the disk and return what a reader may read."""
        for stream in self._files.values():
            stream.flush()
        return Counts(self._elements, self._geometries, self._spaces)


@dataclass(frozen=True, slots=True)
class Spooled:
    """What one child finished."""

    vertices: Floats
    faces: Ints
    colours: Colours
    geometries: npt.NDArray[Any]
    elements: npt.NDArray[Any]
    spaces: tuple[Footprint, ...]


@dataclass(frozen=True, slots=True)
class KnownShapes:
    """What needs no kernel: shapes of an earlier revision, and elements that had none there (by STEP id).

    `planned` are all products of the file that are to be shaped, known or not.
    """

    spool: Spooled | None = None
    shapeless: frozenset[int] = frozenset()
    planned: frozenset[int] = frozenset()

    @property
    def count(self) -> int:
        """How many elements and spaces have their shape already."""
        return len(self.spool.elements) + len(self.spool.spaces) if self.spool else 0


def read(folder: Path, counts: Counts) -> Spooled:
    """Read the committed rows of a spool, whatever stands behind them."""
    geometries = np.fromfile(folder / "geometries", GEOMETRY, counts.geometries)
    vertices, faces = int(geometries["vertices"].sum()), int(geometries["faces"].sum())
    lines = (folder / "spaces").read_bytes().splitlines()[: counts.spaces]
    return Spooled(
        vertices=np.fromfile(folder / "vertices", "<f8", vertices * 3).reshape(-1, 3),
        faces=np.fromfile(folder / "faces", "<i4", faces * 3).reshape(-1, 3),
        colours=np.fromfile(folder / "colours", "u1", faces * 4).reshape(-1, 4),
        geometries=geometries,
        elements=np.fromfile(folder / "elements", ELEMENT, counts.elements),
        spaces=tuple(Footprint(**json.loads(line)) for line in lines),
    )
