"""Small models drawn by tests, the same in each schema: what differs is only how the schema says it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ifcopenshell
import ifcopenshell.guid

SCHEMAS = ("IFC2X3", "IFC4", "IFC4X3_ADD2")

# What newer schemas call a thing, and the generic class that carries its type in the oldest one.
_GENERIC = {
    "IfcPump": "IfcFlowMovingDevice",
    "IfcValve": "IfcFlowController",
    "IfcPipeSegment": "IfcFlowSegment",
    "IfcPipeFitting": "IfcFlowFitting",
    "IfcCableSegment": "IfcFlowSegment",
    "IfcSanitaryTerminal": "IfcFlowTerminal",
    "IfcController": "IfcDistributionControlElement",
    "IfcSensor": "IfcDistributionControlElement",
}


class Drawing:
    """A model in the making; `nested` chooses how ports are attached where the schema leaves a choice."""

    def __init__(self, schema: str = "IFC4", *, nested: bool = True, unit: str | None = "METRE") -> None:
        self.schema = schema
        self.old = schema == "IFC2X3"
        self.nested = nested and not self.old
        self.file = ifcopenshell.file(schema=schema)
        self.history = self._history() if self.old else None
        units = [self.file.create_entity("IfcSIUnit", UnitType="LENGTHUNIT", Name=unit)] if unit else []
        self.project = self.root("IfcProject", Name="A small station")
        if units or not self.old:
            self.project.UnitsInContext = (
                self.file.create_entity("IfcUnitAssignment", Units=units) if units else None
            )
        self.site = self.place("IfcSite", "Site", self.project)
        self.building = self.place("IfcBuilding", "Station", self.site)
        self.storey = self.place("IfcBuildingStorey", "Sous-sol 1", self.building, Elevation=-4.0)
        self.types: dict[tuple[str, str], Any] = {}

    def root(self, ifc_class: str, **attributes: Any) -> Any:
        """Create a rooted entity with a new identifier."""
        attributes.setdefault("GlobalId", ifcopenshell.guid.new())
        if self.history is not None:
            attributes.setdefault("OwnerHistory", self.history)
        return self.file.create_entity(ifc_class, **attributes)

    def place(self, ifc_class: str, name: str, parent: Any, **attributes: Any) -> Any:
        """Create a place inside another."""
        if ifc_class == "IfcSpace" and self.old:
            attributes.setdefault("InteriorOrExteriorSpace", "INTERNAL")
        node = self.root(
            ifc_class, Name=name, CompositionType="ELEMENT", ObjectPlacement=self.at(), **attributes
        )
        self.root("IfcRelAggregates", RelatingObject=parent, RelatedObjects=[node])
        return node

    def at(self, x: float = 0.0, y: float = 0.0, z: float = 0.0, within: Any = None) -> Any:
        """Create a placement."""
        point = self.file.create_entity("IfcCartesianPoint", Coordinates=(x, y, z))
        axes = self.file.create_entity("IfcAxis2Placement3D", Location=point)
        return self.file.create_entity("IfcLocalPlacement", PlacementRelTo=within, RelativePlacement=axes)

    def element(
        self, ifc_class: str, name: str, kind: str | None = None, *, ports: int = 0, **attributes: Any
    ) -> Any:
        """Create an element in the basement, typed when it has a kind, with its ports."""
        written = _GENERIC.get(ifc_class, ifc_class) if self.old else ifc_class
        one = self.root(written, Name=name, ObjectPlacement=self.at(), **attributes)
        self.contain(self.storey, one)
        if kind is not None:
            self.root("IfcRelDefinesByType", RelatingType=self.type(ifc_class, kind), RelatedObjects=[one])
        for number in range(ports):
            self.port(one, f"{name}.{number}")
        return one

    def type(self, ifc_class: str, kind: str) -> Any:
        """Return the type of a kind, one for all elements of the kind."""
        if (ifc_class, kind) not in self.types:
            type_object = self.root(f"{ifc_class}Type", Name=f"{ifc_class[3:]} {kind}")
            self.types[ifc_class, kind] = type_object
            try:
                type_object.PredefinedType = kind
            except RuntimeError:  # the oldest schema knows no sump pump: it is said in free text
                type_object.PredefinedType, type_object.ElementType = "USERDEFINED", kind
        return self.types[ifc_class, kind]

    def contain(self, place: Any, *elements: Any) -> None:
        self.root(
            "IfcRelContainedInSpatialStructure", RelatingStructure=place, RelatedElements=list(elements)
        )

    def port(self, element: Any, name: str, direction: str = "NOTDEFINED") -> Any:
        """Create a port and attach it the way this drawing attaches ports."""
        port = self.root("IfcDistributionPort", Name=name, FlowDirection=direction, ObjectPlacement=self.at())
        if self.nested:
            self.root("IfcRelNests", RelatingObject=element, RelatedObjects=[port])
        else:
            self.root("IfcRelConnectsPortToElement", RelatingPort=port, RelatedElement=element)
        return port

    def join(self, one: str, other: str, *, directed: bool = False) -> Any:
        """Connect two ports by name; `directed` means that substance flows from the first to the second."""
        first, second = self.named(one), self.named(other)
        if directed:
            first.FlowDirection, second.FlowDirection = "SOURCE", "SINK"
        return self.root("IfcRelConnectsPorts", RelatingPort=first, RelatedPort=second)

    def system(self, name: str, kind: str | None, *members: Any) -> Any:
        ifc_class = "IfcSystem" if self.old or kind is None else "IfcDistributionSystem"
        attributes = {} if ifc_class == "IfcSystem" else {"PredefinedType": kind}
        system = self.root(ifc_class, Name=name, **attributes)
        self.root("IfcRelAssignsToGroup", RelatingGroup=system, RelatedObjects=list(members))
        return system

    def properties(self, owner: Any, set_name: str, **values: str | float | bool) -> Any:
        """Write a property set on an element or type."""
        singles = [self.single(name, value) for name, value in values.items()]
        return self.property_set(owner, set_name, singles)

    def single(
        self, name: str, value: str | float | bool, measure: str | None = None, unit: Any = None
    ) -> Any:
        measure = measure or {str: "IfcLabel", bool: "IfcBoolean"}.get(type(value), "IfcReal")
        typed = self.file.create_entity(measure, value)
        return self.file.create_entity("IfcPropertySingleValue", Name=name, NominalValue=typed, Unit=unit)

    def property_set(self, owner: Any, set_name: str, members: list[Any]) -> Any:
        one = self.root("IfcPropertySet", Name=set_name, HasProperties=members)
        if owner.is_a("IfcTypeObject"):
            owner.HasPropertySets = [*(owner.HasPropertySets or ()), one]
        else:
            self.root("IfcRelDefinesByProperties", RelatedObjects=[owner], RelatingPropertyDefinition=one)
        return one

    def named(self, name: str) -> Any:
        return next(port for port in self.file.by_type("IfcDistributionPort") if port.Name == name)

    def save(self, folder: Path, name: str = "model.ifc") -> Path:
        path = folder / name
        self.file.write(str(path))
        return path

    def _history(self) -> Any:
        create = self.file.create_entity
        person = create("IfcPersonAndOrganization", create("IfcPerson"), create("IfcOrganization", Name="Us"))
        application = create("IfcApplication", person.TheOrganization, "1", "tests", "tests")
        return create("IfcOwnerHistory", person, application, None, "ADDED", None, None, None, 0)
