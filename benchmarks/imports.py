"""The whole import beside the bare OpenCascade iterator (T1, T2), and what a second import saves (T6)."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import ifcopenshell

from assets.ifc.opening import RefusedFile, unpack
from benchmarks.geometry import ROOT, measured_iterator
from benchmarks.memory import Watched
from benchmarks.table import Row

CHANGED_SHARE = 0.04


@dataclass(frozen=True)
class Corpus:
    """Files that are imported in one run; `name` is what the table calls them."""

    name: str
    files: tuple[Path, ...]
    one_station: bool = False


def rows(corpus: Corpus) -> Iterator[Row]:
    """Seconds are of the command, interpreter start apart, and memory of the whole process tree, on both sides."""
    with tempfile.TemporaryDirectory(prefix="bench-changed-") as folder:
        extra = ["--again"] if corpus.one_station else ["--again", "--apart"]
        if len(corpus.files) == 1:
            extra = ["--again", "--changed", str(_changed(corpus.files[0], Path(folder)))]
        run = _import(corpus, extra)
        figures = json.loads(run.said.splitlines()[-1])
        first, again = figures["first"], figures["again"]
        came_in = [
            path for path in corpus.files if first["outcomes"].get(path.name) in ("published", "shared")
        ]
        bare = [measured_iterator(unpack(path, Path(folder))) for path in came_in]
        on = f"{corpus.name}: {len(came_in)} files, {first['elements']:,} elements"
        wall = sum(one.wall for one in bare)
        yield Row("T1", "import, wall time", on, first["wall"], wall, 1.1)
        yield Row(
            "T2", "import, processor time", on, first["processor"], sum(one.processor for one in bare), 1.2
        )
        yield Row("T2", "import, peak memory", on, run.peak_mb, max(one.tree_mb for one in bare), 1.5, "MB")
        yield Row("T6", "the same files again", on, again["wall"], first["wall"], 0.05)
        if "changed" in figures:
            what = f"next revision, {CHANGED_SHARE:.0%} of the elements changed"
            yield Row("T6", what, on, figures["changed"]["wall"], first["wall"], 0.4)


def _import(corpus: Corpus, extra: list[str]) -> Watched:
    command = [sys.executable, "-m", "benchmarks.one_import", *extra, *map(str, corpus.files)]
    return Watched(command, cwd=ROOT)


def _changed(file: Path, folder: Path) -> Path:
    """The file with another name on a few of its elements, as a next revision has."""
    try:
        model = ifcopenshell.open(str(unpack(file, folder)), format=".ifc")
    except RefusedFile:
        return file
    elements = model.by_type("IfcElement")
    for element in elements[:: max(1, round(1 / CHANGED_SHARE))]:
        element.Name = f"{element.Name or ''} (renamed)"
    path = folder / file.with_suffix(".ifc").name
    path.unlink(missing_ok=True)
    model.write(str(path))
    return path
