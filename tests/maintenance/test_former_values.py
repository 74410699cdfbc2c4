"""As of any day: what the register said of a fitted item then, though its own line was corrected since."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from assets.register_values import register_of
from maintenance import reviewing
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("installed", "in_2019"), [(date(2020, 1, 1), None), (None, "SN-A")])
def test_the_day_before_a_corrected_number_the_register_says_the_former_one(installed, in_2019):
    station = factories.station("VDO")
    pump = factories.asset(station, "P-01")
    factories.unit(pump, "SN-A", manufacturer="M", installed_on=installed)
    agent, steward = (factories.person(role, station=station) for role in ("agent", "steward"))
    yesterday = timezone.now() - timedelta(days=1)

    for number in ("SN-NEW", "SN-NEWER"):
        change = factories.declared(pump, agent, serial_number=number).changes.get()
        reviewing.decide(change, by=steward, verdict="APPROVED")

    days = (None, yesterday, datetime(2019, 6, 1, tzinfo=UTC))
    said = [register_of(pump, at).known("serial_number").value for at in days]
    assert said == ["SN-NEWER", "SN-A", in_2019]
