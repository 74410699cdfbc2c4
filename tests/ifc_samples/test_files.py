"""The committed station: the same bytes each time, valid, small, and as many things as it says."""

from __future__ import annotations

import csv
import filecmp
import json
from collections import Counter
from pathlib import Path

import ifcopenshell.util.element as elements
import ifcopenshell.validate
import pytest

from ifc_samples.make_station import main
from ifc_samples.station.portfolio import uic_code
from ifc_samples.station.whole import FILES
from tests.ifc_samples.conftest import COMMITTED, Made

DISCIPLINES = ["VDO_ARC.ifc", "VDO_PLB.ifc", "VDO_CFO.ifc", "VDO_CVC.ifc", "VDO_INC.ifc"]


def _made_files(folder: Path) -> list[str]:
    """What the generator writes (the folder of the package holds programs and pictures too)."""
    kinds = (".ifc", ".json", ".pdf", ".svg", ".csv")
    found = [path for path in folder.rglob("*") if path.suffix in kinds and "station" not in path.parts]
    return sorted(str(path.relative_to(folder)) for path in found)


def test_two_runs_give_the_same_bytes(made: Made, tmp_path: Path) -> None:
    main(["--output", str(tmp_path), "--discipline", "PLB"])

    for name in ("VDO_PLB.ifc", "VDO_PLB_IFC2X3.ifc", "VDO_PLB_IFC4X3.ifc"):
        assert (tmp_path / name).read_bytes() == (made.folder / name).read_bytes()


def test_what_is_committed_is_what_the_generator_makes(made: Made) -> None:
    names = [name for name in _made_files(made.folder) if not name.endswith(".ifc")]
    _, different, missing = filecmp.cmpfiles(made.folder, COMMITTED, names, shallow=False)
    assert (different, missing) == ([], [])

    for name in FILES:  # the header names the program's version of the library, the data must not change
        ours, theirs = ((folder / name).read_text(encoding="utf-8") for folder in (made.folder, COMMITTED))
        assert ours.partition("DATA;")[2] == theirs.partition("DATA;")[2], name


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_valid_in_its_schema(made: Made, name: str) -> None:
    logger = ifcopenshell.validate.json_logger()

    ifcopenshell.validate.validate(made.models[name], logger)

    assert logger.statements == []
    assert made.models[name].schema_identifier == FILES[name][1]


def test_the_five_disciplines_hold_a_station_of_a_useful_size(made: Made) -> None:
    shapes = [made.truth["files"][name]["counts"]["elements_with_shape"] for name in DISCIPLINES]

    assert 2500 <= sum(shapes) <= 4000
    assert sum((COMMITTED / name).stat().st_size for name in FILES) <= 15_000_000


@pytest.mark.parametrize("name", FILES)
def test_global_ids_are_unique_in_a_file(made: Made, name: str) -> None:
    ids = [entity.GlobalId for entity in made.models[name].by_type("IfcRoot")]

    assert len(ids) == len(set(ids))


def test_codes_are_unique_in_the_station(made: Made) -> None:
    tags = [tag for name in DISCIPLINES for tag in _tags(made.models[name])]

    assert [tag for tag, times in Counter(tags).items() if times > 1] == []
    assert sorted(tags) == sorted(made.truth["elements"])


def _tags(model: ifcopenshell.file) -> list[str]:
    return [element.Tag for element in model.by_type("IfcElement") if element.Tag]


def test_every_file_repeats_the_same_storeys_and_rooms(made: Made) -> None:
    trees = {name: _tree(model) for name, model in made.models.items()}

    assert all(tree == trees["VDO_ARC.ifc"] for tree in trees.values())


def _tree(model: ifcopenshell.file) -> tuple:
    storeys = [(storey.Name, storey.Elevation) for storey in model.by_type("IfcBuildingStorey")]
    spaces = [
        (space.Name, space.LongName, elements.get_aggregate(space).Name)
        for space in model.by_type("IfcSpace")
    ]
    return model.by_type("IfcBuilding")[0].Name, storeys, spaces


def test_the_station_stands_in_lambert_93(made: Made) -> None:
    for name, (_, schema) in FILES.items():
        if schema == "IFC2X3":
            assert made.models[name].by_type("IfcSite")[0].RefLatitude == (48, 15, 26, 0)
        else:
            assert made.models[name].by_type("IfcProjectedCRS")[0].Name == "EPSG:2154"
            assert made.models[name].by_type("IfcMapConversion")[0].Eastings == 576_313.25


def test_documents_lie_where_the_files_say(made: Made) -> None:
    named = {
        reference.Location
        for model in made.models.values()
        for reference in model.by_type("IfcDocumentReference")
    }

    assert named == {document["location"] for document in made.truth["documents"]}
    assert all((made.folder / location).is_file() for location in named)
    assert all(
        (made.folder / location).read_bytes()[:4] == b"%PDF" for location in named if location.endswith("pdf")
    )


def test_a_uic_code_ends_with_its_check_digit() -> None:
    real = ["87703975", "87611004", "87775007", "87751008", "87775395"]

    assert [uic_code(code[2:7]) for code in real] == real


def test_the_portfolio_has_twelve_stations_in_three_modes(made: Made) -> None:
    folder = made.folder / "portfolio"
    stations = json.loads((folder / "stations.json").read_text(encoding="utf-8"))["stations"]

    assert Counter(station["twin_mode"] for station in stations) == {
        "MODEL_3D": 1,
        "PLAN_2D": 2,
        "REGISTER": 9,
    }
    assert len({station["code"] for station in stations}) == 12
    for station in stations[1:]:
        with (folder / station["files"]["register"]).open(encoding="utf-8") as stream:
            rows = list(csv.DictReader(stream))
        assert 15 <= len(rows) <= 60
        assert len({row["code"] for row in rows}) == len(rows)
    for station in stations:
        for paths in station["files"].values():
            for path in [paths] if isinstance(paths, str) else paths:
                assert (folder / path).is_file()
