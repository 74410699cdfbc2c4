"""Solids of the book as IFC representation items; equal points, profiles and styles are written once."""

from __future__ import annotations

from typing import Any

import ifcopenshell

from ifc_samples.station.frames import Frame, Vec, X, Z
from ifc_samples.station.solids import Extrusion, Mesh, Part, Profile
from ifc_samples.station.styles import STYLES

Entity = Any  # ifcopenshell.entity_instance is not typed


class Shapes:
    """Writes points, placements, solids, styles and representations into one file."""

    def __init__(self, file: ifcopenshell.file, body: Entity) -> None:
        self.file, self.body = file, body
        self.schema = file.schema
        self._kept: dict[object, Entity] = {}

    def _once(self, key: object, make: Any) -> Entity:
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]

    # ── points and placements ────────────────────────────────────────────────

    def point(self, p: tuple[float, ...]) -> Entity:
        p = tuple(round(c, 5) + 0.0 for c in p)
        return self._once(("point", p), lambda: self.file.create_entity("IfcCartesianPoint", p))

    def direction(self, v: Vec) -> Entity:
        v = tuple(round(c, 7) + 0.0 for c in v)
        return self._once(("direction", v), lambda: self.file.create_entity("IfcDirection", v))

    def axes(self, frame: Frame) -> Entity:
        """An IfcAxis2Placement3D; directions are left out when they are the world's."""
        upright = frame.x == X and frame.z == Z
        axis, ref = (None, None) if upright else (self.direction(frame.z), self.direction(frame.x))
        origin = self.point(frame.origin)
        key = ("axes", origin.id(), axis and axis.id(), ref and ref.id())
        return self._once(key, lambda: self.file.create_entity("IfcAxis2Placement3D", origin, axis, ref))

    def local_placement(self, frame: Frame, relative_to: Entity | None) -> Entity:
        return self.file.create_entity("IfcLocalPlacement", relative_to, self.axes(frame))

    def _flat_origin(self) -> Entity:
        return self._once(
            "flat origin",
            lambda: self.file.create_entity("IfcAxis2Placement2D", self.point((0.0, 0.0)), None),
        )

    # ── solids ───────────────────────────────────────────────────────────────

    def _profile(self, profile: Profile) -> Entity:
        return self._once(("profile", profile), lambda: self._new_profile(profile))

    def _new_profile(self, profile: Profile) -> Entity:
        make = self.file.create_entity
        if profile.radius is not None:
            return make("IfcCircleProfileDef", "AREA", None, self._flat_origin(), profile.radius)
        if profile.size is not None:
            return make(
                "IfcRectangleProfileDef",
                "AREA",
                None,
                self._flat_origin(),
                *(round(s, 5) for s in profile.size),
            )
        outer = self._closed(profile.points)
        if not profile.holes:
            return make("IfcArbitraryClosedProfileDef", "AREA", None, outer)
        return make(
            "IfcArbitraryProfileDefWithVoids", "AREA", None, outer, [self._closed(h) for h in profile.holes]
        )

    def _closed(self, points: tuple[tuple[float, float], ...]) -> Entity:
        corners = [self.point(p) for p in points]
        return self.file.create_entity("IfcPolyline", [*corners, corners[0]])

    def solid(self, part: Part) -> Entity:
        solid = part.solid
        if isinstance(solid, Extrusion):
            item = self.file.create_entity(
                "IfcExtrudedAreaSolid",
                self._profile(solid.profile),
                self.axes(solid.frame),
                self.direction(Z),
                round(solid.depth, 5),
            )
        else:
            item = self._mesh(solid)
        self._paint(item, part.style)
        return item

    def _mesh(self, mesh: Mesh) -> Entity:
        if self.schema == "IFC2X3":
            return self._brep(mesh)
        points = self.file.create_entity(
            "IfcCartesianPointList3D", [tuple(round(c, 5) + 0.0 for c in p) for p in mesh.points]
        )
        triangles = [tuple(i + 1 for i in triangle) for triangle in mesh.triangles]
        return self.file.create_entity(
            "IfcTriangulatedFaceSet", Coordinates=points, Closed=True, CoordIndex=triangles
        )

    def _brep(self, mesh: Mesh) -> Entity:
        make = self.file.create_entity
        corners = [self.point(p) for p in mesh.points]
        faces = []
        for triangle in mesh.triangles:
            loop = make("IfcPolyLoop", [corners[i] for i in triangle])
            faces.append(make("IfcFace", [make("IfcFaceOuterBound", loop, True)]))
        return make("IfcFacetedBrep", make("IfcClosedShell", faces))

    # ── styles and representations ───────────────────────────────────────────

    def _paint(self, item: Entity, style: str) -> None:
        self.file.create_entity("IfcStyledItem", item, [self._style(style)], None)

    def _style(self, name: str) -> Entity:
        return self._once(("style", name), lambda: self._new_style(name))

    def _new_style(self, name: str) -> Entity:
        make = self.file.create_entity
        red, green, blue, transparency = STYLES[name]
        colour = make("IfcColourRgb", None, red, green, blue)
        rendering = make(
            "IfcSurfaceStyleRendering",
            SurfaceColour=colour,
            Transparency=transparency,
            ReflectanceMethod="NOTDEFINED",
        )
        style = make("IfcSurfaceStyle", name, "BOTH", [rendering])
        return make("IfcPresentationStyleAssignment", [style]) if self.schema == "IFC2X3" else style

    def representation(self, parts: tuple[Part, ...]) -> Entity:
        items = [self.solid(part) for part in parts]
        return self.file.create_entity(
            "IfcShapeRepresentation", self.body, "Body", self._words_for(parts), items
        )

    def _words_for(self, parts: tuple[Part, ...]) -> str:
        """The RepresentationType that allows exactly these solids."""
        kinds = {type(part.solid) for part in parts}
        if kinds == {Extrusion}:
            return "SweptSolid"
        if kinds == {Mesh}:
            return "Brep" if self.schema == "IFC2X3" else "Tessellation"
        return "SolidModel" if self.schema == "IFC2X3" else "SurfaceOrSolidModel"

    def definition(self, parts: tuple[Part, ...]) -> Entity:
        return self.file.create_entity("IfcProductDefinitionShape", None, None, [self.representation(parts)])

    def map_of(self, parts: tuple[Part, ...]) -> Entity:
        return self.file.create_entity("IfcRepresentationMap", self.axes(Frame()), self.representation(parts))

    def mapped_definition(self, source: Entity) -> Entity:
        make = self.file.create_entity
        identity = self._once(
            "identity",
            lambda: make(
                "IfcCartesianTransformationOperator3D", None, None, self.point((0.0, 0.0, 0.0)), 1.0, None
            ),
        )
        item = make("IfcMappedItem", source, identity)
        shape = make("IfcShapeRepresentation", self.body, "Body", "MappedRepresentation", [item])
        return make("IfcProductDefinitionShape", None, None, [shape])
