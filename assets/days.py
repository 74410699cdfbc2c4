"""Days as lists write them: 2026-03-31, or 31/03/2026 as a French spreadsheet saves the same cell."""

from __future__ import annotations

from datetime import date, datetime


def read(text: str) -> date:
    """Raises ValueError for anything else."""
    text = text.strip()
    return datetime.strptime(text, "%d/%m/%Y").date() if "/" in text else date.fromisoformat(text)
