"""Which equipment is to be verified: counts that lead to a list, a column in it, and a lens without lawns."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from maintenance.models import Verification
from tests import factories

pytestmark = pytest.mark.django_db
OLD, NEW = timedelta(days=4000), timedelta(days=1)


@pytest.fixture
def agent():
    """A pump verified yesterday, one long ago, one never; a lawn and a floor that nobody verifies."""
    station = factories.station("VDO")
    pumps = [factories.asset(station, code) for code in ("P-1", "P-2", "P-3")]
    for pump, age in zip(pumps, (NEW, OLD), strict=False):
        Verification.objects.create(asset=pump, verified_at=timezone.now() - age)
    factories.asset(station, "PELOUSE", kind="geographic-element")
    factories.asset(station, "SOL", kind="covering-flooring")
    client = Client(headers={"accept-language": "fr"})
    client.force_login(factories.person("agent", station=station))
    return client


def codes(page: str) -> list[str]:
    return [row.split(">")[1].split("<")[0] for row in page.split('class="code" href')[1:]]


@pytest.mark.parametrize(
    ("state", "listed"),
    [("fresh", ["P-1"]), ("to_verify", ["P-2"]), ("never", ["P-3"]), ("due_soon", [])],
)
def test_the_list_holds_what_the_day_counts(agent, state, listed):
    day = agent.get("/stations/VDO/today/").content.decode()
    assert f'href="/stations/VDO/assets/?fresh={state}"' in day

    page = agent.get(f"/stations/VDO/assets/?fresh={state}").content.decode()

    assert codes(page) == listed


def test_a_state_that_does_not_exist_filters_nothing_and_each_row_says_its_own(agent):
    page = agent.get("/stations/VDO/assets/?fresh=bogus").content.decode()

    states = [
        row.split('class="f-')[1].split('"')[0] if 'class="f-' in row else ""
        for row in page.split("<tr>")[2:]
    ]
    assert states == ["fresh", "to_verify", "never", "", ""]


def test_the_lens_colours_no_lawn(agent):
    answer = agent.get("/stations/VDO/freshness/").json()

    assert answer == {"fresh": ["P-1"], "never": ["P-3"], "to_verify": ["P-2"]}
