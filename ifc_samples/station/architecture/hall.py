"""The hall: a glazed vault on steel arches between the wings, with a great clock on its gable."""

from __future__ import annotations

import itertools
from math import atan2, cos, hypot, pi, sin

from ifc_samples.station.architecture.building import HALL_VOID
from ifc_samples.station.architecture.walls import Doors, Hole, fill, plate, thing
from ifc_samples.station.book import Book, Item
from ifc_samples.station.catalogue import public
from ifc_samples.station.catalogue.lettering import letters
from ifc_samples.station.frames import Frame, standing
from ifc_samples.station.solids import Extrusion, Flat, Part, Profile, box, rod, upright

HALF = 20.8
EAVES = 8.5
RISE = 5.5
RADIUS = (HALF**2 + RISE**2) / (2 * RISE)
FACETS = 12
ARCHES = [0.0, 3.667, 7.333, 11.0, 14.667, 18.333, 22.0]
BAY = HALF * 2 / 14


def build(book: Book) -> None:
    _arches(book)
    _vault(book)
    _facade(book, 0.0, 2.9, "Façade vitrée sur parvis")
    _facade(book, 22.0, 4.2, "Verrière côté quais")
    _floor(book)
    _concourse(book)
    _name_and_clocks(book)


def arc_height(x: float, thickness: float = 0.0) -> float:
    """Height of the vault over x."""
    radius = RADIUS + thickness
    return EAVES + RISE - RADIUS + (radius**2 - x**2) ** 0.5


def _arc_points(offset: float) -> list[Flat]:
    """The arc in (x, z), from east to west, `offset` outside its line."""
    sweep = atan2(HALF, RADIUS - RISE)
    points = []
    for i in range(FACETS + 1):
        angle = pi / 2 - sweep + 2 * sweep * i / FACETS
        radius = RADIUS + offset
        points.append((radius * cos(angle), EAVES + RISE - RADIUS + radius * sin(angle)))
    return points


def _arches(book: Book) -> None:
    low, high = _arc_points(-0.45), _arc_points(-0.05)
    for y in ARCHES:
        outline = [*high, *low[::-1]]
        parts = [upright("charpente", outline, -0.11, 0.11)]
        parts.append(rod("charpente", (low[0][0], 0.0, low[0][1]), (low[-1][0], 0.0, low[-1][1]), 0.03))
        for i in range(2, FACETS - 1, 2):
            x, z = low[i]
            parts.append(rod("charpente", (x, 0.0, EAVES), (x, 0.0, z), 0.018))
        thing(
            book,
            "IfcBeam",
            "Arc métallique du hall",
            parts,
            standing(0.0, y, 0.0),
            storey="Toiture",
            material="Acier peint",
        )
    for side in (-1, 1):
        for y in ARCHES:
            post = (
                box("charpente", -0.16, -0.16, 0.0, 0.16, 0.16, EAVES),
                box("pierre", -0.3, -0.3, 0.0, 0.3, 0.3, 0.9),
            )
            x = side * (HALF - 0.15)
            thing(
                book,
                "IfcColumn",
                "Poteau du hall",
                post,
                standing(x, y if 0 < y < 22 else abs(y - 0.35), 0.0),
                storey="N0",
                material="Acier peint",
            )
    for x, z in _arc_points(-0.02)[1:-1]:
        purlin = (box("charpente", -0.05, 0.0, -0.2, 0.05, 22.0, -0.04),)
        thing(
            book,
            "IfcMember",
            "Panne du hall",
            purlin,
            standing(x, 0.0, z),
            storey="Toiture",
            material="Acier peint",
            attributes={"PredefinedType": "PURLIN"},
        )


