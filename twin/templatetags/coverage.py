"""Where absence is shown, what was surveyed and what was not."""

from __future__ import annotations

from typing import Any

from django import template

from assets import permissions
from assets.models import Location, Station
from assets.permissions import Verb
from twin import surveyed

register = template.Library()


@register.inclusion_tag("twin/coverage/_on_sheet.html", takes_context=True)
def surveyed_on(context: template.Context, sheet: Any, firm: bool = False) -> dict[str, Any]:
    """Network by network in the room of the sheet (or its own, of a room's); of a storey, how many rooms.

    `firm`: for who works for another, who is not told names, nor how to fill it.
    """
    if sheet.as_of is not None:
        return {}
    room = sheet.place.room
    storey = sheet.location if room is None and sheet.location is not None else None
    found = {
        "station": sheet.station,
        "room": room,
        "of_itself": sheet.location is not None,
        "lines": surveyed.in_room(room, people=not firm) if room else [],
        "shares": surveyed.shares_of_storey(storey) if storey and storey.kind == Location.Kind.STOREY else [],
        "firm": firm,
    }
    return found | _who_fills(context, sheet.station, firm)


@register.inclusion_tag("twin/coverage/_shares.html")
def coverage_shares(station: Station) -> dict[str, Any]:
    """Share of the rooms surveyed, network by network; nothing for a station without rooms."""
    return {"station": station, "shares": surveyed.shares_of_station(station)}


@register.inclusion_tag("twin/coverage/_nothing_found.html")
def not_surveyed_in(station: Station, place_code: str | None = None) -> dict[str, Any]:
    """Beside "nothing found": in this room, or in the station, some networks were never looked for."""
    rooms = Location.objects.in_use().filter(station=station, kind=Location.Kind.SPACE)
    room = rooms.filter(code=place_code).first() if place_code else None
    if room is not None:
        return {"station": station, "room": room, "missing": surveyed.missing_in(room)}
    gaps = [share for share in surveyed.shares_of_station(station) if share.surveyed < share.rooms]
    return {"station": station, "gaps": gaps}


@register.filter
def survey_state(key: str) -> str:
    return surveyed.state(key)


def _who_fills(context: template.Context, station: Station, firm: bool) -> dict[str, Any]:
    user = getattr(context.get("request"), "user", None)
    if firm or user is None:
        return {}
    fills = permissions.may(user, Verb.RECORD_SURVEYS, station)
    return {"fills": fills, "notes": not fills and permissions.may(user, Verb.NOTE, station)}
