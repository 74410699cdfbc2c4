"""What did you change? Declared on site, decided per property, in the register."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from assets import register_values
from assets.entries import Unreadable
from assets.models import HistoryEntry, PropertyVersion, Unit
from maintenance import acts, declarations, reviewing, three_way, verifications
from maintenance.models import Change, Declaration, OutboxMessage, Verification
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
Verdict = Change.Verdict
FLOW = ["Pset_PumpTypeCommon", "FlowRateRange", 100.0, "IfcVolumetricFlowRateMeasure", "m³/h", 3]
MAKER = ["Pset_ManufacturerTypeInformation", "Manufacturer", "Orme", "IfcLabel", None, 4]


@pytest.fixture(autouse=True)
def _nobody_is_drawn_for_audit(monkeypatch):
    monkeypatch.setattr(declarations, "is_drawn_for_audit", lambda declaration: False)


@pytest.fixture
def pump(station):
    """Drawn by a model that says 100 m³/h; SN-1 is fitted there since 2020."""
    drawn = factories.element(factories.revision(station), "P-01", properties=[FLOW, MAKER])
    asset = factories.asset(station, "P-01", drawn_by=drawn)
    factories.unit(asset, "SN-1", installed_on="2020-05-04")
    return asset


def approve_all(declaration: Declaration, by) -> Declaration:
    for change in declaration.changes.filter(verdict=Verdict.PENDING):
        reviewing.decide(change, by=by, verdict=Verdict.APPROVED)
    declaration.refresh_from_db()
    return declaration


def replacement(asset, by, **values) -> Declaration:
    said = {
        "serial_number": "SN-2",
        "manufacturer": "Orme",
        "model": "R-60",
        "installation_date": "2026-01-05",
        **values,
    }
    made = declarations.open(asset, by=by)
    declarations.replace_unit(made, said, [factories.evidence(asset.station)])
    return declarations.submit(made, by=by)


def verbs(station) -> list[str]:
    return list(
        HistoryEntry.objects.filter(station=station).order_by("number").values_list("verb", flat=True)
    )


# Verified


def test_an_agents_verification_is_taken_at_once(pump, agent):
    declaration = declarations.verify_unchanged(pump, by=agent, key=uuid.uuid4())

    assert declaration.state == "APPLIED"
    assert [(v.field, v.by) for v in pump.verifications.all()] == [("", agent)]
    assert declaration.changes.get().verdict == Verdict.TAKEN


def test_the_same_verification_sent_again_counts_once(pump, agent):
    key = uuid.uuid4()

    for _ in range(3):
        declarations.verify_unchanged(pump, by=agent, key=key)

    assert Declaration.objects.count() == 1
    assert Verification.objects.count() == 1


def test_somebody_elses_key_is_nobodys(pump, agent, steward):
    key = uuid.uuid4()
    declarations.verify_unchanged(pump, by=agent, key=key)

    with pytest.raises(declarations.NotHers):
        declarations.verify_unchanged(pump, by=steward, key=key)


def test_one_verification_drawn_for_audit_waits_for_a_steward(pump, agent, steward, monkeypatch):
    monkeypatch.setattr(declarations, "is_drawn_for_audit", lambda declaration: True)

    declaration = declarations.verify_unchanged(pump, by=agent, key=uuid.uuid4())

    assert declaration.state == "IN_REVIEW"
    assert Verification.objects.count() == 0
    assert approve_all(declaration, steward).state == "APPLIED"
    assert Verification.objects.count() == 1


def test_one_in_twenty_verifications_is_looked_at_all_the_same():
    drawn = sum(
        verifications.is_drawn_for_audit(Declaration(key=uuid.UUID(int=number))) for number in range(2000)
    )

    assert 60 <= drawn <= 140


def test_a_contractors_verification_is_reviewed(pump, station, steward):
    firm = factories.organisation()
    plumber = factories.contractor(firm, station=station)
    order = factories.begun(factories.work_order(station, organisation=firm, asset=pump), plumber)

    declaration = declarations.verify_unchanged(pump, by=plumber, work_order=order, key=uuid.uuid4())

    assert (declaration.state, declaration.organisation) == ("IN_REVIEW", firm)
    assert approve_all(declaration, steward).state == "APPLIED"


def test_a_contractor_declares_only_on_what_her_own_orders_are_about(pump, station):
    firm = factories.organisation()
    plumber = factories.contractor(firm, station=station)
    other = factories.asset(station, "P-02")
    hers = factories.work_order(station, organisation=firm, asset=pump)
    theirs = factories.work_order(station, organisation=factories.organisation(), asset=pump)

    for asset, order in ((pump, None), (pump, theirs), (other, hers)):
        with pytest.raises(declarations.NotHers):
            declarations.open(asset, by=plumber, work_order=order)


def test_a_firms_person_declares_once_she_has_read_the_dangers_and_the_order_is_begun(pump, station):
    firm = factories.organisation()
    plumber, colleague = (factories.contractor(firm, station=station) for _ in range(2))
    order = factories.work_order(station, organisation=firm, asset=pump)

    def declare(by) -> None:
        declarations.open(pump, by=by, work_order=order)

    with pytest.raises(declarations.TooEarly, match="Read the safety instructions"):
        declare(plumber)
    acts.acknowledge(order, by=plumber, key=uuid.uuid4())
    with pytest.raises(declarations.TooEarly, match="Start the order"):
        declare(plumber)
    acts.start(order, by=plumber, key=uuid.uuid4())
    declare(plumber)
    with pytest.raises(declarations.TooEarly, match="Read the safety instructions"):
        declare(colleague)

    assert Declaration.objects.get().author == plumber


def test_a_verification_is_taken_back_within_seconds_and_not_later(pump, agent):
    soon, late = (declarations.verify_unchanged(pump, by=agent, key=uuid.uuid4()) for _ in range(2))
    Declaration.objects.filter(pk=late.pk).update(applied_at=timezone.now() - timedelta(minutes=2))
    late.refresh_from_db()

    declarations.undo_verification(soon, by=agent)
    with pytest.raises(declarations.NotNow):
        declarations.undo_verification(late, by=agent)

    assert (soon.state, late.state) == ("WITHDRAWN", "APPLIED")
    assert [v.declaration for v in Verification.objects.all()] == [late]


# Corrected


def test_an_approved_value_is_the_registers_word_with_its_history(pump, agent, steward, station):
    declaration = factories.declared(pump, agent, flow="120 m³/h")
    assert declaration.state == "IN_REVIEW"

    approve_all(declaration, steward)

    known = register_values.register_of(pump).known("flow")
    assert (known.value, known.unit, known.origin) == (120.0, "m³/h", "declared")
    change = declaration.changes.get()
    assert (change.base, change.value, change.reviewed_by) == (100.0, 120.0, steward)
    assert [v.field for v in pump.verifications.all()] == ["flow"]
    assert verbs(station) == [
        "declaration opened",
        "declaration submitted",
        "declaration in_review",
        "change approved",
        "declaration approved",
        "declaration applied",
    ]


def test_what_the_register_says_already_is_no_change(pump, agent):
    declaration = declarations.open(pump, by=agent)

    assert declarations.set_value(declaration, "flow", "100") is None
    assert declarations.set_value(declaration, "flow", "0,0277777778 m³/s") is None
    with pytest.raises(declarations.NotNow):
        declarations.submit(declaration, by=agent)


def test_a_value_typed_in_another_unit_is_kept_in_the_registers(pump, agent):
    declaration = declarations.open(pump, by=agent)

    change = declarations.set_value(declaration, "flow", "2000 l/min")

    assert (change.value, change.unit, change.set_name, change.name) == (
        120.0,
        "m³/h",
        "Pset_PumpTypeCommon",
        "FlowRateRange",
    )


def test_what_is_no_such_value_is_not_kept(pump, agent):
    declaration = declarations.open(pump, by=agent)

    for typed, code in (
        ("much", "not-a-number"),
        ("3 bar", "unit-of-something-else"),
        ("3 zorks", "unit-unknown"),
    ):
        with pytest.raises(Unreadable) as wrong:
            declarations.set_value(declaration, "flow", typed)
        assert wrong.value.code == code
    assert declaration.changes.count() == 0


def test_a_property_is_refused_with_a_reason_and_the_others_go_into_the_register(pump, agent, steward):
    declaration = factories.declared(pump, agent, flow="120", voltage="400 V")
    flow, voltage = (declaration.changes.get(field=field) for field in ("flow", "voltage"))

    with pytest.raises(reviewing.NotNow):
        reviewing.decide(flow, by=steward, verdict=Verdict.REFUSED, reason=" ")
    reviewing.decide(flow, by=steward, verdict=Verdict.REFUSED, reason="The plate says 100.")
    reviewing.decide(voltage, by=steward, verdict=Verdict.APPROVED)

    declaration.refresh_from_db()
    assert declaration.state == "APPLIED"
    register = register_values.register_of(pump)
    assert (register.known("flow").value, register.known("voltage").value) == (100.0, 400.0)


def test_refused_as_a_whole_it_says_why(pump, agent, steward):
    declaration = factories.declared(pump, agent, flow="120")

    reviewing.decide(declaration.changes.get(), by=steward, verdict=Verdict.REFUSED, reason="Wrong pump.")

    declaration.refresh_from_db()
    assert (declaration.state, declaration.reason) == ("REJECTED", "Wrong pump.")
    assert PropertyVersion.objects.count() == 0


def test_sent_back_it_is_completed_and_sent_again(pump, agent, steward):
    declaration = factories.declared(pump, agent, flow="120")

    reviewing.send_back(declaration, by=steward, reason="Which plate?")
    declaration.refresh_from_db()
    assert declaration.state == "CHANGES_REQUESTED"

    declarations.set_value(declaration, "flow", "125")
    declarations.submit(declaration, by=agent)
    assert approve_all(declaration, steward).state == "APPLIED"


def test_a_value_corrected_twice_supersedes_the_first(pump, agent, steward):
    for typed in ("120", "130"):
        approve_all(factories.declared(pump, agent, flow=typed), steward)

    rows = [(row.value, row.superseded_at is None) for row in PropertyVersion.objects.order_by("pk")]
    assert rows == [(120.0, False), (130.0, True)]


def test_a_corrected_serial_number_is_that_of_the_item_fitted_there(pump, agent, steward):
    approve_all(factories.declared(pump, agent, serial_number="SN-11"), steward)

    assert [(unit.serial, unit.removed_on) for unit in Unit.objects.all()] == [("SN-11", None)]


# Replaced


def test_a_replaced_item_is_fitted_from_its_day_and_the_former_one_taken_off(pump, agent, steward):
    declaration = replacement(pump, agent)
    assert declaration.state == "IN_REVIEW"

    approve_all(declaration, steward)

    fitted = [
        (u.serial, u.model, str(u.installed_on), str(u.removed_on)) for u in Unit.objects.order_by("pk")
    ]
    assert fitted == [
        ("SN-1", "", "2020-05-04", "2026-01-05"),
        ("SN-2", "R-60", "2026-01-05", "None"),
    ]
    assert register_values.register_of(pump).known("serial_number").value == "SN-2"
    assert [v.field for v in pump.verifications.all()] == [""]


def test_without_its_number_a_replacement_is_refused_as_a_whole(pump, agent, steward):
    declaration = replacement(pump, agent)

    serial = declaration.changes.get(field="serial_number")
    reviewing.decide(serial, by=steward, verdict=Verdict.REFUSED, reason="Not the plate.")

    declaration.refresh_from_db()
    assert declaration.state == "REJECTED"
    assert set(declaration.changes.values_list("verdict", flat=True)) == {"REFUSED"}
    assert Unit.objects.get().serial == "SN-1"


def test_an_item_moved_from_elsewhere_leaves_its_former_place(pump, agent, steward, station):
    before = factories.asset(station, "P-02")
    factories.unit(before, "SN-2", manufacturer="Orme")
    assert replacement(pump, agent).state == "CHECKS_FAILED"

    made = declarations.draft_of(pump, by=agent, kind="REPLACE")
    declarations.set_moved_from(made, before)
    approve_all(declarations.submit(made, by=agent), steward)

    assert [u.asset.code for u in Unit.objects.filter(serial="SN-2", removed_on=None)] == ["P-01"]


def test_the_source_of_the_order_is_told_of_the_new_item(pump, agent, steward, station):
    order = factories.work_order(station, asset=pump, equipment_code="EQ-77")
    declaration = declarations.open(pump, by=agent, work_order=order)
    declarations.set_value(declaration, "serial_number", "SN-9")
    approve_all(declarations.submit(declaration, by=agent), steward)

    message = OutboxMessage.objects.get()
    assert (message.kind, message.source, message.work_order) == ("proposal", order.source, order)
    assert message.payload == {"equipment_code": "EQ-77", "values": {"Numéro de série": "SN-9"}}


# Two at once


def test_of_two_declarations_on_one_property_the_second_is_in_conflict(pump, station, steward):
    first, second = (
        factories.declared(pump, factories.person("agent", station=station), flow=typed)
        for typed in ("120", "130")
    )

    approve_all(first, steward)

    second.refresh_from_db()
    assert (first.state, second.state) == ("APPLIED", "CONFLICT")
    assert register_values.register_of(pump).known("flow").value == 120.0


def test_two_declarations_on_different_properties_both_apply(pump, station, steward):
    first, second = (
        factories.declared(pump, factories.person("agent", station=station), **values)
        for values in ({"flow": "120"}, {"voltage": "400 V"})
    )

    assert [approve_all(each, steward).state for each in (first, second)] == ["APPLIED", "APPLIED"]


def test_a_replacement_is_in_conflict_with_everything_declared_of_the_former_item(
    pump, station, agent, steward
):
    other = factories.declared(pump, factories.person("agent", station=station), voltage="400 V")

    approve_all(replacement(pump, agent), steward)

    other.refresh_from_db()
    assert other.state == "CONFLICT"


def test_what_is_said_of_a_new_item_as_the_register_has_it_by_now_is_no_conflict(
    pump, station, agent, steward
):
    """Of two who declared the same replacement the second is only heard to agree: the item is fitted once."""
    first, second = (
        replacement(pump, person) for person in (agent, factories.person("agent", station=station))
    )
    approve_all(first, steward)

    second.refresh_from_db()
    assert second.state == "IN_REVIEW"
    assert three_way.in_conflict(second) == []

    approve_all(second, steward)
    assert Unit.objects.filter(asset=pump, serial="SN-2").count() == 1


def test_a_value_that_went_and_came_back_is_no_conflict(pump, station, agent, steward):
    for typed in ("120", "108"):
        approve_all(factories.declared(pump, agent, head=typed + " Pa"), steward)
    waiting = factories.declared(pump, factories.person("agent", station=station), head="130 Pa")

    for typed in ("120", "108"):
        approve_all(factories.declared(pump, agent, head=typed + " Pa"), steward)

    assert three_way.in_conflict(waiting) == []


def test_a_conflict_is_settled_by_whoever_saw_both_values(pump, station, steward):
    first, second = (
        factories.declared(pump, factories.person("agent", station=station), flow=typed)
        for typed in ("120", "130")
    )
    approve_all(first, steward)
    change = second.changes.get()

    reviewing.decide(change, by=steward, verdict=Verdict.APPROVED)
    change.refresh_from_db()
    assert change.verdict == Verdict.PENDING

    reviewing.decide(change, by=steward, verdict=Verdict.APPROVED, over=True)
    second.refresh_from_db()
    assert second.state == "APPLIED"
    assert register_values.register_of(pump).known("flow").value == 130.0


def test_what_the_register_learnt_meanwhile_counts_as_seen(pump, station, agent, steward):
    draft = declarations.open(pump, by=agent)
    declarations.set_value(draft, "flow", "120")
    approve_all(factories.declared(pump, factories.person("agent", station=station), flow="120"), steward)

    declarations.submit(draft, by=agent)

    assert (draft.state, draft.changes.get().kind) == ("APPLIED", "VERIFY")


def test_a_change_of_something_that_moved_on_since_it_was_written_is_in_conflict_when_sent(
    pump, station, agent, steward
):
    draft = declarations.open(pump, by=agent)
    declarations.set_value(draft, "flow", "130")
    approve_all(factories.declared(pump, factories.person("agent", station=station), flow="120"), steward)

    declarations.submit(draft, by=agent)

    assert draft.state == "CONFLICT"
