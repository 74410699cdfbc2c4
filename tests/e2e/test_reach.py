"""Whatever is hidden is brought to sight: only what hides it from this eye is wiped, a step more or less at will."""

from __future__ import annotations

import random

from playwright.sync_api import Page, expect

from tests.e2e.running import wait_for_scene

SEED, EQUIPMENTS = 4, 20

TECHNICAL = """
async () => {
  const scenes = await (await fetch("/api/v1/scenes/?station=VDO")).json();
  const codes = [];
  for (const scene of scenes.results) {
    const columns = await (await fetch(scene.features)).json();
    columns.code.forEach((code, i) => {
      if (/^network_(equipment|control|run)$/.test(columns.layers[columns.layer[i]])) codes.push(code);
    });
  }
  return [...new Set(codes)].sort();
}
"""

CHOOSE = """
async (code) => {
  const before = performance.now();
  await stationTwin.select(code);
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  const seconds = (performance.now() - before) / 1000;
  const canvas = document.getElementById("canvas").getBoundingClientRect();
  const panel = document.getElementById("panel").getBoundingClientRect();
  const sheet = document.getElementById("sheet").getBoundingClientRect();
  const free = [panel.right - canvas.left, sheet.left - canvas.left];
  return { seconds, seen: stationTwin.seen(code), free, height: canvas.height };
}
"""


def open_station(page: Page) -> list[str]:
    """The codes of what is technical, in an order of its own."""
    page.goto("/stations/VDO/")
    wait_for_scene(page)
    codes = page.evaluate(TECHNICAL)
    print("seed", SEED)
    random.Random(SEED).shuffle(codes)
    return codes


def is_seen(chosen: dict) -> bool:
    """At least half of its pixels are its own to a tap, and it covers the middle third of what no panel covers."""
    seen = chosen["seen"]
    if not seen or not seen["own"] or seen["seen"] < seen["own"] / 2:
        return False
    left, right = chosen["free"]
    third = (right - left) / 3
    across = seen["left"] < right - third and seen["right"] > left + third
    return across and seen["top"] < chosen["height"] * 2 / 3 and seen["bottom"] > chosen["height"] / 3


def choose_hidden(page: Page, codes: list[str]) -> tuple[str, str, dict]:
    """Choose something that other things hide; it, one of those, and a spot where they cover each other."""
    less, more = page.locator("[data-tool=wipeLess]"), page.locator("[data-tool=wipeMore]")
    for code in codes[:60]:
        spot = page.evaluate(
            "async (code) => { await stationTwin.select(code); return stationTwin.reach(code); }", code
        )
        if not spot:
            continue
        closed = 0
        while less.get_attribute("aria-disabled") == "false":
            less.click()
            closed += 1
        hider = page.evaluate("({x, y}) => stationTwin.pick(x, y)", spot)
        for _ in range(closed):
            more.click()
        if hider and hider != code:
            return code, hider, spot
    raise AssertionError("nothing of the sample station hides anything else")


def picked(page: Page, spot: dict) -> str | None:
    return page.evaluate("({x, y}) => stationTwin.pick(x, y)", spot)


def seen(page: Page, code: str) -> dict:
    return page.evaluate("(code) => stationTwin.seen(code)", code)


def test_what_is_chosen_stands_in_the_middle_and_is_seen(agent: Page):
    codes = open_station(agent)[:EQUIPMENTS]

    chosen = {code: agent.evaluate(CHOOSE, code) for code in codes}

    unseen = [code for code in codes if not is_seen(chosen[code])]
    seconds = sorted(chosen[code]["seconds"] for code in codes)
    print(
        f"from the choice to the picture: median {seconds[len(seconds) // 2]:.1f} s, slowest {seconds[-1]:.1f} s"
    )
    assert len(unseen) <= EQUIPMENTS // 20, unseen


def test_what_hides_it_closes_and_opens_again_by_touch_and_by_keyboard(agent: Page):
    code, hider, spot = choose_hidden(agent, open_station(agent))
    assert picked(agent, spot) == code
    less, more = agent.locator("[data-tool=wipeLess]"), agent.locator("[data-tool=wipeMore]")
    assert min(less.bounding_box()[side] for side in ("width", "height")) >= 44

    while less.get_attribute("aria-disabled") == "false":
        less.click()
    assert picked(agent, spot) == hider

    agent.locator("#canvas").focus()
    for _ in range(12):
        agent.keyboard.press("e")
    assert picked(agent, spot) == code
    expect(more).to_have_attribute("aria-disabled", "true")


def test_wiping_more_than_there_is_says_so_and_is_no_step_back(agent: Page):
    codes = open_station(agent)
    agent.evaluate(
        "async (code) => { await stationTwin.select(code); await stationTwin.reach(code); }", codes[0]
    )
    agent.locator("[data-lens=without_walls]").click()
    agent.locator("#canvas").focus()
    for _ in range(5):
        agent.keyboard.press("e")
    more = agent.locator("[data-tool=wipeMore]")
    expect(more).to_have_attribute("aria-disabled", "true")
    before = agent.evaluate("() => stationTwin.viewpoint()")

    more.click(force=True)
    agent.locator("#canvas").focus()
    agent.keyboard.press("e")

    expect(agent.locator("#notice")).to_contain_text("Rien de plus à effacer")
    assert agent.evaluate("() => stationTwin.viewpoint()") == before
    agent.keyboard.press("Control+z")
    changed = "(was) => JSON.stringify(stationTwin.viewpoint().wiped) !== JSON.stringify(was)"
    agent.wait_for_function(changed, arg=before["wiped"])  # one step back is the last that wiped something


def test_a_ghost_lets_taps_through_and_closes_when_it_hides_nothing_any_more(agent: Page):
    code, hider, spot = choose_hidden(agent, open_station(agent))
    assert picked(agent, spot) == code
    assert (seen(agent, hider)["state"], seen(agent, hider)["seen"]) == ("ghost", 0)

    agent.evaluate("""() => {
      const { eye, target } = stationTwin.viewpoint();
      const opposite = eye.map((value, axis) => 2 * target[axis] - value);
      return stationTwin.restore({ ...stationTwin.viewpoint(), eye: opposite });
    }""")

    assert agent.evaluate("() => stationTwin.viewpoint().wiped.code") == code
    assert seen(agent, code)["seen"] > 0
    assert seen(agent, hider)["state"] == "shown"


def test_the_address_of_what_is_seen_opens_it_in_the_same_way(agent: Page):
    code, _, spot = choose_hidden(agent, open_station(agent))
    agent.locator("[data-tool=wipeMore]").click()
    before = agent.evaluate("() => stationTwin.viewpoint()")
    assert before["wiped"] == {"code": code, "steps": 1}
    agent.wait_for_function("() => location.hash.includes('steps=1')")

    agent.reload()
    wait_for_scene(agent)

    assert agent.evaluate("() => stationTwin.viewpoint()") == before
    assert picked(agent, spot) == code
