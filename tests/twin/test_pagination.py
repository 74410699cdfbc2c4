"""Keyset paging: no row twice, none left out, both ways, whatever comes in between."""

from __future__ import annotations

import pytest

from assets.models import Asset
from tests import factories
from twin.pagination import BadCursor, page

pytestmark = pytest.mark.django_db
BY_CODE = ("code", "pk")


@pytest.fixture
def assets():
    station = factories.station()
    for number in range(7):
        factories.asset(station, f"A-{number}")
    return Asset.objects.filter(station=station)


def codes(shown) -> list[str]:
    return [row.code for row in shown.rows]


def test_pages_follow_one_another_to_the_end(assets):
    first = page(assets, BY_CODE, None, 3)
    second = page(assets, BY_CODE, first.next, 3)
    third = page(assets, BY_CODE, second.next, 3)

    assert [codes(first), codes(second), codes(third)] == [
        ["A-0", "A-1", "A-2"],
        ["A-3", "A-4", "A-5"],
        ["A-6"],
    ]
    assert (first.previous, third.next) == (None, None)


def test_pages_lead_back_the_way_they_came(assets):
    first = page(assets, BY_CODE, None, 3)
    second = page(assets, BY_CODE, first.next, 3)
    back = page(assets, BY_CODE, second.previous, 3)

    assert codes(back) == codes(first)
    assert back.previous is None
    assert codes(page(assets, BY_CODE, back.next, 3)) == codes(second)


def test_a_row_that_comes_in_before_shifts_nothing(assets):
    first = page(assets, BY_CODE, None, 3)
    factories.asset(assets[0].station, "A-00")

    assert codes(page(assets, BY_CODE, first.next, 3)) == ["A-3", "A-4", "A-5"]


def test_equal_values_are_told_apart_by_the_last_column():
    station = factories.station()
    for _ in range(5):
        factories.asset(station, f"K-{_}", name="same")
    rows = Asset.objects.filter(station=station)

    first = page(rows, ("name", "-pk"), None, 2)
    second = page(rows, ("name", "-pk"), first.next, 2)
    third = page(rows, ("name", "-pk"), second.next, 2)

    assert codes(first) + codes(second) + codes(third) == ["K-4", "K-3", "K-2", "K-1", "K-0"]


@pytest.mark.parametrize("cursor", ["nonsense", "W10", "eyJhIjoxfQ", "é", "W3RydWUsIFtdLCAxXQ"])
def test_a_cursor_that_is_not_ours_is_refused(assets, cursor):
    with pytest.raises(BadCursor):
        page(assets, BY_CODE, cursor, 3)


def test_an_empty_list_has_no_neighbours():
    shown = page(Asset.objects.none(), BY_CODE, None, 3)

    assert (shown.rows, shown.next, shown.previous) == ([], None, None)
