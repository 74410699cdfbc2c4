"""
The CVC file: one air handling unit in the basement, its ducts to the hall, the rooms and the offices, its water side.

    fresh air ─▶ CTA-01 ─▶ silencer ─▶ fire damper ─┬─▶ hall nozzles
    chiller ─ P-01 ─▶ cold coil │                   └─▶ rooms, offices
    exchanger ─ P-02 ─▶ hot coil │◀─ VE-01 ◀─ toilets
"""

from __future__ import annotations

from ifc_samples.station import thermal
from ifc_samples.station.book import Book, Item, Kind, Port, PortPlan, System
from ifc_samples.station.catalogue import air, water
from ifc_samples.station.catalogue.makers import fitted
from ifc_samples.station.equipment import coded, device
from ifc_samples.station.frames import Frame, Vec, add, standing, times
from ifc_samples.station.runs import Corner, Line, Stop, Tee, run
from ifc_samples.station.solids import Part, box, rod

ROOMS_SIDE, EXTRACT_SIDE = 0.4, 0.42  # square, so that a riser may turn either way without a twist
SUPPLY = Line(
    "CVC", "DUCT", air.SUPPLY, "air soufflé", "soufflage", width=0.8, height=0.5, material="Acier galvanisé"
)
ROOMS = Line(
    "CVC",
    "DUCT",
    air.SUPPLY,
    "air soufflé",
    "soufflage",
    width=ROOMS_SIDE,
    height=ROOMS_SIDE,
    material="Acier galvanisé",
)
HALL = Line("CVC", "DUCT", air.SUPPLY, "air soufflé", "soufflage", diameter=0.5, material="Acier galvanisé")
ROUND = Line("CVC", "DUCT", air.SUPPLY, "air soufflé", "soufflage", diameter=0.2, material="Acier galvanisé")
NOZZLE = Line(
    "CVC", "DUCT", air.SUPPLY, "air soufflé", "soufflage", diameter=0.25, material="Acier galvanisé"
)
EXTRACT = Line(
    "CVC",
    "DUCT",
    air.EXTRACT,
    "air repris",
    "extraction",
    width=EXTRACT_SIDE,
    height=EXTRACT_SIDE,
    material="Acier galvanisé",
    collects=True,
)
EXTRACT_ROUND = Line(
    "CVC",
    "DUCT",
    air.EXTRACT,
    "air repris",
    "extraction",
    diameter=0.2,
    material="Acier galvanisé",
    collects=True,
)
OUTSIDE = Line(
    "CVC", "DUCT", air.EXTRACT, "air repris", "rejet", width=0.8, height=0.5, material="Acier galvanisé"
)
FRESH = Line(
    "CVC", "DUCT", air.SUPPLY, "air soufflé", "air neuf", width=0.8, height=0.5, material="Acier galvanisé"
)
DOWN: Vec = (0.0, 0.0, -1.0)
UP: Vec = (0.0, 0.0, 1.0)
SOUTH: Vec = (0.0, -1.0, 0.0)
NORTH: Vec = (0.0, 1.0, 0.0)
EAST: Vec = (1.0, 0.0, 0.0)
DUCT_Z = -1.55


def build(book: Book, heat: Port | None = None) -> dict[str, Port]:
    """Ventilation of one module; the heat comes from the network (or the module before); gives the next one's heat."""
    supply = book.system("CVC", "CVC-SOU", "Soufflage de la centrale d'air", air.SUPPLY)
    extract = book.system("CVC", "CVC-EXT", "Extraction", air.EXTRACT)
    unit = coded(
        book,
        "CVC",
        air.handling_unit(book),
        (-38.0, 8.2, -4.5),
        "CVC-CTA-01",
        supply,
        name="Centrale de traitement d'air",
    )
    book.join(extract, unit)
    _supply(book, supply, unit)
    _extract(book, extract, unit)
    _outside(book, supply, extract, unit)
    thermal.chilled(book, unit)
    spare = thermal.heating(book, unit, heat)
    _controls(book, supply, unit)
    return {"spare": spare}


# ── air ───────────────────────────────────────────────────────────────────────


