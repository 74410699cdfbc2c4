"""Chunks of scenes: bytes named after their content, served only to who may look into a revision that has them."""

from __future__ import annotations

from pathlib import Path

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified

from assets import permissions
from twin import scenes
from twin.models import SceneChunk
from twin.views.access import signed_in

# The name is the content: whoever has it may keep it for a year, but no shared cache may.
FOREVER = "private, max-age=31536000, immutable"


@signed_in
def chunk(request: HttpRequest, sha256: str) -> HttpResponse:
    if not _hers(request.user, sha256):
        raise Http404
    etag = f'"{sha256}"'
    if request.headers.get("If-None-Match") == etag:
        return _kept(HttpResponseNotModified(), etag)
    path, encoding = _best(sha256, request.headers.get("Accept-Encoding", ""))
    if not path.exists():
        raise Http404
    response = FileResponse(path.open("rb"), content_type="model/gltf-binary")
    if encoding:
        response.headers["Content-Encoding"] = encoding
    return _kept(response, etag)


def _hers(user, sha256: str) -> bool:
    seen = permissions.revisions_for(user)
    return SceneChunk.objects.filter(sha256=sha256, scene__revision__in=seen).exists()


def _best(sha256: str, accepted: str) -> tuple[Path, str]:
    """The compressed variant when there is one and the browser takes it."""
    plain = scenes.chunk_path(sha256)
    compressed = plain.with_name(f"{plain.name}.gz")
    if "gzip" in accepted and compressed.exists():
        return compressed, "gzip"
    return plain, ""


def _kept(response: HttpResponse, etag: str) -> HttpResponse:
    response.headers["Cache-Control"] = FOREVER
    response.headers["ETag"] = etag
    response.headers["Vary"] = "Cookie, Accept-Encoding"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
