"""Tables that people open in a spreadsheet: CSV as a French Excel reads it, or an Excel workbook.

Both are written row by row, so that 100,000 rows need no more memory than ten. Nothing of it is run as a formula.
"""

from __future__ import annotations

import csv
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from enum import StrEnum
from itertools import chain, islice

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import get_language, gettext, override
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

Cell = str | int | float | bool | date | datetime | None
"""What a table says in one place; None where nobody knows."""

LONGEST_CELL = 32_767  # characters; what Excel takes
WIDEST, NARROWEST, SAMPLED = 60, 8, 200
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")


class Form(StrEnum):
    """As what a table is handed over."""

    CSV = "csv"
    XLSX = "xlsx"


MEDIA = {
    Form.CSV: "text/csv; charset=utf-8",
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class Echo:
    """A file that hands back what is written to it, for csv.writer."""

    def write(self, text: str) -> str:
        return text


def harmless(cell: str) -> str:
    """A cell that begins like a formula would be run by a spreadsheet, also after spaces."""
    return f"'{cell}" if cell.lstrip(" \xa0").startswith(_FORMULA) or cell[:1] in _FORMULA else cell


def answer(
    form: Form | str, name: str, title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> HttpResponseBase:
    """The table as a file `name` (without its ending). `title` names the workbook's sheet."""
    response: HttpResponseBase
    if form == Form.XLSX:
        response = FileResponse(_workbook(title, headings, rows), content_type=MEDIA[Form.XLSX])
    else:
        told = _in_language(get_language(), csv_lines(headings, rows))
        response = StreamingHttpResponse(told, content_type=MEDIA[Form.CSV])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{Form(form)}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _in_language(language: str | None, lines: Iterator[str]) -> Iterator[str]:
    """Each line in the reader's words: by the time it is sent, another page may be answered in another language."""
    while True:
        with override(language):
            line = next(lines, None)
        if line is None:
            return
        yield line


def csv_lines(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """UTF-8 with its mark and semicolons: what Excel opens by a double click where commas are decimal."""
    writer = csv.writer(Echo(), delimiter=";")
    yield "\ufeff" + writer.writerow(headings)
    comma = (get_language() or "fr").startswith("fr")
    for row in rows:
        yield writer.writerow([_text(cell, comma=comma) for cell in row])


def _text(cell: Cell, *, comma: bool) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return gettext("yes") if cell else gettext("no")
    if isinstance(cell, int | float):
        return str(cell).replace(".", ",") if comma else str(cell)
    if isinstance(cell, datetime):
        return f"{timezone.localtime(cell):%Y-%m-%d %H:%M}"
    return cell.isoformat() if isinstance(cell, date) else harmless(cell)


def _workbook(title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]):
    """A temporary file, at its beginning; it is gone when it is closed."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_SHEET_NAME.sub(" ", title)[:31] or "1")
    told = iter(rows)
    first = list(islice(told, SAMPLED))
    for number, heading in enumerate(headings):
        said = [len(str(row[number])) for row in first if row[number] is not None]
        width = max([NARROWEST, len(heading) + 4, *said])
        sheet.column_dimensions[get_column_letter(number + 1)].width = min(width, WIDEST)
    sheet.freeze_panes = "A2"
    sheet.append([_heading(sheet, heading) for heading in headings])
    count = 1
    for row in chain(first, told):
        sheet.append([_cell(sheet, cell) for cell in row])
        count += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(max(1, len(headings)))}{count}"
    file = tempfile.TemporaryFile()  # noqa: SIM115 (closed by the answer that sends it)
    book.save(file)
    file.seek(0)
    return file


def _heading(sheet, words: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, words)
    cell.font = Font(bold=True)
    return cell


def _cell(sheet, said: Cell) -> WriteOnlyCell | Cell:
    """Texts stay texts, whatever they begin with."""
    if isinstance(said, bool):
        return gettext("yes") if said else gettext("no")
    if isinstance(said, datetime):
        return timezone.localtime(said).replace(tzinfo=None, microsecond=0)
    if not isinstance(said, str):
        return said
    text = _CONTROL.sub("", said)[:LONGEST_CELL]
    if not text.startswith(_FORMULA):
        return text
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    return cell
