"""
The INC file: street → valves → riser → hose reels of the hall and the offices, sprinklers in the basement, hydrant.

    street ─ V-001 ─ V-002 ─ check ─┬─ V-003 ─▶ sprinklers of the gallery
                                    └─ V-004 ─▶ hose reels
"""

from __future__ import annotations

from ifc_samples.station.book import Book, Item, Kind, Port, System
from ifc_samples.station.catalogue import fire, water
from ifc_samples.station.catalogue.makers import fitted
from ifc_samples.station.frames import Vec, standing
from ifc_samples.station.plumbing import around
from ifc_samples.station.runs import Corner, Inline, Line, Stop, Tee, run

FIRE = fire.FIRE
MAIN = Line("INC", "PIPE", FIRE, "incendie", "incendie", diameter=0.1, material="Acier peint")
BRANCH = Line("INC", "PIPE", FIRE, "incendie", "incendie", diameter=0.05, material="Acier peint")
DROP = Line("INC", "PIPE", FIRE, "incendie", "incendie", diameter=0.025, material="Acier peint")
DOWN: Vec = (0.0, 0.0, -1.0)
NORTH: Vec = (0.0, 1.0, 0.0)
EAST: Vec = (1.0, 0.0, 0.0)


def build(book: Book, street: Port | None = None) -> dict[str, Port]:
    """The fire water of one module; gives the spare branch for the next."""
    system = book.system("INC", "INC", "Eau d'incendie", FIRE)
    free = _entrance(book, system, street)
    _sprinklers(book, system, free["sprinklers"])
    _reels(book, system, free["reels"])
    _hydrant(book, system, free["hydrant"])
    _alarms(book)
    return {"spare": free["spare"]}


def _device(kind: Kind, at: Vec, name: str, code: str) -> Inline:
    return Inline(at, kind, name, code, {"psets": fitted(code)})


def _gate(book: Book, dn: float, predefined: str = "ISOLATING") -> Kind:
    return water.valve(book, dn, carries=FIRE, predefined=predefined, style="incendie")


def _entrance(book: Book, system: System, street: Port | None) -> dict[str, Port]:
    x, z = -12.0, -3.5
    start: Vec = (x, -4.0, z) if street is None else book.local(street)
    lead = [Corner(start)] if street is None else around(start, (x, z))
    stops: list[Stop] = [
        *lead,
        Tee((x, -3.0, z), (-1.0, 0.0, 0.0), "hydrant"),
        _device(_gate(book, 0.1, "STOPCOCK"), (x, -1.8, z), "Vanne de branchement incendie", "INC-V-001"),
        _device(_gate(book, 0.1), (x, 1.2, z), "Vanne générale incendie", "INC-V-002"),
        _device(_gate(book, 0.1, "CHECK"), (x, 2.2, z), "Clapet incendie", "INC-CL-01"),
        Tee((x, 3.2, z), EAST, "reels", branch=BRANCH),
        _device(_gate(book, 0.1), (x, 4.2, z), "Vanne du poste sprinkler", "INC-V-003"),
        Corner((x, 5.4, z)),
        Corner((x, 5.4, -0.8)),
        Tee((x, 6.2, -0.8), EAST, "spare"),
        Corner((x, 19.0, -0.8)),
        Corner((x - 0.8, 19.0, -0.8)),
    ]
    free = run(book, MAIN, system, stops, start=street)
    free["sprinklers"] = free["end"]
    code = "INC-AL-01"
    book.place(
        fire.flow_switch(book), "INC", standing(x, 4.7, z), code=code, system=system, psets=fitted(code)
    )
    return free


def _sprinklers(book: Book, system: System, feed: Port) -> None:
    """A row of heads along the gallery, one every 3 m."""
    x0, y, z = book.local(feed)
    xs = [-15.0 - 3.0 * n for n in range(13)]
    stops: list[Stop] = [
        Corner((x0, y, z)),
        *[Tee((x, y, z), DOWN, f"head {n}", branch=DROP) for n, x in enumerate(xs[:-1])],
    ]
    stops += [Corner((xs[-1], y, z)), Corner((xs[-1], y, z - 0.3))]
    free = run(book, MAIN, system, stops, start=feed)
    for n, x in enumerate(xs):
        code = f"INC-SP-{n + 1:02d}"
        port = free.get(f"head {n}", free["end"])
        if f"head {n}" in free:
            port = run(book, DROP, system, [Corner(book.local(port)), Corner((x, y, z - 0.3))], start=port)[
                "end"
            ]
        head = book.place(
            fire.sprinkler(book), "INC", standing(x, y, z - 0.3), code=code, system=system, psets=fitted(code)
        )
        book.connect(port, head.port("in"))


# x, y of the wall, turn, floor, code
REELS = [
    (-20.6, 4.0, 90.0, 0.0, "INC-RIA-01"),
    (20.6, 4.0, -90.0, 0.0, "INC-RIA-02"),
    (-24.0, 9.15, 180.0, 4.5, "INC-RIA-03"),
    (-46.0, 9.15, 180.0, 4.5, "INC-RIA-04"),
]


