"""Plans and photos of a station without a model: what they are called, and which equipment a plan marks where.

A plan is an SVG drawing; a group of it with `data-code` marks the equipment with that code, where its circle is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePath
from xml.etree import ElementTree

from django.db.models import Q, QuerySet

from assets import files
from assets.models import Asset, Document, Station

SVG = "image/svg+xml"
LARGEST = 4 * 1024 * 1024  # bytes of a plan that is read for its marks
_GROUP, _CIRCLE = "{http://www.w3.org/2000/svg}g", "{http://www.w3.org/2000/svg}circle"


@dataclass(frozen=True)
class Mark:
    """Where a plan marks a code, in per cent of its width and height from its upper left corner."""

    code: str
    x: float
    y: float


def of_station(station: Station) -> QuerySet[Document]:
    """Plans and photos of the station or of a place, not of one pump; plans first."""
    about = Q(links__isnull=True) | Q(links__asset=None, links__type=None, links__system=None)
    received = Document.objects.filter(station=station, media_type__startswith="image/").exclude(path="")
    return received.filter(about).distinct().order_by("-media_type", "name", "pk")


def title(drawing: Document) -> str:
    """Its name; a file's name as people would write it."""
    if drawing.name and drawing.name != drawing.identification:
        return drawing.name
    words = PurePath(drawing.identification).stem.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def marks(drawing: Document) -> tuple[Mark, ...]:
    """What it marks, in its own order; none of a photo, nor of a plan that cannot be read."""
    return _read(drawing.path) if drawing.media_type == SVG and drawing.path else ()


def marking(asset: Asset) -> Document | None:
    """The plan on which it is marked; stations with a model have that instead."""
    if asset.station.twin_mode == Station.TwinMode.MODEL_3D:
        return None
    plans = of_station(asset.station).filter(media_type=SVG)
    return next((plan for plan in plans if any(mark.code == asset.code for mark in marks(plan))), None)


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
