"""A small plan of where a thing is, drawn from outlines and boxes: what a template needs to write it as SVG.

Lengths are those of the picture, WIDTH × HEIGHT, y downwards, and written as text: no language puts commas in them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from twin.sheets import plane
from twin.sheets.plane import Box, Point, Ring
from twin.sheets.surroundings import Door, Room, Surroundings
from twin.wording import value

WIDTH, HEIGHT = 360.0, 240.0
LETTER, LINE = 7.4, 15.0  # of a label
FINEST = 0.8  # what is smaller than this is not seen
MOST_LETTERS = 9_000  # of outlines
MOST_DOORS, MOST_BOXES = 40, 20
SCALES = (1, 2, 5, 10, 20)  # metres


@dataclass(frozen=True)
class Label:
    text: str
    x: str
    y: str
    anchor: str = "middle"


@dataclass(frozen=True)
class Outline:
    path: str
    own: bool
    label: Label | None = None


@dataclass(frozen=True)
class Mark:
    """A rectangle: a door, or the plan of a thing."""

    x: str
    y: str
    width: str
    height: str
    told: bool = False


@dataclass(frozen=True)
class Picture:
    """`says` is what it shows, in words."""

    says: str
    outlines: list[Outline]
    doors: list[Mark]
    things: list[Mark]
    dot: tuple[str, str] | None
    labels: list[Label]
    scale: tuple[str, int]
    north: str | None


def draw(around: Surroundings | None) -> Picture | None:
    """None of what is drawn nowhere, and where no room is drawn around it."""
    if around is None or around.window is None or not around.rooms:
        return None
    paper = _Paper(around.window)
    dot = paper.at(around.point) if around.point else None
    nearest = around.nearest_door
    if dot:
        paper.keep_clear(dot)
    labels = [paper.beside(around.code, around.point, 9)] if around.point else []
    if nearest is not None and nearest.code:
        labels.append(paper.beside(nearest.code, plane.middle(nearest.box), 7))
    return Picture(
        says=_says(around),
        outlines=paper.outlines(around.rooms),
        doors=[paper.mark(door.box, told=door == nearest) for door in around.doors[:MOST_DOORS]],
        things=[paper.mark(box) for box in around.boxes[:MOST_BOXES] if paper.can_be_seen(box)],
        dot=(_said(dot[0]), _said(dot[1])) if dot else None,
        labels=[label for label in labels if label],
        scale=paper.scale(),
        north=None if around.north is None else f"{around.north:.0f}",
    )


class _Paper:
    """Metres of the files laid on the picture; remembers where it wrote, so that no label lies on another."""

    def __init__(self, window: Box) -> None:
        self.left, self.top = window[0], window[3]
        self.each = WIDTH / (window[2] - window[0])  # of the picture in a metre
        self.written: list[Box] = [
            (0, HEIGHT - 24, 130, HEIGHT),
            (WIDTH - 34, 0, WIDTH, 40),
        ]  # scale and north

    def at(self, point: Sequence[float]) -> Point:
        return (point[0] - self.left) * self.each, (self.top - point[1]) * self.each

    def mark(self, box: Box, *, told: bool = False) -> Mark:
        """At least wide enough to be seen."""
        (x0, y1), (x1, y0) = self.at(box[:2]), self.at(box[2:])
        wide, high = max(x1 - x0, 2.5), max(y1 - y0, 2.5)
        return Mark(
            _said((x0 + x1 - wide) / 2), _said((y0 + y1 - high) / 2), _said(wide), _said(high), told=told
        )

    def can_be_seen(self, box: Box) -> bool:
        return max(box[2] - box[0], box[3] - box[1]) * self.each > 10

    def scale(self) -> tuple[str, int]:
        metres = max((each for each in SCALES if each * self.each <= 90), default=SCALES[0])
        return _said(metres * self.each), metres

    def outlines(self, rooms: Sequence[Room]) -> list[Outline]:
        """Its own room first, then as many as the picture may weigh."""
        found: list[Outline] = []
        left = MOST_LETTERS
        for room in rooms:
            path = "".join(self._ring(ring) for ring in room.rings)
            left -= len(path)
            if left < 0:
                break
            found.append(Outline(path, room.own, self._within(room)))
        return found

    def _ring(self, ring: Ring) -> str:
        kept: list[Point] = []
        for corner in ring:
            x, y = self.at(corner)
            # far outside, where it is goes unseen
            x, y = min(max(x, -WIDTH), 2 * WIDTH), min(max(y, -HEIGHT), 2 * HEIGHT)
            if not kept or max(abs(x - kept[-1][0]), abs(y - kept[-1][1])) >= FINEST:
                kept.append((x, y))
        return f"M{' '.join(f'{_said(x)},{_said(y)}' for x, y in kept)}Z" if len(kept) > 2 else ""

    def beside(self, text: str, point: Sequence[float], away: float) -> Label | None:
        """Right of a point, else left, above or below it, where nothing is written yet."""
        x, y = self.at(point)
        wide = LETTER * len(text) + 2
        middle = min(max(x, wide / 2 + 2), WIDTH - wide / 2 - 2)
        for at_x, at_y, anchor, start in (
            (x + away, y, "start", x + away),
            (x - away, y, "end", x - away - wide),
            (middle, y - away - LINE / 2, "middle", middle - wide / 2),
            (middle, y + away + LINE / 2, "middle", middle - wide / 2),
        ):
            if self._write((start, at_y - LINE / 2, start + wide, at_y + LINE / 2)):
                return Label(text, _said(at_x), _said(at_y), anchor)
        return None

    def _within(self, room: Room) -> Label | None:
        """In the widest free stretch of the room that the picture shows; nowhere when it has none."""
        drawn = [[self.at(corner) for corner in ring] for ring in room.rings]
        low, high = max(plane.box_of(drawn)[1], 0), min(plane.box_of(drawn)[3], HEIGHT)
        wide = LETTER * len(room.name) + 4
        if high - low < LINE:
            return None
        for across, down in (
            (0.5, 0.5),
            (0.5, 0.2),
            (0.5, 0.8),
            (0.1, 0.5),
            (0.9, 0.5),
            (0.1, 0.2),
            (0.9, 0.2),
        ):
            y = low + LINE / 2 + down * (high - low - LINE)
            shown = [(max(x0, 0), min(x1, WIDTH)) for x0, x1 in plane.crossings(drawn, y)]
            x0, x1 = max(shown, key=lambda each: each[1] - each[0], default=(0, 0))
            x = x0 + wide / 2 + across * (x1 - x0 - wide)
            if x1 - x0 >= wide and self._write((x - wide / 2, y - LINE / 2, x + wide / 2, y + LINE / 2)):
                return Label(room.name, _said(x), _said(y))
        return None

    def keep_clear(self, dot: Point) -> None:
        self.written.append((dot[0] - 6, dot[1] - 6, dot[0] + 6, dot[1] + 6))

    def _write(self, box: Box) -> bool:
        within = box[0] >= 0 and box[1] >= 0 and box[2] <= WIDTH and box[3] <= HEIGHT
        if not within or any(plane.meet(box, written) for written in self.written):
            return False
        self.written.append(box)
        return True


def _said(length: float) -> str:
    return f"{length:.1f}".removesuffix(".0")


def _says(around: Surroundings) -> str:
    own = next((room for room in around.rooms if room.own), None)
    said = [
        gettext("Plan around %(what)s") % {"what": own.label if own and not around.point else around.code}
    ]
    if own and around.point:
        said.append(gettext("in the room %(room)s") % {"room": own.label})
    beside = [room.name for room in around.rooms if not room.own]
    if beside:
        said.append(gettext("near by: %(rooms)s") % {"rooms": ", ".join(beside[:8])})
    if door := around.nearest_door:
        said.append(_door_says(door))
    return "; ".join(said) + "."


def _door_says(door: Door) -> str:
    metres = value(round(door.distance or 0.0, 1))
    if not door.code:
        return gettext("nearest door %(metres)s m away") % {"metres": metres}
    return gettext("nearest door %(door)s, %(metres)s m away") % {"door": door.code, "metres": metres}
