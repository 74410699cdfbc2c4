"""Approved changes become what the register says, and the system that keeps the order is told."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.utils import timezone

from assets import characteristics, history, register_values
from assets.fields import fields
from assets.models import Asset
from assets.register_values import FITTED
from maintenance import isolation_cards, outbox, three_way
from maintenance.models import Change, Declaration, OutboxMessage, Source, WorkOrder
from maintenance.verifications import verified

Kind = Change.Kind
# What a maintenance system keeps of an item.
TOLD = ("serial_number", "manufacturer", "model", "installation_date")


def into_register(declaration: Declaration) -> None:
    """In the caller's transaction. Raises register_values.Overtaken when the register moved under it."""
    approved = list(declaration.changes.filter(verdict=Change.Verdict.APPROVED))
    fitted_already = _is_fitted_already(approved)
    if any(change.kind == Kind.REPLACE for change in approved) and not fitted_already:
        fitted = (*FITTED, three_way.MOVED_FROM)
        _fit(declaration, {change.field: change.value for change in approved if change.field in fitted})
    for change in approved:
        if change.kind == Kind.CARD:
            isolation_cards.put(declaration, change)
        elif change.kind != Kind.VERIFY:
            _put(declaration, change, fitted_already)
    seen = [each for each in approved if each.field != three_way.MOVED_FROM and each.kind != Kind.CARD]
    verified(declaration, seen)
    _tell(declaration, {c.field: c.value for c in approved if c.field in TOLD and c.kind != Kind.VERIFY})


def _is_fitted_already(approved: list[Change]) -> bool:
    """Somebody else declared the same item first: its number was true already, and the item is not fitted again."""
    return any(change.field == "serial_number" and change.kind == Kind.VERIFY for change in approved)


def _fit(declaration: Declaration, values: dict) -> None:
    """Another item, from the day it was installed; the former one is taken off that day."""
    day = values.get("installation_date")
    on = date.fromisoformat(day) if day else timezone.localdate(declaration.performed_at)
    columns = {
        FITTED[key]: value for key, value in values.items() if key in FITTED and key != "installation_date"
    }
    before = (
        Asset.objects.live()
        .filter(station=declaration.station, code=values.get(three_way.MOVED_FROM))
        .first()
    )
    register_values.fit(declaration.asset, on=on, moved_from=before, **columns)
    if before is not None:
        history.record(
            "item moved away",
            before,
            station=before.station,
            by=None,
            after={"code": before.code, "to": declaration.asset.code},
        )


def _put(declaration: Declaration, change: Change, fitted_already: bool) -> None:
    asset = declaration.asset
    held = register_values.declared_for(
        characteristics.of(change.field, asset.kind), register_values.current(asset)
    )
    place = (held.set_name, held.name) if held else (change.set_name, change.name)
    corrects_the_item = change.field in FITTED and (change.kind == Kind.CORRECT or fitted_already)
    if corrects_the_item:
        register_values.keep_former(asset, change.field, place)
    register_values.put(
        asset,
        set_name=place[0],
        name=place[1],
        value=change.value,
        unit=change.unit,
        valid_from=declaration.performed_at,
        by=declaration.author,
        change=change.pk,
        instead_of=held.pk if held else None,
    )
    if corrects_the_item:
        register_values.correct_fitted(asset, change.field, change.value)


def _tell(declaration: Declaration, values: dict) -> None:
    """A proposal to the source that knows the equipment: by the declaration's order, else by its latest one here.

    In words of the site's language: people of the other system read them.
    """
    if declaration.asset is None:
        return
    order = (
        declaration.work_order or WorkOrder.objects.filter(asset=declaration.asset).order_by("-pk").first()
    )
    if not values or order is None:
        return
    source: Source = order.source
    said = {fields()[key].label(settings.LANGUAGE_CODE): value for key, value in values.items()}
    outbox.tell(
        source,
        OutboxMessage.Kind.PROPOSAL,
        {"equipment_code": order.equipment_code or declaration.asset.code, "values": said},
        work_order=declaration.work_order,
    )
