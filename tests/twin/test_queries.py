"""Questions as people say them (`queries.csv`, written from the sample station's models and a register, before the
search was), and the equipment or place that answers: first, or among the first three.

Columns: station, `near` (the storey where the reader is), query, and what is right: codes, `*` and `[1-4]` for those
that nobody could tell apart from the question ("luminaire local relevage").
"""

from __future__ import annotations

import csv
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from assets import files, register, revisions
from assets.models import Asset, Location, Station
from tests import factories
from twin import lookup
from twin.importing import import_revision

SAMPLES = Path(__file__).resolve().parents[2] / "ifc_samples"

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.once]


@pytest.fixture(scope="module")
def stations(django_db_setup, django_db_blocker):
    """The sample station from its models, and one that only has a register; taken away afterwards."""
    with django_db_blocker.unblock():
        made = {code: Station.objects.create(code=code, name=f"Gare {code}") for code in ("VDO", "MTS")}
        try:
            for discipline in ("ARC", "PLB", "CFO", "CVC", "INC"):
                path = SAMPLES / f"VDO_{discipline}.ifc"
                receipt = revisions.receive(made["VDO"], files.store_path(path), file_name=path.name)
                import_revision(receipt.revision, beside=SAMPLES)
                revisions.publish(receipt.revision)
            text = (SAMPLES / "portfolio" / "MTS" / "register.csv").read_text(encoding="utf-8")
            register.take_in(made["MTS"], register.read(text))
            yield made
        finally:
            factories.forget(*made.values())


def questions() -> list[dict[str, str]]:
    with Path(__file__).with_name("queries.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_there_are_two_hundred_questions_and_each_has_an_answer_in_the_station(stations):
    listed = questions()
    codes = {
        code: {
            *Asset.objects.live().filter(station=station).values_list("code", flat=True),
            *Location.objects.filter(station=station).values_list("code", flat=True),
        }
        for code, station in stations.items()
    }

    lost = [
        (row["query"], right)
        for row in listed
        for right in row["right"].split()
        if not any(fnmatchcase(code, right) for code in codes[row["station"]])
    ]

    assert len({(row["station"], row["near"], row["query"]) for row in listed}) >= 200
    assert lost == []


def test_the_right_one_is_first_in_nine_of_ten_and_in_the_first_three_nearly_always(stations, capsys):
    listed = questions()
    places = [(_place(stations, row), row) for row in listed]

    with capsys.disabled():
        wrong = [(row["query"], row["right"], place or "not among 20") for place, row in places if place != 1]
        print(f"\n  {len(listed)} questions, right first: {len(listed) - len(wrong)}", *wrong, sep="\n    ")
    assert sum(place == 1 for place, _ in places) >= 0.90 * len(listed)
    assert sum(0 < place <= 3 for place, _ in places) >= 0.98 * len(listed)


def _place(stations, row: dict[str, str]) -> int:
    """Where the first right one stands, from 1; 0 when it is not there."""
    hits = lookup.find(stations[row["station"]], row["query"], near=row["near"])
    right = (
        at
        for at, hit in enumerate(hits, start=1)
        if any(fnmatchcase(hit.code, one) for one in row["right"].split())
    )
    return next(right, 0)
