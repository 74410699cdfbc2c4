"""
The PLB file, cold water: street → meter → booster pumps → loop in the gallery → sanitary ware.

    street ─ V-001 ─ V-002 ─ filter ─ meter ─ check ─┬─ V ─ P-01 ─ V ─┬─▶ loop
                                                     └─ V ─ P-02 ─ V ─┘
"""

from __future__ import annotations

from ifc_samples.station import drainage
from ifc_samples.station.banks import Bank, bank
from ifc_samples.station.book import Book, Item, Kind, Port, System
from ifc_samples.station.catalogue import water
from ifc_samples.station.catalogue.makers import fitted
from ifc_samples.station.frames import Frame, Vec, standing
from ifc_samples.station.runs import Corner, Inline, Line, Stop, Tee, run, tee_kind

COLD = water.COLD
MAIN = Line("PLB", "PIPE", COLD, "eau froide", "eau froide", diameter=0.065, material="Acier galvanisé")
LOOP = Line("PLB", "PIPE", COLD, "eau froide", "eau froide", diameter=0.05, material="Cuivre", two_way=True)
BRANCH = Line("PLB", "PIPE", COLD, "eau froide", "eau froide", diameter=0.032, material="Cuivre")
MAIN_Z, LOOP_Z, LATERAL_Z = -3.8, -1.0, 3.4
DOWN: Vec = (0.0, 0.0, -1.0)
UP: Vec = (0.0, 0.0, 1.0)


def build(book: Book, street: Port | None = None) -> dict[str, Port]:
    """The cold water of one module, from the street (or another module's port); gives the spare branch for the next."""
    system = book.system("PLB", "EFS", "Eau froide sanitaire", COLD)
    drains = drainage.build(book)
    feed = _entrance(book, system, street)
    spare, branches = _loop(book, system, feed)
    for served in (_west_banks(book, system, branches["west"]), _east_banks(book, system, branches["east"])):
        drainage.collect(book, drains, served)
    return {"spare": spare}


def around(start: Vec, to: tuple[float, float]) -> list[Stop]:
    """From the module before to the street entrance of this one: south, along the street, down to (x, z)."""
    x, z = to
    street = -6.0
    return [
        Corner(start),
        Corner((start[0], street, start[2])),
        Corner((x, street, start[2])),
        Corner((x, street, z)),
    ]


def device(kind: Kind, at: Vec, name: str, code: str, **more: object) -> Inline:
    return Inline(at, kind, name, code, {"psets": fitted(code), **more})


def _entrance(book: Book, system: System, street: Port | None) -> Port:
    """Street connection, main valve, meter, two booster pumps side by side; gives the port towards the loop."""
    main = water.valve(book, 0.065)
    x, z = -9.0, MAIN_Z
    stopcock = water.valve(book, 0.065, predefined="STOPCOCK")
    start: Vec = (x, -4.0, z) if street is None else book.local(street)
    lead = [Corner(start)] if street is None else around(start, (x, z))
    tank_line = BRANCH
    free = run(
        book,
        MAIN,
        system,
        [
            *lead,
            device(stopcock, (x, -2.0, z), "Robinet de branchement", "EFS-V-001"),
            device(main, (x, 7.9, z), "Vanne générale", "EFS-V-002"),
            device(water.filter_(book, 0.065), (x, 8.7, z), "Filtre général", "EFS-FIL-01"),
            device(water.meter(book, 0.065), (x, 9.5, z), "Compteur général", "EFS-CPT-01"),
            device(water.valve(book, 0.065, predefined="CHECK"), (x, 10.3, z), "Clapet général", "EFS-CL-01"),
            Tee((x, 11.2, z), (1.0, 0.0, 0.0), "second pump"),
            device(main, (x, 11.8, z), "Vanne amont pompe 1", "EFS-V-003"),
            device(_booster(book), (x, 12.7, z), "Pompe de surpression 1", "EFS-P-01"),
            device(main, (x, 13.6, z), "Vanne aval pompe 1", "EFS-V-004"),
            Tee((x, 14.3, z), (1.0, 0.0, 0.0), "from second pump", joins=True),
            Tee((x, 14.9, z), (-1.0, 0.0, 0.0), "vessel", branch=tank_line),
            Corner((x, 15.6, z)),
            Corner((x, 15.6, LOOP_Z)),
            Corner((x, 18.2 - 0.045, LOOP_Z)),
        ],
        start=street,
    )
    side = x + 1.8
    run(
        book,
        MAIN,
        system,
        [
            Corner(book.local(free["second pump"])),
            Corner((side, 11.2, z)),
            device(main, (side, 11.8, z), "Vanne amont pompe 2", "EFS-V-005"),
            device(_booster(book), (side, 12.7, z), "Pompe de surpression 2", "EFS-P-02"),
            device(main, (side, 13.6, z), "Vanne aval pompe 2", "EFS-V-006"),
            Corner((side, 14.3, z)),
            Corner(book.local(free["from second pump"])),
        ],
        start=free["second pump"],
        end=free["from second pump"],
    )
    _vessel(book, system, free["vessel"])
    return free["end"]


