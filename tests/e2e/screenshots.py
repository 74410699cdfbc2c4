"""Pictures of every page, to be looked at: both languages, three themes, both sizes.

    python -m tests.e2e.screenshots [--output FOLDER] [--url http://…] [--only NAME…] [--size desktop] [--theme light]

First the story of the leak is played (`--only` without `story` leaves it out): it makes the six pictures that the
README opens with, in docs/pictures, and what the other pages show.

Starts a demo of its own over the whole portfolio of samples (the small one of the tests when that is not there), unless
`--url` names one that runs.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import FLAGS, find_chromium
from tests.e2e import story
from tests.e2e.people import House, People, take_card
from tests.e2e.running import ROOT, SAMPLES, SIZES, running_demo, wait_for_scene

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


@dataclass(frozen=True)
class Shot:
    """One page as one role sees it; `act` is run in the page before the picture."""

    name: str
    address: str
    role: str | None = "agent"
    act: str = ""
    follow: str = ""  # links that lead from the address to the page meant, one after the other


def _tap(*keys: str) -> str:
    """Taps one key after the other, each as soon as it is there; a bare word is a tool of the station."""
    selectors = [key if " " in key else f"[data-tool={key}]" for key in keys]
    return f"""async () => {{
      for (const selector of {json.dumps(selectors)}) {{
        const pause = (time) => new Promise((done) => setTimeout(done, time));
        for (let i = 0; i < 100 && !document.querySelector(selector); i++) await pause(50);
        document.querySelector(selector).click();
        await pause(900);
      }}
    }}"""


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
    Shot("station-technical", "/stations/VDO/?lens=technical_rooms"),
    Shot("station-water", "/stations/VDO/?lens=without_walls&networks=family:water~family:drainage"),
    Shot("station-plan", "/stations/VDO/?select=EU-P-01", act=_tap("plan")),
    Shot("station-walk", "/stations/VDO/?select=EU-P-01", act=_tap("walk")),
    Shot("station-section", "/stations/VDO/", act=_tap("section", ".workbar button[data-key=cutLengthwise]")),
    Shot("station-measure", "/stations/VDO/?select=EU-P-01", act=_tap("measure")),
    Shot("station-drawing", "/stations/VDO/", act=_tap("drawings", ".drawing-list button.row")),
    Shot("station-list", "/stations/VDO/?no3d"),
    Shot("drawings", "/stations/VDO/synoptics/"),
    Shot("drawing", "/stations/VDO/synoptics/", follow="main a[href*='/synoptics/']"),
    Shot("plans", "/stations/?mode=PLAN_2D", follow=".station-card"),
    Shot("register", "/stations/?mode=REGISTER", follow=".station-card"),
    Shot("stations-closer", "/stations/?at=-100,-190,90"),
    Shot("overview", "/stations/VDO/overview/"),
    Shot("networks", "/stations/VDO/systems/"),
    Shot("network", "/stations/VDO/systems/", follow=".tile.system"),
    Shot("rooms-table", "/stations/VDO/tables/rooms/"),
    Shot("fitted", "/stations/VDO/tables/units/"),
    Shot("orders-table", "/stations/VDO/tables/orders/"),
    Shot("equipment", "/stations/VDO/assets/"),
    Shot("sheet", "/stations/VDO/assets/?search=pompe", follow="td a.code"),
    Shot("rooms", "/stations/VDO/locations/"),
    Shot("room", "/stations/VDO/locations/", follow=".tile"),
    Shot("documents", "/stations/VDO/documents/"),
    Shot("document", "/stations/VDO/documents/", follow="td a"),
    Shot("own-model", "/try/"),
    Shot("freshness", "/stations/VDO/?lens=without_walls&data=age"),
    Shot("sheet-escalator", "/stations/VDO/assets/ESC-01/"),
    Shot("sheet-room", "/stations/VDO/assets/S1-02/"),
    Shot("sheet-register", "/stations/?mode=REGISTER", follow=".station-card, td a.code"),
    Shot("scanned", "/stations/VDO/q/EU-P-01/"),
    Shot("today", "/stations/VDO/today/"),
    Shot("orders", "/stations/VDO/orders/"),
    Shot("order", "/stations/VDO/orders/", follow=".order-title a"),
    Shot("fault", "/stations/VDO/report/?code=EU-P-01"),
    Shot("request", "/stations/VDO/today/", follow=".request a"),
    Shot("notes", "/stations/VDO/notes/"),
    Shot("note-new", "/stations/VDO/notes/new/?code=EU-P-01"),
    Shot("labels", "/stations/VDO/labels/?place=S1-02"),
    Shot("correct", "/stations/VDO/declare/correct/EU-P-01/"),
    Shot("replace", "/stations/VDO/declare/replace/EU-P-01/"),
    Shot("models", "/stations/VDO/revisions/", "steward"),
    Shot("report", "/stations/VDO/revisions/", "steward", follow="td a.code"),
    Shot("list", "/stations/SFA/register/", "steward"),
    Shot("position", "/stations/SFA/position/", "steward"),
    Shot("declarations", "/stations/VDO/tables/declarations/", "steward"),
    Shot("findings", "/stations/VDO/tables/findings/", "steward"),
    Shot("history", "/stations/VDO/history/", "steward"),
    Shot("review", "/stations/VDO/review/", "steward"),
    Shot("releases", "/stations/VDO/releases/", "steward"),
    Shot("written-back", "/stations/VDO/revisions/", "steward", follow="td a:has-text('PLB P02')"),
    Shot("disagreements", "/stations/VDO/disagreements/", "steward"),
    Shot("sources", "/stations/VDO/sources/", "steward"),
    Shot("unplaced", "/stations/VDO/unplaced/", "steward"),
    Shot("firms", "/stations/VDO/firms/", "steward"),
    Shot("firm", "/stations/VDO/firms/", "steward", follow="td a"),
    Shot("precautions", "/stations/VDO/precautions/", "steward"),
    Shot("surveyed", "/stations/VDO/coverage/", "steward"),
    Shot("surveyed-read", "/stations/VDO/coverage/?state=not"),
    Shot("manager", "/manager/", "manager"),
    Shot("mails", "/mails/", "manager"),
    Shot("work", "/my-orders/", "contractor"),
    Shot("work-order", "/my-orders/", "contractor", follow=".work-card"),
    Shot("work-view", "/my-orders/", "contractor", follow=".work-card, a[href*='/view/']"),
    Shot("not-found", "/stations/NOWHERE/", "contractor"),
)


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
        show(page, shot)
        path = arguments.output / f"{shot.name}-{size}-{language}-{theme}.png"
        page.screenshot(path=path)
        print(path)
        if shot.name in GUIDE and (size, theme) == ("tablet", "light"):
            shutil.copy(path, PICTURES / f"guide_{shot.name.replace('-', '_')}_{language}.png")
    context.close()


def show(page: Page, shot: Shot) -> None:
    page.goto(shot.address)
    for link in filter(None, shot.follow.split(", ")):
        if page.locator(link).count():
            page.locator(link).first.click()
            page.wait_for_load_state()
    if page.locator("#canvas").count():
        wait_for_scene(page)
    if shot.act:
        page.evaluate(shot.act)
    page.wait_for_timeout(400)


if __name__ == "__main__":
    sys.exit(main())
