"""Where a file of each schema keeps a fact that has no place in it yet (DOMAIN §2.18), and how it is typed there.

What the schema's own templates do not have goes into a set of ours, without the prefix that is reserved for theirs.
"""

from __future__ import annotations

from collections.abc import Sequence

from assets.ifc.dimensions import fits
from assets.ifc.templates import applies, template_in

OWN_SET = "GC_Maintenance"
_OCCURRENCE = "Pset_ManufacturerOccurrence"
_MAKER = "Pset_ManufacturerTypeInformation"
_SCHEMAS = ("IFC2X3", "IFC4", "IFC4X3_ADD2")

# Key: (set and name in IFC2X3, in IFC4, in IFC4X3), and the type where no template says it.
_PLACES: dict[str, tuple[tuple[str, str, str], str]] = {
    "serial_number": ((f"{_OCCURRENCE}.SerialNumber",) * 3, "IfcIdentifier"),
    "barcode": ((f"{_OCCURRENCE}.BarCode",) * 3, "IfcIdentifier"),
    "acquisition_date": ((f"{_OCCURRENCE}.AcquisitionDate",) * 3, "IfcDate"),
    "manufacturing_date": (
        (f"{OWN_SET}.ManufacturingDate",) * 2 + (f"{_OCCURRENCE}.ManufacturingDate",),
        "IfcDate",
    ),
    "manufacturer": ((f"{_MAKER}.Manufacturer",) * 3, "IfcLabel"),
    "model": ((f"{_MAKER}.ModelReference",) * 3, "IfcLabel"),
    "installation_date": (
        (f"{OWN_SET}.InstallationDate",) * 2 + ("Pset_InstallationOccurrence.InstallationDate",),
        "IfcDate",
    ),
    "warranty_start": (("Pset_Warranty.WarrantyStartDate",) * 3, "IfcDate"),
    "warranty_period": (("Pset_Warranty.WarrantyPeriod",) * 3, "IfcDuration"),
    "warranty_end": (
        ("Pset_Warranty.WarrantyEndDate",) * 2 + (f"{OWN_SET}.WarrantyEndDate",),
        "IfcDate",
    ),
    "service_life": (
        (f"{OWN_SET}.ExpectedLife",) + ("Pset_ServiceLife.ServiceLifeDuration",) * 2,
        "IfcDuration",
    ),
    "condition": (
        (f"{OWN_SET}.AssessmentCondition",) + ("Pset_Condition.AssessmentCondition",) * 2,
        "IfcLabel",
    ),
    "criticality": (
        (f"{OWN_SET}.Criticality",) * 2 + ("Pset_MaintenanceStrategy.AssetCriticality",),
        "IfcLabel",
    ),
    "verified_at": ((f"{OWN_SET}.VerifiedAt",) * 3, "IfcDate"),
}


def place(key: str, schema: str) -> tuple[str, str]:
    """Return (set, name) for a key in a file of this schema; an unknown key goes into our own set, in camel case."""
    if key not in _PLACES:
        return OWN_SET, "".join(word.capitalize() for word in key.split("_"))
    where, _ = _PLACES[key]
    set_name, name = where[_SCHEMAS.index(schema)].split(".")
    return set_name, name


def knows(key: str) -> bool:
    """Say whether the table has a place for this key."""
    return key in _PLACES


def place_for(
    key: str, sources: Sequence[tuple[str, str]], schema: str, ifc_class: str, unit: str | None = None
) -> tuple[str, str]:
    """Return the one (set, name) for a field of an element that does not say it yet.

    The table's place, else the first of `sources` that the schema has for the class and whose measure fits `unit`;
    else one of our own, for a standard property holds what the standard says and nothing else.
    """
    if knows(key):
        return place(key, schema)
    for set_name, name in sources:
        if applies(schema, set_name, ifc_class) and takes(schema, set_name, name, unit):
            return set_name, name
    return OWN_SET, sources[0][1] if sources else "Value"


def takes(schema: str, set_name: str, name: str, unit: str | None) -> bool:
    """Say whether the schema's template of this property is there, for a value that people write in `unit`."""
    known = template_in(schema, set_name, name)
    return known is not None and known.holds != "P_REFERENCEVALUE" and fits(known.measure, unit)


def usual_type(set_name: str, name: str) -> str | None:
    """Return the type of a value of our own set; None when the place says nothing of it."""
    for where, measure in _PLACES.values():
        if f"{set_name}.{name}" in where:
            return measure
    return None
