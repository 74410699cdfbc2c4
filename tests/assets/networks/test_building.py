"""What a graph believes of a file: classes of evidence, media, boards, sources, and what it takes for forgotten."""

from __future__ import annotations

import pytest

from assets.networks.answers import Ending
from assets.networks.building import build
from assets.networks.evidence import Doubt, Evidence, Reason
from assets.networks.graph import Graph
from assets.networks.parts import Added, Joint, Link, Member, Parts, Piece
from assets.networks.walking import spread
from tests.assets.networks.drawing import FLOWS, WATER, Drawing, ask, draw

pytestmark = pytest.mark.once


def two_ports(one: Joint, other: Joint, *pieces: Piece) -> Graph:
    held = list(pieces) or [
        Piece(name, "IfcFlowTerminal") for name in dict.fromkeys((one.piece, other.piece))
    ]
    return build(Parts(held, [one, other], [Link(one.id, other.id)]))


@pytest.mark.parametrize(
    ("apart", "evidence", "reason"),
    [
        (0.010, Evidence.A, Reason.PORTS_TOUCH),
        (0.011, Evidence.B, Reason.PORTS_NEAR),
        (0.100, Evidence.B, Reason.PORTS_NEAR),
        (0.101, Evidence.X, Reason.TOO_FAR),
        (None, Evidence.B, Reason.DISTANCE_UNKNOWN),
    ],
)
def test_a_declared_connection_is_as_good_as_its_ports_are_near(apart, evidence, reason):
    at = None if apart is None else (apart, 0.0, 0.0)
    graph = two_ports(Joint(1, "a", medium=WATER, at=(0.0, 0.0, 0.0)), Joint(2, "b", medium=WATER, at=at))

    if evidence is Evidence.X:
        assert (graph.tail, graph.rejected[0].reason) == ([], reason)
        assert graph.doubts[graph.nodes("a")[0]] == [Doubt.REJECTED_CONNECTION]
    else:
        assert (graph.evidence, graph.reason) == ([evidence], [reason])


def test_ports_of_one_element_and_media_that_differ_are_not_joined():
    here = (0.0, 0.0, 0.0)
    itself = two_ports(Joint(1, "a", medium=WATER, at=here), Joint(2, "a", medium=WATER, at=here))
    media = two_ports(Joint(1, "a", medium=WATER, at=here), Joint(2, "b", medium="VENTILATION", at=here))
    words = two_ports(Joint(1, "a", medium="DRAINAGE", at=here), Joint(2, "b", medium="WASTEWATER", at=here))
    unsaid = two_ports(Joint(1, "a", at=here), Joint(2, "b", at=here))

    assert itself.rejected[0].reason is Reason.ONE_ELEMENT
    assert media.rejected[0].reason is Reason.MEDIA_DIFFER
    assert words.evidence == [Evidence.A]  # two words for one thing
    assert (unsaid.evidence, unsaid.reason) == ([Evidence.B], [Reason.MEDIUM_UNSAID])


def test_a_connection_written_once_each_way_is_one():
    joints = [Joint(1, "a", medium=WATER), Joint(2, "b", medium=WATER)]
    graph = build(Parts([Piece("a"), Piece("b")], joints, [Link(1, 2), Link(2, 1)]))

    assert len(graph.tail) == 1


def test_the_strongest_way_is_taken_before_the_shortest():
    """
    S ── a ── b ── T     all touching
    └─ (80 mm) ────┘
    """
    drawing = Drawing()
    drawing.add("S > a > b > T", WATER)
    drawing.join("S", "T", WATER, FLOWS[">"], apart=0.08)
    graph = build(drawing.parts("S"))

    answer = ask(graph, "upstream", "T")

    assert answer.path == ("S", "a", "b", "T")
    assert (answer.evidence, answer.weak) == (Evidence.A, ())


