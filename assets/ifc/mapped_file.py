"""The bytes of a file without reading it whole. Apart, so that who needs no more starts without numpy."""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def file_bytes(path: Path) -> Iterator[Any]:
    """Give the bytes of a non-empty file without reading it whole."""
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as view:
        yield view
