"""The next revision of a file comes in with the shapes of the one before it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import ifcopenshell
import pytest
from django.core.management import call_command

from assets import shape_store
from assets.ifc.supervision import Supervision
from assets.models import Element, Revision, Station
from tests import small_model
from twin import scenes
from twin.models import SceneChunk

SHAPED = 6  # wall, pump, two pipes, two rooms

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def station() -> Station:
    return Station.objects.create(code="VDO", name="Val-d'Orme", twin_mode=Station.TwinMode.MODEL_3D)


@pytest.fixture
def first(station, tmp_path) -> Path:
    path = small_model.write(tmp_path / "a_PLB.ifc")
    imported(path)
    return path


@pytest.fixture
def no_kernel(first, monkeypatch) -> None:
    """After the first revision."""

    def refused(*_: object, **__: object) -> None:
        raise AssertionError("a kernel was started")

    monkeypatch.setattr(Supervision, "_started_child", refused)


def imported(path: Path, *options: str) -> Revision:
    call_command("import_ifc", str(path), "--station", "VDO", "--discipline", "PLB", *options, "--traceback")
    return Revision.objects.get(file_name=path.name)


def next_revision(path: Path, change: Callable[[ifcopenshell.file], object]) -> Path:
    model = ifcopenshell.open(str(path))
    change(model)
    new = path.with_name("b_PLB.ifc")
    model.write(str(new))
    return new


def boxes(revision: Revision) -> dict[str, tuple]:
    rows = Element.objects.filter(revision=revision).order_by("step_id")
    return {
        pk: box
        for pk, *box in rows.values_list("global_id", "x_min", "y_min", "z_min", "x_max", "z_max", "kernel")
    }


def chunks(revision: Revision) -> list[str]:
    return list(SceneChunk.objects.filter(scene__revision=revision).values_list("sha256", flat=True))


def new_serial(model: ifcopenshell.file) -> None:
    (value,) = model.by_type("IfcPropertySingleValue")
    value.NominalValue = model.create_entity("IfcIdentifier", "SN-NEW")
    model.by_type("IfcPump")[0].Name = "Pompe échangée"


def moved_pump(model: ifcopenshell.file) -> None:
    point = model.by_type("IfcPump")[0].ObjectPlacement.RelativePlacement.Location
    x, y, z = point.Coordinates
    point.Coordinates = (x, y + 1.0, z)


def test_a_changed_serial_number_and_name_come_in_without_a_kernel(first, no_kernel):
    before = Revision.objects.get()

    after = imported(next_revision(first, new_serial))

    assert (after.state, after.report["reused_shapes"]) == (Revision.State.PUBLISHED, SHAPED)
    assert after.report["kernels"] == before.report["kernels"]
    assert boxes(after) == boxes(before)
    assert chunks(after) == chunks(before)
    assert Element.objects.get(revision=after, ifc_class="IfcPump").name == "Pompe échangée"


def test_a_moved_pump_alone_is_shaped_anew(first):
    before = Revision.objects.get()

    after = imported(next_revision(first, moved_pump))

    pump = Element.objects.get(revision=before, ifc_class="IfcPump")
    assert after.report["reused_shapes"] == SHAPED - 1
    assert [key for key, box in boxes(after).items() if box != boxes(before)[key]] == [pump.global_id]
    moved = Element.objects.get(revision=after, ifc_class="IfcPump")
    assert moved.y_min == pytest.approx(pump.y_min + 1.0)


def test_damaged_kept_shapes_cost_time_and_nothing_else(first, caplog):
    before = Revision.objects.get()
    shape_store.path_of(before.path).write_text("no archive")

    with caplog.at_level(logging.WARNING):
        after = imported(next_revision(first, new_serial), "--verbosity", "2")

    assert "every shape is made anew" in caplog.text
    assert (after.report["reused_shapes"], boxes(after)) == (0, boxes(before))


def test_one_revision_after_another_takes_over_what_the_one_before_took_over(first, no_kernel):
    imported(next_revision(first, new_serial))
    third = first.with_name("c_PLB.ifc")
    model = ifcopenshell.open(str(first.with_name("b_PLB.ifc")))
    model.by_type("IfcWall")[0].Name = "Mur"
    model.write(str(third))

    assert imported(third).report["reused_shapes"] == SHAPED


@pytest.mark.django_db(transaction=True)
def test_publishing_leaves_the_shapes_of_the_published_revision_only(first):
    before = Revision.objects.get()
    assert shape_store.path_of(before.path).exists()

    after = imported(next_revision(first, moved_pump))

    assert [shape_store.path_of(one.path).exists() for one in (before, after)] == [False, True]


def test_a_revision_that_waits_for_a_person_keeps_its_shapes_beside_the_published_one(first):
    waiting = imported(next_revision(first, moved_pump), "--share")

    assert waiting.state == Revision.State.SHARED
    assert all(shape_store.path_of(one.path).exists() for one in Revision.objects.all())


def test_a_storey_in_which_nothing_changed_is_not_drawn_again(first, no_kernel, monkeypatch):
    before = Revision.objects.get()
    monkeypatch.setattr("twin.geometry.scene.build_chunk", None)

    after = imported(next_revision(first, new_serial))

    assert chunks(after) == chunks(before)
    assert Element.objects.filter(revision=after, feature__isnull=False).count() == SHAPED - 2


@pytest.mark.parametrize("lost", [0, 2], ids=["the chunk", "its ranges"])
def test_a_chunk_that_is_gone_from_the_store_is_drawn_again(first, no_kernel, lost):
    (sha256,) = chunks(Revision.objects.get())
    files = scenes.files_of(sha256)
    files[lost].unlink()

    after = imported(next_revision(first, new_serial))

    assert chunks(after) == [sha256]
    assert (files[0].exists(), files[2].exists()) == (True, True)
