"""Errors in words even with DEBUG=1: the demo runs that way, and its visitors are no programmers.

What went wrong is in the terminal as ever, with its traceback.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from twin.views import errors

_PAGES = {404: errors.not_found, 500: errors.broken}


class PlainErrorsMiddleware:
    """Puts our page in the place of Django's debugging page; answers that a view wrote itself stay."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        page = _PAGES.get(response.status_code)
        if page is None or not settings.DEBUG or not _is_debugging_page(response):
            return response
        return page(request)


def _is_debugging_page(response: HttpResponse) -> bool:
    html = response.headers.get("Content-Type", "").startswith("text/html")
    return html and not response.streaming and b"DEBUG = True" in response.content
