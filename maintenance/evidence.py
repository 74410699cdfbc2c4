"""What people bring from the site: typed by what it is, never by what it is called, and shown without its traces.

Received bytes are kept as they came and served to nobody. Shown is a picture drawn anew (`maintenance.pictures`), or a
PDF that does nothing by itself (`maintenance.papers`). Anything else is refused at the door, in words.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import PurePath
from typing import BinaryIO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q, QuerySet
from django.utils.translation import gettext, gettext_noop

from assets import files, permissions
from assets.models import Station
from assets.permissions import Verb
from maintenance import isolation_cards, papers, pictures, scope
from maintenance.models import Act, Declaration, Evidence, Request

PDF = "application/pdf"
JPEG = "image/jpeg"
_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"hevc"}
# What a picture never holds: another file that some program would open it as.
_SECOND_FACE = re.compile(rb"<script|<html|<!doctype|<svg|<\?php|\A.{0,1024}%PDF-", re.IGNORECASE | re.DOTALL)
_ZIP_END = b"PK\x05\x06"
_ZIP_TAIL = 65_558  # bytes from the end within which a zip file's directory ends (APPNOTE 4.3.16)


class RefusedUpload(Exception):
    """It is not kept. The message says why and what to do."""


def receive(upload: UploadedFile, *, station: Station, by) -> Evidence:
    """Keep an uploaded photo or PDF. The same bytes from the same person again are the same evidence.

    Raises RefusedUpload.
    """
    content = _read(upload)
    sha256 = hashlib.sha256(content).hexdigest()
    known = Evidence.objects.filter(station=station, sha256=sha256, created_by=by).first()
    if known is not None:
        return known
    kind = kind_of(content)
    if kind == "pdf":
        return _keep_paper(content, station, by, name=upload.name)
    if kind in ("jpeg", "png", "webp", "heif"):
        return _keep_picture(content, station, by, name=upload.name, suffix=f".{kind}")
    raise RefusedUpload(
        gettext(
            "This is neither a photo (JPEG, PNG, HEIC) nor a PDF, whatever its name says. Take a photo instead."
        )
    )


def kind_of(content: bytes) -> str:
    """jpeg, png, webp, heif or pdf by the first bytes; "" for anything else and for what is two things at once."""
    kind = _by_first_bytes(content[:32])
    if kind and kind != "pdf" and (_SECOND_FACE.search(content) or _ZIP_END in content[-_ZIP_TAIL:]):
        return ""
    if kind == "pdf" and _ZIP_END in content[-_ZIP_TAIL:]:
        return ""
    return kind


def _by_first_bytes(head: bytes) -> str:
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        return "heif"
    return "pdf" if head.startswith(b"%PDF-") else ""


def open_shown(evidence: Evidence) -> BinaryIO:
    """The bytes that may be shown. Raises FileNotFoundError when they are no longer there."""
    return files.absolute(evidence.shown_path).open("rb")


def visible_to(user) -> QuerySet[Evidence]:
    """What she brought herself, what hangs where she sees all orders, and for a firm what hangs on its own."""
    theirs = Q(created_by=user.pk, pk__gt=0) if user.is_authenticated and user.is_active else Q(pk__in=())
    seen = Q(station__in=permissions.stations_where(user, Verb.SEE_ORDERS))
    firm = permissions.contractor_of(user)
    if firm is None:
        return Evidence.objects.filter(seen | theirs)
    orders = scope.own_orders(user)
    hung = Q(pk__in=_hung_on(Act.objects.filter(scope.acts_for(user), work_order__in=orders), "act"))
    declared = Declaration.objects.filter(work_order__in=orders, organisation=firm)
    hung |= Q(pk__in=_hung_on(declared, "declaration"))
    hung |= Q(pk__in=_hung_on(Request.objects.filter(work_order__in=orders), "request"))
    shown = isolation_cards.photos_shown(orders)
    hung |= Q(pk__in=shown, station__in=orders.values("station"))
    return Evidence.objects.filter(seen | hung | theirs)


def _hung_on(rows: QuerySet, name: str) -> QuerySet:
    through = rows.model.evidence.through
    return through.objects.filter(**{f"{name}__in": rows}).values("evidence")


def _read(upload: UploadedFile) -> bytes:
    most = settings.EVIDENCE_BYTES
    if upload.size is None or upload.size > most:
        megabytes = most // 2**20
        raise RefusedUpload(
            gettext("This file is larger than %(count)d MB. Take the photo with fewer pixels.")
            % {"count": megabytes}
        )
    content = upload.read(most + 1)
    if not content:
        raise RefusedUpload(gettext("This file is empty. Take the photo again."))
    return content


def _keep_picture(content: bytes, station: Station, by, *, name: str | None, suffix: str) -> Evidence:
    try:
        picture = pictures.redraw(content)
    except pictures.TooManyPixels:
        raise RefusedUpload(
            gettext("This picture has too many pixels to be opened safely. Take the photo with fewer pixels.")
        ) from None
    except pictures.UnreadablePicture:
        raise RefusedUpload(
            gettext("This picture is damaged and cannot be read. Take the photo again.")
        ) from None
    received, shown = files.store([content], suffix), files.store([picture.shown], ".jpg")
    about = {"width": picture.width, "height": picture.height, "taken_at": picture.taken_at}
    return _kept(station, received, shown, JPEG, by, name=name, **about)


_WHY_NOT = {
    papers.LockedPaper: gettext_noop(
        "This PDF is locked by a password. Save it without one and bring it again."
    ),
    papers.ActivePaper: gettext_noop(
        "This PDF runs a program or carries another file. Print it to a PDF and bring that one."
    ),
    papers.BrokenPaper: gettext_noop("This PDF is damaged or not complete. Save it again and bring it then."),
}


def _keep_paper(content: bytes, station: Station, by, *, name: str | None) -> Evidence:
    try:
        papers.inspect(content)
    except tuple(_WHY_NOT) as refusal:
        raise RefusedUpload(gettext(_WHY_NOT[type(refusal)])) from None
    received = files.store([content], ".pdf")
    return _kept(station, received, received, PDF, by, name=name)


def _kept(
    station: Station,
    received: files.StoredFile,
    shown: files.StoredFile,
    media_type: str,
    by,
    *,
    name: str | None,
    **about,
) -> Evidence:
    return Evidence.objects.create(
        station=station,
        sha256=received.sha256,
        path=received.path,
        shown_path=shown.path,
        media_type=media_type,
        file_name=_name(name),
        size=received.size,
        created_by=by,
        **about,
    )


def _name(said: str | None) -> str:
    """What the file was called, without folders and characters that nobody sees."""
    bare = PurePath((said or "").replace("\\", "/")).name
    return "".join(letter for letter in bare if letter.isprintable())[:255]
