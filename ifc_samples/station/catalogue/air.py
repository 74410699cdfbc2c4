"""Air and its water side: air handling unit, fans, dampers, silencers, terminals, chiller, heat exchanger."""

from __future__ import annotations

import itertools

from ifc_samples.station.book import Book, Kind, PortPlan
from ifc_samples.station.catalogue.makers import made_by, power
from ifc_samples.station.catalogue.water import in_line, keep
from ifc_samples.station.frames import Frame, Vec
from ifc_samples.station.solids import Part, box, lathe, loft, ring, rod
from ifc_samples.station.values import measure

SUPPLY = "VENTILATION"
EXTRACT = "EXHAUST"
CHILLED = "CHILLEDWATER"
HEATING = "HEATING"
UP: Vec = (0.0, 0.0, 1.0)
FRONT: Vec = (0.0, 1.0, 0.0)


def handling_unit(book: Book) -> Kind:
    """
    An air handling unit 5 m long on a frame, floor at z = 0; air side on top and at -x, water side in front (+y).

    Its media never mix: each port says what it carries.
    """
    parts: list[Part] = [box("acier sombre", -2.5, -0.85, 0.0, 2.5, 0.85, 0.15)]
    edges = [-2.5, -1.3, -0.5, 0.4, 1.1, 2.5]
    for left, right in itertools.pairwise(edges):
        parts.append(box("caisson CTA", left + 0.02, -0.88, 0.15, right - 0.02, 0.88, 1.95))
        parts.append(box("acier", left + 0.1, 0.88, 0.3, right - 0.1, 0.9, 1.8))
        parts.append(rod("noir", (right - 0.18, 0.93, 0.95), (right - 0.18, 0.93, 1.15), 0.015))
    for x in edges:
        parts.append(box("acier sombre", x - 0.03, -0.9, 0.12, x + 0.03, 0.9, 2.0))
    parts.append(box("verre", 1.5, 0.9, 0.9, 1.8, 0.91, 1.2))
    parts.append(box("signal bleu", -2.2, 0.9, 1.4, -1.7, 0.91, 1.6))
    for x in (1.8, -0.6, -1.8):
        parts.append(
            box("air repris" if x < 0 else "air soufflé", x - 0.42, -0.27, 1.95, x + 0.42, 0.27, 2.0)
        )
    parts.append(box("air repris", -2.6, -0.42, 0.6, -2.5, 0.42, 1.4))
    for x, style in ((0.6, "eau glacée"), (1.0, "eau glacée"), (-0.2, "chauffage"), (0.2, "chauffage")):
        parts.append(rod(style, (x, 0.88, 0.5), (x, 0.95, 0.5), 0.05))

    def air(name: str, at: Vec, out: Vec, flow: str, carries: str) -> PortPlan:
        return PortPlan(name, at, out, flow, "DUCT", carries)

    def water(name: str, x: float, flow: str, carries: str) -> PortPlan:
        return PortPlan(name, (x, 0.95, 0.5), FRONT, flow, "PIPE", carries)

    ports = (
        air("supply", (1.8, 0.0, 2.0), UP, "SOURCE", SUPPLY),
        air("extract", (-0.6, 0.0, 2.0), UP, "SINK", EXTRACT),
        air("exhaust", (-1.8, 0.0, 2.0), UP, "SOURCE", EXTRACT),
        air("fresh", (-2.6, 0.0, 1.0), (-1.0, 0.0, 0.0), "SINK", SUPPLY),
        water("chilled in", 0.6, "SINK", CHILLED),
        water("chilled out", 1.0, "SOURCE", CHILLED),
        water("heating in", -0.2, "SINK", HEATING),
        water("heating out", 0.2, "SOURCE", HEATING),
    )
    psets = {
        **made_by("Aéraulique du Maine", "CTA-12000", 2, life_years=20),
        "GC_Ventilation": {
            "DebitNominal": measure("VolumetricFlowRate", 3.33),
            "PuissanceAbsorbee": power(11000.0),
        },
    }
    return keep(
        book,
        Kind(
            "cta",
            "IfcUnitaryEquipment",
            "Centrale de traitement d'air 12 000 m³/h",
            "AIRHANDLER",
            tuple(parts),
            ports,
            psets,
        ),
    )