def _booster(book: Book) -> Kind:
    return water.pump(book, "Pompe de surpression", "HL-65", 0.065, stand=4.5 + MAIN_Z, watts=4000.0)


def _vessel(book: Book, system: System, feed: Port) -> None:
    x, y = -10.9, 14.9
    frame = Frame((x, y, -4.5))
    tank = book.place(
        water.vessel(book), "PLB", frame, code="EFS-BAL-01", system=system, psets=fitted("EFS-BAL-01")
    )
    top = book.local(tank.port("in"))
    over = top[2] + 0.5
    run(
        book,
        BRANCH,
        system,
        [
            Corner(book.local(feed)),
            Corner((x + 0.7, y, MAIN_Z)),
            Corner((x + 0.7, y, over)),
            Corner((x, y, over)),
            Corner(top),
        ],
        start=feed,
        end=tank.port("in"),
    )


def _loop(book: Book, system: System, feed: Port) -> tuple[Port, dict[str, Port]]:
    """The loop under the ceiling of the gallery, cut into sections by isolating valves."""
    joint = book.place(
        tee_kind(book, LOOP, LOOP, joins=True),
        "PLB",
        Frame((-9.0, 18.2, LOOP_Z), (1.0, 0.0, 0.0), DOWN),
        system=system,
    )
    book.connect(feed, joint.port("branch"))
    gate = water.valve(book, 0.05, two_way=True)
    south, north, z = 18.2, 19.8, LOOP_Z
    stops = [
        Corner(book.local(joint.port("out"))),
        device(gate, (-7.6, south, z), "Vanne de boucle sud-est", "EFS-V-010"),
        Tee((1.0, south, z), DOWN, "pump room tap", branch=BRANCH),
        Corner((4.5, south, z)),
        Corner((4.5, north, z)),
        Tee((2.0, north, z), (0.0, 1.0, 0.0), "east", branch=BRANCH),
        device(gate, (-4.0, north, z), "Vanne de boucle nord-est", "EFS-V-011"),
        Tee((-12.0, north, z), (0.0, 1.0, 0.0), "spare"),
        device(gate, (-30.0, north, z), "Vanne de boucle nord-ouest", "EFS-V-012"),
        Corner((-52.0, north, z)),
        Corner((-52.0, south, z)),
        Tee((-41.7, south, z), UP, "west", branch=BRANCH),
        device(gate, (-39.0, south, z), "Vanne de boucle ouest", "EFS-V-013"),
        Tee((-32.0, south, z), DOWN, "plant tap", branch=BRANCH),
        device(gate, (-10.6, south, z), "Vanne de boucle sud-ouest", "EFS-V-014"),
        Corner(book.local(joint.port("in"))),
    ]
    free = run(book, LOOP, system, stops, start=joint.port("out"), end=joint.port("in"))
    for key, code in (("pump room tap", "EFS-RP-01"), ("plant tap", "EFS-RP-02")):
        _tap(book, system, free[key], code)
    return free["spare"], {"west": free["west"], "east": free["east"]}


def _tap(book: Book, system: System, feed: Port, code: str) -> None:
    """A hose tap 1.2 m above the gallery floor."""
    x, y, _ = book.local(feed)
    kind = water.valve(book, 0.032, predefined="DRAWOFFCOCK")
    stops = [
        Corner(book.local(feed)),
        device(kind, (x, y, -2.4), "Robinet de puisage", code),
        Corner((x, y, -3.1)),
    ]
    run(book, BRANCH, system, stops, start=feed)


