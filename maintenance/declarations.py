"""What did you change? The verbs of who was on site: verified, corrected, replaced, submitted, taken back.

    declaration = declarations.open(asset, by=agent, key=key)
    declarations.set_value(declaration, "flow", "120 m³/h")
    declarations.submit(declaration, by=agent)       # → CHECKS_FAILED, IN_REVIEW or, for a verification, APPLIED

Everything is idempotent by `Declaration.key`: a telephone without network sends it again later.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext

from assets import characteristics, entries, history, permissions
from assets.models import Asset
from assets.permissions import Verb
from assets.register_values import FITTED, Register, register_of
from maintenance import checks, declared_findings, second_look, three_way
from maintenance.declaration_steps import EDITABLE, WITHDRAWABLE, NotNow, State, hold_editable, move
from maintenance.models import Change, Declaration, Evidence, WorkOrder
from maintenance.scope import assets_of, own_orders
from maintenance.verifications import is_drawn_for_audit, is_trusted, verified

__all__ = [
    "NotHers",
    "NotNow",
    "add_evidence",
    "drop_value",
    "open",
    "replace_unit",
    "say_unchanged",
    "set_message",
    "set_value",
    "submit",
    "verify_unchanged",
]

Kind = Change.Kind
# Said of the new item even when it is the same as before: who made it, which model, its number, the day.
ALWAYS_SAID = tuple(FITTED)
UNDO = timedelta(seconds=10)
_ON_ITS_WAY = timedelta(seconds=20)  # a slow network does not take the undo away


class NotHers(Exception):
    """She may not declare this: for her it does not exist."""


def may_declare(user, asset: Asset, work_order: WorkOrder | None = None) -> bool:
    """The operator's people declare on what they see; a firm's person on what her own open orders are about."""
    if permissions.contractor_of(user) is None and permissions.may(user, Verb.DECLARE, asset.station):
        return True
    return (
        work_order is not None
        and own_orders(user).filter(pk=work_order.pk).exists()
        and assets_of(work_order).filter(pk=asset.pk).exists()
    )


def open(  # noqa: A001 (declarations.open reads aloud)
    asset: Asset,
    *,
    by,
    work_order: WorkOrder | None = None,
    key: uuid.UUID | None = None,
    performed_at: datetime | None = None,
) -> Declaration:
    """A draft, or the declaration that was sent under this key before. Raises NotHers."""
    if not may_declare(by, asset, work_order):
        raise NotHers
    key = key or uuid.uuid4()
    if (known := Declaration.objects.filter(key=key).first()) is not None:
        return _hers(known, asset, by)
    now = timezone.now()
    try:
        with transaction.atomic():
            made = Declaration.objects.create(
                station=asset.station,
                asset=asset,
                work_order=work_order,
                key=key,
                author=by,
                organisation=permissions.contractor_of(by),
                performed_at=min(performed_at or now, now),
            )
            history.record(
                "declaration opened", made, station=asset.station, by=by, after={"code": asset.code}
            )
    except IntegrityError:  # sent twice at once: the other one made it
        return _hers(Declaration.objects.get(key=key), asset, by)
    return made


def _hers(known: Declaration, asset: Asset, by) -> Declaration:
    if (known.author_id, known.asset_id) != (by.pk, asset.pk):
        raise NotHers
    return known


def draft_of(asset: Asset, *, by, kind: str) -> Declaration | None:
    """What she began and has not sent yet."""
    drafts = Declaration.objects.filter(asset=asset, author=by, state__in=EDITABLE)
    return drafts.filter(changes__kind=kind).order_by("-pk").first()


def verify_unchanged(
    asset: Asset,
    *,
    by,
    work_order: WorkOrder | None = None,
    key: uuid.UUID,
    performed_at: datetime | None = None,
) -> Declaration:
    """All of the sheet is as it says. Taken at once from the operator's own people, reviewed for anybody else."""
    with transaction.atomic():
        declaration = open(asset, by=by, work_order=work_order, key=key, performed_at=performed_at)
        if declaration.state != State.DRAFT:
            return declaration
        try:
            say_unchanged(declaration)
        except NotNow:  # sent twice at once: the other one was faster
            return declaration
        return submit(declaration, by=by)


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
    """What she says to who reviews it. Raises NotNow like `set_value`."""
    hold_editable(declaration)
    declaration.message = message.strip()[:2000]
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


