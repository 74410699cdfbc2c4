"""A spot: where something leaks or must be worked on, with all that it belongs to and lies in.

spot = spots.of(asset)        # or a run, a room, a network, or elements of the model that are none of these
spot.media                    # ("water",): what its networks carry
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from assets.models import Asset, Element, Location, Revision, Run, Station, System
from assets.models.hanging import Subject
from assets.models.isolation_card import MEDIA

Box = tuple[float, float, float, float, float, float]
"""x, y, z of the lower corner, then of the upper one: metres in the frame of the station's files."""
MOST_ELEMENTS = 200


@dataclass(frozen=True)
class Spot:
    """`rooms` are those it lies in or passes through; `storeys` those around them, the inner first."""

    station: Station
    code: str
    asset: Asset | None = None
    runs: tuple[Run, ...] = ()
    systems: tuple[System, ...] = ()
    rooms: tuple[Location, ...] = ()
    storeys: tuple[Location, ...] = ()
    boxes: tuple[Box, ...] = ()

    @property
    def media(self) -> tuple[str, ...]:
        """What its networks carry, what leaks first; empty where nobody has said."""
        carried = {each.family for each in self.systems}
        return tuple(medium for medium in MEDIA if medium in carried)


def of(subject: Subject) -> Spot:
    if isinstance(subject, Location):
        return _of_place(subject)
    if isinstance(subject, System):
        return Spot(subject.station, subject.name, systems=(subject,))
    if isinstance(subject, Run):
        drawn = _published(subject.station).filter(run=subject)
        return of_elements(subject.station, subject.code, drawn[:MOST_ELEMENTS], runs=(subject,))
    drawn = _published(subject.station).filter(match__asset=subject)
    return of_elements(subject.station, subject.code, drawn[:MOST_ELEMENTS], asset=subject)


def of_elements(
    station: Station,
    code: str,
    elements: Sequence[Element],
    *,
    asset: Asset | None = None,
    runs: tuple[Run, ...] = (),
) -> Spot:
    """What these elements of published models draw; `asset` may be drawn by none."""
    drawn = list(elements)
    member = Q(members__element__in=[each.pk for each in drawn])
    systems = System.objects.filter(member | Q(registered=asset) if asset else member).distinct()
    place = asset.location if asset and asset.location else None
    said = [place] if place else [each.location or each.storey for each in drawn]
    places = list(dict.fromkeys(each for each in said if each is not None))
    rooms = tuple(each for each in places if each.kind == Location.Kind.SPACE)
    return Spot(
        station=station,
        code=code,
        asset=asset,
        runs=tuple(dict.fromkeys((*runs, *(each.run for each in drawn if each.run)))),
        systems=tuple(systems.order_by("pk")),
        rooms=rooms,
        storeys=_around(places),
        boxes=tuple(box for each in drawn if (box := box_of(each)) is not None),
    )


def _of_place(place: Location) -> Spot:
    room = place.kind == Location.Kind.SPACE
    drawn = Q(members__element__location=place, members__element__revision__state=Revision.State.PUBLISHED)
    held = Q(registered__location=place, registered__removed_at=None)
    systems = (
        System.objects.filter(drawn | held, station=place.station).distinct()
        if room
        else System.objects.none()
    )
    return Spot(
        place.station,
        place.code,
        systems=tuple(systems.order_by("family", "pk")),
        rooms=(place,) if room else (),
        storeys=_around([place]),
        boxes=tuple(_box_of_room(place)),
    )


def _published(station: Station):
    return (
        Element.objects.filter(revision__station=station, revision__state=Revision.State.PUBLISHED)
        .select_related("location__parent", "storey", "run")
        .order_by("pk")
    )


def _around(places: Sequence[Location]) -> tuple[Location, ...]:
    """Storeys and what else encloses these places, each once; a place that is no room is among them."""
    found: dict[int, Location] = {}
    for place in places:
        above: Location | None = place
        while above is not None and above.pk not in found:
            if above.kind != Location.Kind.SPACE:
                found[above.pk] = above
            above = above.parent
    return tuple(found.values())


def box_of(element: Element) -> Box | None:
    corners = (
        element.x_min, element.y_min, element.z_min, element.x_max, element.y_max, element.z_max,
    )  # fmt: skip
    return None if None in corners else corners


def _box_of_room(place: Location) -> list[Box]:
    if not place.footprint or place.z_min is None:
        return []
    points = place.footprint[0]
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    return [
        (min(xs), min(ys), place.z_min, max(xs), max(ys), place.z_min if place.z_max is None else place.z_max)
    ]


def storey_of(place: Location | None) -> Location | None:
    """The place itself when it is a storey, else the one above it."""
    while place is not None and place.kind != Location.Kind.STOREY:
        place = place.parent
    return place
