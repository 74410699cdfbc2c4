"""A steward brings the next revision of a model, reads its report, and publishes it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.running import SAMPLES


@pytest.mark.parametrize("context", ["desktop"], indirect=True)
def test_a_model_is_brought_read_and_waits_for_publication(steward: Page, tmp_path):
    model = tmp_path / "VDO_INC.ifc"
    model.write_bytes((SAMPLES / "VDO_PLB.ifc").read_bytes())
    steward.goto("/stations/VDO/revisions/")

    steward.locator("input[type=file]").set_input_files(model)
    steward.locator("#id_discipline").select_option("INC")
    steward.locator("[data-submit]").click()

    steward.wait_for_url(re.compile(r"/revisions/\d+/"))
    expect(steward.get_by_text("à publier")).to_be_visible(timeout=120_000)
    expect(steward.get_by_role("heading", name="Ce qui est entré")).to_be_visible()


def test_language_and_theme_are_two_taps_away(agent: Page):
    agent.locator("#preferences summary").click()
    agent.get_by_role("button", name="English").click()
    expect(agent.get_by_role("heading", name="Stations", exact=True)).to_be_visible()

    agent.locator("#preferences summary").click()
    agent.get_by_role("button", name="Dark").click()
    expect(agent.locator("html")).to_have_attribute("data-theme", "dark")


def test_the_list_is_filtered_by_chips_and_the_address_says_so(agent: Page):
    agent.goto("/stations/VDO/assets/")
    agent.locator("#filter-kind").select_option(index=1)
    agent.wait_for_url(re.compile(r"kind="))

    expect(agent.locator(".chip.on")).to_have_count(1)
    agent.locator(".chip.on").click()
    agent.wait_for_url(re.compile(r"/assets/\??$"))
