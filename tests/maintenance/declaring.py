"""Declarations as they stand once a steward has applied them: rows, made without the pages that lead there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from assets.models import Asset, PropertyVersion
from maintenance.models import Change, Declaration
from tests import factories

Value = tuple[str, Any] | tuple[str, Any, str]


def applied(asset: Asset, *values: Value, kind: str = "CORRECT", **more: Any) -> Declaration:
    """An applied declaration of these (field, value[, unit]), each approved; the register holds the values."""
    author = more.pop("author", None) or factories.person("agent", station=asset.station)
    reviewer = more.pop("reviewer", None) or factories.person("steward", station=asset.station)
    moment = more.pop("applied_at", None) or timezone.now()
    state = more.pop("state", Declaration.State.APPLIED)
    declaration = Declaration.objects.create(
        station=asset.station,
        asset=asset,
        author=author,
        performed_at=moment - timedelta(hours=2),
        applied_at=moment,
        **more,
    )
    for field, value, *unit in values:
        change = _approved(declaration, reviewer, kind, field, value, *unit)
        _remember(change, author)
    if kind == "VERIFY":
        _approved(declaration, reviewer, kind, "", None)
    Declaration.objects.filter(pk=declaration.pk).update(state=state)
    declaration.refresh_from_db()
    return declaration


def _approved(
    declaration: Declaration, reviewer, kind: str, field: str, value: Any, unit: str = ""
) -> Change:
    set_name, _, name = field.rpartition(".") if "." in field else ("", "", "")
    change = Change.objects.create(
        declaration=declaration,
        author=declaration.author,
        kind=kind,
        field="" if set_name else field,
        set_name=set_name,
        name=name,
        value=value,
        unit=unit,
    )
    change.verdict, change.reviewed_by, change.reviewed_at = Change.Verdict.APPROVED, reviewer, timezone.now()
    change.save()
    return change


def _remember(change: Change, author) -> None:
    where = {
        "asset": change.declaration.asset,
        "set_name": change.set_name or change.field,
        "name": change.name or change.field,
    }
    PropertyVersion.objects.filter(**where, superseded_at=None).update(superseded_at=timezone.now())
    PropertyVersion.objects.create(
        **where,
        value=change.value,
        unit=change.unit,
        valid_from=change.declaration.performed_at,
        recorded_by=author,
        change=change.pk,
    )
