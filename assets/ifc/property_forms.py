"""The form a property has in the file, and writing a value in that form.

A value that is there keeps its form (single, enumerated, bounded, list, table, reference), its type and its unit. One
that is new takes them from its type's property, from the schema's template, or from the value itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from assets.ifc import dimensions
from assets.ifc.attributes import Entity, is_entity
from assets.ifc.edits import NotWritable, SetProperty
from assets.ifc.file_units import FileUnits, NewUnit
from assets.ifc.set_names import usual_type
from assets.ifc.templates import Template, template_in

_KINDS = {
    "P_SINGLEVALUE": "IfcPropertySingleValue",
    "P_ENUMERATEDVALUE": "IfcPropertyEnumeratedValue",
    "P_BOUNDEDVALUE": "IfcPropertyBoundedValue",
    "P_LISTVALUE": "IfcPropertyListValue",
    "P_TABLEVALUE": "IfcPropertyTableValue",
    "P_REFERENCEVALUE": "IfcPropertyReferenceValue",
    "Q_LENGTH": "IfcQuantityLength",
    "Q_AREA": "IfcQuantityArea",
    "Q_VOLUME": "IfcQuantityVolume",
    "Q_COUNT": "IfcQuantityCount",
    "Q_WEIGHT": "IfcQuantityWeight",
    "Q_TIME": "IfcQuantityTime",
}
VALUES = {
    "IfcPropertySingleValue": "NominalValue",
    "IfcPropertyEnumeratedValue": "EnumerationValues",
    "IfcPropertyListValue": "ListValues",
}
BOUNDS = {"lower": "LowerBoundValue", "upper": "UpperBoundValue", "set_point": "SetPointValue"}


@dataclass(frozen=True, slots=True)
class Form:
    """`ifc_class` of the property, `measure` of its values, its own `unit` and the `symbol` written beside."""

    ifc_class: str
    measure: str
    unit: Entity | NewUnit | None = None
    symbol: str | None = None
    members: tuple[str, ...] = ()
    enumeration: Entity | None = None

    @property
    def is_quantity(self) -> bool:
        return self.ifc_class.startswith("IfcQuantity")


@dataclass(frozen=True, slots=True)
class CalendarDate:
    """A date that IFC2X3 keeps as an entity of its own, before there is one."""

    year: int
    month: int
    day: int


@dataclass
class Forms:
    """Works out forms and attributes of properties in one file."""

    model: Any
    units: FileUnits

    def of(self, existing: Entity, edit: SetProperty, set_name: str) -> Form:
        """Return the form of a property that is there, or that its type has."""
        ifc_class = existing.is_a()
        known = template_in(self.model.schema_identifier, set_name, existing.Name)
        if ifc_class.startswith("IfcQuantity"):
            symbol = self.units.symbol(existing.Unit) or self.units.of_quantity(ifc_class)
            return Form(ifc_class, "", existing.Unit, symbol)
        if ifc_class == "IfcPropertyReferenceValue":
            return Form(ifc_class, _referred(existing, known))
        value = _first_value(existing, ifc_class)
        measure = value.is_a() if value is not None else self._measure(known, edit, set_name, existing.Name)
        unit = getattr(existing, "Unit", None) or getattr(existing, "DefinedUnit", None)
        enumeration = getattr(existing, "EnumerationReference", None)
        members = (
            tuple(str(one[0]) for one in enumeration.EnumerationValues) if enumeration is not None else ()
        )
        members = members or (known.choices if known and ifc_class == "IfcPropertyEnumeratedValue" else ())
        symbol = self.units.symbol(unit) or self.units.of_measure(measure)
        if symbol is None and edit.unit and not dimensions.fits(measure, edit.unit):
            raise _other_unit(measure, edit)
        return Form(ifc_class, measure, unit, symbol, members, enumeration)

    def new(self, edit: SetProperty, set_name: str, name: str) -> Form:
        """Return the form of a property that neither the element nor its type has."""
        known = template_in(self.model.schema_identifier, set_name, name)
        measure = self._measure(known, edit, set_name, name)
        if known is not None:
            ifc_class = _KINDS.get(known.holds, "IfcPropertySingleValue")
        elif isinstance(edit.value, dict):
            ifc_class = "IfcPropertyTableValue" if "defining" in edit.value else "IfcPropertyBoundedValue"
        else:
            ifc_class = "IfcPropertyListValue" if isinstance(edit.value, list) else "IfcPropertySingleValue"
        if ifc_class.startswith("IfcQuantity"):
            return Form(ifc_class, "", None, self.units.of_quantity(ifc_class))
        if measure in ("IfcDate", "IfcCalendarDate") and self.model.schema_identifier == "IFC2X3":
            ifc_class, measure = "IfcPropertyReferenceValue", "IfcCalendarDate"
        unit, symbol = self.units.unit_for(measure, edit.unit)
        return Form(ifc_class, measure, unit, symbol, known.choices if known else ())

    def make(self, form: Form, name: str, values: dict[str, Any]) -> Entity:
        """Return a new property of this form."""
        made = self.model.create_entity(form.ifc_class, Name=name)
        self.fill(made, values)
        unit = self.units.make(form.unit) if isinstance(form.unit, NewUnit) else form.unit
        if unit is not None:
            setattr(made, "DefinedUnit" if form.ifc_class == "IfcPropertyTableValue" else "Unit", unit)
        if form.enumeration is not None:
            made.EnumerationReference = form.enumeration
        return made

    def fill(self, property_: Entity, values: dict[str, Any]) -> None:
        """Write the attributes into a property that nobody else has."""
        for name, value in values.items():
            if isinstance(value, CalendarDate):
                self._write_date(property_, value)
            else:
                setattr(property_, name, value)

    def _write_date(self, property_: Entity, value: CalendarDate) -> None:
        """A date that is only this property's changes in place; one that others point to stays."""
        kept = property_.PropertyReference
        if kept is None or self.model.get_total_inverses(kept) > 1:
            kept = property_.PropertyReference = self.model.create_entity("IfcCalendarDate", 1, 1, 1)
        kept.DayComponent, kept.MonthComponent, kept.YearComponent = value.day, value.month, value.year

    def _measure(self, known: Template | None, edit: SetProperty, set_name: str, name: str) -> str:
        """The type for a value that has none yet; what the schema does not know becomes what it knows."""
        wanted = (
            edit.value_type
            or (known.measure if known and known.measure else None)
            or usual_type(set_name, name)
            or _guessed(edit)
        )
        schema = self.model.schema_identifier
        if wanted in ("IfcDate", "IfcCalendarDate", "IfcDuration") and schema == "IFC2X3":
            return "IfcTimeMeasure" if wanted == "IfcDuration" else "IfcCalendarDate"
        if edit.unit and (known is None or not self.units.counts_in(wanted, edit.unit)):
            fitting = dimensions.measure_for(edit.unit)
            if fitting is None and not dimensions.fits(wanted, edit.unit):
                raise _other_unit(wanted, edit)
            return fitting or wanted
        return wanted


