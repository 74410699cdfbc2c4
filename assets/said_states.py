"""What people last said of valves and breakers on site, as traces take it. Light, like `graph_additions`: whoever keeps
what was said registers it here, and traces ask at every question, because what is said ages.

It changes no graph: a word is laid over a question (`over`), so that a tap costs no building.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from assets.models import ElementMatch, Revision, Station
from assets.networks.devices import Word, position

if TYPE_CHECKING:
    from assets.networks.graph import Graph

Json = dict[str, Any]
LOCKED_OUT = "locked-out"


@dataclass(frozen=True)
class Spoken:
    """One word, and whose: `by` is an account (None: gone), `firm` hers when she is not one of the operator's own
    people, `order` the number of the work order it was said on."""

    said: str
    at: datetime
    by: Any = None
    firm: str = ""
    order: str = ""
    is_old: bool = False

    def as_json(self) -> Json:
        return {
            "state": self.said,
            "at": self.at.isoformat(),
            "by": self.by.get_username() if self.by else "",
            "firm": self.firm or None,
            "order": self.order,
            "old": self.is_old,
        }


@dataclass(frozen=True)
class SaidState:
    """What stands of one asset. `hindrance`: why it cannot be operated ("stuck", "out-of-reach", "locked-out"), or "".

    `spoken` are the words behind it, the latest first.
    """

    word: Word = field(default_factory=Word)
    hindrance: str = ""
    spoken: tuple[Spoken, ...] = ()

    def is_locked_by(self, person: Any) -> bool:
        """Hers alone: she knows where the key is, and nobody else opens it meanwhile."""
        locks = [each.by for each in self.spoken if each.said == LOCKED_OUT]
        return person is not None and bool(locks) and all(by == person for by in locks)


@dataclass(frozen=True)
class SaidStates:
    """Of a station, by asset. `version` changes whenever any of it does, also when a word grows old."""

    version: str = ""
    by_asset: dict[int, SaidState] = field(default_factory=dict)


@dataclass(frozen=True)
class Over:
    """Elements, for a question: see `assets.networks.answers.Question`."""

    closed: tuple[int, ...] = ()
    opened: tuple[int, ...] = ()
    unsure: tuple[int, ...] = ()
    stuck: tuple[int, ...] = ()
    locked: tuple[int, ...] = ()


NOTHING_SAID = SaidStates()
# The one that keeps what is said gives it for a station.
keepers: list[Callable[[Station], SaidStates]] = []


def of(station: Station) -> SaidStates:
    return next((keeper(station) for keeper in keepers), NOTHING_SAID)


def by_element(said: SaidStates) -> dict[int, SaidState]:
    """The same by the published elements that draw those assets."""
    if not said.by_asset:
        return {}
    matches = ElementMatch.objects.filter(
        asset__in=said.by_asset, asset__removed_at=None, element__revision__state=Revision.State.PUBLISHED
    )
    drawn = matches.order_by("element").values_list("element", "asset")
    return {element: said.by_asset[asset] for element, asset in drawn}


def over(graph: Graph, states: dict[int, SaidState], *, by: Any = None) -> Over:
    """What is said, laid over how the graph has each device. Her own lock is to who asks (`by`) a device that is shut
    and stays so: she need not go round it."""
    found: dict[str, list[int]] = {"closed": [], "opened": [], "unsure": [], "stuck": [], "locked": []}
    for element, state in states.items():
        drawn = graph.conducts(element)
        known = position(drawn, state.word)
        if known is not drawn:
            found["unsure" if known is None else "opened" if known else "closed"].append(element)
        if state.hindrance:
            locks = state.hindrance == LOCKED_OUT and known is False
            if not (locks and state.is_locked_by(by)):
                found["locked" if locks else "stuck"].append(element)
    return Over(**{name: tuple(elements) for name, elements in found.items()})
