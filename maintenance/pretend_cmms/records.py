"""The records, in SQLite, read and written the way Odoo's ORM does when it is asked from afar."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import mimetypes
import sqlite3
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from maintenance.pretend_cmms import domains, errors
from maintenance.pretend_cmms.models import MODELS, Field, Model
from maintenance.pretend_cmms.tables import Row, Tables

DATETIME, DATE = "%Y-%m-%d %H:%M:%S", "%Y-%m-%d"


class Records(Tables):
    """`clock` says what time it is there (UTC); `late` seconds pass between a write's own time and its commit."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(path)
        self.clock: Callable[[], datetime] = lambda: datetime.now(UTC)
        self.late = 0.0

    # What a caller may do

    def search(
        self,
        model: Model,
        domain: list[Any],
        *,
        order: str = "",
        limit: int | None = None,
        offset: int = 0,
        archived: bool = False,
    ) -> list[int]:
        if model.archives and not archived and "active" not in json.dumps(domain):
            domain = domains.unarchived(domain)
        return self._ids(
            model, domains.condition(model, domain), domains.ordering(model, order), limit, offset
        )

    def read(
        self, model: Model, ids: list[int], fields: list[str] | None = None, lang: str = ""
    ) -> list[Row]:
        """Empty is `false` whatever the type; a link is `[id, name]`; times are naive UTC to the second."""
        names = [name for name in fields or model.fields if name != "id"]
        for name in names:
            if model.field(name) is None and name != "display_name":
                raise errors.value_error(f"Invalid field '{name}' on model '{model.name}'")
        rows = {row["id"]: row for row in self._rows(model, ids)}
        found = [rows[pk] for pk in ids if pk in rows]
        return [
            {"id": row["id"]} | {name: self._shown(model, row, name, lang) for name in names} for row in found
        ]

    def create(self, model: Model, values: Row, user: int) -> int:
        stamp = self._stamp()
        with self.transaction():
            full = {name: field.default for name, field in model.fields.items() if field.default is not None}
            full |= self._kept(model, values, user)
            full |= {"create_date": stamp, "write_date": stamp, "create_uid": user, "write_uid": user}
            self._complete(model, full, stamp)
            self._check(model, full, None)
            pk = self._insert(model, full)
            if model.name == "maintenance.request":
                self._update(model, [pk], {"x_number": f"MNT/{stamp[:4]}/{pk:05d}"})
            if model.tracked:
                self.note(model, pk, f"<p>{model.label} created</p>", user)
        return pk

    def write(self, model: Model, ids: list[int], values: Row, user: int) -> None:
        stamp = self._stamp()
        with self.transaction():
            before = {row["id"]: dict(row) for row in self._rows(model, ids)}
            for pk in ids:
                if pk not in before:
                    raise errors.missing(model.name, pk, user)
            kept = self._kept(model, values, user)
            for pk in ids:
                self._check(model, before[pk] | kept, pk)
            self._update(model, ids, kept | {"write_date": stamp, "write_uid": user})
            if model.name == "maintenance.request" and kept.get("stage_id"):
                for pk in ids:
                    self._moved(before[pk], kept["stage_id"], user)

    def unlink(self, model: Model, ids: list[int]) -> None:
        with self.transaction():
            self._delete(model, ids)

    def note(
        self,
        model: Model,
        pk: int,
        body: str,
        user: int,
        *,
        kind: str = "notification",
        attachments: list[int] | None = None,
    ) -> int:
        """One more message in the chatter; the record itself does not change."""
        values = {
            "model": model.name,
            "res_id": pk,
            "date": self._stamp(),
            "body": body,
            "message_type": kind,
        }
        values |= {"author_id": user, "attachment_ids": json.dumps(attachments or [])}
        return self.create(MODELS["mail.message"], values, user)

    # How it does it

    def _kept(self, model: Model, values: Row, user: int) -> Row:
        kept: Row = {}
        for name, value in values.items():
            field = model.field(name)
            if field is None:
                raise errors.value_error(f"Invalid field '{name}' on model '{model.name}'")
            kept[name] = self._column(field, value, user)
        return kept

    def _column(self, field: Field, value: Any, user: int) -> Any:
        if value is False and field.type != "boolean":
            return None
        if field.type in ("date", "datetime") and value:
            form = DATE if field.type == "date" else DATETIME
            try:
                datetime.strptime(str(value)[:26].split(".")[0], form)  # noqa: DTZ007 (its dates are naive)
            except ValueError:
                raise errors.value_error(f"time data '{value}' does not match format '{form}'") from None
        if field.type == "many2one" and value and not self._rows(MODELS[field.relation], [value]):
            raise errors.missing(field.relation, value, user)
        return int(value) if field.type == "boolean" else value

    def _complete(self, model: Model, full: Row, stamp: str) -> None:
        """What the server fills in by itself."""
        if model.name == "maintenance.request":
            full["stage_id"] = full.get("stage_id") or self._first(MODELS["maintenance.stage"], "sequence")
            full["maintenance_team_id"] = full.get("maintenance_team_id") or self._first(
                MODELS["maintenance.team"], "id"
            )
            full["request_date"] = full.get("request_date") or stamp[:10]
        elif model.name == "maintenance.equipment":
            full["effective_date"] = full.get("effective_date") or stamp[:10]
        elif model.name == "ir.attachment":
            content = base64.b64decode(full.get("datas") or "")
            full["file_size"] = len(content)
            full["checksum"] = hashlib.sha1(content, usedforsecurity=False).hexdigest()
            full["mimetype"] = full.get("mimetype") or mimetypes.guess_type(full.get("name") or "")[0]

    def _check(self, model: Model, full: Row, own: int | None) -> None:
        for name, field in model.fields.items():
            if field.required and full.get(name) is None:
                raise errors.mandatory(model.label, model.name, field.label or name, name)
        if serial := model.name == "maintenance.equipment" and full.get("serial_no"):
            same = domains.condition(model, [["serial_no", "=", serial]])
            if any(pk != own for pk in self._ids(model, same, '"id"')):
                raise errors.invalid(
                    "The operation cannot be completed: Another asset already exists with this serial number!"
                )

    def _moved(self, before: Row, stage: int, user: int) -> None:
        """The server sets and clears the closing day; closing a recurring request makes the next one."""
        request = MODELS["maintenance.request"]
        (now,) = self._rows(MODELS["maintenance.stage"], [stage])
        if stage == before["stage_id"]:
            return
        self._update(request, [before["id"]], {"close_date": self._stamp()[:10] if now["done"] else None})
        was = self._name(MODELS["maintenance.stage"], before["stage_id"], "fr_FR")
        words = f"{was} → {self._name(MODELS['maintenance.stage'], stage, 'fr_FR')}"
        self.note(request, before["id"], f"<p>{html.escape(words)}</p>", user)
        if now["done"] and before["recurring_maintenance"] and before["maintenance_type"] == "preventive":
            self._clone(before, user)

    def _clone(self, before: Row, user: int) -> None:
        days = (before["repeat_interval"] or 1) * (7 if before["repeat_unit"] == "week" else 1)
        planned = datetime.strptime(before["schedule_date"] or self._stamp()[:19], DATETIME)  # noqa: DTZ007
        left = {
            "id",
            "stage_id",
            "close_date",
            "kanban_state",
            "x_number",
            "x_twin_ref",
            "x_due_date",
            "done",
        }
        kept = {name: value for name, value in before.items() if name not in left and value is not None}
        kept["schedule_date"] = (planned + timedelta(days=days)).strftime(DATETIME)
        self.create(MODELS["maintenance.request"], kept, user)

    def _shown(self, model: Model, row: sqlite3.Row, name: str, lang: str) -> Any:
        if name == "display_name" or (model.name == "maintenance.stage" and name == "name"):
            return self._name(model, row["id"], lang)
        if name == "done" and model.name == "maintenance.request":
            return bool(self._rows(MODELS["maintenance.stage"], [row["stage_id"]])[0]["done"])
        field, value = model.fields[name], row[name]
        if field.type == "boolean":
            return bool(value)
        if field.type == "many2many":
            return json.loads(value or "[]")
        if value is None or (value == "" and field.type != "html"):
            return False
        if field.type == "many2one":
            return [value, self._name(MODELS[field.relation], value, lang)]
        return value[:19] if field.type == "datetime" else value

    def _name(self, model: Model, pk: int, lang: str) -> str:
        rows = self._rows(model, [pk])
        if not rows:
            return ""
        if model.name == "maintenance.stage" and lang.startswith("fr"):
            return rows[0]["name_fr"] or rows[0]["name"]
        if model.name == "maintenance.equipment" and rows[0]["serial_no"]:
            return f"{rows[0]['name']}/{rows[0]['serial_no']}"
        return str(rows[0]["name"])

    def _stamp(self) -> str:
        """The writer's own time, in microseconds: when its transaction began, not when others see it."""
        stamp = self.clock().astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
        if self.late and not self.in_transaction:
            time.sleep(self.late)
        return stamp
