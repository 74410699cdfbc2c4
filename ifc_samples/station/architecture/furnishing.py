"""What stands in the hall, on the platforms and in the rooms: boards, gates, benches, counters, signs."""

from __future__ import annotations

from ifc_samples.station.architecture.walls import thing
from ifc_samples.station.book import Book, Kind
from ifc_samples.station.catalogue import public
from ifc_samples.station.catalogue.makers import fitted
from ifc_samples.station.frames import standing
from ifc_samples.station.plan import PLATFORM_LEVEL
from ifc_samples.station.solids import Part, box, rod

SIGN_BAYS = [-45.0, -15.0, 35.0]


def build(book: Book) -> None:
    _hall(book)
    _platforms(book)
    _underpass(book)
    _west_rooms(book)
    _shops(book)
    _offices(book)
    _unknown_things(book)


def _coded(
    book: Book,
    kind: Kind,
    x: float,
    y: float,
    z: float,
    code: str,
    name: str,
    turn: float = 0.0,
    **more: object,
) -> None:
    book.place(
        kind, "ARC", standing(x, y, z, turn), name, code=code, in_room=True, psets=fitted(code), **more
    )


def _loose(book: Book, kind: Kind, x: float, y: float, z: float, turn: float = 0.0) -> None:
    book.place(kind, "ARC", standing(x, y, z, turn), in_room=True)


def _hall(book: Book) -> None:
    _coded(book, public.departure_board(book), 0.0, 15.0, 4.2, "AFF-01", "Tableau général des départs")
    _coded(book, public.departure_board(book, 4, 2.6), -14.0, 15.0, 3.6, "AFF-02", "Tableau des arrivées")
    gate = public.gate(book)
    for n in range(8):
        _coded(book, gate, -13.5 + 1.3 * n, 20.6, 0.0, f"CAB-{n + 1:02d}", f"Portillon {n + 1}")
    machine = public.ticket_machine(book)
    for n, y in enumerate((9.2, 10.4, 11.6)):
        _coded(book, machine, -20.2, y, 0.0, f"DBR-{n + 1:02d}", f"Distributeur de billets {n + 1}", turn=90)
    bench = public.bench(book)
    for x in (-14.0, -10.5, -7.0):
        for y in (6.0, 7.2):
            _loose(book, bench, x, y, 0.0, 180 if y > 7 else 0)
    for x in (-16.5, -4.5, 5.5, 19.0):
        _loose(book, public.bin_(book), x, 5.0, 0.0)
    for words, x, y in (
        ("QUAI A", -9.0, 21.3),
        ("QUAIS B C", 12.6, 11.9),
        ("SORTIE", -1.5, 2.0),
        ("VENTE", -18.8, 14.4),
    ):
        _loose(book, public.sign(book, words, height=0.32), x, y, 3.1)
    column = public.clock(book, 0.45)
    _coded(book, column, 6.0, 15.0, 5.0, "HOR-03", "Horloge suspendue du hall")


def _platforms(book: Book) -> None:
    clock, bench, bin_ = public.clock(book, 0.32), public.bench(book), public.bin_(book)
    board = public.departure_board(book, 2, 1.5, two_sided=True)
    level = PLATFORM_LEVEL
    for n, (letter, y, tracks) in enumerate(
        (("A", 28.6, "VOIE 1"), ("B", 43.9, "VOIES 2 3"), ("C", 59.6, "VOIE 4"))
    ):
        for m, x in enumerate(SIGN_BAYS):
            _loose(book, public.sign(book, f"QUAI {letter}", height=0.3, hung=0.45), x, y, 3.35)
            _loose(book, public.sign(book, tracks, height=0.2, hung=0.5), x + 5.0, y, 3.35)
            _coded(
                book,
                board,
                x - 3.0,
                y,
                3.05,
                f"AFF-{10 * (n + 1) + m + 1}",
                f"Écran quai {letter} n° {m + 1}",
            )
        _coded(book, clock, 5.0, y, 3.5, f"HOR-{11 + n}", f"Horloge du quai {letter}")
        for x in (-95.0, -75.0, -55.0, -33.0, -5.0, 38.0, 55.0, 75.0, 95.0):
            _loose(book, bench, x, y + (0.0 if letter != "A" else -2.0), level, 180 if letter == "C" else 0)
            _loose(book, bin_, x + 1.6, y, level)


def _underpass(book: Book) -> None:
    for words, y in (("QUAI B", 41.0), ("QUAI C", 57.0), ("SORTIE", 26.0)):
        _loose(book, public.sign(book, words, height=0.22, hung=0.05), 11.0, y, -2.45)
    _coded(
        book,
        public.departure_board(book, 3, 1.8, two_sided=True),
        11.0,
        23.4,
        -2.3,
        "AFF-05",
        "Écran de la salle basse",
    )


def _west_rooms(book: Book) -> None:
    bench = public.bench(book)
    for x in (-31.5, -29.0, -26.5):
        for y in (3.0, 6.5, 9.8):
            _loose(book, bench, x, y, 0.0)
    for n in range(4):
        _counter(book, -31.0 + 2.4 * n, 18.5, f"Guichet {n + 1}")
    _counter(book, -37.5, 5.2, "Banque d'accueil")
    for y1, stalls in ((12.9, 3), (17.9, 3)):
        for n in range(stalls):
            x = -41.0 + 1.2 * (n + 1)
            panel = (
                box("carrelage", x - 0.02, y1 - 1.6, 0.15, x + 0.02, y1, 2.1),
                box("bois", x - 1.0, y1 - 1.62, 0.15, x - 0.15, y1 - 1.58, 2.0),
            )
            thing(
                book,
                "IfcWall",
                "Cabine sanitaire",
                panel,
                storey="N0",
                material="Stratifié",
                attributes={"PredefinedType": "PARTITIONING"},
            )
    _desk(book, -48.0, 4.5, 0.0)
    _desk(book, -51.0, 4.5, 0.0)


