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
)
from tests import factories
from tests.twin import gaps
from tests.twin.gaps import WATER

pytestmark = [pytest.mark.django_db, pytest.mark.once]
State = ConnectionProposal.State


@pytest.fixture
def station() -> Station:
    return factories.station("GAP")


@pytest.fixture
def plumbing(station: Station) -> Revision:
    return gaps.plumbing(station)


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
    near = ConnectionProposal.objects.found().order_by("apart").first()
    assert f"/stations/GAP/?lens=networks_only&amp;proposals=proposed~~~~{near.pk}" in text
    assert 'href="/stations/GAP/?lens=networks_only&amp;proposals=proposed"' in text


def test_the_key_for_the_3d_means_what_the_filter_shows(plumbing, browser):
    text = page(browser, f"?state=confirmed&class=D&medium={WATER}&within=5")

    assert "proposals=" not in text  # nothing was confirmed: there is nothing to show
    assert f"proposals=proposed~D~{WATER}~5" in page(browser, f"?class=D&medium={WATER}&within=5")


def test_a_pair_is_confirmed_and_taken_back_with_an_entry_each(plumbing, browser, station, steward):
    row = ConnectionProposal.objects.found().order_by("apart").first()
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

    decide_all(browser, "confirmed", asked)

    states = ConnectionProposal.objects.found().order_by("apart").values_list("state", flat=True)
    assert list(states) == [State.CONFIRMED, State.PROPOSED]
    assert HistoryEntry.objects.filter(station=station, verb="connection confirmed").count() == 1


def decide_all(browser: Client, state: str, asked: str = "", shown: str = ""):
    """As the key on the page does it; `shown`: a page that was read before."""
    [act] = re.findall(rf'value="({state}:[^"]+)"', shown or page(browser, asked))
    return browser.post(reverse("connections_all", args=["GAP"]) + asked, {"act": act}, follow=True)


def test_a_rule_that_means_others_by_now_does_nothing_even_if_they_are_as_many(plumbing, browser):
    near, far = ConnectionProposal.objects.found().order_by("apart")
    browser.post(reverse("connection_decide", args=["GAP", near.pk]), {"state": "refused"})
    shown = page(browser)
    browser.post(reverse("connection_decide", args=["GAP", near.pk]), {"state": "proposed"})
    browser.post(reverse("connection_decide", args=["GAP", far.pk]), {"state": "refused"})

    answer = decide_all(browser, "confirmed", shown=shown)

    assert "The list has changed meanwhile" in answer.content.decode()
    near.refresh_from_db()
    assert near.state == State.PROPOSED


def test_what_a_model_declares_is_never_confirmed_by_the_dozen_not_even_by_a_forged_form(plumbing, browser):
    [act] = re.findall(r'value="refused:([^"]+)"', page(browser, "?class=X"))
    all_of_them = reverse("connections_all", args=["GAP"]) + "?class=X"
    browser.post(all_of_them, {"act": f"confirmed:{act}"})

    assert not ConnectionProposal.objects.exclude(state=State.PROPOSED).exists()


def test_a_refusal_that_a_model_speaks_against_is_told(plumbing, browser):
    row = ConnectionProposal.objects.found().order_by("apart").first()
    browser.post(reverse("connection_decide", args=["GAP", row.pk]), {"state": "refused"})
    assert "One connection that was refused is declared" not in page(browser)

    Connection.objects.create(
        revision=plumbing, step_id=1, from_port_id=row.other_port_id, to_port_id=row.one_port_id
    )
    assert "One connection that was refused is declared" in page(browser)


def test_a_decision_whose_ends_moved_apart_is_kept_and_told_not_to_be_used(plumbing, browser):
    row = ConnectionProposal.objects.found().order_by("apart").first()
    browser.post(reverse("connection_decide", args=["GAP", row.pk]), {"state": "confirmed"})
    Port.objects.filter(pk=row.one_port_id).update(y=5.0)
    proposal_search.find(plumbing.station)

    text = page(browser, "?state=confirmed")

    assert rows(text) == []
    assert "One decision is kept but not used" in text


def test_what_waits_stands_on_the_stewards_desk(plumbing, browser):
    assert re.search(r"waiting-connections\">4<", page(browser))


def test_what_models_declare_and_cannot_be_has_a_list_of_its_own_with_the_reason(plumbing, browser):
    text = page(browser, "?class=X")

    assert rows(text) == [["V1", "V1"], ["P1", "FAR"]]
    assert "3.00" in text
    assert "declared from a thing to itself" in text
    assert re.findall(r'data-key="(\w)"', text) == [
        "r",
        "a",
        "r",
    ]  # what is joined to itself is never confirmed
    assert "Confirm all" not in text
    assert "Refuse all 2" in text
    assert re.search(r"Declared and not believed <span class=\"count\">2<", page(browser))


def test_what_cannot_be_joined_is_not_confirmed_by_a_forged_form_either(plumbing, browser):
    row = ConnectionProposal.objects.get(why="one-element")

    answer = browser.post(
        reverse("connection_decide", args=["GAP", row.pk]), {"state": "confirmed"}, follow=True
    )

    assert "These two cannot be joined" in answer.content.decode()
    row.refresh_from_db()
    assert row.state == State.PROPOSED


def test_history_leads_to_the_list_in_which_it_was_decided(plumbing, browser):
    row = ConnectionProposal.objects.get(why="too-far")
    browser.post(reverse("connection_decide", args=["GAP", row.pk]) + "?class=X", {"state": "confirmed"})

    text = browser.get(reverse("history", args=["GAP"])).content.decode()

    assert f"{reverse('connections', args=['GAP'])}?state=confirmed&amp;class=X" in text
    assert rows(page(browser, "?state=confirmed&class=X")) == [["P1", "FAR"]]


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
    assert [(each["media"], each["apart"]) for each in report["rejected"]] == [
        ([WATER, WATER], 0.0),
        ([WATER, WATER], 3.0),
    ]
    assert [each["code"] for each in report["without_port"]] == ["BASIN"]


def test_the_page_and_the_table_of_the_report_say_the_same_in_words(plumbing, browser):
    text = browser.get(reverse("connectivity", args=["GAP", plumbing.pk])).content.decode()
    table = (
        browser.get(reverse("connectivity_table", args=["GAP", plumbing.pk])).getvalue().decode("utf-8-sig")
    )

    assert "declared, but more than 10 cm apart" in text
    assert "3.00\xa0m" in text
    lines = list(csv.reader(io.StringIO(table), delimiter=";"))
    assert [line[0] for line in lines[1:]] == [
        "declared from a thing to itself", "declared, but more than 10 cm apart", *["open port"] * 4,
        "without any port", "network without a source",
    ]  # fmt: skip
    assert {len(line) for line in lines} == {11}
    assert (lines[2][1], lines[2][7], lines[2][10]) == ("P1", "FAR", "3.0")


def test_a_connection_between_what_carries_different_things_says_what_each_carries(station, browser):
    revision = gaps.plumbing(station)
    Port.objects.filter(element__code="P1", index=0).update(system_type="CHILLEDWATER")

    text = browser.get(reverse("connectivity", args=["GAP", revision.pk])).content.decode()

    assert f"({WATER}) / " in text
    assert "(CHILLEDWATER)" in text


def test_a_model_without_any_port_says_so(station, browser):
    revision = factories.revision(station, discipline="CVC")
    factories.element(revision, "DUCT-1", resolved_class="IfcDuctSegment")

    text = browser.get(reverse("connectivity", args=["GAP", revision.pk])).content.decode()

    assert "holds no connection point" in text
