"""Damaged files: every cut is refused, everything else comes in with findings, and nothing crashes.

Each variant is read in a process of its own, because a crash inside the parser would take the tests with it.
"""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assets.ifc.opening import RefusedFile, unpack
from tests.assets.ifc.drawing import Drawing

Damage = Callable[[str], str]


def network() -> Drawing:
    """
    pump ── pipe ── valve      one system, one property set, one type each
    """
    drawing = Drawing("IFC4")
    pump = drawing.element("IfcPump", "pump", "SUMPPUMP", ports=1, Tag="EFS-P-01")
    pipe = drawing.element("IfcPipeSegment", "pipe", "RIGIDSEGMENT", ports=2)
    valve = drawing.element("IfcValve", "valve", "ISOLATING", ports=1, Tag="EFS-V-01")
    drawing.join("pump.0", "pipe.0", directed=True)
    drawing.join("pipe.1", "valve.0", directed=True)
    drawing.system("EFS", "DOMESTICCOLDWATER", pump, pipe, valve)
    drawing.properties(pump, "Pset_ManufacturerOccurrence", SerialNumber="SN-1", BarCode="123")
    return drawing


def line_of(text: str, ifc_class: str) -> str:
    return next(line for line in text.splitlines() if f"={ifc_class}(" in line)


def without(ifc_class: str) -> Damage:
    return lambda text: text.replace(line_of(text, ifc_class) + "\n", "")


def changed(ifc_class: str, pattern: str, by: str) -> Damage:
    def damage(text: str) -> str:
        line = line_of(text, ifc_class)
        worse = re.sub(pattern, by, line, count=1)
        assert worse != line
        return text.replace(line, worse)

    return damage


