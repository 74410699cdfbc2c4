"""What the first picture of a station is made of: named in the head of its page, it comes beside the scripts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from assets.models import Station
from twin.api.scenes import manifest_of
from twin.models import Scene

# Bytes of triangles that are fetched ahead; more would hold up the scripts that draw them.
MOST = 400_000
# Metres around level zero within which a storey is where people enter.
ENTRANCE = 2.0


def scenes_of(station: Station) -> list[dict[str, Any]]:
    """The published scenes with their manifests, and where the names of their features are."""
    scenes = Scene.objects.filter(revision__station=station, revision__state="PUBLISHED")
    return [
        {"manifest": manifest_of(scene), "features": reverse("api:scene-features", args=[scene.pk])}
        for scene in scenes.prefetch_related("chunks").order_by("pk")
    ]


def addresses(scenes: Sequence[dict[str, Any]], storeys: Sequence[dict[str, Any]]) -> list[str]:
    """What the viewer asks for first: the names of all features, then the chunks of the hall, biggest first."""
    chunks = [chunk for scene in scenes for chunk in scene["manifest"]["chunks"]]
    hall = _hall(storeys, chunks)
    ahead: list[str] = [scene["features"] for scene in scenes]
    left = MOST
    for chunk in sorted(chunks, key=lambda chunk: -chunk["bytes"]):
        if hall and chunk["storey"] == hall and chunk["bytes"] <= left:
            ahead.append(chunk["url"])
            left -= chunk["bytes"]
    return ahead


def _hall(storeys: Sequence[dict[str, Any]], chunks: Sequence[dict[str, Any]]) -> str | None:
    """The storey nearest to level zero, or with absolute levels the most built one: as `hallStorey` in storeys.ts."""
    if not storeys:
        return None
    nearest = min(storeys, key=lambda storey: abs(storey["elevation"] or 0))
    if abs(nearest["elevation"] or 0) < ENTRANCE:
        return str(nearest["id"])
    weight = Counter({str(storey["id"]): 0 for storey in storeys})
    for chunk in chunks:
        weight[chunk["storey"]] += chunk["triangles"]
    return max((str(storey["id"]) for storey in storeys), key=lambda key: weight[key])
