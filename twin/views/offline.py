"""Reading without network: the worker and what it is drawn with, and the list of what it takes along."""

from __future__ import annotations

import json

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils import translation
from django.views.decorators.cache import never_cache

from assets import permissions
from twin import offline, provisions
from twin.views.access import signed_in


def worker(request: HttpRequest) -> HttpResponse:
    """Below the root, so that it answers for every page. Turned off, one that leaves and takes everything with it."""
    try:
        script = offline.worker() if settings.OFFLINE else offline.FAREWELL
    except FileNotFoundError:
        raise Http404 from None
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"  # a new one is seen at once
    response.headers["Service-Worker-Allowed"] = "/"
    return response


def manifest(request: HttpRequest) -> JsonResponse:
    """How the site stands on a tablet's home screen."""
    icons = [
        {"src": static("twin/icon.svg"), "sizes": "any", "type": "image/svg+xml"},
        {"src": static("twin/icon-192.png"), "sizes": "192x192", "type": "image/png"},
        {"src": static("twin/icon-512.png"), "sizes": "512x512", "type": "image/png"},
        {
            "src": static("twin/icon-mask-512.png"),
            "sizes": "512x512",
            "type": "image/png",
            "purpose": "maskable",
        },
    ]
    told = {
        "id": "/",
        "name": "Station Twin · jumeau de gare",
        "short_name": "Jumeau de gare",
        "description": "Le jumeau numérique des gares, pour les maintenir.",
        "lang": "fr",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#f4f1eb",
        "theme_color": "#14566d",
        "icons": icons,
    }
    response = JsonResponse(told, content_type="application/manifest+json")
    response.headers["Cache-Control"] = "no-cache"
    return response


def page(request: HttpRequest, language: str) -> HttpResponse:
    """What is shown instead of a page that was not kept. It is kept for everybody: nothing in it is about anybody."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    with translation.override(language):
        told = json.dumps(provisions.told(None, None))
        response = render(request, "twin/offline.html", {"told": told})
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Content-Language"] = language
    return response


@never_cache
@signed_in
def list_provisions(request: HttpRequest) -> HttpResponse:
    """`?station=`: that one; a firm's people get what is theirs."""
    if permissions.only_works(request.user):
        return JsonResponse(provisions.of_firm(request.user).as_dict())
    station = permissions.station_or_404(request.user, request.GET.get("station", ""))
    return JsonResponse(provisions.of_station(request.user, station).as_dict())
