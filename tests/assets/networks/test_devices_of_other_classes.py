"""Valves and breakers that a file draws as a piece of pipe or cable: their name or their type still says it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assets import station_graph
from assets.models import AssetType, Element, Station
from assets.networks import devices
from assets.networks.answers import Question, Trace
from assets.networks.evidence import Doubt
from assets.networks.traces import trace
from tests.assets.networks.taking_in import SAMPLES, take_in


@pytest.mark.parametrize(
    "name",
    ["Vanne d'arrêt DN 50", "VANNES", "Disjoncteur D05", "Clapet coupe-feu", "Gate Valve - 50 mm:Standard:402113",
     "Stop cock", "Circuit Breaker 16A", "Registre motorisé", "Interrupteur-sectionneur"],
)  # fmt: skip
def test_names_of_devices(name: str):
    assert devices.is_named_device(name)


@pytest.mark.parametrize(
    "name",
    ["", "Tuyau DN 50", "Té DN 65 – DN 32", "Câble du disjoncteur D05", "Coude 90°", "Standard", "Dérobé"],
)
def test_names_of_pipes_and_cables(name: str):
    assert not devices.is_named_device(name)


@pytest.fixture
def spoilt(tmp_path: Path) -> Path:
    """The plumbing of the sample station; its valve EFS-V-112 is a fitting."""
    text = (SAMPLES / "VDO_PLB.ifc").read_text()
    row = re.search(r"IFCVALVE\([^;]*'EFS-V-112',[^;]*;", text)
    assert row is not None
    fitting = re.sub(r",\.?[A-Z$]+\.?\);$", ",$);", row[0].replace("IFCVALVE", "IFCPIPEFITTING"))
    path = tmp_path / "PLB.ifc"
    path.write_text(text.replace(row[0], fitting))
    return path


@pytest.mark.django_db
@pytest.mark.parametrize("told_by", ["name", "type"])
def test_a_valve_that_is_drawn_as_a_fitting_is_passed_over_but_not_for_certain(spoilt: Path, told_by: str):
    station = Station.objects.create(code="FIT", name="Vannes en raccords")
    take_in(station, spoilt)
    valve = Element.objects.get(revision__station=station, tag="EFS-V-112")
    assert valve.resolved_class == "IfcPipeFitting"
    if told_by == "type":
        Element.objects.filter(pk=valve.pk).update(name="DN 50", object_type="")
        AssetType.objects.filter(pk=valve.type_id).update(name="DN 50")
    basin = Element.objects.get(revision__station=station, code="SF-WC-1")

    answer = trace(station_graph.of(station).proven, Question(Trace.ISOLATION, (basin.pk,)))

    assert valve.pk not in answer.devices
    assert Doubt.KIND_UNSAID in {each.doubt for each in answer.doubts if each.piece == valve.pk}
    assert not answer.certain
