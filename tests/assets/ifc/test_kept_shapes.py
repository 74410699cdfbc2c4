"""Shapes taken over from an earlier revision are those a kernel would make; what changed is made anew."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path

import ifcopenshell
import numpy as np
import pytest

from assets.ifc import kept_shapes
from assets.ifc.kept_shapes import digests_of, keep, known, load
from assets.ifc.kernel_ladder import BOX
from assets.ifc.shape_set import ShapeSet
from assets.ifc.shape_spool import KnownShapes
from assets.ifc.shapes import tessellate
from assets.ifc.supervision import Supervision
from tests import soaking
from tests.assets.ifc.shaped_model import NAMES, ShapedModel, named_steps
from tests.assets.ifc.test_shape_digests import CHANGES

FAULTS = Path(__file__).parent / "faults"
SAMPLES = Path(__file__).parents[3] / "ifc_samples"
# Mapped items, several colours an element, doubled GlobalIds, many openings.
REAL = ("Office_A_20110811.ifc", "Duplex_A_20110907.ifc", "AC20-FZK-Haus.ifc", "doubleguids.ifc")


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ShapeSet]:
    path = ShapedModel().save(tmp_path_factory.mktemp("first"))
    return path, tessellate(path)


@pytest.fixture
def no_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AssertionError("a kernel was started")

    monkeypatch.setattr(Supervision, "_started_child", refused)


def after(shapes: ShapeSet, path: Path, new: Path, folder: Path) -> KnownShapes:
    """What of `new` is known once the shapes of `path` were kept on disk."""
    keep(shapes, digests_of(path)).save(folder / "kept.npz")
    kept = load(folder / "kept.npz")
    assert kept is not None
    return known(kept, digests_of(new))


def names_of(path: Path, known_: KnownShapes) -> set[str]:
    assert known_.spool is not None
    names = named_steps(ifcopenshell.open(str(path)))
    spaces = [space.step_id for space in known_.spool.spaces]
    return {names[step] for step in [*known_.spool.elements["step_id"].tolist(), *spaces]}


def assert_alike(one: ShapeSet, other: ShapeSet) -> None:
    assert one.step_ids.tolist() == other.step_ids.tolist()
    assert one.kernel.tolist() == other.kernel.tolist()
    assert one.spaces == other.spaces
    assert [finding.code for finding in one.findings] == [finding.code for finding in other.findings]
    np.testing.assert_allclose(one.boxes, other.boxes, atol=1e-9)
    for row in range(len(one)):
        (vertices, faces, colours), (same, triangles, paint) = one.mesh(row), other.mesh(row)
        np.testing.assert_allclose(vertices, same, atol=1e-9)
        np.testing.assert_array_equal(faces, triangles)
        np.testing.assert_array_equal(one.materials[colours], other.materials[paint])


@pytest.mark.parametrize("what", CHANGES)
def test_only_what_a_change_touches_goes_to_the_kernel_and_comes_out_as_from_nothing(
    what: str, first: tuple[Path, ShapeSet], tmp_path: Path
) -> None:
    change, affected = CHANGES[what]
    path, shapes = first
    model = ShapedModel()
    change(model)
    new = model.save(tmp_path)

    taken_over = after(shapes, path, new, tmp_path)
    reused = tessellate(new, known=taken_over)

    assert names_of(new, taken_over) == NAMES - affected
    assert reused.reused == len(NAMES - affected)
    assert_alike(reused, tessellate(new))


def test_nothing_changed_starts_no_kernel(
    first: tuple[Path, ShapeSet], tmp_path: Path, no_kernel: None
) -> None:
    path, shapes = first
    heard: list[float] = []

    reused = tessellate(path, known=after(shapes, path, path, tmp_path), progress=heard.append)

    assert_alike(reused, shapes)
    assert (reused.settled, heard) == (True, [1.0])


@pytest.mark.parametrize("name", soaking.few(REAL, 2))
def test_a_real_file_written_again_by_another_hand_is_taken_over_whole(
    name: str, shared_ifc: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, again = shared_ifc / name, tmp_path / "again.ifc"
    shapes = tessellate(path)
    ifcopenshell.open(str(path)).write(str(again))
    taken_over = after(shapes, path, again, tmp_path)
    monkeypatch.setattr(Supervision, "_started_child", None)

    assert_alike(tessellate(again, known=taken_over), shapes)


@pytest.mark.parametrize("path", soaking.few(sorted(SAMPLES.glob("*.ifc")), 3), ids=lambda path: path.stem)
def test_the_sample_station_is_taken_over_whole(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shapes = tessellate(path)
    taken_over = after(shapes, path, path, tmp_path)
    monkeypatch.setattr(Supervision, "_started_child", None)

    assert_alike(tessellate(path, known=taken_over), shapes)


def test_a_box_that_a_crash_left_is_shaped_anew_and_the_rest_is_not(
    first: tuple[Path, ShapeSet], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, shapes = first
    slab = next(step for step, name in named_steps(ifcopenshell.open(str(path))).items() if name == "slab")
    with monkeypatch.context() as patch:
        patch.setenv("PYTHONPATH", str(FAULTS))
        patch.setenv("FAULTS", f"{slab}:crash")
        patch.setenv("FAULTS_RUNG", "1")
        crashed = tessellate(path)

    taken_over = after(crashed, path, path, tmp_path)

    assert (crashed.settled, crashed.kernel_counts["box"]) == (False, 1)
    assert names_of(path, taken_over) == NAMES - {
        "slab",
        "room",
    }  # a plan does not tell whether it was a box's
    assert_alike(tessellate(path, known=taken_over), shapes)


def test_a_box_made_because_time_ran_out_is_not_kept(first: tuple[Path, ShapeSet], tmp_path: Path) -> None:
    path, shapes = first
    hurried = replace(shapes, settled=False, kernel=np.full(len(shapes), BOX, "u1"))

    assert names_of(path, after(hurried, path, path, tmp_path)) == set()


def test_what_no_kernel_could_shape_is_not_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slab without any depth becomes a box of its points; a beam whose body holds nothing becomes nothing at all."""
    model = ShapedModel()
    model.solids["slab"].Depth = 0.0
    for one in model.by_name("beam").Representation.Representations:
        one.Items = [model.file.create_entity("IfcGeometricSet", Elements=[])]
    path = model.save(tmp_path)
    shapes = tessellate(path)
    monkeypatch.setattr(Supervision, "_started_child", None)

    reused = tessellate(path, known=after(shapes, path, path, tmp_path))

    assert {finding.code for finding in shapes.findings} == {"shape-box", "shape-missing"}
    assert_alike(reused, shapes)


