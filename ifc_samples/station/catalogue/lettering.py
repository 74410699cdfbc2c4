"""Raised letters for signs, drawn as strokes on a grid 4 wide and 6 high."""

from __future__ import annotations

import itertools

from ifc_samples.station.frames import Frame, Vec, add, cross, length, minus, times, unit
from ifc_samples.station.solids import Extrusion, Flat, Part, Profile

Stroke = list[Flat]

GLYPHS: dict[str, list[Stroke]] = {
    "A": [[(0, 0), (2, 6), (4, 0)], [(0.8, 2.2), (3.2, 2.2)]],
    "B": [[(0, 3), (3, 3), (4, 4.2), (3, 6), (0, 6), (0, 0), (3, 0), (4, 1.6), (3, 3)]],
    "C": [[(4, 5), (3, 6), (1, 6), (0, 5), (0, 1), (1, 0), (3, 0), (4, 1)]],
    "D": [[(0, 0), (0, 6), (2.5, 6), (4, 4.5), (4, 1.5), (2.5, 0), (0, 0)]],
    "E": [[(4, 0), (0, 0), (0, 6), (4, 6)], [(0, 3), (3, 3)]],
    "F": [[(0, 0), (0, 6), (4, 6)], [(0, 3), (3, 3)]],
    "G": [[(4, 5), (3, 6), (1, 6), (0, 5), (0, 1), (1, 0), (3, 0), (4, 1), (4, 3), (2.4, 3)]],
    "H": [[(0, 0), (0, 6)], [(4, 0), (4, 6)], [(0, 3), (4, 3)]],
    "I": [[(1, 0), (1, 6)]],
    "L": [[(0, 6), (0, 0), (4, 0)]],
    "M": [[(0, 0), (0, 6), (2, 2.5), (4, 6), (4, 0)]],
    "N": [[(0, 0), (0, 6), (4, 0), (4, 6)]],
    "O": [[(1, 0), (0, 1), (0, 5), (1, 6), (3, 6), (4, 5), (4, 1), (3, 0), (1, 0)]],
    "P": [[(0, 0), (0, 6), (3, 6), (4, 5), (4, 4), (3, 3), (0, 3)]],
    "Q": [
        [(1, 0), (0, 1), (0, 5), (1, 6), (3, 6), (4, 5), (4, 1), (3, 0), (1, 0)],
        [(2.6, 1.6), (4.2, -0.4)],
    ],
    "R": [[(0, 0), (0, 6), (3, 6), (4, 5), (4, 4), (3, 3), (0, 3)], [(2, 3), (4, 0)]],
    "S": [[(4, 5), (3, 6), (1, 6), (0, 5), (0, 4), (1, 3), (3, 3), (4, 2), (4, 1), (3, 0), (1, 0), (0, 1)]],
    "T": [[(2, 0), (2, 6)], [(0, 6), (4, 6)]],
    "U": [[(0, 6), (0, 1), (1, 0), (3, 0), (4, 1), (4, 6)]],
    "V": [[(0, 6), (2, 0), (4, 6)]],
    "X": [[(0, 0), (4, 6)], [(0, 6), (4, 0)]],
    "1": [[(1, 4.6), (2.4, 6), (2.4, 0)]],
    "2": [[(0, 5), (1, 6), (3, 6), (4, 5), (4, 3.8), (0, 0), (4, 0)]],
    "3": [[(0, 6), (4, 6), (2, 3.6), (4, 2.2), (4, 1), (3, 0), (1, 0), (0, 1)]],
    "4": [[(3, 0), (3, 6), (0, 2), (4, 2)]],
    "'": [[(1, 6), (0.6, 4.6)]],
    "-": [[(0.8, 3), (3.2, 3)]],
    " ": [],
}
ADVANCE = 5.6
NARROW = {"I": 3.4, "'": 3.0, " ": 3.6}


def spread(words: str) -> float:
    """Width of the words in grid units."""
    return sum(NARROW.get(character, ADVANCE) for character in words) - (ADVANCE - 4)


def letters(
    style: str, words: str, height: float, at: Vec, along: Vec, up: Vec, depth: float = 0.03
) -> list[Part]:
    """
    The words as raised strokes, centred on `at` (middle of the base line), facing `along` × `up`.

    Raises KeyError for a character that has no glyph.
    """
    grid = height / 6
    start = add(at, times(along, -grid * spread(words) / 2))
    parts: list[Part] = []
    left = 0.0
    for character in words:
        for stroke in GLYPHS[character]:
            corners = [_on_sign(start, along, up, grid, left, p) for p in stroke]
            parts += [
                _bar(style, a, b, cross(along, up), height, depth) for a, b in itertools.pairwise(corners)
            ]
        left += NARROW.get(character, ADVANCE)
    return parts


def _on_sign(start: Vec, along: Vec, up: Vec, grid: float, left: float, p: Flat) -> Vec:
    return add(add(start, times(along, grid * (left + p[0]))), times(up, grid * p[1]))


def _bar(style: str, a: Vec, b: Vec, out: Vec, height: float, depth: float) -> Part:
    """One stroke, a little longer than its ends so that corners close."""
    width = height * 0.16
    along = unit(minus(b, a))
    middle = add(a, times(minus(b, a), 0.5))
    profile = Profile(size=(round(length(minus(b, a)) + width * 0.8, 4), round(width, 4)))
    return Part(Extrusion(profile, Frame(middle, along, out), depth), style)
