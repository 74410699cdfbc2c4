"""Keyset paging: a page starts after a row, not after a number of rows, so that it stays true while rows come and go.

The cursor is opaque to the caller: base64 of the direction and of the ordering values of the row at the border.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param

MAX_PAGE = 1000


class BadCursor(ValueError):
    """A cursor that we did not write."""


@dataclass(frozen=True)
class Page:
    """`rows` in order, and the cursors of the pages after and before (None at an end)."""

    rows: list[Any]
    next: str | None
    previous: str | None


def page(queryset: QuerySet, ordering: Sequence[str], cursor: str | None, size: int) -> Page:
    """One page of `queryset` by `ordering`: columns that are never null and together unique, "-" for falling."""
    back, border = _decode(cursor, len(ordering)) if cursor else (False, None)
    order = _reverse(ordering) if back else list(ordering)
    if border is not None:
        try:
            queryset = queryset.filter(_after(order, border))
        except (ValueError, TypeError) as error:  # a word where the column has numbers
            raise BadCursor(cursor) from error
    rows = list(queryset.order_by(*order)[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    if back:
        rows.reverse()
    before, after = (more, True) if back else (border is not None, more)
    return Page(
        rows,
        next=_encode(False, rows[-1], ordering) if rows and after else None,
        previous=_encode(True, rows[0], ordering) if rows and before else None,
    )


def rows_before(queryset: QuerySet, ordering: Sequence[str], shown: Page) -> int:
    """How many rows stand before those of the page now."""
    if shown.previous is None:
        return 0
    _, first = _decode(shown.previous, len(ordering))
    return queryset.filter(_after(_reverse(ordering), first)).count()


def _reverse(ordering: Sequence[str]) -> list[str]:
    return [name[1:] if name.startswith("-") else f"-{name}" for name in ordering]


def _after(order: Sequence[str], border: Sequence[Any]) -> Q:
    """(a, b) > (x, y), written out: a > x or (a = x and b > y)."""
    condition, same = Q(), Q()
    for name, value in zip(order, border, strict=True):
        column = name.lstrip("-")
        condition |= same & Q(**{f"{column}__{'lt' if name.startswith('-') else 'gt'}": value})
        same &= Q(**{column: value})
    return condition


def _encode(back: bool, row: Model | dict, ordering: Sequence[str]) -> str:
    columns = [name.lstrip("-") for name in ordering]
    values = [row[name] if isinstance(row, dict) else getattr(row, name) for name in columns]
    return base64.urlsafe_b64encode(json.dumps([back, *values]).encode()).decode().rstrip("=")


def _decode(cursor: str, columns: int) -> tuple[bool, list[Any]]:
    try:
        back, *border = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, TypeError, binascii.Error) as error:
        raise BadCursor(cursor) from error
    if (
        not isinstance(back, bool)
        or len(border) != columns
        or not all(_can_be_asked(value) for value in border)
    ):
        raise BadCursor(cursor)
    return back, border


def _can_be_asked(value: Any) -> bool:
    """Would every database take it? None keeps a NUL, half a character or a number of more than 64 bits."""
    if isinstance(value, str):
        return not re.search("[\0\ud800-\udfff]", value)
    return isinstance(value, int) and abs(value) < 2**63


class KeysetPagination(BasePagination):
    """`{"next", "previous", "results"}`; `?limit=` up to 1,000; a view may name its `keyset` (default: id)."""

    cursor_param = "cursor"
    limit_param = "limit"
    page_size = 100

    def paginate_queryset(self, queryset, request, view=None):
        ordering = getattr(view, "keyset", ("pk",))
        try:
            self.page = page(
                queryset, ordering, request.query_params.get(self.cursor_param), self._size(request)
            )
        except BadCursor as error:
            raise ValidationError(
                {self.cursor_param: [gettext("This page mark is not one of ours.")]}
            ) from error
        self.address = remove_query_param(request.build_absolute_uri(), self.cursor_param)
        return self.page.rows

    def get_paginated_response(self, data) -> Response:
        return Response(
            {"next": self._link(self.page.next), "previous": self._link(self.page.previous), "results": data}
        )

    def get_paginated_response_schema(self, schema: dict) -> dict:
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {"next": link, "previous": link, "results": schema},
        }

    def get_schema_operation_parameters(self, view) -> list[dict]:
        return [
            _parameter(self.cursor_param, {"type": "string"}, "The mark in `next` and `previous`."),
            _parameter(
                self.limit_param, {"type": "integer", "minimum": 1, "maximum": MAX_PAGE}, "Rows in a page."
            ),
        ]

    def _size(self, request) -> int:
        text = request.query_params.get(self.limit_param)
        if text is None:
            return self.page_size
        if not text.isdecimal() or len(text) > 4 or not 1 <= int(text) <= MAX_PAGE:
            words = gettext("A whole number between 1 and %(most)s.") % {"most": MAX_PAGE}
            raise ValidationError({self.limit_param: [words]})
        return int(text)

    def _link(self, cursor: str | None) -> str | None:
        return replace_query_param(self.address, self.cursor_param, cursor) if cursor else None


def _parameter(name: str, schema: dict, description: str) -> dict:
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": description}
