"""What several files of this folder take in once."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.test import Client

from assets import station_graph
from assets.models import Asset, Element, Station
from assets.networks.answers import Question, Trace
from assets.networks.traces import NotConnected, trace
from tests import factories
from tests.assets.networks.taking_in import SAMPLES, take_in
from tests.twin import piped_station
from tests.twin.piped_station import as_


@pytest.fixture(scope="module")
def network(django_db_setup, django_db_blocker) -> Iterator[Station]:
    """The plumbing and the fire water of the sample station, as TRC."""
    with django_db_blocker.unblock():
        made = Station.objects.create(code="TRC", name="Gare de Val-d'Orme", twin_mode="MODEL_3D")
        try:
            for discipline in ("ARC", "PLB", "INC"):
                take_in(made, SAMPLES / f"VDO_{discipline}.ifc")
            for room, codes in {"N0-005": "SF-WC", "N0-011": "BO-EV", "N0-013": "BR-EV"}.items():
                place = made.locations.get(code=room)  # taken in without shapes, which would tell
                Asset.objects.filter(station=made, code__startswith=codes).update(location=place)
            yield made
        finally:
            factories.forget(made)


@pytest.fixture(scope="module")
def ring(network, django_db_blocker) -> str:
    """A length of the ring in the basement: shops hang on it, and it is fed from both sides."""
    with django_db_blocker.unblock():
        valves = {each.pk for each in Element.objects.filter(code__in=["EFS-V-010", "EFS-V-011"])}
        graph = station_graph.of(network).proven
        for run in network.runs.order_by("code"):
            drawn = tuple(run.elements.values_list("pk", flat=True))
            try:
                answer = trace(graph, Question(Trace.ISOLATION, drawn))
            except NotConnected:
                continue
            if set(answer.devices) == valves and answer.lost:
                return run.code
    raise AssertionError


@pytest.fixture
def piped() -> SimpleNamespace:
    return piped_station.build(twin_mode="MODEL_3D")


@pytest.fixture
def agent(piped) -> Client:
    return as_(factories.person("agent"))
