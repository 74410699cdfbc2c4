"""JSON that stays the same as long as what it is made of does: sent once, then 304."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from rest_framework.request import Request
from rest_framework.utils.encoders import JSONEncoder

LONG = 200_000  # characters; packing what is longer tightly makes people wait for a tenth of its size


def answer(request: HttpRequest | Request, made_of: Any, make: Callable[[], Any]) -> HttpResponse:
    """`made_of`: whatever another answer would differ by, said as plain values. It is not made for who has it.

    What is made is JSON already when it is text.
    """
    etag = f'"{hashlib.sha256(repr(made_of).encode()).hexdigest()[:32]}"'
    known = (
        None if request.headers.get("If-None-Match") == "*" else get_conditional_response(request, etag=etag)
    )
    told = known or _json(request, make())
    told.headers["ETag"] = etag
    told.headers["Cache-Control"] = "private, no-cache"
    patch_vary_headers(told, ("Accept-Encoding",))
    return told


def _json(request: HttpRequest | Request, made: Any) -> HttpResponse:
    body = made if isinstance(made, str) else json.dumps(made, cls=JSONEncoder, ensure_ascii=False)
    told = HttpResponse(body, content_type="application/json")
    if len(body) > LONG and "gzip" in request.headers.get("Accept-Encoding", ""):
        told.content = gzip.compress(body.encode(), 1, mtime=0)
        told.headers["Content-Encoding"] = "gzip"
    return told
