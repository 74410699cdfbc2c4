"""The demo's own processes; one of them is killed with -9 when a line on standard input asks for it.

python -m tests.twin.killed_services PORT LOGS CMMS_PORT CMMS_DATA

    kill web 0.35 whole     in 0.35 s, with all that it has started
    kill worker 1.2 alone   its main process only
    end beat                it is stopped, and stays so
    stop                    all are stopped

Whatever stops is started again at once, as the demo does, however often. Each kill is one line on standard output.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import django

django.setup()  # the demo's services know its models

from twin import processes  # noqa: E402
from twin.demo_services import Services, cmms_command  # noqa: E402


@dataclass
class Killed(Services):
    """`due`: (when, name, whole). `orphaned`: process groups whose first process was killed alone, and when."""

    due: list[tuple[float, str, bool]] = field(default_factory=list)
    orphaned: dict[int, float] = field(default_factory=dict)

    def serve(self) -> None:
        """Until "stop", or until whoever asks is no more."""
        heard = b""
        while True:
            if select.select([sys.stdin], [], [], 0.02)[0]:
                said = os.read(sys.stdin.fileno(), 4096)
                *lines, heard = (heard + said).split(b"\n")
                if not said or b"stop" in lines:
                    return
                for line in lines:
                    self._obey(line.decode().split())
            self._kill_what_is_due()
            self._start_again_what_stopped()

    def _obey(self, words: list[str]) -> None:
        if words[0] == "end":
            processes.stop([self.running.pop(words[1])])
        else:
            _, name, seconds, how = words
            self.due.append((time.monotonic() + float(seconds), name, how == "whole"))

    def _kill_what_is_due(self) -> None:
        for each in [each for each in self.due if each[0] <= time.monotonic()]:
            self.due.remove(each)
            _, name, whole = each
            pid = self.running[name].pid
            with suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL) if whole else os.kill(pid, signal.SIGKILL)
            self.running[name].wait()
            if not whole:
                self.orphaned[pid] = time.monotonic()
            print("killed", name, "whole" if whole else "alone", flush=True)

    def _start_again_what_stopped(self) -> None:
        for name, process in list(self.running.items()):
            if process.poll() is not None:
                self._start(name)

    def stop(self) -> None:
        """The children of a main process that was killed alone just now, too: they end by themselves in a second."""
        super().stop()
        for group, killed in self.orphaned.items():
            if time.monotonic() - killed < 10:
                with suppress(ProcessLookupError):
                    os.killpg(group, signal.SIGKILL)


def main() -> None:
    port, logs, cmms_port, cmms_data = sys.argv[1:]
    cmms = cmms_command(int(cmms_port), Path(cmms_data), [])
    services = Killed("127.0.0.1", int(port), Path(logs), cmms=cmms)
    processes.die_with_parent()
    services.start()
    try:
        services.serve()
    finally:
        services.stop()


if __name__ == "__main__":
    main()
