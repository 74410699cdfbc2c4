"""
The other eleven stations of the demonstration: two with plans and pictures, nine with a plain register.

Everything is fictional and comes from the station's code alone, so that each run gives the same files.
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from random import Random

from ifc_samples.station import pictures, plans, registers, synoptics
from ifc_samples.station.registers import HEADER


@dataclass(frozen=True)
class Station:
    code: str
    name: str
    twin_mode: str  # MODEL_3D | PLAN_2D | REGISTER
    city: str
    uic_middles: tuple[str, ...]
    lines: tuple[tuple[str, float], ...]  # (line code, kilometre point)
    latitude: float
    longitude: float
    legal_category: str  # a | b | c
    area_m2: int
    passengers: int  # a year


STATIONS = [
    Station(
        "VDO",
        "Gare de Val-d'Orme",
        "MODEL_3D",
        "Val-d'Orme",
        ("99100",),
        (("412000", 86.412),),
        48.25722,
        1.33333,
        "b",
        9800,
        1_840_000,
    ),
    Station(
        "SFA",
        "Gare de Saint-Fargeau-l'Abbaye",
        "PLAN_2D",
        "Saint-Fargeau-l'Abbaye",
        ("99112",),
        (("412000", 104.87),),
        48.1012,
        1.1024,
        "b",
        1450,
        312_000,
    ),
    Station(
        "BRV",
        "Gare de Bourg-Revel",
        "PLAN_2D",
        "Bourg-Revel",
        ("99125",),
        (("437500", 12.306),),
        47.9218,
        0.8113,
        "c",
        620,
        88_500,
    ),
    Station(
        "CHN",
        "Gare de Chênevoie",
        "REGISTER",
        "Chênevoie",
        ("99131",),
        (("412000", 118.22),),
        47.9934,
        0.9471,
        "c",
        410,
        64_200,
    ),
    Station(
        "LPB",
        "Gare de La Planche-Blanche",
        "REGISTER",
        "La Planche-Blanche",
        ("99144",),
        (("437500", 27.041),),
        47.8101,
        0.6542,
        "c",
        260,
        31_800,
    ),
    Station(
        "MTS",
        "Gare de Montseuil",
        "REGISTER",
        "Montseuil",
        ("99150", "99151"),
        (("512000", 201.774), ("514000", 0.0)),
        46.7315,
        1.7022,
        "b",
        2100,
        402_000,
    ),
    Station(
        "RCV",
        "Gare de Rochecave",
        "REGISTER",
        "Rochecave",
        ("99163",),
        (("512000", 233.19),),
        46.4127,
        1.9938,
        "c",
        540,
        71_400,
    ),
    Station(
        "PTR",
        "Gare de Pont-de-Tressac",
        "REGISTER",
        "Pont-de-Tressac",
        ("99176",),
        (("655000", 318.405),),
        44.9512,
        2.3147,
        "c",
        380,
        42_900,
    ),
    Station(
        "VSL",
        "Gare de Vigneraie-sur-Lys",
        "REGISTER",
        "Vigneraie-sur-Lys",
        ("99182",),
        (("286000", 44.518),),
        50.6233,
        2.7719,
        "b",
        980,
        268_000,
    ),
    Station(
        "ABR",
        "Gare d'Aubérive-Ville",
        "REGISTER",
        "Aubérive",
        ("99195",),
        (("841000", 61.903),),
        45.4218,
        5.1024,
        "b",
        1320,
        351_000,
    ),
    Station(
        "GMC",
        "Gare de Grand-Marsac",
        "REGISTER",
        "Grand-Marsac",
        ("99208",),
        (("655000", 342.66),),
        44.8033,
        1.9921,
        "c",
        300,
        27_600,
    ),
    Station(
        "SVL",
        "Gare de Saint-Véran-le-Lac",
        "REGISTER",
        "Saint-Véran-le-Lac",
        ("99214",),
        (("897000", 12.85),),
        45.8891,
        6.3018,
        "c",
        450,
        95_300,
    ),
]


def uic_code(middle: str) -> str:
    """87, five digits, and their Luhn digit (weights 2 1 2 1 2)."""
    total = 0
    for place, digit in enumerate(middle):
        product = int(digit) * (2 - place % 2)
        total += product - 9 if product > 9 else product
    return f"87{middle}{-total % 10}"


def write(folder: Path) -> None:
    """stations.json and, beside it, the files of each station."""
    folder.mkdir(parents=True, exist_ok=True)
    told = [_station(station, folder) for station in STATIONS]
    text = json.dumps({"register_header": HEADER, "stations": told}, ensure_ascii=False, indent=1)
    (folder / "stations.json").write_text(text + "\n", encoding="utf-8")


def _station(station: Station, folder: Path) -> dict[str, object]:
    return {
        "code": station.code,
        "name": station.name,
        "twin_mode": station.twin_mode,
        "city": station.city,
        "uic_codes": [uic_code(middle) for middle in station.uic_middles],
        "lines": [list(line) for line in station.lines],
        "latitude": station.latitude,
        "longitude": station.longitude,
        "legal_category": station.legal_category,
        "area_m2": station.area_m2,
        "passengers": station.passengers,
        "files": _files(station, folder),
    }


def _files(station: Station, folder: Path) -> dict[str, object]:
    """Paths relative to the portfolio folder."""
    if station.twin_mode == "MODEL_3D":
        models = [f"../VDO_{discipline}.ifc" for discipline in ("ARC", "PLB", "CFO", "CVC", "INC")]
        return {"models": models, **synoptics.write(station.code, folder)}
    (folder / station.code).mkdir(exist_ok=True)
    rooms = registers.rooms_of(station.twin_mode, Random(station.code))
    rows = registers.rows(station.code, station.area_m2, rooms, Random("register " + station.code))
    _register(folder / station.code / "register.csv", rows)
    files: dict[str, object] = {"register": f"{station.code}/register.csv"}
    if station.twin_mode == "PLAN_2D":
        files["plans"] = plans.write(station.code, station.name, rooms, rows, folder)
        files["photos"] = pictures.write(station.code, folder)
    return files


def _register(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(rows)
