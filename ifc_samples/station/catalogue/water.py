"""Water: valves, pumps, meters, vessels, sanitary ware, drains. In-line devices lie along x, centred on the origin."""

from __future__ import annotations

from ifc_samples.station.book import Book, Kind, PortPlan
from ifc_samples.station.catalogue.makers import made_by, power
from ifc_samples.station.frames import Frame
from ifc_samples.station.solids import Part, box, lathe, loft, rectangle, ring, rod, slab, tube
from ifc_samples.station.values import PropertySets, label, measure, yes

ALONG = Frame((0.0, 0.0, 0.0), (0.0, 0.0, 1.0), (1.0, 0.0, 0.0))
COLD = "DOMESTICCOLDWATER"
FIXTURE_INLET = 1.05  # height of the cold inlet of sanitary ware
FIXTURE_DRAIN = 0.2  # how far its drain is from the wall


def keep(book: Book, kind: Kind) -> Kind:
    return book.kinds.setdefault(kind.key, kind)


def in_line(
    half: float, carries: str, medium: str = "PIPE", *, two_way: bool = False
) -> tuple[PortPlan, PortPlan]:
    """The two ports of a device that sits in a run."""
    flows = ("SOURCEANDSINK", "SOURCEANDSINK") if two_way else ("SINK", "SOURCE")
    return (
        PortPlan("in", (-half, 0.0, 0.0), (-1.0, 0.0, 0.0), flows[0], medium, carries),
        PortPlan("out", (half, 0.0, 0.0), (1.0, 0.0, 0.0), flows[1], medium, carries),
    )


def flanges(style: str, half: float, radius: float) -> list[Part]:
    return [
        rod(style, (-half, 0, 0), (-half + 0.02, 0, 0), radius),
        rod(style, (half - 0.02, 0, 0), (half, 0, 0), radius),
    ]


def valve(
    book: Book,
    dn: float,
    *,
    carries: str = COLD,
    predefined: str = "ISOLATING",
    style: str = "laiton",
    two_way: bool = False,
) -> Kind:
    """A gate valve with a red hand wheel; a check valve has none."""
    half = max(1.6 * dn, 0.06)
    r = dn / 2
    parts = [
        rod(style, (-half, 0, 0), (half, 0, 0), r * 1.15),
        *flanges(style, half, r * 1.9),
        lathe(
            style, [(0, -r * 1.5), (r * 1.7, -r * 1.0), (r * 1.8, r * 0.8), (r * 1.0, r * 2.2), (0, r * 2.2)]
        ),
    ]
    if predefined == "CHECK":
        parts.append(box("fonte", -half * 0.5, -r * 0.4, r * 2.2, half * 0.5, r * 0.4, r * 2.6))
    else:
        top = r * 2.2 + max(dn, 0.05)
        wheel = max(dn * 0.95, 0.045)
        parts.append(rod("inox", (0, 0, r * 2.0), (0, 0, top + 0.02), r * 0.35))
        parts.append(ring("volant", wheel, wheel * 0.14, Frame((0, 0, top))))
        parts += [
            rod("volant", (-wheel, 0, top), (wheel, 0, top), wheel * 0.1),
            rod("volant", (0, -wheel, top), (0, wheel, top), wheel * 0.1),
        ]
    words = {
        "ISOLATING": "Vanne d'isolement",
        "CHECK": "Clapet anti-retour",
        "STOPCOCK": "Robinet de branchement",
        "REGULATING": "Vanne de réglage",
        "DRAWOFFCOCK": "Robinet de puisage",
    }
    psets: PropertySets = {
        **made_by("Robinetterie Risle", f"RV-{round(dn * 1000)}{predefined[0]}", 5),
        "Pset_ValveTypeCommon": {
            "Size": measure("PositiveLength", dn),
            "WorkingPressure": measure("Pressure", 1_000_000.0),
            "TestPressure": measure("Pressure", 1_500_000.0),
        },
    }
    if predefined in ("ISOLATING", "STOPCOCK"):
        psets["Pset_ValveTypeIsolating"] = {"IsNormallyOpen": yes(True)}
    name = f"{words[predefined]} DN {round(dn * 1000)}"
    key = f"valve/{dn}/{carries}/{predefined}/{style}/{two_way}"
    return keep(
        book,
        Kind(
            key,
            "IfcValve",
            name,
            predefined,
            tuple(parts),
            in_line(half, carries, two_way=two_way),
            psets,
            material="Laiton",
        ),
    )


