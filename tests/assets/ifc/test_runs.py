"""A run is what a plumber calls "the pipe from here to there"."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from assets.ifc.runs import Run, find_runs
from tests.assets.ifc.drawing import SCHEMAS, Drawing
from tests.assets.ifc.models import records_of


def pipes(drawing: Drawing, *names: str, ports: int = 2) -> None:
    for name in names:
        drawing.element("IfcPipeSegment", name, "RIGIDSEGMENT", ports=ports)


def chain(drawing: Drawing, *names: str, directed: bool = False) -> None:
    """Join the last port of each to the first of the next."""
    for one, other in itertools.pairwise(names):
        last = (
            sum(port.Name.startswith(f"{one}.") for port in drawing.file.by_type("IfcDistributionPort")) - 1
        )
        drawing.join(f"{one}.{last}", f"{other}.0", directed=directed)


def runs_of(drawing: Drawing, folder: Path) -> list[list[str]]:
    records = records_of(drawing, folder)
    names = {one.step_id: one.name for one in records.elements}
    return [[names[member] for member in run.members] for run in find_runs(records)]


@pytest.mark.parametrize("schema", SCHEMAS)
@pytest.mark.parametrize("nested", [True, False], ids=["nested ports", "ports by relation"])
def test_pieces_between_devices_and_junctions_are_one_run(schema: str, nested: bool, tmp_path: Path) -> None:
    """
    pump ─ p1 ─ bend ─ p2 ─ TEE ─ p3 ─ valve
                             └─── p4 ─ cap
    """
    drawing = Drawing(schema, nested=nested)
    pipes(drawing, "p1", "p2", "p3", "p4")
    drawing.element("IfcPump", "pump", "CIRCULATOR", ports=1)
    drawing.element("IfcPipeFitting", "bend", "BEND", ports=2)
    drawing.element("IfcPipeFitting", "tee", "JUNCTION", ports=3)
    drawing.element("IfcPipeFitting", "cap", "OBSTRUCTION", ports=1)
    drawing.element("IfcValve", "valve", "ISOLATING", ports=1)
    chain(drawing, "pump", "p1", "bend", "p2")
    drawing.join("p2.1", "tee.0")
    drawing.join("tee.1", "p3.0")
    drawing.join("tee.2", "p4.0")
    chain(drawing, "p3", "valve")
    chain(drawing, "p4", "cap")

    assert runs_of(drawing, tmp_path) == [["p1", "bend", "p2"], ["p3"], ["p4", "cap"]]


def test_a_run_is_told_downstream(tmp_path: Path) -> None:
    """
    p3 ──▶ p2 ──▶ p1
    """
    drawing = Drawing()
    pipes(drawing, "p1", "p2", "p3")
    chain(drawing, "p3", "p2", "p1", directed=True)

    assert runs_of(drawing, tmp_path) == [["p3", "p2", "p1"]]


def test_a_ring_without_devices_is_one_run(tmp_path: Path) -> None:
    """
    p1 ─ p2
     └ p3 ┘
    """
    drawing = Drawing()
    pipes(drawing, "p1", "p2", "p3")
    chain(drawing, "p1", "p2", "p3", "p1")

    assert runs_of(drawing, tmp_path) == [["p1", "p2", "p3"]]


def test_a_pipe_that_is_tapped_in_the_middle_is_a_junction_of_its_own(tmp_path: Path) -> None:
    """
    p1 ─ main ─ p2
          └ p3
    """
    drawing = Drawing()
    pipes(drawing, "p1", "p2", "p3")
    pipes(drawing, "main", ports=3)
    for port, pipe in enumerate(("p1", "p2", "p3")):
        drawing.join(f"main.{port}", f"{pipe}.0")

    assert runs_of(drawing, tmp_path) == [["p1"], ["p2"], ["p3"], ["main"]]


def test_one_port_joined_twice_branches(tmp_path: Path) -> None:
    """
    p1 ═ p2
     ╚══ p3      both on the same port of p1
    """
    drawing = Drawing()
    pipes(drawing, "p1", "p2", "p3", "p4")
    chain(drawing, "p4", "p1")
    drawing.join("p1.1", "p2.0")
    drawing.join("p1.1", "p3.0")

    assert runs_of(drawing, tmp_path) == [["p1"], ["p2"], ["p3"], ["p4"]]


def test_without_ports_each_piece_is_its_own_run(tmp_path: Path) -> None:
    drawing = Drawing()
    pipes(drawing, "p1", "p2", ports=0)
    drawing.element("IfcPipeFitting", "bend", "BEND")

    assert runs_of(drawing, tmp_path) == [["p1"], ["p2"]]


def test_a_pipe_does_not_run_into_a_cable_nor_into_another_system(tmp_path: Path) -> None:
    drawing = Drawing()
    pipes(drawing, "cold", "hot", "any")
    drawing.element("IfcCableSegment", "cable", "CABLESEGMENT", ports=2)
    chain(drawing, "cable", "cold", "hot", "any")
    by_name = {one.Name: one for one in drawing.file.by_type("IfcPipeSegment")}
    drawing.system("EFS", "DOMESTICCOLDWATER", by_name["cold"])
    drawing.system("ECS", "DOMESTICHOTWATER", by_name["hot"])

    assert runs_of(drawing, tmp_path) == [["cold"], ["hot", "any"], ["cable"]]


def test_a_run_says_what_it_carries_and_for_whom(tmp_path: Path) -> None:
    drawing = Drawing()
    pipes(drawing, "p1", "p2", "alone")
    drawing.element("IfcCableSegment", "cable", "CABLESEGMENT", ports=2)
    chain(drawing, "p1", "p2")
    by_name = {one.Name: one for one in drawing.file.by_type("IfcElement")}
    system = drawing.system("EFS", "DOMESTICCOLDWATER", by_name["p1"], by_name["p2"])
    drawing.named("cable.0").SystemType = "DATA"

    water, alone, data = find_runs(records_of(drawing, tmp_path))

    assert water == Run((by_name["p1"].id(), by_name["p2"].id()), system.id(), "DOMESTICCOLDWATER")
    assert (alone.system, alone.medium) == (None, "PIPE")
    assert (data.system, data.medium) == (None, "DATA")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(joins=some.lists(some.tuples(some.integers(0, 11), some.integers(0, 11)), max_size=14, unique=True))
def test_every_pipe_is_in_exactly_one_run_whatever_is_joined(
    joins: list[tuple[int, int]], tmp_path: Path
) -> None:
    """Six pipes with two ports each, joined anyhow."""
    drawing = Drawing()
    pipes(drawing, *(f"p{number}" for number in range(6)))
    for one, other in joins:
        if one != other:
            drawing.join(f"p{one // 2}.{one % 2}", f"p{other // 2}.{other % 2}")

    found = [name for run in runs_of(drawing, tmp_path) for name in run]

    assert sorted(found) == [f"p{number}" for number in range(6)]
