"""What an SVG drawing names, and where: elements with `data-code`, with an id, and what is written in it.

Nothing of it is run or shown here: it is read as XML (expat refuses entities that grow), up to `LARGEST` bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from assets import files
from assets.drawings import outlines
from assets.drawings.outlines import Box, Matrix, Point

LARGEST = 8 * 2**20  # bytes of a drawing that is read
DEEPEST = 200  # elements within one another
LONGEST = 80  # letters of a code
PLAIN_SIZE = 16.0  # of letters that say no size


@dataclass(frozen=True)
class Part:
    """An element that says or may say a code. `box`: x, y, width, height in shares of the drawing (0…1).

    `mark` finds it again in the next edition; `said` is its `data-code`; `named` are its id and what is written in it.
    """

    mark: str
    said: str
    named: tuple[str, ...]
    box: tuple[float, float, float, float]


@dataclass(frozen=True)
class SvgDrawing:
    """`wide`: its width by its height. `words`: all that is written in it."""

    wide: float
    parts: tuple[Part, ...]
    words: frozenset[str]


@lru_cache(maxsize=64)
def read(path: str) -> SvgDrawing | None:
    """The stored drawing; None when it cannot be read. Stored bytes never change: `path` says what they are."""
    file = files.absolute(path)
    if not path or not file.is_file() or file.stat().st_size > LARGEST:
        return None
    try:
        root = ElementTree.fromstring(file.read_bytes())  # noqa: S314 (see above)
        frame = _frame(root)
    except (ElementTree.ParseError, ValueError, RecursionError):
        return None
    if frame is None:
        return None
    parts = tuple(_parts(root, frame))
    return SvgDrawing(frame[2] / frame[3], parts, frozenset(_words(root)))


def _frame(root: Element) -> tuple[float, float, float, float] | None:
    """Left, top, width and height of what is shown."""
    given = outlines.numbers(root.get("viewBox"))
    if len(given) != 4:
        size = [outlines.numbers(root.get(key)) for key in ("width", "height")]
        if not all(size):
            return None
        given = [0.0, 0.0, size[0][0], size[1][0]]
    left, top, width, height = given
    return (left, top, width, height) if width > 0 and height > 0 else None


@dataclass
class _Seen:
    """An element on the way down: its points are those of all that is in it."""

    element: Element
    points: list[Point]
    texts: list[str]


def _parts(root: Element, frame: tuple[float, float, float, float]) -> Iterator[Part]:
    for seen in _walk(root, outlines.IDENTITY, PLAIN_SIZE, 0):
        part = _part(seen, frame) if seen.element is not root else None
        if part is not None:
            yield part


def _walk(element: Element, matrix: Matrix, size: float, depth: int) -> Iterator[_Seen]:
    """The elements of it and it itself, the inner before the outer."""
    if depth > DEEPEST or outlines.tag(element) in outlines.UNSEEN:
        return
    matrix, size = outlines.moved(matrix, element), outlines.font_size(element, size)
    seen = _Seen(element, [outlines.at(matrix, point) for point in outlines.points_of(element, size)], [])
    if outlines.tag(element) == "text":
        seen.texts.append(outlines.written(element))
    else:
        for child in element:
            last = None
            for last in _walk(child, matrix, size, depth + 1):
                yield last
            if last is not None:
                box = outlines.around(last.points)
                seen.points += [(box[0], box[1]), (box[2], box[3])] if box else []
                seen.texts += last.texts
    yield seen


def _part(seen: _Seen, frame: tuple[float, float, float, float]) -> Part | None:
    said = seen.element.get("data-code", "").strip()[:LONGEST]
    own = seen.element.get("id", "").strip()
    alone = seen.texts[0] if len(seen.texts) == 1 and len(seen.texts[0]) <= LONGEST else ""
    named = tuple(dict.fromkeys(name for name in (own[:LONGEST], alone) if name))
    box = outlines.around(seen.points)
    if box is None or not (said or named):
        return None
    shares = _shares(box, frame)
    mark = f"#{own}"[:200] if own else f"={said or alone}"[:200]
    return Part(mark, said, named, shares) if shares else None


def _shares(box: Box, frame: tuple[float, float, float, float]) -> tuple[float, float, float, float] | None:
    """The box in shares of the frame, as far as it lies in it."""
    left, top, width, height = frame
    x0, x1 = (min(1.0, max(0.0, (at - left) / width)) for at in (box[0], box[2]))
    y0, y1 = (min(1.0, max(0.0, (at - top) / height)) for at in (box[1], box[3]))
    least = 0.004  # a line has no height of its own
    x0, y0 = min(x0, 1 - least), min(y0, 1 - least)
    if (x1, y1) == (0.0, 0.0):
        return None
    return round(x0, 5), round(y0, 5), round(max(x1 - x0, least), 5), round(max(y1 - y0, least), 5)


def _words(root: Element) -> Iterator[str]:
    for element in root.iter():
        if outlines.tag(element) == "text":
            yield outlines.written(element)
