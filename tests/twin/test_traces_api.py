"""Traces by the interface for programs: the contract's answer, kept while nothing changes; what a firm reads of it."""

from __future__ import annotations

import gzip
import io
import json
from itertools import pairwise
from types import SimpleNamespace

import networkx
import pytest
from django.test import Client

from assets import history
from assets.api import kept
from assets.models import Asset, Connection, Element, Port, ResponsibleParty, ServedPlace, Station
from assets.networks.answers import Trace
from maintenance import device_states, standing_states
from tests import factories
from tests.twin.piped_station import of_a_firm_with_an_agents_work
from twin.api.trace_answers import TraceAnswer

pytestmark = pytest.mark.django_db

TRACES = "/api/v1/traces/"


@pytest.fixture
def water() -> SimpleNamespace:
    """
    tank ─▶ V1 ─▶ pump (room 012) ─▶ V2 ─▶ basin (room 013)
    """
    station = factories.station("VDO")
    storey = factories.storey(station)
    rooms = [factories.location(station, code, parent=storey, kind="space") for code in ("S1-012", "S1-013")]
    revision = factories.revision(station, state="PUBLISHED")
    made = {}
    for code, ifc_class, kind, room in (
        ("TANK", "IfcTank", "", rooms[1]),
        ("V1", "IfcValve", "ISOLATING", rooms[0]),
        ("PUMP", "IfcPump", "CIRCULATOR", rooms[0]),
        ("V2", "IfcValve", "ISOLATING", rooms[1]),
        ("BASIN", "IfcSanitaryTerminal", "", rooms[1]),
    ):
        open_ = [["Pset_ValveTypeIsolating", "IsNormallyOpen", True, "IfcBoolean", None, 1]]
        element = factories.element(
            revision, code, resolved_class=ifc_class, predefined_type=kind, location=room, storey=storey,
            properties=open_ if kind == "ISOLATING" else [],
        )  # fmt: skip
        word = "valve-isolating" if kind == "ISOLATING" else "pump"
        asset = factories.asset(station, code, drawn_by=element, location=room, kind=word)
        made[code] = SimpleNamespace(element=element, asset=asset)
    elements = [each.element for each in made.values()]
    for before, after in pairwise(elements):
        factories.joined(before, after)
    system = factories.system(station, "Eau froide", *elements)
    system.predefined_type, system.family = "DOMESTICCOLDWATER", "water"
    system.save()
    Port.objects.filter(revision=revision, connections_out__isnull=False).update(flow_direction="SOURCE")
    Port.objects.filter(revision=revision, connections_in__isnull=False).update(flow_direction="SINK")
    return SimpleNamespace(station=station, system=system, rooms=rooms, **made)


