"""Where the file lies on the map: a map conversion, the property-set convention of the oldest schema, or lat/long."""

from __future__ import annotations

from typing import Any

from assets.ifc.attributes import Attributes
from assets.ifc.properties import PropertySets
from assets.ifc.records import Georeference, PropertyRecord


def read_georeference(attributes: Attributes, sets: PropertySets) -> Georeference | None:
    """Return the best the file says; None when it says nothing. Angles in degrees."""
    latitude, longitude = _site_position(attributes)
    found = _conversion(attributes) or _rigid(attributes) or _convention(attributes, sets)
    if found is None and latitude is not None:
        found = {"crs": None, "eastings": 0.0, "northings": 0.0, "orthogonal_height": 0.0}
    return Georeference(**found, latitude=latitude, longitude=longitude) if found else None


def _conversion(read: Attributes) -> dict[str, Any] | None:
    for conversion in read.of_class("IfcMapConversion"):
        crs = read.entity(conversion, "TargetCRS")
        return {
            "crs": read.text(crs, "Name") or None if crs is not None else None,
            "eastings": read.number(conversion, "Eastings") or 0.0,
            "northings": read.number(conversion, "Northings") or 0.0,
            "orthogonal_height": read.number(conversion, "OrthogonalHeight") or 0.0,
            **_rotation(read.number(conversion, "XAxisAbscissa"), read.number(conversion, "XAxisOrdinate")),
            "scale": read.number(conversion, "Scale") or 1.0,
        }
    return None


def _rigid(read: Attributes) -> dict[str, Any] | None:
    """A move without rotation, newest schema."""
    for operation in read.of_class("IfcRigidOperation"):
        crs = read.entity(operation, "TargetCRS")
        first, second = (read.value(operation, name) for name in ("FirstCoordinate", "SecondCoordinate"))
        return {
            "crs": read.text(crs, "Name") or None if crs is not None else None,
            "eastings": _unwrapped(first),
            "northings": _unwrapped(second),
            "orthogonal_height": read.number(operation, "Height") or 0.0,
        }
    return None


def _convention(read: Attributes, sets: PropertySets) -> dict[str, Any] | None:
    """Files of the oldest schema carry the same facts as property sets of the site or project."""
    said: dict[str, Any] = {}
    for ifc_class in ("IfcProject", "IfcSite"):
        for owner in read.of_class(ifc_class):
            for record in sets.of(owner.id()):
                if record.set_name.casefold() in ("epset_mapconversion", "epset_projectedcrs"):
                    said[_key(record)] = record.value
    if "eastings" not in said:
        return None
    return {
        "crs": said.get("name") or said.get("targetcrs"),
        "eastings": _unwrapped(said["eastings"]),
        "northings": _unwrapped(said.get("northings")),
        "orthogonal_height": _unwrapped(said.get("orthogonalheight")),
        **_rotation(said.get("xaxisabscissa"), said.get("xaxisordinate")),
        "scale": _unwrapped(said.get("scale")) or 1.0,
    }


def _key(record: PropertyRecord) -> str:
    return record.name.replace(" ", "").casefold()


def _rotation(abscissa: Any, ordinate: Any) -> dict[str, float]:
    """Both or nothing: a lone number is no direction."""
    if (
        not isinstance(abscissa, (int, float))
        or not isinstance(ordinate, (int, float))
        or not (abscissa or ordinate)
    ):
        return {}
    return {"x_axis_abscissa": float(abscissa), "x_axis_ordinate": float(ordinate)}


def _unwrapped(value: Any) -> float:
    if hasattr(value, "is_a") and len(value):
        value = value.get_argument(0)
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else 0.0


def _site_position(read: Attributes) -> tuple[float | None, float | None]:
    for site in read.of_class("IfcSite"):
        latitude, longitude = (_degrees(read.value(site, name)) for name in ("RefLatitude", "RefLongitude"))
        if latitude is not None and longitude is not None:
            return latitude, longitude
    return None, None


def _degrees(parts: Any) -> float | None:
    """Degrees, minutes, seconds and millionths of a second, all of one sign."""
    if (
        not isinstance(parts, (tuple, list))
        or len(parts) < 3
        or not all(isinstance(one, int) for one in parts)
    ):
        return None
    degrees, minutes, seconds, millionths = (*parts, 0)[:4]
    return degrees + minutes / 60 + (seconds + millionths / 1e6) / 3600
