"""`python -m maintenance.requirements`: one element as it would be, checked against the requirements. No Django.

Reads from stdin {"ids", "schema", "ifc_class", "predefined_type", "name", "tag", "in_system", "properties":
[[set, name, value, type], …]}; writes the requirements that are not met, [{"kind", "set", "name", "optional"}, …]. In
a process of its own, so that neither its memory nor a crash of it is the web server's.
"""

from __future__ import annotations

import contextlib
import json
import sys
from collections import defaultdict
from typing import Any

import ifcopenshell
import ifcopenshell.guid
from ifctester import ids


def not_met(asked: dict[str, Any]) -> list[dict[str, Any]]:
    specifications = ids.open(asked["ids"])
    specifications.validate(_file(asked))
    return [
        _told(requirement)
        for specification in specifications.specifications
        if specification.applicable_entities
        for requirement in specification.requirements
        if requirement.failures
    ]


def _told(requirement: Any) -> dict[str, Any]:
    kind = type(requirement).__name__.lower()
    return {
        "kind": kind,
        "set": str(getattr(requirement, "propertySet", "") or ""),
        "name": str(getattr(requirement, "baseName", "") or getattr(requirement, "name", "") or ""),
        "optional": getattr(requirement, "cardinality", "required") == "optional",
    }


def _file(asked: dict[str, Any]) -> ifcopenshell.file:
    """A project with SI units, and the element with its property sets."""
    file = ifcopenshell.file(schema=asked["schema"])
    metre = file.create_entity("IfcSIUnit", UnitType="LENGTHUNIT", Name="METRE")
    units = file.create_entity("IfcUnitAssignment", Units=[metre])
    file.create_entity("IfcProject", GlobalId=ifcopenshell.guid.new(), UnitsInContext=units)
    element = file.create_entity(
        asked["ifc_class"], GlobalId=ifcopenshell.guid.new(), Name=asked["name"] or None
    )
    element.Tag = asked["tag"] or None
    with contextlib.suppress(AttributeError, RuntimeError, ValueError):
        element.PredefinedType = asked["predefined_type"] or None
    for set_name, properties in _by_set(asked["properties"]).items():
        _add_set(file, element, set_name, properties)
    if asked["in_system"]:
        system = file.create_entity("IfcDistributionSystem", GlobalId=ifcopenshell.guid.new())
        file.create_entity(
            "IfcRelAssignsToGroup",
            GlobalId=ifcopenshell.guid.new(),
            RelatedObjects=[element],
            RelatingGroup=system,
        )
    return file


def _by_set(rows: list[list[Any]]) -> dict[str, dict[str, tuple[Any, str]]]:
    sets: defaultdict[str, dict[str, tuple[Any, str]]] = defaultdict(dict)
    for set_name, name, value, type_ in rows:
        sets[set_name][name] = (value, type_)
    return sets


def _add_set(file: ifcopenshell.file, element: Any, set_name: str, properties: dict) -> None:
    made = [
        entity
        for name, (value, type_) in properties.items()
        if (entity := _property(file, name, value, type_)) is not None
    ]
    if not made:
        return
    of_set = file.create_entity(
        "IfcPropertySet", GlobalId=ifcopenshell.guid.new(), Name=set_name, HasProperties=made
    )
    file.create_entity(
        "IfcRelDefinesByProperties",
        GlobalId=ifcopenshell.guid.new(),
        RelatedObjects=[element],
        RelatingPropertyDefinition=of_set,
    )


def _property(file: ifcopenshell.file, name: str, value: Any, type_: str) -> Any:
    """A single, bounded or enumerated value; None for one that its type does not hold."""
    try:
        if isinstance(value, dict):
            ends = {key: file.create_entity(type_, end) for key, end in value.items() if end is not None}
            return file.create_entity(
                "IfcPropertyBoundedValue",
                Name=name,
                UpperBoundValue=ends.get("upper"),
                LowerBoundValue=ends.get("lower"),
                SetPointValue=ends.get("set_point"),
            )
        if isinstance(value, list):
            chosen = [file.create_entity(type_, each) for each in value]
            return file.create_entity("IfcPropertyEnumeratedValue", Name=name, EnumerationValues=chosen)
        return file.create_entity(
            "IfcPropertySingleValue", Name=name, NominalValue=file.create_entity(type_, value)
        )
    except (RuntimeError, TypeError, ValueError):
        return None


if __name__ == "__main__":
    json.dump(not_met(json.load(sys.stdin)), sys.stdout)
