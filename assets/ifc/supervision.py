"""The parent's side of the shapes: watches the child, names the culprit of a crash, starts again with the rest."""

from __future__ import annotations

import contextlib
import logging
import os
import queue
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Literal

import numpy as np

from assets.ifc import shape_assembly, shape_spool
from assets.ifc.findings import finding
from assets.ifc.kernel_worker import OUT_OF_MEMORY, Job
from assets.ifc.records import Finding
from assets.ifc.shape_set import KERNELS, ShapeSet
from assets.ifc.shape_spool import Counts, KnownShapes, Spooled

log = logging.getLogger(__name__)
BOX = KERNELS.index("box")
BOXES_SHARE, BOXES_SECONDS = 0.2, 5.0  # of the time, kept for the boxes of what no kernel finished
ELEMENT_SECONDS = 30.0  # for one element on one rung
OPENINGS = 2  # times that opening the file may kill the child
RESTARTS = 60
WINDOW = 32  # elements taken one by one after a crash whose culprit is not known

Ending = Literal["done", "crash", "hang", "memory"]


@dataclass(slots=True)
class Watch:
    """What one child has told so far."""

    started: float = field(default_factory=time.time)
    opening: float = 0.0  # seconds
    planned: bool = False
    in_bulk: bool = False
    bulk_gave: bool = False
    trying: tuple[int, int] | None = None
    counts: Counts = field(default_factory=Counts)
    lost: list[int] = field(default_factory=list)
    memory_mb: float = 0.0
    ended: bool = False

    def hear(self, line: str) -> None:
        """Take one line of the child's journal."""
        word, *rest = line.split()
        numbers = [int(part) for part in rest]
        if word == "plan":
            self.planned, self.opening = True, time.time() - self.started
        elif word == "bulk":
            self.in_bulk, self.trying = True, None
        elif word == "try":
            self.in_bulk, self.trying = False, (numbers[0], numbers[1])
        elif word == "commit":
            counts = Counts(*numbers)
            self.bulk_gave = self.bulk_gave or (self.in_bulk and counts != self.counts)
            self.counts, self.trying = counts, None
        elif word == "lost":
            self.lost.append(numbers[0])
            self.trying = None
        elif word == "memory":
            self.memory_mb = max(self.memory_mb, numbers[0])
        elif word == "end":
            self.ended = True


