"""The page of the other systems: how they are, what they refused, and who may know."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from assets import history
from assets.models import HistoryEntry, Job
from maintenance import dead_letters
from maintenance.models import DeadLetter, OutboxMessage, Source, SourceAlias, Sync
from tests import factories

pytestmark = pytest.mark.django_db
PAGE = "/stations/VDO/sources/"


@pytest.fixture
def station():
    return factories.station("VDO", name="Gare de Val-d'Orme")


@pytest.fixture
def source(station):
    return factories.source(
        name="GMAO", url="http://gmao.example", last_success_at=timezone.now() - timedelta(minutes=4)
    )


def signed_in(role: str, language: str = "en", **values) -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(factories.person(role, **values))
    return client


@pytest.fixture
def steward(station):
    return signed_in("steward", station=station)


def letter(source: Source, **values) -> DeadLetter:
    defaults = {
        "external_id": "7",
        "why": "mapping",
        "reason": "It names the station XYZ, which nobody knows here.",
        "payload": {"name": "FUITE", "description": "Madame Martin, 06 12 34 56 78"},
    }
    return DeadLetter.objects.create(source=source, **{**defaults, **values})


def refused(source: Source, station, **values) -> OutboxMessage:
    order = factories.work_order(station, source=source, number="OT-77")
    reason = "The order was closed in the other system meanwhile."
    return OutboxMessage.objects.create(
        source=source,
        kind="status",
        work_order=order,
        state="refused",
        reason=reason,
        payload={"status": "DONE"},
        **values,
    )


def text(client: Client, address: str = PAGE) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("role", ["steward", "manager"])
def test_stewards_and_managers_see_how_the_source_is(source, station, role):
    page = text(signed_in(role, station=station))

    assert "It answers." in page
    assert "4 minutes ago" in page
    assert source.secret not in page or source.secret == ""


@pytest.mark.parametrize("role", ["agent", "deputy", "contractor"])
def test_for_others_it_does_not_exist(source, station, role):
    dead, message = letter(source), refused(source, station)
    client = signed_in(role, station=station)

    acts = [
        f"letters/{dead.pk}/replay/",
        f"letters/{dead.pk}/dismiss/",
        f"messages/{message.pk}/again/",
        f"{source.pk}/pull/",
    ]
    assert client.get(PAGE).status_code == 404
    assert {client.post(PAGE + act).status_code for act in acts} == {404}


def test_a_source_that_is_down_is_said_in_the_readers_language(source, station):
    Source.objects.update(
        last_error="The other system has a fault (error 500).",
        paused_until=timezone.now() + timedelta(minutes=2),
    )

    page = text(signed_in("steward", "fr", station=station))

    assert "L&#x27;autre système est en défaut (erreur 500)." in page
    assert "Tout reste lisible" in page
    assert "prochain essai à" in page


def test_the_last_pulls_are_shown_with_their_numbers(source, steward):
    Sync.objects.create(
        source=source, fetched=9, applied=4, unchanged=3, dead_lettered=2, finished_at=timezone.now()
    )

    page = text(steward)

    assert (
        '<td class="number">9</td><td class="number">4</td><td class="number">3</td><td class="number">2</td>'
        in page
    )


def test_the_share_of_orders_that_found_their_place_counts_this_station_only(source, station, steward):
    room, storey = factories.location(station, "S1-02"), factories.storey(station)
    for placed, where in (("code", room), ("code", storey), ("room", room), ("person", room), ("", None)):
        factories.work_order(station, source=source, placed=placed, location=where)
    factories.work_order(factories.station("BRM"), source=source)
    factories.work_order(station, source=source, gone_at=timezone.now())

    page = text(steward)

    located, to_the_room = re.findall(r"<dd>(\d+)\s%", page)
    assert (located, to_the_room) == ("60", "40")
    assert "by its code <b>2</b>" in page
    assert "by a person <b>1</b>" in page


def test_a_refused_message_is_told_and_sent_again_by_a_person(source, station, steward):
    message = refused(source, station)
    assert "The order was closed in the other system meanwhile." in text(steward)

    steward.post(f"{PAGE}messages/{message.pk}/again/")

    message.refresh_from_db()
    assert (message.state, message.reason) == ("waiting", "")
    entry = HistoryEntry.objects.get(verb="sent again")
    assert (entry.station, entry.after["name"]) == (station, "OT-77")
    assert history.verify().intact


def test_what_another_station_was_refused_is_not_shown_nor_sent_again(source, steward):
    message = refused(source, factories.station("BRM"))
    assert "OT-77" not in text(steward)

    steward.post(f"{PAGE}messages/{message.pk}/again/")

    message.refresh_from_db()
    assert message.state == "refused"


def test_a_dead_letter_shows_its_subject_and_reason_and_no_more(source, steward):
    letter(source)

    page = text(steward)

    assert "FUITE" in page
    assert "It names the station XYZ, which nobody knows here." in page
    assert "Martin" not in page


def test_a_dead_letter_is_set_aside_with_a_reason_and_not_without(source, steward):
    dead = letter(source)
    steward.post(f"{PAGE}letters/{dead.pk}/dismiss/", {"reason": "  "})
    dead.refresh_from_db()
    assert dead.resolved_at is None

    steward.post(f"{PAGE}letters/{dead.pk}/dismiss/", {"reason": "gare vendue"})

    dead.refresh_from_db()
    assert (dead.resolved_at is not None, dead.resolution) == (True, "gare vendue")
    assert HistoryEntry.objects.get(verb="dismissed").after["reason"] == "gare vendue"
    assert "FUITE" not in text(steward)


def test_a_dead_letter_is_read_again_on_demand(source, steward, monkeypatch):
    dead = letter(source)
    asked = []
    monkeypatch.setattr(dead_letters, "replay", lambda one, *, by: asked.append(one.pk) or False)

    steward.post(f"{PAGE}letters/{dead.pk}/replay/")

    assert asked == [dead.pk]


def test_asking_now_is_a_job(source, steward):
    steward.post(f"{PAGE}{source.pk}/pull/")

    assert Job.objects.get(kind="pull_source").payload == {"source": source.pk, "full": False}


def test_a_source_of_another_station_is_not_this_pages(station, steward):
    other = factories.source(name="Autre GMAO", station=factories.station("BRM"))

    assert "Autre GMAO" not in text(steward)
    assert steward.post(f"{PAGE}{other.pk}/pull/").status_code == 404


# The API


def test_the_api_tells_how_a_source_is_and_keeps_its_secret(source, station):
    ill = {"last_error": "The other system does not answer.", "last_error_at": timezone.now()}
    Source.objects.update(secret="s3cret", login="robot", **ill)
    letter(source)
    refused(source, station)
    OutboxMessage.objects.create(source=source, kind="report")
    OutboxMessage.objects.create(source=source, kind="report")

    answer = signed_in("manager", station=station).get("/api/v1/sources/")

    (row,) = answer.json()["results"]
    assert (row["key"], row["answers"], row["waiting"], row["dead_letters"]) == (source.key, False, 2, 1)
    assert not {"secret", "login", "settings", "secret_variable"} & set(row)
    assert b"s3cret" not in answer.content
    assert signed_in("agent", station=station).get("/api/v1/sources/").json()["results"] == []


def test_the_api_gives_a_firm_its_own_orders_and_no_other(source, station):
    ours, theirs = factories.organisation(), factories.organisation()
    mine = factories.work_order(station, source=source, organisation=ours, proposed="IN_PROGRESS")
    other = factories.work_order(station, source=source, organisation=theirs)
    client = Client()
    client.force_login(factories.contractor(ours, station=station))

    (row,) = client.get("/api/v1/work-orders/").json()["results"]

    assert (row["id"], row["status"], row["status_in_source"]) == (str(mine.pk), "IN_PROGRESS", "APPROVED")
    assert client.get(f"/api/v1/work-orders/{other.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"status": "DONE"}, ["b"]),
        ({"placed": "code"}, ["a"]),
        ({"search": "OT-1"}, ["a"]),
        ({"source": "nowhere"}, []),
    ],
)
def test_orders_are_filtered(source, station, query, found):
    factories.work_order(station, source=source, title="a", number="OT-1", placed="code")
    factories.work_order(station, source=source, title="b", number="OT-2", status="DONE")

    rows = signed_in("agent", station=station).get("/api/v1/work-orders/", query).json()["results"]

    assert [row["title"] for row in rows] == found


@pytest.mark.parametrize(("minutes", "answers"), [(5, True), (20, False)])
def test_the_api_says_like_the_pages_that_a_source_has_been_silent_for_long(
    source, station, minutes, answers
):
    Source.objects.update(last_error="", last_success_at=timezone.now() - timedelta(minutes=minutes))

    (row,) = signed_in("manager", station=station).get("/api/v1/sources/").json()["results"]

    assert row["answers"] is answers


def test_behind_each_way_of_locating_stand_its_orders_with_why(source, station, steward):
    room = factories.location(station, "N0-1", name="Local 1")
    shown = factories.work_order(
        station, source=source, number="OT-1", placed="room", location=room, placed_reason="room|Local 1"
    )
    factories.work_order(station, source=source, number="OT-2")

    assert f'href="{PAGE}{source.pk}/located/room/"' in text(steward)
    assert "1 of 2" in text(steward)
    listed = text(steward, f"{PAGE}{source.pk}/located/room/")

    assert f'href="/stations/VDO/orders/{shown.pk}/"' in listed
    assert "The text names Local 1." in listed
    assert "OT-2" not in listed
    assert steward.get(f"{PAGE}{source.pk}/located/somehow/").status_code == 404


def test_what_could_not_be_taken_in_has_its_place_on_the_page_even_when_there_is_nothing(source, steward):
    page = text(steward)

    assert f'href="#letters-{source.pk}"' in page
    assert "Nothing: every record it sent was taken in." in page


def test_a_remembered_word_is_shown_with_who_said_it_and_a_steward_can_forget_it(source, station, steward):
    room = factories.location(station, "N0-1", name="Toiture")
    alias = SourceAlias.objects.create(
        source=source, station=station, text="nettoyage chéneaux", key="=NETTOYAGECHENEAUX", location=room,
        method="person", created_by=factories.person("steward", station=station, first_name="Inès", last_name="Roy"),
    )  # fmt: skip
    page = text(steward)
    for words in ("“nettoyage chéneaux”", "Toiture", "Inès Roy"):
        assert words in page
    forget = f"{PAGE}words/{alias.pk}/forget/"
    manager = signed_in("manager", station=station)
    assert forget in page
    assert forget not in text(manager)
    assert manager.post(forget).status_code == 404

    steward.post(forget)

    assert not SourceAlias.objects.exists()
    entry = HistoryEntry.objects.get(verb="forgotten")
    assert (entry.subject_kind, entry.before["alias"]) == ("sourcealias", "nettoyage chéneaux")
