"""Who rents or uses which room, as a model says it: an actor that is an occupant, assigned to spaces."""

from __future__ import annotations

from collections import defaultdict

from assets.ifc.attributes import Attributes, Entity

# Kinds of occupant who do not themselves use the room.
_NOT_THERE = frozenset({"OWNER", "LESSOR", "LETTINGAGENT", "ASSIGNOR"})


def occupants(attributes: Attributes) -> dict[int, str]:
    """Return {place: the names of its occupants}; the oldest schema has a relation of its own, a kind of the newer."""
    found: defaultdict[int, dict[str, None]] = defaultdict(dict)
    for relation in attributes.of_class("IfcRelAssignsToActor"):
        actor = attributes.entity(relation, "RelatingActor")
        if actor is None or not actor.is_a("IfcOccupant"):
            continue
        name = _name(attributes, actor)
        if name and attributes.value(actor, "PredefinedType") not in _NOT_THERE:
            for place in attributes.entities(relation, "RelatedObjects"):
                found[place.id()][name] = None
    return {place: ", ".join(names) for place, names in found.items()}


def _name(read: Attributes, actor: Entity) -> str:
    """What people call it: the organisation, else the person, else the actor's own name."""
    who = read.entity(actor, "TheActor")
    if who is not None and who.is_a("IfcPersonAndOrganization"):
        who = read.entity(who, "TheOrganization") or read.entity(who, "ThePerson")
    if who is not None and who.is_a("IfcOrganization"):
        return read.text(who, "Name") or read.text(actor, "Name")
    if who is not None and who.is_a("IfcPerson"):
        person = f"{read.text(who, 'GivenName')} {read.text(who, 'FamilyName')}".strip()
        return person or read.text(actor, "Name")
    return read.text(actor, "Name")
