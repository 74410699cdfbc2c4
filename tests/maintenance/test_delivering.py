"""What is told to a CMMS arrives there once, in order, or comes back refused in words."""

from __future__ import annotations

import io
from datetime import timedelta
from unittest import mock

import pytest
from django.utils import timezone

from assets.models import Job
from maintenance import delivering, evidence, outbox, sending, syncing, tasks
from maintenance.models import Act, Evidence, OutboxMessage, Request, Source, WorkOrder
from tests import factories
from tests.maintenance.conftest import STAGES

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(cmms, source, station) -> WorkOrder:
    cmms.order("Fuite", maintenance_team_id=cmms.team("Hydro-Services"))
    factories.organisation("Hydro-Services")
    cmms.faults.skew += 2
    assert syncing.pull(source).applied == 1
    return WorkOrder.objects.get()


@pytest.fixture
def there(cmms, order):
    """The order as the CMMS has it now."""
    return lambda: cmms.row(int(order.external_id))


@pytest.fixture
def photo(station, tmp_path, monkeypatch):
    """A received photo, without a file behind it."""
    monkeypatch.setattr(evidence, "open_shown", lambda _evidence: io.BytesIO(b"\xff\xd8 jpeg"))
    return Evidence.objects.create(
        station=station,
        sha256="0" * 64,
        path="a",
        shown_path="b",
        media_type="image/jpeg",
        file_name="a.jpg",
        size=6,
    )


def ask(order: WorkOrder, status: str, **more) -> OutboxMessage:
    order.refresh_from_db()
    WorkOrder.objects.filter(pk=order.pk).update(proposed=status)
    act = Act.objects.create(
        work_order=order, verb="started", at=timezone.now(), organisation=order.organisation
    )
    payload = {"status": status, "reason": "", "at": "2026-11-26T09:04:00+00:00"} | more
    return outbox.tell(order.source, "status", payload, work_order=order, act=act)


def report(order: WorkOrder, text: str, *photos: Evidence) -> OutboxMessage:
    payload = {"text": text, "photos": [photo.pk for photo in photos]}
    return outbox.tell(order.source, "report", payload, work_order=order)


def push(source: Source) -> int:
    source.refresh_from_db()
    return syncing.push(source)


def due_again() -> None:
    OutboxMessage.objects.update(next_at=timezone.now())
    Source.objects.update(paused_until=None)


def now(message: OutboxMessage) -> tuple[str, str]:
    message.refresh_from_db()
    return message.state, message.reason


def test_started_waiting_and_done_are_seen_over_there_in_this_order(source, cmms, order, there):
    ask(order, "IN_PROGRESS")
    assert push(source) == 1
    assert there()["stage_id"] == [STAGES["doing"], "En cours"]

    ask(order, "WAITING", reason="pièce commandée")
    assert push(source) == 1
    assert there()["kanban_state"] == "blocked"

    ask(order, "DONE")
    assert push(source) == 1
    assert (there()["stage_id"][0], there()["kanban_state"]) == (STAGES["repaired"], "normal")

    order.refresh_from_db()
    assert (order.status, order.proposed, order.closed_on is not None) == ("DONE", "", True)
    first, second, third = cmms.messages(int(order.external_id))
    assert first.startswith("<p>En cours · Hydro-Services · 26/11/2026 10:04<br>[")
    assert "<br>pièce commandée<br>[" in second
    assert third.startswith("<p>Terminé · Hydro-Services")


def test_messages_of_one_order_go_out_as_they_were_written_in_one_push(source, cmms, order, there):
    ask(order, "IN_PROGRESS")
    report(order, "joint changé")
    ask(order, "DONE")

    assert push(source) == 3

    assert there()["stage_id"][0] == STAGES["repaired"]
    texts = cmms.messages(int(order.external_id))
    assert ["joint changé" in text for text in texts] == [False, True, False]


def test_a_report_arrives_with_its_photo(source, cmms, order, photo):
    report(order, "Remis en service", photo)

    assert push(source) == 1

    (file,) = cmms.all("ir.attachment")
    assert (file["name"], file["mimetype"], file["file_size"]) == ("a.jpg", "image/jpeg", 7)
    (message,) = [row for row in cmms.all("mail.message") if row["attachment_ids"]]
    assert message["attachment_ids"] == [file["id"]]


def test_a_report_arrives_although_the_file_of_its_photo_is_lost(source, cmms, order, photo, monkeypatch):
    monkeypatch.setattr("maintenance.evidence.open_shown", mock.Mock(side_effect=FileNotFoundError))
    message = report(order, "Remis en service", photo)

    assert push(source) == 1

    assert now(message) == ("delivered", "")
    assert "Remis en service" in cmms.messages(int(order.external_id))[0]