def _other_unit(measure: str, edit: SetProperty) -> NotWritable:
    return NotWritable("other-unit", into=dimensions.si_of(measure), value=edit.value, unit=edit.unit)


def _referred(existing: Entity, known: Template | None) -> str:
    target = existing.PropertyReference
    return target.is_a() if target is not None else (known.measure if known else "")


def _first_value(existing: Entity, ifc_class: str) -> Any:
    """A typed value of the property, to follow its type; None when it is empty."""
    if ifc_class == "IfcPropertyBoundedValue":
        found = [getattr(existing, name, None) for name in BOUNDS.values()]
    elif ifc_class == "IfcPropertyTableValue":
        found = list(existing.DefinedValues or ())
    else:
        value = getattr(existing, VALUES.get(ifc_class, ""), None) if ifc_class in VALUES else None
        found = list(value) if isinstance(value, tuple) else [value]
    return next((one for one in found if one is not None and not is_entity(one)), None)


def _guessed(edit: SetProperty) -> str:
    value = edit.value
    if isinstance(value, dict):
        listed = value.get("defined") or [one for one in value.values() if one is not None]
        value = listed[0] if isinstance(listed, list) and listed else None
    elif isinstance(value, list):
        value = value[0] if value else None
    return type_of(value)


def type_of(value: Any) -> str:
    if isinstance(value, bool):
        return "IfcBoolean"
    if isinstance(value, int):
        return "IfcInteger"
    if isinstance(value, float):
        return "IfcReal"
    return "IfcText" if len(str(value)) > 255 else "IfcLabel"
