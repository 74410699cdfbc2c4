"""Two people, or a person and a pull, at the same moment: neither stops the other, and of two words one counts.

Threads with connections of their own. SQLite lets one writer in at a time, so that there is nothing to see.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import translation

from assets import history, revisions
from assets.models import HistoryEntry, Job, PropertyVersion, Unit
from maintenance import acts, outbox, receiving, reviewing, settling, verdicts, writeback
from maintenance.models import Act, Change, OutboxMessage, WorkOrder
from tests import factories
from tests.maintenance.test_receiving import LATER, record
from tests.maintenance.test_taken_back import replaced

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]
A_MOMENT = 0.3  # seconds that one waits for the other, who may well be waiting for him
ROUNDS = 3


def at_once(*verbs: Callable[[], Any]) -> list[Any]:
    """What each gave back, or the exception it raised; none of them begins before all are there."""
    together = threading.Barrier(len(verbs))
    said: list[Any] = [None] * len(verbs)

    def one(number: int) -> None:
        try:
            together.wait()
            with translation.override("en"):
                said[number] = verbs[number]()
        except Exception as error:
            said[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(len(verbs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


def after(monkeypatch, module: Any, name: str, then: Callable[[], Any]) -> None:
    """What is done each time this was called."""
    real = getattr(module, name)

    def called(*args: Any, **how: Any) -> Any:
        given = real(*args, **how)
        then()
        return given

    monkeypatch.setattr(module, name, called)


@pytest.fixture
def source(station):
    return factories.source(station=station)


@pytest.fixture
def orders(station, source):
    for number in ("1", "2", "3"):
        receiving.take_one(source, record(external_id=number))
    return list(WorkOrder.objects.order_by("pk"))


def changed(number: str) -> Any:
    return replace(record(), external_id=number, version=LATER, status="WAITING")


def pull(source, *numbers: str) -> list[receiving.Outcome]:
    with transaction.atomic():
        return receiving.Reception(source).take_page([changed(number) for number in numbers])


@pytest.mark.parametrize("numbers", [("1", "2"), ("2", "1")])
def test_an_act_and_a_page_that_brings_its_order_do_not_stop_each_other(
    orders, source, steward, monkeypatch, numbers
):
    """
    page:  order 1 ─▶ history ─▶ order 2        the way it was
    act:             order 2 ─▶ history
    """
    order = orders[1]
    acts.acknowledge(order, by=steward, key=uuid.uuid4())
    moved, written = threading.Event(), threading.Event()
    after(monkeypatch, acts, "_move", lambda: (moved.set(), written.wait(A_MOMENT)))
    after(monkeypatch, receiving.Reception, "_take", lambda: (written.set(), moved.wait(A_MOMENT)))

    came_in, act = at_once(
        lambda: pull(source, *numbers), lambda: acts.start(order, by=steward, key=uuid.uuid4())
    )

    assert came_in == ["applied", "applied"]
    assert isinstance(act, Act | acts.NotNow)
    assert history.verify().intact


def test_acts_and_pages_in_any_order_leave_nothing_undone(orders, source, steward):
    for order in orders:
        acts.acknowledge(order, by=steward, key=uuid.uuid4())
    for _ in range(ROUNDS):
        WorkOrder.objects.update(status="APPROVED", proposed="", version="", payload_hash="")
        fresh = list(WorkOrder.objects.order_by("pk"))
        said = at_once(
            lambda: pull(source, "3", "1", "2"),
            *(lambda o=order: acts.start(o, by=steward, key=uuid.uuid4()) for order in fresh),
        )
        assert said[0] == ["applied"] * 3
        assert [one for one in said[1:] if not isinstance(one, Act | acts.NotNow)] == []
    assert history.verify().intact


def test_an_act_and_an_approval_that_tell_the_same_source_do_not_stop_each_other(
    orders, station, source, agent, steward, monkeypatch
):
    """
    act:       job of the source ─▶ history     the way it was
    approval:  history ─▶ job of the source
    """
    order = orders[0]
    acts.acknowledge(order, by=steward, key=uuid.uuid4())
    pump = factories.asset(station, "P-01")
    change = factories.declared(pump, agent, work_order=None, manufacturer="Orne").changes.get()
    WorkOrder.objects.filter(pk=orders[1].pk).update(asset=pump)
    told, written = threading.Event(), threading.Event()
    after(monkeypatch, outbox, "tell", lambda: (told.set(), written.wait(A_MOMENT)))
    after(monkeypatch, verdicts, "give", lambda: (written.set(), told.wait(A_MOMENT)))

    act, decided = at_once(
        lambda: acts.start(order, by=steward, key=uuid.uuid4()),
        lambda: reviewing.decide(change, by=steward, verdict=Change.Verdict.APPROVED),
    )

    assert (type(act), type(decided)) == (Act, Change)
    assert set(OutboxMessage.objects.values_list("kind", flat=True)) == {"status", "proposal"}
    assert Job.objects.filter(kind=outbox.DELIVER).count() == 1


def test_who_fits_an_item_and_who_sets_a_revision_aside_do_not_stop_each_other(
    station, agent, steward, monkeypatch
):
    """
    she:   history ─▶ an item of the station        the way it was
    he:    the station ─▶ history
    """
    pump = factories.asset(station, "P-01")
    *others, last = replaced(pump, agent).values()
    for change in others:
        reviewing.decide(change, by=steward, verdict=Change.Verdict.APPROVED)
    revision = factories.revision(station, state="SHARED")
    held, given, real = threading.Event(), threading.Event(), revisions.set_aside

    def set_aside(*args: Any, **how: Any) -> bool:
        held.set()
        given.wait(A_MOMENT)
        return real(*args, **how)

    monkeypatch.setattr(revisions, "set_aside", set_aside)
    after(monkeypatch, verdicts, "give", lambda: (given.set(), held.wait(A_MOMENT)))

    decided, aside = at_once(
        lambda: reviewing.decide(last, by=steward, verdict=Change.Verdict.APPROVED),
        lambda: writeback.give_back(revision, reason="Not now."),
    )

    assert (type(decided), aside) == (Change, True)
    assert Unit.objects.get(asset=pump, removed_on=None).serial == "SN-B"
    assert history.verify().intact


def test_of_two_stewards_who_approve_the_same_value_one_is_told_that_it_was_decided(station, agent):
    stewards = [factories.person("steward", station=station) for _ in range(2)]
    for number in range(ROUNDS):
        pump = factories.asset(station, f"P-0{number}")
        change = factories.declared(pump, agent, manufacturer="Orne").changes.get()

        said = at_once(
            *(
                lambda by=each, c=change.pk: reviewing.decide(
                    Change.objects.get(pk=c), by=by, verdict=Change.Verdict.APPROVED
                )
                for each in stewards
            )
        )

        (refused,) = [one for one in said if not isinstance(one, Change)]
        assert str(refused) == "This was decided in the meantime: look at it again."
        assert PropertyVersion.objects.filter(asset=pump).count() == 1
        assert HistoryEntry.objects.filter(verb="change approved", subject_id=change.pk).count() == 1


def test_of_two_who_start_one_order_at_once_one_is_told_that_the_other_was_faster(
    orders, station, source, steward
):
    other = factories.person("steward", station=station)
    for order in orders:
        for each in (steward, other):
            acts.acknowledge(order, by=each, key=uuid.uuid4())

        said = at_once(
            *(
                lambda by=each, o=order.pk: acts.start(WorkOrder.objects.get(pk=o), by=by, key=uuid.uuid4())
                for each in (steward, other)
            )
        )

        (refused,) = [str(one) for one in said if isinstance(one, acts.NotNow)]
        assert "Open it again" in refused
        assert Act.objects.filter(work_order=order, verb="started").count() == 1
        assert OutboxMessage.objects.filter(work_order=order).count() == 1


@pytest.mark.parametrize("undone", [False, True])
def test_a_person_who_locates_orders_and_a_page_that_brings_them_do_not_stop_each_other(
    orders, source, station, steward, monkeypatch, undone
):
    """
    she:   the last order ─▶ the first, which follows it        the way it was
    page:  the first ─▶ the last
    """
    WorkOrder.objects.update(equipment_code="POMPE")
    pump = factories.asset(station, "P-01")
    if undone:
        settling.settle(orders[2], by=steward, asset=pump, always=True)
    located, written = threading.Event(), threading.Event()
    for name in ("_remember", "_forget"):
        after(monkeypatch, settling, name, lambda: (located.set(), written.wait(A_MOMENT)))
    after(monkeypatch, receiving.Reception, "_take", lambda: (written.set(), located.wait(A_MOMENT)))

    came_in, settled = at_once(
        lambda: pull(source, "1", "2", "3"),
        lambda: (
            settling.undo(orders[2], by=steward)
            if undone
            else settling.settle(orders[2], by=steward, asset=pump, always=True)
        ),
    )

    assert came_in == ["applied"] * 3
    assert not isinstance(settled, Exception)
    assert history.verify().intact
