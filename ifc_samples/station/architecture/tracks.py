"""Ballast, track panels, catenary and the train at platform B, track 2."""

from __future__ import annotations

import itertools

from ifc_samples.station.architecture.walls import thing
from ifc_samples.station.book import Book
from ifc_samples.station.catalogue import railway
from ifc_samples.station.frames import standing
from ifc_samples.station.plan import TRACKS
from ifc_samples.station.solids import box, sideways

START, END = -120.0, 120.0
PORTALS = [-108.0, -66.0, -23.0, 23.0, 66.0, 108.0]


def build(book: Book) -> None:
    _ballast(book)
    _panels(book)
    _catenary(book)
    _train(book)


def _ballast(book: Book) -> None:
    for low, high in ((32.0, 39.4), (48.4, 55.8)):
        for n in range(10):
            x = START + 24.0 * n
            bed = [
                (low, -0.75),
                (high, -0.75),
                (high, -0.55),
                (high - 0.9, -0.25),
                (low + 0.9, -0.25),
                (low, -0.55),
            ]
            parts = (sideways("ballast", bed, x, x + 24.0),)
            thing(
                book,
                "IfcCivilElement",
                "Ballast",
                parts,
                storey="N0",
                material="Ballast",
                attributes={"ObjectType": "BALLAST"},
            )


def _panels(book: Book) -> None:
    kind = railway.track_panel(book)
    for number, y in TRACKS.items():
        for n in range(round((END - START) / railway.PANEL)):
            frame = standing(START + n * railway.PANEL, y, 0.0)
            book.place(kind, "ARC", frame, f"Voie {number}, panneau {n + 1}", in_room=False, storey="N0")


def _catenary(book: Book) -> None:
    for x in PORTALS:
        parts = [box("acier", -0.14, y - 0.14, -0.2, 0.14, y + 0.14, 8.1) for y in (24.9, 62.3)]
        parts.append(box("acier", -0.16, 24.9, 7.6, 0.16, 62.3, 7.75))
        parts.append(box("acier", -0.16, 24.9, 8.0, 0.16, 62.3, 8.1))
        parts += [box("acier", -0.04, 26.0 + 2.4 * n, 7.75, 0.04, 26.08 + 2.4 * n, 8.0) for n in range(15)]
        for y in TRACKS.values():
            parts.append(box("acier sombre", -0.05, y - 0.75, 5.6, 0.05, y - 0.65, 7.6))
            parts.append(box("acier sombre", -0.03, y - 0.7, 5.55, 0.03, y + 0.05, 5.62))
            parts.append(box("acier sombre", -0.03, y - 0.7, 6.95, 0.03, y + 0.05, 7.02))
        thing(
            book,
            "IfcCivilElement",
            "Portique caténaire",
            parts,
            standing(x, 0.0, 0.0),
            storey="N0",
            material="Acier galvanisé",
            attributes={"ObjectType": "CATENAIRE"},
        )
    for number, y in TRACKS.items():
        for a, b in itertools.pairwise(PORTALS):
            wires = railway.span_wires(b - a)
            thing(
                book,
                "IfcCivilElement",
                f"Fil de contact voie {number}",
                wires,
                standing(a, y, 0.0),
                storey="N0",
                material="Cuivre",
                attributes={"ObjectType": "CATENAIRE"},
            )


def _train(book: Book) -> None:
    """Four carriages on track 2, a cab at both ends."""
    y = TRACKS[2]
    train = thing(
        book,
        "IfcElementAssembly",
        "Rame à quai, voie 2",
        (),
        standing(-52.0, y, 0.0),
        storey="N0",
        attributes={"PredefinedType": "USERDEFINED", "ObjectType": "RAME"},
    )
    makeup = [(-1, False), (0, True), (0, False), (1, False)]
    for n, (cab, pantograph) in enumerate(makeup):
        kind = railway.carriage(book, cab=cab, pantograph=pantograph)
        frame = standing(-52.0 + 13.0 + 26.2 * n, y, 0.0)
        book.place(kind, "ARC", frame, f"Voiture {n + 1}", parent=train, storey="N0")
