"""`/api/v1/connections/`: what files declare, what is not believed, what a steward decides; by programs."""

from __future__ import annotations

import pytest
from django.test import Client

from assets.models import Connection, ConnectionProposal, HistoryEntry, Revision, Station
from tests import factories
from tests.twin.gaps import WATER, plumbing

pytestmark = [pytest.mark.django_db, pytest.mark.once]
State = ConnectionProposal.State


@pytest.fixture
def station() -> Station:
    return factories.station("GAP")


@pytest.fixture
def revision(station: Station) -> Revision:
    return plumbing(station)


@pytest.fixture
def steward(station: Station, client: Client):
    person = factories.person("steward", station=station)
    client.force_login(person)
    return person


def listed(client: Client, **asked: str) -> list[dict]:
    answer = client.get("/api/v1/connections/", asked)
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


def pairs(rows: list[dict]) -> list[tuple[str, str, str]]:
    return [(row["from_code"], row["to_code"], row["state"]) for row in rows]


def test_without_a_state_it_is_what_files_declare_believed_or_not(revision, steward, client):
    assert pairs(listed(client)) == [
        ("METER", "P1", "declared"), ("V1", "V1", "rejected"), ("P1", "FAR", "rejected"),
    ]  # fmt: skip
    assert pairs(listed(client, state="declared")) == [("METER", "P1", "declared")]


def test_what_is_not_believed_says_why_and_by_which_id_it_is_decided(revision, steward, client):
    rows = listed(client, state="rejected")

    tasks = {each.why: f"p{each.pk}" for each in ConnectionProposal.objects.filter(evidence="X")}
    assert [(row["evidence"], row["reason"], row["proposal"]) for row in rows] == [
        ("X", "one-element", tasks["one-element"]), ("X", "too-far", tasks["too-far"]),
    ]  # fmt: skip
    task = client.get(f"/api/v1/connections/{tasks['too-far']}/").json()
    assert (task["state"], task["reason"], task["apart"]) == ("proposed", "too-far", 3.0)


def test_what_is_proposed_is_told_with_class_medium_and_distance(revision, steward, client):
    rows = listed(client, state="proposed", evidence="D")

    assert pairs(rows) == [("P1", "P2", "proposed"), ("P2", "V1", "proposed")]
    assert [(row["medium"], row["apart"], row["directed"]) for row in rows] == [
        (WATER, 0.004, True), (WATER, 0.012, True),
    ]  # fmt: skip
    assert {row["id"][0] for row in rows} == {"p"}
    assert listed(client, state="proposed", medium="DRAINAGE") == []
    assert len(listed(client, state="proposed")) == 4


def test_pages_follow_one_another_by_keys(revision, steward, client):
    first = client.get("/api/v1/connections/", {"state": "proposed", "limit": "3"}).json()
    second = client.get(first["next"]).json()

    ids = [row["id"] for page in (first, second) for row in page["results"]]
    assert ids == [row["id"] for row in listed(client, state="proposed")]
    assert second["next"] is None


def test_a_steward_confirms_refuses_and_takes_back_and_history_tells_it(revision, steward, client):
    near, far = listed(client, state="proposed", evidence="D")

    confirmed = client.post(f"/api/v1/connections/{near['id']}/confirm/").json()
    client.post(f"/api/v1/connections/{far['id']}/refuse/")
    reopened = client.post(f"/api/v1/connections/{far['id']}/reopen/").json()

    assert (confirmed["state"], confirmed["decided_by"]) == ("confirmed", steward.username)
    assert (reopened["state"], reopened["decided_by"], reopened["decided_at"]) == ("proposed", None, None)
    assert pairs(listed(client, state="confirmed")) == [("P1", "P2", "confirmed")]
    told = HistoryEntry.objects.order_by("number").values_list("verb", flat=True)
    assert list(told) == ["connection confirmed", "connection refused", "connection reopened"]


def test_what_is_decided_already_and_what_cannot_be_are_conflicts_in_words(revision, steward, client):
    row = listed(client, state="proposed", evidence="D")[0]
    client.post(f"/api/v1/connections/{row['id']}/confirm/")
    itself = listed(client, state="rejected")[0]["proposal"]

    again = client.post(f"/api/v1/connections/{row['id']}/confirm/", headers={"accept-language": "en"})
    never = client.post(f"/api/v1/connections/{itself}/confirm/", headers={"accept-language": "en"})

    assert (again.status_code, never.status_code) == (409, 409)
    assert again.headers["Content-Type"] == "application/problem+json"
    assert again.json()["detail"].startswith("It is decided already")
    assert never.json()["detail"].startswith("These two cannot be joined")


def test_what_a_file_declares_is_nothing_to_decide(revision, steward, client):
    row = listed(client, state="declared")[0]

    assert client.post(f"/api/v1/connections/{row['id']}/confirm/").status_code == 404


def test_a_state_of_nothing_is_a_problem_told_beside_its_name(revision, steward, client):
    answer = client.get("/api/v1/connections/", {"state": "maybe"})

    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["state"])


@pytest.mark.parametrize("role", ["agent", "manager", "deputy"])
def test_nobody_but_a_steward_sees_or_decides_what_is_proposed(revision, station, client, role):
    client.force_login(factories.person(role, station=station))
    row = ConnectionProposal.objects.filter(evidence="D").first()

    assert listed(client, state="proposed") == []
    assert client.get(f"/api/v1/connections/p{row.pk}/").status_code == 404
    assert client.post(f"/api/v1/connections/p{row.pk}/confirm/").status_code == 404
    assert len(listed(client)) == 3
    assert {each["proposal"] for each in listed(client, state="rejected")} <= {None}
    row.refresh_from_db()
    assert row.state == State.PROPOSED


def test_a_firm_gets_nothing_of_the_network_here(revision, station, client):
    client.force_login(factories.person("contractor", station=station))
    row = ConnectionProposal.objects.filter(evidence="D").first()

    answers = [
        client.get("/api/v1/connections/"), client.get("/api/v1/connections/", {"state": "proposed"}),
        client.get(f"/api/v1/connections/p{row.pk}/"), client.post(f"/api/v1/connections/p{row.pk}/confirm/"),
    ]  # fmt: skip

    assert {answer.status_code for answer in answers} == {404}
    row.refresh_from_db()
    assert row.state == State.PROPOSED


def test_a_steward_of_another_station_sees_nothing_of_it(revision, client):
    client.force_login(factories.person("steward", station=factories.station("OTHER")))

    assert listed(client) == listed(client, state="proposed") == []


def test_elements_and_revisions_narrow_both_lists(revision, steward, client):
    pump = Connection.objects.first().to_port.element

    assert {("METER", "P1"), ("P1", "FAR")} == {
        pair[:2] for pair in pairs(listed(client, element=str(pump.pk)))
    }
    assert [
        pair[:2] for pair in pairs(listed(client, state="proposed", evidence="D", element=str(pump.pk)))
    ] == [("P1", "P2")]
    assert len(listed(client, state="proposed", revision=str(revision.pk))) == 4
    assert listed(client, state="proposed", directed="false", evidence="D") == []
