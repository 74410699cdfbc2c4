"""Every shape of one file as plain columns: what the scene, the rooms and the benchmarks read.

Everything is in metres, in the frame of the file and in float64: a northing of 4.5 million metres leaves half a metre
between two float32 numbers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assets.ifc.records import Finding

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]
Bytes = npt.NDArray[np.uint8]
Rings = list[list[list[float]]]

KERNELS = ("hybrid", "opencascade", "box")


@dataclass(frozen=True, slots=True)
class Footprint:
    """The ground plan of a space: outer rings run counter-clockwise, holes clockwise; heights in metres."""

    step_id: int
    rings: Rings
    z_min: float
    z_max: float


@dataclass(frozen=True, slots=True)
class ShapeSet:
    """The shapes of a file: G unique local geometries, N elements that place one of them each.

    `faces` count vertices from the start of their own geometry; `matrices[i] @ [x, y, z, 1]` takes a local vertex of
    element i into the frame of the file. `kernel` is an index into KERNELS. `boxes` are min x, y, z, max x, y, z.
    """

    vertices: Floats  # (V, 3)
    faces: Ints  # (F, 3)
    face_material: Ints  # (F,) into materials
    geometry_vertex_start: Ints  # (G + 1,)
    geometry_face_start: Ints  # (G + 1,)
    materials: npt.NDArray[np.float32]  # (M, 4) RGBA 0..1, as seen on a screen (sRGB)
    step_ids: Ints  # (N,)
    geometry: Ints  # (N,)
    matrices: Floats  # (N, 4, 4)
    kernel: Bytes  # (N,)
    boxes: Floats  # (N, 6)
    spaces: tuple[Footprint, ...] = ()
    findings: tuple[Finding, ...] = ()
    peak_memory_mb: float = 0.0
    seconds: dict[str, float] = field(default_factory=dict)
    settled: bool = False  # no kernel crashed, hung or ran out of time: a box here would be one again
    reused: int = 0  # elements and spaces whose shape comes from an earlier revision

    def __len__(self) -> int:
        return len(self.step_ids)

    @property
    def kernel_counts(self) -> dict[str, int]:
        """How many elements each kernel gave."""
        return {name: int((self.kernel == code).sum()) for code, name in enumerate(KERNELS)}

    def local_mesh(self, geometry: int) -> tuple[Floats, Ints, Ints]:
        """Return vertices (V, 3), faces (F, 3) and the material of each face of one unique geometry."""
        first, last = self.geometry_vertex_start[geometry : geometry + 2]
        start, end = self.geometry_face_start[geometry : geometry + 2]
        return self.vertices[first:last], self.faces[start:end], self.face_material[start:end]

    def mesh(self, row: int) -> tuple[Floats, Ints, Ints]:
        """Return the mesh of element `row` in the frame of the file."""
        vertices, faces, material = self.local_mesh(int(self.geometry[row]))
        matrix = self.matrices[row]
        return vertices @ matrix[:3, :3].T + matrix[:3, 3], faces, material

    def representative_points(self) -> Floats:
        """Return (N, 3): for each element the point of its own mesh that is nearest to the middle of its box.

        The middle itself is in the wrong room for an L-shaped duct, or in no room at all.
        """
        from assets.ifc.places import representative_points

        return representative_points(self)

    def save(self, path: Path) -> None:
        """Write one .npz, complete or not at all."""
        unfinished = path.with_name(path.name + ".part")
        with unfinished.open("wb") as stream:
            np.savez(stream, allow_pickle=False, **self.columns())
        unfinished.replace(path)

    def columns(self) -> dict[str, npt.NDArray[Any]]:
        """Return everything as arrays; `words` holds what is no column, as JSON."""
        words = json.dumps({
            "spaces": [asdict(space) for space in self.spaces],
            "findings": [asdict(finding) for finding in self.findings],
            **{name: getattr(self, name) for name in _FIGURES},
        })  # fmt: skip
        columns = {name: getattr(self, name) for name in _COLUMNS}
        return columns | {"words": np.frombuffer(words.encode(), np.uint8)}

    @classmethod
    def load(cls, path: Path) -> ShapeSet:
        """Read what `save` wrote."""
        with np.load(path) as stored:
            return cls.of_columns(stored)

    @classmethod
    def of_columns(cls, stored: Mapping[str, npt.NDArray[Any]]) -> ShapeSet:
        """Make a set of what `columns` gave; raise KeyError where something of it is missing."""
        words: dict[str, Any] = json.loads(stored["words"].tobytes())
        columns: dict[str, Any] = {name: stored[name] for name in _COLUMNS}
        return cls(
            **columns,
            spaces=tuple(Footprint(**space) for space in words["spaces"]),
            findings=tuple(Finding(**finding) for finding in words["findings"]),
            **{name: words[name] for name in _FIGURES},
        )


_FIGURES = ("peak_memory_mb", "seconds", "settled", "reused")
_COLUMNS = (
    "vertices",
    "faces",
    "face_material",
    "geometry_vertex_start",
    "geometry_face_start",
    "materials",
    "step_ids",
    "geometry",
    "matrices",
    "kernel",
    "boxes",
)
