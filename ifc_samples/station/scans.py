"""An old sheet drawn by hand and scanned: strokes that are not quite straight, laid a little askew on grey paper."""

from __future__ import annotations

import zlib
from itertools import pairwise
from math import cos, hypot, pi, radians, sin
from random import Random

from ifc_samples.station.catalogue.lettering import ADVANCE, GLYPHS, NARROW
from ifc_samples.station.documents import assembled

Point = tuple[float, float]
WIDTH, HEIGHT = 1240, 877  # A4 across at 106 dots an inch
PAPER, INK = 236, 52
# What signs never say, and sheets do.
MORE: dict[str, list[list[Point]]] = {
    "0": GLYPHS["O"],
    "8": [
        [(1, 3), (0, 4), (0, 5), (1, 6), (3, 6), (4, 5), (4, 4), (3, 3)],
        [(3, 3), (1, 3), (0, 2), (0, 1), (1, 0), (3, 0), (4, 1), (4, 2), (3, 3)],
    ],
    "9": [[(4, 3.4), (3, 2.8), (1, 2.8), (0, 4), (0, 5), (1, 6), (3, 6), (4, 5), (4, 1), (3, 0), (1, 0)]],
}  # fmt: skip


class Sheet:
    """What is drawn, in pixels from the upper left corner; `places` are shares of the sheet by what they stand for."""

    def __init__(self) -> None:
        self.strokes: list[list[Point]] = []
        self.places: dict[str, tuple[float, float, float, float]] = {}

    def line(self, *points: Point) -> None:
        self.strokes.append(list(points))

    def box(self, x: float, y: float, width: float, height: float) -> None:
        self.line((x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y))

    def circle(self, x: float, y: float, radius: float) -> None:
        self.line(*((x + radius * cos(pi * n / 12), y + radius * sin(pi * n / 12)) for n in range(25)))

    def words(self, x: float, y: float, words: str, height: float) -> None:
        """`y` is the base line. Raises KeyError for a character that has no glyph."""
        grid = height / 6
        for character in words:
            for stroke in MORE.get(character) or GLYPHS[character]:
                self.line(*((x + grid * across, y - grid * up) for across, up in stroke))
            x += grid * NARROW.get(character, ADVANCE)

    def mark(self, code: str, x: float, y: float, width: float, height: float) -> None:
        self.places[code] = (x / WIDTH, y / HEIGHT, width / WIDTH, height / HEIGHT)


def scanned(sheet: Sheet, title: str, *, seed: str, askew: float = 0.35, scale: float = 1.0) -> bytes:
    """A PDF of one page that is a picture. `askew` in degrees; `scale`: of the pixels, as of another scanner."""
    width, height = round(WIDTH * scale), round(HEIGHT * scale)
    rows = _drawn(sheet, Random(seed), askew, scale, width, height)
    pixels = zlib.compress(b"".join(bytes(row) for row in rows), 9)
    shown = b"q 842 0 0 595 0 0 cm /Im0 Do Q"
    named = title.encode("cp1252", "replace")
    return assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            (
                b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 842 595] /Contents 4 0 R "
                b"/Resources << /XObject << /Im0 5 0 R >> >> >>"
            ),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(shown), shown),
            b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8 "
            b"/Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream"
            % (width, height, len(pixels), pixels),
            b"<< /Title (%s) >>" % named,
        ]
    )


def _drawn(
    sheet: Sheet, random: Random, askew: float, scale: float, width: int, height: int
) -> list[bytearray]:
    rows = [bytearray([PAPER]) * width for _ in range(height)]
    turn = (cos(radians(askew)), sin(radians(askew)))
    for stroke in sheet.strokes:
        for start, end in pairwise(stroke):
            _stroke(rows, *(_laid(point, turn, scale, random) for point in (start, end)), random)
    for _ in range(220):  # dust on the glass
        x, y = random.randrange(width), random.randrange(height)
        rows[y][x] = random.randrange(120, 200)
    return rows


def _laid(point: Point, turn: tuple[float, float], scale: float, random: Random) -> Point:
    """A hand is not a ruler, and a sheet never lies straight."""
    x, y = point[0] - WIDTH / 2 + random.uniform(-1.2, 1.2), point[1] - HEIGHT / 2 + random.uniform(-1.2, 1.2)
    return scale * (WIDTH / 2 + turn[0] * x - turn[1] * y), scale * (HEIGHT / 2 + turn[1] * x + turn[0] * y)


def _stroke(rows: list[bytearray], start: Point, end: Point, random: Random) -> None:
    steps = max(1, int(2 * hypot(end[0] - start[0], end[1] - start[1])))
    ink = INK + random.randrange(24)
    for n in range(steps + 1):
        x, y = (a + (b - a) * n / steps for a, b in zip(start, end, strict=True))
        for across, down, grey in ((0, 0, 0), (1, 0, 20), (0, 1, 20), (-1, 0, 60), (0, -1, 60)):
            column, row = int(x) + across, int(y) + down
            if 0 <= row < len(rows) and 0 <= column < len(rows[0]):
                rows[row][column] = min(rows[row][column], ink + grey)
