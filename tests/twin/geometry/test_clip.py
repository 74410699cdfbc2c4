"""What crosses a border is cut at it; no byte of the rest is left, and what does not cross stays as it was."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.twin.geometry.made import GLASS, Box, shape_set
from twin.geometry import build_scene, cut, glb_reading, path_of
from twin.geometry.chunk import Chunk
from twin.geometry.clip import clipped

STEP = 0.001  # metres that a corner may lie off
BORDER = [-1.0, -1.0, -1.0, 3.0, 2.0, 2.0]


def test_a_duct_through_the_wall_ends_at_the_border(tmp_path: Path):
    duct, pump = Box((10, 0.5, 0.5)), Box((1, 1, 1), at=(0, 1, 0), colour=GLASS)
    whole = _built(tmp_path, duct, pump)

    left = _cut(whole, {0}, BORDER)

    assert _boxes(left) == {0: [0, 0, 0, 3, 0.5, 0.5], 1: [0, 1, 0, 1, 2, 1]}
    # Four sides as far as the border and the face at the near end; the cut itself stays open.
    assert _areas(left)[0] == pytest.approx(4 * 3 * 0.5 + 0.25, abs=0.01)
    assert _areas(left)[1] == pytest.approx(6)


def test_of_many_alike_those_that_cross_are_cut_and_their_sisters_stay(tmp_path: Path):
    random = np.random.default_rng(7)
    alike = [Box((1.0, 0.2, 0.1), at=tuple(random.uniform(-0.9, 3.5, 3)), turn=float(n)) for n in range(300)]
    whole = _built(tmp_path, *alike)
    before = _boxes(_cut(whole, set(), BORDER))
    low, high = np.array(BORDER[:3]), np.array(BORDER[3:])
    crossing = {
        number
        for number, box in before.items()
        if (np.array(box[:3]) < low).any() or (np.array(box[3:]) > high).any()
    }
    assert 50 < len(crossing) < 250
    assert glb_reading.read(whole[0])[0].parts

    left = _cut(whole, crossing, BORDER)

    after = _boxes(left)
    assert {n: box for n, box in after.items() if n not in crossing} == {
        n: box for n, box in before.items() if n not in crossing
    }
    corners = np.array([box for n, box in after.items() if n in crossing])
    assert (corners[:, :3] > low - STEP).all()
    assert (corners[:, 3:] < high + STEP).all()
    uncut = _triangles(_cut(whole, set(), BORDER))
    expected = {n: sum(_area(clipped(each, BORDER)) for each in uncut[n]) for n in crossing}
    areas = _areas(left)
    assert {n: areas.get(n, 0) for n in crossing} == pytest.approx(expected, abs=0.01)


def test_nothing_is_left_of_what_lies_outside(tmp_path: Path):
    left = _cut(_built(tmp_path, Box((1, 1, 1), at=(9, 9, 9)), Box((1, 1, 1), at=(0, 0, 0))), {0}, BORDER)

    assert list(_boxes(left)) == [1]


@pytest.mark.parametrize("seed", range(5))
def test_both_sides_of_a_border_make_up_the_whole(seed: int):
    triangles = np.random.default_rng(seed).normal(size=(200, 3, 3))
    far = 100.0

    halves = [
        clipped(triangles, [-far, -far, -far, far, far, 0.2]),
        clipped(triangles, [-far, -far, 0.2, far, far, far]),
    ]

    assert sum(map(_area, halves)) == pytest.approx(_area(triangles))


def _built(store: Path, *boxes: Box) -> tuple[bytes, dict]:
    scene = build_scene(shape_set(*boxes), chunk_of={}, origin=(0, 0, 0), store=store)
    return path_of(store, scene.chunks[0].sha256).read_bytes(), scene.as_dict()["chunks"][0]


def _cut(whole: tuple[bytes, dict], crossing: set[int], border: list[float]) -> Chunk:
    content, manifest = whole
    everything = set(range(manifest["features"]))
    return glb_reading.read(cut(content, manifest, everything, renumber=True, at_border=(crossing, border)))[
        0
    ]


def _boxes(chunk: Chunk) -> dict[int, list[float]]:
    found = {
        feature: np.concatenate([triangles.reshape(-1, 3) for triangles in each])
        for feature, each in sorted(_triangles(chunk).items())
    }
    return {
        feature: [*places.min(axis=0).round(3).tolist(), *places.max(axis=0).round(3).tolist()]
        for feature, places in found.items()
    }


def _areas(chunk: Chunk) -> dict[int, float]:
    return {feature: sum(map(_area, each)) for feature, each in _triangles(chunk).items()}


def _area(triangles: np.ndarray) -> float:
    sides = triangles[:, 1:] - triangles[:, :1]
    return float(np.linalg.norm(np.cross(sides[:, 0], sides[:, 1]), axis=1).sum() / 2)


def _triangles(chunk: Chunk) -> dict[int, list[np.ndarray]]:
    found: dict[int, list[np.ndarray]] = {}
    for batch in chunk.batches:
        for one in batch.primitives:
            places = one.positions.astype(float) * batch.step + np.array(batch.offset)
            corners = one.indices.reshape(-1, 3)
            for feature in np.unique(one.features).tolist():
                own = corners[one.features[corners[:, 0]] == feature]
                found.setdefault(feature, []).append(places[own])
    for part in chunk.parts:
        for number, feature in enumerate(part.features.astype(int).tolist()):
            for one in part.primitives:
                turned = one.positions.astype(float)
                if part.turns is not None:
                    turned = _spun(part.turns[number].astype(float), turned)
                places = (turned + part.shifts[number]) * part.step + np.array(part.offset)
                found.setdefault(feature, []).append(places[one.indices.reshape(-1, 3)])
    return found


def _spun(quaternion: np.ndarray, places: np.ndarray) -> np.ndarray:
    """v + 2w (q × v) + 2 q × (q × v)."""
    axis, w = quaternion[:3], quaternion[3]
    once = np.cross(axis, places)
    return places + 2 * w * once + 2 * np.cross(axis, once)
