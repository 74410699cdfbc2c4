"""The storey of each element of a bare file, for scenes made without the register."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ifcopenshell
import ifcopenshell.util.element as element_util


def storeys(path: Path) -> tuple[dict[int, str], dict[str, str]]:
    """Return STEP id → storey key for the elements of a plain .ifc, and the name of each key."""
    model = ifcopenshell.open(str(path), format=".ifc")
    found: dict[int, str] = {}
    names: dict[str, str] = {}
    for element in model.by_type("IfcElement"):
        storey = _storey(element)
        if storey is not None:
            found[element.id()] = str(storey.id())
            names[str(storey.id())] = storey.Name or f"#{storey.id()}"
    return found, names


def _storey(element: Any) -> Any | None:
    """Climb from the container: a space stands in its storey, a part in that of its whole."""
    place = element_util.get_container(element)
    while place is not None and not place.is_a("IfcBuildingStorey"):
        place = element_util.get_aggregate(place)
    return place
