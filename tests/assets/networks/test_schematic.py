"""What of a network is a symbol and what a line when it is drawn flat."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from assets import station_graph
from assets.models import Element, System
from assets.networks import media
from assets.networks.evidence import Evidence
from assets.networks.flat import Schematic
from assets.networks.graph import Graph
from assets.networks.schematic import schematic
from tests.assets.networks.drawing import draw


def drawn(graph: Graph, *left_out: str, medium: str = "?", **rooms: str) -> Schematic:
    """`rooms` are rooms with what stands in each; what is left out is of another system."""
    room_of = {name: room for room, names in rooms.items() for name in names.split()}
    members = [piece.id for piece in graph.pieces if piece.id not in left_out]
    return schematic(graph, members, medium=medium, place=room_of.get)


def lines(of: Schematic) -> set[str]:
    """ "valve V ─> run p2,p3" for each, a plain line where nobody knows the direction, and what it runs through."""
    names = [f"{each.shape} {','.join(map(str, each.pieces))}" for each in of.symbols]
    return {
        f"{names[line.tail]} {'─>' if line.directed else '──'} {names[line.head]}"
        + (f" by {','.join(map(str, line.pieces))}" if line.pieces else "")
        for line in of.lines
    }


def test_pipes_in_a_row_are_one_line_that_keeps_their_codes():
    """
    tank ─▶ p1 ─▶ p2 ─▶ V ─▶ p3 ─▶ basin
    """
    graph = draw("T > p1 > p2 > V > p3 > B", pipes="p1 p2 p3", valves="V", taps="B")

    assert lines(drawn(graph)) == {"other T ─> valve V by p1,p2", "valve V ─> basin B by p3"}


def test_pipes_that_branch_are_one_node_for_nothing_can_be_closed_within_them():
    """
    T ─▶ p1 ─▶ p2 ─▶ V1
          └──▶ p3 ─▶ V2
               └───▶ B
    """
    graph = draw("T > p1 > p2 > V1", "p1 > p3 > V2", "p3 > B", pipes="p1 p2 p3", valves="V1 V2", taps="B")

    assert lines(drawn(graph)) == {
        "other T ─> run p1,p2,p3",
        "run p1,p2,p3 ─> valve V1",
        "run p1,p2,p3 ─> valve V2",
        "run p1,p2,p3 ─> basin B",
    }


def test_a_pipe_that_ends_nowhere_and_one_where_supply_comes_in_are_drawn_as_such():
    """
    (street) p1 ─▶ V ─▶ p2
    """
    graph = draw("p1 > V > p2", pipes="p1 p2", valves="V", sources="p1")

    assert lines(drawn(graph)) == {"source p1 ─> valve V by p1", "valve V ─> end p2 by p2"}


def test_many_of_a_kind_in_one_room_are_one_symbol_and_few_are_not():
    """
    T ─▶ p ─▶ B1 … B5 (room A: four, room B: one), W1 W2 (room A)
    """
    graph = draw("T > p", *(f"p > B{n}" for n in range(1, 6)), pipes="p", taps="B1 B2 B3 B4 B5")

    assert lines(drawn(graph, a="B1 B2 B3 B4", b="B5")) == {
        "other T ─> run p",
        "run p ─> basin B1,B2,B3,B4",
        "run p ─> basin B5",
    }
    assert Counter(each.shape for each in drawn(graph, a="B1 B2 B3", b="B4 B5").symbols)["basin"] == 5


def test_lamps_that_hang_on_one_another_are_one_symbol_with_the_cables_between_them():
    """
    board ─▶ c1 ─▶ L1 ─▶ c2 ─▶ L2 ─▶ L3 ─▶ L4 (hall) ─▶ L5 (stairs)
    """
    graph = draw(
        ("board > c1 > L1 > c2 > L2 > L3 > L4 > L5", "power"),
        pipes="c1 c2", lamps="L1 L2 L3 L4 L5", boards="board",
    )  # fmt: skip
    flat = drawn(graph, hall="L1 L2 L3 L4", stairs="L5")

    assert lines(flat) == {"board board ─> lamp L1,L2,L3,L4 by c1", "lamp L1,L2,L3,L4 ─> lamp L5"}
    assert [each.within for each in flat.symbols if len(each.pieces) == 4] == [("c2",)]


def test_what_is_only_said_by_name_is_told_from_what_ports_prove():
    """
    transformer ─▶ board ╌▶ pump
    """
    graph = draw(("transformer > board", "power"), ("board ? pump", "power"), boards="board", pumps="pump")

    flat = drawn(graph)

    assert {flat.symbols[line.head].pieces[0]: line.evidence for line in flat.lines} == {
        "board": Evidence.A,
        "pump": Evidence.C,
    }


def test_what_is_only_supposed_between_two_cables_is_a_line_of_its_own_and_the_weakest_of_a_line_is_told():
    """
    board ╌▶ c1 ╌▶ c2 ─▶ lamp A    (two cables that are joined by name alone)
    board ╌▶ c3 ─▶ lamp B
    """
    graph = draw(
        ("board ? c1 ? c2 > A", "power"), ("board ? c3 > B", "power"),
        boards="board", pipes="c1 c2 c3", lamps="A B",
    )  # fmt: skip
    flat = drawn(graph)
    supposed = replace(flat, lines=[line for line in flat.lines if not line.evidence.is_proven])

    assert lines(flat) - lines(supposed) == {"run c2 ─> lamp A"}
    assert lines(supposed) == {
        "board board ─> run c1",
        "run c1 ─> run c2",
        "board board ─> lamp B by c3",
    }


def test_a_ring_whose_direction_nobody_knows_leads_away_from_the_source():
    """
    S ══ V1 ══ X ══ V2 ══ S
    """
    graph = draw("V1 = S", "X = V1", "V2 = X", "S = V2", sources="S", valves="V1 V2")

    assert lines(drawn(graph)) == {
        "other S ── valve V1",
        "other S ── valve V2",
        "valve V1 ── other X",
        "valve V2 ── other X",
    }


def test_a_symbol_comes_after_all_that_leads_to_it_but_for_what_leads_back():
    """
    p0 ─▶ V1 ─▶ P ─▶ V2 ─▶ X ─▶ (back to V1)
           └───────▶ V2
    """
    graph = draw("p0 > V1 > P > V2 > X > V1", "V1 > V2", pipes="p0", valves="V1 V2", sources="p0", pumps="P")

    flat = drawn(graph)

    assert [each.pieces[0] for each in flat.symbols] == ["p0", "V1", "P", "V2", "X"]
    assert "other X ─> valve V1" in lines(flat)


def test_other_systems_are_drawn_as_far_as_this_one_touches_them():
    """
    main board ─▶ [breaker ─▶ lamp] ; main board ─▶ elsewhere
    """
    graph = draw(
        ("main > breaker > lamp", "power"), ("main > elsewhere", "power"),
        boards="main elsewhere", breakers="breaker", lamps="lamp",
    )  # fmt: skip
    flat = drawn(graph, "main", "elsewhere")

    assert lines(flat) == {"board main ─> breaker breaker", "breaker breaker ─> lamp lamp"}
    assert [each.pieces for each in flat.symbols if each.outside] == [("main",)]


def test_a_thing_in_two_media_is_drawn_in_the_one_of_the_system():
    """
    tank ─▶ basin (water) ; basin ─▶ sewer (drain)
    """
    graph = draw("T > B", ("B > sewer", "DRAINAGE"), taps="B")

    assert lines(drawn(graph, medium="DOMESTICCOLDWATER")) == {"other T ─> basin B"}


def test_what_nothing_joins_is_listed_and_not_drawn():
    """
    T ─▶ B    V
    """
    graph = draw("T > B", "V", taps="B", valves="V")

    assert drawn(graph).loose == ("V",)


@pytest.mark.django_db
def test_every_member_of_every_network_of_the_sample_station_is_drawn_once_or_listed(station):
    found = station_graph.of(station)
    codes = dict(Element.objects.filter(revision__station=station).values_list("pk", "code"))
    rooms = dict(Element.objects.filter(revision__station=station).values_list("pk", "location"))
    systems = list(System.objects.in_use().filter(station=station))

    for system in systems:
        members = list(system.members.values_list("element", flat=True))
        medium = media.of_system(system.predefined_type, system.family)
        flat = schematic(found.proven, members, medium=medium, place=rooms.get)
        ends = {"source", "outlet", "end"}  # these name a pipe that is drawn as a line or a node too
        shown = Counter(piece for each in flat.symbols if each.shape not in ends for piece in each.pieces)
        shown.update(piece for each in flat.symbols for piece in each.within)
        shown.update(piece for line in flat.lines for piece in line.pieces)
        shown.update(flat.loose)

        assert [codes[piece] for piece in members if shown[piece] != 1] == [], system.name
    assert len(systems) > 20
