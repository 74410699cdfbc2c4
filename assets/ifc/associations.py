"""What is associated with elements and types: materials, classifications, and what a covering covers."""

from __future__ import annotations

from collections import defaultdict

from assets.ifc.attributes import Attributes, Entity

Classification = tuple[str, str, str]  # (system, code, name)
_DEEPEST = 10
_LISTS = (
    "ForLayerSet",
    "ForProfileSet",
    "MaterialLayers",
    "MaterialConstituents",
    "MaterialProfiles",
    "Materials",
)


class Associations:
    """One pass over the associations of a file; whatever several elements share is read once."""

    def __init__(self, attributes: Attributes) -> None:
        self.attributes = attributes
        self.hosts: dict[int, int] = {}
        self._materials: dict[int, tuple[str, ...]] = {}
        self._classifications: dict[int, list[Classification]] = defaultdict(list)
        self._read_materials()
        self._read_classifications()
        self._read_hosts()

    def materials_of(self, element: int, type_id: int | None) -> tuple[str, ...]:
        """Return names of materials, outermost layer first; those of the type when the element has none."""
        return self._materials.get(element) or self._materials.get(type_id or 0, ())

    def classifications_of(self, element: int, type_id: int | None) -> tuple[Classification, ...]:
        """Return the classifications of the element and of its type."""
        own = self._classifications.get(element, [])
        return tuple(dict.fromkeys([*own, *self._classifications.get(type_id or 0, [])]))

    def _read_materials(self) -> None:
        read = self.attributes
        named: dict[int, tuple[str, ...]] = {}
        for relation in read.of_class("IfcRelAssociatesMaterial"):
            material = read.entity(relation, "RelatingMaterial")
            if material is None:
                continue
            number = material.id()
            if number not in named:
                named[number] = tuple(dict.fromkeys(name for name in self._names(material, 0) if name))
            for owner in read.entities(relation, "RelatedObjects"):
                self._materials[owner.id()] = self._materials.get(owner.id(), ()) + named[number]

    def _names(self, material: Entity, depth: int) -> list[str]:
        """Return the names inside any arrangement of materials: layers, constituents, profiles or a plain list."""
        read = self.attributes
        if depth > _DEEPEST:
            return []
        if material.is_a("IfcMaterial"):
            return [read.text(material, "Name")]
        inner = read.entity(material, "Material") if read.has(material, "Material") else None
        if inner is not None:
            return self._names(inner, depth + 1)
        return [
            name
            for members in _LISTS
            if read.has(material, members)
            for member in read.entities(material, members)
            for name in self._names(member, depth + 1)
        ]

    def _read_classifications(self) -> None:
        read = self.attributes
        for relation in read.of_class("IfcRelAssociatesClassification"):
            reference = read.entity(relation, "RelatingClassification")
            if reference is None:
                continue
            found = self._classification(reference)
            for owner in read.entities(relation, "RelatedObjects"):
                self._classifications[owner.id()].append(found)

    def _classification(self, reference: Entity) -> Classification:
        read = self.attributes
        code = read.text(reference, "Identification") or read.text(reference, "ItemReference")
        system, source = "", reference
        for _ in range(_DEEPEST):
            if source.is_a("IfcClassification"):
                system = read.text(source, "Name")
                break
            above = read.entity(source, "ReferencedSource")
            if above is None:
                break
            source = above
        return (system, code, read.text(reference, "Name"))

    def _read_hosts(self) -> None:
        read = self.attributes
        for relation in read.of_class("IfcRelCoversBldgElements"):
            host = read.entity(relation, "RelatingBuildingElement")
            for covering in read.entities(relation, "RelatedCoverings") if host is not None else ():
                self.hosts.setdefault(covering.id(), host.id())
