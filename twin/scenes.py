"""Scenes: which chunks the browser loads for a revision, and where they are kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from django.conf import settings

from assets.ifc.shape_set import ShapeSet
from assets.models import Location, Revision, Station
from twin.geometry import SceneManifest, build_scene
from twin.models import Scene, SceneChunk

# Farther from the origin than this, coordinates are counted from a local one: float32 steps would show.
FAR = 10_000.0


def store_root() -> Path:
    """Chunks by content: `<first two digits>/<sha256>.glb` and, beside it, `.json` with the ranges of its features."""
    return Path(settings.DATA_DIR) / "scenes"


def chunk_path(sha256: str, suffix: str = ".glb") -> Path:
    return store_root() / sha256[:2] / f"{sha256}{suffix}"


def origin_for(station: Station, shapes: ShapeSet) -> tuple[float, float, float]:
    """The station's origin when these shapes lie near it, else a round point of their own near them."""
    if not len(shapes.boxes):
        return (0.0, 0.0, 0.0)
    middle = np.median((shapes.boxes[:, :3] + shapes.boxes[:, 3:]) / 2, axis=0)
    known = (
        Scene.objects.filter(revision__station=station)
        .order_by("-pk")
        .values_list("origin", flat=True)
        .first()
    )
    for origin in (known, (0.0, 0.0, 0.0)):
        if origin is not None and np.abs(middle - np.asarray(origin)).max() < FAR:
            return tuple(float(value) for value in origin)  # type: ignore[return-value]
    x, y, z = (float(value) for value in np.round(middle / 100) * 100)
    return (x, y, z)


def build(station: Station, shapes: ShapeSet, storeys: Mapping[int, str]) -> SceneManifest:
    """Write the chunks (storey by storey) to the store; nothing refers to them until `save`."""
    return build_scene(shapes, chunk_of=storeys, origin=origin_for(station, shapes), store=store_root())


def save(revision: Revision, manifest: SceneManifest, places: Mapping[int, Location]) -> Scene:
    """Rows of a scene, in the transaction that shares its revision."""
    scene = Scene.objects.create(
        revision=revision,
        origin=list(manifest.origin),
        bytes=sum(chunk.bytes for chunk in manifest.chunks),
        elements=len(manifest.features),
    )
    SceneChunk.objects.bulk_create(
        SceneChunk(
            scene=scene,
            sha256=chunk.sha256,
            storey=places.get(int(chunk.storey)) if chunk.storey else None,
            first_feature=chunk.first_feature,
            features=chunk.features,
            triangles=chunk.triangles,
            bytes=chunk.bytes,
            box=[float(value) for value in chunk.box],
        )
        for chunk in manifest.chunks
    )
    return scene


def ranges(sha256: str) -> dict:
    """Index and vertex ranges of each feature of a chunk, as the geometry writer left them."""
    return json.loads(chunk_path(sha256, ".json").read_text())
