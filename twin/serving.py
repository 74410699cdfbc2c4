"""Handing over bytes that people brought: nothing in them may act in the reader's browser, no other may keep them."""

from __future__ import annotations

from typing import BinaryIO

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

TEXTS = ("text/", "application/json", "application/javascript", "application/problem+json", "image/svg+xml")


class CompressedTextMiddleware(GZipMiddleware):
    """What is text goes over the line at a quarter of its size; pictures, papers and 3D are packed already.

    Django's own lengthens each answer by a random amount, so that its size tells nothing of what is secret in it.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not response.headers.get("Content-Type", "").startswith(TEXTS):
            return response
        return super().process_response(request, response)


# No script, no form, no request: what a file may do. A PDF gets no viewer inside a sandbox, so it is handed over.
SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; sandbox"


def sandboxed(handle: BinaryIO, *, media_type: str, name: str, etag: str) -> FileResponse:
    """Pictures are shown; anything else is a download."""
    picture = media_type in ("image/jpeg", "image/png")
    response = FileResponse(
        handle,
        as_attachment=not picture,
        filename=name,
        content_type=media_type if picture or media_type == "application/pdf" else "application/octet-stream",
    )
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, max-age=3600"
    response.headers["ETag"] = f'"{etag}"'
    response.headers["Vary"] = "Cookie"
    return response
