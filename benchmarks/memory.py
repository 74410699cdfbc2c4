"""The most memory that a process and all it started held at one moment (Linux).

As the proportional set size, what several of them share counts once; unlike it, what they share with strangers (other
programs of the same libraries, the benchmark itself) counts in full, so that the figure does not depend on those.
"""

from __future__ import annotations

import subprocess
import threading
from collections import Counter
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
            self.peak_mb = max(self.peak_mb, held_mb(tree(self.process.pid)))


def tree(pid: int) -> list[int]:
    """Return the process and all that it started."""
    found, waiting = [], [pid]
    while waiting:
        found.append(waiting.pop())
        for task in Path(f"/proc/{found[-1]}/task").glob("*/children"):
            waiting += [int(child) for child in _read(task).split()]
    return found


def command_of(pid: int) -> str:
    """Return what the process was started with, "" for one that has ended."""
    return _read(Path(f"/proc/{pid}/cmdline")).replace("\0", " ")


def held_mb(processes: list[int]) -> float:
    """Return what is theirs alone, and once each file they have mapped, in MB."""
    own_kb = 0
    files_kb: dict[str, int] = {}
    for pid in processes:
        mapped: Counter[str] = Counter()
        name = ""
        for line in _read(Path(f"/proc/{pid}/smaps")).splitlines():
            words = line.split(maxsplit=5)
            if words[0] == "Rss:":
                mapped[name] += int(words[1])
            elif words[0] == "Anonymous:":
                own_kb += int(words[1])
                mapped[name] -= int(words[1])
            elif not words[0].endswith(":"):
                name = words[5] if len(words) == 6 else ""
        for name, kb in mapped.items():
            files_kb[name] = max(files_kb.get(name, 0), kb)
    return (own_kb + sum(files_kb.values())) / 1024


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # it has ended meanwhile
        return ""
