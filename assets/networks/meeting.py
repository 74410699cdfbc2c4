"""Pieces without any port that meet by their shapes (class E): the end of a straight one, and what lies before it;
or the open port of something that has its ports, where an export lost those of the piece beside it.

Whatever the angle at which they are drawn. Nothing is proposed where more than one could be meant, nor where things
only clash: a pipe that goes through another, or past it, or something else that lies across the gap.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from assets.ifc.outlines import Outline
from assets.networks import media
from assets.networks.cells import Cells, distance
from assets.networks.evidence import Evidence
from assets.networks.parts import Id, Joint, Parts, Point
from assets.networks.proposing import CLEARLY, Proposal, open_joints, tied
from assets.networks.unsaid import Unsaid

ENDS_APART = 0.030  # metres, at most
FOLDED = 0.5  # cosine between the ways out of two ends: a pipe does not turn back on itself
SLACK = 0.005  # metres; how far one may be drawn into or beside the other
_NEAR = CLEARLY * ENDS_APART
_COARSE = 1.0  # metres; cells of bodies
_PARALLEL = 1e-6


class Tip(NamedTuple):
    """An end of a straight piece; `out` is a unit vector away from the piece."""

    piece: Id
    at: Point
    out: Point
    radius: float


class _Met(NamedTuple):
    """What lies near a tip: the tip of another piece, the body of one that is not straight, or an open port (`at`)."""

    apart: float
    piece: Id
    tip: Tip | None = None
    at: Point | None = None


def between_ends(parts: Parts, outlines: Mapping[Id, Outline]) -> list[Proposal]:
    """Between pieces that belong to systems of one known medium; `outlines` also of what may be in the way."""
    return _Meeting(parts, outlines).found()


class _Meeting:
    def __init__(self, parts: Parts, outlines: Mapping[Id, Outline]) -> None:
        self.carried = _without_joint(parts)
        self.outlines = outlines
        segments = {piece.id for piece in parts.pieces if piece.ifc_class.endswith("Segment")}
        known = {piece: each for piece, each in outlines.items() if piece in self.carried}
        self.tips = [tip for piece, each in known.items() if piece in segments for tip in _tips(piece, each)]
        self.ends = Cells(_NEAR, ((tip.at, tip) for tip in self.tips))
        self.blocks = _Bodies({piece: each for piece, each in known.items() if piece not in segments})
        self.bodies = _Bodies(outlines)
        self.open = _open(parts, outlines) if self.tips else {}
        self.open_ends = Cells(_NEAR, ((joint.at, joint) for joint in self.open if joint.at))

    def found(self) -> list[Proposal]:
        nearest = {tip: met for tip in self.tips if (met := self._clearly_nearest(tip)) is not None}
        found: dict[frozenset[Id], Proposal] = {}
        for tip, met in nearest.items():
            if self._meets(tip, met, nearest) and not self._is_crossed(tip, met):
                pair = frozenset((tip.piece, met.piece))
                medium = self.carried[tip.piece]
                found.setdefault(pair, Proposal(tip.piece, met.piece, medium, met.apart, Evidence.E))
        return list(found.values())

    def _clearly_nearest(self, tip: Tip) -> _Met | None:
        """What may carry the same; None when a second could be meant as well."""
        near = [
            _Met(apart, met.piece, met) for apart, met in self.ends.near(tip.at) if met.piece != tip.piece
        ]
        near += [_Met(apart, piece) for apart, piece in self.blocks.near(tip.at)]
        near = [met for met in near if media.agree(self.carried[tip.piece], self.carried[met.piece])]
        near += [
            _Met(apart, joint.piece, at=joint.at)
            for apart, joint in self.open_ends.near(tip.at)
            if joint.piece is not None and self.open[joint] == self.carried[tip.piece]
        ]
        near.sort(key=lambda met: met.apart)
        if not near or near[0].apart > ENDS_APART or tied([met.apart for met in near]):
            return None
        return near[0]

    def _meets(self, tip: Tip, met: _Met, nearest: Mapping[Tip, _Met]) -> bool:
        if met.at is not None:
            return self._is_nearest(tip, met.at, met.piece) and _ends_at(tip, self.outlines[met.piece])
        if met.tip is None:
            return _is_before(tip, self.outlines[met.piece])
        back = nearest.get(met.tip)
        return back is not None and back.tip == tip and _face(tip, met.tip)

    def _is_nearest(self, tip: Tip, at: Point, piece: Id) -> bool:
        """Is this tip clearly what the open port of the piece is meant for, and not another tip or open port?"""
        medium = self.carried[tip.piece]
        near = [
            (apart, each.piece) for apart, each in self.ends.near(at) if self.carried[each.piece] == medium
        ]
        near += [(apart, each.piece) for apart, each in self.open_ends.near(at) if self.open[each] == medium]
        near = sorted((each for each in near if each[1] != piece), key=lambda each: each[0])
        return near[0][1] == tip.piece and not tied([apart for apart, _ in near])

    def _is_crossed(self, tip: Tip, met: _Met) -> bool:
        """Does a third thing lie in the gap, or does the end stick in it?"""
        gap = (tip.at, met.tip.at if met.tip else met.at or _onward(tip, met.apart))
        places = [_between(*gap, share) for share in (0.0, 0.5, 1.0)]
        return any(
            piece not in (tip.piece, met.piece) and _depth(place, self.outlines[piece]) > SLACK
            for place in places
            for _, piece in self.bodies.near(place)
        )


def _without_joint(parts: Parts) -> dict[Id, str]:
    """{piece without any port: what its systems carry}, where that is known and one thing."""
    wired = {joint.piece for joint in parts.joints}
    carried: dict[Id, set[str]] = defaultdict(set)
    for member in parts.members:
        if member.piece not in wired and member.medium != media.UNKNOWN:
            carried[member.piece].add(member.medium)
    return {piece: next(iter(said)) for piece, said in carried.items() if len(said) == 1}


def _open(parts: Parts, outlines: Mapping[Id, Outline]) -> dict[Joint, str]:
    """Open ports that lie somewhere, of things whose shape is known: {port: what it carries}."""
    carried = Unsaid(parts).media()
    return {
        joint: carried[joint.id]
        for joint in open_joints(parts)
        if joint.at is not None and joint.piece in outlines and carried[joint.id] != media.UNKNOWN
    }


def _tips(piece: Id, outline: Outline) -> Iterator[Tip]:
    if outline.ends is None:
        return
    one, other = outline.ends
    length = distance(one, other)
    out = _scaled(_minus(other, one), 1 / length)
    yield Tip(piece, one, _scaled(out, -1.0), outline.radius)
    yield Tip(piece, other, out, outline.radius)


# ── how two lie to each other ────────────────────────────────────────────────


def _ends_at(tip: Tip, other: Outline) -> bool:
    """Does the piece of the tip end where the other begins?"""
    if other.ends is None:
        return _is_before(tip, other)
    return any(_face(tip, each) for each in _tips("", other) if distance(tip.at, each.at) <= _NEAR)


def _face(one: Tip, other: Tip) -> bool:
    """Do they end at each other: in one line or at a corner, neither beside the other nor through it?"""
    if _dot(one.out, other.out) > FOLDED:
        return False
    widest = max(one.radius, other.radius) + SLACK
    beside = min(_from_line(other.at, one), _from_line(one.at, other))
    back, back_other = _crossing(one, other)
    return beside <= widest and back <= other.radius + SLACK and back_other <= one.radius + SLACK


def _crossing(one: Tip, other: Tip) -> tuple[float, float]:
    """How far inside each piece, from its tip, the two axes come nearest; none where they run the same way."""
    between = _minus(other.at, one.at)
    turn = _dot(one.out, other.out)
    if 1 - turn * turn < _PARALLEL:
        return 0.0, 0.0
    ahead, ahead_other = _dot(between, one.out), _dot(between, other.out)
    along = (ahead - turn * ahead_other) / (1 - turn * turn)
    along_other = (turn * ahead - ahead_other) / (1 - turn * turn)
    return -along, -along_other


def _from_line(point: Point, tip: Tip) -> float:
    """From the axis of the tip's piece."""
    offset = _minus(point, tip.at)
    along = _dot(offset, tip.out)
    return max(_dot(offset, offset) - along * along, 0.0) ** 0.5


