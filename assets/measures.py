"""Units as people write them, and how they turn into one another: "3,5 bar" is 350 000 Pa."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unit:
    """`factor` and `offset` lead to the SI unit of its dimension: si = value · factor + offset."""

    symbol: str
    dimension: str
    factor: float
    offset: float = 0.0


def _units(dimension: str, **factors: float) -> list[Unit]:
    return [Unit(symbol, dimension, factor) for symbol, factor in factors.items()]


# By dimension, the SI unit first. The order is the order in which people are told what they may write.
_TABLE: dict[str, list[Unit]] = {
    "pressure": _units("pressure", Pa=1, bar=1e5, mbar=100, kPa=1e3, MPa=1e6, mCE=9806.65, psi=6894.757),
    "flow": [
        Unit(symbol, "flow", factor)
        for symbol, factor in (
            ("m³/s", 1),
            ("m³/h", 1 / 3600),
            ("l/s", 1e-3),
            ("l/min", 1e-3 / 60),
            ("l/h", 1e-3 / 3600),
        )
    ],
    "mass flow": [Unit("kg/s", "mass flow", 1), Unit("kg/h", "mass flow", 1 / 3600)],
    "length": [
        *_units("length", m=1, mm=1e-3, cm=1e-2, km=1e3, ft=0.3048),
        Unit("in", "length", 0.0254),
    ],
    "area": [Unit("m²", "area", 1), Unit("mm²", "area", 1e-6), Unit("cm²", "area", 1e-4)],
    "volume": [Unit("m³", "volume", 1), Unit("l", "volume", 1e-3)],
    "power": _units("power", W=1, kW=1e3, MW=1e6, VA=1, kVA=1e3, MVA=1e6, ch=735.49875),
    "voltage": _units("voltage", V=1, kV=1e3, mV=1e-3),
    "current": _units("current", A=1, kA=1e3, mA=1e-3),
    "frequency": [
        Unit("1/s", "frequency", 1),
        Unit("tr/min", "frequency", 1 / 60),
        Unit("rpm", "frequency", 1 / 60),
        Unit("Hz", "frequency", 1),
    ],
    "temperature": [Unit("K", "temperature", 1), Unit("°C", "temperature", 1, 273.15)],
    "mass": _units("mass", kg=1, g=1e-3, t=1e3),
    "time": _units("time", s=1, min=60, h=3600),
    "transmittance": [Unit("W/(m²·K)", "transmittance", 1)],
    "ratio": [Unit("", "ratio", 1), Unit("%", "ratio", 0.01)],
}
_OTHER_SPELLINGS = {
    "m3/s": "m³/s", "m3/h": "m³/h", "m3": "m³", "m2": "m²", "mm2": "mm²", "cm2": "cm²", "litre": "l", "litres": "l",
    "c": "°C", "tr/mn": "tr/min", "t/min": "tr/min", "1/min": "tr/min", "min⁻¹": "tr/min", "min-1": "tr/min",
    "w/m²k": "W/(m²·K)", "w/m2k": "W/(m²·K)", "w/(m2.k)": "W/(m²·K)", "w/m²·k": "W/(m²·K)", "a": "A", "v": "V",
    "volts": "V", "volt": "V", "watts": "W", "bars": "bar", "personnes": "", "pouces": "in", '"': "in", "mce": "mCE",
}  # fmt: skip
_BY_SYMBOL = {unit.symbol: unit for units in _TABLE.values() for unit in units}
_BY_FOLDED = {unit.symbol.casefold(): unit for units in reversed(_TABLE.values()) for unit in reversed(units)}

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
    return _TABLE[dimension][0].symbol


def symbols(dimension: str) -> list[str]:
    """What people may write."""
    return [each.symbol for each in _TABLE[dimension] if each.symbol]


def convert(value: float, before: Unit, after: Unit) -> float:
    """The same amount in another unit of the dimension, to ten figures (350 000, not 349 999,99999)."""
    if before == after:
        return value
    amount = (value * before.factor + before.offset - after.offset) / after.factor
    return float(f"{amount:.10g}")
