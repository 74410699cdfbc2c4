"""Stairs, escalators and lifts. Origin at the foot, in the middle of the width; x goes up the flight."""

from __future__ import annotations

from math import ceil

from ifc_samples.station.book import Book, Kind
from ifc_samples.station.catalogue.makers import made_by
from ifc_samples.station.solids import Flat, Part, box, rod, tube, upright
from ifc_samples.station.values import PropertySets, count, measure, yes

RISER = 0.172
TREAD = 0.29
SLOPE = 0.577  # an escalator rises 30°


def risers(rise: float) -> int:
    return ceil(rise / RISER)


def flight_run(rise: float) -> float:
    """Horizontal length of a straight flight."""
    return (risers(rise) - 1) * TREAD


def flight(rise: float, width: float) -> tuple[Part, ...]:
    """A straight flight: one saw-toothed slab, light nosings."""
    n = risers(rise)
    step = rise / n
    outline: list[Flat] = [(0.0, -0.02)]
    for i in range(n):
        outline += [(i * TREAD, (i + 1) * step), ((i + 1) * TREAD, (i + 1) * step)]
    top = n * TREAD
    outline += [(top, rise - 0.3), (0.35, -0.02)]
    outline = outline[::-1]
    parts = [upright("béton clair", outline, -width / 2, width / 2)]
    for i in range(n):
        x, z = i * TREAD, (i + 1) * step
        parts.append(
            box(
                "podotactile" if i in (0, n - 1) else "béton sombre",
                x,
                -width / 2,
                z,
                x + 0.05,
                width / 2,
                z + 0.006,
            )
        )
    return tuple(parts)


def railing(rise: float, run: float) -> tuple[Part, ...]:
    """A hand rail with posts along a flight (or level when rise is 0), on the line y = 0."""
    posts = max(2, round(run / 1.3) + 1)
    parts: list[Part] = []
    for i in range(posts):
        x = run * i / (posts - 1)
        z = rise * i / (posts - 1)
        parts.append(rod("inox", (x, 0, z), (x, 0, z + 0.98), 0.018))
    parts.append(rod("inox", (0, 0, 1.0), (run, 0, rise + 1.0), 0.025))
    parts.append(rod("inox", (0, 0, 0.55), (run, 0, rise + 0.55), 0.012))
    return tuple(parts)


def escalator(book: Book, rise: float) -> Kind:
    """An escalator: truss, steps, glass balustrades with black hand rails, comb plates."""
    run, flat = rise / SLOPE, 1.1
    end = run + 2 * flat
    truss: list[Flat] = [
        (0, -0.9), (flat + 0.2, -0.9), (end - flat + 0.2, rise - 0.95), (end, rise - 0.95), (end, rise - 0.05),
        (end - flat, rise - 0.05), (flat, -0.05), (0, -0.05),
    ]  # fmt: skip
    parts = [upright("acier", truss, -0.75, 0.75)]
    n = ceil(rise / 0.2)
    for i in range(n):
        x, z = flat + (i + 0.15) * run / n, (i + 1) * rise / n
        parts.append(box("acier sombre", x, -0.5, z - 0.22, x + 0.36, 0.5, z))
        parts.append(box("bande jaune", x, -0.5, z, x + 0.03, 0.5, z + 0.004))
    for end_x, z in ((0.0, 0.0), (end - flat, rise)):
        parts.append(box("inox", end_x, -0.5, z - 0.06, end_x + flat, 0.5, z))
    parts += [part for side in (-0.66, 0.66) for part in _balustrade(side, rise, flat, end)]
    psets: PropertySets = {
        **made_by("Mécanique Roulante", f"MR-{round(rise * 10)}", 2, life_years=25),
        "Pset_TransportElementCommon": {"CapacityPeople": count(100)},
    }
    name = f"Escalier mécanique, dénivelé {rise:.2f} m".replace(".", ",")
    kind = Kind(f"escalator/{rise}", "IfcTransportElement", name, "ESCALATOR", tuple(parts), psets=psets)
    return book.kinds.setdefault(kind.key, kind)


