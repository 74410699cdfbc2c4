"""What is proposed where ends lie together, and what is not: wherever a second could be meant, nothing is."""

from __future__ import annotations

import random

import pytest

from assets.networks.evidence import Evidence
from assets.networks.parts import Joint, Link, Parts, Piece
from assets.networks.proposing import between_ports
from tests import soaking

WATER = "DOMESTICCOLDWATER"


def ports(*joints: Joint) -> Parts:
    """Each `element.port`."""
    pieces = dict.fromkeys(str(joint.piece) for joint in joints)
    return Parts([Piece(name, "IfcPipeSegment") for name in pieces], list(joints), [])


def port(name: str, x: float, flow: str = "NOTDEFINED", medium: str = WATER, carrier: str = "PIPE") -> Joint:
    return Joint(name, name.partition(".")[0], flow, medium, (x, 0.0, 0.0), carrier)


def proposed(parts: Parts, **more) -> list[tuple[object, object]]:
    return [(each.one, each.other) for each in between_ports(parts, **more)]


def test_two_open_ends_that_lie_together_are_proposed_from_what_lets_out_to_what_takes_in():
    """
    A ═══▶ 15 mm ▶═══ B
    """
    (found,) = between_ports(ports(port("B.1", 0.015, "SINK"), port("A.2", 0.0, "SOURCE")))

    assert (found.one, found.other, found.joints) == ("A", "B", ("A.2", "B.1"))
    assert (found.directed, found.evidence, found.apart) == (True, Evidence.D, pytest.approx(0.015))


@pytest.mark.parametrize(("second", "expected"), [(0.019, []), (0.021, [("A", "B")])])
def test_nothing_is_proposed_where_a_second_end_is_less_than_twice_as_far(second: float, expected: list):
    """
            ┌ 10 mm ─ B
    A ═════╡
            └ 19 mm ─ C      which of both was meant?    (21 mm: B)
    """
    found = proposed(ports(port("A.2", 0.0), port("B.1", 0.010), port("C.1", -second)))

    assert found == expected


def test_three_ends_in_one_point_are_a_tie():
    assert proposed(ports(port("A.2", 0.0), port("B.1", 0.0), port("C.1", 0.0))) == []


def test_the_nearest_must_have_no_nearer_one_itself():
    """
    A.1 ── 10 mm ── B ─ 5 mm ─ A.2       B is nearest to both ends of the coupling A, and A.2 is nearest to B
    """
    (found,) = between_ports(ports(port("A.1", -0.010), port("B.1", 0.0), port("A.2", 0.005)))

    assert set(found.joints) == {"A.2", "B.1"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (port("A.2", 0.0), port("B.1", 0.021)),  # too far
        (port("A.1", 0.0), port("A.2", 0.001)),  # one element
        (port("A.2", 0.0, "SINK"), port("B.1", 0.0, "SINK")),  # both take in
        (port("A.2", 0.0, "SOURCE"), port("B.1", 0.0, "SOURCE")),
        (port("A.2", 0.0), port("B.1", 0.0, carrier="CABLE")),
        (port("A.2", 0.0), port("B.1", 0.0, medium="power")),
    ],
)
def test_what_cannot_be_joined_is_not_proposed(one: Joint, other: Joint):
    assert proposed(ports(one, other)) == []


@pytest.mark.parametrize(
    ("widths", "expected"),
    [
        ({"A": (100.0, "mm"), "B": (91.0, "mm")}, [("A", "B")]),
        ({"A": (100.0, "mm"), "B": (89.0, "mm")}, []),
        ({"A": (100.0, "mm")}, [("A", "B")]),  # of one it is not known
        ({"A": (100.0, "mm"), "B": (0.1, "m")}, [("A", "B")]),  # said in other units: no reason against it
    ],
)
def test_diameters_that_are_known_differ_by_a_tenth_at_most(widths: dict, expected: list):
    assert proposed(ports(port("A.2", 0.0), port("B.1", 0.0)), widths=widths) == expected


def test_a_port_that_the_file_joins_to_something_is_not_open():
    parts = ports(port("A.2", 0.0), port("B.1", 0.0), port("C.1", 5.0))

    assert proposed(parts._replace(links=[Link("B.1", "C.1")])) == []


def test_of_pairs_with_noise_every_one_is_found_and_no_other():
    dice = random.Random(f"pairs {soaking.seed(0)}")
    size = 20_000 if soaking.SOAK else 1_000
    joints = []
    for number in range(size):
        at = tuple(dice.uniform(0, 60) for _ in range(3))
        for end in "ab":
            place = tuple(value + dice.uniform(-0.002, 0.002) for value in at)
            joints.append(Joint(f"{number}{end}.1", f"{number}{end}", "NOTDEFINED", WATER, place, "PIPE"))

    found = between_ports(ports(*joints))

    assert {frozenset((each.one, each.other)) for each in found} == {
        frozenset((f"{number}a", f"{number}b")) for number in range(size)
    }
