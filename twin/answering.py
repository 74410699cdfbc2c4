"""What an address answers to, said where the address is: a page that is read takes no other method than GET and HEAD.

`path` alone is left to acts, which say so themselves (`require_POST`).
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponseBase
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

View = Callable[..., HttpResponseBase]


def reading(route: str, view: View, *, name: str) -> URLPattern:
    """An address that is only read. Nothing gets as far as writing, so 405 is said before any token is looked for."""
    return path(route, csrf_exempt(require_safe(view)), name=name)


def form(route: str, view: View, *, name: str) -> URLPattern:
    """An address that shows a form and takes what was filled in."""
    return path(route, require_http_methods(["GET", "HEAD", "POST"])(view), name=name)
