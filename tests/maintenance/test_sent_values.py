"""What was sent stays as it was sent: a slow request writes nothing more, who decides decides what she saw."""

from __future__ import annotations

import uuid

import pytest

from maintenance import declarations, reviewing, three_way
from maintenance.models import Change, Declaration
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
Verdict = Change.Verdict


@pytest.fixture
def pump(station):
    return factories.asset(station, "P-01")


@pytest.fixture
def slow(pump, agent) -> Declaration:
    """Read as a draft by a request that is slow; another one has sent it since."""
    draft = declarations.open(pump, by=agent)
    declarations.set_value(draft, "serial_number", "GOOD")
    read_before = Declaration.objects.get(pk=draft.pk)
    declarations.submit(draft, by=agent)
    return read_before


def test_a_slow_request_changes_no_value_after_it_was_sent(slow, steward):
    with pytest.raises(declarations.NotNow) as refusal:
        declarations.set_value(slow, "serial_number", "EVIL")

    assert str(refusal.value) == "This declaration was sent already: it is “in review”."
    change = slow.changes.get()
    reviewing.decide(change, by=steward, verdict=Verdict.APPROVED)
    change.refresh_from_db()
    assert change.value == "GOOD"


@pytest.mark.parametrize("act", ["value", "drop", "photo", "moved", "unchanged", "message"])
def test_nothing_is_written_into_what_was_sent(slow, station, act):
    said = list(slow.changes.values())
    acts = {
        "value": lambda: declarations.set_value(slow, "model", "EVIL"),
        "drop": lambda: declarations.drop_value(slow, "serial_number"),
        "photo": lambda: declarations.add_evidence(slow, [factories.evidence(station)]),
        "moved": lambda: declarations.set_moved_from(slow, factories.asset(station, "P-02")),
        "unchanged": lambda: declarations.say_unchanged(slow),
        "message": lambda: declarations.set_message(slow, "EVIL"),
    }

    with pytest.raises(declarations.NotNow):
        acts[act]()

    now = Declaration.objects.get(pk=slow.pk)
    assert (list(now.changes.values()), now.evidence.count(), now.message) == (said, 0, "")


def test_a_slow_request_changes_nothing_between_the_two_stewards(station, agent, steward):
    board = factories.asset(station, "TGBT", kind="electric-distribution-board")
    draft = declarations.open(board, by=agent)
    declarations.set_value(draft, "serial_number", "GOOD")
    slow = Declaration.objects.get(pk=draft.pk)
    declarations.submit(draft, by=agent)
    change = draft.changes.get()
    reviewing.decide(change, by=steward, verdict=Verdict.APPROVED)

    with pytest.raises(declarations.NotNow):
        declarations.set_value(slow, "serial_number", "EVIL")

    change.refresh_from_db()
    assert (change.value, change.reviewed_by) == ("GOOD", steward)


def test_a_verification_sent_twice_at_once_is_one(pump, agent, monkeypatch):
    monkeypatch.setattr(declarations, "is_drawn_for_audit", lambda declaration: False)
    key = uuid.uuid4()
    slow = declarations.open(pump, by=agent, key=key)
    declarations.verify_unchanged(pump, by=agent, key=key)
    monkeypatch.setattr(declarations, "open", lambda *args, **named: slow)

    again = declarations.verify_unchanged(pump, by=agent, key=key)

    assert (again.state, again.changes.count()) == ("APPLIED", 1)


def test_who_decides_is_refused_when_it_says_something_else_than_she_saw(pump, agent, steward):
    change = factories.declared(pump, agent, serial_number="GOOD").changes.get()
    seen = three_way.as_seen(change)

    for value, unit, base in (("EVIL", "", None), ("GOOD", "m", None), ("GOOD", "", "SN-0")):
        other = three_way.as_seen(Change(value=value, unit=unit, base=base))
        with pytest.raises(reviewing.NotNow) as refusal:
            reviewing.decide(change, by=steward, verdict=Verdict.APPROVED, seen=other)
        assert str(refusal.value).startswith("It says something else than what you saw")

    reviewing.decide(change, by=steward, verdict=Verdict.APPROVED, seen=seen)
    change.refresh_from_db()
    assert change.verdict == Verdict.APPROVED
