"""A tablet with little memory: the whole station is there, in full where one looks, and all that one can do works."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.running import wait_for_scene
from tests.e2e.test_reach import TECHNICAL

pytestmark = pytest.mark.parametrize("context", ["tablet"], indirect=True)

# Megabytes for the viewer, of which an eighth is for triangles at least: less than the sample station needs.
LITTLE = 16

STILL = """
async () => {
  const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
  for (let last = -1; last !== stationTwin.stats().frames; ) {
    last = stationTwin.stats().frames;
    await wait(700);
  }
  return stationTwin.stats();
}
"""

CHOOSE = """
async (code) => {
  await stationTwin.select(code);
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  const seen = stationTwin.seen(code);
  const spot = await stationTwin.reach(code);
  return { seen, met: spot && stationTwin.pick(spot.x, spot.y), triangles: stationTwin.stats().triangles };
}
"""


def open_with_little(page: Page) -> dict:
    page.goto(f"/stations/VDO/?memory={LITTLE}")
    wait_for_scene(page)
    return page.evaluate(STILL)


def test_what_there_is_no_memory_for_stands_as_boxes_and_comes_back_when_it_is_looked_at(agent):
    agent.goto("/stations/VDO/")
    wait_for_scene(agent)
    whole = agent.evaluate(STILL)
    expect(agent.locator("#reduced")).to_be_hidden()

    little = open_with_little(agent)
    expect(agent.locator("#reduced")).to_be_visible()
    assert little["elements"] == whole["elements"]
    assert 0 < little["triangles"] < whole["triangles"]

    codes = agent.evaluate(TECHNICAL)
    amounts = set()
    for code in codes[:: max(1, len(codes) // 4)]:
        chosen = agent.evaluate(CHOOSE, code)
        amounts.add(agent.evaluate(STILL)["triangles"])
        # Drawn in full, seen by more than its box, and what a tap at its spot catches.
        assert agent.evaluate("stationTwin.selection()") == code
        assert chosen["seen"]["own"] > 0
        assert chosen["met"] == code
        assert chosen["triangles"] < whole["triangles"]
    assert len(amounts) > 1  # other pages are in full than before


def test_a_still_picture_is_not_drawn_again_however_little_memory_there_is(agent):
    """What comes late from the server may be drawn once; a picture that stays the same is not."""
    drawn = [open_with_little(agent)["frames"]]

    for _ in range(3):
        agent.wait_for_timeout(1500)
        drawn.append(agent.evaluate("stationTwin.stats().frames"))

    assert drawn[-1] == drawn[-2]
    assert drawn[-1] <= drawn[0] + 1


def test_after_the_graphics_card_lost_everything_it_is_brought_back(agent):
    agent.goto("/stations/VDO/")
    wait_for_scene(agent)
    whole = agent.evaluate(STILL)
    agent.evaluate(
        """async () => {
          const lose = document.getElementById("canvas").getContext("webgl2").getExtension("WEBGL_lose_context");
          lose.loseContext();
          await new Promise((done) => setTimeout(done, 300));
          lose.restoreContext();
        }"""
    )

    agent.wait_for_function(
        "(triangles) => stationTwin.stats().triangles === triangles", arg=whole["triangles"]
    )

    expect(agent.locator("#reduced")).to_be_hidden()
