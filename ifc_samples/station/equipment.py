"""Coded equipment: alone in a room, or in a run."""

from __future__ import annotations

from ifc_samples.station.book import Book, Item, Kind, System
from ifc_samples.station.catalogue.makers import fitted
from ifc_samples.station.frames import Vec, standing
from ifc_samples.station.runs import Inline


def coded(
    book: Book,
    discipline: str,
    kind: Kind,
    at: Vec,
    code: str,
    system: System | None,
    *,
    turn: float = 0.0,
    name: str | None = None,
    **more: object,
) -> Item:
    """One piece of equipment with its code and serial number, upright at a point."""
    frame = standing(*at, turn)
    return book.place(kind, discipline, frame, name, code=code, system=system, psets=fitted(code), **more)


def device(kind: Kind, at: Vec, name: str, code: str) -> Inline:
    """The same, in a run of pipe or duct."""
    return Inline(at, kind, name, code, {"psets": fitted(code)})