def fan(book: Book, half: float, width: float, height: float) -> Kind:
    """A duct fan in line: casing, inlet cones, motor outside."""
    parts = (
        rod("acier", (-half + 0.12, 0, 0), (half - 0.12, 0, 0), max(width, height) * 0.62),
        box("air repris", -half, -width / 2, -height / 2, -half + 0.12, width / 2, height / 2),
        box("air repris", half - 0.12, -width / 2, -height / 2, half, width / 2, height / 2),
        rod("moteur", (0, 0, -height * 0.6), (0, 0, -height * 0.6 - 0.32), 0.14),
        box("tableau sombre", -0.08, -0.08, -height * 0.6 - 0.36, 0.08, 0.08, -height * 0.6 - 0.32),
    )
    psets = {
        **made_by("Aéraulique du Maine", "VE-3000", 2, life_years=15),
        "GC_Ventilation": {
            "DebitNominal": measure("VolumetricFlowRate", 0.83),
            "PuissanceAbsorbee": power(1500.0),
        },
    }
    return keep(
        book,
        Kind(
            "fan",
            "IfcFan",
            "Ventilateur d'extraction",
            "CENTRIFUGALFORWARDCURVED",
            parts,
            in_line(half, EXTRACT, "DUCT"),
            psets,
        ),
    )


def fire_damper(book: Book, width: float, height: float, carries: str) -> Kind:
    parts = (
        box("acier", -0.2, -width / 2 - 0.03, -height / 2 - 0.03, 0.2, width / 2 + 0.03, height / 2 + 0.03),
        box("incendie", -0.1, width / 2 + 0.03, -0.1, 0.1, width / 2 + 0.15, 0.1),
        rod("laiton", (0, width / 2 + 0.15, 0), (0, width / 2 + 0.2, 0), 0.02),
    )
    key = f"fire damper/{width}/{height}/{carries}"
    return keep(
        book,
        Kind(
            key,
            "IfcDamper",
            "Clapet coupe-feu",
            "FIREDAMPER",
            parts,
            in_line(0.2, carries, "DUCT"),
            made_by("Protecfeu", "CCF-90", 2),
        ),
    )


def silencer(book: Book, width: float, height: float, carries: str) -> Kind:
    parts: list[Part] = [
        box(
            "caisson CTA",
            -0.6,
            -width / 2 - 0.08,
            -height / 2 - 0.08,
            0.6,
            width / 2 + 0.08,
            height / 2 + 0.08,
        )
    ]
    parts += [
        box(
            "acier sombre",
            x - 0.02,
            -width / 2 - 0.1,
            -height / 2 - 0.1,
            x + 0.02,
            width / 2 + 0.1,
            height / 2 + 0.1,
        )
        for x in (-0.55, 0.0, 0.55)
    ]
    key = f"silencer/{width}/{height}/{carries}"
    return keep(
        book,
        Kind(
            key,
            "IfcDuctSilencer",
            "Piège à son",
            "RECTANGULAR",
            tuple(parts),
            in_line(0.6, carries, "DUCT"),
            made_by("Aéraulique du Maine", "PS-12", 2),
        ),
    )


def diffuser(book: Book, carries: str) -> Kind:
    """A round ceiling terminal; the duct comes from above."""
    inwards = carries == EXTRACT
    parts = (
        lathe("blanc", [(0, -0.06), (0.26, -0.06), (0.16, 0.0), (0, 0.0)], facets=16),
        ring("acier", 0.2, 0.012, Frame((0, 0, -0.062)), facets=16),
        ring("acier", 0.11, 0.012, Frame((0, 0, -0.062)), facets=16),
    )
    port = PortPlan(
        "out" if inwards else "in", (0.0, 0.0, 0.0), UP, "SOURCE" if inwards else "SINK", "DUCT", carries
    )
    name, model = ("Bouche d'extraction", "BE-200") if inwards else ("Diffuseur d'air", "DA-200")
    return keep(
        book,
        Kind(
            f"diffuser/{carries}",
            "IfcAirTerminal",
            name,
            "DIFFUSER",
            parts,
            (port,),
            made_by("Aéraulique du Maine", model, 2),
        ),
    )


