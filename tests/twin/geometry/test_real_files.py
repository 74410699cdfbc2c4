"""Every chunk of real files, as three.js and the Khronos validator see it, against what the kernel gave."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from assets.ifc.shapes import ShapeSet
from tests.twin.geometry.conftest import Seen
from twin.geometry import SceneManifest, build_scene, glb, glb_reading, path_of
from twin.geometry.cells import STEP
from twin.geometry.origin import chosen_origin

FILES = [
    "Duplex_A_20110907.ifc",
    "Duplex_Electrical_20121207.ifc",
    "Office_A_20110811.ifc",
    "AC20-FZK-Haus.ifc",
    "AC11-Institute-Var-2.ifczip",
    "PCERT-Building-Architecture.ifc",
    "PCERT-Building-Hvac.ifc",
    "PCERT-Building-Structural.ifc",
    "PCERT-Infra-Bridge.ifc",
    "doubleguids.ifc",
    "SampleHouse4.ifc",
]


@pytest.mark.parametrize("name", FILES)
def test_three_sees_the_triangles_and_boxes_that_the_kernel_gave(
    name: str,
    shapes_of: Callable[[str], ShapeSet],
    seen_by_three: Callable[[list[Path]], list[Seen]],
    tmp_path: Path,
) -> None:
    shapes = shapes_of(name)
    storeys = {int(step): "upper" for step in shapes.step_ids[::2]}

    scene = build_scene(shapes, chunk_of=storeys, origin=chosen_origin(shapes), store=tmp_path)
    seen = seen_by_three([*_files(scene, tmp_path), *_decompressed(scene, tmp_path)])

    assert [one.first for one in seen if one.errors] == []
    assert sorted(scene.features) == shapes.step_ids.tolist()
    for chunk, one in zip(scene.chunks * 2, seen, strict=True):
        _assert_equal(shapes, scene, chunk.first_feature, one)


def _files(scene: SceneManifest, store: Path) -> list[Path]:
    return [path_of(store, chunk.sha256) for chunk in scene.chunks]


def _decompressed(scene: SceneManifest, store: Path) -> list[Path]:
    """The validator checks nothing inside a compressed buffer."""
    plain = []
    for path in _files(scene, store):
        chunk, _ = glb_reading.read(path.read_bytes())
        plain.append(path.with_suffix(".plain.glb"))
        plain[-1].write_bytes(glb.write(chunk, compress=False))
    return plain


def _assert_equal(shapes: ShapeSet, scene: SceneManifest, first: int, seen: Seen) -> None:
    rows = {int(step): row for row, step in enumerate(shapes.step_ids)}
    triangles = np.diff(shapes.geometry_face_start)
    for local, (count, box) in seen.features.items():
        row = rows[scene.features[first + local]]
        assert count == triangles[shapes.geometry[row]]
        kernel = shapes.boxes[row] - np.tile(scene.origin, 2)
        np.testing.assert_allclose(box, kernel, atol=STEP, err_msg=f"#{shapes.step_ids[row]}")
