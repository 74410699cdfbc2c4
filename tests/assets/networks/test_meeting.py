"""Pieces without ports that meet by their shapes, at every angle; and those that only clash."""

from __future__ import annotations

import json
from pathlib import Path

import ifcopenshell
import numpy as np
import pytest

from assets.ifc import opening, reading, shapes
from assets.ifc.outlines import Outline, outline, outlines
from assets.ifc.shape_set import Floats
from assets.networks import media
from assets.networks.evidence import Evidence
from assets.networks.meeting import between_ends
from assets.networks.parts import Joint, Member, Parts, Piece
from tests import soaking
from tests.assets.ifc.test_outlines import duct, tube, turned
from tests.assets.networks.taking_in import SAMPLES

WATER = "DOMESTICCOLDWATER"
EXAMPLES = 300 if soaking.SOAK else 30


def bare(**classes: str) -> Parts:
    """Things of one system of cold water, without any port."""
    return Parts(
        [Piece(name, ifc_class) for name, ifc_class in classes.items()], [], [],
        [Member(name, "EF", WATER) for name in classes],
    )  # fmt: skip


def along(
    one: tuple[float, float, float], other: tuple[float, float, float], radius: float = 0.025
) -> Floats:
    """The corners of a tube from point to point."""
    start, end = np.array(one, float), np.array(other, float)
    way = (end - start) / np.linalg.norm(end - start)
    beside = np.cross(way, [0, 0, 1] if abs(way[2]) < 0.9 else [1, 0, 0])
    beside /= np.linalg.norm(beside)
    return (
        tube(float(np.linalg.norm(end - start)), radius) @ np.array([beside, np.cross(way, beside), way])
        + start
    )


def box(low: tuple[float, float, float], high: tuple[float, float, float]) -> Floats:
    return duct(*(b - a for a, b in zip(low, high, strict=True))) + np.array(low)


CLASSES = {"T": "IfcPipeFitting", "V": "IfcValve"}  # by the first letter; else pipes


def proposed(drawn: dict[str, Floats], parts: Parts | None = None) -> set[frozenset[object]]:
    """The same whatever way all of it is turned."""
    parts = parts or bare(**{name: CLASSES.get(name[0], "IfcPipeSegment") for name in drawn})
    dice = np.random.default_rng(soaking.seed(4))
    found = []
    for turn, shift in [(np.eye(3), np.zeros(3)), *(turned(dice) for _ in range(EXAMPLES))]:
        lying = {name: outline(corners @ turn.T + shift) for name, corners in drawn.items()}
        proposals = between_ends(parts, lying)
        assert all(each.evidence is Evidence.E and each.medium == WATER for each in proposals)
        found.append({frozenset((each.one, each.other)) for each in proposals})
    assert all(each == found[0] for each in found)
    return found[0]


def pairs(*names: str) -> set[frozenset[str]]:
    return {frozenset(name.split("-")) for name in names}


def test_ends_of_straight_pipes_and_a_fitting_beside_them_are_proposed_at_every_angle():
    """
    P ═════ 20 mm ═════ Q ═════ 10 mm [T]
    """
    drawn = {
        "P": along((0, 0, 0), (2, 0, 0)), "Q": along((2.02, 0, 0), (4, 0, 0)),
        "T": box((4.01, -0.1, -0.1), (4.2, 0.1, 0.1)),
    }  # fmt: skip

    assert proposed(drawn) == pairs("P-Q", "Q-T")


def test_two_pipes_that_meet_at_a_corner_are_proposed():
    """
    P ═════╗
           ║ Q
    """
    assert proposed({"P": along((0, 0, 0), (2, 0, 0)), "Q": along((2, 0.005, 0), (2, 3, 0))}) == pairs("P-Q")


def test_a_pipe_drawn_into_its_fitting_is_proposed_and_one_that_goes_through_it_is_not():
    """
    P ═══[═ T ]        Q ═══[═══V═══]══
    """
    into = {"P": along((0, 0, 0), (2.05, 0, 0)), "T": box((2.0, -0.1, -0.1), (2.2, 0.1, 0.1))}
    through = {"Q": along((0, 0, 0), (2.21, 0, 0)), "V": box((2.0, -0.1, -0.1), (2.2, 0.1, 0.1))}

    assert proposed(into) == pairs("P-T")
    assert proposed(through) == set()