def _reels(book: Book, system: System, feed: Port) -> None:
    """From the fire room under the hall floor, up beside the hall walls, on to the offices."""
    reels = [_reel(book, system, *reel) for reel in REELS]
    inlets = [reel.port("in") for reel in reels]
    fx, fy, fz = book.local(feed)
    at = [book.local(inlet) for inlet in inlets]
    low = -0.75
    stops: list[Stop] = [
        Corner((fx, fy, fz)),
        _device(_gate(book, 0.05), (fx + 0.6, fy, fz), "Vanne des RIA", "INC-V-004"),
        Corner((fx + 1.4, fy, fz)),
        Corner((fx + 1.4, fy, low)),
        Tee((fx + 1.4, at[0][1], low), EAST, "east"),
        Corner((fx + 1.4, at[0][1] + 0.5, low)),
        Corner((at[0][0], at[0][1] + 0.5, low)),
        Corner((at[0][0], at[0][1] + 0.5, 2.6)),
        Tee((at[0][0], at[0][1], 2.6), DOWN, "reel 1", branch=DROP),
        Corner((at[0][0], 2.4, 2.6)),
        Corner((at[0][0], 2.4, 7.4)),
        Corner((at[0][0], at[2][1], 7.4)),
        Tee((at[2][0], at[2][1], 7.4), DOWN, "reel 3", branch=DROP),
        Corner((at[3][0], at[3][1], 7.4)),
        Corner(at[3]),
    ]
    free = run(book, BRANCH, system, stops, start=feed, end=inlets[3])
    for key, n in (("reel 1", 0), ("reel 3", 2)):
        run(
            book, DROP, system, [Corner(book.local(free[key])), Corner(at[n])], start=free[key], end=inlets[n]
        )
    ex, ey, ez = book.local(free["east"])
    far = [Corner((ex, ey, ez)), Corner((at[1][0], ey, ez)), Corner((at[1][0], ey, ez + 0.3))]
    up = [
        Corner((at[1][0], ey - 0.6, ez)),
        Corner((at[1][0], ey - 0.6, 2.6)),
        Corner((at[1][0], at[1][1], 2.6)),
        Corner(at[1]),
    ]
    run(book, BRANCH, system, [*far[:2], *up], start=free["east"], end=inlets[1])


def _reel(book: Book, system: System, x: float, y: float, turn: float, floor: float, code: str) -> Item:
    frame = standing(x, y, floor, turn)
    probe = frame.point((0.0, -0.3, 1.0))
    return book.place(
        fire.hose_reel(book), "INC", frame, code=code, probe=probe, system=system, psets=fitted(code)
    )


def _hydrant(book: Book, system: System, feed: Port) -> None:
    x, y, z = book.local(feed)
    code = "INC-PI-01"
    item = book.place(
        fire.hydrant(book), "INC", standing(-17.0, -22.0, 0.0), code=code, system=system, psets=fitted(code)
    )
    gate = _device(_gate(book, 0.1), (x - 1.0, y, z), "Vanne du poteau d'incendie", "INC-V-005")
    stops: list[Stop] = [
        Corner((x, y, z)),
        gate,
        Corner((-17.0, y, z)),
        Corner((-17.0, -22.0, z)),
        Corner((-17.0, -22.0, 0.0)),
    ]
    run(book, MAIN, system, stops, start=feed, end=item.port("in"))


# x, y, z, turn
CALL_POINTS = [
    (-20.7, 2.0, 1.3, 90),
    (20.7, 2.0, 1.3, -90),
    (-20.7, 20.0, 1.3, 90),
    (20.7, 20.0, 1.3, -90),
    (5.8, 18.0, -3.2, -90),
    (-22.0, 9.2, 5.8, 180),
    (8.05, 30.0, -3.2, 90),
    (42.8, 3.0, 1.3, -90),
]
SIRENS = [
    (-20.7, 10.0, 4.0, 90),
    (20.7, 10.0, 4.0, -90),
    (-30.0, 16.85, -1.2, 0),
    (-38.0, 9.2, 7.5, 180),
    (8.05, 50.0, -2.2, 90),
]
DETECTORS = [
    (-50, 11, -0.55),
    (-42, 11, -0.55),
    (-34, 11, -0.55),
    (-26, 12, -0.55),
    (-20, 12, -0.55),
    (-12, 9, -0.55),
    (1, 9, -0.55),
    (-23, 3, -0.55),
    (-48, 19, -0.55),
    (-32, 20.5, -0.55),
    (-16, 20.5, -0.55),
    (0, 19, -0.55),
    (-27, 5, 4.15),
    (-27, 16, 4.15),
    (-48, 5, 4.15),
    (-48, 11, 4.15),
    (27, 5, 4.15),
    (37, 5, 4.15),
    (48, 6, 4.15),
    (48, 16, 4.15),
    (27, 16, 4.15),
    (37, 16, 4.15),
    (-26, 4, 8.15),
    (-36, 4, 8.15),
    (-48, 4, 8.15),
    (-26, 17, 8.15),
    (-40, 17, 8.15),
    (-48, 10.5, 8.15),
    (-30, 10.5, 8.15),
]


def _alarms(book: Book) -> None:
    """Call points, sirens and detectors: a signal system without pipes."""
    system = book.system("INC", "SSI", "Système de sécurité incendie", "SIGNAL")
    for kind, places, code in (
        (fire.call_point(book), CALL_POINTS, "SSI-DM"),
        (fire.siren(book), SIRENS, "SSI-SI"),
    ):
        for n, (x, y, z, turn) in enumerate(places):
            frame = standing(x, y, z, turn)
            mark = f"{code}-{n + 1:02d}"
            book.place(
                kind,
                "INC",
                frame,
                code=mark,
                probe=frame.point((0, -0.1, 0)),
                system=system,
                psets=fitted(mark),
            )
    for n, (x, y, z) in enumerate(DETECTORS):
        mark = f"SSI-DF-{n + 1:02d}"
        book.place(
            fire.detector(book), "INC", standing(x, y, z), code=mark, system=system, psets=fitted(mark)
        )
