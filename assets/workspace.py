"""A folder for one attempt at an import, a release or an export. Who works in it holds its lock: it is not left over.

Process numbers would not tell: containers that share the data folder each count their own.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings

LOCK = ".lock"
JUST_MADE = 60.0  # seconds in which a folder may be without its lock


@contextmanager
def workspace(name: str) -> Iterator[Path]:
    """Give an empty folder below `DATA_DIR/work`, deleted afterwards; those of processes that died are swept first."""
    root = Path(settings.DATA_DIR) / "work"
    root.mkdir(parents=True, exist_ok=True)
    _sweep(root)
    folder, lock = _locked_folder(root, name)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def _locked_folder(root: Path, name: str) -> tuple[Path, int]:
    """Make a folder and take its lock; again when a sweep was faster than the lock."""
    while True:
        folder = root / f"{name}-{secrets.token_hex(6)}"
        folder.mkdir()
        lock = os.open(folder / LOCK, os.O_CREAT | os.O_RDWR, 0o600)
        fcntl.flock(lock, fcntl.LOCK_EX)
        if (folder / LOCK).exists():
            return folder, lock
        os.close(lock)


def _sweep(root: Path) -> None:
    for folder in root.iterdir():
        with suppress(OSError):  # still held (BlockingIOError), or gone meanwhile
            _sweep_one(folder)


def _sweep_one(folder: Path) -> None:
    """Delete a folder whose lock nobody holds; raise OSError when somebody does."""
    try:
        lock = os.open(folder / LOCK, os.O_RDWR)
    except FileNotFoundError:
        if time.time() - folder.stat().st_mtime > JUST_MADE:
            shutil.rmtree(folder, ignore_errors=True)
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(lock)
