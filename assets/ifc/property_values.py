"""A person's value as the attributes of a property: typed, in the file's unit, in the form the property has.

The library would write whatever it is given, and not at all where a range, list or table is: we check and write these.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from assets.ifc import typed_values
from assets.ifc.attributes import Entity
from assets.ifc.edits import NotWritable
from assets.ifc.property_forms import BOUNDS, VALUES, CalendarDate, Form, type_of


@dataclass(frozen=True)
class Values:
    """Makes the values of properties in one file, and adds no line to it."""

    model: Any

    def attributes(self, form: Form, value: Any, unit: str | None, shown: Entity | None) -> dict[str, Any]:
        """Return {attribute: value} of the property, as `shown` is now. Raises NotWritable; adds no line."""
        if form.is_quantity:
            return {_quantity_value(form.ifc_class): typed_values.in_unit(value, unit, form.symbol)}
        match form.ifc_class:
            case "IfcPropertySingleValue":
                single = value[0] if isinstance(value, list) and len(value) == 1 else value
                return {"NominalValue": None if single is None else self._one(form, single, unit)}
            case "IfcPropertyEnumeratedValue" | "IfcPropertyListValue":
                several = value if isinstance(value, list) else [value]
                return {VALUES[form.ifc_class]: [self._one(form, one, unit) for one in several]}
            case "IfcPropertyBoundedValue":
                return self._range(form, value, unit, shown)
            case "IfcPropertyTableValue":
                return self._table(form, value, unit)
            case "IfcPropertyReferenceValue":
                return {"PropertyReference": _date(form, value)}
        raise NotWritable("form-unknown")

    def _one(self, form: Form, value: Any, unit: str | None) -> Any:
        if form.measure == "IfcDuration" and unit:
            value, unit = typed_values.duration_of(value, unit), None
        elif form.measure == "IfcTimeMeasure" and isinstance(value, str) and value.upper().startswith("P"):
            value, unit = typed_values.seconds_of(value), "s"
        elif form.ifc_class == "IfcPropertyEnumeratedValue" and form.members:
            value = typed_values.member(value, form.members)
        kind = typed_values.kind_of(self.model.schema_identifier, form.measure)
        if kind in ("real", "number", "integer"):
            value = typed_values.in_unit(value, unit, form.symbol)
        elif unit and kind == "string":
            value = f"{typed_values.spoken(value)} {unit}"
        return typed_values.typed(self.model, form.measure, value)

    def _range(self, form: Form, value: Any, unit: str | None, shown: Entity | None) -> dict[str, Any]:
        """One number on a range is its set point; before IFC4 a range had none, so it becomes both ends."""
        has_set_point = self.model.schema_identifier != "IFC2X3"
        if not isinstance(value, dict):
            if has_set_point:
                return self._set_point(self._one(form, value, unit), shown)
            value = {"lower": value, "upper": value}
        if not set(value) <= set(BOUNDS) or ("set_point" in value and not has_set_point):
            raise NotWritable("range-ends")
        ends = {
            attribute: None if value.get(key) is None else self._one(form, value[key], unit)
            for key, attribute in BOUNDS.items()
            if key != "set_point" or has_set_point
        }
        if _above(ends["LowerBoundValue"], ends["UpperBoundValue"]):
            raise NotWritable("range-crossed")
        return ends

    def _set_point(self, typed: Any, shown: Entity | None) -> dict[str, Any]:
        """The range around it stays, except an end that leaves it outside."""
        values = {"SetPointValue": typed}
        if shown is not None and _above(shown.LowerBoundValue, typed):
            values["LowerBoundValue"] = None
        if shown is not None and _above(typed, shown.UpperBoundValue):
            values["UpperBoundValue"] = None
        return values

    def _table(self, form: Form, value: Any, unit: str | None) -> dict[str, Any]:
        if not isinstance(value, dict) or len(value.get("defining", ())) != len(value.get("defined", "")):
            raise NotWritable("table-uneven")
        defining = [typed_values.typed(self.model, type_of(one), one) for one in value["defining"]]
        return {
            "DefiningValues": defining,
            "DefinedValues": [self._one(form, one, unit) for one in value["defined"]],
        }


def _date(form: Form, value: Any) -> CalendarDate | None:
    if value is None:
        return None
    if form.measure != "IfcCalendarDate":
        raise NotWritable("refers-elsewhere")
    year, month, day = (int(part) for part in typed_values.iso_date(value).split("-"))
    return CalendarDate(year, month, day)


def _above(one: Any, other: Any) -> bool:
    """Say whether a typed number is larger than another; False for what is no number or not there."""
    numbers = [typed[0] for typed in (one, other) if typed is not None and not isinstance(typed[0], str)]
    return len(numbers) == 2 and numbers[0] > numbers[1]


def _quantity_value(ifc_class: str) -> str:
    return f"{ifc_class.removeprefix('IfcQuantity')}Value"
