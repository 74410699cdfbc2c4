"""What darkens most when it fails alone, and where a network closes on itself."""

from __future__ import annotations

import networkx
import pytest
from hypothesis import given

from assets.networks.dominance import Dominance
from assets.networks.graph import Graph
from assets.networks.loops import loops
from assets.networks.supply import lost
from assets.networks.weaknesses import worst
from tests.assets.networks.drawing import draw
from tests.assets.networks.test_properties import EXAMPLES, networks

pytestmark = pytest.mark.once


def ranked(graph: Graph, most: int = 20) -> list[tuple[str, int]]:
    """(what fails, how many taps and lamps lose something) for each that costs one."""
    served = {
        n: 1
        for n in range(len(graph))
        if graph.piece(n).ifc_class in ("IfcSanitaryTerminal", "IfcLightFixture")
    }
    dominance = Dominance(graph)
    told = worst(dominance, graph.nodes_of, served, most)
    gone = [graph.nodes_of[thing] for thing in told.things]
    return [(graph.piece(nodes[0]).id, len(served.keys() & dominance.lost_with(nodes))) for nodes in gone]


def test_what_costs_most_comes_first_and_of_what_costs_the_same_what_comes_first_on_the_way():
    """
    street ─▶ V0 ─▶ tee ─▶ V1 ─▶ A, B
                     └───▶ V2 ─▶ C
    """
    graph = draw(
        "street > V0 > tee > V1 > A",
        "V1 > B",
        "tee > V2 > C",
        sources="street",
        valves="V0 V1 V2",
        taps="A B C",
    )

    assert ranked(graph) == [("street", 3), ("V0", 3), ("tee", 3), ("V1", 2), ("V2", 1)]
    assert ranked(graph, most=2) == [("street", 3), ("V0", 3)]


def test_what_is_fed_two_ways_hangs_on_neither():
    """
    street ─▶ V0 ─▶ P1 ─▶ A
               └──▶ P2 ─▶ A
    """
    graph = draw(
        "street > V0 > P1 > A", "V0 > P2 > A", sources="street", valves="V0", pumps="P1 P2", taps="A"
    )

    assert ranked(graph) == [("street", 1), ("V0", 1)]


def test_two_pumps_on_one_board_stop_together_though_neither_alone_costs_anything():
    """
    main ─▶ B ┄▶ P1, P2          street ─▶ P1 ─▶ A
                                  └──────▶ P2 ─▶ A
    """
    graph = draw(
        ("main > B", "power"), "B ? P1", "B ? P2", "street > P1 > A", "street > P2 > A",
        sources="main street", boards="main B", pumps="P1 P2", taps="A",
    )  # fmt: skip

    assert ranked(graph) == [("street", 1), ("main", 1), ("B", 1)]


def test_what_is_left_for_want_of_time_is_said(monkeypatch):
    monkeypatch.setattr("assets.networks.weaknesses.MOST_TRIED", 1)
    graph = draw(
        ("main > B", "power"), "B ? P1", "street > P1 > A",
        sources="main street", boards="main B", pumps="P1", taps="A",
    )  # fmt: skip

    told = worst(Dominance(graph), graph.nodes_of, {graph.nodes("A")[0]: 1}, 20)

    assert (told.tried_all, len(told.things)) == (False, 2)  # the street is looked up


@EXAMPLES
@given(networks(most=25, signs="=>"))
def test_what_falls_with_a_thing_is_what_walking_finds(graph: Graph):
    dominance = Dominance(graph)

    for node in range(len(graph)):
        assert dominance.lost_with([node]) == lost(graph, {node}, graph.shut).all_nodes
        assert dominance.totals(dict.fromkeys(range(len(graph)), 1))[node] == (
            len(dominance.lost_with([node])) + 1 if node in dominance.place else 0
        )


@EXAMPLES
@given(networks(most=25, signs="=>"))
def test_what_falls_with_several_things_at_once_is_what_walking_finds(graph: Graph):
    dominance = Dominance(graph)

    for node in range(len(graph) - 2):
        gone = [node, node + 1, node + 2]
        assert dominance.lost_with(gone) == lost(graph, gone, graph.shut).all_nodes


@EXAMPLES
@given(networks(most=20, signs="=>", driven=True))
def test_what_falls_with_what_drives_machines_is_what_walking_finds(graph: Graph):
    dominance = Dominance(graph)

    for node in range(len(graph) - 1):
        for gone in ({node}, {node, node + 1}):
            assert dominance.lost_with(gone) == lost(graph, gone, graph.shut, acting=True).all_nodes


@EXAMPLES
@given(networks(most=25))
def test_loops_are_the_blocks_of_networkx(graph: Graph):
    theirs = networkx.MultiGraph()
    theirs.add_edges_from(zip(graph.tail, graph.head, strict=True))
    simple = networkx.Graph(theirs)
    expected = {frozenset(block) for block in networkx.biconnected_components(simple) if len(block) > 2}
    doubled = {frozenset(pair) for pair in simple.edges if theirs.number_of_edges(*pair) > 1}

    found = {loop.nodes for loop in loops(graph)}

    assert {block for block in found if len(block) > 2} == expected
    assert {block for block in found if len(block) == 2} == {
        pair for pair in doubled if not any(pair <= block for block in expected)
    }


def test_a_ring_is_fed_two_ways_and_a_circuit_comes_back_to_where_it_began():
    """
    street ─▶ r1 ══ r2 ══ r3 ══ r1        boiler ─▶ pump ─▶ heater ─▶ boiler
    """
    graph = draw(
        "street > r1 = r2 = r3 = r1", ("boiler > pump > heater > boiler", "HEATING"),
        sources="street boiler", boilers="boiler", pumps="pump",
    )  # fmt: skip

    assert [({graph.piece(n).id for n in loop.nodes}, loop.is_circuit) for loop in loops(graph)] == [
        ({"r1", "r2", "r3"}, False),
        ({"boiler", "pump", "heater"}, True),
    ]


def test_two_pumps_side_by_side_are_no_circuit():
    """
    street ─▶ P1 ─▶ tee ; street ─▶ P2 ─▶ tee
    """
    graph = draw("street > P1 > tee > A", "street > P2 > tee", sources="street", pumps="P1 P2")

    [loop] = loops(graph)

    assert ({graph.piece(n).id for n in loop.nodes}, loop.is_circuit) == (
        {"street", "P1", "P2", "tee"},
        False,
    )
