"""Documents a model names: stored when their bytes came along, hung on what they are about when it is published."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from assets import bulk, files, hotspots
from assets.ifc.records import DocumentRecord
from assets.models import (
    Asset,
    AssetType,
    Document,
    DocumentLink,
    Element,
    HistoryEntry,
    LocationSource,
    Revision,
)

# What may be kept and shown; anything else stays a reference.
MEDIA_TYPES = {
    "application/pdf",
    "image/svg+xml",
    "image/png",
    "image/jpeg",
    "text/plain",
    "text/csv",
}
LARGEST = 50 * 1024 * 1024


@dataclass(frozen=True)
class Edition:
    """A document as one model or one person brought it; `path` is empty without a file.

    `model` is the revision that did first, `received` the number of the act in the history when a person did.
    """

    label: str
    media_type: str
    path: str
    sha256: str
    since: datetime | None
    model: Revision | None = None
    received: int | None = None


def editions(document: Document) -> list[Edition]:
    """What the published models, now and before, brought under its number, and people by hand.

    The newest first, each file once.
    """
    models = Revision.objects.filter(station=document.station, discipline=document.discipline)
    found: dict[tuple[str, str], Edition] = {}
    for model in models.filter(published_at__isnull=False).defer("report").order_by("published_at", "pk"):
        for said in model.documents:
            if _identification(said)[:255] == document.identification:
                found.setdefault((said["revision"], said["sha256"]), _edition(said, model))
    known = {each.sha256 for each in found.values()}
    by_hand = [each for each in _received(document) if each.sha256 not in known]
    return sorted([*reversed(found.values()), *by_hand], key=_since, reverse=True)


def _since(each: Edition) -> datetime:
    return each.since or datetime.min.replace(tzinfo=UTC)


def _received(document: Document) -> list[Edition]:
    """What people brought, as the history keeps it; each file once, since it first came."""
    acts = HistoryEntry.objects.filter(
        station=document.station, subject_kind="document", subject_id=document.pk, verb="received"
    )
    found: dict[str, Edition] = {}
    for act in acts.order_by("number"):
        said = act.after or {}
        if said.get("path"):
            media_type = mimetypes.guess_type(said["path"])[0] or document.media_type
            edition = Edition("", media_type, said["path"], said["sha256"], act.at, received=act.number)
            found.setdefault(edition.sha256, edition)
    return list(found.values())


def _edition(said: dict, model: Revision) -> Edition:
    return Edition(
        said["revision"], said["media_type"], said["path"], said["sha256"], model.published_at, model
    )


_OPEN = ("", "PUBLIC", "RESTRICTED", "NOTDEFINED")


def may_be_kept(document: Document) -> bool:
    """On a device, by who may read it, until her session ends: what its model calls confidential or personal is not.

    Restricted papers are what a house hands to its own people (IfcDocumentConfidentialityEnum): manuals, mostly.
    """
    return document.confidentiality in _OPEN


def gather(records: Iterable[DocumentRecord], beside: Path | None) -> list[dict]:
    """Document records as plain data, with stored bytes for those that lie below `beside`, never outside it."""
    return bulk.storable([{**asdict(record), **_bytes_of(record.location, beside)} for record in records])


def _bytes_of(reference: str, beside: Path | None) -> dict[str, str]:
    path = _beside(reference, beside)
    media_type = mimetypes.guess_type(reference)[0] or ""
    if path is None or media_type not in MEDIA_TYPES or path.stat().st_size > LARGEST:
        return {"path": "", "sha256": "", "media_type": media_type}
    stored = files.store_path(path)
    return {"path": stored.path, "sha256": stored.sha256, "media_type": media_type}


def _beside(reference: str, beside: Path | None) -> Path | None:
    """The file a relative reference names inside `beside`, or None."""
    relative = PurePosixPath(reference.replace("\\", "/"))
    if beside is None or not reference or relative.is_absolute() or "://" in reference:
        return None
    root = beside.resolve()
    path = (root / relative).resolve()
    return path if path.is_relative_to(root) and path.is_file() else None


def attach(revision: Revision, *, as_asset: Callable[[Element], Asset]) -> None:
    """Make or refresh the documents of a published revision and hang them on what they are about.

    An element that is no asset yet becomes one in this same act, through `as_asset`.
    """
    subjects = _Subjects(revision)
    former = dict(Document.objects.filter(station=revision.station).values_list("pk", "path"))
    for said in revision.documents:
        document, _ = Document.objects.update_or_create(
            station=revision.station,
            discipline=revision.discipline,
            identification=_identification(said)[:255],
            defaults=_values(said),
        )
        if document.path and document.path != former.get(document.pk):
            hotspots.carry_soon(document)
        for step_id in said["about"]:
            link = subjects.link(step_id, as_asset)
            if link:
                DocumentLink.objects.get_or_create(document=document, **link)
    hotspots.tie(revision.station)


def _identification(said: dict) -> str:
    """What tells a document from the others of its discipline; without a number of its own, where it is."""
    return said["identification"] or said["location"] or said["name"] or f"#{said['step_id']}"


def _values(said: dict) -> dict[str, str]:
    values = {
        "name": said["name"][:255],
        "purpose": said["purpose"][:255],
        "reference": said["location"][:500],
        "revision_label": said["revision"][:60],
        "confidentiality": (said["confidentiality"] or "")[:20],
        "media_type": said["media_type"],
    }
    if said["path"]:  # a file delivered without its documents takes none away
        values |= {"path": said["path"], "sha256": said["sha256"]}
    return values


class _Subjects:
    """What STEP ids of a revision stand for."""

    def __init__(self, revision: Revision):
        ids = {step_id for said in revision.documents for step_id in said["about"]}
        self.elements = {
            element.step_id: element
            for element in Element.objects.filter(revision=revision, step_id__in=ids).select_related(
                "revision__station", "run", "match__asset"
            )
        }
        self.locations = dict(
            LocationSource.objects.filter(revision=revision, step_id__in=ids).values_list(
                "step_id", "location_id"
            )
        )
        self.types = dict(
            AssetType.objects.filter(revision=revision, step_id__in=ids).values_list("step_id", "pk")
        )

    def link(self, step_id: int, as_asset: Callable[[Element], Asset]) -> dict | None:
        if step_id in self.elements:
            return {"asset": as_asset(self.elements[step_id])}
        if step_id in self.locations:
            return {"location_id": self.locations[step_id]}
        if step_id in self.types:
            return {"type_id": self.types[step_id]}
        return None
