"""Who rents which room: as the register says, else as the published models do. Nobody is guessed from a room's name."""

from __future__ import annotations

from dataclasses import dataclass

from assets.models import Location, LocationSource, Organisation, ResponsibleParty, Revision, Station


@dataclass(frozen=True)
class Tenant:
    """`by_register`: said by who answers for the room; else by a model."""

    name: str
    by_register: bool = True


def of(station: Station) -> dict[int, Tenant]:
    """{room: its tenant}, by primary key."""
    drawn = LocationSource.objects.filter(
        revision__station=station, revision__state=Revision.State.PUBLISHED, said__has_key="occupant"
    ).order_by("pk")
    found = {
        room: Tenant(name, by_register=False)
        for room, name in drawn.values_list("location", "said__occupant")
    }
    answering = ResponsibleParty.objects.filter(
        station=station, location__isnull=False, organisation__role=Organisation.Role.TENANT
    )
    said = answering.order_by("-pk").values_list("location", "organisation__name")  # who was said first stays
    return found | {room: Tenant(name) for room, name in said}


def of_room(room: Location) -> Tenant | None:
    return of(room.station).get(room.pk)
