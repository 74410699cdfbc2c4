"""Questions to a graph and answers in identities of pieces: what is asked, and on what the answer rests."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assets.networks.evidence import Doubt, Evidence, Reason
from assets.networks.parts import Id


class Trace(StrEnum):
    CONNECTED = "connected"
    SUBNETWORK = "subnetwork"
    UPSTREAM = "upstream"
    DOWNSTREAM = "downstream"
    IMPACT = "impact"
    ISOLATION = "isolation"


class Ending(StrEnum):
    """Where the walk towards the supply ends."""

    SOURCE = "source"
    OPEN_END = "open-end"
    RESTRICTED = "restricted"
    FILE_LIMIT = "file-limit"


@dataclass(frozen=True, slots=True)
class Weak:
    """A connection below class A that the answer uses."""

    one: Id
    other: Id
    evidence: Evidence
    reason: Reason


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A piece the answer touches and that makes it uncertain."""

    piece: Id
    doubt: Doubt


@dataclass(frozen=True, slots=True)
class Answer:
    """Pieces in the order they are met. `dependents`: what an isolation stops elsewhere, because it is driven by what
    is lost here; `certain` and `evidence` of an isolation are about its devices and what is lost, not about these.
    `leans_on`: what an isolation need not shut because it lets nothing through already. `passed_over`: nearer devices
    that cannot be operated."""

    kind: Trace
    complete: bool
    certain: bool
    ending: Ending
    evidence: Evidence
    reached: tuple[Id, ...] = ()
    path: tuple[Id, ...] = ()
    devices: tuple[Id, ...] = ()
    leans_on: tuple[Id, ...] = ()
    passed_over: tuple[Id, ...] = ()
    lost: tuple[Id, ...] = ()
    dependents: tuple[Id, ...] = ()
    weak: tuple[Weak, ...] = ()
    doubts: tuple[Doubtful, ...] = ()


@dataclass(frozen=True)
class Question:
    """What is asked of a graph. `closed` and `stuck` are pieces; `opened` let through whatever the file says, and of
    `unsure` nobody knows any more whether they do. `locked` let nothing through by somebody else's lock: they are not
    operated, and an isolation does not lean on them, for whoever locked them may open them at any time.

    An isolation is by the nearest devices, or by the `fewest`, which may darken more.
    """

    kind: Trace
    pieces: tuple[Id, ...]
    medium: str | None = None
    closed: tuple[Id, ...] = ()
    opened: tuple[Id, ...] = ()
    unsure: tuple[Id, ...] = ()
    locked: tuple[Id, ...] = ()
    stuck: tuple[Id, ...] = ()
    fewest: bool = False
