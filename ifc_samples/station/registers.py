"""Plain registers: what a small station's table of equipment looks like."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

HEADER = ["code", "name", "kind", "storey", "room", "manufacturer", "model", "serial", "installed_on"]


@dataclass(frozen=True)
class Room:
    """A room of a small station, with its place on the plan in metres."""

    name: str
    storey: str
    box: tuple[float, float, float, float]


@dataclass(frozen=True)
class Line:
    """One sort of equipment: how it is coded and called, where it may stand, who makes it, how many there are."""

    prefix: str
    kind: str
    name: str
    rooms: tuple[str, ...]
    makers: tuple[tuple[str, str], ...]
    least: int
    most: int


ROOMS = [
    Room("Hall", "N0", (8, 0, 20, 9)),
    Room("Salle d'attente", "N0", (0, 0, 8, 9)),
    Room("Espace de vente", "N0", (20, 0, 30, 9)),
    Room("Local technique", "N0", (30, 0, 40, 5)),
    Room("Chaufferie", "N0", (30, 5, 40, 9)),
    Room("Sanitaires", "N0", (40, 0, 49, 5)),
    Room("Local agents", "N0", (40, 5, 49, 9)),
    Room("Quai 1", "N0", (-20, 11, 60, 16)),
    Room("Quai 2", "N0", (-20, 24, 60, 29)),
    Room("Passage souterrain", "S-1", (22, 10, 26, 29)),
]
LINES = [
    Line(
        "ASC",
        "ascenseur",
        "Ascenseur",
        ("Quai 1", "Quai 2"),
        (("Ascenseurs de la Sarthe", "AS-8"), ("Ascenseurs de la Sarthe", "AS-13")),
        0,
        2,
    ),
    Line(
        "ESC",
        "escalier mécanique",
        "Escalier mécanique",
        ("Passage souterrain",),
        (("Mécanique Roulante", "MR-40"),),
        0,
        1,
    ),
    Line(
        "PTE", "porte", "Porte automatique", ("Hall",), (("Portalys", "PX-200"), ("Portalys", "PX-100")), 1, 2
    ),
    Line(
        "PTA",
        "porte",
        "Porte",
        ("Salle d'attente", "Espace de vente", "Local technique", "Local agents", "Sanitaires"),
        (("Huisseries Bellême", "HB-100"),),
        3,
        6,
    ),
    Line(
        "TGB",
        "tableau électrique",
        "Tableau général",
        ("Local technique",),
        (("Tableaux du Thymerais", "TT-G8"),),
        1,
        1,
    ),
    Line(
        "TD",
        "tableau divisionnaire",
        "Tableau divisionnaire",
        ("Local technique", "Local agents", "Quai 2"),
        (("Tableaux du Thymerais", "TT-D12"),),
        1,
        3,
    ),
    Line(
        "REL",
        "pompe de relevage",
        "Pompe de relevage",
        ("Passage souterrain",),
        (("Hydraulique du Loir", "HL-R50"), ("Hydraulique du Loir", "HL-R80")),
        1,
        2,
    ),
    Line(
        "HOR", "horloge", "Horloge", ("Hall", "Quai 1", "Quai 2"), (("Horlogerie du Maine", "HM-64"),), 1, 3
    ),
    Line(
        "CHD",
        "chaudière",
        "Chaudière",
        ("Chaufferie",),
        (("Chauffe Beauce", "CB-35"), ("Chauffe Beauce", "CB-60")),
        1,
        1,
    ),
    Line(
        "POM",
        "circulateur",
        "Circulateur de chauffage",
        ("Chaufferie",),
        (("Hydraulique du Loir", "HL-C32"),),
        1,
        2,
    ),
    Line(
        "AFF",
        "écran d'affichage",
        "Écran d'affichage",
        ("Hall", "Quai 1", "Quai 2", "Salle d'attente"),
        (("Affichages Huisne", "TD-2"), ("Affichages Huisne", "TD-4")),
        2,
        5,
    ),
    Line(
        "DBR",
        "distributeur automatique",
        "Distributeur de billets",
        ("Hall", "Quai 1"),
        (("Automates du Perche", "ADP-15"),),
        1,
        2,
    ),
    Line(
        "CAM",
        "caméra",
        "Caméra",
        ("Hall", "Quai 1", "Quai 2", "Passage souterrain"),
        (("Vidéo Bocage", "VB-4"),),
        2,
        8,
    ),
    Line(
        "ECL",
        "luminaire",
        "Luminaire",
        ("Hall", "Quai 1", "Quai 2", "Passage souterrain", "Salle d'attente"),
        (("Lumières du Perche", "LP-150"),),
        3,
        14,
    ),
    Line(
        "BAES",
        "bloc de secours",
        "Bloc de sécurité",
        ("Hall", "Passage souterrain", "Local technique"),
        (("Lumières du Perche", "LP-S"),),
        2,
        5,
    ),
    Line(
        "RIA",
        "robinet d'incendie armé",
        "Robinet d'incendie armé",
        ("Hall",),
        (("Secours du Bocage", "RIA-33"),),
        0,
        2,
    ),
    Line("WC", "WC", "Cuvette de WC", ("Sanitaires",), (("Céramiques du Perche", "CP-WC"),), 1, 2),
    Line(
        "LAV", "lavabo", "Lavabo", ("Sanitaires", "Local agents"), (("Céramiques du Perche", "CP-LV"),), 1, 2
    ),
]


def rooms_of(mode: str, random: Random) -> list[Room]:
    """The rooms of a small station; one without plans may lack the underpass."""
    if mode != "PLAN_2D" and random.random() < 0.4:
        return [room for room in ROOMS if room.storey == "N0"]
    return list(ROOMS)


def rows(code: str, area: int, rooms: list[Room], random: Random) -> list[list[str]]:
    """15 to 60 rows, more in larger stations; a few cells are empty, as in life."""
    known = {room.name: room for room in rooms}
    generous = min(1.0, area / 1500)
    made: list[list[str]] = []
    for line in LINES:
        places = [name for name in line.rooms if name in known]
        count = line.least + round((line.most - line.least) * generous * random.uniform(0.5, 1.0))
        for n in range(count if places else 0):
            made.append(_row(code, line, n + 1, known[places[n % len(places)]], random))
    return made


def _row(code: str, line: Line, number: int, room: Room, random: Random) -> list[str]:
    maker, model = random.choice(line.makers)
    serial = f"{line.prefix}{random.randint(10000, 99999)}"
    year, month, day = random.randint(1998, 2024), random.randint(1, 12), random.randint(1, 28)
    installed = f"{year}-{month:02d}-{day:02d}"
    if random.random() < 0.12:
        serial = ""
    if random.random() < 0.10:
        installed = ""
    return [
        f"{line.prefix}-{number:02d}",
        f"{line.name} {number} – {room.name}",
        line.kind,
        room.storey,
        room.name,
        maker,
        model,
        serial,
        installed,
    ]
