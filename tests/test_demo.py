"""`manage.py demo` as a person meets it: a real process over a data directory of its own, and what it refuses."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

READY_SECONDS = 90.0
REGISTER = "code;kind\nPOMPE-01;Pompe\nCTA-01;Centrale de traitement d'air\n"


@pytest.fixture
def portfolio(tmp_path: Path) -> Path:
    """One small station with a register: the demo itself is looked at here, not the import."""
    folder = tmp_path / "samples" / "portfolio"
    folder.mkdir(parents=True)
    (folder / "small.csv").write_text(REGISTER)
    station = {
        "code": "PTT",
        "name": "Petite Halte",
        "twin_mode": "REGISTER",
        "files": {"register": "small.csv"},
    }
    (folder / "stations.json").write_text(json.dumps({"stations": [station]}))
    return folder.parent


@pytest.fixture
def environment(portfolio: Path, tmp_path: Path) -> dict[str, str]:
    own = {"DATA_DIR": str(tmp_path / "data"), "SAMPLES_DIR": str(portfolio), "DEBUG": "1"}
    left = {
        name: value
        for name, value in os.environ.items()
        if name not in ("REDIS_URL", "DATABASE_URL", "SECRET_KEY")
    }
    return left | own | {"DJANGO_SETTINGS_MODULE": "twin.settings", "PYTHONUNBUFFERED": "1"}


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


Demo = Callable[..., subprocess.Popen]


@pytest.fixture
def demo(environment: dict[str, str], port: int, tmp_path: Path) -> Iterator[Demo]:
    """Starts the demo; whatever is still there at the end is ended."""
    started: list[subprocess.Popen] = []

    def start(**changes: str) -> subprocess.Popen:
        command = [sys.executable, "manage.py", "demo", "--port", str(port)]
        with (tmp_path / f"demo-{len(started)}.log").open("w") as log:
            process = subprocess.Popen(
                command, cwd=ROOT, env=environment | changes, stdout=log, stderr=log, start_new_session=True
            )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=30)


def said(tmp_path: Path, number: int = 0) -> str:
    return (tmp_path / f"demo-{number}.log").read_text()


def wait_ready(tmp_path: Path, number: int = 0) -> None:
    ends = time.monotonic() + READY_SECONDS
    while "Station Twin is at" not in said(tmp_path, number):
        assert time.monotonic() < ends, said(tmp_path, number)
        time.sleep(0.1)


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/live", timeout=5) as response:
            return response.status == 200
    except OSError:
        return False


def processes_on(data: str) -> list[int]:
    """Ids of the living processes that work on this data directory."""
    return [
        int(folder.name)
        for folder in Path("/proc").glob("[0-9]*")
        if f"DATA_DIR={data}\0".encode() in _read(folder / "environ")
    ]


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


@pytest.mark.slow
def test_the_demo_fills_the_database_once_serves_and_ends_calmly(demo, environment, port, tmp_path):
    first = demo()
    wait_ready(tmp_path)
    described = json.loads(Path(environment["DATA_DIR"], "demo.json").read_text())

    assert answers(port)
    assert described["url"] == f"http://127.0.0.1:{port}/"
    assert described["stations"] == [{"code": "PTT", "mode": "REGISTER"}]
    assert [account["username"] for account in described["accounts"]] == [
        "agent",
        "contractor",
        "steward",
        "manager",
        "admin",
    ]
    assert json.dumps(described, ensure_ascii=False) in said(tmp_path)
    assert described["source"] == "gmao"
    with urllib.request.urlopen(described["cmms_url"], timeout=5) as page:
        assert page.status == 200

    refused = subprocess.run(
        [sys.executable, "manage.py", "demo", "--port", str(port + 1)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert refused.returncode == 1
    assert "A demo already runs" in refused.stderr

    first.send_signal(signal.SIGINT)
    assert first.wait(timeout=30) == 0
    assert "Stopped." in said(tmp_path)
    assert processes_on(environment["DATA_DIR"]) == []

    began = time.monotonic()
    demo()
    wait_ready(tmp_path, 1)
    assert "all 1 are here already" in said(tmp_path, 1)
    assert time.monotonic() - began < 15 * (4 if os.environ.get("CI") else 1)


@pytest.mark.slow
def test_nothing_is_left_when_the_demo_is_killed(demo, environment, port, tmp_path):
    killed = demo()
    wait_ready(tmp_path)
    assert len(processes_on(environment["DATA_DIR"])) >= 5  # demo, web, worker, beat, CMMS

    killed.kill()
    killed.wait()

    ends = time.monotonic() + 10
    while left := processes_on(environment["DATA_DIR"]):
        assert time.monotonic() < ends, left
        time.sleep(0.1)


def refusal(environment: dict[str, str], port: int, **changes: str) -> str:
    """What the demo says when it does not start."""
    command = [sys.executable, "manage.py", "demo", "--port", str(port)]
    ended = subprocess.run(
        command, cwd=ROOT, env=environment | changes, capture_output=True, text=True, check=False, timeout=60
    )
    assert ended.returncode == 1, ended.stdout
    return ended.stderr


def test_a_taken_port_is_told_with_the_way_out(environment, port):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()

        assert f"make demo PORT={port + 1}" in refusal(environment, port)


def test_the_demo_is_refused_on_a_real_server(environment, port):
    said = refusal(environment, port, DEBUG="0", SECRET_KEY="x" * 60, ALLOWED_HOSTS="twin.example")

    assert "only with DEBUG=1" in said


def test_missing_samples_are_told_in_one_sentence(environment, port, tmp_path):
    said = refusal(environment, port, SAMPLES_DIR=str(tmp_path / "nowhere"))

    assert "The sample stations are missing" in said


def test_a_server_without_a_secret_key_does_not_start(environment):
    ended = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env=environment | {"DEBUG": "0"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode != 0
    assert "SECRET_KEY must be set when DEBUG=0" in ended.stderr