def pump(
    book: Book, name: str, model: str, dn: float, *, stand: float, carries: str = COLD, predefined: str = "ENDSUCTION",
    style: str = "pompe", watts: float = 3000.0,
) -> Kind:  # fmt: skip
    """A pump: volute between its flanges, finned motor beside it, on a concrete base `stand` metres high."""
    half, r = 0.34, 0.21
    axis = Frame((0, 0, 0), (1, 0, 0), (0, 1, 0))
    parts = [
        lathe(
            style, [(0, -0.13), (r * 0.7, -0.13), (r, -0.05), (r, 0.06), (r * 0.75, 0.13), (0, 0.13)], axis
        ),
        rod(style, (-half, 0, 0), (half, 0, 0), dn / 2 * 1.1),
        *flanges(style, half, dn / 2 + 0.05),
        rod("acier", (0, 0.13, 0), (0, 0.24, 0), 0.09),
        rod("moteur", (0, 0.24, 0), (0, 0.66, 0), 0.15),
        rod("tableau sombre", (0, 0.66, 0), (0, 0.74, 0), 0.16),
        box("moteur", -0.09, 0.34, 0.14, 0.09, 0.54, 0.25),
        box("fonte", -0.24, -0.16, -0.32, 0.24, 0.76, -0.28),
        box("fonte", -0.1, 0.28, -0.28, 0.1, 0.6, -0.12),
        box("fonte", -0.07, -0.06, -0.28, 0.07, 0.06, -0.18),
        box("béton clair", -0.34, -0.26, -stand, 0.34, 0.86, -0.32),
    ]
    parts += [
        ring("moteur", 0.152, 0.012, Frame((0, 0.28 + 0.06 * n, 0), (1, 0, 0), (0, 1, 0))) for n in range(6)
    ]
    psets: PropertySets = {
        **made_by("Hydraulique du Loir", model, 2, life_years=15),
        "Pset_PumpTypeCommon": {
            "NominalRotationSpeed": measure("RotationalFrequency", 48.3),
            "ConnectionSize": measure("PositiveLength", dn),
        },
        "GC_Pompe": {"PuissanceAbsorbee": power(watts), "Installation": label("À sec")},
    }
    key = f"pump/{model}/{stand}"
    return keep(book, Kind(key, "IfcPump", name, predefined, tuple(parts), in_line(half, carries), psets))


def meter(book: Book, dn: float) -> Kind:
    parts = [
        rod("laiton", (-0.15, 0, 0), (0.15, 0, 0), dn * 0.55),
        *flanges("laiton", 0.15, dn * 0.95),
        lathe("pompe", [(0, 0.0), (0.09, 0.0), (0.09, 0.13), (0.07, 0.15), (0, 0.15)]),
        rod("blanc", (0, 0, 0.15), (0, 0, 0.16), 0.06),
    ]
    psets = made_by("Comptage Eure", "CE-65", 4)
    return keep(
        book,
        Kind(
            f"meter/{dn}",
            "IfcFlowMeter",
            "Compteur d'eau",
            "WATERMETER",
            tuple(parts),
            in_line(0.15, COLD),
            psets,
        ),
    )


def filter_(book: Book, dn: float) -> Kind:
    parts = [
        rod("laiton", (-0.16, 0, 0), (0.16, 0, 0), dn * 0.55),
        *flanges("laiton", 0.16, dn * 0.95),
        lathe("acier", [(0, -0.32), (0.06, -0.3), (0.07, 0.06), (0, 0.08)]),
    ]
    psets = made_by("Robinetterie Risle", "RF-65", 2)
    return keep(
        book,
        Kind(
            f"filter/{dn}",
            "IfcFilter",
            "Filtre à tamis",
            "WATERFILTER",
            tuple(parts),
            in_line(0.16, COLD),
            psets,
        ),
    )


def vessel(book: Book) -> Kind:
    """A pressure vessel on three feet, its connection on top at 1.75 m."""
    shell = [
        (0, 0.28),
        (0.22, 0.32),
        (0.32, 0.5),
        (0.32, 1.4),
        (0.22, 1.6),
        (0.05, 1.66),
        (0.05, 1.75),
        (0, 1.75),
    ]
    parts = [
        lathe("cuve", shell),
        *[
            box("fonte", x - 0.03, y - 0.03, 0, x + 0.03, y + 0.03, 0.4)
            for x, y in ((0.25, 0), (-0.14, 0.2), (-0.14, -0.2))
        ],
    ]
    port = PortPlan("in", (0.0, 0.0, 1.75), (0.0, 0.0, 1.0), "SINK", "PIPE", COLD)
    psets = made_by("Chaudronnerie Avre", "BV-300", 5)
    return keep(
        book,
        Kind("vessel", "IfcTank", "Ballon antibélier 300 L", "PRESSUREVESSEL", tuple(parts), (port,), psets),
    )


