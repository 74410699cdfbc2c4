"""What could explain that two things fail at once: by the interface for programs, and as pages tell it."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.test import Client

from assets import history
from assets.models import Port, System
from tests import factories
from tests.twin import piped_station
from tests.twin.piped_station import as_, of_a_firm_with_an_agents_work

pytestmark = pytest.mark.django_db
API = "/api/v1/traces/common-cause/"


@pytest.fixture
def piped() -> SimpleNamespace:
    return piped_station.build(twin_mode="MODEL_3D")


@pytest.fixture
def agent(piped) -> Client:
    return as_(factories.person("agent"))


def ask(client: Client, one: str, other: str, **headers: str):
    return client.get(API, {"station": "VDO", "one": one, "other": other}, headers=headers)


def causes(answer) -> list[str]:
    return [cause["asset"] for cause in answer.json()["causes"]]


# ── for programs ─────────────────────────────────────────────────────────────


def test_two_basins_have_the_pump_in_common_and_what_drives_it(piped, agent):
    answer = ask(agent, "BASIN", "SHOWER")
    pump = answer.json()["causes"][1]

    assert causes(answer) == ["PIPE", "PUMP", "V1", "TANK", "ISOLATOR", "BOARD", "MAIN"]
    assert pump == {
        "asset": "PUMP",
        "followed": True,
        "steps": 6,
        "to_one": ["PUMP", "PIPE", "V2", "BASIN"],
        "to_other": ["PUMP", "PIPE", "V3", "SHOWER"],
        "evidence": "B",
        "supposed_connections": 0,
    }
    assert answer.json()["causes"][4]["supposed_connections"] == 1  # the isolator names the pump
    assert (answer.json()["complete"], answer.json()["reason"]) == (True, None)


def test_it_is_kept_until_something_happens_in_the_station(piped, agent):
    first = ask(agent, "BASIN", "SHOWER")
    again = ask(agent, "BASIN", "SHOWER", **{"If-None-Match": first["ETag"]})
    history.record("renamed", piped.assets["PUMP"], station=piped.station)
    later = ask(agent, "BASIN", "SHOWER", **{"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content, later.status_code) == (304, b"", 200)
    assert first["ETag"] != ask(agent, "SHOWER", "BASIN")["ETag"]


def test_what_cannot_be_asked_is_said_in_a_sentence(piped, agent):
    unknown, same, left_out = ask(agent, "BASIN", "NOWHERE"), ask(agent, "V1", "V1"), agent.get(API)

    assert (unknown.status_code, same.status_code, left_out.status_code) == (422, 422, 400)
    assert unknown.json()["detail"] == "Nothing in the published models of VDO is called NOWHERE."
    assert same.json()["detail"] == "V1 is one thing: name another that fails at the same time."


def test_a_firm_reads_causes_whose_whole_way_lies_in_its_zone(piped):
    firm = factories.organisation()
    factories.work_order(piped.station, organisation=firm, location=piped.rooms["012"])
    works = as_(factories.contractor(firm, station=piped.station))

    here = ask(works, "PUMP", "V1")

    assert causes(here) == ["V1", "TANK"]
    assert ask(works, "PUMP", "BASIN").status_code == 404
    assert ask(works, "PUMP", "NOWHERE").status_code == 404
    assert ask(as_(factories.contractor(factories.organisation())), "PUMP", "V1").status_code == 404


def test_the_course_of_fire_protection_is_told_to_nobody_of_a_firm(piped):
    System.objects.filter(pk=piped.water.pk).update(predefined_type="FIREPROTECTION", family="fire")
    Port.objects.filter(system_type=piped_station.WATER).update(system_type="FIREPROTECTION")
    lent = as_(of_a_firm_with_an_agents_work())

    assert ask(lent, "BASIN", "LAMP").status_code == 403
    assert causes(ask(lent, "PUMP", "LAMP")) == ["BOARD", "MAIN"]
    assert causes(ask(lent, "PUMP", "ISOLATOR")) == ["ISOLATOR", "BOARD", "MAIN"]
    assert causes(ask(as_(factories.person("agent")), "BASIN", "LAMP")) == ["BOARD", "MAIN"]
