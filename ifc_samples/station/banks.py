"""A bank of sanitary ware along a wall: a cold header above, tees down to each piece, a drain under the floor."""

from __future__ import annotations

from dataclasses import dataclass, field

from ifc_samples.station.book import Book, Item, Kind, Port, System
from ifc_samples.station.catalogue import water
from ifc_samples.station.catalogue.makers import fitted
from ifc_samples.station.frames import standing
from ifc_samples.station.runs import Corner, Inline, Line, Stop, Tee, run

HEADER = water.FIXTURE_INLET + 0.25


@dataclass
class Bank:
    """
    Pieces along a wall at y = `wall`, facing away from it (`side` +1: the wall is north of them).

    `going` is the way the header runs along x; `items` are filled when the bank is laid.
    """

    key: str
    wall: float
    side: int
    floor: float
    pieces: list[tuple[Kind, float]]
    valve_code: str
    code: str
    going: int = 1
    items: list[Item] = field(default_factory=list)

    def y(self, from_wall: float) -> float:
        return self.wall - self.side * from_wall


def bank(book: Book, line: Line, system: System, planned: Bank, feed: Port) -> None:
    """Lay the header from a port that points down, and connect every piece."""
    x, y, top = book.local(feed)
    z = planned.floor + HEADER
    planned.items = [_piece(book, planned, kind, at, n) for n, (kind, at) in enumerate(planned.pieces)]
    valve = water.valve(book, line.diameter or 0.032)
    name = "Vanne d'isolement " + planned.code
    more = {"psets": fitted(planned.valve_code)}
    stops: list[Stop] = [
        Corner((x, y, top)),
        Inline((x, y, top - 0.5), valve, name, planned.valve_code, more),
    ]
    stops.append(Corner((x, y, z)))
    for n, (_, at) in enumerate(planned.pieces[:-1]):
        stops.append(Tee((at, y, z), (0.0, 0.0, -1.0), f"piece {n}"))
    last = planned.pieces[-1][1]
    stops += [Corner((last, y, z)), Corner((last, y, planned.floor + water.FIXTURE_INLET))]
    free = run(book, line, system, stops, start=feed, end=planned.items[-1].port("cold"))
    for n, item in enumerate(planned.items[:-1]):
        book_end = item.port("cold")
        run(
            book,
            line,
            system,
            [Corner(book.local(free[f"piece {n}"])), Corner(book.local(book_end))],
            start=free[f"piece {n}"],
            end=book_end,
        )
    for item in planned.items:
        book.join(system, item)


def _piece(book: Book, planned: Bank, kind: Kind, x: float, n: int) -> Item:
    frame = standing(x, planned.wall, planned.floor, 0.0 if planned.side > 0 else 180.0)
    code = f"{planned.code}-{n + 1}"
    probe = (x, planned.y(0.4), planned.floor + 0.5)
    return book.place(kind, "PLB", frame, f"{kind.name} {n + 1}", code=code, probe=probe, psets=fitted(code))
