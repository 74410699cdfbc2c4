"""A small model of our own: one storey, two rooms, a wall, a pump and the two pipes that leave it.

┌──────────┬──────────┐
│ 001 Hall │ 002 Local│      pump (002) ─▶ pipe ─▶ pipe ─▶ (001)
└──────────┴──────────┘
"""

from __future__ import annotations

import itertools
import uuid
from pathlib import Path

import ifcopenshell
import ifcopenshell.api.aggregate
import ifcopenshell.api.context
import ifcopenshell.api.geometry
import ifcopenshell.api.project
import ifcopenshell.api.pset
import ifcopenshell.api.root
import ifcopenshell.api.spatial
import ifcopenshell.api.system
import ifcopenshell.api.unit
import ifcopenshell.guid
import numpy as np

HEIGHT = 3.0


def write(path: Path, *, pumps: int = 1, seed: str = "a", tags: bool = True) -> Path:
    """Write the model with `pumps` pumps in room 002. The same seed gives the same GlobalIds."""
    model = _Model(seed)
    model.box("IfcWall", "Cloison", (5.0, 0.0, 0.0), (0.2, 4.0, HEIGHT))
    for number in range(1, pumps + 1):
        model.pump(number, tag=f"EFS-P-{number:02d}" if tags else str(200_000 + number))
    model.file.write(str(path))
    return path


class _Model:
    def __init__(self, seed: str) -> None:
        self.seed, self.made = seed, 0
        self.file = ifcopenshell.api.project.create_file(version="IFC4")
        self.project = self.entity("IfcProject", "Essai")
        ifcopenshell.api.unit.assign_unit(self.file, length={"is_metric": True, "raw": "METERS"})
        model = ifcopenshell.api.context.add_context(self.file, context_type="Model")
        self.body = ifcopenshell.api.context.add_context(
            self.file, context_type="Model", context_identifier="Body", target_view="MODEL_VIEW", parent=model
        )
        site = self.below(self.project, self.entity("IfcSite", "Terrain"))
        building = self.below(site, self.entity("IfcBuilding", "Gare"))
        self.storey = self.below(building, self.entity("IfcBuildingStorey", "N0"))
        self.storey.Elevation = 0.0
        self.room("001", "Hall", (0.0, 0.0, 0.0), (5.0, 4.0, HEIGHT))
        self.room("002", "Local pompes", (5.2, 0.0, 0.0), (5.0, 4.0, HEIGHT))
        self.water = ifcopenshell.api.system.add_system(self.file, ifc_class="IfcDistributionSystem")
        self.water.Name, self.water.PredefinedType = "Eau froide", "DOMESTICCOLDWATER"
        self.identify(self.water)

    def entity(self, ifc_class: str, name: str):
        return self.identify(ifcopenshell.api.root.create_entity(self.file, ifc_class=ifc_class, name=name))

    def identify(self, entity):
        self.made += 1
        entity.GlobalId = ifcopenshell.guid.compress(
            uuid.uuid5(uuid.NAMESPACE_OID, f"{self.seed}{self.made}").hex
        )
        return entity

    def below(self, parent, child):
        ifcopenshell.api.aggregate.assign_object(self.file, products=[child], relating_object=parent)
        return child

    def room(self, number: str, name: str, at, size) -> None:
        space = self.below(self.storey, self.entity("IfcSpace", number))
        space.LongName = name
        self.shape(space, at, size)

    def box(self, ifc_class: str, name: str, at, size):
        element = self.entity(ifc_class, name)
        self.shape(element, at, size)
        ifcopenshell.api.spatial.assign_container(
            self.file, products=[element], relating_structure=self.storey
        )
        return element

    def shape(self, element, at, size) -> None:
        matrix = np.eye(4)
        matrix[:3, 3] = at
        ifcopenshell.api.geometry.edit_object_placement(self.file, product=element, matrix=matrix)
        x, y, z = size
        profile = self.file.createIfcArbitraryClosedProfileDef(
            "AREA",
            None,
            self.file.createIfcPolyline(
                [
                    self.file.createIfcCartesianPoint(p)
                    for p in ((0.0, 0.0), (x, 0.0), (x, y), (0.0, y), (0.0, 0.0))
                ]
            ),
        )
        up = self.file.createIfcDirection((0.0, 0.0, 1.0))
        origin = self.file.createIfcAxis2Placement3D(self.file.createIfcCartesianPoint((0.0, 0.0, 0.0)))
        solid = self.file.createIfcExtrudedAreaSolid(profile, origin, up, z)
        body = self.file.createIfcShapeRepresentation(self.body, "Body", "SweptSolid", [solid])
        ifcopenshell.api.geometry.assign_representation(self.file, product=element, representation=body)

    def pump(self, number: int, *, tag: str) -> None:
        y = 0.2 + 0.3 * (number % 12)
        z = 0.3 * (number // 12)
        pump = self.box("IfcPump", "Pompe de relevage", (8.0, y, z), (0.4, 0.2, 0.2))
        pump.Tag, pump.PredefinedType = tag, "SUMPPUMP"
        pset = ifcopenshell.api.pset.add_pset(self.file, product=pump, name="Pset_ManufacturerOccurrence")
        ifcopenshell.api.pset.edit_pset(self.file, pset=pset, properties={"SerialNumber": f"SN-{number}"})
        chain = [pump]
        for x in (6.0, 4.0):
            chain.append(self.box("IfcPipeSegment", "", (x, y, z), (2.0, 0.1, 0.1)))
        ifcopenshell.api.system.assign_system(self.file, products=chain, system=self.water)
        ports = [[self.port(element, way) for way in ("SINK", "SOURCE")] for element in chain]
        for before, after in itertools.pairwise(ports):
            ifcopenshell.api.system.connect_port(
                self.file, port1=before[1], port2=after[0], direction="SOURCE"
            )

    def port(self, element, direction: str):
        port = self.identify(ifcopenshell.api.system.add_port(self.file, element=element))
        port.FlowDirection = direction
        return port
