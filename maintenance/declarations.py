"""What did you change? The verbs of who was on site: verified, corrected, replaced, submitted, taken back.

    declaration = declarations.open(asset, by=agent, key=key)
    declarations.set_value(declaration, "flow", "120 m³/h")
    declarations.submit(declaration, by=agent)       # → CHECKS_FAILED, IN_REVIEW or, for a verification, APPLIED

Everything is idempotent by `Declaration.key`: a telephone without network sends it again later.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from assets.models import Asset
from assets.register_values import Register
from maintenance import checks, declared_findings, second_look, three_way
from maintenance.declaration_steps import EDITABLE, WITHDRAWABLE, NotNow, State, hold_subject, move
from maintenance.drafts import (
    NotHers,
    TooEarly,
    add_evidence,
    draft_of,
    drop_value,
    may_declare,
    open,  # noqa: A004 (declarations.open reads aloud)
    refuse_too_early,
    remove_evidence,
    replace_unit,
    say_unchanged,
    set_message,
    set_moved_from,
    set_value,
)
from maintenance.models import Change, Declaration, WorkOrder
from maintenance.verifications import is_drawn_for_audit, is_trusted, verified

__all__ = [
    "EDITABLE",
    "NotHers",
    "NotNow",
    "TooEarly",
    "add_evidence",
    "draft_of",
    "drop_value",
    "may_declare",
    "open",
    "refuse_too_early",
    "remove_evidence",
    "replace_unit",
    "say_unchanged",
    "set_message",
    "set_moved_from",
    "set_value",
    "submit",
    "undo_verification",
    "verify_unchanged",
    "withdraw",
]

Kind = Change.Kind
UNDO = timedelta(seconds=10)
_ON_ITS_WAY = timedelta(seconds=20)  # a slow network does not take the undo away


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
        register = three_way.register_for(declaration)
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


def _drop_what_is_true_already(declaration: Declaration, register: Register | None) -> None:
    """The register learnt it meanwhile: what is left of the change is that somebody saw it."""
    for change in declaration.changes.select_related("declaration").filter(kind=Kind.CORRECT):
        if three_way.standing(change, register) is three_way.Standing.ALREADY_TRUE:
            change.kind, change.needs_second = Kind.VERIFY, False
            change.save(update_fields=["kind", "needs_second"])


def _to_review(declaration: Declaration, by, register: Register | None) -> None:
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
    hold_subject(declaration)  # nobody decides meanwhile
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
