"""QR labels: a square that a phone reads, and under it the code that a person reads aloud."""

from __future__ import annotations

import io
from dataclasses import dataclass
from urllib.parse import quote

import segno
from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString, mark_safe

from assets.models import Asset, Station
from twin import lookup, wording


@dataclass(frozen=True)
class Label:
    """What is printed for one piece of equipment."""

    code: str
    kind: str
    name: str
    room: str
    address: str
    square: SafeString


def of(asset: Asset) -> Label:
    link = address(asset.station, asset.code)
    return Label(
        asset.code,
        wording.kind(asset.kind),
        asset.name,
        lookup.place_words(asset.location),
        link,
        square(link),
    )


def address(station: Station, code: str) -> str:
    """What the square says: short, absolute, and leading to the asset by its code whatever happens to the models."""
    try:
        path = reverse("scanned", args=[station.code, code])
    except NoReverseMatch:
        path = f"{reverse('station', args=[station.code])}q/{quote(code, safe='/')}/"
    return f"{settings.SITE_URL.rstrip('/')}{path}"


def square(text: str) -> SafeString:
    """An SVG drawing; a quarter of it may be dirty or scratched off (error correction Q)."""
    drawn = io.BytesIO()
    segno.make(text, error="q", micro=False).save(
        drawn, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=2, svgclass=None, lineclass=None
    )
    return mark_safe(drawn.getvalue().decode())  # noqa: S308 (segno draws it from rows of squares)
