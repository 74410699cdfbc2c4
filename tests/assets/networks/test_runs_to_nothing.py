"""Runs of pipe or cable that lead to nothing: what they served was perhaps not exported."""

from __future__ import annotations

import pytest

from assets.networks.building import build
from assets.networks.evidence import Doubt
from assets.networks.graph import Graph
from assets.networks.parts import Piece
from tests.assets.networks.drawing import WATER, Drawing, ask, draw

pytestmark = pytest.mark.once


def ending(piece: Piece, *, medium: str = WATER, flow: str = "SOURCE") -> Graph:
    """street ─▶ V ─▶ tee ─▶ end ◦ and tee ─▶ tap"""
    drawing = Drawing(valves="V", taps="tap")
    drawing.pieces["end"] = piece._replace(id="end")
    drawing.add("street > V > tee > end", medium)
    drawing.add("tee > tap", medium)
    drawing.open_end("end", flow, medium)
    return build(drawing.parts("street"))


@pytest.mark.parametrize(
    "piece",
    [
        Piece("", "IfcPipeSegment", "RIGIDSEGMENT"),
        Piece("", "IfcPipeFitting", "BEND"),
        Piece("", "IfcDuctSegment"),
        Piece("", "IfcCableSegment"),
    ],
    ids=lambda piece: piece.ifc_class,
)
@pytest.mark.parametrize("kind", ["downstream", "impact", "isolation", "connected", "subnetwork"])
def test_who_is_served_by_what_leads_to_nothing_is_not_certain(piece: Piece, kind: str):
    answer = ask(ending(piece), kind, "tee")

    assert (answer.certain, answer.ending) == (False, "open-end")
    assert {("end", Doubt.OPEN_END)} == {(each.piece, each.doubt) for each in answer.doubts}


def test_what_feeds_it_and_what_hangs_on_another_branch_stay_certain():
    graph = ending(Piece("", "IfcPipeSegment"))

    assert ask(graph, "upstream", "end").certain
    assert ask(graph, "impact", "tap").certain
    assert ask(graph, "isolation", "tap").certain is False  # the whole of the tee goes dry with it


@pytest.mark.parametrize("piece", [Piece("", "IfcPipeFitting", "JUNCTION"), Piece("", "IfcSanitaryTerminal")])
def test_the_closed_branch_of_a_tee_and_the_mouth_of_a_thing_are_ends(piece: Piece):
    drawing = Drawing()
    drawing.pieces["end"] = piece._replace(id="end")
    drawing.add("street > a > end > T", WATER)
    drawing.open_end("end", "SOURCE")

    assert ask(build(drawing.parts("street")), "impact", "a").certain


@pytest.mark.parametrize("kind", ["DRAWOFFCOCK", "FAUCET", "PRESSURERELIEF"])
def test_water_comes_out_of_the_pipe_behind_a_tap(kind: str):
    """
    street ─▶ a ─▶ (tap) ─▶ spout ◦
    """
    drawing = Drawing(pipes="a spout")
    drawing.pieces["cock"] = Piece("cock", "IfcValve", kind, True)
    drawing.add("street > a > cock > spout", WATER)
    drawing.open_end("spout", "SOURCE")

    assert ask(build(drawing.parts("street")), "impact", "a").certain


def test_the_return_of_a_circuit_that_comes_in_from_outside_leaves_again():
    """
    ◦ ─▶ flow ─▶ exchanger ─▶ back ─▶ ◦
    """
    drawing = Drawing(pipes="flow back", exchangers="exchanger")
    drawing.add("flow > exchanger > back", "HEATING")
    drawing.open_end("flow", "SINK", "HEATING")
    drawing.open_end("back", "SOURCE", "HEATING")

    assert ask(build(drawing.parts()), "downstream", "flow").certain


def test_the_return_of_a_circuit_that_begins_inside_has_lost_its_way_back():
    """
    boiler ─▶ flow ─▶ radiator ─▶ back ─▶ ◦
    """
    drawing = Drawing(pipes="flow back", boilers="boiler")
    drawing.add("boiler > flow > radiator > back", "HEATING")
    drawing.open_end("back", "SOURCE", "HEATING")

    answer = ask(build(drawing.parts()), "downstream", "flow")

    assert {(each.piece, each.doubt) for each in answer.doubts} == {("back", Doubt.OPEN_END)}


def test_a_cable_of_a_meshed_network_that_leads_to_nothing_may_have_lost_what_hangs_there():
    drawing = Drawing()
    drawing.pieces["cable"] = Piece("cable", "IfcCableSegment")
    drawing.add("switch - cable", "DATA")
    drawing.open_end("cable", "NOTDEFINED", "DATA")

    assert not ask(build(drawing.parts()), "connected", "switch").certain
    assert ask(draw(("switch - phone", "DATA")), "connected", "switch").doubts == ()
