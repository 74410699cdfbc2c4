"""A chunk cut down to what somebody may see, without a kernel and without the shapes it was made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from twin.geometry import glb, glb_reading
from twin.geometry.chunk import Batch, Chunk, Part, Primitive
from twin.geometry.clip import clip
from twin.geometry.manifest import ChunkManifest


def cut(
    content: bytes,
    manifest: ChunkManifest | Mapping[str, Any],
    keep: Set[int],
    *,
    renumber: bool = False,
    at_border: tuple[Set[int], Sequence[float]] | None = None,
) -> bytes:
    """Return a GLB with only the elements whose local ids are in `keep`; they keep their ids.

    Compressed if `content` is. What is left out leaves no byte behind: neither vertices nor an empty place. With
    `renumber` the ids count 0, 1, 2… in the order of the former ones, so that not even how many there were is told.
    `at_border`: the local ids that are cut at a box, and the box, metres from the scene's origin.
    """
    stored = manifest if isinstance(manifest, ChunkManifest) else ChunkManifest.from_dict(manifest)
    chunk, compressed = glb_reading.read(content)
    batches = [_cut_batch(batch, number, stored, keep) for number, batch in enumerate(chunk.batches)]
    parts = [_cut_part(part, keep) for part in chunk.parts]
    left = Chunk(
        chunk.feature_count,
        [batch for batch in batches if batch.primitives],
        [part for part in parts if len(part.features)],
    )
    if at_border is not None:
        left = clip(left, *at_border)
    return glb.write(_renumbered(left, sorted(keep)) if renumber else left, compress=compressed)


def _renumbered(chunk: Chunk, kept: list[int]) -> Chunk:
    def new(features: npt.NDArray[Any]) -> npt.NDArray[Any]:
        return np.searchsorted(kept, features).astype(features.dtype)

    def numbered(primitive: Primitive) -> Primitive:
        return (
            primitive if primitive.features is None else replace(primitive, features=new(primitive.features))
        )

    return Chunk(
        len(kept),
        [replace(batch, primitives=[numbered(one) for one in batch.primitives]) for batch in chunk.batches],
        [replace(part, features=new(part.features)) for part in chunk.parts],
    )


def _cut_batch(batch: Batch, number: int, manifest: ChunkManifest, keep: Set[int]) -> Batch:
    kept: dict[int, list[list[int]]] = {}
    for local, mesh, primitive, *where in manifest.ranges:
        if mesh == number and local in keep:
            kept.setdefault(primitive, []).append(where)
    return Batch(
        batch.offset,
        batch.step,
        [_cut_primitive(batch.primitives[one], np.array(kept[one], "i8")) for one in sorted(kept)],
    )


def _cut_primitive(primitive: Primitive, ranges: npt.NDArray[np.int64]) -> Primitive:
    """Keep the ranges (n, 4): first index, indices, first vertex, vertices."""
    first_index, indices, first_vertex, vertices = ranges[np.argsort(ranges[:, 0])].T
    shift = np.concatenate([[0], np.cumsum(vertices)])[:-1] - first_vertex
    corners, rows = _rows(first_index, indices), _rows(first_vertex, vertices)
    assert primitive.features is not None
    return Primitive(
        primitive.colour,
        primitive.positions[rows],
        (primitive.indices[corners] + np.repeat(shift, indices)).astype(np.uint32),
        primitive.features[rows],
    )


def _rows(first: npt.NDArray[np.int64], count: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    ends = np.cumsum(count)
    rows: npt.NDArray[np.int64] = np.arange(ends[-1]) + np.repeat(first - (ends - count), count)
    return rows


def _cut_part(part: Part, keep: Set[int]) -> Part:
    chosen = np.array([int(local) in keep for local in part.features.tolist()], bool)
    return Part(
        part.offset,
        part.step,
        part.primitives,
        part.shifts[chosen],
        None if part.turns is None else part.turns[chosen],
        part.features[chosen],
    )
