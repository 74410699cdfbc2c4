"""Electricity: transformer, boards, breakers, UPS, isolators, sockets, luminaires."""

from __future__ import annotations

from ifc_samples.station.book import Book, Kind, PortPlan
from ifc_samples.station.catalogue.makers import made_by, power, powered
from ifc_samples.station.catalogue.water import keep
from ifc_samples.station.frames import Frame
from ifc_samples.station.solids import Part, box, lathe, rod
from ifc_samples.station.values import count, yes

POWER = "ELECTRICAL"
LIGHT = "LIGHTING"
ROW = 14  # breakers in a row
PITCH = 0.05
DEPTH = 0.4


def board_width(outs: int) -> float:
    return 0.8 if outs <= 2 * ROW else 1.6


def breaker_place(outs: int, n: int, height: float) -> tuple[float, float, float]:
    """Where the n-th breaker's inlet sits on the front of a board (x, y, z)."""
    row, column = divmod(n, ROW)
    left = -PITCH * (min(outs, ROW) - 1) / 2
    return (left + PITCH * column, -DEPTH - 0.01, height - 0.35 - 0.3 * row)


def board(book: Book, key: str, name: str, outs: int, *, main: bool = False, dual: bool = False) -> Kind:
    """
    A board against a wall at y = 0, facing -y: door lines, handle, rows of breakers behind an open front.

    Ports: "in" on top (also "in 2" when dual-fed), "out 0" … where the breakers are fed.
    """
    w, h = (3.2, 2.1) if main else (board_width(outs), 1.9)
    parts: list[Part] = [
        box("armoire", -w / 2, -DEPTH, 0.1, w / 2, 0, h),
        box("tableau sombre", -w / 2 + 0.02, -DEPTH + 0.03, 0, w / 2 - 0.02, -0.03, 0.1),
    ]
    rows = (outs + ROW - 1) // ROW
    for row in range(rows):
        z = h - 0.35 - 0.3 * row
        parts.append(box("tableau sombre", -0.37, -DEPTH - 0.005, z - 0.13, 0.37, -DEPTH, z + 0.05))
    panels = 4 if main else 1
    for n in range(panels):
        left = -w / 2 + n * w / panels
        right = left + w / panels
        for x in (left + 0.01, right - 0.02):
            parts.append(box("tableau sombre", x, -DEPTH - 0.004, 0.12, x + 0.01, -DEPTH, h - 0.02))
        parts.append(
            rod("noir", (right - 0.08, -DEPTH - 0.04, 0.95), (right - 0.08, -DEPTH - 0.04, 1.12), 0.012)
        )
        if main and n != 1:
            parts.append(box("écran", left + 0.25, -DEPTH - 0.012, 1.55, left + 0.5, -DEPTH, 1.72))
            parts.append(box("noir", left + 0.2, -DEPTH - 0.03, 0.6, left + 0.6, -DEPTH, 1.3))
            parts.append(box("volant", left + 0.36, -DEPTH - 0.06, 0.9, left + 0.44, -DEPTH - 0.03, 1.05))
    parts.append(box("bande jaune", -w / 2 + 0.1, -DEPTH - 0.006, h - 0.14, -w / 2 + 0.24, -DEPTH, h - 0.04))
    parts += [
        rod(style, (0.2 + 0.1 * i, -DEPTH - 0.015, h - 0.09), (0.2 + 0.1 * i, -DEPTH, h - 0.09), 0.018)
        for i, style in enumerate(("eau froide", "volant"))
    ]
    ports = [PortPlan("in", (-0.2 if dual else 0.0, -DEPTH / 2, h), (0.0, 0.0, 1.0), "SINK", "CABLE", POWER)]
    if dual:
        ports.append(PortPlan("in 2", (0.2, -DEPTH / 2, h), (0.0, 0.0, 1.0), "SINK", "CABLE", POWER))
    for n in range(outs):
        at = _breaker_at(main, outs, n, h)
        ports.append(PortPlan(f"out {n}", at, (0.0, -1.0, 0.0), "SOURCE", "CABLE", POWER))
    psets = {
        **made_by("Tableaux du Thymerais", f"TT-{'G' if main else 'D'}{outs}", 2, life_years=30),
        **powered(400.0, 1600.0 if main else 125.0),
    }
    kind = Kind(
        f"board/{key}",
        "IfcElectricDistributionBoard",
        name,
        "SWITCHBOARD" if main else "DISTRIBUTIONBOARD",
        tuple(parts),
        tuple(ports),
        psets,
    )
    return keep(book, kind)


def _breaker_at(main: bool, outs: int, n: int, height: float) -> tuple[float, float, float]:
    x, y, z = breaker_place(outs, n, height)
    return (x - (0.4 if main else 0.0), y, z)


