"""Where a model says a fact, or would: the one answer for what is written and for what its author is told."""

from __future__ import annotations

from typing import Any

from assets import fields
from assets.fields import FieldSpec
from assets.ifc import set_names
from assets.ifc.records import PropertyRecord
from assets.ifc.templates import template_in
from assets.models import Element


def place(spec: FieldSpec, element: Element, schema: str, unit: str | None = None) -> tuple[str, str]:
    """(set, name): where the element or its type says it, else where it is left blank, else where the schema keeps it.

    `unit` is the one the value was given in: what measures something else is no place for it.
    """
    found = said(spec, element)
    if found is not None:
        return found.set_name, found.name
    for record in records(element.properties):
        if _is_source(spec, record) and _fits(record, schema, unit):
            return record.set_name, record.name
    return set_names.place_for(spec.key, spec.sources, schema, element.resolved_class, unit)


def said(spec: FieldSpec, element: Element) -> fields.FieldValue | None:
    """What the model says of a field, the element's own words before its type's."""
    of_type = element.type.properties if element.type else []
    return fields.value_for(spec, records(element.properties), records(of_type))


def says(
    spec: FieldSpec | None, place: tuple[str, str], element: Element
) -> tuple[tuple[str, str], Any, str] | None:
    """((set, name), value, unit) of the element's own words, else its type's; None where the model is silent.

    `place` is where to look for what is no field.
    """
    if spec is not None:
        found = said(spec, element)
        return ((found.set_name, found.name), found.value, found.unit or "") if found is not None else None
    of_type = records(element.type.properties) if element.type else []
    for record in (*records(element.properties), *of_type):
        if (record.set_name, record.name) == place and record.value is not None:
            return place, record.value, record.unit or ""
    return None


def records(rows: list[list]) -> list[PropertyRecord]:
    return [PropertyRecord(*row) for row in rows]


def _is_source(spec: FieldSpec, record: PropertyRecord) -> bool:
    return any(
        record.name == name and set_name in (fields.ANY_SET, record.set_name)
        for set_name, name in spec.sources
    )


def _fits(record: PropertyRecord, schema: str, unit: str | None) -> bool:
    """A blank that no template knows takes what is written into it."""
    known = template_in(schema, record.set_name, record.name)
    return known is None or set_names.takes(schema, record.set_name, record.name, unit)
