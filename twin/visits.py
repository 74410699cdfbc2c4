"""Who knocks: the address a request comes from, and the browser's own words."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest

from maintenance.dossiers import Visit


def visit_of(request: HttpRequest) -> Visit:
    return Visit(_address(request), request.headers.get("User-Agent", ""))


def _address(request: HttpRequest) -> str | None:
    """Behind our own proxy (a server with https) the last address it added; anybody may write the ones before."""
    said = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        said = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or said
    try:
        return str(ipaddress.ip_address(said))
    except ValueError:
        return None
