"""One row of Odoo as a record of ours.

Empty is `false` whatever the type; times are naive UTC; links are `[id, name]`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_noop

from maintenance.connectors.base import Received, RequestRecord, Unreadable, WorkOrderRecord
from maintenance.connectors.plain_text import plain_text

FIELDS = {
    "equipment_code": "x_code",
    "reference": "x_twin_ref",
    "station": "x_station",
    "place": "x_place",
    "due": "x_due_date",
    "number": "x_number",
    "inspection": "x_inspection",
}
STATUS_OF_STAGE = {
    "maintenance.stage_0": "APPROVED",
    "maintenance.stage_1": "IN_PROGRESS",
    "maintenance.stage_3": "DONE",
    "maintenance.stage_4": "CLOSED",
}
"""By external id: names are translated and may be edited. A stage of the site's own goes by its `done` flag."""
PRIORITIES = {"3": "P1", "2": "P2", "1": "P3", "0": "P4"}
LINK = "{url}/web#id={id}&model=maintenance.request&view_type=form"

NOT_A_TIME = gettext_noop("The field {field} holds no time: {words}")
NO_STAGE = gettext_noop("It stands in a stage that the other system does not list.")
NO_TITLE = gettext_noop("It has no subject.")


@dataclass(frozen=True)
class Stage:
    id: int
    external_id: str
    done: bool
    first: bool


class _Bad(Exception):
    def __init__(self, why: str, sentence: str, **said: object) -> None:
        super().__init__(sentence.format(**said) if said else sentence)
        self.why = why


@dataclass(frozen=True)
class Reading:
    """What is needed to understand rows."""

    stages: Mapping[int, Stage]
    fields: Mapping[str, str]
    settings: Mapping[str, Any]
    url: str

    def record(self, row: Mapping[str, Any], equipment: Mapping[str, Any]) -> Received:
        """Never raises: what cannot be understood comes back as `Unreadable`."""
        payload = {**row, "equipment": dict(equipment)}
        try:
            return self._record(row, equipment, payload)
        except _Bad as bad:
            return Unreadable(str(row.get("id", "")), bad.why, str(bad), payload)
        except (KeyError, TypeError, ValueError, IndexError, OverflowError) as error:
            words = f"{type(error).__name__} {error}"
            return Unreadable(str(row.get("id", "")), "parse", words[:300], payload)

    def _record(
        self, row: Mapping[str, Any], equipment: Mapping[str, Any], payload: Mapping[str, Any]
    ) -> WorkOrderRecord:
        pk = int(row["id"])
        if not _text(row.get("name")):
            raise _Bad("parse", NO_TITLE)
        stage = self.stages.get(row["stage_id"][0] if row.get("stage_id") else 0)
        if stage is None:
            raise _Bad("mapping", NO_STAGE)
        scheduled = _moment(row, "schedule_date")
        status = self._status(row, stage, scheduled)
        made = RequestRecord if status == "REQUESTED" else WorkOrderRecord
        url = self.url.rstrip("/")
        return made(
            external_id=str(pk),
            version=_text(row.get("write_date")),
            number=self._own(row, "number") or f"#{pk}",
            url=str(self.settings.get("link") or LINK).format(url=url, id=pk),
            title=_text(row["name"])[:500],
            description=plain_text(_text(row.get("description"))),
            status=status,
            source_status=_text(row["stage_id"][1]),
            kind=self._kind(row),
            priority={**PRIORITIES, **self.settings.get("priorities", {})}.get(
                _text(row.get("priority")), "P3"
            ),
            team=_text(row["maintenance_team_id"][1]) if row.get("maintenance_team_id") else "",
            station_code=self._own(row, "station"),
            equipment_code=_text(equipment.get(self.fields["equipment_code"]))
            or _text(equipment.get("name")),
            place_text=self._own(row, "place") or _text(equipment.get("location")),
            reference=self._own(row, "reference"),
            reported_at=self._reported(row),
            scheduled_at=scheduled,
            due_at=self._due(row, scheduled),
            closed_on=_day(row, "close_date"),
            payload=payload,
        )

    def meaning(self, stage: Stage) -> str:
        """Our status of a stage: as set for this source, else by external id, else by its flag and place."""
        chosen = self.settings.get("stages", {})
        for key in (stage.external_id, str(stage.id)):
            if key in chosen:
                return str(chosen[key])
        if stage.external_id in STATUS_OF_STAGE:
            return STATUS_OF_STAGE[stage.external_id]
        if stage.done:
            return "DONE"
        return "APPROVED" if stage.first else "IN_PROGRESS"

    def _status(self, row: Mapping[str, Any], stage: Stage, scheduled: datetime | None) -> str:
        if row.get("archive"):
            return "CANCELLED"
        status = self.meaning(stage)
        if stage.done:
            return status
        if row.get("kanban_state") == "blocked":
            return "WAITING"
        return "REQUESTED" if status == "APPROVED" and scheduled is None else status

    def _kind(self, row: Mapping[str, Any]) -> str:
        inspection = self.fields["inspection"]
        if inspection and row.get(inspection):
            return "INSPECTION"
        return "PREVENTIVE" if row.get("maintenance_type") == "preventive" else "CORRECTIVE"

    def _own(self, row: Mapping[str, Any], name: str) -> str:
        """A custom field of this site, "" when it has none."""
        return _text(row.get(self.fields[name])) if self.fields[name] else ""

    def _reported(self, row: Mapping[str, Any]) -> datetime | None:
        """The day it was asked; the very moment when it was written down on that day."""
        written, day = _moment(row, "create_date"), _day(row, "request_date")
        zone = ZoneInfo(str(self.settings.get("time_zone", "Europe/Paris")))
        if day is None or (written is not None and written.astimezone(zone).date() == day):
            return written
        return datetime(day.year, day.month, day.day, tzinfo=zone)

    def _due(self, row: Mapping[str, Any], scheduled: datetime | None) -> datetime | None:
        due = self.fields["due"]
        if due and row.get(due):
            return _moment(row, due)
        if scheduled is None:
            return None
        return scheduled + timedelta(hours=float(row.get("duration") or 0))


def _text(value: Any) -> str:
    """`false` is empty; PostgreSQL takes no NUL."""
    return "" if value is False or value is None else str(value).replace("\x00", "").strip()


def _moment(row: Mapping[str, Any], name: str) -> datetime | None:
    text = _text(row.get(name))
    if not text:
        return None
    try:
        return datetime.strptime(text.split(".")[0], "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        raise _Bad("parse", NOT_A_TIME, field=name, words=text) from None


def _day(row: Mapping[str, Any], name: str) -> date | None:
    text = _text(row.get(name))
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise _Bad("parse", NOT_A_TIME, field=name, words=text) from None
