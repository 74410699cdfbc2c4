"""A person's value as a typed value of the file's schema: checked first, for the library writes whatever it gets."""

from __future__ import annotations

import math
import re
from datetime import date, datetime
from functools import cache
from typing import Any

import ifcopenshell

from assets.ifc import measures
from assets.ifc.edits import NotWritable

_DATE = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_DURATION = re.compile(
    r"^P(?!$)(?:(\d+(?:\.\d+)?)Y)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)D)?"
    r"(?:T(?!$)(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$"
)
_DAY = 86400.0
_DURATION_PARTS = (365.25 * _DAY, 365.25 * _DAY / 12, 7 * _DAY, _DAY, 3600.0, 60.0, 1.0)  # seconds
_DURATION_UNITS = {"a": "P{}Y", "an": "P{}Y", "ans": "P{}Y", "year": "P{}Y", "years": "P{}Y", "mo": "P{}M",
                   "mois": "P{}M", "d": "P{}D", "j": "P{}D", "h": "PT{}H", "min": "PT{}M", "s": "PT{}S"}  # fmt: skip
# In words. Whoever reads what people type or a file writes knows some signs besides.
YES = frozenset({"true", "yes", "oui", "vrai"})
NO = frozenset({"false", "no", "non", "faux"})
_YES = YES | {"1", ".t."}
_NO = NO | {"0", ".f."}
_LONGEST = {"IfcLabel": 255, "IfcIdentifier": 255}


def typed(model: Any, measure: str, value: Any) -> Any:
    """Return the value as an entity of type `measure` (IFCLABEL('x')); raise NotWritable."""
    return model.create_entity(measure, plain(model.schema_identifier, measure, value))


def plain(schema: str, measure: str, value: Any) -> Any:
    """Return the value as the type holds it: str, float, int, bool or "UNKNOWN"; raise NotWritable."""
    match kind_of(schema, measure):
        case "string":
            return _text(measure, value)
        case "real" | "number":
            return _number(value)
        case "integer":
            number = _number(value)
            if not number.is_integer():
                raise NotWritable("no-whole-number", value=value)
            return int(number)
        case "boolean" | "logical" as kind:
            return _truth(value, logical=kind == "logical")
    raise NotWritable("kind-unknown", measure=measure)


@cache
def kind_of(schema: str, measure: str) -> str:
    """Return what a type holds at bottom: string, real, number, integer, boolean, logical or another word."""
    wrapper: Any = ifcopenshell.ifcopenshell_wrapper
    try:
        declaration = wrapper.schema_by_name(schema).declaration_by_name(measure)
    except RuntimeError:
        return "unknown"
    if declaration.as_type_declaration() is None:
        return "unknown"
    held = declaration.declared_type()
    while held.as_named_type() is not None:
        held = held.declared_type().as_type_declaration().declared_type()
    simple = held.as_simple_type()
    return str(simple.declared_type()) if simple is not None else "unknown"


def _text(measure: str, value: Any) -> str:
    if measure == "IfcDate":
        return iso_date(value)
    if measure == "IfcDuration":
        return iso_duration(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (dict, list)):
        raise NotWritable("one-text")
    text = spoken(value)
    if len(text) > _LONGEST.get(measure, len(text)):
        raise NotWritable("too-long", letters=_LONGEST[measure])
    return text


def spoken(value: Any) -> str:
    """Write a number as people do: 12, not 12.0."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value).strip()


def iso_date(value: Any) -> str:
    """Return 2026-01-31 for a date or a moment in ISO 8601; raise NotWritable."""
    text = value.isoformat() if isinstance(value, (date, datetime)) else str(value).strip()
    text = text[:10] if re.match(r"^\d{4}-\d{2}-\d{2}[T ]", text) else text
    try:
        if _DATE.match(text):
            return date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    raise NotWritable("no-date", value=value)


def iso_duration(value: Any) -> str:
    text = str(value).strip().upper()
    if not _DURATION.match(text):
        raise NotWritable("no-duration", value=value)
    return text


def duration_of(value: Any, unit: str) -> str:
    """Return a number of years, months, days … as a duration: 2 with "a" is P2Y."""
    shape = _DURATION_UNITS.get(unit.strip())
    if shape is None:
        raise NotWritable("no-duration", value=f"{value} {unit}")
    return iso_duration(shape.format(spoken(_number(value))))


def seconds_of(value: Any) -> float:
    """Return the seconds of an ISO 8601 duration; a year has 365.25 days and a month is its twelfth."""
    found = _DURATION.match(iso_duration(value))
    assert found is not None
    return sum(float(part or 0) * size for part, size in zip(found.groups(), _DURATION_PARTS, strict=True))


def number_in(text: str) -> float:
    """Read a number as people write it, 1 450,5 or 1450.5; raise ValueError."""
    return float(ungrouped(text).replace(",", "."))


def ungrouped(text: str) -> str:
    """Leave out the spaces, of any width, between thousands."""
    return re.sub("[ \xa0\u202f]", "", text)


def _number(value: Any) -> float:
    if isinstance(value, (bool, dict, list)) or value is None:
        raise NotWritable("no-number", value=value)
    try:
        number = number_in(str(value))
    except ValueError:
        raise NotWritable("no-number", value=value) from None
    if not math.isfinite(number):
        raise NotWritable("no-number", value=value)
    return number


def _truth(value: Any, *, logical: bool) -> bool | str:
    word = str(value).strip().lower()
    if word in _YES:
        return True
    if word in _NO:
        return False
    if logical and word in ("unknown", ".u."):
        return "UNKNOWN"
    raise NotWritable("no-truth", value=value)


def in_unit(value: Any, unit: str | None, into: str | None) -> float:
    """Return a number in the file's unit; the same when either unit is not said. Raises NotWritable."""
    number = _number(value)
    if not unit or not into:
        return number
    try:
        return measures.convert(number, unit, into)
    except measures.NotConvertible:
        raise NotWritable("other-unit", into=into, value=spoken(value), unit=unit) from None


def member(value: Any, members: tuple[str, ...]) -> str:
    """Return the member of the enumeration that is meant, in the schema's letters; raise NotWritable."""
    text = spoken(value)
    for one in members:
        if folded(one) == folded(text):
            return one
    if members:
        raise NotWritable("no-member", value=text, members=", ".join(members))
    return text


def folded(text: str) -> str:
    """Letters and digits only, in capitals: NOT_KNOWN, NotKnown and "not known" are one word."""
    return re.sub(r"[\W_]", "", text).upper()
