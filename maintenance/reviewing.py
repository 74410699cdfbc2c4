"""Whose word counts, property by property: approved or refused by a steward of the operator who did not declare it.

Nobody of a contractor's firm ever decides; fire protection and electricity ask two stewards. Where nobody else may
review, the station's manager stands in. The database refuses the rest (constraints of `Change`, `four_eyes`).
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext

from assets import isolation_cards, permissions
from assets.models.hanging import hung_on
from assets.register_values import Overtaken, Register
from maintenance import applying, checks, notices, second_look, three_way, verdicts
from maintenance.declaration_steps import REVIEWED, NotNow, State, hold_subject, move
from maintenance.models import Change, Declaration
from maintenance.reviewers import may_decide, may_open, may_review, who_else_may
from maintenance.three_way import Standing

__all__ = [
    "NotHers",
    "NotNow",
    "Overtaken",
    "apply",
    "decide",
    "may_decide",
    "may_open",
    "may_review",
    "send_back",
    "who_else_may",
    "why_not",
]

Verdict = Change.Verdict


class NotHers(Exception):
    """Her word does not count here. The message says why, and whose does."""


@transaction.atomic
def decide(
    change: Change, *, by, verdict: str, reason: str = "", over: bool = False, seen: str | None = None
) -> Change:
    """Approve or refuse one property. `over`: she has seen that the register says something else by now; `seen`: what
    she decides about (`three_way.as_seen`), refused when the change says something else.

    When all of the declaration is decided, what was approved is in the register before this returns. A change that the
    register has overtaken is not approved: its declaration is then in CONFLICT. Raises NotHers and NotNow.
    """
    declaration = _held(change.declaration_id)
    second_look.ask_two_where_needed(declaration)
    change = Change.objects.select_related("declaration").get(pk=change.pk)
    change.declaration = declaration
    if not may_decide(by, change):
        raise NotHers(why_not(by, change))
    if declaration.state not in REVIEWED or change.verdict != Verdict.PENDING:
        raise NotNow(gettext("This was decided in the meantime: look at it again."))
    if seen is not None and seen != three_way.as_seen(change):
        raise NotNow(gettext("It says something else than what you saw: look at it again, then decide."))
    if verdict == Verdict.REFUSED:
        _refuse(change, by, reason)
    elif not _approve(change, by, over):
        return change
    _conclude(declaration, by)
    return change


def _held(pk: int) -> Declaration:
    """The declaration, with its subject's row held: two stewards decide about one asset one after the other."""
    declaration = Declaration.objects.select_related("station", "work_order__source", "organisation").get(
        pk=pk
    )
    hold_subject(declaration)
    declaration.refresh_from_db(fields=["state"])
    return declaration


def why_not(by, change: Change) -> str:
    """Why it is not hers to decide, and whose it is."""
    if by.pk == change.author_id:
        return gettext("You declared this yourself: somebody else decides.") + " " + who_else_may(change)
    if by.pk == change.reviewed_by_id:
        return gettext("You approved this already.") + " " + who_else_may(change)
    return who_else_may(change)


def _refuse(change: Change, by, reason: str) -> None:
    if not reason.strip():
        raise NotNow(gettext("Say why it is refused: who declared it will read it."))
    said = reason.strip()[:500]
    verdicts.give(change, by, Verdict.REFUSED, said)
    notices.announce_refusal(change, by=by)
    if change.kind == Change.Kind.REPLACE and change.field == "serial_number":
        _refuse_with_its_number(change, by, said)


def _refuse_with_its_number(number: Change, by, reason: str) -> None:
    """Without its number there is no such item: what was said of it goes with it, approved before or not."""
    of_the_item = Q(verdict=Verdict.PENDING) | Q(kind=Change.Kind.REPLACE) | Q(field=three_way.MOVED_FROM)
    for other in number.declaration.changes.filter(of_the_item).exclude(verdict=Verdict.REFUSED):
        other.declaration = number.declaration
        if other.verdict != Verdict.PENDING:
            verdicts.take_back([other], by, reason)
        verdicts.give(other, by, Verdict.REFUSED, reason)


def _approve(change: Change, by, over: bool) -> bool:
    """False when it cannot be: the declaration waits in CONFLICT."""
    register = three_way.register_for(change.declaration)
    _be_sound(change, register)
    where = three_way.standing(change, register)
    if where is Standing.CONFLICT and not over:
        _to_conflict(change.declaration, by, [change])
        return False
    if where is Standing.CONFLICT:
        _rebase(change, register)
    elif where is Standing.ALREADY_TRUE:
        change.kind, change.needs_second = Change.Kind.VERIFY, False
        change.save(update_fields=["kind", "needs_second"])
    verdicts.give(change, by, Verdict.APPROVED, "")
    return True


