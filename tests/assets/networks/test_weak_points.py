"""Weak points of the sample station, by command and as the traces tell them; refusals in one sentence."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from assets import station_graph, tracing, weak_points
from assets.ifc import families
from assets.models import Station, System
from assets.network_names import names_of
from assets.networks import devices
from assets.networks.answers import Trace

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(station: Station, capsys):
    def asked(*more: str) -> dict[str, Any]:
        call_command("weak_points", "--station", station.code, "--json", *more)
        return json.loads(capsys.readouterr().out)

    return asked


def system(station: Station, name: str) -> System:
    return System.objects.in_use().get(station=station, name__startswith=name)


def in_use(station: Station, code: str) -> set[str]:
    """The codes of things that people use and that the trace says to lose supply with `code`."""
    answered = tracing.ask(station, tracing.Asked(code, Trace.IMPACT))
    names, graph = names_of(station, answered.revision_set), answered.graph
    lost = (*answered.answer.lost, *answered.answer.dependents)
    return {names.codes[p] for p in lost if graph.pieces[graph.number[p]].ifc_class in devices.TERMINALS}


def test_each_weak_point_takes_what_the_trace_of_its_failure_says(told, station):
    points = told()["weak_points"]

    for point in points:
        for asset in point["assets"]:
            assert len(in_use(station, asset["asset"])) == point["lost"]["served"], asset
    assert [point["lost"]["served"] for point in points] == sorted(
        (point["lost"]["served"] for point in points), reverse=True
    )


def test_no_other_equipment_of_a_network_takes_more_than_the_weak_points_that_are_told(told, station):
    """By brute force over all that is registered of the cold water."""
    water = system(station, "Eau froide")
    answer = told("--system", str(water.pk))
    listed = {asset["asset"] for point in answer["weak_points"] for asset in point["assets"]}
    least = min(point["lost"]["served"] for point in answer["weak_points"])
    graph = station_graph.of(station).proven
    members = water.members.filter(element__match__isnull=False, element__match__asset__removed_at=None)

    for member in members:
        piece = graph.pieces[graph.number[member.element_id]]
        code = member.element.match.asset.code
        if code not in listed and piece.ifc_class not in devices.TERMINALS:
            assert len(in_use(station, code)) <= (least if answer["left_out"] else 0), code


def test_the_breaker_of_both_pressure_pumps_is_a_weak_point_of_the_water_though_neither_pump_is(told):
    everywhere = {
        asset["asset"]: point["lost"] for point in told()["weak_points"] for asset in point["assets"]
    }
    of_board = {each["family"]: each["served"] for each in everywhere["CFO-TGBT-01-D06"]["services"]}

    assert of_board["water"] == 22
    assert {"EFS-P-01", "EFS-P-02"}.isdisjoint(everywhere)


def test_rooms_are_told_and_so_is_where_the_valve_stands(told, station):
    first, second, *_ = told("--system", str(system(station, "Eau froide").pk))["weak_points"]

    assert [asset["asset"] for asset in first["assets"]] == [
        "EFS-V-001", "EFS-V-002", "EFS-FIL-01", "EFS-CPT-01", "EFS-CL-01",
    ]  # fmt: skip
    assert first["assets"][0]["location"]
    assert first["certain"] is True
    assert (second["lost"]["served"], len(second["lost"]["locations"])) == (
        19,
        6,
    )  # storeys where no room is known


def test_rings_are_told_from_circuits_of_flow_and_return(told):
    kinds = {asset["asset"]: each["kind"] for each in told()["loops"] for asset in each["assets"]}

    assert [kinds[code] for code in ("EFS-V-010", "EFS-P-01", "CFO-OND-01", "CVC-P-01", "CVC-ECH-01")] == [
        "ring", "ring", "ring", "circuit", "circuit",
    ]  # fmt: skip


def test_a_restricted_family_is_neither_listed_nor_told_as_lost(station):
    whole = weak_points.find(station)
    less = weak_points.find(station, to_firm=True)

    assert "fire" in {each.family for point in whole.points for each in point.services}
    assert "fire" not in {each.family for point in less.points for each in point.services}
    assert not any(code.startswith("INC-") for point in less.points for code in point.codes)
    assert not any("fire" in each.families for each in less.loops)


def test_a_person_reads_a_few_lines(station, capsys):
    call_command("weak_points", "--station", station.code, "--system", str(system(station, "Eau froide").pk))

    lines = capsys.readouterr().out.splitlines()

    assert lines[0].startswith("1. EFS-V-001, EFS-V-002, ")
    assert lines[1] == "   Eau froide sanitaire: 22 in 8 places"
    assert (
        lines[-1]
        == "fed two ways (water): EFS-V-003, EFS-P-01, EFS-V-004, EFS-V-006, EFS-P-02, EFS-V-005 and 10 lengths"
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--station", "NOPE"], "There is no station NOPE."),
        (["--station", "NET", "--system", "x"], "There is no system x in NET."),
        (["--station", "NET", "--system", "999999999"], "There is no system 999999999 in NET."),
    ],
)
def test_a_refusal_is_one_sentence_and_one_object(arguments, sentence, station, capsys):
    with pytest.raises(CommandError) as refused:
        call_command("weak_points", *arguments, "--json")

    assert str(refused.value) == sentence
    assert json.loads(capsys.readouterr().out)["reason"] == sentence


def test_a_network_that_no_model_joins_is_refused_in_one_sentence(station):
    fire_alarm = System.objects.in_use().get(station=station, family=families.family_of("SIGNAL").key)

    with pytest.raises(weak_points.NotTraceable, match="The published models join nothing in"):
        weak_points.find(station, fire_alarm)
