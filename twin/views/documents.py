"""Documents of a station: their pages, and the bytes, which can do nothing in the reader's browser."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from pathlib import PurePath

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404, render

from assets import documents as papers
from assets import files, permissions
from assets.models import Document, DocumentLink, Station
from twin.views.access import of_station, signed_in, station_context

# Shown in the browser; anything else is handed over as a file.
SHOWN = {"application/pdf", "image/png", "image/jpeg", "image/svg+xml", "text/plain"}
# No script, no form, no request: what a document may do. Styles and fonts of a drawing are its own.
SANDBOX = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; font-src data:; sandbox;"
    " frame-ancestors 'self'"
)
# Browsers show a PDF in a viewer of their own, which a sandbox would switch off; it runs no script of the document.
PDF = "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
MOST_SUBJECTS = 60


@of_station
def document_page(request: HttpRequest, station: Station, pk: int) -> HttpResponse:
    """The document read in the page, its former editions, and what it is about."""
    found = get_object_or_404(Document, pk=pk, station=station)
    links = DocumentLink.objects.filter(document=found).select_related("asset", "location", "type", "system")
    context = {
        "document": found,
        "editions": papers.editions(found),
        "about": [each for each in links.order_by("asset__code", "pk")[:MOST_SUBJECTS] if _subject(each)],
    }
    return render(request, "twin/document.html", station_context(request, station, "documents") | context)


def _subject(link: DocumentLink) -> object:
    """What has a sheet of its own; equipment that is gone has none."""
    return link.location or (link.asset and link.asset.removed_at is None)


@signed_in
def edition(request: HttpRequest, pk: int, model: int) -> HttpResponse:
    """The bytes as the revision `model` brought them."""
    return _former(request, pk, lambda each: each.model is not None and each.model.pk == model)


@signed_in
def received(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The bytes as a person brought them; `number` is that of the act in the station's history."""
    return _former(request, pk, lambda each: each.received == number)


def _former(request: HttpRequest, pk: int, wanted: Callable[[papers.Edition], bool]) -> HttpResponse:
    found = get_object_or_404(Document, pk=pk, station__in=permissions.stations_for(request.user))
    brought = next((each for each in papers.editions(found) if each.path and wanted(each)), None)
    if brought is None or not files.absolute(brought.path).is_file():
        raise Http404
    found.path, found.sha256, found.media_type = brought.path, brought.sha256, brought.media_type
    return answer(request, found)


@signed_in
def document(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Document, pk=pk, station__in=permissions.stations_for(request.user))
    if not found.path or not files.absolute(found.path).is_file():
        raise Http404
    return answer(request, found)


def answer(request: HttpRequest, found: Document) -> HttpResponse:
    """The bytes of a document, for who was found to be allowed to have it."""
    etag = f'"{found.sha256 or found.pk}"'
    if request.headers.get("If-None-Match") == etag:
        return _careful(HttpResponseNotModified(), found, etag)
    shown = found.media_type in SHOWN
    response = FileResponse(
        files.absolute(found.path).open("rb"),
        as_attachment=not shown,
        filename=_file_name(found),
        content_type=found.media_type if shown else "application/octet-stream",
    )
    return _careful(response, found, etag)


def _file_name(document: Document) -> str:
    """As people call it, with the ending by which a computer opens it."""
    name = document.name or document.identification
    usual = mimetypes.guess_all_extensions(document.media_type)
    if PurePath(name).suffix.lower() in usual:
        return name
    stored = PurePath(document.path).suffix.lower()
    ending = stored if stored in usual else mimetypes.guess_extension(document.media_type) or ""
    return name if ending == ".bin" else name + ending


def _careful(response: HttpResponse, document: Document, etag: str) -> HttpResponse:
    response.headers["Content-Security-Policy"] = PDF if document.media_type == "application/pdf" else SANDBOX
    response.headers["X-Frame-Options"] = "SAMEORIGIN"  # read within our own pages
    response.headers["X-Content-Type-Options"] = "nosniff"
    kept = "max-age=3600" if papers.may_be_kept(document) else "no-store"
    response.headers["Cache-Control"] = f"private, {kept}"
    response.headers["ETag"] = etag
    response.headers["Vary"] = "Cookie"
    return response
