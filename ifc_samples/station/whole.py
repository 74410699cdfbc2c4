"""The whole station: every trade of every module, and the files it becomes."""

from __future__ import annotations

from ifc_samples.station import architecture, documents, electricity, fire, plumbing, ventilation
from ifc_samples.station.book import Book, Port
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
COLUMNS, PITCH = 4, (250.0, 120.0)  # modules of a scaled station stand in rows of four


def make_book(scale: int = 1) -> Book:
    """The book of a station of `scale` modules, each fed by the one before."""
    book = new_book()
    spare: dict[str, Port | None] = {"water": None, "grid": None, "heat": None, "fire": None}
    for n in range(scale):
        row, column = divmod(n, COLUMNS)
        book.begin_module(f"M{n + 1:02d}-" if n else "", (PITCH[0] * column, PITCH[1] * row, 0.0))
        draw_rooms(book)
        architecture.build(book)
        spare = {
            "water": plumbing.build(book, spare["water"])["spare"],
            "grid": electricity.build(book, spare["grid"])["spare"],
            "heat": ventilation.build(book, spare["heat"])["spare"],
            "fire": fire.build(book, spare["fire"])["spare"],
        }
    documents.attach(book)
    return book
