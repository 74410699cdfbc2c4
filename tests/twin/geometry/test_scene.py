"""Scenes from shapes made by hand: chunks, cells, parts, precision, and bytes that depend on nothing else."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from tests.twin.geometry.conftest import Seen
from tests.twin.geometry.made import GLASS, Box, shape_set
from twin.geometry import SceneManifest, build_scene, glb_reading, packing, path_of
from twin.geometry.cells import CELL, STEP, areas, split
from twin.geometry.glb import linear
from twin.geometry.glb_reading import screen
from twin.geometry.origin import chosen_origin
from twin.geometry.parts import quaternions

ORIGIN = (0.0, 0.0, 0.0)
See = Callable[[list[Path]], list[Seen]]


def content(scene: SceneManifest, store: Path, number: int = 0) -> bytes:
    return path_of(store, scene.chunks[number].sha256).read_bytes()


def test_a_storey_is_a_chunk_and_features_are_dense(tmp_path: Path):
    shapes = shape_set(*(Box((1, 1, 1), at=(n, 0, 0)) for n in range(4)))

    scene = build_scene(shapes, chunk_of={101: "up", 103: "up"}, origin=ORIGIN, store=tmp_path)

    assert [(chunk.storey, chunk.first_feature, chunk.features) for chunk in scene.chunks] == [
        ("", 0, 2),
        ("up", 2, 2),
    ]
    assert scene.features == [100, 102, 101, 103]
    assert scene.chunks[1].box == [1.0, 0.0, 0.0, 4.0, 1.0, 1.0]


def test_a_glb_holds_no_name(tmp_path: Path):
    scene = build_scene(
        shape_set(Box((1, 1, 1))), chunk_of={100: "Salle secrète"}, origin=ORIGIN, store=tmp_path
    )

    document, _ = glb_reading.split(content(scene, tmp_path))

    assert "name" not in json.dumps(document)
    assert "secr" not in json.dumps(document)


def test_the_same_shapes_give_the_same_bytes(tmp_path: Path):
    shapes = shape_set(*(Box((1, 2, n + 1), at=(n, n, 0)) for n in range(9)))

    first = build_scene(shapes, chunk_of={}, origin=ORIGIN, store=tmp_path / "a")
    second = build_scene(shapes, chunk_of={}, origin=ORIGIN, store=tmp_path / "b")

    assert first == second
    assert content(first, tmp_path / "a") == content(second, tmp_path / "b")


def test_a_chunk_lies_under_its_digest_with_a_gz_beside_it(tmp_path: Path):
    shapes = shape_set(*(Box((1, 2, n + 1), at=(n, n, 0)) for n in range(9)))

    chunk = build_scene(shapes, chunk_of={}, origin=ORIGIN, store=tmp_path).chunks[0]

    path = tmp_path / chunk.sha256[:2] / f"{chunk.sha256}.glb"
    packed = path.with_name(path.name + ".gz")
    assert sorted(path.parent.iterdir()) == [path, packed]
    assert gzip.decompress(packed.read_bytes()) == path.read_bytes()
    assert packed.read_bytes()[4:8] == bytes(4)  # no time of writing: the same content gives the same bytes
    assert (chunk.bytes, chunk.bytes_gz) == (path.stat().st_size, packed.stat().st_size)


def test_building_again_writes_nothing(tmp_path: Path):
    shapes = shape_set(Box((1, 2, 3)))
    build_scene(shapes, chunk_of={}, origin=ORIGIN, store=tmp_path)
    before = {path: path.stat().st_ino for path in tmp_path.rglob("*")}

    build_scene(shapes, chunk_of={}, origin=ORIGIN, store=tmp_path)

    assert {path: path.stat().st_ino for path in tmp_path.rglob("*")} == before


def test_a_platform_is_cut_into_cells_whose_steps_are_a_millimetre(tmp_path: Path, seen_by_three: See):
    """300 m of platform in one cell would mean steps of 5 mm; halves of halves are 75 m, still too long."""
    boxes = [Box((2.0 + n / 100, 3, 0.2), at=(n * 4.0, 0, 0)) for n in range(75)]

    scene = build_scene(shape_set(*boxes), chunk_of={}, origin=ORIGIN, store=tmp_path)

    chunk, _ = glb_reading.read(content(scene, tmp_path))
    assert len(chunk.batches) == 8
    assert {batch.step for batch in chunk.batches} == {STEP}
    _assert_boxes_within_a_step(shape_set(*boxes), scene, tmp_path, seen_by_three)


def test_what_is_longer_than_a_cell_keeps_its_metres(tmp_path: Path, seen_by_three: See):
    shapes = shape_set(Box((400, 3, 0.2)), Box((1, 1, 1), at=(5, 5, 0)))

    scene = build_scene(shapes, chunk_of={}, origin=ORIGIN, store=tmp_path)

    chunk, _ = glb_reading.read(content(scene, tmp_path))
    assert [batch.step for batch in chunk.batches] == [STEP, 1.0]
    _assert_boxes_within_a_step(shapes, scene, tmp_path, seen_by_three)


def test_coordinates_of_a_million_metres_lose_no_millimetre(tmp_path: Path, seen_by_three: See):
    far = [Box((1, 1, n + 1), at=(652_000.1234 + n, 6_862_000.5678, 35.5)) for n in range(3)]
    shapes = shape_set(*far)

    scene = build_scene(shapes, chunk_of={}, origin=chosen_origin(shapes), store=tmp_path)

    assert scene.origin == (652_001.0, 6_862_001.0, 36.0)
    _assert_boxes_within_a_step(shapes, scene, tmp_path, seen_by_three)


def test_what_repeats_is_written_once(tmp_path: Path, seen_by_three: See):
    boxes = [Box((0.4, 0.3, 0.2), at=(n % 20, n // 20, 1), turn=n * 0.1) for n in range(400)]

    scene = build_scene(shape_set(*boxes), chunk_of={}, origin=ORIGIN, store=tmp_path)

    chunk, _ = glb_reading.read(content(scene, tmp_path))
    assert (len(chunk.batches), len(chunk.parts)) == (0, 1)
    assert len(chunk.parts[0].primitives[0].indices) == 36
    assert scene.chunks[0].triangles == 400 * 12
    assert len(scene.chunks[0].instances) == 400
    _assert_boxes_within_a_step(shape_set(*boxes), scene, tmp_path, seen_by_three)


def test_a_mirrored_shape_is_merged_since_no_turn_mirrors(tmp_path: Path, seen_by_three: See):
    boxes = [Box((0.4, 0.3, 0.2), at=(n, 0, 0), mirrored=n % 2 == 0) for n in range(60)]

    scene = build_scene(shape_set(*boxes), chunk_of={}, origin=ORIGIN, store=tmp_path)

    assert scene.chunks[0].instances == []
    _assert_boxes_within_a_step(shape_set(*boxes), scene, tmp_path, seen_by_three)


def test_glass_blends_and_steel_does_not(tmp_path: Path):
    shapes = shape_set(Box((1, 1, 1)), Box((1, 1, 2), colour=GLASS))

    scene = build_scene(shapes, chunk_of={}, origin=ORIGIN, store=tmp_path)

    materials = glb_reading.split(content(scene, tmp_path))[0]["materials"]
    assert [material.get("alphaMode", "OPAQUE") for material in materials] == ["OPAQUE", "BLEND"]


def test_without_meshopt_the_scene_is_the_same(
    tmp_path: Path, seen_by_three: See, monkeypatch: pytest.MonkeyPatch
):
    boxes = [Box((0.4, 0.3, 0.2), at=(n, 0, 0)) for n in range(200)] + [Box((5, 1, 1)), Box((90, 1, 1))]
    packed = build_scene(shape_set(*boxes), chunk_of={}, origin=ORIGIN, store=tmp_path)
    monkeypatch.setattr(packing, "meshopt", None)

    plain = build_scene(shape_set(*boxes), chunk_of={}, origin=ORIGIN, store=tmp_path)

    assert plain.features == packed.features
    assert [one.ranges for one in plain.chunks] == [one.ranges for one in packed.chunks]
    assert [one.instances for one in plain.chunks] == [one.instances for one in packed.chunks]
    assert "EXT_meshopt_compression" not in glb_reading.split(content(plain, tmp_path))[0]["extensionsUsed"]
    _assert_boxes_within_a_step(shape_set(*boxes), plain, tmp_path, seen_by_three)


def test_a_compressed_chunk_cannot_be_read_without_meshopt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    scene = build_scene(shape_set(Box((1, 1, 1))), chunk_of={}, origin=ORIGIN, store=tmp_path)
    monkeypatch.setattr(packing, "meshopt", None)

    with pytest.raises(RuntimeError, match="not installed here"):
        glb_reading.read(content(scene, tmp_path))


def test_what_is_no_glb_is_refused():
    with pytest.raises(ValueError, match="not a binary glTF"):
        glb_reading.read(b"glTF" + bytes(40))


def test_a_file_without_shapes_is_a_scene_without_chunks(tmp_path: Path):
    empty = shape_set(Box((1, 1, 1)))
    none = type(empty)(
        **{
            **{name: getattr(empty, name) for name in empty.__slots__},
            **{
                name: getattr(empty, name)[:0]
                for name in ("step_ids", "geometry", "matrices", "kernel", "boxes")
            },
        }
    )

    scene = build_scene(none, chunk_of={}, origin=chosen_origin(none), store=tmp_path)

    assert scene == SceneManifest((0.0, 0.0, 0.0), [], [])


def test_a_manifest_is_read_back_as_it_was_saved(tmp_path: Path):
    scene = build_scene(shape_set(Box((1, 1, 1))), chunk_of={}, origin=ORIGIN, store=tmp_path)

    scene.save(tmp_path / "manifest.json")

    assert SceneManifest.load(tmp_path / "manifest.json") == scene


def test_no_cell_is_wider_than_its_limit():
    random = np.random.default_rng(11)
    low = random.uniform(0, 500, (3000, 3))
    boxes = np.concatenate([low, low + random.uniform(0, 90, (3000, 3))], axis=1)

    cells, large = split(boxes, np.arange(3000))

    assert sorted([*np.concatenate(cells).tolist(), *large.tolist()]) == list(range(3000))
    assert all((boxes[cell, 3:].max(axis=0) - boxes[cell, :3].min(axis=0)).max() <= CELL for cell in cells)
    assert ((boxes[large, 3:] - boxes[large, :3]).max(axis=1) > CELL).all()


def test_a_long_storey_is_cut_into_areas_that_lie_together_and_a_short_one_is_not():
    seed = 5
    print("seed", seed)
    random = np.random.default_rng(seed)
    corners = random.uniform(0, 1, (900, 3)) * (400, 60, 4)
    boxes = np.concatenate([corners, corners + 1], axis=1)
    rows = np.arange(900)

    groups = areas(boxes, rows, 200)

    assert sorted(np.concatenate(groups).tolist()) == rows.tolist()
    assert all(len(group) <= 200 and (np.diff(group) > 0).all() for group in groups)
    spans = sorted((corners[group, 0].min(), corners[group, 0].max()) for group in groups)
    assert all(after[0] > before[1] for before, after in pairwise(spans))
    assert [group.tolist() for group in areas(boxes, rows, 900)] == [rows.tolist()]


def test_what_all_stands_in_one_place_is_cut_all_the_same():
    groups = areas(np.tile([1.0, 1, 1, 2, 2, 2], (7, 1)), np.arange(7), 3)

    assert [group.tolist() for group in groups] == [[0, 1, 2], [3, 4, 5], [6]]


def test_quaternions_turn_as_their_matrices_do():
    random = np.random.default_rng(5)
    turns = np.linalg.qr(random.normal(size=(200, 3, 3)))[0]
    turns[np.linalg.det(turns) < 0] *= -1
    turns[0] = np.diag([1, -1, -1])

    x, y, z, w = quaternions(turns).T.astype("f8")

    again = np.array([
        [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
        [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
        [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
    ]).transpose(2, 0, 1)  # fmt: skip
    np.testing.assert_allclose(again, turns, atol=1e-6)


@pytest.mark.parametrize("part", range(0, 256, 5))
def test_a_colour_comes_back_from_its_light(part: int):
    assert screen(linear((part, 0, 0, 255))[0]) == part


def _assert_boxes_within_a_step(shapes, scene: SceneManifest, store: Path, see: See) -> None:
    rows = {int(step): row for row, step in enumerate(shapes.step_ids)}
    seen = see([path_of(store, chunk.sha256) for chunk in scene.chunks])
    assert [one.first for one in seen if one.errors] == []
    for chunk, one in zip(scene.chunks, seen, strict=True):
        assert sorted(one.features) == list(range(chunk.features))
        for local, (triangles, box) in one.features.items():
            row = rows[scene.features[chunk.first_feature + local]]
            assert triangles == 12
            np.testing.assert_allclose(box, shapes.boxes[row] - np.tile(scene.origin, 2), atol=STEP)