def nozzle(book: Book) -> Kind:
    """A jet nozzle blowing along +x, fed from -x."""
    axis = Frame((0, 0, 0), (0, 1, 0), (1, 0, 0))
    parts = (
        lathe("blanc", [(0, 0), (0.1, 0.0), (0.17, 0.1), (0.13, 0.28), (0, 0.28)], axis),
        ring("acier", 0.14, 0.015, Frame((0.28, 0, 0), (0, 1, 0), (1, 0, 0))),
    )
    port = PortPlan("in", (0.0, 0.0, 0.0), (-1.0, 0.0, 0.0), "SINK", "DUCT", SUPPLY)
    return keep(
        book,
        Kind(
            "nozzle",
            "IfcAirTerminal",
            "Buse à longue portée",
            "DIFFUSER",
            parts,
            (port,),
            made_by("Aéraulique du Maine", "BL-250", 2),
        ),
    )


def louvre(book: Book, carries: str) -> Kind:
    """An outdoor louvre tower; the duct comes from below."""
    parts: list[Part] = [
        box("zinc", -0.55, -0.4, 0.0, 0.55, 0.4, 0.9),
        box("zinc", -0.65, -0.5, 0.9, 0.65, 0.5, 1.0),
    ]
    parts += [box("acier sombre", -0.5, -0.43, 0.15 + 0.12 * n, 0.5, -0.4, 0.21 + 0.12 * n) for n in range(6)]
    parts += [box("acier sombre", -0.5, 0.4, 0.15 + 0.12 * n, 0.5, 0.43, 0.21 + 0.12 * n) for n in range(6)]
    outwards = carries == EXTRACT
    port = PortPlan(
        "in" if outwards else "out",
        (0.0, 0.0, 0.0),
        (0.0, 0.0, -1.0),
        "SINK" if outwards else "SOURCE",
        "DUCT",
        carries,
    )
    name = "Édicule de rejet" if outwards else "Édicule de prise d'air"
    return keep(
        book,
        Kind(
            f"louvre/{carries}",
            "IfcAirTerminal",
            name,
            "LOUVRE",
            tuple(parts),
            (port,),
            made_by("Aéraulique du Maine", "ED-800", 2),
        ),
    )


def chiller(book: Book) -> Kind:
    """A roof chiller with three condenser fans; water ports in front (-y)."""
    parts: list[Part] = [
        box("acier sombre", -1.6, -0.65, 0.0, 1.6, 0.65, 0.15),
        box("caisson CTA", -1.6, -0.7, 0.15, 1.6, 0.7, 1.6),
        *[box("acier sombre", -1.5 + 0.13 * n, -0.72, 0.55, -1.45 + 0.13 * n, -0.7, 1.5) for n in range(23)],
    ]
    for x in (-1.05, 0.0, 1.05):
        parts.append(
            lathe(
                "acier sombre", [(0, 1.6), (0.46, 1.6), (0.42, 1.85), (0, 1.85)], Frame((x, 0, 0)), facets=16
            )
        )
        parts.append(ring("noir", 0.4, 0.03, Frame((x, 0, 1.86)), facets=16))
        parts.append(lathe("acier", [(0, 1.85), (0.12, 1.85), (0.08, 1.92), (0, 1.92)], Frame((x, 0, 0))))
    parts += [rod("eau glacée", (x, -0.76, 0.4), (x, -0.7, 0.4), 0.055) for x in (-0.3, 0.3)]
    back: Vec = (0.0, -1.0, 0.0)
    ports = (
        PortPlan("out", (-0.3, -0.76, 0.4), back, "SOURCE", "PIPE", CHILLED),
        PortPlan("in", (0.3, -0.76, 0.4), back, "SINK", "PIPE", CHILLED),
    )
    psets = {
        **made_by("Froid des Alpes mancelles", "GF-90", 2, life_years=18),
        "GC_Froid": {"PuissanceFrigorifique": power(90000.0)},
    }
    return keep(
        book, Kind("chiller", "IfcChiller", "Groupe froid 90 kW", "AIRCOOLED", tuple(parts), ports, psets)
    )


