"""A mesh as a kernel gives it, made comparable: recentred, coloured, with a digest of its content."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import numpy as np

from assets.ifc.repeats import second_telling
from assets.ifc.shape_set import Floats, Ints
from assets.ifc.shape_spool import Colours

# A face without a style is light grey; kernels say 0 for it on one path and 0.7 on another.
UNSTYLED = (200, 200, 200, 255)
HUNDREDTH_MM = 1e5


@dataclass(frozen=True, slots=True)
class Mesh:
    """A local mesh whose least x, y and z are 0; `offset` is what was taken away."""

    vertices: Floats
    faces: Ints
    colours: Colours  # RGBA of each face
    offset: Floats
    digest: bytes


def recentred(vertices: Floats, faces: Ints, colours: Colours) -> Mesh:
    """Move a mesh to its own corner, so that one pipe drawn at two places of the file is one geometry."""
    offset = vertices.min(axis=0)
    local = vertices - offset
    return Mesh(local, faces, colours, offset, digest_of(local, faces, colours))


def digest_of(local: Floats, faces: Ints, colours: Colours) -> bytes:
    """Return 16 bytes that name the content of a recentred mesh.

    They see hundredths of a millimetre: exporters that write placements into coordinates leave noise there.
    """
    # A third of a step keeps numbers that are whole in the file away from the edge between two roundings.
    rounded = np.floor(local * HUNDREDTH_MM + 1 / 3).astype("<i8")
    digest = hashlib.blake2b(digest_size=16)
    for column in (rounded, faces, colours):
        digest.update(len(column).to_bytes(8, "little"))
        digest.update(np.ascontiguousarray(column).tobytes())
    return digest.digest()


def from_kernel(geometry: Any, *, hybrid: bool) -> Mesh | None:
    """Read a kernel's triangulation (metres, local frame); None when it has no triangle or no finite corner."""
    vertices = np.frombuffer(geometry.verts_buffer, "<f8").reshape(-1, 3)
    faces = np.frombuffer(geometry.faces_buffer, "<i4").reshape(-1, 3)
    if not len(faces) or not len(vertices) or not np.isfinite(vertices).all():
        return None
    chosen = np.frombuffer(geometry.material_ids_buffer, "<i4")
    palette = np.array([*map(_colour, geometry.materials), UNSTYLED], "u1")
    colours = palette[chosen] if len(chosen) == len(faces) else np.tile(palette[-1], (len(faces), 1))
    start = second_telling(np.frombuffer(geometry.item_ids_buffer, "<i4"), vertices, faces) if hybrid else 0
    if start:
        used, faces = np.unique(faces[start:], return_inverse=True)
        vertices, faces, colours = vertices[used], faces.reshape(-1, 3).astype("<i4"), colours[start:]
    return recentred(vertices, faces.copy(), colours)


def box(low: Floats, high: Floats) -> Mesh:
    """Return the twelve triangles of a box, at least a centimetre thick: it must be seen and tapped."""
    thin = np.maximum(0.01 - (high - low), 0) / 2
    low, high = low - thin, high + thin
    corners = np.array([[x, y, z] for z in (0, 1) for y in (0, 1) for x in (0, 1)], "f8")
    quads = [(0, 2, 3, 1), (4, 5, 7, 6), (0, 1, 5, 4), (2, 6, 7, 3), (0, 4, 6, 2), (1, 3, 7, 5)]
    faces = np.array([t for a, b, c, d in quads for t in ((a, b, c), (a, c, d))], "<i4")
    return recentred(low + corners * (high - low), faces, np.tile(np.array(UNSTYLED, "u1"), (12, 1)))


def bounds(vertices: Floats, matrix: Floats) -> Floats:
    """Return min x, y, z, max x, y, z of local vertices placed by a matrix (4, 4)."""
    placed = vertices @ matrix[:3, :3].T + matrix[:3, 3]
    return np.concatenate([placed.min(axis=0), placed.max(axis=0)])


def _colour(style: Any) -> tuple[int, int, int, int]:
    red, green, blue = (_byte(part) for part in style.diffuse.components)
    clear = style.transparency
    opacity = 255 if not np.isfinite(clear) else 255 - _byte(clear)
    # A style that hides its element outright is a mistake of the exporter, seen often with glass.
    return red, green, blue, max(opacity, 26)


def _byte(part: float) -> int:
    return round(min(max(part, 0.0), 1.0) * 255) if np.isfinite(part) else 200
