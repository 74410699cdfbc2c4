"""An export lost connections: a steward decides them in the 3D; until then an answer draws them as supposed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.running import wait_for_scene

LIST = "/stations/FUI/connections/"
MARKS = ".proposal-mark"
WAITING = f"{MARKS}[data-state=proposed]"


WITHIN_REACH = """(marks) => marks.findIndex((mark) => {
  const { x, y, width, height } = mark.getBoundingClientRect();
  return document.elementFromPoint(x + width / 2, y + height / 2) === mark;
})"""


def tap(page: Page, marks: str) -> None:
    """The first of them that no panel and no bar covers."""
    found = page.locator(marks)
    page.wait_for_timeout(800)  # the eye is on its way
    place = found.evaluate_all(WITHIN_REACH)
    assert place >= 0, f"no {marks} within reach"
    found.nth(place).click()


def drawn(page: Page) -> int:
    """How many lines of what is supposed are in the picture's care, whatever the eye sees of them."""
    return int(page.locator(".supposed[data-look=supposed]").get_attribute("data-count") or 0)


@pytest.fixture
def shown(steward: Page) -> Page:
    """From the list to the 3D that shows all of it."""
    steward.goto(LIST)
    steward.get_by_role("link", name="Tout montrer dans la 3D").click()
    wait_for_scene(steward)
    expect(steward.locator(MARKS).first).to_be_visible()
    return steward


def test_from_the_list_to_a_mark_in_the_3d_it_is_confirmed_there_and_the_next_one_is_offered(shown: Page):
    address = shown.evaluate("() => fetch('/stations/FUI/connections.json').then((told) => told.json())")
    first, *others = address["rows"]
    sheet = shown.locator("#sheet article.proposal")

    shown.goto(f"/stations/FUI/?lens=networks_only&proposals=proposed~~~~{first['id']}")
    wait_for_scene(shown)
    mark = shown.locator(f"{MARKS}[data-proposal='{first['id']}']")
    expect(mark).to_have_attribute("aria-current", "true")
    expect(sheet).to_contain_text(first["codes"][0])
    drawn_as = shown.evaluate("(codes) => codes.map((code) => stationTwin.drawn(code))", first["codes"])
    assert drawn_as == ["shown", "shown"]

    sheet.get_by_role("button", name="Confirmer").click()
    expect(sheet).to_have_attribute("data-state", "confirmed")
    expect(mark).to_have_attribute("data-state", "confirmed")
    expect(sheet).to_contain_text("Liaison confirmée")

    sheet.locator("a.proposal-next").click()
    expect(sheet).not_to_have_attribute("data-proposal-shown", str(first["id"]))
    shown.wait_for_function(
        "(one) => !decodeURIComponent(location.hash).includes('~~~~' + one)", arg=first["id"]
    )

    shown.goto(LIST)
    expect(shown.locator("h1 .count")).to_have_text(str(len(others)))
    shown.goto(f"{LIST}?state=confirmed")
    shown.locator("[data-key=u]").first.click()  # as it was
    expect(shown.get_by_text("1 liaison à décider de nouveau")).to_be_visible()


def test_a_tap_on_a_group_goes_nearer_and_on_a_mark_opens_it_and_undo_puts_it_away(shown: Page):
    sheet = shown.locator("#sheet article.proposal")
    for _ in range(8):
        if shown.locator(f"{WAITING}:not([data-group])").count():
            break
        tap(shown, f"{MARKS}[data-group]")
        shown.wait_for_timeout(800)
    tap(shown, f"{WAITING}:not([data-group])")
    expect(sheet).to_be_visible()
    expect(shown.locator(f"{MARKS}[aria-current=true]")).to_have_count(1)

    shown.locator("#lenses [data-tool=undo]").click()
    expect(shown.locator("#sheet")).to_be_hidden()
    expect(shown.locator(f"{MARKS}[aria-current=true]")).to_have_count(0)
    expect(shown.locator(MARKS).first).to_be_visible()

    shown.reload()
    wait_for_scene(shown)
    expect(shown.locator(MARKS).first).to_be_visible()
    shown.locator(".proposal-legend").get_by_role("button").click()
    expect(shown.locator(MARKS)).to_have_count(0)
    assert "proposals=" not in shown.url.partition("#")[2]


def test_what_a_leak_takes_by_a_connection_that_is_only_supposed_is_drawn_dashed(agent: Page):
    agent.goto("/stations/FUI/?select=EFS-V-001&trace=stops~EFS-V-001")
    wait_for_scene(agent)

    expect(agent.locator(".trace-legend .t-supposed")).to_have_text("Supposée, non prouvée")
    agent.wait_for_function(
        "() => document.querySelector('.supposed[data-look=supposed] .rings.ink').getAttribute('d')"
    )
    assert drawn(agent) > 0
    expect(agent.locator("#sheet article.trace")).to_contain_text(re.compile(r"supposée"))
    expect(agent.locator(".proposal-marks")).to_have_count(0)  # nobody asks her to decide

    agent.locator(".trace-legend button").click()
    assert drawn(agent) == 0
