"""A label held before the tablet's camera opens its sheet. The camera is a film that the test has drawn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import segno
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

from tests.browser import FLAGS, find_chromium
from tests.e2e.running import SIZES, enter

WIDTH, HEIGHT, MODULE = 640, 480, 8
PUMP = "EU-P-01"


def film(path: Path, text: str) -> Path:
    """One frame (YUV4MPEG2, 4:2:0) of a label on a grey wall; Chromium plays it over and over."""
    rows = [list(row) for row in segno.make(text, error="q", micro=False).matrix_iter(scale=MODULE, border=4)]
    left, top = (WIDTH - len(rows[0])) // 2, (HEIGHT - len(rows)) // 2
    luma = bytearray(b"\x80" * (WIDTH * HEIGHT))
    for y, row in enumerate(rows):
        start = (top + y) * WIDTH + left
        luma[start : start + len(row)] = bytes(40 if dark else 210 for dark in row)
    chroma = b"\x80" * (WIDTH * HEIGHT // 2)
    header = f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n".encode()
    path.write_bytes(header + (b"FRAME\n" + bytes(luma) + chroma) * 2)
    return path


def watching(driver: Playwright, demo: str, *flags: str) -> Iterator[BrowserContext]:
    browser = driver.chromium.launch(executable_path=find_chromium(), args=[*FLAGS, *flags])
    try:
        yield browser.new_context(base_url=demo, locale="fr-FR", **SIZES["tablet"])
    finally:
        browser.close()


@pytest.fixture
def before_a_label(playwright_driver: Playwright, demo: str, tmp_path: Path) -> Iterator[Page]:
    label = film(tmp_path / "label.y4m", f"https://printed-elsewhere.example/stations/VDO/q/{PUMP}/")
    flags = ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")
    for context in watching(playwright_driver, demo, *flags, f"--use-file-for-fake-video-capture={label}"):
        page = context.new_page()
        enter(page, "agent")
        yield page


def test_the_key_beside_the_search_reads_a_label_and_opens_its_sheet(before_a_label: Page):
    page = before_a_label
    page.goto("/stations/VDO/assets/")
    key = page.get_by_role("button", name="Scanner une étiquette")
    assert min(key.bounding_box()[side] for side in ("width", "height")) >= 44

    key.tap()

    page.wait_for_url(f"**/stations/VDO/q/{PUMP}/")
    expect(page.locator(".sheet")).to_have_attribute("data-code", PUMP)


def test_without_a_camera_the_dialog_says_what_to_do_and_closes_by_keyboard(browser: Browser, demo: str):
    context = browser.new_context(base_url=demo, locale="fr-FR", **SIZES["tablet"])
    page = context.new_page()
    enter(page, "agent")
    page.goto("/stations/VDO/assets/")
    key = page.get_by_role("button", name="Scanner une étiquette")

    key.press("Enter")

    dialog = page.get_by_role("dialog", name="Scanner une étiquette")
    expect(dialog.get_by_role("status")).to_contain_text("recherche")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(key).to_be_focused()
    context.close()
