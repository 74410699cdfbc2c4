"""The two wings, the offices above and the basement: slabs, walls, doors, windows, roofs."""

from __future__ import annotations

from ifc_samples.station.architecture.walls import (
    BLOCK,
    CONCRETE,
    PLASTER,
    STONE,
    TILED,
    Doors,
    plate,
    thing,
    wall,
    windows,
)
from ifc_samples.station.book import Book
from ifc_samples.station.catalogue import moving
from ifc_samples.station.frames import standing
from ifc_samples.station.plan import ROOMS
from ifc_samples.station.solids import box, rectangle

NORTH_SOUTH_BAYS = [2.2, 4.95, 7.7, 11.0, 13.75, 16.5, 19.8, 22.55, 25.3, 28.6, 31.2]
HALL_VOID = rectangle(7.0, 12.4, 18.2, 21.6)  # over the stairs and escalators to the lower hall
LIFT_VOID = rectangle(18.9, 11.1, 21.05, 13.3)


def build(book: Book) -> None:
    doors = Doors(book)
    _slabs(book)
    _west_wing(book, doors)
    _east_wing(book, doors)
    _offices(book, doors)
    _basement(book, doors)
    _floor_finishes(book)
    _service_stairs(book)


def _slabs(book: Book) -> None:
    basement = rectangle(-54.4, -0.4, 6.2, 21.4)
    plate(
        book,
        "IfcSlab",
        "Radier du sous-sol",
        "béton sombre",
        basement,
        -4.9,
        -4.5,
        storey="S-1",
        predefined="BASESLAB",
    )
    lower = rectangle(6.2, 9.7, 22.3, 24.3)
    plate(
        book,
        "IfcSlab",
        "Radier de la salle basse",
        "béton sombre",
        lower,
        -4.9,
        -4.55,
        storey="S-1",
        predefined="BASESLAB",
    )
    stair = rectangle(-53.6, 18.2, -48.4, 20.8)
    plate(
        book,
        "IfcSlab",
        "Plancher bas aile ouest",
        "béton",
        rectangle(-54.4, -0.4, -21, 22.4),
        -0.5,
        0.0,
        [stair],
        storey="N0",
        predefined="FLOOR",
    )
    plate(
        book,
        "IfcSlab",
        "Plancher bas du hall",
        "béton",
        rectangle(-21, -0.4, 22.3, 22.0),
        -0.5,
        -0.03,
        [HALL_VOID, LIFT_VOID],
        storey="N0",
        predefined="FLOOR",
    )
    plate(
        book,
        "IfcSlab",
        "Dallage aile est",
        "béton",
        rectangle(22.3, -0.4, 54.4, 22.4),
        -0.5,
        0.0,
        storey="N0",
        predefined="FLOOR",
    )
    plate(
        book,
        "IfcSlab",
        "Plancher des bureaux",
        "béton",
        rectangle(-54, 0, -21, 22),
        4.2,
        4.5,
        [stair],
        storey="N+1",
        predefined="FLOOR",
    )
    plate(
        book,
        "IfcRoof",
        "Toiture-terrasse ouest",
        "zinc",
        rectangle(-54.6, -0.6, -20.8, 22.6),
        8.2,
        8.5,
        storey="Toiture",
        predefined="FLAT_ROOF",
        material="Zinc",
    )
    plate(
        book,
        "IfcRoof",
        "Toiture-terrasse est",
        "zinc",
        rectangle(20.8, -0.6, 54.6, 22.6),
        4.2,
        4.5,
        storey="N+1",
        predefined="FLAT_ROOF",
        material="Zinc",
    )
    for x0, x1, z in ((-54.6, -20.8, 8.5), (20.8, 54.6, 4.5)):
        for y in (-0.6, 22.35):
            storey = "Toiture" if z > 8 else "N+1"
            parapet = (box("pierre sombre", x0, y, z, x1, y + 0.25, z + 0.45),)
            thing(book, "IfcWall", "Acrotère", parapet, storey=storey, material="Pierre de taille")


