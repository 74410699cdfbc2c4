"""What was seen, what the register says now, what is proposed: may a change still be taken as it is? (DOMAIN §4.5)"""

from __future__ import annotations

import hashlib
import json
from enum import StrEnum
from typing import Any

from assets import isolation_cards
from assets.register_values import Register, register_of
from maintenance.models import Change, Declaration

# No characteristic: where the item was fitted before. Of the kind "seen", because no model is told of it.
MOVED_FROM = "moved_from"


class Standing(StrEnum):
    CLEAN = "clean"
    ALREADY_TRUE = "already true"
    CONFLICT = "conflict"


def register_for(declaration: Declaration) -> Register | None:
    """What is known of its asset; None for a place, a run or a network, of which no values are declared."""
    return register_of(declaration.asset) if declaration.asset is not None else None


def standing(change: Change, register: Register | None) -> Standing:
    """CLEAN when the register still says what was seen; ALREADY_TRUE when it says what is proposed; else CONFLICT.

    What was seen on an item that is no longer fitted is in conflict unless the new one is said to be the same.
    """
    if change.kind == Change.Kind.VERIFY:
        return Standing.CLEAN
    if change.kind == Change.Kind.CARD or register is None:
        return _standing_of_card(change)
    now, replaced = register.known(change.field), replaced_since(change)
    if same(now.value, change.base) and not replaced:
        return Standing.CLEAN
    if not same(now.value, change.value):
        return Standing.CONFLICT
    return Standing.ALREADY_TRUE if replaced or change.kind == Change.Kind.CORRECT else Standing.CLEAN


def _standing_of_card(change: Change) -> Standing:
    """Said again as it stands, a card is checked once more: that overtakes nothing."""
    if change.card is None:
        return Standing.CLEAN
    now = isolation_cards.as_said(change.card).as_json()
    return Standing.CLEAN if now in (change.base, change.value) else Standing.CONFLICT


def replaced_since(change: Change) -> bool:
    """Was another item fitted there after this was declared, and after a steward last looked at it?"""
    since = max(filter(None, (change.declaration.submitted_at, change.reviewed_at)), default=None)
    if since is None:
        return False
    return (
        Change.objects.filter(
            kind=Change.Kind.REPLACE,
            verdict=Change.Verdict.APPROVED,
            declaration__asset=change.declaration.asset_id,
            declaration__applied_at__gt=since,
        )
        .exclude(declaration=change.declaration_id)
        .exists()
    )


def in_conflict(declaration: Declaration, register: Register | None = None) -> list[Change]:
    """Its undecided changes that the register has overtaken."""
    register = register or register_for(declaration)
    changes = declaration.changes.exclude(verdict=Change.Verdict.REFUSED).select_related(
        "declaration", "card"
    )
    return [change for change in changes if standing(change, register) is Standing.CONFLICT]


def as_seen(change: Change) -> str:
    """Value, unit and what it was written over, in short: who decides gives back what she had before her eyes."""
    said = json.dumps([change.value, change.unit, change.base], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def same(one: Any, other: Any) -> bool:
    """The same value, numbers to a millionth: a figure shown in another unit and typed back is no change."""
    if one in (None, "") or other in (None, ""):
        return one in (None, "") and other in (None, "")
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= 1e-6 * max(abs(one), abs(other))
    if isinstance(one, dict) and isinstance(other, dict):
        keys = {key for each in (one, other) for key, value in each.items() if value is not None}
        return all(same(one.get(key), other.get(key)) for key in keys)
    if isinstance(one, list) and len(one) == 1:
        return same(one[0], other)
    return one == other
