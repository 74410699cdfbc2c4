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


def put(asset, value, *, days_ago: float = 0, instead_of: PropertyVersion | None = None) -> PropertyVersion:
    return register_values.put(
        asset,
        set_name=FLOW[0],
        name=FLOW[1],
        value=value,
        unit="m³/h",
        valid_from=timezone.now() - timedelta(days=days_ago),
        instead_of=instead_of.pk if instead_of else None,
    )


def test_what_was_seen_on_site_comes_before_the_model(pump):
    before = register_values.register_of(pump).known("flow")
    put(pump, 120.0)
    after = register_values.register_of(pump).known("flow")

    assert (before.value, before.origin) == (100.0, "model")
    assert (after.value, after.origin) == (120.0, "declared")


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

    register_values.fit(pump, on=date(2025, 6, 1), serial="SN-2")

    fitted = {
        day: register_values.fitted_on(
            pump, timezone.now().replace(year=day.year, month=day.month, day=day.day)
        ).serial
        for day in (date(2024, 1, 2), date(2025, 6, 2))
    }
    assert list(fitted.values()) == ["SN-1", "SN-2"]
    assert Unit.objects.filter(asset=pump, removed_on=None).get().serial == "SN-2"


def test_a_corrected_number_is_the_same_item(pump):
    unit = factories.unit(pump, "SN-1")

    register_values.correct_fitted(pump, "serial_number", "SN-01")

    assert [(each.pk, each.serial) for each in Unit.objects.all()] == [(unit.pk, "SN-01")]
