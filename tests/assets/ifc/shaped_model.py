"""A small model in which everything that decides a shape occurs once, for tests that change one thing of it.

wall (holed by an opening) · slab (its item is red) · beam (its material is blue) · two pumps (one map of their type) ·
panel (part of a curtain wall, which is holed) · room
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.assets.ifc.drawing import Drawing

NAMES = {"wall", "slab", "beam", "pump 1", "pump 2", "panel", "room"}


class ShapedModel(Drawing):
    """Entities that tests change are attributes."""

    def __init__(self) -> None:
        super().__init__()
        create = self.file.create_entity
        self.context, self.plan = self._context("Model"), self._context("Plan")
        self.project.RepresentationContexts = [self.context, self.plan]
        self.solids: dict[str, Any] = {}
        self.solid("IfcWall", "wall", (5.0, 0.2, 3.0))
        self.solid("IfcSlab", "slab", (5.0, 4.0, 0.2), at=(0.0, 5.0, 0.0))
        self.solid("IfcBeam", "beam", (0.1, 0.1, 4.0), at=(0.0, 10.0, 0.0))
        self.opening = self.hole("door", self.by_name("wall"), (1.0, 0.4, 2.0), at=(1.0, -0.1, 0.0))
        self.red = self.colour(1.0, 0.0, 0.0)
        create("IfcStyledItem", Item=self.solids["slab"], Styles=[self.red[1]])
        self.blue, self.steel = self.colour(0.0, 0.0, 1.0), create("IfcMaterial", Name="Steel")
        styled = create("IfcStyledRepresentation", ContextOfItems=self.context, Items=[
            create("IfcStyledItem", Styles=[self.blue[1]])
        ])  # fmt: skip
        create(
            "IfcMaterialDefinitionRepresentation", Representations=[styled], RepresentedMaterial=self.steel
        )
        self.root(
            "IfcRelAssociatesMaterial", RelatedObjects=[self.by_name("beam")], RelatingMaterial=self.steel
        )
        self._pumps()
        whole = self.element("IfcCurtainWall", "curtain wall")
        self.solid("IfcPlate", "panel", (3.0, 0.05, 3.0), at=(0.0, 20.0, 0.0))
        self.root("IfcRelAggregates", RelatingObject=whole, RelatedObjects=[self.by_name("panel")])
        self.shared_hole = self.hole("gap", whole, (0.5, 0.4, 0.5), at=(0.5, 19.9, 1.0))
        room = self.place("IfcSpace", "room", self.storey)
        room.Representation, room.ObjectPlacement = self.shape("room", (5.0, 4.0, 3.0)), self.at()

    def by_name(self, name: str) -> Any:
        return next(one for one in self.file.by_type("IfcProduct") if one.Name == name)

    def shape(self, name: str, size: tuple[float, float, float]) -> Any:
        x, y, z = size
        create = self.file.create_entity
        profile = create("IfcRectangleProfileDef", ProfileType="AREA", XDim=x, YDim=y)
        up = create("IfcDirection", DirectionRatios=(0.0, 0.0, 1.0))
        self.solids[name] = create(
            "IfcExtrudedAreaSolid", SweptArea=profile, Position=self._axes(), ExtrudedDirection=up, Depth=z
        )
        return create(
            "IfcProductDefinitionShape", Representations=[self._body("SweptSolid", self.solids[name])]
        )

    def solid(
        self, ifc_class: str, name: str, size: tuple[float, float, float], at: Any = (0.0, 0.0, 0.0)
    ) -> Any:
        one = self.element(ifc_class, name, Representation=self.shape(name, size))
        one.ObjectPlacement = self.at(*at)
        return one

    def hole(self, name: str, whole: Any, size: tuple[float, float, float], at: Any) -> Any:
        opening = self.root(
            "IfcOpeningElement",
            Name=name,
            ObjectPlacement=self.at(*at),
            Representation=self.shape(name, size),
        )
        self.root("IfcRelVoidsElement", RelatingBuildingElement=whole, RelatedOpeningElement=opening)
        return opening

    def colour(self, red: float, green: float, blue: float) -> tuple[Any, Any]:
        create = self.file.create_entity
        colour = create("IfcColourRgb", Red=red, Green=green, Blue=blue)
        shading = create("IfcSurfaceStyleShading", SurfaceColour=colour)
        return colour, create("IfcSurfaceStyle", Name="Paint", Side="BOTH", Styles=[shading])

    def _pumps(self) -> None:
        create = self.file.create_entity
        self.shape("pump", (0.3, 0.4, 0.5))
        source = create(
            "IfcRepresentationMap",
            MappingOrigin=self._axes(),
            MappedRepresentation=self._body("SweptSolid", self.solids["pump"]),
        )
        self.type("IfcPump", "SUMPPUMP").RepresentationMaps = [source]
        for number in (1, 2):
            origin = create("IfcCartesianPoint", Coordinates=(0.0, 0.0, 0.0))
            target = create("IfcCartesianTransformationOperator3D", LocalOrigin=origin)
            mapped = create("IfcMappedItem", MappingSource=source, MappingTarget=target)
            shape = create(
                "IfcProductDefinitionShape", Representations=[self._body("MappedRepresentation", mapped)]
            )
            pump = self.element("IfcPump", f"pump {number}", "SUMPPUMP", Representation=shape)
            pump.ObjectPlacement = self.at(10.0, float(number), 0.0)

    def _context(self, kind: str) -> Any:
        return self.file.create_entity(
            "IfcGeometricRepresentationContext",
            ContextType=kind,
            CoordinateSpaceDimension=3,
            Precision=1e-5,
            WorldCoordinateSystem=self._axes(),
        )

    def _axes(self) -> Any:
        create = self.file.create_entity
        origin = create("IfcCartesianPoint", Coordinates=(0.0, 0.0, 0.0))
        return create("IfcAxis2Placement3D", Location=origin)

    def _body(self, kind: str, item: Any) -> Any:
        return self.file.create_entity(
            "IfcShapeRepresentation",
            ContextOfItems=self.context,
            RepresentationIdentifier="Body",
            RepresentationType=kind,
            Items=[item],
        )


def named_steps(model: Any) -> dict[int, str]:
    """STEP id → name of everything that has one."""
    return {one.id(): one.Name for one in model.by_type("IfcProduct") if one.Name}


def written(model: ShapedModel, folder: Path, name: str = "model.ifc") -> Path:
    return model.save(folder, name)
