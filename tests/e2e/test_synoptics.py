"""A drawing beside the 3D: what is tapped on one is selected in the other, and a steward says what stands where."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from ifc_samples.station.scans import scanned
from ifc_samples.station.synoptics import lifting
from tests.e2e.running import wait_for_scene

pytestmark = pytest.mark.parametrize("context", ["tablet"], indirect=True)
DIAGRAM, SCAN = "Synoptique eau froide", "Relevé station de relevage"

# From the tap to the selection in the 3D, as the page itself counts it.
TAP = """
async (code) => {
  const before = performance.now();
  document.querySelector(`.spot[data-code="${code}"]`).click();
  while (stationTwin.selection() !== code) await new Promise((resolve) => setTimeout(resolve, 1));
  return performance.now() - before;
}
"""
# From the choice of it in the 3D, the search or a list, to the outlined hotspot in sight.
SELECT = """
async (code) => {
  const before = performance.now();
  stationTwin.select(code);
  const chosen = `.spot[data-code="${code}"][aria-current="true"]`;
  while (!document.querySelector(chosen)) await new Promise((resolve) => setTimeout(resolve, 1));
  const spot = document.querySelector(chosen).getBoundingClientRect();
  const view = document.querySelector(".drawing-view").getBoundingClientRect();
  const seen = spot.left >= view.left && spot.right <= view.right && spot.top >= view.top && spot.bottom <= view.bottom;
  return { milliseconds: performance.now() - before, seen };
}
"""


def open_drawing(page: Page, name: str) -> None:
    """By the key among the tools, and the list."""
    page.goto("/stations/VDO/")
    wait_for_scene(page)
    page.locator("#tools [data-tool=drawings]").tap()
    page.locator(".drawing-list .row", has_text=name).first.tap()
    page.locator(".spot").first.wait_for()


def spot(page: Page, code: str):
    return page.locator(f'.spot[data-code="{code}"]')


def test_what_is_tapped_on_one_side_is_selected_on_the_other_and_the_address_keeps_both(agent: Page):
    open_drawing(agent, DIAGRAM)
    expect(spot(agent, "EFS-P-02")).to_have_accessible_name(re.compile("EFS-P-02, .*surpression"))

    spot(agent, "EFS-P-02").tap()
    expect(agent.locator('#sheet article[data-code="EFS-P-02"]')).to_be_visible()
    assert agent.evaluate("() => stationTwin.selection()") == "EFS-P-02"

    there = sorted(
        agent.evaluate(TAP, code)
        for code in ("EFS-V-004", "EFS-CPT-01", "EFS-V-010", "EFS-BAL-01", "EFS-P-01")
    )
    for _ in range(5):
        agent.locator("[data-tool=nearer]").tap()
    back = [
        agent.evaluate(SELECT, code)
        for code in ("EFS-V-011", "EFS-V-001", "EFS-P-02", "EFS-V-013", "EFS-P-01")
    ]
    spent = sorted(each["milliseconds"] for each in back)
    print(f"drawing to 3D: median {there[2]:.0f} ms, slowest {there[-1]:.0f} ms")
    print(f"3D to drawing: median {spent[2]:.0f} ms, slowest {spent[-1]:.0f} ms")
    assert all(each["seen"] for each in back)

    agent.wait_for_function("() => location.hash.includes('EFS-P-01')")
    assert "beside=" in agent.url
    agent.reload()
    wait_for_scene(agent)
    expect(spot(agent, "EFS-P-01")).to_have_attribute("aria-current", "true")
    expect(agent.get_by_role("heading", name=DIAGRAM)).to_be_visible()


def test_the_line_between_them_is_dragged_and_moved_by_keys_and_the_drawing_is_put_away(agent: Page):
    open_drawing(agent, DIAGRAM)
    line, scene = agent.get_by_role("separator"), agent.locator("#scene")
    box = line.bounding_box()

    agent.mouse.move(box["x"] + 6, box["y"] + 300)
    agent.mouse.down()
    agent.mouse.move(box["x"] - 120, box["y"] + 300)
    agent.mouse.up()
    dragged = scene.bounding_box()["width"]
    line.press("End")
    smallest = scene.bounding_box()["width"]
    line.press("Home")
    largest = scene.bounding_box()["width"]
    agent.locator("[data-tool=swapSides]").tap()
    swapped = scene.bounding_box()["x"]
    agent.set_viewport_size({"width": 768, "height": 1024})
    expect(line).to_have_attribute("aria-orientation", "horizontal")
    stacked = scene.bounding_box()["width"]
    agent.set_viewport_size({"width": 1024, "height": 768})
    agent.locator("[data-tool=swapSides]").tap()
    line.press("Home")
    agent.locator("[data-tool=closeDrawing]").tap()

    assert (round(dragged), smallest < dragged < largest) == (round(box["x"] - 126), True)
    assert swapped > 200
    assert stacked == 768
    expect(line).to_be_hidden()
    assert scene.bounding_box()["width"] == 1024
    assert "beside" not in agent.url


def test_a_drawing_is_read_by_keys_and_without_3d_beside_its_sheet(agent: Page):
    open_drawing(agent, DIAGRAM)
    alone = re.search(r"beside=(\d+)", agent.url)[1]

    agent.goto(f"/stations/VDO/synoptics/{alone}/")
    spot(agent, "EFS-CPT-01").focus()
    agent.keyboard.press("Enter")

    expect(agent.locator('#sheet article[data-code="EFS-CPT-01"]')).to_be_visible()
    expect(spot(agent, "EFS-CPT-01")).to_have_attribute("aria-current", "true")
    assert "select=EFS-CPT-01" in agent.url
    names = agent.locator(".spot").evaluate_all("(keys) => keys.map((key) => key.dataset.code)")
    assert [names.index(code) for code in ("EFS-V-001", "EFS-V-002", "EFS-P-02", "EFS-RP-01")] == sorted(
        names.index(code) for code in ("EFS-V-001", "EFS-V-002", "EFS-P-02", "EFS-RP-01")
    )


def test_a_steward_places_hotspots_by_touch_and_by_keys_and_settles_what_is_broken(steward: Page):
    open_drawing(steward, SCAN)
    steward.locator(".drawing-picture canvas").wait_for()
    waiting = steward.locator(".settling")
    waiting.locator("summary").tap()
    broken = waiting.locator("li", has_text="EU-P-03")
    expect(broken).to_contain_text("aucun équipement n")
    broken.get_by_role("button", name="Supprimer").tap()
    expect(waiting).to_have_count(0)
    expect(steward.locator(".beside-message")).to_contain_text("Le repère de EU-P-03 est supprimé.")
    steward.get_by_role("button", name="Le remettre").tap()
    broken.get_by_role("button", name="Supprimer").tap()
    expect(waiting).to_have_count(0)

    steward.locator("[data-tool=spotsEdit]").tap()
    sheet = steward.locator(".drawing-sheet").bounding_box()
    steward.touchscreen.tap(sheet["x"] + 0.74 * sheet["width"], sheet["y"] + 0.69 * sheet["height"])
    choose(steward, "EFS-BAL-01")
    steward.get_by_role("button", name="Enregistrer EFS-BAL-01").tap()
    expect(spot(steward, "EFS-BAL-01")).to_be_visible()

    steward.locator("[data-tool=spotAdd]").press("Enter")
    for key in ("ArrowUp", "ArrowRight", "Shift+ArrowRight", "Enter"):
        steward.keyboard.press(key)
    steward.keyboard.type("EFS-CPT-01")
    steward.locator('.spot-found li[data-code="EFS-CPT-01"]').wait_for()
    for key in ("ArrowDown", "Enter", "Enter"):
        steward.keyboard.press(key)
    expect(spot(steward, "EFS-CPT-01")).to_be_visible()


def choose(page: Page, code: str) -> None:
    page.locator("#spot-find").fill(code)
    page.locator(f'.spot-found li[data-code="{code}"]').tap()


def test_the_next_edition_of_a_drawing_keeps_the_hotspots_it_can_and_lists_the_rest(steward: Page):
    new = scanned(lifting(edition="C"), "x", seed="another scanner", askew=-0.3, scale=1.2)
    steward.goto("/stations/VDO/synoptics/")
    line = steward.locator("main li", has_text=SCAN)
    line.locator("summary").tap()
    line.locator("input[type=file]").set_input_files(
        {"name": "c.pdf", "mimeType": "application/pdf", "buffer": new}
    )
    line.locator("form button").tap()
    steward.wait_for_url("**/synoptics/*/")

    steward.locator(".settling summary").tap()
    expect(steward.locator(".settling li", has_text="EU-P-01")).to_contain_text(
        "gardé dans la nouvelle édition"
    )
    expect(spot(steward, "EU-P-01")).to_have_attribute("data-standing", "kept")
    steward.get_by_role("button", name="Tout confirmer").tap()

    expect(spot(steward, "EU-P-01")).to_have_attribute("data-standing", "placed")
