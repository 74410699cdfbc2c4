"""The first five minutes: a card, a station, its walls wiped, a pipe tapped, its sheet read."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.e2e.running import wait_for_scene

HIDDEN_PIPE = """
async () => {
  // A pipe that a wall hides: the wall is what a tap catches with everything shown, the pipe once the walls are wiped.
  const twin = window.stationTwin;
  const scenes = await (await fetch("/api/v1/scenes/?station=VDO")).json();
  const features = {};
  for (const scene of scenes.results) {
    const columns = await (await fetch(scene.features)).json();
    columns.code.forEach((code, i) => (features[code] = columns.layers[columns.layer[i]]));
  }
  const pipes = Object.keys(features).filter((code) => features[code] === "network_run");
  for (const code of pipes.slice(0, 40)) {
    const spot = await twin.reach(code);
    if (!spot) continue;
    twin.lens("everything");
    const before = twin.pick(spot.x, spot.y);
    twin.lens("without_walls");
    const after = twin.pick(spot.x, spot.y);
    if (after === code && before !== code && features[before] !== "network_run") return { code, spot, before };
  }
  return null;
}
"""


def test_from_the_card_to_a_named_pump_in_four_taps(agent: Page):
    agent.get_by_role("link", name=re.compile("Val-d'Orme")).click()  # 2 (1 was the card)
    wait_for_scene(agent)
    agent.locator("#search").click()  # 3
    agent.locator("#search").press_sequentially("pompe de relevage")
    hit = agent.locator("#search-results a.hit", has_text="relevage").first
    code = hit.get_attribute("data-code")
    hit.click()  # 4

    sheet = agent.locator(".sheet")
    expect(sheet).to_have_attribute("data-code", code)
    expect(sheet).to_contain_text("Local")


def test_a_tap_where_a_pipe_runs_behind_a_wall_selects_the_pipe_and_opens_its_sheet(agent: Page):
    agent.goto("/stations/VDO/")
    wait_for_scene(agent)
    found = agent.evaluate(HIDDEN_PIPE)
    assert found, "no pipe of the sample station is hidden by a wall"

    canvas = agent.locator("#canvas").bounding_box()
    x, y = canvas["x"] + found["spot"]["x"], canvas["y"] + found["spot"]["y"]
    if agent.evaluate("() => navigator.maxTouchPoints > 0"):
        agent.touchscreen.tap(x, y)
    else:
        agent.mouse.click(x, y)

    expect(agent.locator(".sheet")).to_have_attribute("data-code", found["code"])
    assert agent.evaluate("() => window.stationTwin.selection()") == found["code"]


def test_the_page_of_an_agent_names_no_class_of_the_format(agent: Page):
    for address in ("/stations/VDO/", "/stations/VDO/assets/", "/stations/VDO/locations/", "/stations/"):
        agent.goto(address)
        assert re.findall(r"\bIfc[A-Z]\w+", agent.inner_text("body")) == []


def test_a_code_in_the_address_of_the_station_is_selected(agent: Page):
    agent.goto("/stations/VDO/assets/")
    code = agent.locator("td a.code").first.inner_text()

    agent.goto(f"/stations/VDO/?select={code}")
    wait_for_scene(agent)

    expect(agent.locator(".sheet")).to_have_attribute("data-code", code)
