"""The viewer's bundle as a page asks for it: every file at once, not each when the one before has been read.

Files are named by their content (`viewer/vite.config.ts`); the manifest that the build leaves beside them names them.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

LATER = {
    "src/inside.ts",
    "src/schematic/sketch.ts",
    "src/split/alone.ts",
    "src/split/beside.ts",
    "src/split/pdf.ts",
    "src/supposed/proposals.ts",
}
"""Not fetched before the station stands, or before it is needed."""

MANIFEST = Path(__file__).parent / "static/viewer/manifest.json"


def tags(static: str, *, scene: bool = True) -> SafeString:
    """For the head of a page with an island. Raises FileNotFoundError before the first build.

    Without a scene only what the entry itself needs. What is `LATER` comes after it.

    The digests of Django's storage stay out of it: modules find one another by the names of the build.
    """
    parts = _parts()
    entry = _entry(parts, "viewer")
    needed = _needed(parts, entry, scene=scene)
    modules = [parts[key]["file"] for key in needed if key != entry]
    workers = [name for key in needed for name in parts[key].get("assets", ())]
    script = format_html('<script type="module" src="{}viewer/{}"></script>', static, parts[entry]["file"])
    more = ((static, name) for name in [*modules, *workers])
    return script + format_html_join("", '\n<link rel="modulepreload" href="{}viewer/{}">', more)


def address(static: str, name: str) -> str:
    """Of an entry that a page imports when somebody asks for what it does. Raises FileNotFoundError as `tags`."""
    parts = _parts()
    return f"{static}viewer/{parts[_entry(parts, name)]['file']}"


def _parts() -> dict[str, dict[str, Any]]:
    return _read(MANIFEST, MANIFEST.stat().st_mtime_ns)


@lru_cache(maxsize=1)
def _read(manifest: Path, _written: int) -> dict[str, dict[str, Any]]:
    """Every page of a station asks for it; it changes with a build."""
    return json.loads(manifest.read_text(encoding="utf-8"))


def _entry(parts: dict[str, dict[str, Any]], name: str) -> str:
    [key] = [key for key, part in parts.items() if part.get("isEntry") and part["name"] == name]
    return key


def _needed(parts: dict[str, dict[str, Any]], entry: str, *, scene: bool) -> list[str]:
    """The entry, and what it imports now or, for a scene, later, each once."""
    needed = [entry]
    for key in needed:
        part = parts[key]
        for more in (*part.get("imports", ()), *(part.get("dynamicImports", ()) if scene else ())):
            if more not in needed and more not in LATER:
                needed.append(more)
    return needed
