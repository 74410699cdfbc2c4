"""Units of a file: metres per unit of length, and the symbol to write beside a value.

Values are kept as the file writes them, with their unit; only lengths that we place things with become metres.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from assets.ifc.attributes import Attributes, Entity, is_entity
from assets.ifc.findings import finding
from assets.ifc.measures import PREFIXES, quotient
from assets.ifc.records import Finding

_PREFIX_SYMBOLS = {
    "EXA": "E", "PETA": "P", "TERA": "T", "GIGA": "G", "MEGA": "M", "KILO": "k", "HECTO": "h", "DECA": "da",
    "DECI": "d", "CENTI": "c", "MILLI": "m", "MICRO": "µ", "NANO": "n", "PICO": "p", "FEMTO": "f", "ATTO": "a",
}  # fmt: skip
_SI_SYMBOLS = {
    "METRE": "m", "SQUARE_METRE": "m²", "CUBIC_METRE": "m³", "GRAM": "g", "SECOND": "s", "AMPERE": "A",
    "KELVIN": "K", "DEGREE_CELSIUS": "°C", "MOLE": "mol", "CANDELA": "cd", "RADIAN": "rad", "STERADIAN": "sr",
    "HERTZ": "Hz", "NEWTON": "N", "PASCAL": "Pa", "JOULE": "J", "WATT": "W", "COULOMB": "C", "VOLT": "V",
    "FARAD": "F", "OHM": "Ω", "SIEMENS": "S", "WEBER": "Wb", "TESLA": "T", "HENRY": "H", "LUMEN": "lm",
    "LUX": "lx", "BECQUEREL": "Bq", "GRAY": "Gy", "SIEVERT": "Sv",
}  # fmt: skip
_CONVERSION_SYMBOLS = {
    "FOOT": "ft", "FEET": "ft", "INCH": "in", "YARD": "yd", "MILE": "mi", "SQUARE FOOT": "ft²", "SQUARE INCH": "in²",
    "SQUARE YARD": "yd²", "ACRE": "acre", "CUBIC FOOT": "ft³", "CUBIC INCH": "in³", "CUBIC YARD": "yd³",
    "LITRE": "L", "LITER": "L", "GALLON UK": "gal (UK)", "GALLON US": "gal (US)", "DEGREE": "°", "POUND": "lb",
    "OUNCE": "oz", "TON": "t", "TONNE": "t", "MINUTE": "min", "HOUR": "h", "DAY": "d", "YEAR": "a", "BAR": "bar",
    "PSI": "psi", "BTU": "BTU", "FAHRENHEIT": "°F", "PERCENT": "%", "REVOLUTION": "rev", "KIP": "kip",
}  # fmt: skip
_IMPERIAL = {"FOOT", "FEET", "INCH", "YARD", "MILE", "US SURVEY FOOT"}

# Measures whose name does not lead to the name of their unit.
_MEASURE_UNITS = {
    "PositiveLength": "LENGTHUNIT",
    "NonNegativeLength": "LENGTHUNIT",
    "PositivePlaneAngle": "PLANEANGLEUNIT",
    "ThermodynamicTemperature": "THERMODYNAMICTEMPERATUREUNIT",
    "NormalisedRatio": "",
    "Monetary": "MONETARY",
}
_QUANTITY_UNITS = {
    "IfcQuantityLength": "LENGTHUNIT",
    "IfcQuantityArea": "AREAUNIT",
    "IfcQuantityVolume": "VOLUMEUNIT",
    "IfcQuantityWeight": "MASSUNIT",
    "IfcQuantityTime": "TIMEUNIT",
}


@dataclass(frozen=True, slots=True)
class ProjectUnits:
    """Units that hold for the whole file. `symbols` maps a kind of unit (LENGTHUNIT …) to what is written."""

    metres: float
    symbols: dict[str, str]
    findings: tuple[Finding, ...]
    _measures: dict[str, str | None] = field(default_factory=dict)

    def of_measure(self, measure: str) -> str | None:
        """Return the symbol for a value of the measure (`IfcLengthMeasure` → `mm`); None when it has no unit."""
        if measure not in self._measures:
            self._measures[measure] = self.symbols.get(kind_of_unit(measure))
        return self._measures[measure]

    def of_quantity(self, quantity_class: str) -> str | None:
        """Return the symbol for a quantity (`IfcQuantityArea` → `m²`)."""
        return self.symbols.get(_QUANTITY_UNITS.get(quantity_class, ""))


def kind_of_unit(measure: str) -> str:
    """Return the kind of unit that a measure is counted in (`IfcLengthMeasure` → LENGTHUNIT); "" for none."""
    stem = measure.removeprefix("Ifc").removesuffix("Measure")
    return _MEASURE_UNITS.get(stem, stem.upper() + "UNIT") if measure.endswith("Measure") else ""


class Units:
    """Reads the units of a file; the symbol of each unit entity is worked out once."""

    def __init__(self, attributes: Attributes) -> None:
        self.attributes = attributes
        self._symbols: dict[int, str | None] = {}

    def of_project(self) -> ProjectUnits:
        """Return the units of the project; a missing unit of length is decided by a size test and said."""
        symbols: dict[str, str] = {}
        length: Entity | None = None
        for assignment in self.attributes.of_class("IfcUnitAssignment"):
            for unit in self.attributes.entities(assignment, "Units"):
                kind = self._kind(unit)
                symbol = self.symbol(unit)
                if kind and symbol and kind not in symbols:
                    symbols[kind] = symbol
                if kind == "LENGTHUNIT" and length is None:
                    length = unit
        metres = self.factor(length) if length is not None else None
        if length is None or metres is None or metres <= 0:
            return self._assumed(symbols)
        return ProjectUnits(metres, symbols, tuple(self._imperial(length, metres)))

    def symbol(self, unit: Entity | None) -> str | None:
        """Return what is written beside a value in this unit (`m³/h`); None for no unit."""
        if unit is None or not is_entity(unit):
            return None
        number = unit.id()
        if number not in self._symbols:
            self._symbols[number] = None  # a unit made of itself ends here
            self._symbols[number] = self._written(unit)
        return self._symbols[number]

    def factor(self, unit: Entity) -> float | None:
        """Return how many SI units one unit is (lengths: metres); None when the file does not say."""
        if unit.is_a("IfcSIUnit"):
            prefix = _PREFIX_SYMBOLS.get(str(self.attributes.value(unit, "Prefix")), "")
            return PREFIXES.get(prefix, 1.0)
        measured = self.attributes.entity(unit, "ConversionFactor")
        if measured is None:
            return None
        amount = self.attributes.value(measured, "ValueComponent")
        base = self.attributes.entity(measured, "UnitComponent")
        number = amount.get_argument(0) if hasattr(amount, "is_a") and len(amount) else amount
        if not isinstance(number, (int, float)):
            return None
        base_factor = self.factor(base) if base is not None and base.id() != unit.id() else 1.0
        return float(number) * (base_factor or 1.0)

    def _kind(self, unit: Entity) -> str:
        if unit.is_a("IfcMonetaryUnit"):
            return "MONETARY"
        return str(self.attributes.value(unit, "UnitType") or "")

    def _written(self, unit: Entity) -> str | None:
        read = self.attributes
        if unit.is_a("IfcSIUnit"):
            return _si_symbol(str(read.value(unit, "Prefix") or ""), str(read.value(unit, "Name") or ""))
        if unit.is_a("IfcConversionBasedUnit") or unit.is_a("IfcContextDependentUnit"):
            name = read.text(unit, "Name").strip("'").replace("_", " ")
            return _CONVERSION_SYMBOLS.get(name.upper(), name.lower()) or None
        if unit.is_a("IfcMonetaryUnit"):
            return str(read.value(unit, "Currency") or "") or None
        if unit.is_a("IfcDerivedUnit"):
            return self._derived(unit)
        return None

    def _derived(self, unit: Entity) -> str | None:
        powers: list[tuple[str, int]] = []
        for element in self.attributes.entities(unit, "Elements"):
            symbol = self.symbol(self.attributes.entity(element, "Unit"))
            exponent = self.attributes.value(element, "Exponent")
            if symbol is None or not isinstance(exponent, int):
                return None
            powers.append((symbol, exponent))
        return quotient(powers) if powers else None

    def _imperial(self, length: Entity, metres: float) -> list[Finding]:
        name = self.attributes.text(length, "Name") if length.is_a("IfcConversionBasedUnit") else ""
        if name.strip("'").upper().replace("_", " ") not in _IMPERIAL:
            return []
        return [finding("units-imperial", unit=self.symbol(length), metres=round(metres, 7))]

    def _assumed(self, symbols: dict[str, str]) -> ProjectUnits:
        """No unit of length: storeys and walls are a few metres high, so a median above 50 means millimetres."""
        heights = [
            abs(height)
            for ifc_class, name in (("IfcExtrudedAreaSolid", "Depth"), ("IfcBuildingStorey", "Elevation"))
            for entity in list(self.attributes.of_class(ifc_class))[:2000]
            if (height := self.attributes.number(entity, name))
        ]
        median = sorted(heights)[len(heights) // 2] if heights else 1.0
        millimetres = median > 50
        unit = "millimetre" if millimetres else "metre"
        kept = {"LENGTHUNIT": "mm" if millimetres else "m", **symbols}
        return ProjectUnits(0.001 if millimetres else 1.0, kept, (finding("units-missing", unit=unit),))


def _si_symbol(prefix: str, name: str) -> str | None:
    symbol = _SI_SYMBOLS.get(name)
    return None if symbol is None else _PREFIX_SYMBOLS.get(prefix, "") + symbol
