"""What people changed about a piece of equipment, and what waits for its review."""

from __future__ import annotations

from datetime import datetime

from assets.models import Asset
from maintenance.declaration_steps import UNDECIDED, State
from maintenance.models import Change
from twin import declared

MOST = 12


def applied_to(asset: Asset, at: datetime | None = None) -> list[declared.ChangeLine]:
    """The newest first: changes that are in the register."""
    changes = (
        Change.objects.filter(
            declaration__asset=asset,
            declaration__state__in=(State.APPLIED, State.RELEASED),
            verdict=Change.Verdict.APPROVED,
        )
        .exclude(kind=Change.Kind.VERIFY)
        .select_related("declaration__asset", "declaration__author", "declaration__work_order", "reviewed_by")
        .prefetch_related("declaration__evidence")
        .order_by("-declaration__performed_at", "-pk")
    )
    if at is not None:
        changes = changes.filter(declaration__applied_at__lte=at)
    return [declared.line(change) for change in changes[:MOST]]


def waiting_on(asset: Asset, *, by=None) -> list[declared.ChangeLine]:
    """What was declared and nobody has decided yet, the oldest first; `by`: of this person only."""
    changes = Change.objects.filter(
        declaration__asset=asset, declaration__state__in=UNDECIDED, verdict=Change.Verdict.PENDING
    )
    if by is not None:
        changes = changes.filter(declaration__author=by)
    told = changes.select_related("declaration__asset", "declaration__author", "declaration__work_order")
    ordered = told.prefetch_related("declaration__evidence").order_by("declaration__performed_at", "pk")
    return [declared.line(change) for change in ordered[:MOST]]
