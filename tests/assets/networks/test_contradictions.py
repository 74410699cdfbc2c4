"""Directions that contradict each other, or that nobody says: what rests on them is not certain, and says why."""

from __future__ import annotations

import pytest

from assets.networks.answers import Answer
from assets.networks.building import build
from assets.networks.evidence import Doubt
from assets.networks.graph import Graph
from assets.networks.parts import Joint, Link, Member, Parts, Piece
from tests.assets.networks.drawing import WATER, Drawing, ask, draw

OUT, IN, BOTH, UNSAID = "SOURCE", "SINK", "SOURCEANDSINK", "NOTDEFINED"
CLASSES = {
    "street": "IfcPipeSegment", "P": "IfcPipeSegment", "Q": "IfcPipeSegment", "R": "IfcPipeSegment",
    "tee": "IfcPipeFitting", "tap": "IfcSanitaryTerminal", "tap2": "IfcSanitaryTerminal",
    "board": "IfcElectricDistributionBoard", "L1": "IfcLightFixture", "L2": "IfcLightFixture",
    "cable": "IfcCableSegment", "switch": "IfcSwitchingDevice",
}  # fmt: skip


def joined(
    *pairs: str, medium: str = WATER, open_in: str = "street", kinds: dict[str, str] | None = None
) -> Graph:
    """Each `one OUT-IN other`; the supply comes in at an open port of `open_in`."""
    joints = [Joint("supply", open_in, IN, medium, (-1.0, 0.0, 0.0))]
    links = []
    for number, pair in enumerate(pairs):
        one, flows, other = pair.split()
        first, second = flows.split("-")
        at = (float(number), 0.0, 0.0)
        ends = [
            Joint(f"{number}a", one, first, medium, at), Joint(f"{number}b", other, second, medium, at),
        ]  # fmt: skip
        if first == IN and second == OUT:
            ends.reverse()
        joints += ends
        links.append(Link(ends[0].id, ends[1].id, {first, second} == {OUT, IN}))
    pieces = [Piece(n, CLASSES[n], (kinds or {}).get(n, "")) for n in dict.fromkeys(j.piece for j in joints)]
    return build(Parts(pieces, joints, links))


def why(answer: Answer) -> set[tuple[object, Doubt]]:
    return {(each.piece, each.doubt) for each in answer.doubts}


def test_two_ports_that_both_let_out_are_in_doubt_on_both_sides():
    """
    street ▶ P ▶◀ Q ▶ tap
    """
    graph = joined(f"street {OUT}-{IN} P", f"P {OUT}-{OUT} Q", f"Q {OUT}-{IN} tap")

    answer = ask(graph, "upstream", "tap")

    assert not answer.certain
    assert {("P", Doubt.DIRECTIONS_CLASH), ("Q", Doubt.DIRECTIONS_CLASH)} <= why(answer)


def test_a_pipe_from_which_everything_leaves_was_turned_round_and_so_may_be_what_it_seems_to_feed():
    """
    street ▶ tee ◀ P ▶ tap        the connection of tee and P was written the wrong way round
              └▶ Q ▶ tap2
    """
    graph = joined(
        f"street {OUT}-{IN} tee", f"P {OUT}-{IN} tee", f"P {OUT}-{IN} tap", f"tee {OUT}-{IN} Q", f"Q {OUT}-{IN} tap2"
    )  # fmt: skip

    assert ("P", Doubt.DIRECTIONS_CLASH) in why(ask(graph, "downstream", "tee")) | why(
        ask(graph, "upstream", "tap")
    )
    assert not ask(graph, "downstream", "street").certain
    assert ("Q", Doubt.DIRECTION_UNSAID) in why(ask(graph, "downstream", "Q"))


