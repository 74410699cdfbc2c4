"""What her firm declared under an order, and what became of it: one line each, the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from assets import permissions
from assets.models import Asset
from maintenance.declaration_steps import EDITABLE
from maintenance.models import Change, Declaration, WorkOrder

State, Kind = Declaration.State, Change.Kind
MOST = 30
JUST_NOW = timedelta(hours=12)
"""Within one visit nobody finds a second time that nothing has changed."""
_ENDED = (State.WITHDRAWN, State.REJECTED)


@dataclass(frozen=True)
class Declared:
    """`what` was declared of `code`, `when`, and how it stands; `further` is where she goes on with it, or ""."""

    code: str
    what: str
    when: str
    look: str
    sign: str
    standing: str
    reason: str = ""
    further: str = ""


def lines(user, order: WorkOrder, asset: Asset | None = None) -> list[Declared]:
    """Of one piece of equipment, or of all that the order is about."""
    found = of_firm(user, order).exclude(state=State.WITHDRAWN).select_related("asset")
    if asset is not None:
        found = found.filter(asset=asset)
    return [_line(each, user, order) for each in found.prefetch_related("changes")[:MOST]]


def verified_just_now(user, order: WorkOrder, asset: Asset) -> bool:
    """Has her firm said of it, during this visit, that nothing has changed?"""
    said = of_firm(user, order).filter(asset=asset, submitted_at__gt=timezone.now() - JUST_NOW)
    return said.filter(changes__kind=Kind.VERIFY, changes__field="").exclude(state__in=_ENDED).exists()


def of_firm(user, order: WorkOrder) -> QuerySet[Declaration]:
    """Her firm's (for the operator's people the operator's) under this order; drafts are their author's alone."""
    hers = Q(author=user) | ~Q(state=State.DRAFT)
    firm = permissions.contractor_of(user)
    return Declaration.objects.filter(hers, work_order=order, organisation=firm).exclude(changes=None)


def _line(declaration: Declaration, user, order: WorkOrder) -> Declared:
    changes = list(declaration.changes.all())
    look, sign, standing = _standing(declaration, changes)
    refused = [each.reason for each in changes if each.verdict == Change.Verdict.REFUSED and each.reason]
    mine = declaration.author_id == user.pk and declaration.state in EDITABLE
    return Declared(
        code=declaration.code,
        what=_what(changes),
        when=_when(declaration.submitted_at or declaration.created_at),
        look=look,
        sign=sign,
        standing=standing,
        reason=declaration.reason or " ".join(dict.fromkeys(refused)),
        further=_form(declaration, changes, order) if mine else "",
    )


def _what(changes: list[Change]) -> str:
    kinds = {change.kind for change in changes}
    if Kind.CARD in kinds:
        return gettext("isolation card")
    if Kind.REPLACE in kinds:
        return gettext("item replaced")
    return gettext("value corrected") if Kind.CORRECT in kinds else gettext("verified, unchanged")


def _standing(declaration: Declaration, changes: list[Change]) -> tuple[str, str, str]:
    """(colour, sign, words)."""
    known = {
        State.DRAFT: ("todo", "circle-dashed", gettext("begun, not sent")),
        State.CHECKS_FAILED: ("late", "triangle-alert", gettext("to be completed")),
        State.CHANGES_REQUESTED: ("late", "triangle-alert", gettext("sent back")),
        State.REJECTED: ("late", "circle-x", gettext("refused")),
    }
    if declaration.state in known:
        return known[State(declaration.state)]
    if declaration.state in (State.APPROVED, State.APPLIED, State.RELEASED):
        partly = any(change.verdict == Change.Verdict.REFUSED for change in changes)
        return "done", "circle-check", gettext("approved in part") if partly else gettext("approved")
    return "doing", "loader", gettext("in review")


def _form(declaration: Declaration, changes: list[Change], order: WorkOrder) -> str:
    """A verification has no form: it is said anew."""
    kinds = {change.kind for change in changes}
    if Kind.CARD in kinds:
        return f"{reverse('work_card_new', args=[order.pk])}?draft={declaration.pk}"
    step = "replace" if Kind.REPLACE in kinds else "correct" if Kind.CORRECT in kinds else ""
    return reverse("work_declare", args=[order.pk, step, declaration.asset.code]) if step else ""


def _when(moment: datetime) -> str:
    at = timezone.localtime(moment)
    words = {"time": f"{at:%H:%M}", "day": date_format(at, "j F")}
    if at.date() == timezone.localdate():
        return gettext("declared at %(time)s") % words
    return gettext("declared on %(day)s at %(time)s") % words
