"""A COBie workbook as a station's register: what a builder hands over at the end of works (COBie 2.4).

Of its sheets Facility, Floor, Space, Type, Component, System and Document are read, by the names of their columns in
the first row; sheets and columns beyond are left alone. "n/a" is how COBie says nothing.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from assets.register_rows import Place, Problem, Row, SystemRow, UnreadableRegister, checked

SHEETS: dict[str, tuple[str, ...]] = {
    # Of each sheet the columns without which it cannot be read.
    "Facility": (),
    "Floor": ("Name",),
    "Space": ("Name", "FloorName"),
    "Type": ("Name",),
    "Component": ("Name", "TypeName", "Space"),
    "System": ("Name", "ComponentNames"),
    "Document": ("Name",),
}
_NOTHING = {"", "n/a", "na", "#n/a", "none", "null"}
MOST_UNPACKED = 400 * 2**20  # bytes of the workbook's parts: more is no station's register


@dataclass(frozen=True)
class Line:
    """One row of a sheet: its number as the spreadsheet shows it, and its texts by column, in lower case."""

    number: int
    said: Mapping[str, str]

    def get(self, *columns: str) -> str:
        """The first of these columns that says something."""
        return next((said for each in columns if (said := self.said.get(each.lower(), ""))), "")


@dataclass
class Workbook:
    """What the sheets say, ready to be taken in."""

    rows: list[Row] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    systems: list[SystemRow] = field(default_factory=list)
    documents: list[DocumentRow] = field(default_factory=list)


@dataclass(frozen=True)
class DocumentRow:
    """A document that the workbook names; `about` is the code of a component or of a place, where there is one."""

    name: str
    category: str
    reference: str
    about: str


def is_workbook(content: bytes) -> bool:
    return content[:4] == b"PK\x03\x04"


def read(content: bytes) -> Workbook:
    """Raises UnreadableRegister with every problem, sheet by sheet and row by row."""
    sheets = _sheets(content)
    if "Component" not in sheets:
        raise UnreadableRegister(
            gettext("This workbook has no sheet “Component”: it is no COBie file, nor a list of equipment.")
        )
    reading = _Reading(sheets)
    found = reading.workbook()
    if reading.problems:
        raise UnreadableRegister.of(reading.problems)
    return found


def _sheets(content: bytes) -> dict[str, list[Line]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
                raise UnreadableRegister(gettext("This workbook is too large to be one station's register."))
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    except UnreadableRegister:
        raise
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError, SyntaxError) as broken:
        raise UnreadableRegister(
            gettext("This file is no Excel workbook that can be read; save it again as .xlsx.")
        ) from broken
    return {sheet.title: list(_lines(sheet)) for sheet in book.worksheets if sheet.title in SHEETS}


def _lines(sheet: Any) -> Iterator[Line]:
    """The first row names the columns."""
    sheet.reset_dimensions()  # some writers say a sheet is smaller than it is
    names: list[str] = []
    for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        texts = [_text(cell) for cell in cells]
        if not names:
            names = [text.lower().replace(" ", "") for text in texts] if any(texts) else []
            missing = [each for each in SHEETS[sheet.title] if each.lower() not in names]
            if names and missing:
                raise UnreadableRegister(
                    gettext("Sheet “%(sheet)s”: the column %(column)s is missing from its first row.")
                    % {"sheet": sheet.title, "column": missing[0]}
                )
        elif any(texts):
            yield Line(number, dict(zip(names, texts, strict=False)))


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = str(cell).strip()
    return "" if text.lower() in _NOTHING else text


class _Reading:
    """One workbook: sheets refer to one another by name, and a name that leads nowhere is a problem."""

    def __init__(self, sheets: dict[str, list[Line]]):
        self.sheets = sheets
        self.problems: list[Problem] = []
        self.floors = self._by_name("Floor")
        self.spaces = self._by_name("Space")
        self.types = self._by_name("Type")

    def _by_name(self, sheet: str) -> dict[str, Line]:
        found: dict[str, Line] = {}
        for line in self.sheets.get(sheet, []):
            name = line.get("Name")
            if not name:
                self._problem(sheet, line.number, gettext("it has no name"))
            elif name in found:
                words = gettext("the name %(name)s stands on row %(row)s already")
                self._problem(sheet, line.number, words % {"name": name, "row": found[name].number})
            else:
                found[name] = line
        return found

    def _problem(self, sheet: str, number: int, words: str) -> None:
        self.problems.append(Problem(sheet, number, words))

    def workbook(self) -> Workbook:
        found = Workbook(places=[*self._places()])
        components = self._by_name("Component")
        for line in components.values():
            row = self._component(line)
            if row is not None:
                found.rows.append(row)
        codes = {name: row.code for name, row in zip(components, found.rows, strict=False)}
        found.systems = [*self._systems(components, codes)]
        found.documents = [*self._documents(components, codes)]
        self._repeated(found.rows)
        return found

    def _repeated(self, rows: list[Row]) -> None:
        seen: dict[str, Row] = {}
        for row in rows:
            if row.code in seen:
                words = gettext("the code %(code)s stands on row %(row)s already")
                self._problem("Component", row.line, words % {"code": row.code, "row": seen[row.code].line})
            seen.setdefault(row.code, row)

    def _places(self) -> Iterator[Place]:
        for name, line in self.floors.items():
            yield Place(name, "", line.get("Description"), _metres(line.get("Elevation")))
        for name, line in self.spaces.items():
            floor = line.get("FloorName")
            if floor and floor not in self.floors:
                words = gettext("there is no floor %(name)s on the sheet Floor")
                self._problem("Space", line.number, words % {"name": floor})
            room = line.get("RoomTag") or name
            yield Place(floor, room, line.get("Description"), None)

    def _component(self, line: Line) -> Row | None:
        type_name = line.get("TypeName")
        type_line = self.types.get(type_name)
        if type_name and type_line is None:
            words = gettext("there is no type %(name)s on the sheet Type")
            self._problem("Component", line.number, words % {"name": type_name})
        space_name = line.get("Space").split(",")[0].strip()
        space = self.spaces.get(space_name)
        if space_name and space is None and space_name not in self.floors:
            words = gettext("there is no room %(name)s on the sheet Space")
            self._problem("Component", line.number, words % {"name": space_name})
        told = type_line or Line(0, {})
        said = {
            "code": line.get("AssetIdentifier", "TagNumber", "BarCode", "Name"),
            "name": line.get("Description", "Name"),
            "kind": _kind(told, line),
            "storey": space.get("FloorName") if space else space_name if space_name in self.floors else "",
            "room": (space.get("RoomTag") or space_name) if space else "",
            "manufacturer": _company(told.get("Manufacturer")),
            "model": told.get("ModelNumber", "ModelReference"),
            "serial": line.get("SerialNumber"),
            "installed_on": line.get("InstallationDate")[:10],
        }
        row, wrong = checked(line.number, said)
        for words in wrong:
            self._problem("Component", line.number, words)
        return row

    def _systems(self, components: dict[str, Line], codes: dict[str, str]) -> Iterator[SystemRow]:
        """A row names its members in one cell, or one member; rows of one name are one system."""
        members: dict[str, list[str]] = {}
        categories: dict[str, str] = {}
        for line in self.sheets.get("System", []):
            name = line.get("Name")
            if not name:
                self._problem("System", line.number, gettext("it has no name"))
                continue
            categories.setdefault(name, line.get("Category", "Description"))
            for each in filter(None, (part.strip() for part in line.get("ComponentNames").split(","))):
                if each not in components:
                    words = gettext("there is no component %(name)s on the sheet Component")
                    self._problem("System", line.number, words % {"name": each})
                elif each in codes:
                    members.setdefault(name, []).append(codes[each])
        for name, category in categories.items():
            yield SystemRow(name, category, tuple(dict.fromkeys(members.get(name, []))))

    def _documents(self, components: dict[str, Line], codes: dict[str, str]) -> Iterator[DocumentRow]:
        for line in self.sheets.get("Document", []):
            name = line.get("Name")
            if not name:
                self._problem("Document", line.number, gettext("it has no name"))
                continue
            sheet, row = line.get("SheetName"), line.get("RowName")
            about = codes.get(row, "") if sheet == "Component" else row if sheet in ("Space", "Floor") else ""
            if sheet == "Component" and row and row not in components:
                words = gettext("there is no component %(name)s on the sheet Component")
                self._problem("Document", line.number, words % {"name": row})
            reference = "/".join(filter(None, (line.get("Directory").rstrip("/"), line.get("File"))))
            yield DocumentRow(name[:255], line.get("Category")[:255], reference[:500], about)


def _kind(told: Line, line: Line) -> str:
    """In the words of the type: COBie has no list of kinds, but names, categories and the class it came from."""
    return told.get("Description", "Category", "Name") or line.get("Description", "Name")


def _company(said: str) -> str:
    """COBie names a manufacturer by an address of its contacts."""
    return said.partition("@")[2].partition(".")[0].capitalize() if "@" in said else said


def _metres(said: str) -> float | None:
    try:
        return float(said.replace(",", ".")) if said else None
    except ValueError:
        return None
