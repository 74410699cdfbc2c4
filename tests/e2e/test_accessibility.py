"""axe finds no serious violation on any page, nor in what opens over the station's page, in each language and theme.

On every run each page is judged in one language and theme, in turn, and what opens over the station's page without
loading it again; in the soak all of it in all of them.
"""

from __future__ import annotations

import re
from itertools import product

import pytest
from playwright.sync_api import Page

from tests import soaking
from tests.conftest import ROOT
from tests.e2e.pages import SHOTS, Shot, open_over, show, tap
from tests.e2e.people import take_card
from tests.e2e.running import enter

AXE = ROOT / "twin/viewer/node_modules/axe-core/axe.min.js"
THEMES = ("light", "dark", "contrast")
LOOKS = list(product(("fr", "en"), THEMES))
JUDGED = [shot for shot in SHOTS if not shot.alike]
OVER = [shot for shot in JUDGED if shot.name.startswith("station-") and (shot.taps or shot.act)]
ONLY_AFTER_THE_STORY = {"request", "written-back"}
"""Their links come of what people did; without it the page that they lead from is judged."""
RUN = """
async () => {
  const found = await axe.run(document, { resultTypes: ["violations"] });
  return found.violations
    .filter((each) => ["serious", "critical"].includes(each.impact))
    .map((each) => `${each.id}: ${each.nodes.map((node) => node.target.join(" ")).slice(0, 4).join(" | ")}`);
}
"""


@pytest.fixture(scope="module", autouse=True)
def _axe():
    if not AXE.exists():
        pytest.skip(f"axe-core is not installed ({AXE.relative_to(ROOT)})")


@pytest.mark.parametrize("turn", range(len(LOOKS)) if soaking.SOAK else [0])
@pytest.mark.parametrize("role", [None, "agent", "steward", "manager", "contractor"])
def test_no_page_has_a_serious_violation(page: Page, demo: str, role: str | None, turn: int):
    if role:
        take_card(page, role)

    found = []
    for place, shot in enumerate(JUDGED):
        if shot.role == role and (soaking.SOAK or shot not in OVER):
            language, theme = LOOKS[(place + turn) % len(LOOKS)]
            found += serious(page, demo, shot, language, theme)

    assert found == []


def test_nothing_that_opens_over_the_station_has_a_serious_violation(page: Page, demo: str):
    take_card(page, "agent")
    page.emulate_media(reduced_motion="reduce")  # colours are judged when they have changed
    show(page, Shot("", "/stations/VDO/?select=EU-P-01"))

    found = []
    for place, shot in enumerate(OVER):
        theme = THEMES[place % len(THEMES)]
        page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        open_over(page, shot)
        found += [f"{shot.name}, {theme}: {each}" for each in judged(page)]
        if shot.taps:
            tap(page, shot.taps[0])

    assert found == []


def serious(page: Page, demo: str, shot: Shot, language: str, theme: str) -> list[str]:
    cookies = {"django_language": language, "theme": theme}
    page.context.add_cookies([{"name": name, "value": value, "url": demo} for name, value in cookies.items()])
    missing = show(page, shot)
    if shot.name in ONLY_AFTER_THE_STORY:
        missing = []
    html = page.locator("html")
    if shot.address.startswith("/offline/"):
        language = shot.address.split("/")[2]
    assert (html.get_attribute("data-theme"), html.get_attribute("lang")) == (theme, language), shot.name
    return missing + [f"{shot.name}, {language}, {theme}: {each}" for each in judged(page)]


def judged(page: Page) -> list[str]:
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text())
    return page.evaluate(RUN)


def test_every_language_and_theme_is_among_what_is_judged():
    assert {LOOKS[place % len(LOOKS)] for place in range(len(JUDGED))} == set(LOOKS)


def test_targets_are_large_enough_for_a_thumb(page: Page):
    enter(page, "agent")
    small: list[str] = []
    addresses = (
        "/welcome/",
        "/stations/",
        "/stations/VDO/assets/",
        "/try/",
        "/stations/VDO/today/",
        "/stations/VDO/orders/",
        "/stations/VDO/assets/EU-P-01/",
    )
    for address in addresses:
        page.goto(address)
        boxes = page.evaluate(
            """() => [...document.querySelectorAll("button, summary, .button, .chip, .tile, nav a, select, .bar input")]
              .filter((each) => each.offsetParent !== null)
              .map((each) => [each.innerText.trim() || each.className, each.getBoundingClientRect()])
              .map(([name, box]) => [name, box.width, box.height])"""
        )
        small += [f"{address} {name} {w:.0f}x{h:.0f}" for name, w, h in boxes if h < 43.5 or w < 43.5]

    assert [re.sub(r"\s+", " ", each) for each in small] == []
