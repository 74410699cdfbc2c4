"""What travellers see and touch: doors, windows, benches, gates, machines, boards, clocks, signs."""

from __future__ import annotations

from ifc_samples.station.book import Book, Kind
from ifc_samples.station.catalogue.lettering import letters, spread
from ifc_samples.station.catalogue.makers import made_by
from ifc_samples.station.frames import Frame
from ifc_samples.station.solids import Part, box, lathe, ring, rod, tube

TOWARDS_Y_MINUS = ((1.0, 0.0, 0.0), (0.0, 0.0, 1.0))  # along, up of a sign read from the south (facing -y)
TOWARDS_Y_PLUS = ((-1.0, 0.0, 0.0), (0.0, 0.0, 1.0))


def _keep(book: Book, kind: Kind) -> Kind:
    return book.kinds.setdefault(kind.key, kind)


def door(book: Book, width: float, height: float, *, glazed: bool = False, leaves: int = 1) -> Kind:
    """A hinged door in its frame: origin in the middle of the threshold, x along the wall."""
    leaf = "verre" if glazed else "bois"
    parts = [
        box("acier sombre", -width / 2, -0.1, 0, -width / 2 + 0.06, 0.1, height),
        box("acier sombre", width / 2 - 0.06, -0.1, 0, width / 2, 0.1, height),
        box("acier sombre", -width / 2 + 0.06, -0.1, height - 0.06, width / 2 - 0.06, 0.1, height),
    ]
    clear = (width - 0.12) / leaves
    for n in range(leaves):
        left = -width / 2 + 0.06 + n * clear
        parts.append(box(leaf, left + 0.01, -0.025, 0.01, left + clear - 0.01, 0.025, height - 0.07))
        grip = left + clear - 0.1 if n == 0 else left + 0.1
        parts.append(rod("inox", (grip, -0.09, 0.95), (grip, -0.09, 1.2), 0.014))
        parts.append(rod("inox", (grip, 0.09, 0.95), (grip, 0.09, 1.2), 0.014))
    words = "vitrée " if glazed else ""
    leaves_said = "à deux vantaux" if leaves == 2 else "à un vantail"
    name = f"Porte {words}{leaves_said} {round(width * 100)}×{round(height * 100)}"
    operation = "SINGLE_SWING_LEFT" if leaves == 1 else "DOUBLE_DOOR_SINGLE_SWING"
    maker = made_by("Huisseries Bellême", f"HB-{round(width * 100)}", 2)
    key = f"door/{width}/{height}/{glazed}/{leaves}"
    return _keep(
        book,
        Kind(key, "IfcDoor", name, "DOOR", tuple(parts), psets=maker, extra={"OperationType": operation}),
    )


def sliding_door(book: Book, width: float = 2.9, height: float = 2.6) -> Kind:
    """An automatic sliding door with its operator box above."""
    half = width / 2
    parts = [
        box("acier sombre", -half, -0.08, 0, -half + 0.05, 0.08, height),
        box("acier sombre", half - 0.05, -0.08, 0, half, 0.08, height),
        box("acier", -half, -0.14, height, half, 0.14, height + 0.18),
        box("verre", -half + 0.08, -0.02, 0.02, -0.25, 0.02, height - 0.02),
        box("verre", 0.25, -0.02, 0.02, half - 0.08, 0.02, height - 0.02),
        box("inox", -0.29, -0.03, 0.02, -0.24, 0.03, height - 0.02),
        box("inox", 0.24, -0.03, 0.02, 0.29, 0.03, height - 0.02),
        box("noir", -0.12, -0.2, height + 0.02, 0.12, -0.14, height + 0.1),
    ]
    maker = made_by("Portalys", "PX-200", 3)
    return _keep(
        book,
        Kind(
            f"sliding/{width}",
            "IfcDoor",
            "Porte automatique coulissante",
            "DOOR",
            tuple(parts),
            psets=maker,
            extra={"OperationType": "DOUBLE_DOOR_SLIDING"},
        ),
    )


def window(book: Book, width: float, height: float) -> Kind:
    """A tall window with a cross bar: origin in the middle of the sill, x along the wall."""
    half, parts = width / 2, []
    for x0, z0, x1, z1 in (
        (-half, 0, -half + 0.07, height),
        (half - 0.07, 0, half, height),
        (-half + 0.07, 0, half - 0.07, 0.07),
        (-half + 0.07, height - 0.07, half - 0.07, height),
        (-0.03, 0.07, 0.03, height - 0.07),
    ):
        parts.append(box("acier sombre", x0, -0.05, z0, x1, 0.05, z1))
    parts.append(box("verre", -half + 0.07, -0.012, 0.07, half - 0.07, 0.012, height - 0.07))
    parts.append(box("pierre sombre", -half - 0.08, -0.3, -0.1, half + 0.08, -0.05, 0))
    return _keep(
        book,
        Kind(
            f"window/{width}/{height}",
            "IfcWindow",
            f"Fenêtre {round(width * 100)}×{round(height * 100)}",
            "WINDOW",
            tuple(parts),
            extra={"PartitioningType": "DOUBLE_PANEL_VERTICAL"},
        ),
    )


