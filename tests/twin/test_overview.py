"""The home of a station and the pages of its networks."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def station():
    made = factories.station("VDO", latitude=48.2, longitude=1.3)
    basement = factories.storey(made)
    room = factories.location(made, "LT-012", name="012", parent=basement)
    model = factories.revision(made)
    pump = factories.element(model, code="P-01")
    pipe = factories.element(model, code="T-01", kind="pipe-segment")
    made.pump = factories.asset(made, "P-01", name="Pompe 1", location=room, drawn_by=pump)
    made.listed = factories.asset(made, "V-02", name="Vanne", kind="valve")
    made.system = factories.system(made, "EU", pump, pipe, family="drainage")
    made.system.registered.add(made.listed)
    made.manual = factories.document(made, "Notice pompe")
    made.manual.links.create(asset=made.pump)
    return made


@pytest.fixture
def agent(station):
    client = Client(headers={"accept-language": "en"})
    client.force_login(factories.person("agent", station=station))
    return client


def test_the_home_counts_what_there_is_and_leads_to_it(station, agent):
    factories.work_order(station, asset=station.pump)

    page = agent.get("/stations/VDO/overview/").content.decode()

    assert re.findall(
        r'href="/stations/VDO/assets/S1/"><strong>Sous-sol</strong><span class="soft">([^<]+)<', page
    ) == ["1 room · 1 piece of equipment"]
    assert f'href="/stations/VDO/systems/{station.system.pk}/"' in page
    assert f'href="/stations/VDO/documents/{station.manual.pk}/"' in page
    assert re.findall(r"<strong>(\d+)</strong>", page)[-1] == "1"
    assert "Water and drains" in page


def test_a_network_names_its_equipment_its_rooms_its_documents_and_its_orders(station, agent):
    """What a model draws in it and what a register lists; the pipe is a part, but no equipment."""
    factories.work_order(station, asset=station.pump, title="Pump is loud")

    page = agent.get(f"/stations/VDO/systems/{station.system.pk}/").content.decode()
    table = agent.get(f"/stations/VDO/assets/?system={station.system.pk}").content.decode()

    assert "2 pieces of equipment" in page
    assert re.findall(r'<li><a href="/stations/VDO/assets/([^/]+)/"', page) == ["P-01", "V-02", "LT-012"]
    assert "Notice pompe" in page
    assert "Pump is loud" in page
    assert re.findall(r'<td><a class="code"[^>]+>([^<]+)<', table) == ["P-01", "V-02"]


def test_a_network_is_taken_away_as_a_graph_where_its_course_is_told(station, agent):
    firm = factories.contractor(factories.organisation())
    firm.memberships.create(role="agent")  # whom the operator lets see whole stations
    hers = Client()
    hers.force_login(firm)
    fire = factories.system(station, "RIA", station.pump.matches.get().element, family="fire")

    def links(client: Client, system) -> list[str]:
        page = client.get(f"/stations/VDO/systems/{system.pk}/").content.decode()
        return re.findall(rf'href="(/api/v1/systems/{system.pk}/graph/[^"]*)"', page)

    told = links(agent, fire)
    assert [agent.get(link).status_code for link in told] == [200, 200]
    assert links(hers, station.system) == [
        link.replace(str(fire.pk), str(station.system.pk)) for link in told
    ]
    assert links(hers, fire) == []


def test_a_network_of_another_station_is_not_there(station, agent):
    other = factories.system(factories.station("BRV"), "EU")

    assert agent.get(f"/stations/VDO/systems/{other.pk}/").status_code == 404


def test_the_sheet_of_equipment_that_a_register_lists_names_its_network(station, agent):
    assert "EU" in agent.get("/stations/VDO/assets/V-02/").content.decode()


def test_a_station_without_anything_in_3d_opens_on_its_home(agent):
    small = factories.station("SFA", twin_mode="REGISTER")
    client = Client(headers={"accept-language": "en"})
    client.force_login(factories.person("steward", station=small))

    page = client.get("/stations/SFA/").content.decode()

    assert 'href="/stations/SFA/register/"' in page
    assert "Its position is not known" in page


@pytest.mark.parametrize("address", ["overview/", "systems/", "", "tables/rooms/"])
def test_no_page_of_it_asks_more_of_the_database_the_more_there_is(
    station, agent, address, django_assert_max_num_queries
):
    for number in range(30):
        element = factories.element(station.revisions.first(), code=f"X-{number}")
        factories.asset(station, f"X-{number}", drawn_by=element)
        factories.system(station, f"N-{number}", element)

    with django_assert_max_num_queries(28):
        agent.get(f"/stations/VDO/{address}")
