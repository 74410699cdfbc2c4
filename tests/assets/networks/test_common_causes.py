"""What could explain that two things of the sample station fail at once, by command; refusals in one sentence."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from assets import station_graph, tracing
from assets.models import Station
from assets.networks.answers import Trace

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(station: Station, capsys):
    def asked(one: str, other: str) -> dict[str, Any]:
        call_command("common_cause", one, other, "--station", station.code, "--json")
        return json.loads(capsys.readouterr().out)

    return asked


def equipment(answer: dict[str, Any]) -> list[str]:
    return [cause["asset"] for cause in answer["causes"] if cause["followed"]]


def without_cables(codes: list[str]) -> list[str]:
    return [code for code in codes if not code.startswith("CABLE-")]


def test_a_fan_and_an_air_handler_have_their_board_in_common_with_the_way_to_each(told):
    answer = told("CVC-CTA-01", "CVC-VE-01")
    board = next(cause for cause in answer["causes"] if cause["asset"] == "CFO-TD-05")

    assert without_cables(board["to_one"]) == ["CFO-TD-05", "CFO-TD-05-D05", "CFO-IS-11", "CVC-CTA-01"]
    assert without_cables(board["to_other"]) == ["CFO-TD-05", "CFO-TD-05-D06", "CFO-IS-12", "CVC-VE-01"]
    assert (board["evidence"], board["supposed_connections"]) == ("C", 2)
    assert (answer["complete"], answer["reason"]) == (True, None)


def test_the_nearest_comes_first_and_equipment_is_not_crowded_out_by_pipes(told):
    answer = told("SF-WC-1", "SF-LAV-2")
    steps = [cause["steps"] for cause in answer["causes"]]

    assert steps == sorted(steps)
    assert equipment(answer)[:3] == ["EFS-V-101", "EU-R-01", "CFO-TD-06"]
    assert sum(not cause["followed"] for cause in answer["causes"]) == 8
    assert answer["complete"] is False


@pytest.mark.parametrize(
    ("one", "other"), [("SF-WC-1", "SF-LAV-2"), ("EFS-P-01", "CVC-VE-01"), ("CFO-EC-001", "ASC-03")]
)
def test_each_cause_takes_both_by_the_trace_of_its_failure(one, other, told, station):
    for cause in told(one, other)["causes"]:
        lost = tracing.as_json(tracing.ask(station, tracing.Asked(cause["asset"], Trace.IMPACT)))["lost"]

        assert {one, other} <= {cause["asset"], *lost["assets"], *lost["dependents"]}, cause["asset"]


def test_the_same_whichever_is_named_first(told):
    here, there = told("EFS-P-01", "CVC-VE-01"), told("CVC-VE-01", "EFS-P-01")

    assert [cause["asset"] for cause in here["causes"]] == [cause["asset"] for cause in there["causes"]]
    assert [cause["to_one"] for cause in here["causes"]] == [cause["to_other"] for cause in there["causes"]]


def test_nothing_is_made_up_for_two_things_that_share_nothing(told, station):
    names = tracing.names_of(station, station_graph.of(station).revision_set)

    assert told("INC-RIA-01", "SF-WC-1")["reason"] == "nothing-in-common"
    lonely = next(code for code in names.codes.values() if code.startswith("PTE-"))
    answer = told("SF-WC-1", lonely)
    assert (answer["causes"], answer["reason"]) == ([], "other-unconnected")


def test_a_person_reads_a_few_lines(station, capsys):
    call_command("common_cause", "CVC-CTA-01", "CVC-VE-01", "--station", station.code)
    first, second, third, *_ = capsys.readouterr().out.splitlines()
    call_command("common_cause", "INC-RIA-01", "SF-WC-1", "--station", station.code)

    assert first == "CVC-CTA-01 and CVC-VE-01 would both fail with, the nearest first:"
    assert (second, third) == ("1. CVC-CTA-01, weakest evidence A", "   CVC-CTA-01")
    assert capsys.readouterr().out == (
        "Nothing in the models explains both INC-RIA-01 and SF-WC-1: they hang on nothing common.\n"
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("SF-WC-1", "NOPE", "--station", "NET"), "Nothing in the published models of NET is called NOPE."),
        (("SF-WC-1", "SF-WC-1", "--station", "NET"), "SF-WC-1 is one thing: name another that fails at the same time."),
        (("SF-WC-1", "SF-LAV-2", "--station", "NOPE"), "There is no station NOPE."),
    ],
)  # fmt: skip
def test_a_refusal_is_one_sentence_and_one_object(arguments, sentence, station, capsys):
    with pytest.raises(CommandError) as refused:
        call_command("common_cause", *arguments, "--json")

    assert str(refused.value) == sentence
    assert json.loads(capsys.readouterr().out)["reason"] == sentence
