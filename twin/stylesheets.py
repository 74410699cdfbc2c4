"""Style sheets are written one a subject and sent as one a page: over a slow line each file more costs a round."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

SOURCES = Path(__file__).parent / "static"
JOINED = {
    "twin/page.css": (
        "tokens", "base", "declare", "tables", "search", "pages", "drawn", "sheet", "work", "orders",
        "cards", "coverage", "weak_points", "proposal", "offline",
    ),
    "twin/scene.css": (
        "station", "tools", "moves", "cuts", "station_small", "pins", "traces", "supposed", "looks", "split",
        "schematic",
    ),
}  # fmt: skip
"""By name, the sheets of `static/twin` that it is made of, the later ones winning."""


def parts_of(name: str) -> list[Path]:
    return [SOURCES / f"twin/{part}.css" for part in JOINED[name]]


def join(name: str) -> Path:
    """The file itself, made again when one of its parts has changed. Whoever reads it meanwhile reads all of it."""
    joined = _folder() / name
    looks = b"\n".join(part.read_bytes() for part in parts_of(name))
    if not joined.exists() or joined.read_bytes() != looks:
        joined.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=joined.parent, delete=False) as fresh:
            fresh.write(looks)
        Path(fresh.name).chmod(0o644)
        Path(fresh.name).replace(joined)
    return joined


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "stylesheets"


class JoinedSheets(BaseFinder):
    """Where Django looks for static files, it finds the joined ones."""

    def check(self, **_: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **_: Any) -> str | list[str]:  # type: ignore[override]
        if path not in JOINED:
            return []
        found = str(join(path))
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        storage = FileSystemStorage(location=_folder())
        for name in JOINED:
            join(name)
            yield name, storage
