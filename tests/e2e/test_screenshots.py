"""Twelve pictures of `make screenshots` in every size, language and theme: none blank, none too wide."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from tests.e2e import pages, screenshots
from tests.e2e.people import take_card

TWELVE = (
    ("station", "tablet", "fr", "light"),
    ("station-plan", "tablet", "fr", "dark"),
    ("station-water", "desktop", "en", "light"),
    ("station-drawing", "desktop", "fr", "dark"),
    ("stations", "tablet", "en", "dark"),
    ("overview", "desktop", "fr", "light"),
    ("equipment", "tablet", "fr", "light"),
    ("scanned", "desktop", "en", "dark"),
    ("today", "tablet", "en", "light"),
    ("surveyed", "desktop", "fr", "light"),
    ("review", "desktop", "en", "dark"),
    ("work", "tablet", "fr", "dark"),
)
SHOTS = {shot.name: shot for shot in pages.SHOTS}

TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  return document.documentElement.scrollWidth > width + 1 ? [document.documentElement.scrollWidth, width] : null;
}"""


@pytest.fixture(scope="module")
def taken(
    browser: Browser, demo: str, tmp_path_factory: pytest.TempPathFactory
) -> dict[tuple, tuple[Path, object]]:
    """By what was asked for: the picture, and how much wider than the window its page is."""
    folder, pictures = tmp_path_factory.mktemp("pictures"), {}
    for name, size, language, theme in TWELVE:
        context = browser.new_context(
            base_url=demo,
            locale={"fr": "fr-FR", "en": "en-GB"}[language],
            reduced_motion="reduce",
            **screenshots.SCREENS[size],
        )
        context.set_default_timeout(60_000)
        context.add_cookies([{"name": "theme", "value": theme, "url": demo}])
        page = context.new_page()
        pictures[name, size, language, theme] = _take(page, name, folder), page.evaluate(TOO_WIDE)
        assert page.locator("html").get_attribute("lang") == language
        context.close()
    return pictures


def _take(page: Page, name: str, folder: Path) -> Path:
    shot = SHOTS[name]
    if shot.role:
        take_card(page, shot.role)
    assert pages.show(page, shot) == []
    page.wait_for_timeout(400)
    page.screenshot(path=folder / f"{name}.png")
    return folder / f"{name}.png"


def test_every_size_language_and_theme_is_among_them():
    assert len(TWELVE) == 12
    assert {(size, language, theme) for _, size, language, theme in TWELVE} == {
        (size, language, theme)
        for size in ("tablet", "desktop")
        for language in ("fr", "en")
        for theme in ("light", "dark")
    }


def test_no_picture_is_blank_and_no_page_is_wider_than_its_window(taken):
    assert {asked: wide for asked, (_, wide) in taken.items() if wide} == {}
    for asked, (path, _) in taken.items():
        with Image.open(path) as picture:
            colours = picture.convert("RGB").getcolors(maxcolors=1 << 20)
            most = max(count for count, _ in colours) / (picture.width * picture.height)
        assert len(colours) > 150, asked
        assert most < 0.95, asked


def test_by_night_pages_are_dark_and_by_day_light(taken):
    for asked, (path, _) in taken.items():
        with Image.open(path) as picture:
            tones = picture.convert("L").resize((64, 64)).tobytes()
        assert (sum(tones) / len(tones) < 128) == (asked[3] == "dark"), asked
