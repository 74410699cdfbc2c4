"""What each schema calls things: occurrence classes, enumeration words, property names."""

from __future__ import annotations

from functools import lru_cache

from ifcopenshell import ifcopenshell_wrapper

# IFC2X3 has generic occurrences only; the class is read from the type (IfcValveType …).
IFC2X3_OCCURRENCES = {
    "IfcPipeSegment": "IfcFlowSegment",
    "IfcPipeFitting": "IfcFlowFitting",
    "IfcValve": "IfcFlowController",
    "IfcFlowMeter": "IfcFlowController",
    "IfcPump": "IfcFlowMovingDevice",
    "IfcTank": "IfcFlowStorageDevice",
    "IfcSanitaryTerminal": "IfcFlowTerminal",
    "IfcWasteTerminal": "IfcFlowTerminal",
    "IfcSensor": "IfcDistributionControlElement",
    "IfcActuator": "IfcDistributionControlElement",
    "IfcController": "IfcDistributionControlElement",
    "IfcFilter": "IfcFlowTreatmentDevice",
}


@lru_cache
def words(schema: str, enumeration: str) -> tuple[str, ...]:
    """The words of an enumeration; empty when the schema lacks it."""
    try:
        declaration = ifcopenshell_wrapper.schema_by_name(schema).declaration_by_name(enumeration)
    except RuntimeError:
        return ()
    return tuple(declaration.as_enumeration_type().enumeration_items())


@lru_cache
def attributes(schema: str, entity: str) -> tuple[str, ...]:
    """The attribute names of an entity in file order."""
    declaration = ifcopenshell_wrapper.schema_by_name(schema).declaration_by_name(entity).as_entity()
    return tuple(attribute.name() for attribute in declaration.all_attributes())


@lru_cache
def has_entity(schema: str, entity: str) -> bool:
    try:
        ifcopenshell_wrapper.schema_by_name(schema).declaration_by_name(entity)
    except RuntimeError:
        return False
    return True


def occurrence(schema: str, ifc: str) -> str:
    return IFC2X3_OCCURRENCES.get(ifc, ifc) if schema == "IFC2X3" else ifc


def type_of(schema: str, ifc: str) -> str:
    """The type entity of an occurrence class; building elements without one of their own get their nearest."""
    for candidate in (f"{ifc}Type", f"{ifc}Style"):
        if has_entity(schema, candidate):
            return candidate
    raise LookupError(f"{schema} has no type for {ifc}")


def predefined(schema: str, ifc: str, word: str) -> str:
    """The word if the schema knows it for that class, else USERDEFINED."""
    known = words(schema, f"{ifc}TypeEnum") or words(schema, f"{ifc}Enum")
    return word if word in known else "USERDEFINED"