def as_(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def agent(water) -> Client:
    return as_(factories.person("agent"))


def ask(client: Client, asset: str, kind: str, **more: str):
    return client.get(TRACES, {"station": "VDO", "asset": asset, "kind": kind, **more})


def test_an_isolation_says_what_to_close_who_loses_water_and_on_what_it_rests(water, agent):
    answer = ask(agent, "PUMP", "isolation").json()

    assert answer["devices"] == ["V1"]
    assert answer["lost"] == {
        "assets": ["V2", "BASIN"],
        "locations": ["S1-013"],
        "dependents": [],
        "tenants": [],
    }
    assert answer["served"] == [{"location": "S1-013", "method": "storey"}]
    assert answer["path"] == ["TANK", "V1", "PUMP"]
    assert (answer["complete"], answer["certain"], answer["evidence"]) == (True, True, "B")
    assert {w["reason"] for w in answer["weak_connections"]} == {"distance-unknown"}
    assert answer["device_states"] == [{"asset": "V1", "conducts": True, "to_verify": False}]
    assert answer["global_ids"]["V1"] == [water.V1.element.global_id]


@pytest.mark.parametrize("kind", list(Trace))
def test_every_answer_is_as_the_description_of_the_interface_says(kind, water, agent):
    say(water, water.V1.asset, "stuck")

    told = ask(agent, "PUMP", kind).json()

    read = TraceAnswer(data=told)
    assert read.is_valid(), read.errors
    assert set(told) == set(read.fields)
    assert set(told["lost"]) == set(read.fields["lost"].fields)


def test_what_is_shut_or_stuck_changes_the_answer(water, agent):
    shut = ask(agent, "BASIN", "isolation", closed="V1").json()
    stuck = ask(agent, "BASIN", "isolation", stuck="V2").json()

    assert shut["lost"]["assets"] == []
    assert stuck["devices"] == ["V1"]


def say(water, device: Asset, said: str, **more) -> None:
    device_states.say(device, said, by=factories.person("agent", username="nora", **more))


def test_a_device_said_shut_blocks_and_an_isolation_leans_on_it(water, agent):
    say(water, water.V1.asset, "blocks")

    impact, isolation = ask(agent, "TANK", "impact").json(), ask(agent, "PUMP", "isolation").json()

    assert impact["lost"]["assets"] == []
    assert (isolation["devices"], isolation["leans_on"]) == ([], ["V1"])
    (state,) = isolation["device_states"]
    assert (state["asset"], state["conducts"], state["hindrance"]) == ("V1", False, None)
    (word,) = state["said"]
    assert (word["state"], word["by"], word["firm"], word["old"]) == ("blocks", "nora", None, False)


def test_what_the_question_supposes_shut_is_shut_whatever_was_said(water, agent):
    say(water, water.V1.asset, "conducts")

    assert ask(agent, "TANK", "impact", closed="V1").json()["lost"]["assets"] == []


@pytest.mark.parametrize("hindrance", ["stuck", "out-of-reach", "locked-out"])
def test_a_device_that_cannot_be_operated_is_passed_over(hindrance, water, agent):
    say(water, water.V2.asset, hindrance)

    answer = ask(agent, "BASIN", "isolation").json()

    assert (answer["devices"], answer["passed_over"]) == (["V1"], ["V2"])
    assert [(each["asset"], each.get("hindrance")) for each in answer["device_states"]] == [
        ("V1", None),
        ("V2", hindrance),
    ]


def test_a_word_that_has_grown_old_makes_no_answer_certain_and_asks_for_another(water, agent, monkeypatch):
    say(water, water.V1.asset, "blocks")
    question = {"station": "VDO", "asset": "TANK", "kind": "impact"}
    fresh = agent.get(TRACES, question)
    monkeypatch.setattr(standing_states, "OLD_AFTER", -standing_states.OLD_AFTER)
    old = agent.get(TRACES, question, headers={"If-None-Match": fresh["ETag"]})

    assert (fresh.json()["certain"], fresh.json()["lost"]["assets"]) == (True, [])
    assert old.status_code == 200
    assert (old.json()["certain"], old.json()["lost"]["assets"]) == (False, ["V1", "PUMP", "V2", "BASIN"])
    assert {"asset": "V1", "reason": "state-unknown"} in old.json()["doubts"]


def test_a_firms_word_alone_makes_nothing_certain(water, agent):
    firm = factories.organisation("Plomberie Martin")
    plumber = factories.contractor(firm, station=water.station)
    order = factories.begun(
        factories.work_order(water.station, asset=water.V1.asset, organisation=firm), plumber
    )
    assert ask(agent, "TANK", "impact").json()["certain"]

    device_states.say(water.V1.asset, "blocks", by=plumber, work_order=order)
    said_by_the_firm = ask(agent, "TANK", "impact").json()
    say(water, water.V1.asset, "blocks")
    said_by_us = ask(agent, "TANK", "impact").json()

    assert (said_by_the_firm["certain"], len(said_by_the_firm["lost"]["assets"])) == (False, 4)
    assert (said_by_us["certain"], said_by_us["lost"]["assets"]) == (True, [])


def test_a_firm_is_told_what_was_said_in_its_room_and_not_by_whom(water):
    organisation = factories.organisation()
    factories.work_order(water.station, location=water.rooms[0], organisation=organisation)
    firm = as_(factories.contractor(organisation, station=water.station))
    say(water, water.V1.asset, "stuck")

    answer = ask(firm, "PUMP", "isolation")

    assert answer.json()["device_states"][-1]["hindrance"] == "stuck"
    assert "nora" not in answer.content.decode()


def test_a_question_asked_again_is_answered_unchanged_until_something_happens_in_the_station(water, agent):
    first = ask(agent, "PUMP", "impact")
    again = agent.get(
        TRACES,
        {"station": "VDO", "asset": "PUMP", "kind": "impact"},
        headers={"If-None-Match": first["ETag"]},
    )
    history.record("renamed", water.PUMP.asset, station=water.station)
    later = ask(agent, "PUMP", "impact")

    assert (again.status_code, again.content) == (304, b"")
    assert first["Cache-Control"] == "private, no-cache"
    assert later["ETag"] != first["ETag"] != ask(agent, "PUMP", "impact", closed="V1")["ETag"]


@pytest.mark.parametrize("address", [TRACES, "/stations/VDO/traces.json"])
def test_a_browser_that_takes_packed_answers_is_told_that_nothing_changed(water, agent, address):
    asked = {"station": "VDO", "asset": "PUMP", "kind": "impact", "code": "PUMP", "ask": "close"}
    packed = {"Accept-Encoding": "gzip"}

    first = agent.get(address, asked, headers=packed)
    again = agent.get(address, asked, headers=packed | {"If-None-Match": first["ETag"]})

    assert first["Content-Encoding"] == "gzip"
    assert (again.status_code, again.content) == (304, b"")


def test_who_has_any_answer_is_told_all_the_same_that_there_is_none(water, agent, firm):
    for client, code, status in ((agent, "NOWHERE", 422), (firm, "BASIN", 404), (agent, "PUMP", 200)):
        asked = {"station": "VDO", "asset": code, "kind": "impact"}
        assert client.get(TRACES, asked, headers={"If-None-Match": "*"}).status_code == status


def test_a_long_answer_is_packed_and_holds_the_same(water, agent, monkeypatch):
    plain = ask(agent, "PUMP", "connected")
    monkeypatch.setattr(kept, "LONG", 10)

    packed = agent.get(
        TRACES,
        {"station": "VDO", "asset": "PUMP", "kind": "connected"},
        headers={"Accept-Encoding": "gzip"},
    )

    assert "Accept-Encoding" in packed["Vary"]
    assert json.loads(gzip.decompress(packed.content)) == plain.json()


def test_what_cannot_be_traced_is_said_in_a_sentence(water, agent):
    unknown, medium = ask(agent, "NOWHERE", "impact"), ask(agent, "PUMP", "impact", medium="gas")
    wrong = ask(agent, "PUMP", "sideways")

    assert (unknown.status_code, medium.status_code, wrong.status_code) == (422, 422, 400)
    assert unknown.json()["detail"] == "Nothing in the published models of VDO is called NOWHERE."
    assert (
        medium.json()["detail"] == "PUMP has no connection in gas; the models know it in DOMESTICCOLDWATER."
    )


@pytest.fixture
def firm(water) -> Client:
    """A plumber with an order on the pump."""
    organisation = factories.organisation()
    factories.work_order(water.station, asset=water.PUMP.asset, organisation=organisation)
    return as_(factories.contractor(organisation, station=water.station))


def test_a_firm_reads_of_an_answer_what_stands_in_its_zone(water, firm):
    answer = ask(firm, "PUMP", "downstream").json()
    isolation = ask(firm, "PUMP", "isolation").json()

    assert answer["reached"] == []  # the valve and the basin are in another room
    assert answer["lost"]["locations"] == answer["served"] == []
    assert (answer["ending"], answer["complete"], answer["certain"]) == ("restricted", False, False)
    assert "BASIN" not in str(answer) + str(isolation)
    assert ask(firm, "BASIN", "impact").status_code == 404
    assert ask(firm, "NOWHERE", "impact").status_code == 404


@pytest.mark.parametrize("what", ["closed", "stuck"])
def test_a_firm_learns_nothing_of_elsewhere_by_what_it_says_is_shut_or_stuck(what, water, firm):
    own, elsewhere, nowhere = (
        ask(firm, "PUMP", "isolation", **{what: code}) for code in ("PUMP", "BASIN", "NOWHERE")
    )

    assert own.status_code == 200
    assert (elsewhere.status_code, elsewhere.content) == (nowhere.status_code, nowhere.content)
    assert elsewhere.status_code == 404


def test_the_course_of_a_fire_network_is_shown_to_no_firm(water, firm):
    water.system.predefined_type = "FIREPROTECTION"
    water.system.save()
    Station.objects.filter(pk=water.station.pk).update(name="x")

    refused = ask(firm, "PUMP", "downstream")

    assert refused.status_code == 403
    assert refused.json()["detail"] == "The course of this network is not shown to firms."


def named_after_security(water) -> None:
    """Its file says neither what it carries nor that it is kept."""
    names = {"name": "Contrôle d'accès", "long_name": "", "predefined_type": "", "family": "unknown"}
    type(water.system).objects.filter(pk=water.system.pk).update(**names)
    Port.objects.update(system_type="")
    Station.objects.filter(pk=water.station.pk).update(name="x")


def test_a_network_that_is_only_named_after_security_is_shown_to_no_firm(water, firm):
    named_after_security(water)

    refused = [ask(each, "PUMP", "isolation") for each in (firm, as_(of_a_firm_with_an_agents_work()))]

    assert [each.status_code for each in refused] == [403, 403]
    assert "V1" not in refused[0].content.decode()


def test_a_fire_network_is_not_shown_to_who_sees_the_station_whole_and_is_of_a_firm(water):
    water.system.predefined_type, water.system.family = "FIREPROTECTION", "fire"
    water.system.save()

    refused, told = (
        ask(as_(each), "PUMP", "isolation")
        for each in (of_a_firm_with_an_agents_work(), factories.person("agent"))
    )

    assert (refused.status_code, told.status_code) == (403, 200)
    assert told["ETag"] != refused.get("ETag")


def watched(water) -> None:
    """The basin is a camera, that hangs on this network as on any other."""
    Element.objects.filter(pk=water.BASIN.element.pk).update(
        resolved_class="IfcAudioVisualAppliance", predefined_type="CAMERA"
    )


def test_what_watches_is_left_out_of_a_firms_answers_and_makes_them_no_whole_ones(water):
    watched(water)
    lent, agent = as_(of_a_firm_with_an_agents_work()), as_(factories.person("agent"))

    told, whole = (ask(each, "PUMP", "impact") for each in (lent, agent))

    assert whole.json()["lost"]["assets"] == ["V2", "BASIN"]
    assert told.json()["lost"]["assets"] == ["V2"]
    assert (told.json()["complete"], told.json()["certain"], told.json()["ending"]) == (
        False,
        False,
        "restricted",
    )
    assert "BASIN" not in told.content.decode()


def test_what_watches_is_left_out_of_the_system_that_somebody_of_a_firm_takes_away(water):
    watched(water)
    address = f"/api/v1/systems/{water.system.pk}/graph/"

    told, whole = (
        as_(each).get(address).json() for each in (of_a_firm_with_an_agents_work(), factories.person("agent"))
    )

    assert [node["code"] for node in told["nodes"]] == ["TANK", "V1", "PUMP", "V2"]
    assert [len(each["edges"]) for each in (told, whole)] == [3, 4]


def test_a_firm_asks_of_a_thing_in_two_networks_about_the_one_that_it_is_told_of(water, firm):
    """The pump fills the fire main too: what is asked of both is refused, what is asked of the water is told."""
    hydrant = factories.element(
        water.PUMP.element.revision, "RIA-1", resolved_class="IfcFireSuppressionTerminal"
    )
    joint = factories.joined(water.PUMP.element, hydrant)
    Port.objects.filter(pk__in=[joint.from_port_id, joint.to_port_id]).update(system_type="FIREPROTECTION")

    both, only = ask(firm, "PUMP", "isolation"), ask(firm, "PUMP", "isolation", medium="water")
    kept_one = ask(firm, "PUMP", "isolation", medium="fire")

    assert (both.status_code, only.status_code, kept_one.status_code) == (403, 200, 403)


def test_the_tenants_of_rooms_that_lose_service_are_named_to_who_sees_the_station_whole(water, agent, firm):
    shop = factories.organisation("Relay", role="tenant")
    ResponsibleParty.objects.create(station=water.station, location=water.rooms[1], organisation=shop)
    history.record("recorded", shop, station=water.station)

    answer, firms = ask(agent, "PUMP", "isolation").json(), ask(firm, "PUMP", "isolation")

    assert answer["lost"]["tenants"] == [{"location": "S1-013", "tenant": "Relay"}]
    assert firms.json()["lost"]["tenants"] == []
    assert "Relay" not in firms.content.decode()


def test_a_thing_in_no_room_serves_the_rooms_that_its_system_says_it_serves(water, agent):
    storey = water.rooms[1].parent
    Element.objects.filter(pk=water.BASIN.element.pk).update(location=None)
    Asset.objects.filter(pk=water.BASIN.asset.pk).update(location=None)
    revision = water.BASIN.element.revision
    by_storey = ask(agent, "PUMP", "isolation").json()

    for place in (water.rooms[0], storey):
        ServedPlace.objects.create(revision=revision, system=water.system, location=place)
    history.record("published", revision, station=water.station)
    by_system = ask(agent, "PUMP", "isolation").json()

    assert by_storey["served"] == [{"location": "S1", "method": "storey"}]
    assert by_system["served"] == [{"location": "S1-012", "method": "system"}]
    assert by_system["lost"]["locations"] == ["S1-012"]


def test_a_system_is_exported_as_a_graph_for_other_programs(water, agent):
    address = f"/api/v1/systems/{water.system.pk}/graph/"
    told = agent.get(address).json()

    assert [node["code"] for node in told["nodes"]] == ["TANK", "V1", "PUMP", "V2", "BASIN"]
    assert {(edge["direction"], edge["evidence"]) for edge in told["edges"]} == {("said", "B")}


def test_the_graph_of_a_system_opens_in_networkx_whatever_is_known_of_its_directions(water, agent):
    """V2 – basin is joined both ways, in a part that nothing feeds: no direction can be deduced there."""
    last = Connection.objects.get(to_port__element=water.BASIN.element)
    Connection.objects.filter(to_port__element=water.V2.element).delete()
    Connection.objects.filter(pk=last.pk).update(directed=False)
    Port.objects.filter(pk__in=(last.from_port_id, last.to_port_id)).update(flow_direction="NOTDEFINED")
    answer = agent.get(f"/api/v1/systems/{water.system.pk}/graph/", {"as": "graphml"})

    graph = networkx.read_graphml(io.BytesIO(answer.content))
    code = dict(graph.nodes(data="code"))
    edges = {
        (code[one], code[other]): (told["direction"], told["evidence"], told["reason"])
        for one, other, told in graph.edges(data=True)
    }
    assert edges == {
        ("TANK", "V1"): ("said", "B", "distance-unknown"),
        ("V1", "PUMP"): ("said", "B", "distance-unknown"),
        ("V2", "BASIN"): ("either-way", "B", "distance-unknown"),
    }
    assert answer["Content-Disposition"] == f'attachment; filename="VDO-{water.system.pk}.graphml"'


def test_what_a_member_carries_besides_is_no_part_of_the_graph_of_a_system(water, agent):
    """The basin drains too, into a pipe that is of another system."""
    joint = factories.joined(water.BASIN.element, factories.element(water.BASIN.element.revision, "DRAIN"))
    Port.objects.filter(pk__in=[joint.from_port_id, joint.to_port_id]).update(system_type="DRAINAGE")

    told = agent.get(f"/api/v1/systems/{water.system.pk}/graph/").json()

    assert [node["code"] for node in told["nodes"]] == ["TANK", "V1", "PUMP", "V2", "BASIN"]
    assert {node["medium"] for node in told["nodes"]} == {"DOMESTICCOLDWATER"}


def test_a_sign_that_no_document_may_hold_is_left_out_of_it(water, agent):
    Asset.objects.filter(pk=water.V2.asset.pk).update(code="V2\x0b")
    history.record("renamed", water.V2.asset, station=water.station)

    document = agent.get(f"/api/v1/systems/{water.system.pk}/graph/", {"as": "graphml"}).content

    graph = networkx.read_graphml(io.BytesIO(document))
    assert sorted(code for _, code in graph.nodes(data="code")) == ["BASIN", "PUMP", "TANK", "V1", "V2"]


def weak_points(client: Client, water: SimpleNamespace, **headers: str):
    return client.get(f"/api/v1/systems/{water.system.pk}/weak-points/", headers=headers)


def test_the_weak_points_of_a_system_say_what_each_takes_and_in_which_rooms(water, agent):
    told = weak_points(agent, water).json()
    [point] = told["weak_points"]

    assert [asset["asset"] for asset in point["assets"]] == ["TANK", "V1", "PUMP", "V2"]
    assert (point["assets"][1]["location"], point["certain"], point["evidence"]) == ("S1-012", True, "B")
    assert point["lost"] == {
        "served": 1,
        "assets": 4,
        "locations": ["S1-013"],
        "services": [
            {
                "system": str(water.system.pk),
                "name": "Eau froide",
                "family": "water",
                "served": 1,
                "locations": ["S1-013"],
            }
        ],
    }
    assert (told["system"]["name"], told["loops"], told["left_out"]) == ("Eau froide", [], 0)
    assert (told["tried_all"], told["supposed_connections_not_counted"]) == (True, 0)


def test_weak_points_asked_again_are_unchanged_until_something_happens_in_the_station(water, agent):
    first = weak_points(agent, water)
    again = weak_points(agent, water, **{"If-None-Match": first["ETag"]})
    history.record("renamed", water.PUMP.asset, station=water.station)

    assert (again.status_code, again.content) == (304, b"")
    assert first["Cache-Control"] == "private, no-cache"
    assert weak_points(agent, water, **{"If-None-Match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize("resource", ["graph", "weak-points"])
def test_the_course_of_a_restricted_system_is_told_to_nobody_of_a_firm(resource, water, firm):
    water.system.predefined_type, water.system.family = "FIREPROTECTION", "fire"
    water.system.save()
    address = f"/api/v1/systems/{water.system.pk}/{resource}/"
    lent = of_a_firm_with_an_agents_work()

    answers = [as_(person).get(address) for person in (lent, factories.person("agent"))]

    assert firm.get(address).status_code == 404
    assert [answer.status_code for answer in answers] == [403, 200]
    assert answers[0].json()["detail"] == "The course of this network is not shown to firms."


def test_a_system_that_no_model_joins_has_no_weak_points_to_tell(water, agent):
    lonely = factories.element(factories.revision(water.station, discipline="INC"), "S-1")
    water.system = factories.system(water.station, "Alarms", lonely, family="data")

    refused = weak_points(agent, water)

    assert refused.status_code == 422
    assert refused.json()["detail"].startswith("The published models join nothing in Alarms")
