"""Connections that show nothing wrong by themselves: joined to the neighbour, drawn twice, of the wrong medium."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from assets.networks.building import build
from assets.networks.evidence import Doubt
from assets.networks.graph import Graph
from assets.networks.neighbours import beside
from assets.networks.parts import Joint, Link, Member, Parts, Piece
from tests.assets.networks.drawing import WATER, Drawing, ask, draw

OUT, IN = "SOURCE", "SINK"


class Side:
    """Two branches from one inlet, `apart` metres from each other: V1 > P1 > T1 and V2 > P2 > T2."""

    def __init__(self, apart: float = 0.06, gap: float = 0.0) -> None:
        self.pieces = [Piece("street", "IfcPipeSegment"), Piece("tee", "IfcPipeFitting", "JUNCTION")]
        self.joints = [Joint("in", "street", IN, WATER, (-9.0, 0.0, 0.0))]
        self.links: list[Link] = []
        self.join("street", "tee", (-5.0, 0.0, 0.0), gap)
        for number, y in ((1, 0.0), (2, apart)):
            names = ("tee", f"V{number}", f"P{number}", f"T{number}")
            self.pieces += [
                Piece(names[1], "IfcValve", "ISOLATING", True),
                Piece(names[2], "IfcPipeSegment"),
                Piece(names[3], "IfcSanitaryTerminal"),
            ]
            for x, (one, other) in enumerate(pairwise(names)):
                self.join(one, other, (float(x), y, 0.0), gap)

    def join(self, one: str, other: str, at: tuple[float, float, float], gap: float) -> None:
        x, y, z = at
        ends = (
            Joint(f"{one}>{other}", one, OUT, WATER, at),
            Joint(f"{other}<", other, IN, WATER, (x + gap, y, z)),
        )
        self.joints += ends
        self.links.append(Link(ends[0].id, ends[1].id, directed=True))

    def crossed(self) -> Side:
        """The valves and the pipes behind them exchange their connections."""
        new = {"V1>P1": "P2<", "V2>P2": "P1<"}
        self.links = [
            Link(link.one, new.get(str(link.one), link.other), directed=True) for link in self.links
        ]
        return self

    def graph(self) -> Graph:
        return build(Parts(self.pieces, self.joints, self.links))


def why(graph: Graph, kind: str, name: str, **more: object) -> set[Doubt]:
    answer = ask(graph, kind, name, **more)
    assert answer.certain is not bool(answer.doubts)
    return {each.doubt for each in answer.doubts}


@pytest.mark.parametrize("kind", ["upstream", "impact", "isolation"])
def test_pipes_side_by_side_that_are_joined_crosswise_are_never_certain(kind: str):
    """No end is open: only that another end lies nearer shows it, and it shows at both."""
    assert Doubt.WRONG_NEIGHBOUR in why(Side().crossed().graph(), kind, "P1")
    assert Doubt.WRONG_NEIGHBOUR in why(Side().crossed().graph(), kind, "T2")


def test_what_is_fed_another_way_by_a_crossing_is_no_more_certain():
    """A crossing far from the tap that is asked about: what is taken for supplied may hang on it."""
    assert Doubt.WRONG_NEIGHBOUR in why(Side().crossed().graph(), "impact", "V2")


def test_pipes_side_by_side_and_ends_that_gape_are_certain_where_nothing_lies_nearer():
    for side in (Side(), Side(apart=0.1, gap=0.03)):
        answer = ask(side.graph(), "isolation", "P1")
        assert (answer.certain, answer.devices) == (True, ("V1",))


def test_a_valve_drawn_twice_and_joined_twice_lets_nobody_believe_that_its_failure_is_harmless():
    side = Side()
    side.pieces.append(Piece("V1 again", "IfcValve", "ISOLATING", True))
    for joint in [joint for joint in side.joints if joint.piece == "V1"]:
        side.joints.append(joint._replace(id=f"{joint.id} again", piece="V1 again"))
    side.links += [Link("tee>V1", "V1< again", directed=True), Link("V1>P1 again", "P1<", directed=True)]
    graph = side.graph()

    assert ask(graph, "impact", "V1").lost == ()
    assert Doubt.DRAWN_TWICE in why(graph, "impact", "V1")
    assert set(ask(graph, "isolation", "P1").devices) == {"V1", "V1 again"}


def test_two_pumps_beside_each_other_are_two():
    """
    inlet ─ tee ─ A ─ other tee ─ tap        A and B lie apart
              └── B ───┘
    """
    graph = draw("inlet > tee > A > other > tap", "tee > B > other", pipes="A B", taps="tap", sources="inlet")

    assert ask(graph, "impact", "A").certain


def test_the_fewest_devices_are_not_certain_while_one_of_unsaid_kind_lies_further_on():
    """
    inlet ─ M ─ G ─ tee ─ A ─ X ─ B ─ tee      G alone would do, if it cuts off
    """
    drawing = Drawing(valves="M A B", taps="X")
    drawing.add("inlet > M > G > tee > A > X", WATER)
    drawing.add("tee > B > X", WATER)
    drawing.pieces["G"] = Piece("G", "IfcFlowController")
    graph = build(drawing.parts("inlet"))

    answer = ask(graph, "isolation", "X", fewest=True)

    assert (answer.devices, answer.certain) == (("M",), False)
    assert Doubt.KIND_UNSAID in {each.doubt for each in answer.doubts}


def test_pipes_that_nothing_feeds_are_looked_for_even_where_no_end_is_open():
    """
    inlet ─ V ─ A   │   B ─ C ─ tap            the ports between A and B were not exported
    """
    drawing = Drawing(valves="V", taps="tap")
    drawing.add("inlet > V > A", WATER)
    drawing.add("B > C > tap", WATER)
    parts = drawing.parts("inlet")

    answer = ask(build(parts), "impact", "V")

    assert (answer.certain, {each.doubt for each in answer.doubts}) == (False, {Doubt.LOOSE})


@pytest.mark.parametrize("ifc_class", ["IfcFlowSegment", "IfcFlowFitting", "IfcFlowTreatmentDevice"])
def test_what_has_no_type_and_one_end_lacks_the_other(ifc_class: str):
    """As in files of the oldest schema without their types."""
    drawing = Drawing(valves="V")
    drawing.add("inlet > V > A", WATER)
    drawing.pieces["A"] = Piece("A", ifc_class)

    answer = ask(build(drawing.parts("inlet")), "impact", "V")

    assert Doubt.PORT_MISSING in {each.doubt for each in answer.doubts}


def test_a_drain_that_is_said_to_be_cold_water_is_not_certain_to_be_fed():
    """
    inlet ─ V ─ basin ▶ trunk ▶ outlet         the trunk's ports say cold water, those of the other basin a drain
                  other ▶ ┘
    """
    graph = draw(
        "inlet > V > basin > trunk > outlet", ("other > elbow", "DRAINAGE"), valves="V", sources="inlet"
    )
    drawing = Drawing(valves="V", pipes="elbow")
    drawing.add("inlet > V > basin > trunk > outlet", WATER)
    drawing.add("other > elbow", "DRAINAGE")
    drawing.joints += [
        Joint("e", "elbow", OUT, "DRAINAGE", (99.0, 0.0, 0.0)), Joint("t", "trunk", IN, WATER, (99.0, 0.0, 0.0)),
    ]  # fmt: skip
    sound, spoilt = ask(graph, "impact", "outlet"), drawing.parts("inlet")
    spoilt.links.append(Link("e", "t", directed=True))

    answer = ask(build(spoilt), "impact", "outlet")

    assert (sound.lost, sound.certain) == ((), True)
    assert (answer.lost, answer.certain) == ((), False)
    assert Doubt.REJECTED_CONNECTION in {each.doubt for each in answer.doubts}


def test_points_within_a_distance_are_those_that_counting_finds():
    dice = np.random.default_rng(7)
    points, asked = dice.uniform(-3, 3, (400, 3)), dice.uniform(-3, 3, (150, 3))
    apart = np.sqrt(((asked[:, None] - points[None]) ** 2).sum(axis=2))

    row, met, far = beside(points, asked, 0.7)

    assert sorted(zip(row.tolist(), met.tolist(), strict=True)) == list(
        zip(*(each.tolist() for each in np.nonzero(apart <= 0.7)), strict=True)
    )
    assert np.allclose(far, apart[row, met])


def test_a_direction_deduced_where_a_crossing_may_have_broken_a_loop_is_not_sure():
    """
    inlet ─ tee ═ A ═ other ─ tap      B and `other` are joined, and so are two taps beside them: written crosswise
             ╚═══ B ═══╝
    """
    drawing = Drawing(taps="tap")
    drawing.add("inlet > tee > side", WATER)
    drawing.add("tee = A = other", WATER)
    drawing.add("other > tap", WATER)
    drawing.add("tee = B", WATER)
    ends = {"B": 0.0, "other": 0.0, "stub": 0.06, "stub2": 0.06}
    for name, y in ends.items():
        drawing.pieces.setdefault(name, Piece(name, "IfcSanitaryTerminal"))
        drawing.joints.append(Joint(f"{name} end", name, "SOURCEANDSINK", WATER, (50.0, y, 0.0)))
    parts = drawing.parts("inlet")
    crossed = parts._replace(links=[*parts.links, Link("B end", "stub2 end"), Link("stub end", "other end")])

    assert ask(build(crossed), "upstream", "A").certain is False


def test_a_tap_that_hangs_on_nothing_may_belong_to_each_of_its_systems():
    """
    inlet ─ V ─ tap      other tap: of cold water and of a drain; its open end says neither, and lies nowhere
    """
    drawing = Drawing(valves="V", taps="tap other")
    drawing.add("inlet > V > tap", WATER)
    drawing.pieces["other"] = Piece("other", "IfcFlowTerminal")
    drawing.joints.append(Joint("end", "other", IN, "?"))
    members = [Member("other", "cold", WATER), Member("other", "waste", "DRAINAGE")]

    answer = ask(build(drawing.parts("inlet")._replace(members=members)), "downstream", "V")

    assert (answer.certain, {each.doubt for each in answer.doubts}) == (False, {Doubt.LOOSE})


def test_the_cable_that_hangs_on_a_duct_belongs_to_something_else():
    """
    board ─▶ cable ─▶ duct          fan ─▶ duct ─▶ grille
    """
    drawing = Drawing()
    drawing.pieces["duct"] = Piece("duct", "IfcDuctSegment")
    drawing.add("fan > duct > grille", "VENTILATION")
    drawing.add("board > cable > duct", "power")
    graph = build(drawing.parts("fan board"))

    assert Doubt.MEDIA_MIXED in why(graph, "downstream", "cable")
    assert Doubt.MEDIA_MIXED in why(graph, "upstream", "duct")


def test_nothing_comes_to_a_lamp_through_the_tray_that_it_hangs_on():
    drawing = Drawing(lamps="lamp", breakers="B")
    drawing.add("mains > B > lamp", "power")
    drawing.add("tray > lamp", "tray")
    graph = build(drawing.parts("mains"))

    assert ask(graph, "upstream", "lamp").reached == ("B", "mains")
    assert ask(graph, "connected", "tray").reached == ("lamp",)
