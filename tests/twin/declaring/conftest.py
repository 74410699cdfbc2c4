"""One pump, an agent and a steward, in English."""

from __future__ import annotations

import pytest
from django.utils import translation

from maintenance import declarations
from tests import factories
from tests.twin.declaring.at_the_sheet import signed_in

PROPERTIES = [
    ["Pset_PumpTypeCommon", "FlowRateRange", 0.03, "IfcVolumetricFlowRateMeasure", "m³/s", 3],
    ["Pset_ManufacturerTypeInformation", "Manufacturer", "Orme", "IfcLabel", None, 4],
    ["Pset_ManufacturerTypeInformation", "ModelReference", "R-50", "IfcLabel", None, 5],
]


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _nobody_is_drawn_for_audit(monkeypatch):
    monkeypatch.setattr(declarations, "is_drawn_for_audit", lambda declaration: False)


@pytest.fixture
def station():
    return factories.station("VDO")


@pytest.fixture
def pump(station):
    drawn = factories.element(factories.revision(station), "P-01", properties=PROPERTIES)
    return factories.asset(station, "P-01", drawn_by=drawn, name="Pompe de relevage")


@pytest.fixture
def agent(station):
    return signed_in("agent", station)


@pytest.fixture
def steward(station):
    return signed_in("steward", station)