def _supply(book: Book, system: System, unit: Item) -> None:
    """Up from the unit, along the gallery, west to the rooms and offices, east to the hall."""
    start = unit.port("supply")
    x, y, z = book.local(start)
    stops: list[Stop] = [
        Corner((x, y, z)),
        Corner((x, y, DUCT_Z)),
        device(
            air.silencer(book, 0.8, 0.5, air.SUPPLY),
            (x, 11.0, DUCT_Z),
            "Piège à son de soufflage",
            "CVC-PS-01",
        ),
        device(
            air.fire_damper(book, 0.8, 0.5, air.SUPPLY),
            (x, 16.9, DUCT_Z),
            "Clapet coupe-feu galerie",
            "CVC-CCF-01",
        ),
        Tee((x, 17.95, DUCT_Z), (-1.0, 0.0, 0.0), "west", branch=ROOMS),
        Corner((x, 19.5, DUCT_Z)),
        Corner((-24.4, 19.5, DUCT_Z)),
        Corner((-24.4, 19.5, 0.9)),
    ]
    free = run(book, SUPPLY, system, stops, start=start)
    _hall_duct(book, system, free["end"])
    _room_ducts(book, system, free["west"])


def _hall_duct(book: Book, system: System, feed: Port) -> None:
    """A round duct along the west side of the hall with jet nozzles."""
    x, y, z = book.local(feed)
    reducer = _reducer(book, SUPPLY, HALL)
    item = book.place(reducer, "CVC", Frame((x, y, z), UP, (1.0, 0.0, 0.0)), system=system)
    book.connect(feed, item.port("in"))
    high, hall_x = 5.6, -19.3
    ys = [16.5, 14.0, 11.5, 9.0, 6.5, 4.0]
    stops: list[Stop] = [
        Corner(book.local(item.port("out"))),
        Corner((x, y, high)),
        Corner((hall_x, y, high)),
    ]
    stops += [Tee((hall_x, at, high), EAST, f"nozzle {n}", branch=NOZZLE) for n, at in enumerate(ys)]
    stops += [Corner((hall_x, 2.0, high)), Corner((hall_x, 2.0, high - 0.9))]
    free = run(book, HALL, system, stops, start=item.port("out"))
    for n in range(len(ys)):
        code = f"CVC-BL-{n + 1:02d}"
        port = free[f"nozzle {n}"]
        nozzle = book.place(
            air.nozzle(book),
            "CVC",
            standing(*book.local(port)),
            code=code,
            system=system,
            psets=fitted(code),
            storey="N0",
        )
        book.connect(port, nozzle.port("in"))
    end = book.local(free["end"])
    _terminal(book, system, free["end"], end, "CVC-DA-01", air.SUPPLY)


def _upwards(at: Vec) -> Frame:
    return Frame(at, UP, (0.0, -1.0, 0.0))


def _reducer(book: Book, big: Line, small: Line) -> Kind:
    """From a rectangular duct to a round one, along x; the big end is the inlet."""
    parts: tuple[Part, ...] = (
        box(big.style, 0.0, -big.width / 2, -big.height / 2, 0.15, big.width / 2, big.height / 2),
        rod(big.style, (0.15, 0, 0), (0.4, 0, 0), (small.diameter or 0.2) / 2),
    )
    ports = (
        PortPlan("in", (0.0, 0.0, 0.0), (-1.0, 0.0, 0.0), "SINK", "DUCT", big.carries),
        PortPlan("out", (0.4, 0.0, 0.0), (1.0, 0.0, 0.0), "SOURCE", "DUCT", big.carries),
    )
    return water.keep(
        book,
        Kind(
            f"reducer/{big.label}/{small.label}",
            "IfcDuctFitting",
            f"Réduction {big.label} – {small.label}",
            "TRANSITION",
            parts,
            ports,
            material=big.material,
        ),
    )


def _room_ducts(book: Book, system: System, feed: Port) -> None:
    """A riser beside the service stair: one branch under the ceiling of N0, one along the corridor of N+1."""
    _, y, z = book.local(feed)
    x = -43.0
    tees = [Tee((at, 11.3, 7.45), SOUTH, f"office {n}", branch=ROUND) for n, at in enumerate(OFFICES_SOUTH)]
    tees += [Tee((at, 11.3, 7.45), NORTH, f"back {n}", branch=ROUND) for n, at in enumerate(OFFICES_NORTH)]
    stops: list[Stop] = [
        Corner(book.local(feed)),
        device(
            air.fire_damper(book, ROOMS_SIDE, ROOMS_SIDE, air.SUPPLY),
            (-41.0, y, z),
            "Clapet coupe-feu colonne",
            "CVC-CCF-02",
        ),
        Corner((x, y, z)),
        Tee((x, y, 3.5), SOUTH, "ground"),
        Corner((x, y, 7.45)),
        Corner((x, 11.3, 7.45)),
        *sorted(tees, key=lambda tee: tee.at[0]),
        Corner((-23.4, 11.3, 7.45)),
        Corner((-23.4, 11.3, 6.9)),
    ]
    free = run(book, ROOMS, system, stops, start=feed)
    for n, _ in enumerate(OFFICES_SOUTH):
        _branch(book, system, free[f"office {n}"], 5.0, f"CVC-DA-3{n + 1}")
    for n, _ in enumerate(OFFICES_NORTH):
        _branch(book, system, free[f"back {n}"], 16.5, f"CVC-DA-4{n + 1}")
    _open_end(book, system, free["end"], "CVC-DA-51")
    _ground(book, system, free["ground"])


