"""Systems drawn from their connections: what is told of them, to whom, and what is said where nothing is connected."""

from __future__ import annotations

import pytest
from django.test import Client

from assets.models import Port, System
from tests import factories
from tests.twin.piped_station import of_a_firm_with_an_agents_work

pytestmark = pytest.mark.django_db


@pytest.fixture
def water() -> System:
    """
    tank ─▶ pipe ─▶ V1 ─▶ four basins of room 013    (and a valve V9 on nothing)
    """
    station = factories.station("VDO")
    room = factories.location(station, "S1-013", name="013", long_name="Toilets")
    revision = factories.revision(station)
    made = {
        code: factories.element(
            revision, code, resolved_class=ifc, predefined_type=kind, kind=word, location=room
        )
        for code, ifc, kind, word in (
            ("TANK", "IfcTank", "", "tank"),
            ("PIPE", "IfcPipeSegment", "", ""),
            ("V1", "IfcValve", "ISOLATING", "valve"),
            ("V9", "IfcValve", "ISOLATING", "valve"),
            *((f"B{n}", "IfcSanitaryTerminal", "WASHHANDBASIN", "sanitaryterminal") for n in range(1, 5)),
        )
    }
    for code, element in made.items():
        if code != "PIPE":
            factories.asset(station, code, drawn_by=element, location=room)
    for before, after in [("TANK", "PIPE"), ("PIPE", "V1"), *(("V1", f"B{n}") for n in range(1, 5))]:
        factories.joined(made[before], made[after])
    Port.objects.filter(revision=revision, connections_out__isnull=False).update(flow_direction="SOURCE")
    Port.objects.filter(revision=revision, connections_in__isnull=False).update(flow_direction="SINK")
    system = factories.system(station, "Cold water", *made.values())
    System.objects.filter(pk=system.pk).update(predefined_type="DOMESTICCOLDWATER")
    return system


def of(role: str, system: System) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(factories.person(role, station=system.station))
    return client


def opened(client: Client, system: System) -> dict:
    return client.get(f"/stations/VDO/synoptics/systems/{system.pk}/contents.json").json()


def test_an_agent_is_told_symbols_and_lines_with_codes_words_and_evidence(water):
    told = opened(of("agent", water), water)
    drawn = told["schematic"]

    assert (told["id"], told["title"], told["may_draw"]) == (f"s{water.pk}", "Cold water", False)
    assert [(each["shape"], each["codes"], each["count"]) for each in drawn["symbols"]] == [
        ("tank", ["TANK"], 1),
        ("valve", ["V1"], 1),
        ("basin", ["B1", "B2", "B3", "B4"], 4),
    ]
    assert drawn["symbols"][2]["words"].startswith("4 × ")
    assert drawn["symbols"][2]["room"] == "013 · Toilets"
    assert drawn["lines"] == [
        {"tail": 0, "head": 1, "directed": True, "evidence": "B", "supposed": False, "codes": ["PIPE"]},
        {"tail": 1, "head": 2, "directed": True, "evidence": "B", "supposed": False, "codes": []},
    ]
    assert (drawn["loose"], drawn["empty"]) == (1, "")


def test_it_is_listed_beside_the_drawings_and_has_a_page_that_is_read_without_scripts(water):
    client = of("agent", water)

    [line] = client.get("/stations/VDO/synoptics.json").json()["schematics"]
    listed = client.get("/stations/VDO/synoptics/").content.decode()
    page = client.get(f"/stations/VDO/synoptics/systems/{water.pk}/").content.decode()

    assert (line["id"], line["title"], line["drawable"]) == (f"s{water.pk}", "Cold water", True)
    assert "Diagrams drawn from the connections" in listed
    assert f"/stations/VDO/?beside=s{water.pk}" in listed
    assert "after TANK" in " ".join(page.split()).replace('<span class="small soft">', "")
    assert "B1 and 3 more" in page


def test_the_sheet_of_what_is_joined_leads_to_it_and_that_of_what_is_not_does_not(water):
    client = of("agent", water)
    lonely = factories.element(factories.revision(water.station, discipline="INC"), "S-1")
    factories.asset(water.station, "S-1", drawn_by=lonely)
    factories.system(water.station, "Alarms", lonely, family="data")

    joined, alone = (client.get(f"/stations/VDO/assets/{code}/").content.decode() for code in ("V1", "S-1"))

    assert f'href="/stations/VDO/?beside=s{water.pk}&amp;select=V1"' in joined
    assert "beside=s" not in alone


def test_a_network_without_ports_says_so_in_the_list_and_when_it_is_opened(water):
    bare = factories.system(
        water.station,
        "Alarms",
        factories.element(factories.revision(water.station, discipline="INC"), "S-1"),
        family="data",
    )
    client = of("agent", water)

    told = opened(client, bare)["schematic"]
    lines = client.get("/stations/VDO/synoptics.json").json()["schematics"]

    assert (told["symbols"], told["lines"]) == ([], [])
    assert told["empty"].startswith("Nothing can be drawn: the published models join nothing")
    assert {line["title"]: line["drawable"] for line in lines} == {"Cold water": True, "Alarms": False}


def test_a_network_of_more_symbols_than_anybody_reads_is_not_sent(water, monkeypatch):
    monkeypatch.setattr("twin.schematics.MOST_SYMBOLS", 2)

    told = opened(of("agent", water), water)["schematic"]

    assert (told["symbols"], told["lines"]) == ([], [])
    assert "3 symbols" in told["empty"]


def test_a_firm_is_told_nothing_of_it_even_with_an_order_in_its_rooms(water):
    firm = factories.organisation("Zebra")
    room = water.station.locations.get(code="S1-013")
    factories.work_order(water.station, organisation=firm, location=room)
    client = Client()
    client.force_login(factories.contractor(firm, station=water.station))

    for name in ("", "contents.json"):
        assert client.get(f"/stations/VDO/synoptics/systems/{water.pk}/{name}").status_code == 404


def test_the_drawing_of_a_fire_network_is_there_for_nobody_of_a_firm(water):
    """Not even for whom the operator lets see whole stations."""
    System.objects.filter(pk=water.pk).update(predefined_type="FIREPROTECTION", family="fire")
    lent = Client()
    lent.force_login(of_a_firm_with_an_agents_work())
    addresses = [f"/stations/VDO/synoptics/systems/{water.pk}/{each}" for each in ("", "contents.json")]

    assert {lent.get(each).status_code for each in addresses} == {404}
    assert addresses[0] not in lent.get("/stations/VDO/synoptics/").content.decode()
    assert {of("agent", water).get(each).status_code for each in addresses} == {200}


def test_a_system_of_another_station_is_not_found_here(water):
    factories.station("OTH")
    client = Client()
    client.force_login(factories.person("manager"))

    assert client.get(f"/stations/VDO/synoptics/systems/{water.pk}/").status_code == 200
    assert client.get(f"/stations/OTH/synoptics/systems/{water.pk}/").status_code == 404