# ── sanitary ware: back against a wall at y = 0, facing -y, floor at z = 0 ────


def _fixture(book: Book, key: str, name: str, predefined: str, parts: list[Part], model: str) -> Kind:
    ports = (
        PortPlan("cold", (0.0, -0.05, FIXTURE_INLET), (0.0, 0.0, 1.0), "SINK", "PIPE", COLD),
        PortPlan("drain", (0.0, -FIXTURE_DRAIN, 0.0), (0.0, 0.0, -1.0), "SOURCE", "PIPE", "DRAINAGE"),
    )
    psets = made_by("Céramiques du Perche", model, 2)
    return keep(
        book,
        Kind(key, "IfcSanitaryTerminal", name, predefined, tuple(parts), ports, psets, material="Céramique"),
    )


def toilet(book: Book) -> Kind:
    bowl = [(0, 0.0), (0.13, 0.0), (0.12, 0.2), (0.19, 0.36), (0.2, 0.4), (0, 0.4)]
    parts = [
        lathe("faïence", bowl, Frame((0, -0.42, 0))),
        box("faïence", -0.12, -0.3, 0.0, 0.12, -0.1, 0.38),
        box("faïence", -0.2, -0.2, 0.38, 0.2, -0.02, 0.82),
        lathe("blanc", [(0, 0.4), (0.2, 0.4), (0.2, 0.43), (0, 0.43)], Frame((0, -0.42, 0))),
        rod("inox", (0, -0.05, 0.82), (0, -0.05, FIXTURE_INLET), 0.01),
    ]
    return _fixture(book, "toilet", "Cuvette de WC", "TOILETPAN", parts, "CP-WC")


def basin(book: Book) -> Kind:
    square = [(-0.27, -0.45), (0.27, -0.45), (0.27, -0.02), (-0.27, -0.02)]
    low = [(x * 0.7, -0.22 + (y + 0.22) * 0.7, 0.68) for x, y in square]
    parts = [
        loft("faïence", low, [(x, y, 0.85) for x, y in square]),
        slab("carrelage", [(x * 0.8, -0.24 + (y + 0.24) * 0.7) for x, y in square], 0.85, 0.856),
        tube("inox", [(0, -0.05, FIXTURE_INLET), (0, -0.05, 0.98), (0, -0.22, 0.98)], 0.014),
        rod("inox", (0, -FIXTURE_DRAIN, 0.0), (0, -FIXTURE_DRAIN, 0.68), 0.02),
        box("verre", -0.3, -0.02, 1.2, 0.3, -0.005, 1.9),
    ]
    return _fixture(book, "basin", "Lavabo", "WASHHANDBASIN", parts, "CP-LV")


def urinal(book: Book) -> Kind:
    top = [(-0.17, -0.25), (0.17, -0.25), (0.17, -0.02), (-0.17, -0.02)]
    parts = [
        loft("faïence", [(x * 0.5, y * 0.8, 0.45) for x, y in top], [(x, y, 0.65) for x, y in top]),
        box("faïence", -0.17, -0.1, 0.65, 0.17, -0.02, 0.98),
        rod("inox", (0, -0.05, 0.98), (0, -0.05, FIXTURE_INLET), 0.012),
        rod("inox", (0, -FIXTURE_DRAIN, 0.0), (0, -FIXTURE_DRAIN, 0.46), 0.025),
    ]
    return _fixture(book, "urinal", "Urinoir", "URINAL", parts, "CP-UR")


def sink(book: Book) -> Kind:
    parts = [
        box("inox", -0.6, -0.6, 0.84, 0.6, -0.02, 0.9),
        box("tableau sombre", -0.5, -0.5, 0.9, -0.05, -0.12, 0.905),
        tube(
            "inox",
            [(0, -0.05, FIXTURE_INLET), (0, -0.05, 1.2), (-0.25, -0.25, 1.2), (-0.25, -0.25, 1.1)],
            0.014,
        ),
        rod("inox", (0, -FIXTURE_DRAIN, 0.0), (0, -FIXTURE_DRAIN, 0.84), 0.025),
        *[
            box("acier", x - 0.02, y - 0.02, 0, x + 0.02, y + 0.02, 0.84)
            for x in (-0.56, 0.56)
            for y in (-0.56, -0.06)
        ],
    ]
    return _fixture(book, "sink", "Plonge", "SINK", parts, "CP-PL")


# ── drains ───────────────────────────────────────────────────────────────────