def breaker(book: Book, amperes: int, *, residual: bool = False) -> Kind:
    """A breaker on the front of a board; the origin is its inlet, its outlet is below."""
    parts = (
        box("blanc", -0.018, -0.055, -0.085, 0.018, 0.0, 0.005),
        box("noir", -0.008, -0.07, -0.05, 0.008, -0.055, -0.03),
        box("signal bleu" if residual else "acier", -0.016, -0.057, -0.08, 0.016, -0.055, -0.065),
    )
    ports = (
        PortPlan("in", (0.0, 0.0, 0.0), (0.0, 1.0, 0.0), "SINK", "CABLE", POWER),
        PortPlan("out", (0.0, -0.03, -0.085), (0.0, 0.0, -1.0), "SOURCE", "CABLE", POWER),
    )
    word = "Disjoncteur différentiel" if residual else "Disjoncteur"
    psets = {
        **made_by("Appareillage Sarthois", f"AP-{amperes}{'R' if residual else ''}", 2),
        **powered(230.0 if amperes <= 32 else 400.0, float(amperes), "IP20"),
    }
    predefined = "RESIDUALCURRENTCIRCUITBREAKER" if residual else "CIRCUITBREAKER"
    return keep(
        book,
        Kind(
            f"breaker/{amperes}/{residual}",
            "IfcProtectiveDevice",
            f"{word} {amperes} A",
            predefined,
            parts,
            ports,
            psets,
        ),
    )


def transformer(book: Book) -> Kind:
    parts: list[Part] = [
        box("béton clair", -0.95, -0.6, 0.0, 0.95, 0.6, 0.12),
        box("acier sombre", -0.7, -0.4, 0.12, 0.7, 0.4, 1.35),
        *[
            box("acier", x, -0.52, 0.3, x + 0.04, 0.52, 1.2)
            for x in (-0.62, -0.46, -0.3, -0.14, 0.02, 0.18, 0.34, 0.5)
        ],
        *[
            lathe(
                "blanc",
                [(0, 1.35), (0.06, 1.35), (0.03, 1.45), (0.06, 1.5), (0.03, 1.6), (0, 1.62)],
                Frame((x, 0.15, 0)),
            )
            for x in (-0.4, 0.0, 0.4)
        ],
        *[
            lathe("blanc", [(0, 1.35), (0.04, 1.35), (0.03, 1.5), (0, 1.52)], Frame((x, -0.2, 0)))
            for x in (-0.3, 0.0, 0.3)
        ],
    ]
    ports = (
        PortPlan("in", (0.0, 0.15, 1.62), (0.0, 0.0, 1.0), "SINK", "CABLE", POWER),
        PortPlan("out", (0.0, -0.2, 1.52), (0.0, 0.0, 1.0), "SOURCE", "CABLE", POWER),
    )
    psets = {**made_by("Transfo Ouest", "TO-630", 3, life_years=35), **powered(20000.0, 18.0)}
    return keep(
        book,
        Kind(
            "transformer",
            "IfcTransformer",
            "Transformateur 20 kV / 400 V, 630 kVA",
            "VOLTAGE",
            tuple(parts),
            ports,
            psets,
        ),
    )


def ups(book: Book) -> Kind:
    parts = (
        box("tableau sombre", -0.6, -0.7, 0.05, 0.6, 0.0, 1.7),
        box("noir", -0.3, -0.71, 1.2, 0.1, -0.7, 1.45),
        box("texte écran", -0.25, -0.715, 1.3, -0.05, -0.71, 1.4),
        *[box("acier", -0.5, -0.71, 0.2 + 0.08 * n, 0.5, -0.7, 0.23 + 0.08 * n) for n in range(8)],
    )
    ports = (
        PortPlan("in", (-0.3, -0.3, 1.7), (0.0, 0.0, 1.0), "SINK", "CABLE", POWER),
        PortPlan("out", (0.3, -0.3, 1.7), (0.0, 0.0, 1.0), "SOURCE", "CABLE", POWER),
    )
    psets = {**made_by("Onduleurs d'Argentan", "OA-40", 2, life_years=12), **powered(400.0, 60.0)}
    return keep(
        book, Kind("ups", "IfcElectricFlowStorageDevice", "Onduleur 40 kVA", "UPS", parts, ports, psets)
    )


def isolator(book: Book) -> Kind:
    """A lockable switch beside a machine, on a wall at y = 0, facing -y; fed from above."""
    parts = (
        box("armoire", -0.1, -0.1, -0.15, 0.1, 0.0, 0.15),
        rod("bande jaune", (0, -0.115, 0), (0, -0.1, 0), 0.07),
        box("volant", -0.015, -0.15, -0.06, 0.015, -0.115, 0.06),
    )
    port = PortPlan("in", (0.0, -0.05, 0.15), (0.0, 0.0, 1.0), "SINK", "CABLE", POWER)
    psets = {
        **made_by("Appareillage Sarthois", "IS-63", 2),
        **powered(400.0, 63.0, "IP55"),
        "Pset_SwitchingDeviceTypeCommon": {"NumberOfGangs": count(1), "HasLock": yes(True)},
    }
    return keep(
        book,
        Kind(
            "isolator",
            "IfcSwitchingDevice",
            "Interrupteur de proximité",
            "SWITCHDISCONNECTOR",
            parts,
            (port,),
            psets,
        ),
    )


