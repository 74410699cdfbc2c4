"""What people type and what a file says are amounts of the same units."""

from __future__ import annotations

import pytest

from assets import measures
from assets.ifc import measures as amounts
from assets.ifc.agreement import agree


def test_every_unit_that_is_offered_is_so_many_si_units_of_its_dimension():
    strangers = []
    for dimension, offered in measures.OFFERED.items():
        expected = amounts.measure(measures.si(dimension) or "1")
        found = {symbol: amounts.measure(symbol or "1") for symbol in offered}
        strangers += [
            symbol
            for symbol, one in found.items()
            if one is None or expected is None or one.dimensions != expected.dimensions
        ]

    assert strangers == []


@pytest.mark.parametrize(
    ("value", "symbol", "in_si"),
    [
        (10, "ch", 7354.9875),
        (21, "°C", 294.15),
        (3.5, "bar", 350_000),
        (1450, "tr/min", 24.1666666667),
        (35, "%", 0.35),
    ],
)
def test_an_amount_is_so_many_si_units(value, symbol, in_si):
    assert measures.in_si(value, measures.unit(symbol)) == in_si


def test_brackets_below_the_line_say_nothing_more():
    assert agree(1.4, "W/(m²·K)", 1.4, "W/m²·K")
    assert amounts.measure("W/(m²·K)") == amounts.measure("W/m²·K")
    assert amounts.convert(1, "gal (US)", "l") == 3.785411784
