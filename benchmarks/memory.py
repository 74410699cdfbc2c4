"""The most memory that a process and all it started held at one moment (Linux: proportional set size)."""

from __future__ import annotations

import subprocess
import threading
from pathlib import Path


class Watched:
    """Runs a command to its end; `peak_mb` is what its whole tree of processes took at most, in MB."""

    def __init__(self, command: list[str], **options: object) -> None:
        self.peak_mb = 0.0
        self._over = threading.Event()
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, **options)  # type: ignore[call-overload]
        watcher = threading.Thread(target=self._watch, daemon=True)
        watcher.start()
        self.said, _ = self.process.communicate()
        self._over.set()
        watcher.join()
        if self.process.returncode:
            raise subprocess.CalledProcessError(self.process.returncode, command)

    def _watch(self) -> None:
        while not self._over.wait(0.05):
            self.peak_mb = max(self.peak_mb, sum(map(_held_mb, _tree(self.process.pid))))


def _tree(pid: int) -> list[int]:
    found, waiting = [], [pid]
    while waiting:
        found.append(waiting.pop())
        for task in Path(f"/proc/{found[-1]}/task").glob("*/children"):
            waiting += [int(child) for child in _read(task).split()]
    return found


def _held_mb(pid: int) -> float:
    for line in _read(Path(f"/proc/{pid}/smaps_rollup")).splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # it has ended meanwhile
        return ""
