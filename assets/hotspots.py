"""Hotspots of drawings: placed by a steward or by the drawing itself, proposed by who is on site, carried over to the
drawing's next edition, or listed.

A hotspot is never lost silently: it resolves to an asset that is there, or it is among the broken ones.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction

from assets import history
from assets.drawings import pages, svg
from assets.ifc.codes import normalise
from assets.models import Asset, Document, HistoryEntry, Hotspot, Station

logger = logging.getLogger(__name__)
Standing, Why = Hotspot.Standing, Hotspot.Why
LEAST = 0.002  # of a page's width or height
_BESIDES = (
    "asset_id",
    "mark",
    "standing",
    "why",
    "edition",
)  # what a hotspot holds beside what is said of it
LARGEST_SYMBOL = 0.08  # of a drawing


class BadPlace(Exception):
    """The rectangle does not lie on a page of the drawing."""


class NoWayBack(Exception):
    """The drawing is gone, or something else stands where the hotspot stood."""


@dataclass(frozen=True)
class Box:
    """Shares (0…1) of a page, from its upper left corner; pages are counted from 1."""

    x: float
    y: float
    width: float
    height: float
    page: int = 1

    def checked(self) -> Box:
        """As it may be kept. Raises BadPlace."""
        x, y = round(self.x, 5), round(self.y, 5)
        inside = 0 <= x < 1 and 0 <= y < 1 and self.width >= LEAST and self.height >= LEAST
        if not inside or x + self.width > 1.001 or y + self.height > 1.001 or not 1 <= self.page <= 9999:
            raise BadPlace
        width, height = min(round(self.width, 5), 1 - x), min(round(self.height, 5), 1 - y)
        return Box(x, y, width, height, self.page)

    def columns(self) -> dict[str, Any]:
        return {"x": self.x, "y": self.y, "width": self.width, "height": self.height, "page": self.page}


@dataclass(frozen=True)
class Proposal:
    """An element of the drawing whose id or words are the code of an asset, and that is no hotspot yet."""

    mark: str
    asset: Asset
    box: Box


@dataclass(frozen=True)
class CarriedOver:
    """How many hotspots are kept in the new edition, and how many are not found in it."""

    kept: int = 0
    lost: int = 0


def edition_of(document: Document) -> str:
    """Names the file that is there now: who marks a drawing says which one she sees."""
    return document.sha256[:12]


def box_of(hotspot: Hotspot) -> Box:
    return Box(hotspot.x, hotspot.y, hotspot.width, hotspot.height, hotspot.page)


def resolved(hotspots: Iterable[Hotspot], station: Station) -> dict[int, Asset]:
    """{id of a hotspot: the live asset it stands for}, by the asset itself or by its code; in one question."""
    hotspots = list(hotspots)
    known = Asset.objects.live().filter(station=station).select_related("location__parent")
    by_code = {asset.code: asset for asset in known.filter(code__in={each.code for each in hotspots})}
    own = known.in_bulk(
        {each.asset_id for each in hotspots if each.asset_id} - {a.pk for a in by_code.values()}
    )
    by_pk = own | {asset.pk: asset for asset in by_code.values()}
    found = {each.pk: by_pk.get(each.asset_id) or by_code.get(each.code) for each in hotspots}
    return {pk: asset for pk, asset in found.items() if asset is not None}


@transaction.atomic
def place(document: Document, asset: Asset, box: Box, *, by, proposed: bool = False) -> Hotspot:
    """Say that this rectangle stands for the asset. `proposed`: a steward has to confirm it. Raises BadPlace."""
    made = Hotspot.objects.create(
        document=document, asset=asset, code=asset.code, edition=document.path, standing=_standing(proposed),
        **box.checked().columns(),
    )  # fmt: skip
    history.record("placed", made, station=document.station, by=by, after=_as_said(made))
    return made


@transaction.atomic
def change(
    hotspot: Hotspot, *, by, box: Box | None = None, asset: Asset | None = None, proposed: bool = False
) -> Hotspot:
    """Put it elsewhere, or say what else it stands for; it is in its place then, or `proposed`. Raises BadPlace."""
    before = _as_said(hotspot)
    if box is not None and box != box_of(hotspot):
        for name, value in box.checked().columns().items():
            setattr(hotspot, name, value)
        hotspot.mark = ""  # it no longer follows the drawing's own element
    if asset is not None:
        hotspot.asset, hotspot.code = asset, asset.code
    hotspot.standing, hotspot.why, hotspot.edition = _standing(proposed), "", hotspot.document.path
    hotspot.save()
    history.record(
        "moved", hotspot, station=hotspot.document.station, by=by, before=before, after=_as_said(hotspot)
    )
    return hotspot


def proposed_by(person, document: Document) -> set[int]:
    """Ids of the hotspots of a drawing that she proposed and nobody has confirmed: they are hers to change."""
    open_ones = document.hotspots.filter(standing=Standing.PROPOSED).values_list("pk", flat=True)
    acts = HistoryEntry.objects.filter(
        station=document.station, subject_kind="hotspot", subject_id__in=list(open_ones), verb="placed"
    )
    return set(acts.filter(actor=person).values_list("subject_id", flat=True))


def _standing(proposed: bool) -> str:
    return Standing.PROPOSED if proposed else Standing.PLACED


@transaction.atomic
def remove(hotspot: Hotspot, *, by) -> None:
    kept = {name: getattr(hotspot, name) for name in _BESIDES} | _as_said(hotspot)
    history.record("removed", hotspot, station=hotspot.document.station, by=by, before=kept)
    hotspot.delete()


def removal(pk: int) -> HistoryEntry | None:
    """How the hotspot of that number was removed; None where it never was, or is there again."""
    acts = HistoryEntry.objects.filter(subject_kind="hotspot", subject_id=pk).select_related("station")
    last = acts.order_by("-number").first()
    return last if last and last.verb == "removed" and "edition" in (last.before or {}) else None


def restore(removed: HistoryEntry, *, by) -> Hotspot:
    """Bring it back as it was, under its own number. Raises NoWayBack."""
    said = dict(removed.before or {})
    document = Document.objects.filter(pk=said.pop("document"), station=removed.station).first()
    if document is None:
        raise NoWayBack
    asset = Asset.objects.filter(pk=said.pop("asset_id"), station=removed.station).first()
    columns = {name: said[name] for name in (*_BESIDES, *Box.__annotations__, "code") if name != "asset_id"}
    try:
        with transaction.atomic():
            back = Hotspot(pk=removed.subject_id, document=document, asset=asset, **columns)
            back.save(force_insert=True)
            history.record("restored", back, station=removed.station, by=by, after=_as_said(back))
    except IntegrityError:  # somebody else was faster, or another one follows its element now
        raise NoWayBack from None
    return back


@transaction.atomic
def confirm(hotspots: Iterable[Hotspot], *, by) -> int:
    """A steward has seen that these stand where they should. Says how many nobody had confirmed before."""
    confirmed = 0
    for each in hotspots:
        unsure = (Standing.KEPT, Standing.PROPOSED)
        moved = Hotspot.objects.filter(pk=each.pk, standing__in=unsure, edition=each.edition)
        if moved.update(standing=Standing.PLACED):
            each.refresh_from_db()
            history.record("confirmed", each, station=each.document.station, by=by, after=_as_said(each))
            confirmed += 1
    return confirmed


@transaction.atomic
def take_in(document: Document, *, by=None, proposed: bool = False) -> int:
    """The equipment that an SVG drawing marks itself (`data-code`), whether the station knows it yet or not."""
    drawn = svg.read(document.path) if document.media_type == pages.SVG else None
    if drawn is None:
        return 0
    said = {part.mark: part for part in drawn.parts if part.said}
    known = set(document.hotspots.values_list("mark", flat=True))
    live = Asset.objects.live().filter(
        station=document.station, code__in={part.said for part in said.values()}
    )
    assets = {asset.code: asset for asset in live}
    made = [
        Hotspot(
            document=document, asset=assets.get(part.said), code=part.said, mark=mark, edition=document.path,
            standing=_standing(proposed), **Box(*part.box).checked().columns(),
        )
        for mark, part in said.items()
        if mark not in known
    ]  # fmt: skip
    Hotspot.objects.bulk_create(made)
    if made:
        codes = sorted(each.code for each in made)
        history.record(
            "marked", document, station=document.station, by=by, after=_of(document) | {"codes": codes}
        )
    return len(made)


def tie(station: Station) -> int:
    """Tie the hotspots whose equipment has come since to it, by their codes. Says how many."""
    loose = list(Hotspot.objects.filter(document__station=station, asset=None).exclude(code=""))
    known = resolved(loose, station) if loose else {}
    tied = [each for each in loose if each.pk in known]
    for each in tied:
        each.asset = known[each.pk]
    Hotspot.objects.bulk_update(tied, ["asset"], batch_size=500)
    return len(tied)


def proposals(document: Document) -> list[Proposal]:
    """What the drawing names by an id or by words, and nobody has accepted; each code once."""
    drawn = svg.read(document.path) if document.media_type == pages.SVG else None
    if drawn is None:
        return []
    keys = {normalise(name) for part in drawn.parts for name in part.named} - {""}
    live = Asset.objects.live().filter(station=document.station, code_key__in=keys)
    by_key = {asset.code_key: asset for asset in live}
    hotspots = list(document.hotspots.all())
    taken = {each.mark for each in hotspots if each.mark}
    done = {asset.pk for asset in resolved(hotspots, document.station).values()}
    found: dict[int, list[svg.Part]] = {}
    for part in drawn.parts:
        asset = next((by_key[key] for key in map(normalise, part.named) if key in by_key), None)
        if asset is not None and asset.pk not in done and part.mark not in taken and not part.said:
            found.setdefault(asset.pk, []).append(part)
    by_pk = {asset.pk: asset for asset in by_key.values()}
    return [_proposal(by_pk[pk], parts) for pk, parts in found.items()]


def _proposal(asset: Asset, parts: list[svg.Part]) -> Proposal:
    """The symbol with its words, rather than the words alone; not half of the drawing in which they stand."""
    fitting = [part for part in parts if _area(part) <= LARGEST_SYMBOL] or [min(parts, key=_area)]
    part = max(fitting, key=_area)
    return Proposal(part.mark, asset, Box(*part.box))


def _area(part: svg.Part) -> float:
    return part.box[2] * part.box[3]


@transaction.atomic
def accept(document: Document, marks: Iterable[str], *, by) -> int:
    """Make hotspots of the proposals with these marks."""
    wanted = set(marks)
    accepted = [each for each in proposals(document) if each.mark in wanted]
    for each in accepted:
        made = place(document, each.asset, each.box, by=by)
        Hotspot.objects.filter(pk=made.pk).update(mark=each.mark)
    return len(accepted)


def carry_soon(document: Document) -> None:
    """After the transaction in which a document's file changed: looking at two files takes its time."""
    transaction.on_commit(partial(_carry_or_leave, document.pk))


