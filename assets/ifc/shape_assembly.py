"""Spools of several children made one ShapeSet, each geometry once, in an order that depends on the file alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from assets.ifc.records import Finding
from assets.ifc.shape_set import Footprint, Ints, ShapeSet
from assets.ifc.shape_spool import ELEMENT, GEOMETRY, Spooled


def assemble(spools: Sequence[Spooled]) -> ShapeSet:
    """Return elements by STEP id and geometries by first use; equal digests are one geometry."""
    elements, geometries = _elements(spools), _joined([spool.geometries for spool in spools], GEOMETRY)
    used, numbers = _by_first_use(elements["geometry"], geometries)
    vertex_rows, vertex_start = _gather(geometries["vertices"], used)
    face_rows, face_start = _gather(geometries["faces"], used)
    colours = _joined([spool.colours for spool in spools], np.dtype("u1"), 4)[face_rows]
    materials, face_material = _materials(colours)
    return ShapeSet(
        vertices=_joined([spool.vertices for spool in spools], np.dtype("f8"), 3)[vertex_rows],
        faces=_joined([spool.faces for spool in spools], np.dtype("i4"), 3)[face_rows],
        face_material=face_material,
        geometry_vertex_start=vertex_start,
        geometry_face_start=face_start,
        materials=materials,
        step_ids=elements["step_id"].copy(),
        geometry=numbers,
        matrices=elements["matrix"].copy(),
        kernel=elements["kernel"].copy(),
        boxes=elements["box"].copy(),
        spaces=_spaces(spools),
    )


def told(
    shapes: ShapeSet,
    *,
    findings: tuple[Finding, ...],
    peak_memory_mb: float,
    seconds: dict[str, float],
    settled: bool,
    reused: int,
) -> ShapeSet:
    """Return the shapes with what happened on the way."""
    return replace(
        shapes,
        findings=findings,
        peak_memory_mb=peak_memory_mb,
        seconds=seconds,
        settled=settled,
        reused=reused,
    )


def _elements(spools: Sequence[Spooled]) -> npt.NDArray[Any]:
    """Join the elements, geometry numbers counted over all spools; an element twice keeps its first shape."""
    rows, before = [], 0
    for spool in spools:
        shifted = spool.elements.copy()
        shifted["geometry"] += before
        before += len(spool.geometries)
        rows.append(shifted)
    joined = _joined(rows, ELEMENT)
    return joined[np.unique(joined["step_id"], return_index=True)[1]]


def _by_first_use(asked: Ints, geometries: npt.NDArray[Any]) -> tuple[Ints, Ints]:
    """Return the geometries to keep in order of first use, and for each element its number among them."""
    _, first, same = np.unique(geometries["digest"], return_index=True, return_inverse=True)
    kept, inverse = np.unique(first[same][asked] if len(asked) else asked, return_inverse=True)
    earliest = np.full(len(kept), len(asked))
    np.minimum.at(earliest, inverse, np.arange(len(asked)))
    order = np.argsort(earliest)
    rank = np.empty(len(kept), "i4")
    rank[order] = np.arange(len(kept))
    return kept[order].astype("i4"), rank[inverse].astype("i4")


def _gather(sizes: npt.NDArray[np.int64], chosen: Ints) -> tuple[npt.NDArray[np.int64], Ints]:
    """Return the rows of the chosen blocks of a column, one after another, and where each block starts then."""
    starts = np.concatenate([[0], np.cumsum(sizes)])[:-1]
    lengths = sizes[chosen]
    ends = np.concatenate([[0], np.cumsum(lengths)])
    rows = np.arange(ends[-1]) + np.repeat(starts[chosen] - ends[:-1], lengths)
    return rows, ends.astype("i4")


def _materials(colours: npt.NDArray[np.uint8]) -> tuple[npt.NDArray[np.float32], Ints]:
    """Return the different RGBA as (M, 4) floats, and for each face its row."""
    packed = np.ascontiguousarray(colours).view("<u4").reshape(-1)
    kept, inverse = np.unique(packed, return_inverse=True)
    return (kept.view("u1").reshape(-1, 4) / 255).astype("f4"), inverse.reshape(-1).astype("i4")


def _spaces(spools: Sequence[Spooled]) -> tuple[Footprint, ...]:
    found = {space.step_id: space for spool in spools for space in spool.spaces}
    return tuple(found[step] for step in sorted(found))


def _joined(parts: list[npt.NDArray[Any]], dtype: np.dtype[Any], width: int = 0) -> npt.NDArray[Any]:
    empty = np.empty((0, width) if width else 0, dtype)
    return np.concatenate(parts) if len(parts) > 1 else (parts[0] if parts else empty)
