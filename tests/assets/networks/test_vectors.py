"""What must hold of any network: who loses supply, what to shut, what is never crossed."""

from __future__ import annotations

import pytest

from assets.networks.answers import Doubtful, Ending
from assets.networks.building import build
from assets.networks.evidence import Doubt
from assets.networks.parts import Needs, Piece
from assets.networks.traces import NotConnected
from tests.assets.networks.drawing import WATER, Drawing, ask, draw

pytestmark = pytest.mark.once

LOOP = ("S = v1 = a = X = b = v2 = S", "a = t")


def test_a_part_of_a_loop_is_isolated_from_both_sides():
    """
    S ── v1 ── a ── X ── b ── v2 ── S
               └── t
    """
    answer = ask(draw(*LOOP, sources="S", valves="v1 v2"), "isolation", "X")

    assert set(answer.devices) == {"v1", "v2"}
    assert set(answer.lost) == {"a", "b", "t"}
    assert answer.complete
    assert answer.certain


def test_a_valve_that_is_shut_already_need_not_be_shut():
    """
    S ── v1 ── a ── X ── b ── v2 (shut) ── S
               └── t
    """
    answer = ask(draw(*LOOP, sources="S", valves="v1 v2", shut="v2"), "isolation", "X")
    declared = ask(draw(*LOOP, sources="S", valves="v1 v2"), "isolation", "X", closed=("v2",))

    assert answer.devices == declared.devices == ("v1",)
    assert set(answer.lost) == set(declared.lost) == {"a", "b", "t"}


def test_without_a_device_on_the_way_it_cannot_be_isolated_and_the_way_is_shown():
    """
    S ── a ── X ── b ── v2 ── S
    """
    answer = ask(draw("S = a = X = b = v2 = S", sources="S", valves="v2"), "isolation", "X")

    assert not answer.complete
    assert not answer.certain
    assert answer.path == ("X", "a", "S")
    assert answer.devices == ()


def test_a_valve_that_is_stuck_is_left_out_and_the_next_ring_is_taken():
    """
    S ── v0 ── v1 ── X
    """
    graph = draw("S > v0 > v1 > X", sources="S", valves="v0 v1")

    assert ask(graph, "isolation", "X").devices == ("v1",)
    assert ask(graph, "isolation", "X", stuck=("v1",)).devices == ("v0",)
    assert not ask(graph, "isolation", "X", stuck=("v0", "v1")).complete


def test_what_has_two_supplies_loses_nothing_when_one_fails():
    """
    A ── dA ──┐
              ├── T          both breakers conduct; then dB is open
    B ── dB ──┘
    """
    lines = ("A > dA > T", "B > dB > T")
    both = draw(*lines, sources="A B", breakers="dA dB", medium="power")
    one = draw(*lines, sources="A B", breakers="dA dB", medium="power", shut="dB")

    assert set(ask(both, "impact", "A").lost) == {"dA"}
    assert set(ask(one, "impact", "A").lost) == {"dA", "T"}
    assert "T" not in ask(both, "impact", "dA").lost


def test_a_closed_valve_blocks_and_a_closed_breaker_conducts():
    """
    S ── device ── T
    """
    breaker = draw("S > D > T", sources="S", breakers="D", unknown="D", medium="power")
    valve = draw("S > D > T", sources="S", valves="D", unknown="D")
    shut = draw("S > D > T", sources="S", valves="D", shut="D")

    assert ask(breaker, "impact", "S").lost == ("D", "T")
    assert ask(breaker, "impact", "S").certain  # a breaker normally conducts
    assert set(ask(valve, "impact", "S").lost) == {"D", "T"}
    assert not ask(valve, "impact", "S").certain  # nobody knows of the valve
    assert ask(shut, "impact", "S").lost == ()


def test_air_never_becomes_water_inside_an_air_handling_unit():
    """
    intake ═ AHU ═ diffuser        (air)
    chiller ─ AHU ─ chiller        (chilled water)
    """
    graph = draw(
        ("intake > AHU > diffuser", "VENTILATION"), ("chiller > cold > AHU > back > chiller", "CHILLEDWATER"),
        units="AHU",
    )  # fmt: skip

    assert set(ask(graph, "connected", "diffuser").reached) == {"AHU", "intake"}
    assert set(ask(graph, "connected", "cold").reached) == {"AHU", "back", "chiller"}
    assert set(ask(graph, "connected", "AHU", medium="air").reached) == {"intake", "diffuser"}


