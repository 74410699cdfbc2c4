"""What a person at a terminal sees while something takes its time."""

from __future__ import annotations

import time
from typing import TextIO

_WORDS = {
    "opening": "opening the file",
    "reading": "reading it",
    "shaping": "making shapes",
    "placing": "finding rooms",
    "drawing": "drawing the 3D view",
    "writing": "writing it down",
    "rewriting": "writing declared values",
}
_WIDTH = 24


class Bar:
    """A progress bar on one line; on something that is no terminal, nothing until the end."""

    def __init__(self, title: str, stream: TextIO):
        self.title, self.stream = title, stream
        self._drawn_at = 0.0
        self._on = stream.isatty()

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *raised) -> None:
        if self._on:
            self.stream.write("\r\033[K")
            self.stream.flush()

    def show(self, fraction: float, step: str) -> None:
        now = time.monotonic()
        if not self._on or (now - self._drawn_at < 0.1 and fraction < 1):
            return
        self._drawn_at = now
        filled = round(_WIDTH * min(max(fraction, 0), 1))
        bar = "█" * filled + "·" * (_WIDTH - filled)
        self.stream.write(f"\r\033[K{self.title}  {bar} {fraction:4.0%}  {_WORDS.get(step, step)}")
        self.stream.flush()
