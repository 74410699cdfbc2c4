"""A network, or the part of it that an answer is about, drawn beside the 3D: tapped here, selected there."""

from __future__ import annotations

import re

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


def test_the_diagram_of_an_answer_numbers_what_the_3d_numbers_and_follows_the_next_question(agent: Page):
    agent.goto("/stations/VDO/?select=EFS-RP-01&trace=close~EFS-RP-01")
    wait_for_scene(agent)
    marks = agent.locator(".trace-mark[data-device]").filter(has_text=re.compile(r"^\d$"))
    expect(marks).to_have_count(2)

    agent.locator('#sheet a[data-beside^="close~EFS-RP-01"]').click()
    numbers = agent.locator(".schematic-symbol[data-part=device] .schematic-number")
    expect(numbers).to_have_count(2)
    in_3d = marks.evaluate_all("all => all.map((mark) => [mark.textContent, mark.dataset.device])")
    assert sorted(text for text, _ in in_3d) == sorted(numbers.all_text_contents()) == ["1", "2"]
    assert "beside=close" in agent.url
    expect(agent.locator(".drawing-legend")).to_contain_text("à manœuvrer, dans cet ordre")

    agent.locator(f'.spot[data-code="{in_3d[0][1]}"]').click()
    agent.wait_for_function("code => stationTwin.selection() === code", arg=in_3d[0][1])
    agent.evaluate("() => stationTwin.select('EFS-V-201')")
    expect(agent.locator('.spot[data-code="EFS-V-201"]')).to_have_attribute("aria-current", "true")
    expect(agent.locator(".schematic-symbol[data-part=about]").first).to_be_attached()

    agent.evaluate("() => stationTwin.select('EFS-RP-01')")
    agent.locator('#sheet [data-asked^="fed~EFS-RP-01"]').click()
    expect(agent.locator(".beside-title")).to_contain_text("Ce qui l’alimente · EFS-RP-01")
    expect(agent.locator(".schematic-number")).to_have_count(0)
    expect(agent.locator('.spot[data-code="EFS-V-001"]')).to_be_attached()
