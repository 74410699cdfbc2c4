"""One item in one place: what falls together, what is decided again, who may still take it back, whose word was it."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from assets.models import HistoryEntry, Unit
from maintenance import declarations, reviewing
from maintenance.models import Change, Declaration
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
Verdict = Change.Verdict


@pytest.fixture
def pump(station):
    asset = factories.asset(station, "P-01")
    factories.unit(asset, "SN-A", manufacturer="M", installed_on=date(2020, 1, 1))
    return asset


def replaced(asset, by, *, moved_from=None, work_order=None) -> dict[str, Change]:
    """A submitted replacement; its changes by field."""
    said = {
        "serial_number": "SN-B",
        "manufacturer": "M",
        "model": "X",
        "installation_date": timezone.localdate().isoformat(),
    }
    made = declarations.open(asset, by=by, work_order=work_order)
    declarations.replace_unit(made, said, [factories.evidence(asset.station)], moved_from=moved_from)
    declarations.submit(made, by=by)
    assert made.state == "IN_REVIEW"
    return {change.field: change for change in made.changes.all()}


def refuse(change: Change, by) -> None:
    reviewing.decide(change, by=by, verdict=Verdict.REFUSED, reason="No.")


def approve(change: Change, by) -> None:
    reviewing.decide(change, by=by, verdict=Verdict.APPROVED)


def state_of(changes: dict[str, Change]) -> str:
    return Declaration.objects.get(changes=changes["serial_number"]).state


def test_what_was_approved_of_a_new_item_falls_with_its_number(pump, agent, steward, station):
    changes = replaced(pump, agent)
    other = factories.person("steward", station=station)
    approve(changes["manufacturer"], other)

    refuse(changes["serial_number"], steward)

    assert state_of(changes) == "REJECTED"
    assert set(Change.objects.values_list("verdict", "reviewed_by")) == {("REFUSED", steward.pk)}
    assert Unit.objects.get(asset=pump, removed_on=None).serial == "SN-A"
    entry = HistoryEntry.objects.get(verb="words taken back")
    assert (entry.before["verdict"], entry.before["reviewed_by"]) == ("APPROVED", other.pk)


@pytest.mark.parametrize("moved_is_decided", ["first", "last"])
def test_a_number_whose_moving_was_refused_is_not_fitted_twice(
    pump, agent, steward, station, moved_is_decided
):
    former = factories.asset(station, "P-02")
    factories.unit(former, "SN-B", manufacturer="M")
    changes = replaced(pump, agent, moved_from=former)
    moved = changes.pop("moved_from")
    if moved_is_decided == "first":
        refuse(moved, steward)
        with pytest.raises(reviewing.NotNow):
            approve(changes["serial_number"], steward)
    else:
        for change in changes.values():
            approve(change, steward)
        refuse(moved, steward)

    assert state_of(changes) == "IN_REVIEW"
    changes["serial_number"].refresh_from_db()
    assert changes["serial_number"].verdict == Verdict.PENDING
    refuse(changes["serial_number"], steward)
    assert state_of(changes) == "REJECTED"
    assert [unit.asset for unit in Unit.objects.filter(serial="SN-B", removed_on=None)] == [former]


def test_a_number_fitted_elsewhere_since_it_was_approved_is_decided_again(pump, agent, steward, station):
    changes = replaced(pump, agent)
    last = changes.pop("model")
    for change in changes.values():
        approve(change, steward)
    factories.unit(factories.asset(station, "P-02"), "SN-B", manufacturer="M")

    approve(last, steward)

    assert state_of(changes) == "IN_REVIEW"
    waiting = Change.objects.filter(verdict=Verdict.PENDING).values_list("field", flat=True)
    assert list(waiting) == ["serial_number"]


@pytest.mark.parametrize(
    ("where", "told"),
    [
        ("VDO", "This serial number is fitted on SECRET-7, which the firm does not know. Send it back"),
        (
            "FAR",
            "This serial number is fitted in another station, which the firm does not know. Send it back",
        ),
    ],
)
def test_a_number_that_a_firm_declared_is_not_approved_while_it_is_fitted_elsewhere(
    pump, steward, station, where, told
):
    firm = factories.organisation()
    order = factories.work_order(station, organisation=firm, asset=pump)
    other = factories.unit(
        factories.asset(station if where == "VDO" else factories.station(where), "SECRET-7"),
        "sn-b",
        manufacturer="M",
    )
    plumber = factories.contractor(firm, station=station)
    changes = replaced(pump, plumber, work_order=factories.begun(order, plumber))

    with pytest.raises(reviewing.NotNow, match=told):
        approve(changes["serial_number"], steward)
    other.removed_on = timezone.localdate()
    other.save()
    for change in changes.values():
        approve(change, steward)

    assert state_of(changes) == "APPLIED"
    assert [unit.asset for unit in Unit.objects.filter(serial__iexact="SN-B", removed_on=None)] == [pump]


def test_a_firms_number_that_was_fitted_elsewhere_since_its_approval_is_decided_again(pump, steward, station):
    firm = factories.organisation()
    order = factories.work_order(station, organisation=firm, asset=pump)
    plumber = factories.contractor(firm, station=station)
    changes = replaced(pump, plumber, work_order=factories.begun(order, plumber))
    last = changes.pop("model")
    for change in changes.values():
        approve(change, steward)
    factories.unit(factories.asset(station, "P-02"), "SN-B", manufacturer="M")

    approve(last, steward)

    assert state_of(changes) == "IN_REVIEW"
    waiting = Change.objects.filter(verdict=Verdict.PENDING).values_list("field", flat=True)
    assert list(waiting) == ["serial_number"]


def test_what_somebody_gave_her_word_on_is_not_taken_back(pump, agent, steward):
    declaration = factories.declared(pump, agent, voltage="400 V", flow="120 m³/h")
    approve(declaration.changes.first(), steward)

    with pytest.raises(declarations.NotNow):
        declarations.withdraw(Declaration.objects.get(pk=declaration.pk), by=agent)

    assert Declaration.objects.get(pk=declaration.pk).state == "IN_REVIEW"
    reviewing.send_back(declaration, by=steward, reason="Which one?")
    declarations.withdraw(Declaration.objects.get(pk=declaration.pk), by=agent)
    assert Declaration.objects.get(pk=declaration.pk).state == "WITHDRAWN"


def test_whose_words_a_sending_back_takes_back_stays_in_the_history(pump, agent, steward, station):
    declaration = factories.declared(pump, agent, voltage="400 V", flow="120 m³/h")
    change = declaration.changes.first()
    approve(change, steward)
    deputy = factories.person("deputy", station=station)

    reviewing.send_back(declaration, by=deputy, reason="Which one?")

    entry = HistoryEntry.objects.get(verb="words taken back")
    assert (entry.actor, entry.subject_id, entry.before["reviewed_by"]) == (deputy, change.pk, steward.pk)
    assert list(declaration.changes.values_list("verdict", "reviewed_by")) == [("PENDING", None)] * 2