@pytest.mark.parametrize("method", ["create", "message_post", "read"])
def test_a_delivery_whose_answer_was_lost_is_not_doubled(source, cmms, order, photo, method):
    """The other system did it and hung up without a word: done once, told twice."""
    report(order, "Remis en service", photo)
    on = "search_read" if method == "read" else method
    cmms.faults.plan("drop", on=on)

    assert push(source) == 0
    due_again()
    assert push(source) == 1

    assert len(cmms.all("ir.attachment")) == 1
    assert len(cmms.messages(int(order.external_id))) == 1


def test_a_fault_report_becomes_one_request_whatever_is_lost(source, cmms, station, photo):
    pump = cmms.equipment("POMPE", x_code="EU-P-01")
    ours = Request.objects.create(source=source, station=station, text="Ça goutte\nsous la pompe")
    said = {
        "title": "Ça goutte", "text": "sous la pompe", "equipment_code": "EU-P-01", "place": "Local relevage",
        "urgency": "danger", "photos": [photo.pk],
    }  # fmt: skip
    outbox.tell(source, "request", said, request=ours)
    cmms.faults.plan("drop", on="create")
    assert push(source) == 0
    due_again()

    assert push(source) == 1

    (row,) = cmms.all("maintenance.request")
    assert (row["name"], row["x_station"], row["x_place"], row["priority"], row["schedule_date"]) == (
        "Ça goutte", "VDO", "Local relevage", "3", False,
    )  # fmt: skip
    assert (row["equipment_id"][0], row["x_twin_ref"]) == (pump, str(ours.reference))
    ours.refresh_from_db()
    assert (ours.state, ours.external_id, ours.number) == ("sent", str(row["id"]), row["x_number"])
    assert ours.url == f"{cmms.url}/odoo/maintenance/{row['id']}"
    assert len(cmms.all("ir.attachment")) == 1


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"archive": True}, "The order was cancelled in the other system meanwhile."),
        ({"stage_id": STAGES["scrap"]}, "The order was closed in the other system meanwhile."),
    ],
)
def test_what_was_ended_over_there_meanwhile_refuses_our_act_in_words(
    source, cmms, order, there, values, sentence
):
    message = ask(order, "DONE")
    cmms.change(int(order.external_id), **values)
    before = there()["stage_id"]

    assert push(source) == 0

    assert now(message) == ("refused", sentence)
    order.refresh_from_db()
    assert (order.status in ("CANCELLED", "CLOSED"), order.proposed) == (True, "")
    assert (there()["stage_id"], cmms.messages(int(order.external_id))) == (before, [])


def test_an_order_deleted_over_there_refuses_our_act_in_words(source, cmms, order):
    message = ask(order, "IN_PROGRESS")
    cmms.delete(int(order.external_id))

    assert push(source) == 0

    assert now(message) == ("refused", "The order is no longer in the other system.")


def test_what_is_further_over_there_already_is_left_as_it_is(source, cmms, order, there):
    message = ask(order, "IN_PROGRESS")
    cmms.change(int(order.external_id), stage_id=STAGES["repaired"])

    assert push(source) == 1

    assert (now(message)[0], there()["stage_id"][0]) == ("delivered", STAGES["repaired"])
    order.refresh_from_db()
    assert (order.status, order.proposed) == ("DONE", "")


def test_a_change_over_there_that_does_not_stand_in_the_way_is_kept(source, cmms, order, there):
    ask(order, "IN_PROGRESS")
    cmms.change(int(order.external_id), name="Fuite, urgent", priority="3")

    assert push(source) == 1

    order.refresh_from_db()
    assert (order.title, order.priority, order.status) == ("Fuite, urgent", "P1", "IN_PROGRESS")
    assert there()["stage_id"][0] == STAGES["doing"]


def test_a_refusal_does_not_keep_the_others_back(source, cmms, order, station):
    other = cmms.order("Autre")
    cmms.faults.skew += 2
    syncing.pull(source)
    refused = ask(order, "IN_PROGRESS")
    cmms.change(int(order.external_id), archive=True)
    ask(WorkOrder.objects.get(external_id=str(other)), "IN_PROGRESS")

    assert push(source) == 1

    assert now(refused)[0] == "refused"
    assert cmms.row(other)["stage_id"][0] == STAGES["doing"]


def test_a_fault_over_there_is_tried_later_and_the_order_of_messages_is_kept(source, cmms, order):
    first, second = ask(order, "IN_PROGRESS"), report(order, "après")
    cmms.faults.plan("status", on="write", status=500)

    assert push(source) == 0

    assert now(first) == ("waiting", "The other system has a fault (error 500).")
    assert first.attempts == 1
    assert 25 < (first.next_at - timezone.now()).total_seconds() < 40
    assert push(source) == 0  # the second one waits for the first
    assert now(second) == ("waiting", "")
    due_again()
    assert push(source) == 2


