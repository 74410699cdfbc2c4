"""The circuits of the station: which board feeds what, where, along which way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ifc_samples.station.book import Book, Kind
from ifc_samples.station.catalogue import electric
from ifc_samples.station.plan import ROOMS

Way = list[tuple[float | None, float | None, float | None]]  # None keeps the coordinate reached so far
Place = tuple[float, float, float, float]  # x, y, z, turn


@dataclass(frozen=True)
class Board:
    code: str
    name: str
    at: tuple[float, float, float]
    turn: float
    via: Way
    dual: bool = False


@dataclass
class Circuit:
    """One breaker and the loads in chain behind it."""

    board: str
    name: str
    kind: Callable[[Book], Kind]
    places: list[Place]
    level: float  # height at which the cable leaves the board
    via: Way = field(default_factory=list)
    prefix: str = "CFO-EC"
    light: bool = True
    amperes: int = 16
    residual: bool = False
    codes: list[str] = field(default_factory=list)
    feeds: str | None = None
    storey: str | None = None


TGBT = Board("CFO-TGBT-01", "Tableau général basse tension", (-25.4, 16.85, -4.5), 0.0, [])
BOARDS = [
    Board(
        "CFO-TD-01",
        "Tableau divisionnaire aile ouest",
        (-46.0, 13.85, 0.0),
        0.0,
        [(-45.0, None, None), (None, None, 3.7), (None, 13.6, None)],
    ),
    Board(
        "CFO-TD-02",
        "Tableau divisionnaire hall et commerces",
        (36.0, 21.75, 0.0),
        0.0,
        [(4.9, None, None), (None, 22.8, -0.9), (36.7, None, None), (None, 21.6, None), (None, None, 2.4)],
    ),
    Board(
        "CFO-TD-03",
        "Tableau divisionnaire bureaux",
        (-39.5, 12.15, 4.5),
        180.0,
        [(-40.9, None, None), (None, None, 7.6), (None, 12.4, None)],
    ),
    Board(
        "CFO-TD-04", "Tableau divisionnaire quais et souterrain", (3.0, 20.85, -4.5), 0.0, [(3.0, None, None)]
    ),
    Board(
        "CFO-TD-05",
        "Tableau divisionnaire ventilation",
        (-30.15, 9.0, -4.5),
        -90.0,
        [(-30.4, None, None), (None, 9.0, None)],
    ),
    Board(
        "CFO-TD-06",
        "Tableau divisionnaire eau et relevage",
        (-15.85, 10.0, -4.5),
        90.0,
        [(-15.6, None, None), (None, 10.0, None)],
    ),
    Board(
        "CFO-TD-07",
        "Tableau de sécurité secouru",
        (-19.0, 6.85, -4.5),
        0.0,
        [(None, 15.5, None), (None, 6.6, None)],
        dual=True,
    ),
]


def circuits() -> list[Circuit]:
    """Every circuit of one module, board by board."""
    return [
        *_rooms(),
        *_hall(),
        *_platforms(),
        *_underpass(),
        *_forecourt(),
        *_machines(),
        *_sockets(),
        *_safety(),
    ]


def _grid(number: str, z: float, step: float = 3.9) -> list[Place]:
    """Luminaires in rows over a room, in the order of a cable."""
    x0, y0, x1, y1 = ROOMS[number][2]
    nx, ny = max(1, round((x1 - x0) / step)), max(1, round((y1 - y0) / step))
    places: list[Place] = []
    for j in range(ny):
        row = [(x0 + (x1 - x0) * (i + 0.5) / nx, y0 + (y1 - y0) * (j + 0.5) / ny, z, 0.0) for i in range(nx)]
        places += row if j % 2 == 0 else [(x, y, zz, 180.0) for x, y, zz, _ in row[::-1]]
    return places


ROOM_BOARDS: dict[str, tuple[str, float, Callable[[Book], Kind], float, Way]] = {
    **{
        n: ("CFO-TD-01", 4.17, electric.panel, 3.9, [])
        for n in ("002", "003", "004", "005", "006", "007", "008", "009", "010")
    },
    **{n: ("CFO-TD-02", 4.17, electric.panel, 3.9, []) for n in ("011", "012", "013", "014", "015")},
    **{
        n: ("CFO-TD-03", 8.17, electric.panel, 8.0, [])
        for n in ("101", "102", "103", "104", "105", "106", "107", "108")
    },
    **{n: ("CFO-TD-06", -0.52, electric.linear, -0.75, []) for n in ("S1-02", "S1-03", "S1-07", "S1-09")},
    **{n: ("CFO-TD-05", -0.52, electric.linear, -0.75, []) for n in ("S1-04", "S1-05", "S1-06", "S1-08")},
}


def _rooms() -> list[Circuit]:
    return [
        Circuit(board, f"Éclairage {ROOMS[number][0]}", kind, _grid(number, z), level, via)
        for number, (board, z, kind, level, via) in ROOM_BOARDS.items()
    ] + [
        Circuit(
            "CFO-TD-06",
            "Éclairage galerie",
            electric.linear,
            [(-51.0 + 5.0 * n, 19.0, -0.52, 0.0) for n in range(12)],
            -0.9,
            [(-14.0, None, None), (None, 19.4, None)],
        )
    ]


def _hall() -> list[Circuit]:
    """Bell lamps under the vault; their cables run along the purlins."""
    made = []
    for n, y in enumerate((3.9, 11.2, 18.5)):
        places = [(x, y, 11.6, 0.0) for x in (15.0, 9.0, 3.0, -3.0, -9.0, -15.0)]
        places = [(x, yy, 11.6, 180.0) for x, yy, _, _ in places]
        via: Way = [
            (None, 19.0, None),
            (20.6, None, None),
            (None, None, 8.6),
            (None, y, None),
            (16.5, None, None),
            (None, None, 11.6),
        ]
        made.append(
            Circuit(
                "CFO-TD-02",
                f"Éclairage hall, rang {n + 1}",
                lambda book: electric.pendant(book, 4.0),
                places,
                3.95,
                via,
                storey="N0",
            )
        )
    return made


PLATFORM_LIGHTS = {"A": 28.6, "B": 43.9, "C": 59.6}


def _platforms() -> list[Circuit]:
    made = []
    for letter, y in PLATFORM_LIGHTS.items():
        side = y - 0.75
        under: Way = [
            (None, 21.9, None),
            (None, None, -1.1),
            (0.2, None, None),
            (None, y + 0.2, None),
            (None, None, 4.3),
            (None, side, None),
        ]
        for word, sign in (("ouest", -1), ("est", 1)):
            bays = [sign * (5.0 + 10.0 * n) for n in range(6)]
            places = [(x, side, 4.38, 180.0 if sign < 0 else 0.0) for x in bays]
            made.append(
                Circuit(
                    "CFO-TD-04",
                    f"Éclairage quai {letter} {word}",
                    electric.linear,
                    places,
                    -1.1,
                    under,
                    storey="N0",
                )
            )
            posts: list[Place] = [
                (sign * (70.0 + 10.0 * n), y + 1.5, 0.55, 180.0 if sign < 0 else 0.0) for n in range(5)
            ]
            ground: Way = [(None, 21.9, -1.2), (sign * 1.2, None, None), (None, y + 1.5, None)]
            made.append(
                Circuit(
                    "CFO-TD-04",
                    f"Candélabres quai {letter} {word}",
                    lambda book: electric.post(book, 4.5),
                    posts,
                    -1.2,
                    ground,
                    storey="N0",
                )
            )
    return made


def _underpass() -> list[Circuit]:
    lower: list[Place] = [(x, 11.2, -0.52, 0.0) for x in (8.5, 12.5, 16.5)] + [
        (x, 22.9, -0.52, 180.0) for x in (19.5, 14.5, 8.5)
    ]
    tunnel: list[Place] = [(9.2, 27.0 + 4.0 * n, -1.92, 90.0) for n in range(9)]
    return [
        Circuit(
            "CFO-TD-04",
            "Éclairage salle basse",
            electric.linear,
            lower,
            -0.8,
            [(6.55, None, None), (None, 11.2, None)],
        ),
        Circuit(
            "CFO-TD-04",
            "Éclairage passage souterrain",
            electric.linear,
            tunnel,
            -0.9,
            [
                (6.6, None, None),
                (None, 23.7, None),
                (9.2, None, None),
                (None, 24.0, None),
                (None, None, -1.98),
            ],
        ),
    ]


def _forecourt() -> list[Circuit]:
    posts: list[Place] = [(-43.0 + 10.0 * n, -14.0, 0.0, 0.0) for n in range(9)]
    way: Way = [(-43.3, None, None), (None, None, -0.7), (None, -14.0, None)]
    return [
        Circuit(
            "CFO-TD-01",
            "Éclairage du parvis",
            lambda book: electric.post(book, 4.0),
            posts,
            3.5,
            way,
            storey="N0",
        )
    ]


# board, fed equipment, place of its isolator, way, height of departure
MACHINES: list[tuple[str, str, Place, Way, float, int]] = [
    (
        "CFO-TD-04",
        "ASC-01",
        (22.0, 13.6, -3.0, -90.0),
        [(6.4, None, None), (None, 23.3, None), (21.9, None, None)],
        -1.0,
        32,
    ),
    (
        "CFO-TD-04",
        "ASC-02",
        (8.02, 46.0, -3.0, 90.0),
        [(6.42, None, None), (None, 23.4, None), (8.6, None, None), (None, 24.0, None), (None, None, -2.0)],
        -1.05,
        32,
    ),
    (
        "CFO-TD-04",
        "ASC-03",
        (8.02, 60.8, -3.0, 90.0),
        [(6.44, None, None), (None, 23.45, None), (8.7, None, None), (None, 24.0, None), (None, None, -2.02)],
        -1.1,
        32,
    ),
    ("CFO-TD-04", "ESC-01", (14.6, 24.0, -3.0, 0.0), [(6.46, None, None), (None, 23.5, None)], -1.15, 40),
    ("CFO-TD-04", "ESC-02", (15.6, 24.0, -3.0, 0.0), [(6.48, None, None), (None, 23.55, None)], -1.2, 40),
    (
        "CFO-TD-04",
        "ESC-03",
        (13.97, 47.0, -3.0, -90.0),
        [(6.5, None, None), (None, 23.6, None), (13.4, None, None), (None, 24.0, None), (None, None, -2.04)],
        -1.25,
        40,
    ),
    ("CFO-TD-06", "EFS-P-01", (-8.6, 16.85, -3.0, 0.0), [], -1.0, 20),
    ("CFO-TD-06", "EFS-P-02", (-7.6, 16.85, -3.0, 0.0), [], -1.05, 20),
    ("CFO-TD-06", "EU-P-01", (-3.88, 10.2, -3.0, 90.0), [], -1.1, 20),
    ("CFO-TD-06", "EU-P-02", (-3.88, 13.8, -3.0, 90.0), [], -1.15, 20),
    ("CFO-TD-05", "CVC-CTA-01", (-44.0, 16.85, -3.0, 0.0), [], -1.0, 63),
    ("CFO-TD-05", "CVC-VE-01", (-31.2, 16.85, -3.0, 0.0), [], -1.05, 32),
    ("CFO-TD-05", "CVC-P-01", (-52.6, 16.85, -3.0, 0.0), [], -1.1, 20),
    ("CFO-TD-05", "CVC-P-02", (-51.6, 16.85, -3.0, 0.0), [], -1.15, 20),
    (
        "CFO-TD-05",
        "CVC-PAC-01",
        (-44.5, 21.6, 9.3, 0.0),
        [(-43.4, None, None), (None, 18.4, None), (None, None, 9.9)],
        -1.2,
        100,
    ),
]


def _machines() -> list[Circuit]:
    return [
        Circuit(
            board,
            f"Alimentation {feeds}",
            electric.isolator,
            [place],
            level,
            way,
            "CFO-IS",
            light=False,
            amperes=amperes,
            codes=[f"CFO-IS-{n + 1:02d}"],
            feeds=feeds,
        )
        for n, (board, feeds, place, way, level, amperes) in enumerate(MACHINES)
    ]


# board, name, wall line: places of sockets 30 cm above the floor, all on one wall
SOCKETS: list[tuple[str, str, list[Place], float]] = [
    ("CFO-TD-01", "Prises salle d'attente", [(-32.0 + 3.0 * n, 10.88, 0.3, 0.0) for n in range(4)], 3.75),
    ("CFO-TD-01", "Prises guichets", [(-32.0 + 2.4 * n, 21.78, 0.3, 0.0) for n in range(3)], 3.7),
    ("CFO-TD-01", "Prises local agents", [(-53.0 + 2.5 * n, 8.88, 0.3, 0.0) for n in range(4)], 3.65),
    ("CFO-TD-02", "Prises boulangerie", [(22.5 + 2.5 * n, 10.88, 0.3, 0.0) for n in range(4)], 3.75),
    ("CFO-TD-02", "Prises presse", [(33.0 + 2.5 * n, 10.88, 0.3, 0.0) for n in range(4)], 3.7),
    ("CFO-TD-02", "Prises brasserie", [(46.0 + 2.0 * n, 21.78, 0.3, 0.0) for n in range(4)], 3.65),
    ("CFO-TD-03", "Prises supervision", [(-53.0 + 2.0 * n, 8.88, 4.8, 0.0) for n in range(5)], 7.9),
    ("CFO-TD-03", "Prises réunion", [(-41.0 + 2.5 * n, 8.88, 4.8, 0.0) for n in range(4)], 7.85),
    ("CFO-TD-03", "Prises chef de gare", [(-30.0 + 2.5 * n, 8.88, 4.8, 0.0) for n in range(4)], 7.8),
]


def _sockets() -> list[Circuit]:
    return [
        Circuit(
            board,
            name,
            electric.socket,
            places,
            level,
            prefix="CFO-PC",
            light=False,
            amperes=20,
            residual=True,
        )
        for board, name, places, level in SOCKETS
    ]


def _safety() -> list[Circuit]:
    """Emergency lights, fed by the dual-fed board."""
    hall: list[Place] = [(-20.75, y, 2.9, 90.0) for y in (2.0, 9.0, 18.0)]
    gallery: list[Place] = [(-48.0 + 8.0 * n, 17.12, -2.1, 180.0) for n in range(7)]
    lower: list[Place] = [(21.98, y, -2.0, -90.0) for y in (22.0, 16.0, 11.0)]
    tunnel: list[Place] = [(8.06, 27.0 + 8.0 * n, -2.2, 90.0) for n in range(5)]
    offices: list[Place] = [(-50.0 + 7.0 * n, 9.12, 7.0, 180.0) for n in range(5)]
    up: Way = [(-21.6, None, None), (None, 5.5, None), (None, None, 3.95)]
    exits = electric.exit_light
    return [
        Circuit("CFO-TD-07", "Sécurité galerie", exits, gallery, -1.4, [(None, 15.8, None)], "CFO-BS"),
        Circuit(
            "CFO-TD-07",
            "Sécurité hall",
            exits,
            hall,
            -1.45,
            [*up, (-20.9, None, None)],
            "CFO-BS",
            storey="N0",
        ),
        Circuit(
            "CFO-TD-07",
            "Sécurité bureaux",
            exits,
            offices,
            -1.5,
            [(-42.3, None, None), (None, 8.5, None), (None, None, 7.95)],
            "CFO-BS",
        ),
        Circuit(
            "CFO-TD-07",
            "Sécurité salle basse",
            exits,
            lower,
            -1.55,
            [(None, 17.4, None), (6.65, None, None), (None, 23.75, None), (21.9, None, None)],
            "CFO-BS",
        ),
        Circuit(
            "CFO-TD-07",
            "Sécurité souterrain",
            exits,
            tunnel,
            -1.6,
            [
                (None, 17.45, None),
                (6.7, None, None),
                (None, 23.8, None),
                (8.5, None, None),
                (None, 24.2, None),
                (None, None, -2.06),
            ],
            "CFO-BS",
        ),
    ]
