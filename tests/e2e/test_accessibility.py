"""axe finds no serious violation on any page, in each theme."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from tests.conftest import ROOT
from tests.e2e.people import take_card
from tests.e2e.running import enter, wait_for_scene

AXE = ROOT / "twin/viewer/node_modules/axe-core/axe.min.js"
OPEN = ["/welcome/", "/sign-in/"]
AGENT = [
    "/stations/",
    "/stations/VDO/",
    "/stations/?at=-100,-190,90",
    "/stations/VDO/overview/",
    "/stations/VDO/systems/",
    "/stations/VDO/tables/rooms/",
    "/stations/VDO/assets/",
    "/stations/VDO/locations/",
    "/stations/VDO/coverage/",
    "/stations/VDO/documents/",
    "/stations/STL/",
    "/stations/ATR/",
    "/stations/ATR/assets/POMPE-01/",
    "/stations/NOWHERE/",
    "/try/",
]
STEWARD = [
    "/stations/VDO/revisions/",
    "/stations/VDO/history/",
    "/stations/VDO/tables/findings/",
    "/stations/ATR/register/",
    "/stations/ATR/position/",
]
PUMP = "/stations/VDO/assets/EU-P-01/"
ORDERS, WORK = "/stations/VDO/orders/", "/my-orders/"
# Whom each page is for; a pair is a page and the link on it that leads to the page meant.
MAINTENANCE: dict[str, list[str | tuple[str, str]]] = {
    "agent": [
        PUMP,
        "/stations/VDO/q/EU-P-01/",
        ("/stations/VDO/documents/", "td a"),
        ("/stations/VDO/synoptics/", "main li a"),
        "/stations/VDO/today/",
        ORDERS,
        (ORDERS, ".order-title a"),
        "/stations/VDO/report/?code=EU-P-01",
        "/stations/VDO/notes/",
        "/stations/VDO/notes/new/?code=EU-P-01",
        "/stations/VDO/labels/?place=S1-02",
        "/stations/VDO/declare/correct/EU-P-01/",
        "/stations/VDO/declare/replace/EU-P-01/",
        "/stations/ATR/today/",
    ],
    "contractor": [WORK, (WORK, ".work-card")],
    "steward": [
        "/stations/VDO/review/",
        "/stations/VDO/releases/",
        "/stations/VDO/disagreements/",
        "/stations/VDO/sources/",
        "/stations/VDO/unplaced/",
        "/stations/VDO/firms/",
        ("/stations/VDO/firms/", "td a"),
        "/stations/VDO/precautions/",
        "/stations/VDO/coverage/?level=S1",
        "/stations/VDO/synoptics/",
    ],
    "manager": ["/manager/", "/manager/?station=VDO", "/mails/"],
}
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


def serious(page: Page, address: str) -> list[str]:
    page.goto(address)
    if page.locator("#canvas").count():
        wait_for_scene(page)
    page.evaluate(AXE.read_text())
    return [f"{address}: {violation}" for violation in page.evaluate(RUN)]


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_no_page_has_a_serious_violation(page: Page, demo: str, theme: str):
    page.context.add_cookies([{"name": "theme", "value": theme, "url": demo}])
    found = [violation for address in OPEN for violation in serious(page, address)]
    enter(page, "agent")
    found += [violation for address in AGENT for violation in serious(page, address)]
    enter(page, "steward")
    found += [violation for address in STEWARD for violation in serious(page, address)]

    assert found == []


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("role", list(MAINTENANCE))
def test_no_page_of_maintenance_has_a_serious_violation(page: Page, demo: str, role: str, language: str):
    page.context.add_cookies([{"name": "django_language", "value": language, "url": demo}])
    take_card(page, role)

    found = [violation for meant in MAINTENANCE[role] for violation in serious(page, address_of(page, meant))]

    assert page.locator("html").get_attribute("lang") == language
    assert found == []


def address_of(page: Page, meant: str | tuple[str, str]) -> str:
    if isinstance(meant, str):
        return meant
    page.goto(meant[0])
    return page.locator(meant[1]).first.get_attribute("href")


def test_the_sheet_and_a_report_have_no_serious_violation(page: Page):
    enter(page, "steward")
    page.goto("/stations/VDO/assets/")
    sheet = page.locator("td a.code").first.get_attribute("href")
    page.goto("/stations/VDO/revisions/")
    report = page.locator("td a.code").first.get_attribute("href")

    assert serious(page, sheet) + serious(page, report) == []


def test_targets_are_large_enough_for_a_thumb(page: Page):
    enter(page, "agent")
    small: list[str] = []
    addresses = (
        "/welcome/",
        "/stations/",
        "/stations/VDO/assets/",
        "/try/",
        "/stations/VDO/today/",
        ORDERS,
        PUMP,
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