def test_a_weak_connection_that_is_needed_is_named():
    drawing = Drawing()
    drawing.add("S > a", WATER)
    drawing.join("a", "T", WATER, FLOWS[">"], apart=0.08)
    drawing.add("T > u", WATER)
    graph = build(drawing.parts("S"))

    answer = ask(graph, "upstream", "u")

    assert answer.evidence is Evidence.B
    assert [(weak.one, weak.other, weak.reason) for weak in answer.weak] == [("a", "T", Reason.PORTS_NEAR)]
    assert spread(graph, graph.nodes("u")).weak == [1]


def test_what_ports_do_not_say_comes_from_the_system_and_from_the_neighbours():
    """Old files: ports say nothing. The basin is in two systems, so that its ports carry what is joined to them."""
    pieces = [
        Piece("cold", "IfcPipeSegment"),
        Piece("basin", "IfcSanitaryTerminal"),
        Piece("drain", "IfcPipeSegment"),
    ]
    joints = [Joint("c", "cold"), Joint("b1", "basin"), Joint("b2", "basin"), Joint("d", "drain")]
    members = [
        Member("cold", 1, "water"),
        Member("basin", 1, "water"),
        Member("basin", 2, "drainage"),
        Member("drain", 2, "drainage"),
    ]
    graph = build(Parts(pieces, joints, [Link("c", "b1"), Link("b2", "d")], members))

    assert sorted(graph.medium_of[node] for node in graph.nodes("basin")) == ["drainage", "water"]
    assert ask(graph, "connected", "cold").reached == ("basin",)


def test_a_breaker_drawn_inside_its_board_is_fed_by_it():
    """
    main ══ TD1 [ D1 ══ lamp ]      nothing joins D1 to the board but that it is a part of it
    """
    drawing = Drawing(breakers="D1", boards="TD1")
    drawing.add("main > TD1", "power")
    drawing.add("D1 > lamp", "power")
    drawing.pieces["D1"] = drawing.pieces["D1"]._replace(whole="TD1")
    graph = build(drawing.parts("main"))

    impact, isolation = ask(graph, "impact", "TD1"), ask(graph, "isolation", "lamp")

    assert set(impact.lost) == {"D1", "lamp"}
    assert (impact.evidence, impact.certain) == (Evidence.C, False)
    assert isolation.devices == ("D1",)


def test_a_breaker_of_a_board_that_has_no_port_of_its_own_feeds_nothing_for_certain():
    """
    main ══ TD1 [ D1 ] ══ lamp      D1 may be what the lamp hangs on
    """
    drawing = Drawing(breakers="D1", boards="TD1", lamps="lamp")
    drawing.add("main > TD1 > lamp", "power")
    drawing.pieces["D1"] = Piece("D1", "IfcProtectiveDevice", "CIRCUITBREAKER", True, whole="TD1")
    graph = build(drawing.parts("main"))

    answers = [ask(graph, kind, "D1") for kind in ("downstream", "impact")]

    assert [answer.certain for answer in answers] == [False, False]
    assert all(
        ("D1", Doubt.PORT_MISSING) in [(d.piece, d.doubt) for d in answer.doubts] for answer in answers
    )


def circuit(*boards: str) -> Graph:
    pieces = [Piece(name, "IfcElectricDistributionBoard") for name in boards]
    pieces += [Piece("lamp", "IfcLightFixture"), Piece("socket", "IfcOutlet")]
    members = [Member(piece.id, "C1", "power", circuit=True) for piece in pieces]
    return build(Parts(pieces, [], [], members, sources=frozenset(boards)))


def test_members_of_a_circuit_hang_on_its_one_board():
    assert set(ask(circuit("TD"), "impact", "TD").lost) == {"lamp", "socket"}
    assert circuit("TD").reason == [Reason.SAME_CIRCUIT] * 2
    assert circuit("TD", "TE").tail == []


