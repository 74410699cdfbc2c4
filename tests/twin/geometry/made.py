"""Shape sets made by hand: boxes of any size anywhere, under any matrix."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assets.ifc import meshes
from assets.ifc.shapes import ShapeSet

GREY, GLASS = (0.5, 0.5, 0.5, 1.0), (0.6, 0.8, 0.9, 0.25)


@dataclass(frozen=True)
class Box:
    """A box of `size` metres at `at`, turned by `turn` radians about the vertical through its corner."""

    size: tuple[float, float, float]
    at: tuple[float, float, float] = (0.0, 0.0, 0.0)
    turn: float = 0.0
    colour: tuple[float, float, float, float] = GREY
    mirrored: bool = False

    @property
    def matrix(self) -> np.ndarray:
        cosine, sine = np.cos(self.turn), np.sin(self.turn)
        matrix = np.eye(4)
        matrix[:2, :2] = [[cosine, -sine], [sine, cosine]]
        if self.mirrored:
            matrix[:3, 0] *= -1
        matrix[:3, 3] = self.at
        return matrix


def shape_set(*boxes: Box) -> ShapeSet:
    """Elements #100, #101, …: equal sizes and colours are one geometry."""
    kinds = list(dict.fromkeys((box.size, box.colour) for box in boxes))
    made = [meshes.box(np.zeros(3), np.array(size)) for size, _ in kinds]
    geometry = [kinds.index((box.size, box.colour)) for box in boxes]
    return ShapeSet(
        vertices=np.concatenate([mesh.vertices for mesh in made]),
        faces=np.concatenate([mesh.faces for mesh in made]),
        face_material=np.repeat(np.arange(len(kinds)), 12).astype("i4"),
        geometry_vertex_start=np.arange(0, 8 * len(kinds) + 1, 8, dtype="i4"),
        geometry_face_start=np.arange(0, 12 * len(kinds) + 1, 12, dtype="i4"),
        materials=np.array([colour for _, colour in kinds], "f4"),
        step_ids=np.arange(100, 100 + len(boxes), dtype="i4"),
        geometry=np.array(geometry, "i4"),
        matrices=np.array([box.matrix for box in boxes]),
        kernel=np.zeros(len(boxes), "u1"),
        boxes=np.array(
            [meshes.bounds(made[g].vertices, box.matrix) for g, box in zip(geometry, boxes, strict=True)]
        ),
    )
