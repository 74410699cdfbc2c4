"""How long the long tests are: a part on every run, the whole in `make soak` (STATION_TWIN_SOAK)."""

from __future__ import annotations

import os
import random
from collections.abc import Sequence
from typing import TypeVar

Case = TypeVar("Case")

SOAK = bool(os.environ.get("STATION_TWIN_SOAK"))
ON_POSTGRESQL = os.environ.get("DATABASE_URL", "").startswith("postgres")


def kills(usual: int, *, soak: int) -> int:
    """STATION_TWIN_KILLS says another number, for whoever looks for something."""
    if asked := os.environ.get("STATION_TWIN_KILLS"):
        return int(asked)
    return soak if SOAK else usual


def seed(otherwise: int) -> int:
    """STATION_TWIN_SEED: the one that a failed run has printed."""
    return int(os.environ.get("STATION_TWIN_SEED") or otherwise)


def shared(cases: Sequence[Case]) -> list[Case]:
    """One half on each database, so that every case is tried on every run; in the soak all of them on both."""
    return list(cases) if SOAK else list(cases[ON_POSTGRESQL::2])


def few(cases: Sequence[Case], number: int, *, seed: int = 3) -> list[Case]:
    """So many of them, always the same by the seed; in the soak all."""
    return list(cases) if SOAK else sorted(random.Random(seed).sample(list(cases), min(number, len(cases))))
