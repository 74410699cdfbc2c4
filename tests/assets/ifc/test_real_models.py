"""Every real file: its counts are those of the README beside it, and nothing is lost or shown that should not be."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import ifcopenshell
import pytest
from ifcopenshell.util.element import get_psets
from ifcopenshell.util.placement import get_local_placement
from ifcopenshell.util.unit import calculate_unit_scale

from assets.ifc.attributes import Attributes
from assets.ifc.codes import code_rule, looks_like_code, normalise
from assets.ifc.opening import RefusedFile, open_ifc
from assets.ifc.placements import Placements
from assets.ifc.reading import read
from assets.ifc.records import FileRecords
from assets.ifc.runs import find_runs
from assets.kinds import kind_of

# file: schema, products, elements, spaces, storeys, systems, ports, connections, GlobalIds used more than once
EXPECTED = """
AC11-Institute-Var-2.ifczip                IFC2X3      1188 702 82  5  0  0 0 0
AC20-FZK-Haus.ifc                          IFC4         127  85  7  2  0  0 0 0
Duplex-Handover-COBie_20120323.ifc         IFC2X3       260 232 22  4 10  0 0 0
Duplex_A_20110505.ifc                      IFC2X3       282 208 18  4  0  0 0 0
Duplex_A_20110907.ifc                      IFC2X3       295 218 21  4  0  0 0 0
Duplex_Electrical_20121207.ifc             IFC2X3       109 103  1  3  0  0 0 0
LargeBuilding.ifc                          IFC2X3       187 115  8  2  0  0 0 0
Office_A_20110811.ifc                      IFC2X3      1090 805 99  3  0  0 0 0
PCERT-Building-Architecture.ifc            IFC4X3_ADD2   22  15  2  1  0  0 0 0
PCERT-Building-Hvac.ifc                    IFC4X3_ADD2   10   6  0  1  1  0 0 0
PCERT-Building-Structural.ifc              IFC4X3_ADD2   22  18  0  1  0  0 0 0
PCERT-Infra-Bridge.ifc                     IFC4          77  57  0 11  0  0 0 0
RioleringTestArkey.ifc                     IFC2X3        30  10  0  0  0 19 9 0
SampleHouse4.ifc                           IFC4          75  60  4  2  0  0 0 0
Schependomlaan-GEELEN-Breedplaat-V1-a.ifc  IFC2X3       355 304  0  1  0  0 0 0
Schependomlaan-GEELEN-Breedplaat-V1-b.ifc  IFC2X3       356 305  0  1  0  0 0 0
TallBuilding.ifc                           IFC2X3        92  56  3  5  0  0 0 0
compare_by_guid_rev_1.ifc                  IFC2X3         7   4  0  1  0  0 0 0
compare_by_guid_rev_2.ifc                  IFC2X3         9   5  0  1  0  0 0 0
compare_by_name_rev_1.ifc                  IFC4           5   2  0  1  0  0 0 0
compare_by_name_rev_2.ifc                  IFC4           5   2  0  1  0  0 0 0
doubleguids.ifc                            IFC2X3        26  15  2  3  0  0 0 3
gherkin-lip002-imperial.ifc                IFC4X3_ADD2 1481   0  0  0  0  0 0 0
"""
TABLE = {line.split()[0]: line.split()[1:] for line in EXPECTED.strip().splitlines()}
REFUSED = ("DrainageSystem-1-1.ifc", "DrainageSystem-2.ifc", "Georeferencing-Tin-12d-1.ifc")
TOOL_ID = re.compile(r"[\d.,:;\- ]+")


@cache
def _read(path: Path) -> FileRecords:
    return read(open_ifc(path))


@pytest.fixture(params=sorted(TABLE), ids=str)
def real(request: pytest.FixtureRequest, shared_ifc: Path) -> tuple[str, FileRecords]:
    return request.param, _read(shared_ifc / request.param)


def test_the_table_names_every_file_that_can_be_read(shared_ifc: Path) -> None:
    models = {path.name for path in shared_ifc.iterdir() if path.suffix in (".ifc", ".ifczip")}

    assert models == set(TABLE) | set(REFUSED)


def test_counts_are_those_of_the_readme(real: tuple[str, FileRecords]) -> None:
    name, records = real
    counts = records.counts
    duplicates = sum(one.code == "duplicate-globalid" for one in records.findings)

    found = [records.schema, counts.products, counts.elements, counts.spaces, counts.storeys]
    found += [counts.systems, counts.ports, counts.connections, duplicates]

    assert [str(one) for one in found] == TABLE[name]


def test_everything_counted_is_there(real: tuple[str, FileRecords]) -> None:
    _, records = real
    rooms = [one for one in records.locations if one.kind == "space"]

    assert len({one.step_id for one in records.elements}) == records.counts.elements
    assert len(rooms) == records.counts.spaces
    assert len(records.types) == records.counts.types


@pytest.mark.parametrize("name", REFUSED)
def test_a_draft_schema_is_refused_by_its_name(name: str, shared_ifc: Path) -> None:
    with pytest.raises(RefusedFile) as refused:
        open_ifc(shared_ifc / name)

    assert refused.value.code == "draft-schema"
    assert refused.value.message == (
        "The file is written in IFC4X3_RC3, which is not read here unless you ask for it: it is a draft. "
        "Export it as one of: IFC2X3, IFC4, IFC4X3_ADD2. Or send it again and ask for the draft to be read."
    )


def test_no_code_is_a_tools_number_a_guid_or_the_name_of_a_type(real: tuple[str, FileRecords]) -> None:
    _, records = real
    rule = code_rule(records)
    codes = list(rule.codes.values())
    type_names = {one.name for one in records.types}

    assert [code for code in codes if TOOL_ID.fullmatch(code) or not looks_like_code(code)] == []
    assert [code for code in codes if code in type_names] == []
    assert len({normalise(code) for code in codes}) == len(codes)


def test_every_element_has_a_plain_word_and_a_layer(real: tuple[str, FileRecords]) -> None:
    _, records = real

    for one in records.elements:
        kind = kind_of(one.resolved_class, one.predefined_type, one.object_type)
        assert "Ifc" not in kind.fr + kind.en
        assert one.layer


def test_findings_speak_to_people(real: tuple[str, FileRecords]) -> None:
    _, records = real
    findings = [*records.findings, *code_rule(records).findings]

    assert [one.message for one in findings if re.search(r"\bIfc[A-Z]|[{}]", one.message)] == []


def test_a_file_with_doubled_identifiers_loses_nothing(shared_ifc: Path) -> None:
    records = _read(shared_ifc / "doubleguids.ifc")
    doubled = [one for one in records.findings if one.code == "duplicate-globalid"]

    assert len(records.elements) == 15
    assert len({one.global_id for one in records.elements}) < 15
    assert [one.params["count"] for one in doubled] == [2, 2, 2]


def test_a_sewer_of_the_oldest_schema_is_a_network(shared_ifc: Path) -> None:
    """
    19 ports attached by their own relation, 9 connections; the loose one is said.
    """
    records = _read(shared_ifc / "RioleringTestArkey.ifc")
    runs = find_runs(records)

    assert all(port.element is not None for port in records.ports)
    assert all(one.from_element and one.to_element for one in records.connections)
    assert sum(len(run.members) for run in runs) == len({member for run in runs for member in run.members})
    assert "ports-unconnected" in {one.code for one in records.findings}


def test_the_handover_model_guesses_families_and_says_so(shared_ifc: Path) -> None:
    records = _read(shared_ifc / "Duplex-Handover-COBie_20120323.ifc")

    assert len(records.systems) == 10
    assert all(one.guessed for one in records.systems if one.family != "unknown")
    assert {one.code for one in records.findings} >= {"no-shape-at-all", "systems-guessed"}


def test_imperial_lengths_become_metres(shared_ifc: Path) -> None:
    records = _read(shared_ifc / "gherkin-lip002-imperial.ifc")

    assert records.length_unit == pytest.approx(0.3048)
    assert "units-imperial" in {one.code for one in records.findings}


def test_property_sets_shared_by_name_keep_their_values(shared_ifc: Path) -> None:
    """An independent reading of one file agrees on every property of every element."""
    model = ifcopenshell.open(str(shared_ifc / "Duplex_A_20110907.ifc"))
    records = _read(shared_ifc / "Duplex_A_20110907.ifc")

    for one in records.elements:
        mine = {(record.set_name, record.name): record.value for record in one.properties}
        theirs = {
            (set_name, name): value
            for set_name, values in get_psets(model[one.step_id], should_inherit=False).items()
            for name, value in values.items()
            if name != "id"
        }
        assert mine == theirs


@pytest.mark.parametrize("name", ["Duplex_A_20110907.ifc", "AC20-FZK-Haus.ifc", "PCERT-Infra-Bridge.ifc"])
def test_positions_agree_with_an_independent_reading(name: str, shared_ifc: Path) -> None:
    opened = open_ifc(shared_ifc / name)
    placements = Placements(Attributes(opened.model), calculate_unit_scale(opened.model))

    for product in opened.model.by_type("IfcElement"):
        if product.ObjectPlacement is not None:
            theirs = get_local_placement(product.ObjectPlacement)[:3, 3] * placements.metres
            assert placements.position(product) == pytest.approx(tuple(theirs), abs=1e-9)
