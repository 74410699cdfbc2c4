"""Where supply begins: at what makes something, at the one open inlet, and where nobody knows better."""

from __future__ import annotations

import pytest

from assets.networks.answers import Ending
from assets.networks.building import build
from assets.networks.evidence import Doubt
from assets.networks.parts import Piece
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
