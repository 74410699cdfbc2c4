"""What the hybrid kernel says twice is kept once; what is there twice on purpose stays."""

from __future__ import annotations

import numpy as np

from assets.ifc import meshes
from assets.ifc.repeats import second_telling


def cube(x: float) -> tuple[np.ndarray, np.ndarray]:
    mesh = meshes.box(np.array([x, 0.0, 0.0]), np.array([x + 1, 1.0, 1.0]))
    return mesh.vertices + mesh.offset, mesh.faces


def told(*items: tuple[int, float]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A mesh that tells cubes in this order: (item, x)."""
    vertices, faces, ids = [], [], []
    for item, x in items:
        faces.append(cube(x)[1] + 8 * len(vertices))
        vertices.append(cube(x)[0])
        ids += [item] * 12
    return np.array(ids, "i4"), np.concatenate(vertices), np.concatenate(faces)


def test_a_kernel_that_began_again_is_heard_from_there():
    """A B | A B C"""
    assert second_telling(*told((1, 0), (2, 5), (1, 0), (2, 5), (3, 9))) == 24


def test_a_kernel_that_began_again_after_one_item_is_heard_from_there():
    """A | A B"""
    assert second_telling(*told((1, 0), (1, 0), (2, 5))) == 12


def test_items_told_once_are_kept():
    assert second_telling(*told((1, 0), (2, 5), (3, 9))) == 0


def test_an_item_mapped_to_two_places_is_kept_twice():
    assert second_telling(*told((1, 0), (2, 5), (1, 20), (2, 25))) == 0


def test_one_item_of_two_bodies_is_kept_whole():
    assert second_telling(*told((1, 0), (1, 3), (2, 5))) == 0
