"""Odoo 18's maintenance module (`maintenance.request`), by JSON-RPC.

Seen on a real server: `write_date` is kept in microseconds and told to the second, so "equal" finds nothing,
"greater" finds the same row again, and the naive keyset never ends. Closed whole-second windows, by id inside them,
give every row once. Stage names are translated and editable: a stage is known by its external id, else by its `done`
flag.

`Source.settings`: `database`; `fields` {equipment_code, reference, station, place, due, number, inspection: name of the
custom field, "" for none}; `stages` {external id or id: our status}; `priorities` {"3": "P1"}; `link` (pattern of an
order's address); `time_zone` of its days; `page`; `seconds`.
"""

from __future__ import annotations

import base64
import html
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext_noop

from maintenance.connectors.base import (
    Access,
    Attached,
    NewRequest,
    Received,
    Refused,
    TemporaryError,
)
from maintenance.connectors.odoo_records import FIELDS, Reading, Stage
from maintenance.connectors.odoo_rpc import SAID_NO, OdooRpc

REQUEST, EQUIPMENT = "maintenance.request", "maintenance.equipment"
STANDARD = (
    "name", "description", "request_date", "equipment_id", "maintenance_team_id", "stage_id", "priority",
    "kanban_state", "archive", "close_date", "maintenance_type", "schedule_date", "duration", "create_date",
    "write_date",
)  # fmt: skip
REPEATS = 3
REPEATS_ITSELF = gettext_noop("The other system gives the same page again and again.")
URGENT = {"danger": "3", "disturbed": "2", "normal": "1"}
EVERYTHING = {"active_test": False}  # archived equipment is still what an order is about


