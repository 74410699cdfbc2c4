"""A demo of its own for browser tests and screenshots: the real command over a small portfolio and a data directory."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from tests.e2e import lost_connections

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "ifc_samples"
READY_SECONDS = 300.0
# No test is to meet what another one's pages left on the device (test_basement.py allows it for itself).
SIZES: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": {"width": 1280, "height": 800}, "service_workers": "block"},
    "tablet": {"viewport": {"width": 1024, "height": 768}, "has_touch": True, "service_workers": "block"},
}
DRAWINGS = ("synoptique_eau_froide.svg", "releve_station_de_relevage.pdf")
# A browser test needs one station of each mode; the whole portfolio would only take longer.
SMALL = [
    {
        "code": "VDO",
        "name": "Gare de Val-d'Orme",
        "twin_mode": "MODEL_3D",
        "city": "Val-d'Orme",
        "area_m2": 8400,
        "latitude": 48.25722,
        "longitude": 1.33333,
        "files": {
            "models": [str(SAMPLES / name) for name in ("VDO_ARC.ifc", "VDO_PLB.ifc")],
            "plans": [str(SAMPLES / f"portfolio/VDO/{name}") for name in DRAWINGS],
            "hotspots": str(SAMPLES / "portfolio/VDO/hotspots.csv"),
        },
    },
    {
        "code": "STL",
        "name": "Gare de Saint-Léger",
        "twin_mode": "PLAN_2D",
        "city": "Saint-Léger",
        "area_m2": 1450,
        "latitude": 48.29,
        "longitude": 1.38,
    },
    {"code": "ATR", "name": "Gare d'Autray", "twin_mode": "REGISTER", "files": {"register": "atr.csv"}},
]
# Its plumbing is that of the first, of which an export lost connections: what lies together is proposed.
LOST = {
    "code": "FUI",
    "name": "Gare de Fuiras",
    "twin_mode": "MODEL_3D",
    "files": {"models": ["FUI_PLB.ifc"]},
}
REGISTER = "code;kind\nPOMPE-01;Pompe\nCTA-01;Centrale de traitement d'air\n"
_OUTSIDE = ("REDIS_URL", "DATABASE_URL", "SECRET_KEY", "DJANGO_SETTINGS_MODULE", "STATION_TWIN_TEST_RUN")


class DemoDied(Exception):
    """The demo does not answer; the message holds the end of its log."""


@contextmanager
def running_demo(
    folder: Path,
    *,
    samples: Path | None = None,
    more: Mapping[str, str] | None = None,
    cards: bool = False,
) -> Iterator[str]:
    """The address of a demo over `folder`/data, with its worker. Without `samples`, the small portfolio; isolation
    cards, of which one waits for the steward, with `cards`.

    `more` is added to its environment: other servers than the embedded ones.
    """
    own = {
        "DATA_DIR": str(folder / "data"),
        "SAMPLES_DIR": str(samples or _small(folder, cards=cards)),
        "DEBUG": "1",
    }
    own |= more or {}
    environment = {name: value for name, value in os.environ.items() if name not in _OUTSIDE} | own
    port = _free_port()
    command = [sys.executable, str(ROOT / "manage.py"), "demo", "--port", str(port)]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_until_answering(process, address, folder / "log")
            yield address
        finally:
            process.terminate()
            process.wait(timeout=60)


def _small(folder: Path, *, cards: bool) -> Path:
    portfolio = folder / "samples" / "portfolio"
    portfolio.mkdir(parents=True)
    (portfolio / "atr.csv").write_text(REGISTER)
    lost_connections.write(SAMPLES / "VDO_PLB.ifc", portfolio / "FUI_PLB.ifc")
    if cards:  # those of them whose devices the small demo has
        (portfolio / "VDO").mkdir()
        for known in (SAMPLES / "portfolio/VDO").glob("card*"):
            shutil.copy(known, portfolio / "VDO")
    (portfolio / "stations.json").write_text(json.dumps({"stations": [*SMALL, LOST]}))
    return portfolio.parent


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_until_answering(process: subprocess.Popen, address: str, log: Path) -> None:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/health/ready", timeout=5).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
        else:
            return
    raise DemoDied(f"the demo does not answer:\n{log.read_text()[-3000:]}")


def enter(page: Page, role: str) -> None:
    """One tap on a card of the first page."""
    page.goto("/welcome/")
    page.locator(f'form[action="/enter/{role}/"] button').click()
    page.wait_for_url("**/stations/")


def wait_for_scene(page: Page) -> None:
    """Until everything of the station is loaded and drawn."""
    page.wait_for_function("() => window.stationTwin")
    page.evaluate("() => window.stationTwin.ready")


def opened(browser: Browser, demo: str, size: str) -> Iterator[Page]:
    """The station as an agent sees it, once for all tests of a file: loading it takes longer than they do.

    Fails at the end when a script of ours failed meanwhile.
    """
    context = browser.new_context(base_url=demo, locale="fr-FR", **SIZES[size])
    context.set_default_timeout(30_000)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    enter(page, "agent")
    page.goto("/stations/VDO/")
    wait_for_scene(page)
    yield page
    context.close()
    assert faults == []
