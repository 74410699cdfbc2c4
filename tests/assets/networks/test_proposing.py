"""What is proposed where ends lie together, and what is not: wherever a second could be meant, nothing is."""

from __future__ import annotations

import random

import pytest

from assets.networks.evidence import Evidence
from assets.networks.parts import Joint, Link, Member, Parts, Piece
from assets.networks.proposing import between_ends, between_ports
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


# ── without ports ────────────────────────────────────────────────────────────


def bare(**classes: str) -> Parts:
    return Parts(
        [Piece(name, ifc_class) for name, ifc_class in classes.items()], [], [],
        [Member(name, "EF", WATER) for name in classes],
    )  # fmt: skip


PIPE, NEXT, TEE = (0, 0, 0, 2, 0.05, 0.05), (2.02, 0, 0, 4, 0.05, 0.05), (4.01, -0.1, -0.1, 4.2, 0.1, 0.1)


def test_ends_of_straight_pipes_and_a_box_beside_them_are_proposed_without_ports():
    """
    PIPE ═════ 20 mm ═════ NEXT ═════ 10 mm [TEE]
    """
    parts = bare(PIPE="IfcPipeSegment", NEXT="IfcPipeSegment", TEE="IfcPipeFitting")

    found = between_ends(parts, {"PIPE": PIPE, "NEXT": NEXT, "TEE": TEE})

    assert [(each.one, each.other, each.evidence) for each in found] == [
        ("PIPE", "NEXT", Evidence.E),
        ("NEXT", "TEE", Evidence.E),
    ]


def test_a_pipe_with_a_port_or_without_a_system_is_not_proposed_by_its_shape():
    parts = bare(PIPE="IfcPipeSegment", NEXT="IfcPipeSegment")
    boxes = {"PIPE": PIPE, "NEXT": NEXT}

    assert between_ends(parts._replace(members=parts.members[:1]), boxes) == []
    assert between_ends(parts._replace(joints=[Joint("NEXT.1", "NEXT")]), boxes) == []


def test_a_slanting_pipe_whose_box_does_not_show_its_ends_is_not_proposed():
    parts = bare(PIPE="IfcPipeSegment", SLANT="IfcPipeSegment")

    assert between_ends(parts, {"PIPE": (2.01, 1.9, 0, 4, 1.95, 0.05), "SLANT": (0, 0, 0, 2, 2, 0.05)}) == []
