"""
Shapes and scenes beside their yardsticks (PERFORMANCE T1, T2, T3, T4): `python -m benchmarks.geometry [FILE.ifc…]`.

The yardstick is the bare `ifcopenshell.geom.iterator` with OpenCascade, two threads and our settings, in a process of
its own; and a plain GLB with a mesh per product. One markdown table comes out; every figure is of this run.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ifcopenshell
import ifcopenshell.geom
import numpy as np

from assets.ifc.kernel_ladder import settings
from assets.ifc.kernel_plan import products
from assets.ifc.kernel_worker import peak_memory_mb, silence_notices
from assets.ifc.opening import unpack
from assets.ifc.shapes import ShapeSet, tessellate
from benchmarks.memory import Watched
from twin.geometry import build_scene
from twin.geometry.origin import chosen_origin
from twin.geometry.storeys import storeys

ROOT = Path(__file__).resolve().parent.parent
FILES = (
    "Duplex_A_20110907.ifc",
    "AC20-FZK-Haus.ifc",
    "AC11-Institute-Var-2.ifczip",
    "Office_A_20110811.ifc",
    "SampleHouse4.ifc",
)
HEAD = (
    "file",
    "elements",
    "iterator s",
    "ladder s",
    "wall",
    "processor",
    "memory",
    "kernels h/o/b",
    "missing",
    "boxes off",
    "areas off",
    "scene s",
    "scene KiB",
    "plain KiB",
    "ratio",
)


@dataclass(frozen=True)
class Run:
    """What a process took, in seconds and MB.

    `peak_mb` is the largest resident size of the process that ran the kernels. `tree_mb` is what its whole tree held
    at most, as `Watched` counts; 0 where nobody watched.
    """

    wall: float
    processor: float
    peak_mb: float
    tree_mb: float = 0.0


@dataclass(frozen=True)
class Agreement:
    """Elements of OpenCascade that the ladder lost, and those whose box or area (2 %) is another."""

    missing: int
    boxes: int
    areas: int


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.geometry", description=__doc__)
    parser.add_argument("files", type=Path, nargs="*")
    parser.add_argument("--bare-iterator", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.bare_iterator:
        print(json.dumps(_bare_iterator(given.bare_iterator)))
        return 0
    print(table(given.files or default_files()))
    return 0


def default_files() -> list[Path]:
    """Return the real files that lie beside the checkout, and the sample station where it has been written."""
    shared = Path(os.environ.get("STATION_TWIN_SHARED", ROOT.parent / "shared")) / "ifc"
    samples = sorted((ROOT / "ifc_samples").glob("*.ifc"))
    return [path for path in (*(shared / name for name in FILES), *samples) if path.is_file()]


def table(files: Sequence[Path]) -> str:
    """Return a markdown table with a row a file; ratios are ours ÷ the yardstick."""
    rows = ["| " + " | ".join(HEAD) + " |", "|" + "---|" * len(HEAD)]
    with tempfile.TemporaryDirectory() as scratch:
        rows += ["| " + " | ".join(_row(path, Path(scratch))) + " |" for path in files]
    return "\n".join(rows)


def _row(file: Path, scratch: Path) -> Iterator[str]:
    path = unpack(file, scratch)
    bare = measured_iterator(path)
    shapes, ladder = measured_ladder(path)
    agreed = agreement(path, shapes)
    started = time.perf_counter()
    scene = build_scene(
        shapes, chunk_of=storeys(path)[0], origin=chosen_origin(shapes), store=scratch / file.name
    )
    seconds = time.perf_counter() - started
    ours, plain = sum(chunk.bytes_gz for chunk in scene.chunks), plain_glb_bytes(shapes)
    yield from (file.name, str(len(shapes)), f"{bare.wall:.2f}", f"{ladder.wall:.2f}")
    yield from (f"{ladder.wall / bare.wall:.2f}", f"{ladder.processor / bare.processor:.2f}")
    yield f"{ladder.peak_mb / bare.peak_mb:.2f}"
    yield "/".join(map(str, shapes.kernel_counts.values()))
    yield from (str(agreed.missing), str(agreed.boxes), str(agreed.areas), f"{seconds:.2f}")
    yield from (f"{ours / 1024:.0f}", f"{plain / 1024:.0f}", f"{ours / plain:.2f}" if plain else "–")


def measured_iterator(path: Path) -> Run:
    """Run the bare iterator in a process of its own, interpreter start apart."""
    command = [sys.executable, "-m", "benchmarks.geometry", "--bare-iterator", str(path)]
    done = Watched(command, cwd=ROOT, stderr=subprocess.DEVNULL)
    return Run(**json.loads(done.said.splitlines()[-1]), tree_mb=done.peak_mb)


def measured_ladder(path: Path) -> tuple[ShapeSet, Run]:
    shapes = tessellate(path)
    return shapes, Run(shapes.seconds["total"], shapes.seconds["processor"], shapes.peak_memory_mb)


def agreement(path: Path, shapes: ShapeSet) -> Agreement:
    """Compare boxes (1 cm and 1 %) and areas (2 %) of every element with OpenCascade's."""
    rows = {step: row for row, step in enumerate(shapes.step_ids.tolist())}
    missing = boxes = areas = 0
    for step, box, area in _reference(path):
        if step not in rows:
            missing += 1
            continue
        vertices, faces, _ = shapes.mesh(rows[step])
        allowed = 0.01 + 0.01 * (box[3:] - box[:3]).max()
        boxes += bool(np.abs(shapes.boxes[rows[step]] - box).max() > allowed)
        areas += abs(_area(vertices, faces) - area) > 0.02 * area
    return Agreement(missing, boxes, areas)


