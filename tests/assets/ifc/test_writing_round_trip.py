"""The round trip: without edits nothing changes; with one, only what it declares. On our station and on real files.

Every real file is judged when STATION_TWIN_SOAK is set (`make soak`); else a few, always the same ones by the seed.
"""

from __future__ import annotations

import os
import random
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import ifcopenshell
import pytest

from assets.ifc import writing
from assets.ifc.edits import SetProperty
from assets.ifc.opening import RefusedFile, unpack
from tests import soaking
from tests.assets.ifc import round_trip, step_lines

SAMPLES = Path(__file__).resolve().parents[3] / "ifc_samples"
STATION = ("VDO_PLB.ifc", "VDO_PLB_IFC2X3.ifc", "VDO_PLB_IFC4X3.ifc")
SHARED = Path(os.environ.get("STATION_TWIN_SHARED", SAMPLES.parents[1] / "shared")) / "ifc"
SEED, FEW = 3, 3
MOMENT = datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)


def real() -> list[str]:
    """The names of the real files to judge; without any, one that says what is missing when it is skipped."""
    names = sorted(path.name for path in SHARED.glob("*.ifc*")) or ["the real IFC files"]
    return soaking.few(names, FEW)


@pytest.fixture(params=STATION)
def station(request: pytest.FixtureRequest) -> Path:
    """Our own model, in one schema."""
    return SAMPLES / request.param


@pytest.fixture(params=[*STATION, *real()])
def parent(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The plain .ifc of one model, ours or real."""
    if request.param in STATION:
        return SAMPLES / request.param
    path = request.getfixturevalue("shared_ifc") / request.param  # skips when they are not here
    try:
        return unpack(path, tmp_path)
    except RefusedFile as refusal:
        pytest.skip(refusal.message)


def target(model: Any) -> Any:
    """Any element, always the same one; the more it says, the better."""
    elements = sorted(model.by_type("IfcElement"), key=lambda one: one.id())
    once = {one.GlobalId for one in elements}
    talking = [one for one in elements if round_trip.said(one) and one.GlobalId in once]
    return random.Random(SEED).choice(talking or elements or model.by_type("IfcProduct"))


def test_without_edits_every_line_of_the_canonical_rewrite_stands(parent, tmp_path):
    canonical = round_trip.canonical(parent, tmp_path / "canonical.ifc")

    writing.rewrite(parent, tmp_path / "again.ifc")

    assert step_lines.read(tmp_path / "again.ifc") == step_lines.read(canonical)


def test_edits_that_say_what_the_model_says_already_write_no_file(parent, tmp_path):
    model = ifcopenshell.open(str(parent))
    element = target(model)
    told = [
        (key, value)
        for key, value in round_trip.said(element).items()
        if isinstance(value, (str, int, float)) and not isinstance(value, bool) and value != ""
    ]
    edits = [
        SetProperty(element.id(), element.GlobalId, value, set_name=set_name, name=name)
        for (set_name, name), value in told
    ]

    written = writing.write(parent, tmp_path / "new.ifc", edits, seed="parent", moment=MOMENT)

    twice = "The model gives this twice in one set: its author has to say which counts."
    assert {outcome.result for outcome in written.outcomes if outcome.reason != twice} <= {"already"}
    assert not (tmp_path / "new.ifc").exists()


def test_one_corrected_value_changes_the_lines_of_its_element_only(parent, tmp_path):
    canonical = round_trip.canonical(parent, tmp_path / "canonical.ifc")
    model = ifcopenshell.open(str(parent))
    element = target(model)
    set_name, name = [*round_trip.labels(element), ("GC_Maintenance", "Remark")][0]
    edit = SetProperty(element.id(), element.GlobalId, "Corrigé sur place", set_name=set_name, name=name)

    written = writing.write(parent, tmp_path / "new.ifc", [edit], seed="parent", moment=MOMENT)

    assert [outcome.result for outcome in written.outcomes] == ["written"]
    round_trip.judge(canonical, tmp_path / "new.ifc", {element.id(): {(set_name, name): "Corrigé sur place"}})


def test_a_replaced_unit_changes_the_lines_of_its_element_only_and_validates(parent, tmp_path):
    canonical = round_trip.canonical(parent, tmp_path / "canonical.ifc")
    model = ifcopenshell.open(str(parent))
    element = target(model)
    plate = {
        "serial_number": "SN-2026-077",
        "manufacturer": "Pompes Orne",
        "model": "PO 40-12",
        "installation_date": "2026-02-03",
        "acquisition_date": "2026-01-15",
        "warranty_period": "P3Y",
    }
    edits = [SetProperty(element.id(), element.GlobalId, value, key=key) for key, value in plate.items()]

    written = writing.write(parent, tmp_path / "new.ifc", edits, seed="parent", moment=MOMENT)

    assert {outcome.result for outcome in written.outcomes} == {"written"}
    old = model.schema == "IFC2X3"  # dates are entities there, which `judge` sees as lines only
    declared = {
        (outcome.set_name, outcome.name): outcome.edit.value
        for outcome in written.outcomes
        if not (old and outcome.edit.key.endswith("_date"))
    }
    if old:  # a number in the file's unit of time
        years = {"s": 3 * 365.25 * 86400, "a": 3.0}
        declared["Pset_Warranty", "WarrantyPeriod"] = years[written.outcomes[-1].unit or "s"]
    round_trip.judge(canonical, tmp_path / "new.ifc", {element.id(): declared})
    lines = list(step_lines.read(tmp_path / "new.ifc").lines.values())
    dates = "IFCCALENDARDATE({2},{1},{0})" if old else "IFCDATE('{0}-{1:02}-{2:02}')"
    assert all(any(dates.format(*day) in line for line in lines) for day in ((2026, 2, 3), (2026, 1, 15)))
    assert round_trip.complaints(tmp_path / "new.ifc") == round_trip.complaints(canonical)


def test_the_same_edits_give_the_same_bytes(station, tmp_path):
    model = ifcopenshell.open(str(station))
    element = target(model)
    edit = SetProperty(element.id(), element.GlobalId, "SN-1", key="serial_number")
    for name in ("one.ifc", "two.ifc"):
        writing.write(station, tmp_path / name, [edit], seed="parent", moment=MOMENT)

    assert (tmp_path / "one.ifc").read_bytes() == (tmp_path / "two.ifc").read_bytes()
    assert "2026-02-03T04:05:06" in step_lines.read(tmp_path / "one.ifc").header
