"""Where people lose (or get) service: each place with what is used there, and many of them in a few words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from assets import room_sorts, tenants
from assets.models import Location
from assets.models.location import label_of
from assets.room_sorts import Sort
from assets.tenants import Tenant
from twin import wording
from twin.traces import words
from twin.traces.things import Things


@dataclass(frozen=True)
class Place:
    """`kinds` of what is used there; `code` of the room, or of the storey. `how`: why it is only supposed, or ""."""

    code: str
    label: str
    kinds: Sequence[str]
    is_room: bool
    name: str = ""
    tenant: str = ""
    how: str = ""
    sort: Sort | None = None

    @property
    def what(self) -> str:
        """ "3 toilets, 1 shower"."""
        return ", ".join(words.counted(self.kinds))

    @property
    def in_full(self) -> str:
        """ "011 · Bakery, Relay (2 sinks)"."""
        label = f"{self.label}, {self.tenant}" if self.tenant else self.label
        return f"{label} ({self.what})"


@dataclass(frozen=True, slots=True)
class _Known:
    """A row of a location: thousands of them are told at once."""

    pk: int
    kind: str
    code: str
    name: str
    long_name: str

    @property
    def label(self) -> str:
        return label_of(self.code, self.name, self.long_name)


class Places:
    """Of one answer: what is asked about rooms is asked once."""

    def __init__(self, things: Things) -> None:
        self._things = things
        self._tenants: dict[int, Tenant] = tenants.of(things.station)

    def of(self, terminals: Iterable[int]) -> list[Place]:
        """Each once, in the order in which its things come."""
        by_place = self._things.by_place(terminals)
        rows = (
            Location.objects.filter(pk__in={at for at, _ in by_place if at})
            if by_place
            else Location.objects.none()
        )
        known = {row[0]: _Known(*row) for row in rows.values_list("pk", "kind", "code", "name", "long_name")}
        return [
            self._place(known.get(at), self._things.kinds(pieces), supposed)
            for (at, supposed), pieces in by_place.items()
        ]

    def _place(self, place: _Known | None, kinds: list[str], supposed: bool) -> Place:
        if place is None:
            return Place("", gettext("place not provided"), kinds, is_room=False)
        is_room = supposed or place.kind == Location.Kind.SPACE
        label = place.label if is_room else gettext("%(storey)s, room not provided") % {"storey": place.label}
        tenant = self._tenants.get(place.pk)
        return Place(
            place.code,
            label,
            kinds,
            is_room,
            name=place.long_name or place.label if is_room else label,
            tenant=tenant.name if tenant else "",
            how=gettext("by what its network serves") if supposed else "",
            sort=room_sorts.sort_named(place.long_name or place.name) if is_room else None,
        )


def in_short(places: Sequence[Place]) -> str:
    """One place in full; several by their sorts: "Waiting room, 3 toilets and 1 shop (Relay)"."""
    if len(places) == 1:
        return places[0].in_full
    by_sort: defaultdict[str, list[Place]] = defaultdict(list)
    for each in places:
        by_sort[each.sort.key if each.sort else ""].append(each)
    named = [_named(each) for each in by_sort.pop("", ())]
    order = list(room_sorts.table())
    counted = [_counted(of_sort) for _, of_sort in sorted(by_sort.items(), key=lambda kv: order.index(kv[0]))]
    return words.enumerated([*counted, *named], most=MOST_SAID)


MOST_SAID = 6


def _counted(places: Sequence[Place]) -> str:
    """Rooms of one sort. One alone has a name, unless it is known by who rents it."""
    sort = places[0].sort
    assert sort is not None
    rented = [each.tenant for each in places if each.tenant]
    if len(places) == 1 and not rented:
        return places[0].name
    told = f"{len(places)} {sort.label(wording.language(), plural=len(places) > 1)}"
    if not rented:
        return told
    names = {"rooms": told, "tenants": words.listed(rented)}
    if len(rented) < len(places):
        return gettext("%(rooms)s (%(tenants)s among them)") % names
    return gettext("%(rooms)s (%(tenants)s)") % names


def _named(place: Place) -> str:
    return f"{place.name} ({place.tenant})" if place.tenant else place.name
