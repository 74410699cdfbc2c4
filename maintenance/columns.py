"""A record of another system as columns of ours: what they hold, whether that is news, and that it fits."""

from __future__ import annotations

import hashlib
import json
import uuid
from typing import Any

from django.db import models
from django.utils import timezone

from assets.models import Organisation, Station
from maintenance.connectors.base import WorkOrderRecord
from maintenance.models import WorkOrder


def said(record: WorkOrderRecord, firm: Organisation | None, station: Station) -> dict[str, Any]:
    """The columns that are the source's; the hash covers what we made of them too."""
    columns = {
        name: getattr(record, name)
        for name in (
            "version", "number", "url", "title", "description", "status", "source_status", "kind", "priority",
            "team", "equipment_code", "place_text", "reported_at", "scheduled_at", "due_at", "closed_on",
        )
    }  # fmt: skip
    return columns | {
        "station": station,
        "organisation": firm,
        "payload": plain(record.payload),
        "payload_hash": digest(record, firm, station),
        "retrieved_at": timezone.now(),
    }


def digest(record: WorkOrderRecord, firm: Organisation | None, station: Station) -> str:
    """SHA-256 of what it says and of whom and where we took it to mean."""
    said = [vars(record), firm.pk if firm else None, station.pk]
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


def is_news(known: WorkOrder, version: str, digest: str) -> bool:
    if version != known.version:
        return version > known.version
    return digest != known.payload_hash or known.gone_at is not None


def fit(order: WorkOrder, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(order, name, fitted(order, name, value))


def cut(row: models.Model) -> None:
    for field in row._meta.concrete_fields:
        setattr(row, field.attname, fitted(row, field.attname, getattr(row, field.attname)))


def fitted(row: models.Model, name: str, value: Any) -> Any:
    """No longer than its column: the whole text is in the payload."""
    if not isinstance(value, str):
        return value
    longest = getattr(row._meta.get_field(name), "max_length", None)
    return value[:longest] if longest else value


def uuid_of(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def plain(content: Any) -> Any:
    """As JSON, without the NUL that PostgreSQL refuses."""
    return json.loads(json.dumps(content, default=str).replace("\\u0000", ""))
