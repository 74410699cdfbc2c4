"""Pictures of every page, to be looked at: both languages, three themes, both sizes.

    python -m tests.e2e.screenshots [--output FOLDER] [--url http://…] [--only NAME…] [--size desktop] [--theme light]

First the story of the leak is played (`--only` without `story` leaves it out): it makes the six pictures that the
README opens with, in docs/pictures, and what the other pages show.

Starts a demo of its own over the whole portfolio of samples (the small one of the tests when that is not there), unless
`--url` names one that runs.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser import FLAGS, find_chromium
from tests.e2e import story
from tests.e2e.pages import SHOTS, show
from tests.e2e.people import House, People, take_card
from tests.e2e.running import ROOT, SAMPLES, SIZES, running_demo

SCREENS = {**SIZES, "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True}}
ON_A_PHONE = (None, "contractor")  # who is seen on one
STORY, PICTURES = "story", ROOT / "docs" / "pictures"
GUIDE = (
    *("stations", "overview", "station-water", "station-pump", "station-plan", "station-walk"),
    *("station-section", "station-drawing", "equipment", "today", "surveyed"),
)
"""What the user's guide shows, as the agent's tablet shows it by day, in each language."""
THEMES = ("light", "dark", "contrast")
LANGUAGES = ("fr", "en")


def main() -> int:
    arguments = _arguments()
    chromium = find_chromium()
    if chromium is None:
        print("No Chromium was found (set CHROMIUM to its path).", file=sys.stderr)
        return 1
    arguments.output.mkdir(parents=True, exist_ok=True)
    with _demo(arguments.url) as (address, data), sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=FLAGS)
        if STORY in arguments.only:
            story.play(People(browser, House.at(address, data)), PICTURES)
        for size in arguments.size:
            for language in arguments.language:
                for theme in arguments.theme:
                    _take(browser, address, size, language, theme, arguments)
        browser.close()
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--output", type=Path, default=ROOT / "var" / "screenshots")
    parser.add_argument("--url", help="a demo that runs already")
    parser.add_argument("--only", nargs="*", default=[STORY, *(shot.name for shot in SHOTS)])
    parser.add_argument("--size", nargs="*", choices=list(SCREENS), default=list(SCREENS))
    parser.add_argument("--theme", nargs="*", choices=THEMES, default=["light", "dark"])
    parser.add_argument("--language", nargs="*", choices=LANGUAGES, default=list(LANGUAGES))
    return parser.parse_args()


@contextmanager
def _demo(url: str | None) -> Iterator[tuple[str, Path]]:
    """Its address and its data directory."""
    if url:
        yield url.rstrip("/"), Path(os.environ.get("DATA_DIR", ROOT / "var"))
        return
    whole = SAMPLES if (SAMPLES / "portfolio" / "stations.json").exists() else None
    with tempfile.TemporaryDirectory() as folder, running_demo(Path(folder), samples=whole) as address:
        yield address, Path(folder) / "data"


def _take(
    browser: Browser, address: str, size: str, language: str, theme: str, arguments: argparse.Namespace
) -> None:
    context = browser.new_context(
        base_url=address,
        locale={"fr": "fr-FR", "en": "en-GB"}[language],
        reduced_motion="reduce",
        **SCREENS[size],
    )
    context.add_cookies([{"name": "theme", "value": theme, "url": address}])
    page, role = context.new_page(), None
    for shot in SHOTS:
        if shot.name not in arguments.only or (size == "phone" and shot.role not in ON_A_PHONE):
            continue
        if shot.role and shot.role != role:
            take_card(page, shot.role)
            role = shot.role
        for missing in show(page, shot):
            print(f"not there: {missing}", file=sys.stderr)
        page.wait_for_timeout(400)
        path = arguments.output / f"{shot.name}-{size}-{language}-{theme}.png"
        page.screenshot(path=path)
        print(path)
        if shot.name in GUIDE and (size, theme) == ("tablet", "light"):
            story.keep_small(
                path.read_bytes(), PICTURES / f"guide_{shot.name.replace('-', '_')}_{language}.png"
            )
    context.close()


if __name__ == "__main__":
    sys.exit(main())
