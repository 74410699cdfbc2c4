"""The whole station: every trade of every module, and the files it becomes."""

from __future__ import annotations

from ifc_samples.station import architecture, electricity, fire, plumbing, ventilation
from ifc_samples.station.book import Book
from ifc_samples.station.plan import draw_rooms, new_book

# file name: (discipline, schema)
FILES = {
    "VDO_ARC.ifc": ("ARC", "IFC4"),
    "VDO_PLB.ifc": ("PLB", "IFC4"),
    "VDO_CFO.ifc": ("CFO", "IFC4"),
    "VDO_CVC.ifc": ("CVC", "IFC4"),
    "VDO_INC.ifc": ("INC", "IFC4"),
    "VDO_PLB_IFC2X3.ifc": ("PLB", "IFC2X3"),
    "VDO_PLB_IFC4X3.ifc": ("PLB", "IFC4X3_ADD2"),
}


def make_book(scale: int = 1) -> Book:
    """The book of a station of `scale` modules."""
    book = new_book()
    for n in range(scale):
        prefix = f"M{n + 1:02d}-" if n else ""
        book.begin_module(prefix, (250.0 * (n % 4), 120.0 * (n // 4), 0.0))
        draw_rooms(book)
        architecture.build(book)
        plumbing.build(book)
        electricity.build(book)
        ventilation.build(book)
        fire.build(book)
    return book
