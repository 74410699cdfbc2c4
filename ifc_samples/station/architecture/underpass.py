"""The lower hall and the underpass, with stairs, escalators and lifts to the platforms."""

from __future__ import annotations

from ifc_samples.station.architecture.building import HALL_VOID
from ifc_samples.station.architecture.walls import plate, thing
from ifc_samples.station.book import Book, Kind
from ifc_samples.station.catalogue import moving
from ifc_samples.station.catalogue.makers import fitted
from ifc_samples.station.frames import Frame, standing
from ifc_samples.station.plan import PLATFORM_LEVEL
from ifc_samples.station.solids import box, rectangle

FLOOR = -4.5
CEILING = -1.9
RISE = PLATFORM_LEVEL - FLOOR
STAIRS = {"B": (41.2, 46.05), "C": (57.6, 59.9)}  # y of the stair wells
LIFTS = {"B": 43.9, "C": 58.9}


def build(book: Book) -> None:
    _shell(book)
    _finishes(book)
    _from_hall(book)
    _to_platforms(book)


def _shell(book: Book) -> None:
    corridor = rectangle(7.7, 24.3, 14.3, 62.1)
    plate(
        book,
        "IfcSlab",
        "Radier du passage souterrain",
        "béton sombre",
        corridor,
        -4.9,
        -4.55,
        storey="S-1",
        predefined="BASESLAB",
    )
    plate(
        book,
        "IfcSlab",
        "Dalle du passage souterrain",
        "béton",
        corridor,
        CEILING,
        -1.4,
        storey="S-1",
        predefined="FLOOR",
    )
    for x, gaps in ((7.85, [(42.85, 44.95), (57.85, 59.95)]), (14.15, [STAIRS["B"], STAIRS["C"]])):
        _wall_with_gaps(book, x, gaps)
    _box_wall(book, 7.7, 61.8, 14.3, 62.1)
    for letter, (y0, y1) in STAIRS.items():
        _box_wall(book, 14.3, y0 - 0.2, 26.5, y0, top=0.3)
        _box_wall(book, 14.3, y1, 26.5, y1 + 0.2, top=0.3)
        floor = rectangle(14.3, y0, 26.3, y1)
        plate(
            book,
            "IfcSlab",
            f"Radier de l'accès quai {letter}",
            "béton sombre",
            floor,
            -4.9,
            -4.55,
            storey="S-1",
            predefined="BASESLAB",
        )


def _wall_with_gaps(book: Book, x: float, gaps: list[tuple[float, float]]) -> None:
    start = 24.3
    for low, high in [*gaps, (61.8, 61.8)]:
        _box_wall(book, x - 0.15, start, x + 0.15, low)
        start = high


def _box_wall(book: Book, x0: float, y0: float, x1: float, y1: float, top: float = CEILING) -> None:
    parts = (box("béton clair", x0, y0, FLOOR, x1, y1, top),)
    thing(book, "IfcWall", "Voile du passage souterrain", parts, storey="S-1", material="Béton armé")


def _finishes(book: Book) -> None:
    lower = rectangle(6.2, 9.95, 22.0, 24.3)
    for name, outline in (
        ("Sol de la salle basse", lower),
        ("Sol du passage souterrain", rectangle(8.0, 24.3, 14.0, 61.8)),
    ):
        plate(
            book,
            "IfcCovering",
            name,
            "sol hall",
            outline,
            -4.55,
            FLOOR,
            storey="S-1",
            predefined="FLOORING",
            material="Grès cérame",
        )
    for letter, (y0, y1) in STAIRS.items():
        plate(
            book,
            "IfcCovering",
            f"Sol de l'accès quai {letter}",
            "sol hall",
            rectangle(14.0, y0, 26.3, y1),
            -4.55,
            FLOOR,
            storey="S-1",
            predefined="FLOORING",
            material="Grès cérame",
        )
    for y in range(25, 61, 4):
        band = (
            box("carrelage", 8.0, y, FLOOR + 0.1, 8.03, y + 3.6, -2.3),
            box("signal bleu", 8.0, y, -3.2, 8.035, y + 3.6, -3.05),
        )
        thing(
            book,
            "IfcCovering",
            "Habillage mural du souterrain",
            band,
            storey="S-1",
            material="Faïence",
            attributes={"PredefinedType": "CLADDING"},
        )


