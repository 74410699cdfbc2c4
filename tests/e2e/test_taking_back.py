"""What is offered for a few seconds only."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, expect

from tests.e2e.running import enter


def test_the_undo_of_a_verification_is_gone_when_its_time_is_over(context: BrowserContext) -> None:
    page = context.new_page()
    page.emulate_media(reduced_motion="reduce")
    enter(page, "agent")
    page.goto("/stations/VDO/q/EU-P-01/")
    page.get_by_role("button", name="Vérifié, rien n'a changé").click()

    undo = page.get_by_role("button", name="Annuler")
    expect(undo).to_be_visible()
    page.wait_for_timeout(11_000)
    expect(undo).to_be_hidden(timeout=500)
