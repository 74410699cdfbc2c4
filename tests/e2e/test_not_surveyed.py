"""Not surveyed is not empty: hatched in the 3D, said in words without it, written down from the keyboard."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.running import wait_for_scene

LEGEND = ".gaps-legend"


def picture(page: Page) -> bytes:
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return page.locator("#canvas").screenshot()


@pytest.mark.parametrize("context", ["tablet"], indirect=True)
def test_floors_nobody_surveyed_are_hatched_while_networks_are_looked_at(agent: Page):
    agent.goto("/stations/VDO/")
    wait_for_scene(agent)
    key = agent.locator("[data-tool=coverage]")
    expect(key).to_have_attribute("aria-pressed", "false")
    expect(agent.locator(LEGEND)).to_be_hidden()

    agent.evaluate("() => window.stationTwin.lens('networks_only')")

    expect(key).to_have_attribute("aria-pressed", "true")
    expect(agent.locator(LEGEND)).to_contain_text(re.compile("Aucun réseau relevé ici|Pas tout relevé"))
    expect(agent.locator(f"{LEGEND} a").first).to_have_attribute("href", "/stations/VDO/coverage/")
    agent.locator(f"{LEGEND} a").first.click(trial=True)
    hatched = picture(agent)
    key.press("Enter")
    expect(agent.locator(LEGEND)).to_be_hidden()
    assert picture(agent) != hatched


@pytest.mark.parametrize("context", ["tablet"], indirect=True)
def test_without_the_3d_the_list_names_the_rooms(agent: Page):
    agent.goto("/stations/VDO/?no3d")

    agent.locator(".gaps > summary").click()
    room = agent.locator(".gaps [data-code='S1-02']")

    expect(room).to_contain_text("non relevé : chauffage et ventilation")
    room.click()
    expect(agent.locator("#sheet section.surveyed")).to_contain_text("aucun réseau relevé ici")


@pytest.mark.parametrize("context", ["desktop"], indirect=True)
def test_a_steward_writes_down_four_boxes_without_a_mouse(steward: Page):
    steward.goto("/stations/VDO/coverage/?level=S1")
    first = steward.locator("tbody tr:nth-child(2) td:nth-of-type(4) input")
    first.focus()

    steward.keyboard.press("ArrowUp")
    steward.keyboard.press("Shift+ArrowDown")
    steward.keyboard.press("Shift+ArrowLeft")
    expect(steward.locator("#cover-count")).to_have_text("4")
    steward.keyboard.press("Enter")
    expect(steward.locator("#extent")).to_be_focused()
    steward.locator("#extent").select_option("partly")
    steward.locator("#method").select_option("visit")
    steward.locator("#note").fill(
        f"faux plafond fermé {time.time()}"
    )  # a word said already is not said again
    steward.keyboard.press("Enter")

    expect(steward.locator(".messages")).to_contain_text("4 cases")
    expect(steward.locator("tbody tr:nth-child(1) td:nth-of-type(4)")).to_contain_text("en partie, sur place")
