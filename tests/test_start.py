"""What every process does at its start: each command, each worker, each child of an import."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
HEAVY = ("ifcopenshell", "numpy", "PIL", "rapidfuzz", "ifctester")


def test_starting_django_loads_no_library_that_few_processes_need(tmp_path):
    asked = (
        "import os, sys; os.environ['DJANGO_SETTINGS_MODULE'] = 'twin.settings'; import django; django.setup();"
        f"print(*(name for name in {HEAVY} if name in sys.modules))"
    )
    said = subprocess.run(
        [sys.executable, "-c", asked],
        env={"DATA_DIR": str(tmp_path), "PATH": "/usr/bin:/bin", "DEBUG": "1"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert said.stdout.split() == []


@pytest.mark.parametrize(
    ("database", "words"),
    [
        ({}, "no such table"),
        ({"DATABASE_URL": "postgres://postgres@127.0.0.1:1/nothing"}, "Connection refused"),
    ],
)
def test_a_command_without_its_database_says_so_in_one_sentence(tmp_path, database, words):
    said = subprocess.run(
        [sys.executable, "manage.py", "verify_history", "--json"],
        env={"DATA_DIR": str(tmp_path), "PATH": "/usr/bin:/bin", "DEBUG": "1"} | database,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    (sentence,) = said.stderr.splitlines()
    assert (said.returncode, said.stdout) == (1, "")
    assert sentence.startswith("The database cannot be used (")
    assert words in sentence


def test_an_argument_that_is_no_text_is_refused_in_one_sentence(tmp_path):
    """No database is asked for what cannot be written to it."""
    environment = {"DATA_DIR": str(tmp_path), "PATH": "/usr/bin:/bin", "DEBUG": "1"}
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], env=environment, cwd=ROOT, check=True)

    said = subprocess.run(
        [sys.executable, "manage.py", "trace", b"\xff\xfe", "--station", "VDO\udcff", "--kind", "impact"],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (said.returncode, said.stdout) == (1, "")
    assert said.stderr.splitlines() == ["An argument is no text in UTF-8, so nothing can be called so."]
