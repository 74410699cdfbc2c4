"""The diagram of an answer of the network: what is drawn of it, what each symbol bears, and who is told it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from assets.isolation_cards import Said, Word, put
from assets.models import Element, Port, System
from maintenance import device_states
from tests import factories
from tests.twin import piped_station
from tests.twin.piped_station import as_, of_a_firm_with_an_agents_work

pytestmark = pytest.mark.django_db
TRACES = "/stations/VDO/traces"


def opened(client: Client, code: str, ask: str, **more: str) -> dict[str, Any]:
    return client.get(f"{TRACES}/diagram.json", {"code": code, "ask": ask, **more}).json()


def parts(told: dict[str, Any]) -> dict[str, str]:
    """{code of the symbol, or its words: what the answer says of it}."""
    symbols = told["schematic"]["symbols"]
    return {(each["codes"] or [each["words"]])[0]: each["part"] for each in symbols}


def joined(told: dict[str, Any]) -> set[tuple[str, str, str]]:
    """(from, to, part) of each line."""
    drawn = told["schematic"]
    name = [(each["codes"] or [each["words"]])[0] for each in drawn["symbols"]]
    return {(name[line["tail"]], name[line["head"]], line["part"]) for line in drawn["lines"]}


def test_what_to_close_is_drawn_from_the_supply_to_what_is_cut_with_its_devices_numbered(piped, agent):
    told = opened(agent, "BASIN", "close")
    [device] = [each for each in told["schematic"]["symbols"] if each["part"] == "device"]
    in_3d = agent.get(f"{TRACES}.json", {"code": "BASIN", "ask": "close"}).json()

    assert parts(told) == {"TANK": "path", "V1": "path", "PUMP": "path", "V2": "device", "BASIN": "asked"}
    assert joined(told) == {
        ("TANK", "V1", "path"), ("V1", "PUMP", "path"), ("PUMP", "V2", "path"), ("V2", "BASIN", "path"),
    }  # fmt: skip
    assert [(device["codes"][0], device["number"])] == [
        (each["code"], each["number"]) for each in in_3d["devices"]
    ]
    assert [row["look"] for row in told["schematic"]["legend"]] == ["asked", "device", "path"]
    assert (told["id"], told["title"]) == ("close~BASIN", "What to close · BASIN")


def test_what_loses_service_is_marked_and_other_branches_are_not_drawn(piped, agent):
    told = opened(agent, "V2", "stops")

    assert parts(told)["BASIN"] == "about"
    assert ("V2", "BASIN", "about") in joined(told)
    assert {"V3", "SHOWER", "LAMP"}.isdisjoint(parts(told))


def test_a_pump_stands_between_its_power_and_its_water_and_what_is_only_named_is_dashed(piped, agent):
    told = opened(agent, "BOARD", "stops")
    symbols = [each["codes"][:1] for each in told["schematic"]["symbols"]]
    lines = {
        (symbols[line["tail"]][0], symbols[line["head"]][0]): (line["supposed"], bool(line["colour"]))
        for line in told["schematic"]["lines"]
        if symbols[line["tail"]] and symbols[line["head"]]
    }

    assert symbols.count(["PUMP"]) == 1
    assert lines["ISOLATOR", "PUMP"] == (True, False)
    assert lines["V2", "BASIN"] == (False, True)  # of another network than that of the board
    assert parts(told)["SHOWER"] == parts(told)["LAMP"] == "about"


def test_beyond_a_device_to_close_that_is_not_on_the_way_it_is_said_that_the_network_stays_supplied(
    piped, agent
):
    """
    a second tank ─▶ V4 ─▶ PIPE, further than the first
    """
    revision = factories.revision(piped.station, discipline="CVC")
    far, length, valve = (
        factories.element(revision, code, resolved_class=ifc, predefined_type=kind, properties=more)
        for code, ifc, kind, more in (
            ("TANK2", "IfcTank", "", []), ("FAR", "IfcPipeSegment", "", []),
            ("V4", "IfcValve", "ISOLATING", piped_station.OPEN),
        )
    )  # fmt: skip
    pipe = Element.objects.get(code="PIPE")
    for before, after in ((far, length), (length, valve), (valve, pipe)):
        piped_station.join(before, after, piped_station.WATER)

    told = opened(agent, "PIPE", "close")

    assert {code for code, part in parts(told).items() if part == "device"} == {"V1", "V4"}
    assert [each["words"] for each in told["schematic"]["symbols"] if each["outside"]] == ["Stays supplied"]
    assert [each["shape"] for each in told["schematic"]["symbols"] if each["part"] == "asked"] == ["length"]


def test_what_is_shut_already_is_told_from_what_is_to_be_operated(piped, agent):
    device_states.say(piped.assets["V3"], "blocks", by=factories.person("agent"))

    told = opened(agent, "SHOWER", "close")

    assert parts(told)["V3"] == "shut"
    assert {"look": "shut", "words": "closed already, to be left so"} in told["schematic"]["legend"]


def test_what_is_not_to_be_operated_is_told_from_what_is(piped, agent):
    device_states.say(piped.assets["V2"], "stuck", by=factories.person("agent"))

    told = opened(agent, "BASIN", "close")

    assert (parts(told)["V2"], parts(told)["V1"]) == ("barred", "device")
    assert {"look": "barred", "words": "not to be operated"} in told["schematic"]["legend"]


def test_what_a_card_closes_bears_the_name_of_the_card(piped, agent):
    people = [factories.person(role) for role in ("agent", "manager")]
    word = Word(people[0].pk, people[1].pk, timezone.now(), change=0)
    card = put(None, piped.assets["BASIN"], Said(medium="water", device="V1"), word)

    drawn = opened(agent, "BASIN", "close")["schematic"]
    labels = {each["codes"][0]: each["label"] for each in drawn["symbols"] if each["codes"]}

    assert {code: label for code, label in labels.items() if label} == {"V1": card.label}
    assert "card" in [row["look"] for row in drawn["legend"]]
    stops = opened(agent, "BASIN", "stops")["schematic"]
    assert not any(each["label"] for each in stops["symbols"])


def test_what_is_too_much_for_one_picture_is_told_as_more(piped, agent, monkeypatch):
    monkeypatch.setattr("twin.traces.diagram.MOST_SYMBOLS", 4)

    drawn = opened(agent, "TANK", "feeds")["schematic"]
    [more] = [each for each in drawn["symbols"] if each["shape"] == "more"]

    assert (more["words"], set(more["codes"]) >= {"V2", "BASIN", "V3", "SHOWER"}) == ("5 more behind", True)
    assert drawn["legend"][-1]["look"] == "more"


def test_where_nothing_can_be_followed_it_is_said_instead(piped, agent):
    drawn = factories.element(factories.revision(piped.station, discipline="ARC"), "ALONE")
    factories.asset(piped.station, "ALONE", drawn_by=drawn)

    told = opened(agent, "ALONE", "fed")["schematic"]

    assert (told["symbols"], told["lines"]) == ([], [])
    assert told["empty"].startswith("The models draw no connection of ALONE here")


def test_answers_lead_to_their_diagram_and_it_leads_back(piped, agent):
    words = agent.get(f"{TRACES}/", {"code": "V2", "ask": "stops"}).content.decode()
    close = agent.get("/stations/VDO/what-to-close/", {"code": "BASIN"}).content.decode()
    in_3d = agent.get(
        f"{TRACES}/", {"code": "V2", "ask": "stops"}, headers={"HX-Request": "true"}
    ).content.decode()
    close_in_3d = agent.get(
        "/stations/VDO/what-to-close/", {"code": "BASIN"}, headers={"HX-Request": "true"}
    ).content.decode()

    for page, asked in (
        (words, "stops~V2"),
        (in_3d, "stops~V2"),
        (close, "close~BASIN~water"),
        (close_in_3d, "close~BASIN~water"),
    ):
        code = asked.split("~")[1]
        assert (
            f'data-beside="{asked}" href="/stations/VDO/?select={code}&amp;trace={asked}&amp;beside={asked}"'
            in page
        )
    assert opened(agent, "V2", "stops")["links"] == [
        {"words": "The answer in words", "url": "/stations/VDO/traces/?code=V2&ask=stops"}
    ]


def test_without_3d_it_has_a_page_that_is_read_without_scripts():
    piped = piped_station.build("LOW", twin_mode="PLAN_2D")
    agent = as_(factories.person("agent"))

    words = agent.get("/stations/LOW/traces/", {"code": "V2", "ask": "stops"}).content.decode()
    page = agent.get("/stations/LOW/traces/diagram/", {"code": "V2", "ask": "stops"}).content.decode()

    assert piped.station.code == "LOW"
    assert 'href="/stations/LOW/traces/diagram/?code=V2&amp;ask=stops&amp;select=V2"' in words
    assert "after V2" in " ".join(page.split()).replace('<span class="small soft">', "")


def test_no_firm_is_told_it_and_its_people_with_an_agents_work_nothing_of_fire(piped):
    System.objects.filter(pk=piped.water.pk).update(predefined_type="FIREPROTECTION", family="fire")
    Port.objects.filter(system_type=piped_station.WATER).update(system_type="FIREPROTECTION")
    firm = factories.organisation()
    factories.work_order(piped.station, organisation=firm, asset=piped.assets["PUMP"])
    works, lent = as_(factories.contractor(firm)), as_(of_a_firm_with_an_agents_work())

    for name in ("diagram/", "diagram.json"):
        assert works.get(f"{TRACES}/{name}", {"code": "PUMP", "ask": "close"}).status_code == 404
    assert opened(lent, "BASIN", "close")["schematic"]["symbols"] == []
    assert {"BASIN", "SHOWER", "V2"}.isdisjoint(parts(opened(lent, "BOARD", "stops")))
    assert "BASIN" in parts(opened(as_(factories.person("agent")), "BOARD", "stops"))


@pytest.mark.parametrize("asked", ["?code=BASIN&ask=why", "?code=NOWHERE&ask=close", "?ask=close"])
def test_what_is_not_there_or_not_asked_so_is_not_found(asked, piped, agent):
    assert agent.get(f"{TRACES}/diagram/{asked}").status_code == 404
