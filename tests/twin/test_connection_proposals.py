"""Connections to confirm beside the 3D: where each is drawn, the page of one, and what a steward decides there."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assets.models import ConnectionProposal, Element, Port, Station
from tests import factories
from tests.twin import gaps
from tests.twin.gaps import WATER
from twin import drawn_proposals

pytestmark = pytest.mark.django_db
State = ConnectionProposal.State
HTMX = {"HX-Request": "true"}


@pytest.fixture
def station() -> Station:
    """METER ═▶ P1 ┄ 4 mm ┄ P2 ┄ 12 mm ┄ V1, and two that a model declares and nobody believes"""
    made = factories.station("GAP")
    gaps.plumbing(made)
    return made


@pytest.fixture
def browser(station) -> Client:
    client = Client()
    client.force_login(factories.person("steward", station=station))
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def near(station) -> ConnectionProposal:
    """P1 – P2."""
    found = ConnectionProposal.objects.found().order_by("apart").first()
    assert found
    return found


def drawn(browser: Client, asked: str = "") -> dict[str, Any]:
    return browser.get(f"/stations/GAP/connections.json{asked}").json()


def address(row: ConnectionProposal, asked: str = "") -> str:
    return reverse("connection_proposal", args=["GAP", row.pk]) + asked


def decide(browser: Client, row: ConnectionProposal, state: str, asked: str = "", **more: Any):
    return browser.post(reverse("connection_decide", args=["GAP", row.pk]) + asked, {"state": state}, **more)


def test_the_3d_is_told_where_both_ends_of_each_lie_and_its_page(browser, near):
    told = drawn(browser)

    assert told["rows"][0] == {
        "id": near.pk,
        "state": "proposed",
        "codes": ["P1", "P2"],
        "from": [2.0, 0.0, 0.0],
        "to": [2.004, 0.0, 0.0],
        "words": "P1 – P2 · 4\xa0mm",
        "page": address(near),
    }
    assert [each["codes"] for each in told["rows"]] == [["P1", "P2"], ["P2", "V1"]]
    assert (told["total"], told["list"]) == (2, "/stations/GAP/connections/")


def test_the_3d_shows_what_the_list_shows(browser):
    told = drawn(browser, f"?class=D&medium={WATER}&within=5")

    assert [each["codes"] for each in told["rows"]] == [["P1", "P2"]]
    assert told["words"] == "two open ports · Plumbing – water · 5 mm at most"
    assert told["list"] == f"/stations/GAP/connections/?class=D&medium={WATER}&within=5"


def test_what_a_model_declares_is_drawn_between_the_ports_that_it_joins(browser):
    (itself, far) = drawn(browser, "?class=X")["rows"]

    assert (itself["codes"], itself["from"], itself["to"]) == (["V1", "V1"], [4.2, 0, 0], [4.2, 0, 0])
    assert (far["codes"], far["from"], far["to"]) == (["P1", "FAR"], [6.0, 0, 0], [9.0, 0, 0])


def test_the_one_that_is_asked_for_is_there_whatever_became_of_it(browser, near):
    decide(browser, near, "confirmed")

    assert [each["id"] for each in drawn(browser)["rows"]] != [near.pk]
    assert [each["state"] for each in drawn(browser, f"?one={near.pk}")["rows"]] == ["proposed", "confirmed"]


def test_of_many_the_nearest_are_drawn_and_all_are_counted(browser, monkeypatch):
    monkeypatch.setattr(drawn_proposals, "MOST_DRAWN", 1)

    told = drawn(browser)

    assert ([each["codes"] for each in told["rows"]], told["total"]) == ([["P1", "P2"]], 2)


def test_two_without_ports_are_drawn_from_the_end_of_one_to_the_end_of_the_other(station, browser, near):
    """P1 ends at 2.0 along x, P2 begins at 2.01; their boxes would meet a hand's breadth higher."""
    near.evidence, near.one_port, near.other_port = "E", None, None
    near.save()
    straight(station, "P1", (0.0, 0.0, 0.0), (2.0, 0.0, 0.0))
    straight(station, "P2", (2.01, 0.0, 0.0), (4.0, 0.0, 0.0))

    (line,) = drawn(browser, "?class=E")["rows"]

    assert (line["from"], line["to"]) == ([2.0, 0.0, 0.0], [2.01, 0.0, 0.0])


