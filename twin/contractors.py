"""Where a firm's people get: their own pages, and nothing else of the site.

Every page asks for rights of its own. This is the second lock behind it: what is added to the site tomorrow is
closed to a contractor until its address is written here.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from assets import permissions
from maintenance import scope
from twin.views import errors

# Beginnings of addresses. The API decides by itself for whoever comes with a token.
OPEN = (
    "/my-orders/",
    "/evidence/",
    "/language/",
    "/theme/",
    "/welcome/",
    "/enter/",
    "/sign-in/",
    "/sign-out/",
    "/static/",
    "/sw.js",
    "/app.webmanifest",
    "/offline/",
    "/health/",
    "/api/v1/work-orders",
    "/api/v1/declarations",
    "/api/v1/coverage",
    "/api/v1/traces/",
    "/api/v1/schema/",
    "/api/v1/docs/",
)

_LABEL = re.compile(r"/stations/(?P<station>[A-Z0-9-]{1,12})/q/(?P<code>.+)/")


class OnlyTheirWorkMiddleware:
    """For a contractor, whatever is not hers is not there (404)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/" or request.path.startswith(OPEN):
            return self.get_response(request)
        if request.user.is_authenticated and permissions.only_works(request.user):
            return _her_sheet(request) or errors.not_found(request)
        return self.get_response(request)


def _her_sheet(request: HttpRequest) -> HttpResponse | None:
    """A label that she scans on the site leads to the sheet within her order, when it is about what bears the label."""
    label = _LABEL.fullmatch(request.path)
    if label is None:
        return None
    for order in scope.own_orders(request.user).filter(station__code=label["station"]):
        if scope.assets_of(order).filter(code=label["code"]).exists():
            return redirect("work_sheet", order.pk, label["code"])
    return None
