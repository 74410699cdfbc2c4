"""The forecourt: paving, kerbs, trees, bicycle racks, bollards, a bus shelter; and the ground around."""

from __future__ import annotations

from ifc_samples.station.architecture.walls import plate, thing
from ifc_samples.station.book import Book
from ifc_samples.station.catalogue import public
from ifc_samples.station.frames import standing
from ifc_samples.station.solids import box, rectangle, rod


def build(book: Book) -> None:
    _ground(book)
    for x in (-48.0, -38.0, -28.0, -18.0, 18.0, 28.0, 38.0, 48.0):
        for y in (-8.0, -20.0):
            book.place(public.tree(book), "ARC", standing(x, y, 0.0), in_room=False, storey="N0")
    for x in range(-45, 46, 5):
        book.place(public.bollard(book), "ARC", standing(float(x), -25.0, 0.0), in_room=True)
    for x in (-12.0, 8.0):
        book.place(public.bicycle_rack(book), "ARC", standing(x, -9.0, 0.0), in_room=True)
        book.place(public.bench(book), "ARC", standing(x, -14.0, 0.0), in_room=True)
    for x in (-33.0, 33.0):
        _shelter(book, x, -24.0)


def _ground(book: Book) -> None:
    paving = rectangle(-54.4, -26.0, 54.4, -0.4)
    plate(
        book,
        "IfcSlab",
        "Dallage du parvis",
        "pierre",
        paving,
        -0.25,
        -0.02,
        storey="N0",
        predefined="FLOOR",
        material="Granit",
    )
    street = rectangle(-120.0, -36.0, 120.0, -26.0)
    plate(book, "IfcCivilElement", "Chaussée", "enrobé", street, -0.3, -0.14, storey="N0", material="Enrobé")
    for x0, x1 in ((-120.0, -54.4), (54.4, 120.0)):
        plate(
            book,
            "IfcGeographicElement",
            "Espace vert",
            "herbe",
            rectangle(x0, -26.0, x1, 22.4),
            -0.4,
            -0.05,
            storey="N0",
            predefined="TERRAIN",
            material="Terre végétale",
        )
    plate(
        book,
        "IfcGeographicElement",
        "Talus",
        "herbe",
        rectangle(-120.0, 62.6, 120.0, 72.0),
        -0.4,
        0.3,
        storey="N0",
        predefined="TERRAIN",
        material="Terre végétale",
    )
    for x in range(-46, 47, 6):
        line = (box("blanc", x, -31.1, -0.14, x + 3.0, -30.9, -0.13),)
        thing(book, "IfcCivilElement", "Marquage", line, storey="N0")


def _shelter(book: Book, x: float, y: float) -> None:
    parts = [rod("acier sombre", (i, 0.6, 0.0), (i, 0.6, 2.5), 0.05) for i in (-2.0, 0.0, 2.0)]
    parts += [
        box("zinc", -2.3, -0.9, 2.5, 2.3, 0.9, 2.6),
        box("verre", -2.0, 0.62, 0.3, 2.0, 0.65, 2.3),
        box("bois", -1.6, 0.1, 0.42, 1.6, 0.5, 0.47),
    ]
    parts += [rod("acier sombre", (i, 0.3, 0.0), (i, 0.3, 0.42), 0.03) for i in (-1.4, 1.4)]
    thing(
        book,
        "IfcFurniture",
        "Abribus",
        parts,
        standing(x, y, 0.0),
        in_room=True,
        attributes={"PredefinedType": "USERDEFINED", "ObjectType": "ABRI"},
    )
