"""The property sets of one element, made its own before anything in them is changed.

Exporters let many elements share a set, many sets share a property, and an element show what its type says. A value
changed in place would change them all, so what is shared is copied first and the neighbours keep the original.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

import ifcopenshell.guid

from assets.ifc.attributes import Entity, is_entity
from assets.ifc.edits import NotWritable
from assets.ifc.ownership import Ownership

_SPACE = uuid.UUID("6d3c0f0e-4d0b-5b52-9f6e-0a9d3f5c7a11")
_MEMBERS = {"IfcPropertySet": "HasProperties", "IfcElementQuantity": "Quantities"}
_COMPLEX = {"IfcComplexProperty": "HasProperties", "IfcPhysicalComplexQuantity": "HasQuantities"}
_CONTAINERS = _MEMBERS | _COMPLEX
_DEEPEST = 8


@dataclass(frozen=True)
class Held:
    """A set of an element, and the relation it comes by."""

    relation: Entity
    held: Entity


@dataclass
class OccurrenceSets:
    """Finds and makes the sets of elements. `seed` says which file is edited: same edits, same new GlobalIds.

    `copies` maps each copied entity's STEP id to the one it was copied from.
    """

    model: Any
    seed: str
    ownership: Ownership
    copies: dict[int, int] = field(default_factory=dict)
    _held: dict[int, list[Held]] = field(
        default_factory=dict
    )  # by element, until one of its sets changes hands
    _types: dict[int, Entity | None] = field(default_factory=dict)  # by element
    _of_type: dict[tuple[int, str, str], Entity | None] = field(
        default_factory=dict
    )  # types are never edited

    def of(self, element: Entity, set_name: str) -> list[Held]:
        """Return the element's own sets of this name."""
        return [one for one in self._all(element) if _text(one.held.Name) == set_name]

    def in_set(self, held: Entity, name: str) -> Entity | None:
        """Return the property of this name; "Outer.Inner" leads into a complex one. Raises NotWritable."""
        return _find(held, name, 0)

    def inherited(self, element: Entity, set_name: str, name: str) -> Entity | None:
        """Return the property of this name that the element's type has."""
        number = element.id()
        if number not in self._types:
            relations = self._relations(element, "IfcRelDefinesByType")
            self._types[number] = relations[0].RelatingType if relations else None
        type_object = self._types[number]
        if type_object is None:
            return None
        key = (type_object.id(), set_name, name)
        if key not in self._of_type:
            self._of_type[key] = self._in_type(type_object, set_name, name)
        return self._of_type[key]

    def _in_type(self, type_object: Entity, set_name: str, name: str) -> Entity | None:
        listed = [one for one in type_object.HasPropertySets or () if one.is_a() in _MEMBERS]
        for one in [*listed, *(each.held for each in self._all(type_object))]:
            found = self.in_set(one, name) if _text(one.Name) == set_name else None
            if found is not None:
                return found
        return None

    def own(self, element: Entity, held: Held) -> Entity:
        """Return the set as one that belongs to this element alone: itself, or a copy put in its place."""
        number = element.id()
        others = [one for one in held.relation.RelatedObjects if one.id() != number]
        if not others and self._owners(held.held) == 1:
            return held.held
        self._held.pop(number, None)
        copied = self._copied_set(element, held)
        definition = _with(held.relation.RelatingPropertyDefinition, held.held, copied, self.model)
        if others:
            held.relation.RelatedObjects = others
            self._relate(element, definition, copied)
        else:
            held.relation.RelatingPropertyDefinition = definition
        return copied

    def make(self, element: Entity, set_name: str, *, quantities: bool = False) -> Entity:
        """Give the element a new set of this name, empty until `put`."""
        ifc_class = "IfcElementQuantity" if quantities else "IfcPropertySet"
        made = self.model.create_entity(
            ifc_class,
            GlobalId=self._global_id(element, set_name, ifc_class),
            OwnerHistory=self.ownership.history(),
            Name=set_name,
        )
        self._relate(element, made, made)
        return made

    def put(self, held: Entity, made: Entity) -> None:
        members = _MEMBERS[held.is_a()]
        setattr(held, members, [*(getattr(held, members) or ()), made])

    def own_member(self, held: Entity, name: str) -> Entity:
        """Return the property of this name as one that only this set has; the set is the element's own already."""
        outer, _, inner = name.partition(".")
        members = _CONTAINERS[held.is_a()]
        for position, one in enumerate(getattr(held, members)):
            whole = _text(one.Name) == name
            if not whole and not (inner and _text(one.Name) == outer and one.is_a() in _COMPLEX):
                continue
            own = one
            if self._holders(one) > 1:
                own = self._copied(one)
                listed = list(getattr(held, members))
                listed[position] = own
                setattr(held, members, listed)
            return own if whole else self.own_member(own, inner)
        raise LookupError(name)

    def _all(self, owner: Entity) -> list[Held]:
        number = owner.id()
        if number not in self._held:
            self._held[number] = [
                Held(relation, held)
                for relation in self._relations(owner, "IfcRelDefinesByProperties")
                for held in _sets(relation.RelatingPropertyDefinition)
                if held.is_a() in _MEMBERS
            ]
        return self._held[number]

    def _relations(self, owner: Entity, ifc_class: str) -> list[Entity]:
        """Relations of an element or type, in file order; inverse attributes go by other names in each schema."""
        found: set[Entity] = set()
        for name in ("IsDefinedBy", "IsTypedBy"):
            found.update(getattr(owner, name, None) or ())
        if owner.is_a("IfcTypeObject"):
            found.update(self.model.get_inverse(owner))
        return sorted((one for one in found if one.is_a(ifc_class)), key=lambda one: one.id())

    def _owners(self, held: Entity) -> int:
        """Count what has a set: relations to elements, and types that list it."""
        if self.model.get_total_inverses(held) == 1:
            return 1
        inverses = self.model.get_inverse(held)
        return sum(one.is_a("IfcRelDefinesByProperties") or one.is_a("IfcTypeObject") for one in inverses)

    def _holders(self, one: Entity) -> int:
        """Count the sets and complex properties that hold a property."""
        if self.model.get_total_inverses(one) == 1:
            return 1
        return sum(inverse.is_a() in _CONTAINERS for inverse in self.model.get_inverse(one))

    def _copied_set(self, element: Entity, held: Held) -> Entity:
        """Copy a set with all that is in it: what people edit later in the copy is the copy's alone."""
        original = held.held
        made = self._shallow(original)
        made.GlobalId = self._global_id(element, original.GlobalId, original.id(), held.relation.id())
        members = _MEMBERS[original.is_a()]
        setattr(made, members, [self._copied(one) for one in getattr(original, members)])
        return made

    def _copied(self, one: Entity, depth: int = 0) -> Entity:
        made = self._shallow(one)
        members = _COMPLEX.get(one.is_a())
        if members and depth < _DEEPEST:
            setattr(made, members, [self._copied(each, depth + 1) for each in getattr(one, members)])
        return made

    def _shallow(self, one: Entity) -> Entity:
        made = self.model.create_entity(one.is_a(), *(one[index] for index in range(len(one))))
        self.copies[made.id()] = self.copies.get(one.id(), one.id())
        return made

    def _relate(self, element: Entity, definition: Any, made: Entity) -> None:
        """Tie a definition to the element; `made` is the new set in it."""
        self._held.pop(element.id(), None)
        self.model.create_entity(
            "IfcRelDefinesByProperties",
            self._global_id(element, made.GlobalId, "relation"),
            self.ownership.history(),
            None,
            None,
            [element],
            definition,
        )

    def _global_id(self, element: Entity, *what: object) -> str:
        """One of its own for each new thing: `what` tells it from the element's other new things.

        Sets may share a name, hence a copy goes by what it was copied from and a new set by its class as well.
        """
        name = "/".join(str(one) for one in (self.seed, element.id(), element.GlobalId, *what))
        return str(ifcopenshell.guid.compress(uuid.uuid5(_SPACE, name).hex))


def _find(held: Entity, name: str, depth: int) -> Entity | None:
    outer, _, inner = name.partition(".")
    members = getattr(held, _CONTAINERS[held.is_a()]) or ()
    named = [one for one in members if _text(one.Name) == name]
    if len(named) > 1:
        raise NotWritable("said-twice")
    if named:
        return named[0]
    for one in members:
        if inner and depth < _DEEPEST and one.is_a() in _COMPLEX and _text(one.Name) == outer:
            found = _find(one, inner, depth + 1)
            if found is not None:
                return found
    return None


def _sets(definition: Any) -> list[Entity]:
    """A relation names one set, or (from IFC4 on) a typed list of them."""
    if definition is None:
        return []
    return [definition] if is_entity(definition) else list(definition[0])


def _with(definition: Any, held: Entity, copied: Entity, model: Any) -> Any:
    if is_entity(definition):
        return copied
    return model.create_entity(definition.is_a(), [copied if one == held else one for one in definition[0]])


def _text(value: str | None) -> str:
    """Names as reading gives them."""
    return (value or "").strip()
