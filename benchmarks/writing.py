"""Writing 1,000 values into a model (T13) beside the library's own open and write of the same file.

python -m benchmarks.writing ours|usual FILE.ifc     prints the seconds of CPU (each side in its own process)
"""

from __future__ import annotations

import itertools
import re
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks import sides
from benchmarks.table import Row

CHANGES = 1000
KEYS = ("serial_number", "manufacturer", "model", "installation_date")


def rows(files: list[Path]) -> Iterator[Row]:
    """The median of three pairs a file, and of one as large as a station's: the last one, five times over."""
    with tempfile.TemporaryDirectory(prefix="bench-writing-") as folder:
        yield from _rows([*files, _larger(files[-1], 5, Path(folder))])


def _rows(files: list[Path]) -> Iterator[Row]:
    for path in files:
        yield Row("T13", f"open, {CHANGES:,} values, write", path.name, *sides.medians(__name__, path), 1.5)


def _larger(path: Path, times: int, folder: Path) -> Path:
    """The same entities again and again under other numbers, in one file."""
    head, _, rest = path.read_text(encoding="latin-1").partition("DATA;")
    data, _, tail = rest.rpartition("ENDSEC;")
    step = max(map(int, re.findall(r"#(\d+)\s*=", data))) + 1
    parts = [re.sub(r"#(\d+)", lambda found, n=n: f"#{int(found[1]) + n * step}", data) for n in range(times)]
    target = folder / f"{path.stem}_x{times}.ifc"
    target.write_text(f"{head}DATA;{''.join(parts)}ENDSEC;{tail}", encoding="latin-1")
    return target


def ours(path: Path) -> float:
    """250 replaced items of four values each: most of these sets are not there yet, others belong to the type."""
    from assets.ifc import writing
    from assets.ifc.edits import SetProperty

    edits = [
        SetProperty(step_id, global_id, "2026-01-31" if key.endswith("_date") else f"Posé {n}", key=key)
        for n, (step_id, global_id) in enumerate(
            itertools.islice(itertools.cycle(_elements(path)), CHANGES // 4)
        )
        for key in KEYS
    ]
    with tempfile.TemporaryDirectory(prefix="bench-writing-") as folder:
        # A worker has read the standard's templates long ago.
        writing.write(path, Path(folder) / "warm.ifc", edits[:4], seed="bench")
        began = time.process_time()
        written = writing.write(path, Path(folder) / "written.ifc", edits, seed="bench")
        seconds = time.process_time() - began
    assert written.changed
    return seconds


def _elements(path: Path) -> list[tuple[int, str]]:
    import ifcopenshell

    model = ifcopenshell.open(str(path))
    return [(one.id(), one.GlobalId) for one in model.by_type("IfcElement")]


def usual(path: Path) -> float:
    import ifcopenshell

    with tempfile.TemporaryDirectory(prefix="bench-writing-") as folder:
        began = time.process_time()
        ifcopenshell.open(str(path)).write(str(Path(folder) / "written.ifc"))
        return time.process_time() - began


if __name__ == "__main__":
    sides.main(ours=ours, usual=usual)
