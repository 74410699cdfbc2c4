"""Where supply begins: at what makes something, at the one open inlet, and where nobody knows better."""

from __future__ import annotations

import pytest

from assets.networks.answers import Answer, Ending
from assets.networks.building import build
from assets.networks.evidence import Doubt
from assets.networks.parts import Id, Piece
from tests.assets.networks.drawing import WATER, Drawing, ask, draw

pytestmark = pytest.mark.once


def test_a_chiller_takes_electricity_and_is_no_source_of_it():
    """
    (mains) ─▶ board ─▶ B1 ─▶ chiller
                 └────▶ B2 ─▶ lamp
    """
    drawing = Drawing(boards="board", breakers="B1 B2", chillers="chiller", lamps="lamp")
    drawing.add("board > B1 > chiller", "power")
    drawing.add("board > B2 > lamp", "power")
    drawing.open_end("board", "SINK", "power")

    answer = ask(build(drawing.parts()), "impact", "B2")

    assert (answer.lost, answer.certain, answer.ending) == (("lamp",), True, Ending.SOURCE)


def test_the_open_inlet_of_a_tap_brings_nothing_in():
    """
    street ─▶ V1 ─▶ tap        (nothing) ─▶ other
    """
    drawing = Drawing(valves="V1", taps="tap other")
    drawing.add("street > V1 > tap", WATER)
    drawing.open_end("street", "SINK")
    drawing.pieces["other"] = Piece("other", "IfcSanitaryTerminal")
    drawing.open_end("other", "SINK")

    answer = ask(build(drawing.parts()), "impact", "V1")

    assert answer.lost == ("tap",)
    assert [(doubt.piece, doubt.doubt) for doubt in answer.doubts] == [("other", Doubt.LOOSE)]
    assert not answer.certain


@pytest.mark.parametrize(("closed", "lost"), [((), set()), (("V2",), {"tee", "tap"})])
def test_of_two_open_inlets_both_are_taken_for_supplies_and_nothing_is_certain(closed, lost):
    """
    (street) ─▶ V1 ─▶ tee ─▶ tap
    (alley)  ─▶ V2 ────┘
    """
    drawing = Drawing(valves="V1 V2", taps="tap")
    drawing.add("street > V1 > tee > tap", WATER)
    drawing.add("alley > V2 > tee", WATER)
    drawing.open_end("street", "SINK")
    drawing.open_end("alley", "SINK")

    answer = ask(build(drawing.parts()), "impact", "V1", closed=closed)

    assert set(answer.lost) == lost
    assert not answer.certain


@pytest.mark.parametrize(
    "kinds",
    [
        {"boilers": "maker", "tanks": "between"},
        {"boilers": "maker", "exchangers": "between"},
        {"exchangers": "maker", "tanks": "between"},
    ],
)
def test_what_stores_or_hands_over_heat_makes_none_beside_what_makes_it(kinds):
    """
    maker ─▶ between ─▶ radiator ─▶ maker
    """
    graph = draw(("maker > between > radiator > maker", "HEATING"), **kinds)

    answer = ask(graph, "impact", "maker")

    assert set(answer.lost) == {"between", "radiator"}
    assert answer.certain


def test_of_a_board_without_inlet_nobody_knows_whether_power_begins_there_when_it_begins_elsewhere():
    """
    (mains) ─▶ main ─▶ B1 ─▶ lamp          other ─▶ B2 ─▶ light
    """
    drawing = Drawing(boards="main other", breakers="B1 B2", lamps="lamp light")
    drawing.add("main > B1 > lamp", "power")
    drawing.add("other > B2 > light", "power")
    graph = build(drawing.parts("main"))

    may_feed_it, fed_by_it = ask(graph, "impact", "B1"), ask(graph, "upstream", "light")

    assert doubts_of(may_feed_it) == {("other", Doubt.LOOSE)}
    assert ("other", Doubt.FEED_UNDRAWN) in doubts_of(fed_by_it)
    assert (may_feed_it.certain, fed_by_it.certain) == (False, False)


def test_a_board_without_inlet_that_is_said_to_be_a_supply_is_one():
    graph = draw(
        ("main > B1 > lamp", "power"),
        ("other > B2 > light", "power"),
        boards="main other", breakers="B1 B2", lamps="lamp light", sources="main other",
    )  # fmt: skip

    assert ask(graph, "upstream", "light").certain
    assert ask(draw(("main > B1 > lamp", "power"), boards="main", lamps="lamp"), "upstream", "lamp").certain


def test_a_unit_that_only_lets_cold_out_beside_a_chiller_has_lost_where_it_comes_in():
    """
    chiller ─▶ P1      unit ─▶ P2 ─▶ chiller        what is missing leads from P1 to the unit
    """
    drawing = Drawing(chillers="chiller", units="unit", pipes="P1 P2")
    drawing.add("unit > P2 > chiller > P1", "CHILLEDWATER")

    answer = ask(build(drawing.parts()), "upstream", "P1")

    assert ("unit", Doubt.FEED_UNDRAWN) in doubts_of(answer)
    assert not answer.certain


def doubts_of(answer: Answer) -> set[tuple[Id, Doubt]]:
    return {(each.piece, each.doubt) for each in answer.doubts}
