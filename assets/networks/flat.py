"""What a network drawn flat consists of: symbols, and lines between them."""

from __future__ import annotations

from dataclasses import dataclass

from assets.networks.evidence import Evidence
from assets.networks.parts import Id

RUN, END, SOURCE, OUTLET, LENGTH, MORE = "run", "end", "source", "outlet", "length", "more"


@dataclass(frozen=True, slots=True)
class Symbol:
    """`pieces` are what it stands for: several for a run, for terminals drawn as one, for what was too much (`MORE`);
    `within` what joins those. `outside` is beyond what is drawn: there this begins or goes on.
    """

    shape: str
    pieces: tuple[Id, ...]
    outside: bool = False
    within: tuple[Id, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """Between two symbols, by their place in the list: from the source on, and `directed` where that is known."""

    tail: int
    head: int
    directed: bool
    evidence: Evidence
    pieces: tuple[Id, ...] = ()
    medium: str = ""


@dataclass(frozen=True, slots=True)
class Schematic:
    """`loose` are members that nothing joins to anything."""

    symbols: list[Symbol]
    lines: list[Line]
    loose: tuple[Id, ...]


class Joined:
    """Which things belong together."""

    def __init__(self) -> None:
        self.above: dict[int, int] = {}

    def find(self, one: int) -> int:
        while (further := self.above.get(one, one)) != one:
            self.above[one] = one = self.above.get(further, further)
        return one

    def join(self, one: int, other: int) -> None:
        self.above[max(self.find(one), self.find(other))] = min(self.find(one), self.find(other))