def _west_wing(book: Book, doors: Doors) -> None:
    h = 4.2
    wall(book, STONE, (-54, 0), (-21, 0), 0.0, h, windows(book, NORTH_SOUTH_BAYS))
    exits = (doors.plain(3.0, "Issue de secours du personnel", fire_exit=True),)
    wall(book, STONE, (-54, 22), (-54, 0), 0.0, h, (*exits, *windows(book, [10.0, 16.0, 19.5])))
    north = (doors.glazed(28.0, "Porte de la vente vers le quai"), *windows(book, [5.0, 12.5, 16.5, 23.5]))
    wall(book, STONE, (-54, 22), (-21, 22), 0.0, h, north)
    wall(
        book,
        STONE,
        (-21, 0),
        (-21, 22),
        0.0,
        8.6,
        (
            doors.glazed(5.5, "Porte de la salle d'attente", width=2.4),
            doors.glazed(16.5, "Porte de l'espace de vente", width=2.4),
        ),
    )
    wall(book, PLASTER, (-33, 11), (-21.2, 11), 0.0, h)
    wall(
        book,
        PLASTER,
        (-33, 0),
        (-33, 22),
        0.0,
        h,
        (
            doors.plain(4.0, "Porte de l'accueil"),
            doors.plain(10.5, "Porte sanitaires femmes"),
            doors.plain(15.5, "Porte sanitaires hommes"),
            doors.plain(20.0, "Porte sanitaire accessible", width=1.1),
        ),
    )
    wall(book, TILED, (-42, 8), (-33, 8), 0.0, h)
    wall(book, TILED, (-42, 13), (-33, 13), 0.0, h)
    wall(book, TILED, (-42, 18), (-33, 18), 0.0, h)
    wall(
        book,
        PLASTER,
        (-42, 0),
        (-42, 22),
        0.0,
        h,
        (doors.plain(4.0, "Porte du local agents"), doors.plain(20.0, "Porte de l'escalier de service")),
    )
    wall(book, PLASTER, (-54, 9), (-42, 9), 0.0, h, (doors.plain(6.0, "Porte courants faibles"),))
    wall(book, PLASTER, (-54, 14), (-42, 14), 0.0, h, (doors.plain(6.0, "Porte technique", coded=False),))


def _east_wing(book: Book, doors: Doors) -> None:
    h = 4.2
    shop = doors.glazed(27.5, "Porte de la brasserie sur parvis", width=2.4)
    bays = [1.8, 4.4, 7.0, 9.4, 13.0, 15.6, 18.2, 20.4, 24.0, 30.8]
    wall(book, STONE, (21, 0), (54, 0), 0.0, h, (shop, *windows(book, bays, width=1.8, height=2.6, sill=0.5)))
    wall(book, STONE, (54, 0), (54, 22), 0.0, h, windows(book, [4.0, 8.0, 12.0, 16.0, 19.5]))
    wall(
        book,
        STONE,
        (54, 22),
        (21, 22),
        0.0,
        h,
        (doors.plain(16.5, "Livraisons", width=1.6), *windows(book, [3.0, 7.0, 24.5, 29.0])),
    )
    wall(
        book,
        STONE,
        (21, 0),
        (21, 22),
        0.0,
        8.6,
        (
            doors.glazed(5.5, "Porte de la boulangerie", width=2.4),
            doors.glazed(16.5, "Porte de la consigne", width=2.4),
        ),
    )
    wall(book, PLASTER, (21, 11), (43, 11), 0.0, h, (doors.plain(16.0, "Porte de la réserve"),))
    wall(
        book,
        PLASTER,
        (32, 0),
        (32, 22),
        0.0,
        h,
        (doors.glazed(5.5, "Porte de la presse"), doors.plain(17.0, "Porte réserve – consigne")),
    )
    wall(book, PLASTER, (43, 0), (43, 22), 0.0, h, (doors.plain(16.0, "Porte de la cuisine"),))


def _offices(book: Book, doors: Doors) -> None:
    base, h = 4.5, 3.7
    wall(book, STONE, (-54, 0), (-21, 0), base, h, windows(book, NORTH_SOUTH_BAYS, height=1.9))
    wall(book, STONE, (-54, 22), (-54, 0), base, h, windows(book, [3.0, 8.0, 16.0, 19.5], height=1.9))
    wall(
        book,
        STONE,
        (-54, 22),
        (-21, 22),
        base,
        h,
        windows(book, [5.0, 10.0, 15.0, 20.0, 24.0, 29.0], height=1.9),
    )
    wall(
        book,
        PLASTER,
        (-54, 9),
        (-21.2, 9),
        base,
        h,
        (
            doors.plain(6.0, "Porte du poste de supervision"),
            doors.plain(17.0, "Porte de la salle de réunion"),
            doors.plain(28.0, "Porte du chef de gare"),
        ),
    )
    wall(
        book,
        PLASTER,
        (-54, 12),
        (-21.2, 12),
        base,
        h,
        (
            doors.plain(6.0, "Porte palière", fire_exit=True),
            doors.plain(14.5, "Porte local technique", coded=False),
            doors.plain(20.0, "Porte sanitaires agents"),
            doors.plain(28.0, "Porte des vestiaires"),
        ),
    )
    for x, y0, y1 in ((-42, 0, 9), (-31, 0, 9), (-42, 12, 22), (-37, 12, 22), (-31, 12, 22)):
        wall(book, PLASTER, (x, y0), (x, y1), base, h)


