"""Track panels, catenary masts and the train. Origin on the track axis, at rail level; x along the track."""

from __future__ import annotations

from ifc_samples.station.book import Book, Kind
from ifc_samples.station.frames import Vec
from ifc_samples.station.solids import Flat, Part, box, loft, rod, sideways, tube

GAUGE = 1.435
PANEL = 12.0  # metres of track in one panel
RAIL: list[Flat] = [
    (-0.075, -0.17), (0.075, -0.17), (0.075, -0.15), (0.015, -0.13), (0.015, -0.05), (0.036, -0.04),
    (0.036, 0.0), (-0.036, 0.0), (-0.036, -0.04), (-0.015, -0.05), (-0.015, -0.13), (-0.075, -0.15),
]  # fmt: skip
# Half cross-section of the train, from the floor to the roof: (y, z).
BODY: list[Flat] = [
    (1.25, 0.42),
    (1.42, 0.75),
    (1.45, 1.3),
    (1.45, 2.75),
    (1.36, 3.2),
    (1.05, 3.65),
    (0.55, 3.86),
]


def track_panel(book: Book) -> Kind:
    """Two rails on twenty sleepers."""
    parts: list[Part] = []
    for side in (-1, 1):
        y = side * (GAUGE / 2 + 0.036)
        parts.append(sideways("rail", [(y + u, v) for u, v in RAIL], 0.0, PANEL))
    for n in range(20):
        x = 0.3 + n * 0.6
        parts.append(box("traverse", x - 0.13, -1.25, -0.36, x + 0.13, 1.25, -0.17))
    kind = Kind(
        "track", "IfcCivilElement", "Panneau de voie 12 m", "VOIE", tuple(parts), material="Acier et béton"
    )
    return book.kinds.setdefault(kind.key, kind)


def span_wires(length: float) -> tuple[Part, ...]:
    """Contact wire, messenger and droppers over a span."""
    sag = [(length * t, 0.0, 6.55 + 1.4 * (t - 0.5) ** 2) for t in (0, 0.25, 0.5, 0.75, 1)]
    droppers = [rod("noir", (x, 0, 5.5), (x, 0, z), 0.008) for x, _, z in sag[1:4]]
    return (rod("noir", (0, 0, 5.5), (length, 0, 5.5), 0.012), tube("noir", sag, 0.012), *droppers)


# ── the train ────────────────────────────────────────────────────────────────


def _outline() -> list[Flat]:
    """The whole cross-section, counter-clockwise seen from +x."""
    return [*BODY, *[(-y, z) for y, z in reversed(BODY)]]


def _bogie(x: float) -> list[Part]:
    parts = [box("acier sombre", x - 1.6, -0.95, 0.35, x + 1.6, 0.95, 0.62)]
    for axle in (x - 1.15, x + 1.15):
        parts.append(rod("acier", (axle, -0.8, 0.44), (axle, 0.8, 0.44), 0.08))
        for side in (-1, 1):
            y = side * 0.75
            parts.append(rod("rail", (axle, y - 0.07, 0.44), (axle, y + 0.07, 0.44), 0.44))
        parts.append(box("noir", axle - 0.2, -1.05, 0.3, axle + 0.2, -0.95, 0.6))
        parts.append(box("noir", axle - 0.2, 0.95, 0.3, axle + 0.2, 1.05, 0.6))
    return parts


def _sides(windows: list[float], doors: list[float], low: float, high: float) -> list[Part]:
    """Windows, doors and the coloured band on both sides of a carriage."""
    parts: list[Part] = []
    for side in (-1, 1):
        y0, y1 = sorted((side * 1.445, side * 1.475))
        parts.append(box("train bleu", low, y0 + 0.004 * side, 0.85, high, y1 - 0.006 * side, 1.25))
        for x in windows:
            parts.append(box("vitre train", x - 0.85, y0, 1.5, x + 0.85, y1, 2.5))
        for x in doors:
            d0, d1 = sorted((side * 1.44, side * 1.485))
            parts.append(box("train accent", x - 0.68, d0, 0.62, x + 0.68, d1, 2.75))
            for leaf in (-0.34, 0.34):
                g0, g1 = sorted((side * 1.47, side * 1.495))
                parts.append(box("vitre train", x + leaf - 0.22, g0, 1.35, x + leaf + 0.22, g1, 2.5))
    return parts


