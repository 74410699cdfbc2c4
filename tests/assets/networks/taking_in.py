"""Files taken into the register for their networks: without shapes, which no trace asks for."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction

from assets import files, indexing, revisions
from assets.ifc import codes, opening, reading, runs
from assets.models import Revision, Station

SAMPLES = Path(__file__).resolve().parents[3] / "ifc_samples"


def take_in(station: Station, path: Path, discipline: str | None = None) -> Revision:
    """Published, with the assets and codes that an import gives."""
    receipt = revisions.receive(station, files.store_path(path), file_name=path.name, discipline=discipline)
    records = reading.read(opening.open_ifc(path))
    rule = codes.code_rule(records)
    with transaction.atomic():
        revisions.share(receipt.revision)
        indexing.index(
            receipt.revision, indexing.Reading(records=records, rule=rule, runs=runs.find_runs(records))
        )
    revisions.publish(receipt.revision)
    return receipt.revision