def test_a_lamp_that_feeds_is_in_doubt_and_so_is_one_with_two_inlets():
    """
    board ▶ cable ▶ L1 ◀ L2
    """
    graph = joined(
        f"board {OUT}-{IN} cable",
        f"cable {OUT}-{IN} L1",
        f"L2 {OUT}-{IN} L1",
        medium="power",
        open_in="board",
    )

    answer = ask(graph, "downstream", "cable")

    assert not answer.certain
    assert {("L1", Doubt.DIRECTIONS_CLASH), ("cable", Doubt.DIRECTIONS_CLASH)} <= why(answer)


def test_a_pipe_under_pressure_is_isolated_whatever_the_directions_that_nobody_says():
    """
    street ─ V1 ─ P ─ V2 ─ tap
    """
    graph = draw("street - V1 - P - V2 - tap", valves="V1 V2", sources="street", pipes="P", taps="tap")

    isolation = ask(graph, "isolation", "P")

    assert (isolation.devices, isolation.certain) == (("V1",), True)


def test_the_direction_of_a_loop_that_nobody_says_makes_walks_uncertain_and_supply_not():
    """
    street ▶ a ─ b ─ tap
             └─ c ─┘
    """
    graph = draw("street > a - b - tap", "a - c - b", sources="street", pipes="a b c", taps="tap")

    up = ask(graph, "upstream", "tap")

    assert (up.certain, ask(graph, "impact", "c").certain) == (False, True)
    assert ("c", Doubt.DIRECTION_UNSAID) in why(up)


@pytest.mark.parametrize(("flow", "certain"), [(OUT, True), (UNSAID, False)])
def test_a_deduced_direction_is_sure_only_where_nothing_beyond_is_open(flow: str, certain: bool):
    """
    street ─ P ─ Q ◦      is another supply behind the open end? It would flow the other way round.
    """
    drawing = Drawing(pipes="P", valves="Q")
    drawing.add("street - P - Q", WATER)
    drawing.open_end("Q", flow)
    graph = build(drawing.parts("street"))

    assert ask(graph, "downstream", "street").certain is certain


def test_what_is_said_to_flow_both_ways_flows_away_from_the_only_supply():
    """
    street ═ P ═ tap
    """
    graph = draw("street = P = tap", sources="street", pipes="P", taps="tap")

    assert ask(graph, "upstream", "P").reached == ("street",)
    assert ask(graph, "upstream", "P").certain


def test_electricity_said_to_flow_both_ways_around_a_loop_is_in_doubt_and_water_is_not():
    """
    main ▶ a ═ b ▶ lamp
           └ c ┘
    """
    lines = ("main > a = b > lamp", "a = c = b")
    water = draw(*lines, sources="main", pipes="a b c", taps="lamp")
    power = draw(*lines, sources="main", medium="power", boards="main a b c", lamps="lamp")

    assert ask(water, "impact", "c").certain
    assert not ask(power, "impact", "c").certain


def test_a_pipe_half_of_which_flows_both_ways_flows_one_way_that_is_not_said():
    """
    street ▶ a ═ b ▶ tap      b lets out at one end, so nothing ever comes back at the other
             └▶ c ▶┘
    """
    graph = draw("street > a = b > tap", "a > c > b", sources="street", pipes="a b c", taps="tap")
    pipes = draw("street > a = b > d > tap", "a > c > d", sources="street", pipes="a b c d", taps="tap")

    assert ask(graph, "upstream", "c").certain  # b has three ends: it may be a manifold
    assert not ask(pipes, "upstream", "c").certain


def test_one_of_two_grilles_that_feed_may_be_drawn_the_wrong_way_round():
    """
    grille1 ▶ duct ◀ grille2      duct ▶ room
    """
    drawing = Drawing()
    drawing.kinds = dict.fromkeys(("grille1", "grille2", "room"), "grilles")
    drawing.add("grille1 > duct > room", "VENTILATION")
    drawing.add("grille2 > duct", "VENTILATION")
    parts = drawing.parts()
    pieces = [
        piece._replace(ifc_class="IfcAirTerminal") if piece.id != "duct" else piece for piece in parts.pieces
    ]
    one_only = parts._replace(
        pieces=[piece for piece in pieces if piece.id != "grille2"],
        joints=[joint for joint in parts.joints if joint.piece != "grille2"],
        links=parts.links[:2],
    )

    two = build(parts._replace(pieces=pieces))

    assert ask(two, "impact", "grille1").certain is False
    assert two.rivals == frozenset(two.nodes("grille1") + two.nodes("grille2"))
    assert build(one_only).rivals == frozenset()


