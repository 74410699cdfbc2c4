"""A trial lasts a day, and leaves nothing behind."""

from __future__ import annotations

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from assets import files, shape_store
from assets.models import Station
from tests import factories
from twin import scenes, trials
from twin.geometry import store
from twin.tasks import sweep

pytestmark = pytest.mark.django_db


def aged(path: Path, hours: float = 25) -> None:
    """Make a file look stored that long ago."""
    then = time.time() - 3600 * hours
    os.utime(path, (then, then))


def brought(content: bytes = b"ISO-10303-21;"):
    """A visitor's trial with a scene of one chunk."""
    visitor = trials.new_visitor()
    revision = trials.bring(SimpleUploadedFile("maison_de_garde.ifc", content), by=visitor)
    scene = factories.scene(revision, [factories.element(revision)], b"chunk of " + content)
    chunk = scenes.chunk_path(scene.chunks.get().sha256)
    chunk.with_suffix(".json").write_text("{}")
    return revision, chunk


def a_day_later() -> None:
    for path in files.files_root().parent.rglob("*"):
        aged(path)
    Station.objects.exclude(trial_owner=None).update(trial_expires_at=timezone.now())
    get_user_model().objects.update(date_joined=timezone.now() - timedelta(hours=25))


def test_a_trial_is_named_after_its_file_and_lasts_a_day():
    revision, _chunk = brought()

    assert revision.station.name == "maison de garde"
    assert revision.station.trial_expires_at - timezone.now() > timedelta(hours=23)
    assert sweep()["trials"] == 0


def test_after_a_day_station_files_chunks_and_visitor_are_gone():
    revision, chunk = brought()
    received, shapes = files.absolute(revision.path), shape_store.path_of(revision.path)
    shapes.write_bytes(b"shapes")
    assert received.exists()
    a_day_later()

    assert sweep()["trials"] == 1

    assert (Station.objects.count(), get_user_model().objects.count()) == (0, 0)
    gone = (received, shapes, chunk, chunk.with_suffix(".json"))
    assert [path.exists() for path in gone] == [False] * 4


def test_bytes_that_another_upload_has_just_stored_stay():
    """Its row is not written yet."""
    revision, _chunk = brought()
    a_day_later()
    again = files.store([b"ISO-10303-21;"], ".ifc")
    assert again.path == revision.path

    sweep()

    assert again.absolute.exists()


def test_a_chunk_that_another_import_has_just_kept_stays_with_its_ranges():
    """Its scene is saved only when all is read."""
    _revision, chunk = brought()
    a_day_later()
    kept = store.keep(scenes.store_root(), chunk.read_bytes())
    assert scenes.chunk_path(kept.sha256) == chunk

    sweep()

    assert [chunk.exists(), chunk.with_suffix(".json").exists()] == [True, True]


def test_what_a_dead_process_was_receiving_is_swept_after_a_day():
    root = files.files_root()
    root.mkdir(parents=True, exist_ok=True)
    dead, alive = root / "incoming-dead", root / "incoming-alive"
    for path in (dead, alive):
        path.write_bytes(b"ISO-")
    aged(dead)

    sweep()

    assert [dead.exists(), alive.exists()] == [False, True]


def test_what_another_station_has_as_well_stays():
    revision, chunk = brought()
    lasting = factories.revision(factories.station("VDO"), path=revision.path)
    factories.scene(lasting, [factories.element(lasting)], chunk.read_bytes())
    shapes = shape_store.path_of(revision.path)
    shapes.write_bytes(b"shapes")
    a_day_later()

    sweep()

    assert files.absolute(revision.path).exists()
    assert shapes.exists()
    assert chunk.exists()
    assert [station.code for station in Station.objects.all()] == ["VDO"]


def test_people_who_are_no_visitors_stay():
    factories.person("agent", username="agent")
    brought()
    a_day_later()

    sweep()

    assert [user.username for user in get_user_model().objects.all()] == ["agent"]
