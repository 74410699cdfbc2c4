"""A STEP reader of the tests' own: the lines of a DATA section, without the product's code or the IFC library.

One line is one entity: `#12=IFCWALL('…',$,…);`. Strings may hold `;`, `#` and doubled quotes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_ENTITY = re.compile(r"#(\d+)\s*=\s*((?:'(?:[^']|'')*'|[^';])*);")
_POINTER = re.compile(r"'(?:[^']|'')*'|#(\d+)")


@dataclass(frozen=True)
class StepFile:
    """`header` as it stands; `lines` by STEP id, from the keyword to the closing bracket."""

    header: str
    lines: dict[int, str]

    def keyword(self, step_id: int) -> str:
        return self.lines[step_id].split("(", 1)[0].strip().upper()

    def pointers(self, step_id: int) -> list[int]:
        return [int(found.group(1)) for found in _POINTER.finditer(self.lines[step_id]) if found.group(1)]

    def differs_from(self, other: StepFile) -> Difference:
        return Difference(
            changed=frozenset(
                i for i in self.lines.keys() & other.lines.keys() if self.lines[i] != other.lines[i]
            ),
            added=frozenset(self.lines.keys() - other.lines.keys()),
            gone=frozenset(other.lines.keys() - self.lines.keys()),
        )


@dataclass(frozen=True)
class Difference:
    """STEP ids of lines."""

    changed: frozenset[int]
    added: frozenset[int]
    gone: frozenset[int]


def read(path: Path) -> StepFile:
    text = path.read_text(encoding="latin-1")
    header, _, rest = text.partition("DATA;")
    data = rest.rpartition("ENDSEC;")[0]
    return StepFile(header, {int(i): line for i, line in _ENTITY.findall(data)})
