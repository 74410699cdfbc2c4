"""Rooms that a system says it serves, for things of it of which nobody knows in which room they are."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Q

from assets.models import Location, Revision, ServedPlace, Station, SystemMember

# A system that serves the whole building says nothing of any room.
TELLING = (Location.Kind.SPACE, Location.Kind.ZONE, Location.Kind.PART)


def of(station: Station, elements: Any = None) -> dict[int, tuple[int, ...]]:
    """{element: the places that its systems serve}, by primary key; of these elements, else of all published ones."""
    served = ServedPlace.objects.filter(
        revision__station=station,
        revision__state=Revision.State.PUBLISHED,
        location__kind__in=TELLING,
    )
    by_system: defaultdict[int, dict[int, None]] = defaultdict(dict)
    for system, place in served.order_by("location__code").values_list("system", "location"):
        by_system[system][place] = None
    if not by_system:
        return {}
    about = Q(element__in=elements) if elements is not None else Q()
    members = SystemMember.objects.filter(
        about, system__in=by_system, element__revision__state=Revision.State.PUBLISHED
    )
    found: defaultdict[int, dict[int, None]] = defaultdict(dict)
    for element, system in members.order_by("pk").values_list("element", "system"):
        found[element] |= by_system[system]
    return {element: tuple(places) for element, places in found.items()}
