"""What is believed of declared connections, judged for all at once, is what looking at each by itself gives."""

from __future__ import annotations

from math import dist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.networks import media
from assets.networks.declaring import judge, where
from assets.networks.evidence import CLOSE, TOUCHING, Evidence, Reason
from assets.networks.parts import Joint, Link
from tests import soaking

pytestmark = pytest.mark.once
MEDIA = ["DOMESTICCOLDWATER", "WATERSUPPLY", "DRAINAGE", "power", media.UNKNOWN, "water"]
PLACES = [None, (0.0, 0.0, 0.0), (0.0, 0.0, 0.005), (0.0, 0.05, 0.0), (3.0, 0.0, 0.0)]


@st.composite
def declared(draw: st.DrawFn) -> tuple[list[Joint], list[Link]]:
    """Ports of three pieces or of none, some linked twice, the other way round, or to themselves."""
    piece = st.sampled_from([None, "a", "b", "c"])
    joints = [
        Joint(number, draw(piece), "SOURCE", draw(st.sampled_from(MEDIA)), draw(st.sampled_from(PLACES)))
        for number in range(draw(st.integers(1, 8)))
    ]
    end = st.sampled_from([joint.id for joint in joints])
    return joints, draw(st.lists(st.builds(Link, end, end, st.booleans()), min_size=1, max_size=12))


@settings(max_examples=3000 if soaking.SOAK else 300, deadline=None)
@given(declared())
def test_all_at_once_is_judged_as_each_by_itself(drawn: tuple[list[Joint], list[Link]]):
    joints, links = drawn
    pieces = np.array([-1 if joint.piece is None else ord(str(joint.piece)) for joint in joints])

    found = judge(links, joints, where(joints), pieces, pieces, [joint.medium for joint in joints])

    told = zip(
        found.one.tolist(),
        found.other.tolist(),
        found.directed,
        found.evidence.tolist(),
        found.reason,
        strict=True,
    )
    assert list(told) == [
        (*link, *alone(joints[link.one], joints[link.other])) for link in first_of_each(links)
    ]


def first_of_each(links: list[Link]) -> list[Link]:
    """Of links between the same ports, whichever way round."""
    kept: dict[frozenset[object], Link] = {}
    for link in links:
        kept.setdefault(frozenset((link.one, link.other)), link)
    return list(kept.values())


def alone(one: Joint, other: Joint) -> tuple[Evidence, Reason]:
    if one.piece is None or other.piece is None:
        return Evidence.X, Reason.WITHOUT_ELEMENT
    if one.piece == other.piece:
        return Evidence.X, Reason.ONE_ELEMENT
    if not media.agree(one.medium, other.medium):
        return Evidence.X, Reason.MEDIA_DIFFER
    if one.at is None or other.at is None:
        return Evidence.B, Reason.DISTANCE_UNKNOWN
    if (apart := dist(one.at, other.at)) > CLOSE:
        return Evidence.X, Reason.TOO_FAR
    if apart > TOUCHING + 1e-6:
        return Evidence.B, Reason.PORTS_NEAR
    if media.UNKNOWN in (one.medium, other.medium):
        return Evidence.B, Reason.MEDIUM_UNSAID
    return Evidence.A, Reason.PORTS_TOUCH
