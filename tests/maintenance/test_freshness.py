"""How much of what is known was seen on site recently enough."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from maintenance import freshness
from maintenance.models import Verification
from tests import factories

YEAR = 365


def test_the_fresh_share_is_that_of_the_weights():
    """Of weights 3, 1, 1, 1: fresh, too old, just in time, never seen."""
    rows = [(3, 10, 365), (1, 400, 365), (1, 30, 30), (1, None, 365)]

    assert round(freshness.share_fresh(rows), 3) == 0.667


def test_nothing_to_know_is_not_fresh():
    assert freshness.share_fresh([]) == 0.0


def seen(asset, days_ago: float, field: str = "", by=None) -> None:
    at = timezone.now() - timedelta(days=days_ago)
    Verification.objects.create(asset=asset, field=field, verified_at=at, by=by)


@pytest.mark.parametrize(
    ("days_ago", "state", "score"),
    [(1, "fresh", 1.0), (YEAR - 30, "due_soon", 1.0), (YEAR + 5, "to_verify", 0.0), (None, "never", 0.0)],
)
def test_a_lift_is_verified_every_year(station, days_ago, state, score):
    lift = factories.asset(station, "ASC-1", kind="transport-element-elevator")
    if days_ago is not None:
        seen(lift, days_ago)

    found = freshness.of(lift)

    assert (found.state, found.score) == (state, score)


def test_a_corrected_value_is_fresh_by_itself(station):
    pump = factories.asset(station, "P-01")
    agent = factories.person("agent", station=station)
    seen(pump, 2000)
    seen(pump, 1, "serial_number", agent)

    found = freshness.of(pump)

    total = sum(weight for weight, _ in freshness.delays("pump").values())
    # The number (weight 3) was just seen; the day it was installed (weight 1) holds ten years.
    assert found.score == pytest.approx(4 / total)
    assert (found.state, found.verified_by) == ("to_verify", agent.username)
    delays = freshness.delays("pump")
    assert (found.due, found.total) == (len(delays) - 2, len(delays))


def test_the_day_it_is_due_is_that_of_the_first_value_to_grow_old(station):
    pump = factories.asset(station, "P-01")
    seen(pump, 0)

    soonest = min(days for _, days in freshness.delays("pump").values())
    assert freshness.of(pump).due_on == timezone.localdate() + timedelta(days=soonest)


def test_as_of_a_date_it_is_what_was_known_then(station):
    pump = factories.asset(station, "P-01")
    seen(pump, 1)

    assert freshness.of(pump, timezone.now() - timedelta(days=2)).state == "never"


def test_a_station_of_any_size_takes_two_questions(station, django_assert_num_queries):
    pumps = [factories.asset(station, f"P-{number}") for number in range(20)]
    for pump in pumps[:5]:
        seen(pump, 1)

    with django_assert_num_queries(2):
        found = freshness.of_station(station)

    assert sorted(each.state for each in found.values()) == ["fresh"] * 5 + ["never"] * 15
    assert found[pumps[0].pk] == freshness.of(pumps[0]) or found[pumps[0].pk].state == "fresh"
