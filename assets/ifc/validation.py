"""What the library's validator has against a written file that it had not against its parent.

    python -m assets.ifc.validation PARENT WRITTEN < COPIES.json

prints a JSON list of sentences. It runs in a child process: a native crash or a file of millions of lines ends the
child, not the worker. The parent is only looked at when there is something to compare.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import ifcopenshell.validate

SECONDS = 3600.0
_PARENT_OF_THE_PACKAGE = Path(__file__).resolve().parents[2]
_Complaint = tuple[int, str, str]  # STEP id (0: of the file), attribute, what is wrong


class NotValidated(Exception):
    """The validator itself did not come to an end."""


def new_errors(
    parent: Path, written: Path, copies: dict[int, int], *, seconds: float = SECONDS
) -> tuple[str, ...]:
    """Return what is wrong with `written` and was not with `parent`; `copies` maps new STEP ids to their originals.

    Raises NotValidated when the child process dies or takes too long.
    """
    command = [sys.executable, "-m", "assets.ifc.validation", str(parent), str(written)]
    try:
        done = subprocess.run(
            command,
            input=json.dumps({str(one): other for one, other in copies.items()}),
            cwd=_PARENT_OF_THE_PACKAGE,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=True,
        )
        return tuple(json.loads(done.stdout))
    except (subprocess.SubprocessError, ValueError) as broken:
        raise NotValidated(str(broken)[:200]) from broken


def compare(parent: Path, written: Path, copies: dict[int, int]) -> list[str]:
    found = _complaints(written)
    if not found:
        return []
    known = set(_complaints(parent))
    return [
        f"#{step_id} {attribute}: {what}"
        for step_id, attribute, what in found
        if (step_id, attribute, what) not in known
        and (copies.get(step_id, step_id), attribute, what) not in known
    ]


def _complaints(path: Path) -> list[_Complaint]:
    logger: Any = ifcopenshell.validate.json_logger()
    ifcopenshell.validate.validate(str(path), logger)
    return [_complaint(one) for one in logger.statements if one["level"] == "error"]


def _complaint(statement: dict[str, Any]) -> _Complaint:
    """What is wrong without the text of the entity, which differs when anything else in it changed."""
    instance = statement.get("instance")
    step_id = instance.id() if isinstance(instance, ifcopenshell.entity_instance) else 0
    told = re.sub(r"(?m)^\s*(#\d+=.*|\^+\s*)$", "", statement["message"])
    return step_id, statement.get("attribute") or "", " ".join(told.split())[:200]


if __name__ == "__main__":
    copied = {int(one): int(other) for one, other in json.load(sys.stdin).items()}
    print(json.dumps(compare(Path(sys.argv[1]), Path(sys.argv[2]), copied)))
