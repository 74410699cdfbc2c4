"""Received bytes, kept once by content below `DATA_DIR/files` and never changed."""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

YOUNG = 3600.0  # seconds: what was stored since may wait for the row that will refer to it
ABANDONED = 24 * 3600.0  # seconds after which nobody still receives a file
_INCOMING = "incoming-"


@dataclass(frozen=True)
class StoredFile:
    """`path` is relative to `files_root()`; `size` in bytes."""

    sha256: str
    path: str
    size: int

    @property
    def absolute(self) -> Path:
        return files_root() / self.path


def files_root() -> Path:
    return Path(settings.DATA_DIR) / "files"


def absolute(relative: str) -> Path:
    return files_root() / relative


def store(chunks: Iterable[bytes], suffix: str) -> StoredFile:
    """Write `chunks` to a file named after their SHA-256. A crash leaves only a temporary file.

    Content that is there already is put in its place anew, so that its age counts from now (`is_young`).
    """
    root = files_root()
    root.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(dir=root, prefix=_INCOMING, delete=False) as handle:
        try:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                handle.write(chunk)
            handle.flush()
            os.fsync(handle.fileno())
        except BaseException:
            Path(handle.name).unlink()
            raise
    relative = f"{digest.hexdigest()[:2]}/{digest.hexdigest()}{suffix}"
    target = root / relative
    target.parent.mkdir(exist_ok=True)
    Path(handle.name).replace(target)
    return StoredFile(digest.hexdigest(), relative, size)


def is_young(path: Path) -> bool:
    """Say whether a file was stored so lately that nothing may refer to it yet; False when there is none."""
    try:
        return time.time() - path.stat().st_mtime < YOUNG
    except FileNotFoundError:
        return False


def sweep_abandoned() -> None:
    """Delete what processes that died were receiving."""
    for unfinished in files_root().glob(f"{_INCOMING}*"):
        try:
            if time.time() - unfinished.stat().st_mtime > ABANDONED:
                unfinished.unlink()
        except FileNotFoundError:  # its receiver has just finished, or another sweep was here
            continue


def store_path(path: Path) -> StoredFile:
    """Store a copy of a file on disk."""
    with path.open("rb") as handle:
        return store(iter(lambda: handle.read(1 << 20), b""), path.suffix.lower())
