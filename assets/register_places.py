"""Storeys and rooms that a register names, made when first named."""

from __future__ import annotations

from collections.abc import Iterable

from assets.models import Location, Station
from assets.register_rows import Place
from assets.search import normalise

Kind = Location.Kind


class Places:
    """Those of one station: a storey by its name, a room by its name and storey."""

    def __init__(self, station: Station):
        self.station = station
        self.codes: set[str] = set()
        self.known: dict[tuple[str, str, int | None], Location] = {}
        for place in Location.objects.filter(station=station).order_by("-pk"):
            self.codes.add(place.code)
            parent = place.parent_id if place.kind == Kind.SPACE else None
            self.known[place.kind, normalise(place.name), parent] = place

    def of(self, storey: str, room: str) -> Location | None:
        above = self._place(Kind.STOREY, storey, None) if storey else None
        return self._place(Kind.SPACE, room, above) if room else above

    def named(self, name: str) -> Location | None:
        """A place by its name alone: the first there is."""
        wanted = normalise(name)
        return next((place for (_, said, _), place in self.known.items() if said == wanted), None)

    def learn(self, places: Iterable[Place]) -> None:
        """What a file says of places by themselves: longer names, elevations. What it leaves empty stays."""
        for said in places:
            place = self.of(said.storey, said.room)
            if place is None:
                continue
            values: dict = {}
            if said.long_name and normalise(said.long_name) != normalise(place.name):
                values["long_name"] = said.long_name[:255]
                values["search_text"] = normalise(f"{place.code} {place.name} {said.long_name}")[:600]
            if said.elevation is not None:
                values["elevation"] = said.elevation
            different = [name for name, value in values.items() if getattr(place, name) != value]
            for name in different:
                setattr(place, name, values[name])
            if different:
                place.save(update_fields=different)

    def _place(self, kind: str, name: str, parent: Location | None) -> Location:
        key = (kind, normalise(name), parent.pk if parent else None)
        if key not in self.known:
            self.known[key] = self._make(kind, name, parent)
        return self.known[key]

    def _make(self, kind: str, name: str, parent: Location | None) -> Location:
        code = (f"{parent.code}-{name}" if parent else name)[:70]
        taken = sum(each.startswith(code) for each in self.codes)
        code = f"{code}-{taken + 1}" if taken else code
        self.codes.add(code)
        return Location.objects.create(
            station=self.station,
            kind=kind,
            name=name[:255],
            parent=parent,
            code=code,
            search_text=normalise(f"{code} {name}")[:600],
        )
