"""Meshes of the station: closed, seen from outside, so that every kernel agrees on what is inside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from ifc_samples.station.solids import Mesh
from ifc_samples.station.whole import make_book


def _meshes() -> Iterator[tuple[str, Mesh]]:
    book = make_book()
    owners = [(item.name, item.parts) for item in book.items]
    owners += [(kind.name, kind.parts) for kind in book.kinds.values()]
    for name, parts in owners:
        yield from ((name, part.solid) for part in parts if isinstance(part.solid, Mesh))


def _is_closed(mesh: Mesh) -> bool:
    """Each edge is walked once in each direction."""
    walked = Counter((t[i], t[(i + 1) % 3]) for t in mesh.triangles for i in range(3))
    return all(times == 1 and walked[(b, a)] == 1 for (a, b), times in walked.items())


def _volume(mesh: Mesh) -> float:
    points, triangles = np.array(mesh.points), np.array(mesh.triangles)
    a, b, c = (points[triangles[:, i]] for i in range(3))
    return float(np.einsum("ij,ij->", a, np.cross(b, c)) / 6)


def test_every_mesh_is_closed_and_turned_outwards() -> None:
    wrong = [name for name, mesh in _meshes() if not _is_closed(mesh) or _volume(mesh) <= 0]

    assert wrong == []
