"""Shapes are kept for what may be a predecessor, and go when that is over."""

from __future__ import annotations

from pathlib import Path

import pytest

from assets import files, shape_store
from assets.models import Revision, Station
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def station() -> Station:
    return factories.station()


def revision(of: Station, number: int | None, state: str, **values) -> Revision:
    stored = files.store([f"{of.pk} {number}".encode()], ".ifc")
    return factories.revision(
        of, number=number, state=state, path=stored.path, sha256=stored.sha256, **values
    )


def kept(of: Revision) -> Path:
    path = shape_store.path_of(of.path)
    path.write_bytes(b"shapes")
    return path


def test_they_lie_beside_the_received_bytes_and_leave_those_alone(station):
    first = revision(station, 1, "PUBLISHED")
    finished = files.files_root() / "finished"
    finished.write_bytes(b"shapes")

    shape_store.put(first, finished)

    received = files.absolute(first.path)
    assert shape_store.path_of(first.path) == received.with_name(f"{first.sha256}.shapes.npz")
    assert (received.read_bytes(), shape_store.path_of(first.path).read_bytes()) == (
        f"{station.pk} 1".encode(),
        b"shapes",
    )
    assert not finished.exists()


def test_the_published_revision_goes_before_a_newer_one_that_waits(station):
    published, newer = revision(station, 1, "PUBLISHED"), revision(station, 2, "SHARED")
    for one in (published, newer):
        kept(one)
    coming = revision(station, None, "WIP")

    assert shape_store.earlier(coming) == shape_store.path_of(published.path)

    shape_store.path_of(published.path).unlink()
    assert shape_store.earlier(coming) == shape_store.path_of(newer.path)


def test_another_discipline_or_station_is_no_predecessor(station):
    kept(revision(station, 1, "PUBLISHED", discipline="ARC"))
    kept(revision(factories.station(), 1, "PUBLISHED"))

    assert shape_store.earlier(revision(station, None, "WIP")) is None


def test_the_same_bytes_read_for_another_station_serve_here_too(station):
    there = revision(factories.station(), 1, "PUBLISHED")
    path = kept(there)
    here = factories.revision(station, number=None, state="WIP", path=there.path, sha256=there.sha256)

    assert shape_store.earlier(here) == path


def test_what_can_be_no_predecessor_any_more_is_swept(station):
    revisions = [
        revision(station, 1, "ARCHIVED"),
        revision(station, 2, "PUBLISHED"),
        revision(station, 3, "SHARED"),
        revision(station, 4, "SHARED"),
    ]
    paths = [kept(one) for one in revisions]

    shape_store.sweep(revisions[-1])

    assert [path.exists() for path in paths] == [False, True, False, True]
    assert all(files.absolute(one.path).exists() for one in revisions)


def test_what_serves_another_station_as_well_stays(station):
    over = revision(station, 1, "ARCHIVED")
    path = kept(over)
    revision(station, 2, "PUBLISHED")
    elsewhere = factories.revision(factories.station(), path=over.path, sha256=over.sha256)

    shape_store.sweep(over)
    assert path.exists()

    elsewhere.delete()
    shape_store.sweep(over)
    assert not path.exists()


def test_shapes_finished_after_their_station_is_gone_are_not_kept(station):
    gone = revision(station, None, "WIP")
    finished = files.files_root() / "finished"
    finished.write_bytes(b"shapes")
    Revision.objects.all().delete()

    shape_store.put(gone, finished)

    assert not shape_store.path_of(gone.path).exists()
