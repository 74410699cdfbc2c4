"""The units one file counts in, for values that are written into it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import ifcopenshell

from assets.ifc import dimensions, measures
from assets.ifc.attributes import Entity
from assets.ifc.edits import NotWritable
from assets.ifc.units import ProjectUnits, Units, kind_of_unit

_SI_UNITS = {
    "LENGTHUNIT": ("METRE", "m"),
    "AREAUNIT": ("SQUARE_METRE", "m²"),
    "VOLUMEUNIT": ("CUBIC_METRE", "m³"),
    "MASSUNIT": ("GRAM", "kg"),
    "TIMEUNIT": ("SECOND", "s"),
    "ELECTRICCURRENTUNIT": ("AMPERE", "A"),
    "ELECTRICVOLTAGEUNIT": ("VOLT", "V"),
    "POWERUNIT": ("WATT", "W"),
    "PRESSUREUNIT": ("PASCAL", "Pa"),
    "THERMODYNAMICTEMPERATUREUNIT": ("KELVIN", "K"),
    "FREQUENCYUNIT": ("HERTZ", "Hz"),
    "FORCEUNIT": ("NEWTON", "N"),
    "ENERGYUNIT": ("JOULE", "J"),
    "ILLUMINANCEUNIT": ("LUX", "lx"),
    "LUMINOUSFLUXUNIT": ("LUMEN", "lm"),
    "PLANEANGLEUNIT": ("RADIAN", "rad"),
}
# In the order of measures.Dimensions.
_BASE = (
    ("LENGTHUNIT", "METRE"),
    ("MASSUNIT", "GRAM"),
    ("TIMEUNIT", "SECOND"),
    ("ELECTRICCURRENTUNIT", "AMPERE"),
    ("THERMODYNAMICTEMPERATUREUNIT", "KELVIN"),
    ("AMOUNTOFSUBSTANCEUNIT", "MOLE"),
    ("LUMINOUSINTENSITYUNIT", "CANDELA"),
)


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit the file does not have yet: an SI one by `name`, or made of base units by `dimensions`."""

    kind: str
    symbol: str
    name: str = ""
    dimensions: measures.Dimensions | None = None


@dataclass
class FileUnits:
    """Reads the file's units and makes the few it lacks."""

    model: Any
    units: Units
    project: ProjectUnits
    _made: dict[NewUnit, Entity] = field(default_factory=dict)

    def symbol(self, unit: Entity | None) -> str | None:
        return self.units.symbol(unit)

    def of_measure(self, measure: str) -> str | None:
        return self.project.of_measure(measure) if measure else None

    def of_quantity(self, ifc_class: str) -> str | None:
        return self.project.of_quantity(ifc_class)

    def counts_in(self, measure: str, unit: str) -> bool:
        """Say whether a value given in `unit` can be of this type: True where nothing is known to the contrary."""
        one, other = dimensions.of_unit(self.of_measure(measure)), dimensions.of_unit(unit)
        if one is None or other is None:
            return dimensions.fits(measure, unit)
        return one == other

    def unit_for(self, measure: str, given: str | None) -> tuple[NewUnit | None, str | None]:
        """Return (its own unit, symbol) for a new property: none of its own where the file has one for the measure."""
        known = self.of_measure(measure)
        if known or not given or not measure.endswith("Measure"):
            return None, known
        lacking = self._lacking(measure, given)
        return lacking, lacking.symbol if lacking else None

    def _lacking(self, measure: str, given: str) -> NewUnit | None:
        kind = kind_of_unit(measure)
        if kind in _SI_UNITS:
            name, symbol = _SI_UNITS[kind]
            return NewUnit(kind, symbol, name)
        meaning = measures.measure(given)
        if meaning is None:
            raise NotWritable("unit-unknown", unit=given)
        if kind not in _derived_kinds(self.model.schema_identifier) or not any(meaning.dimensions):
            return None
        return NewUnit(kind, measures.written(meaning.dimensions), dimensions=meaning.dimensions)

    def make(self, wanted: NewUnit) -> Entity:
        """Return the unit, made once a file."""
        if wanted not in self._made:
            self._made[wanted] = (
                self._derived(wanted) if wanted.dimensions else self._si(wanted.kind, wanted.name)
            )
        return self._made[wanted]

    def _si(self, kind: str, name: str) -> Entity:
        prefix = "KILO" if name == "GRAM" and kind == "MASSUNIT" else None
        return self.model.create_entity("IfcSIUnit", UnitType=kind, Prefix=prefix, Name=name)

    def _derived(self, wanted: NewUnit) -> Entity:
        powers = zip(_BASE, wanted.dimensions or (), strict=True)
        elements = [
            self.model.create_entity("IfcDerivedUnitElement", Unit=self._si(kind, name), Exponent=power)
            for (kind, name), power in powers
            if power
        ]
        return self.model.create_entity("IfcDerivedUnit", Elements=elements, UnitType=wanted.kind)


def _derived_kinds(schema: str) -> tuple[str, ...]:
    wrapper: Any = ifcopenshell.ifcopenshell_wrapper
    kinds = wrapper.schema_by_name(schema).declaration_by_name("IfcDerivedUnitEnum")
    return tuple(kinds.enumeration_items())
