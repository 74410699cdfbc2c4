"""The word of one person on one change: given by compare-and-swap, taken back, and kept in the history either way."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext

from assets import history
from maintenance.declaration_steps import NotNow
from maintenance.models import Change

Verdict = Change.Verdict
_WORDS = ("reviewed_by", "reviewed_at", "seconded_by", "seconded_at")


def give(change: Change, by, verdict: str, reason: str) -> None:
    """One word of one person, by compare-and-swap. A first approval of two leaves the change waiting for the second."""
    now = timezone.now()
    second = change.reviewed_by_id is not None
    columns = {"seconded_by": by, "seconded_at": now} if second else {"reviewed_by": by, "reviewed_at": now}
    if second and by.pk == change.reviewed_by_id:  # what falls with a refused number needs no third person
        columns = {}
    waits = verdict == Verdict.APPROVED and change.needs_second and not second
    columns |= {} if waits else {"verdict": verdict, "reason": reason}
    rows = Change.objects.filter(pk=change.pk, verdict=Verdict.PENDING, reviewed_by=change.reviewed_by_id)
    if not rows.update(**columns):
        raise NotNow(gettext("This was decided in the meantime: look at it again."))
    for name, value in columns.items():
        setattr(change, name, value)
    history.record(
        "change seconded" if second else f"change {verdict.lower()}",
        change,
        station=change.declaration.station,
        by=by,
        before={"value": change.base},
        after={
            "code": change.declaration.code,
            "field": change.field,
            "value": change.value,
            "unit": change.unit,
            "verdict": verdict,
            "reason": reason,
            "declaration": change.declaration_id,
        },
    )


def take_back(changes: Iterable[Change], by, reason: str) -> None:
    """The words given on these count no more; the history keeps whose they were."""
    for change in changes:
        if change.reviewed_by_id is None:
            continue
        said = {
            "verdict": change.verdict,
            "reviewed_by": change.reviewed_by_id,
            "seconded_by": change.seconded_by_id,
            "reason": change.reason,
        }
        change.verdict, change.reason = Verdict.PENDING, ""
        change.reviewed_by = change.reviewed_at = change.seconded_by = change.seconded_at = None
        change.save(update_fields=["verdict", "reason", *_WORDS])
        declaration = change.declaration
        after = {"code": declaration.code, "field": change.field, "declaration": declaration.pk}
        history.record(
            "words taken back",
            change,
            station=declaration.station,
            by=by,
            before=said,
            after=after | {"reason": reason},
        )
