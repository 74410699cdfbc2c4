"""What of an answer is supposed and not proven, as the 3D is told to draw it: between which things, and where."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from assets import proposals, station_graph
from assets.graph_additions import Additions
from assets.models import ConnectionProposal, Element, Port, Station
from assets.networks.evidence import Evidence, Reason
from assets.networks.parts import Added
from tests import factories
from tests.twin import gaps
from tests.twin.gaps import WATER
from twin.traces import supposed

pytestmark = pytest.mark.django_db


@pytest.fixture
def station() -> Station:
    """METER ═▶ P1 ┄ 4 mm ┄ P2 ┄ 12 mm ┄ V1"""
    made = factories.station("GAP")
    gaps.plumbing(made)
    return made


def told(station: Station, asked: str, person: Any = None) -> list[dict[str, Any]]:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person or factories.person("agent", station=station))
    return client.get(f"/stations/{station.code}/traces.json?{asked}").json()["supposed"]


def test_what_lies_together_and_is_not_joined_is_drawn_from_port_to_port(station):
    lines = told(station, "code=METER&ask=stops")

    assert [(each["codes"], each["from"], each["to"]) for each in lines] == [
        (["P1", "P2"], [2.0, 0.0, 0.0], [2.004, 0.0, 0.0]),
        (["P2", "V1"], [4.0, 0.0, 0.0], [4.012, 0.0, 0.0]),
    ]
    assert {each["why"] for each in lines} == {"two open ends that lie together, not confirmed"}


def test_a_connection_that_a_steward_confirmed_is_no_longer_supposed(station):
    near = ConnectionProposal.objects.found().order_by("apart").first()
    proposals.decide(near, "confirmed", by=factories.person("steward", station=station))

    assert [each["codes"] for each in told(station, "code=METER&ask=stops")] == [["P2", "V1"]]


def test_what_is_said_by_name_alone_is_drawn_from_box_to_box(station, monkeypatch):
    """
    V1, 4.0 to 4.2 along x ┄┄ 2.8 m ┄┄▶ BASIN, 7 to 8, half beside it
    """
    box_of(station, "V1", (4.0, 0.0, 0.0), (4.2, 0.2, 0.2))
    box_of(station, "BASIN", (7.0, 0.1, 0.0), (8.0, 0.9, 0.6))
    named(station, monkeypatch, "V1", "BASIN")

    (line,) = told(station, "code=BASIN&ask=fed")

    assert (line["codes"], line["from"], line["to"]) == (["V1", "BASIN"], [4.2, 0.15, 0.1], [7.0, 0.15, 0.1])
    assert line["why"] == "one names the other, no connection is drawn"


def test_what_lies_nowhere_is_told_in_words_and_not_drawn(station, monkeypatch):
    named(station, monkeypatch, "V1", "BASIN")

    assert told(station, "code=BASIN&ask=fed") == []


def test_of_many_only_the_first_are_drawn(station, monkeypatch):
    monkeypatch.setattr(supposed, "MOST_DRAWN", 1)

    assert len(told(station, "code=METER&ask=stops")) == 1


def test_somebody_of_a_firm_is_not_told_where_a_network_lies_that_is_kept_from_her(station):
    Element.objects.filter(code="V1").update(
        ifc_class="IfcFireSuppressionTerminal", resolved_class="IfcFireSuppressionTerminal"
    )
    person = factories.person("agent", station=station)
    factories.organisation("Plomberie Martin").people.create(user=person)

    lines = told(station, "code=METER&ask=stops", person)

    assert [each["codes"] for each in lines] == [["P1", "P2"]]


def test_on_her_order_a_firm_is_told_only_what_lies_where_she_works(station):
    """An order about P1 in the pump room; P2 is there too, the valve is not."""
    firm = factories.organisation("Plomberie Martin")
    room = factories.location(station, "S1-012", kind="space")
    for element in Element.objects.filter(code__in=["P1", "P2"]):
        factories.asset(station, element.code, drawn_by=element, location=room)
    order = factories.work_order(station, organisation=firm, location=room)
    client = Client()
    client.force_login(factories.contractor(firm, station=station))

    answer = client.get(f"/my-orders/{order.pk}/trace.json?code=P1&ask=stops").json()

    assert [each["codes"] for each in answer["supposed"]] == [["P1", "P2"]]


def box_of(station: Station, code: str, low: tuple, high: tuple) -> None:
    sides = {f"{axis}_min": value for axis, value in zip("xyz", low, strict=True)}
    sides |= {f"{axis}_max": value for axis, value in zip("xyz", high, strict=True)}
    Element.objects.filter(revision__station=station, code=code).update(**sides)


def named(station: Station, monkeypatch: pytest.MonkeyPatch, one: str, other: str) -> None:
    """A property of one names the other."""
    ends = [Element.objects.get(revision__station=station, code=code).pk for code in (one, other)]
    added = Added(*ends, WATER, Evidence.C, Reason.NAMED, directed=True)
    given = Additions(f"named {one} {other}", (added,))
    monkeypatch.setattr(station_graph, "additions", [lambda _: given])
    Port.objects.filter(element__code=other).delete()
