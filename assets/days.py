"""Days as lists write them: 2026-03-31, or 31/03/2026 as a French spreadsheet saves the same cell."""

from __future__ import annotations

import re
from datetime import date

_FRENCH = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


def read(text: str) -> date:
    """Raises ValueError for anything else."""
    text = text.strip()
    if french := _FRENCH.fullmatch(text):
        day, month, year = map(int, french.groups())
        return date(year, month, day)
    return date.fromisoformat(text)
