"""The tree of places: sites, buildings, storeys, rooms and their like, in any of the three schemas."""

from __future__ import annotations

from dataclasses import dataclass, field

from assets.ifc.attributes import Attributes, Entity
from assets.ifc.placements import Placements
from assets.ifc.properties import PropertySets
from assets.ifc.records import LocationRecord, PropertyRecord

_KINDS = (
    ("IfcSite", "site"),
    ("IfcBuildingStorey", "storey"),
    ("IfcSpace", "space"),
    ("IfcFacilityPart", "part"),
    ("IfcSpatialZone", "zone"),
    ("IfcBuilding", "building"),
    ("IfcFacility", "building"),
    ("IfcExternalSpatialStructureElement", "part"),
)
_TRUE = (True, "TRUE", "True", "T")


@dataclass(slots=True)
class Relations:
    """Who is part of what, and what stands where; STEP ids. Written by one pass over the relations."""

    whole: dict[int, int] = field(default_factory=dict)
    contained: dict[int, int] = field(default_factory=dict)
    referenced: dict[int, int] = field(default_factory=dict)
    grouped: dict[int, list[int]] = field(default_factory=dict)  # group: its members
    broken: dict[int, None] = field(default_factory=dict)


def relations(attributes: Attributes) -> Relations:
    """Read decomposition and containment; links with a missing end are noted as broken."""
    found = Relations()
    for ifc_class, whole, parts, target in (
        ("IfcRelAggregates", "RelatingObject", "RelatedObjects", found.whole),
        ("IfcRelNests", "RelatingObject", "RelatedObjects", found.whole),
        ("IfcRelContainedInSpatialStructure", "RelatingStructure", "RelatedElements", found.contained),
        ("IfcRelReferencedInSpatialStructure", "RelatingStructure", "RelatedElements", found.referenced),
    ):
        for relation in attributes.of_class(ifc_class):
            one = attributes.entity(relation, whole)
            many = attributes.entities(relation, parts)
            if one is None or not many:
                found.broken[relation.id()] = None
                continue
            for part in many:
                if part.id() != one.id():
                    target.setdefault(part.id(), one.id())
    _read_groups(attributes, found)
    return found


def _read_groups(attributes: Attributes, found: Relations) -> None:
    for relation in attributes.of_class("IfcRelAssignsToGroup"):
        group = attributes.entity(relation, "RelatingGroup")
        if group is None:
            found.broken[relation.id()] = None
            continue
        members = found.grouped.setdefault(group.id(), [])
        members.extend(member.id() for member in attributes.entities(relation, "RelatedObjects"))


@dataclass(frozen=True, slots=True)
class Places:
    """Reads the places of a file."""

    attributes: Attributes
    sets: PropertySets
    placements: Placements
    related: Relations
    metres: float
    occupants: dict[int, str] = field(default_factory=dict)

    def records(self) -> list[LocationRecord]:
        """Return all places, wholes as the file gives them; groups of rooms come last as zones."""
        class_name = "IfcSpatialElement" if self._knows("IfcSpatialElement") else "IfcSpatialStructureElement"
        nodes = list(self.attributes.of_class(class_name))
        known = {node.id() for node in nodes}
        tree = [self._record(node, known) for node in nodes]
        return tree + [self._zone(zone, known) for zone in self.attributes.of_class("IfcZone")]

    def _knows(self, ifc_class: str) -> bool:
        try:
            self.attributes.model.by_type(ifc_class)
        except RuntimeError:
            return False
        return True

    def _record(self, node: Entity, known: set[int]) -> LocationRecord:
        read = self.attributes
        properties = self.sets.of(node.id())
        kind = next((kind for ifc_class, kind in _KINDS if node.is_a(ifc_class)), "part")
        return LocationRecord(
            step_id=node.id(),
            global_id=read.text(node, "GlobalId"),
            kind=kind,
            ifc_class=node.is_a(),
            name=read.text(node, "Name"),
            long_name=read.text(node, "LongName"),
            elevation=self._elevation(node),
            parent=self._parent(node.id(), known),
            publicly_accessible=_accessible(properties) if kind == "space" else None,
            properties=properties,
            object_type=read.text(node, "ObjectType"),
            outside=self._outside(node) if kind == "space" else None,
            occupant=self.occupants.get(node.id(), ""),
        )

    def _zone(self, zone: Entity, known: set[int]) -> LocationRecord:
        read = self.attributes
        return LocationRecord(
            step_id=zone.id(),
            global_id=read.text(zone, "GlobalId"),
            kind="zone",
            ifc_class=zone.is_a(),
            name=read.text(zone, "Name"),
            long_name=read.text(zone, "LongName"),
            elevation=None,
            parent=None,
            properties=self.sets.of(zone.id()),
            object_type=read.text(zone, "ObjectType"),
            members=tuple(
                one for one in dict.fromkeys(self.related.grouped.get(zone.id(), ())) if one in known
            ),
        )

    def _elevation(self, node: Entity) -> float | None:
        """Metres. A storey without the attribute has the height of its placement, when that says anything."""
        for name in ("Elevation", "ElevationWithFlooring", "RefElevation", "ElevationOfRefHeight"):
            height = self.attributes.number(node, name)
            if height is not None:
                return height * self.metres
        if not node.is_a("IfcBuildingStorey"):
            return None
        position = self.placements.position(node)
        return position[2] if position is not None and position[2] != 0 else None

    def _outside(self, node: Entity) -> bool | None:
        for name in ("PredefinedType", "InteriorOrExteriorSpace"):
            word = str(self.attributes.value(node, name) or "").upper()
            if word in ("EXTERNAL", "INTERNAL"):
                return word == "EXTERNAL"
        return None

    def _parent(self, step_id: int, known: set[int]) -> int | None:
        parent = self.related.whole.get(step_id) or self.related.contained.get(step_id)
        return parent if parent in known else None


def _accessible(properties: tuple[PropertyRecord, ...]) -> bool | None:
    for record in properties:
        if record.name == "PubliclyAccessible" and record.value is not None:
            return record.value in _TRUE
    return None
