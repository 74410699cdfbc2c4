"""Opening and reading in one go, for tests."""

from __future__ import annotations

from pathlib import Path

from assets.ifc.opening import open_ifc
from assets.ifc.reading import read
from assets.ifc.records import ElementRecord, FileRecords
from tests.assets.ifc.drawing import Drawing


def records_of(drawing: Drawing, folder: Path) -> FileRecords:
    return read(open_ifc(drawing.save(folder)))


def named(records: FileRecords, name: str) -> ElementRecord:
    return next(one for one in records.elements if one.name == name)


def codes_of_findings(records: FileRecords) -> set[str]:
    return {one.code for one in records.findings}
