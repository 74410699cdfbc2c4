"""A drawing as people bring it: a scan, a photo, a PDF, or an SVG; and the next edition of one that is there.

Whatever acts by itself is refused at the door. A picture is written anew, so that it is pixels and nothing else; a PDF
and an SVG stay as they are, and are shown only where nothing of them can run (`twin.views.documents`).
"""

from __future__ import annotations

import io
import re
import warnings
from pathlib import PurePath
from xml.etree import ElementTree

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext
from PIL import Image

from assets import files, history, hotspots, permissions
from assets.documents import LARGEST
from assets.drawings import outlines, pages, svg
from assets.files import StoredFile
from assets.models import Document, DocumentLink, HistoryEntry, Station
from assets.permissions import Verb
from maintenance import papers

MOST_PIXELS = 120_000_000  # an A0 sheet at 300 dpi
_FORMATS = {"PNG": ("image/png", ".png"), "JPEG": ("image/jpeg", ".jpg")}
# What acts in an SVG, or asks for something elsewhere.
_ACTING = frozenset({"script", "foreignObject", "iframe", "embed", "object", "set", "animate", "handler"})
_OWN = re.compile(r"#|data:image/(png|jpe?g);")
_LINKS = ("href", "{http://www.w3.org/1999/xlink}href")


class RefusedDrawing(Exception):
    """It is not taken; the message says why and what to do."""


@transaction.atomic
def receive(station: Station, upload: UploadedFile, *, name: str, by) -> Document:
    """A new drawing of the station; what it marks is proposed, unless a steward brings it. Raises RefusedDrawing."""
    stored, media_type = _kept(upload)
    proposed = not permissions.may(by, Verb.DRAW, station)
    called = (name.strip() or PurePath(upload.name or "").stem)[:255] or gettext("Drawing")
    document = Document.objects.create(
        station=station, identification=_number(station, upload.name or called), name=called, path=stored.path,
        sha256=stored.sha256, media_type=media_type, purpose=_purpose(station, media_type),
    )  # fmt: skip
    DocumentLink.objects.create(document=document)  # about the station
    history.record("received", document, station=station, by=by, after=_said(document))
    hotspots.take_in(document, by=by, proposed=proposed)
    return document


def brought(station: Station) -> set[int]:
    """Ids of what people brought into the station; what came with a model stays as long as that says so."""
    acts = HistoryEntry.objects.filter(
        station=station, subject_kind="document", verb="received", before__isnull=True
    )
    return set(acts.values_list("subject_id", flat=True))


@transaction.atomic
def remove(document: Document, *, by) -> None:
    """Take one that was brought away, with its hotspots; the history keeps which file it was."""
    history.record("removed", document, station=document.station, by=by, before=_said(document))
    document.delete()


def receive_edition(document: Document, upload: UploadedFile, *, by) -> hotspots.CarriedOver:
    """The next edition of a drawing; its hotspots come along as far as they can. Raises RefusedDrawing."""
    stored, media_type = _kept(upload)
    if stored.path == document.path:
        raise RefusedDrawing(gettext("This is the very file that is there already."))
    with transaction.atomic():
        before = _said(document)
        document.path, document.sha256, document.media_type = stored.path, stored.sha256, media_type
        document.save(update_fields=["path", "sha256", "media_type"])
        history.record(
            "received", document, station=document.station, by=by, before=before, after=_said(document)
        )
    carried = hotspots.carry_over(document, by=by)
    hotspots.take_in(document, by=by)
    return carried


def _purpose(station: Station, media_type: str) -> str:
    """A station without a model has plans and photos; beside a model stand diagrams, mostly."""
    if station.twin_mode == Station.TwinMode.MODEL_3D:
        return "SYNOPTIQUE"
    return "PHOTO" if media_type == "image/jpeg" else "PLAN"


def _said(document: Document) -> dict[str, str]:
    return {
        "name": str(document),
        "document": str(document.pk),
        "path": document.path,
        "sha256": document.sha256,
    }


