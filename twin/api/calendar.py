"""Orders as a calendar that any agenda subscribes to (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

LONGEST = 75  # octets of a line (3.1)
HALF_AN_HOUR = timedelta(minutes=30)


def calendar(name: str, events: Iterable[dict[str, str]]) -> str:
    """`events`: properties by name, values still to be escaped; times already in the calendar's form."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Station Twin//orders//FR",
        f"X-WR-CALNAME:{escaped(name)}",
    ]
    for event in events:
        lines += [
            "BEGIN:VEVENT",
            *(f"{key}:{_value(key, value)}" for key, value in event.items() if value),
            "END:VEVENT",
        ]
    return "".join(f"{part}\r\n" for line in [*lines, "END:VCALENDAR"] for part in _folded(line))


def moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def escaped(text: str) -> str:
    """3.3.11; a lone carriage return would end the line."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for letter in ("\\", ";", ","):
        text = text.replace(letter, f"\\{letter}")
    return text.replace("\n", "\\n")


def _value(key: str, value: str) -> str:
    return value if key in ("DTSTART", "DTEND", "DTSTAMP", "URL") else escaped(value)


def _folded(line: str) -> Iterator[str]:
    """Lines of at most 75 octets, never cut within a letter; those that follow begin with a space."""
    part, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > LONGEST:
            yield part
            part, size = " ", 1
        part, size = part + letter, size + octets
    yield part
