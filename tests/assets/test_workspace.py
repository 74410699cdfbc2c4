"""The folder of an import is its own as long as it works, and nobody's afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assets import workspace

HOLD = """
import sys, time
sys.path.insert(0, {root!r})
from django.conf import settings
settings.configure(DATA_DIR={data!r})
from assets.workspace import workspace
with workspace("revision-7") as folder:
    print(folder, flush=True)
    time.sleep(60)
"""


@pytest.fixture
def data(settings, tmp_path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


def held_by_another_process(data: Path) -> tuple[subprocess.Popen[str], Path]:
    root = str(Path(workspace.__file__).parent.parent)
    child = subprocess.Popen(
        [sys.executable, "-c", HOLD.format(root=root, data=str(data))], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout
    return child, Path(child.stdout.readline().strip())


def test_a_folder_in_use_stays_and_that_of_a_killed_process_goes(data):
    child, folder = held_by_another_process(data)
    try:
        # What another container would see: a name that says nothing about processes of this one.
        renamed = folder.rename(folder.with_name("revision-7-99999999"))
        with workspace.workspace("revision-8"):
            assert renamed.exists()
    finally:
        child.kill()
        child.communicate()

    with workspace.workspace("revision-8"):
        assert not renamed.exists()


def test_it_is_deleted_also_when_the_work_fails(data):
    with pytest.raises(ValueError), workspace.workspace("revision-1") as folder:
        raise ValueError
    assert not folder.exists()


def test_a_folder_without_a_lock_is_left_over_once_it_is_old(data):
    fresh, old = data / "work" / "revision-1-1", data / "work" / "revision-2-1"
    for each in (fresh, old):
        each.mkdir(parents=True)
    then = time.time() - 120
    os.utime(old, (then, then))

    with workspace.workspace("revision-3"):
        assert [fresh.exists(), old.exists()] == [True, False]


def test_two_attempts_of_one_process_have_a_folder_each(data):
    with workspace.workspace("revision-1") as one, workspace.workspace("revision-1") as other:
        assert one != other
        assert one.exists()
        assert other.exists()
