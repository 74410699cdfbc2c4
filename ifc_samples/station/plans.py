"""Simple plans of small stations: an SVG with rooms and equipment (data-code), and a PDF with the list of rooms."""

from __future__ import annotations

from pathlib import Path

from ifc_samples.station.documents import pdf
from ifc_samples.station.registers import Room

SCALE = 14.0  # pixels a metre
ORIGIN = (24.0, 32.0)


def write(code: str, name: str, rooms: list[Room], rows: list[list[str]], folder: Path) -> list[str]:
    """The plan of each storey and one PDF; gives their paths relative to `folder`."""
    paths = []
    for storey in sorted({room.storey for room in rooms}):
        path = f"{code}/plan_{storey}.svg"
        here = [room for room in rooms if room.storey == storey]
        (folder / path).write_text(_plan(name, storey, here, rows), encoding="utf-8")
        paths.append(path)
    listing = [f"{room.storey}  {room.name}  {_area(room):.0f} m²" for room in rooms]
    (folder / f"{code}/locaux.pdf").write_bytes(pdf(f"{name} – liste des locaux", listing))
    return [*paths, f"{code}/locaux.pdf"]


def _area(room: Room) -> float:
    x0, y0, x1, y1 = room.box
    return (x1 - x0) * (y1 - y0)


def _at(x: float, y: float) -> tuple[float, float]:
    return (round((x + ORIGIN[0]) * SCALE, 1), round((ORIGIN[1] - y) * SCALE, 1))


def _plan(name: str, storey: str, rooms: list[Room], rows: list[list[str]]) -> str:
    width, height = round(88 * SCALE), round(36 * SCALE)
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
            'font-family="Helvetica, Arial, sans-serif" font-size="14">'
        ),
        f"<title>{name} – plan {storey}</title>",
        f'<rect width="{width}" height="{height}" fill="#fbfaf7"/>',
        *(_tracks() if storey == "N0" else []),
        *[_room(room) for room in rooms],
        *[mark for room in rooms for mark in _marks(room, [row for row in rows if row[4] == room.name])],
        "</svg>\n",
    ]
    return "\n".join(parts)


def _tracks() -> list[str]:
    lines = []
    for y in (18.0, 22.0):
        for rail in (-0.72, 0.72):
            (x0, py), (x1, _) = _at(-24, y + rail), _at(64, y + rail)
            lines.append(f'<path d="M{x0} {py}H{x1}" stroke="#8a8178" stroke-width="2"/>')
    return lines


def _room(room: Room) -> str:
    x0, y0, x1, y1 = room.box
    (px, py), (qx, qy) = _at(x0, y1), _at(x1, y0)
    fill = "#e9e6df" if room.name.startswith("Quai") else "#ffffff"
    return (
        f'<g data-room="{room.name}"><rect x="{px}" y="{py}" width="{round(qx - px, 1)}" height="{round(qy - py, 1)}" '
        f'fill="{fill}" stroke="#3c3a36" stroke-width="3"/>'
        f'<text x="{px + 6}" y="{py + 18}" fill="#3c3a36">{room.name}</text></g>'
    )


def _marks(room: Room, rows: list[list[str]]) -> list[str]:
    """A dot for each equipment of the room, spread along it."""
    x0, y0, x1, y1 = room.box
    marks = []
    for n, row in enumerate(rows):
        x = x0 + (x1 - x0) * (n + 0.5) / len(rows)
        px, py = _at(x, y0 + (y1 - y0) * (0.25 if n % 2 else 0.45))
        marks.append(
            f'<g id="{row[0]}" data-code="{row[0]}"><title>{row[1]}</title>'
            f'<circle cx="{px}" cy="{py}" r="6" fill="#2f5d8a"/></g>'
        )
    return marks
