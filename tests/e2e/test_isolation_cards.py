"""A card is written where the water runs: each touch of the tablet counts, from the pipe to the card that is sent."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.people import photo
from tests.e2e.running import wait_for_scene

PIPE, VALVE = "TUYAU-S1-01-6", "EFS-V-011"
pytestmark = pytest.mark.parametrize("context", ["tablet"], indirect=True)


@dataclass
class Thumb:
    """Touches the screen and counts; what lies further down is pushed into sight first, which is no tap."""

    page: Page
    taps: int = 0

    def on(self, what: Locator) -> None:
        what.tap()
        self.taps += 1

    def at(self, x: float, y: float) -> None:
        self.page.touchscreen.tap(x, y)
        self.taps += 1


def touch_the_pipe(page: Page) -> Thumb:
    page.goto("/stations/VDO/")
    wait_for_scene(page)
    spot = page.evaluate("(code) => stationTwin.reach(code)", PIPE)
    canvas = page.locator("#canvas").bounding_box()
    assert canvas
    thumb = Thumb(page)
    thumb.at(canvas["x"] + spot["x"], canvas["y"] + spot["y"])
    expect(page.locator("#sheet h2").first).to_contain_text(PIPE)
    return thumb


def test_the_keys_that_a_sheet_pushes_under_the_finger_are_not_pressed_by_it(agent: Page):
    """The sheet narrows the picture: the tools come to lie where the finger has just been."""
    agent.goto("/stations/VDO/")
    wait_for_scene(agent)
    agent.evaluate("(code) => stationTwin.select(code)", PIPE)
    expect(agent.locator("#sheet h2").first).to_contain_text(PIPE)
    cut, list_ = (agent.locator(f"[data-tool={name}]").bounding_box() for name in ("section", "list"))
    assert cut
    assert list_
    keys = [(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) for box in (cut, list_)]
    agent.locator("#sheet .key.close").tap()
    expect(agent.locator("#sheet")).to_be_hidden()
    canvas = agent.locator("#canvas").bounding_box()
    assert canvas
    picked = "([x, y]) => stationTwin.pick(x, y)"
    on_something = [
        (x, y) for x, y in keys if agent.evaluate(picked, [x - canvas["x"], y - canvas["y"]]) is not None
    ]

    Thumb(agent).at(*on_something[0])

    expect(agent.locator("#sheet h2").first).to_be_visible()
    agent.evaluate("() => new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)))")
    expect(agent.locator(".workbar[data-bar=section]")).to_be_hidden()
    expect(agent.locator("#list")).to_be_hidden()


def test_from_the_leaking_pipe_to_the_card_with_its_photo_in_six_taps(agent: Page):
    thumb = touch_the_pipe(agent)
    thumb.on(agent.locator("#sheet").get_by_role("link", name="Écrivez la manœuvre"))
    agent.wait_for_url("**/isolation-cards/new/**")
    thumb.on(agent.locator("#card-devices .tap", has_text=VALVE))
    with agent.expect_file_chooser() as camera:
        thumb.on(agent.locator(".photo-field"))
    camera.value.set_files(photo((30, 90, 140)))
    thumb.on(agent.locator(".tap", has_text="sens des aiguilles"))
    thumb.on(agent.get_by_role("button", name="Envoyer la manœuvre"))

    expect(agent.locator(".messages")).to_contain_text("non vérifiée")
    assert thumb.taps <= 6
    agent.goto(f"/stations/VDO/what-to-close/?code={PIPE}")
    card = agent.locator(".isolation-card.is-not", has_text=VALVE).first
    expect(card).to_contain_text("sens des aiguilles")
    expect(card.locator(".photos img")).to_have_count(1)


def test_from_what_to_close_it_is_no_more_taps_without_a_photo(agent: Page):
    thumb = touch_the_pipe(agent)
    thumb.on(agent.locator("#sheet .trace-keys a", has_text="Que fermer"))
    thumb.on(agent.locator("#sheet .what-to-close").get_by_role("link", name="Écrivez la manœuvre"))
    agent.wait_for_url("**/isolation-cards/new/**")
    thumb.on(agent.locator("#card-devices .tap", has_text=VALVE))
    thumb.on(agent.locator(".tap", has_text=re.compile("quart de tour", re.IGNORECASE)))
    thumb.on(agent.get_by_role("button", name="Envoyer la manœuvre"))

    expect(agent.locator(".messages")).to_contain_text("non vérifiée")
    assert thumb.taps <= 6
