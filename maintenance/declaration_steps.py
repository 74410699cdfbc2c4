"""The life of a declaration: a table of allowed steps, and the one function that takes them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext

from assets import history
from assets.models.hanging import SUBJECTS
from maintenance.models import Declaration

State = Declaration.State

STEPS: dict[str, frozenset[str]] = {
    State.DRAFT: frozenset({State.SUBMITTED, State.WITHDRAWN}),
    State.SUBMITTED: frozenset({State.CHECKS_FAILED, State.IN_REVIEW, State.CONFLICT}),
    State.CHECKS_FAILED: frozenset({State.SUBMITTED, State.WITHDRAWN}),
    State.IN_REVIEW: frozenset(
        {State.CHANGES_REQUESTED, State.REJECTED, State.APPROVED, State.CONFLICT, State.WITHDRAWN}
    ),
    State.CONFLICT: frozenset({State.IN_REVIEW, State.CHANGES_REQUESTED, State.REJECTED, State.WITHDRAWN}),
    State.CHANGES_REQUESTED: frozenset({State.SUBMITTED, State.WITHDRAWN}),
    State.APPROVED: frozenset({State.APPLIED}),
    State.APPLIED: frozenset(
        {State.RELEASED, State.WITHDRAWN}
    ),  # withdrawn: a verification, for a few seconds
    State.REJECTED: frozenset(),
    State.RELEASED: frozenset(),
    State.WITHDRAWN: frozenset(),
}
EDITABLE = (State.DRAFT, State.CHECKS_FAILED, State.CHANGES_REQUESTED)
UNDECIDED = (State.SUBMITTED, State.IN_REVIEW, State.CONFLICT)
REVIEWED = (State.IN_REVIEW, State.CONFLICT)
# What a person may take back before anybody decided.
WITHDRAWABLE = (*EDITABLE, *REVIEWED)


class NotNow(Exception):
    """The declaration is not where this can be done. The message is a sentence for people."""


def move(
    declaration: Declaration, to: str, *, by, said: dict[str, Any] | None = None, **columns: datetime | str
) -> None:
    """Take one step, with its history entry. Raises NotNow when it is not allowed or somebody was faster.

    `said` goes into the history entry; `columns` are set in the same update.
    """
    former = declaration.state
    if to not in STEPS[former]:
        raise NotNow(_refusal(declaration))
    with transaction.atomic():
        rows = Declaration.objects.filter(pk=declaration.pk, state=former)
        if not rows.update(state=to, **columns):
            declaration.refresh_from_db(fields=["state"])
            raise NotNow(_refusal(declaration))
        history.record(
            f"declaration {to.lower()}",
            declaration,
            station=declaration.station,
            by=by,
            before={"state": former},
            after={"state": to, "code": declaration.code} | (said or {}),
        )
    declaration.state = to
    for name, value in columns.items():
        setattr(declaration, name, value)


def hold_editable(declaration: Declaration) -> None:
    """In the caller's transaction: what is written next is written into a draft, which nobody sends until it is there.

    What was read of the declaration before may be old by now. Raises NotNow when it was sent meanwhile.
    """
    if Declaration.objects.filter(pk=declaration.pk, state__in=EDITABLE).update(state=F("state")):
        return
    declaration.refresh_from_db(fields=["state"])
    state = Declaration.State(declaration.state).label
    raise NotNow(gettext("This declaration was sent already: it is “%(state)s”.") % {"state": state})


def hold_subject(declaration: Declaration) -> None:
    """In the caller's transaction: whoever decides about the same asset or place comes after."""
    name = next(each for each in SUBJECTS if getattr(declaration, f"{each}_id"))
    rows = Declaration._meta.get_field(name).related_model._default_manager
    around = ("station", "type") if name == "asset" else ("station",)
    held = rows.select_for_update(of=("self",), no_key=True).select_related(*around)
    setattr(declaration, name, held.get(pk=getattr(declaration, f"{name}_id")))


def _refusal(declaration: Declaration) -> str:
    state = Declaration.State(declaration.state).label
    return gettext("This declaration is “%(state)s” by now: look at it again.") % {"state": state}
