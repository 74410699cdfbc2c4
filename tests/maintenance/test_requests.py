"""A fault report: one request and one message, whatever is sent twice, and never a flood."""

from __future__ import annotations

import uuid

import pytest
from django.db import IntegrityError

from assets.models import HistoryEntry, Job
from maintenance import fault_words, request_words, requests
from maintenance.models import OutboxMessage, Request
from tests import factories

pytestmark = pytest.mark.django_db


def report(station, by, **said):
    defaults = {"text": "Fuite", "urgency": "normal", "key": uuid.uuid4()}
    return requests.report_fault(station, by=by, **{**defaults, **said})


def test_the_same_key_is_one_request_one_message_and_one_entry_of_the_history(
    station, agent, django_capture_on_commit_callbacks
):
    factories.source()
    key = uuid.uuid4()

    with django_capture_on_commit_callbacks(execute=True):
        first, second = report(station, agent, key=key), report(station, agent, key=key)

    assert first == second
    assert (Request.objects.count(), OutboxMessage.objects.count()) == (1, 1)
    assert HistoryEntry.objects.filter(verb="reported", subject_id=first.pk).count() == 1
    assert Job.objects.get().kind == "deliver_outbox"


def test_request_and_message_stand_or_fall_together(station, agent, monkeypatch):
    factories.source()

    def fails(*args, **said):
        raise IntegrityError("as if the disk were full")

    monkeypatch.setattr("maintenance.outbox.tell", fails)
    with pytest.raises(Request.DoesNotExist):
        report(station, agent)

    assert Request.objects.count() == 0


def test_the_stations_own_source_comes_before_one_that_serves_many(station):
    many = factories.source()
    factories.source(station=factories.station("BRM"))
    factories.source(active=False, station=station)
    assert requests.source_of(station) == many

    own = factories.source(station=station)
    assert requests.source_of(station) == own


def test_without_a_source_the_report_is_kept_and_nobody_is_told(station, agent):
    made = report(station, agent)

    assert (made.source, made.state, OutboxMessage.objects.count()) == (None, "waiting", 0)


def test_a_flood_is_stopped_with_a_sentence_and_only_for_who_sends_it(station, agent):
    for _ in range(requests.MOST_IN_A_WHILE):
        report(station, agent)

    with pytest.raises(requests.TooMany, match="12"):
        report(station, agent)
    report(station, factories.person("agent", station=station))

    assert Request.objects.count() == requests.MOST_IN_A_WHILE + 1


def test_sending_again_what_was_taken_is_no_flood(station, agent):
    key = uuid.uuid4()
    first = report(station, agent, key=key)
    for _ in range(requests.MOST_IN_A_WHILE - 1):
        report(station, agent)

    assert report(station, agent, key=key) == first


@pytest.mark.parametrize("text", ["", "  \n "])
def test_a_report_says_something(station, agent, text):
    with pytest.raises(requests.NothingSaid):
        report(station, agent, text=text)


def test_an_urgency_that_is_none_can_wait(station, agent):
    assert report(station, agent, urgency="at once!!").urgency == "normal"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Fuite", "Fuite"),
        ("Fuite\nau fond", "Fuite · au fond"),
        ("Fuite\nFuite au joint\nDepuis hier", "Fuite au joint"),
        ("mot " * 30, "mot " * 19 + "mot…"),
    ],
)
def test_the_title_is_the_word_and_the_first_words_cut_at_a_word(text, title):
    assert request_words.title_of(text) == title


def test_the_other_system_is_told_which_equipment_where_and_who_reported_it(station):
    factories.source()
    storey = factories.location(station, "S1", kind="storey", name="S1")
    room = factories.location(station, "S1-01", name="Passage souterrain", parent=storey)
    pump = factories.asset(station, "REL-01", name="Pompe de relevage 1", location=room)
    louise = factories.person("agent", station=station, first_name="Louise", last_name="Agnel")

    made = report(station, louise, asset=pump, text="Fuite\nFuite au joint")

    told = OutboxMessage.objects.get().payload
    assert (told["title"], told["text"]) == (
        "Fuite au joint",
        "Fuite\nFuite au joint\n\nREL-01 Pompe de relevage 1, S1 · Passage souterrain\nsignalé par Louise Agnel",
    )
    assert request_words.beyond(told["text"] + "\nPrévoir une pompe", [made]) == "Prévoir une pompe"


def test_a_report_on_nothing_that_is_known_says_who_reported_it(station, agent):
    factories.source()
    report(station, agent)

    assert OutboxMessage.objects.get().payload["text"] == f"Fuite\n\nsignalé par {agent.username}"


def test_what_is_known_of_an_asset_is_open_and_on_it(station, agent):
    room = factories.location(station, "R1")
    pump, valve = (factories.asset(station, code, location=room) for code in ("P-01", "V-01"))
    order = factories.work_order(station, asset=pump)
    factories.work_order(station, asset=pump, status="DONE")
    factories.work_order(station, asset=pump, proposed="DONE")
    factories.work_order(station, asset=valve)
    said = report(station, agent, asset=pump)
    report(station, agent, location=room)

    known = requests.already_known(pump, room)

    assert (known.orders, known.requests) == ([order], [said])


def test_the_longest_kind_that_fits_has_its_words():
    assert fault_words.usual("transport-element-elevator") != fault_words.usual("transport-element-escalator")
    assert fault_words.usual("door-trapdoor") == fault_words.usual("door")
    assert fault_words.usual("something-else") == fault_words.usual("")
