"""The records of a STEP physical file as tokens, read from its text one by one when they are asked for.

Beside the parser, not instead of it: it is several times faster where only a few thousand records are looked at, and
holds no interpreter's lock-step with whoever reads the same file through the parser.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from assets.ifc.mapped_file import file_bytes

_RECORD = re.compile(
    rb"(#(?<=[;\s]#)\d+)\s*=\s*(\w+)\s*\("
)  # hardly ever within a string; then it is doubled
_ARGUMENTS = re.compile(rb"(?:[^';]++|'[^']*+')*+;")
_TOKEN = re.compile(rb"'(?:[^']|'')*'|[()]|[^\s,()';]+")
_STRING_OR_COMMENT = re.compile(rb"'[^']*'|/\*.*?\*/", re.DOTALL)

_NOWHERE = (b"", 0)

Reference = bytes  # `#12` as the file writes it
Tokens = list[
    bytes
]  # strings with their quotes, numbers, references, `$`, `(` and `)`; commas say nothing more


class UnclearRecord(Exception):
    """A record that is pointed to but not there, or there twice, or that points back to itself."""


class StepRecords:
    """Records by their reference. `of_class` lists references, `tokens` reads one record's arguments."""

    def __init__(self, text: Any) -> None:
        self._text = text
        self._found: dict[Reference, tuple[bytes, int]] = {}  # name, and where the arguments start
        self._twice: set[Reference] = set()
        names: dict[bytes, bytes] = {}
        for record in _RECORD.finditer(text):
            reference, name = record.groups()
            if reference in self._found:
                self._twice.add(reference)
            self._found[reference] = names.setdefault(name, name.upper()), record.end()

    def by_class(self) -> dict[bytes, list[Reference]]:
        """Return the references of each class (its name in capitals), in the order of the file."""
        found: defaultdict[bytes, list[Reference]] = defaultdict(list)
        for reference, (name, _) in self._found.items():
            found[name].append(reference)
        return found

    def named_tokens(self, reference: Reference) -> Tokens:
        """Return the arguments of a record and then its class, in capitals; raise UnclearRecord."""
        name, start = self._found.get(reference, _NOWHERE)
        record = _ARGUMENTS.match(self._text, start)
        if record is None or not name or reference in self._twice:
            raise UnclearRecord(reference)
        tokens: Tokens = _TOKEN.findall(record.group())
        tokens[-1] = name  # in place of the last bracket: both ends of it are known
        return tokens

    def tokens(self, reference: Reference) -> Tokens:
        """Return the arguments of a record, without the brackets around them; raise UnclearRecord."""
        return self.named_tokens(reference)[:-1]


@contextmanager
def step_records(path: Path) -> Iterator[StepRecords]:
    """Give the records of a plain, non-empty file; its text is not read into memory unless it has comments."""
    with file_bytes(path) as view:
        records = StepRecords(view if view.find(b"/*") < 0 else _without_comments(view[:]))
        yield records
        records._text = b""  # the map closes now


def _without_comments(text: bytes) -> bytes:
    return _STRING_OR_COMMENT.sub(lambda found: found.group() if found.group()[:1] == b"'" else b" ", text)


def arguments(tokens: Tokens) -> list[Tokens]:
    """Divide tokens into the arguments of the record: a list comes with its brackets, all else as one token."""
    divided: list[Tokens] = []
    depth = 0
    for token in tokens:
        if depth or (token == b"(" and divided and _opens_typed_value(divided[-1])):
            divided[-1].append(token)
        else:
            divided.append([token])
        depth += (token == b"(") - (token == b")")
    return divided


def _opens_typed_value(before: Tokens) -> bool:
    """Say whether what stands before a bracket is the name of a type, as in IFCLABEL('x')."""
    return len(before) == 1 and before[0][:1].isalpha()
