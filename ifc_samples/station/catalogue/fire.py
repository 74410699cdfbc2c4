"""Fire: hose reels, hydrants, sprinklers, call points, sirens, detectors."""

from __future__ import annotations

from ifc_samples.station.book import Book, Kind, PortPlan
from ifc_samples.station.catalogue.makers import made_by
from ifc_samples.station.catalogue.water import keep
from ifc_samples.station.frames import Frame
from ifc_samples.station.solids import box, lathe, ring, rod, tube

FIRE = "FIREPROTECTION"
REEL_INLET = 2.0


def hose_reel(book: Book) -> Kind:
    """A hose reel on a wall at y = 0, facing -y; its inlet comes from above."""
    wheel = Frame((0, -0.22, 1.3), (1, 0, 0), (0, 1, 0))
    parts = [
        lathe(
            "incendie",
            [
                (0, -0.1),
                (0.3, -0.1),
                (0.3, -0.08),
                (0.16, -0.07),
                (0.16, 0.07),
                (0.3, 0.08),
                (0.3, 0.1),
                (0, 0.1),
            ],
            wheel,
        ),
        ring("noir", 0.2, 0.045, Frame((0, -0.25, 1.3), (1, 0, 0), (0, 1, 0))),
        ring("noir", 0.21, 0.045, Frame((0, -0.18, 1.3), (1, 0, 0), (0, 1, 0))),
        rod("incendie", (0, -0.12, 1.3), (0, 0.0, 1.3), 0.05),
        tube("incendie", [(0, -0.08, REEL_INLET), (0, -0.08, 1.3)], 0.02),
        box("blanc", -0.15, -0.02, 1.72, 0.15, 0.0, 1.92),
        box("incendie", -0.12, -0.03, 1.75, 0.12, -0.02, 1.89),
    ]
    port = PortPlan("in", (0.0, -0.08, REEL_INLET), (0.0, 0.0, 1.0), "SINK", "PIPE", FIRE)
    psets = made_by("Secours du Bocage", "RIA-33", 3)
    return keep(
        book,
        Kind(
            "reel",
            "IfcFireSuppressionTerminal",
            "Robinet d'incendie armé",
            "HOSEREEL",
            tuple(parts),
            (port,),
            psets,
        ),
    )


def hydrant(book: Book) -> Kind:
    """A pillar hydrant; fed from below."""
    parts = [
        lathe(
            "incendie",
            [(0, 0), (0.16, 0), (0.16, 0.05), (0.1, 0.08), (0.1, 0.75), (0.15, 0.8), (0.14, 0.95), (0, 1.05)],
        ),
        rod("incendie", (0, -0.24, 0.62), (0, 0.24, 0.62), 0.055),
        rod("incendie", (-0.22, 0, 0.62), (0, 0, 0.62), 0.06),
        rod("fonte", (0, 0, 1.05), (0, 0, 1.13), 0.03),
    ]
    port = PortPlan("in", (0.0, 0.0, 0.0), (0.0, 0.0, -1.0), "SINK", "PIPE", FIRE)
    psets = made_by("Fonderie de la Touques", "PI-100", 5)
    return keep(
        book,
        Kind(
            "hydrant",
            "IfcFireSuppressionTerminal",
            "Poteau d'incendie",
            "FIREHYDRANT",
            tuple(parts),
            (port,),
            psets,
        ),
    )


def sprinkler(book: Book) -> Kind:
    """A hanging sprinkler head, fed from above."""
    parts = [
        rod("laiton", (0, 0, -0.05), (0, 0, 0), 0.012),
        lathe("laiton", [(0, -0.09), (0.03, -0.09), (0.03, -0.085), (0, -0.085)], facets=10),
        rod("incendie", (0, 0, -0.085), (0, 0, -0.05), 0.004),
        lathe("blanc", [(0, -0.012), (0.04, -0.012), (0.04, 0.0), (0, 0.0)], facets=10),
    ]
    port = PortPlan("in", (0.0, 0.0, 0.0), (0.0, 0.0, 1.0), "SINK", "PIPE", FIRE)
    psets = made_by("Secours du Bocage", "SP-68", 5)
    return keep(
        book,
        Kind(
            "sprinkler",
            "IfcFireSuppressionTerminal",
            "Tête d'extinction",
            "SPRINKLER",
            tuple(parts),
            (port,),
            psets,
        ),
    )


def call_point(book: Book) -> Kind:
    parts = (
        box("incendie", -0.05, -0.045, -0.05, 0.05, 0.0, 0.05),
        box("blanc", -0.035, -0.05, -0.035, 0.035, -0.045, 0.035),
    )
    return keep(
        book,
        Kind(
            "call point",
            "IfcAlarm",
            "Déclencheur manuel",
            "BREAKGLASSBUTTON",
            parts,
            psets=made_by("Alertis", "DM-2", 3),
        ),
    )


def siren(book: Book) -> Kind:
    parts = (
        box("incendie", -0.07, -0.05, -0.05, 0.07, 0.0, 0.05),
        lathe(
            "incendie",
            [(0, 0), (0.06, 0), (0.08, 0.05), (0, 0.05)],
            Frame((0, -0.05, 0), (1, 0, 0), (0, -1, 0)),
        ),
    )
    return keep(
        book,
        Kind("siren", "IfcAlarm", "Sirène d'évacuation", "SIREN", parts, psets=made_by("Alertis", "SE-9", 3)),
    )


def detector(book: Book) -> Kind:
    """A smoke detector under a ceiling."""
    parts = (lathe("blanc", [(0, -0.05), (0.035, -0.05), (0.05, -0.02), (0.055, 0.0), (0, 0.0)], facets=12),)
    return keep(
        book,
        Kind(
            "detector",
            "IfcSensor",
            "Détecteur de fumée",
            "SMOKESENSOR",
            parts,
            psets=made_by("Alertis", "DF-7", 3),
        ),
    )


def flow_switch(book: Book) -> Kind:
    """The alarm on the riser: rings when water flows."""
    parts = (
        box("incendie", -0.05, -0.05, 0.04, 0.05, 0.05, 0.16),
        rod("laiton", (0, 0, 0), (0, 0, 0.04), 0.02),
    )
    return keep(
        book,
        Kind(
            "flow alarm",
            "IfcAlarm",
            "Alarme de passage d'eau",
            "BELL",
            parts,
            psets=made_by("Alertis", "AP-3", 3),
        ),
    )
