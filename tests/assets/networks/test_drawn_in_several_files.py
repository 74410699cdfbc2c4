"""One machine that two disciplines draw under one GlobalId: its electricity in one moves its water in the other."""

from __future__ import annotations

from pathlib import Path

import pytest

from assets import station_graph
from assets.models import Station
from assets.networks.building import build
from assets.networks.evidence import Evidence, Reason
from assets.networks.parts import Added, Needs
from tests.assets.networks.drawing import ask
from tests.assets.networks.taking_in import SAMPLES, take_in


@pytest.mark.django_db
def test_without_its_electricity_a_pump_moves_nothing_in_the_other_file_either(tmp_path: Path):
    station = Station.objects.create(code="TWO", name="Deux maquettes")
    copy = tmp_path / "CFO.ifc"
    copy.write_text((SAMPLES / "VDO_PLB.ifc").read_text() + "/* the electrician's */\n")
    water, power = take_in(station, SAMPLES / "VDO_PLB.ifc", "PLB"), take_in(station, copy, "CFO")
    here, there = (revision.elements.get(tag="EFS-P-01").pk for revision in (water, power))

    parts = station_graph.read_parts([water.pk, power.pk])

    assert Needs(there, "power", here) in parts.needs
    assert not [need for need in station_graph.read_parts([water.pk]).needs if need.needed_medium == "power"]
    board, inlet = power.elements.get(tag="EU-P-01").pk, water.elements.get(tag="EFS-V-001").pk
    supply = Added(board, there, "power", Evidence.A, Reason.CONFIRMED, directed=True)
    graph = build(parts._replace(added=[supply], sources=frozenset({board, inlet})))
    assert here in ask(graph, "impact", there, medium="power").lost