def _be_sound(change: Change, register: Register | None) -> None:
    """The checks again: the register may have learnt something since it was submitted."""
    if change.kind == Change.Kind.VERIFY:
        return
    found = checks.run(change.declaration, register=register)
    stopping = [finding for finding in found if finding.stops_approval and finding.code != "pending"]
    whole = change.kind == Change.Kind.CARD  # its findings speak of the parts of its one value
    mine = [each for each in stopping if whole or each.field in (change.field, "evidence", "")]
    if mine:
        raise NotNow(" ".join(finding.message for finding in mine))


def _rebase(change: Change, register: Register | None) -> None:
    """She saw what the register says now and decides over it."""
    if change.card is not None:
        change.base = isolation_cards.as_said(change.card).as_json()
        change.base_version = change.card.revision
    elif register is not None:
        now = register.known(change.field)
        change.base, change.base_version = now.value, now.version.pk if now.version else None
    change.save(update_fields=["base", "base_version"])


def _to_conflict(declaration: Declaration, by, changes: list[Change]) -> None:
    if declaration.state != State.CONFLICT:
        move(declaration, State.CONFLICT, by=by, said={"fields": [change.field for change in changes]})


def _conclude(declaration: Declaration, by) -> None:
    """All decided: into the register in this very transaction. A conflict that is settled is in review again."""
    pending = declaration.changes.filter(verdict=Verdict.PENDING)
    if pending.exists():
        if declaration.state == State.CONFLICT and not three_way.in_conflict(declaration):
            move(declaration, State.IN_REVIEW, by=by)
        return
    if declaration.state == State.CONFLICT:
        move(declaration, State.IN_REVIEW, by=by)
    now = timezone.now()
    if declaration.changes.filter(verdict=Verdict.APPROVED).exists():
        overtaken = [c for c in three_way.in_conflict(declaration) if c.verdict == Verdict.APPROVED]
        if overtaken:
            _look_again(declaration, by, overtaken)
            return
        if doubled := _fitted_twice(declaration):
            verdicts.take_back(doubled, by, "the number is fitted elsewhere")
            return
        move(declaration, State.APPROVED, by=by, decided_at=now)
        apply(declaration, by=by)
    else:
        reasons = declaration.changes.exclude(reason="").values_list("reason", flat=True)
        move(declaration, State.REJECTED, by=by, decided_at=now, reason=" ".join(dict.fromkeys(reasons)))


def _fitted_twice(declaration: Declaration) -> list[Change]:
    """Its approved number, when that is fitted elsewhere and was not moved from there: it is decided about again.

    Raises NotNow when no number was declared, so that there is nothing to decide again.
    """
    approved = declaration.changes.filter(verdict=Verdict.APPROVED).exclude(kind=Change.Kind.VERIFY)
    if not approved.filter(field__in=("serial_number", "manufacturer")).exists():
        return []
    found = checks.serial_is_unique(checks.proposal_of(declaration))
    if not found:
        return []
    numbers = list(approved.filter(field="serial_number").select_related("declaration"))
    if not numbers:
        raise NotNow(" ".join(finding.message for finding in found))
    return numbers


def _look_again(declaration: Declaration, by, overtaken: list[Change]) -> None:
    """Approved first, overtaken before the rest was decided: the words given on those are taken back."""
    verdicts.take_back(overtaken, by, "the register says something else by now")
    _to_conflict(declaration, by, overtaken)


def apply(declaration: Declaration, *, by=None) -> None:
    """What was approved becomes the register's word, its source is told, and who is overtaken by it is in CONFLICT."""
    with transaction.atomic():
        applying.into_register(declaration)
        move(declaration, State.APPLIED, by=by, applied_at=timezone.now())
        _overtake(declaration, by)


def _overtake(applied: Declaration, by) -> None:
    register = three_way.register_for(applied)
    here = Declaration.objects.filter(**hung_on(applied.subject), state=State.IN_REVIEW)
    for other in here.exclude(pk=applied.pk).select_related("station", "asset"):
        if changes := three_way.in_conflict(other, register):
            _to_conflict(other, by, changes)


@transaction.atomic
def send_back(declaration: Declaration, *, by, reason: str) -> None:
    """Back to who declared it, with what to complete. Raises NotHers and NotNow."""
    declaration = _held(declaration.pk)
    first = declaration.changes.first()
    if first is None or permissions.contractor_of(by) is not None or by.pk == declaration.author_id:
        raise NotHers(gettext("Somebody else decides about this declaration."))
    if not may_review(by, declaration.station) and not may_decide(by, first):
        raise NotHers(gettext("Somebody else decides about this declaration."))
    if not reason.strip():
        raise NotNow(gettext("Say what is missing: who declared it will read it."))
    move(
        declaration,
        State.CHANGES_REQUESTED,
        by=by,
        reason=reason.strip()[:500],
        said={"reason": reason.strip()[:500]},
    )
    verdicts.take_back(declaration.changes.select_related("declaration"), by, reason.strip()[:500])
    notices.announce_return(declaration, by=by)
