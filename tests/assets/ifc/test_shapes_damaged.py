"""One bad value costs what it stands in, never the shapes of the whole file."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from assets.ifc import supervision
from assets.ifc.kernel_worker import Job
from assets.ifc.shape_set import KERNELS, ShapeSet
from assets.ifc.shapes import tessellate
from tests import small_model

ELEMENTS, SPACES = 4, 2
ENDLESS = "1.E999"


@pytest.fixture
def shapes_of(tmp_path: Path) -> Callable[[str, str], ShapeSet]:
    """`shapes_of(pattern, by)`: the shapes of a small model in which every match was replaced."""

    def shaped(pattern: str, by: str) -> ShapeSet:
        path = small_model.write(tmp_path / "essai_PLB.ifc")
        whole = path.read_text()
        worse = re.sub(pattern, by, whole)
        assert worse != whole
        path.write_text(worse)
        return tessellate(path, seconds=60)

    return shaped


@pytest.mark.parametrize(
    ("pattern", "by"),
    [
        (r"IFCIDENTIFIER\('SN-1'\)", f"IFCREAL({ENDLESS})"),
        (r"(IFCBUILDINGSTOREY\(.*),0\.\)", rf"\1,{ENDLESS})"),
        (r"(IFCSIUNIT\(\*,\.LENGTHUNIT\.),\$", rf"\1,{ENDLESS}"),
    ],
    ids=["a property", "an elevation", "the unit of length"],
)
def test_an_endless_number_outside_the_shapes_costs_no_shape(shapes_of, pattern: str, by: str) -> None:
    shapes = shapes_of(pattern, by)

    assert shapes.kernel_counts == {"hybrid": ELEMENTS, "opencascade": 0, "box": 0}
    assert (len(shapes.spaces), shapes.findings) == (SPACES, ())


def test_an_endless_number_in_a_shape_costs_that_shape(shapes_of) -> None:
    shapes = shapes_of(r"(IFCEXTRUDEDAREASOLID\(.*),0\.2\)", rf"\1,{ENDLESS})")

    assert (len(shapes), len(shapes.spaces)) == (ELEMENTS - 1, SPACES)
    assert [finding.code for finding in shapes.findings] == ["shape-missing"]


def test_what_no_kernel_can_read_is_a_box_of_the_points_that_can_be_read(shapes_of) -> None:
    shapes = shapes_of(r"IFCDIRECTION\(\(0\.,0\.,1\.\)\)", f"IFCDIRECTION((0.,0.,{ENDLESS}))")

    assert {KERNELS[kernel] for kernel in shapes.kernel} == {"box"}
    assert (len(shapes), len(shapes.spaces)) == (ELEMENTS, SPACES)


def test_a_file_the_kernels_cannot_open_is_told_plainly_and_the_log_says_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    path = small_model.write(tmp_path / "essai_PLB.ifc")
    nowhere = str(tmp_path / "elsewhere" / "essai_PLB.ifc")
    monkeypatch.setattr(supervision, "Job", lambda **given: Job(**{**given, "path": nowhere}))

    with caplog.at_level(logging.WARNING):
        shapes = tessellate(path, seconds=20)

    (told,) = shapes.findings
    assert told.code == "shapes-unreadable"
    assert not re.search(r"Traceback|Error|/|\.py", told.message)
    assert "FileNotFoundError" in caplog.text