class Supervision:
    """Children one after another until every element has a shape, a box or a finding, or the time is over."""

    def __init__(
        self,
        path: Path,
        scratch: Path,
        *,
        seconds: float,
        memory_mb: int,
        progress: Callable[[float], None],
        known: KnownShapes | None = None,
    ) -> None:
        self._path, self._scratch, self._memory_mb, self._progress = path, scratch, memory_mb, progress
        self._started = time.time()
        kept = min(max(seconds * BOXES_SHARE, BOXES_SECONDS), seconds / 2)
        self._kernels_until = self._started + seconds - kept
        self._until = self._started + seconds
        self._known = known or KnownShapes()
        self._spools: list[Spooled] = [known.spool] if known and known.spool else []
        self._rungs: dict[int, int] = {}
        self._starved: set[int] = set()
        self._stopped: dict[int, Ending] = {}
        self._lost: set[int] = set(self._known.shapeless)
        self._planned: set[int] = set(self._known.planned)
        self._undisturbed = True
        self._careful = 0
        self._failed_openings = 0
        self._peak_mb = self._processor = 0.0
        self._last_words: deque[bytes] = deque(maxlen=4)

    def run(self) -> ShapeSet:
        """Return what could be shaped; the ladder of children ends by itself or with the time.

        No child is started when everything is known already.
        """
        if self._planned and self._planned <= self._settled() | self._lost:
            return self._finished()
        for number in range(RESTARTS):
            if time.time() > self._until or self._failed_openings >= OPENINGS:
                break
            if number == RESTARTS - 1:
                self._kernels_until = 0.0  # enough crashes: boxes for what is left
            watch, ending = self._child(number)
            self._collect(number, watch)
            if ending == "done":
                break
            self._undisturbed = False
            self._learn(watch, ending)
            if number > RESTARTS // 2:
                self._leave_the_fast_kernel()
        return self._finished()

    def _child(self, number: int) -> tuple[Watch, Ending]:
        """Run one child to its end, or to the end of our patience."""
        watch = Watch()
        with self._started_child(number) as (child, lines):
            while True:
                try:
                    line = lines.get(timeout=self._patience(watch))
                except queue.Empty:
                    return watch, "hang"
                if line is None:
                    break
                watch.hear(line)
                if watch.planned and watch.counts != Counts():
                    self._tell(number, watch)
            status = self._reap(child)
        if watch.ended:
            return watch, "done"
        return watch, "memory" if status == OUT_OF_MEMORY else "crash"

    def _patience(self, watch: Watch) -> float:
        """Return how long the child may be silent, in seconds."""
        left = max(self._until - time.time(), 0.1)
        if not watch.planned:
            return left
        start = 0.0 if watch.bulk_gave else self._path.stat().st_size / 2e6
        limit = ELEMENT_SECONDS + start
        if watch.trying is None or watch.trying[1] < BOX:
            # A kernel still at work when its time is over is a hang, whatever it does.
            # Whoever takes over from it must open the file again, within the time kept for boxes.
            over = self._kernels_until - watch.opening
            limit = min(limit, max(over - time.time(), 0.0) + 1.0)
        return min(limit, left)

    @contextlib.contextmanager
    def _started_child(
        self, number: int
    ) -> Iterator[tuple[subprocess.Popen[bytes], queue.Queue[str | None]]]:
        command = [sys.executable, "-m", "assets.ifc.kernel_worker", str(self._job(number))]
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_environment(),
        )
        lines: queue.Queue[str | None] = queue.Queue()
        assert child.stdout
        assert child.stderr
        threads = [
            threading.Thread(target=_read_lines, args=(child.stdout, lines), daemon=True),
            threading.Thread(target=_drain, args=(child.stderr, self._last_words), daemon=True),
        ]
        for thread in threads:
            thread.start()
        try:
            yield child, lines
        finally:
            if child.returncode is None:
                child.kill()
                self._reap(child)
            for thread in threads:
                thread.join()
            child.stdout.close()
            child.stderr.close()

    def _job(self, number: int) -> Path:
        done = self._scratch / f"{number}.done.npy"
        np.save(done, np.array(sorted(self._settled() | self._lost), "i4"))
        job = Job(
            path=str(self._path.resolve()),
            spool=str(self._scratch / str(number)),
            parent=os.getpid(),
            memory_mb=self._memory_mb,
            kernels_until=self._kernels_until,
            careful=self._careful,
            rungs={str(step): rung for step, rung in self._rungs.items()},
            done=str(done),
        )
        return job.write(self._scratch / f"{number}.json")

    def _reap(self, child: subprocess.Popen[bytes]) -> int:
        """Wait for the child and count its processor time."""
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        self._processor += usage.ru_utime + usage.ru_stime
        return child.returncode

    def _collect(self, number: int, watch: Watch) -> None:
        """Take in what the child finished, however it ended."""
        if watch.planned:
            self._planned = set(np.load(self._scratch / f"{number}.plan.npy").tolist())
        if watch.counts != Counts():
            self._spools.append(shape_spool.read(self._scratch / str(number), watch.counts))
        self._lost.update(watch.lost)
        self._peak_mb = max(self._peak_mb, watch.memory_mb)

    def _learn(self, watch: Watch, ending: Ending) -> None:
        """Choose what the next child does differently."""
        if not watch.planned:
            self._failed_openings += 1
        elif watch.trying is not None:
            self._careful = 0
            self._blame(*watch.trying, ending, fresh=watch.counts.elements == 0)
        else:
            self._careful = WINDOW if watch.bulk_gave or not self._careful else self._careful * WINDOW

    def _blame(self, step: int, rung: int, ending: Ending, *, fresh: bool) -> None:
        """Move the culprit up the ladder; one that met a full memory gets a fresh child first."""
        if ending == "memory" and not fresh and step not in self._starved:
            self._starved.add(step)
            return
        if rung < BOX:
            self._stopped[step] = ending
            self._rungs[step] = rung + 1
        else:
            self._lost.add(step)

    def _leave_the_fast_kernel(self) -> None:
        """Give all that is left to OpenCascade: what crashed thirty times is a class of shapes, not an element."""
        for step in self._planned:
            self._rungs[step] = max(self._rungs.get(step, 0), 1)

    def _settled(self) -> set[int]:
        done: set[int] = set()
        for spool in self._spools:
            done.update(spool.elements["step_id"].tolist())
            done.update(space.step_id for space in spool.spaces)
        return done

    def _tell(self, number: int, watch: Watch) -> None:
        if not self._planned:
            self._planned = set(np.load(self._scratch / f"{number}.plan.npy").tolist())
        before = sum(len(spool.elements) + len(spool.spaces) for spool in self._spools)
        self._progress(
            min((before + watch.counts.elements + watch.counts.spaces) / max(len(self._planned), 1), 1.0)
        )

    def _finished(self) -> ShapeSet:
        shapes = shape_assembly.assemble(self._spools)
        left = self._planned - self._settled()
        seconds = {"total": time.time() - self._started, "processor": self._processor}
        self._progress(1.0)
        return shape_assembly.told(
            shapes,
            findings=tuple(self._findings(shapes, left)),
            peak_memory_mb=self._peak_mb,
            seconds=seconds,
            settled=self._undisturbed and not self._late(),
            reused=self._known.count,
        )

    def _late(self) -> bool:
        return time.time() > self._kernels_until

    def _findings(self, shapes: ShapeSet, left: set[int]) -> Iterator[Finding]:
        if not self._planned and self._failed_openings:
            said = b"".join(self._last_words)[-4000:].decode(errors="replace")
            log.warning("no shape of %s: the child ended while it opened the file: %s", self._path.name, said)
            yield finding("shapes-unreadable")
        if self._stopped:
            yield finding("shape-kernel-stopped", count=len(self._stopped), examples=sorted(self._stopped))
        boxes = shapes.step_ids[shapes.kernel == BOX].tolist()
        if boxes:
            yield finding("shape-box", count=len(boxes), examples=boxes)
        if left:
            yield finding("shape-missing", count=len(left), examples=sorted(left))
        if self._late() and (boxes or left):
            yield finding("shape-late", seconds=round(self._until - self._started))


def _environment() -> dict[str, str]:
    """Return an environment in which the child finds this package, and numpy starts no threads of its own."""
    root = str(Path(__file__).resolve().parents[2])
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    return os.environ | {
        "PYTHONPATH": os.pathsep.join(paths),
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    }


def _read_lines(stream: IO[bytes], lines: queue.Queue[str | None]) -> None:
    for line in stream:
        if line.endswith(b"\n") and line.strip():
            lines.put(line.decode())
    lines.put(None)


def _drain(stream: IO[bytes], last: deque[bytes]) -> None:
    """Keep the last few kilobytes of what kernels print: on some files they print without end."""
    while piece := stream.read1(4096):  # type: ignore[attr-defined]
        last.append(piece)
