"""
The plan of the station: storeys and rooms, in metres.

    y
    62 ┌──────────── quai C ─────────────┐  voie 4 (54.1), voie 3 (50.1)
    48 ├──────────── quai B ─────────────┤  voie 2 (37.7), voie 1 (33.7)
    32 ├──────────── quai A ─────────────┤
    22 │ aile ouest │   hall   │ aile est │  x from -54 to 54, hall from -21 to 21
     0 └──────────── parvis ─────────────┘
"""

from __future__ import annotations

from ifc_samples.station.book import Book, Storey

STOREYS = [
    Storey("S-1", "Sous-sol", -4.5),
    Storey("N0", "Hall et quais", 0.0),
    Storey("N+1", "Bureaux", 4.5),
    Storey("Toiture", "Toitures et terrasse technique", 8.5),
]

TRACKS = {1: 33.7, 2: 37.7, 3: 50.1, 4: 54.1}  # y of the track axes, rail level at 0.00
PLATFORM_ENDS = (-115.0, 115.0)
PLATFORM_LEVEL = 0.55
PLATFORMS = {"A": (26.0, 32.0), "B": (39.4, 48.4), "C": (55.8, 61.8)}  # y from, y to
UNDERPASS = (8.0, 14.0)  # x from, x to

Box = tuple[float, float, float, float]

# number: (name, storey, (x0, y0, x1, y1) between wall axes, floor, ceiling, open to the public)
ROOMS: dict[str, tuple[str, str, Box, float, float, bool]] = {
    "S1-01": ("Galerie technique", "S-1", (-54, 17, 6, 21), -4.5, -0.5, False),
    "S1-02": ("Local relevage", "S-1", (-4, 7, 6, 17), -4.5, -0.5, False),
    "S1-03": ("Local eau froide", "S-1", (-16, 7, -4, 17), -4.5, -0.5, False),
    "S1-04": ("Local TGBT", "S-1", (-30, 7, -16, 17), -4.5, -0.5, False),
    "S1-05": ("Local ventilation", "S-1", (-46, 5, -30, 17), -4.5, -0.5, False),
    "S1-06": ("Sous-station thermique", "S-1", (-54, 5, -46, 17), -4.5, -0.5, False),
    "S1-07": ("Local incendie", "S-1", (-16, 0, -4, 7), -4.5, -0.5, False),
    "S1-08": ("Local onduleur", "S-1", (-30, 0, -16, 7), -4.5, -0.5, False),
    "S1-09": ("Réserve", "S-1", (-4, 0, 6, 7), -4.5, -0.5, False),
    "S1-10": ("Salle basse", "S-1", (6.05, 9.85, 22.15, 24.15), -4.5, -0.5, True),
    "S1-11": ("Passage souterrain", "S-1", (7.9, 24, 14.1, 61.9), -4.5, -1.9, True),
    "001": ("Hall des voyageurs", "N0", (-21, 0, 21, 22), 0.0, 12.0, True),
    "002": ("Salle d'attente", "N0", (-33, 0, -21, 11), 0.0, 4.2, True),
    "003": ("Espace de vente", "N0", (-33, 11, -21, 22), 0.0, 4.2, True),
    "004": ("Accueil et objets trouvés", "N0", (-42, 0, -33, 8), 0.0, 4.2, True),
    "005": ("Sanitaires femmes", "N0", (-42, 8, -33, 13), 0.0, 4.2, True),
    "006": ("Sanitaires hommes", "N0", (-42, 13, -33, 18), 0.0, 4.2, True),
    "007": ("Sanitaire accessible", "N0", (-42, 18, -33, 22), 0.0, 4.2, True),
    "008": ("Local agents", "N0", (-54, 0, -42, 9), 0.0, 4.2, False),
    "009": ("Local courants faibles", "N0", (-54, 9, -42, 14), 0.0, 4.2, False),
    "010": ("Escalier de service", "N0", (-54, 14, -42, 22), 0.0, 4.2, False),
    "011": ("Boulangerie", "N0", (21, 0, 32, 11), 0.0, 4.2, True),
    "012": ("Presse et souvenirs", "N0", (32, 0, 43, 11), 0.0, 4.2, True),
    "013": ("Brasserie", "N0", (43, 0, 54, 22), 0.0, 4.2, True),
    "014": ("Consigne et vélos", "N0", (21, 11, 32, 22), 0.0, 4.2, True),
    "015": ("Réserve des commerces", "N0", (32, 11, 43, 22), 0.0, 4.2, False),
    "016": ("Galerie d'accès aux quais", "N0", (-21, 22, 21, 26), 0.0, 4.2, True),
    "101": ("Couloir", "N+1", (-54, 9, -21, 12), 4.5, 8.2, False),
    "102": ("Bureau du chef de gare", "N+1", (-31, 0, -21, 9), 4.5, 8.2, False),
    "103": ("Salle de réunion", "N+1", (-42, 0, -31, 9), 4.5, 8.2, False),
    "104": ("Poste de supervision", "N+1", (-54, 0, -42, 9), 4.5, 8.2, False),
    "105": ("Vestiaires des agents", "N+1", (-31, 12, -21, 22), 4.5, 8.2, False),
    "106": ("Sanitaires des agents", "N+1", (-37, 12, -31, 22), 4.5, 8.2, False),
    "107": ("Local technique étage", "N+1", (-42, 12, -37, 22), 4.5, 8.2, False),
    "108": ("Palier de service", "N+1", (-54, 12, -42, 22), 4.5, 8.2, False),
}
# Who rents which room; the register of the demo knows two of the three.
TENANTS = {"011": "Boulangerie du Quai", "012": "Presse du Val", "013": "Brasserie de la Gare"}
WALL_HALF = 0.1  # rooms stop at the face of their walls


def draw_rooms(book: Book) -> None:
    """Enter the rooms, the platforms and the forecourt of the module being written."""
    for number, (name, storey, (x0, y0, x1, y1), floor, ceiling, public) in ROOMS.items():
        low = (x0 + WALL_HALF, y0 + WALL_HALF, floor)
        high = (x1 - WALL_HALF, y1 - WALL_HALF, ceiling)
        book.room(number, name, storey, low, high, public=public, tenant=TENANTS.get(number))
    for letter, (y0, y1) in PLATFORMS.items():
        low = (PLATFORM_ENDS[0], y0, PLATFORM_LEVEL)
        high = (PLATFORM_ENDS[1], y1, 5.5)
        book.room(
            f"Q{letter}", f"Quai {letter}", "N0", low, high, public=True, outside=True, object_type="QUAI"
        )
    low, high = (-54.0, -36.0, 0.0), (54.0, -0.3, 5.0)
    book.room("PV", "Parvis", "N0", low, high, public=True, outside=True, object_type="PARVIS")


def new_book() -> Book:
    """An empty book with the storeys of the station."""
    book = Book("VDO", "Gare de Val-d'Orme")
    book.storeys = list(STOREYS)
    return book
