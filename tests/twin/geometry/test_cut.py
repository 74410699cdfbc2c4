"""A chunk cut down to what somebody may see: nothing else is left in its bytes."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from assets.ifc.shapes import ShapeSet
from tests.twin.geometry.conftest import Seen
from tests.twin.geometry.made import Box, shape_set
from twin.geometry import build_scene, cut, glb_reading, path_of
from twin.geometry.scene import SceneManifest

See = Callable[[list[Path]], list[Seen]]


@pytest.fixture(params=["meshopt", "plain"])
def duplex(request, shapes_of: Callable[[str], ShapeSet], tmp_path: Path) -> tuple[SceneManifest, Path]:
    shapes = shapes_of("Duplex_A_20110907.ifc")
    compress = request.param == "meshopt"
    return build_scene(shapes, chunk_of={}, origin=(0, 0, 0), store=tmp_path, compress=compress), tmp_path


def test_what_is_kept_looks_as_before_and_nothing_else_is_there(duplex, seen_by_three: See):
    scene, store = duplex
    whole = path_of(store, scene.chunks[0].sha256)
    keep = set(range(0, scene.chunks[0].features, 3))
    part = store / "part.glb"

    part.write_bytes(cut(whole.read_bytes(), scene.chunks[0], keep))

    before, after = seen_by_three([whole, part])
    assert after.errors == 0
    assert after.features == {local: seen for local, seen in before.features.items() if local in keep}


def test_a_cut_chunk_is_compressed_as_it_was(duplex):
    scene, store = duplex
    content = path_of(store, scene.chunks[0].sha256).read_bytes()

    assert glb_reading.read(cut(content, scene.chunks[0], {1, 2}))[1] == glb_reading.read(content)[1]


def test_keeping_all_keeps_the_bytes(duplex):
    scene, store = duplex
    content = path_of(store, scene.chunks[0].sha256).read_bytes()

    assert cut(content, scene.chunks[0].__class__.from_dict(_stored(scene)), set(scene_ids(scene))) == content


def test_keeping_nothing_leaves_an_empty_chunk(duplex, seen_by_three: See):
    scene, store = duplex
    empty = store / "empty.glb"

    empty.write_bytes(cut(path_of(store, scene.chunks[0].sha256).read_bytes(), _stored(scene), set()))

    assert seen_by_three([empty]) == [Seen(errors=0, first=[], features={})]


def test_a_chunk_of_thirty_thousand_elements_is_cut_within_a_second(tmp_path: Path):
    random = np.random.default_rng(3)
    sizes = random.uniform(0.1, 2, (500, 3)).round(2)
    boxes = [Box(tuple(sizes[n % 500]), at=tuple(random.uniform(0, 200, 3)), turn=n) for n in range(30_000)]
    scene = build_scene(shape_set(*boxes), chunk_of={}, origin=(0, 0, 0), store=tmp_path)
    content = path_of(tmp_path, scene.chunks[0].sha256).read_bytes()
    started = time.process_time()

    cut(content, scene.chunks[0], set(range(0, 30_000, 2)))

    assert time.process_time() - started < 1.0


def _stored(scene: SceneManifest) -> dict:
    return scene.as_dict()["chunks"][0]


def scene_ids(scene: SceneManifest) -> range:
    return range(scene.chunks[0].features)
