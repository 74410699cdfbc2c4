"""A made-up station of any size: rooms of walls and slabs, with runs of pipe, valves and lamps in them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from assets.ifc.shapes import ShapeSet

STOREY_HEIGHT = 4.0
ROOM = 6.0
STOREYS = ("Sous-sol", "Quais", "Hall", "Mezzanine", "Bureaux", "Toiture")
LAYERS = ("wall", "slab_roof", "network_run", "network_equipment")
COLOURS = (
    (0.80, 0.78, 0.74, 1),
    (0.62, 0.62, 0.60, 1),
    (0.20, 0.55, 0.30, 1),
    (0.75, 0.25, 0.20, 1),
    (0.6, 0.8, 0.9, 0.35),
)


@dataclass(frozen=True)
class Placed:
    """One element: which unique geometry, what layer, on which storey, where."""

    geometry: int
    layer: int
    storey: int
    matrix: np.ndarray


@dataclass(frozen=True)
class SyntheticStation:
    shapes: ShapeSet
    layers: list[int]
    storeys: list[int]


def synthetic_station(elements: int) -> SyntheticStation:
    """Exactly `elements` elements: nine to a room, rooms side by side on six storeys."""
    geometries = [
        box(ROOM, 0.2, 3.6, 0),
        box(ROOM, ROOM, 0.3, 1),
        tube(0.05, ROOM, 2),
        tube(0.09, 0.5, 3),
        box(0.6, 0.6, 0.1, 4),
    ]
    placed = [one for one, _ in zip(rooms(), range(elements), strict=False)]
    vertices = np.concatenate([vertices for vertices, _, _ in geometries])
    faces = np.concatenate([faces for _, faces, _ in geometries]).astype(np.int32)
    materials = np.concatenate([np.full(len(faces), colour) for _, faces, colour in geometries]).astype(
        np.int32
    )
    matrices = np.stack([one.matrix for one in placed])
    which = np.array([one.geometry for one in placed], np.int32)
    shapes = ShapeSet(
        vertices=vertices,
        faces=faces,
        face_material=materials,
        geometry_vertex_start=starts([len(vertices) for vertices, _, _ in geometries]),
        geometry_face_start=starts([len(faces) for _, faces, _ in geometries]),
        materials=np.array(COLOURS, np.float32),
        step_ids=np.arange(1, len(placed) + 1, dtype=np.int32),
        geometry=which,
        matrices=matrices,
        kernel=np.zeros(len(placed), np.uint8),
        boxes=np.array(
            [world_box(geometries[index][0], matrix) for index, matrix in zip(which, matrices, strict=True)]
        ),
    )
    return SyntheticStation(shapes, [one.layer for one in placed], [one.storey for one in placed])


def rooms() -> Iterator[Placed]:
    """Rooms outwards from the middle, one on each storey in turn; walls differ by a hair, as drawn ones do."""
    number = 0
    while True:
        storey, place = number % len(STOREYS), number // len(STOREYS)
        x, y, z = (place % 24) * ROOM, (place // 24) * ROOM, (storey - 2) * STOREY_HEIGHT
        yield Placed(0, 0, storey, moved(x, y, z + 0.3, stretch=1 + (number % 97) * 1e-4))
        yield Placed(0, 0, storey, moved(x, y, z + 0.3, turn=math.pi / 2, stretch=1 + (number % 89) * 1e-4))
        yield Placed(1, 1, storey, moved(x, y, z, stretch=1 + (number % 83) * 1e-4))
        for run in range(3):
            yield Placed(2, 2, storey, moved(x, y + 1 + run * 0.3, z + 3.2))
        yield Placed(3, 3, storey, moved(x + 2, y + 1, z + 3.2))
        yield Placed(3, 3, storey, moved(x + 4, y + 1.3, z + 3.2))
        yield Placed(4, 3, storey, moved(x + 3, y + 3, z + 3.5))
        number += 1


def moved(x: float, y: float, z: float, *, turn: float = 0.0, stretch: float = 1.0) -> np.ndarray:
    """A 4 × 4 matrix: stretched along the element's own x, turned about z, then moved."""
    cos, sin = math.cos(turn), math.sin(turn)
    return np.array([[cos * stretch, -sin, 0, x], [sin * stretch, cos, 0, y], [0, 0, 1, z], [0, 0, 0, 1]])


def box(width: float, depth: float, height: float, colour: int) -> tuple[np.ndarray, np.ndarray, int]:
    """Vertices (8, 3), faces (12, 3) and the number of the colour."""
    corners = np.array([[i & 1, i >> 1 & 1, i >> 2 & 1] for i in range(8)]) * (width, depth, height)
    sides = [[0, 2, 3, 1], [4, 5, 7, 6], [0, 1, 5, 4], [2, 6, 7, 3], [0, 4, 6, 2], [1, 3, 7, 5]]
    faces = [[a, b, c] for a, b, c, _ in sides] + [[a, c, d] for a, _, c, d in sides]
    return corners.astype(np.float64), np.array(faces), colour


def tube(radius: float, length: float, colour: int, sides: int = 12) -> tuple[np.ndarray, np.ndarray, int]:
    """A closed pipe along x: vertices (2 sides, 3), faces (4 sides - 4, 3)."""
    angles = np.arange(sides) * 2 * math.pi / sides
    ring = np.stack([np.zeros(sides), np.cos(angles) * radius, np.sin(angles) * radius], axis=1)
    vertices = np.concatenate([ring, ring + np.array([length, 0, 0])])
    faces = []
    for i in range(sides):
        j = (i + 1) % sides
        faces += [[i, j, j + sides], [i, j + sides, i + sides]]
    for i in range(1, sides - 1):
        faces += [[0, i + 1, i], [sides, sides + i, sides + i + 1]]
    return vertices, np.array(faces), colour


def world_box(vertices: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    placed = vertices @ matrix[:3, :3].T + matrix[:3, 3]
    return np.concatenate([placed.min(axis=0), placed.max(axis=0)])


def starts(lengths: list[int]) -> np.ndarray:
    return np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