@pytest.mark.parametrize(
    "drawn",
    [
        # crossing in the middle, and near both ends: each sticks out beyond the other
        {"P": along((-1, 0, 0), (1, 0, 0)), "Q": along((0, -1, 0), (0, 1, 0))},
        {"P": along((-1, 0, 0), (0.018, 0, 0), 0.008), "Q": along((0, -1, 0), (0, 0.018, 0), 0.008)},
        # one ends at the side of the other
        {"P": along((-1, 0, 0), (0, 0, 0)), "Q": along((0, -1, 0), (0, 1, 0))},
        # side by side, both to the same wall; and side by side, opposite ways
        {"P": along((0, 0, 0), (2, 0, 0), 0.01), "Q": along((0, 0.026, 0), (2, 0.026, 0), 0.01)},
        {"P": along((0, 0, 0), (2, 0, 0), 0.01), "Q": along((2, 0.028, 0), (4, 0.028, 0), 0.01)},
        # too far
        {"P": along((0, 0, 0), (2, 0, 0)), "Q": along((2.031, 0, 0), (4, 0, 0))},
        # behind the end: a box that the pipe comes out of
        {"P": along((0, 0, 0), (2, 0, 0)), "T": box((1.5, -0.1, -0.1), (1.98, 0.1, 0.1))},
    ],
)
def test_what_only_clashes_or_lies_beside_is_not_proposed(drawn: dict[str, Floats]):
    assert proposed(drawn) == set()


def test_nothing_is_proposed_across_something_that_lies_in_the_gap():
    """
    P ═══ │ ═══ Q      R, of whatever network, runs through between the ends
    """
    drawn = {
        "P": along((0, 0, 0), (2, 0, 0)), "Q": along((2.028, 0, 0), (4, 0, 0)),
        "R": along((2.014, -1, 0), (2.014, 1, 0), 0.012),
    }  # fmt: skip
    of_drains = bare(P="IfcPipeSegment", Q="IfcPipeSegment", R="IfcPipeSegment")
    members = [*of_drains.members[:2], Member("R", "EU", "DRAINAGE")]
    with_a_port = of_drains._replace(joints=[Joint("R.1", "R")])

    assert proposed(drawn) == set()
    assert proposed(drawn, of_drains._replace(members=members)) == set()
    assert proposed(drawn, with_a_port) == set()
    assert proposed({name: drawn[name] for name in "PQ"}) == pairs("P-Q")


@pytest.mark.parametrize(("second", "expected"), [(0.018, set()), (0.022, pairs("P-Q"))])
def test_of_two_ends_one_less_than_twice_as_far_as_the_other_neither_is_proposed(second: float, expected):
    """
    P ═════ 10 mm ═ Q
           ╲ R       which of both?
    """
    drawn = {
        "P": along((0, 0, 0), (2, 0, 0)), "Q": along((2.01, 0, 0), (4, 0, 0)),
        "R": along((2, second, 0), (2, 3, 0), 0.005),
    }  # fmt: skip

    assert proposed(drawn) == expected


def test_the_nearest_must_have_no_nearer_one_itself():
    """
    P ═ 25 mm ═ Q ends where R begins (5 mm): Q goes on in R
    """
    drawn = {
        "P": along((0, 0, 0), (2, 0, 0)), "Q": along((4, 0, 0), (2.025, 0, 0)),
        "R": along((2.025, 0.005, 0), (2.025, 3, 0)),
    }  # fmt: skip

    assert proposed(drawn) == pairs("Q-R")


def test_a_pipe_with_a_port_or_without_a_system_is_not_proposed_by_its_shape():
    parts = bare(P="IfcPipeSegment", Q="IfcPipeSegment")
    drawn = {"P": along((0, 0, 0), (2, 0, 0)), "Q": along((2.02, 0, 0), (4, 0, 0))}

    assert proposed(drawn, parts._replace(members=parts.members[:1])) == set()
    assert proposed(drawn, parts._replace(joints=[Joint("Q.1", "Q")])) == set()
    assert proposed(drawn, parts) == pairs("P-Q")


def test_random_pipes_through_one_point_never_join():
    """Two that cross at any angle, each going on for more than its width beyond the other."""
    dice = np.random.default_rng(soaking.seed(5))
    parts = bare(P="IfcPipeSegment", Q="IfcPipeSegment")
    for _ in range(10 * EXAMPLES):
        radius = dice.uniform(0.004, 0.1)
        ways = [way / np.linalg.norm(way) for way in dice.normal(size=(2, 3))]
        if abs(ways[0] @ ways[1]) > 0.98:
            continue
        beyond = radius / np.sqrt(1 - (ways[0] @ ways[1]) ** 2) * 2 + 0.012
        drawn = [along(tuple(-2 * way), tuple(dice.uniform(beyond, 1.5) * way), radius) for way in ways]

        found = between_ends(parts, dict(zip("PQ", map(outline, drawn), strict=True)))

        assert found == []


