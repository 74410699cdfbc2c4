"""A valve that will not move: two taps beside the answer say so, and the words and the numbers in the 3D follow."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.e2e.running import wait_for_scene

NEAR, NEXT = "EFS-V-212", "EFS-V-201"


def test_two_taps_say_that_a_valve_is_stuck_and_the_answer_takes_the_next(agent: Page):
    agent.goto("/stations/VDO/?select=BR-EV-1&trace=close~BR-EV-1")
    wait_for_scene(agent)
    answer = agent.locator("#sheet article.trace")
    marks = agent.locator(".trace-mark:has(.trace-number:not(.trace-card))")
    expect(marks).to_have_attribute("data-device", NEAR)

    answer.locator(".trace-stops summary", has_text=NEAR).click()  # one
    answer.get_by_role("button", name=re.compile("Grippé|Stuck")).click()  # two

    expect(answer.locator(".trace-verdict")).to_contain_text(NEXT)
    expect(answer).to_contain_text(re.compile(f"{NEAR}, (dit grippé|said stuck) "))
    expect(marks).to_have_attribute("data-device", NEXT)
    assert "trace=close~BR-EV-1" in agent.url

    answer.locator(".trace-stops summary", has_text=NEAR).click()
    answer.get_by_role("button", name=re.compile("De nouveau manœuvrable|Fit for use again")).click()
    expect(marks).to_have_attribute("data-device", NEAR)


def test_the_sheet_of_a_valve_takes_a_word_without_leaving_the_page(agent: Page):
    agent.goto("/stations/VDO/assets/EFS-V-211/")
    state = agent.locator(".device-state")

    for said, told in (("conducts", "dit ouvert|said open"), ("blocks", "dit fermé|said closed")):
        state.locator("summary").click()
        state.locator(f"button[value={said}]").click()
        expect(state.locator(".state-lines")).to_contain_text(re.compile(told, re.IGNORECASE))

    state.locator("summary").click()
    keys = state.locator(".state-keys button")
    assert all(box["height"] >= 44 for key in keys.all() if (box := key.bounding_box()))
    state.locator("button[value=conducts]").click()  # as it was
    expect(state.locator(".state-lines")).to_contain_text(re.compile("dit ouvert|said open", re.IGNORECASE))
