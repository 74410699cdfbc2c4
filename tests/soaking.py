"""How many times a test kills: a few on every run, many in `make soak`."""

from __future__ import annotations

import os


def kills(usual: int, *, soak: int) -> int:
    """STATION_TWIN_KILLS says another number, for whoever looks for something."""
    if asked := os.environ.get("STATION_TWIN_KILLS"):
        return int(asked)
    return soak if os.environ.get("STATION_TWIN_SOAK") else usual


def seed(otherwise: int) -> int:
    """STATION_TWIN_SEED: the one that a failed run has printed."""
    return int(os.environ.get("STATION_TWIN_SEED") or otherwise)
