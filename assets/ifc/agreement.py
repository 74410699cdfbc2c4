"""Do two writings say the same thing? Units, number formats, dates and the letters of constants do not count."""

from __future__ import annotations

import math
import re
from typing import Any

from assets.ifc import measures, typed_values
from assets.ifc.edits import NotWritable

_CLOSE = 1e-6
_WRITTEN_DATE = re.compile(r"^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$")


def agree(one: Any, unit: str | None, other: Any, other_unit: str | None) -> bool:
    """Compare two JSON-able values with their units' symbols (None or empty: not said)."""
    one, other = _bare(one), _bare(other)
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(agree(one[k], unit, other[k], other_unit) for k in one)
    if isinstance(one, list) and isinstance(other, list):
        pairs = zip(one, other, strict=False)
        return len(one) == len(other) and all(agree(a, unit, b, other_unit) for a, b in pairs)
    if isinstance(one, (dict, list)) or isinstance(other, (dict, list)):
        return False
    if _truth(one) is not None and _truth(other) is not None:
        return _truth(one) == _truth(other)
    if _counts(one, unit) or _counts(other, other_unit):
        return _numbers_agree(one, unit, other, other_unit)
    return _text(one) == _text(other)


def _bare(value: Any) -> Any:
    """A list of one is that one; a range is its set point, or its end when both are the same."""
    if isinstance(value, list) and len(value) == 1:
        return _bare(value[0])
    if isinstance(value, dict):
        kept = {key: each for key, each in value.items() if each is not None}
        if "set_point" in kept:
            return kept["set_point"]
        if set(kept) == {"lower", "upper"} and kept["lower"] == kept["upper"]:
            return kept["lower"]
        return next(iter(kept.values())) if len(kept) == 1 else kept
    return value


def _truth(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    return True if word in typed_values.YES else False if word in typed_values.NO else None


def _counts(value: Any, unit: str | None) -> bool:
    """A number, or a text that is one because a unit stands beside it; a serial number "0012" is a text."""
    return isinstance(value, (int, float)) or bool(unit)


def _numbers_agree(one: Any, unit: str | None, other: Any, other_unit: str | None) -> bool:
    first, second = _number(one, unit), _number(other, other_unit)
    if first is None or second is None:
        return _text(one) == _text(other)
    (a, unit_a), (b, unit_b) = first, second
    if unit_a and unit_b:
        try:
            a = measures.convert(a, unit_a, unit_b)
        except measures.NotConvertible:
            return False
    return math.isclose(a, b, rel_tol=_CLOSE, abs_tol=1e-12)


def _number(value: Any, unit: str | None) -> tuple[float, str | None] | None:
    """(number, its unit); a duration counts in seconds."""
    text = str(value).strip()
    if text.upper().startswith("P"):
        try:
            return typed_values.seconds_of(text), "s"
        except NotWritable:
            return None
    try:
        return typed_values.number_in(text), unit
    except ValueError:
        return None


def _text(value: Any) -> str:
    text = " ".join(str(value).split())
    if day := _WRITTEN_DATE.match(text):
        return f"{day[3]}-{int(day[2]):02d}-{int(day[1]):02d}"
    if re.match(r"^\d{4}-\d{2}-\d{2}[T ]", text):
        return text[:10]
    if re.match(r"^P\d", text.upper()):
        try:
            return f"{typed_values.seconds_of(text):.0f} s"
        except NotWritable:
            return text.casefold()
    return typed_values.folded(text) if re.fullmatch(r"[A-Za-z_ ]+", text) else text.casefold()