def test_a_proposal_is_no_reason_to_shut_and_a_warning_of_what_may_be_lost():
    """
    S ── a ┄┄ (proposed) ┄┄ b ── T
    """
    drawing = Drawing()
    drawing.add("S > a", WATER)
    drawing.add("b > T", WATER)
    drawing.open_end("a", "SOURCE", at=9.0)
    drawing.open_end("b", "SINK", at=9.015)
    ends = tuple(joint.id for joint in drawing.joints[-2:])
    proposed = Added("a", "b", WATER, Evidence.D, Reason.PROPOSED_PORTS, directed=True)
    drawing.added = [proposed]
    parts = drawing.parts("S")

    believed, supposed = build(parts.believed()), build(parts.supposed())
    drawing.added = [proposed._replace(evidence=Evidence.B, reason=Reason.CONFIRMED, ports=ends)]
    confirmed = build(drawing.parts("S").believed())

    assert ask(believed, "impact", "S").lost == ("a",)
    assert not ask(believed, "impact", "S").certain  # two open ends lie together
    assert set(ask(supposed, "impact", "S").lost) == {"a", "b", "T"}
    assert (ask(supposed, "impact", "S").evidence, ask(supposed, "impact", "S").certain) == (
        Evidence.D,
        False,
    )
    assert set(ask(confirmed, "impact", "S").lost) == {"a", "b", "T"}
    assert ask(confirmed, "impact", "S").certain


def test_the_one_open_inlet_is_the_supply_and_of_two_nobody_knows():
    one, two = Drawing(), Drawing()
    for drawing in (one, two):
        drawing.add("street > a > T", WATER)
        drawing.open_end("street", "SINK")
    two.open_end("a", "SINK")

    sure, unsure = ask(build(one.parts()), "impact", "street"), ask(build(two.parts()), "isolation", "T")

    assert (set(sure.lost), sure.certain, sure.ending) == ({"a", "T"}, True, Ending.SOURCE)
    assert not unsure.certain
    assert {doubt.doubt for doubt in unsure.doubts} >= {Doubt.OPEN_INLET}


def test_a_check_valve_whose_direction_is_not_said_is_a_doubt():
    answer = ask(draw("S - check - T", sources="S", checks="check"), "impact", "S")

    assert {doubt.doubt for doubt in answer.doubts} == {Doubt.ONE_WAY_UNSAID}


def test_a_device_of_unknown_position_may_be_named_and_the_answer_is_not_certain():
    answer = ask(draw("S > v > T", sources="S", valves="v", unknown="v"), "isolation", "T")

    assert answer.devices == ("v",)
    assert not answer.certain
    assert [(doubt.piece, doubt.doubt) for doubt in answer.doubts] == [("v", Doubt.STATE_UNKNOWN)]


def test_a_tap_that_lost_its_port_keeps_every_answer_of_its_water_from_being_certain():
    drawing = Drawing(taps="tap lonely")
    drawing.add("S > a > tap", WATER)
    drawing.pieces["lonely"] = Piece("lonely", "IfcSanitaryTerminal")
    members = [Member(name, 1, WATER) for name in drawing.pieces]
    graph = build(drawing.parts("S")._replace(members=members))

    answer = ask(graph, "impact", "a")

    assert answer.lost == ("tap",)
    assert [(doubt.piece, doubt.doubt) for doubt in answer.doubts] == [("lonely", Doubt.LOOSE)]
    assert not answer.certain


def test_what_may_come_in_at_the_head_of_a_drain_makes_doubtful_what_it_runs_through_and_nothing_else():
    """
    ◦ ─▶ head ─▶ tee ─▶ (out)
    basin ─▶ branch ─┘
    """
    drawing = Drawing(pipes="head branch", taps="basin")
    drawing.add("head > tee > out", "DRAINAGE")
    drawing.add("basin > branch > tee", "DRAINAGE")
    drawing.open_end("head", "SINK", "DRAINAGE")
    graph = build(drawing.parts())

    branch, tee = ask(graph, "impact", "branch"), ask(graph, "impact", "tee")

    assert (branch.lost, branch.certain, branch.doubts) == (("basin",), True, ())
    assert (tee.certain, {doubt.piece for doubt in tee.doubts}) == (False, {"head"})


