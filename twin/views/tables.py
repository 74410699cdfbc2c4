"""The tables of a station: a page of forty rows, and all that is shown as a file for a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from assets.models import Station
from twin import spreadsheets, wording
from twin.answering import reading
from twin.pagination import BadCursor, page, rows_before
from twin.spreadsheets import Cell, Form
from twin.tables import TABLES
from twin.tables.table import Asked, Column, Reader, Table, asked, lines
from twin.views import search
from twin.views.access import of_station, station_context

PAGE = 40


@dataclass(frozen=True)
class Heading:
    """`sort`: what the address says to put the table in order by this column; `now`: how it is, as ARIA says it."""

    words: str
    sort: str = ""
    now: str = ""
    number: bool = False


@dataclass(frozen=True)
class ShownCell:
    content: SafeString | str
    style: str = ""


@dataclass(frozen=True)
class Choice:
    """A filter to choose from; `chosen` is what the address says."""

    name: str
    words: str
    options: list[tuple[str, str]]
    chosen: str


def page_of(name: str) -> Callable[..., HttpResponse]:
    """The view of a table's page."""

    def view(request: HttpRequest, station: Station) -> HttpResponse:
        table, reader = _open(name, request, station)
        found = asked(table, reader, request.GET)
        try:
            shown = page(found.rows, found.order, request.GET.get("cursor"), PAGE)
        except BadCursor as error:
            raise Http404 from error
        before = rows_before(found.rows, found.order, shown)
        table.prepare(shown.rows)
        columns = [column for column in table.columns if column.on_page]
        context = {
            "table": table,
            "page": shown,
            "first": before + 1,
            "last": before + len(shown.rows),
            "total": found.rows.count(),
            "headings": [_heading(column, found) for column in columns],
            "lines": [[_cell(column, row) for column in columns] for row in shown.rows],
            "chips": found.chips,
            "searchable": table.search is not None,
            "search": request.GET.get("search", ""),
            "choices": _choices(table, reader, request),
            "sort": found.sort,
            "lists": _lists(reader),
            "csv": reverse(f"table_{name}_csv", args=[station.code]),
            "xlsx": reverse(f"table_{name}_xlsx", args=[station.code]),
            "also": reverse(table.also, args=[station.code]) if table.also else "",
        }
        if name == "assets" and not shown.rows and [chip.name for chip in found.chips] == ["search"]:
            context |= search.answered(request, station, request.GET["search"].strip())
        return render(request, "twin/table.html", station_context(request, station, table.tab) | context)

    return of_station(view)


def file_of(name: str, form: Form) -> Callable[..., HttpResponseBase]:
    """The view that hands the table over: the same rows as on the page, all of them."""

    def view(request: HttpRequest, station: Station) -> HttpResponseBase:
        table, reader = _open(name, request, station)
        headings = [str(column.words) for column in table.columns]
        rows = lines(table, asked(table, reader, request.GET))
        return spreadsheets.answer(form, f"{station.code}-{name}", str(table.words), headings, rows)

    return of_station(view)


def addresses() -> list[URLPattern]:
    """Each table has addresses of its own, so that each has its own rule of who may read it."""
    found = []
    for name, table in TABLES.items():
        stem = table.stem or f"tables/{name}"
        found.append(reading(f"{stem}/", page_of(name), name=table.page))
        found += [
            reading(f"{stem}.{form}", file_of(name, form), name=f"table_{name}_{form}") for form in Form
        ]
    return found


def _open(name: str, request: HttpRequest, station: Station) -> tuple[Table, Reader]:
    """Whoever may not read a table need not know that it exists."""
    reader = Reader(request.user, station)
    if not TABLES[name].may(reader):
        raise Http404
    return TABLES[name], reader


def _lists(reader: Reader) -> list[tuple[Table, str]]:
    """The tables she may read, each with its page."""
    return [
        (table, reverse(table.page, args=[reader.station.code]))
        for table in TABLES.values()
        if table.may(reader)
    ]


def _heading(column: Column, found: Asked) -> Heading:
    if not column.sort:
        return Heading(str(column.words), number=column.number)
    falls = found.sort == column.key
    now = {column.key: "ascending", f"-{column.key}": "descending"}.get(found.sort, "")
    return Heading(str(column.words), f"-{column.key}" if falls else column.key, now, column.number)


def _choices(table: Table, reader: Reader, request: HttpRequest) -> list[Choice]:
    told = []
    for each in table.filters:
        options = each.options(reader) if each.options else []
        if options:
            told.append(Choice(each.name, str(each.words), options, request.GET.get(each.name, "")))
    return told


def _cell(column: Column, row: Any) -> ShownCell:
    if column.shown:
        return ShownCell(column.shown(row), column.style)
    said = column.said(row)
    words = _words(said)
    look = column.style or ("number" if column.number else "short" if isinstance(said, date) else "")
    link = column.leads(row) if column.leads else None
    style = "code" if column.code else ""
    if link:
        return ShownCell(format_html('<a class="{}" href="{}">{}</a>', style, link, words), look)
    return ShownCell(format_html('<span class="{}">{}</span>', style, words) if style else words, look)


def _words(said: Cell) -> str:
    if said is None or said == "":
        return ""
    if isinstance(said, datetime):
        exact = date_format(timezone.localtime(said), "SHORT_DATETIME_FORMAT")
        day = date_format(timezone.localtime(said), "SHORT_DATE_FORMAT")
        return format_html('<span title="{}">{}</span>', exact, day)
    if isinstance(said, date):
        return date_format(said, "SHORT_DATE_FORMAT")
    return wording.value(said)
