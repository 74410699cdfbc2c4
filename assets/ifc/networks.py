"""Ports, connections, systems and what controls what.

Ports are attached by nesting (newer files) or by a relation of their own (older files, still legal): both are read.
Two relations between the same ports, one each way, are one connection without direction.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast, get_args

from assets.ifc import families
from assets.ifc.attributes import Attributes, Entity
from assets.ifc.elements import predefined_type
from assets.ifc.placements import Placements
from assets.ifc.records import ConnectionRecord, ControlRecord, FlowDirection, PortRecord, SystemRecord
from assets.ifc.spatial import Relations

_DIRECTIONS = frozenset(get_args(FlowDirection))
_OUT = ("SOURCE", "SOURCEANDSINK", "NOTDEFINED")
_IN = ("SINK", "SOURCEANDSINK", "NOTDEFINED")


@dataclass(slots=True)
class Networks:
    """Reads the networks of a file. `doubled` counts connections written once in each direction."""

    attributes: Attributes
    placements: Placements
    related: Relations
    doubled: int = 0

    def ports(self, elements: set[int]) -> list[PortRecord]:
        """Return every port with its element and its place in that element's list (in file order)."""
        owners = self._owners(elements)
        counted: dict[int, int] = {}
        records = []
        for port in self.attributes.of_class("IfcPort"):
            owner = owners.get(port.id())
            index = counted.get(owner, 0) if owner is not None else 0
            if owner is not None:
                counted[owner] = index + 1
            records.append(self._port(port, owner, index))
        return records

    def connections(self, ports: list[PortRecord]) -> list[ConnectionRecord]:
        """Return distinct pairs of ports; directed when the flow directions of both agree on one way."""
        by_id = {port.step_id: port for port in ports}
        found: dict[frozenset[int], ConnectionRecord] = {}
        for relation in self.attributes.of_class("IfcRelConnectsPorts"):
            one = self.attributes.entity(relation, "RelatingPort")
            other = self.attributes.entity(relation, "RelatedPort")
            if one is None or other is None or one.id() not in by_id or other.id() not in by_id:
                self.related.broken[relation.id()] = None
                continue
            pair = frozenset((one.id(), other.id()))
            if pair in found:
                self.doubled += 1
                continue
            realizing = self.attributes.entity(relation, "RealizingElement")
            ends = (by_id[one.id()], by_id[other.id()])
            found[pair] = _connection(relation.id(), *ends, realizing.id() if realizing is not None else None)
        return list(found.values())

    def controls(self, elements: set[int]) -> list[ControlRecord]:
        """Return who controls what, each pair once; a relation with a missing end is noted as broken."""
        read = self.attributes
        found: dict[tuple[int, int], ControlRecord] = {}
        for relation in read.of_class("IfcRelFlowControlElements"):
            controlled = read.entity(relation, "RelatingFlowElement")
            acting = [one.id() for one in read.entities(relation, "RelatedControlElements")]
            if controlled is None or controlled.id() not in elements or not elements.issuperset(acting):
                self.related.broken[relation.id()] = None
                continue
            for control in acting:
                pair = (control, controlled.id())
                found.setdefault(pair, ControlRecord(relation.id(), *pair))
        return list(found.values())

    def systems(self) -> list[SystemRecord]:
        """Return systems; zones and models for structural calculation are none."""
        serves = self._serves()
        return [
            self._system(one, serves.get(one.id(), []))
            for one in self.attributes.of_class("IfcSystem")
            if not one.is_a("IfcZone") and not one.is_a("IfcStructuralAnalysisModel")
        ]

    def _owners(self, elements: set[int]) -> dict[int, int]:
        owners = {part: whole for part, whole in self.related.whole.items() if whole in elements}
        for relation in self.attributes.of_class("IfcRelConnectsPortToElement"):
            port = self.attributes.entity(relation, "RelatingPort")
            element = self.attributes.entity(relation, "RelatedElement")
            if port is None or element is None or element.id() not in elements:
                self.related.broken[relation.id()] = None
                continue
            owners.setdefault(port.id(), element.id())
        return owners

    def _port(self, port: Entity, owner: int | None, index: int) -> PortRecord:
        read = self.attributes
        direction = read.value(port, "FlowDirection")
        return PortRecord(
            step_id=port.id(),
            global_id=read.text(port, "GlobalId"),
            name=read.text(port, "Name"),
            element=owner,
            index=index,
            flow_direction=cast("FlowDirection", direction if direction in _DIRECTIONS else "NOTDEFINED"),
            predefined_type=_said(read.value(port, "PredefinedType")),
            system_type=_said(read.value(port, "SystemType")),
            position=self.placements.position(port),
        )

    def _serves(self) -> dict[int, list[int]]:
        """Return {system: places it serves}, from either way of writing it."""
        read = self.attributes
        served: dict[int, list[int]] = {}
        for relation in read.of_class("IfcRelServicesBuildings"):
            system = read.entity(relation, "RelatingSystem")
            for place in read.entities(relation, "RelatedBuildings") if system is not None else ():
                served.setdefault(system.id(), []).append(place.id())
        for relation in read.of_class("IfcRelReferencedInSpatialStructure"):
            place = read.entity(relation, "RelatingStructure")
            for one in read.entities(relation, "RelatedElements") if place is not None else ():
                if one.is_a("IfcSystem"):
                    served.setdefault(one.id(), []).append(place.id())
        return served

    def _system(self, one: Entity, serves: list[int]) -> SystemRecord:
        read = self.attributes
        kind = predefined_type(read, one)
        texts = [read.text(one, name) for name in ("Name", "LongName", "ObjectType", "Description")]
        family = families.family_of(kind, *texts)
        return SystemRecord(
            step_id=one.id(),
            global_id=read.text(one, "GlobalId"),
            ifc_class=one.is_a(),
            predefined_type=kind,
            name=texts[0],
            long_name=texts[1],
            family=family.key,
            members=tuple(dict.fromkeys(self.related.grouped.get(one.id(), ()))),
            serves=tuple(dict.fromkeys(serves)),
            guessed=family.guessed,
        )


def _connection(step_id: int, one: PortRecord, other: PortRecord, realizing: int | None) -> ConnectionRecord:
    """Turn the pair so that substance leaves `from_port`, when the file says so."""
    forwards = one.flow_direction in _OUT and other.flow_direction in _IN
    backwards = other.flow_direction in _OUT and one.flow_direction in _IN
    if backwards and not forwards:
        one, other = other, one
    return ConnectionRecord(
        step_id=step_id,
        from_port=one.step_id,
        to_port=other.step_id,
        from_element=one.element,
        to_element=other.element,
        realizing=realizing,
        directed=forwards != backwards,
    )


def _said(word: object) -> str | None:
    return word if isinstance(word, str) and word != "NOTDEFINED" else None
