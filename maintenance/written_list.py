"""The readable list of what a revision we wrote changed: kept with the revision, people as ids."""

from __future__ import annotations

from typing import Any

from assets.ifc.edits import Outcome
from maintenance.models import Change
from maintenance.waiting_changes import Batch

_WORST = ("left out", "written", "already")


def made(batch: Batch, outcomes: dict[int, list[Outcome]], by) -> dict[str, Any]:
    """{"parent", "asked_by", "moment", "changes": [one entry a change]}; JSON-able."""
    return {
        "parent": batch.parent.pk,
        "parent_label": batch.parent.label,
        "asked_by": getattr(by, "pk", None),
        "moment": batch.moment.isoformat(),
        "changes": [_entry(one.change, outcomes.get(one.change.pk, [])) for one in batch.waiting],
    }


def _entry(change: Change, outcomes: list[Outcome]) -> dict[str, Any]:
    """One change; `result` "replaced" when a later one of the same value stands instead."""
    declaration = change.declaration
    told = min(outcomes, key=lambda one: _WORST.index(one.result), default=None)
    return {
        "change": change.pk,
        "declaration": declaration.pk,
        "kind": change.kind,
        "asset": declaration.asset.code,
        "field": change.field,
        "set": told.set_name if told else change.set_name,
        "name": told.name if told else change.name,
        "old": told.old if told else change.base,
        "new": change.value,
        "unit": change.unit,
        "file_unit": (told.unit or "") if told else "",
        "result": told.result if told else "replaced",
        "reason": told.reason if told else "",
        "elements": len(outcomes),
        "declared_by": change.author_id,
        "approved_by": [pk for pk in (change.reviewed_by_id, change.seconded_by_id) if pk],
        "performed_at": declaration.performed_at.isoformat(),
        "order": declaration.work_order.number if declaration.work_order else "",
    }
