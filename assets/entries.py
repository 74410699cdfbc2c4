"""Reads what a person typed as the value of a characteristic: "3,5 bar", "120 m³/h", "2 ans", "12/03/2024".

read(of("flow", "pump"), "120 m3/h", unit="m³/s")  →  Entry(0.0333…, "m³/s")
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from assets import measures
from assets.characteristics import Characteristic
from assets.ifc.typed_values import NO, YES, number_in, ungrouped

LONGEST = 255
_NUMBER = r"[-+]?\d[\d\u00a0\u202f ]*(?:[.,]\d+)?(?:[eE][-+]?\d+)?"
_RANGE = re.compile(rf"({_NUMBER})\s*(?:\.\.|–|—|-|à|to)\s*({_NUMBER})\s*(.*)")
_SINGLE = re.compile(rf"({_NUMBER})\s*(.*)")
_ISO_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_SPOKEN_DATE = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_ISO_DURATION = re.compile(r"P(?=\d|T\d)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?")
_SPOKEN_DURATION = re.compile(
    r"(\d{1,4})\s*(ans?|années?|years?|y|mois|months?|semaines?|weeks?|jours?|days?|j|d)"
)
_DURATION_LETTERS = {"a": "Y", "y": "Y", "m": "M", "s": "W", "w": "W", "j": "D", "d": "D"}
_YES = YES | {"1", "o", "y"}
_NO = NO | {"0", "n"}


class Unreadable(ValueError):
    """What was typed is no such value. `code` names what is wrong, `said` fills its sentence."""

    def __init__(self, code: str, **said: str) -> None:
        super().__init__(code)
        self.code, self.said = code, said


@dataclass(frozen=True, slots=True)
class Entry:
    """A value as the register keeps it: JSON, None when it was emptied; `unit` is a symbol or ""."""

    value: Any
    unit: str = ""


def read(characteristic: Characteristic, typed: Any, *, unit: str = "", shown: str = "") -> Entry:
    """The value that was meant. Raises Unreadable.

    `unit` is the one the register keeps this value in (a file has its own); `shown` the one meant when none is typed.
    """
    if typed is None or (isinstance(typed, str) and not typed.strip()):
        return Entry(None)
    readers = {
        "count": _count,
        "yes_no": _yes_no,
        "date": _date,
        "duration": _duration,
        "choice": _choice,
    }
    if characteristic.holds == "number":
        return _number(characteristic, typed, unit, shown)
    reader = readers.get(characteristic.holds, _text)
    return Entry(reader(characteristic, typed))


def _number(characteristic: Characteristic, typed: Any, unit: str, shown: str) -> Entry:
    kept = _kept_in(characteristic, unit)
    if isinstance(typed, int | float) and not isinstance(typed, bool):
        return Entry(
            _converted(characteristic, float(typed), shown or unit, kept), kept.symbol if kept else unit
        )
    text = str(typed).strip()
    if found := _RANGE.fullmatch(text):
        low, high = (number_in(found[number]) for number in (1, 2))
        if low > high:
            raise Unreadable("range-turned", low=found[1], high=found[2])
        said = found[3] or shown or unit
        ends = [_converted(characteristic, end, said, kept) for end in (low, high)]
        return Entry({"lower": ends[0], "upper": ends[1]}, kept.symbol if kept else unit)
    if not (found := _SINGLE.fullmatch(text)):
        raise Unreadable("not-a-number", typed=text[:40])
    value = _converted(characteristic, number_in(found[1]), found[2] or shown or unit, kept)
    return Entry(value, kept.symbol if kept else unit)


def _kept_in(characteristic: Characteristic, unit: str) -> measures.Unit | None:
    known = measures.unit(unit) if unit else None
    return known or (measures.unit(characteristic.unit) if characteristic.dimension != "ratio" else None)


def _converted(characteristic: Characteristic, amount: float, said: str, kept: measures.Unit | None) -> float:
    if not said or kept is None or said == kept.symbol:
        return amount
    meant = measures.unit(said)
    allowed = ", ".join(measures.symbols(kept.dimension))
    if meant is None:
        raise Unreadable("unit-unknown", unit=said[:20], units=allowed)
    if meant.dimension != kept.dimension:
        raise Unreadable("unit-of-something-else", unit=meant.symbol, units=allowed)
    return measures.convert(amount, meant, kept)


def _count(characteristic: Characteristic, typed: Any) -> int:
    text = ungrouped(str(typed).strip())
    if not re.fullmatch(r"\d{1,9}", text):
        raise Unreadable("not-a-count", typed=text[:40])
    return int(text)


def _yes_no(characteristic: Characteristic, typed: Any) -> bool:
    if isinstance(typed, bool):
        return typed
    word = str(typed).strip().casefold()
    if word not in _YES | _NO:
        raise Unreadable("not-yes-or-no", typed=word[:40])
    return word in _YES


def _choice(characteristic: Characteristic, typed: Any) -> str:
    """The standard's constant; a file may keep it as a list of one."""
    chosen = str(typed[0] if isinstance(typed, list) and len(typed) == 1 else typed).strip().upper()
    if chosen not in characteristic.choices:
        raise Unreadable("not-a-choice", typed=chosen[:40])
    return chosen


def _date(characteristic: Characteristic, typed: Any) -> str:
    text = typed.isoformat() if isinstance(typed, date) else str(typed).strip()
    if iso := _ISO_DATE.fullmatch(text[:10] if text[10:11] == "T" else text):
        year, month, day = (int(part) for part in iso.groups())
    elif spoken := _SPOKEN_DATE.fullmatch(text):
        day, month, year = (int(part) for part in spoken.groups())
    else:
        raise Unreadable("not-a-date", typed=text[:40])
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        raise Unreadable("not-a-date", typed=text[:40]) from None


def _duration(characteristic: Characteristic, typed: Any) -> str | dict[str, str]:
    """One, or from one to another: "7 ans – 17 ans"."""
    ends = re.split(r"\s*(?:\.\.|–|—|\sà\s|\sto\s)\s*", str(typed).strip())
    if len(ends) == 2:
        return {"lower": _one_duration(ends[0]), "upper": _one_duration(ends[1])}
    return _one_duration(typed)


def _one_duration(typed: Any) -> str:
    text = str(typed).strip()
    if _ISO_DURATION.fullmatch(text.upper()):
        return text.upper()
    if not (spoken := _SPOKEN_DURATION.fullmatch(text.casefold())):
        raise Unreadable("not-a-duration", typed=text[:40])
    return f"P{int(spoken[1])}{_DURATION_LETTERS[spoken[2][0]]}"


def _text(characteristic: Characteristic, typed: Any) -> str:
    text = " ".join(str(typed).split())
    if len(text) > LONGEST:
        raise Unreadable("too-long", most=str(LONGEST))
    return text
