"""Property sets and quantities, in the terms of each schema."""

from __future__ import annotations

from typing import Any

import ifcopenshell

from ifc_samples.station.values import Bounded, Choice, Day, PropertySets, Single, Value, Years

Entity = Any
SECONDS_A_YEAR = 31_557_600.0


ABSENT = {"IFC2X3": ("Pset_ServiceLife",)}  # standard sets that came with a later schema


def for_schema(psets: PropertySets, schema: str) -> PropertySets:
    """The sets this schema knows."""
    return {name: properties for name, properties in psets.items() if name not in ABSENT.get(schema, ())}


def single_values(psets: PropertySets, schema: str) -> int:
    """How many IfcPropertySingleValue these sets become in a schema (IFC2X3 dates are references)."""
    written = [value for properties in for_schema(psets, schema).values() for value in properties.values()]
    if schema == "IFC2X3":
        return sum(isinstance(value, Single | Years) for value in written)
    return sum(isinstance(value, Single | Day | Years) for value in written)


class Properties:
    """Writes properties into one file."""

    def __init__(self, file: ifcopenshell.file) -> None:
        self.file, self.schema = file, file.schema

    def write(self, name: str, value: Value) -> Entity:
        make = self.file.create_entity
        if isinstance(value, Single):
            return make("IfcPropertySingleValue", name, None, make(value.measure, value.value), None)
        if isinstance(value, Choice):
            words = [make("IfcLabel", value.value)]
            return make("IfcPropertyEnumeratedValue", name, None, words, None)
        if isinstance(value, Bounded):
            return self._bounded(name, value)
        if isinstance(value, Day):
            return self._day(name, value)
        return self._years(name, value)

    def _bounded(self, name: str, value: Bounded) -> Entity:
        upper, lower, point = (
            None if bound is None else self.file.create_entity(value.measure, bound)
            for bound in (value.upper, value.lower, value.set_point)
        )
        if self.schema == "IFC2X3":
            return self.file.create_entity("IfcPropertyBoundedValue", name, None, upper, lower, None)
        return self.file.create_entity("IfcPropertyBoundedValue", name, None, upper, lower, None, point)

    def _day(self, name: str, value: Day) -> Entity:
        make = self.file.create_entity
        if self.schema == "IFC2X3":
            year, month, day = (int(part) for part in value.iso.split("-"))
            return make(
                "IfcPropertyReferenceValue", name, None, None, make("IfcCalendarDate", day, month, year)
            )
        return make("IfcPropertySingleValue", name, None, make("IfcDate", value.iso), None)

    def _years(self, name: str, value: Years) -> Entity:
        make = self.file.create_entity
        if self.schema == "IFC2X3":
            measure = make("IfcTimeMeasure", value.count * SECONDS_A_YEAR)
        else:
            measure = make("IfcDuration", f"P{value.count}Y")
        return make("IfcPropertySingleValue", name, None, measure, None)

    def quantity(self, name: str, kind: str, value: float) -> Entity:
        return self.file.create_entity(kind, name, None, None, value)
