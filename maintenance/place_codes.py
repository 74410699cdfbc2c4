"""Codes of a station's assets and rooms inside a text or in the field another system keeps for them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assets.ifc.codes import normalise as code_key
from maintenance.place_register import Register, Thing
from maintenance.place_rooms import Room

_WRITTEN = re.compile(r"[^\W_]+(?:[-_./][^\W_]+)*")
_SPACED = {
    2: re.compile(r"[^\W\d_]{2,5} 0\d{1,4}"),
    3: re.compile(r"[^\W\d_]{2,5} [^\W\d_]{1,4} \d{1,4}"),
    4: re.compile(r"[^\W\d_]{2,5}(?: [^\W\d_]{1,4}){2} \d{1,4}"),
}  # by the number of words
_SHORTEST = 3  # letters and digits of a code in a text


def in_field(code: str, register: Register) -> list[Thing | Room]:
    """Everything that answers to a code however it is written; with the station's code before it, too."""
    if not code.strip():
        return []
    found = register.by_code.get(code_key(code), [])
    return found or register.by_code.get(_without_station(code, register), [])


def by_former_code(code: str, register: Register) -> list[Thing]:
    """Assets that had this code once, or have it as a tool's id."""
    return register.by_former_code.get(code_key(code), []) if code.strip() else []


def in_text(text: str, register: Register) -> list[Thing | Room]:
    """What the codes in a text lead to, each once, in the order of the text. A number alone is no code."""
    found: dict[int, Thing | Room] = {}
    for written in _candidates(text):
        for one in in_field(written, register) or by_former_code(written, register):
            found.setdefault(id(one), one)
    return list(found.values())


def _candidates(text: str) -> Iterator[str]:
    """ESC-01, esc_1, ESC02 as they stand; with spaces "asc 01" (the zero shows that it is a code) and "efs v 14"."""
    for match in _WRITTEN.finditer(text):
        written = match.group()
        has_both = re.search(r"\d", written) and re.search(r"[^\W\d_]", written)
        if has_both and len(re.sub(r"[\W_]", "", written)) >= _SHORTEST:
            yield written
    words = [word.strip(".,;:!?()") for word in text.split()]
    for size, spaced in _SPACED.items():
        for at in range(len(words) - size + 1):
            written = " ".join(words[at : at + size])
            if spaced.fullmatch(written):
                yield written


def _without_station(code: str, register: Register) -> str:
    start = re.match(rf"\s*{re.escape(register.station_code)}[\W_]+", code, re.IGNORECASE)
    return code_key(code[start.end() :]) if start else ""
