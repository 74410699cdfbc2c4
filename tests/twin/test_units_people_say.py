"""Values in the unit a person on site says them in."""

from __future__ import annotations

import pytest
from django.utils import translation

from twin.wording import as_said


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (1_000_000, "Pa", (10.0, "bar")),
        (2500.0, "Pa", (2.5, "kPa")),
        (0.08, "m", (80.0, "mm")),
        (5.2, "m", (5.2, "m")),
        (0, "m", (0, "m")),
        (7500, "W", (7.5, "kW")),
        (400, "V", (400, "V")),
        (20_000, "V", (20.0, "kV")),
        (0.005, "m³/s", (18.0, "m³/h")),
        (280.15, "K", (7.0, "°C")),
        (48.3, "1/s", (2898.0, "rpm")),
        (5.0, "K", (5.0, "K")),
        (True, "m", (True, "m")),
        ("DN 80", None, ("DN 80", None)),
    ],
)
def test_a_value_is_said_in_its_everyday_unit(value, unit, said):
    with translation.override("en"):
        assert as_said(value, unit) == said
