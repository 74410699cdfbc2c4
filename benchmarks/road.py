"""What a firm's person waits for on her phone, the first time: nothing of ours is kept there yet.

A demo of one station is started, and Chromium's own throttling plays the road: 4G as browsers' tools have it.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.table import Row
from tests.browser import FLAGS, find_chromium
from tests.e2e.people import somewhere_in_3d
from tests.e2e.running import SIZES, running_demo, wait_for_scene

# Bits per second down and up, milliseconds of delay for each answer.
DOWN, UP, DELAY = 9_000_000, 1_500_000, 165
TARGET_SECONDS = 3.0
TRIES = 5


def rows() -> Iterator[Row]:
    """Median seconds to the first key of an order, and to the drawn zone of its work."""
    with (
        tempfile.TemporaryDirectory(prefix="bench-road-") as folder,
        running_demo(Path(folder)) as demo,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        order, zone, session = somewhere_in_3d(browser, demo)
        for what, address, there in (
            ("a firm's order", order, _first_key),
            ("the 3D of its zone", zone, wait_for_scene),
        ):
            seconds = [_seconds(browser, demo, session, address, there) for _ in range(TRIES)]
            yield Row("", f"{what}, first visit", "4G", statistics.median(seconds), None, TARGET_SECONDS)
        browser.close()


def _seconds(
    browser: Browser, demo: str, session: Any, address: str, there: Callable[[Page], object]
) -> float:
    context = browser.new_context(base_url=demo, locale="fr-FR", storage_state=session, **SIZES["tablet"])
    page = context.new_page()
    line = {"offline": False, "latency": DELAY, "downloadThroughput": DOWN / 8, "uploadThroughput": UP / 8}
    context.new_cdp_session(page).send("Network.emulateNetworkConditions", line)
    began = time.monotonic()
    page.goto(address, wait_until="commit")
    there(page)
    waited = time.monotonic() - began
    context.close()
    return waited


def _first_key(page: Page) -> None:
    page.locator("main form button.primary").first.wait_for()
