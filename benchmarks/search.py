"""The search of a station of 100,000 assets, on SQLite and on PostgreSQL side by side.

python -m benchmarks.search     makes the station in the database of DATABASE_URL and DATA_DIR, prints milliseconds

Each question is asked through `twin.lookup.find` in a warm process (the vocabulary for repairs is read), a few times.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from typing import Any

from benchmarks import own_process
from benchmarks.table import Row
from tests.servers import database_of_its_own, postgresql

ASSETS, ROOMS, TYPES, DOCUMENTS = 100_000, 800, 400, 200
TARGET = 100.0  # milliseconds
ROUNDS = 5
KINDS = (
    "pump-sumppump",
    "protective-device-circuitbreaker",
    "light-fixture-directionsource",
    "door",
    "valve-isolating",
    "sensor-smokesensor",
    "outlet-poweroutlet",
    "fire-suppression-terminal-sprinkler",
    "air-terminal-diffuser",
    "window",
)
NAMES = (
    "Salle d'attente",
    "Local technique",
    "Local relevage",
    "Galerie",
    "Quai",
    "Bureau",
    "Sanitaires hommes",
    "Hall",
    "Boulangerie",
    "Local TGBT",
)
QUESTIONS = {
    "as it is typed": ["p", "pom", "pompe", "pompe rel", "pompe relevage"],
    "words": [
        "pompe relevage quai 14",
        "éclairage salle d'attente",
        "détecteur fumée boulangerie 308",
        "porte 404",
    ],
    "codes, serial numbers": ["POMP-000025", "pomp 25", "DISJ-0", "SN77777", "notice pompe M-77"],
    "typing errors": ["pomep relevage", "disjonteur salle d'atente", "boulagnerie 408"],
    "not all words found": [
        "pompe relevage zzzz",
        "extincteur bureau 15 qqq",
        "disjoncteur pompe relevage 114",
    ],
}


def rows() -> Iterator[Row]:
    """The slowest question of each sort, of each the best of a few rounds: what else the machine does is left out."""
    with tempfile.TemporaryDirectory(prefix="bench-search-") as folder:
        yield from _measured("SQLite", {"DATA_DIR": folder})
    with (
        tempfile.TemporaryDirectory(prefix="bench-search-") as folder,
        postgresql() as server,
        database_of_its_own(server, "bench_search") as url,
    ):
        yield from _measured("PostgreSQL", {"DATA_DIR": folder, "DATABASE_URL": url})


def _measured(database: str, environment: dict[str, str]) -> Iterator[Row]:
    for sort, milliseconds in own_process.told_by(__spec__.name, environment).items():
        yield Row("", f"search, {sort}", f"{ASSETS:,} assets, {database}", milliseconds, None, TARGET, "ms")


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    station = _station()
    from twin import lookup

    lookup.find(station, "vocabulaire")
    print(
        json.dumps(
            {
                sort: max(_milliseconds(station, question) for question in questions)
                for sort, questions in QUESTIONS.items()
            }
        )
    )


def _milliseconds(station: Any, question: str) -> float:
    from twin import lookup

    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        lookup.find(station, question, near="N1")
        took.append((time.perf_counter() - began) * 1000)
    print(f"{min(took):6.1f} ms  {question}", file=sys.stderr)
    return min(took)


def _station() -> Any:
    """One station with rooms, types, units and documents; the same at each run."""
    from django.db import connection, transaction

    from assets import bulk
    from assets.models import Document, DocumentLink, Location, Station

    chance = random.Random(7)
    with transaction.atomic():
        station = Station.objects.create(code="BENCH", name="Bench")
        storeys = bulk.insert(
            Location(station=station, kind="storey", code=f"N{n}", name=f"N{n}", elevation=4.0 * n)
            for n in range(-2, 6)
        )
        rooms = bulk.insert(
            Location(
                station=station,
                kind="space",
                code=f"L{number:04d}",
                name=f"{number:04d}",
                long_name=f"{NAMES[number % len(NAMES)]} {number}",
                parent=chance.choice(storeys),
            )
            for number in range(ROOMS)
        )
        assets = _assets(station, rooms, chance)
        documents = bulk.insert(
            Document(station=station, identification=f"NOT-{n}", name=f"Notice pompe M-{n}")
            for n in range(DOCUMENTS)
        )
        bulk.insert(
            DocumentLink(document=chance.choice(documents), asset=one) for one in chance.sample(assets, 2_000)
        )
    with connection.cursor() as cursor:  # as autovacuum does after a minute
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    return station


def _assets(station: Any, rooms: list[Any], chance: random.Random) -> list[Any]:
    from assets import bulk, kinds
    from assets.ifc.codes import normalise as code_key
    from assets.models import Asset, AssetType, Unit
    from assets.search import spelt_apart

    types = bulk.insert(
        AssetType(station=station, name=f"Type {n}", manufacturer="Hydraulique du Loir", model=f"M-{n}")
        for n in range(TYPES)
    )
    made = []
    for number in range(ASSETS):
        kind, room = kinds.kind_named(chance.choice(KINDS)), chance.choice(rooms)
        code, name = f"{kind.prefix[:4]}-{number:06d}", f"{kind.fr} {chance.choice(rooms).long_name}"
        text = spelt_apart(f"{code} {name} {kind.fr} {kind.en} {room.label}")
        made.append(
            Asset(
                station=station,
                code=code,
                code_key=code_key(code),
                code_source="file",
                name=name,
                kind=kind.key,
                location=room,
                type=chance.choice(types),
                search_text=text,
            )
        )
    assets = bulk.insert(made)
    bulk.insert(Unit(station=station, asset=one, serial=f"SN{chance.randrange(10**9):09d}") for one in assets)
    return assets


if __name__ == "__main__":
    main()