def submit(declaration: Declaration, *, by) -> Declaration:
    """Send it: what fails a check comes back with words, the rest goes to review. Sending it again changes nothing.

    Raises NotHers, and NotNow when there is nothing in it.
    """
    if declaration.author_id != by.pk:
        raise NotHers
    if declaration.state not in EDITABLE:
        return declaration
    if not declaration.changes.exclude(field=three_way.MOVED_FROM).exists():
        raise NotNow(gettext("Nothing was changed yet: correct a value, or say that nothing has changed."))
    requirements = checks.requirements_of(declaration)  # another process, before anything is locked
    with transaction.atomic():
        move(declaration, State.SUBMITTED, by=by, submitted_at=timezone.now(), reason="")
        second_look.ask_two_where_needed(declaration)
        register = register_of(declaration.asset)
        _drop_what_is_true_already(declaration, register)
        findings = checks.run(declaration, requirements, register=register)
        declared_findings.keep(declaration, findings)
        if any(finding.blocks for finding in findings):
            move(
                declaration,
                State.CHECKS_FAILED,
                by=by,
                said={"checks": [f.code for f in findings if f.blocks]},
            )
        else:
            _to_review(declaration, by, register)
    return declaration


def _drop_what_is_true_already(declaration: Declaration, register: Register) -> None:
    """The register learnt it meanwhile: what is left of the change is that somebody saw it."""
    for change in declaration.changes.select_related("declaration").filter(kind=Kind.CORRECT):
        if three_way.standing(change, register) is three_way.Standing.ALREADY_TRUE:
            change.kind, change.needs_second = Kind.VERIFY, False
            change.save(update_fields=["kind", "needs_second"])


def _to_review(declaration: Declaration, by, register: Register) -> None:
    if overtaken := three_way.in_conflict(declaration, register):
        move(declaration, State.CONFLICT, by=by, said={"fields": [change.field for change in overtaken]})
        return
    move(declaration, State.IN_REVIEW, by=by, said={"changes": told(declaration)})
    only_verified = not declaration.changes.exclude(kind=Kind.VERIFY).exists()
    if only_verified and is_trusted(by, declaration) and not is_drawn_for_audit(declaration):
        declaration.changes.update(verdict=Change.Verdict.TAKEN)
        now = timezone.now()
        move(declaration, State.APPROVED, by=None, decided_at=now, said={"why": "verified by a trusted role"})
        verified(declaration, declaration.changes.all())
        move(declaration, State.APPLIED, by=None, applied_at=now)


def told(declaration: Declaration) -> list[dict[str, Any]]:
    """The difference, as the history keeps it."""
    return [
        {
            "field": change.field,
            "kind": change.kind,
            "from": change.base,
            "to": change.value,
            "unit": change.unit,
        }
        for change in declaration.changes.all()
    ]


@transaction.atomic
def withdraw(declaration: Declaration, *, by) -> None:
    """Taken back by who declared it, before anybody gave a word on any of it. Raises NotHers and NotNow."""
    if declaration.author_id != by.pk:
        raise NotHers
    Asset.objects.select_for_update(of=("self",), no_key=True).get(
        pk=declaration.asset_id
    )  # nobody decides meanwhile
    if declaration.state not in WITHDRAWABLE or declaration.changes.exclude(reviewed_by=None).exists():
        raise NotNow(gettext("It was decided already: declare what is right now instead."))
    move(declaration, State.WITHDRAWN, by=by)


def undo_verification(declaration: Declaration, *, by) -> None:
    """A tap too many: a verification is taken back within seconds, as if it had not been. Raises NotHers and NotNow."""
    if declaration.author_id != by.pk:
        raise NotHers
    if declaration.state == State.WITHDRAWN:
        return
    if declaration.state != State.APPLIED:
        withdraw(declaration, by=by)
        return
    late = timezone.now() - (declaration.applied_at or declaration.created_at) > UNDO + _ON_ITS_WAY
    if late or declaration.changes.exclude(verdict=Change.Verdict.TAKEN).exists():
        raise NotNow(gettext("It is too late to undo this: declare what is right now instead."))
    with transaction.atomic():
        move(declaration, State.WITHDRAWN, by=by)
        declaration.verifications.all().delete()
