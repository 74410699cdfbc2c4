"""What is written beside a value, as a number of SI units: "m³/h", "mm", "kW" and "°C" can be compared and converted.

The symbols are those that `assets.ifc.units` writes and those people type ("m3/h", "l/s", "tr/min").
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

# Powers of metre, kilogram, second, ampere, kelvin, mole, candela.
Dimensions = tuple[int, int, int, int, int, int, int]

_NONE: Dimensions = (0, 0, 0, 0, 0, 0, 0)
_BASE = ("m", "kg", "s", "A", "K", "mol", "cd")
_YEAR = 365.25 * 86400

PREFIXES = {
    "da": 1e1, "E": 1e18, "P": 1e15, "T": 1e12, "G": 1e9, "M": 1e6, "k": 1e3, "h": 1e2, "d": 1e-1, "c": 1e-2,
    "m": 1e-3, "µ": 1e-6, "μ": 1e-6, "n": 1e-9, "p": 1e-12, "f": 1e-15, "a": 1e-18,
}  # fmt: skip
# Symbol: (SI units in one, metre, kilogram, second, ampere, kelvin, mole, candela). These take a prefix…
_SI: dict[str, tuple[float, Dimensions]] = {
    "m": (1, (1, 0, 0, 0, 0, 0, 0)), "g": (1e-3, (0, 1, 0, 0, 0, 0, 0)), "s": (1, (0, 0, 1, 0, 0, 0, 0)),
    "A": (1, (0, 0, 0, 1, 0, 0, 0)), "K": (1, (0, 0, 0, 0, 1, 0, 0)), "mol": (1, (0, 0, 0, 0, 0, 1, 0)),
    "cd": (1, (0, 0, 0, 0, 0, 0, 1)), "lm": (1, (0, 0, 0, 0, 0, 0, 1)), "lx": (1, (-2, 0, 0, 0, 0, 0, 1)),
    "Hz": (1, (0, 0, -1, 0, 0, 0, 0)), "N": (1, (1, 1, -2, 0, 0, 0, 0)), "Pa": (1, (-1, 1, -2, 0, 0, 0, 0)),
    "J": (1, (2, 1, -2, 0, 0, 0, 0)), "W": (1, (2, 1, -3, 0, 0, 0, 0)), "Wh": (3600, (2, 1, -2, 0, 0, 0, 0)),
    "VA": (1, (2, 1, -3, 0, 0, 0, 0)), "var": (1, (2, 1, -3, 0, 0, 0, 0)), "C": (1, (0, 0, 1, 1, 0, 0, 0)),
    "V": (1, (2, 1, -3, -1, 0, 0, 0)), "F": (1, (-2, -1, 4, 2, 0, 0, 0)), "Ω": (1, (2, 1, -3, -2, 0, 0, 0)),
    "S": (1, (-2, -1, 3, 2, 0, 0, 0)), "Wb": (1, (2, 1, -2, -1, 0, 0, 0)), "T": (1, (0, 1, -2, -1, 0, 0, 0)),
    "H": (1, (2, 1, -2, -2, 0, 0, 0)), "L": (1e-3, (3, 0, 0, 0, 0, 0, 0)), "l": (1e-3, (3, 0, 0, 0, 0, 0, 0)),
    "bar": (1e5, (-1, 1, -2, 0, 0, 0, 0)), "t": (1e3, (0, 1, 0, 0, 0, 0, 0)), "rad": (1, _NONE), "sr": (1, _NONE),
}  # fmt: skip
# … and these do not.
_PLAIN: dict[str, tuple[float, Dimensions]] = {
    "1": (1, _NONE), "%": (1e-2, _NONE), "rev": (1, _NONE), "tr": (1, _NONE), "°": (0.017453292519943295, _NONE),
    "min": (60, (0, 0, 1, 0, 0, 0, 0)), "h": (3600, (0, 0, 1, 0, 0, 0, 0)), "d": (86400, (0, 0, 1, 0, 0, 0, 0)),
    "j": (86400, (0, 0, 1, 0, 0, 0, 0)), "mo": (_YEAR / 12, (0, 0, 1, 0, 0, 0, 0)),
    "mois": (_YEAR / 12, (0, 0, 1, 0, 0, 0, 0)), "a": (_YEAR, (0, 0, 1, 0, 0, 0, 0)),
    "an": (_YEAR, (0, 0, 1, 0, 0, 0, 0)), "ans": (_YEAR, (0, 0, 1, 0, 0, 0, 0)),
    "year": (_YEAR, (0, 0, 1, 0, 0, 0, 0)), "years": (_YEAR, (0, 0, 1, 0, 0, 0, 0)),
    "rpm": (1 / 60, (0, 0, -1, 0, 0, 0, 0)), "mCE": (9806.65, (-1, 1, -2, 0, 0, 0, 0)),
    "mH2O": (9806.65, (-1, 1, -2, 0, 0, 0, 0)), "ft": (0.3048, (1, 0, 0, 0, 0, 0, 0)),
    "in": (0.0254, (1, 0, 0, 0, 0, 0, 0)), "yd": (0.9144, (1, 0, 0, 0, 0, 0, 0)),
    "mi": (1609.344, (1, 0, 0, 0, 0, 0, 0)), "acre": (4046.8564224, (2, 0, 0, 0, 0, 0, 0)),
    "lb": (0.45359237, (0, 1, 0, 0, 0, 0, 0)), "oz": (0.028349523125, (0, 1, 0, 0, 0, 0, 0)),
    "psi": (6894.757293168, (-1, 1, -2, 0, 0, 0, 0)), "BTU": (1055.05585262, (2, 1, -2, 0, 0, 0, 0)),
    "gal (US)": (3.785411784e-3, (3, 0, 0, 0, 0, 0, 0)), "gal (UK)": (4.54609e-3, (3, 0, 0, 0, 0, 0, 0)),
    "kip": (4448.2216152605, (1, 1, -2, 0, 0, 0, 0)), "ch": (735.49875, (2, 1, -3, 0, 0, 0, 0)),
}  # fmt: skip
_SCALES: dict[str, tuple[float, float]] = {
    "°C": (1.0, 273.15),
    "°F": (5 / 9, 459.67 * 5 / 9),
}  # (factor, zero in K)

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_POWER = re.compile(r"^(.*?[^\d^-])\^?(-?\d)$")


class NotConvertible(Exception):
    """The two units do not measure the same thing, or one of them is not known."""


@dataclass(frozen=True, slots=True)
class Measure:
    """SI value = `factor` × value + `zero`."""

    factor: float
    dimensions: Dimensions
    zero: float = 0.0


def convert(value: float, unit: str, into: str) -> float:
    """Return `value` in the other unit; raise NotConvertible."""
    if unit.strip() == into.strip():
        return value
    one, other = measure(unit), measure(into)
    if one is None or other is None or one.dimensions != other.dimensions:
        raise NotConvertible(f"{unit} is not {into}")
    if (one.factor, one.zero) == (other.factor, other.zero):
        return value
    converted = (value * one.factor + one.zero - other.zero) / other.factor
    return float(f"{converted:.12g}")  # 0.3 m³/h asks for no seventeen digits


@cache
def measure(symbol: str) -> Measure | None:
    """Return what a symbol means; None when it is not known."""
    symbol = symbol.strip()
    if symbol in _SCALES:
        factor, zero = _SCALES[symbol]
        return Measure(factor, (0, 0, 0, 0, 1, 0, 0), zero)
    above, *below = symbol.split("/")
    factor, dimensions = 1.0, _NONE
    for part, sign in [*_parts(above, 1), *(one for text in below for one in _parts(text, -1))]:
        found = _single(part)
        if found is None:
            return None
        size, powers, power = found
        factor *= size ** (sign * power)
        dimensions = _added(dimensions, powers, sign * power)
    return Measure(factor, dimensions)


def written(dimensions: Dimensions) -> str:
    """Return the SI unit of these dimensions: kg·m/s²."""
    return quotient((symbol, power) for symbol, power in zip(_BASE, dimensions, strict=True) if power)


def quotient(powers: Iterable[tuple[str, int]]) -> str:
    """Write (symbol, power) of units as people do: kg·m/s²; 1/s where all are below the line."""
    above: list[str] = []
    below: list[str] = []
    for symbol, power in powers:
        raised = "" if abs(power) == 1 else str(abs(power)).translate(_RAISED)
        (above if power > 0 else below).append(symbol + raised)
    return ("·".join(above) or "1") + (f"/{'·'.join(below)}" if below else "")


def _parts(text: str, sign: int) -> list[tuple[str, int]]:
    """Divide a product, which may stand in brackets below the line: W/(m²·K) is W/m²·K."""
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1]
    return [(part.strip(), sign) for part in re.split(r"[·*.]", text)]


def _single(part: str) -> tuple[float, Dimensions, int] | None:
    """Read one factor of a unit: (SI units in one, dimensions, power)."""
    whole = _known(part)
    if whole is not None:
        return (*whole, 1)
    power = _POWER.match(part.translate(_SUPERSCRIPTS))
    base = _known(power.group(1)) if power else None
    return (*base, int(power.group(2))) if power and base else None


def _known(symbol: str) -> tuple[float, Dimensions] | None:
    if symbol in _PLAIN:
        return _PLAIN[symbol]
    if symbol in _SI:
        return _SI[symbol]
    for prefix, factor in PREFIXES.items():
        rest = symbol.removeprefix(prefix)
        if rest != symbol and rest in _SI:
            size, dimensions = _SI[rest]
            return size * factor, dimensions
    return None


def _added(one: Dimensions, other: Dimensions, times: int) -> Dimensions:
    a, b, c, d, e, f, g = (x + times * y for x, y in zip(one, other, strict=True))
    return a, b, c, d, e, f, g
