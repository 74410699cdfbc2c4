"""The child of `benchmarks.imports`: imports files into an empty register and prints what it took, as JSON.

python -m benchmarks.one_import [--apart] [--again] [--next NAME FILE…]… FILE…
"""

from __future__ import annotations

import argparse
import io
import json
import os
import resource
import shutil
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path
from typing import Any


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--apart", action="store_true", help="each file into a station of its own")
    parser.add_argument("--again", action="store_true", help="then the same files once more")
    parser.add_argument(
        "--next",
        nargs="+",
        action="append",
        default=[],
        metavar=("NAME", "FILE"),
        help="then the next revision of each file, and what the result is called",
    )
    options = parser.parse_args()
    os.environ |= {"DATA_DIR": tempfile.mkdtemp(prefix="bench-import-"), "LOG_LEVEL": "ERROR", "DEBUG": "1"}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twin.settings")
    try:
        print(json.dumps(_measured(options)))
    finally:
        shutil.rmtree(os.environ["DATA_DIR"], ignore_errors=True)
    return 0


def _measured(options: argparse.Namespace) -> dict[str, Any]:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    import_module("twin.management.commands.import_ifc")  # or the first import would pay for it
    first = _import(options.files, apart=options.apart)
    result: dict[str, Any] = {"first": first}
    if options.again:
        result["again"] = _import(options.files, apart=options.apart)
    for name, *files in options.next:
        result[name] = _import(list(map(Path, files)), apart=options.apart)
    return result


def _import(files: list[Path], *, apart: bool) -> dict[str, Any]:
    """Wall and processor seconds of the commands, children included, and what became of each file."""
    wall, processor = time.perf_counter(), _processor()
    if apart:
        report = [entry for number, file in enumerate(files) for entry in _command([file], f"BENCH-{number}")]
    else:
        report = _command(files, "BENCH")
    wall, processor = time.perf_counter() - wall, _processor() - processor
    return {
        "wall": wall,
        "processor": processor,
        "outcomes": {entry["file"]: entry["outcome"] for entry in report},
        "reused": sum(_reused(entry["revision"]) for entry in report if entry["revision"]),
        "elements": sum(entry["counts"].get("elements", 0) for entry in report),
    }


def _command(files: list[Path], station: str) -> list[dict[str, Any]]:
    from django.core.management import CommandError, call_command

    said = io.StringIO()
    try:
        call_command(
            "import_ifc", *map(str, files), station=station, create_station="Bench", json=True, stdout=said
        )
    except CommandError as refusal:
        print(refusal, file=sys.stderr)
    return json.loads(said.getvalue())["files"]


def _reused(revision: int) -> int:
    from assets.models import Revision

    return Revision.objects.get(pk=revision).report.get("reused_shapes", 0)


def _processor() -> float:
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


if __name__ == "__main__":
    sys.exit(main())