def test_a_pump_without_electricity_moves_no_water():
    """
    board ─ breaker ─ isolator ┄ (named) ┄ P
    S ── P ── tap
    """
    graph = draw(
        ("board > breaker > isolator", "power"), "isolator ? P", "S > P > tap",
        sources="S board", breakers="breaker", boards="board", pumps="P",
    )  # fmt: skip

    failed = ask(graph, "impact", "breaker")
    cut = ask(graph, "isolation", "isolator")

    assert set(failed.lost) == {"isolator", "P", "tap"}
    assert not failed.certain  # that the isolator feeds the pump is said by name only
    assert cut.devices == ("breaker",)
    assert cut.lost == ()
    assert set(cut.dependents) == {"P", "tap"}
    assert ask(graph, "isolation", "P", medium="power").devices == ("breaker",)
    assert "isolator" not in ask(graph, "upstream", "P").reached


def test_no_heating_in_the_hall_when_the_main_board_is_lost():
    """
    board ─ boiler        gas ─ boiler        boiler ─ (hot water) ─ radiator
    """
    graph = draw(
        ("board > boiler", "power"), ("gas > boiler", "GAS"), ("boiler > radiator > boiler", "HEATING"),
        sources="board gas", boards="board", boilers="boiler",
    )  # fmt: skip

    assert set(ask(graph, "impact", "board").lost) == {"boiler", "radiator"}
    assert set(ask(graph, "impact", "gas").lost) == {"boiler", "radiator"}


def test_what_needs_another_thing_stops_with_it():
    """
    controller ┄ actuator valve: S ── V ── T
    """
    needs = (Needs("controller", None, "V", "water"),)
    graph = draw(("board > controller", "power"), "S > V > T", sources="S board", boards="board", needs=needs)

    assert set(ask(graph, "impact", "controller").lost) == {"V", "T"}


def test_what_a_controller_acts_on_stops_with_it_by_way_of_the_actuator_and_only_an_impact_asks():
    """
    controller ┄▶ actuator ┄▶ V:  S ── v0 ── V ── T          neither has a port
    """
    needs = (Needs("controller", None, "actuator", acts=True), Needs("actuator", None, "V", acts=True))
    drawing = Drawing(valves="v0 V")
    drawing.add("S > v0 > V > T", WATER)
    drawing.pieces |= {name: Piece(name, f"Ifc{name.title()}") for name in ("controller", "actuator")}
    graph = build(drawing.parts("S", needs))

    for acting in ("controller", "actuator"):
        answer = ask(graph, "impact", acting)
        assert set(answer.lost) - {"actuator"} == {"V", "T"}
        assert not answer.certain
        assert Doubtful("V", Doubt.CONTROL_LOST) in answer.doubts
    assert ask(graph, "impact", "actuator").ending is Ending.SOURCE
    for kind in ("connected", "upstream", "downstream", "isolation"):
        with pytest.raises(NotConnected):
            ask(graph, kind, "controller")
    assert ask(graph, "isolation", "T").certain
    assert ask(graph, "impact", "S").certain  # the controller lives on


def test_a_controller_that_loses_its_power_stops_what_it_acts_on_for_an_impact_and_not_for_an_isolation():
    """
    board ── breaker ── controller ┄▶ P:  S ── P ── tap
    """
    needs = (Needs("controller", None, "P", acts=True),)
    graph = draw(
        ("board > breaker > controller", "power"), "S > P > tap",
        sources="S board", breakers="breaker", boards="board", needs=needs,
    )  # fmt: skip

    assert set(ask(graph, "impact", "breaker").lost) == {"controller", "P", "tap"}
    cut = ask(graph, "isolation", "controller")
    assert (cut.devices, cut.lost, cut.dependents) == (("breaker",), (), ())


def test_a_drain_loses_service_when_the_way_to_the_outlet_is_cut():
    """
    basin ── drain ── manhole
    sink ──────┘
    """
    graph = draw("basin > drain > manhole", "sink > drain", medium="DRAINAGE")

    assert set(ask(graph, "impact", "drain").lost) == {"basin", "sink"}
    assert ask(graph, "downstream", "basin").reached == ("drain", "manhole")
    assert set(ask(graph, "upstream", "manhole").reached) == {"drain", "basin", "sink"}
    assert ask(graph, "downstream", "basin").path == ("basin", "drain", "manhole")


def test_water_does_not_pass_a_check_valve_backwards():
    """
    S ── P ── check ── T          losing P dries T; T's own reserve R does not feed back to P
    R ────────────────┘
    """
    graph = draw("S > P > check > T", "R > T", sources="S R", checks="check")

    assert set(ask(graph, "impact", "S").lost) == {"P", "check"}
    assert "T" not in ask(graph, "impact", "S").lost


def test_direction_that_no_file_says_is_deduced_where_only_one_is_possible():
    """
    S ── a ── b ── t          without any direction said
         └── c ── d ── a      a loop keeps both
    """
    graph = draw("S - a - b - t", "a - c - d - a", sources="S")

    assert set(ask(graph, "upstream", "t").reached) == {"b", "a", "S", "c", "d"}
    assert set(ask(graph, "downstream", "b").reached) == {"t"}
    assert set(ask(graph, "upstream", "b").path) == {"S", "a", "b"}


