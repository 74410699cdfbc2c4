"""Properties as they are kept on rows: [[set, name, value, value type, unit, STEP id], …]."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from assets.ifc.records import PropertyRecord
from assets.models import AssetType


def rows(records: Iterable[PropertyRecord]) -> list[list[Any]]:
    return [[p.set_name, p.name, p.value, p.value_type, p.unit, p.step_id] for p in records]


def value(kept: list[list[Any]], set_name: str, name: str) -> Any:
    """The value of one property, or None."""
    return next((row[2] for row in kept if row[0] == set_name and row[1] == name), None)


def maker(own: list[list[Any]], type_: AssetType | None) -> tuple[str, str]:
    """Manufacturer and model of an element: its own words first, then its type's."""
    of_type = (type_.manufacturer, type_.model) if type_ else ("", "")
    manufacturer, model = maker_in(own)
    return manufacturer or of_type[0], model or of_type[1]


def maker_in(kept: list[list[Any]]) -> tuple[str, str]:
    """Manufacturer and model as Pset_ManufacturerTypeInformation says them."""
    set_name = "Pset_ManufacturerTypeInformation"
    manufacturer = value(kept, set_name, "Manufacturer") or ""
    models = (value(kept, set_name, name) for name in ("ModelReference", "ModelLabel", "ArticleNumber"))
    return str(manufacturer)[:255], str(next((model for model in models if model), ""))[:255]