def plain_glb_bytes(shapes: ShapeSet) -> int:
    """Return the gzipped size of the usual GLB: a mesh and a material per product, float32, normals left out."""
    import trimesh

    scene = trimesh.Scene()
    for row in range(len(shapes)):
        vertices, faces, material = shapes.mesh(row)
        colour = trimesh.visual.material.PBRMaterial(baseColorFactor=shapes.materials[material[0]])
        visual = trimesh.visual.TextureVisuals(material=colour)
        mesh = trimesh.Trimesh(vertices, faces, process=False, visual=visual)
        scene.add_geometry(mesh, node_name=str(shapes.step_ids[row]))
    return len(gzip.compress(scene.export(file_type="glb", include_normals=False), 9)) if len(shapes) else 0


def _reference(path: Path) -> Iterator[tuple[int, Any, float]]:
    model = ifcopenshell.open(str(path), format=".ifc")
    for shape in _iterator(model):
        vertices = np.frombuffer(shape.geometry.verts_buffer, "<f8").reshape(-1, 3)
        faces = np.frombuffer(shape.geometry.faces_buffer, "<i4").reshape(-1, 3)
        if not len(faces):
            continue
        matrix = np.frombuffer(shape.transformation_buffer, "<f8").reshape(4, 4).T
        placed = vertices @ matrix[:3, :3].T + matrix[:3, 3]
        yield shape.id, np.concatenate([placed.min(axis=0), placed.max(axis=0)]), _area(placed, faces)


def _bare_iterator(path: Path) -> dict[str, float]:
    silence_notices()
    started = time.perf_counter(), time.process_time()
    model = ifcopenshell.open(str(path), format=".ifc")
    for shape in _iterator(model):
        shape.geometry.verts_buffer, shape.geometry.faces_buffer  # noqa: B018 - what anybody would read of it
    usage = resource.getrusage(resource.RUSAGE_SELF)
    wall = time.perf_counter() - started[0]
    return {"wall": wall, "processor": usage.ru_utime + usage.ru_stime, "peak_mb": peak_memory_mb()}


def _iterator(model: Any) -> Iterator[Any]:
    elements = [product for product in map(model.by_id, products(model)) if product.is_a("IfcElement")]
    if elements:
        yield from ifcopenshell.geom.iterator(
            settings(), model, 2, include=elements, geometry_library="opencascade"
        )


def _area(vertices: Any, faces: Any) -> float:
    a, b, c = vertices[faces[:, 0]], vertices[faces[:, 1]], vertices[faces[:, 2]]
    return float(np.linalg.norm(np.cross(b - a, c - a), axis=1).sum() / 2)


if __name__ == "__main__":
    sys.exit(main())