def _roof_boxes(places: list[float]) -> list[Part]:
    return [box("acier", x - 1.5, -0.8, 3.8, x + 1.5, 0.8, 4.1) for x in places]


def _pantograph(x: float) -> list[Part]:
    return [
        box("acier sombre", x - 0.7, -0.5, 3.86, x + 0.7, 0.5, 4.0),
        rod("acier sombre", (x - 0.6, 0, 4.0), (x + 0.7, 0, 4.75), 0.04),
        rod("acier sombre", (x + 0.7, 0, 4.75), (x - 0.1, 0, 5.44), 0.03),
        box("acier sombre", x - 0.25, -0.8, 5.42, x + 0.05, 0.8, 5.49),
    ]


def _nose(x: float, tip: float) -> list[Part]:
    """The cab: a white bonnet below, a dark sloping windscreen above, head lamps."""
    reach = 1 if tip > x else -1
    waist = 1.75

    def ring(at: float, half: list[Flat]) -> list[Vec]:
        points = [(at, y, z) for y, z in half]
        return points if reach > 0 else points[::-1]

    below = [(1.25, 0.42), (1.42, 0.75), (1.45, 1.3), (1.45, waist)]
    below = [*below, *[(-y, z) for y, z in reversed(below)]]
    tip_below = [(1.0, 0.5), (1.15, 0.8), (1.18, 1.2), (1.12, 1.5)]
    tip_below = [*tip_below, *[(-y, z) for y, z in reversed(tip_below)]]
    above = [(1.45, waist), (1.45, 2.75), (1.36, 3.2), (1.05, 3.65), (0.55, 3.86)]
    above = [*above, *[(-y, z) for y, z in reversed(above)]]
    tip_above = [(1.12, 1.5), (1.12, 1.6), (1.1, 1.65), (0.9, 1.7), (0.5, 1.72)]
    tip_above = [*tip_above, *[(-y, z) for y, z in reversed(tip_above)]]
    parts = [
        loft("train blanc", ring(x, below), ring(tip, tip_below)),
        loft("vitre train", ring(x, above), ring(x + (tip - x) * 0.82, tip_above)),
        _cross_box("acier sombre", tip, tip + 0.35 * reach, (-0.35, 0.35), (0.55, 0.85)),
    ]
    for side in (-0.85, 0.85):
        parts.append(rod("lampe", (tip - 0.1 * reach, side, 1.15), (tip + 0.06 * reach, side, 1.15), 0.13))
    return parts


def _cross_box(style: str, xa: float, xb: float, ys: tuple[float, float], zs: tuple[float, float]) -> Part:
    """A box whose ends along the train may be given in either order."""
    return box(style, min(xa, xb), ys[0], zs[0], max(xa, xb), ys[1], zs[1])


def carriage(book: Book, *, cab: int = 0, pantograph: bool = False) -> Kind:
    """A carriage 26 m long centred on x = 0; `cab` +1 or -1 puts a driver's cab at that end."""
    low = -12.85 if cab >= 0 else -10.4
    high = 12.85 if cab <= 0 else 10.4
    parts = [sideways("train blanc", _outline(), low, high)]
    parts.append(box("acier sombre", low + 0.4, -1.2, 0.3, high - 0.4, 1.2, 0.45))
    windows = [x for x in (-10.6, -5.1, -3.1, -1.1, 1.1, 3.1, 5.1, 10.6) if low + 1 < x < high - 1]
    parts += _sides(windows, [-7.7, 7.7], low, high)
    parts += _bogie(-8.8) + _bogie(8.8) + _roof_boxes([-2.5, 3.5])
    parts += _nose(high, 12.9) if cab > 0 else _nose(low, -12.9) if cab < 0 else []
    parts += _pantograph(6.8) if pantograph else []
    for side in (-1, 1):
        if cab != side:
            end = side * 12.85
            parts.append(_cross_box("caoutchouc", end, end + 0.14 * side, (-0.9, 0.9), (0.7, 3.1)))
    word = "Voiture d'extrémité avec cabine" if cab else "Voiture intermédiaire"
    kind = Kind(
        f"carriage/{cab}/{pantograph}",
        "IfcElementAssembly",
        word,
        "USERDEFINED",
        tuple(parts),
        user_type="VOITURE",
    )
    return book.kinds.setdefault(kind.key, kind)
