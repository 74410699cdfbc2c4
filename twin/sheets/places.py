"""Where a thing is, how we know it, and what a place holds."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext, ngettext

from assets import tenants
from assets.models import Element, Location
from twin.sheets.details import Line
from twin.sheets.subject import Subject

MOST_CONTENTS = 60


@dataclass(frozen=True)
class Place:
    """The storey and the room, either of which may be unknown, and a sentence on how the room is known."""

    storey: Location | None = None
    room: Location | None = None
    how: str = ""


def of_thing(subject: Subject) -> Place:
    location = subject.asset.location if subject.asset else None
    source = subject.asset.room_source if subject.asset else ""
    if location is None and subject.first:
        location = subject.first.location or subject.first.storey
        source = subject.first.room_source
    place = of_location(location)
    how = _how(source) if place.room else ""
    return Place(place.storey, place.room, _and_others(subject) or how)


def _and_others(subject: Subject) -> str:
    """A run passes through several rooms: the first is named, the others are counted."""
    rooms = {
        each.location_id
        for each in subject.elements
        if each.location and each.location.kind == Location.Kind.SPACE
    }
    others = len(rooms) - 1 if subject.run else 0
    return (
        ngettext("and %(count)d more", "and %(count)d more", others) % {"count": others} if others > 0 else ""
    )


def of_location(location: Location | None) -> Place:
    """Its storey and room; a part or a zone counts as its storey's."""
    if location is None:
        return Place()
    if location.kind == Location.Kind.SPACE:
        return Place(_storey_above(location), location)
    return Place(location)


def _storey_above(location: Location) -> Location | None:
    above = location.parent
    while above is not None and above.kind != Location.Kind.STOREY:
        above = above.parent
    return above


def _how(source: str) -> str:
    known = {
        Element.RoomSource.EXPLICIT: gettext("said by the model"),
        Element.RoomSource.GEOMETRIC: gettext("found from its position"),
        "register": gettext("said by the register"),
    }
    return known.get(source, "")


def within(location: Location, through: str = "") -> Q:
    """Assets in the place itself or in a room of it; `through`: what leads from a row to its asset ("asset__")."""
    ways = ("location", "location__parent", "location__parent__parent")
    return Q(*((f"{through}{way}", location) for way in ways), _connector=Q.OR)


def rooms_of(location: Location) -> list[Location]:
    """The rooms right below, with how many assets each holds."""
    return list(
        Location.objects.in_use()
        .filter(Q(parent=location) | Q(parent__parent=location), kind=Location.Kind.SPACE)
        .annotate(asset_count=Count("assets", filter=Q(assets__removed_at=None)))
        .order_by("name", "pk")
    )


def fields_of(location: Location) -> list[Line]:
    if location.kind != Location.Kind.SPACE:
        return [Line(gettext("Level"), location.elevation, "m")]
    height = None if None in (location.z_min, location.z_max) else location.z_max - location.z_min
    tenant = tenants.of_room(location)
    rented = [Line(gettext("Tenant"), tenant.name)] if tenant else []
    return [
        *rented,
        Line(gettext("Open to the public"), location.publicly_accessible),
        Line(gettext("Floor area"), area(location.footprint), "m²"),
        Line(gettext("Height"), height, "m"),
    ]


def area(rings: list | None) -> float | None:
    """Square metres of a footprint: rings of [[x, y], …] in metres, outer first and holes after."""
    if not rings:
        return None
    outer, *holes = (abs(_signed_area(ring)) for ring in rings)
    return outer - sum(holes)


def _signed_area(ring: list) -> float:
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(ring, ring[1:] + ring[:1], strict=True)) / 2
