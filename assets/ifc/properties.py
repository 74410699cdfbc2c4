"""Property and quantity sets, each read once however many elements share it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from ifcopenshell import entity_instance

from assets.ifc.attributes import Attributes, Entity, is_entity
from assets.ifc.records import PropertyRecord
from assets.ifc.units import ProjectUnits, Units

_QUANTITY_VALUES = {
    "IfcQuantityLength": "LengthValue",
    "IfcQuantityArea": "AreaValue",
    "IfcQuantityVolume": "VolumeValue",
    "IfcQuantityCount": "CountValue",
    "IfcQuantityWeight": "WeightValue",
    "IfcQuantityTime": "TimeValue",
    "IfcQuantityNumber": "NumberValue",
}
_MEMBERS = {"IfcComplexProperty": "HasProperties", "IfcPhysicalComplexQuantity": "HasQuantities"}
_DEEPEST = 8  # complex properties inside each other


class PropertySets:
    """The sets of a file, and whose they are."""

    def __init__(self, attributes: Attributes, units: Units, project: ProjectUnits) -> None:
        self.attributes = attributes
        self.units = units
        self.project = project
        self._read: dict[int, tuple[PropertyRecord, ...]] = {}
        self._single: dict[tuple[str, int], tuple[PropertyRecord, ...]] = {}
        self._joined: dict[tuple[int, ...], tuple[PropertyRecord, ...]] = {}
        self._owned: dict[int, list[Entity]] = defaultdict(list)
        self._assign()

    def of(self, step_id: int) -> tuple[PropertyRecord, ...]:
        """Return the properties written on an element, place or system itself (not those of its type)."""
        return self._join(self._owned.get(step_id, ()))

    def of_type(self, type_object: Entity) -> tuple[PropertyRecord, ...]:
        """Return the properties of a type: those it lists, and those related to it."""
        listed = self.attributes.entities(type_object, "HasPropertySets")
        return self._join([*listed, *self._owned.get(type_object.id(), ())])

    def value_of(self, one: Entity) -> tuple[Any, str | None, str | None]:
        """Return (JSON-able value, its type, symbol of its unit) of one property or quantity."""
        return self._value(one)

    def _assign(self) -> None:
        read = self.attributes
        for relation in read.of_class("IfcRelDefinesByProperties"):
            sets = read.entities(relation, "RelatingPropertyDefinition")
            for owner in read.entities(relation, "RelatedObjects"):
                self._owned[owner.id()].extend(sets)

    def _join(self, sets: Any) -> tuple[PropertyRecord, ...]:
        """Concatenate sets; elements with the same sets share one tuple."""
        if not sets:
            return ()
        key = tuple(dict.fromkeys(one.id() for one in sets))
        joined = self._joined.get(key)
        if joined is None:
            joined = tuple(
                record for one in {one.id(): one for one in sets}.values() for record in self._of_set(one)
            )
            self._joined[key] = joined
        return joined

    def _of_set(self, property_set: Entity) -> tuple[PropertyRecord, ...]:
        number = property_set.id()
        if number not in self._read:
            self._read[number] = tuple(self._records(property_set))
        return self._read[number]

    def _records(self, property_set: Entity) -> Iterator[PropertyRecord]:
        """Predefined sets (door linings …) hold shape parameters and are left out."""
        read = self.attributes
        for members in ("HasProperties", "Quantities"):
            if read.has(property_set, members):
                name = read.text(property_set, "Name")
                for one in read.entities(property_set, members):
                    yield from self._shared(name, one)

    def _shared(self, set_name: str, one: Entity) -> tuple[PropertyRecord, ...]:
        """Exporters repeat a set for each element and share what is in it."""
        key = (set_name, one.id())
        records = self._single.get(key)
        if records is None:
            usual = self._usual(set_name, one) if one.is_a() == "IfcPropertySingleValue" else None
            records = (usual,) if usual else tuple(self._record(set_name, one, "", 0))
            self._single[key] = records
        return records

    def _usual(self, set_name: str, one: Entity) -> PropertyRecord | None:
        """Read a single value by position, which all schemas share: nine of ten properties are one.

        None when anything is unusual, to be read with care.
        """
        try:
            name, typed, unit = one.get_argument(0).strip(), one.get_argument(2), one.get_argument(3)
            if typed is None:
                return PropertyRecord(set_name, name, None, None, self.units.symbol(unit), one.id())
            measure, value = typed.is_a(), typed.get_argument(0)
        except Exception:  # wrong kinds of value raise whatever the binding raises
            return None
        if not isinstance(value, (str, bool, int)) and not (
            isinstance(value, float) and math.isfinite(value)
        ):
            return None
        symbol = self.units.symbol(unit) or self.project.of_measure(measure)
        return PropertyRecord(set_name, name, value, measure, symbol, one.id())

    def _record(self, set_name: str, one: Entity, path: str, depth: int) -> Iterator[PropertyRecord]:
        """Give the records of one property; a complex one gives its members as `outer.inner`."""
        read = self.attributes
        name = path + read.text(one, "Name")
        members = _MEMBERS.get(one.is_a())
        if members is not None:
            for member in read.entities(one, members) if depth < _DEEPEST else ():
                yield from self._record(set_name, member, name + ".", depth + 1)
            return
        value, value_type, unit = self._value(one)
        yield PropertyRecord(set_name, name, value, value_type, unit, one.id())

    def _value(self, one: Entity) -> tuple[Any, str | None, str | None]:
        """Return (JSON-able value, its type, symbol of its unit)."""
        match one.is_a():
            case "IfcPropertySingleValue":
                return self._measured(one, self.attributes.value(one, "NominalValue"))
            case "IfcPropertyEnumeratedValue":
                return self._several(one, "EnumerationValues")
            case "IfcPropertyListValue":
                return self._several(one, "ListValues")
            case "IfcPropertyBoundedValue":
                return self._bounded(one)
            case "IfcPropertyTableValue":
                return self._table(one)
            case "IfcPropertyReferenceValue":
                return self._reference(one)
            case quantity if quantity in _QUANTITY_VALUES:
                value = _plain(self.attributes.value(one, _QUANTITY_VALUES[quantity]))
                return value, quantity, self._own_unit(one) or self.project.of_quantity(quantity)
        return None, one.is_a(), None

    def _measured(self, one: Entity, typed: Any) -> tuple[Any, str | None, str | None]:
        measure = typed.is_a() if hasattr(typed, "is_a") else None
        return (
            _plain(typed),
            measure,
            self._own_unit(one) or (self.project.of_measure(measure) if measure else None),
        )

    def _several(self, one: Entity, name: str) -> tuple[Any, str | None, str | None]:
        values = _sequence(self.attributes.value(one, name))
        _, measure, unit = self._measured(one, values[0]) if values else (None, None, None)
        return [_plain(value) for value in values], measure, unit

    def _bounded(self, one: Entity) -> tuple[Any, str | None, str | None]:
        read = self.attributes
        names = (("lower", "LowerBoundValue"), ("upper", "UpperBoundValue"), ("set_point", "SetPointValue"))
        typed = {key: value for key, name in names if (value := read.value(one, name)) is not None}
        _, measure, unit = self._measured(one, next(iter(typed.values()), None))
        return {key: _plain(value) for key, value in typed.items()}, measure, unit

    def _table(self, one: Entity) -> tuple[Any, str | None, str | None]:
        read = self.attributes
        defining = [_plain(value) for value in _sequence(read.value(one, "DefiningValues"))]
        defined = _sequence(read.value(one, "DefinedValues"))
        measure = defined[0].is_a() if defined and isinstance(defined[0], entity_instance) else None
        unit = self.units.symbol(read.entity(one, "DefinedUnit"))
        value = {"defining": defining, "defined": [_plain(value) for value in defined]}
        return value, measure, unit or (self.project.of_measure(measure) if measure else None)

    def _reference(self, one: Entity) -> tuple[Any, str | None, str | None]:
        """A property may point to a date, person or document: its readable form is kept."""
        target = self.attributes.entity(one, "PropertyReference")
        return (None, None, None) if target is None else (self._readable(target, 0), target.is_a(), None)

    def _readable(self, target: Entity, depth: int) -> str | None:
        read = self.attributes
        if target.is_a("IfcCalendarDate"):
            parts = [
                read.number(target, name) for name in ("YearComponent", "MonthComponent", "DayComponent")
            ]
            if None in parts:
                return None
            year, month, day = (int(part or 0) for part in parts)
            return f"{year:04d}-{month:02d}-{day:02d}"
        if target.is_a("IfcDateAndTime"):
            date = read.entity(target, "DateComponent")
            return self._readable(date, depth + 1) if date is not None and depth < _DEEPEST else None
        names = (
            "Name",
            "Identification",
            "FamilyName",
            "GivenName",
            "Location",
            "ItemReference",
            "DocumentId",
        )
        return next((text for name in names if (text := read.text(target, name))), None)

    def _own_unit(self, one: Entity) -> str | None:
        return self.units.symbol(self.attributes.entity(one, "Unit"))


def _sequence(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, (tuple, list)) else [value]


def _plain(value: Any) -> Any:
    """Return what JSON can carry: typed values unwrapped, infinities and entities left out."""
    if isinstance(value, entity_instance):
        return _unwrapped(value)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    return value


def _unwrapped(typed: Entity) -> Any:
    """Return what a typed value such as IFCLABEL('x') holds; nothing for an entity."""
    if is_entity(typed):
        return None
    try:
        return _plain(typed.get_argument(0))
    except Exception:  # a typed value with nothing in it
        return None
