"""Walls with their doors and windows, slabs, columns: the few gestures the whole building is made of."""

from __future__ import annotations

from dataclasses import dataclass
from math import atan2, degrees, hypot

from ifc_samples.station.book import Book, Item, Kind, Opening
from ifc_samples.station.catalogue import public
from ifc_samples.station.catalogue.makers import fitted
from ifc_samples.station.frames import Frame, standing
from ifc_samples.station.solids import Flat, Part, box, slab
from ifc_samples.station.values import PropertySets, yes


@dataclass(frozen=True)
class Hole:
    """A door or window `along` metres from the start of its wall; `code` None means nobody gave it one."""

    along: float
    width: float
    height: float
    filling: Kind | None
    sill: float = 0.0
    code: str | None = None
    name: str | None = None
    drive: bool = False
    fire_exit: bool = False


@dataclass(frozen=True)
class WallSort:
    style: str
    thickness: float
    name: str
    material: str


STONE = WallSort("pierre", 0.4, "Mur de façade en pierre", "Pierre de taille")
PLASTER = WallSort("enduit", 0.2, "Cloison", "Brique enduite")
CONCRETE = WallSort("béton", 0.3, "Voile béton", "Béton armé")
BLOCK = WallSort("béton clair", 0.2, "Mur maçonné", "Parpaing")
TILED = WallSort("carrelage", 0.2, "Mur carrelé", "Brique et faïence")


def wall(
    book: Book,
    sort: WallSort,
    start: Flat,
    end: Flat,
    base: float,
    height: float,
    holes: tuple[Hole, ...] = (),
    **more: object,
) -> Item:
    """A straight wall on its axis, with openings and what fills them."""
    span = hypot(end[0] - start[0], end[1] - start[1])
    frame = standing(start[0], start[1], base, degrees(atan2(end[1] - start[1], end[0] - start[0])))
    half = sort.thickness / 2
    item = book.add(
        "ARC",
        "IfcWall",
        sort.name,
        frame,
        parts=(box(sort.style, 0.0, -half, 0.0, span, half, height),),
        in_room=False,
        material=sort.material,
        psets={
            "Pset_WallCommon": {
                "IsExternal": yes(sort is STONE),
                "LoadBearing": yes(sort in (STONE, CONCRETE)),
            }
        },
        **more,
    )
    for hole in holes:
        _open(book, item, hole)
    return item


def _open(book: Book, host: Item, hole: Hole) -> None:
    left = hole.along - hole.width / 2
    part = box("béton", left, -0.6, hole.sill, left + hole.width, 0.6, hole.sill + hole.height)
    filling = fill(book, host.frame, hole) if hole.filling else None
    host.openings.append(Opening(host, part, filling))


def fill(book: Book, wall_frame: Frame, hole: Hole) -> Item:
    """The door or window of a hole, standing in the wall."""
    assert hole.filling is not None
    origin = wall_frame.point((hole.along, 0.0, hole.sill))
    return book.place(
        hole.filling,
        "ARC",
        Frame(origin, wall_frame.x, wall_frame.z),
        hole.name,
        code=hole.code,
        in_room=False,
        psets=_psets(hole),
        attributes={"OverallWidth": hole.width, "OverallHeight": hole.height},
    )


def _psets(hole: Hole) -> PropertySets:
    if hole.filling.ifc == "IfcWindow":
        return {}
    common: PropertySets = {
        "Pset_DoorCommon": {
            "HasDrive": yes(hole.drive),
            "FireExit": yes(hole.fire_exit),
            "HandicapAccessible": yes(hole.width >= 0.9),
            "IsExternal": yes(hole.drive),
        }
    }
    return {**common, **(fitted(hole.code) if hole.code else {})}


class Doors:
    """Gives doors their codes in order: PTE-001, PTE-002 …"""

    def __init__(self, book: Book) -> None:
        self.book, self.number = book, 0

    def _code(self) -> str:
        self.number += 1
        return f"PTE-{self.number:03d}"

    def plain(
        self, along: float, name: str, *, width: float = 1.0, coded: bool = True, fire_exit: bool = False
    ) -> Hole:
        leaves = 1 if width < 1.3 else 2
        kind = public.door(self.book, width, 2.1, leaves=leaves)
        return Hole(along, width, 2.1, kind, 0.0, self._code() if coded else None, name, fire_exit=fire_exit)

    def glazed(self, along: float, name: str, *, width: float = 1.8) -> Hole:
        kind = public.door(self.book, width, 2.4, glazed=True, leaves=2)
        return Hole(along, width, 2.4, kind, 0.0, self._code(), name)

    def sliding(self, along: float, name: str) -> Hole:
        kind = public.sliding_door(self.book)
        return Hole(along, 2.9, 2.6, kind, 0.0, self._code(), name, drive=True)


def windows(
    book: Book, places: list[float], *, width: float = 1.4, height: float = 2.3, sill: float = 0.9
) -> tuple[Hole, ...]:
    kind = public.window(book, width, height)
    return tuple(Hole(along, width, height, kind, sill) for along in places)


def plate(
    book: Book,
    ifc: str,
    name: str,
    style: str,
    outline: list[Flat],
    z0: float,
    z1: float,
    holes: list[list[Flat]] | None = None,
    *,
    storey: str | None = None,
    predefined: str | None = None,
    material: str | None = "Béton armé",
    **more: object,
) -> Item:
    """A horizontal element: slab, roof, covering, pavement."""
    return book.add(
        "ARC",
        ifc,
        name,
        Frame(),
        parts=(slab(style, outline, z0, z1, holes),),
        storey=storey or book.storey_at(z1).name,
        in_room=False,
        attributes={"PredefinedType": predefined} if predefined else {},
        material=material,
        **more,
    )


def thing(
    book: Book,
    ifc: str,
    name: str,
    parts: tuple[Part, ...] | list[Part],
    frame: Frame | None = None,
    **more: object,
) -> Item:
    """An element of the building with a shape of its own."""
    more.setdefault("in_room", False)
    return book.add("ARC", ifc, name, frame or Frame(), parts=tuple(parts), **more)
