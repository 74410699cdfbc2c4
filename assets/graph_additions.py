"""What people know of a network beside the files. Light, so that whoever adds something need not load the graphs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from assets.models import Station
from assets.networks.parts import Added


@dataclass(frozen=True)
class Additions:
    """What others know beside the files: connections, and positions of devices ({element: conducts}); and pairs of
    ports that are not joined, whatever a file says (`denied`).

    `version` changes whenever they do.
    """

    version: str = ""
    connections: tuple[Added, ...] = ()
    positions: dict[int, bool | None] = field(default_factory=dict)
    denied: frozenset[frozenset[int]] = frozenset()


# Each gives its additions for a station; registered by who keeps them.
additions: list[Callable[[Station], Additions]] = []
