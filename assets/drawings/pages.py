"""The pages of a drawing, and whether a place of one still shows the same in its next edition."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from assets import files
from assets.drawings import svg

SVG, PDF = "image/svg+xml", "application/pdf"
DRAWN = (SVG, PDF, "image/png", "image/jpeg")
LONGEST = 60  # seconds to look at one file
# Correlation of the ink around a place: the same sheet scanned anew, a little askew, is above it in the tests, another
# sheet below.
ALIKE = 0.6
AROUND = 0.08  # shares of the page around a place that are looked at too
ASKEW = 3  # cells by which a sheet may lie elsewhere on the scanner
SAME_FORM = 0.02  # difference of width by height, in shares of it
WORDS_LEFT = 0.5

Ink = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Page:
    """`wide`: width by height. `ink`: darkness (0…1) by cells; of an SVG drawing its words are compared instead."""

    wide: float
    ink: Ink = field(default_factory=lambda: np.zeros((0, 0), np.float32))
    words: frozenset[str] = frozenset()


def of_file(path: str, media_type: str) -> tuple[Page, ...]:
    """Its pages in order; none when it cannot be read."""
    if media_type == SVG:
        drawn = svg.read(path)
        return (Page(drawn.wide, words=drawn.words),) if drawn else ()
    if not path or media_type not in DRAWN or not files.absolute(path).is_file():
        return ()
    command = [sys.executable, "-m", "assets.drawings.page_worker", str(files.absolute(path)), media_type]
    try:
        told = subprocess.run(command, capture_output=True, timeout=LONGEST, check=True).stdout
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        return ()
    return tuple(
        Page(each["width"] / max(each["height"], 1e-6), _ink(each["ink"])) for each in json.loads(told)
    )


def _ink(told: str) -> Ink:
    cells = np.frombuffer(base64.b64decode(told), np.uint8).astype(np.float32) / 255
    side = round(len(cells) ** 0.5)
    return cells.reshape(side, side)


def alike(one: Page, other: Page, box: tuple[float, float, float, float]) -> bool:
    """Does the place (x, y, width, height in shares) show the same on both, whatever their sizes?"""
    if one.words or other.words:
        kept = len(one.words & other.words) / max(len(one.words | other.words), 1)
        return same_form(one, other) and kept >= WORDS_LEFT
    if not one.ink.size or one.ink.shape != other.ink.shape:
        return same_form(one, other)
    return likeness(one.ink, other.ink, box) >= ALIKE


def same_form(one: Page, other: Page) -> bool:
    return abs(one.wide - other.wide) <= SAME_FORM * max(one.wide, other.wide)


def likeness(one: Ink, other: Ink, box: tuple[float, float, float, float]) -> float:
    """The best correlation (-1…1) of the ink around the place, the other page moved by some cells either way."""
    side = one.shape[0]
    x, y, width, height = box
    left, top = (max(0, int((at - AROUND) * side)) for at in (x, y))
    right, bottom = (min(side, int((at + AROUND) * side) + 1) for at in (x + width, y + height))
    wanted, shifts = one[top:bottom, left:right], range(-ASKEW, ASKEW + 1)
    padded = np.pad(other, ASKEW)
    return max(
        _correlation(
            wanted, padded[top + down + ASKEW : bottom + down + ASKEW, left + across + ASKEW : right + across + ASKEW]
        )
        for down in shifts
        for across in shifts
    )  # fmt: skip


def _correlation(one: Ink, other: Ink) -> float:
    """Pearson's; two blank places are the same."""
    apart, apart_other = one - one.mean(), other - other.mean()
    spread = float(np.sqrt((apart**2).sum() * (apart_other**2).sum()))
    if spread < 1e-6:
        return 1.0 if float(np.abs(one - other).max()) < 0.02 else 0.0
    return float((apart * apart_other).sum()) / spread
