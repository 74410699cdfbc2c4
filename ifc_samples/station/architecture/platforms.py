"""Three platforms 230 m long with edges, tactile strips and canopies."""

from __future__ import annotations

from ifc_samples.station.architecture.walls import plate, thing
from ifc_samples.station.book import Book, Kind
from ifc_samples.station.frames import standing
from ifc_samples.station.plan import PLATFORM_ENDS, PLATFORM_LEVEL, PLATFORMS
from ifc_samples.station.solids import Flat, Part, beam, box, rectangle, rod, sideways

LENGTH = 23.0
EDGES = {"A": (32.0, None), "B": (39.4, 48.4), "C": (55.8, None)}  # y of the platform edges
VOIDS = {
    "B": [(15.0, 41.2, 26.2, 43.45), (15.0, 44.35, 26.2, 46.05), (5.85, 42.85, 7.95, 44.95)],
    "C": [(15.0, 57.6, 26.2, 59.9), (5.85, 57.85, 7.95, 59.95)],
}
CANOPY_BAYS = [-60.0 + 10.0 * n for n in range(12)]
CANOPY_AXES = {"A": 28.6, "B": 43.9, "C": 59.6}
CANOPY_HALF = {"A": 2.9, "B": 3.9, "C": 2.0}
CANOPY_HEIGHT = 4.3


def build(book: Book) -> None:
    for letter, (y0, y1) in PLATFORMS.items():
        for x0 in _steps():
            _slab(book, letter, x0, y0, y1)
            _edges(book, letter, x0)
        _canopy(book, letter)
    _rear_fence(book)


def _steps() -> list[float]:
    start, end = PLATFORM_ENDS
    return [start + LENGTH * n for n in range(round((end - start) / LENGTH))]


def _slab(book: Book, letter: str, x0: float, y0: float, y1: float) -> None:
    x1 = x0 + LENGTH
    outline = _platform_a(x0, x1) if letter == "A" else rectangle(x0, y0, x1, y1)
    holes = [rectangle(a, b, c, d) for a, b, c, d in VOIDS.get(letter, []) if x0 < a and c < x1]
    level = PLATFORM_LEVEL
    plate(
        book,
        "IfcSlab",
        f"Quai {letter}",
        "quai",
        outline,
        -0.6,
        level,
        holes,
        storey="N0",
        predefined="FLOOR",
        material="Béton désactivé",
    )


def _platform_a(x0: float, x1: float) -> list[Flat]:
    """Platform A goes back to the wings on both sides of the access gallery (x from -21 to 21)."""
    left, right = max(x0, -21.0), min(x1, 21.0)
    back, front, gallery = 22.45, 32.0, 26.0
    if left >= right:
        return rectangle(x0, back, x1, front)
    outline = [(x0, back), (left, back)] if x0 < left else []
    outline += [(left, gallery), (right, gallery)]
    outline += [(right, back), (x1, back)] if right < x1 else []
    return [*outline, (x1, front), (x0, front)]


def _edges(book: Book, letter: str, x0: float) -> None:
    x1, z = x0 + LENGTH, PLATFORM_LEVEL
    for side, edge in zip((1, -1) if letter == "A" else (-1, 1), EDGES[letter], strict=True):
        if edge is None:
            continue
        inward = -side
        for name, style, near, far, z0, z1 in (
            ("Bordure de quai", "bordure", 0.0, 0.45, z, z + 0.015),
            ("Bande d'éveil podotactile", "podotactile", 0.75, 1.15, z, z + 0.012),
            ("Ligne de sécurité", "bande jaune", 1.25, 1.35, z, z + 0.008),
        ):
            a, b = sorted((edge + inward * near, edge + inward * far))
            parts = [box(style, x0, a, z0, x1, b, z1)]
            if style == "podotactile":
                parts += [
                    box("bordure", x0, a + 0.06 + 0.1 * n, z1, x1, a + 0.09 + 0.1 * n, z1 + 0.004)
                    for n in range(4)
                ]
            thing(
                book,
                "IfcCovering",
                f"{name} – quai {letter}",
                parts,
                storey="N0",
                attributes={"PredefinedType": "FLOORING"},
            )


def _column(book: Book, half: float) -> Kind:
    """A steel column with two raised arms; origin at its foot."""
    top = CANOPY_HEIGHT - PLATFORM_LEVEL
    parts: list[Part] = [
        box("béton", -0.28, -0.28, 0.0, 0.28, 0.28, 0.35),
        rod("charpente", (0, 0, 0.35), (0, 0, top), 0.11),
        beam("charpente", (0, 0, top - 0.25), (0, half - 0.2, top + 0.25), 0.24, 0.12),
        beam("charpente", (0, 0, top - 0.25), (0, -half + 0.2, top + 0.25), 0.24, 0.12),
        rod("charpente", (0, 0, top - 1.1), (0, half * 0.55, top), 0.035),
        rod("charpente", (0, 0, top - 1.1), (0, -half * 0.55, top), 0.035),
        rod("zinc", (0.2, 0, 0.0), (0.2, 0, top - 0.1), 0.05),
    ]
    kind = Kind(
        f"canopy column/{half}",
        "IfcColumn",
        "Poteau d'abri de quai",
        "COLUMN",
        tuple(parts),
        material="Acier peint",
    )
    return book.kinds.setdefault(kind.key, kind)


def _canopy(book: Book, letter: str) -> None:
    y, half = CANOPY_AXES[letter], CANOPY_HALF[letter]
    column = _column(book, half)
    for x in [*CANOPY_BAYS, CANOPY_BAYS[-1] + 10.0]:
        book.place(column, "ARC", standing(x, y, PLATFORM_LEVEL), in_room=False, storey="N0")
    h = CANOPY_HEIGHT
    for x in CANOPY_BAYS:
        roof: list[Flat] = [
            (y, h),
            (y + half, h + 0.42),
            (y + half, h + 0.52),
            (y, h + 0.1),
            (y - half, h + 0.52),
            (y - half, h + 0.42),
        ]
        parts = [sideways("zinc", roof, x + 0.02, x + 9.98)]
        for offset in (-half + 0.15, -half * 0.5, half * 0.5, half - 0.15):
            z = h + 0.42 * abs(offset) / half
            parts.append(
                box("bois", x + 0.02, y + offset - 0.05, z - 0.14, x + 9.98, y + offset + 0.05, z - 0.01)
            )
        thing(
            book,
            "IfcRoof",
            f"Abri du quai {letter}",
            parts,
            storey="N0",
            material="Zinc",
            attributes={"PredefinedType": "BUTTERFLY_ROOF"},
        )


def _rear_fence(book: Book) -> None:
    """Behind platform C: a fence with posts and glass, one element every 23 m."""
    for x0 in _steps():
        parts = [
            box("acier", x0, 61.55, 1.55, x0 + LENGTH, 61.61, 1.6),
            box("verre", x0, 61.57, 0.65, x0 + LENGTH, 61.59, 1.5),
        ]
        parts += [
            box("acier", x0 + 2.3 * n, 61.54, PLATFORM_LEVEL, x0 + 2.3 * n + 0.06, 61.62, 1.6)
            for n in range(10)
        ]
        thing(
            book,
            "IfcRailing",
            "Clôture du quai C",
            parts,
            storey="N0",
            attributes={"PredefinedType": "GUARDRAIL"},
        )