def test_six_faults_in_a_row_are_said_and_a_person_may_send_it_again(source, cmms, order):
    message = ask(order, "IN_PROGRESS")
    cmms.faults.plan("status", on="write", status=500, times=6)
    waits = []
    for _ in range(6):
        due_again()
        began = timezone.now()
        push(source)
        message.refresh_from_db()
        waits.append((message.next_at - began).total_seconds())

    assert now(message) == (
        "refused",
        "The other system failed 6 times: The other system has a fault (error 500).",
    )
    assert [round(wait / 30) for wait in waits[:5]] != [1] * 5
    assert all(30 * 2**n - 1 < wait < 30 * 2**n * 1.3 for n, wait in enumerate(waits[:5]))
    steward = factories.person("steward")
    assert sending.send_again(message, by=steward) is True
    assert sending.send_again(message, by=steward) is False
    assert push(source) == 1


@pytest.mark.parametrize(
    "trouble",
    [
        {"kind": "status", "status": 429, "retry_after": "90"},
        {"kind": "status", "status": 503},
    ],
)
def test_a_source_that_is_busy_or_away_is_not_the_messages_fault(source, cmms, order, trouble):
    message = ask(order, "IN_PROGRESS")
    for _ in range(8):
        due_again()
        cmms.faults.plan(**trouble)
        assert push(source) == 0
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("waiting", 0)
    source.refresh_from_db()
    assert source.paused_until > timezone.now() + timedelta(seconds=60)

    due_again()
    assert push(source) == 1


def test_when_nobody_is_there_everything_waits_and_goes_out_when_they_are_back(source, cmms, order, there):
    address = source.url
    Source.objects.update(url="http://127.0.0.1:1")
    message = ask(order, "DONE")
    for _ in range(9):
        push(source)
    assert now(message) == ("waiting", "The other system does not answer.")
    assert message.attempts == 0

    Source.objects.update(url=address)
    due_again()

    assert push(source) == 1
    assert there()["done"] is True
    source.refresh_from_db()
    assert (source.last_error, source.failures, source.paused_until) == ("", 0, None)


def test_a_message_that_somebody_is_delivering_is_left_to_him(source, order, settings):
    message = ask(order, "IN_PROGRESS")
    assert sending.hold(message) is True

    assert push(source) == 0
    assert delivering.waiting(source) is False

    OutboxMessage.objects.update(next_at=timezone.now())  # he was killed and his hold ran out
    assert push(source) == 1


def test_who_lost_his_hold_writes_nothing_more(source, cmms, order, monkeypatch):
    ask(order, "IN_PROGRESS")
    read = delivering._as_it_stands

    def slow(*asked):
        OutboxMessage.objects.update(next_at=timezone.now() + timedelta(seconds=1))  # somebody took it over
        return read(*asked)

    monkeypatch.setattr(delivering, "_as_it_stands", slow)

    assert push(source) == 0
    assert "write" not in cmms.faults.called


def test_checked_data_is_proposed_on_the_equipment_or_else_on_the_order(source, cmms, order):
    pump = cmms.equipment("POMPE", x_code="EU-P-01")
    said = {"equipment_code": "EU-P-01", "values": {"Numéro de série": "SN-9"}}
    outbox.tell(source, "proposal", said, work_order=order)
    outbox.tell(source, "proposal", said | {"equipment_code": "ZZ"}, work_order=order)
    lost = outbox.tell(source, "proposal", said | {"equipment_code": "ZZ"})

    assert push(source) == 2

    bodies = [row for row in cmms.all("mail.message") if "SN-9" in (row["body"] or "")]
    assert [(row["model"], row["res_id"]) for row in bodies] == [
        ("maintenance.equipment", pump),
        ("maintenance.request", int(order.external_id)),
    ]
    assert now(lost) == ("refused", "The other system knows no equipment with the code ZZ.")


def test_beat_finds_what_a_running_delivery_did_not_see(source, order):
    message = ask(order, "IN_PROGRESS")
    assert not Job.objects.exists()  # who wrote it was killed before the worker was woken

    assert tasks.sweep_outbox() == 1

    (job,) = Job.objects.all()
    assert (job.kind, job.payload) == ("deliver_outbox", {"source": source.pk})
    tasks.deliver_outbox(job, lambda *_: None)
    assert now(message)[0] == "delivered"
    assert tasks.sweep_outbox() == 0


def test_beat_leaves_a_paused_or_inactive_source_alone(source, order):
    ask(order, "IN_PROGRESS")
    Source.objects.update(paused_until=timezone.now() + timedelta(minutes=1))
    assert (tasks.sweep_outbox(), tasks.pull_sources()) == (0, 0)

    Source.objects.update(paused_until=None, active=False)
    assert (tasks.sweep_outbox(), tasks.pull_sources()) == (0, 0)