def _vault(book: Book) -> None:
    roof = thing(
        book,
        "IfcRoof",
        "Verrière du hall",
        (),
        storey="Toiture",
        attributes={"PredefinedType": "BARREL_ROOF"},
    )
    points = _arc_points(0.0)
    for (xa, za), (xb, zb) in itertools.pairwise(points):
        width = hypot(xb - xa, zb - za)
        slope = atan2(zb - za, xb - xa)
        frame = Frame((xa, 0.0, za), (cos(slope), 0.0, sin(slope)), (0.0, -1.0, 0.0))
        glass = abs((xa + xb) / 2) < 15
        for start, end in itertools.pairwise(ARCHES):
            name = "Vitrage de toiture" if glass else "Bac zinc"
            parts = _sheet("verre toiture" if glass else "zinc", width, start, end)
            thing(
                book,
                "IfcPlate",
                name,
                parts,
                frame,
                storey="Toiture",
                parent=roof,
                material="Verre feuilleté" if glass else "Zinc",
                attributes={"PredefinedType": "SHEET"},
            )


def _sheet(style: str, width: float, start: float, end: float) -> tuple[Part, ...]:
    """A roof sheet in a frame whose x follows the slope and whose z looks south."""
    profile = Profile(points=((0.0, -0.04), (width, -0.04), (width, 0.0), (0.0, 0.0)))
    return (Part(Extrusion(profile, Frame((0.0, 0.0, -end + 0.02)), end - start - 0.04), style),)


def _facade(book: Book, y: float, opening_height: float, name: str) -> None:
    """Mullions every three metres, transoms, glass between; doors in the middle bays."""
    wall = thing(book, "IfcCurtainWall", name, (), standing(0.0, y, 0.0), storey="N0")
    edges = [-HALF + BAY * i for i in range(15)]
    for x in edges[1:-1]:
        top = arc_height(x) - 0.3
        thing(
            book,
            "IfcMember",
            "Montant de façade",
            (box("charpente", -0.06, -0.12, 0, 0.06, 0.12, top),),
            standing(x, y, 0.0),
            parent=wall,
            storey="N0",
            material="Acier peint",
            attributes={"PredefinedType": "MULLION"},
        )
    for z in (opening_height, 5.7, EAVES):
        bar = (box("charpente", -HALF, -0.1, -0.08, HALF, 0.1, 0.08),)
        thing(
            book,
            "IfcMember",
            "Traverse de façade",
            bar,
            standing(0.0, y, z),
            parent=wall,
            storey="N0",
            material="Acier peint",
            attributes={"PredefinedType": "MULLION"},
        )
    doors = Doors(book)
    doors.number = 60 if y < 1 else 70
    for n, (left, right) in enumerate(itertools.pairwise(edges)):
        _bay(
            book,
            wall,
            y,
            left,
            right,
            opening_height,
            door=n in (5, 6, 7, 8) if y < 1 else 2 <= n <= 11,
            doors=doors,
        )


def _bay(
    book: Book, wall: Item, y: float, left: float, right: float, opening: float, *, door: bool, doors: Doors
) -> None:
    middle = (left + right) / 2
    for z0, z1 in ((opening, 5.7), (5.7, EAVES)):
        _glass(
            book,
            wall,
            y,
            [
                (left + 0.06, z0 + 0.08),
                (right - 0.06, z0 + 0.08),
                (right - 0.06, z1 - 0.08),
                (left + 0.06, z1 - 0.08),
            ],
        )
    edge = 0.35
    fan = [
        (left + 0.06, EAVES + 0.08),
        (right - 0.06, EAVES + 0.08),
        (right - 0.06, arc_height(right) - edge),
        (left + 0.06, arc_height(left) - edge),
    ]
    if min(fan[2][1], fan[3][1]) > EAVES + 0.2:
        _glass(book, wall, y, fan)
    if door and y < 1:
        hole: Hole = doors.sliding(0.0, "Porte automatique du hall")
        fill(book, standing(middle, y, 0.0), hole)
        band = [
            (left + 0.06, 2.78),
            (right - 0.06, 2.78),
            (right - 0.06, opening - 0.08),
            (left + 0.06, opening - 0.08),
        ]
        if band[2][1] - band[0][1] > 0.1:
            _glass(book, wall, y, band)
    elif not door:
        _glass(
            book,
            wall,
            y,
            [
                (left + 0.06, 0.02),
                (right - 0.06, 0.02),
                (right - 0.06, opening - 0.08),
                (left + 0.06, opening - 0.08),
            ],
        )


