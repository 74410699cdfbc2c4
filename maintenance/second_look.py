"""Which changes two stewards must approve: those of fire protection and of electricity."""

from __future__ import annotations

from assets.models import Asset, SystemMember

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
    return "fire" in families or families == {"electricity"}
