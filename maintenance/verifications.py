"""Verified, unchanged: whose word is taken at once, who is looked at all the same, and what was seen on site."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.crypto import salted_hmac

from assets import permissions
from assets.models import Membership
from maintenance.models import Change, Declaration, Verification

Kind = Change.Kind
Role = Membership.Role
TRUSTED = frozenset({Role.AGENT, Role.STEWARD, Role.MANAGER, Role.DEPUTY})
ONE_IN = 20  # verifications a steward looks at all the same (5 %)


def is_trusted(user, declaration: Declaration) -> bool:
    """One of the operator's own people, in a role whose word on "unchanged" is taken."""
    if permissions.contractor_of(user) is not None:
        return False
    return user.is_superuser or bool(permissions.roles(user, declaration.station) & TRUSTED)


def is_drawn_for_audit(declaration: Declaration) -> bool:
    """One in twenty, by a lot that who declares cannot know."""
    lot = salted_hmac("station-twin.audit", str(declaration.key)).hexdigest()
    return int(lot[:12], 16) % ONE_IN == 0


def verified(declaration: Declaration, changes: Iterable[Change]) -> None:
    """Somebody stood before it: what these changes speak of was seen on site, at the time she says."""
    Verification.objects.bulk_create(
        Verification(
            asset=declaration.asset,
            field="" if change.kind == Kind.REPLACE else change.field,
            verified_at=declaration.performed_at,
            by_id=declaration.author_id,
            declaration=declaration,
            work_order=declaration.work_order,
        )
        for change in _once_for_a_replacement(changes)
    )


def _once_for_a_replacement(changes: Iterable[Change]) -> list[Change]:
    told_of: dict[str, Change] = {}
    for change in changes:
        told_of.setdefault("" if change.kind == Kind.REPLACE else change.field, change)
    return list(told_of.values())