def socket(book: Book) -> Kind:
    parts = (
        box("blanc", -0.045, -0.02, -0.045, 0.045, 0.0, 0.045),
        rod("tableau sombre", (0, -0.024, 0), (0, -0.02, 0), 0.025),
    )
    ports = _chain((-0.045, -0.01, 0.0), (0.045, -0.01, 0.0), POWER)
    return keep(
        book,
        Kind(
            "socket",
            "IfcOutlet",
            "Prise de courant",
            "POWEROUTLET",
            parts,
            ports,
            made_by("Appareillage Sarthois", "PC-16", 2),
        ),
    )


def _chain(left: tuple, right: tuple, carries: str) -> tuple[PortPlan, PortPlan]:
    """Ports of a thing in a chain: fed on its left, feeding the next on its right."""
    return (
        PortPlan("in", left, (-1.0, 0.0, 0.0), "SINK", "CABLE", carries),
        PortPlan("out", right, (1.0, 0.0, 0.0), "SOURCE", "CABLE", carries),
    )


def _light(
    book: Book,
    key: str,
    name: str,
    predefined: str,
    parts: list[Part],
    reach: tuple[float, float],
    watts: float,
    model: str,
) -> Kind:
    half, z = reach
    psets = {
        **made_by("Lumières du Perche", model, 5),
        "Pset_LightFixtureTypeCommon": {"NumberOfSources": count(1), "TotalWattage": power(watts)},
    }
    ports = _chain((-half, 0.0, z), (half, 0.0, z), LIGHT)
    return keep(book, Kind(key, "IfcLightFixture", name, predefined, tuple(parts), ports, psets))


def linear(book: Book) -> Kind:
    """A 1.5 m luminaire hanging 12 cm under its origin."""
    parts = [
        box("acier", -0.75, -0.05, -0.14, 0.75, 0.05, -0.08),
        box("lampe", -0.73, -0.045, -0.16, 0.73, 0.045, -0.14),
        rod("acier", (-0.5, 0, -0.08), (-0.5, 0, 0), 0.008),
        rod("acier", (0.5, 0, -0.08), (0.5, 0, 0), 0.008),
    ]
    return _light(
        book, "linear", "Luminaire linéaire étanche", "DIRECTIONSOURCE", parts, (0.75, -0.11), 42.0, "LP-150"
    )


def panel(book: Book) -> Kind:
    parts = [
        box("blanc", -0.3, -0.3, -0.06, 0.3, 0.3, 0.0),
        box("lampe", -0.27, -0.27, -0.07, 0.27, 0.27, -0.06),
    ]
    return _light(
        book, "panel", "Dalle lumineuse 60×60", "DIRECTIONSOURCE", parts, (0.3, -0.03), 34.0, "LP-60"
    )


def pendant(book: Book, drop: float) -> Kind:
    """A bell lamp hanging `drop` metres under its origin."""
    bell = [(0, -drop), (0.38, -drop), (0.34, -drop + 0.16), (0.12, -drop + 0.42), (0, -drop + 0.48)]
    parts = [
        rod("noir", (0, 0, -drop + 0.4), (0, 0, 0), 0.012),
        lathe("acier sombre", bell),
        lathe("lampe", [(0, -drop - 0.05), (0.2, -drop - 0.05), (0.3, -drop), (0, -drop)]),
    ]
    return _light(
        book, f"pendant/{drop}", "Suspension du hall", "DIRECTIONSOURCE", parts, (0.05, 0.0), 120.0, "LP-H"
    )


def post(book: Book, height: float) -> Kind:
    """A lamp post fed at its foot."""
    parts = [
        lathe(
            "charpente", [(0, 0), (0.14, 0), (0.1, 0.4), (0.06, 0.5), (0.045, height), (0, height)], facets=10
        ),
        rod("charpente", (0, 0, height), (0.7, 0, height + 0.15), 0.03),
        box("charpente", 0.45, -0.14, height + 0.1, 1.1, 0.14, height + 0.2),
        box("lampe", 0.5, -0.11, height + 0.08, 1.05, 0.11, height + 0.1),
    ]
    return _light(
        book,
        f"post/{height}",
        "Candélabre",
        "DIRECTIONSOURCE",
        parts,
        (0.1, -0.3),
        70.0,
        f"LP-C{round(height)}",
    )


def exit_light(book: Book) -> Kind:
    """An emergency exit light on a wall at y = 0, facing -y."""
    parts = [
        box("blanc", -0.16, -0.05, -0.08, 0.16, 0.0, 0.08),
        box("eau froide", -0.15, -0.055, -0.07, 0.15, -0.05, 0.07),
        box("blanc", -0.09, -0.058, -0.045, 0.0, -0.055, 0.045),
        box("blanc", 0.02, -0.058, -0.015, 0.11, -0.055, 0.015),
    ]
    return _light(
        book, "exit", "Bloc d'éclairage de sécurité", "SECURITYLIGHTING", parts, (0.16, -0.02), 6.0, "LP-S"
    )
