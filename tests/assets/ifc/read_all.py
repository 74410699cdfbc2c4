"""Read every model of a folder and print one JSON line for each: run apart, because a crash would take the tests along.

python -m tests.assets.ifc.read_all FOLDER
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from assets.ifc.codes import code_rule
from assets.ifc.opening import RefusedFile, open_ifc
from assets.ifc.reading import read
from assets.ifc.runs import find_runs


def outcome(path: Path) -> dict[str, object]:
    try:
        records = read(open_ifc(path))
    except RefusedFile as refused:
        return {"file": path.name, "refused": refused.code}
    find_runs(records)
    findings = [*records.findings, *code_rule(records).findings]
    return {
        "file": path.name,
        "elements": len(records.elements),
        "findings": sorted({one.code for one in findings}),
    }


if __name__ == "__main__":
    for each in sorted(Path(sys.argv[1]).iterdir()):
        print(json.dumps(outcome(each)), flush=True)
