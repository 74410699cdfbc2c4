"""Where a latitude and a longitude are on the map: kilometres from its middle, x to the east, y to the south.

Metropolitan France lies in the projection of its official maps (Lambert 93: conformal conic, parallels 44° and 49°,
meridian 3° E), on a sphere: nobody measures on it. Each territory overseas has a frame of its own at the left edge.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, log, pi, radians, sin, tan

EARTH = 6371.0  # kilometres
_SOUTH, _NORTH, _MIDDLE, _MERIDIAN = radians(44), radians(49), radians(46.5), radians(3)
_CONE = log(cos(_SOUTH) / cos(_NORTH)) / log(tan(pi / 4 + _NORTH / 2) / tan(pi / 4 + _SOUTH / 2))
_SCALE = cos(_SOUTH) * tan(pi / 4 + _SOUTH / 2) ** _CONE / _CONE

WEST, SOUTH, EAST, NORTH = (
    -5.8,
    41.2,
    9.8,
    51.3,
)  # degrees: what is within is metropolitan France or beside it
FRAME = 118.0  # kilometres on the map: the side of a frame


@dataclass(frozen=True)
class Inset:
    """A territory overseas: its bounds in degrees, and the upper left corner of its frame on the map."""

    key: str
    name: str
    west: float
    south: float
    east: float
    north: float
    x: float
    y: float


INSETS = (
    Inset("GP", "Guadeloupe", -61.95, 15.75, -60.85, 16.65, -715, -330),
    Inset("MQ", "Martinique", -61.35, 14.3, -60.7, 15.0, -715, -180),
    Inset("GF", "Guyane", -54.8, 1.9, -51.4, 6.0, -715, -30),
    Inset("RE", "La Réunion", 55.1, -21.5, 56.0, -20.75, -715, 120),
    Inset("YT", "Mayotte", 44.95, -13.1, 45.4, -12.55, -715, 270),
)


@dataclass(frozen=True)
class Spot:
    """Kilometres on the map; `inset` is the key of the frame it lies in, "" for metropolitan France."""

    x: float
    y: float
    inset: str = ""


def spot(latitude: float, longitude: float) -> Spot | None:
    """None where the map does not reach."""
    if WEST <= longitude <= EAST and SOUTH <= latitude <= NORTH:
        return Spot(*conic(latitude, longitude))
    for each in INSETS:
        if each.west <= longitude <= each.east and each.south <= latitude <= each.north:
            return Spot(*framed(each, latitude, longitude), each.key)
    return None


def conic(latitude: float, longitude: float) -> tuple[float, float]:
    turn = _CONE * (radians(longitude) - _MERIDIAN)
    away = _radius(radians(latitude))
    return EARTH * away * sin(turn), -EARTH * (_radius(_MIDDLE) - away * cos(turn))


def _radius(latitude: float) -> float:
    return _SCALE / tan(pi / 4 + latitude / 2) ** _CONE


def framed(inset: Inset, latitude: float, longitude: float) -> tuple[float, float]:
    """In the territory's frame, as large as fits, a degree to the east as short as it is there."""
    narrow = cos(radians((inset.south + inset.north) / 2))
    wide, high = (inset.east - inset.west) * narrow, inset.north - inset.south
    scale = FRAME / max(wide, high)
    x = (longitude - inset.west) * narrow * scale + (FRAME - wide * scale) / 2
    y = (inset.north - latitude) * scale + (FRAME - high * scale) / 2
    return inset.x + x, inset.y + y