def _carry_or_leave(pk: int) -> None:
    """What fails here is done when the drawing is next looked at: what brought the file has succeeded."""
    try:
        document = Document.objects.select_related("station").get(pk=pk)
        take_in(document)
        carry_over(document)
    except Exception:
        logger.exception("The hotspots of document %s were not carried over", pk)


def waits(document: Document) -> bool:
    """Are there hotspots that stand on a former edition?"""
    return bool(document.path) and document.hotspots.exclude(edition=document.path).exists()


def carry_over(document: Document, *, by=None) -> CarriedOver:
    """Look for the hotspots of former editions in the one that is there now. Running it twice changes nothing."""
    if not waits(document):
        return CarriedOver()
    stale = list(document.hotspots.exclude(edition=document.path))
    places = _NextEdition(document, stale)
    found = {each.pk: places.find(each) for each in stale}
    kept, lost = [], []
    with transaction.atomic():
        for each in stale:
            box, why = found[each.pk]
            values = {
                "edition": document.path,
                "why": why,
                "standing": Standing.LOST if why else Standing.KEPT,
            }
            if box is not None:
                values |= box.columns()
            former = Hotspot.objects.filter(pk=each.pk, edition=each.edition)
            if former.update(**values):
                (lost if why else kept).append(each.code)
        if kept or lost:
            told = _of(document) | {"kept": sorted(kept), "lost": sorted(lost)}
            history.record("carried over", document, station=document.station, by=by, after=told)
    return CarriedOver(len(kept), len(lost))


