"""What the standard says of a property: what it holds, in which measure, and the words it may be chosen from.

Read from buildingSMART's own templates, which come with ifcopenshell.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from ifcopenshell.util.pset import get_template

_NEWEST_FIRST = ("IFC4X3", "IFC4", "IFC2X3")


@dataclass(frozen=True, slots=True)
class Template:
    """`holds` is the template's type (P_SINGLEVALUE, P_BOUNDEDVALUE, Q_LENGTH …), `measure` the value's."""

    holds: str
    measure: str
    choices: tuple[str, ...] = ()


def template_of(set_name: str, name: str) -> Template | None:
    """Return what a property may hold, by the newest schema that knows it; None for one that no standard set has."""
    every = (template_in(schema, set_name, name) for schema in _NEWEST_FIRST)
    return next((each for each in every if each is not None), None)


@cache
def template_in(schema: str, set_name: str, name: str) -> Template | None:
    """Return what the schema's template says of a property; None for one it has not, or that is made of others."""
    found = _set_in(schema, set_name)
    for each in (found.HasPropertyTemplates or ()) if found else ():
        if each.Name == name and each.is_a("IfcSimplePropertyTemplate"):
            members = each.Enumerators.EnumerationValues if each.Enumerators else ()
            return Template(
                each.TemplateType or "P_SINGLEVALUE",
                (each.PrimaryMeasureType or "").strip(),
                tuple(str(member.wrappedValue) for member in members),
            )
    return None


def applies(schema: str, set_name: str, ifc_class: str) -> bool:
    """Say whether the schema's template of this set is meant for elements of the class (whatever its subtype)."""
    found = _set_in(schema, set_name)
    if not found:
        return False
    meant = {part for one in (found.ApplicableEntity or "").split(",") for part in one.split("/")}
    return not meant.isdisjoint({ifc_class, f"{ifc_class}Type", "IfcElement"})


def _set_in(schema: str, set_name: str) -> Any:
    """Return the schema's template of a set; the first call for a schema reads its file."""
    return get_template(schema).get_by_name(set_name)
