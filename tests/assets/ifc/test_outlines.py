"""Where straight pieces end, read from their triangles, at whatever angle they are drawn."""

from __future__ import annotations

import numpy as np
import pytest

from assets.ifc.outlines import Outline, outline
from assets.ifc.shape_set import Floats
from tests import soaking

EXAMPLES = 2000 if soaking.SOAK else 150


def tube(length: float, radius: float, sides: int = 12) -> Floats:
    """Upwards from the origin."""
    turns = np.arange(sides) * 2 * np.pi / sides
    ring = np.column_stack([radius * np.cos(turns), radius * np.sin(turns), np.zeros(sides)])
    return np.concatenate([ring, np.add(ring, [0, 0, length])])


def duct(width: float, height: float, length: float) -> Floats:
    return np.array([[x, y, z] for x in (0, width) for y in (0, height) for z in (0, length)], float)


def turned(dice: np.random.Generator) -> tuple[Floats, Floats]:
    """A rotation and a shift, anywhere."""
    axes, _ = np.linalg.qr(dice.normal(size=(3, 3)))
    return axes * np.sign(np.linalg.det(axes)), dice.uniform(-500, 500, 3)


def miss(found: Outline, ends: list[Floats]) -> float:
    """Metres by which the ends are missed, in the better of the two orders."""
    assert found.ends is not None
    orders = (found.ends, found.ends[::-1])
    return min(
        max(float(np.linalg.norm(np.array(one) - end)) for one, end in zip(order, ends, strict=True))
        for order in orders
    )


def test_ends_of_tubes_are_found_at_every_angle():
    dice = np.random.default_rng(soaking.seed(1))
    for _ in range(EXAMPLES):
        length = dice.uniform(0.3, 8)
        radius = dice.uniform(0.01, length / 4.2)
        turn, shift = turned(dice)

        found = outline(tube(length, radius, 2 * int(dice.integers(3, 16))) @ turn.T + shift)

        assert miss(found, [shift, turn @ [0, 0, length] + shift]) < 1e-6
        assert found.radius == pytest.approx(radius)


def test_ends_of_ducts_are_found_at_every_angle():
    dice = np.random.default_rng(soaking.seed(2))
    for _ in range(EXAMPLES):
        width, height = dice.uniform(0.05, 1, 2)
        length = dice.uniform(2.1, 6) * max(width, height)
        turn, shift = turned(dice)

        found = outline(duct(width, height, length) @ turn.T + shift)

        ends = [turn @ [width / 2, height / 2, z] + shift for z in (0, length)]
        assert miss(found, ends) < 1e-6


@pytest.mark.parametrize("slope", [0.003, 0.3, 1.0])
def test_an_end_cut_at_a_slant_ends_on_the_axis(slope: float):
    """
    ════╱
    """
    cut = tube(2.0, 0.1, 16)
    cut[16:, 2] += slope * cut[16:, 0]

    assert miss(outline(cut), [np.zeros(3), np.array([0, 0, 2.0])]) < 1e-6


def test_what_bends_or_is_as_wide_as_long_has_no_ends():
    turns = np.linspace(0, np.pi / 2, 12)
    ring = np.arange(8) * np.pi / 4
    bend = np.concatenate([
        np.column_stack([
            (1 + 0.05 * np.cos(ring)) * np.cos(turn), (1 + 0.05 * np.cos(ring)) * np.sin(turn), 0.05 * np.sin(ring),
        ])
        for turn in turns
    ])  # fmt: skip

    assert outline(bend).ends is None
    assert outline(duct(1.0, 1.0, 1.5)).ends is None
    assert outline(np.zeros((3, 3))).ends is None


def test_the_box_lies_along_the_piece_and_is_kept_as_numbers():
    dice = np.random.default_rng(soaking.seed(3))
    turn, shift = turned(dice)
    found = outline(duct(0.2, 0.4, 3.0) @ turn.T + shift)

    again = Outline.of_numbers(found.numbers())

    assert sorted(found.halves) == pytest.approx([0.1, 0.2, 1.5])
    assert len(found.numbers()) == 22
    assert np.array(again.ends) == pytest.approx(np.array(found.ends), abs=1e-4)
    assert again.radius == pytest.approx(found.radius, abs=1e-4)
    assert len(outline(duct(1.0, 1.0, 1.5)).numbers()) == 15
    assert Outline.of_numbers(outline(duct(1.0, 1.0, 1.5)).numbers()).ends is None
