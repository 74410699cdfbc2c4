"""Connections that the files declare: each once, how far it is believed, and why. Of a whole station at a time."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from assets.networks import media
from assets.networks.evidence import CLOSE, TOUCHING, Evidence, Reason
from assets.networks.parts import Id, Joint, Link, Parts
from assets.networks.unsaid import Unsaid

NOWHERE = (np.nan, np.nan, np.nan)
_A, _B, _X = Evidence.A, Evidence.B, Evidence.X


@dataclass(frozen=True, slots=True)
class Declared:
    """Row by row: `one` and `other` are places in the list of joints. What is of class X is no edge."""

    one: np.ndarray
    other: np.ndarray
    evidence: np.ndarray
    reason: list[Reason]
    directed: np.ndarray


@dataclass(frozen=True, slots=True)
class Disbelieved:
    """A declared connection that is not used, between two ports. `apart` in metres; None where that is not known."""

    one: Joint
    other: Joint
    reason: Reason
    media: tuple[str, str]
    apart: float | None


def disbelieved(parts: Parts) -> list[Disbelieved]:
    """What is of class X, in the order of the files."""
    joints = parts.joints
    if not parts.links:
        return []
    number = {piece.id: place for place, piece in enumerate(parts.pieces)}
    carried = Unsaid(parts).media()
    mediums = [carried[joint.id] for joint in joints]
    pieces = np.array(
        [-1 if joint.piece is None else number.get(joint.piece, -1) for joint in joints], np.int64
    )
    points = where(joints)
    links = judge(parts.links, joints, points, pieces, pieces, mediums)
    apart = _apart(points, links.one, links.other)
    return [
        Disbelieved(
            joints[one],
            joints[other],
            links.reason[row],
            (mediums[one], mediums[other]),
            None if np.isnan(apart[row]) else float(apart[row]),
        )
        for row in np.flatnonzero(links.evidence == Evidence.X).tolist()
        for one, other in [(int(links.one[row]), int(links.other[row]))]
    ]


def judge(
    links: Sequence[Link],
    joints: Sequence[Joint],
    points: np.ndarray,
    nodes: np.ndarray,
    pieces: np.ndarray,
    mediums: Sequence[str],
) -> Declared:
    """What becomes of the links; beside each joint its point, its node (-1: no element), its piece and its medium."""
    at = {joint.id: place for place, joint in enumerate(joints)}
    one = np.array([at[link.one] for link in links], np.int64)
    other = np.array([at[link.other] for link in links], np.int64)
    pairs = np.minimum(one, other) * len(joints) + np.maximum(one, other)
    kept = np.sort(np.unique(pairs, return_index=True)[1])
    one, other = one[kept], other[kept]
    apart = _apart(points, one, other)
    differ, unsaid = _media(mediums, one, other)
    found = (
        ((nodes[one] < 0) | (nodes[other] < 0), _X, Reason.WITHOUT_ELEMENT),
        (pieces[one] == pieces[other], _X, Reason.ONE_ELEMENT),
        (differ, _X, Reason.MEDIA_DIFFER),
        (np.isnan(apart), _B, Reason.DISTANCE_UNKNOWN),
        (apart > CLOSE, _X, Reason.TOO_FAR),
        (apart > TOUCHING + 1e-6, _B, Reason.PORTS_NEAR),
        (unsaid, _B, Reason.MEDIUM_UNSAID),
        (np.ones(len(one), bool), _A, Reason.PORTS_TOUCH),
    )
    first = np.argmax([holds for holds, _, _ in found], axis=0)
    reasons = [reason for _, _, reason in found]
    return Declared(
        one,
        other,
        np.array([int(evidence) for _, evidence, _ in found])[first],
        [reasons[at] for at in first.tolist()],
        np.array([link.directed for link in links], bool)[kept],
    )


def among(links: Declared, joints: Sequence[Joint], pairs: Collection[frozenset[Id]]) -> np.ndarray:
    """Row by row, whether it joins two ports that are one of the pairs."""
    if not pairs:
        return np.zeros(len(links.one), bool)
    ends = zip(links.one.tolist(), links.other.tolist(), strict=True)
    return np.array([frozenset((joints[one].id, joints[other].id)) in pairs for one, other in ends], bool)


def _apart(points: np.ndarray, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Metres between the ends; not a number where one of them lies nowhere."""
    return np.sqrt(((points[one] - points[other]) ** 2).sum(axis=1))


def where(joints: Sequence[Joint]) -> np.ndarray:
    """A point a row; not numbers for what lies nowhere."""
    return np.array([NOWHERE if joint.at is None else joint.at for joint in joints], float).reshape(-1, 3)


def _media(mediums: Sequence[str], one: np.ndarray, other: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Whether the media of the ends cannot be joined, and whether one of them is not said."""
    known = {medium: number for number, medium in enumerate(dict.fromkeys(mediums))}
    number = np.array([known[medium] for medium in mediums], np.int64)
    differ = np.array([[not media.agree(a, b) for b in known] for a in known], bool).reshape(len(known), -1)
    unsaid = number == known.get(media.UNKNOWN, -1)
    return differ[number[one], number[other]], unsaid[one] | unsaid[other]
