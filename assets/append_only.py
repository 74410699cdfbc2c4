"""Tables whose rows are written once: triggers refuse to change or remove them, on SQLite and PostgreSQL.

operations = [..., append_only.Protect("assets_historyentry")]      # in a migration
with append_only.suspended(connection): ...                        # for tests that empty the tables
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.migrations.operations.base import Operation

# Table: the columns that name a row, besides its id.
PROTECTED = {"assets_historyentry": ("station_id", "number"), "maintenance_devicestate": ("key",)}
REFUSAL = "history is written once: it is neither changed nor removed"

# SQLite's REPLACE removes the former row without asking the trigger on DELETE.
_ACTS = {"sqlite": ("UPDATE", "DELETE", "REPLACE"), "postgresql": ("UPDATE", "DELETE", "TRUNCATE")}


def protect(connection: Any, table: str) -> None:
    """Refuse UPDATE and DELETE of its rows from now on (on PostgreSQL TRUNCATE too, on SQLite REPLACE)."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {table}_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
            )
        for act in _ACTS[connection.vendor]:
            cursor.execute(_trigger(connection.vendor, table, act))


def _trigger(vendor: str, table: str, act: str) -> str:
    name = f"{table}_no_{act.lower()}"
    if vendor == "sqlite":
        when = f"INSERT ON {table} WHEN {_taken(table)}" if act == "REPLACE" else f"{act} ON {table}"
        return f"CREATE TRIGGER {name} BEFORE {when} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    each = "STATEMENT" if act == "TRUNCATE" else "ROW"
    return f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH {each} EXECUTE FUNCTION {table}_is_append_only()"


def _taken(table: str) -> str:
    """A row of this id or name is there already."""
    named = " AND ".join(f"{column} IS NEW.{column}" for column in PROTECTED[table])
    return f"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM {table} WHERE {named})"  # noqa: S608


def unprotect(connection: Any, table: str) -> None:
    with connection.cursor() as cursor:
        for act in _ACTS[connection.vendor]:
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{act.lower()}{on}")


@contextmanager
def suspended(connection: Any) -> Iterator[None]:
    """For tests alone, which empty every table after each other."""
    for table in PROTECTED:
        unprotect(connection, table)
    try:
        yield
    finally:
        for table in PROTECTED:
            protect(connection, table)


class Protect(Operation):
    """Migration operation: the table is append-only from here on."""

    reversible = True

    def __init__(self, table: str) -> None:
        self.table = table

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Models look the same."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        protect(schema_editor.connection, self.table)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        unprotect(schema_editor.connection, self.table)

    def describe(self) -> str:
        return f"Make {self.table} append-only"
