"""Units as people type them, and which are offered for what: "3,5 bar" is a pressure of 350 000 Pa.

How much each unit is, `assets.ifc.measures` knows: files and people mean the same amounts.
"""

from __future__ import annotations

from dataclasses import dataclass

from assets.ifc import measures as amounts


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as it is shown, and the dimension it is offered for."""

    symbol: str
    dimension: str


# By dimension, the SI unit first. The order is the order in which people are told what they may write.
OFFERED: dict[str, tuple[str, ...]] = {
    "pressure": ("Pa", "bar", "mbar", "kPa", "MPa", "mCE", "psi"),
    "flow": ("m³/s", "m³/h", "l/s", "l/min", "l/h"),
    "mass flow": ("kg/s", "kg/h"),
    "length": ("m", "mm", "cm", "km", "ft", "in"),
    "area": ("m²", "mm²", "cm²"),
    "volume": ("m³", "l"),
    "power": ("W", "kW", "MW", "VA", "kVA", "MVA", "ch"),
    "voltage": ("V", "kV", "mV"),
    "current": ("A", "kA", "mA"),
    "frequency": ("1/s", "tr/min", "rpm", "Hz"),
    "temperature": ("K", "°C"),
    "mass": ("kg", "g", "t"),
    "time": ("s", "min", "h"),
    "transmittance": ("W/(m²·K)",),
    "ratio": ("", "%"),
}
_OTHER_SPELLINGS = {
    "m3/s": "m³/s", "m3/h": "m³/h", "m3": "m³", "m2": "m²", "mm2": "mm²", "cm2": "cm²", "litre": "l", "litres": "l",
    "c": "°C", "tr/mn": "tr/min", "t/min": "tr/min", "1/min": "tr/min", "min⁻¹": "tr/min", "min-1": "tr/min",
    "w/m²k": "W/(m²·K)", "w/m2k": "W/(m²·K)", "w/(m2.k)": "W/(m²·K)", "w/m²·k": "W/(m²·K)", "a": "A", "v": "V",
    "volts": "V", "volt": "V", "watts": "W", "bars": "bar", "personnes": "", "pouces": "in", '"': "in", "mce": "mCE",
}  # fmt: skip
_BY_SYMBOL = {symbol: Unit(symbol, dimension) for dimension, symbols in OFFERED.items() for symbol in symbols}
_BY_FOLDED = {symbol.casefold(): unit for symbol, unit in reversed(_BY_SYMBOL.items())}

# What a measure of the standard is measured in.
_DIMENSIONS = {
    "Pressure": "pressure", "VolumetricFlowRate": "flow", "MassFlowRate": "mass flow", "Length": "length",
    "PositiveLength": "length", "NonNegativeLength": "length", "Area": "area", "Volume": "volume", "Power": "power",
    "ElectricVoltage": "voltage", "ElectricCurrent": "current", "RotationalFrequency": "frequency",
    "Frequency": "frequency", "ThermodynamicTemperature": "temperature", "Mass": "mass", "Time": "time",
    "ThermalTransmittance": "transmittance", "PositiveRatio": "ratio", "Ratio": "ratio",
}  # fmt: skip


def unit(symbol: str) -> Unit | None:
    """The unit people mean, in any of its spellings; None for one nobody here knows."""
    plain = symbol.strip().replace(" ", "")
    plain = _OTHER_SPELLINGS.get(plain.casefold(), plain)
    return _BY_SYMBOL.get(plain) or _BY_FOLDED.get(plain.casefold())


def dimension_of(measure: str) -> str | None:
    """ "IfcPressureMeasure" → "pressure"; None for a measure without unit."""
    return _DIMENSIONS.get(measure.removeprefix("Ifc").removesuffix("Measure"))


def si(dimension: str) -> str:
    """The symbol of the SI unit of a dimension."""
    return OFFERED[dimension][0]


def symbols(dimension: str) -> list[str]:
    """What people may write."""
    return [symbol for symbol in OFFERED[dimension] if symbol]


def convert(value: float, before: Unit, after: Unit) -> float:
    """The same amount in another unit of the dimension (350 000, not 349 999,99999)."""
    return amounts.convert(value, before.symbol or "1", after.symbol or "1")


def in_si(value: float, unit: Unit) -> float:
    """The same amount in the SI unit of the dimension."""
    return convert(value, unit, _BY_SYMBOL[si(unit.dimension)])
