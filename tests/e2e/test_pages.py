"""The pages around the 3D by finger and by key: the map of stations, a table, a list that a steward brings."""

from __future__ import annotations

import re
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.e2e.running import wait_for_scene


def test_the_map_leads_closer_by_tap_and_drag_and_its_list_follows(agent: Page):
    agent.goto("/stations/")
    expect(agent.locator(".station-card")).to_have_count(4)
    expect(agent.locator(".station-card", has_text="Autray")).to_contain_text("hors carte")

    agent.locator(".mark.many").click()
    expect(agent.locator("a.mark:not(.many)")).to_have_count(2)
    expect(agent.locator(".station-card")).to_have_count(2)
    closer = agent.url
    assert "at=" in closer

    box = agent.locator("[data-map] > svg").bounding_box()
    assert box
    x, y = box["x"] + 40, box["y"] + 160
    agent.mouse.move(x, y)
    agent.mouse.down()
    agent.mouse.move(x + 90, y + 70, steps=4)
    agent.mouse.up()
    agent.wait_for_url(lambda url: url != closer)

    agent.goto(closer)
    agent.locator("a.mark").first.focus()
    agent.keyboard.press("Enter")
    agent.wait_for_url(re.compile(r"/stations/(VDO|STL)/"))


def test_a_table_is_narrowed_put_in_order_walked_by_key_and_taken_away(agent: Page, tmp_path: Path):
    agent.goto("/stations/VDO/tables/rooms/")
    agent.get_by_label("Accès").select_option("technical")
    agent.wait_for_url(re.compile(r"\?access=technical$"))
    agent.get_by_role("link", name="Nom").click()
    agent.wait_for_url(re.compile(r"sort=name"))
    expect(agent.locator("th[aria-sort=ascending]")).to_contain_text("Nom")
    names = agent.locator("tbody td:nth-child(2)").all_inner_texts()

    with agent.expect_download() as download:
        agent.get_by_role("link", name=re.compile("^Excel")).click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    rows = list(load_workbook(path).active.iter_rows(values_only=True))
    assert path.name == "VDO-rooms.xlsx"
    assert [row[1] or "" for row in rows[1:]] == names

    doors = agent.locator("tbody tr > td:first-child a")
    agent.locator("[data-rows]").focus()
    agent.keyboard.press("ArrowDown")
    expect(doors.nth(0)).to_be_focused()
    agent.keyboard.press("ArrowDown")
    expect(doors.nth(1)).to_be_focused()
    agent.locator(".chip.on").click()
    agent.wait_for_url(re.compile(r"\?sort=name$"))


def test_a_steward_brings_a_list_and_mends_what_it_is_told(steward: Page, tmp_path: Path):
    path = tmp_path / "liste.csv"
    steward.goto("/stations/ATR/register/")

    path.write_text("code;kind\nEXT-90;extincteur\nEXT-91;\n", encoding="utf-8")
    steward.get_by_label("Fichier CSV ou classeur COBie").set_input_files(path)
    steward.get_by_role("button", name="Reprendre la liste").click()
    expect(steward.locator(".problems li")).to_have_text(
        ["Ligne 3 : kind est vide ; chaque ligne doit avoir un repère (code) et une nature (kind)."]
    )

    path.write_text("code;kind\nEXT-90;extincteur\nEXT-91;extincteur\n", encoding="utf-8")
    steward.get_by_label("Fichier CSV ou classeur COBie").set_input_files(path)
    steward.get_by_role("button", name="Reprendre la liste").click()
    expect(steward.get_by_role("status")).to_contain_text("liste.csv est repris")

    steward.get_by_role("link", name="Voir les équipements").click()
    expect(steward.locator("td a.code", has_text="EXT-91")).to_be_visible()


def test_the_list_opens_sheets_beside_itself_and_leads_to_the_3d_when_asked(agent: Page):
    """3D ─key─▶ list ─Enter─▶ sheet beside it ─Escape─▶ the same row ─Enter, *See in 3D*─▶ 3D"""
    agent.goto("/stations/VDO/")
    wait_for_scene(agent)
    agent.locator("[data-tool=list]").press("Enter")
    expect(agent.locator("[data-tool=section], [data-tool=walk]").filter(visible=True)).to_have_count(0)
    agent.locator("[data-tool=drawings]").press("Tab")
    expect(agent.locator("#list-filter")).to_be_focused()
    agent.keyboard.type("EU-P-01")
    row = agent.locator("#list [data-code='EU-P-01']")

    row.press("Enter")

    expect(agent.locator("#sheet .sheet-body")).to_be_focused()
    expect(agent.locator("#sheet h2").first).to_contain_text("EU-P-01")
    expect(agent.locator("#list")).to_be_visible()
    agent.keyboard.press("Escape")
    expect(row).to_be_focused()
    row.press("Enter")
    agent.locator("#sheet .key.inScene").press("Enter")
    expect(agent.locator("#list")).to_be_hidden()
    assert agent.evaluate("() => window.stationTwin.selection()") == "EU-P-01"
    expect(agent.locator("[data-tool=section]")).to_be_visible()


def test_the_address_of_a_view_is_copied_without_choosing_anything(agent: Page):
    agent.context.grant_permissions(["clipboard-read", "clipboard-write"])
    agent.goto("/stations/VDO/")
    wait_for_scene(agent)
    agent.evaluate("() => window.stationTwin.lens('networks_only')")

    agent.get_by_role("button", name="Copier le lien de cette vue").press("Enter")

    expect(agent.locator("#status")).to_have_text("Lien copié")
    copied = agent.evaluate("() => navigator.clipboard.readText()")
    assert re.search(r"/stations/VDO/#eye=[-0-9.,]+&at=[-0-9.,]+&lens=networks_only$", copied)
