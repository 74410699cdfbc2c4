"""Which changes two stewards must approve: those of fire protection and of electricity."""

from __future__ import annotations

from django.db.models import Q

from assets.models import Asset, SystemMember
from maintenance.models import Change, Declaration
from maintenance.three_way import MOVED_FROM

_FIRE = (
    "fire-suppression-terminal", "alarm", "damper-fire", "damper-smoke", "sensor-fire", "sensor-smoke", "sensor-heat",
    "unitary-control-element-alarmpanel",
)  # fmt: skip
_ELECTRICITY = (
    "electric-distribution", "distribution-board", "protective-device", "switching-device", "transformer",
    "electric-flow-storage", "electric-generator", "cable", "junction-box", "outlet", "electric-motor",
    "electrical-element", "electric-flow-treatment",
)  # fmt: skip


def is_needed(asset: Asset) -> bool:
    """By its kind, else by what its networks carry; a pump that is also wired stays a pump."""
    if asset.kind.startswith(_FIRE + _ELECTRICITY):
        return True
    families = set(
        SystemMember.objects.filter(
            element__match__asset=asset, element__revision__state="PUBLISHED"
        ).values_list("system__family", flat=True)
    )
    families |= set(asset.registered_systems.values_list("family", flat=True))
    return "fire" in families or families == {"electricity"}


def is_needed_for_card(declaration: Declaration, medium: str) -> bool:
    """By what is cut, and by what the card hangs on."""
    return medium in ("fire", "electricity") or (
        declaration.asset is not None and is_needed(declaration.asset)
    )


def is_needed_for(declaration: Declaration) -> bool:
    """By what is declared on, by where its item was taken from, and by what a card cuts."""
    if any(is_needed_for_card(declaration, medium) for medium in _cut_by(declaration)):
        return True
    if declaration.asset is None:
        return False
    moved = declaration.changes.filter(field=MOVED_FROM).exclude(verdict=Change.Verdict.REFUSED)
    codes = [str(value) for value in moved.values_list("value", flat=True)]
    taken_from = Asset.objects.live().filter(station=declaration.station_id, code__in=codes) if codes else ()
    return any(is_needed(asset) for asset in (declaration.asset, *taken_from))


def _cut_by(declaration: Declaration) -> list[str]:
    cards = declaration.changes.filter(kind=Change.Kind.CARD).exclude(verdict=Change.Verdict.REFUSED)
    return [str((value or {}).get("medium", "")) for value in cards.values_list("value", flat=True)]


def ask_two_where_needed(declaration: Declaration) -> None:
    """Of what waits. Raised when the register has learnt what it is, never lowered: the word of two was asked for."""
    waiting = declaration.changes.filter(verdict=Change.Verdict.PENDING, needs_second=False)
    asked = waiting.exclude(Q(kind=Change.Kind.VERIFY) & ~Q(field=MOVED_FROM))
    if asked.exists() and is_needed_for(declaration):
        asked.update(needs_second=True)