def bench(book: Book) -> Kind:
    slats = [box("bois", -0.9, -0.25 + 0.13 * n, 0.43, 0.9, -0.15 + 0.13 * n, 0.46) for n in range(4)]
    back = [box("bois", -0.9, 0.26, 0.55 + 0.14 * n, 0.9, 0.29, 0.65 + 0.14 * n) for n in range(3)]
    legs = [box("fonte", x, -0.24, 0, x + 0.06, 0.3, 0.43) for x in (-0.8, 0.74)]
    stays = [box("fonte", x, 0.29, 0.4, x + 0.06, 0.33, 0.95) for x in (-0.8, 0.74)]
    return _keep(
        book,
        Kind(
            "bench",
            "IfcFurniture",
            "Banc bois et fonte",
            "CHAIR",
            (*slats, *back, *legs, *stays),
            extra={"AssemblyPlace": "SITE"},
        ),
    )


def bin_(book: Book) -> Kind:
    parts = (
        lathe("acier sombre", [(0, 0), (0.2, 0), (0.22, 0.8), (0, 0.8)]),
        ring("inox", 0.21, 0.02, Frame((0, 0, 0.8))),
    )
    return _keep(
        book,
        Kind(
            "bin",
            "IfcFurniture",
            "Corbeille de propreté",
            "USERDEFINED",
            parts,
            user_type="CORBEILLE",
            extra={"AssemblyPlace": "SITE"},
        ),
    )


def gate(book: Book) -> Kind:
    """A ticket gate: two pylons and glass wings."""
    parts = (
        box("inox", -0.45, -0.8, 0, -0.25, 0.8, 1.0),
        box("inox", 0.45, -0.8, 0, 0.65, 0.8, 1.0),
        box("verre", -0.25, -0.02, 0.25, 0.08, 0.02, 1.15),
        box("verre", 0.12, -0.02, 0.25, 0.45, 0.02, 1.15),
        box("train accent", 0.46, -0.7, 1.0, 0.64, -0.45, 1.06),
        box("écran", 0.46, -0.4, 1.0, 0.64, -0.2, 1.03),
    )
    return _keep(
        book,
        Kind(
            "gate",
            "IfcDoor",
            "Portillon de contrôle",
            "GATE",
            parts,
            psets=made_by("Contrôlis", "CG-3", 2),
            extra={"OperationType": "DOUBLE_DOOR_SLIDING"},
        ),
    )


def ticket_machine(book: Book) -> Kind:
    parts = (
        box("distributeur", -0.4, -0.3, 0, 0.4, 0.3, 1.75),
        box("écran", -0.28, -0.32, 1.05, 0.28, -0.3, 1.5),
        box("texte écran", -0.22, -0.33, 1.3, 0.1, -0.32, 1.36),
        box("noir", -0.25, -0.33, 0.45, 0.1, -0.3, 0.62),
        box("inox", 0.16, -0.33, 0.8, 0.3, -0.3, 0.98),
    )
    kind = Kind(
        "machine",
        "IfcElectricAppliance",
        "Distributeur de billets",
        "VENDINGMACHINE",
        parts,
        psets=made_by("Automates du Perche", "ADP-15", 3),
    )
    return _keep(book, kind)


def departure_board(book: Book, rows: int = 7, width: float = 4.2, *, two_sided: bool = False) -> Kind:
    """A hanging departure board, read from the south (and the north): origin in the middle of its lower edge."""
    height = 0.35 + rows * 0.26
    parts = [box("noir", -width / 2, -0.09, 0, width / 2, 0.09, height)]
    for side in (1, -1)[: 2 if two_sided else 1]:
        parts += _board_face(rows, width, height, side)
    parts += [rod("acier", (x, 0, height), (x, 0, height + 1.2), 0.02) for x in (-width / 3, width / 3)]
    psets = made_by("Affichages Huisne", f"TD-{rows}", 2)
    key = f"board/{rows}/{width}/{two_sided}"
    name = f"Écran d'affichage {rows} lignes"
    return _keep(book, Kind(key, "IfcAudioVisualAppliance", name, "DISPLAY", tuple(parts), psets=psets))


