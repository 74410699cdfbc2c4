"""Taking in a record while people are at work: what they did meanwhile stays, and whose order it is."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest

from assets.models import HistoryEntry
from maintenance import acts, receiving, sending, settling
from maintenance.connectors.base import WorkOrderRecord
from maintenance.models import OutboxMessage, Placed, WorkOrder
from tests import factories

pytestmark = pytest.mark.django_db


def record(**said: Any) -> WorkOrderRecord:
    texts = ("url", "description", "source_status", "team", "equipment_code", "place_text", "reference")
    moments = ("reported_at", "scheduled_at", "due_at", "closed_on")
    known: dict[str, Any] = (
        dict.fromkeys(texts, "")
        | dict.fromkeys(moments)
        | {
            "external_id": "77",
            "number": "OT-77",
            "title": "Fuite",
            "station_code": "VDO",
            "status": "APPROVED",
            "kind": "CORRECTIVE",
            "priority": "P3",
            "version": "2026-01-01 00:00:00",
            "payload": {},
        }
    )
    return WorkOrderRecord(**(known | said))


LATER = "2026-01-02 00:00:00"


@pytest.fixture
def source(station):
    return factories.source(station=station)


def meanwhile(monkeypatch, what: Callable[[], object]) -> None:
    """Something happens once, after a page was looked up and before its orders are held."""
    real, waiting = WorkOrder.objects.select_for_update, [what]

    def held(*args, **how):
        if waiting:
            waiting.pop()()
        return real(*args, **how)

    monkeypatch.setattr(WorkOrder.objects, "select_for_update", held)


def test_what_people_do_while_a_page_is_taken_in_stays_as_they_did_it(station, source, steward, monkeypatch):
    receiving.take_one(source, record())
    order = WorkOrder.objects.get()
    pump = factories.asset(station, "P-01")

    def at_work() -> None:
        settling.settle(order, by=steward, asset=pump)
        order.refresh_from_db()
        acts.acknowledge(order, by=steward, key=uuid.uuid4())
        acts.start(order, by=steward, key=uuid.uuid4())

    meanwhile(monkeypatch, at_work)
    later = record(version=LATER, priority="P1", place_text="somewhere")
    assert receiving.take_one(source, later) == "applied"

    order.refresh_from_db()
    assert (order.asset, order.placed) == (pump, Placed.PERSON)
    assert (order.priority, order.proposed, order.version) == ("P1", "IN_PROGRESS", LATER)


def test_a_newer_word_of_the_source_taken_in_meanwhile_is_not_overwritten_by_an_older_one(
    source, monkeypatch
):
    receiving.take_one(source, record())
    newer = record(version="2026-01-03 00:00:00", title="Fuite importante")
    meanwhile(monkeypatch, lambda: receiving.take_one(source, newer))

    assert receiving.take_one(source, record(version=LATER, title="Fuite légère")) == "unchanged"

    assert WorkOrder.objects.get().title == "Fuite importante"


def test_an_order_that_brings_nothing_new_is_not_held(source, django_assert_num_queries):
    receiving.take_one(source, record())
    reception = receiving.Reception(source)

    with django_assert_num_queries(1):
        assert reception.take_page([record(), record()]) == ["unchanged", "unchanged"]


def test_a_record_that_does_not_fit_leaves_nothing_in_the_history(source, monkeypatch):
    receiving.take_one(source, record())
    monkeypatch.setattr(
        receiving, "_has_been_answered", mock.Mock(side_effect=ValueError("as if it did not fit"))
    )
    WorkOrder.objects.update(proposed="DONE")
    told = HistoryEntry.objects.count()

    assert receiving.take_one(source, record(version=LATER, status="WAITING")) == "dead_lettered"
    assert receiving.take_one(source, record(external_id="78")) == "applied"

    assert [each.verb for each in HistoryEntry.objects.order_by("pk")[told:]] == ["ordered"]


def test_columns_that_are_not_the_sources_are_not_written_by_a_record(source, monkeypatch):
    receiving.take_one(source, record())
    written = []
    save = WorkOrder.save
    monkeypatch.setattr(
        WorkOrder, "save", lambda self, **how: (written.append(how["update_fields"]), save(self, **how))
    )

    receiving.take_one(source, record(version=LATER, priority="P1"))

    assert {"asset", "location", "placed", "placed_reason", "proposed"} & set(written[0]) == set()
    assert {"priority", "version", "payload_hash", "gone_at"} - set(written[0]) == set()


def test_what_is_asked_between_the_last_delivery_and_its_note_is_still_shown_as_asked(source, monkeypatch):
    """Somebody finishes while the word that the work has begun is being noted as delivered."""
    receiving.take_one(source, record())
    order = WorkOrder.objects.get()
    message = OutboxMessage.objects.create(
        source=source, work_order=order, kind=OutboxMessage.Kind.STATUS, payload={"status": "IN_PROGRESS"}
    )
    WorkOrder.objects.update(proposed="IN_PROGRESS")
    held, real = [], WorkOrder.objects.select_for_update

    def finishing(*args, **how):
        """She was before us at the row: we wait for her, and read what she asked for."""
        held.append(how)
        OutboxMessage.objects.create(
            source=source, work_order=order, kind=OutboxMessage.Kind.STATUS, payload={"status": "DONE"}
        )
        WorkOrder.objects.update(proposed="DONE")
        return real(*args, **how)

    monkeypatch.setattr(WorkOrder.objects, "select_for_update", finishing)
    sending.arrived(message, None)

    order.refresh_from_db()
    assert (len(held), order.proposed) == (1, "DONE")


def test_an_order_of_the_operators_own_team_is_no_firms_and_its_people_can_act_on_it(
    station, source, steward
):
    factories.organisation("Gares & Quais", role="operator")
    receiving.take_one(source, record(team="GARES & QUAIS"))

    order = WorkOrder.objects.get()
    assert (order.organisation, order.team, order.given_to) == (None, "GARES & QUAIS", "GARES & QUAIS")
    assert acts.possible(order, by=steward) == ["acknowledged", "waits", "reported"]


@pytest.mark.parametrize("first", ["operator", "contractor"])
def test_a_firm_called_like_the_operator_but_for_case_gets_none_of_its_orders(source, first):
    second = "contractor" if first == "operator" else "operator"
    factories.organisation("Équipe Gares", role=first)
    factories.organisation("équipe gares", role=second)

    receiving.take_one(source, record(team="Équipe Gares"))

    assert WorkOrder.objects.get().organisation is None
