"""Scenes: which chunks the browser loads for a revision, and where they are kept."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from django.conf import settings

from assets.ifc.shape_set import ShapeSet
from assets.models import Element, Location, Revision, Station
from twin.geometry import ChunkManifest, SceneManifest, build_scene, path_of
from twin.geometry.origin import FAR, chosen_origin
from twin.models import Scene, SceneChunk


def store_root() -> Path:
    """Chunks by content: `<first two digits>/<sha256>.glb` and, beside it, `.json` with the ranges of its features."""
    return Path(settings.DATA_DIR) / "scenes"


def chunk_path(sha256: str) -> Path:
    return path_of(store_root(), sha256)


def ranges_path(sha256: str) -> Path:
    """The chunk's own manifest, with the index and vertex ranges of its features, for `twin.geometry.cut`."""
    return chunk_path(sha256).with_suffix(".json")


def files_of(sha256: str) -> tuple[Path, Path, Path]:
    """The chunk, its packed copy and its ranges: they come and go together. The packed copy may not exist."""
    chunk = chunk_path(sha256)
    return chunk, chunk.with_name(f"{chunk.name}.gz"), ranges_path(sha256)


def origin_for(station: Station, shapes: ShapeSet) -> tuple[float, float, float]:
    """The station's origin when these shapes lie near it, else the one their own file suggests."""
    known = (
        Scene.objects.filter(revision__station=station)
        .order_by("-pk")
        .values_list("origin", flat=True)
        .first()
    )
    if known is not None and len(shapes):
        middle = np.median((shapes.boxes[:, :3] + shapes.boxes[:, 3:]) / 2, axis=0)
        if np.abs(middle - np.asarray(known)).max() < FAR:
            x, y, z = (float(value) for value in known)
            return x, y, z
    return chosen_origin(shapes)


def build(station: Station, shapes: ShapeSet, storeys: Mapping[int, str]) -> SceneManifest:
    """Write the chunks (storey by storey) to the store; nothing refers to them until `save`."""
    kept: set[str] = set()

    def known(recipe: str) -> ChunkManifest | None:
        chunk = _kept(recipe)
        kept.update([chunk.sha256] if chunk else [])
        return chunk

    manifest = build_scene(
        shapes, chunk_of=storeys, origin=origin_for(station, shapes), store=store_root(), kept=known
    )
    for chunk in manifest.chunks:
        if chunk.sha256 not in kept:
            _write_ranges(chunk)
    return manifest


def _kept(recipe: str) -> ChunkManifest | None:
    """Return the chunk that was made of the same shapes before; its age counts from now, as of one just made."""
    sha256 = SceneChunk.objects.filter(recipe=recipe).values_list("sha256", flat=True).first()
    if sha256 is None:
        return None
    try:
        for path in (chunk_path(sha256), ranges_path(sha256)):
            os.utime(path)
        return chunk_manifest(sha256)
    except (FileNotFoundError, ValueError, TypeError):  # swept, or not as this version writes it
        return None


def _write_ranges(chunk: ChunkManifest) -> None:
    path = ranges_path(chunk.sha256)
    unfinished = path.with_suffix(f".{secrets.token_hex(4)}.part")
    unfinished.write_text(json.dumps(chunk.as_dict(), separators=(",", ":")))
    unfinished.replace(path)


def save(revision: Revision, manifest: SceneManifest, places: Mapping[int, Location]) -> Scene:
    """Rows of a scene, in the transaction that shares its revision."""
    scene = Scene.objects.create(
        revision=revision,
        origin=list(manifest.origin),
        bytes=sum(chunk.bytes for chunk in manifest.chunks),
        elements=len(manifest.features),
        home=home(revision, manifest.origin),
    )
    SceneChunk.objects.bulk_create(
        SceneChunk(
            scene=scene,
            sha256=chunk.sha256,
            recipe=chunk.recipe,
            storey=places.get(int(chunk.storey)) if chunk.storey.isdecimal() else None,
            first_feature=chunk.first_feature,
            features=chunk.features,
            triangles=chunk.triangles,
            bytes=chunk.bytes,
            box=[float(value) for value in chunk.box],
        )
        for chunk in manifest.chunks
    )
    return scene


# What stretches far beyond the building and is not what people come to see first.
SURROUNDINGS = ("site", "rail")
# Of the middles of all elements along each axis: platforms reach far out with few things on them.
DENSE = (8, 92)


def home(revision: Revision, origin: Sequence[float]) -> list[float] | None:
    """Box to look at first, as chunks count: where most of the building is; None when nothing of it is drawn."""
    built = Element.objects.filter(revision=revision, feature__isnull=False).exclude(layer__in=SURROUNDINGS)
    corners = built.exclude(x_min=None).values_list("x_min", "y_min", "z_min", "x_max", "y_max", "z_max")
    boxes = np.array(list(corners), dtype=float).reshape(-1, 6)
    if not len(boxes):
        return None
    low, high = np.percentile((boxes[:, :3] + boxes[:, 3:]) / 2, DENSE, axis=0)
    inside = ((boxes[:, :3] <= high) & (boxes[:, 3:] >= low)).all(axis=1)
    if not inside.any():  # four walls around nothing
        inside[:] = True
    low = np.minimum(low, np.maximum(boxes[inside, :3].min(axis=0), low - REACH))
    high = np.maximum(high, np.minimum(boxes[inside, 3:].max(axis=0), high + REACH))
    return [*(low - origin).tolist(), *(high - origin).tolist()]


REACH = 5.0  # metres that the things at the border may stick out


def chunk_manifest(sha256: str) -> ChunkManifest:
    """What the geometry writer said of a chunk."""
    return ChunkManifest.from_dict(json.loads(ranges_path(sha256).read_text()))
