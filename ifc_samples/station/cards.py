"""What the sample stations' people know about closing things: a list of cards, and photo-like pictures of some devices.

The devices of Val-d'Orme are those that the generator knows to isolate (`truth.py`); the small station has no device
in its register, so its cards say it in words.
"""

from __future__ import annotations

import csv
from pathlib import Path
from random import Random

from ifc_samples.station.pictures import HEIGHT, WIDTH, Canvas, disc

HEADER = (
    "about",
    "medium",
    "devices",
    "device_room",
    "height",
    "behind",
    "turn",
    "steps",
    "cuts",
    "rooms",
    "photo",
)
CARDS: dict[str, list[tuple[str, ...]]] = {
    "VDO": [
        ("SF-WC-1", "water", "EFS-V-112", "005", "", "trappe de visite au-dessus du lavabo de service", "quarter",
         ("Ouvrir la trappe avec la clé carrée. | Tourner le levier en travers du tuyau. | "
         "Ouvrir un lavabo : rien ne coule."),
         "les trois WC dames", "", "valve"),
        ("SH-WC-3", "water", "EFS-V-114", "006", "", "trappe de visite, premier carreau à gauche", "quarter",
         "Ouvrir la trappe avec la clé carrée. | Tourner le levier en travers du tuyau.", "les WC hommes", "", ""),
        ("SA-LAV-1", "water", "EFS-V-122", "106", "", "sous le lavabo, derrière le cache blanc", "quarter", "",
         "les deux lavabos des agents", "", ""),
        ("BR-EV-1", "water", "EFS-V-212", "013", "", "au fond du placard de plonge", "quarter",
         "Prévenir le commerce. | Tourner le levier en travers du tuyau.", "l'eau du commerce", "", ""),
        ("EFS-P-01", "water", "EFS-V-003 | EFS-V-004", "S1-03", "", "de part et d'autre de la pompe 1", "clockwise",
         "Arrêter la pompe 1 à l'armoire. | Fermer l'amont, puis l'aval. | La pompe 2 garde la gare en eau.",
         "rien : la pompe 2 prend le relais",
         "", ""),
        ("Eau froide sanitaire", "water", "EFS-V-002", "S1-03", "", "à l'entrée du local, manchon bleu", "clockwise",
         "Prévenir la gare et les commerces. | Arrêter les deux pompes. | Fermer : compter vingt tours.",
         "toute l'eau froide de la gare", "", "main"),
        ("INC-RIA-01", "fire", "INC-V-004", "", "", "poste incendie, vanne plombée", "clockwise",
         "Appeler le poste de sécurité avant de toucher au plomb. | Fermer. | Poser l'affichette « RIA hors service ».",
         "les quatre robinets d'incendie", "", ""),
        ("CFO-TD-02", "electricity", "CFO-TGBT-01-D02", "S1-04", "", "TGBT, deuxième rangée", "lever_down",
         "Abaisser D02. | Poser le cadenas et l'étiquette. | Vérifier l'absence de tension au TD-02.",
         "l'éclairage et les prises du TD-02",
         "", "board"),
    ],
    "BRV": [
        ("Sanitaires", "water", "robinet d'arrêt rouge du compteur", "Chaufferie", "0,6",
         "à gauche de la chaudière, derrière le bac à sel", "clockwise",
         ("Entrer par la porte du quai, clé de la chaufferie. | Fermer le robinet rouge. | "
         "Ouvrir le lavabo : rien ne coule."),
         "WC et lavabo", "", "valve"),
        ("CHD-01", "gas", "vanne gaz jaune de la façade", "", "1,2", "coffret gris à droite de la porte du quai",
         "quarter",
         "Ouvrir le coffret avec la clé triangle. | Levier en travers.", "la chaudière", "", ""),
        ("TD-02", "electricity", "disjoncteur n° 4 du tableau général", "Local technique", "1,5",
         "porte grise, rangée du haut",
         "lever_down", "Abaisser le n° 4. | Poser l'étiquette.", "le local agents", "", ""),
    ],
}  # fmt: skip


def write(folder: Path) -> None:
    """`CODE/cards.csv` in the folder of the portfolio, and the pictures that it names."""
    for code, rows in CARDS.items():
        place = folder / code
        place.mkdir(parents=True, exist_ok=True)
        with (place / "cards.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, delimiter=";", lineterminator="\n")
            writer.writerow(HEADER)
            for row in rows:
                photo = f"card_{row[-1]}.png" if row[-1] else ""
                writer.writerow([*row[:-1], photo])
                if photo:
                    (place / photo).write_bytes(picture(code, row[-1]))


def picture(code: str, what: str) -> bytes:
    random = Random(f"{code} {what}")
    canvas = {"valve": _valve, "main": _main, "board": _board}[what](random)
    canvas.grain(random)
    return canvas.png()


def _valve(random: Random) -> Canvas:
    """A small valve in an open hatch."""
    canvas = Canvas((206, 204, 198), (178, 174, 166))
    canvas.box((92, 90, 86), 90, 40, 400, 290)
    canvas.box((62, 60, 58), 104, 54, 386, 276)
    colour = random.choice([(74, 148, 96), (70, 140, 104)])
    canvas.box(colour, 104, 150, 386, 178)
    canvas.box((176, 148, 74), 212, 138, 276, 190)
    canvas.polygon((172, 40, 36), (238, 146), (250, 146), (330, 96), (322, 84), (238, 134))
    canvas.box((236, 234, 226), 150, 210, 250, 240)
    canvas.box((40, 40, 44), 160, 220, 240, 228)
    return canvas


def _main(random: Random) -> Canvas:
    """The great valve of a plant room, with its wheel."""
    canvas = Canvas((168, 166, 160), (140, 138, 132))
    canvas.box((110, 106, 100), 0, 262, WIDTH, HEIGHT)
    canvas.box((70, 140, 104), 0, 176, WIDTH, 216)
    canvas.box((52, 96, 168), 96, 170, 150, 222)
    canvas.box((86, 88, 92), 206, 164, 282, 228)
    canvas.box((110, 112, 116), 236, 104, 252, 166)
    for radius, colour in ((66, (160, 36, 34)), (54, (158, 156, 150)), (12, (160, 36, 34))):
        canvas.polygon(colour, *disc(244, 92, radius))
    canvas.box((160, 36, 34), 240, 34, 248, 150)
    canvas.box((160, 36, 34), 186, 88, 302, 96)
    return canvas


def _board(random: Random) -> Canvas:
    """Two rows of breakers, one of them down."""
    canvas = Canvas((196, 198, 200), (170, 172, 176))
    canvas.box((232, 232, 228), 50, 30, 430, 300)
    down = 11
    for n in range(20):
        x, y = 74 + 34 * (n % 10), 66 + 116 * (n // 10)
        canvas.box((44, 46, 50), x, y, x + 28, y + 72)
        lever = y + 40 if n == down else y + 12
        canvas.box((196, 60, 44) if n == down else (214, 214, 210), x + 9, lever, x + 19, lever + 20)
        canvas.box((250, 248, 240), x, y + 78, x + 28, y + 90)
    return canvas