def _number(station: Station, file_name: str) -> str:
    """Its file's name; with a number behind when the station has one of this name."""
    stem = "".join(letter for letter in PurePath(file_name).name if letter.isprintable())[:200] or "drawing"
    taken = set(
        Document.objects.filter(station=station, discipline="").values_list("identification", flat=True)
    )
    return next(each for each in (stem, *(f"{stem} ({n})" for n in range(2, 10_000))) if each not in taken)


def _kept(upload: UploadedFile) -> tuple[StoredFile, str]:
    if upload.size is None or upload.size > LARGEST:
        raise RefusedDrawing(
            gettext("This file is larger than %(most)d MB. Scan it with fewer pixels.")
            % {"most": LARGEST // 2**20}
        )
    content = upload.read()
    if content.startswith(b"%PDF-"):
        _inspect_paper(content)
        return files.store([content], ".pdf"), pages.PDF
    if content.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        picture, media_type, suffix = _redrawn(content)
        return files.store([picture], suffix), media_type
    if b"<svg" in content[:4096] or content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith((b"<?xml", b"<svg")):
        _inspect_svg(content)
        return files.store([content], ".svg"), pages.SVG
    raise RefusedDrawing(gettext("A drawing is a PDF, an SVG, a PNG or a JPEG file."))


def _inspect_paper(content: bytes) -> None:
    try:
        papers.inspect(content)
    except papers.LockedPaper:
        raise RefusedDrawing(
            gettext("This PDF is locked by a password. Save it without one and bring it again.")
        ) from None
    except papers.ActivePaper:
        raise RefusedDrawing(
            gettext("This PDF runs a program or carries another file. Print it to a PDF and bring that one.")
        ) from None
    except papers.BrokenPaper:
        raise RefusedDrawing(
            gettext("This PDF is damaged or not complete. Save it again and bring it then.")
        ) from None


def _redrawn(content: bytes) -> tuple[bytes, str, str]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # Pillow's own warning about size; ours comes before anything unpacks
            with Image.open(io.BytesIO(content), formats=tuple(_FORMATS)) as picture:
                kind = picture.format or ""
                if picture.width * picture.height > MOST_PIXELS:
                    raise RefusedDrawing(gettext("This picture has too many pixels. Scan it with fewer."))
                bare = Image.new(picture.mode, picture.size)
                if picture.mode == "P":
                    bare.putpalette(picture.getpalette() or [])
                bare.paste(picture)
        drawn = io.BytesIO()
        bare.save(drawn, kind, **({"quality": 90} if kind == "JPEG" else {}))
    except RefusedDrawing:
        raise
    except Exception as broken:  # decoders raise whatever the damage leads them to
        raise RefusedDrawing(gettext("This picture is damaged and cannot be read.")) from broken
    return drawn.getvalue(), *_FORMATS[kind]


def _inspect_svg(content: bytes) -> None:
    if len(content) > svg.LARGEST:
        raise RefusedDrawing(
            gettext("This drawing is larger than %(most)d MB. Save it without embedded pictures.")
            % {"most": svg.LARGEST // 2**20}
        )
    if b"<!ENTITY" in content:
        raise RefusedDrawing(_acts())
    try:
        root = ElementTree.fromstring(content)  # noqa: S314 (expat refuses entities that grow)
    except (ElementTree.ParseError, ValueError, RecursionError):
        raise RefusedDrawing(gettext("This drawing is damaged and cannot be read.")) from None
    if outlines.tag(root) != "svg":
        raise RefusedDrawing(gettext("A drawing is a PDF, an SVG, a PNG or a JPEG file."))
    if any(_acts_by_itself(element) for element in root.iter()):
        raise RefusedDrawing(_acts())


def _acts() -> str:
    return gettext(
        "This drawing runs a program or asks for something elsewhere. Save it as “plain SVG” and bring that."
    )


def _acts_by_itself(element: ElementTree.Element) -> bool:
    if outlines.tag(element) in _ACTING:
        return True
    if any(name.lower().startswith("on") for name in element.attrib):
        return True
    links = [element.get(name, "").strip().lower() for name in _LINKS]
    if outlines.tag(element) == "a":
        return any(link.startswith(("javascript:", "data:")) for link in links)
    return any(link and not _OWN.match(link) for link in links)
