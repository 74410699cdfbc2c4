"""A leak drips: from the tap on the pipe to the numbered valves and the rooms in two, by thumb and by keyboard."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.e2e.running import wait_for_scene

PIPE = "TUYAU-S1-01-6"


def test_a_tap_on_the_pipe_and_one_more_give_the_numbered_valves_and_the_rooms(agent: Page):
    agent.goto("/stations/VDO/")
    wait_for_scene(agent)
    spot = agent.evaluate("(code) => stationTwin.reach(code)", PIPE)

    canvas = agent.locator("#canvas").bounding_box()
    assert canvas
    agent.mouse.click(canvas["x"] + spot["x"], canvas["y"] + spot["y"])  # one
    agent.locator("#sheet .trace-keys a", has_text=re.compile("Que fermer|What to close")).click()  # two

    answer = agent.locator("#sheet article.trace")
    expect(answer.locator(".trace-stops .trace-number")).to_have_text(["1", "2"])
    expect(answer).to_contain_text("EFS-V-010")
    expect(answer).to_contain_text("Boulangerie")
    marks = agent.locator(".trace-mark")
    expect(marks).to_have_text(["1", "2"])
    agent.wait_for_function("() => location.hash.includes('trace=close~TUYAU-S1-01-6')")
    drawn = agent.evaluate(
        "() => ['EFS-V-010', 'EFS-V-001', 'EU-P-01'].map((code) => stationTwin.drawn(code))"
    )
    assert drawn == ["shown", "shown", "ghost"]  # a device, the supply, and what is no part of it

    first = marks.first.get_attribute("data-device")
    marks.first.focus()
    agent.keyboard.press("Enter")
    agent.wait_for_function("(code) => stationTwin.selection() === code", arg=first)
    expect(answer).to_be_visible()  # the words stay

    undo = agent.locator("#lenses [data-tool=undo]")
    undo.click()
    agent.wait_for_function("(code) => stationTwin.selection() === code", arg=PIPE)
    expect(marks).to_have_count(2)  # a step back is the valve, the next one the question
    undo.click()
    expect(marks).to_have_count(0)
    agent.locator("#lenses [data-tool=redo]").click()
    expect(marks).to_have_count(2)

    agent.reload()
    wait_for_scene(agent)
    expect(agent.locator(".trace-mark")).to_have_text(["1", "2"])
    agent.locator(".trace-legend button").click()
    expect(agent.locator(".trace-mark")).to_have_count(0)
    assert "trace=" not in agent.url
