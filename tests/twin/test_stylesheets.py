"""Style sheets on their way to the browser: few files, each with all of its parts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from tests import factories
from twin import stylesheets


def test_every_sheet_is_sent_with_all_its_parts_in_their_order(settings, tmp_path):
    settings.DATA_DIR = tmp_path

    for name in stylesheets.JOINED:
        sent = Path(finders.find(name)).read_text("utf-8")

        assert sent == "\n".join(part.read_text("utf-8") for part in stylesheets.parts_of(name))


def test_a_part_that_changed_is_sent_as_it_is_now(settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path / "data"
    monkeypatch.setattr(stylesheets, "SOURCES", tmp_path)
    monkeypatch.setattr(stylesheets, "JOINED", {"twin/page.css": ("base",)})
    part = tmp_path / "twin" / "base.css"
    part.parent.mkdir()
    part.write_text("a {}")
    stylesheets.join("twin/page.css")

    part.write_text("b {}")

    assert stylesheets.join("twin/page.css").read_text() == "b {}"


def test_a_server_collects_them_with_its_other_static_files(settings, tmp_path):
    settings.DATA_DIR = tmp_path

    collected = {name for finder in finders.get_finders() for name, _ in finder.list(None)}

    assert set(stylesheets.JOINED) <= collected


@pytest.mark.django_db
def test_a_page_asks_for_its_look_once(client):
    factories.station("ATR", twin_mode="REGISTER")
    client.force_login(factories.person("steward"))

    page = client.get("/stations/ATR/assets/").content.decode()

    assert re.findall(r'rel="stylesheet" href="([^"]+)"', page) == ["/static/twin/page.css"]
