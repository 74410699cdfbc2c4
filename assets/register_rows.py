"""What a list of equipment says, row by row, whatever kind of file it came in; and everything that is wrong with it.

A file is refused as a whole, with all its problems at once, so that who wrote it mends it in one go.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from assets import days

COLUMNS = ("code", "name", "kind", "storey", "room", "manufacturer", "model", "serial", "installed_on")
NEEDED = ("code", "kind")
LONGEST = {
    "code": 80,
    "name": 255,
    "storey": 70,
    "room": 70,
    "manufacturer": 120,
    "model": 120,
    "serial": 255,
}
MOST_TOLD = 200  # problems; a file with more has one that comes again and again


@dataclass(frozen=True)
class Problem:
    """`row` as a spreadsheet numbers it; `sheet` is "" for a file that has none."""

    sheet: str
    row: int
    words: str

    def __str__(self) -> str:
        if self.sheet:
            said = {"sheet": self.sheet, "row": self.row, "words": self.words}
            return gettext("%(sheet)s, row %(row)s: %(words)s.") % said
        return gettext("Line %(row)s: %(words)s.") % {"row": self.row, "words": self.words}


class UnreadableRegister(Exception):
    """The file is no register; `problems` says what is wrong, one sentence each, in the reader's language."""

    def __init__(self, *problems: str):
        self.problems = problems
        super().__init__(" ".join(problems))

    @classmethod
    def of(cls, problems: Iterable[Problem]) -> UnreadableRegister:
        told = [str(problem) for problem in sorted(problems, key=lambda each: (each.sheet, each.row))]
        more = len(told) - MOST_TOLD
        if more > 0:
            told[MOST_TOLD:] = [gettext("And %(count)s more.") % {"count": more}]
        return cls(*told)


@dataclass(frozen=True)
class Row:
    """One piece of equipment; empty text where nothing is said."""

    code: str
    name: str
    kind: str
    storey: str
    room: str
    manufacturer: str
    model: str
    serial: str
    installed_on: date | None
    line: int = 0


@dataclass(frozen=True)
class Place:
    """A storey (`room` empty) or a room of one, with what else the file says of it; elevation in metres."""

    storey: str
    room: str
    long_name: str
    elevation: float | None


@dataclass(frozen=True)
class SystemRow:
    """A network and the codes of its equipment."""

    name: str
    category: str
    members: tuple[str, ...]


def checked(line: int, said: Mapping[str, str]) -> tuple[Row | None, list[str]]:
    """The row, or None and what is wrong with it."""
    wrong = []
    for column, longest in LONGEST.items():
        if len(said[column]) > longest:
            words = gettext("%(column)s has %(length)s characters; %(longest)s fit")
            wrong.append(words % {"column": column, "length": len(said[column]), "longest": longest})
    for column in NEEDED:
        if not said[column]:
            wrong.append(
                gettext("%(column)s is empty; every row needs a code and a kind") % {"column": column}
            )
    installed = None
    try:
        installed = days.read(said["installed_on"]) if said["installed_on"] else None
    except ValueError:
        words = gettext("“%(date)s” is no date; write it as 2021-04-30")
        wrong.append(words % {"date": said["installed_on"]})
    if wrong:
        return None, wrong
    return Row(**{**said, "installed_on": installed, "line": line}), []
