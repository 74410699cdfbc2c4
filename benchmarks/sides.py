"""Two sides of a benchmark, ours and the usual way, each file in a process of its own.

A module that has both functions is its own program: `python -m benchmarks.reading ours|usual FILE.ifc`.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 3

Side = Callable[[Path], float]  # the seconds for one file


def medians(module: str, path: Path) -> tuple[float, float]:
    """The seconds of both sides, ours first: of each the median of three processes."""
    return _median(module, "ours", path), _median(module, "usual", path)


def _median(module: str, side: str, path: Path) -> float:
    command = [sys.executable, "-m", module, side, str(path)]
    runs = [
        subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True) for _ in range(ROUNDS)
    ]
    return sorted(float(run.stdout.split()[-1]) for run in runs)[ROUNDS // 2]


def main(*, ours: Side, usual: Side) -> None:
    """Print the seconds of the side and file that the command line names."""
    _, side, path = sys.argv
    print({"ours": ours, "usual": usual}[side](Path(path)))
