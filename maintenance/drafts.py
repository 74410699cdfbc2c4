"""A declaration while it is written: opened once, filled in value by value, and nobody's business until it is sent.

What is written here is sent, and taken back, by `maintenance.declarations`.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext

from assets import characteristics, entries, history, permissions
from assets.models import Asset, Location
from assets.models.hanging import Subject, hung_on
from assets.permissions import Verb
from assets.register_values import FITTED, Register, register_of
from maintenance import second_look, texts, three_way
from maintenance.declaration_steps import EDITABLE, NotNow, hold_editable
from maintenance.models import Act, Change, Declaration, Evidence, Status, WorkOrder
from maintenance.scope import assets_of, own_orders, place_of

Kind = Change.Kind
# Said of the new item even when it is the same as before: who made it, which model, its number, the day.
ALWAYS_SAID = tuple(FITTED)


class NotHers(Exception):
    """She may not declare this: for her it does not exist."""


class TooEarly(NotNow):
    """A firm's person has not read what is dangerous there, or has not started the order."""


def may_declare(user, subject: Subject, work_order: WorkOrder | None = None) -> bool:
    """The operator's people declare on what they see; a firm's person on what her own open orders are about."""
    if permissions.contractor_of(user) is None and permissions.may(user, Verb.DECLARE, subject.station):
        return True
    if work_order is None or not own_orders(user).filter(pk=work_order.pk).exists():
        return False
    if isinstance(subject, Location):
        return subject == place_of(work_order)
    return isinstance(subject, Asset) and assets_of(work_order).filter(pk=subject.pk).exists()


def refuse_too_early(user, work_order: WorkOrder | None) -> None:
    """A firm's person declares once she has read what is dangerous there and the order is begun. Raises TooEarly."""
    if work_order is None or permissions.contractor_of(user) is None:
        return
    if not Act.objects.filter(work_order=work_order, verb=Act.Verb.ACKNOWLEDGED, by=user).exists():
        raise TooEarly(
            gettext("Read the safety instructions of the order first, and confirm that you have read them.")
        )
    if work_order.shown_status not in (Status.IN_PROGRESS, Status.DONE):
        raise TooEarly(gettext("Start the order first: then you can say what you changed."))


def open(  # noqa: A001 (declarations.open reads aloud)
    subject: Subject,
    *,
    by,
    work_order: WorkOrder | None = None,
    key: uuid.UUID | None = None,
    performed_at: datetime | None = None,
) -> Declaration:
    """A draft, or the declaration that was sent under this key before. Raises NotHers and TooEarly."""
    if not may_declare(by, subject, work_order):
        raise NotHers
    key = key or uuid.uuid4()
    if (known := Declaration.objects.filter(key=key).first()) is not None:
        return _hers(known, subject, by)
    refuse_too_early(by, work_order)
    now = timezone.now()
    try:
        with transaction.atomic():
            made = Declaration.objects.create(
                station=subject.station,
                **hung_on(subject),
                work_order=work_order,
                key=key,
                author=by,
                organisation=permissions.contractor_of(by),
                performed_at=min(performed_at or now, now),
            )
            history.record(
                "declaration opened", made, station=subject.station, by=by, after={"code": made.code}
            )
    except IntegrityError:  # sent twice at once: the other one made it
        return _hers(Declaration.objects.get(key=key), subject, by)
    return made


def _hers(known: Declaration, subject: Subject, by) -> Declaration:
    if known.author_id != by.pk or known.subject != subject:
        raise NotHers
    return known


def draft_of(asset: Asset, *, by, kind: str, work_order: WorkOrder | None = None) -> Declaration | None:
    """What she began and has not sent yet; under an order, what she began under this one."""
    drafts = Declaration.objects.filter(asset=asset, author=by, state__in=EDITABLE)
    if work_order is not None:
        drafts = drafts.filter(work_order=work_order)
    return drafts.filter(changes__kind=kind).order_by("-pk").first()


