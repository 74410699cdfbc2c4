"""What can be known of a STEP physical file (ISO 10303-21) from its bytes, before and beside the parser.

The parser takes a cut file without a word, so the closing line, the line numbers and the references are read here.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from assets.ifc.mapped_file import file_bytes

# A string ('' is an escaped quote) or a comment: what must not be mistaken for structure.
_QUOTED = rb"'(?:[^']|'')*(?:'|\Z)|/\*.*?(?:\*/|\Z)"
_QUOTED_OR_TRAILER = re.compile(_QUOTED + rb"|(END-ISO-10303-21\s*;)", re.DOTALL)
_QUOTED_OR_REFERENCE = re.compile(_QUOTED + rb"|#(\d+)(\s*=)?", re.DOTALL)
_COMMENT = re.compile(rb"/\*.*?\*/", re.DOTALL)
_TRAILER = re.compile(rb"END-ISO-10303-21\s*;\s*\Z")
_OWN_LINE = re.compile(rb"ENDSEC\s*;\s*\nEND-ISO-10303-21\s*;\s*\Z")
_SCHEMA = re.compile(rb"FILE_SCHEMA\s*\(\s*\(\s*'([^']*)'", re.IGNORECASE | re.DOTALL)
_RELABELLED = re.compile(rb"/\* relabelled from (\w+) \*/")
_HEAD_BYTES = 1 << 20
_TAIL_BYTES = 1 << 16
_CHUNK_BYTES = 1 << 22
_DIGITS = 10
_TABLE_LIMIT = 1 << 26  # numbers above are too sparse for a table
_AFTER = 16  # bytes looked at after a `#`


@dataclass(frozen=True, slots=True)
class Numbering:
    """Line numbers of a file: how many `#n=` are written, which twice, and which `#n` are only pointed to."""

    written: int
    defined: frozenset[int]
    reused: tuple[int, ...]
    dangling: tuple[int, ...]


def head(path: Path) -> bytes:
    """Return the first bytes of the file, without a byte order mark and leading white space."""
    with path.open("rb") as stream:
        first = stream.read(_HEAD_BYTES)
    return first.removeprefix(b"\xef\xbb\xbf").lstrip()


def without_comments(text: bytes) -> bytes:
    """Return the text without comments and the white space around them at its start."""
    return _COMMENT.sub(b" ", text).lstrip()


def schema_name(first: bytes) -> str | None:
    """Return the schema the header names, in capitals; None when the header names none."""
    header = _COMMENT.sub(b" ", first.split(b"DATA;", 1)[0])
    found = _SCHEMA.search(header)
    return found.group(1).decode("ascii", "replace").strip().upper() if found else None


def relabelled_from(first: bytes) -> str | None:
    """Return the schema that the file named before `relabel`; None when nobody relabelled it."""
    found = _RELABELLED.search(first.split(b"DATA;", 1)[0])
    return found.group(1).decode("ascii", "replace") if found else None


def relabel(path: Path, schema: str, target: Path) -> None:
    """Write a copy whose header names `schema`, and in a comment beside it the one that it named."""
    with path.open("rb") as stream, target.open("wb") as copy:
        first = stream.read(_HEAD_BYTES)
        named = _SCHEMA.search(first)
        if named is None:
            raise ValueError(f"{path.name} names no schema")
        former = named.group(1).strip()
        copy.write(first[: named.start(1)] + schema.encode() + b"' /* relabelled from " + former + b" */")
        copy.write(first[named.end(1) + 1 :])
        shutil.copyfileobj(stream, copy)


def is_complete(path: Path) -> bool:
    """Say whether the file ends with its closing line.

    White space, comments and NUL bytes after it do not matter; the words inside a string or a comment do not count.
    """
    with file_bytes(path) as view:
        tail = _COMMENT.sub(b" ", view[max(0, len(view) - _TAIL_BYTES) :]).rstrip(b" \t\r\n\0\x1a")
        if not _TRAILER.search(tail):
            return False
        # On a line of its own it closes the file, even when an apostrophe somewhere was not doubled.
        return _OWN_LINE.search(tail) is not None or not _may_be_quoted(view) or _closes_outside_quotes(view)


def _may_be_quoted(view: Any) -> bool:
    """Cheap test: only an odd number of quotes, or a comment, can put the last words inside a string."""
    quotes = sum(
        view[start : start + _CHUNK_BYTES].count(b"'") for start in range(0, len(view), _CHUNK_BYTES)
    )
    return quotes % 2 == 1 or view.rfind(b"/*") > view.rfind(b"*/")


def _closes_outside_quotes(view: Any) -> bool:
    return any(found.group(1) for found in _QUOTED_OR_TRAILER.finditer(view))


def numbering(path: Path) -> Numbering:
    """Read all line numbers of the file; exact, also when strings hold `#12`."""
    with file_bytes(path) as view:
        octets = np.frombuffer(view, dtype=np.uint8)
        defined, referred, marks = _numbers(octets)
        distinct, unknown = _compare(defined, referred)
        in_doubt = distinct != defined.size or not all(
            _in_string(view, mark) for mark in marks[unknown].tolist()
        )
        del octets  # the map cannot be closed while an array looks at it
    return _exact_numbering(path) if in_doubt else Numbering(distinct, frozenset(defined.tolist()), (), ())


def _numbers(octets: Any) -> tuple[Any, Any, Any]:
    """Return (numbers defined, numbers pointed to, where these pointers stand), with repeats."""
    empty = np.zeros(0, dtype=np.int64)
    defined, referred, marked = [empty], [empty], [empty]
    for start in range(0, len(octets), _CHUNK_BYTES):
        window = octets[start : start + _CHUNK_BYTES + _AFTER]
        marks = np.flatnonzero(window[:_CHUNK_BYTES] == ord("#")).astype(np.int32)
        marks = marks[marks < len(window) - _AFTER]  # a whole file ends with its closing line
        values, defining = _after_marks(window, marks)
        pointing = ~defining & (values >= 0)
        defined.append(values[defining])
        referred.append(values[pointing])
        marked.append(marks[pointing].astype(np.int64) + start)
    return np.concatenate(defined), np.concatenate(referred), np.concatenate(marked)


def _compare(defined: Any, referred: Any) -> tuple[int, Any]:
    """Return how many different numbers are defined, and which pointers lead to none of them."""
    largest = max(int(defined.max(initial=0)), int(referred.max(initial=0)))
    if largest > _TABLE_LIMIT:
        unique = np.unique(defined)
        return int(unique.size), ~np.isin(referred, unique)
    known = np.zeros(largest + 1, dtype=bool)
    known[defined] = True
    return int(known.sum()), ~known[referred]


def _after_marks(window: Any, marks: Any) -> tuple[Any, Any]:
    """Parse the digits after each mark; return the numbers (-1: none) and whether `=` follows."""
    values = np.zeros(len(marks), dtype=np.int64)
    ends = marks + 1
    reading = np.ones(len(marks), dtype=bool)
    for place in range(1, _DIGITS + 1):
        digit = window[marks + place] - np.uint8(ord("0"))
        reading &= digit < 10
        if not reading.any():
            break
        values = np.where(reading, values * 10 + digit, values)
        ends += reading
    values[ends == marks + 1] = -1
    for _ in range(3):
        ends = ends + (window[ends] == ord(" "))
    return values, (window[ends] == ord("=")) & (values >= 0)


def _in_string(view: Any, position: int) -> bool:
    """Say whether an odd number of quotes stands before the position on its line."""
    line = view.rfind(b"\n", 0, position) + 1
    return bool(view[line:position].count(b"'") % 2)


def _exact_numbering(path: Path) -> Numbering:
    """The slow way, with strings and comments left out."""
    seen: set[int] = set()
    reused: dict[int, None] = {}
    referred: set[int] = set()
    written = 0
    with file_bytes(path) as view:
        for found in _QUOTED_OR_REFERENCE.finditer(view):
            if found.group(1) is None:
                continue
            number = int(found.group(1))
            if found.group(2) is None:
                referred.add(number)
                continue
            written += 1
            if number in seen:
                reused[number] = None
            seen.add(number)
    return Numbering(written, frozenset(seen), tuple(reused), tuple(sorted(referred - seen)))
