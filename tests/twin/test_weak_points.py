"""The page of weak points: who reads it, what it says, and where it leads."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client

from assets.models import Port, System
from maintenance import device_states
from tests import factories
from tests.twin import piped_station
from tests.twin.piped_station import as_, of_a_firm_with_an_agents_work

pytestmark = pytest.mark.django_db
PAGE = "/stations/VDO/weak-points/"


def read(client: Client, system: System | None = None) -> str:
    """The text of the page."""
    page = client.get(PAGE, {"system": system.pk} if system else {}).content.decode()
    main = page[page.index("<main") :]
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", main)).split())


def test_the_worst_comes_first_with_what_hangs_on_it_through_a_pump_and_where(piped, agent):
    text = read(agent)

    first = text.index("If one of these fails: 2 points of use without water, 2 without power, in 3 rooms.")
    board, breaker = text.index("MAIN"), text.index("ISOLATOR")
    assert first < board < breaker
    assert "2 points of use without water, in 2 rooms." in text
    assert "Cold water 2 013 · Toilets, 014 · Showers" in text


def test_of_one_network_only_its_equipment_is_listed(piped, agent):
    text = read(agent, piped.water)

    assert "If one of these fails: 2 points of use without water, in 2 rooms." in text
    assert "If it fails: 1 point of use without water, in 1 room." in text
    assert "ISOLATOR" not in text
    assert "BASIN" not in text  # a basin that fails takes nothing from anybody


def test_what_people_say_to_be_closed_hangs_on_nothing_any_more(piped, agent):
    assert "If one of these fails: 2 points of use without water, in 2 rooms." in read(agent, piped.water)

    device_states.say(piped.assets["V2"], "blocks", by=factories.person("agent"))

    assert "If one of these fails: 1 point of use without water, in 1 room." in read(agent, piped.water)
    assert "2 points of use without water" not in read(agent, piped.water)


def test_each_leads_to_the_sheet_to_what_stops_with_it_and_to_the_3d(piped, agent):
    page = agent.get(PAGE, {"system": piped.water.pk}).content.decode()

    for address in (
        "/stations/VDO/assets/TANK/",
        "/stations/VDO/traces/?code=TANK&amp;ask=stops",
        "/stations/VDO/?select=TANK&amp;trace=stops~TANK",
        f"/stations/VDO/systems/{piped.water.pk}/",
        f"/stations/VDO/?beside=s{piped.water.pk}",
    ):
        assert f'href="{address}"' in page


@pytest.mark.parametrize(
    ("address", "role"),
    [
        ("/stations/VDO/systems/", "agent"),
        ("/stations/VDO/systems/{pk}/", "agent"),
        ("/stations/VDO/connections/", "steward"),
    ],
)
def test_one_gets_there_from_the_networks_and_from_the_connections_to_confirm(address, role, piped):
    page = as_(factories.person(role)).get(address.format(pk=piped.water.pk)).content.decode()

    assert "/stations/VDO/weak-points/" in page


def test_it_is_said_where_the_models_join_nothing(piped, agent):
    lonely = factories.element(factories.revision(piped.station, discipline="INC"), "S-1")
    alarms = factories.system(piped.station, "Alarms", lonely, family="data")

    assert "The models draw no connection here" in read(agent, alarms)


def test_a_firm_has_no_such_page_and_its_people_with_an_agents_work_read_nothing_of_fire(piped):
    System.objects.filter(pk=piped.water.pk).update(predefined_type="FIREPROTECTION", family="fire")
    Port.objects.filter(system_type=piped_station.WATER).update(system_type="FIREPROTECTION")
    firm = factories.organisation()
    factories.work_order(piped.station, organisation=firm, asset=piped.assets["PUMP"])
    works, lent = as_(factories.contractor(firm)), as_(of_a_firm_with_an_agents_work())

    assert works.get(PAGE).status_code == 404
    assert lent.get(PAGE, {"system": piped.water.pk}).status_code == 404
    assert lent.get(PAGE).status_code == 200
    assert "2 points of use without power" in read(lent)
    assert all(word not in read(lent) for word in ("Cold water", "fire", "V1", "TANK"))
    assert "2 points of use without fire protection, 2 without power" in read(as_(factories.person("agent")))


@pytest.mark.parametrize("system", ["x", "0", "99999999999999999999"])
def test_a_system_that_is_not_there_is_not_found(system, piped, agent):
    assert agent.get(PAGE, {"system": system}).status_code == 404
