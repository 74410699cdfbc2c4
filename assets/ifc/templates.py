"""What the standard says of one property: what it holds, in which measure, and the words it may be chosen from.

Read from buildingSMART's own templates, which come with ifcopenshell; the newest schema that knows the property wins.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ifcopenshell.util.pset import get_template

SCHEMAS = ("IFC4X3", "IFC4", "IFC2X3")


@dataclass(frozen=True, slots=True)
class Template:
    """`holds` is the template's type (P_SINGLEVALUE, P_BOUNDEDVALUE, Q_LENGTH …), `measure` the value's."""

    holds: str
    measure: str
    choices: tuple[str, ...] = ()


@cache
def template_of(set_name: str, name: str) -> Template | None:
    """Return what a property may hold; None for one that no standard set has. The first call takes a second."""
    for schema in SCHEMAS:
        found = get_template(schema).get_by_name(set_name)
        for each in (found.HasPropertyTemplates or ()) if found else ():
            if each.Name == name and each.is_a("IfcSimplePropertyTemplate"):
                return Template(str(each.TemplateType), str(each.PrimaryMeasureType or ""), _choices(each))
    return None


def _choices(template: object) -> tuple[str, ...]:
    listed = getattr(template, "Enumerators", None)
    return tuple(str(each.wrappedValue) for each in listed.EnumerationValues) if listed else ()
