"""Which text is a code, and which never is."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from assets.ifc.codes import CodeRule, code_rule, looks_like_code, normalise
from tests.assets.ifc.drawing import Drawing
from tests.assets.ifc.models import records_of


def rule_of(folder: Path, *, tags: list[str] | None = None, **properties: list[str]) -> CodeRule:
    """Read the codes of pumps with these tags and values of properties (in a set called `Plates`)."""
    drawing = Drawing()
    count = len(tags or next(iter(properties.values())))
    for number in range(count):
        pump = drawing.element("IfcPump", f"pump {number}", "SUMPPUMP", Tag=tags[number] if tags else None)
        values = {name: values[number] for name, values in properties.items() if values[number]}
        if values:
            drawing.properties(pump, "Plates", **values)
    return code_rule(records_of(drawing, folder))


def numbered(prefix: str, count: int) -> list[str]:
    return [f"{prefix}{number:02d}" for number in range(1, count + 1)]


def told(rule: CodeRule) -> list[str]:
    return [one.code for one in rule.findings]


@pytest.mark.parametrize(
    "text",
    [
        "EFS-P-01",
        "TGBT",
        "V-112",
        "CTA 01",
        "A101",
        "PAC_2",
        "AHU/3",
        "Ét-1",
        "2P4",
        "NPG.ECS.P01",
        "DEADBEEF",
    ],
)
def test_these_are_codes(text: str) -> None:
    assert looks_like_code(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "7",
        "145788",
        "454425.1027891.979946",
        "12,5;3,2",
        "-12.5",
        "E2E8655F-6DD1-4336-A9-4B-13A89EA15E68",
        "{B5030A34-D83C-4622-B025-7D96540A60FF}",
        "b5030a34d83c4622b0257d96540a60ff",
        "ID50C9E7A2-0000-0001",
        "2O2Fr$t4X7Zf8NOew3FL9r",
        "M_Single-Flush:0762 x 2032mm:0762 x 2032mm:146596",
        "1250mm x 2010mm",
        "80 mm",
        "2.5 kW",
        "Front door of the waiting room",
        "door",
        "x" * 41 + "1",
        "A\n1",
        "P-01\t",
        "#&1",
    ],
)
def test_these_are_not(text: str) -> None:
    assert not looks_like_code(text) or text != text.strip()


def test_a_tag_that_looks_like_a_code_is_the_code(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, tags=numbered("EFS-P-", 4))

    assert (rule.source, sorted(rule.codes.values())) == ("tag", numbered("EFS-P-", 4))
    assert told(rule) == ["code-rule-tag"]


@pytest.mark.parametrize("name", ["Mark", "Repere", "AssetIdentifier", "TagNumber", "Asset_Tag"])
def test_a_named_property_comes_before_the_tag(name: str, tmp_path: Path) -> None:
    rule = rule_of(tmp_path, tags=numbered("T-", 4), **{name: numbered("POMPE ", 4)})

    assert rule.source == f"property:Plates.{name}"
    assert sorted(rule.codes.values()) == numbered("POMPE ", 4)


def test_a_french_plate_comes_before_a_mark(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, Mark=numbered("M-", 3), Repère=numbered("R-", 3))

    assert rule.source == "property:Plates.Repère"


def test_a_reference_is_no_code(tmp_path: Path) -> None:
    assert rule_of(tmp_path, Reference=numbered("R-", 3)).source == "proposed"


@pytest.mark.parametrize(
    "tags",
    [
        ["145788", "146016", "146596", "146678"],
        ["E605AACB-6C4E-458D-93-46-5D9D8C7C21D3", "CBFAA406-7368-4C3F-96-65-F3ED0FC60C2F"],
        ["454425.1027891.979946", "454425.1027891.979947"],
        ["2F3A", "1B4", "A7C", "30D"],
    ],
    ids=["numbers", "GUIDs", "paths", "handles"],
)
def test_the_numbers_of_an_authoring_tool_are_no_codes(tags: list[str], tmp_path: Path) -> None:
    rule = rule_of(tmp_path, tags=tags)

    assert (rule.source, rule.codes) == ("proposed", {})
    assert told(rule) == ["code-rule-proposed", "code-source-rejected"]


def test_a_form_nobody_filled_in_is_passed_over_in_silence(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, AssetIdentifier=["AssetIdentifier"] * 4, TagNumber=["N/A"] * 4)

    assert (rule.source, told(rule)) == ("proposed", ["code-rule-proposed"])


def test_the_name_of_a_type_is_no_code(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, Mark=["Pump SUMPPUMP", *numbered("P-", 30)])

    assert rule.source == "proposed"
    assert "it holds the name of a type" in rule.findings[1].message


def test_a_property_shared_by_too_many_is_no_code(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, tags=numbered("T-", 10), Mark=["A1"] * 5 + numbered("B-", 5))

    assert rule.source == "tag"
    assert told(rule) == ["code-rule-tag", "code-source-rejected"]


def test_a_few_duplicates_fall_through_to_the_next_rule_and_are_told(tmp_path: Path) -> None:
    marks = [*numbered("P-", 39), "P-01"]
    rule = rule_of(tmp_path, tags=[*numbered("T-", 39), ""], Mark=marks)

    codes = list(rule.codes.values())
    assert (len(codes), codes.count("T-01"), "P-01" in codes) == (39, 1, False)
    assert told(rule) == ["code-rule-property", "code-duplicates"]
    assert rule.findings[1].params["examples"] == ["P-01", "P-01"]


def test_two_spellings_of_one_code_are_duplicates(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, tags=["EFS-P-1", "efs p 01", *numbered("V-", 38)])

    assert len(rule.codes) == 38


def test_a_bare_number_among_codes_is_left_out(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, Mark=["12", "9", "A101", "B101", "C101"])

    assert sorted(rule.codes.values()) == ["A101", "B101", "C101"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("EFS-P-01", "efs p 1", True),
        ("EFS-P-01", "EFSP01", True),
        ("V.0112", "V-112", True),
        ("Ét-1", "ET1", True),
        ("A-1-12", "A-11-2", False),
        ("P-10", "P-1", False),
        ("P-0", "P-00", True),
        ("A1B2", "A-1-B-2", True),
    ],
)
def test_two_spellings_of_a_code(one: str, other: str, same: bool) -> None:
    assert (normalise(one) == normalise(other)) is same


@given(some.text(max_size=30))
def test_normalising_twice_changes_nothing(text: str) -> None:
    key = normalise(text)

    assert normalise(key) == key or not any(character.isalnum() and character.isascii() for character in key)
