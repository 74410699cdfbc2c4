"""Shapes of a file, whatever its kernels do: a supervised child, restarted after a crash, a hang or a full memory.

    python -m assets.ifc.shapes FILE.ifc OUT.npz [--memory-mb N] [--seconds N]

`tessellate` is the same from Python. One bad element costs its own shape only: it goes up the ladder of
`kernel_ladder`, ends as a box if need be, and a finding says so.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from assets.ifc.shape_set import KERNELS, Footprint, ShapeSet
from assets.ifc.shape_spool import KnownShapes
from assets.ifc.supervision import Supervision

__all__ = ["KERNELS", "Footprint", "ShapeSet", "tessellate"]

SECONDS = 1800.0
MEMORY_MB = 6144


def tessellate(
    path: Path | str,
    out: Path | str | None = None,
    *,
    seconds: float = SECONDS,
    memory_mb: int = MEMORY_MB,
    progress: Callable[[float], None] | None = None,
    scratch: Path | None = None,
    known: KnownShapes | None = None,
) -> ShapeSet:
    """Return the shapes of a plain .ifc within `seconds`, and write them to `out` (.npz) if given.

    What is `known` from an earlier revision is not shaped again, and when that is all, no child is started.

    `progress` hears fractions from 0 to 1. Never raises for what is in the file: what has no shape has a finding.
    What the child writes on its way is kept below `scratch` (default: the system's folder for such files).
    Runs beside anything else: the kernels work in a child that dies with this process.
    """
    with tempfile.TemporaryDirectory(prefix="shapes-", dir=scratch) as folder:
        supervision = Supervision(
            Path(path),
            Path(folder),
            seconds=seconds,
            memory_mb=memory_mb,
            progress=progress or _silent,
            known=known,
        )
        shapes = supervision.run()
    if out is not None:
        shapes.save(Path(out))
    return shapes


def main(argv: Sequence[str] | None = None) -> int:
    """Tessellate one file from the terminal: counts on standard output, findings on standard error."""
    parser = argparse.ArgumentParser(prog="python -m assets.ifc.shapes", description=tessellate.__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--memory-mb", type=int, default=MEMORY_MB)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    given = parser.parse_args(argv)
    shapes = tessellate(given.file, given.out, seconds=given.seconds, memory_mb=given.memory_mb)
    counts = ", ".join(f"{count} {name}" for name, count in shapes.kernel_counts.items())
    print(f"{len(shapes)} elements ({counts}), {len(shapes.faces)} triangles, {len(shapes.spaces)} spaces")
    print(f"{shapes.seconds['total']:.1f} s, {shapes.peak_memory_mb:.0f} MB")
    for finding in shapes.findings:
        print(finding.message, file=sys.stderr)
    return 0 if len(shapes) or not shapes.findings else 1


def _silent(_: float) -> None:
    pass


if __name__ == "__main__":
    sys.exit(main())