class _NextEdition:
    """The new file of a document beside the former ones: where is what stood there?"""

    def __init__(self, document: Document, stale: list[Hotspot]):
        self.is_svg = document.media_type == pages.SVG
        self.drawn = svg.read(document.path) if self.is_svg else None
        self.pages = pages.of_file(document.path, document.media_type)
        self.former = {
            path: pages.of_file(path, _media_type(path, document)) for path in {h.edition for h in stale}
        }

    def find(self, hotspot: Hotspot) -> tuple[Box | None, str]:
        """Its place now, or None with the reason."""
        if not self.pages:
            return None, Why.UNREADABLE
        if self.drawn is not None and (part := self._part(hotspot, self.drawn)):
            return Box(*part.box).checked(), ""
        if hotspot.mark:
            return None, Why.ELEMENT_GONE
        if hotspot.page > len(self.pages):
            return None, Why.PAGE_GONE
        former = self.former[hotspot.edition]
        if hotspot.page > len(former):  # the former file is no longer here: nothing to compare with
            return None, Why.OTHER_PICTURE
        box = (hotspot.x, hotspot.y, hotspot.width, hotspot.height)
        if not pages.alike(former[hotspot.page - 1], self.pages[hotspot.page - 1], box):
            return None, Why.OTHER_PICTURE
        return box_of(hotspot), ""

    def _part(self, hotspot: Hotspot, drawn: svg.SvgDrawing) -> svg.Part | None:
        """The element it follows: by its id, else by the code that an element says."""
        if not hotspot.mark:
            return None
        key, area = normalise(hotspot.code), hotspot.width * hotspot.height
        same = [
            part for part in drawn.parts if part.mark == hotspot.mark and normalise(part.said) in ("", key)
        ]
        says = [part for part in drawn.parts if key and key in map(normalise, (part.said, *part.named))]
        return min(same or says, key=lambda part: abs(_area(part) - area), default=None)


def _media_type(path: str, document: Document) -> str:
    """Of a former edition, by the name it is stored under; else that of the document."""
    endings = {
        ".svg": pages.SVG,
        ".pdf": pages.PDF,
        ".png": "image/png",
        ".jpg": "image/jpeg",
        ".jpeg": "image/jpeg",
    }
    return next((kind for ending, kind in endings.items() if path.endswith(ending)), document.media_type)


def _as_said(hotspot: Hotspot) -> dict[str, Any]:
    return {"code": hotspot.code, **_of(hotspot.document), **box_of(hotspot).columns()}


def _of(document: Document) -> dict[str, Any]:
    return {"document": str(document.pk), "name": document.name or document.identification}
