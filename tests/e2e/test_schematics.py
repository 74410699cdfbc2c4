"""A network drawn from its connections beside the 3D: tapped on one side, selected on the other."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.running import wait_for_scene


def test_a_symbol_tapped_is_selected_in_the_3d_and_what_is_selected_there_is_marked_on_symbols_and_lines(
    agent: Page,
):
    agent.goto("/stations/VDO/")
    wait_for_scene(agent)
    agent.locator("#tools [data-tool=drawings]").click()
    agent.locator(".drawing-list [data-drawing^=s]", has_text="Eau froide sanitaire").click()

    agent.locator('.spot[data-code="EFS-P-02"]').click()
    agent.wait_for_function("() => stationTwin.selection() === 'EFS-P-02'")
    expect(agent.locator('#sheet article[data-code="EFS-P-02"]')).to_be_visible()
    expect(agent.locator('.spot[data-code="EFS-P-02"]')).to_have_attribute("aria-current", "true")

    agent.evaluate("() => stationTwin.select('EFS-V-101')")
    expect(agent.locator('.spot[data-code="EFS-V-101"]')).to_have_attribute("aria-current", "true")
    expect(agent.locator('.spot[data-code="EFS-V-101"]')).to_be_in_viewport()
    expect(agent.locator(".spot[aria-current]")).to_have_count(1)

    line = agent.locator(".schematic-line").first  # of the pipe by which water comes in
    line.locator(".touch").dispatch_event("click")
    agent.wait_for_function("() => stationTwin.selection().startsWith('TUYAU')")
    expect(line).to_have_attribute("data-chosen", "")
    assert "beside=s" in agent.url
