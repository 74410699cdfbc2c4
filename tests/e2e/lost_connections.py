"""A model as a bad export gives it: of some connections nothing is written, and their ports lie a little apart."""

from __future__ import annotations

from pathlib import Path

import ifcopenshell
import ifcopenshell.util.unit

EVERY = 15  # connections
APART = 0.012  # metres


def write(source: Path, to: Path) -> None:
    """The same model without every so-many-th connection of its ports, and without its place on earth."""
    model = ifcopenshell.open(source)
    metre = 1 / ifcopenshell.util.unit.calculate_unit_scale(model)
    joined = sorted(model.by_type("IfcRelConnectsPorts"), key=lambda each: each.id())
    for lost in joined[EVERY // 2 :: EVERY]:
        placed = lost.RelatedPort.ObjectPlacement
        frame = placed.RelativePlacement  # other ports may share it
        x, *rest = frame.Location.Coordinates
        beside = model.create_entity("IfcCartesianPoint", (x + APART * metre, *rest))
        placed.RelativePlacement = model.create_entity(
            "IfcAxis2Placement3D", beside, frame.Axis, frame.RefDirection
        )
        model.remove(lost)
    for site in model.by_type("IfcSite"):
        site.RefLatitude = site.RefLongitude = None
    for told in model.by_type("IfcMapConversion"):
        model.remove(told)
    to.parent.mkdir(parents=True, exist_ok=True)
    model.write(str(to))
