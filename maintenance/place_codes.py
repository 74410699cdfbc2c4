"""Codes of a station's assets and rooms inside a text or in the field another system keeps for them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assets.ifc.codes import normalise as code_key
from maintenance.place_register import Register, Thing
from maintenance.place_rooms import Room

_WRITTEN = re.compile(r"[^\W_]+(?:[-_./][^\W_]+)*")
_SPACED = re.compile(r"[^\W\d_]+(?:[ -]+[^\W_]+){0,3}?[ ]+0\d+(?![\w-])")


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
    """ESC-01, esc_1, ESC02 as they stand; "asc 01" with a space only when the zero shows that it is a code."""
    for match in (*_WRITTEN.finditer(text), *_SPACED.finditer(text)):
        written = match.group()
        has_both = re.search(r"\d", written) and re.search(r"[^\W\d_]", written)
        if has_both and len(re.sub(r"[^\w]|_", "", written)) >= 3:
            yield written
    spaced = list(re.finditer(r"\S+", text))
    for size in (3, 4):
        for at in range(len(spaced) - size + 1):
            written = text[spaced[at].start() : spaced[at + size - 1].end()].strip(".,;:!?()")
            if re.fullmatch(r"[^\W\d_]{2,5}(?: [^\W\d_]{1,4}){1,2} \d{1,4}", written):
                yield written


def _without_station(code: str, register: Register) -> str:
    start = re.match(rf"\s*{re.escape(register.station_code)}[\W_]+", code, re.IGNORECASE)
    return code_key(code[start.end() :]) if start else ""
