"""What people declared on site, value by value, and what became of it."""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy

from assets import characteristics, permissions
from assets.models import Asset
from assets.permissions import Verb
from maintenance.models import Change, Declaration
from twin import wording
from twin.tables import assets
from twin.tables.table import Column, Filter, Narrowed, Reader, Table, all_words_in
from twin.written_words import value_words


def _rows(reader: Reader) -> QuerySet[Change]:
    sent = Change.objects.filter(declaration__station=reader.station).exclude(
        declaration__state=Declaration.State.DRAFT
    )
    around = ("declaration__asset__station", "declaration__organisation", "author", "reviewed_by")
    return sent.select_related(*around).annotate(
        asset_code=F("declaration__asset__code"), sent=F("declaration__pk")
    )


def _asset(change: Change) -> Asset:
    return change.declaration.asset


def _sheet(change: Change) -> str | None:
    asset = _asset(change)
    return reverse("sheet", args=[asset.station.code, asset.code]) if asset.removed_at is None else None


def _what(change: Change) -> str:
    if change.kind == Change.Kind.VERIFY or not change.field:
        return str(Change.Kind(change.kind).label)
    try:
        return characteristics.of(change.field, _asset(change).kind).label(wording.language())
    except characteristics.NotKnown:
        return wording.readable(change.name)


def _value(change: Change, value: Any) -> str | None:
    return None if value is None else value_words(change.field, _asset(change).kind, value, change.unit)


def _by_state(rows: QuerySet, _reader: Reader, value: str) -> Narrowed:
    if value not in Declaration.State.values:
        return None
    return rows.filter(declaration__state=value), str(Declaration.State(value).label)


def _by_kind(rows: QuerySet, _reader: Reader, value: str) -> Narrowed:
    if value not in Change.Kind.values:
        return None
    return rows.filter(kind=value), str(Change.Kind(value).label)


def _by_place(rows: QuerySet, reader: Reader, value: str) -> Narrowed:
    return assets.by_place(rows, reader, value, "declaration__asset__")


TABLE = Table(
    name="declarations",
    tab="declarations",
    words=gettext_lazy("Declarations"),
    icon="clipboard-check",
    may=lambda reader: permissions.may(reader.user, Verb.SEE_HISTORY, reader.station),
    rows=_rows,
    order=("-pk",),
    search=all_words_in("declaration__asset__code", "declaration__asset__name", "author__last_name"),
    hint=gettext_lazy("Code, name, person…"),
    nothing=gettext_lazy("Nobody has declared anything here yet."),
    columns=(
        Column(
            "code",
            gettext_lazy("Equipment"),
            lambda change: _asset(change).code,
            leads=_sheet,
            code=True,
            sort="asset_code",
        ),
        Column("kind", gettext_lazy("Declared"), lambda change: str(Change.Kind(change.kind).label)),
        Column("field", gettext_lazy("What"), _what),
        Column("before", gettext_lazy("Before"), lambda change: _value(change, change.base)),
        Column("value", gettext_lazy("Found"), lambda change: _value(change, change.value)),
        Column(
            "state",
            gettext_lazy("State"),
            lambda change: str(Declaration.State(change.declaration.state).label),
        ),
        Column("verdict", gettext_lazy("Verdict"), lambda change: str(Change.Verdict(change.verdict).label)),
        Column("performed", gettext_lazy("On site"), lambda change: change.declaration.performed_at),
        Column("author", gettext_lazy("By"), lambda change: wording.person(change.author)),
        Column(
            "firm",
            gettext_lazy("Contractor"),
            lambda change: change.declaration.organisation.name if change.declaration.organisation else None,
            on_page=False,
        ),
        Column("reviewer", gettext_lazy("Decided by"), lambda change: wording.person(change.reviewed_by)),
    ),
    filters=(
        Filter(
            "state",
            gettext_lazy("State"),
            _by_state,
            lambda reader: [
                (value, str(label).capitalize())
                for value, label in Declaration.State.choices
                if value != Declaration.State.DRAFT
            ],
        ),
        Filter(
            "kind",
            gettext_lazy("Declared"),
            _by_kind,
            lambda reader: [(value, str(label).capitalize()) for value, label in Change.Kind.choices],
        ),
        Filter("place", gettext_lazy("Level"), _by_place, assets.storeys),
    ),
)
