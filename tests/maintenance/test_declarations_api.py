"""Declarations over REST: the same verbs, the same refusals, and nobody else's work."""

from __future__ import annotations

import json
import uuid

import pytest
from django.utils import translation
from rest_framework.test import APIClient

from assets import register_values
from maintenance import declarations, reviewing
from maintenance.models import Declaration
from tests import factories

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/declarations/"


@pytest.fixture(autouse=True)
def _plain(monkeypatch):
    monkeypatch.setattr(declarations, "is_drawn_for_audit", lambda declaration: False)
    with translation.override("en"):
        yield


@pytest.fixture
def pump(station):
    return factories.asset(station, "P-01")


def caller(user) -> APIClient:
    client = APIClient(headers={"accept-language": "en"})
    client.force_authenticate(user)
    return client


def sent(**values) -> dict:
    return {"station": "VDO", "asset": "P-01", "key": str(uuid.uuid4()), **values}


def test_a_value_is_declared_and_decided(pump, agent, steward):
    made = caller(agent).post(ADDRESS, sent(values={"flow": "120 m³/h"})).json()
    assert (made["state"], made["changes"][0]["value"]) == ("IN_REVIEW", pytest.approx(120 / 3600))

    decided = caller(steward).post(
        f"{ADDRESS}{made['id']}/decide/", {"change": made["changes"][0]["id"], "verdict": "APPROVED"}
    )

    assert (decided.status_code, decided.json()["state"]) == (200, "APPLIED")
    assert register_values.register_of(pump).known("flow").value == pytest.approx(120 / 3600)


def test_who_declared_it_gets_403_with_the_reason(pump, steward):
    made = caller(steward).post(ADDRESS, sent(values={"voltage": {"value": "0,4", "unit": "kV"}})).json()

    answer = caller(steward).post(
        f"{ADDRESS}{made['id']}/decide/", {"change": made["changes"][0]["id"], "verdict": "APPROVED"}
    )

    assert answer.status_code == 403
    assert answer.json()["detail"].startswith("You declared this yourself")
    assert made["changes"][0]["value"] == 400.0


def test_sent_twice_it_is_taken_once(pump, agent):
    same = sent(kind="VERIFY")

    codes = [caller(agent).post(ADDRESS, same).status_code for _ in range(2)]

    assert codes == [201, 200]
    assert [d.state for d in Declaration.objects.all()] == ["APPLIED"]


def test_what_cannot_be_read_is_named_and_nothing_is_kept(pump, agent):
    answer = caller(agent).post(ADDRESS, sent(values={"flow": "3 bar", "nothing": 1}))

    assert answer.status_code == 400
    assert set(answer.json()["errors"]["values"]) == {"flow", "nothing"}
    assert Declaration.objects.count() == 0


def test_a_blocking_finding_blocks_here_as_on_the_page(pump, agent):
    made = caller(agent).post(ADDRESS, sent(kind="REPLACE", values={"serial_number": "SN-2"})).json()

    assert made["state"] == "CHECKS_FAILED"
    assert "required" in {each["code"] for change in made["changes"] for each in change["findings"]}


def test_a_draft_is_sent_later(pump, agent):
    made = caller(agent).post(ADDRESS, sent(values={"voltage": "400 V"}, submit=False)).json()
    assert made["state"] == "DRAFT"

    assert caller(agent).post(f"{ADDRESS}{made['id']}/submit/").json()["state"] == "IN_REVIEW"


def test_a_firm_sees_its_own_declarations_and_nobody_elses(pump, agent, station):
    ours, theirs = factories.organisation(), factories.organisation()
    hers, his = (factories.contractor(firm, station=station) for firm in (ours, theirs))
    orders = [factories.work_order(station, organisation=firm, asset=pump) for firm in (ours, theirs)]
    factories.declared(pump, agent, voltage="400 V")
    mine = factories.declared(pump, hers, orders[0], flow="1 m³/h")
    factories.declared(pump, his, orders[1], head="2 bar")

    listed = caller(hers).get(ADDRESS).json()["results"]

    assert [each["id"] for each in listed] == [str(mine.pk)]
    others = Declaration.objects.exclude(pk=mine.pk).values_list("pk", flat=True)
    assert [caller(hers).get(f"{ADDRESS}{pk}/").status_code for pk in others] == [404, 404]
    change = Declaration.objects.get(author=agent).changes.get()
    refused = caller(hers).post(
        f"{ADDRESS}{change.declaration_id}/decide/", {"change": str(change.pk), "verdict": "APPROVED"}
    )
    assert refused.status_code == 404