@transaction.atomic
def say_unchanged(declaration: Declaration) -> None:
    """Its one line: all of the sheet is as it says. Raises NotNow when the declaration is on its way already."""
    hold_editable(declaration)
    Change.objects.get_or_create(
        declaration=declaration, author_id=declaration.author_id, kind=Kind.VERIFY, field=""
    )


@transaction.atomic
def set_value(
    declaration: Declaration,
    field: str,
    value: Any,
    unit: str = "",
    *,
    kind: str = Kind.CORRECT,
    register: Register | None = None,
) -> Change | None:
    """Write down one value, as typed. None when it is what the register says already. `register` saves reading it.

    Raises entries.Unreadable for what is no such value, NotNow when the declaration is on its way already.
    """
    hold_editable(declaration)
    known = (register or register_of(declaration.asset)).known(field)
    wanted = characteristics.of(field, declaration.asset.kind)
    entry = entries.read(wanted, value, unit=known.unit, shown=unit)
    mine = declaration.changes.filter(field=field)
    untold = entry.value is None and kind == Kind.REPLACE
    if untold or (
        three_way.same(entry.value, known.value) and not (kind == Kind.REPLACE and field in ALWAYS_SAID)
    ):
        mine.delete()
        return None
    set_name, name = (known.version.set_name, known.version.name) if known.version else wanted.place
    change, _ = Change.objects.update_or_create(
        declaration=declaration,
        field=field,
        defaults={
            "author_id": declaration.author_id,
            "kind": kind,
            "set_name": set_name,
            "name": name,
            "base": known.value,
            "base_version": known.version.pk if known.version else None,
            "value": entry.value,
            "unit": entry.unit,
            "needs_second": second_look.is_needed_for(declaration) or mine.filter(needs_second=True).exists(),
        },
    )
    return change


@transaction.atomic
def drop_value(declaration: Declaration, field: str) -> None:
    """What was written down of it is taken out again. Raises NotNow like `set_value`."""
    hold_editable(declaration)
    declaration.changes.filter(field=field).delete()


@transaction.atomic
def set_message(declaration: Declaration, message: str) -> None:
    """What she says to who reviews it. Raises NotNow like `set_value`, and texts.TooLong."""
    hold_editable(declaration)
    declaration.message = texts.checked(message)
    declaration.save(update_fields=["message"])


def replace_unit(
    declaration: Declaration,
    values: Mapping[str, Any],
    evidence: Iterable[Evidence],
    *,
    moved_from: Asset | None = None,
) -> None:
    """Another item is fitted. `values` by field, as typed; `moved_from`: where it was fitted until now.

    Raises entries.Unreadable and NotNow.
    """
    with transaction.atomic():
        register = register_of(declaration.asset)
        for field, value in values.items():
            set_value(declaration, field, value, kind=Kind.REPLACE, register=register)
        add_evidence(declaration, evidence)
        set_moved_from(declaration, moved_from)


@transaction.atomic
def add_evidence(declaration: Declaration, evidence: Iterable[Evidence]) -> None:
    hold_editable(declaration)
    declaration.evidence.add(*evidence)


@transaction.atomic
def remove_evidence(declaration: Declaration, evidence: Iterable[Evidence]) -> None:
    """A photo too many, or the wrong one, is no part of it any more. Raises NotNow like `set_value`."""
    hold_editable(declaration)
    declaration.evidence.remove(*evidence)


@transaction.atomic
def set_moved_from(declaration: Declaration, asset: Asset | None) -> None:
    """The item came from another place of the same station (or from none)."""
    hold_editable(declaration)
    if asset is None or asset.station_id != declaration.station_id or asset.pk == declaration.asset_id:
        declaration.changes.filter(field=three_way.MOVED_FROM).delete()
        return
    Change.objects.update_or_create(
        declaration=declaration,
        field=three_way.MOVED_FROM,
        defaults={
            "author_id": declaration.author_id,
            "kind": Kind.VERIFY,
            "value": asset.code,
            "needs_second": second_look.is_needed(declaration.asset) or second_look.is_needed(asset),
        },
    )
    second_look.ask_two_where_needed(declaration)
