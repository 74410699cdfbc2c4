"""The demo's own processes: web server, worker, beat. They die with their parent; one demo for each data directory."""

from __future__ import annotations

import fcntl
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from twin import processes
from twin.demo import RefusedDemo

ANSWER_SECONDS = 60.0


@contextmanager
def only_one(data_dir: Path) -> Iterator[None]:
    """Holds the data directory's lock file. Raises RefusedDemo when another demo has it; the kernel lets go for us."""
    data_dir.mkdir(parents=True, exist_ok=True)
    with (data_dir / "demo.lock").open("a+") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            stream.seek(0)
            who = stream.read().strip() or "another process"
            raise RefusedDemo(
                f"A demo already runs on {data_dir} ({who}). Stop that one with Ctrl-C, "
                "or start this one with another DATA_DIR."
            ) from None
        stream.truncate(0)
        stream.write(f"process {os.getpid()}")
        stream.flush()
        yield


def refuse_taken_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise RefusedDemo(
                f"Port {port} is taken by another program. Choose another one: make demo PORT={port + 1}"
            ) from None


def cmms_port(port: int) -> int:
    """CMMS_PORT, else the first free one from 80 above the site's own."""
    if chosen := os.environ.get("CMMS_PORT"):
        return int(chosen)
    for candidate in range(port + 80, port + 180):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", candidate))
            except (OSError, OverflowError):
                continue
            return candidate
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def cmms_command(port: int, data: Path, stations: list[str]) -> list[str]:
    """The pretend CMMS as a process of its own, which knows orders of these stations."""
    command = [sys.executable, "-m", "maintenance.pretend_cmms", "--port", str(port), "--data", str(data)]
    return [*command, "--stations", ",".join(stations)]


# Gunicorn's own, without what follows a "?" (a calendar's key stands there) and without where the reader came from.
ACCESS_LINE = '%(h)s %(l)s %(u)s %(t)s "%(m)s %(U)s %(H)s" %(s)s %(b)s "%(a)s"'


@dataclass
class Services:
    """Started together, stopped together; one that stops by itself is started again, three times at most."""

    host: str
    port: int
    logs: Path
    cmms: list[str] = field(default_factory=list)
    """The command that starts the pretend CMMS, when there is one."""
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    restarts: int = 0

    def commands(self) -> dict[str, list[str]]:
        web = [
            "gunicorn",
            "twin.wsgi",
            "--bind",
            f"{self.host}:{self.port}",
            "--workers",
            "1",
            "--threads",
            "8",
        ]
        worker = ["celery", "-A", "twin.celery", "worker", "--concurrency", "2", "--loglevel", "INFO"]
        beat = ["celery", "-A", "twin.celery", "beat", "--loglevel", "INFO"]
        quiet = ["--without-gossip", "--without-mingle"]
        return ({"cmms": self.cmms} if self.cmms else {}) | {
            "web": [
                sys.executable,
                "-m",
                *web,
                "--timeout",
                "120",
                "--access-logfile",
                "-",
                "--access-logformat",
                ACCESS_LINE,
                "--no-control-socket",
            ],
            "worker": [sys.executable, "-W", "ignore", "-m", *worker, *quiet],
            "beat": [sys.executable, "-m", *beat],
        }

    @property
    def outside(self) -> str:
        """For links in mails and on labels."""
        return f"http://{'127.0.0.1' if self.host == '0.0.0.0' else self.host}:{self.port}"  # noqa: S104

    def start(self) -> None:
        for name in self.commands():
            self._start(name)

    def _start(self, name: str) -> None:
        env = {"SITE_URL": self.outside, **os.environ, "PYTHONUNBUFFERED": "1"}
        self.running[name] = processes.start(self.commands()[name], log=self.logs / f"{name}.log", env=env)

    def wait_until_answering(self, url: str, name: str = "web") -> None:
        """Raises RefusedDemo when a server gives up or stays silent; its log says why."""
        ends = time.monotonic() + ANSWER_SECONDS
        while time.monotonic() < ends and self.running[name].poll() is None:
            try:
                with urllib.request.urlopen(f"{url}health/live", timeout=5):
                    return
            except urllib.error.HTTPError:
                return  # it answers, whatever it says
            except OSError:
                time.sleep(0.1)
        raise RefusedDemo(
            f"The {name} server does not answer. What it said is in {self.logs / f'{name}.log'}."
        )

    def watch(self) -> None:
        """Returns never; KeyboardInterrupt ends it. Raises RefusedDemo when something keeps on stopping."""
        while True:
            time.sleep(1)
            for name, process in list(self.running.items()):
                if process.poll() is not None:
                    self._start_again(name, process.returncode)

    def _start_again(self, name: str, status: int) -> None:
        self.restarts += 1
        where = self.logs / f"{name}.log"
        if self.restarts > 3:
            raise RefusedDemo(
                f"The {name} process keeps on stopping (status {status}). What it said is in {where}."
            )
        print(
            f"The {name} process stopped (status {status}); it is started again. Its words: {where}",
            flush=True,
        )
        self._start(name)

    def stop(self) -> None:
        processes.stop(list(self.running.values()))
