"""Elements and their types: the same record whatever the schema.

In the oldest schema a pump is a generic "moving device" and only its type says pump; newer files may do the same.
`resolved_class` is the class people mean.
"""

from __future__ import annotations

from dataclasses import dataclass

from assets.ifc import classes
from assets.ifc.associations import Associations
from assets.ifc.attributes import Attributes, Entity
from assets.ifc.properties import PropertySets
from assets.ifc.records import ElementRecord, TypeRecord
from assets.ifc.spatial import Relations

# Classes that say only what family a thing belongs to: the type knows better.
_GENERIC = frozenset(
    {
        "IfcDistributionElement",
        "IfcDistributionFlowElement",
        "IfcDistributionControlElement",
        "IfcEnergyConversionDevice",
        "IfcFlowController",
        "IfcFlowFitting",
        "IfcFlowMovingDevice",
        "IfcFlowSegment",
        "IfcFlowStorageDevice",
        "IfcFlowTerminal",
        "IfcFlowTreatmentDevice",
        "IfcFurnishingElement",
        "IfcDiscreteAccessory",
        "IfcElectricalElement",
        "IfcEquipmentElement",
        "IfcBuiltElement",
    }
)
_RENAMED = {
    "IfcGasTerminal": "IfcBurner",
    "IfcElectricHeater": "IfcSpaceHeater",
    "IfcElectricDistributionPoint": "IfcElectricDistributionBoard",
}
# Where the oldest schema keeps what later became PredefinedType.
_OLD_PREDEFINED = {
    "IfcTransportElement": "OperationType",
    "IfcElectricDistributionPoint": "DistributionPointFunction",
}
_UNSAID = ("", "NOTDEFINED")
_DEEPEST = 50


def feature_ids(attributes: Attributes) -> set[int]:
    """Return the STEP ids of openings and the like, which are no elements here."""
    return {one.id() for one in attributes.of_class("IfcFeatureElement")}


def resolved_class(ifc_class: str, type_class: str | None) -> str:
    """Return the class people mean: a valve's type makes a generic controller a valve; variants lose their suffix."""
    named = _RENAMED.get(ifc_class, ifc_class)
    if type_class and ifc_class in _GENERIC:
        stem = type_class.removesuffix("Type").removesuffix("Style")
        meant = _RENAMED.get(stem, stem)
        if meant in classes.table() and meant not in _GENERIC:
            return meant
    for suffix in ("StandardCase", "ElementedCase"):
        named = named.removesuffix(suffix)
    return named


def predefined_type(attributes: Attributes, entity: Entity | None) -> str | None:
    """Return the kind within the class, in capitals; free text as written when the file defines its own."""
    if entity is None:
        return None
    word = attributes.value(entity, "PredefinedType")
    if word is None and (old := _OLD_PREDEFINED.get(entity.is_a())):
        word = attributes.value(entity, old)
    if not isinstance(word, str) or word in _UNSAID:
        return None
    if word == "USERDEFINED":
        return attributes.text(entity, "ObjectType") or attributes.text(entity, "ElementType") or None
    return word


@dataclass(frozen=True, slots=True)
class Elements:
    """Reads the elements of a file."""

    attributes: Attributes
    sets: PropertySets
    related: Relations
    associations: Associations

    def types(self) -> list[TypeRecord]:
        """Return every type object, used or not."""
        return [self._type(one) for one in self.attributes.of_class("IfcTypeObject")]

    def records(self, types: list[TypeRecord], places: set[int]) -> list[ElementRecord]:
        """Return every element that is no opening; layers are by class only (see `layers.apply`)."""
        features = feature_ids(self.attributes)
        entities = [one for one in self.attributes.of_class("IfcElement") if one.id() not in features]
        known = {one.id() for one in entities}
        type_of = self._types_of()
        by_id = {one.step_id: one for one in types}
        return [self._record(one, by_id.get(type_of.get(one.id(), -1)), known, places) for one in entities]

    def _type(self, one: Entity) -> TypeRecord:
        read = self.attributes
        return TypeRecord(
            step_id=one.id(),
            global_id=read.text(one, "GlobalId"),
            ifc_class=one.is_a(),
            predefined_type=predefined_type(read, one),
            name=read.text(one, "Name"),
            tag=read.text(one, "Tag"),
            properties=self.sets.of_type(one),
        )

    def _types_of(self) -> dict[int, int]:
        found: dict[int, int] = {}
        for relation in self.attributes.of_class("IfcRelDefinesByType"):
            one = self.attributes.entity(relation, "RelatingType")
            if one is None:
                self.related.broken[relation.id()] = None
                continue
            for element in self.attributes.entities(relation, "RelatedObjects"):
                found[element.id()] = one.id()
        return found

    def _record(
        self, one: Entity, kind: TypeRecord | None, known: set[int], places: set[int]
    ) -> ElementRecord:
        read, number = self.attributes, one.id()
        meant = resolved_class(one.is_a(), kind.ifc_class if kind else None)
        whole = self.related.whole.get(number)
        return ElementRecord(
            step_id=number,
            global_id=read.text(one, "GlobalId"),
            ifc_class=one.is_a(),
            resolved_class=meant,
            predefined_type=(kind.predefined_type if kind else None) or predefined_type(read, one),
            name=read.text(one, "Name"),
            description=read.text(one, "Description"),
            object_type=read.text(one, "ObjectType"),
            tag=read.text(one, "Tag"),
            type=kind.step_id if kind else None,
            container=self._container(number, places),
            whole=whole if whole in known else None,
            host=self.associations.hosts.get(number),
            layer=classes.layer_of(meant),
            maintainable=classes.is_maintainable(meant),
            has_representation=read.value(one, "Representation") is not None,
            properties=self.sets.of(number),
            materials=self.associations.materials_of(number, kind.step_id if kind else None),
            classifications=self.associations.classifications_of(number, kind.step_id if kind else None),
        )

    def _container(self, number: int, places: set[int]) -> int | None:
        """Return the place of an element: its own, else that of its whole, else where it is referred to."""
        step: int | None = number
        for _ in range(_DEEPEST):
            if step is None:
                break
            if step in places:
                return step
            if (place := self.related.contained.get(step)) in places:
                return place
            step = self.related.whole.get(step)
        place = self.related.referenced.get(number)
        return place if place in places else None