def test_what_lies_nowhere_is_counted_and_has_no_key_for_the_3d(browser, near):
    Port.objects.filter(pk=near.one_port_id).update(z=None)

    told = drawn(browser)
    page = browser.get("/stations/GAP/connections/").content.decode()

    assert ([each["codes"] for each in told["rows"]], told["total"]) == ([["P2", "V1"]], 2)
    assert f"proposed~~~~{near.pk}" not in page


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_the_page_of_one_says_what_lies_beside_what_and_offers_the_next(browser, near, headers):
    text = browser.get(address(near), headers=headers).content.decode()

    for said in ("P1", "P2", "Plumbing – water", "4\xa0mm", "two open ports", "Confirm", "Refuse"):
        assert said in text, said
    following = ConnectionProposal.objects.found().order_by("apart").last()
    assert f'href="{address(following)}" data-proposal="{following.pk}"' in text
    assert ("<html" in text) == (not headers)


def test_beside_the_3d_it_is_decided_and_shown_as_it_stands_with_who_did_it(browser, near):
    answer = decide(browser, near, "confirmed", headers=HTMX)
    text = answer.content.decode()

    near.refresh_from_db()
    assert near.state == State.CONFIRMED
    assert 'data-state="confirmed"' in text
    assert "Take back" in text
    assert "Connection confirmed" in text  # in what was decided
    assert json.loads(answer.headers["HX-Trigger"]) == {
        "proposal-decided": {"id": near.pk, "state": "confirmed"}
    }

    again = decide(browser, near, "proposed", headers=HTMX)
    assert json.loads(again.headers["HX-Trigger"])["proposal-decided"]["state"] == "proposed"


def test_who_comes_second_beside_the_3d_reads_so_and_how_it_stands(browser, near):
    decide(browser, near, "refused")

    text = decide(browser, near, "confirmed", headers=HTMX).content.decode()

    assert "Somebody else was faster" in text
    assert 'data-state="refused"' in text


def test_what_cannot_be_joined_has_no_key_to_confirm_it(browser):
    itself = ConnectionProposal.objects.get(why="one-element")

    text = browser.get(address(itself, "?class=X"), headers=HTMX).content.decode()

    assert 'value="confirmed"' not in text
    assert "declared from a thing to itself" in text


def test_decided_on_its_own_page_one_stays_there(browser, near):
    answer = browser.post(
        reverse("connection_decide", args=["GAP", near.pk]) + "?within=20",
        {"state": "refused", "from": "page"},
    )

    assert answer.headers["Location"] == address(near, "?within=20")


def test_the_last_one_of_a_list_says_that_nothing_else_waits(browser, near):
    text = browser.get(address(near, "?within=5"), headers=HTMX).content.decode()

    assert "Nothing else waits in this list." in text


def test_only_who_decides_is_told_of_the_layer(station, near):
    for role, told in (("steward", True), ("agent", False), ("manager", False)):
        client = Client()
        client.force_login(factories.person(role, station=station, username=role))
        answers = [client.get(each).status_code for each in (address(near), "/stations/GAP/connections.json")]
        assert answers == ([200, 200] if told else [404, 404]), role


def straight(station: Station, code: str, one: tuple, other: tuple) -> None:
    middle = [(a + b) / 2 for a, b in zip(one, other, strict=True)]
    outline = [*middle, 1, 0, 0, 0, 1, 0, 0, 0, 1, 1.0, 0.05, 0.05, *one, *other, 0.05]
    Element.objects.filter(revision__station=station, code=code).update(
        outline=outline, x_min=one[0], x_max=other[0], y_min=-0.05, y_max=0.2, z_min=-0.05, z_max=0.05
    )