OFFICES_SOUTH = [-39.5, -34.0, -28.5, -25.0]
OFFICES_NORTH = [-38.4, -32.8, -27.0]


def _open_end(book: Book, system: System, port: Port, code: str) -> None:
    """A rectangular duct ends in a reducer and a terminal."""
    reducer = _reducer(book, ROOMS, ROUND)
    item = book.place(reducer, "CVC", Frame(book.local(port), DOWN, (0.0, 1.0, 0.0)), system=system)
    book.connect(port, item.port("in"))
    _terminal(book, system, item.port("out"), book.local(item.port("out")), code, air.SUPPLY)


def _branch(book: Book, system: System, feed: Port, y: float, code: str) -> None:
    """A round duct sideways, then down to its terminal."""
    x, _, z = book.local(feed)
    free = run(
        book,
        ROUND,
        system,
        [Corner(book.local(feed)), Corner((x, y, z)), Corner((x, y, z - 0.45))],
        start=feed,
    )
    _terminal(book, system, free["end"], book.local(free["end"]), code, air.SUPPLY)


def _terminal(book: Book, system: System, port: Port, at: Vec, code: str, carries: str) -> None:
    item = book.place(
        air.diffuser(book, carries),
        "CVC",
        standing(*at),
        code=code,
        system=system,
        psets=fitted(code),
        probe=add(at, (0.0, 0.0, -0.1)),
    )
    book.connect(port, item.port("in"))


def _ground(book: Book, system: System, feed: Port) -> None:
    """Under the ceiling of the west wing, over the toilets and the waiting room."""
    x, _, z = book.local(feed)
    y = 9.8
    xs = [-40.0, -37.0, -31.0, -28.0, -25.0]
    stops: list[Stop] = [
        Corner(book.local(feed)),
        device(
            air.fire_damper(book, ROOMS_SIDE, ROOMS_SIDE, air.SUPPLY),
            (x, 14.0, z),
            "Clapet coupe-feu rez-de-chaussée",
            "CVC-CCF-03",
        ),
        Corner((x, y, z)),
        *[Tee((at, y, z), SOUTH, f"room {n}", branch=ROUND) for n, at in enumerate(xs)],
        Corner((-22.4, y, z)),
        Corner((-22.4, y, z - 0.5)),
    ]
    free = run(book, ROOMS, system, stops, start=feed)
    for n, at in enumerate(xs):
        _branch(book, system, free[f"room {n}"], 8.8 if at < -33 else 4.5, f"CVC-DA-1{n + 1}")
    _open_end(book, system, free["end"], "CVC-DA-21")


def _extract(book: Book, system: System, unit: Item) -> None:
    """From the toilets down to the unit, through a fan."""
    x, z, low = -35.9, 3.45, -1.1
    into = unit.port("extract")
    ex, ey, _ = book.local(into)
    first = coded(book, "CVC", air.diffuser(book, air.EXTRACT), (x, 20.6, z - 0.75), "CVC-BE-01", system)
    reducer = _widener(book)
    wide = book.place(reducer, "CVC", _upwards(book.local(first.port("out"))), system=system)
    book.connect(first.port("out"), wide.port("in"))
    stops: list[Stop] = [
        Corner(book.local(wide.port("out"))),
        Corner((x, 20.6, z)),
        *[Tee((x, y, z), EAST, f"grille {n}", branch=EXTRACT_ROUND) for n, y in enumerate((16.0, 11.5))],
        Corner((x, 9.4, z)),
        device(
            air.fire_damper(book, EXTRACT_SIDE, EXTRACT_SIDE, air.EXTRACT),
            (x, 9.4, -0.25),
            "Clapet coupe-feu extraction",
            "CVC-CCF-04",
        ),
        Corner((x, 9.4, low)),
        device(
            air.fan(book, 0.4, EXTRACT_SIDE, EXTRACT_SIDE),
            (x - 1.3, 9.4, low),
            "Ventilateur d'extraction",
            "CVC-VE-01",
        ),
        Corner((ex, 9.4, low)),
        Corner((ex, ey, low)),
        Corner(book.local(into)),
    ]
    free = run(book, EXTRACT, system, stops, start=wide.port("out"), end=into)
    for n, y in enumerate((16.0, 11.5)):
        code = f"CVC-BE-0{n + 2}"
        tee = free[f"grille {n}"]
        at = (x + 1.2, y, z - 0.4)
        grille = coded(book, "CVC", air.diffuser(book, air.EXTRACT), at, code, system)
        run(
            book,
            EXTRACT_ROUND,
            system,
            [Corner(at), Corner((at[0], y, z)), Corner(book.local(tee))],
            start=grille.port("out"),
            end=tee,
        )


