"""Connections that no file declares, found by where ends lie. They are proposed, and used once a steward confirmed.

Class D: two open ports. Class E (`assets.networks.meeting`): the end of a straight piece without any port, and what
lies there, be it an open port. Both only where nothing else could be meant: the two are nearest to each other, and
whatever comes second is at least twice as far.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from assets.networks import media
from assets.networks.cells import Cells, distance
from assets.networks.evidence import Evidence, Reason
from assets.networks.parts import Id, Joint, Parts
from assets.networks.unsaid import Unsaid

PORTS_APART = 0.020  # metres, at most
CLEARLY = 2.0  # times as far is the second
FINEST = 0.001  # metres; what lies nearer than this is taken to lie this far
SAME_WIDTH = 0.10  # of the larger of two diameters

Width = tuple[float, str]  # a diameter and its unit


class Proposal(NamedTuple):
    """Supply would flow from `one` to `other` when `directed`; without joints for class E."""

    one: Id
    other: Id
    medium: str
    apart: float  # metres
    evidence: Evidence
    joints: tuple[Id, ...] = ()
    directed: bool = False

    @property
    def reason(self) -> Reason:
        return REASONS[self.evidence]


REASONS = {Evidence.D: Reason.PROPOSED_PORTS, Evidence.E: Reason.PROPOSED_ENDS}


def open_joints(parts: Parts) -> list[Joint]:
    """Ports of elements that no connection touches, believed or not."""
    joined = {end for link in parts.links for end in (link.one, link.other)}
    return [joint for joint in parts.joints if joint.id not in joined and joint.piece is not None]


class _End(NamedTuple):
    joint: Joint
    medium: str


def between_ports(parts: Parts, widths: Mapping[Id, Width] | None = None) -> list[Proposal]:
    """Class D; `widths` are the diameters of pieces that have one alone."""
    carried = Unsaid(parts).media()
    ends = [_End(joint, carried[joint.id]) for joint in open_joints(parts) if joint.at is not None]
    cells = Cells(CLEARLY * PORTS_APART, ((end.joint.at, end) for end in ends if end.joint.at))
    chosen = {end.joint.id: met for end in ends if (met := _clearly_nearest(end, cells)) is not None}
    found = []
    for end in ends:
        met = chosen.get(end.joint.id)
        if met is None or chosen.get(met.joint.id) is not end or not _first(end.joint.id, met.joint.id):
            continue
        if _fit(end.joint, met.joint) and _as_wide(end.joint, met.joint, widths or {}):
            found.append(_proposal(end, met))
    return found


def _clearly_nearest(end: _End, cells: Cells[_End]) -> _End | None:
    """The nearest end of another piece that may carry the same; None when a second could be meant as well."""
    assert end.joint.at is not None
    others = [
        (apart, other)
        for apart, other in cells.near(end.joint.at)
        if other.joint.piece != end.joint.piece and media.agree(end.medium, other.medium)
    ]
    others.sort(key=lambda each: each[0])
    if not others or others[0][0] > PORTS_APART or tied([apart for apart, _ in others]):
        return None
    return others[0][1]


def tied(distances: list[float]) -> bool:
    """Is the second of these, in order, less than twice as far as the first?"""
    return len(distances) > 1 and distances[1] < CLEARLY * max(distances[0], FINEST)


def _first(one: Id, other: Id) -> bool:
    """Each pair once."""
    return str(one) < str(other)


def _fit(one: Joint, other: Joint) -> bool:
    """The same sort of port, and not two that both let out or both take in."""
    carriers = {one.carrier, other.carrier} - {"", "NOTDEFINED", "USERDEFINED"}
    return len(carriers) < 2 and not (one.flow == other.flow and one.flow in ("SOURCE", "SINK"))


def _as_wide(one: Joint, other: Joint, widths: Mapping[Id, Width]) -> bool:
    here, there = widths.get(one.piece or ""), widths.get(other.piece or "")
    if here is None or there is None or here[1] != there[1]:
        return True
    return abs(here[0] - there[0]) <= SAME_WIDTH * max(here[0], there[0])


def _proposal(end: _End, met: _End) -> Proposal:
    """From what lets out to what takes in."""
    directed = {end.joint.flow, met.joint.flow} == {"SOURCE", "SINK"}
    if met.joint.flow == "SOURCE" and directed:
        end, met = met, end
    one, other = end.joint, met.joint
    assert one.at is not None
    assert other.at is not None
    assert one.piece is not None
    assert other.piece is not None
    medium = met.medium if end.medium == media.UNKNOWN else end.medium
    apart = distance(one.at, other.at)
    return Proposal(one.piece, other.piece, medium, apart, Evidence.D, (one.id, other.id), directed)
