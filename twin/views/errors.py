"""When something is not there, not allowed or broken: what happened, and what to do next."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from assets import permissions
from twin import problems

API = "/api/"


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    if request.path.startswith(API):
        return problems.unknown_address(request)
    user = getattr(request, "user", None)
    hers = user is not None and permissions.only_works(user)
    return render(request, "twin/errors/404.html", {"only_works": hers}, status=404)


def unreadable(request: HttpRequest) -> HttpResponse:
    if request.path.startswith(API):
        return problems.response(400, gettext("The address holds a character that no text has (NUL)."))
    return render(request, "twin/errors/400.html", status=400)


def refused(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return render(request, "twin/errors/403.html", status=403)


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A page left open too long, mostly."""
    return render(request, "twin/errors/csrf.html", status=403)


def broken(request: HttpRequest) -> HttpResponse:
    if request.path.startswith(API):
        return problems.response(500, gettext("Something went wrong on our side; it has been written down."))
    return render(request, "twin/errors/500.html", status=500)
