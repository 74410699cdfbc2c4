"""The one way to write history: who did which verb to what, in the transaction that did it."""

from __future__ import annotations

from typing import Any

from django.db import models

from assets.models import HistoryEntry, Station


def record(
    verb: str,
    subject: models.Model,
    *,
    station: Station | None,
    by=None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> HistoryEntry:
    """Append one entry. `by` is the acting user, or None for the system itself."""
    return HistoryEntry.objects.create(
        station=station,
        actor=by if by is not None and getattr(by, "pk", None) else None,
        verb=verb,
        subject_kind=subject._meta.model_name,
        subject_id=subject.pk,
        before=before,
        after=after,
    )
