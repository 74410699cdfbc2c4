"""What of a network is drawn for an answer, and how much of it at most."""

from __future__ import annotations

import pytest
from hypothesis import given

from assets.networks.flat import MORE, Schematic
from assets.networks.graph import Graph
from assets.networks.schematic import Drawn, of_answer
from tests.assets.networks.drawing import draw
from tests.assets.networks.test_properties import EXAMPLES, networks
from tests.assets.networks.test_schematic import lines

pytestmark = pytest.mark.once


def of(graph: Graph, names: str, *alone: str, seen_past: str = "", most: int = 50, **rooms: str) -> Schematic:
    """`alone`: things that are symbols by themselves, the pieces of each by spaces."""
    room_of = {name: room for room, names in rooms.items() for name in names.split()}
    answer = Drawn(names.split(), [tuple(thing.split()) for thing in alone], seen_past.split())
    return of_answer(graph, answer, place=room_of.get, most=most)


def test_only_what_the_answer_is_about_is_drawn_and_no_branch_that_leads_elsewhere():
    """
    T ─▶ p1 ─▶ V1 ─▶ B1
          └──▶ V2 ─▶ B2
    """
    graph = draw("T > p1 > V1 > B1", "p1 > V2 > B2", pipes="p1", valves="V1 V2", taps="B1 B2")

    assert lines(of(graph, "T p1 V1 B1", "B1")) == {"other T ─> valve V1 by p1", "valve V1 ─> basin B1"}


def test_a_pipe_that_is_asked_about_is_a_symbol_however_many_pieces_it_is_drawn_in():
    """
    T ─▶ V ─▶ p1 ─▶ p2 ─▶ p3 ─▶ B    (p2 and p3 are one length)
    """
    graph = draw("T > V > p1 > p2 > p3 > B", pipes="p1 p2 p3", valves="V", taps="B")

    drawn = of(graph, "V p1 p2 p3 B", "p2 p3")

    assert lines(drawn) == {"valve V ─> length p2,p3 by p1", "length p2,p3 ─> basin B"}


def test_past_a_device_to_close_it_is_shown_that_the_network_goes_on():
    """
    s1 ─▶ p1 ─▶ V1 ─▶ X ◀─ V2 ◀─ p2 ◀─ s2    (the way to X is drawn from s1 alone)
    """
    graph = draw("s1 > p1 > V1 > X", "s2 > p2 > V2 > X", pipes="p1 p2", valves="V1 V2", sources="s1 s2")

    drawn = of(graph, "s1 p1 V1 X V2", "X", "V1", "V2", seen_past="V1 V2")

    assert lines(drawn) == {
        "other s1 ─> valve V1 by p1", "valve V1 ─> other X", "end p2 ─> valve V2", "valve V2 ─> other X",
    }  # fmt: skip
    assert [each.pieces for each in drawn.symbols if each.outside] == [("p2",)]


def test_a_pipe_beyond_which_nothing_is_drawn_goes_on_and_one_that_ends_is_open():
    """
    V1 ─▶ p1 ─▶ V2 ─▶ B        V3 ─▶ p2
    """
    graph = draw("V1 > p1 > V2 > B", "V3 > p2", pipes="p1 p2", valves="V1 V2 V3", taps="B")

    drawn = of(graph, "V1 p1 V3 p2")

    assert lines(drawn) == {"valve V1 ─> end p1 by p1", "valve V3 ─> end p2 by p2"}
    assert [each.pieces for each in drawn.symbols if each.outside] == [("p1",)]


def test_a_pump_stands_once_between_its_power_and_its_water():
    """
    board ╌▶ pump (power) ; T ─▶ pump ─▶ B (water)
    """
    graph = draw(("board ? pump", "power"), "T > pump > B", boards="board", pumps="pump", taps="B")

    drawn = of(graph, "board pump B", "board")

    assert lines(drawn) == {"board board ─> pump pump", "pump pump ─> basin B"}
    assert [(line.medium, line.evidence.is_proven) for line in drawn.lines] == [
        ("power", False),
        ("DOMESTICCOLDWATER", True),
    ]


def test_of_many_alike_in_a_room_the_one_asked_about_stays_alone():
    graph = draw("T > p", *(f"p > B{n}" for n in range(1, 7)), pipes="p", taps="B1 B2 B3 B4 B5 B6")

    drawn = of(graph, "T p B1 B2 B3 B4 B5 B6", "B3", a="B1 B2 B3 B4 B5 B6")

    assert lines(drawn) == {"other T ─> run p", "run p ─> basin B3", "run p ─> basin B1,B2,B4,B5,B6"}


def test_what_is_too_much_is_told_as_more_behind_what_it_hangs_on_the_nearest_being_drawn():
    """
    T ─▶ V1 ─▶ W1 ─▶ X1 ─▶ B1 ; T ─▶ V2 ─▶ W2 ─▶ X2 ─▶ B2
    """
    chains = [f"T > V{n} > W{n} > X{n} > B{n}" for n in (1, 2)]
    graph = draw(*chains, valves="V1 W1 X1 V2 W2 X2", taps="B1 B2")
    names = "T V1 W1 X1 B1 V2 W2 X2 B2"

    drawn = of(graph, names, "T", most=8)

    assert lines(drawn) == {
        "other T ─> valve V1", "valve V1 ─> more W1,X1,B1",
        "other T ─> valve V2", "valve V2 ─> more W2,X2,B2",
    }  # fmt: skip
    assert of(graph, names, "T", most=9) == of(graph, names, "T", most=100)
    assert MORE not in {each.shape for each in of(graph, names, "T", most=9).symbols}


def test_of_very_many_beside_each_other_some_are_drawn_all_the_same():
    graph = draw(*(f"T > V{n} > B{n}" for n in range(20)), valves=" ".join(f"V{n}" for n in range(20)))

    drawn = of(graph, " ".join(map(str, graph.number)), "T", most=12)

    assert [each.shape for each in drawn.symbols].count("valve") == 5
    assert len(drawn.symbols) == 12


@EXAMPLES
@given(networks(most=25, signs="=>"))
def test_however_large_no_more_symbols_are_drawn_than_are_asked_for_and_nothing_is_lost(graph: Graph):
    names = [piece.id for piece in graph.pieces]
    answer = Drawn(names, [("n0",)])

    drawn = of_answer(graph, answer, place=str, most=10)

    shown = [p for each in drawn.symbols if each.shape != "end" for p in (*each.pieces, *each.within)]
    shown += [piece for line in drawn.lines for piece in line.pieces]
    assert len(drawn.symbols) <= 10
    assert sorted(set(shown)) == sorted(names)
    assert ("n0",) in [each.pieces for each in drawn.symbols]
