"""What two failures may have in common."""

from __future__ import annotations

import pytest
from hypothesis import given

from assets.networks import causes
from assets.networks.causes import Causes, Shared, common_causes, shared_causes
from assets.networks.dominance import Dominance
from assets.networks.graph import Graph
from assets.networks.parts import Needs
from assets.networks.supply import lost
from tests.assets.networks.drawing import draw
from tests.assets.networks.test_properties import EXAMPLES, networks

pytestmark = pytest.mark.once


def of(graph: Graph, one: str, other: str, **more: int) -> Causes:
    return common_causes(Dominance(graph), [one], [other], **more)


def pieces(told: Causes) -> list:
    return [cause.piece for cause in told.found]


def test_two_alarms_have_the_board_in_common_that_feeds_both():
    """
    main ── dA ── A ┄ pump ── basin
         └── dB ── B ── lamp
    """
    graph = draw(
        ("main > dA > A", "power"), ("main > dB > B > lamp", "power"), "A ? pump", "street > pump > basin",
        sources="main street", breakers="dA dB", pumps="pump",
    )  # fmt: skip
    told = of(graph, "basin", "lamp")
    [cause] = told.found

    assert (cause.piece, cause.steps, told.tried_all) == ("main", 8, True)
    assert cause.ways == (("main", "dA", "A", "pump", "basin"), ("main", "dB", "B", "lamp"))
    assert [{graph.piece(graph.tail[e]).id, graph.piece(graph.head[e]).id} for e in cause.weak] == [
        {"A", "pump"}
    ]


def test_the_nearest_comes_first_and_no_more_than_are_asked_for_are_looked_for():
    """
    street ─▶ V0 ─▶ V1 ─▶ tee ─▶ A ; tee ─▶ B
    """
    graph = draw("street > V0 > V1 > tee > A", "tee > B", sources="street", valves="V0 V1", taps="A B")

    assert pieces(of(graph, "A", "B")) == ["tee", "V1", "V0", "street"]
    assert pieces(of(graph, "A", "B", most=1)) == ["tee"]


def test_one_of_the_two_may_itself_explain_the_other():
    """
    street ─▶ V ─▶ A
    """
    graph = draw("street > V > A", sources="street", valves="V", taps="A")

    told = of(graph, "V", "A")

    assert pieces(told) == ["V", "street"]
    assert told.found[0].ways == (("V",), ("V", "A"))


def test_what_both_hang_on_explains_nothing_where_one_of_them_is_fed_another_way_too():
    """
    s1 ─▶ V ─▶ A ◀─ s2 ; V ─▶ B
    """
    graph = draw("s1 > V > A", "s2 > A", "V > B", sources="s1 s2", valves="V", taps="A B")

    assert pieces(of(graph, "A", "B")) == []


def test_a_controller_that_acts_on_two_pumps_may_explain_both_and_it_is_said_that_they_may_stay_as_they_are():
    """
    C ┄▶ P1, P2 (acts on) ; s1 ─▶ P1 ─▶ A ; s2 ─▶ P2 ─▶ B
    """
    acts = tuple(Needs("C", None, pump, acts=True) for pump in ("P1", "P2"))
    graph = draw("s1 > P1 > A", "s2 > P2 > B", "s3 > C", sources="s1 s2 s3", pumps="P1 P2", needs=acts)

    told = of(graph, "A", "B")

    assert [(cause.piece, cause.by_control) for cause in told.found] == [("C", True), ("s3", True)]
    assert told.found[0].ways == (("C", "P1", "A"), ("C", "P2", "B"))


def test_of_what_drains_away_the_cause_lies_further_down():
    """
    A ─▶ ┐
    B ─▶ pit ─▶ sewer
    """
    graph = draw("A > pit > sewer", "B > pit", medium="DRAINAGE", taps="A B")

    assert pieces(of(graph, "A", "B")) == ["pit", "sewer"]


def test_two_things_of_two_networks_have_nothing_in_common():
    graph = draw("s1 > A", "s2 > B", sources="s1 s2", taps="A B")

    assert of(graph, "A", "B") == Causes((), True)


def test_what_is_in_no_network_has_nothing_in_common_with_anything():
    graph = draw("s1 > A", sources="s1", taps="A")

    assert of(graph, "A", "nowhere") == Causes((), True)


def test_more_than_are_tried_is_said(monkeypatch):
    monkeypatch.setattr(causes, "MOST_TRIED", 2)
    graph = draw("street > V0 > V1 > tee > A", "tee > B", sources="street", valves="V0 V1", taps="A B")

    assert (pieces(of(graph, "A", "B")), of(graph, "A", "B").tried_all) == (["tee", "V1"], False)


def test_of_many_faults_those_with_one_cause_are_found_each_set_with_its_nearest():
    """
    main ─▶ B1 ─▶ lamp1, lamp2      street ─▶ V ─▶ tap
       └──▶ B2 ─▶ lamp3
    """
    graph = draw(
        ("main > B1 > lamp1", "power"), ("B1 > lamp2", "power"), ("main > B2 > lamp3", "power"), "street > V > tap",
        sources="main street", lamps="lamp1 lamp2 lamp3", boards="main B1 B2", valves="V", taps="tap",
    )  # fmt: skip
    faults = [["lamp1"], ["tap"], ["lamp3"], ["lamp2"]]
    boards = {"main", "B1", "B2"}

    found = shared_causes(Dominance(graph), faults, boards, most=5)

    assert found == [Shared("B1", (0, 3)), Shared("main", (0, 2, 3))]
    assert shared_causes(Dominance(graph), faults, boards, most=1) == found[:1]
    assert shared_causes(Dominance(graph), faults, {"V", "B2"}, most=5) == []


@EXAMPLES
@given(networks(most=20, signs="=>"))
def test_causes_are_exactly_what_takes_supply_from_both(graph: Graph):
    """By brute force: everything whose loss alone takes both, whatever way leads there."""
    one, other = graph.piece(0), graph.piece(len(graph) - 1)
    ends = {0, len(graph) - 1}

    found = {graph.number[piece] for piece in pieces(of(graph, one.id, other.id))}

    assert found == {
        node for node in range(len(graph)) if ends <= lost(graph, {node}, graph.shut).all_nodes | {node}
    }