def _balustrade(side: float, rise: float, flat: float, end: float) -> list[Part]:
    glass: list[Flat] = [
        (0.1, -0.02), (flat, -0.02), (end - flat, rise - 0.02), (end - 0.1, rise - 0.02), (end - 0.1, rise + 0.85),
        (end - flat, rise + 0.85), (flat, 0.85), (0.1, 0.85),
    ]  # fmt: skip
    rail = [(0.0, side, 0.5), (0.0, side, 0.92), (flat, side, 0.92), (end - flat, side, rise + 0.92)]
    rail += [(end, side, rise + 0.92), (end, side, rise + 0.5)]
    skirt: list[Flat] = [
        (0, -0.05),
        (flat, -0.05),
        (end - flat, rise - 0.05),
        (end, rise - 0.05),
        (end, rise + 0.12),
    ]
    skirt += [(end - flat, rise + 0.12), (flat, 0.12), (0, 0.12)]
    return [
        upright("verre", glass, side - 0.012, side + 0.012),
        upright("inox", skirt, side - 0.07, side + 0.07),
        tube("caoutchouc", rail, 0.04),
    ]


def escalator_length(rise: float) -> float:
    return rise / SLOPE + 2.2


def lift(book: Book, rise: float, cab_at: float, persons: int = 13) -> Kind:
    """
    A glass lift: shaft 2 m × 2 m centred on the origin from the lower floor, cab at height `cab_at`.

    The doors look towards +x.
    """
    top = rise + 3.2
    parts: list[Part] = []
    for x in (-0.95, 0.95):
        for y in (-0.95, 0.95):
            parts.append(box("acier", x - 0.05, y - 0.05, -1.2, x + 0.05, y + 0.05, top))
    for z in (-0.1, rise - 0.1, rise + 2.5, top - 0.1):
        for x in (-0.95, 0.95):
            parts.append(box("acier", x - 0.05, -0.9, z, x + 0.05, 0.9, z + 0.1))
        for y in (-0.95, 0.95):
            parts.append(box("acier", -0.9, y - 0.05, z, 0.9, y + 0.05, z + 0.1))
    for y in (-0.95, 0.95):
        parts.append(box("verre", -0.9, y - 0.01, 0, 0.9, y + 0.01, top - 0.1))
    parts.append(box("verre", -0.96, -0.9, 0, -0.94, 0.9, top - 0.1))
    parts.append(box("zinc", -1.05, -1.05, top, 1.05, 1.05, top + 0.12))
    parts.append(box("béton", -1.1, -1.1, -1.3, 1.1, 1.1, -1.2))
    parts += _cab(cab_at)
    for z in (0.0, rise):
        parts.append(box("inox", 0.93, -0.48, z, 0.97, -0.01, z + 2.1))
        parts.append(box("inox", 0.93, 0.01, z, 0.97, 0.48, z + 2.1))
        parts.append(box("signal bleu", 1.0, 0.62, z + 1.0, 1.02, 0.74, z + 1.25))
    psets: PropertySets = {
        **made_by("Ascenseurs de la Sarthe", f"AS-{persons}", 2, life_years=25),
        "Pset_TransportElementCommon": {
            "CapacityPeople": count(persons),
            "CapacityWeight": measure("Mass", persons * 77.0),
            "FireExit": yes(False),
        },
        "Pset_TransportElementElevator": {
            "FireFightingLift": yes(False),
            "ClearWidth": measure("PositiveLength", 1.4),
            "ClearDepth": measure("PositiveLength", 1.6),
            "ClearHeight": measure("PositiveLength", 2.2),
        },
    }
    kind = Kind(
        f"lift/{rise}/{cab_at}",
        "IfcTransportElement",
        f"Ascenseur {persons} personnes",
        "ELEVATOR",
        tuple(parts),
        psets=psets,
    )
    return book.kinds.setdefault(kind.key, kind)


def _cab(z: float) -> list[Part]:
    return [
        box("acier", -0.78, -0.8, z - 0.12, 0.86, 0.8, z),
        box("acier", -0.78, -0.8, z + 2.2, 0.86, 0.8, z + 2.35),
        box("verre", -0.78, -0.8, z, 0.86, -0.78, z + 2.2),
        box("verre", -0.78, 0.78, z, 0.86, 0.8, z + 2.2),
        box("acier", -0.8, -0.8, z, -0.76, 0.8, z + 2.2),
        rod("inox", (-0.74, -0.6, z + 0.9), (-0.74, 0.6, z + 0.9), 0.02),
        rod("acier sombre", (-0.85, 0.3, z + 2.35), (-0.85, 0.3, z + 3.0), 0.015),
    ]