def test_a_contractor_declares_under_her_order_only(pump, station):
    firm = factories.organisation()
    plumber = factories.contractor(firm, station=station)
    order = factories.work_order(station, organisation=firm, asset=pump)
    other = factories.work_order(station, organisation=factories.organisation(), asset=pump)
    factories.begun(order, plumber)

    answers = [
        caller(plumber).post(ADDRESS, sent(values={"voltage": "400 V"}, **extra)).status_code
        for extra in ({}, {"work_order": str(other.pk)}, {"work_order": str(order.pk)})
    ]

    assert answers == [404, 404, 201]


def test_a_contractor_never_decides_not_even_about_her_own_firms(pump, station):
    firm = factories.organisation()
    hers, colleague = (factories.contractor(firm, station=station) for _ in range(2))
    order = factories.work_order(station, organisation=firm, asset=pump)
    change = factories.declared(pump, hers, order, voltage="400 V").changes.get()

    answer = caller(colleague).post(
        f"{ADDRESS}{change.declaration_id}/decide/", {"change": str(change.pk), "verdict": "APPROVED"}
    )

    assert answer.status_code == 404


def test_a_firm_is_not_told_by_which_account_it_was_decided(pump, steward, station):
    firm = factories.organisation()
    hers = factories.contractor(firm, station=station)
    order = factories.work_order(station, organisation=firm, asset=pump)
    change = factories.declared(pump, hers, order, voltage="400 V").changes.get()
    reviewing.decide(change, by=steward, verdict="APPROVED")

    told = caller(hers).get(f"{ADDRESS}{change.declaration_id}/")

    assert told.json()["changes"][0]["verdict"] == "APPROVED"
    assert told.json()["changes"][0]["reviewed_by"] is None
    assert steward.get_username() not in told.content.decode()
    assert (
        steward.get_username() in caller(steward).get(f"{ADDRESS}{change.declaration_id}/").content.decode()
    )


def test_a_firm_that_has_not_begun_is_told_what_to_do_first(pump, station):
    firm = factories.organisation()
    plumber = factories.contractor(firm, station=station)
    order = factories.work_order(station, organisation=firm, asset=pump)

    answer = caller(plumber).post(ADDRESS, sent(values={"voltage": "400 V"}, work_order=str(order.pk)))

    assert answer.status_code == 400
    assert "Read the safety instructions" in answer.content.decode()
    assert not Declaration.objects.exists()


def test_another_stations_declarations_do_not_exist(pump, agent):
    made = factories.declared(pump, agent, voltage="400 V")
    elsewhere = caller(factories.person("steward", station=factories.station("BRM")))

    assert elsewhere.get(ADDRESS).json()["results"] == []
    assert elsewhere.get(f"{ADDRESS}{made.pk}/").status_code == 404
    assert elsewhere.post(ADDRESS, sent(values={"voltage": "230 V"})).status_code == 404


def test_somebodys_draft_is_her_own(pump, agent, steward):
    draft = declarations.open(pump, by=agent)

    assert caller(agent).get(f"{ADDRESS}{draft.pk}/").status_code == 200
    assert caller(steward).get(f"{ADDRESS}{draft.pk}/").status_code == 404


def test_a_caller_may_say_what_she_saw_and_decides_about_nothing_else(pump, agent, steward):
    change = factories.declared(pump, agent, voltage="400 V").changes.get()
    address = f"{ADDRESS}{change.declaration_id}/"
    shown = caller(steward).get(address).json()["changes"][0]["seen"]

    answers = [
        caller(steward)
        .post(f"{address}decide/", {"change": str(change.pk), "verdict": "APPROVED", "seen": seen})
        .status_code
        for seen in ("something else", shown)
    ]

    assert answers == [400, 200]


@pytest.mark.parametrize(
    "values",
    [
        {"serial_number": "\ud800"},
        {"serial_number": "a\0b"},
        {"\ud800": "x"},
        {"serial_number": {"a": 1}},
        {"serial_number": {"value": {"a": 1}}},
        {"serial_number": {"value": "x", "unit": "\ud800"}},
        {"serial_number": [1, 2]},
        {"serial_number": ["\ud800"]},
    ],
)
def test_what_is_no_value_is_refused_and_begins_no_draft(pump, agent, values):
    answer = caller(agent).post(ADDRESS, json.dumps(sent(values=values)), content_type="application/json")

    assert (answer.status_code, Declaration.objects.count()) == (400, 0)
