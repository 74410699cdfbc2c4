"""How we know that two things are connected: classes A to E, and X for what was declared and is not believed.

| class | what we have | use |
|---|---|---|
| A | declared, the ports touch (10 mm) and carry the same | every trace |
| B | declared, the distance is not known or 10–100 mm, or a medium is not said | every trace, shown |
| C | said by name or by one common circuit, without ports | every trace, never certain |
| D | two open ports that lie together: proposed | impact, with a warning; isolation once a steward confirmed |
| E | an end without a port, and what lies there: proposed | shown only, until a steward confirmed |
| X | declared, but far apart, on one element, or between media that differ | never; listed |
"""

from __future__ import annotations

from enum import IntEnum, StrEnum

TOUCHING = 0.010  # metres between two ports that are joined
CLOSE = 0.100  # metres; declared links further apart are not believed


class Evidence(IntEnum):
    """The smaller, the better: the weakest of a path is its `max`."""

    A = 0
    B = 1
    C = 2
    D = 3
    E = 4
    X = 5

    @property
    def is_proven(self) -> bool:
        """The file joins the very ports: an answer that rests on nothing weaker may be called certain."""
        return self <= Evidence.B


class Reason(StrEnum):
    """Why a connection has its class."""

    PORTS_TOUCH = "ports-touch"
    PORTS_NEAR = "ports-near"
    DISTANCE_UNKNOWN = "distance-unknown"
    MEDIUM_UNSAID = "medium-unsaid"
    NAMED = "named"  # a property of one names the other
    SAME_CIRCUIT = "same-circuit"  # of exactly one board
    PART_OF = "part-of"  # a breaker that is drawn inside its board
    CONFIRMED = "confirmed"  # by a steward
    PROPOSED_PORTS = "proposed-ports"
    PROPOSED_ENDS = "proposed-ends"
    TOO_FAR = "too-far"
    ONE_ELEMENT = "one-element"
    MEDIA_DIFFER = "media-differ"
    WITHOUT_ELEMENT = "without-element"
    REFUSED = "refused"  # by a steward, whatever a file says


class Doubt(StrEnum):
    """Why an answer that touches an element is not certain."""

    MISSING_CONNECTION = "missing-connection"  # an open end with another open end beside it
    OPEN_INLET = "open-inlet"  # one of several: a second supply, or a connection that is missing
    OPEN_OUTLET = "open-outlet"  # of a drain that has another end
    OPEN_END = "open-end"  # of a run that leads to nothing: what it served may not have been exported
    OPEN_EITHER_WAY = "open-either-way"  # an open end whose direction is not said
    PORT_MISSING = "port-missing"  # a pipe or a valve with fewer than two ends
    FEED_UNDRAWN = "feed-undrawn"  # a board that takes nothing in, though power begins elsewhere too
    REJECTED_CONNECTION = "rejected-connection"
    WRONG_NEIGHBOUR = "wrong-neighbour"  # joined, though another end lies clearly nearer
    DRAWN_TWICE = "drawn-twice"  # joined at both ends beside another of its kind, in the very same place
    MEDIA_MIXED = "media-mixed"  # a pipe or cable whose ends carry different things
    MEDIUM_UNKNOWN = "medium-unknown"
    STATE_UNKNOWN = "state-unknown"
    ONE_WAY_UNSAID = "one-way-unsaid"  # a check valve whose direction the file does not say
    CONTROL_LOST = "control-lost"  # what is acted on stops, or stays as it is: no file says which
    KIND_UNSAID = "kind-unsaid"  # a valve or breaker of which no file says whether it cuts off
    FED_UNNAMED = "fed-unnamed"  # an isolator whose machine no file names
    DIRECTIONS_CLASH = "directions-clash"  # two ports that both let out, a pipe that only takes in
    DIRECTION_UNSAID = "direction-unsaid"  # no file says which way it flows, and more than one is possible
    LOOSE = "loose"  # something of that medium that hangs on nothing: it may belong here


# Where what is taken for supplied may not be, however far from what is asked about.
JOINED_WRONG = frozenset({Doubt.WRONG_NEIGHBOUR, Doubt.DRAWN_TWICE})
MISLEADING = JOINED_WRONG | {Doubt.REJECTED_CONNECTION, Doubt.OPEN_EITHER_WAY, Doubt.MEDIUM_UNKNOWN}
# Ends at which something may go on that no file shows.
OPEN = frozenset(
    {
        Doubt.MISSING_CONNECTION,
        Doubt.OPEN_INLET,
        Doubt.OPEN_OUTLET,
        Doubt.OPEN_END,
        Doubt.OPEN_EITHER_WAY,
        Doubt.PORT_MISSING,
        Doubt.FEED_UNDRAWN,
        Doubt.REJECTED_CONNECTION,
    }
)