def _glass(book: Book, wall: Item, y: float, outline: list[Flat]) -> None:
    thing(
        book,
        "IfcPlate",
        "Vitrage de façade",
        (upright("verre", outline, -0.015, 0.015),),
        standing(0.0, y, 0.0),
        parent=wall,
        storey="N0",
        material="Verre feuilleté",
        attributes={"PredefinedType": "CURTAIN_PANEL"},
    )


def _floor(book: Book) -> None:
    outline = [(-20.8, 0.2), (20.8, 0.2), (20.8, 22.0), (-20.8, 22.0)]
    plate(
        book,
        "IfcCovering",
        "Dallage du hall",
        "sol hall",
        outline,
        -0.03,
        0.0,
        [HALL_VOID, [(18.9, 11.1), (20.75, 11.1), (20.75, 13.3), (18.9, 13.3)]],
        storey="N0",
        predefined="FLOORING",
        material="Pierre calcaire",
    )
    for x in (-1.2, 1.2):
        strip = [(x - 0.06, 0.4), (x + 0.06, 0.4), (x + 0.06, 21.9), (x - 0.06, 21.9)]
        plate(
            book,
            "IfcCovering",
            "Bande de guidage",
            "podotactile",
            strip,
            0.0,
            0.012,
            storey="N0",
            predefined="FLOORING",
            material="Résine",
        )


def _concourse(book: Book) -> None:
    """Behind the hall: steps and ramps up to platform A (+0.55), under a light roof."""
    low = [(-21.0, 22.0), (21.0, 22.0), (21.0, 24.0), (-21.0, 24.0)]
    plate(
        book,
        "IfcSlab",
        "Dallage de la galerie d'accès",
        "sol hall",
        low,
        -0.4,
        0.0,
        storey="N0",
        predefined="FLOOR",
    )
    for left, right in ((-15.0, -3.0), (3.0, 6.5)):
        steps = [
            box("béton clair", left, 24.0 + 0.4 * i, 0.0, right, 26.0, 0.55 / 3 * (i + 1)) for i in range(3)
        ]
        thing(
            book,
            "IfcStair",
            "Marches vers le quai A",
            steps,
            storey="N0",
            material="Béton",
            attributes={"PredefinedType": "STRAIGHT_RUN_STAIR"},
        )
    for left, right in ((-21.0, -15.0), (-3.0, 3.0), (15.0, 21.0)):
        profile = Profile(points=((23.9, -0.05), (26.0, -0.05), (26.0, 0.55), (24.0, 0.0)))
        ramp = Part(
            Extrusion(profile, Frame((left, 0.0, 0.0), (0.0, 1.0, 0.0), (1.0, 0.0, 0.0)), right - left),
            "sol foncé",
        )
        thing(
            book,
            "IfcRamp",
            "Rampe vers le quai A",
            (ramp,),
            storey="N0",
            material="Béton",
            attributes={"PredefinedType": "STRAIGHT_RUN_RAMP"},
        )
    filler = [(6.5, 24.0), (15.0, 24.0), (15.0, 26.0), (6.5, 26.0)]
    plate(
        book, "IfcSlab", "Palier de la galerie", "quai", filler, 0.0, 0.55, storey="N0", predefined="LANDING"
    )


def _name_and_clocks(book: Book) -> None:
    band = [box("pierre", -9.2, -0.5, 8.62, 9.2, -0.2, 10.0)]
    name = letters(
        "signal bleu",
        "GARE DE VAL-D'ORME",
        0.8,
        (0.0, -0.5, 8.92),
        (1.0, 0.0, 0.0),
        (0.0, 0.0, 1.0),
        depth=0.1,
    )
    thing(book, "IfcFurniture", "Enseigne de la gare", [*band, *name], storey="N0", in_room=False)
    great = public.clock(book, 1.1, hung=False)
    for y, code in ((-0.3, "HOR-01"), (21.4, "HOR-02")):
        book.place(
            great,
            "ARC",
            standing(0.0, y, 11.6),
            "Grande horloge du hall",
            code=code,
            storey="N0",
            in_room=False,
        )