def floor_drain(book: Book, depth: float = 0.06) -> Kind:
    """A floor drain, its outlet `depth` below the floor."""
    parts = [
        box("inox", -0.13, -0.13, -0.02, 0.13, 0.13, 0.008),
        *[
            box("noir", -0.11, y - 0.01, 0.008, 0.11, y + 0.01, 0.012)
            for y in (-0.08, -0.04, 0.0, 0.04, 0.08)
        ],
        rod("évacuation", (0, 0, -depth), (0, 0, -0.02), 0.05),
    ]
    port = PortPlan("drain", (0.0, 0.0, -depth), (0.0, 0.0, -1.0), "SOURCE", "PIPE", "DRAINAGE")
    psets = made_by("Caniveaux Braye", "SB-100", 2)
    return keep(
        book,
        Kind(
            f"floor drain/{depth}",
            "IfcWasteTerminal",
            "Siphon de sol",
            "FLOORTRAP",
            tuple(parts),
            (port,),
            psets,
        ),
    )


def sump(book: Book, inlet: float) -> Kind:
    """A pit 1.6 m square and 1.7 m deep under its rim at z = 0; the inlet comes from -x at z = `inlet`."""
    outer, inner = rectangle(-0.8, -0.8, 0.8, 0.8), rectangle(-0.65, -0.65, 0.65, 0.65)
    parts = [
        slab("béton sombre", outer, -1.7, 0.06, [inner]),
        slab("béton sombre", outer, -1.85, -1.7),
        slab("évacuation", inner, -1.7, -1.0),
        *[box("inox", -0.65, y - 0.015, 0.02, 0.65, y + 0.015, 0.06) for y in (-0.6, -0.2, 0.0, 0.2, 0.6)],
    ]
    ports = (
        PortPlan("in", (-0.8, 0.0, inlet), (-1.0, 0.0, 0.0), "SINK", "PIPE", "DRAINAGE"),
        PortPlan("out 1", (0.0, -0.4, -1.3), (0.0, 0.0, 1.0), "SOURCE", "PIPE", "DRAINAGE"),
        PortPlan("out 2", (0.0, 0.4, -1.3), (0.0, 0.0, 1.0), "SOURCE", "PIPE", "DRAINAGE"),
    )
    return keep(
        book,
        Kind(
            "sump",
            "IfcDistributionChamberElement",
            "Fosse de relevage",
            "SUMP",
            tuple(parts),
            ports,
            material="Béton",
        ),
    )


def manhole(book: Book) -> Kind:
    """A street manhole; its inlet comes from +y, 2 m under the cover."""
    parts = [
        lathe("béton", [(0, -2.6), (0.6, -2.6), (0.6, -0.6), (0.4, -0.05), (0, -0.05)]),
        rod("fonte", (0, 0, -0.05), (0, 0, 0.0), 0.38),
    ]
    port = PortPlan("in", (0.0, 0.6, -2.0), (0.0, 1.0, 0.0), "SINK", "PIPE", "DRAINAGE")
    return keep(
        book,
        Kind(
            "manhole",
            "IfcDistributionChamberElement",
            "Regard de branchement",
            "INSPECTIONCHAMBER",
            tuple(parts),
            (port,),
            material="Béton",
        ),
    )


def level_sensor(book: Book) -> Kind:
    parts = [
        rod("noir", (0, 0, 0), (0, 0, 0.1), 0.03),
        rod("inox", (0, 0, -1.2), (0, 0, 0), 0.012),
        box("armoire", -0.06, -0.04, 0.1, 0.06, 0.04, 0.22),
    ]
    psets = made_by("Mesures Orne", "MN-4", 2)
    return keep(book, Kind("level", "IfcSensor", "Sonde de niveau", "LEVELSENSOR", tuple(parts), psets=psets))


def pump_controller(book: Book) -> Kind:
    """The box on the wall that starts and stops the lifting pumps."""
    parts = [
        box("armoire", -0.2, -0.18, 0.0, 0.2, 0.0, 0.5),
        box("écran", -0.1, -0.19, 0.3, 0.1, -0.18, 0.42),
    ]
    psets = made_by("Mesures Orne", "CR-2", 2)
    return keep(
        book,
        Kind(
            "lift controller",
            "IfcController",
            "Coffret de relevage",
            "TWOPOSITION",
            tuple(parts),
            psets=psets,
        ),
    )


def actuator(book: Book) -> Kind:
    """An electric drive that sits on a valve."""
    parts = [rod("noir", (0, 0, 0), (0, 0, 0.12), 0.02), box("armoire", -0.07, -0.05, 0.12, 0.07, 0.05, 0.26)]
    psets = made_by("Mesures Orne", "SM-20", 2)
    return keep(
        book, Kind("actuator", "IfcActuator", "Servomoteur", "ELECTRICACTUATOR", tuple(parts), psets=psets)
    )