class Odoo:
    def __init__(self, access: Access) -> None:
        self.rpc = OdooRpc(access)
        self.settings = access.settings
        self.fields: dict[str, str] = {**FIELDS, **access.settings.get("fields", {})}
        self.page = int(access.settings.get("page", 200))
        self._stages: dict[int, Stage] | None = None

    def clock(self) -> datetime:
        self.rpc.version()
        return self.rpc.clock or datetime.now(UTC)

    def changes(self, since: datetime | None, until: datetime) -> Iterator[list[Received]]:
        window = [["write_date", "<", _stamp(until)]]
        if since is not None:
            window.append(["write_date", ">=", _stamp(since)])
        last = repeated = 0
        while True:
            rows = self._rows([*window, ["id", ">", last]], order="id asc", limit=self.page)
            fresh = sorted(
                (row for row in rows if isinstance(row.get("id"), int) and row["id"] > last),
                key=lambda row: int(row["id"]),
            )
            if not rows:
                return
            if not fresh:  # a page we have seen already: asked again, and not for ever
                repeated += 1
                if repeated > REPEATS:
                    raise TemporaryError(REPEATS_ITSELF)
                continue
            yield self._read_all(fresh)
            last = fresh[-1]["id"]

    def ids(self) -> set[str]:
        return {str(pk) for pk in self.rpc.ids(REQUEST, [])}

    def read(self, external_id: str) -> Received | None:
        if not external_id.isdecimal():  # a dead letter may be about a row without an id
            return None
        rows = self._rows([["id", "=", int(external_id)]])
        return self._read_all(rows)[0] if rows else None

    def set_status(self, external_id: str, status: str) -> None:
        """In progress, waiting or done: the rest is decided over there."""
        if status == "WAITING":
            values: dict[str, Any] = {"kanban_state": "blocked"}
        else:
            values = {"stage_id": self._stage_for(status), "kanban_state": "normal"}
        self.rpc.call(REQUEST, "write", [int(external_id)], values)

    def post(self, external_id: str, text: str, reference: str, attached: Sequence[Attached] = ()) -> None:
        self._post(REQUEST, int(external_id), text, reference, attached)

    def create_request(self, request: NewRequest) -> str:
        reference = self.fields["reference"]
        same = self.rpc.ids(REQUEST, [[reference, "=", request.reference]], limit=1)
        if same:
            return str(same[0])
        values: dict[str, Any] = {
            "name": request.title,
            "description": _rich(request.text),
            reference: request.reference,
        }
        values["priority"] = URGENT.get(request.urgency, "1")
        for ours, said in (("station", request.station_code), ("place", request.place)):
            if self.fields[ours] and said:
                values[self.fields[ours]] = said
        equipment = self._equipment(request.equipment_code)
        if equipment is not None:
            values["equipment_id"] = equipment
        return str(self.rpc.create(REQUEST, values))

    def propose(self, equipment_code: str, text: str, reference: str) -> bool:
        equipment = self._equipment(equipment_code)
        if equipment is not None:
            self._post(EQUIPMENT, equipment, text, reference)
        return equipment is not None

    # How it does it

    def _rows(self, domain: list[Any], **how: Any) -> list[dict[str, Any]]:
        wanted = [
            *STANDARD,
            *(name for name in self.fields.values() if name and name != self.fields["equipment_code"]),
        ]
        return self.rpc.rows(REQUEST, "search_read", domain, fields=sorted(set(wanted)), **how)

    def _read_all(self, rows: list[dict[str, Any]]) -> list[Received]:
        codes = self._codes(rows)
        stages = self._known_stages()
        if any(_link(row.get("stage_id")) not in stages for row in rows):
            self._stages = None  # somebody has added a stage since
            stages = self._known_stages()
        reading = Reading(stages, self.fields, self.settings, self.rpc.access.url)
        return [reading.record(row, codes.get(_link(row.get("equipment_id")), {})) for row in rows]

    def _codes(self, rows: list[dict[str, Any]]) -> dict[int, Mapping[str, Any]]:
        """What the equipment of these rows is called by us, and where it stands."""
        ids = sorted({_link(row.get("equipment_id")) for row in rows} - {0})
        if not ids:
            return {}
        names = [name for name in ("name", "location", self.fields["equipment_code"]) if name]
        found = self.rpc.whole_rows(EQUIPMENT, "read", ids, fields=names, context=EVERYTHING)
        return {each["id"]: each for each in found}

    def _known_stages(self) -> dict[int, Stage]:
        if self._stages is None:
            rows = self.rpc.whole_rows(
                "maintenance.stage",
                "search_read",
                [],
                fields=["name", "sequence", "done"],
                order="sequence asc, id asc",
            )
            of_stages = [["model", "=", "maintenance.stage"]]
            named = self.rpc.whole_rows(
                "ir.model.data", "search_read", of_stages, fields=["module", "name", "res_id"]
            )
            external = {_link(each["res_id"]): f"{each['module']}.{each['name']}" for each in named}
            self._stages = {
                row["id"]: Stage(row["id"], external.get(row["id"], ""), bool(row["done"]), place == 0)
                for place, row in enumerate(rows)
            }
        return self._stages

    def _stage_for(self, status: str) -> int:
        """The first stage that means `status` here."""
        reading = Reading(self._known_stages(), self.fields, self.settings, self.rpc.access.url)
        for stage in self._known_stages().values():
            if reading.meaning(stage) == status:
                return stage.id
        raise Refused(SAID_NO, words=status)

    def _equipment(self, code: str) -> int | None:
        if not code or not self.fields["equipment_code"]:
            return None
        found = self.rpc.ids(EQUIPMENT, [[self.fields["equipment_code"], "=", code]], limit=2)
        return found[0] if len(found) == 1 else None

    def _post(
        self, model: str, pk: int, text: str, reference: str, attached: Sequence[Attached] = ()
    ) -> None:
        files = [self._attach(model, pk, each, reference) for each in attached]
        about = [["model", "=", model], ["res_id", "=", pk], ["body", "ilike", reference]]
        if self.rpc.ids("mail.message", about, limit=1):
            return
        body = f"{text}\n[{reference}]".strip()
        self.rpc.call(model, "message_post", [pk], body=body, message_type="comment", attachment_ids=files)

    def _attach(self, model: str, pk: int, attached: Attached, reference: str) -> int:
        mark = f"{reference}/{attached.key}"
        about = [["res_model", "=", model], ["res_id", "=", pk], ["description", "=", mark]]
        same = self.rpc.ids("ir.attachment", about, limit=1)
        if same:
            return same[0]
        values = {"name": attached.name, "res_model": model, "res_id": pk, "description": mark}
        values |= {"mimetype": attached.media_type, "datas": base64.b64encode(attached.content).decode()}
        return self.rpc.create("ir.attachment", values)


def _rich(text: str) -> str:
    """Plain lines as the HTML that a description is over there."""
    return "<p>" + html.escape(text, quote=False).replace("\n", "<br>") + "</p>"


def _stamp(moment: datetime) -> str:
    """A whole second, naive UTC."""
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")


def _link(value: Any) -> int:
    """The id of a many2one: `[id, name]`, a bare id, or `false` for none (0)."""
    if isinstance(value, list) and value:
        value = value[0]
    return value if isinstance(value, int) else 0