@pytest.fixture(scope="module")
def stripped(tmp_path_factory) -> tuple[Parts, dict[int, Outline], dict[int, str]]:
    """The plumbing of the sample station without its ports."""
    model = ifcopenshell.open(str(SAMPLES / "VDO_PLB.ifc"))
    for ifc_class in ("IfcRelConnectsPorts", "IfcDistributionPort"):
        for entity in list(model.by_type(ifc_class)):
            model.remove(entity)
    for nest in [each for each in model.by_type("IfcRelNests") if not each.RelatedObjects]:
        model.remove(nest)
    path = Path(tmp_path_factory.mktemp("bare")) / "VDO_PLB.ifc"
    model.write(str(path))
    records, shaped = reading.read(opening.open_ifc(path)), shapes.tessellate(path)
    pieces = [Piece(each.step_id, each.resolved_class) for each in records.elements]
    members = [
        Member(step_id, system.step_id, media.of_system(system.predefined_type or "", system.family))
        for system in records.systems
        for step_id in system.members
    ]
    lying = outlines(shaped, [each.step_id for each in records.elements if each.layer.startswith("network")])
    return (
        Parts(pieces, [], [], members),
        lying,
        {each.step_id: each.global_id for each in records.elements},
    )


def test_of_the_sample_station_without_ports_most_connections_are_found_and_no_other(stripped):
    parts, lying, guids = stripped
    told = json.loads((SAMPLES / "VDO_truth.json").read_text())
    known = set(guids.values())
    true = {
        frozenset(edge[:2])
        for system in told["systems"]
        for edge in system["edges"]
        if known.issuperset(edge[:2])
    }

    found = {frozenset((guids[each.one], guids[each.other])) for each in between_ends(parts, lying)}

    assert found - true == set()
    assert len(found) > 0.8 * len(true)


def test_the_sample_station_turned_any_way_gives_the_same(stripped):
    parts, lying, _ = stripped
    expected = {frozenset((each.one, each.other)) for each in between_ends(parts, lying)}
    dice = np.random.default_rng(soaking.seed(6))

    for _ in range(3):
        turn, shift = turned(dice)

        def moved(point, turn=turn, shift=shift):
            return tuple(map(float, turn @ np.array(point) + shift))

        anywhere = {
            piece: each._replace(
                middle=moved(each.middle),
                axes=tuple(tuple(map(float, turn @ np.array(axis))) for axis in each.axes),
                ends=each.ends and (moved(each.ends[0]), moved(each.ends[1])),
            )
            for piece, each in lying.items()
        }
        found = {frozenset((each.one, each.other)) for each in between_ends(parts, anywhere)}
        assert found == expected


# ── beside what has its ports ────────────────────────────────────────────────


def wired(
    drawn: dict[str, Floats], ports: dict[str, tuple[str, tuple[float, float, float]]]
) -> set[frozenset]:
    """What is proposed beside open ports: {port: (piece, where)}."""
    parts = bare(**{name: CLASSES.get(name[0], "IfcPipeSegment") for name in drawn})
    joints = [Joint(name, piece, medium=WATER, at=at) for name, (piece, at) in ports.items()]
    lying = {name: outline(corners) for name, corners in drawn.items()}
    return {frozenset((each.one, each.other)) for each in between_ends(parts._replace(joints=joints), lying)}


GAP = {
    "P": along((0, 0, 0), (2, 0, 0)), "Q": along((2, 0, 0), (4, 0, 0)), "V": box((4.0, -0.1, -0.1), (4.2, 0.1, 0.1)),
}  # fmt: skip


def test_a_pipe_whose_ports_were_lost_meets_the_open_ports_beside_it():
    """
    P ═════•  Q ═════  •[V]     the points are open ports
    """
    open_ports = {"p": ("P", (2.0, 0.0, 0.0)), "v": ("V", (4.01, 0.0, 0.0))}

    assert wired(GAP, open_ports) == pairs("P-Q", "Q-V")


def test_an_open_port_that_another_is_as_near_to_is_left_alone():
    """
    P ═════• •═════ R
             ‖ Q      Q, without ports, may belong to either
    """
    drawn = {
        "P": along((0, 0, 0), (2, 0, 0)), "R": along((2.012, 0, 0), (4, 0, 0)),
        "Q": along((2.006, -2, 0), (2.006, 0, 0)),
    }  # fmt: skip
    open_ports = {"p": ("P", (2.0, 0.0, 0.0)), "r": ("R", (2.012, 0.0, 0.0))}

    assert wired(drawn, open_ports) == set()


@pytest.mark.parametrize(
    "port",
    [
        Joint("p", "P", medium="CHILLEDWATER", at=(2.0, 0.0, 0.0)),
        Joint("p", "P", medium=WATER, at=(2.0, 0.04, 0.0)),
        Joint("p", "P", medium=WATER, at=(0.0, 0.0, 0.0)),
        Joint("p", "P", medium=WATER),
    ],
    ids=["carries something else", "too far", "at the other end", "lies nowhere"],
)
def test_a_port_that_is_not_meant_is_left_alone(port):
    parts = bare(P="IfcPipeSegment", Q="IfcPipeSegment")._replace(joints=[port])
    lying = {name: outline(GAP[name]) for name in ("P", "Q")}

    assert between_ends(parts, lying) == []
