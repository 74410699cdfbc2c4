"""The child process that runs the kernels: `python -m assets.ifc.kernel_worker JOB.json`, started by `shapes`.

It speaks to its parent in lines on standard output: `plan N`, `bulk N`, `try STEP RUNG`, `commit ELEMENTS GEOMETRIES
SPACES`, `lost STEP`, `memory MB`, `end`. What kernels print goes to standard error instead.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TextIO

import numpy as np

OUT_OF_MEMORY = 77  # exit status
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Job:
    """What one child is to do. `rungs` are the elements that start higher on the ladder (STEP id as text)."""

    path: str
    spool: str
    parent: int
    memory_mb: int
    kernels_until: float  # time.time()
    careful: int
    rungs: dict[str, int]
    done: str | None  # .npy of STEP ids finished by earlier children

    def write(self, to: Path) -> Path:
        to.write_text(json.dumps(asdict(self)))
        return to


def main(argv: list[str]) -> int:
    """Run the job; the exit status is 0, or OUT_OF_MEMORY."""
    job = Job(**json.loads(Path(argv[0]).read_text()))
    die_with(job.parent)
    say = _journal()
    try:
        _work(job, say)
    except MemoryError:
        # No cleaning up: there is no memory to do it with, and the columns are committed.
        os._exit(OUT_OF_MEMORY)
    say("end")
    return 0


def _work(job: Job, say: Callable[[str], None]) -> None:
    from assets.ifc.kernel_ladder import Ladder
    from assets.ifc.shape_spool import Spool

    limit_memory(job.memory_mb)
    silence_notices()
    model = _model(job.path)
    todo = _plan(model, job)
    say(f"plan {len(todo)}")
    Ladder(model, Spool(Path(job.spool)), say, lambda: time.time() > job.kernels_until).climb(
        todo, careful=job.careful
    )
    say(f"memory {peak_memory_mb():.0f}")


def _model(path: str) -> Any:
    """Open at once, which is faster when every line is needed; one bad line must then not cost all the others."""
    import ifcopenshell

    try:
        return ifcopenshell.open(path, format=".ifc")
    except ifcopenshell.Error:
        return ifcopenshell.open(path, format=".ifc", lazy=True)  # type: ignore[call-overload]


def _plan(model: object, job: Job) -> dict[int, int]:
    """Return STEP id → first rung of every space, then every element that has a representation."""
    from assets.ifc.kernel_plan import products

    done = set(np.load(job.done).tolist()) if job.done else set()
    rungs = {int(step): rung for step, rung in job.rungs.items()}
    steps = products(model)
    np.save(Path(job.spool).with_suffix(".plan.npy"), np.array(steps, "i4"))
    return {step: rungs.get(step, 0) for step in steps if step not in done}


def _journal() -> Callable[[str], None]:
    """Keep standard output for ourselves and give the kernels standard error in its place."""
    stream: TextIO = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)

    def say(line: str) -> None:
        print(line, file=stream, flush=True)

    return say


def die_with(parent: int) -> None:
    """Ask the kernel of the system to kill us when the parent is gone, even by kill -9."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def limit_memory(memory_mb: int) -> None:
    """Refuse allocations beyond `memory_mb` above what the loaded libraries already reserve."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    reserved = _status("VmSize")
    if reserved is not None:
        limit = int((reserved + memory_mb) * (1 << 20))
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def silence_notices() -> None:
    """Keep notices out of the log, which lives in memory: there are several for each boolean operation."""
    import ifcopenshell

    if ifcopenshell.logger is not None:
        ifcopenshell.logger.root().verbosity(ifcopenshell.logger.LOG_ERROR)


def peak_memory_mb() -> float:
    """Return the largest resident size so far; ru_maxrss would count the parent's before exec."""
    peak = _status("VmHWM")
    return peak if peak is not None else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _status(name: str) -> float | None:
    """Return a size of this process in MB where the system tells it."""
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{name}:")), None)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
