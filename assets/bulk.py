"""Many rows at once, quickly, with their primary keys.

`bulk_create` compiles a statement for every two dozen rows on SQLite (999 parameters) and for every batch elsewhere:
much slower than what the two databases offer for this, `executemany` and `COPY`. `bulk_update` writes a CASE with a
branch for every row and field, which takes longer to build than to run.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from django.db import connection, models

# NUL characters and halves of surrogate pairs as JSON writes them; whole pairs are taken for broken, and looked into.
_BROKEN = re.compile(r"\\u(?:0000|d[89a-f])")

Row = TypeVar("Row", bound=models.Model)


def insert(made: Iterable[Row]) -> list[Row]:
    """Insert unsaved instances of one model, in one transaction of the caller's; they come back with their keys.

    No signals and no `save()`, like `bulk_create`. Must run inside `transaction.atomic()`.
    """
    rows = list(made)
    if not rows:
        return rows
    if not connection.in_atomic_block:
        raise RuntimeError("bulk.insert belongs inside a transaction.")
    model = type(rows[0])
    for row, key in zip(rows, _keys(model, len(rows)), strict=True):
        row.pk = key
    fields = model._meta.concrete_fields
    plain = [(field, field.attname, _natural(field)) for field in fields]
    values = (
        [
            storable(value) if type(value := getattr(row, name)) in natural else _prepared(field, row)
            for field, name, natural in plain
        ]
        for row in rows
    )
    table = connection.ops.quote_name(model._meta.db_table)
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
            for value in values:
                copy.write_row(value)
    else:
        marks = ", ".join(["%s"] * len(fields))
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", list(values))  # noqa: S608
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias
    return rows


def _natural(field: models.Field) -> tuple[type, ...]:
    """Return the types of values that the databases take from this field as they are: nearly all, and much faster."""
    for kind, natural in _NATURAL.items():
        if isinstance(field, kind):
            return (natural, type(None))
    return ()


_NATURAL: dict[type[models.Field], type] = {
    models.CharField: str,
    models.TextField: str,
    models.IntegerField: int,
    models.FloatField: float,
    models.BooleanField: bool,
    models.ForeignKey: int,
}


def _prepared(field: models.Field, row: models.Model) -> Any:
    value = field.pre_save(row, add=True)
    is_text = isinstance(field, models.CharField | models.TextField | models.JSONField)
    return field.get_db_prep_save(storable(value) if is_text else value, connection)


def update(rows: Iterable[models.Model], names: Sequence[str]) -> None:
    """Write these fields of saved instances of one model. No signals and no `save()`, like `bulk_update`."""
    changed = list(rows)
    if not changed:
        return
    meta = type(changed[0])._meta
    fields = [meta.get_field(name) for name in names]
    table, quote = connection.ops.quote_name(meta.db_table), connection.ops.quote_name
    columns = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    values = [
        [*(field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields), row.pk]
        for row in changed
    ]
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table} SET {columns} WHERE {quote(meta.pk.column)} = %s", values)  # noqa: S608


def storable(value: Any) -> Any:
    """The value without what no database keeps in a text: NUL characters and halves of surrogate pairs.

    Files carry them when an author's tool cut a name in the middle of a character.
    """
    if isinstance(value, str):
        if value.isascii() and "\0" not in value:
            return value
        return value.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, list | tuple | dict) and not _BROKEN.search(json.dumps(value)):
        return value  # nearly always, and much sooner known of the whole than of its parts
    if isinstance(value, list | tuple):
        return [storable(part) for part in value]
    if isinstance(value, dict):
        return {key: storable(part) for key, part in value.items()}
    return value


def _keys(model: type[models.Model], count: int) -> Iterable[int]:
    """Keys nobody else gets: from the sequence, or after the last one under SQLite's single writer."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
            )
            return [key for (key,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = cursor.fetchone()
        start = (last[0] if last else 0) + 1
    return range(start, start + count)