def test_a_valve_whose_kind_nobody_says_may_be_the_nearest():
    """
    street ▶ V1 ▶ P ▶ ? ▶ Q ▶ tap
    """
    drawing = Drawing(valves="V1", pipes="P Q", taps="tap")
    drawing.add("street > V1 > P > unsaid > Q > tap", WATER)
    parts = drawing.parts("street")
    pieces = [
        p._replace(ifc_class="IfcValve", predefined_type="", conducts=None) if p.id == "unsaid" else p
        for p in parts.pieces
    ]

    answer = ask(build(parts._replace(pieces=pieces)), "isolation", "Q")

    assert (answer.devices, answer.certain) == (("V1",), False)
    assert {("unsaid", Doubt.KIND_UNSAID), ("unsaid", Doubt.STATE_UNKNOWN)} <= why(answer)


@pytest.mark.parametrize("word", ["MIXING", "DRAWOFFCOCK"])
def test_a_valve_that_cuts_nothing_off_is_no_doubt(word: str):
    graph = draw("street > V1 > P > tap", valves="V1", pipes="P", taps="tap", sources="street")
    assert ask(graph, "isolation", "tap").certain
    drawing = Drawing(valves="V1", pipes="P")
    drawing.add("street > V1 > P > tap", WATER)
    parts = drawing.parts("street")
    pieces = [
        p._replace(ifc_class="IfcValve", predefined_type=word) if p.id == "tap" else p for p in parts.pieces
    ]
    assert not build(parts._replace(pieces=pieces)).kindless.size


def test_an_isolator_whose_machine_no_file_names_feeds_something_unknown():
    """
    board ▶ cable ▶ switch ◦ ?
    """
    kinds = {"switch": "SWITCHDISCONNECTOR"}
    graph = joined(
        f"board {OUT}-{IN} cable", f"cable {OUT}-{IN} switch", medium="power", open_in="board", kinds=kinds
    )

    answer = ask(graph, "impact", "cable")

    assert (answer.certain, why(answer)) == (False, {("switch", Doubt.FED_UNNAMED)})
    assert ask(graph, "upstream", "cable").certain


def test_what_hangs_on_nothing_in_one_of_its_media_is_told_of_whatever_is_asked_of_it():
    """
    street ▶ P ▶ tap        tap is of the drains too, and has no port there
    """
    drawing = Drawing(pipes="P", taps="tap")
    drawing.add("street > P > tap", WATER)
    parts = drawing.parts("street")._replace(members=[Member("tap", "EU", "DRAINAGE")])

    answer = ask(build(parts), "downstream", "tap")

    assert why(answer) == {("tap", Doubt.LOOSE)}


def test_a_lamp_that_hangs_on_two_boards_is_fed_from_both_and_so_for_certain():
    """
    in ─ main ─ A ─ lamp      the same lamp takes in from B too, and passes nothing on
           └─── B ───┘
    """
    two = draw(
        "in > main > A > lamp",
        "main > B > lamp",
        medium="power",
        boards="main A B",
        lamps="lamp",
        sources="in",
    )

    answer = ask(two, "impact", "A")

    assert (answer.lost, answer.certain) == ((), True)


def test_a_lamp_that_takes_in_from_what_nothing_feeds_is_in_doubt():
    """
    in ─ main ─ L1 ◀ B      B is fed by nothing: the connection between them may be the wrong way round
    """
    turned = draw("in > main > L1", "B > L1", medium="power", boards="main B", lamps="L1", sources="in")

    assert ("L1", Doubt.DIRECTIONS_CLASH) in why(ask(turned, "upstream", "L1"))
