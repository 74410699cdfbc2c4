"""Scenes: which chunks to load, and what each numbered feature of them is, in the caller's language."""

from __future__ import annotations

import gzip
import hashlib
import json
from typing import Any

from django.db.models import Max
from django.http import HttpResponse, HttpResponseNotModified
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import CharField, IntegerField, SerializerMethodField

from assets.api.scope import OfRevisionFilter, OfRevisionViewSet, OpaqueSerializer
from assets.models import HistoryEntry
from twin import features, wording
from twin.models import Scene, SceneChunk


class SceneSerializer(OpaqueSerializer):
    station = CharField(source="revision.station.code", read_only=True)
    discipline = CharField(source="revision.discipline", read_only=True)
    revision = IntegerField(source="revision_id", read_only=True)
    manifest = SerializerMethodField()
    features = SerializerMethodField()

    class Meta:
        model = Scene
        fields = ("id", "station", "discipline", "revision", "bytes", "elements", "manifest", "features")

    def get_manifest(self, scene: Scene) -> str:
        return reverse("api:scene-manifest", args=[scene.pk])

    def get_features(self, scene: Scene) -> str:
        return reverse("api:scene-features", args=[scene.pk])


class SceneFilter(OfRevisionFilter):
    class Meta:
        model = Scene
        fields = ()


class SceneViewSet(OfRevisionViewSet):
    """Scenes of published revisions, or of the revision asked for."""

    queryset = Scene.objects.select_related("revision__station")
    serializer_class = SceneSerializer
    filterset_class = SceneFilter

    @extend_schema(responses=OpenApiTypes.OBJECT)
    @action(detail=True)
    def manifest(self, request: Request, pk: str) -> Response:
        """`{"version", "origin", "home", "chunks"}`; features of a chunk are numbered from its `first_feature` on."""
        return Response(manifest_of(self.get_object()))

    @extend_schema(responses=OpenApiTypes.OBJECT)
    @action(detail=True)
    def features(self, request: Request, pk: str) -> HttpResponse:
        """Columns with one entry a feature (code, name, kind, …), and the tables that their numbers count into."""
        scene = self.get_object()
        etag = _etag(scene)
        if request.headers.get("If-None-Match") == etag:
            return _revalidated(HttpResponseNotModified(), etag)
        body = json.dumps(features.columns(scene), ensure_ascii=False, separators=(",", ":"))
        return _revalidated(_compressed(request, body.encode()), etag)


def manifest_of(scene: Scene) -> dict[str, Any]:
    """Where the scene stands, and its chunks: all but what its features are."""
    chunks = [_chunk(chunk) for chunk in scene.chunks.all()]
    return {"version": 1, "origin": scene.origin, "home": scene.home, "chunks": chunks}


def _compressed(request: Request, body: bytes) -> HttpResponse:
    """Megabytes of codes that look alike: a tenth of it over the line."""
    if "gzip" not in request.headers.get("Accept-Encoding", ""):
        return HttpResponse(body, content_type="application/json")
    packed = gzip.compress(body, 4, mtime=0)
    return HttpResponse(packed, content_type="application/json", headers={"Content-Encoding": "gzip"})


def _chunk(chunk: SceneChunk) -> dict:
    return {
        "url": reverse("chunk", args=[chunk.sha256]),
        "bytes": chunk.bytes,
        "triangles": chunk.triangles,
        "storey": str(chunk.storey_id or ""),
        "first_feature": chunk.first_feature,
        "features": chunk.features,
        "box": chunk.box,
    }


_COLUMNS = 2  # other columns are another answer


def _etag(scene: Scene) -> str:
    """Changes with the language and with every act in the station: each leaves an entry in its history."""
    last = HistoryEntry.objects.filter(station=scene.revision.station_id).aggregate(last=Max("pk"))["last"]
    text = f"{_COLUMNS} {scene.pk} {scene.created_at} {last} {wording.language()}"
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def _revalidated(response: HttpResponse, etag: str) -> HttpResponse:
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Cookie, Accept-Language, Accept-Encoding"
    return response
