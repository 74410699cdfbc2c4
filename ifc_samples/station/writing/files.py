"""One discipline of the book as one IFC file."""

from __future__ import annotations

from pathlib import Path

from ifc_samples.station.book import Book, Item, Space
from ifc_samples.station.frames import Frame, minus
from ifc_samples.station.solids import box
from ifc_samples.station.values import Value, identifier, yes
from ifc_samples.station.writing import schema as names
from ifc_samples.station.writing.project import GEOREFERENCE, Entity, Project
from ifc_samples.station.writing.properties import Properties, for_schema
from ifc_samples.station.writing.relations import Relations
from ifc_samples.station.writing.shapes import Shapes

__all__ = ["GEOREFERENCE", "write_discipline"]


def write_discipline(book: Book, discipline: str, schema: str, path: Path) -> None:
    """Write the elements of one discipline, with the whole spatial tree, to `path`; same book, same bytes."""
    Discipline(book, discipline, schema).write(path)


class Discipline:
    """One file being written; each part of the book in turn, relations last."""

    def __init__(self, book: Book, discipline: str, schema: str) -> None:
        self.book, self.discipline = book, discipline
        self.project = Project(book, discipline, schema)
        self.file, self.schema = self.project.file, schema
        self.shapes = Shapes(self.file, self.project.body)
        self.properties = Properties(self.file)
        self.relations = Relations(self.project, self.properties)
        self.items = [item for item in book.items if item.discipline == discipline]
        self.entities: dict[Item, Entity] = {}
        self.spaces: dict[Space, Entity] = {}

    def write(self, path: Path) -> None:
        self._spatial_tree()
        self._types()
        for item in self.items:
            self._item(item)
        self._openings()
        self.relations.write_ports(self.items, self.entities, self.shapes, self.book)
        self.relations.write_systems(self.book, self.discipline, self.entities, self.building)
        self.relations.write_controls(self.book, self.discipline, self.entities)
        if self.discipline == "ARC":
            self.relations.write_tenants(self.spaces)
        self.relations.write_documents(self.items, self.entities)
        self.relations.write_gathered()
        self.project.save(path)

    # ── places ───────────────────────────────────────────────────────────────

    def _spatial_tree(self) -> None:
        self.site, self.building = self.project.site_and_building(self.shapes)
        self.storeys = {}
        for storey in self.book.storeys:
            placement = self.shapes.local_placement(
                Frame((0.0, 0.0, storey.elevation)), self.building.ObjectPlacement
            )
            entity = self.project.root(
                "IfcBuildingStorey",
                storey.global_id,
                Name=storey.name,
                LongName=storey.long_name,
                ObjectPlacement=placement,
                CompositionType="ELEMENT",
                Elevation=storey.elevation,
            )
            self.storeys[storey] = entity
            self.relations.aggregate(self.building, entity)
        for space in self.book.spaces:
            self._space(space)

    def _space(self, space: Space) -> None:
        storey = self.storeys[space.storey]
        corner = minus(space.low, (0.0, 0.0, space.storey.elevation))
        size = minus(space.high, space.low)
        attributes = {
            "InteriorOrExteriorSpace" if self.schema == "IFC2X3" else "PredefinedType": _inside(space)
        }
        entity = self.project.root(
            "IfcSpace",
            space.global_id,
            Name=space.number,
            LongName=space.long_name,
            ObjectType=space.object_type,
            ObjectPlacement=self.shapes.local_placement(Frame(corner), storey.ObjectPlacement),
            Representation=self.shapes.definition((box("verre", 0.0, 0.0, 0.0, *size),)),
            CompositionType="ELEMENT",
            **attributes,
        )
        self.spaces[space] = entity
        self.relations.aggregate(storey, entity)
        self.relations.properties_of(entity, space.global_id, space_psets(space))
        self.relations.quantities_of(entity, space.global_id, space_quantities(space))

    # ── things ───────────────────────────────────────────────────────────────

    def _types(self) -> None:
        self.maps: dict[str, Entity] = {}
        self.types: dict[str, Entity] = {}
        for item in self.items:
            if item.kind and item.kind.key not in self.types:
                self._type(item.kind.key)

    def _type(self, key: str) -> None:
        kind = self.book.kinds[key]
        entity_name = names.type_of(self.schema, kind.ifc)
        word = names.predefined(self.schema, kind.ifc, kind.predefined)
        attributes: dict[str, object] = dict(kind.extra)
        known = names.attributes(self.schema, entity_name)
        if "PredefinedType" in known:
            attributes["PredefinedType"] = word
        if word == "USERDEFINED" or "PredefinedType" not in known:
            attributes["ElementType"] = kind.user_type or kind.predefined
        if kind.parts:
            self.maps[key] = self.shapes.map_of(kind.parts)
            attributes["RepresentationMaps"] = [self.maps[key]]
        identity = self.project.identify("type", self.discipline, key)
        psets = [
            self.relations.property_set(identity, name, properties)
            for name, properties in for_schema(kind.psets, self.schema).items()
        ]
        self.types[key] = self.project.root(
            entity_name,
            identity,
            Name=kind.name,
            HasPropertySets=psets or None,
            **{k: v for k, v in attributes.items() if k in known},
        )

    def _item(self, item: Item) -> None:
        entity_name = names.occurrence(self.schema, item.ifc)
        known = names.attributes(self.schema, entity_name)
        attributes = {k: v for k, v in item.attributes.items() if k in known}
        if item.code and "Tag" in known:
            attributes["Tag"] = item.code
        entity = self.project.root(
            entity_name,
            item.global_id,
            Name=item.name,
            ObjectPlacement=self._placement(item),
            Representation=self._representation(item),
            **attributes,
        )
        self.entities[item] = entity
        self._relate(item, entity)

    def _placement(self, item: Item) -> Entity:
        """Relative to the storey, or to the whole it is part of when that stands in the same module."""
        world = Frame(
            tuple(a + b for a, b in zip(item.frame.origin, item.offset, strict=True)),
            item.frame.x,
            item.frame.z,
        )
        down = (0.0, 0.0, item.storey.elevation)
        local = Frame(minus(world.origin, down), world.x, world.z)
        return self.shapes.local_placement(local, self.storeys[item.storey].ObjectPlacement)

    def _representation(self, item: Item) -> Entity | None:
        if item.parts:
            return self.shapes.definition(item.parts)
        if item.kind and item.kind.parts:
            return self.shapes.mapped_definition(self.maps[item.kind.key])
        return None

    def _relate(self, item: Item, entity: Entity) -> None:
        relations = self.relations
        if item.parent:
            relations.aggregate(self.entities[item.parent], entity)
        elif item.contained_in_room:
            relations.contain(self.spaces[item.room], entity)
        else:
            relations.contain(self.storeys[item.storey], entity)
        if item.kind:
            relations.give_type(self.types[item.kind.key], entity)
        material = item.material or (item.kind and item.kind.material)
        if material:
            relations.give_material(material, entity)
        relations.properties_of(entity, item.global_id, item.psets)
        relations.quantities_of(entity, item.global_id, item.quantities)

    def _openings(self) -> None:
        for item in self.items:
            for opening in item.openings:
                entity = self.project.root(
                    "IfcOpeningElement",
                    opening.global_id,
                    Name="Réservation",
                    ObjectPlacement=self.shapes.local_placement(Frame(), self.entities[item].ObjectPlacement),
                    Representation=self.shapes.definition((opening.part,)),
                    **({} if self.schema == "IFC2X3" else {"PredefinedType": "OPENING"}),
                )
                filling = self.entities[opening.filling] if opening.filling else None
                self.relations.void(self.entities[item], entity, filling)


def _inside(space: Space) -> str:
    return "EXTERNAL" if space.outside else "INTERNAL"


def space_psets(space: Space) -> dict[str, dict[str, Value]]:
    """What every file says of a room."""
    common: dict[str, Value] = {
        "Reference": identifier(space.number.split("-")[0]),
        "IsExternal": yes(space.outside),
        "PubliclyAccessible": yes(space.public),
    }
    return {"Pset_SpaceCommon": common}


def space_quantities(space: Space) -> dict[str, dict[str, tuple[str, float]]]:
    width, depth, height = minus(space.high, space.low)
    return {
        "Qto_SpaceBaseQuantities": {
            "NetFloorArea": ("IfcQuantityArea", round(width * depth, 2)),
            "NetPerimeter": ("IfcQuantityLength", round(2 * (width + depth), 2)),
            "Height": ("IfcQuantityLength", round(height, 2)),
        }
    }
