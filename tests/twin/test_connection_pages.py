"""Connections to confirm and the report of how a model is connected, as a steward's browser gets them."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.test import Client
from django.urls import reverse

from assets import proposal_search
from assets.models import (
    Connection,
    ConnectionProposal,
    HistoryEntry,
    Port,
    Revision,
    Station,
    System,
    SystemMember,
)
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]
WATER = "DOMESTICCOLDWATER"
State = ConnectionProposal.State


@pytest.fixture
def station() -> Station:
    return factories.station("GAP")


@pytest.fixture
def plumbing(station: Station) -> Revision:
    """
    METER ═▶ P1 ·4 mm· P2 ·12 mm· V1 ═ V1 (to itself)     FAR ═ 3 m ═ P1     SINK (no port)
    """
    revision = factories.revision(station)
    system = System.objects.create(
        station=station,
        name="Eau froide",
        ifc_class="IfcDistributionSystem",
        predefined_type=WATER,
        family="water",
    )
    things = {}
    for name, ifc_class in (
        ("METER", "IfcFlowMeter"), ("P1", "IfcPipeSegment"), ("P2", "IfcPipeSegment"), ("V1", "IfcValve"),
        ("FAR", "IfcPipeSegment"), ("BASIN", "IfcSanitaryTerminal"),
    ):  # fmt: skip
        things[name] = factories.element(revision, name, ifc_class=ifc_class, resolved_class=ifc_class)
        SystemMember.objects.create(system=system, element=things[name])
    ports = {}
    for number, (name, index, flow, x) in enumerate((
        ("METER", 0, "SOURCE", 0.0), ("P1", 0, "SINK", 0.0), ("P1", 1, "SOURCE", 2.0), ("P2", 0, "SINK", 2.004),
        ("P2", 1, "SOURCE", 4.0), ("V1", 0, "SINK", 4.012), ("V1", 1, "SOURCE", 4.2), ("V1", 2, "SINK", 4.2),
        ("FAR", 0, "SINK", 9.0), ("P1", 2, "SOURCE", 6.0),
    )):  # fmt: skip
        ports[name, index] = Port.objects.create(
            revision=revision, element=things[name], step_id=900 + number, index=index, flow_direction=flow,
            predefined_type="PIPE", system_type=WATER, x=x, y=0.0, z=0.0,
        )  # fmt: skip
    for number, (one, other) in enumerate(
        ((("METER", 0), ("P1", 0)), (("V1", 1), ("V1", 2)), (("P1", 2), ("FAR", 0)))
    ):
        Connection.objects.create(
            revision=revision, step_id=800 + number, from_port=ports[one], to_port=ports[other], directed=True
        )
    proposal_search.find(station)
    return revision


@pytest.fixture
def steward(station: Station):
    return factories.person("steward", station=station)


@pytest.fixture
def browser(steward) -> Client:
    client = Client()
    client.force_login(steward)
    client.cookies["django_language"] = "en"
    return client


def page(browser: Client, asked: str = "") -> str:
    return browser.get(reverse("connections", args=["GAP"]) + asked).content.decode()


def rows(text: str) -> list[list[str]]:
    """The codes of each row, and how far apart."""
    return [
        [*re.findall(r'class="code"[^>]*>([^<]+)<', row), *re.findall(r"(\d+)\smm", row)]
        for row in re.findall(r'<tr id="connection.*?</tr>', text, re.DOTALL)
    ]


def test_the_nearest_pairs_come_first_with_both_ends_in_the_3d(plumbing, browser):
    text = page(browser)

    assert rows(text) == [["P1", "P2", "4"], ["P2", "V1", "12"]]
    assert "#eye=3.600,-1.600,1.100&amp;at=2.000,0.000,0.000&amp;lens=networks_only&amp;select=P1" in text


def test_a_pair_is_confirmed_and_taken_back_with_an_entry_each(plumbing, browser, station, steward):
    row = ConnectionProposal.objects.order_by("apart").first()
    address = reverse("connection_decide", args=["GAP", row.pk])

    browser.post(address, {"state": "confirmed", "at": "0"})
    assert rows(page(browser)) == [["P2", "V1", "12"]]
    assert rows(page(browser, "?state=confirmed")) == [["P1", "P2", "4"]]

    browser.post(address, {"state": "proposed"})
    assert len(rows(page(browser))) == 2
    told = HistoryEntry.objects.filter(station=station).order_by("number")
    assert [(each.verb, each.actor_id, each.after["name"]) for each in told] == [
        ("connection confirmed", steward.pk, "P1 – P2"),
        ("connection reopened", steward.pk, "P1 – P2"),
    ]


def test_a_rule_says_how_many_it_means_and_does_only_these(plumbing, browser, station):
    asked = f"?class=D&medium={WATER}&within=5"
    assert "Confirm 1" in page(browser, asked)

    browser.post(reverse("connections_all", args=["GAP"]) + asked, {"act": "confirmed:1"})

    states = ConnectionProposal.objects.order_by("apart").values_list("state", flat=True)
    assert list(states) == [State.CONFIRMED, State.PROPOSED]
    assert HistoryEntry.objects.filter(station=station, verb="connection confirmed").count() == 1


def test_a_rule_that_means_another_number_by_now_does_nothing(plumbing, browser):
    answer = browser.post(reverse("connections_all", args=["GAP"]), {"act": "confirmed:1"}, follow=True)

    assert "The list has changed meanwhile" in answer.content.decode()
    assert not ConnectionProposal.objects.exclude(state=State.PROPOSED).exists()


def test_a_decision_whose_ends_moved_apart_is_kept_and_told_not_to_be_used(plumbing, browser):
    row = ConnectionProposal.objects.order_by("apart").first()
    browser.post(reverse("connection_decide", args=["GAP", row.pk]), {"state": "confirmed"})
    Port.objects.filter(pk=row.one_port_id).update(y=5.0)
    proposal_search.find(plumbing.station)

    text = page(browser, "?state=confirmed")

    assert rows(text) == []
    assert "One decision is kept but not used" in text


def test_what_waits_stands_on_the_stewards_desk(plumbing, browser):
    assert re.search(r"Connections to confirm\s*<span class=\"count\">2<", page(browser))


def test_the_report_counts_classes_and_lists_what_is_not_believed(plumbing, browser):
    report = browser.get(f"/api/v1/revisions/{plumbing.pk}/connectivity/").json()

    assert report["counts"] == {
        "ports": 10, "open_ports": 4, "islands": 1, "systems_without_source": 1, "without_port": 1,
    }  # fmt: skip
    assert report["classes"] == {"A": 1, "B": 0, "C": 0, "D": 2, "E": 0, "X": 2}
    assert [(each["from"]["code"], each["to"]["code"], each["reason"]) for each in report["rejected"]] == [
        ("V1", "V1", "one-element"),
        ("P1", "FAR", "too-far"),
    ]
    assert [each["code"] for each in report["without_port"]] == ["BASIN"]


def test_the_page_and_the_table_of_the_report_say_the_same_in_words(plumbing, browser):
    text = browser.get(reverse("connectivity", args=["GAP", plumbing.pk])).content.decode()
    table = (
        browser.get(reverse("connectivity_table", args=["GAP", plumbing.pk])).getvalue().decode("utf-8-sig")
    )

    assert "declared, but more than 10 cm apart" in text
    lines = list(csv.reader(io.StringIO(table), delimiter=";"))
    assert [line[0] for line in lines[1:]] == [
        "declared from a thing to itself", "declared, but more than 10 cm apart", *["open port"] * 4,
        "without any port", "network without a source",
    ]  # fmt: skip


def test_a_model_without_any_port_says_so(station, browser):
    revision = factories.revision(station, discipline="CVC")
    factories.element(revision, "DUCT-1", resolved_class="IfcDuctSegment")

    text = browser.get(reverse("connectivity", args=["GAP", revision.pk])).content.decode()

    assert "holds no connection point" in text
