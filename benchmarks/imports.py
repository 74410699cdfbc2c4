"""The whole import beside the bare OpenCascade iterator (T1, T2), and what a second import saves (T6)."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ifcopenshell
import ifcopenshell.util.unit

from assets.ifc.opening import unpack
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
    revised: bool = False  # also their next revisions, written on the way


def rows(corpus: Corpus) -> Iterator[Row]:
    """Seconds are of the command, interpreter start apart, and memory of the whole process tree, on both sides."""
    with tempfile.TemporaryDirectory(prefix="bench-changed-") as folder:
        extra = ["--again"] if corpus.one_station else ["--again", "--apart"]
        revisions = _revisions(corpus.files, Path(folder)) if corpus.revised else {}
        for name, files in revisions.items():
            extra += ["--next", name, *map(str, files)]
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
        for name in revisions:
            what = f"next revision, {CHANGED_SHARE:.0%} of the elements {name}"
            yield Row("T6", what, on, figures[name]["wall"], first["wall"], 0.4)


def _import(corpus: Corpus, extra: list[str]) -> Watched:
    command = [sys.executable, "-m", "benchmarks.one_import", *map(str, corpus.files), *extra]
    return Watched(command, cwd=ROOT)


def _revisions(files: tuple[Path, ...], folder: Path) -> dict[str, list[Path]]:
    """Two revisions after the files: one says other names of some elements, the one after it moves others."""
    renamed = [_changed(file, folder / "renamed", _rename) for file in files]
    return {"renamed": renamed, "moved": [_changed(file, folder / "moved", _move) for file in renamed]}


def _changed(file: Path, folder: Path, change: Callable[[Any, Any], None]) -> Path:
    """The file with a change in a few of its elements, written by another hand than the first."""
    folder.mkdir(exist_ok=True)
    model = ifcopenshell.open(str(unpack(file, folder)), format=".ifc")
    for element in model.by_type("IfcElement")[:: max(1, round(1 / CHANGED_SHARE))]:
        change(model, element)
    path = folder / file.with_suffix(".ifc").name
    path.unlink(missing_ok=True)
    model.write(str(path))
    return path


def _rename(_: Any, element: Any) -> None:
    element.Name = f"{element.Name or ''} (renamed)"


def _move(model: Any, element: Any) -> None:
    """Ten centimetres up, alone: what is placed relative to it stays."""
    old = element.ObjectPlacement
    if (
        old is None
        or not old.is_a("IfcLocalPlacement")
        or not old.RelativePlacement.is_a("IfcAxis2Placement3D")
    ):
        return
    axes = old.RelativePlacement
    x, y, z = axes.Location.Coordinates
    up = 0.1 / ifcopenshell.util.unit.calculate_unit_scale(model)
    place = model.create_entity(
        "IfcAxis2Placement3D",
        Location=model.create_entity("IfcCartesianPoint", Coordinates=(x, y, z + up)),
        Axis=axes.Axis,
        RefDirection=axes.RefDirection,
    )
    element.ObjectPlacement = model.create_entity(
        "IfcLocalPlacement", PlacementRelTo=old.PlacementRelTo, RelativePlacement=place
    )
