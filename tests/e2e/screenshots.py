"""Pictures of every page, to be looked at: both languages, three themes, both sizes.

    python -m tests.e2e.screenshots [--output FOLDER] [--url http://…] [--only NAME…] [--size desktop] [--theme light]

Starts a demo of its own over the whole portfolio of samples (the small one of the tests when that is not there), unless
`--url` names one that runs.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import FLAGS, find_chromium
from tests.e2e.running import ROOT, SAMPLES, SIZES, enter, running_demo, wait_for_scene

THEMES = ("light", "dark", "contrast")
LANGUAGES = ("fr", "en")


@dataclass(frozen=True)
class Shot:
    """One page as one role sees it; `act` is run in the page before the picture."""

    name: str
    address: str
    role: str | None = "agent"
    act: str = ""
    follow: str = ""  # a link that leads from the address to the page meant


SHOTS = (
    Shot("welcome", "/welcome/", None),
    Shot("sign-in", "/sign-in/", None),
    Shot("stations", "/stations/"),
    Shot("station", "/stations/VDO/"),
    Shot("station-without-walls", "/stations/VDO/?lens=without_walls"),
    Shot("station-networks", "/stations/VDO/?lens=networks_only"),
    Shot(
        "station-pump",
        "/stations/VDO/?lens=without_walls",
        act="""async () => {
          const hits = await (await fetch("/stations/VDO/search/?q=pompe")).text();
          const code = /data-code="([^"]+)"/.exec(hits)[1];
          await window.stationTwin.select(code);
          await window.stationTwin.reach(code);
        }""",
    ),
    Shot("plans", "/stations/?mode=PLAN_2D", follow=".station-card"),
    Shot("register", "/stations/?mode=REGISTER", follow=".station-card"),
    Shot("equipment", "/stations/VDO/assets/"),
    Shot("sheet", "/stations/VDO/assets/?search=pompe", follow="td a.code"),
    Shot("rooms", "/stations/VDO/locations/"),
    Shot("room", "/stations/VDO/locations/", follow=".tile"),
    Shot("documents", "/stations/VDO/documents/"),
    Shot("own-model", "/try/"),
    Shot("models", "/stations/VDO/revisions/", "steward"),
    Shot("report", "/stations/VDO/revisions/", "steward", follow="td a.code"),
    Shot("history", "/stations/VDO/history/", "steward"),
    Shot("not-found", "/stations/NOWHERE/"),
)


def main() -> int:
    arguments = _arguments()
    chromium = find_chromium()
    if chromium is None:
        print("No Chromium was found (set CHROMIUM to its path).", file=sys.stderr)
        return 1
    arguments.output.mkdir(parents=True, exist_ok=True)
    with _demo(arguments.url) as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=FLAGS)
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
    parser.add_argument("--only", nargs="*", default=[shot.name for shot in SHOTS])
    parser.add_argument("--size", nargs="*", choices=list(SIZES), default=list(SIZES))
    parser.add_argument("--theme", nargs="*", choices=THEMES, default=["light", "dark"])
    parser.add_argument("--language", nargs="*", choices=LANGUAGES, default=list(LANGUAGES))
    return parser.parse_args()


@contextmanager
def _demo(url: str | None) -> Iterator[str]:
    if url:
        yield url.rstrip("/")
        return
    whole = SAMPLES if (SAMPLES / "portfolio" / "stations.json").exists() else None
    with tempfile.TemporaryDirectory() as folder, running_demo(Path(folder), samples=whole) as address:
        yield address


def _take(
    browser: Browser, address: str, size: str, language: str, theme: str, arguments: argparse.Namespace
) -> None:
    context = browser.new_context(
        base_url=address,
        locale={"fr": "fr-FR", "en": "en-GB"}[language],
        reduced_motion="reduce",
        **SIZES[size],
    )
    context.add_cookies([{"name": "theme", "value": theme, "url": address}])
    page, role = context.new_page(), None
    for shot in SHOTS:
        if shot.name not in arguments.only:
            continue
        if shot.role and shot.role != role:
            enter(page, shot.role)
            role = shot.role
        _show(page, shot)
        path = arguments.output / f"{shot.name}-{size}-{language}-{theme}.png"
        page.screenshot(path=path)
        print(path)
    context.close()


def _show(page: Page, shot: Shot) -> None:
    page.goto(shot.address)
    if shot.follow and page.locator(shot.follow).count():
        page.locator(shot.follow).first.click()
        page.wait_for_load_state()
    if page.locator("#canvas").count():
        wait_for_scene(page)
    if shot.act:
        page.evaluate(shot.act)
    page.wait_for_timeout(400)


if __name__ == "__main__":
    sys.exit(main())