def _from_hall(book: Book) -> None:
    """Between the hall and the lower hall: a stair, two escalators and a lift."""
    rise = -FLOOR
    _stair(book, "Escalier du hall", 8.6, 20.25, FLOOR, rise, 2.6, turn=-90)
    kind = moving.escalator(book, rise)
    for n, x in enumerate((12.0, 15.0)):
        frame = standing(x + 0.4, 22.4, FLOOR, -90)
        _moving(
            book,
            kind,
            frame,
            f"ESC-0{n + 1}",
            f"Escalier mécanique du hall {'montant' if n else 'descendant'}",
        )
    lift = moving.lift(book, rise, rise)
    _moving(book, lift, standing(20.0, 12.2, FLOOR, 180), "ASC-01", "Ascenseur du hall")
    x0, y0 = HALL_VOID[0]
    x1, y1 = HALL_VOID[2]
    sides = [(0, (x0, y1), x1 - x0), (90, (x0, y0), y1 - y0), (90, (x1, y0), y1 - y0)]
    sides += [(0, (x, y0), run) for x, run in ((10.0, 1.6), (13.2, 1.4), (16.2, 2.0))]
    for turn, start, run in sides:
        rail = moving.railing(0.0, run)
        thing(
            book,
            "IfcRailing",
            "Garde-corps de trémie",
            rail,
            standing(*start, 0.0, turn),
            storey="N0",
            attributes={"PredefinedType": "GUARDRAIL"},
        )


def _to_platforms(book: Book) -> None:
    for letter, y in (("B", 42.35), ("C", 58.75)):
        _stair(book, f"Escalier du quai {letter}", 17.0, y, FLOOR, RISE, 2.1, turn=0)
    escalator = moving.escalator(book, RISE)
    _moving(book, escalator, standing(15.05, 45.2, FLOOR), "ESC-03", "Escalier mécanique du quai B")
    for n, (letter, y) in enumerate(LIFTS.items()):
        lift = moving.lift(book, RISE, 0.0 if n else RISE)
        _moving(book, lift, standing(6.9, y, FLOOR), f"ASC-0{n + 2}", f"Ascenseur du quai {letter}")
    for letter, (y0, y1) in STAIRS.items():
        for y in (y0, y1):
            rail = moving.railing(0.0, 11.2)
            thing(
                book,
                "IfcRailing",
                f"Garde-corps quai {letter}",
                rail,
                standing(15.0, y, PLATFORM_LEVEL),
                storey="N0",
                attributes={"PredefinedType": "GUARDRAIL"},
            )


def _stair(
    book: Book, name: str, x: float, y: float, base: float, rise: float, width: float, turn: float
) -> None:
    frame = standing(x, y, base, turn)
    stair = thing(book, "IfcStair", name, (), frame, attributes={"PredefinedType": "STRAIGHT_RUN_STAIR"})
    thing(
        book,
        "IfcStairFlight",
        f"Volée – {name}",
        moving.flight(rise, width),
        frame,
        parent=stair,
        attributes={"NumberOfRisers": moving.risers(rise)},
    )
    for side in (-width / 2 + 0.05, width / 2 - 0.05):
        rail = moving.railing(rise, moving.flight_run(rise))
        at = frame.point((0.1, side, 0.1))
        thing(
            book,
            "IfcRailing",
            f"Main courante – {name}",
            rail,
            standing(*at, turn),
            parent=stair,
            attributes={"PredefinedType": "HANDRAIL"},
        )


def _moving(book: Book, kind: Kind, frame: Frame, code: str, name: str) -> None:
    book.place(kind, "ARC", frame, name, code=code, in_room=False, psets=fitted(code), storey="S-1")