def _west_banks(book: Book, system: System, feed: Port) -> list[Bank]:
    """Toilets of the west wing and the offices, from one riser."""
    x, y, _ = book.local(feed)
    gate = water.valve(book, 0.032)
    stops = [
        Corner(book.local(feed)),
        device(gate, (x, y, 0.9), "Vanne de colonne ouest", "EFS-V-101"),
        Tee((x, y, LATERAL_Z), (0.0, -1.0, 0.0), "south"),
        Tee((x, y, LATERAL_Z + 0.3), (0.0, 1.0, 0.0), "north"),
        Corner((x, y, 7.6)),
        Tee((-39.0, y, 7.6), (0.0, -1.0, 0.0), "office basins"),
        Corner((-36.6, y, 7.6)),
        Corner((-36.6, 21.75, 7.6)),
    ]
    free = run(book, BRANCH, system, stops, start=feed)
    z = LATERAL_Z
    lateral = [
        Corner(book.local(free["south"])),
        Tee((x, 17.75, z), DOWN, "men wc"),
        Tee((x, 13.25, z), DOWN, "men basins"),
        Tee((x, 12.75, z), DOWN, "women wc"),
        Tee((x, 8.85, z), (-1.0, 0.0, 0.0), "agents"),
        Corner((x, 8.25, z)),
        Corner((x, 8.25, z - 0.4)),
    ]
    free["office wc"] = free["end"]
    free |= run(book, BRANCH, system, lateral, start=free["south"])
    free["women basins"] = free["end"]
    free["access"] = run(
        book,
        BRANCH,
        system,
        [Corner(book.local(free["north"])), Corner((x, 21.75, z + 0.3)), Corner((x, 21.75, z - 0.4))],
        start=free["north"],
    )["end"]
    office = [
        Corner(book.local(free["office basins"])),
        Corner((-39.0, 12.25, 7.6)),
        Corner((-36.6, 12.25, 7.6)),
        Corner((-36.6, 12.25, 7.2)),
    ]
    free["office basins"] = run(book, BRANCH, system, office, start=free["office basins"])["end"]
    wc, basin, urinal = water.toilet(book), water.basin(book), water.urinal(book)
    make = [
        Bank(
            "women basins",
            8.2,
            -1,
            0.0,
            [(basin, -40.4), (basin, -39.2), (basin, -38.0)],
            "EFS-V-111",
            "SF-LAV",
        ),
        Bank("women wc", 12.8, 1, 0.0, [(wc, -40.4), (wc, -39.2), (wc, -38.0)], "EFS-V-112", "SF-WC"),
        Bank("men basins", 13.2, -1, 0.0, [(basin, -40.4), (basin, -39.2)], "EFS-V-113", "SH-LAV"),
        Bank(
            "men wc",
            17.8,
            1,
            0.0,
            [(wc, -40.4), (wc, -39.2), (urinal, -38.2), (urinal, -37.4)],
            "EFS-V-114",
            "SH-WC",
        ),
        Bank("access", 21.8, 1, 0.0, [(wc, -40.2), (basin, -38.6)], "EFS-V-115", "SP-SAN"),
        Bank("agents", 8.9, 1, 0.0, [(water.sink(book), -44.2)], "EFS-V-116", "LA-EV", going=-1),
        Bank("office wc", 21.8, 1, 4.5, [(wc, -35.9), (wc, -34.9)], "EFS-V-121", "SA-WC"),
        Bank("office basins", 12.2, -1, 4.5, [(basin, -35.9), (basin, -34.9)], "EFS-V-122", "SA-LAV"),
    ]
    free["agents"] = _drop(book, system, free["agents"], -42.4)
    for planned in make:
        bank(book, BRANCH, system, planned, free[planned.key])
    return make


def _drop(book: Book, system: System, feed: Port, x: float) -> Port:
    """From a lateral sideways, then down."""
    _, y, z = book.local(feed)
    return run(
        book,
        BRANCH,
        system,
        [Corner(book.local(feed)), Corner((x, y, z)), Corner((x, y, z - 0.4))],
        start=feed,
    )["end"]


def _motorised(book: Book, valve: Item) -> None:
    """The shops' valve is closed from the supervision room at night."""
    code, (x, y, z) = "EFS-AC-01", valve.frame.origin
    drive = book.place(
        water.actuator(book), "PLB", standing(x, y, z + 0.1), code=code, in_room=True, psets=fitted(code)
    )
    book.control(drive, valve)


def _east_banks(book: Book, system: System, feed: Port) -> list[Bank]:
    """The bakery and the brasserie, fed under the concourse."""
    gate = water.valve(book, 0.032)
    z = LATERAL_Z + 0.2
    stops = [
        Corner(book.local(feed)),
        device(gate, (2.0, 20.5, LOOP_Z), "Vanne des commerces", "EFS-V-201"),
        Corner((2.0, 23.2, LOOP_Z)),
        Corner((31.7, 23.2, LOOP_Z)),
        Corner((31.7, 21.5, LOOP_Z)),
        Corner((31.7, 21.5, z)),
        Tee((31.7, 20.4, z), (1.0, 0.0, 0.0), "brasserie"),
        Corner((31.7, 10.75, z)),
        Corner((31.7, 10.75, z - 0.5)),
    ]
    free = run(book, BRANCH, system, stops, start=feed)
    _motorised(book, next(item for item in reversed(system.members) if item.named("EFS-V-201")))
    bar = [
        Corner(book.local(free["brasserie"])),
        Corner((44.6, 20.4, z)),
        Corner((44.6, 21.75, z)),
        Corner((44.6, 21.75, z - 0.5)),
    ]
    free["brasserie"] = run(book, BRANCH, system, bar, start=free["brasserie"])["end"]
    free["bakery"] = free["end"]
    sink = water.sink(book)
    make = [
        Bank("bakery", 10.8, 1, 0.0, [(sink, 30.4)], "EFS-V-211", "BO-EV", going=-1),
        Bank("brasserie", 21.8, 1, 0.0, [(sink, 46.0), (sink, 47.6)], "EFS-V-212", "BR-EV"),
    ]
    for planned in make:
        bank(book, BRANCH, system, planned, free[planned.key])
    return make
