"""Shapes made a scene: chunks by storey and area, features numbered, elements merged or repeated, GLBs stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assets.ifc.shape_set import ShapeSet
from twin.geometry import glb, packing, store
from twin.geometry.batches import Range, batch
from twin.geometry.cells import Rows, areas, split
from twin.geometry.chunk import Batch, Chunk, Part
from twin.geometry.manifest import ChunkManifest, SceneManifest
from twin.geometry.parts import may_repeat, part, pays
from twin.geometry.patterns import Pattern, patterns
from twin.geometry.recipe import recipe

LARGEST = (
    5_000  # features a chunk: what is fetched, kept and given up together (local ids would allow 65,535)
)
NOWHERE = ""  # storey key of elements that stand in none

Floats = npt.NDArray[np.float64]
PatternsOf = Callable[[int], list[Pattern]]


def build_scene(
    shapes: ShapeSet,
    *,
    chunk_of: Mapping[int, str],
    origin: tuple[float, float, float],
    store: Path,
    compress: bool | None = None,
    kept: Callable[[str], ChunkManifest | None] = lambda _: None,
) -> SceneManifest:
    """Write the chunks of one discipline into `store` and return the full manifest.

    `chunk_of` gives the storey key of a STEP id (absent: NOWHERE); `origin` is in metres in the frame of the file.
    The same shapes give the same bytes. `compress` defaults to whether meshopt is installed. `kept` gives the chunk
    that was made of the same things before (by its recipe), if it is still in the store.
    """
    packed = packing.available() if compress is None else compress
    start = np.array(origin, "f8")
    chunks: list[ChunkManifest] = []
    features: list[int] = []
    for storey, rows in _storeys(shapes, chunk_of):
        made_of = recipe(shapes, rows, origin=start, compress=packed)
        chunk = kept(made_of) or replace(_built(shapes, rows, start, store, compress=packed), recipe=made_of)
        chunks.append(replace(chunk, storey=storey, first_feature=len(features)))
        features.extend(shapes.step_ids[rows].tolist())
    return SceneManifest(origin, features, chunks)


def build_chunk(
    shapes: ShapeSet, rows: Rows, *, origin: Floats
) -> tuple[Chunk, list[Range], list[list[int]]]:
    """Return the chunk of the elements of `rows`, whose local ids are their places in it, its ranges and instances."""
    local_ids = {row: local for local, row in enumerate(rows.tolist())}
    patterns_of = cache(lambda geometry: patterns(shapes, geometry))
    repeated, merged = _divided(shapes, rows, patterns_of)
    batches, ranges = _batches(shapes, merged, patterns_of, local_ids, origin)
    parts = [
        part(shapes, group, patterns_of=patterns_of, local_ids=local_ids, origin=origin) for group in repeated
    ]
    return Chunk(len(rows), batches, parts), ranges, _instances(parts, len(batches))


def _storeys(shapes: ShapeSet, chunk_of: Mapping[int, str]) -> Iterator[tuple[str, Rows]]:
    """Give the rows of each storey, a large one area by area; equal shapes next to each other, then by STEP id."""
    keys = np.array([chunk_of.get(step, NOWHERE) for step in shapes.step_ids.tolist()], dtype=object)
    for key in sorted(set(keys.tolist())):
        rows = np.flatnonzero(keys == key)
        ordered = rows[np.lexsort((shapes.step_ids[rows], shapes.geometry[rows]))]
        for area in areas(shapes.boxes, ordered, LARGEST):
            yield key, area


def _divided(shapes: ShapeSet, rows: Rows, patterns_of: PatternsOf) -> tuple[list[Rows], Rows]:
    """Return the groups to repeat, and the rows to merge."""
    groups = np.split(rows, np.flatnonzero(np.diff(shapes.geometry[rows])) + 1) if len(rows) else []
    repeated: list[Rows] = []
    merged: list[Rows] = []
    for group in groups:
        worth = len(group) > 1 and pays(patterns_of(int(shapes.geometry[group[0]])), len(group))
        (repeated if worth and may_repeat(shapes, group) else merged).append(group)
    return repeated, np.concatenate(merged) if merged else np.array([], "i8")


def _batches(
    shapes: ShapeSet, rows: Rows, patterns_of: PatternsOf, local_ids: dict[int, int], origin: Floats
) -> tuple[list[Batch], list[Range]]:
    cells, large = split(shapes.boxes, rows)
    batches: list[Batch] = []
    ranges: list[Range] = []
    for group, quantised in [*((cell, True) for cell in cells), (large, False)]:
        if not len(group):
            continue
        built, found = batch(
            shapes,
            group,
            patterns_of=patterns_of,
            local_ids=local_ids,
            origin=origin,
            quantised=quantised,
            mesh=len(batches),
        )
        batches.append(built)
        ranges.extend(found)
    return batches, ranges


def _instances(parts: list[Part], first_mesh: int) -> list[list[int]]:
    return [
        [int(local), first_mesh + number, instance]
        for number, one in enumerate(parts)
        for instance, local in enumerate(one.features.tolist())
    ]


def _built(shapes: ShapeSet, rows: Rows, origin: Floats, folder: Path, *, compress: bool) -> ChunkManifest:
    """Build a chunk and store it; the manifest does not know yet where it belongs."""
    chunk, ranges, instances = build_chunk(shapes, rows, origin=origin)
    kept = store.keep(folder, glb.write(chunk, compress=compress))
    return ChunkManifest(
        **asdict(kept),
        triangles=chunk.triangles,
        storey=NOWHERE,
        first_feature=0,
        features=chunk.feature_count,
        box=_box(shapes.boxes[rows], origin),
        ranges=ranges,
        instances=instances,
    )


def _box(boxes: Floats, origin: Floats) -> list[float]:
    low, high = boxes[:, :3].min(axis=0) - origin, boxes[:, 3:].max(axis=0) - origin
    found: list[float] = (
        np.concatenate([np.floor(low * 1000), np.ceil(high * 1000)]).__truediv__(1000).tolist()
    )
    return found
