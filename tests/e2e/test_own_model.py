"""“Try it with my own model”: a real file dropped, watched, and seen without its walls."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.running import wait_for_scene


def drop(page: Page, file: Path) -> None:
    page.goto("/welcome/")
    page.get_by_role("button", name=re.compile("propre maquette")).click()
    page.locator("input[type=file]").set_input_files(file)
    page.locator("[data-submit]").click()


def test_a_model_dropped_is_seen_without_its_walls(page: Page, shared_ifc: Path):
    drop(page, shared_ifc / "Duplex_A_20110907.ifc")

    page.wait_for_url(re.compile(r"/stations/TRY-\w+/\?.*lens=without_walls"), timeout=60_000)
    wait_for_scene(page)
    assert page.evaluate("() => window.stationTwin.stats().elements") > 100
    assert page.evaluate("() => window.stationTwin.viewpoint().lens") == "without_walls"


def test_a_file_cut_short_is_refused_in_one_sentence(page: Page, shared_ifc: Path, tmp_path: Path):
    cut = tmp_path / "coupe.ifc"
    content = (shared_ifc / "Duplex_A_20110907.ifc").read_bytes()
    cut.write_bytes(content[: len(content) // 2])

    drop(page, cut)

    expect(page.get_by_role("alert")).to_contain_text("coupé", timeout=60_000)
    expect(page.get_by_role("link", name="Essayer un autre fichier")).to_be_visible()


def test_a_file_that_is_no_model_is_told_at_once(page: Page, tmp_path: Path):
    picture = tmp_path / "photo.png"
    picture.write_bytes(b"\x89PNG")

    drop(page, picture)

    expect(page.get_by_role("alert")).to_contain_text("n'est pas une maquette IFC")