def _widener(book: Book) -> Kind:
    """From a round duct to a rectangular one, along x; the round end is the inlet."""
    parts = (
        rod(EXTRACT.style, (0, 0, 0), (0.1, 0, 0), 0.1),
        box(
            EXTRACT.style, 0.1, -EXTRACT_SIDE / 2, -EXTRACT_SIDE / 2, 0.22, EXTRACT_SIDE / 2, EXTRACT_SIDE / 2
        ),
    )
    ports = (
        PortPlan("in", (0.0, 0.0, 0.0), (-1.0, 0.0, 0.0), "SINK", "DUCT", air.EXTRACT),
        PortPlan("out", (0.22, 0.0, 0.0), (1.0, 0.0, 0.0), "SOURCE", "DUCT", air.EXTRACT),
    )
    return water.keep(
        book,
        Kind(
            "widener", "IfcDuctFitting", "Évasement", "TRANSITION", parts, ports, material="Acier galvanisé"
        ),
    )


def _outside(book: Book, supply: System, extract: System, unit: Item) -> None:
    """Fresh air and rejected air, to two louvre towers on the forecourt."""
    out = unit.port("exhaust")
    x, y, z = book.local(out)
    tower = coded(
        book,
        "CVC",
        air.louvre(book, air.EXTRACT),
        (x, -4.0, -0.02),
        "CVC-ER-01",
        extract,
        probe=(x, -4.0, 0.3),
    )
    run(
        book,
        OUTSIDE,
        extract,
        [Corner((x, y, z)), Corner((x, y, -1.6)), Corner((x, -4.0, -1.6)), Corner((x, -4.0, -0.02))],
        start=out,
        end=tower.port("in"),
    )
    into = unit.port("fresh")
    fx, fy, fz = book.local(into)
    at = (fx - 2.6, -4.0, -0.02)
    tower = coded(
        book, "CVC", air.louvre(book, air.SUPPLY), at, "CVC-EP-01", supply, probe=add(at, (0.0, 0.0, 0.3))
    )
    port = tower.port("out")
    px, py, pz = book.local(port)
    run(
        book,
        FRESH,
        supply,
        [Corner((px, py, pz)), Corner((px, py, fz)), Corner((px, fy, fz)), Corner((fx, fy, fz))],
        start=port,
        end=into,
    )


# ── controls ──────────────────────────────────────────────────────────────────

SENSORS = [
    (-20.75, 12.0, 1.5, 90.0),
    (-28.0, 10.88, 1.5, 0.0),
    (-30.0, 0.25, 6.0, 180.0),
    (-48.0, 0.25, 6.0, 180.0),
    (48.0, 21.75, 1.5, 0.0),
]
SPLITS = [
    (-50.0, 8.85, 7.2, 0.0, "CVC-CL-01"),
    (-50.0, 13.85, 2.6, 0.0, "CVC-CL-02"),
    (-23.0, 6.85, -1.4, 0.0, "CVC-CL-03"),
]


def _controls(book: Book, system: System, unit: Item) -> None:
    for n, (x, y, z, turn) in enumerate(SENSORS):
        frame = standing(x, y, z, turn)
        code = f"CVC-ST-{n + 1:02d}"
        book.place(
            air.room_sensor(book),
            "CVC",
            frame,
            code=code,
            probe=add(frame.origin, times(frame.y, -0.2)),
            psets=fitted(code),
            system=system,
        )
    for x, y, z, turn, code in SPLITS:
        coded(book, "CVC", air.split_unit(book), (x, y, z), code, system, turn=turn)
    board = coded(
        book,
        "CVC",
        air.controller(book),
        (-32.0, 5.15, -3.2),
        "CVC-GTB-01",
        system,
        turn=180.0,
        probe=(-32.0, 5.4, -3.0),
    )
    book.control(board, unit)
