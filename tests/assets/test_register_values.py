"""What the register holds now, and held on any date."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from assets import register_values
from assets.models import PropertyVersion, Unit
from tests import factories

pytestmark = pytest.mark.django_db
FLOW = ("Pset_PumpTypeCommon", "FlowRateRange")
MODEL_SAYS = [*FLOW, 100.0, "IfcVolumetricFlowRateMeasure", "m³/h", 3]


@pytest.fixture
def pump():
    station = factories.station("VDO")
    drawn = factories.element(factories.revision(station), "P-01", properties=[MODEL_SAYS])
    return factories.asset(station, "P-01", drawn_by=drawn)


def days_ago(days: float):
    return timezone.now() - timedelta(days=days)


def put(asset, value, *, days_ago: float = 0, instead_of: PropertyVersion | None = None) -> PropertyVersion:
    """Recorded on the very day since which it is so."""
    then = timezone.now() - timedelta(days=days_ago)
    row = register_values.put(
        asset,
        set_name=FLOW[0],
        name=FLOW[1],
        value=value,
        unit="m³/h",
        valid_from=then,
        instead_of=instead_of.pk if instead_of else None,
    )
    PropertyVersion.objects.filter(pk=row.pk).update(recorded_at=then)
    return row


def test_what_was_seen_on_site_comes_before_the_model(pump):
    before = register_values.register_of(pump).known("flow")
    put(pump, 120.0)
    after = register_values.register_of(pump).known("flow")

    assert (before.value, before.origin) == (100.0, "model")
    assert (after.value, after.origin) == (120.0, "declared")


def test_what_is_told_today_of_last_month_was_not_known_last_month(pump):
    register_values.put(
        pump,
        set_name=FLOW[0],
        name=FLOW[1],
        value=120.0,
        unit="m³/h",
        valid_from=timezone.now() - timedelta(days=30),
        instead_of=None,
    )

    yesterday = register_values.register_of(pump, timezone.now() - timedelta(days=1)).known("flow")

    assert yesterday.origin != "declared"


def test_on_any_date_it_says_what_held_then(pump):
    first = put(pump, 110.0, days_ago=100)
    put(pump, 120.0, days_ago=10, instead_of=first)

    said = {
        days: register_values.register_of(pump, timezone.now() - timedelta(days=days)).known("flow").value
        for days in (50, 5)
    }

    assert said == {50: 110.0, 5: 120.0}
    assert [version.value for version in register_values.current(pump).values()] == [120.0]


def test_of_two_who_establish_a_value_at_once_one_is_told(pump):
    first = put(pump, 110.0)
    put(pump, 120.0, instead_of=first)

    with pytest.raises(register_values.Overtaken):
        put(pump, 130.0, instead_of=first)
    with pytest.raises(register_values.Overtaken):
        put(pump, 130.0)
    assert PropertyVersion.objects.filter(superseded_at=None).count() == 1


def test_another_item_is_fitted_and_the_former_one_keeps_its_dates(pump):
    factories.unit(pump, "SN-1", installed_on=date(2020, 1, 1))
    Unit.objects.update(created_at=days_ago(400))

    register_values.fit(pump, on=timezone.localdate(days_ago(30)), serial="SN-2")
    Unit.objects.filter(serial="SN-2").update(created_at=days_ago(20))
    Unit.objects.filter(serial="SN-1").update(removal_recorded_at=days_ago(20))

    fitted = {ago: register_values.fitted_on(pump, days_ago(ago)) for ago in (500, 100, 25, 10)}
    serials = {ago: unit and unit.serial for ago, unit in fitted.items()}
    assert serials == {500: None, 100: "SN-1", 25: "SN-1", 10: "SN-2"}
    assert Unit.objects.filter(asset=pump, removed_on=None).get().serial == "SN-2"


def test_a_corrected_number_is_the_same_item(pump):
    unit = factories.unit(pump, "SN-1")

    register_values.correct_fitted(pump, "serial_number", "SN-01")

    assert [(each.pk, each.serial) for each in Unit.objects.all()] == [(unit.pk, "SN-01")]
