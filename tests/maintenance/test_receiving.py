"""Taking in a record while people are at work: what they did meanwhile stays, and whose order it is."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

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


def looked_up(source) -> tuple[receiving.Reception, WorkOrder]:
    """An order that came in, and a reception that has read it as it stands, as at the beginning of a page."""
    receiving.take_one(source, record())
    reception = receiving.Reception(source)
    assert reception.take(record()) == "unchanged"
    return reception, WorkOrder.objects.get()


def test_what_people_do_while_a_page_is_taken_in_stays_as_they_did_it(station, source, steward):
    reception, order = looked_up(source)
    pump = factories.asset(station, "P-01")
    settling.settle(order, by=steward, asset=pump)
    order.refresh_from_db()
    acts.acknowledge(order, by=steward, key=uuid.uuid4())
    acts.start(order, by=steward, key=uuid.uuid4())

    assert reception.take(record(version=LATER, priority="P1", place_text="somewhere")) == "applied"

    order.refresh_from_db()
    assert (order.asset, order.placed) == (pump, Placed.PERSON)
    assert (order.priority, order.proposed, order.version) == ("P1", "IN_PROGRESS", LATER)


def test_a_newer_word_of_the_source_taken_in_meanwhile_is_not_overwritten_by_an_older_one(source):
    reception, order = looked_up(source)
    receiving.take_one(source, record(version="2026-01-03 00:00:00", title="Fuite importante"))

    assert reception.take(record(version=LATER, title="Fuite légère")) == "unchanged"

    order.refresh_from_db()
    assert order.title == "Fuite importante"


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
    assert order.organisation is None
    assert acts.possible(order, by=steward) == ["acknowledged", "waits", "reported"]


@pytest.mark.parametrize("first", ["operator", "contractor"])
def test_a_firm_called_like_the_operator_but_for_case_gets_none_of_its_orders(source, first):
    second = "contractor" if first == "operator" else "operator"
    factories.organisation("Équipe Gares", role=first)
    factories.organisation("équipe gares", role=second)

    receiving.take_one(source, record(team="Équipe Gares"))

    assert WorkOrder.objects.get().organisation is None
