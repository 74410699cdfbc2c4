"""Who knocks: the address a request comes from, and the browser's own words."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext

from maintenance.dossiers import Visit


def visit_of(request: HttpRequest) -> Visit:
    return Visit(_address(request), request.headers.get("User-Agent", ""))


# What a browser says of itself holds the names of those it resembles: the first that is found is meant.
_BROWSERS = (
    ("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"), ("curl", "curl"),
)  # fmt: skip
_DEVICES = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Macintosh", "Mac"),
    ("CrOS", "Chromebook"), ("Linux", "Linux"),
)  # fmt: skip


def browser_words(said: str) -> str:
    """ "Firefox on Windows": what a firm used, from its browser's own words."""
    browser = next((name for sign, name in _BROWSERS if sign in said), "")
    device = next((name for sign, name in _DEVICES if sign in said), "")
    if browser and device:
        return gettext("%(browser)s on %(device)s") % {"browser": browser, "device": device}
    return browser or device or gettext("a browser we do not know")


def _address(request: HttpRequest) -> str | None:
    """Behind our own proxy (a server with https) the last address it added; anybody may write the ones before."""
    said = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        said = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or said
    try:
        return str(ipaddress.ip_address(said))
    except ValueError:
        return None
