"""As of any day: what the register said of a fitted item then, though its own line was corrected since."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from assets.models import Unit
from assets.register_values import register_of
from maintenance import reviewing
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("installed", [date(2020, 1, 1), None])
def test_the_day_before_a_corrected_number_the_register_says_the_former_one(installed):
    station = factories.station("VDO")
    pump = factories.asset(station, "P-01")
    factories.unit(pump, "SN-A", manufacturer="M", installed_on=installed)
    Unit.objects.update(created_at=timezone.now() - timedelta(days=30))
    agent, steward = (factories.person(role, station=station) for role in ("agent", "steward"))
    yesterday = timezone.now() - timedelta(days=1)

    for number in ("SN-NEW", "SN-NEWER"):
        change = factories.declared(pump, agent, serial_number=number).changes.get()
        reviewing.decide(change, by=steward, verdict="APPROVED")

    days = (None, yesterday, datetime(2019, 6, 1, tzinfo=UTC))
    said = [register_of(pump, at).known("serial_number").value for at in days]
    assert said == ["SN-NEWER", "SN-A", None]


def test_a_day_of_installation_told_today_was_not_known_yesterday():
    station = factories.station("VDO")
    pump = factories.asset(station, "P-01")
    factories.unit(pump, "SN-A")
    Unit.objects.update(created_at=timezone.now() - timedelta(days=30))
    agent, steward = (factories.person(role, station=station) for role in ("agent", "steward"))

    change = factories.declared(pump, agent, installation_date="12/03/2024").changes.get()
    reviewing.decide(change, by=steward, verdict="APPROVED")

    yesterday = register_of(pump, timezone.now() - timedelta(days=1))
    assert (yesterday.known("installation_date").value, yesterday.known("serial_number").value) == (
        None,
        "SN-A",
    )
    assert register_of(pump).known("installation_date").value == "2024-03-12"