def _counter(book: Book, x: float, y: float, name: str) -> None:
    parts = (
        box("bois", -1.1, -0.35, 0.0, 1.1, 0.35, 0.98),
        box("inox", -1.15, -0.4, 0.98, 1.15, 0.4, 1.03),
        box("verre", -1.1, -0.02, 1.03, 1.1, 0.02, 1.9),
        box("écran", 0.3, 0.1, 1.05, 0.75, 0.14, 1.4),
    )
    thing(
        book,
        "IfcFurniture",
        name,
        parts,
        standing(x, y, 0.0),
        in_room=True,
        attributes={"PredefinedType": "DESK"},
    )


def _desk(book: Book, x: float, y: float, z: float) -> None:
    parts: list[Part] = [
        box("bois", -0.8, -0.4, 0.71, 0.8, 0.4, 0.74),
        box("écran", -0.3, 0.15, 0.85, 0.3, 0.18, 1.2),
        box("noir", -0.05, 0.15, 0.74, 0.05, 0.2, 0.9),
    ]
    parts += [rod("acier", (i, j, 0.0), (i, j, 0.71), 0.025) for i in (-0.75, 0.75) for j in (-0.35, 0.35)]
    parts += [
        box("tableau sombre", -0.25, -0.95, 0.42, 0.25, -0.5, 0.5),
        box("tableau sombre", -0.25, -1.0, 0.5, 0.25, -0.95, 0.95),
        rod("acier", (0, -0.72, 0.05), (0, -0.72, 0.42), 0.03),
    ]
    thing(
        book,
        "IfcFurniture",
        "Poste de travail",
        parts,
        standing(x, y, z),
        in_room=True,
        attributes={"PredefinedType": "DESK"},
    )


def _shops(book: Book) -> None:
    for x, y, name in (
        (27.0, 8.0, "Comptoir de boulangerie"),
        (38.0, 8.5, "Caisse presse"),
        (48.0, 17.0, "Bar de la brasserie"),
    ):
        _counter(book, x, y, name)
    for n in range(3):
        shelf = [box("bois sombre", -1.6, -0.25, 0.3 + 0.4 * k, 1.6, 0.25, 0.33 + 0.4 * k) for k in range(4)]
        shelf += [box("bois sombre", s - 0.03, -0.25, 0.0, s + 0.03, 0.25, 1.7) for s in (-1.57, 0.0, 1.57)]
        thing(
            book,
            "IfcFurniture",
            "Présentoir",
            shelf,
            standing(37.5, 2.0 + 2.0 * n, 0.0),
            in_room=True,
            attributes={"PredefinedType": "SHELF"},
        )
    for x in (46.0, 49.0, 52.0):
        for y in (3.0, 6.5, 10.0):
            _table(book, x, y)
    rack = public.bicycle_rack(book)
    for y in (13.5, 16.5, 19.5):
        _loose(book, rack, 24.5, y, 0.0)


def _table(book: Book, x: float, y: float) -> None:
    parts = [
        rod("acier sombre", (0, 0, 0), (0, 0, 0.72), 0.04),
        box("bois", -0.4, -0.4, 0.72, 0.4, 0.4, 0.75),
    ]
    for side in (-0.8, 0.8):
        parts += [
            box("bois sombre", side - 0.2, -0.2, 0.43, side + 0.2, 0.2, 0.47),
            rod("acier sombre", (side, 0, 0), (side, 0, 0.43), 0.03),
        ]
    thing(
        book,
        "IfcFurniture",
        "Table et chaises",
        parts,
        standing(x, y, 0.0),
        in_room=True,
        attributes={"PredefinedType": "TABLE"},
    )


def _offices(book: Book) -> None:
    for x, y in ((-26.0, 5.0), (-48.0, 5.5), (-51.0, 5.5), (-45.0, 5.5)):
        _desk(book, x, y, 4.52)
    table = [
        box("bois", -2.4, -0.7, 0.71, 2.4, 0.7, 0.75),
        box("acier", -1.6, -0.3, 0.0, -1.5, 0.3, 0.71),
        box("acier", 1.5, -0.3, 0.0, 1.6, 0.3, 0.71),
    ]
    thing(
        book,
        "IfcFurniture",
        "Table de réunion",
        table,
        standing(-36.5, 4.5, 4.52),
        in_room=True,
        attributes={"PredefinedType": "TABLE"},
    )
    for n in range(6):
        locker = [
            box("armoire", 0, 0, 0.1, 0.9, 0.5, 1.9),
            box("tableau sombre", 0.44, -0.01, 0.15, 0.46, 0.0, 1.85),
            box("noir", 0.38, -0.02, 1.0, 0.41, 0.0, 1.1),
        ]
        thing(
            book,
            "IfcFurniture",
            "Vestiaire",
            locker,
            standing(-30.5 + 1.2 * n, 21.2, 4.52),
            in_room=True,
            attributes={"PredefinedType": "USERDEFINED", "ObjectType": "VESTIAIRE"},
        )


def _unknown_things(book: Book) -> None:
    """Three things nobody classified: what the import must show, not drop (see the README)."""
    for x, y, z, size in ((-19.5, 3.0, 0.0, 0.8), (-52.0, 11.0, 0.0, 0.6), (-2.5, 2.0, -4.5, 1.0)):
        part = (box("armoire", -size / 2, -size / 2, 0.0, size / 2, size / 2, size),)
        thing(book, "IfcBuildingElementProxy", "Objet non classé", part, standing(x, y, z), in_room=False)
