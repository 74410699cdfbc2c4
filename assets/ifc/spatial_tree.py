"""Where the file itself says things are: containers followed up through wholes, rooms up to their storey."""

from __future__ import annotations

from collections.abc import Mapping

from assets.ifc.records import ElementRecord, FileRecords, LocationRecord

_HIGHEST = 40  # steps up before a circle is assumed


class SpatialTree:
    """Look-ups over the spatial part of a file, all by STEP id."""

    def __init__(self, records: FileRecords):
        self._locations: Mapping[int, LocationRecord] = {place.step_id: place for place in records.locations}
        self._elements: Mapping[int, ElementRecord] = {
            element.step_id: element for element in records.elements
        }

    def container(self, element: ElementRecord) -> LocationRecord | None:
        """The place an element is said to be in: its own, else that of the whole it is a part of."""
        current: ElementRecord | None = element
        for _ in range(_HIGHEST):
            if current is None:
                return None
            if current.container is not None:
                return self._locations.get(current.container)
            current = self._elements.get(current.whole) if current.whole is not None else None
        return None

    def storey(self, place: LocationRecord | None) -> LocationRecord | None:
        """The storey a place lies in (itself, when it is one)."""
        for _ in range(_HIGHEST):
            if place is None or place.kind == "storey":
                return place
            place = self._locations.get(place.parent) if place.parent is not None else None
        return None

    def place(self, step_id: int | None) -> LocationRecord | None:
        return self._locations.get(step_id) if step_id is not None else None
