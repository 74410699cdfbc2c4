"""Photo-like pictures of small stations, painted here: a façade, a platform, a boiler room."""

from __future__ import annotations

import struct
import zlib
from math import cos, pi, sin
from pathlib import Path
from random import Random

Colour = tuple[int, int, int]
Point = tuple[float, float]
WIDTH, HEIGHT = 480, 320


class Canvas:
    """A small picture one paints with polygons; x to the right, y down, in pixels."""

    def __init__(self, top: Colour, bottom: Colour) -> None:
        self.rows = [bytearray(_mix(top, bottom, y / HEIGHT)) * WIDTH for y in range(HEIGHT)]

    def polygon(self, colour: Colour, *points: Point) -> None:
        """A filled polygon, without anti-aliasing."""
        low = max(0, int(min(y for _, y in points)))
        high = min(HEIGHT - 1, int(max(y for _, y in points)))
        for y in range(low, high + 1):
            crossings = sorted(_crossings(points, y + 0.5))
            for left, right in zip(crossings[::2], crossings[1::2], strict=False):
                a, b = max(0, round(left)), min(WIDTH, round(right))
                if b > a:
                    self.rows[y][3 * a : 3 * b] = bytes(colour) * (b - a)

    def box(self, colour: Colour, x0: float, y0: float, x1: float, y1: float) -> None:
        self.polygon(colour, (x0, y0), (x1, y0), (x1, y1), (x0, y1))

    def grain(self, random: Random, amount: int = 6) -> None:
        """The noise of a telephone's camera."""
        for row in self.rows:
            noise = random.randbytes(WIDTH)
            for x in range(0, WIDTH, 3):
                shift = noise[x] % (2 * amount + 1) - amount
                for i in range(3 * x, 3 * x + 3):
                    row[i] = min(255, max(0, row[i] + shift))

    def png(self) -> bytes:
        raw = b"".join(b"\x00" + bytes(row) for row in self.rows)
        header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
        return (
            b"\x89PNG\r\n\x1a\n"
            + _chunk(b"IHDR", header)
            + _chunk(b"IDAT", zlib.compress(raw, 9))
            + _chunk(b"IEND", b"")
        )


def _mix(a: Colour, b: Colour, t: float) -> bytes:
    return bytes(round(p + (q - p) * t) for p, q in zip(a, b, strict=True))


def _crossings(points: tuple[Point, ...], y: float) -> list[float]:
    found = []
    for (x0, y0), (x1, y1) in zip(points, (*points[1:], points[0]), strict=True):
        if (y0 <= y) != (y1 <= y):
            found.append(x0 + (x1 - x0) * (y - y0) / (y1 - y0))
    return found


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def write(code: str, folder: Path) -> list[str]:
    """Three pictures; gives their paths relative to `folder`."""
    paths = []
    for name, paint in (("facade", facade), ("quai", platform), ("chaufferie", boiler_room)):
        path = f"{code}/photo_{name}.png"
        random = Random(f"{code} {name}")
        canvas = paint(random)
        canvas.grain(random)
        (folder / path).write_bytes(canvas.png())
        paths.append(path)
    return paths


def facade(random: Random) -> Canvas:
    canvas = Canvas((150, 186, 214), (226, 232, 232))
    wall = random.choice([(214, 198, 166), (196, 178, 160), (222, 212, 190)])
    roof = random.choice([(120, 74, 62), (92, 98, 106)])
    canvas.box((128, 122, 112), 0, 262, WIDTH, HEIGHT)
    canvas.box(wall, 40, 150, 440, 265)
    canvas.polygon(roof, (25, 152), (60, 108), (420, 108), (455, 152))
    canvas.box(wall, 175, 96, 305, 265)
    canvas.polygon(roof, (162, 98), (240, 52), (318, 98))
    for x in (60, 105, 340, 385):
        canvas.box((74, 88, 100), x, 180, x + 28, 232)
        canvas.box((196, 204, 206), x + 13, 180, x + 15, 232)
    for x in (190, 226, 262):
        canvas.box((60, 74, 86), x, 190, x + 28, 264)
    canvas.polygon((245, 244, 238), *disc(240, 122, 17))
    canvas.polygon((40, 40, 44), (239, 122), (241, 122), (241, 110), (239, 110))
    canvas.polygon((40, 40, 44), (240, 121), (250, 124), (250, 126), (240, 123))
    canvas.box((34, 62, 110), 192, 150, 288, 170)
    return canvas


def platform(random: Random) -> Canvas:
    canvas = Canvas((166, 196, 216), (214, 222, 224))
    vanish = (random.randint(200, 280), 140)
    vx, vy = vanish
    canvas.polygon((118, 108, 98), (0, HEIGHT), (300, HEIGHT), (vx + 4, vy), (vx - 60, vy), (0, 230))
    canvas.polygon((150, 148, 144), (300, HEIGHT), (WIDTH, HEIGHT), (WIDTH, 210), (vx + 60, vy), (vx + 4, vy))
    canvas.polygon((232, 228, 214), (300, HEIGHT), (330, HEIGHT), (vx + 7, vy), (vx + 4, vy))
    canvas.polygon((226, 186, 60), (348, HEIGHT), (356, HEIGHT), (vx + 10, vy), (vx + 9, vy))
    for x in (60, 96, 190, 226):
        canvas.polygon(
            (74, 62, 56), (x, HEIGHT), (x + 7, HEIGHT), (vx - 10 + x / 40, vy), (vx - 11 + x / 40, vy)
        )
    canvas.polygon((96, 104, 108), (WIDTH, 20), (WIDTH, 70), (vx + 30, vy - 14), (vx + 24, vy - 18))
    for depth in (0.15, 0.4, 0.62, 0.78):
        x = WIDTH - 40 - depth * (WIDTH - 80 - vx)
        foot, head = 250 - depth * 95, 66 + depth * 62
        canvas.box((70, 92, 90), x - 5 * (1 - depth), head, x + 5 * (1 - depth), foot)
    canvas.box((34, 62, 110), 395, 96, 455, 122)
    return canvas


def boiler_room(random: Random) -> Canvas:
    canvas = Canvas((176, 172, 164), (150, 146, 138))
    canvas.box((112, 108, 102), 0, 250, WIDTH, HEIGHT)
    body = random.choice([(186, 62, 48), (58, 92, 140), (196, 198, 196)])
    canvas.box(body, 70, 120, 200, 268)
    canvas.box((40, 42, 46), 88, 138, 182, 166)
    canvas.box((236, 196, 70), 96, 146, 120, 158)
    canvas.box((160, 164, 166), 118, 20, 152, 120)
    for n, colour in enumerate(((196, 92, 52), (52, 108, 170))):
        y = 196 + 34 * n
        canvas.box(colour, 200, y, 330, y + 12)
        canvas.box(colour, 318, 60, 330, y + 12) if n == 0 else canvas.box(colour, 342, 60, 354, y + 12)
        canvas.box(colour, 330, y, 354, y + 12) if n else None
        canvas.polygon((150, 34, 32), *disc(256, y - 4, 12))
        canvas.polygon((176, 172, 164), *disc(256, y - 4, 7))
    canvas.box((206, 206, 200), 392, 90, 460, 220)
    canvas.box((60, 60, 64), 402, 110, 450, 130)
    return canvas


def disc(x: float, y: float, radius: float) -> list[Point]:
    return [(x + radius * cos(2 * pi * n / 24), y + radius * sin(2 * pi * n / 24)) for n in range(24)]
