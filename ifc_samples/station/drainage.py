"""
The PLB file, drains: sanitary ware → falling collectors → street; basement floor drains → sump → pumps → collector.

    floor drains ─▶ SUMP ─┬─ EU-P-01 ─ check ─ valve ─┐
                          └─ EU-P-02 ─ check ─ valve ─┴─▶ collector ─▶ manhole
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import hypot

from ifc_samples.station.banks import Bank
from ifc_samples.station.book import Book, Item, Port, System
from ifc_samples.station.catalogue import water
from ifc_samples.station.catalogue.makers import fitted
from ifc_samples.station.frames import Vec, standing
from ifc_samples.station.runs import Corner, Inline, Line, Stop, Tee, run, tee_reach

DRAIN = "DRAINAGE"
COLLECTOR = Line(
    "PLB", "PIPE", DRAIN, "évacuation", "eaux usées", diameter=0.125, material="Fonte", collects=True
)
SMALL = Line("PLB", "PIPE", DRAIN, "évacuation", "eaux usées", diameter=0.1, material="PVC", collects=True)
PUMPED = Line("PLB", "PIPE", DRAIN, "évacuation", "refoulement", diameter=0.08, material="Acier galvanisé")
UP: Vec = (0.0, 0.0, 1.0)
NORTH: Vec = (0.0, 1.0, 0.0)
EAST: Vec = (1.0, 0.0, 0.0)
WEST: Vec = (-1.0, 0.0, 0.0)
FLOOR_DRAINS = [-50.0, -38.0, -23.0, -10.0]  # x of the floor drains of the plant rooms, at y = 12
FALL = 0.01  # metres a metre
WEST_X, EAST_X, SOUTH_X = -34.5, 44.5, -1.0
GALLERY_Y = 20.4


@dataclass(frozen=True)
class Joint:
    """Where a branch comes in: a point of the collector seen from above, the way it opens, its pipe."""

    x: float
    y: float
    out: Vec
    key: str
    branch: Line


@dataclass
class Falling:
    """A collector seen from above, falling from its start."""

    corners: list[tuple[float, float]]
    top: float
    fall: float = FALL
    joints: list[Joint] = field(default_factory=list)

    def z(self, x: float, y: float) -> float:
        """Height of the pipe axis over a point of its line; raises ValueError beside it."""
        gone = 0.0
        for a, b in self._legs():
            along = _along(a, b, x, y)
            if along is not None:
                return self.top - self.fall * (gone + along)
            gone += hypot(b[0] - a[0], b[1] - a[1])
        raise ValueError(f"({x}, {y}) is not on the collector")

    def at(self, x: float, y: float) -> Vec:
        return (x, y, self.z(x, y))

    def stops(self) -> list[Stop]:
        """Corners and joints in the order of the flow."""
        stops: list[Stop] = []
        for a, b in self._legs():
            stops.append(Corner(self.at(*a)))
            here = [(_along(a, b, joint.x, joint.y), joint) for joint in self.joints]
            for _, joint in sorted((pair for pair in here if pair[0]), key=lambda pair: pair[0] or 0.0):
                stops.append(
                    Tee(self.at(joint.x, joint.y), joint.out, joint.key, branch=joint.branch, joins=True)
                )
        return [*stops, Corner(self.at(*self.corners[-1]))]

    def _legs(self) -> list[tuple[tuple[float, float], tuple[float, float]]]:
        return list(zip(self.corners, self.corners[1:], strict=False))


def _along(a: tuple[float, float], b: tuple[float, float], x: float, y: float) -> float | None:
    """How far a point lies along a leg; None when it is not on it."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    span = hypot(dx, dy)
    off = abs((x - a[0]) * dy - (y - a[1]) * dx) / span
    along = ((x - a[0]) * dx + (y - a[1]) * dy) / span
    return along if off < 1e-6 and -1e-6 <= along <= span + 1e-6 else None


@dataclass
class Drains:
    system: System
    waiting: list[Bank] = field(default_factory=list)


def build(book: Book) -> Drains:
    """The drains of one module; the banks come through `collect`."""
    return Drains(book.system("PLB", "EU", "Évacuation des eaux usées", DRAIN))


def collect(book: Book, drains: Drains, banks: list[Bank]) -> None:
    """Lay the collector of one wing and bring its banks to it."""
    if any(bank.key == "bakery" for bank in banks):
        _east(book, drains.system, banks)
    else:
        _west(book, drains.system, banks)


