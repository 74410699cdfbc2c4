"""Two things fail at once: what could explain both, as the published models draw what each hangs on.

told = common_causes.find(station, "EFS-P-01", "CVC-CTA-01")
told.candidates[0].code      # "CFO-TGBT-01": the nearest to both
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from assets import kept_from_firms, pointing, station_dominance, station_graph
from assets.kept_from_firms import KeptFromFirms
from assets.models import Station
from assets.network_names import Names, names_of
from assets.networks import devices
from assets.networks.causes import Cause, common_causes, shared_causes
from assets.networks.dominance import Dominance
from assets.networks.evidence import Evidence
from assets.networks.graph import Graph
from assets.pointing import Pointed
from assets.said_states import SaidState
from assets.tracing import NotTraceable

MOST_EQUIPMENT, MOST_LENGTHS = 12, 8  # candidates of one answer; the nearest to both come first


class Silence(StrEnum):
    """Why nothing explains both."""

    ONE_UNCONNECTED = "one-unconnected"
    OTHER_UNCONNECTED = "other-unconnected"
    ONE_UNSUPPLIED = "one-unsupplied"
    OTHER_UNSUPPLIED = "other-unsupplied"
    NOTHING_IN_COMMON = "nothing-in-common"
    RESTRICTED = "restricted"


@dataclass(frozen=True)
class Candidate:
    """What alone would explain both. `ways` go from it to each of the two, in elements; `evidence` is the weakest on
    them, `supposed` counts what no file draws, and `by_control` is as of a `Cause`.

    `followed`: it is equipment, else a length of pipe or cable. `besides`: how many other things that people use it
    would take as well; where those work, it is not this.
    """

    code: str
    element: int
    followed: bool
    steps: int
    ways: tuple[tuple[int, ...], tuple[int, ...]]
    evidence: Evidence
    supposed: int
    by_control: bool
    besides: int


@dataclass(frozen=True)
class Explained:
    """`complete`: nothing was left untried, nothing further up is left out. `silence` where there is no candidate."""

    station: Station
    one: Pointed
    other: Pointed
    candidates: tuple[Candidate, ...]
    complete: bool
    silence: Silence | None
    graph: Graph = field(repr=False)
    revision_set: str = ""
    said: dict[int, SaidState] = field(default_factory=dict)


def find(station: Station, one: str, other: str) -> Explained:
    """`one` and `other` as people write them. Raises NotTraceable."""
    pointed = (_point(station, one), _point(station, other))
    if pointed[0].code == pointed[1].code:
        raise NotTraceable(f"{pointed[0].code} is one thing: name another that fails at the same time.")
    found = station_graph.of(station)
    return _found(station, found, *pointed)


def shared(station: Station, codes: Sequence[str], *, most: int) -> list[tuple[str, list[str]]]:
    """Of things that fail, those with one cause: (equipment, the codes it alone would explain), the nearest first.

    What no model draws is passed over.
    """
    found = station_graph.of(station)
    graph = found.supposed or found.proven
    names = names_of(station, found.revision_set)
    elements: dict[str, list[int]] = {code: [] for code in codes}
    for piece, code in names.codes.items():
        if code in elements:
            elements[code].append(piece)
    known = [code for code in elements if any(piece in graph.number for piece in elements[code])]
    causes = shared_causes(
        station_dominance.of(station, found, graph),
        [elements[code] for code in known],
        names.assets,
        most=most,
    )
    return [(names.codes[cause.piece], [known[number] for number in cause.things]) for cause in causes]


def _point(station: Station, name: str) -> Pointed:
    try:
        return pointing.find(station, name)
    except (pointing.PointsAtNothing, pointing.PointsAtSeveral) as error:
        raise NotTraceable(str(error)) from None


def _found(station: Station, found: station_graph.StationGraph, one: Pointed, other: Pointed) -> Explained:
    graph = (
        found.supposed or found.proven
    )  # what is only proposed may explain it too, and is told as supposed
    dominance = station_dominance.of(station, found, graph)
    causes = common_causes(dominance, one.elements, other.elements)
    names = names_of(station, found.revision_set)
    by_code: dict[str, Cause] = {}
    for cause in causes.found:
        if code := names.codes[cause.piece]:
            by_code.setdefault(code, cause)
    equipment, lengths = (
        [each for each in by_code.values() if (each.piece in names.assets) is kind] for kind in (True, False)
    )
    told = sorted([*equipment[:MOST_EQUIPMENT], *lengths[:MOST_LENGTHS]], key=lambda each: each.steps)
    return Explained(
        station=station,
        one=one,
        other=other,
        candidates=tuple(_candidate(dominance, each, names, {one.code, other.code}) for each in told),
        complete=causes.tried_all and len(told) == len(by_code),
        silence=None if told else _silence(dominance, one, other),
        graph=graph,
        revision_set=found.revision_set,
    )


def _candidate(dominance: Dominance, cause: Cause, names: Names, both: set[str]) -> Candidate:
    graph = dominance.graph
    lost = {graph.piece(node) for node in dominance.lost_with(graph.nodes_of[graph.number[cause.piece]])}
    used = {names.codes[piece.id] for piece in lost if piece.ifc_class in devices.TERMINALS}
    evidence = [Evidence(graph.evidence[edge]) for edge in cause.weak]
    return Candidate(
        code=names.codes[cause.piece],
        element=cause.piece,
        followed=cause.piece in names.assets,
        steps=cause.steps,
        ways=cause.ways,
        evidence=max(evidence, default=Evidence.A),
        supposed=sum(not each.is_proven for each in evidence),
        by_control=cause.by_control,
        besides=len(used - both),
    )


def _silence(dominance: Dominance, one: Pointed, other: Pointed) -> Silence:
    graph = dominance.graph
    nodes = [
        [
            node
            for piece in each.elements
            if piece in graph.number
            for node in graph.nodes_of[graph.number[piece]]
        ]
        for each in (one, other)
    ]
    for own, why in zip(nodes, (Silence.ONE_UNCONNECTED, Silence.OTHER_UNCONNECTED), strict=True):
        if not any(graph.near[node] for node in own):
            return why
    for own, why in zip(nodes, (Silence.ONE_UNSUPPLIED, Silence.OTHER_UNSUPPLIED), strict=True):
        if dominance.place.keys().isdisjoint(own):
            return why
    return Silence.NOTHING_IN_COMMON


def to_firms(told: Explained) -> Explained:
    """The same without candidates that are told to no firm, or whose way leads through such.

    Raises KeptFromFirms when one of the two things is of networks alone that are told to no firm.
    """
    graph, hidden = told.graph, kept_from_firms.of_restricted_systems(told.station)

    def is_kept(piece: int) -> bool:
        return piece in graph.number and kept_from_firms.is_kept(graph, piece, hidden)

    if any(map(is_kept, (*told.one.elements[:1], *told.other.elements[:1]))):
        raise KeptFromFirms
    kept = tuple(
        each
        for each in told.candidates
        if not any(map(is_kept, (each.element, *each.ways[0], *each.ways[1])))
    )
    left_out = len(kept) < len(told.candidates)
    return replace(
        told,
        candidates=kept,
        complete=told.complete and not left_out,
        silence=Silence.RESTRICTED if left_out and not kept else told.silence,
    )


# ── for other programs ───────────────────────────────────────────────────────


def as_json(told: Explained) -> dict[str, Any]:
    names = names_of(told.station, told.revision_set)

    def codes(pieces: tuple[int, ...]) -> list[str]:
        return list(dict.fromkeys(names.codes[piece] for piece in pieces))

    return {
        "one": told.one.code,
        "other": told.other.code,
        "causes": [
            {
                "asset": each.code,
                "followed": each.followed,
                "steps": each.steps,
                "to_one": codes(each.ways[0]),
                "to_other": codes(each.ways[1]),
                "evidence": each.evidence.name,
                "supposed_connections": each.supposed,
                "by_control": each.by_control,
                "takes_besides": each.besides,
            }
            for each in told.candidates
        ],
        "complete": told.complete,
        "reason": str(told.silence) if told.silence else None,
        "revision_set": told.revision_set,
    }


def only(told: dict[str, Any], codes: Collection[str]) -> dict[str, Any]:
    """The same cut down to candidates whose whole ways lie among these codes."""
    kept = [
        cause
        for cause in told["causes"]
        if {cause["asset"], *cause["to_one"], *cause["to_other"]} <= set(codes)
    ]
    left_out = len(kept) < len(told["causes"])
    return told | {
        "causes": kept,
        "complete": told["complete"] and not left_out,
        "reason": str(Silence.RESTRICTED) if left_out and not kept else told["reason"],
    }
