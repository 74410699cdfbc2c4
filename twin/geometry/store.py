"""Chunks on disk under the digest of their content: written once, never changed, complete or not there."""

from __future__ import annotations

import gzip
import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

WORTH_IT = 0.97  # a .gz that saves less than 3 % is not worth its file


@dataclass(frozen=True, slots=True)
class Stored:
    """Sizes in bytes; `bytes_gz` is what goes over the line."""

    sha256: str
    bytes: int
    bytes_gz: int


def path_of(store: Path, sha256: str) -> Path:
    """Return where a chunk lies: <first two digits>/<digest>.glb."""
    return store / sha256[:2] / f"{sha256}.glb"


def keep(store: Path, content: bytes) -> Stored:
    """Write a chunk, and a .gz beside it when that is smaller, unless they are there already.

    What is there already counts as written now: whoever sweeps old chunks must not take one that is wanted again.
    """
    digest = hashlib.sha256(content).hexdigest()
    path = path_of(store, digest)
    packed = gzip.compress(content, 9, mtime=0)
    smaller = len(packed) < len(content) * WORTH_IT
    if smaller:
        _write(path.with_name(path.name + ".gz"), packed)
    _write(path, content)
    return Stored(digest, len(content), len(packed) if smaller else len(content))


def _write(path: Path, content: bytes) -> None:
    """Write beside the place and move there: a reader never sees half a chunk."""
    if _is_there(path, len(content)):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    Path(unfinished).chmod(0o644)
    Path(unfinished).replace(path)


def _is_there(path: Path, size: int) -> bool:
    """Say whether the content is stored, and make its age count from now before anybody looks at its size."""
    try:
        os.utime(path)
        return path.stat().st_size == size
    except FileNotFoundError:
        return False
