"""
Relations, gathered and written once for each whole, room, type, system, material or document.

ifcopenshell's one-call-per-element functions rewrite the list of members at each call, which is quadratic; a
station of 100,000 elements needs one relation with its members instead.
"""

from __future__ import annotations

from typing import Any

from ifc_samples.station.book import Book, Document, Item, Space
from ifc_samples.station.frames import Frame, Vec, square_to
from ifc_samples.station.values import PropertySets, Value
from ifc_samples.station.writing.project import Entity, Project
from ifc_samples.station.writing.properties import Properties, for_schema


class Relations:
    """Collects members while the elements are written, then writes each relation."""

    def __init__(self, project: Project, properties: Properties) -> None:
        self.project, self.properties = project, properties
        self.file, self.schema = project.file, project.schema
        self._wholes: dict[Entity, list[Entity]] = {}
        self._containers: dict[Entity, list[Entity]] = {}
        self._types: dict[Entity, list[Entity]] = {}
        self._materials: dict[str, list[Entity]] = {}

    # ── gathered while writing ───────────────────────────────────────────────

    def aggregate(self, whole: Entity, part: Entity) -> None:
        self._wholes.setdefault(whole, []).append(part)

    def contain(self, structure: Entity, element: Entity) -> None:
        self._containers.setdefault(structure, []).append(element)

    def give_type(self, type_: Entity, element: Entity) -> None:
        self._types.setdefault(type_, []).append(element)

    def give_material(self, name: str, element: Entity) -> None:
        self._materials.setdefault(name, []).append(element)

    def void(self, host: Entity, opening: Entity, filling: Entity | None) -> None:
        self._relation(
            "IfcRelVoidsElement", opening, RelatingBuildingElement=host, RelatedOpeningElement=opening
        )
        if filling:
            self._relation(
                "IfcRelFillsElement", filling, RelatingOpeningElement=opening, RelatedBuildingElement=filling
            )

    def _relation(self, entity: str, about: Entity | str, **attributes: Any) -> Entity:
        name = about if isinstance(about, str) else about.GlobalId
        return self.project.root(entity, self.project.identify(entity, name), **attributes)

    # ── property sets ────────────────────────────────────────────────────────

    def property_set(self, owner: str, name: str, properties: dict[str, Value]) -> Entity:
        written = [self.properties.write(key, value) for key, value in properties.items()]
        return self.project.root(
            "IfcPropertySet", self.project.identify(owner, name), Name=name, HasProperties=written
        )

    def properties_of(self, entity: Entity, owner: str, psets: PropertySets) -> None:
        for name, properties in for_schema(psets, self.schema).items():
            definition = self.property_set(owner, name, properties)
            self._defines(owner, name, entity, definition)

    def quantities_of(
        self, entity: Entity, owner: str, sets: dict[str, dict[str, tuple[str, float]]]
    ) -> None:
        for name, quantities in sets.items():
            written = [
                self.properties.quantity(key, kind, value) for key, (kind, value) in quantities.items()
            ]
            identity = self.project.identify(owner, name)
            definition = self.project.root("IfcElementQuantity", identity, Name=name, Quantities=written)
            self._defines(owner, name, entity, definition)

    def _defines(self, owner: str, name: str, entity: Entity, definition: Entity) -> None:
        self._relation(
            "IfcRelDefinesByProperties",
            f"{owner}/{name}",
            RelatedObjects=[entity],
            RelatingPropertyDefinition=definition,
        )

    # ── ports ────────────────────────────────────────────────────────────────

    def write_ports(self, items: list[Item], entities: dict[Item, Entity], shapes: Any, book: Book) -> None:
        written: dict[object, Entity] = {}
        for item in items:
            ports = [self._port(port, entities[item], shapes) for port in item.ports]
            written.update(zip(item.ports, ports, strict=True))
            if ports and self.schema != "IFC2X3":
                self._relation(
                    "IfcRelNests", entities[item], RelatingObject=entities[item], RelatedObjects=ports
                )
        for source, sink in book.connections:
            if source.item.discipline == self.project.discipline:
                self._relation(
                    "IfcRelConnectsPorts",
                    f"{source.global_id}/{sink.global_id}",
                    RelatingPort=written[source],
                    RelatedPort=written[sink],
                )

    def _port(self, port: Any, element: Entity, shapes: Any) -> Entity:
        plan = port.plan
        attributes: dict[str, object] = {"FlowDirection": plan.flow}
        if self.schema != "IFC2X3":
            attributes |= {"PredefinedType": plan.medium, "SystemType": plan.carries}
        frame = _port_frame(plan.at, plan.out)
        entity = self.project.root(
            "IfcDistributionPort",
            port.global_id,
            Name=plan.name,
            ObjectPlacement=shapes.local_placement(frame, element.ObjectPlacement),
            **attributes,
        )
        if self.schema == "IFC2X3":
            self._relation("IfcRelConnectsPortToElement", entity, RelatingPort=entity, RelatedElement=element)
        return entity

    # ── systems and documents ────────────────────────────────────────────────

    def write_systems(
        self, book: Book, discipline: str, entities: dict[Item, Entity], building: Entity
    ) -> None:
        for system in book.systems:
            if system.discipline != discipline:
                continue
            if self.schema == "IFC2X3":
                given: dict[str, object] = {"ObjectType": system.predefined}
                entity_name = "IfcSystem"
            else:
                given, entity_name = {"PredefinedType": system.predefined}, "IfcDistributionSystem"
            entity = self.project.root(
                entity_name, system.global_id, Name=system.name, Description=system.code, **given
            )
            members = [entities[item] for item in system.members]
            self._relation("IfcRelAssignsToGroup", entity, RelatedObjects=members, RelatingGroup=entity)
            self._relation(
                "IfcRelServicesBuildings", entity, RelatingSystem=entity, RelatedBuildings=[building]
            )

    def write_controls(self, book: Book, discipline: str, entities: dict[Item, Entity]) -> None:
        """One relation for each thing that is acted on or watched."""
        acting: dict[Item, list[Entity]] = {}
        for control, thing in book.controls:
            if thing.discipline == discipline:
                acting.setdefault(thing, []).append(entities[control])
        for thing, controls in acting.items():
            self._relation(
                "IfcRelFlowControlElements",
                entities[thing],
                RelatedControlElements=controls,
                RelatingFlowElement=entities[thing],
            )

    def write_tenants(self, spaces: dict[Space, Entity]) -> None:
        for space, entity in spaces.items():
            if space.tenant is None:
                continue
            organisation = self.file.create_entity("IfcOrganization", Name=space.tenant)
            occupant = self.project.root(
                "IfcOccupant",
                self.project.identify("IfcOccupant", space.number),
                Name=space.tenant,
                TheActor=organisation,
                PredefinedType="TENANT",
            )
            self._relation("IfcRelAssignsToActor", occupant, RelatedObjects=[entity], RelatingActor=occupant)

    def write_documents(self, items: list[Item], entities: dict[Item, Entity]) -> None:
        about: dict[Document, list[Entity]] = {}
        for item in items:
            for document in item.documents:
                about.setdefault(document, []).append(entities[item])
        for document, elements in about.items():
            self._relation(
                "IfcRelAssociatesDocument",
                document.key,
                RelatedObjects=elements,
                RelatingDocument=self._document(document),
            )

    def _document(self, document: Document) -> Entity:
        make = self.file.create_entity
        fields = {"Name": document.name, "Purpose": document.kind, "Revision": document.revision}
        if self.schema == "IFC2X3":
            reference = make("IfcDocumentReference", document.location, document.key, document.name)
            make("IfcDocumentInformation", DocumentId=document.key, DocumentReferences=[reference], **fields)
            return reference
        information = make(
            "IfcDocumentInformation",
            Identification=document.key,
            Location=document.location,
            ValidFrom=document.day,
            Confidentiality="RESTRICTED",
            Status="FINAL",
            **fields,
        )
        return make(
            "IfcDocumentReference",
            Location=document.location,
            Identification=document.key,
            Name=document.name,
            ReferencedDocument=information,
        )

    # ── at the end ───────────────────────────────────────────────────────────

    def write_gathered(self) -> None:
        for whole, parts in self._wholes.items():
            self._relation("IfcRelAggregates", whole, RelatingObject=whole, RelatedObjects=parts)
        for structure, elements in self._containers.items():
            self._relation(
                "IfcRelContainedInSpatialStructure",
                structure,
                RelatingStructure=structure,
                RelatedElements=elements,
            )
        for type_, elements in self._types.items():
            self._relation("IfcRelDefinesByType", type_, RelatedObjects=elements, RelatingType=type_)
        for name, elements in self._materials.items():
            material = self.file.create_entity("IfcMaterial", name)
            self._relation(
                "IfcRelAssociatesMaterial",
                f"material/{name}",
                RelatedObjects=elements,
                RelatingMaterial=material,
            )


def _port_frame(at: Vec, out: Vec) -> Frame:
    """A port looks outwards along its z axis."""
    return Frame(at, square_to(out), out)
