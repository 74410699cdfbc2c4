"""Plans and photos of a station without a model: what they are called, and which equipment a plan marks where.

A steward pins equipment on any of them (`assets.models.Hotspot`). A plan that is an SVG drawing also marks it itself: a
group with `data-code` stands for the equipment with that code, where its circle is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePath
from xml.etree import ElementTree

from django.db.models import Exists, OuterRef, Q, QuerySet

from assets import files
from assets.models import Asset, Document, Hotspot, Station

SVG = "image/svg+xml"
LINE = 8  # per cent of the height: what stands within is read from left to right
LARGEST = 4 * 1024 * 1024  # bytes of a plan that is read for its marks
_GROUP, _CIRCLE = "{http://www.w3.org/2000/svg}g", "{http://www.w3.org/2000/svg}circle"


@dataclass(frozen=True)
class Mark:
    """Where a plan marks a code, in per cent of its width and height from its upper left corner.

    `asset` is the id of the equipment a pin was placed for. `pinned`: the drawing does not show it, a pin has to;
    `to_confirm`: no steward has looked at it yet, on this edition.
    """

    code: str
    x: float
    y: float
    asset: int | None = None
    pinned: bool = False
    to_confirm: bool = False


@dataclass(frozen=True)
class Marking:
    """A plan or a photo, and where on it something is."""

    drawing: Document
    mark: Mark


def of_station(station: Station) -> QuerySet[Document]:
    """Plans and photos of the station or of a place, not of one pump unless something is pinned there; plans first."""
    about = Q(links__isnull=True) | Q(links__asset=None, links__type=None, links__system=None)
    about |= Exists(Hotspot.objects.filter(document=OuterRef("pk")))
    received = Document.objects.filter(station=station, media_type__startswith="image/").exclude(path="")
    return received.filter(about).distinct().order_by("-media_type", "name", "pk")


def title(drawing: Document) -> str:
    """Its name; a file's name as people would write it."""
    if drawing.name and drawing.name != drawing.identification:
        return drawing.name
    words = PurePath(drawing.identification).stem.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def marks(drawing: Document) -> tuple[Mark, ...]:
    """What is marked on it, as people read: from the top down, from left to right.

    Pins that people placed and what an SVG plan marks itself; what is lost in its newest edition is none.
    """
    hotspots, own = list(drawing.hotspots.all()), {mark.code: mark for mark in _own(drawing)}
    shown = [each for each in hotspots if each.standing != Hotspot.Standing.LOST and each.page == 1]
    pinned = [_mark(each, own) for each in shown]
    unknown = own.keys() - {each.code for each in hotspots}
    found = pinned + [own[code] for code in unknown]
    return tuple(sorted(found, key=lambda mark: (mark.y // LINE, mark.x, mark.code)))


def _mark(hotspot: Hotspot, own: dict[str, Mark]) -> Mark:
    """Where the plan itself draws it, when it follows that; else the middle of its rectangle."""
    if hotspot.mark and hotspot.code in own:
        return own[hotspot.code]
    x, y = hotspot.x + hotspot.width / 2, hotspot.y + hotspot.height / 2
    unsure = hotspot.standing != Hotspot.Standing.PLACED
    return Mark(hotspot.code, round(100 * x, 2), round(100 * y, 2), hotspot.asset_id, True, unsure)


def marked(drawing: Document) -> list[tuple[Asset, Mark]]:
    """The equipment that is there, with its marks; a mark of nothing is none."""
    found = marks(drawing)
    live = Asset.objects.live().filter(station=drawing.station)
    said = live.filter(
        Q(code__in={mark.code for mark in found}) | Q(pk__in={m.asset for m in found} - {None})
    )
    by_code = {asset.code: asset for asset in said}
    by_pk = {asset.pk: asset for asset in by_code.values()}
    told = [(by_pk.get(mark.asset or 0) or by_code.get(mark.code), mark) for mark in found]
    return [(asset, mark) for asset, mark in told if asset is not None]


def marking(asset: Asset) -> Marking | None:
    """Where the plans and photos of its station show it, a confirmed pin first; a station with a model has that."""
    if asset.station.twin_mode == Station.TwinMode.MODEL_3D:
        return None
    on_page = Hotspot.objects.filter(standing=Hotspot.Standing.PLACED, page=1)
    placed = on_page.filter(Q(asset=asset) | Q(asset=None, code=asset.code))
    pins = placed.filter(document__in=of_station(asset.station)).select_related("document")
    pin = pins.order_by("-document__media_type", "document__name", "pk").first()
    if pin is not None:
        return Marking(pin.document, _mark(pin, {mark.code: mark for mark in _own(pin.document)}))
    for plan in of_station(asset.station).filter(media_type=SVG).exclude(hotspots__code=asset.code):
        own = next((mark for mark in _own(plan) if mark.code == asset.code), None)
        if own is not None:
            return Marking(plan, own)
    return None


def _own(drawing: Document) -> tuple[Mark, ...]:
    """What an SVG plan marks itself; none of a photo, nor of a plan that cannot be read."""
    return _read(drawing.path) if drawing.media_type == SVG and drawing.path else ()


@lru_cache(maxsize=64)
def _read(path: str) -> tuple[Mark, ...]:
    """Stored bytes never change: `path` names them by what they are."""
    file = files.absolute(path)
    if not file.is_file() or file.stat().st_size > LARGEST:
        return ()
    try:
        drawn = ElementTree.fromstring(file.read_bytes())  # noqa: S314 (expat refuses entities that grow)
        left, top, width, height = (
            float(each) for each in re.split(r"[ ,]+", drawn.get("viewBox", "").strip())
        )
        return tuple(_marks(drawn, left, top, width, height))
    except (ElementTree.ParseError, ValueError, ZeroDivisionError):
        return ()


def _marks(drawn: ElementTree.Element, left: float, top: float, width: float, height: float):
    for group in drawn.iter(_GROUP):
        code, circle = group.get("data-code"), group.find(_CIRCLE)
        if code and circle is not None:
            x, y = (float(circle.get(axis, "nan")) for axis in ("cx", "cy"))
            yield Mark(code, round(100 * (x - left) / width, 2), round(100 * (y - top) / height, 2))