# What is done to the file, and the findings that must tell of it.
DAMAGES: dict[str, tuple[Damage, set[str]]] = {
    "a port is missing": (without("IFCDISTRIBUTIONPORT"), {"references-missing"}),
    "a pump is missing": (without("IFCPUMP"), {"references-missing"}),
    "a type is missing": (without("IFCPUMPTYPE"), {"references-missing", "relation-incomplete"}),
    "the storey is missing": (without("IFCBUILDINGSTOREY"), {"references-missing", "elements-without-place"}),
    "the project is missing": (without("IFCPROJECT"), {"references-missing"}),
    "a property is missing": (without("IFCPROPERTYSINGLEVALUE"), {"references-missing"}),
    "a placement is missing": (without("IFCLOCALPLACEMENT"), {"references-missing"}),
    "the unit is missing": (without("IFCSIUNIT"), {"references-missing", "units-missing"}),
    "a class nobody knows": (changed("IFCPUMP", "IFCPUMP", "IFCTELEPORTER"), {"instances-unread"}),
    "an attribute too few": (changed("IFCVALVE", r",[^,]*\);$", ");"), set()),
    "an attribute too many": (changed("IFCVALVE", r"\);$", ",$,$,'x');"), set()),
    "a number as a name": (changed("IFCPUMP", "'pump'", "12"), {"attribute-unreadable"}),
    "an entity as a name": (changed("IFCPUMP", "'pump'", "#1"), {"attribute-unreadable"}),
    "a list as a name": (changed("IFCPUMP", "'pump'", "('a','b')"), {"attribute-unreadable"}),
    "no identifier": (changed("IFCPUMP", r"\('[^']*'", "($"), {"globalid-missing"}),
    "an unknown enumeration": (changed("IFCPUMPTYPE", r"\.SUMPPUMP\.", ".PERPETUALMOTION."), set()),
    "a type of the wrong class": (changed("IFCRELDEFINESBYTYPE", r"#\d+\);$", "#1);"), set()),
    "a container that is no place": (
        changed("IFCRELCONTAINEDINSPATIALSTRUCTURE", r"#\d+\);$", "#1);"),
        {"elements-without-place"},
    ),
    "a container that is text": (
        changed("IFCRELCONTAINEDINSPATIALSTRUCTURE", r"#\d+\);$", "'here');"),
        {"attribute-unreadable"},
    ),
    "text among the parts": (changed("IFCRELNESTS", r"\(#\d+\)\);$", "('x',$));"), set()),
    "a port joined to nothing": (
        changed("IFCRELCONNECTSPORTS", r"#\d+,#\d+", r"#1,$"),
        {"relation-incomplete"},
    ),
    "a port joined to what is not there": (
        changed("IFCRELCONNECTSPORTS", r"#\d+,#\d+,\$\);", "#999999,#999998,$);"),
        {"references-missing", "relation-incomplete"},
    ),
    "a place inside itself": (changed("IFCLOCALPLACEMENT", r"\(\$,", "(#{self},"), set()),
    "a part of itself": (changed("IFCRELAGGREGATES", r"#(\d+),\(#\d+\)\);$", r"#\1,(#\1));"), set()),
    "the same number twice": (changed("IFCPUMP", r"^#\d+=", "#{reused}="), {"numbers-reused"}),
    "a string without its end": (changed("IFCPUMP", "'pump'", "'pump"), set()),
    "a bracket without its end": (changed("IFCRELCONNECTSPORTS", r"\);$", ";"), set()),
    "a missing semicolon": (changed("IFCPUMP", r";$", ""), set()),
    "noise between lines": (lambda text: text.replace("DATA;", "DATA;\n\x01\x02 garbage \x7f;", 1), set()),
    "broken text encoding": (changed("IFCPUMP", "'pump'", r"'\\\\X2\\\\00E\\\\X0\\\\ \\\\S\\\\'"), set()),
    "an endless number": (changed("IFCCARTESIANPOINT", r"0\.", "1E999"), set()),
    "an endless number as a property": (
        changed("IFCPROPERTYSINGLEVALUE", r"IFCLABEL\('[^']*'\)", "IFCREAL(1.E999)"),
        set(),
    ),
    "a property of an odd kind": (changed("IFCPROPERTYSINGLEVALUE", r"IFCLABEL\('[^']*'\)", "(1,2)"), set()),
    "a property without a name": (changed("IFCPROPERTYSINGLEVALUE", r"\('[^']*'", "($"), set()),
    "no data at all": (
        lambda text: re.sub(r"DATA;.*?ENDSEC;", "DATA;\nENDSEC;", text, flags=re.DOTALL),
        {"no-products"},
    ),
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> str:
    return network().save(tmp_path_factory.mktemp("whole")).read_text()


Outcome = dict[str, Any]


def read_apart(folder: Path) -> dict[str, Outcome]:
    """Read a folder of models in another process; a file that ended it is missing from the answer."""
    command = [sys.executable, "-m", "tests.assets.ifc.read_all", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    outcomes = {one["file"]: one for one in map(json.loads, done.stdout.splitlines())}
    assert done.returncode == 0, (
        f"ended by {done.returncode} after {list(outcomes)[-1:]}: {done.stderr[-2000:]}"
    )
    return outcomes


def spoil(text: str, damage: Damage) -> str:
    worse = damage(text)
    placement = re.search(r"#(\d+)=IFCLOCALPLACEMENT", text)
    valve = re.search(r"#(\d+)=IFCVALVE", text)
    assert placement
    assert valve
    return worse.replace("{self}", placement.group(1)).replace("{reused}", valve.group(1))


@pytest.fixture(scope="module")
def outcomes(whole: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    folder = tmp_path_factory.mktemp("damaged")
    for name, (damage, _) in DAMAGES.items():
        (folder / name).write_text(spoil(whole, damage))
    return read_apart(folder)


@pytest.mark.parametrize("name", DAMAGES, ids=str)
def test_a_damaged_model_comes_in_and_says_so(name: str, outcomes: dict[str, Outcome]) -> None:
    outcome = outcomes[name]

    assert set(outcome.get("findings", ())) >= DAMAGES[name][1]
    assert outcome.get("refused") in ({None, "truncated"} if "without its end" in name else {None})


def test_every_cut_of_a_model_is_refused(whole: str, tmp_path: Path) -> None:
    end = whole.rindex("END-ISO-10303-21;") + len("END-ISO-10303-21;")
    path = tmp_path / "cut.ifc"
    codes = set()
    for length in [*range(0, end, 97), end - 1]:
        path.write_text(whole[:length])
        with pytest.raises(RefusedFile) as refused:
            unpack(path, tmp_path)
        codes.add(refused.value.code)

    assert codes == {"file-empty", "not-an-ifc", "truncated"} or codes == {"file-empty", "truncated"}


@pytest.mark.parametrize("name", ["AC20-FZK-Haus.ifc", "Office_A_20110811.ifc", "RioleringTestArkey.ifc"])
def test_every_cut_of_a_real_model_is_refused(name: str, shared_ifc: Path, tmp_path: Path) -> None:
    content = (shared_ifc / name).read_bytes()
    lengths = random.Random(name).sample(range(1, content.rindex(b"END-ISO") + 16), 40)
    path = tmp_path / "cut.ifc"
    for length in lengths:
        path.write_bytes(content[:length])
        with pytest.raises(RefusedFile):
            unpack(path, tmp_path)


def test_real_models_that_lost_lines_come_in(shared_ifc: Path, tmp_path: Path) -> None:
    names = ["RioleringTestArkey.ifc", "doubleguids.ifc", "PCERT-Building-Hvac.ifc", "SampleHouse4.ifc"]
    for name in names:
        lines = (shared_ifc / name).read_text(encoding="latin-1").splitlines()
        data = [number for number, line in enumerate(lines) if line.startswith("#")]
        gone = set(random.Random(name).sample(data, max(1, len(data) // 20)))
        text = "\n".join(line for number, line in enumerate(lines) if number not in gone)
        (tmp_path / name).write_text(text, encoding="latin-1")

    found = read_apart(tmp_path)

    assert [name for name in names if "references-missing" not in found[name]["findings"]] == []


@pytest.mark.parametrize("seed", range(3))
def test_models_with_random_bytes_changed_never_crash(
    seed: int, whole: str, shared_ifc: Path, tmp_path: Path
) -> None:
    """Any of the outcomes is right as long as there is one."""
    sewer = (shared_ifc / "RioleringTestArkey.ifc").read_bytes()
    chance = random.Random(seed)
    for number in range(40):
        content = bytearray(chance.choice((whole.encode(), sewer)))
        for _ in range(chance.randrange(1, 12)):
            content[chance.randrange(len(content))] = chance.choice(b"#'(),;$*=.0123456789ABC\\/ \0\xff")
        (tmp_path / f"{number}.ifc").write_bytes(bytes(content))

    assert len(read_apart(tmp_path)) == 40
