"""What a graph is built of: rows of the published revisions, or of a test. Identities are any hashable."""

from __future__ import annotations

from typing import NamedTuple

from assets.networks.evidence import Evidence, Reason

Id = int | str
Point = tuple[float, float, float]


class Piece(NamedTuple):
    """An element. `conducts` is its normal position where the file says one; `whole` what it is a part of.

    `named_device`: its class says a piece of pipe or cable, its name or its type that it cuts off.
    """

    id: Id
    ifc_class: str = ""
    predefined_type: str = ""
    conducts: bool | None = None
    whole: Id | None = None
    named_device: bool = False


class Joint(NamedTuple):
    """A port. `medium` is what the port itself says it carries (see `media.of_port`), `carrier` what it is part of:
    PIPE, DUCT, CABLE…"""

    id: Id
    piece: Id | None
    flow: str = "NOTDEFINED"
    medium: str = "?"
    at: Point | None = None
    carrier: str = ""


class Link(NamedTuple):
    """Two ports joined by the file; `directed` from the first to the second."""

    one: Id
    other: Id
    directed: bool = False


class Member(NamedTuple):
    """A piece belongs to a system of this medium; `circuit` for an electrical circuit."""

    piece: Id
    system: Id
    medium: str
    circuit: bool = False


class Added(NamedTuple):
    """A connection that no file declares with ports: named, proposed from shapes, or confirmed by a steward.

    Between two pieces in one medium, or between the two `ports` given, each in the medium it has. A proposal (D, E)
    that a steward confirmed comes in as B with Reason.CONFIRMED: its ports are no open ends any more. Those of one that
    is only proposed stay open ends.
    """

    one: Id
    other: Id
    medium: str
    evidence: Evidence
    reason: Reason
    directed: bool = False
    ports: tuple[Id, ...] = ()


class Needs(NamedTuple):
    """`dependent` does not work without `needed`, in these media (None: whatever it does there).

    `acts`: because `needed` acts on it, as a controller on a pump; what fails then may also stay as it is.
    """

    needed: Id
    needed_medium: str | None
    dependent: Id
    dependent_medium: str | None = None
    acts: bool = False


class Parts(NamedTuple):
    """All of a station."""

    pieces: list[Piece]
    joints: list[Joint]
    links: list[Link]
    members: list[Member] = []
    added: list[Added] = []
    needs: list[Needs] = []
    sources: frozenset[Id] = frozenset()  # pieces where supply begins, whatever their ports say
    denied: frozenset[frozenset[Id]] = frozenset()  # pairs of ports that are not joined, whatever a file says

    def believed(self) -> Parts:
        """Without what is only proposed (D and E)."""
        return self._replace(added=[added for added in self.added if added.evidence <= Evidence.C])

    def supposed(self) -> Parts:
        """With proposals of class D too: for what might be lost, never for what to shut."""
        return self._replace(added=[added for added in self.added if added.evidence <= Evidence.D])
