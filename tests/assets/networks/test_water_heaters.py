"""Machines that take one medium in and give another: what they make rests on what they take."""

from __future__ import annotations

import pytest

from assets.networks import media
from assets.networks.building import build
from assets.networks.evidence import Doubt
from assets.networks.parts import Joint, Member
from tests.assets.networks.drawing import WATER, Drawing, ask

HOT = "DOMESTICHOTWATER"


def heated(*, ifc: str = "boilers", supply: str = "SINK", media: tuple[str, str] = (WATER, HOT)) -> Drawing:
    """
    street ─ V1 ─ tee ─ V2 ─ heater ═ VH ═ tap       street: the one open inlet; tee ─ tap: its cold water
    """
    drawing = Drawing(valves="V1 V2 VH", taps="tap", pipes="street", **{ifc: "heater"})
    drawing.add(
        "street > V1 > tee > V2 > heater" if supply == "SINK" else "street - V1 - tee - V2 - heater", media[0]
    )
    drawing.add("tee > tap" if supply == "SINK" else "tee - tap", media[0])
    drawing.add("heater > VH > tap", media[1])
    drawing.open_end("street", supply, media[0])
    return drawing


def test_what_only_takes_cold_water_makes_none_and_leaves_the_supply_certain():
    answer = ask(build(heated().parts()), "isolation", "tee")

    assert (answer.devices, answer.certain) == (("V1",), True)


@pytest.mark.parametrize("ifc", ["boilers", "exchangers", "tanks"])
def test_without_cold_water_there_is_no_hot_water(ifc: str):
    graph = build(heated(ifc=ifc).parts())

    assert set(ask(graph, "impact", "V2").lost) == {"heater", "VH", "tap"}
    assert set(ask(graph, "isolation", "tee").dependents) >= {"VH"}
    assert set(ask(graph, "impact", "VH").lost) == {"tap"}


def test_an_open_end_that_does_not_say_which_way_it_flows_comes_nearer_to_a_supply_than_a_heater():
    graph = build(heated(supply="NOTDEFINED").parts())

    isolation, impact = ask(graph, "isolation", "tee"), ask(graph, "impact", "V1")

    assert (isolation.devices, set(impact.lost) >= {"tee", "V2"}) == (("V1",), True)
    assert list(ask(graph, "upstream", "V2").reached) == ["tee", "V1", "street"]
    assert not isolation.certain
    assert not impact.certain


@pytest.mark.parametrize("kind", ["impact", "isolation", "subnetwork"])
def test_what_is_made_in_a_circuit_with_an_open_end_is_not_certain_to_be_made_there(kind: str):
    """
    end ─ VA ═ boiler ═ VB ═ radiator ═ back to VA
    """
    drawing = Drawing(valves="VA VB", boilers="boiler")
    drawing.add("boiler > VB > radiator > VA > boiler", "HEATING")
    drawing.add("end > VA", "HEATING")
    drawing.open_end("end", "NOTDEFINED", "HEATING")

    answer = ask(build(drawing.parts()), kind, "radiator")
    assert Doubt.OPEN_EITHER_WAY in {each.doubt for each in answer.doubts}


def test_hot_and_cold_water_that_are_both_but_water_are_not_certain_where_they_meet():
    """Files of the oldest schema say it in the names of systems alone."""
    drawing = heated(media=("water", "water"))
    members = [Member("tap", system, "water") for system in ("cold", "hot")]

    for parts in (drawing.parts(), drawing.parts()._replace(members=members)):
        answer = ask(build(parts), "impact", "V1")
        assert (answer.certain, Doubt.MEDIUM_UNKNOWN in {each.doubt for each in answer.doubts}) == (
            False,
            True,
        )


def test_a_tap_of_one_water_is_certain_whatever_its_systems_are_called():
    drawing = Drawing(valves="V1", taps="tap", pipes="street")
    drawing.add("street > V1 > tap", "water")
    drawing.open_end("street", "SINK", "water")
    drawing.joints.append(Joint("waste", "tap", "SOURCE", "drainage", (77.0, 0.0, 0.0)))
    parts = drawing.parts()._replace(members=[Member("tap", "cold", "water")])

    assert ask(build(parts), "isolation", "tap", medium="water").certain


@pytest.mark.parametrize(
    ("family", "names", "medium"),
    [
        ("water", ("Eau froide sanitaire",), WATER),
        ("water", ("ECS sanitaires",), HOT),
        ("water", ("Plomberie", "Eau chaude sanitaire"), HOT),
        ("water", ("EFS et ECS",), "water"),
        ("water", ("Plomberie",), "water"),
        ("heating", ("Eau glacée",), "CHILLEDWATER"),
        ("heating", ("Chauffage nord",), "HEATING"),
        ("air", ("Extraction sanitaires",), "EXHAUST"),
        ("air", ("Soufflage hall",), "VENTILATION"),
        ("air", ("CTA 1",), "air"),
        ("electricity", ("Éclairage",), "power"),
        ("unknown", ("M1",), "?"),
    ],
)
def test_the_name_of_a_system_may_say_which_water_it_is(family: str, names: tuple[str, ...], medium: str):
    assert media.of_system("", family, *names) == medium