def exchanger(book: Book) -> Kind:
    """A plate heat exchanger: primary at -x, secondary at +x."""
    parts: list[Part] = [box("fonte", -0.3, -0.6, 0.0, 0.3, 0.35, 0.12)]
    parts += [
        box("inox" if n % 2 else "chauffage", -0.2 + 0.04 * n, -0.55, 0.15, -0.165 + 0.04 * n, 0.3, 1.35)
        for n in range(11)
    ]
    parts += [box("chauffage", x, -0.58, 0.12, x + 0.05, 0.33, 1.42) for x in (-0.26, 0.23)]
    parts += [rod("inox", (-0.28, y, z), (0.3, y, z), 0.02) for y in (-0.5, 0.25) for z in (0.2, 1.3)]
    ports = (
        PortPlan("primary in", (-0.26, 0.0, 1.0), (-1.0, 0.0, 0.0), "SINK", "PIPE", HEATING),
        PortPlan("primary out", (-0.26, -0.45, 0.4), (-1.0, 0.0, 0.0), "SOURCE", "PIPE", HEATING),
        PortPlan("secondary in", (0.28, -0.45, 0.4), (1.0, 0.0, 0.0), "SINK", "PIPE", HEATING),
        PortPlan("secondary out", (0.28, 0.0, 1.0), (1.0, 0.0, 0.0), "SOURCE", "PIPE", HEATING),
    )
    psets = made_by("Échangeurs de l'Huisne", "EP-150", 3, life_years=20)
    return keep(
        book,
        Kind(
            "exchanger", "IfcHeatExchanger", "Échangeur à plaques 150 kW", "PLATE", tuple(parts), ports, psets
        ),
    )


def split_unit(book: Book) -> Kind:
    """An indoor split unit on a wall at y = 0, facing -y."""
    low = [(-0.45, -0.2, -0.15), (0.45, -0.2, -0.15), (0.45, 0.0, -0.15), (-0.45, 0.0, -0.15)]
    parts = (
        loft("blanc", low, [(x, y * 1.1, 0.15) for x, y, _ in low]),
        box("tableau sombre", -0.4, -0.21, -0.12, 0.4, -0.2, -0.08),
    )
    return keep(
        book,
        Kind(
            "split",
            "IfcUnitaryEquipment",
            "Climatiseur mural",
            "SPLITSYSTEM",
            parts,
            psets=made_by("Froid des Alpes mancelles", "CM-35", 2, life_years=12),
        ),
    )


def room_sensor(book: Book) -> Kind:
    parts = (
        box("blanc", -0.04, -0.025, -0.04, 0.04, 0.0, 0.04),
        box("écran", -0.025, -0.03, 0.0, 0.025, -0.025, 0.025),
    )
    return keep(
        book,
        Kind(
            "room sensor",
            "IfcSensor",
            "Sonde d'ambiance",
            "TEMPERATURESENSOR",
            parts,
            psets=made_by("Mesures Orne", "SA-1", 2),
        ),
    )


def controller(book: Book) -> Kind:
    parts = (
        box("armoire", -0.3, -0.22, 0.0, 0.3, 0.0, 0.8),
        box("écran", -0.15, -0.23, 0.5, 0.15, -0.22, 0.68),
        rod("noir", (0.24, -0.25, 0.3), (0.24, -0.25, 0.42), 0.01),
    )
    return keep(
        book,
        Kind(
            "controller",
            "IfcController",
            "Automate de régulation",
            "PROGRAMMABLE",
            parts,
            psets=made_by("Mesures Orne", "AR-40", 2),
        ),
    )
