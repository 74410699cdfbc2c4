"""States of devices by the interface for programs: what stands, all that was said, and one word more."""

from __future__ import annotations

import uuid
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from maintenance import device_states
from maintenance.models import DeviceState
from tests import factories

pytestmark = pytest.mark.django_db

STATES = "/api/v1/declarations/states/"


def as_(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def site() -> SimpleNamespace:
    station = factories.station("VDO")
    valve, pump = (
        factories.asset(station, code, kind=kind)
        for code, kind in (("V-112", "valve-isolating"), ("P-01", "pump"))
    )
    firm = factories.organisation("Plomberie Martin")
    plumber = factories.contractor(firm, station=station)
    order = factories.begun(factories.work_order(station, asset=valve, organisation=firm), plumber)
    agent = factories.person("agent", station=station, username="nora")
    return SimpleNamespace(
        station=station, valve=valve, pump=pump, firm=firm, plumber=plumber, order=order, agent=agent
    )


def send(client: Client, **said: str):
    asked = {"station": "VDO", "asset": "V-112", "key": str(uuid.uuid4()), **said}
    return client.post(STATES, asked, content_type="application/json")


def listed(client: Client, **asked: str) -> list[tuple[str, str]]:
    return [
        (row["asset"], row["state"])
        for row in client.get(STATES, {"station": "VDO", **asked}).json()["results"]
    ]


def test_a_word_is_taken_once_and_the_latest_stands(site):
    agent, key = as_(site.agent), str(uuid.uuid4())

    first, again = send(agent, state="blocks", key=key), send(agent, state="blocks", key=key)
    other = send(agent, state="stuck", key=key)
    send(agent, state="conducts")
    send(agent, state="stuck")

    assert [each.status_code for each in (first, again, other)] == [201, 200, 400]
    assert first.json()["id"] == again.json()["id"]
    assert (first.json()["by"], first.json()["of_a_firm"], first.json()["old"]) == ("nora", False, False)
    assert listed(agent) == [("V-112", "stuck"), ("V-112", "conducts")]
    assert listed(agent, earlier="true") == [("V-112", "stuck"), ("V-112", "conducts"), ("V-112", "blocks")]
    assert listed(agent, station="BRM") == []


def test_what_is_no_state_and_what_has_none_is_refused_in_words(site):
    agent = as_(site.agent)

    ajar, pump, nowhere = (
        send(agent, state="ajar"),
        send(agent, state="stuck", asset="P-01"),
        send(agent, state="stuck", asset="V-000"),
    )

    assert [each.status_code for each in (ajar, pump, nowhere)] == [400, 400, 404]
    assert "stop nothing" in pump.content.decode()
    assert not DeviceState.objects.exists()


def test_a_firm_says_and_reads_what_her_order_is_about_and_not_who_said_the_rest(site):
    elsewhere = factories.asset(site.station, "V-001", kind="valve-isolating")
    device_states.say(elsewhere, "stuck", by=site.agent)
    device_states.say(site.valve, "conducts", by=site.agent)
    firm = as_(site.plumber)

    said = send(firm, state="locked-out", work_order=str(site.order.pk))
    rows = firm.get(STATES, {"station": "VDO"}).json()["results"]

    assert (said.status_code, said.json()["organisation"]) == (201, "Plomberie Martin")
    assert [(row["state"], row["by"], row["of_a_firm"]) for row in rows] == [
        ("locked-out", site.plumber.username, True),
        ("conducts", None, False),
    ]
    assert send(firm, state="stuck").status_code == 404  # under no order
    assert send(firm, state="stuck", asset="V-001", work_order=str(site.order.pk)).status_code == 404


def test_another_firm_learns_nothing_of_it(site):
    other = factories.organisation()
    stranger = factories.contractor(other, station=site.station)
    factories.work_order(site.station, asset=site.pump, organisation=other)
    said = device_states.say(site.valve, "stuck", by=site.plumber, work_order=site.order)
    client = as_(stranger)

    assert listed(client) == []
    assert client.get(f"{STATES}{said.pk}/").status_code == 404
    assert send(client, state="stuck", work_order=str(site.order.pk)).status_code == 404


def test_what_is_not_there_takes_as_many_questions_as_what_is_not_hers(site):
    factories.asset(site.station, "V-001", kind="valve-isolating")
    firm, order = as_(site.plumber), str(site.order.pk)
    send(firm, state="stuck", asset="V-999", work_order=order)  # the network is read, the first time

    asked = []
    for code in ("V-001", "V-999"):
        with CaptureQueriesContext(connection) as questions:
            assert send(firm, state="stuck", asset=code, work_order=order).status_code == 404
        asked.append(len(questions))

    assert asked[0] == asked[1]
