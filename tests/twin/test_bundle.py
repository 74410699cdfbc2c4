"""The viewer's scripts on their way to the browser: asked for at once, small, and never twice."""

from __future__ import annotations

import pytest

from tests import factories
from twin import bundle

FOLDER = bundle.MANIFEST.parent
SCRIPTS = [path.relative_to(FOLDER).as_posix() for path in sorted((FOLDER / "chunks").rglob("*.js"))]
WHEN_WANTED = tuple(
    f"chunks/{name}"
    for name in ("scanner-", "pdf", "inside-", "beside-", "alone-", "sketch-", "elk-worker", "proposals-")
)
"""What a page imports when the station stands, or when somebody asks for it."""
AT_ONCE = [script for script in SCRIPTS if not script.startswith(WHEN_WANTED)]
MOST_BYTES = 200_000
"""Of everything that the 3D runs, over the line: a second on a bad day of 4G (1.6 Mbit/s)."""


def test_a_page_asks_for_every_script_of_the_3d_at_once():
    tags = bundle.tags("/static/")

    assert len(AT_ONCE) == len(SCRIPTS) - 9
    assert sorted(script for script in SCRIPTS if f'"/static/viewer/{script}"' in tags) == AT_ONCE
    assert tags.count("/static/viewer/") == len(AT_ONCE)


def test_the_scanner_is_found_when_it_is_wanted():
    assert bundle.address("/static/", "scanner").startswith(f"/static/viewer/{WHEN_WANTED[0]}")


@pytest.mark.django_db
def test_pages_without_3d_stand_before_the_first_build(client, monkeypatch, tmp_path):
    factories.station("ATR", twin_mode="REGISTER")
    client.force_login(factories.person("steward"))
    monkeypatch.setattr(bundle, "MANIFEST", tmp_path / "manifest.json")

    page = client.get("/stations/ATR/assets/")

    assert page.status_code == 200
    assert 'data-scan=""' in page.content.decode()


def test_what_draws_pdfs_is_asked_for_by_the_first_pdf_and_the_3d_by_no_page_without_it():
    alone = bundle.tags("/static/", scene=False)

    assert [
        script for script in SCRIPTS if "chunks/pdf" in script and script in bundle.tags("/static/")
    ] == []
    assert [script for script in SCRIPTS if script in alone] == [
        script
        for script in SCRIPTS
        if "/viewer-" in script or "/answer-" in script  # both read addresses
    ]


def test_what_lays_schematics_out_lies_apart_under_the_licence_it_is_used_by():
    notices = (FOLDER / "THIRD_PARTY_NOTICES.txt").read_text(encoding="utf-8")

    assert [name for name in SCRIPTS if b"org.eclipse.elk" in (FOLDER / name).read_bytes()] == [
        name for name in SCRIPTS if "/elk-worker" in name
    ]
    assert (
        "used under EPL-2.0; source: https://github.com/kieler/elkjs\n\n# Eclipse Public License" in notices
    )


def test_the_3d_holds_no_more_of_three_than_it_uses():
    packed = [(FOLDER / f"{script}.br").stat().st_size for script in AT_ONCE]

    assert sum(packed) < MOST_BYTES


@pytest.mark.django_db  # an answer that ends looks after the connections
@pytest.mark.parametrize(
    ("accepted", "encoding"), [("gzip, deflate, br, zstd", "br"), ("gzip", "gzip"), ("", None)]
)
def test_a_script_comes_as_small_as_the_browser_takes_it_and_is_kept_for_ever(client, accepted, encoding):
    for script in SCRIPTS:
        sent = headers_of(client, f"/static/viewer/{script}", accepted)

        assert sent.get("Content-Encoding") == encoding
        assert sent["Cache-Control"] == "max-age=315360000, public, immutable"


@pytest.mark.django_db
def test_what_has_one_name_for_ever_is_asked_for_again(client):
    assert "immutable" not in headers_of(client, "/static/twin/page.css")["Cache-Control"]


def headers_of(client, address, accepted=""):
    answer = client.get(address, headers={"accept-encoding": accepted})
    answer.close()
    assert answer.status_code == 200
    return answer.headers


@pytest.mark.django_db
def test_what_is_text_comes_compressed_and_a_picture_as_it_is(client):
    style = headers_of(client, "/static/twin/page.css", "gzip, br")
    picture = headers_of(client, "/static/twin/icon-192.png", "gzip, br")

    assert style["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in style["Vary"]
    assert "Content-Encoding" not in picture
