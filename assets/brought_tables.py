"""A CSV table (`;` or `,`) that somebody filled in and brings back."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection

from django.utils.translation import gettext

Row = dict[str, str | None]


class WrongTable(Exception):
    """It cannot be read as a table; the message says why, in one sentence."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def rows(text: str, needed: Collection[str]) -> list[Row]:
    """Its rows by the names of its columns. Raises WrongTable."""
    bare = text.lstrip("\ufeff")
    if "\0" in bare:
        line = bare[: bare.index("\0")].count("\n") + 1
        raise WrongTable(line, gettext("This line holds a character that no text has (NUL)."))
    first = bare.partition("\n")[0]
    table = csv.DictReader(io.StringIO(bare), delimiter=";" if ";" in first else ",")
    try:
        if missing := set(needed) - set(table.fieldnames or ()):
            told = gettext("Columns are missing: %(names)s.") % {"names": ", ".join(sorted(missing))}
            raise WrongTable(1, told)
        return list(table)
    except csv.Error as error:
        told = gettext("This is no line of a CSV file (%(error)s).") % {"error": error}
        raise WrongTable(table.line_num + 1, told) from None