@pytest.mark.parametrize(("said", "through"), [("POTABLEWATER", True), ("FIREPROTECTION", False)])
def test_what_says_one_fluid_in_two_words_passes_it_on_and_to_the_fire_main_never_for_certain(said, through):
    """
    (street) ─▶ V ─▶ tee ─▶ tap           the branch of the tee says another word
                      └────▶ pipe ─▶ last
    """
    drawing = Drawing(valves="V", pipes="pipe", taps="tap last")
    drawing.pieces["tee"] = Piece("tee", "IfcPipeFitting", "JUNCTION")
    drawing.add("street > V > tee > tap", WATER)
    drawing.add("tee > pipe > last", said)
    graph = build(drawing.parts("street"))

    assert (set(ask(graph, "upstream", "last").reached) == {"pipe", "tee", "V", "street"}) is through
    assert (ask(graph, "isolation", "pipe").devices == ("V",)) is through
    assert (set(ask(graph, "impact", "V").lost) == {"tee", "tap", "pipe", "last"}) is through
    assert ask(graph, "impact", "V").certain is through


def test_a_pump_passes_its_water_on_and_not_its_electricity():
    drawing = Drawing(pumps="pump", taps="tap")
    drawing.add("street > pump", WATER)
    drawing.add("pump > tap", "POTABLEWATER")
    drawing.add("board > pump", "power")
    graph = build(drawing.parts("street board"))

    assert set(ask(graph, "upstream", "tap").reached) == {"pump", "street"}
    assert {graph.medium_of[node] for node in graph.nodes("pump")} == {WATER, "power"}


@pytest.mark.parametrize(("kind", "certain"), [("IfcUnitaryEquipment", True), ("IfcAirTerminal", False)])
def test_an_air_conditioner_on_a_wall_has_no_duct_and_a_diffuser_has(kind: str, certain: bool):
    drawing = Drawing(units="unit")
    drawing.add("unit > duct > grille", "VENTILATION")
    drawing.pieces["wall"] = Piece("wall", kind)
    members = [Member(name, 1, "VENTILATION") for name in drawing.pieces]
    graph = build(drawing.parts("unit")._replace(members=members))

    assert ask(graph, "impact", "duct").certain is certain


def test_who_loses_service_with_a_device_of_unknown_position_is_not_certain():
    """
    S ─▶ v ─▶ T        shut already, v takes nothing from anybody
    """
    answer = ask(draw("S > v > T", sources="S", valves="v", unknown="v"), "impact", "v")

    assert answer.lost == ("T",)
    assert [(doubt.piece, doubt.doubt) for doubt in answer.doubts] == [("v", Doubt.STATE_UNKNOWN)]


@pytest.mark.parametrize(("unknown", "certain"), [("u w", False), ("w", False), ("u", True), ("", True)])
def test_what_another_way_supplies_is_certain_only_while_that_way_is_known_to_be_open(unknown, certain):
    """
    S ─▶ v ─▶ u ─▶ T        with both unknown, all open or all shut change nothing for T: w shut and u open do
    └──▶ w ─────▶ ┘
    """
    graph = draw("S > v > u > T", "S > w > T", sources="S", valves="v u w", unknown=unknown)

    answer = ask(graph, "impact", "v")

    assert set(answer.lost) == set()
    assert answer.certain is certain


def test_a_driven_pump_or_valve_has_one_port_for_its_electricity_and_lacks_none():
    """
    board ─▶ B1 ─▶ pump      street ─▶ pump ─▶ valve ─▶ T
      └────▶ B2 ─▶ valve
    """
    graph = draw(
        "street > pump > valve > T",
        ("board > B1 > pump", "power"),
        ("board > B2 > valve", "power"),
        ("board > B3 > cable", "power"),
        sources="street board",
        pumps="pump",
        valves="valve",
        breakers="B1 B2 B3",
        boards="board",
    )

    answer = ask(graph, "impact", "B1")

    assert (set(answer.lost), answer.doubts, answer.certain) == ({"pump", "valve", "T"}, (), True)
