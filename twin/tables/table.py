"""What a table is: columns, filters that stand in the address, an order, and rows read a page or a chunk at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict

from assets.folding import Folded
from assets.models import Station
from twin import wording
from twin.spreadsheets import Cell

CHUNK = 2000  # rows read at a time for a file
Words = Any  # a text, or one that is translated when it is read


@dataclass(frozen=True)
class Reader:
    """Who reads the table of which station."""

    user: Any
    station: Station


@dataclass(frozen=True)
class Chip:
    """One filter that is on: its words, and its name in the address so that a tap takes it off."""

    name: str
    words: str


@dataclass(frozen=True)
class Column:
    """`said` is what the cell says and what a file holds; `leads` its link; `shown` draws it otherwise on the page.

    `sort`: the column of the database by which it can be put in order, never null; `spoken` when it holds words.
    """

    key: str
    words: Words
    said: Callable[[Any], Cell]
    leads: Callable[[Any], str | None] | None = None
    shown: Callable[[Any], str] | None = None
    sort: str = ""
    spoken: bool = False
    code: bool = False
    number: bool = False
    style: str = ""  # of its cells: "short" is never broken, "wide" has room
    on_page: bool = True


Narrowed = tuple[QuerySet, str] | None


@dataclass(frozen=True)
class Filter:
    """`narrow(rows, reader, value)`: fewer rows and the words of the chip; None for a value that means nothing.

    `options(reader)`: (value, words) to choose from; none for a filter that only links bring.
    """

    name: str
    words: Words
    narrow: Callable[[QuerySet, Reader, str], Narrowed]
    options: Callable[[Reader], list[tuple[str, str]]] | None = None


@dataclass(frozen=True)
class Table:
    """`prepare` hangs on some rows what is cheaper to know of many at once; it is given a list of them."""

    name: str
    tab: str
    words: Words
    icon: str
    may: Callable[[Reader], bool]
    rows: Callable[[Reader], QuerySet]
    columns: tuple[Column, ...]
    order: tuple[str, ...]
    filters: tuple[Filter, ...] = ()
    search: Callable[[Reader, str], Q] | None = None
    hint: Words = ""
    prepare: Callable[[Sequence[Any]], None] = lambda rows: None
    nothing: Words = ""
    also: str = ""  # another way of looking at the same, as the name of its address
    also_words: Words = ""
    stem: str = ""  # of its addresses, where it is not tables/name

    @property
    def page(self) -> str:
        """The name of its page in the table of addresses."""
        return self.name if self.stem else f"table_{self.name}"


@dataclass(frozen=True)
class Asked:
    """The rows that an address asks for, in which order, and the chips that say so."""

    rows: QuerySet
    order: tuple[str, ...]
    chips: list[Chip]
    sort: str


def asked(table: Table, reader: Reader, query: QueryDict) -> Asked:
    """What the address asks for; what does not exist narrows nothing."""
    rows, chips = table.rows(reader), []
    if table.search and (words := query.get("search", "").strip()):
        rows = rows.filter(table.search(reader, words))
        chips.append(Chip("search", wording.quoted(words)))
    for each in table.filters:
        value = query.get(each.name, "")
        narrowed = each.narrow(rows, reader, value) if value else None
        if narrowed is not None:
            rows = narrowed[0]
            chips.append(Chip(each.name, narrowed[1]))
    order, sort = _order(table, query.get("sort", ""))
    spoken = {each.sort for each in table.columns if each.spoken} & {name.lstrip("-") for name in order}
    rows = rows.annotate(**{f"{name}_folded": Folded(name) for name in spoken})
    as_people_look = tuple(f"{name}_folded" if name.lstrip("-") in spoken else name for name in order)
    return Asked(rows, as_people_look, chips, sort)


def _order(table: Table, sort: str) -> tuple[tuple[str, ...], str]:
    """By a column, then as ever: `?sort=name`, `?sort=-name`."""
    chosen = next((each for each in table.columns if each.sort and each.key == sort.removeprefix("-")), None)
    if chosen is None:
        return table.order, ""
    sign = "-" if sort.startswith("-") else ""
    rest = [each for each in table.order if each.lstrip("-") not in (chosen.sort, "pk")]
    return (f"{sign}{chosen.sort}", *rest, "pk"), sort


def lines(table: Table, found: Asked) -> Iterator[list[Cell]]:
    """All rows as cells, for a file."""
    rows = found.rows.order_by(*found.order).iterator(chunk_size=CHUNK)
    for some in _in_chunks(rows, CHUNK):
        table.prepare(some)
        for row in some:
            yield [column.said(row) for column in table.columns]


def _in_chunks(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    told = iter(rows)
    while some := list(islice(told, size)):
        yield some


def all_words_in(*columns: str) -> Callable[[Reader, str], Q]:
    """Every word of the question in one of these columns."""

    def condition(_reader: Reader, question: str) -> Q:
        found = Q()
        for word in question.split():
            any_of = Q()
            for column in columns:
                any_of |= Q(**{f"{column}__icontains": word})
            found &= any_of
        return found

    return condition


def number(text: str) -> int | None:
    """An id from an address; None for what is none."""
    return int(text) if text.isdecimal() and len(text) < 19 else None
