"""Around which rectangle an element of an SVG drawing lies, in the units of its viewBox.

No browser draws here, so curves count by their control points and letters by an average width: a hotspot that is a
little large does no harm, one that misses its symbol does. SVG 1.1, chapters 7 (transforms), 8 (paths), 9 (shapes).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

Point = tuple[float, float]
Box = tuple[float, float, float, float]  # left, top, right, bottom
Matrix = tuple[float, float, float, float, float, float]

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
LETTER = 0.56  # of the font size: the average width of a letter
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_TRANSFORM = re.compile(r"(matrix|translate|scale|rotate|skewX|skewY)\s*\(([^)]*)\)")
_STEP = re.compile(r"([MmLlHhVvCcSsQqTtAaZz])([^MmLlHhVvCcSsQqTtAaZz]*)")
_TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7}
# What is drawn elsewhere, or not at all.
UNSEEN = frozenset(
    {"defs", "symbol", "clipPath", "mask", "pattern", "marker", "metadata", "style", "title", "desc"}
)


def tag(element: Element) -> str:
    """Its name without the namespace."""
    return str(element.tag).rpartition("}")[2]


def numbers(text: str | None) -> list[float]:
    return [float(each) for each in _NUMBER.findall(text or "")]


def around(points: Iterable[Point]) -> Box | None:
    """The rectangle around the points; None without any that is finite."""
    kept = [(x, y) for x, y in points if math.isfinite(x) and math.isfinite(y)]
    if not kept:
        return None
    across, down = zip(*kept, strict=True)
    return min(across), min(down), max(across), max(down)


def moved(matrix: Matrix, element: Element) -> Matrix:
    """The matrix for what is in the element: its own transform, within the one it stands in."""
    for name, arguments in _TRANSFORM.findall(element.get("transform", "")):
        matrix = _within(matrix, _matrix(name, numbers(arguments)))
    return matrix


def at(matrix: Matrix, point: Point) -> Point:
    a, b, c, d, e, f = matrix
    return a * point[0] + c * point[1] + e, b * point[0] + d * point[1] + f


def points_of(element: Element, size: float) -> Iterator[Point]:
    """The points that hold the shape of one element (not of what is in it); `size`: of its letters."""
    name = tag(element)
    if name in ("rect", "image", "use", "foreignObject"):
        yield from _corners(*(_length(element, key) for key in ("x", "y", "width", "height")))
    elif name in ("circle", "ellipse"):
        x, y = _length(element, "cx"), _length(element, "cy")
        across = _length(element, "r") or _length(element, "rx")
        down = _length(element, "r") or _length(element, "ry")
        yield from _corners(x - across, y - down, 2 * across, 2 * down)
    elif name == "line":
        yield _length(element, "x1"), _length(element, "y1")
        yield _length(element, "x2"), _length(element, "y2")
    elif name in ("polyline", "polygon"):
        given = numbers(element.get("points"))
        yield from zip(given[::2], given[1::2], strict=False)
    elif name == "path":
        yield from _path(element.get("d", ""))
    elif name == "text":
        yield from _letters(element, size)


def written(element: Element) -> str:
    """What is written in it, as one line."""
    return " ".join("".join(element.itertext()).split())


def font_size(element: Element, inherited: float) -> float:
    styled = re.search(r"font-size\s*:\s*([\d.]+)", element.get("style", ""))
    own = numbers(styled[1] if styled else element.get("font-size"))
    return own[0] if own else inherited


def _length(element: Element, key: str) -> float:
    own = numbers(element.get(key))
    return own[0] if own else 0.0


def _corners(x: float, y: float, width: float, height: float) -> list[Point]:
    return [(x, y), (x + width, y), (x, y + height), (x + width, y + height)]


def _letters(element: Element, size: float) -> list[Point]:
    width = LETTER * size * len(written(element))
    begins = {"middle": width / 2, "end": width}.get(element.get("text-anchor", ""), 0.0)
    return _corners(_length(element, "x") - begins, _length(element, "y") - 0.8 * size, width, size)


def _matrix(name: str, given: list[float]) -> Matrix:
    first, second = [*given, 0.0, 0.0][:2]
    if name == "matrix" and len(given) == 6:
        return (given[0], given[1], given[2], given[3], given[4], given[5])
    if name == "translate":
        return (1.0, 0.0, 0.0, 1.0, first, second)
    if name == "scale" and given:
        return (first, 0.0, 0.0, second if len(given) > 1 else first, 0.0, 0.0)
    if name == "rotate" and given:
        cos, sin = math.cos(math.radians(first)), math.sin(math.radians(first))
        x, y = given[1:3] if len(given) == 3 else (0.0, 0.0)
        return (cos, sin, -sin, cos, x - cos * x + sin * y, y - sin * x - cos * y)
    if name == "skewX" and given:
        return (1.0, 0.0, math.tan(math.radians(first)), 1.0, 0.0, 0.0)
    if name == "skewY" and given:
        return (1.0, math.tan(math.radians(first)), 0.0, 1.0, 0.0, 0.0)
    return IDENTITY


def _within(outer: Matrix, inner: Matrix) -> Matrix:
    a, b, c, d, e, f = outer
    g, h, i, j, k, m = inner
    return (a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * m + e, b * k + d * m + f)


def _path(text: str) -> Iterator[Point]:
    x = y = start_x = start_y = 0.0
    for step, arguments in _STEP.findall(text):
        kind, own = step.upper(), numbers(arguments)
        if kind == "Z":
            x, y = start_x, start_y
            continue
        takes = _TAKES[kind]
        for first in range(0, len(own) - takes + 1, takes):
            part = own[first : first + takes]
            base = (x, y) if step.islower() else (0.0, 0.0)
            if kind == "H":
                x = base[0] + part[0]
            elif kind == "V":
                y = base[1] + part[0]
            else:
                pairs = part[5:] if kind == "A" else part  # an arc is taken by its ends
                for place in range(0, len(pairs), 2):
                    point = (base[0] + pairs[place], base[1] + pairs[place + 1])
                    yield point
                x, y = point
            if kind == "M" and first == 0:
                start_x, start_y = x, y
            yield x, y
