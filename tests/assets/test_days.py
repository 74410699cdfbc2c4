from __future__ import annotations

from datetime import date

import pytest

from assets import days


@pytest.mark.parametrize("text", ["2026-03-31", "31/03/2026", " 31/03/2026 "])
def test_a_day_is_read_as_lists_and_spreadsheets_write_it(text):
    assert days.read(text) == date(2026, 3, 31)


@pytest.mark.parametrize("text", ["", "03/31/2026", "31.03.2026", "tomorrow", "2026-13-01"])
def test_anything_else_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        days.read(text)
