"""The sample station, made once for all tests of this folder."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import ifcopenshell
import pytest

from ifc_samples.make_station import main

COMMITTED = Path(__file__).parents[2] / "ifc_samples"


@dataclass(frozen=True)
class Made:
    """A folder the generator wrote, its truth, and its files as ifcopenshell reads them."""

    folder: Path
    truth: dict
    models: dict[str, ifcopenshell.file]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("station")
    assert main(["--output", str(folder)]) == 0
    truth = json.loads((folder / "VDO_truth.json").read_text(encoding="utf-8"))
    models = {name: ifcopenshell.open(folder / name) for name in truth["files"]}
    return Made(folder, truth, models)
