"""
The CFO file: transformer → main board → sub-boards → breakers → luminaires, sockets, machines.

    TR-01 ─▶ TGBT-01 ─┬─▶ TD-01 … TD-06
                      ├─▶ OND-01 (UPS) ─▶ TD-07 (safety)
                      └────────────────▶ TD-07, its second supply
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

from ifc_samples.station.book import Book, Item, Kind, Port, PortPlan, System
from ifc_samples.station.catalogue import electric
from ifc_samples.station.catalogue.makers import fitted
from ifc_samples.station.circuits import BOARDS, TGBT, Board, Circuit, circuits
from ifc_samples.station.frames import Frame, Vec, add, minus, standing, times
from ifc_samples.station.runs import Corner, Line, Tee, run
from ifc_samples.station.solids import tube
from ifc_samples.station.values import text

TRAY = Line(
    "CFO",
    "CABLECARRIER",
    "ELECTRICAL",
    "chemin de câbles",
    "courants forts",
    width=0.4,
    height=0.08,
    material="Acier galvanisé",
)
GALLERY_Y = 17.5


@dataclass
class Laid:
    """What has been laid on one board so far."""

    item: Item
    plan: Board
    outs: int
    used: int = 0
    numbers: dict[str, int] = field(default_factory=dict)


def build(book: Book, grid: Port | None = None) -> dict[str, Port]:
    """The electricity of one module, from the grid (or another module's breaker); gives a spare outlet for the next."""
    main = book.system("CFO", "CFO-DIST", "Distribution principale", "ELECTRICAL")
    planned = circuits()
    boards = _boards(book, main, planned)
    spare = _supply(book, main, boards, grid)
    for circuit in planned:
        _lay(book, boards[circuit.board], circuit)
    _trays(book, main)
    return {"spare": spare}


# ── boards and what feeds them ────────────────────────────────────────────────


def _boards(book: Book, main: System, planned: list[Circuit]) -> dict[str, Laid]:
    boards = {}
    for plan in [TGBT, *BOARDS]:
        outs = sum(circuit.board == plan.code for circuit in planned)
        outs += len(BOARDS) + 2 if plan is TGBT else 0
        kind = electric.board(book, plan.code, plan.name, outs, main=plan is TGBT, dual=plan.dual)
        frame = standing(*plan.at, plan.turn)
        probe = frame.point((0.0, -0.3, 1.0))
        item = book.place(
            kind, "CFO", frame, code=plan.code, probe=probe, system=main, psets=fitted(plan.code)
        )
        boards[plan.code] = Laid(item, plan, outs)
    return boards


def _supply(book: Book, main: System, boards: dict[str, Laid], grid: Port | None) -> Port:
    """Transformer, main board, feeders to every sub-board, UPS; gives the last breaker's outlet."""
    tgbt = boards[TGBT.code]
    transformer = _coded(book, electric.transformer(book), (-20.5, 9.5, -4.5), "CFO-TR-01", main)
    if grid is not None:
        _cable(
            book, main, grid, _from_module(book, grid, transformer.port("in")), transformer.port("in"), 0.03
        )
    _cable(
        book,
        main,
        transformer.port("out"),
        _over(book, transformer.port("out"), tgbt.item.port("in"), -2.0),
        tgbt.item.port("in"),
        0.035,
    )
    ups = _coded(book, electric.ups(book), (-24.0, 6.85, -4.5), "CFO-OND-01", main)
    for plan in BOARDS:
        out = _breaker(book, tgbt, 125, f"Départ {plan.code}", main)
        into = boards[plan.code].item.port("in")
        _cable(book, main, out, _feeder_path(book, tgbt, plan, out, into), into, 0.022)
    out = _breaker(book, tgbt, 100, "Départ onduleur", main)
    _cable(book, main, out, _over(book, out, ups.port("in"), -1.3), ups.port("in"), 0.022)
    safe = boards["CFO-TD-07"].item.port("in 2")
    _cable(book, main, ups.port("out"), _over(book, ups.port("out"), safe, -1.9), safe, 0.022)
    return _breaker(book, tgbt, 160, "Départ réservé", main)


def _from_module(book: Book, grid: Port, into: Port) -> list[Vec]:
    a, b = book.local(grid), book.local(into)
    return [
        (a[0], a[1], -5.2),
        (a[0], b[1], -5.2),
        (b[0] + 1.2, b[1], -5.2),
        (b[0] + 1.2, b[1], b[2] + 0.3),
        (b[0], b[1], b[2] + 0.3),
    ]


def _coded(
    book: Book, kind: Kind, at: Vec, code: str, system: System, turn: float = 0.0, **more: object
) -> Item:
    psets = {**fitted(code), **more.pop("psets", {})}  # type: ignore[dict-item]
    return book.place(kind, "CFO", standing(*at, turn), code=code, system=system, psets=psets, **more)


def _over(book: Book, a: Port, b: Port, level: float) -> list[Vec]:
    """Up from a port to a level, across, and down to another."""
    p, q = book.local(a), book.local(b)
    out = add(p, times(a.direction, 0.06))
    return [out, (out[0], out[1], level), (q[0], out[1], level), (q[0], q[1], level)]


def _feeder_path(book: Book, tgbt: Laid, plan: Board, out: Port, into: Port) -> list[Vec]:
    """Along the gallery to the foot of the board's riser, up, and down into the board from above."""
    n = tgbt.used
    level, y = -1.5 - 0.02 * n, GALLERY_Y + 0.03 * n - 0.1
    q = book.local(into)
    path = _leave(book, tgbt, out, level)
    path += [(path[-1][0], y, level)]
    for x, yy, z in plan.via:
        path.append(
            (
                x if x is not None else path[-1][0],
                yy if yy is not None else path[-1][1],
                z if z is not None else path[-1][2],
            )
        )
    last = path[-1]
    top = max(last[2], q[2] + 0.15)
    return [*path, (last[0], last[1], top), (q[0], last[1], top), (q[0], q[1], top)]


def _leave(book: Book, laid: Laid, out: Port, level: float) -> list[Vec]:
    """From a breaker: down, into the cabinet, up through its top to a level."""
    p = book.local(out)
    inside = laid.item.frame.direction((0.0, 0.15, 0.0))
    low = (p[0], p[1], p[2] - 0.03)
    back = add(low, inside)
    return [low, back, (back[0], back[1], level)]


def _breaker(
    book: Book, laid: Laid, amperes: int, name: str, system: System, *, residual: bool = False
) -> Port:
    """The next breaker of a board, part of it and fed by it; gives its outlet."""
    feed = laid.item.port(f"out {laid.used}")
    laid.used += 1
    code = f"{laid.plan.code}-D{laid.used:02d}"
    frame = Frame(laid.item.frame.point(feed.plan.at), laid.item.frame.x, laid.item.frame.z)
    item = book.place(
        electric.breaker(book, amperes, residual=residual),
        "CFO",
        frame,
        name,
        code=code,
        parent=laid.item,
        storey=laid.item.storey.name,
        system=system,
        psets=fitted(code),
    )
    book.connect(feed, item.port("in"))
    return item.port("out")


# ── circuits ──────────────────────────────────────────────────────────────────


def _lay(book: Book, laid: Laid, circuit: Circuit) -> None:
    """A breaker, the cable from it to the first load, and from each load to the next."""
    system = _system(book, laid, circuit)
    out = _breaker(book, laid, circuit.amperes, circuit.name, system, residual=circuit.residual)
    loads = [_load(book, system, circuit, n) for n in range(len(circuit.places))]
    _cable(
        book,
        system,
        out,
        _home_run(book, laid, circuit, out, loads[0].port("in")),
        loads[0].port("in"),
        0.012,
    )
    for before, after in itertools.pairwise(loads):
        a, b = before.port("out"), after.port("in")
        _cable(book, system, a, _between(book, a, b), b, 0.009)


def _system(book: Book, laid: Laid, circuit: Circuit) -> System:
    """Lights and machines of one board are two systems."""
    board = laid.plan.code
    if circuit.light:
        return book.system("CFO", f"{board}-E", f"Éclairage {board[4:]}", "LIGHTING")
    return book.system("CFO", f"{board}-F", f"Force {board[4:]}", "ELECTRICAL")


def _load(book: Book, system: System, circuit: Circuit, n: int) -> Item:
    x, y, z, turn = circuit.places[n]
    frame = standing(x, y, z, turn)
    code = circuit.codes[n] if circuit.codes else f"{circuit.prefix}-{book.number(circuit.prefix):03d}"
    psets = fitted(code)
    if circuit.feeds:
        psets["GC_Alimentation"] = {"EquipementAlimente": text(book.prefix + circuit.feeds)}
    kind = circuit.kind(book)
    probe = frame.point((0.0, -0.25, -0.25) if kind.key != "linear" else (0.0, 0.0, -0.12))
    if kind.key.startswith("post"):
        probe = add(frame.origin, (0.0, 0.0, 1.0))
    name = f"{kind.name} – {circuit.feeds}" if circuit.feeds else None
    return book.place(
        kind, "CFO", frame, name, code=code, probe=probe, system=system, storey=circuit.storey, psets=psets
    )


def _home_run(book: Book, laid: Laid, circuit: Circuit, out: Port, into: Port) -> list[Vec]:
    q = book.local(into)
    level = circuit.level - 0.02 * (laid.used % 12)
    path = _leave(book, laid, out, level)
    for x, y, z in circuit.via:
        last = path[-1]
        path.append((last[0] if x is None else x, last[1] if y is None else y, last[2] if z is None else z))
    last = path[-1]
    turn = add(q, times(into.direction, 0.1))
    return [*path, (turn[0], last[1], last[2]), (turn[0], turn[1], last[2]), turn]


def _between(book: Book, a: Port, b: Port) -> list[Vec]:
    p, q = book.local(a), book.local(b)
    if max(abs(p[i] - q[i]) for i in (1, 2)) < 1e-6 or max(abs(p[i] - q[i]) for i in (0, 2)) < 1e-6:
        return []
    start, end = add(p, times(a.direction, 0.1)), add(q, times(b.direction, 0.1))
    return [start, (end[0], start[1], start[2]), (end[0], end[1], start[2]), end]


def _cable(book: Book, system: System, a: Port, path: list[Vec], b: Port, radius: float) -> Item:
    """One cable from port to port along a broken line."""
    start = book.local(a)
    points = _clean([start, *path, book.local(b)])
    local = [minus(p, start) for p in points]
    kind = _cable_kind(book, radius)
    room = book.room_at(start)
    inside = room is not None and all(book.room_at(p) is room for p in points)
    item = book.add(
        "CFO",
        "IfcCableSegment",
        f"Câble {a.item.code or ''} → {b.item.code or ''}",
        Frame(start),
        kind=kind,
        parts=(tube("câble", local, radius),),
        in_room=None if inside else False,
        system=system,
    )
    for name, at, out, flow in (
        ("in", local[0], minus(local[0], local[1]), "SINK"),
        ("out", local[-1], minus(local[-1], local[-2]), "SOURCE"),
    ):
        span = max(abs(c) for c in out)
        direction: Vec = (
            (out[0] / span, out[1] / span, out[2] / span)
            if sum(abs(c) > 1e-9 for c in out) == 1
            else (0.0, 0.0, 1.0)
        )
        item.ports.append(
            Port(item, PortPlan(name, at, direction, flow, "CABLE", a.plan.carries), len(item.ports))
        )
    book.connect(a, item.port("in"))
    book.connect(item.port("out"), b)
    return item


def _clean(points: list[Vec]) -> list[Vec]:
    """Without repeated points, points in line and steps back."""
    kept: list[Vec] = []
    for p in points:
        if kept and max(abs(p[i] - kept[-1][i]) for i in range(3)) < 0.004:
            continue
        while len(kept) >= 2 and _in_line(kept[-2], kept[-1], p):
            kept.pop()
        kept.append(p)
    return kept


def _in_line(a: Vec, b: Vec, c: Vec) -> bool:
    u, v = minus(b, a), minus(c, b)
    moving = [i for i in range(3) if abs(u[i]) > 1e-9 or abs(v[i]) > 1e-9]
    return len(moving) == 1


def _cable_kind(book: Book, radius: float) -> Kind:
    size = {0.035: "4×240", 0.03: "4×185", 0.022: "5G50", 0.012: "3G6", 0.009: "3G2,5"}[radius]
    key = f"cable/{radius}"
    if key not in book.kinds:
        book.kinds[key] = Kind(key, "IfcCableSegment", f"Câble {size} mm²", "CABLESEGMENT", material="Cuivre")
    return book.kinds[key]


def _trays(book: Book, system: System) -> None:
    """The tray of the gallery with its branches, and one under each canopy."""
    z, y = -1.95, GALLERY_Y + 0.1
    south: Vec = (0.0, -1.0, 0.0)
    stops = [
        Corner((-51.0, y, z)),
        *[Tee((x, y, z), south, f"room {x}") for x in (-40.0, -25.8, -14.0)],
        Corner((4.5, y, z)),
    ]
    free = run(book, TRAY, system, stops)
    for x in (-40.0, -25.8, -14.0):
        port = free[f"room {x}"]
        run(
            book,
            TRAY,
            system,
            [Corner(book.local(port)), Corner((x, 12.5, z)), Corner((x + 3.0, 12.5, z))],
            start=port,
        )
    for y, z0 in ((28.1, 3.95), (43.4, 3.95), (59.1, 3.95)):
        run(book, TRAY, system, [Corner((-59.0, y, z0)), Corner((59.0, y, z0))])
    run(book, TRAY, system, [Corner((-52.0, 10.5, 7.75)), Corner((-22.0, 10.5, 7.75))])
    run(book, TRAY, system, [Corner((13.3, 25.0, -2.15)), Corner((13.3, 60.0, -2.15))])
