"""Answers that stay the same as long as what they are made of does: sent once, then 304."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response


def answer(request: Request, made_of: Any, make: Callable[[], Any]) -> HttpResponse:
    """`made_of`: whatever another answer would differ by, said as plain values. It is not made for who has it.

    What is made is JSON already when it is text.
    """
    etag = f'"{hashlib.sha256(repr(made_of).encode()).hexdigest()[:32]}"'
    told: HttpResponse
    if request.headers.get("If-None-Match") == etag:
        told = Response(status=status.HTTP_304_NOT_MODIFIED)
    else:
        made = make()
        told = (
            HttpResponse(made, content_type="application/json") if isinstance(made, str) else Response(made)
        )
    told.headers["ETag"] = etag
    told.headers["Cache-Control"] = "private, no-cache"
    return told