def _basement(book: Book, doors: Doors) -> None:
    base, h = -4.5, 4.0
    wall(book, CONCRETE, (-54.2, -0.2), (6, -0.2), base, h)
    wall(book, CONCRETE, (-54.2, 21.2), (-54.2, -0.2), base, h)
    wall(book, CONCRETE, (-54.2, 21.2), (6, 21.2), base, h)
    entrances = (
        doors.plain(4.0, "Porte de la sous-station", width=1.6),
        doors.plain(16.0, "Porte du local ventilation", width=1.6),
        doors.plain(31.0, "Porte du local TGBT", width=1.6),
        doors.plain(44.0, "Porte du local eau froide"),
        doors.plain(55.0, "Porte du local relevage"),
    )
    wall(book, BLOCK, (-54, 17), (6, 17), base, h, entrances)
    wall(book, BLOCK, (-46, 0), (-46, 17), base, h)
    wall(book, BLOCK, (-30, 0), (-30, 17), base, h)
    wall(book, BLOCK, (-16, 0), (-16, 17), base, h)
    wall(book, BLOCK, (-4, 0), (-4, 17), base, h)
    wall(book, BLOCK, (-54, 5), (-30, 5), base, h)
    inner = (
        doors.plain(7.0, "Porte du local onduleur"),
        doors.plain(20.0, "Porte du local incendie"),
        doors.plain(31.0, "Porte de la réserve basse"),
    )
    wall(book, BLOCK, (-30, 7), (6, 7), base, h, inner)
    wall(book, CONCRETE, (6, 0), (6, 9.8), base, h)
    gallery = doors.plain(9.2, "Porte de la galerie technique", width=1.6, fire_exit=True)
    wall(book, CONCRETE, (6, 9.8), (6, 24.2), base, h, (gallery,))
    wall(book, CONCRETE, (6, 9.8), (22.2, 9.8), base, h)
    wall(book, CONCRETE, (22.2, 9.8), (22.2, 24.2), base, h)
    wall(book, CONCRETE, (6, 24.2), (8, 24.2), base, h)
    wall(book, CONCRETE, (14, 24.2), (22.2, 24.2), base, h)


FINISHES = {
    "003": "parquet",
    "011": "carrelage",
    "013": "parquet",
    "005": "carrelage",
    "006": "carrelage",
    "007": "carrelage",
}


def _floor_finishes(book: Book) -> None:
    for number, (name, storey, (x0, y0, x1, y1), floor, _, _) in ROOMS.items():
        if storey == "S-1" or number in ("001", "016"):
            continue
        style = FINISHES.get(number, "sol foncé")
        holes = [rectangle(-53.6, 18.2, -48.4, 20.8)] if number in ("010", "108") else None
        outline = rectangle(x0 + 0.1, y0 + 0.1, x1 - 0.1, y1 - 0.1)
        plate(
            book,
            "IfcCovering",
            f"Revêtement de sol – {name}",
            style,
            outline,
            floor,
            floor + 0.02,
            holes,
            predefined="FLOORING",
            material="Revêtement de sol",
        )


def _service_stairs(book: Book) -> None:
    for base, rise in ((-4.5, 4.5), (0.0, 4.5)):
        stair = thing(
            book,
            "IfcStair",
            "Escalier de service",
            (),
            standing(-46.4, 19.5, base),
            attributes={"PredefinedType": "STRAIGHT_RUN_STAIR"},
        )
        frame = standing(-46.2, 19.5, base, 180)
        thing(
            book,
            "IfcStairFlight",
            "Volée de service",
            moving.flight(rise, 1.6),
            frame,
            parent=stair,
            attributes={"NumberOfRisers": moving.risers(rise)},
        )
        for y in (18.65, 20.35):
            rail = moving.railing(rise, moving.flight_run(rise))
            thing(book, "IfcRailing", "Garde-corps", rail, standing(-46.2, y, base, 180), parent=stair)