def _is_before(tip: Tip, block: Outline) -> bool:
    """Does the thing lie where the piece goes on, instead of behind or around it? One drawn into it ends inside."""
    inside, ahead = _away(tip.at, block), _away(_onward(tip, ENDS_APART), block)
    if inside > 0:
        return ahead < inside
    behind, before = _way_out(tip, block, -1.0), _way_out(tip, block, 1.0)
    return behind <= before + 2 * SLACK + ENDS_APART


def _way_out(tip: Tip, block: Outline, way: float) -> float:
    """How far it is from within the block to its surface, onward or back along the piece."""
    shares = []
    for axis, half in zip(block.axes, block.halves, strict=True):
        step, here = way * _dot(tip.out, axis), _dot(_minus(tip.at, block.middle), axis)
        if abs(step) > _PARALLEL:
            shares.append(((half if step > 0 else -half) - here) / step)
    return min(shares)


# ── bodies ───────────────────────────────────────────────────────────────────


class _Bodies:
    """Boxes along their own axes, in coarse cells."""

    def __init__(self, outlines: Mapping[Id, Outline]) -> None:
        self.outlines = outlines
        self.held: dict[tuple[int, ...], list[Id]] = defaultdict(list)
        for piece, outline in outlines.items():
            for cell in _cells_of(outline):
                self.held[cell].append(piece)

    def near(self, at: Point) -> Iterator[tuple[float, Id]]:
        for piece in self.held.get(tuple(int(value // _COARSE) for value in at), ()):
            apart = _away(at, self.outlines[piece])
            if apart <= _NEAR:
                yield apart, piece


def _cells_of(outline: Outline) -> Iterable[tuple[int, int, int]]:
    """All that its box, straight in the frame of the file, touches."""
    reach = [
        sum(half * abs(axis[way]) for axis, half in zip(outline.axes, outline.halves, strict=True)) + _NEAR
        for way in range(3)
    ]
    x, y, z = (
        range(int((at - more) // _COARSE), int((at + more) // _COARSE) + 1)
        for at, more in zip(outline.middle, reach, strict=True)
    )
    return ((a, b, c) for a in x for b in y for c in z)


def _outside(at: Point, outline: Outline) -> list[float]:
    """Beyond the box along each of its axes; below 0 within it."""
    offset = _minus(at, outline.middle)
    return [abs(_dot(offset, axis)) - half for axis, half in zip(outline.axes, outline.halves, strict=True)]


def _away(at: Point, outline: Outline) -> float:
    return float(sum(max(beyond, 0.0) ** 2 for beyond in _outside(at, outline)) ** 0.5)


def _depth(at: Point, outline: Outline) -> float:
    """How deep a point lies in a body; 0 outside. A straight piece is taken to be round."""
    if outline.ends is None:
        return max(0.0, -max(_outside(at, outline)))
    one, other = outline.ends
    way = _minus(other, one)
    share = min(1.0, max(0.0, _dot(_minus(at, one), way) / max(_dot(way, way), _PARALLEL)))
    return max(0.0, outline.radius - distance(at, _between(one, other, share)))


# ── vectors ──────────────────────────────────────────────────────────────────


def _onward(tip: Tip, metres: float) -> Point:
    (x, y, z), (u, v, w) = tip.at, tip.out
    return x + u * metres, y + v * metres, z + w * metres


def _between(one: Point, other: Point, share: float) -> Point:
    (a, b, c), (d, e, f) = one, other
    return a + (d - a) * share, b + (e - b) * share, c + (f - c) * share


def _minus(one: Point, other: Point) -> Point:
    return one[0] - other[0], one[1] - other[1], one[2] - other[2]


def _scaled(way: Point, by: float) -> Point:
    return way[0] * by, way[1] * by, way[2] * by


def _dot(one: Point, other: Point) -> float:
    return one[0] * other[0] + one[1] * other[1] + one[2] * other[2]
