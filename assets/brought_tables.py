"""A CSV table (`;` or `,`) that somebody filled in and brings back."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection

from django.utils.translation import gettext

Row = dict[str, str]


class WrongTable(Exception):
    """It cannot be read as a table; the message says why, in one sentence."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def rows(text: str, needed: Collection[str]) -> list[tuple[int, Row]]:
    """Its rows by the names of its columns, each with its number as a spreadsheet counts them: the head is 1.

    Rows in which nothing stands are left out: a spreadsheet saves as many as were ever touched. Raises WrongTable.
    """
    bare = text.lstrip("\ufeff")
    if "\0" in bare:
        line = bare[: bare.index("\0")].count("\n") + 1
        raise WrongTable(line, gettext("This line holds a character that no text has (NUL)."))
    first = bare.partition("\n")[0]
    table = csv.reader(io.StringIO(bare), delimiter=";" if ";" in first else ",")
    try:
        names = [name.strip().casefold() for name in next(table, [])]
        if missing := set(needed) - set(names):
            told = gettext("Columns are missing: %(names)s.") % {"names": ", ".join(sorted(missing))}
            raise WrongTable(1, told)
        numbered = [(number, list(map(_bare, cells))) for number, cells in enumerate(table, start=2)]
    except csv.Error as error:
        told = gettext("This is no line of a CSV file (%(error)s).") % {"error": error}
        raise WrongTable(table.line_num, told) from None
    return [(number, _row(names, cells)) for number, cells in numbered if any(cells)]


def _row(names: list[str], cells: list[str]) -> Row:
    """A cell that is missing at the end says nothing; what stands beyond the last column belongs to none."""
    return dict.fromkeys(names, "") | dict(zip(names, cells, strict=False))


def _bare(cell: str) -> str:
    """Without the mark that keeps a spreadsheet from running it (`twin.spreadsheets.harmless`)."""
    text = cell.strip()
    return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@") else text
