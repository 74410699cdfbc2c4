"""What is told of one answer of a network, as plain data."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from twin.traces.places import Place
from twin.traces.questions import Flow, Question
from twin.traces.supposed import Supposed
from twin.traces.things import Thing


@dataclass(frozen=True)
class Stop:
    """A device to operate: `number` says when, `verb` how; 0 of one that is left as it is, and then `left` says why:
    it is SHUT already, or BARRED, for it cannot be operated."""

    number: int
    code: str
    words: str
    verb: str
    room: str
    height: str
    state: str
    kind: str = ""
    hindered: bool = False
    room_code: str = ""
    left: str = ""


SHUT, BARRED = "shut", "barred"


@dataclass(frozen=True)
class Step:
    """One piece of equipment on the way; `lengths` of pipe or cable were passed before it."""

    code: str
    words: str
    room: str
    lengths: int


@dataclass(frozen=True)
class Told:
    """`nothing` says why there is no answer, and then all else is empty; `refused`: it is not told to this person.

    `by_doors`: the order of the stops is that of a walk through the doors and stairs that are drawn. A page has the
    first places and steps, and how many more there are; `heard_shut` are devices besides, of the same networks, that
    people said to be shut or not to be operated; `affected` gives all that is served or loses service, `passed`
    all that is on the way. The codes are for who draws it.
    """

    code: str
    words: str
    question: Question
    medium: str
    media: list[str]
    revision_set: str
    flow: Flow = Flow.FED
    nothing: str = ""
    refused: bool = False
    verdict: list[str] = field(default_factory=list)
    sure: bool = False
    stops: list[Stop] = field(default_factory=list)
    by_doors: bool = False
    left_shut: list[Stop] = field(default_factory=list)
    passed_over: list[Stop] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    heard_shut: list[Stop] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    more_places: int = 0
    others: list[str] = field(default_factory=list)
    affected: Callable[[], Iterable[Thing]] = field(default=list, compare=False)
    path: list[Step] = field(default_factory=list)
    more_steps: int = 0
    passed: Callable[[], Iterable[Thing]] = field(default=list, compare=False)
    weak: list[str] = field(default_factory=list)
    supposed: list[Supposed] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    ending: str = ""
    withheld: bool = False
    path_codes: list[str] = field(default_factory=list)
    path_pieces: dict[int, str] = field(default_factory=dict)
    about_codes: list[str] = field(default_factory=list)
    room_codes: list[str] = field(default_factory=list)

    @property
    def all_places(self) -> int:
        return len(self.places) + self.more_places

    @property
    def all_steps(self) -> int:
        return len(self.path) + self.more_steps
