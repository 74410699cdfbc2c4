"""A register as a CSV file.

Columns: code, name, kind, storey, room, manufacturer, model, serial, installed_on (ISO date). Only `code` and `kind`
must be filled; the separator may be a comma or a semicolon.
"""

from __future__ import annotations

import csv
import io

from django.utils.translation import gettext

from assets.register_rows import COLUMNS, NEEDED, Problem, Row, UnreadableRegister, checked


def read(text: str) -> list[Row]:
    """Rows of a CSV text. Raises UnreadableRegister with every line that is wrong."""
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise UnreadableRegister(
            gettext("Line %(line)s holds a character that no text has (NUL).") % {"line": line}
        )
    text = text.lstrip("\ufeff")
    first = text.partition("\n")[0]  # alone: a row with too few columns is an error of that row
    reader = csv.DictReader(io.StringIO(text), delimiter=max(";,\t", key=first.count))
    try:
        return _rows(reader)
    except csv.Error as error:
        said = {"line": reader.line_num + 1, "error": error}
        raise UnreadableRegister(
            gettext("Line %(line)s is no line of a CSV file (%(error)s).") % said
        ) from None


def _rows(reader: csv.DictReader) -> list[Row]:
    reader.fieldnames = [(name or "").strip().lower() for name in reader.fieldnames or ()]
    missing = [column for column in NEEDED if column not in reader.fieldnames]
    if missing:
        said = {"columns": ", ".join(COLUMNS), "missing": missing[0]}
        raise UnreadableRegister(
            gettext("The first line must name the columns %(columns)s; %(missing)s is missing.") % said
        )
    rows: list[Row] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for number, values in enumerate(reader, start=2):
        said = {column: (values.get(column) or "").strip() for column in COLUMNS}
        if not any(said.values()):
            continue  # spreadsheets leave empty rows at the end
        row, wrong = checked(number, said)
        if said["code"] in seen:
            words = gettext("the code %(code)s stands on line %(line)s already")
            wrong.append(words % {"code": said["code"], "line": seen[said["code"]]})
        seen.setdefault(said["code"], number)
        problems += [Problem("", number, words) for words in wrong]
        rows += [row] if row else []
    if problems:
        raise UnreadableRegister.of(problems)
    return rows
