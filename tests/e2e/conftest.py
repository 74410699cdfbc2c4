"""The real thing for browser tests: a running demo, and a Chromium to look at it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from tests import soaking
from tests.browser import FLAGS, find_chromium
from tests.e2e.running import SIZES, SMALL, enter, running_demo

expect.set_options(timeout=30_000)  # two cores may be busy with something else


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    ours = [item for item in items if here in item.path.parents]
    for item in ours:
        item.add_marker(pytest.mark.e2e)
    if soaking.SOAK or any("::" in asked for asked in config.args):
        return
    left = _in_the_other_size(ours)
    items[:] = [item for item in items if item not in left]
    config.hook.pytest_deselected(items=left)


def _in_the_other_size(items: list[pytest.Item]) -> list[pytest.Item]:
    """Each test is tried at the desk or with the tablet, in turn, where it names neither; in both in the soak."""
    tests: dict[object, dict[str, pytest.Item]] = {}
    for item in items:
        params = dict(getattr(getattr(item, "callspec", None), "params", {}))
        if (size := params.pop("context", None)) in SIZES:
            test = (item.path, item.originalname, repr(sorted(params.items(), key=str)))
            tests.setdefault(test, {})[size] = item
    left = []
    for turn, sizes in enumerate(found for found in tests.values() if len(found) > 1):
        kept = list(sizes)[turn % len(sizes)]
        left += [item for size, item in sizes.items() if size != kept]
    return left


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running demo: one station in 3D, one in plans, one as a register.

    E2E_URL names one that runs already, to write tests against.
    """
    if running := os.environ.get("E2E_URL"):
        yield running.rstrip("/")
        return
    if missing := [
        path
        for sample in SMALL
        for path in sample.get("files", {}).get("models", [])
        if not Path(path).exists()
    ]:
        pytest.skip(f"sample models are missing: {', '.join(missing)}")
    with running_demo(tmp_path_factory.mktemp("demo"), cards=True) as address:
        yield address


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
    context = browser.new_context(base_url=demo, locale="fr-FR", **SIZES[request.param])
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


# Chromium reads a PDF with an extension that comes with it.
OF_THE_BROWSER = ("chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai/", "chrome://")


def _elsewhere(url: str) -> bool:
    return not url.startswith(("http://127.0.0.1:", "data:", "blob:", *OF_THE_BROWSER))


@pytest.fixture
def agent(page: Page) -> Page:
    enter(page, "agent")
    return page


@pytest.fixture
def steward(page: Page) -> Page:
    enter(page, "steward")
    return page
