"""Property values as the property sets name them, before any schema: a measure name and a value."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Single:
    """An IfcPropertySingleValue; `measure` is the IFC measure type."""

    measure: str
    value: str | float | int | bool


@dataclass(frozen=True)
class Bounded:
    """An IfcPropertyBoundedValue; the standard asks for one where a rating has limits."""

    measure: str
    lower: float | str | None
    upper: float | str | None
    set_point: float | str | None = None


@dataclass(frozen=True)
class Choice:
    """An IfcPropertyEnumeratedValue."""

    value: str


@dataclass(frozen=True)
class Day:
    """An ISO date; IFC2X3 has no date type and refers to an IfcCalendarDate instead."""

    iso: str


@dataclass(frozen=True)
class Years:
    """A duration in years: IfcDuration, in IFC2X3 seconds in an IfcTimeMeasure."""

    count: int


Value = Single | Bounded | Choice | Day | Years
PropertySets = dict[str, dict[str, Value]]


def label(text: str) -> Single:
    return Single("IfcLabel", text)


def identifier(text: str) -> Single:
    return Single("IfcIdentifier", text)


def text(words: str) -> Single:
    return Single("IfcText", words)


def yes(answer: bool) -> Single:
    return Single("IfcBoolean", answer)


def count(number: int) -> Single:
    return Single("IfcCountMeasure", number)


def measure(kind: str, number: float) -> Single:
    """`kind` without the Ifc prefix and Measure suffix: Power (W), PositiveLength (m), Pressure (Pa) …"""
    return Single(f"Ifc{kind}Measure", float(number))
