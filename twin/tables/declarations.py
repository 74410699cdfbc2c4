"""What people declared on site, value by value, and what became of it."""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy

from assets import characteristics, permissions
from assets.permissions import Verb
from maintenance.models import Change, Declaration
from twin import cards, wording
from twin.tables import assets
from twin.tables.table import Column, Filter, Narrowed, Reader, Table, all_words_in
from twin.written_words import value_words

NAMES = ("asset__code", "run__code", "location__code", "system__name")
"""What people call the thing that it is about."""


def _rows(reader: Reader) -> QuerySet[Change]:
    sent = Change.objects.filter(declaration__station=reader.station).exclude(
        declaration__state=Declaration.State.DRAFT
    )
    subjects = (
        "declaration__asset__station",
        "declaration__run",
        "declaration__system",
        "declaration__location",
    )
    around = (*subjects, "declaration__station", "declaration__organisation", "author", "reviewed_by")
    return sent.select_related(*around).annotate(
        asset_code=Coalesce(*(f"declaration__{name}" for name in NAMES)), sent=F("declaration__pk")
    )


def _kind(change: Change) -> str:
    """Of its equipment; "" of what is declared of a place or a network."""
    asset = change.declaration.asset
    return asset.kind if asset else ""


def _sheet(change: Change) -> str | None:
    asset = change.declaration.asset
    return (
        cards.about_url(change.declaration.subject, change.declaration.station)
        if asset is None or asset.removed_at is None
        else None
    )


def _what(change: Change) -> str:
    if change.kind in (Change.Kind.VERIFY, Change.Kind.CARD) or not change.field:
        return str(Change.Kind(change.kind).label)
    try:
        return characteristics.of(change.field, _kind(change)).label(wording.language())
    except characteristics.NotKnown:
        return wording.readable(change.name)


def _value(change: Change, value: Any) -> str | None:
    if change.kind == Change.Kind.CARD:
        return cards.in_short(value) or None
    return None if value is None else value_words(change.field, _kind(change), value, change.unit)


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
    search=all_words_in(
        *(f"declaration__{name}" for name in NAMES), "declaration__asset__name", "author__last_name"
    ),
    hint=gettext_lazy("Code, name, person…"),
    nothing=gettext_lazy("Nobody has declared anything here yet."),
    columns=(
        Column(
            "code",
            gettext_lazy("Equipment"),
            lambda change: change.declaration.code,
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
