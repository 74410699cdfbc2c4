"""A chunk's recipe changes with all that is seen of it, and with nothing else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from assets.ifc.shape_set import ShapeSet
from tests.twin.geometry.made import GLASS, Box, shape_set
from twin.geometry.recipe import recipe

ROWS = np.arange(2)


def of(shapes: ShapeSet, *, rows=ROWS, origin=(0.0, 0.0, 0.0), compress: bool = True) -> str:
    return recipe(shapes, rows, origin=np.array(origin), compress=compress)


@pytest.fixture
def two() -> ShapeSet:
    return shape_set(Box((1, 1, 1)), Box((2, 1, 1), at=(5, 0, 0)))


def test_other_line_numbers_and_neighbours_change_nothing(two):
    more = shape_set(Box((9, 9, 9)), Box((1, 1, 1)), Box((2, 1, 1), at=(5, 0, 0)))

    assert of(replace(two, step_ids=two.step_ids + 1000)) == of(two)
    assert of(more, rows=np.arange(1, 3)) == of(two)


def test_place_size_colour_order_origin_and_packing_change_it(two):
    others = [
        of(shape_set(Box((1, 1, 1)), Box((2, 1, 1), at=(5, 0, 0.001)))),
        of(shape_set(Box((1, 1, 1)), Box((2, 1, 1.001), at=(5, 0, 0)))),
        of(shape_set(Box((1, 1, 1)), Box((2, 1, 1), at=(5, 0, 0), colour=GLASS))),
        of(two, rows=ROWS[::-1]),
        of(two, rows=ROWS[:1]),
        of(two, origin=(0.0, 0.0, 1.0)),
        of(two, compress=False),
    ]

    assert len({of(two), *others}) == 1 + len(others)
