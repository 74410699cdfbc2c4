"""Where a station is on the earth, as its model says: latitude and longitude in degrees (WGS 84).

The map coordinates of French files are turned back by the formulas of the Institut géographique national (NT/G 71,
ALG0004): Lambert 93 and the nine conic zones share the ellipsoid, the meridian and the false origin's easting.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import atan, atan2, cos, degrees, exp, hypot, log, pi, radians, sin, sqrt, tan
from typing import Any

from django.db import transaction

from assets import history
from assets.models import Revision, Station

A, E = 6_378_137.0, 0.081819191042816  # GRS 80: half the great axis in metres, first excentricity
MERIDIAN, FALSE_EASTING = radians(3), 700_000.0  # of the conic zones, 1,700,000 m
LAMBERT_93, CC42, CC50 = 2154, 3942, 3950
_EPSG = re.compile(r"(?:EPSG\D*)?(\d{4})\b", re.IGNORECASE)


def of_georeference(said: Mapping[str, Any] | None) -> tuple[float, float] | None:
    """(latitude, longitude) of a revision's georeference; None where it says neither these nor a French map's."""
    if not said:
        return None
    if (turned := _of_map(said)) is not None:
        return turned
    latitude, longitude = said.get("latitude"), said.get("longitude")
    return (latitude, longitude) if _on_earth(latitude, longitude) else None


def learn(revision: Revision, *, by=None) -> None:
    """A station whose position nobody gave is where its model says; what a person gave stays."""
    if (found := of_georeference(revision.georeference)) is None:
        return
    unknown = Station.objects.filter(pk=revision.station_id, latitude=None)
    if unknown.update(latitude=round(found[0], 6), longitude=round(found[1], 6)):
        _record(revision.station, found, by)


def give(station: Station, latitude: float, longitude: float, *, by) -> None:
    """A person says where it is. Nothing is written when it is there already."""
    if (station.latitude, station.longitude) == (latitude, longitude):
        return
    with transaction.atomic():
        Station.objects.filter(pk=station.pk).update(latitude=latitude, longitude=longitude)
        _record(station, (latitude, longitude), by)
    station.latitude, station.longitude = latitude, longitude


def _record(station: Station, found: tuple[float, float], by) -> None:
    after = {"latitude": round(found[0], 6), "longitude": round(found[1], 6)}
    history.record("positioned", station, station=station, by=by, after=after)


def _on_earth(latitude: Any, longitude: Any) -> bool:
    """Tools that were told nothing write zeros, which is a place in the ocean."""
    known = isinstance(latitude, int | float) and isinstance(longitude, int | float)
    return known and abs(latitude) <= 90 and abs(longitude) <= 180 and (latitude, longitude) != (0, 0)


def _of_map(said: Mapping[str, Any]) -> tuple[float, float] | None:
    match = _EPSG.search(str(said.get("crs") or ""))
    code = int(match[1]) if match else 0
    east, north = said.get("eastings") or 0.0, said.get("northings") or 0.0
    if code == LAMBERT_93:
        return _turned_back(east, north, (44.0, 49.0), 46.5, FALSE_EASTING, 6_600_000.0)
    if CC42 <= code <= CC50:
        zone = code - 3900
        parallels = (zone - 0.75, zone + 0.75)
        return _turned_back(east, north, parallels, float(zone), 1_700_000.0, (zone - 41) * 1e6 + 200_000)
    return None


def _turned_back(
    east: float,
    north: float,
    parallels: tuple[float, float],
    origin: float,
    false_east: float,
    false_north: float,
) -> tuple[float, float] | None:
    """None for what lies nowhere near France: local metres under the name of a map."""
    first, second, middle = (radians(each) for each in (*parallels, origin))
    cone = log(_normal(second) * cos(second) / (_normal(first) * cos(first))) / (
        _isometric(first) - _isometric(second)
    )
    constant = _normal(first) * cos(first) / cone * exp(cone * _isometric(first))
    top = false_north + constant * exp(-cone * _isometric(middle))
    away, turn = hypot(east - false_east, north - top), atan2(east - false_east, top - north)
    latitude = _latitude(-log(away / constant) / cone)
    longitude = MERIDIAN + turn / cone
    found = degrees(latitude), degrees(longitude)
    return found if 40 < found[0] < 53 and -7 < found[1] < 11 else None


def _normal(latitude: float) -> float:
    return A / sqrt(1 - (E * sin(latitude)) ** 2)


def _isometric(latitude: float) -> float:
    return log(tan(pi / 4 + latitude / 2) * ((1 - E * sin(latitude)) / (1 + E * sin(latitude))) ** (E / 2))


def _latitude(isometric: float) -> float:
    latitude = 2 * atan(exp(isometric)) - pi / 2
    for _ in range(6):
        bent = ((1 + E * sin(latitude)) / (1 - E * sin(latitude))) ** (E / 2)
        latitude = 2 * atan(bent * exp(isometric)) - pi / 2
    return latitude
