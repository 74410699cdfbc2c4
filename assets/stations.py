"""Stations are made in one place, so that a code that cannot stand in an address is refused at every door."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils import translation

from assets.models import Station


class NoSuchStation(Exception):
    """There is no station of this code; or it cannot be made, and the message says why."""


def find_or_create(code: str, name: str | None = None, **values) -> Station:
    """The station of this code; with `name` it is made when there is none. Raises NoSuchStation."""
    station = Station.objects.filter(code=code).first()
    if station is not None:
        return station
    if not name:
        raise NoSuchStation(f"There is no station {code}; add --create-station NAME to make it.")
    station = Station(code=code, name=name, **values)
    with translation.override("en"):  # who types commands reads English
        try:
            station.full_clean()
        except ValidationError as error:
            raise NoSuchStation(f"The station {code} cannot be made: {' '.join(error.messages)}") from None
    station.save()
    return station
