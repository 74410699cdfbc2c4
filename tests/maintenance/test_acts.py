"""What is done about an order: read first, then started; sent twice, done once; told in one transaction."""

from __future__ import annotations

import uuid
from datetime import timedelta
from unittest import mock

import pytest
from django.db import transaction
from django.utils import timezone

from assets import history, recorded_precautions
from assets.models import HistoryEntry
from assets.recorded_precautions import About
from maintenance import acts
from maintenance.models import Act, OutboxMessage, WorkOrder
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def firm():
    return factories.organisation("Hydro-Services")


@pytest.fixture
def plumber(firm, station):
    return factories.contractor(firm, station=station)


@pytest.fixture
def order(station, firm):
    room = factories.location(station, "S1-02")
    return factories.work_order(
        station, organisation=firm, asset=factories.asset(station, "EU-P-01", location=room), version="7"
    )


def key() -> uuid.UUID:
    return uuid.uuid4()


def read(order, by) -> Act:
    return acts.acknowledge(order, by=by, key=key())


def told() -> list[tuple[str, dict]]:
    return [(message.kind, message.payload) for message in OutboxMessage.objects.all()]


def test_what_is_dangerous_is_read_before_the_start_and_kept_as_it_was_read(order, plumber):
    with pytest.raises(acts.NotNow, match="Read the safety instructions first"):
        acts.start(order, by=plumber, key=key())
    assert (told(), order.proposed) == ([], "")

    said = read(order, plumber)
    acts.start(order, by=plumber, key=key())

    assert said.precautions[0] | {"kind": "asbestos", "finding": "unknown"} == said.precautions[0]
    assert WorkOrder.objects.get().shown_status == "IN_PROGRESS"


def test_it_is_asked_again_when_what_is_dangerous_has_changed(order, plumber):
    shown = acts.precautions_of(order).digest
    read(order, plumber)
    recorded_precautions.record(
        "hazard", About(order.station, location=order.asset.location), kind="asbestos", finding="found"
    )

    assert acts.possible(order, by=plumber)[0] == "acknowledged"
    with pytest.raises(acts.NotNow, match="Read the safety"):
        acts.start(order, by=plumber, key=key())
    with pytest.raises(acts.NotNow, match="have just changed"):
        acts.acknowledge(order, by=plumber, key=key(), read=shown)
    read(order, plumber)
    acts.start(order, by=plumber, key=key())


def test_each_person_reads_for_herself(order, plumber, firm, station):
    read(order, plumber)

    with pytest.raises(acts.NotNow, match="Read the safety"):
        acts.start(order, by=factories.contractor(firm, station=station), key=key())


def test_every_step_is_told_to_the_source_with_its_time_and_reason(order, plumber):
    began = timezone.now() - timedelta(hours=1)
    read(order, plumber)
    acts.start(order, by=plumber, key=key(), at=began)
    acts.wait(order, by=plumber, key=key(), reason="  joint DN50 ")
    acts.start(order, by=plumber, key=key())
    done = acts.finish(order, by=plumber, key=key(), text="Joint remplacé.")

    kinds = [kind for kind, _ in told()]
    assert kinds == ["status", "status", "status", "status", "report"]
    assert told()[0][1] == {"status": "IN_PROGRESS", "reason": "", "at": began.isoformat()}
    assert (told()[1][1]["status"], told()[1][1]["reason"]) == ("WAITING", "joint DN50")
    assert told()[3][1]["status"] == "DONE"
    assert told()[4][1] == {"text": "Joint remplacé.", "photos": []}
    assert {message.expected_version for message in OutboxMessage.objects.all()} == {"7"}
    assert OutboxMessage.objects.last().act == done
    assert [entry.verb for entry in HistoryEntry.objects.order_by("number")] == [
        "acknowledged", "started", "waits", "started", "done",
    ]  # fmt: skip
    assert history.verify().intact


def test_what_is_sent_twice_is_done_once(order, plumber):
    once = key()
    read(order, plumber)

    first = acts.start(order, by=plumber, key=once)
    again = acts.start(WorkOrder.objects.get(), by=plumber, key=once)

    assert first == again
    assert (Act.objects.filter(verb="started").count(), OutboxMessage.objects.count()) == (1, 1)
    with pytest.raises(acts.NotNow, match="already sent as something else"):
        acts.wait(order, by=plumber, key=once, reason="pièce")


def test_that_the_worker_delivered_the_start_meanwhile_does_not_stop_who_finishes(order, plumber):
    read(order, plumber)
    acts.start(order, by=plumber, key=key())
    WorkOrder.objects.update(
        status="IN_PROGRESS", proposed=""
    )  # the source said its word just after it was read

    acts.finish(order, by=plumber, key=key(), text="Joint remplacé")

    order.refresh_from_db()
    assert (order.status, order.proposed) == ("IN_PROGRESS", "DONE")


