"""One line of the table: what was asked, on what, ours and the yardstick of the same run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

HEAD = ("target", "what", "on", "ours", "yardstick", "figure", "asked", "met")


@dataclass(frozen=True)
class Row:
    """`figure` is ours ÷ yardstick when there is a yardstick, else ours itself; `asked` its upper bound, if any."""

    target: str
    what: str
    on: str
    ours: float
    yardstick: float | None = None
    asked: float | None = None
    unit: str = "s"

    @property
    def figure(self) -> float:
        return self.ours / self.yardstick if self.yardstick else self.ours

    @property
    def met(self) -> bool | None:
        return None if self.asked is None else self.figure <= self.asked

    def cells(self) -> tuple[str, ...]:
        yardstick = "–" if self.yardstick is None else f"{_number(self.yardstick)} {self.unit}"
        asked = "–" if self.asked is None else f"≤ {self.asked:g}"
        met = {True: "yes", False: "**no**", None: "–"}[self.met]
        figure = _number(self.figure) + (" ×" if self.yardstick else f" {self.unit}")
        ours = f"{_number(self.ours)} {self.unit}"
        return (self.target, self.what, self.on, ours, yardstick, figure, asked, met)


def markdown(rows: Iterable[Row]) -> str:
    lines = [HEAD, ("---",) * len(HEAD), *(row.cells() for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _number(value: float) -> str:
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"