def test_a_shape_of_another_kernel_version_is_made_anew(
    first: tuple[Path, ShapeSet], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, shapes = first
    keep(shapes, digests_of(path)).save(tmp_path / "kept.npz")
    monkeypatch.setattr(kept_shapes, "salt", lambda: b"of tomorrow")
    kept = load(tmp_path / "kept.npz")

    assert kept is not None
    assert known(kept, digests_of(path)).count == 0


@pytest.mark.parametrize("fault", ["missing", "cut", "a byte changed", "of another format", "something else"])
def test_kept_shapes_that_cannot_be_used_are_none_with_a_word_in_the_log(
    fault: str, first: tuple[Path, ShapeSet], tmp_path: Path, caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    path, shapes = first
    kept = tmp_path / "kept.npz"
    with monkeypatch.context() as patch:
        if fault == "of another format":
            patch.setattr(kept_shapes, "FORMAT", 0)
        keep(shapes, digests_of(path)).save(kept)
    content = bytearray(kept.read_bytes())
    content[len(content) // 2] ^= 1
    if fault == "missing":
        kept.unlink()
    elif fault == "cut":
        kept.write_bytes(content[: len(content) // 2])
    elif fault == "a byte changed":
        kept.write_bytes(content)
    elif fault == "something else":
        kept.write_text("no archive")

    with caplog.at_level(logging.WARNING):
        assert load(kept) is None

    assert "every shape is made anew: kept.npz" in caplog.text