def test_a_closed_loop_without_source_is_isolated_on_every_side():
    """
    pump ── v1 ── X ── v2 ── pump
    """
    answer = ask(draw("pump > v1 > X > v2 > pump", valves="v1 v2", medium="CHILLEDWATER"), "isolation", "X")

    assert set(answer.devices) == {"v1", "v2"}
    assert answer.ending is Ending.FILE_LIMIT
    assert not answer.certain


def test_a_thing_without_ports_is_in_no_network():
    graph = draw("S > a", sources="S")

    with pytest.raises(NotConnected):
        ask(graph, "impact", "elsewhere")
    with pytest.raises(NotConnected):
        ask(graph, "upstream", "a", medium="gas")


def test_in_a_circuit_the_return_feeds_nobody():
    """
    boiler ─▶ pump ─▶ V1 ─▶ radiator ─▶ V2 ─▶ boiler        V2 bypasses nothing: what goes round is pushed one way
    """
    graph = draw(
        ("boiler > pump > V1 > radiator > V2 > boiler", "HEATING"),
        ("breaker > pump", "power"),
        boilers="boiler",
        pumps="pump",
        valves="V1 V2",
        breakers="breaker",
        sources="breaker",
    )

    assert set(ask(graph, "impact", "V1").lost) == {"radiator", "V2"}
    assert set(ask(graph, "impact", "pump").lost) == {"V1", "radiator", "V2"}
    assert set(ask(graph, "impact", "breaker").lost) == {"pump", "V1", "radiator", "V2"}
    isolation = ask(graph, "isolation", "radiator")
    assert (set(isolation.devices), isolation.complete) == ({"V1", "V2"}, True)


def test_an_air_handling_unit_without_power_lets_its_hot_water_go_on():
    """
    breaker ─▶ unit (air) ─▶ diffuser        boiler ─▶ unit ─▶ radiator ─▶ boiler
    """
    graph = draw(
        ("breaker > unit", "power"),
        ("grille > unit > diffuser", "VENTILATION"),
        ("boiler > unit > radiator > boiler", "HEATING"),
        boilers="boiler",
        units="unit",
        breakers="breaker",
        sources="breaker grille",
    )

    assert set(ask(graph, "impact", "breaker").lost) == {"unit", "diffuser"}
    assert set(ask(graph, "impact", "boiler").lost) == {"unit", "radiator"}


def test_the_network_of_a_drain_is_all_that_runs_to_its_outlet():
    """
    basin ─▶ pipe ─▶ tee ─▶ manhole
    floor trap ──────┘
    """
    graph = draw(("basin > pipe > tee > manhole", "DRAINAGE"), ("trap > tee", "DRAINAGE"), pipes="pipe")

    network, upstream = ask(graph, "subnetwork", "pipe"), ask(graph, "upstream", "manhole")

    assert (set(network.reached), network.complete) == ({"basin", "trap", "tee", "manhole"}, True)
    assert (set(upstream.reached), upstream.complete) == ({"basin", "pipe", "tee", "trap"}, True)


def test_the_network_of_a_basin_is_that_of_its_water_and_that_of_its_drain():
    graph = draw("street > basin", ("basin > manhole", "DRAINAGE"), sources="street")

    assert set(ask(graph, "subnetwork", "basin").reached) == {"street", "manhole"}


def test_what_lies_before_an_open_breaker_is_not_supplied_through_what_it_feeds():
    """
    S ─▶ B1 ─▶ ups ─▶ board
    └──▶ B2 ──────────┘       B1 open: the battery gets nothing back from the board
    """
    graph = draw(
        ("S > B1 > ups > board", "power"), ("S > B2 > board", "power"), sources="S", breakers="B1 B2"
    )

    assert set(ask(graph, "subnetwork", "board", closed=("B1",)).reached) == {"S", "B2"}


def test_a_medium_that_is_named_is_that_one_and_a_family_is_all_of_its_media():
    graph = draw(("boiler > unit", "HEATING"), ("chiller > unit", "CHILLEDWATER"), sources="boiler chiller")

    assert ask(graph, "upstream", "unit", medium="HEATING").reached == ("boiler",)
    assert ask(graph, "upstream", "unit", medium="CHILLEDWATER").reached == ("chiller",)
    assert ask(graph, "downstream", "chiller", medium="heating").reached == ("unit",)


@pytest.mark.parametrize("medium", [WATER, "?"])
def test_what_no_file_shows_the_supply_of_is_shut_at_its_devices_or_cannot_be_isolated(medium):
    """
    a ── v ── b        c ── d
    """
    graph = draw(("a - v - b", medium), ("c - d", medium), valves="v")

    shut, bare = ask(graph, "isolation", "b"), ask(graph, "isolation", "d")

    assert (shut.devices, shut.complete, shut.certain) == (("v",), True, False)
    assert (bare.devices, bare.complete) == ((), False)