def _west(book: Book, system: System, banks: list[Bank]) -> None:
    """From the toilets to the gallery, along it, and out through the pump room to the street."""
    main = Falling([(WEST_X, 7.6), (WEST_X, GALLERY_Y), (SOUTH_X, GALLERY_Y), (SOUTH_X, -6.0)], top=-0.85)
    for bank in banks:
        main.joints.append(_joint(bank))
    for key, y in (("pump 1", 11.6), ("pump 2", 12.8)):
        main.joints.append(Joint(SOUTH_X, y, EAST, key, PUMPED))
    free = run(book, COLLECTOR, system, main.stops(), end=_manhole(book, system, main, "EU-R-01"))
    for bank in banks:
        _bank_drain(book, system, bank, free[bank.key])
    _sump(book, system, free)


def _joint(bank: Bank) -> Joint:
    """Where a bank of the west wing meets the main collector."""
    y = bank.y(water.FIXTURE_DRAIN)
    if y > GALLERY_Y - 0.5:
        return Joint(WEST_X + (1.4 if bank.floor else 0.8), GALLERY_Y, NORTH, bank.key, SMALL)
    if bank.floor:
        return Joint(WEST_X, 15.5, EAST, bank.key, SMALL)
    return Joint(WEST_X, y, WEST, bank.key, SMALL)


def _manhole(book: Book, system: System, main: Falling, code: str) -> Port:
    x, y = main.corners[-1]
    frame = standing(x, y - 0.6, main.z(x, y) + 2.0)
    item = book.place(
        water.manhole(book), "PLB", frame, code=code, in_room=True, probe=(x, y - 0.6, 0.1), system=system
    )
    return item.port("in")


def _bank_drain(book: Book, system: System, bank: Bank, end: Port) -> None:
    """Under one bank: a falling pipe with a tee below each piece, to the joint of the collector."""
    y = bank.y(water.FIXTURE_DRAIN)
    joint = book.local(end)
    turn_x = joint[0] + (0.9 * end.direction[0] if bank.floor else 0.0)
    low = bank.floor - 0.55 if bank.floor else joint[2]
    order = sorted(range(len(bank.pieces)), key=lambda n: -abs(bank.pieces[n][1] - turn_x))

    def under(n: int) -> Vec:
        x = bank.pieces[n][1]
        return (x, y, low + FALL * abs(x - turn_x))

    head = bank.items[order[0]].port("drain")
    stops: list[Stop] = [Corner(book.local(head)), Corner(under(order[0]))]
    stops += [Tee(under(n), UP, f"piece {n}", joins=True) for n in order[1:]]
    free = run(book, SMALL, system, [*stops, *_way_down(bank, joint, (turn_x, y, low))], start=head, end=end)
    for n in order[1:]:
        drain, tee = bank.items[n].port("drain"), free[f"piece {n}"]
        run(book, SMALL, system, [Corner(book.local(drain)), Corner(book.local(tee))], start=drain, end=tee)
    for item in bank.items:
        book.join(system, item)


def _way_down(bank: Bank, joint: Vec, turn: Vec) -> list[Stop]:
    """From the end of a bank's pipe to the joint: straight, round a corner, or down a stack."""
    if bank.floor:
        foot = (turn[0], turn[1], joint[2])
        aside = (
            [Corner((turn[0], joint[1], joint[2]))]
            if min(abs(turn[i] - joint[i]) for i in (0, 1)) > 0.05
            else []
        )
        return [Corner(turn), Corner(foot), *aside, Corner(joint)]
    return [Corner(joint)] if abs(turn[1] - joint[1]) < 0.05 else [Corner(turn), Corner(joint)]


def _sump(book: Book, system: System, free: dict[str, Port]) -> None:
    """Floor drains of the plant rooms run under the floor to the pit; two pumps lift to the collector."""
    floor = -4.5
    line = Falling([(-50.0, 12.0), (2.2, 12.0)], top=floor - 0.22, fall=0.003)
    inlet = round(line.z(2.2, 12.0) - floor, 4)
    pit = book.place(
        water.sump(book, inlet),
        "PLB",
        standing(3.0, 12.0, floor),
        code="EU-FO-01",
        in_room=True,
        system=system,
    )
    line.joints = [Joint(x, 12.0, UP, f"drain {n}", SMALL) for n, x in enumerate(FLOOR_DRAINS) if n]
    drains = [_floor_drain(book, system, x, n, line) for n, x in enumerate(FLOOR_DRAINS)]
    head = drains[0].port("drain")
    joints = run(
        book, SMALL, system, [Corner(book.local(head)), *line.stops()], start=head, end=pit.port("in")
    )
    for n, item in enumerate(drains[1:], start=1):
        book.connect(item.port("drain"), joints[f"drain {n}"])
    for n, y in ((1, 11.6), (2, 12.8)):
        _lift(book, system, pit.port(f"out {n}"), free[f"pump {n}"], y, n)
    at = standing(3.5, 12.5, floor + 0.06)
    code, kind = "EU-SN-01", water.level_sensor(book)
    level = book.place(kind, "PLB", at, code=code, in_room=True, system=system, psets=fitted(code))
    book.control(level, pit)
    pumps = [item for item in system.members if item.kind and item.kind.predefined == "SUMPPUMP"]
    for n, pump in enumerate(pumps[-2:], start=1):
        code, at = f"EU-REG-0{n}", standing(4.0 + 0.6 * n, 16.85, floor + 1.3)
        words, kind = f"Coffret de la pompe de relevage {n}", water.pump_controller(book)
        probe = (4.6, 16.5, floor + 1.5)
        board = book.place(kind, "PLB", at, words, code=code, in_room=True, psets=fitted(code), probe=probe)
        book.control(board, pump)


