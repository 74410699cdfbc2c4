"""Addresses that no page of ours has: a NUL in one is no text, and databases refuse it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from twin.views import errors

NUL = "\0"


class ReadableAddressMiddleware:
    """Answers 400 in words before any page asks the database. Stands last, so that its page is like every other."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if NUL in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return errors.unreadable(request)
        return self.get_response(request)