def _board_face(rows: int, width: float, height: float, side: int) -> list[Part]:
    """Screen, title and lines of one face; side 1 looks south, -1 north."""

    def strip(style: str, x0: float, z0: float, x1: float, z1: float, proud: float) -> Part:
        left, right = sorted((x0 * side, x1 * side))
        near, far = sorted((-0.09 * side, -(0.09 + proud) * side))
        return box(style, left, near, z0, right, far, z1)

    along, up = TOWARDS_Y_MINUS if side > 0 else TOWARDS_Y_PLUS
    parts = [strip("écran", -width / 2 + 0.05, 0.05, width / 2 - 0.05, height - 0.28, 0.01)]
    parts += letters(
        "texte clair",
        "DEPARTS",
        0.15,
        ((-width / 2 + 0.8) * side, -0.09 * side, height - 0.22),
        along,
        up,
        depth=0.012,
    )
    for row in range(rows):
        z = 0.12 + row * 0.26
        words = min(1.5 - 0.13 * (row % 3), width - 1.75)
        for x, w in ((0.12, 0.4), (0.65, words), (width - 1.0, 0.3), (width - 0.45, 0.2)):
            if w > 0.05:
                style = "texte écran" if x > 0.2 else "texte clair"
                parts.append(strip(style, -width / 2 + x, z, -width / 2 + x + w, z + 0.12, 0.02))
    return parts


def clock(book: Book, radius: float = 0.35, *, hung: bool = True) -> Kind:
    """A two-faced station clock: its axis along y, hung from above or fixed to a wall."""
    face = Frame((0, 0, 0), (1, 0, 0), (0, -1, 0))
    parts: list[Part] = [ring("noir", radius, radius * 0.1, face)]
    parts.append(lathe("blanc", [(0, -0.06), (radius, -0.06), (radius, 0.06), (0, 0.06)], face, facets=20))
    for side in (-0.07, 0.07):
        parts.append(rod("noir", (0, side, 0), (0, side, radius * 0.8), radius * 0.03))
        hand = radius * 0.5 if side < 0 else -radius * 0.5
        parts.append(rod("noir", (0, side, 0), (hand, side, radius * 0.22), radius * 0.045))
    if hung:
        parts.append(rod("noir", (0, 0, radius), (0, 0, radius + 0.7), 0.025))
    psets = made_by("Horlogerie du Maine", f"HM-{round(radius * 200)}", 5)
    kind = Kind(
        f"clock/{radius}/{hung}",
        "IfcElectricAppliance",
        "Horloge",
        "USERDEFINED",
        tuple(parts),
        psets=psets,
        user_type="HORLOGE",
    )
    return _keep(book, kind)


def sign(book: Book, words: str, *, height: float = 0.22, two_sided: bool = True, hung: float = 0.6) -> Kind:
    """A blue hanging sign with white letters; origin in the middle of its lower edge."""
    width = max(0.6, height / 6 * spread(words) + 0.3)
    parts = [box("signal bleu", -width / 2, -0.04, 0, width / 2, 0.04, height + 0.2)]
    for side, (along, up) in ((-0.04, TOWARDS_Y_MINUS), (0.04, TOWARDS_Y_PLUS))[: 2 if two_sided else 1]:
        parts += letters("texte clair", words, height, (0.0, side, 0.1), along, up, depth=0.015)
    if hung:
        parts += [
            rod("acier", (x, 0, height + 0.2), (x, 0, height + 0.2 + hung), 0.012)
            for x in (-width / 3, width / 3)
        ]
    kind = Kind(
        f"sign/{words}/{height}/{two_sided}/{hung}",
        "IfcFurniture",
        f"Panneau « {words} »",
        "USERDEFINED",
        tuple(parts),
        user_type="SIGNALETIQUE",
        extra={"AssemblyPlace": "SITE"},
    )
    return _keep(book, kind)


def bollard(book: Book) -> Kind:
    parts = (
        lathe("fonte", [(0, 0), (0.08, 0), (0.07, 0.85), (0.09, 0.9), (0.05, 1.0), (0, 1.0)], facets=10),
    )
    return _keep(
        book,
        Kind(
            "bollard",
            "IfcFurniture",
            "Borne",
            "USERDEFINED",
            parts,
            user_type="BORNE",
            extra={"AssemblyPlace": "SITE"},
        ),
    )


def tree(book: Book) -> Kind:
    crown = [(0, 2.2), (0.9, 2.5), (1.6, 3.4), (1.5, 4.6), (0.8, 5.6), (0, 6.0)]
    parts = (
        lathe("bois sombre", [(0, 0), (0.16, 0), (0.11, 2.6), (0, 2.6)], facets=8),
        lathe("feuillage", crown, facets=10),
    )
    return _keep(
        book, Kind("tree", "IfcGeographicElement", "Tilleul", "USERDEFINED", parts, user_type="ARBRE")
    )


def bicycle_rack(book: Book) -> Kind:
    hoops = [
        tube("inox", [(x, 0, 0), (x, 0, 0.8), (x, 0.7, 0.8), (x, 0.7, 0)], 0.024)
        for x in (0.0, 0.8, 1.6, 2.4, 3.2)
    ]
    return _keep(
        book,
        Kind(
            "rack",
            "IfcFurniture",
            "Arceaux vélos",
            "USERDEFINED",
            tuple(hoops),
            user_type="ARCEAU",
            extra={"AssemblyPlace": "SITE"},
        ),
    )
