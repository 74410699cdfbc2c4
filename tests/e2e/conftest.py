"""The real thing for browser tests: `manage.py demo` over a data directory of its own, and a Chromium to look at it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests.browser import FLAGS, find_chromium
from tests.conftest import ROOT

PASSWORD = "station-twin-demo"
READY_SECONDS = 240.0
SAMPLES = ROOT / "ifc_samples"
MODELS = ("VDO_ARC.ifc", "VDO_PLB.ifc")
DESKTOP = {"viewport": {"width": 1280, "height": 800}}
TABLET = {"viewport": {"width": 1024, "height": 768}, "has_touch": True}
SIZES = {"desktop": DESKTOP, "tablet": TABLET}

PORTFOLIO = [
    {
        "code": "VDO",
        "name": "Gare de Val-d'Orme",
        "twin_mode": "MODEL_3D",
        "city": "Val-d'Orme",
        "area_m2": 8400,
        "models": [str(SAMPLES / name) for name in MODELS],
    },
    {
        "code": "STL",
        "name": "Gare de Saint-Léger",
        "twin_mode": "PLAN_2D",
        "city": "Saint-Léger",
        "area_m2": 1450,
    },
    {
        "code": "ATR",
        "name": "Gare d'Autray",
        "twin_mode": "REGISTER",
        "city": "Autray",
        "register": "portfolio/atr.csv",
    },
]
REGISTER = "code;kind\nPOMPE-01;Pompe\nCTA-01;Centrale de traitement d'air\n"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running demo with its worker: one station in 3D, one in plans, one as a register.

    E2E_URL names one that runs already, to write tests against.
    """
    if running := os.environ.get("E2E_URL"):
        yield running.rstrip("/")
        return
    if missing := [name for name in MODELS if not (SAMPLES / name).exists()]:
        pytest.skip(f"sample models are missing: {', '.join(missing)}")
    folder = tmp_path_factory.mktemp("demo")
    port = _free_port()
    with (folder / "log").open("w+") as log:
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "manage.py"), "demo", "--port", str(port)],
            cwd=ROOT,
            env=_environment(folder),
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_until_answering(process, address, folder / "log")
            yield address
        finally:
            process.terminate()
            process.wait(timeout=60)


def _environment(folder: Path) -> dict[str, str]:
    samples = folder / "samples" / "portfolio"
    samples.mkdir(parents=True)
    (samples / "atr.csv").write_text(REGISTER)
    (samples / "stations.json").write_text(json.dumps({"stations": PORTFOLIO}))
    own = {"DATA_DIR": str(folder / "data"), "SAMPLES_DIR": str(samples.parent), "DEBUG": "1"}
    outside = ("REDIS_URL", "DATABASE_URL", "SECRET_KEY", "DJANGO_SETTINGS_MODULE", "STATION_TWIN_TEST_RUN")
    return {name: value for name, value in os.environ.items() if name not in outside} | own


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_until_answering(process: subprocess.Popen, address: str, log: Path) -> None:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"{address}/health/ready", timeout=5).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
        else:
            return
    pytest.fail(f"the demo does not answer:\n{log.read_text()[-3000:]}")


@pytest.fixture(scope="session")
def playwright_driver() -> Iterator[Playwright]:
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright_driver: Playwright) -> Iterator[Browser]:
    chromium = find_chromium()
    if chromium is None:
        pytest.skip("no Chromium was found (CHROMIUM names its path)")
    browser = playwright_driver.chromium.launch(executable_path=chromium, args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture(params=list(SIZES))
def context(request: pytest.FixtureRequest, browser: Browser, demo: str) -> Iterator[BrowserContext]:
    """A French visitor's browser, at the desk and with a tablet."""
    size = getattr(request, "param", "desktop")
    context = browser.new_context(base_url=demo, locale="fr-FR", **SIZES[size])
    context.set_default_timeout(30_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that fails the test when a script of ours fails, or when it asks another site for something."""
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda request: faults.append(request.url) if _elsewhere(request.url) else None)
    yield page
    assert faults == []


def _elsewhere(url: str) -> bool:
    return not url.startswith(("http://127.0.0.1:", "data:", "blob:"))


def enter(page: Page, role: str) -> None:
    """One tap on a card of the first page."""
    page.goto("/welcome/")
    page.locator(f'form[action="/enter/{role}/"] button').click()
    page.wait_for_url("**/stations/")


@pytest.fixture
def agent(page: Page) -> Page:
    enter(page, "agent")
    return page


@pytest.fixture
def steward(page: Page) -> Page:
    enter(page, "steward")
    return page
