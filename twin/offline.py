"""What a device may keep to read without network. The server says so with every answer: for whom, and until when.

The worker in the browser (`twin/viewer/src/offline`) knows no page by itself. It keeps what bears `KEEP`, in a place of
its own for each `READER`, and empties that place as soon as an answer is for somebody else.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language

from twin import stylesheets
from twin.context import THEME_COOKIE

READER = "Station-Twin-Reader"
"""Who this answer is for, in this session, language and display, and until when she may read it without network: a
digest and seconds since 1970 with a space between, or NOBODY."""
KEEP = "Station-Twin-Keep"
"""On what may be kept; its value says nothing."""
NOBODY = "nobody"
SIGNED_IN_AT = "signed_in_at"

# Names of addresses whose answers may be kept, and those of a firm's people. Whatever is not here is never kept: forms,
# reviews, firms and their links, revisions, the administration, the interface for programs.
KEPT = {
    "portfolio", "station", "today", "orders", "order", "order_cards", "assets", "sheet", "sheet_fragment",
    "isolation_cards", "isolation_card", "what_to_close", "traces", "traces_json",
    "scanned", "locations", "documents", "document_page", "drawing", "pins", "freshness_states",
    "synoptics", "synoptic", "synoptic_lines", "synoptic_contents",
    "schematic", "schematic_contents",
    "overview", "systems", "system", "coverage_states", "notes", "note", "request",
    "document", "document_edition", "evidence", "chunk",
    "api:scene-list", "api:scene-manifest", "api:scene-features",
    "work", "work_order", "work_sheet", "work_sheet_fragment", "work_document", "work_view", "work_chunk",
    "work_trace", "work_trace_json",
}  # fmt: skip
_SILENT = ("/static/", "/health/", "/sw.js", "/app.webmanifest", "/offline/fr/", "/offline/en/")

SCRIPTS = Path(__file__).parent / "static/viewer/offline"
LOOKS = Path(__file__).parent / "static/twin"
_SHELL_FILES = {".css", ".js", ".svg", ".png", ".woff2"}


class KeepingMiddleware:
    """Says of each answer for whom it is, and whether a device may keep it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if settings.OFFLINE and not request.path.startswith(_SILENT):
            response.headers[READER] = reader_of(request)
            if _may_be_kept(request, response):
                response.headers[KEEP] = "yes"
        return response


def reader_of(request: HttpRequest) -> str:
    """Another for each person, session, password, language and display: pages of one are no pages of another."""
    if not request.user.is_authenticated:
        return NOBODY
    said = (
        request.user.pk,
        request.session.session_key,
        request.user.get_session_auth_hash(),
        get_language(),
        request.COOKIES.get(THEME_COOKIE, ""),
    )
    digest = salted_hmac("twin.offline.reader", repr(said), algorithm="sha256").hexdigest()[:32]
    return f"{digest} {ends_at(request)}"


def _may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    found = request.resolver_match
    return (
        request.method == "GET"
        and response.status_code == 200
        and request.user.is_authenticated
        and found is not None
        and found.view_name in KEPT
        and "no-store" not in response.headers.get("Cache-Control", "")
        and ends_at(request) > time.time()
    )


def ends_at(request: HttpRequest) -> int:
    """When this session is over at the latest: what was read in it is not read afterwards."""
    return int(request.session.get(SIGNED_IN_AT, 0)) + request.session.get_expiry_age()


@receiver(user_logged_in, dispatch_uid="twin.offline")
def _note_when(request: HttpRequest | None, **_: object) -> None:
    if request is not None and hasattr(request, "session"):
        request.session[SIGNED_IN_AT] = int(time.time())


def worker() -> str:
    """The script of the worker, with the files of the shell and a version that changes with any of them.

    Raises FileNotFoundError before the first build.
    """
    script = (SCRIPTS / "worker.js").read_text(encoding="utf-8")
    told = {
        "version": version(),
        "shell": shell(),
        "most": settings.OFFLINE_BYTES,
        "largest": settings.OFFLINE_PAPER_BYTES,
    }
    return f"self.stationTwinOffline = {json.dumps(told)};\n{script}"


# For who turned it off: an empty device, and pages that come from the network as before.
FAREWELL = """self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith("station-twin-")) await caches.delete(name);
  await self.registration.unregister();
})()));
"""


def shell() -> list[str]:
    """Addresses of all that the pages are drawn with; nothing in it is about anybody."""
    joined = {part for name in stylesheets.JOINED for part in stylesheets.parts_of(name)}
    alone = [f"twin/{path.relative_to(LOOKS).as_posix()}" for path in _looks() if path not in joined]
    looks = [static(name) for name in (*stylesheets.JOINED, *alone)]
    viewer = [
        f"{settings.STATIC_URL}viewer/{path.relative_to(SCRIPTS.parent).as_posix()}" for path in _scripts()
    ]
    pages = [reverse("offline_page", args=[language]) for language, _ in settings.LANGUAGES]
    own = [static("viewer/offline/page.js"), static("django_htmx/htmx-2.min.js"), reverse("web_manifest")]
    return [*pages, *looks, *viewer, *own]


def _looks() -> Iterator[Path]:
    return (path for path in sorted(LOOKS.rglob("*")) if path.suffix in _SHELL_FILES)


def _scripts() -> Iterator[Path]:
    return iter(sorted((SCRIPTS.parent / "chunks").glob("*.js")))


def version() -> str:
    """Of the shell; on a server its files do not change while it runs."""
    return _digest() if settings.DEBUG else _digest_once()


@lru_cache(maxsize=1)
def _digest_once() -> str:
    return _digest()


def _digest() -> str:
    digest = hashlib.sha256()
    for path in (*_looks(), *_scripts(), SCRIPTS / "worker.js", SCRIPTS / "page.js"):
        digest.update(f"{path.name}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]
