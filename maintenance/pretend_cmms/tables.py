"""One SQLite table a model: the few statements that records are kept with."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from maintenance.pretend_cmms.domains import Condition
from maintenance.pretend_cmms.models import MODELS, Model

Row = dict[str, Any]


class Tables:
    """Names of tables and columns are those of `models.py`; only values come from outside."""

    def __init__(self, path: Path | str) -> None:
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._connection.row_factory = sqlite3.Row
        self._lock = threading.RLock()
        self._connection.execute("PRAGMA journal_mode=WAL")
        for model in MODELS.values():
            columns = ", ".join(f'"{name}"' for name in model.fields)
            key = '"id" INTEGER PRIMARY KEY AUTOINCREMENT'
            self._connection.execute(f'CREATE TABLE IF NOT EXISTS "{model.name}" ({key}, {columns})')

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, one at a time."""
        with self._lock:
            if self._connection.in_transaction:
                yield
                return
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    @property
    def in_transaction(self) -> bool:
        return self._connection.in_transaction

    def _ids(
        self, model: Model, condition: Condition, order: str, limit: int | None = None, offset: int = 0
    ) -> list[int]:
        where, values = condition
        sql = f'SELECT "id" FROM "{model.name}" WHERE {where} ORDER BY {order}'
        if limit or offset:
            sql += f" LIMIT {int(limit or -1)} OFFSET {int(offset or 0)}"
        return [row["id"] for row in self._all(sql, values)]

    def _rows(self, model: Model, ids: list[int]) -> list[sqlite3.Row]:
        return self._all(f'SELECT * FROM "{model.name}" WHERE "id" IN ({_marks(ids)})', ids)

    def _first(self, model: Model, order: str) -> int | None:
        rows = self._all(f'SELECT "id" FROM "{model.name}" ORDER BY "{order}" LIMIT 1', [])
        return rows[0]["id"] if rows else None

    def _insert(self, model: Model, values: Row) -> int:
        columns = ", ".join(f'"{name}"' for name in values)
        sql = f'INSERT INTO "{model.name}" ({columns}) VALUES ({_marks(values)})'
        return int(self._connection.execute(sql, list(values.values())).lastrowid or 0)

    def _update(self, model: Model, ids: list[int], values: Row) -> None:
        columns = ", ".join(f'"{name}" = ?' for name in values)
        sql = f'UPDATE "{model.name}" SET {columns} WHERE "id" IN ({_marks(ids)})'
        self._connection.execute(sql, [*values.values(), *ids])

    def _delete(self, model: Model, ids: list[int]) -> None:
        self._connection.execute(f'DELETE FROM "{model.name}" WHERE "id" IN ({_marks(ids)})', ids)

    def _all(self, sql: str, values: list[Any]) -> list[sqlite3.Row]:
        with self._lock:
            return self._connection.execute(sql, values).fetchall()


def _marks(values: Any) -> str:
    return ", ".join("?" * len(values))
