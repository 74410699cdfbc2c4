"""A leak drips: from the tap on the pipe to the numbered valves and the rooms in two, by thumb and by keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.people import take_card, until
from tests.e2e.running import wait_for_scene

PIPE = "TUYAU-S1-01-6"
NUMBERS = ".trace-mark:has(.trace-number:not(.trace-card))"


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
    marks = agent.locator(NUMBERS)
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
    expect(answer).to_contain_text("EFS-V-010")  # and what is read beside it is still the answer
    undo.click()
    expect(marks).to_have_count(0)
    agent.locator("#lenses [data-tool=redo]").click()
    expect(marks).to_have_count(2)

    agent.reload()
    wait_for_scene(agent)
    expect(agent.locator(NUMBERS)).to_have_text(["1", "2"])
    agent.locator(".trace-legend button").click()
    expect(agent.locator(".trace-mark")).to_have_count(0)
    assert "trace=" not in agent.url


def test_a_link_brings_the_answer_the_eye_and_the_words_and_orders_make_room(agent: Page):
    agent.goto(f"/stations/VDO/what-to-close/?code={PIPE}")
    agent.get_by_role("link", name=re.compile("Le montrer dans la 3D")).click()
    wait_for_scene(agent)

    expect(agent.locator("#sheet article.trace")).to_contain_text("EFS-V-010")
    expect(agent.locator(NUMBERS)).to_have_text(["1", "2"])
    for number in (0, 1):  # what is to be operated is in the picture
        expect(agent.locator(NUMBERS).nth(number)).to_be_in_viewport()
    expect(agent.locator(".pins:not(.trace-marks)")).to_be_hidden()
    agent.locator(".trace-legend button").click()
    expect(agent.locator(".pins:not(.trace-marks)")).to_be_visible()


ASIDE = """async (metres) => {
  const view = stationTwin.viewpoint(), [x, y] = view.target.map((value, axis) => value - view.eye[axis]);
  const long = Math.hypot(x, y);
  const shifted = ([a, b, c]) => [a - (y / long) * metres, b + (x / long) * metres, c];
  await stationTwin.restore({ ...view, eye: shifted(view.eye), target: shifted(view.target) });
}"""
UNDER_THE_SHEET = """() => {
  const sheet = document.querySelector("#sheet").getBoundingClientRect();
  const marks = [...document.querySelectorAll(".trace-mark:not([hidden])")];
  const frames = marks.map((mark) => mark.getBoundingClientRect());
  const middles = frames.map(({ x, y, width, height }) => [x + width / 2, y + height / 2]);
  return middles.filter(([x, y]) => x > sheet.left && x < innerWidth && y > sheet.top && y < innerHeight)
    .map(([x, y]) => document.elementFromPoint(x, y).closest("#sheet, .trace-mark").id);
}"""


@pytest.mark.parametrize("context", ["desktop"], indirect=True)
def test_a_number_does_not_cover_what_is_read_beside_it(agent: Page):
    agent.goto(f"/stations/VDO/?select={PIPE}&trace=close~{PIPE}")
    wait_for_scene(agent)
    expect(agent.locator(NUMBERS)).to_have_count(2)

    met = []
    for _ in range(14):
        agent.evaluate(ASIDE, 1)
        agent.wait_for_timeout(100)
        met += agent.evaluate(UNDER_THE_SHEET)

    assert set(met) == {"sheet"}


@pytest.mark.parametrize("context", ["tablet"], indirect=True)
def test_the_key_back_leads_from_the_answer_to_the_sheet_and_not_out_of_the_station(agent: Page):
    agent.goto("/stations/VDO/")
    wait_for_scene(agent)
    agent.evaluate("(code) => stationTwin.select(code)", PIPE)
    keys = agent.locator("#sheet .trace-keys a")
    expect(keys.first).to_be_in_viewport()  # nobody scrolls for it
    keys.filter(has_text="Que fermer").tap()
    expect(agent.locator(NUMBERS)).to_have_text(["1", "2"])
    keys.filter(has_text="Ce qu’il alimente").tap()
    expect(agent.locator("#sheet article[data-trace=feeds]")).to_be_visible()

    agent.go_back()
    expect(agent.locator(NUMBERS)).to_have_text(["1", "2"])
    expect(agent.locator("#sheet article[data-trace=close]")).to_be_visible()
    agent.go_back()
    expect(agent.locator(".trace-mark")).to_have_count(0)
    expect(agent.locator("#sheet h2")).to_have_text(PIPE)
    assert "/stations/VDO/" in agent.url

    agent.go_forward()
    expect(agent.locator(NUMBERS)).to_have_text(["1", "2"])


@pytest.mark.parametrize("context", ["tablet"], indirect=True)
def test_a_device_said_stuck_bears_a_sign_and_no_mark_lies_on_the_sheet(agent: Page):
    agent.goto("/stations/VDO/?select=SF-WC-1&trace=close~SF-WC-1")
    wait_for_scene(agent)
    expect(agent.locator(NUMBERS)).to_have_text(["1"])
    stuck = agent.locator("#sheet .say-state", has_text="EFS-V-112").first
    stuck.locator("summary").tap()
    stuck.get_by_role("button", name="Grippé").tap()

    sign = agent.locator(".trace-mark[data-device='EFS-V-112']:has(.trace-left.barred)")
    expect(sign).to_be_visible()
    expect(sign).to_have_accessible_name(re.compile("EFS-V-112, dit grippé par vous"))
    expect(agent.locator(".trace-legend")).to_contain_text("À ne pas manœuvrer")
    agent.locator("#sheet [data-beside]").tap()
    expect(agent.locator("svg[role=img] .schematic-symbol[data-part=barred]")).to_have_count(1)
    covered = agent.evaluate(
        """() => [...document.querySelectorAll("#sheet button, #sheet a")].filter((key) => {
          const { x, y, width, height } = key.getBoundingClientRect();
          return document.elementFromPoint(x + width / 2, y + height / 2)?.closest(".trace-mark");
        }).length"""
    )
    assert covered == 0

    agent.goto("/stations/VDO/assets/EFS-V-112/")
    agent.locator(".say-state summary").tap()
    agent.get_by_role("button", name="De nouveau manœuvrable").tap()
    expect(agent.locator("[data-device-state]")).not_to_contain_text("grippé")


def test_on_paper_everything_is_open_and_folds_again(agent: Page):
    agent.goto(f"/stations/VDO/traces/?code={PIPE}&ask=stops")
    way = agent.locator(".trace details").first
    expect(way).not_to_have_attribute("open", "")

    agent.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(way).to_have_attribute("open", "")
    agent.evaluate("dispatchEvent(new Event('afterprint'))")

    expect(way).not_to_have_attribute("open", "")
    with agent.expect_download() as table:
        agent.get_by_role("link", name=re.compile("CSV")).click()
    assert table.value.suggested_filename == f"VDO-{PIPE}-stops.csv"


@pytest.mark.parametrize("context", ["tablet"], indirect=True)
def test_a_firm_sees_the_devices_of_its_order_in_its_own_3d(page: Page):
    take_card(page, "contractor")
    page.goto("/my-orders/")
    orders = page.locator("main").get_by_role("link", name=re.compile("SF-WC-1"))
    until(page, lambda: orders.count() > 0)
    orders.first.click()
    expect(page.locator(".cut-before .trace-first")).to_contain_text("EFS-V-112")
    page.locator(".cut-before .trace-keys a", has_text="Que fermer").tap()
    page.get_by_role("link", name=re.compile("Le montrer dans la 3D")).tap()
    wait_for_scene(page)

    expect(page.locator(NUMBERS)).to_have_text(["1"])
    expect(page.locator("#sheet article.trace")).to_contain_text("EFS-V-112")
    page.locator("#sheet .trace-keys a", has_text="S’il s’arrête").tap()
    expect(page.locator("#sheet .trace-verdict")).to_be_visible()
    assert page.evaluate("() => stationTwin.drawn('EFS-V-002')") is None  # nothing of elsewhere came along