def _floor_drain(book: Book, system: System, x: float, n: int, line: Falling) -> Item:
    """A floor drain over the line; the first turns down into it, the others sit on its tees."""
    code, floor = f"EU-S-1{n + 1}", -4.5
    depth = 0.06 if n == 0 else floor - line.z(x, 12.0) - tee_reach(SMALL)
    kind = water.floor_drain(book, round(depth, 4))
    return book.place(
        kind, "PLB", standing(x, 12.0, floor), code=code, system=system, in_room=True, psets=fitted(code)
    )


def _lift(book: Book, system: System, suction: Port, joint: Port, y: float, n: int) -> None:
    """One lifting pump: suction from the pit, check valve, isolating valve, riser to the collector."""
    pump = water.pump(
        book, "Pompe de relevage", "HL-R80", 0.08,
        stand=0.5, carries=DRAIN, predefined="SUMPPUMP", style="pompe relevage", watts=2200.0,
    )  # fmt: skip
    check = water.valve(book, 0.08, carries=DRAIN, predefined="CHECK", style="fonte")
    gate = water.valve(book, 0.08, carries=DRAIN, style="fonte")
    sx, sy, sz = book.local(suction)
    jx, jy, jz = book.local(joint)
    z, words = -4.0, f"de la pompe de relevage {n}"
    stops: list[Stop] = [
        Corner((sx, sy, sz)),
        Corner((sx, sy, z)),
        *([Corner((sx, y, z))] if abs(sy - y) > 0.01 else []),
        Inline((1.5, y, z), pump, f"Pompe de relevage {n}", f"EU-P-0{n}", {"psets": fitted(f"EU-P-0{n}")}),
        Inline((0.8, y, z), check, f"Clapet {words}", f"EU-CL-0{n}", {"psets": fitted(f"EU-CL-0{n}")}),
        Inline((0.3, y, z), gate, f"Vanne {words}", f"EU-V-0{n}", {"psets": fitted(f"EU-V-0{n}")}),
        Corner((-0.2, y, z)),
        Corner((-0.2, y, jz)),
        Corner((jx, jy, jz)),
    ]
    run(book, PUMPED, system, stops, start=suction, end=joint)


def _east(book: Book, system: System, banks: list[Bank]) -> None:
    """The kitchens to a second manhole: one collector from the far sink, the others on its tees."""
    kitchen = next(bank for bank in banks if bank.key == "brasserie")
    bakery = next(bank for bank in banks if bank.key == "bakery")
    y = kitchen.y(water.FIXTURE_DRAIN)
    near, far = sorted(range(2), key=lambda n: kitchen.pieces[n][1])
    main = Falling([(kitchen.pieces[far][1], y), (EAST_X, y), (EAST_X, -6.0)], top=-0.85)
    main.joints = [
        Joint(kitchen.pieces[near][1], y, UP, "near", SMALL),
        Joint(EAST_X, bakery.y(water.FIXTURE_DRAIN), WEST, "bakery", SMALL),
    ]
    head, other = kitchen.items[far].port("drain"), kitchen.items[near].port("drain")
    stops = [Corner(book.local(head)), *main.stops()]
    free = run(book, COLLECTOR, system, stops, start=head, end=_manhole(book, system, main, "EU-R-02"))
    run(
        book,
        SMALL,
        system,
        [Corner(book.local(other)), Corner(book.local(free["near"]))],
        start=other,
        end=free["near"],
    )
    for item in kitchen.items:
        book.join(system, item)
    _bank_drain(book, system, bakery, free["bakery"])