def test_of_two_who_act_at_once_one_is_told_that_the_other_was_faster(order, plumber):
    read(order, plumber)
    stale = WorkOrder.objects.get()
    acts.start(order, by=plumber, key=key())

    with pytest.raises(acts.NotNow, match="Somebody else has just changed"):
        acts.start(stale, by=plumber, key=key())

    assert Act.objects.filter(verb="started").count() == 1


def test_the_act_and_what_is_told_stand_or_fall_together(order, plumber):
    read(order, plumber)

    with (
        mock.patch("maintenance.outbox.tell", side_effect=OSError),
        pytest.raises(OSError),
        transaction.atomic(),
    ):
        acts.start(order, by=plumber, key=key())

    assert not Act.objects.filter(verb="started").exists()
    assert WorkOrder.objects.get().proposed == ""
    assert HistoryEntry.objects.count() == 1


@pytest.mark.parametrize(
    ("status", "can"),
    [
        ("REQUESTED", []),
        ("WAITING_APPROVAL", []),
        ("APPROVED", ["started", "waits", "reported"]),
        ("WAITING", ["started", "reported"]),
        ("IN_PROGRESS", ["done", "waits", "reported"]),
        ("DONE", ["reported"]),
        ("CLOSED", []),
    ],
)
def test_what_can_be_done_follows_from_how_the_order_stands(order, plumber, status, can):
    read(order, plumber)
    WorkOrder.objects.update(status=status)
    order.refresh_from_db()

    assert acts.possible(order, by=plumber) == can
    refused = 0
    for verb, act in (("started", lambda: acts.start(order, by=plumber, key=key())),
                      ("waits", lambda: acts.wait(order, by=plumber, key=key(), reason="x")),
                      ("done", lambda: acts.finish(order, by=plumber, key=key(), text="x"))):  # fmt: skip
        if verb not in can:
            with pytest.raises(acts.NotNow):
                act()
            refused += 1
    assert refused == 3 - len([verb for verb in can if verb != "reported"])


def test_nobody_else_acts_on_a_firms_order(order, plumber, station):
    for stranger in (
        factories.contractor(factories.organisation(), station=station),
        factories.person("agent", station=station),
        factories.person("steward", station=station),
        factories.person(is_superuser=True),
    ):
        assert acts.possible(order, by=stranger) == []
        with pytest.raises(acts.NotNow, match=r"belongs to Hydro-Services|no longer yours"):
            acts.acknowledge(order, by=stranger, key=key())


def test_agents_do_the_orders_that_no_firm_has(station, plumber):
    order = factories.work_order(station)
    agent = factories.person("agent", station=station)

    read(order, agent)
    acts.start(order, by=agent, key=key())
    acts.finish(order, by=agent, key=key(), text="Fait.")

    assert WorkOrder.objects.get().shown_status == "DONE"
    with pytest.raises(acts.NotNow, match="no longer yours"):
        acts.report(order, by=plumber, key=key(), text="x")


def test_an_end_without_a_word_or_a_wait_without_a_reason_is_refused_in_words(order, plumber):
    read(order, plumber)
    acts.start(order, by=plumber, key=key())

    with pytest.raises(acts.NotNow, match="few words what was done"):
        acts.finish(order, by=plumber, key=key(), text=" ")
    with pytest.raises(acts.NotNow, match="waiting for"):
        acts.wait(order, by=plumber, key=key(), reason="")
    with pytest.raises(acts.NotNow, match="future"):
        acts.finish(order, by=plumber, key=key(), text="x", at=timezone.now() + timedelta(hours=1))
    assert Act.objects.count() == 2


def test_photos_go_with_the_report_by_their_ids(order, plumber):
    photo = factories.evidence(order.station, by=plumber)

    act = acts.report(order, by=plumber, key=key(), text="", photos=[photo])

    assert list(act.evidence.all()) == [photo]
    assert told() == [("report", {"text": "", "photos": [photo.pk]})]


def test_that_the_source_says_yes_meanwhile_stands_in_nobodys_way(order, plumber):
    read(order, plumber)
    acts.start(order, by=plumber, key=key())
    seen = WorkOrder.objects.get()
    WorkOrder.objects.update(
        status="IN_PROGRESS", proposed=""
    )  # what a pull does once the start has arrived there

    acts.finish(seen, by=plumber, key=key(), text="Pompe remplacée")

    assert WorkOrder.objects.get().shown_status == "DONE"
