"""What an SVG drawing names and where, and whether a place of a page is still the same in its next edition."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageDraw

from assets import files
from assets.drawings import pages, svg
from ifc_samples.station.scans import scanned
from ifc_samples.station.synoptics import lifting

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100">'


def parts_of(body: str, head: str = HEAD) -> dict[str, tuple[float, ...]]:
    drawn = svg.read(files.store([f"{head}{body}</svg>".encode()], ".svg").path)
    return {part.mark: part.box for part in drawn.parts} if drawn else {}


@pytest.mark.parametrize(
    ("shape", "box"),
    [
        ('<rect id="A" x="20" y="10" width="40" height="20"/>', (0.1, 0.1, 0.2, 0.2)),
        ('<circle id="A" cx="100" cy="50" r="10"/>', (0.45, 0.4, 0.1, 0.2)),
        ('<g id="A"><line x1="20" y1="20" x2="60" y2="40"/></g>', (0.1, 0.2, 0.2, 0.2)),
        ('<path id="A" d="M20 20h40v20l-40 0z"/>', (0.1, 0.2, 0.2, 0.2)),
        ('<path id="A" d="M20,20 C20,20 60,20 60,40"/>', (0.1, 0.2, 0.2, 0.2)),
        ('<polygon id="A" points="20,20 60,20 60,40"/>', (0.1, 0.2, 0.2, 0.2)),
        ('<g transform="translate(20 10) scale(2)"><rect id="A" width="20" height="10"/></g>', (0.1, 0.1, 0.2, 0.2)),
        ('<rect id="A" width="20" height="40" transform="rotate(90 0 0) translate(0 -60)"/>', (0.1, 0.0, 0.2, 0.2)),
        ('<rect id="A" x="180" y="90" width="100" height="100"/>', (0.9, 0.9, 0.1, 0.1)),
    ],
)  # fmt: skip
def test_an_element_lies_where_it_is_drawn(shape, box):
    assert parts_of(shape)["#A"] == pytest.approx(box, abs=1e-4)


def test_what_is_not_shown_names_nothing():
    assert parts_of('<defs><g id="A"><rect width="9" height="9"/></g></defs><g id="B"/>') == {}


def test_a_group_with_one_text_is_named_by_it():
    drawn = svg.read(
        files.store(
            [f'{HEAD}<g><rect width="9" height="9"/><text x="9" y="9">V-1</text></g></svg>'.encode()], ".svg"
        ).path
    )

    assert {part.named for part in drawn.parts} == {("V-1",)}
    assert [part.box[0] for part in drawn.parts] == [0.045, 0.0]


@pytest.mark.parametrize(
    "broken", ["<svg", "<svg/>", '<svg viewBox="0 0 0 0"/>', '<svg viewBox="0 0 a b"/>', "\x89PNG"]
)
def test_what_cannot_be_read_is_no_drawing(broken):
    assert svg.read(files.store([broken.encode()], ".svg").path) is None


def test_a_drawing_as_deep_as_a_well_ends_nothing():
    deep = HEAD + "<g>" * 60_000 + '<rect id="A" width="9" height="9"/>' + "</g>" * 60_000

    assert parts_of(deep, head="") == {}


def pages_of(content: bytes, suffix: str = ".pdf", media_type: str = pages.PDF) -> tuple[pages.Page, ...]:
    return pages.of_file(files.store([content], suffix).path, media_type)


def test_the_same_sheet_scanned_anew_shows_the_same_where_its_equipment_is_and_another_sheet_does_not():
    first, other = lifting(), lifting(edition="C", third_pump=False)
    [before] = pages_of(scanned(first, "x", seed="one"))
    [after] = pages_of(scanned(other, "x", seed="two", askew=-0.3, scale=1.3))
    [blank] = pages_of(picture(), ".png", "image/png")

    kept = {code for code, box in first.places.items() if pages.alike(before, after, box)}

    assert kept == set(first.places) - {"EU-P-03"}
    assert [code for code, box in first.places.items() if pages.alike(before, blank, box)] == []


def picture(size: tuple[int, int] = (620, 438)) -> bytes:
    """Another drawing altogether: a fan of lines."""
    drawn = Image.new("L", size, "white")
    for x in range(0, size[0], 31):
        ImageDraw.Draw(drawn).line([(x, 0), (size[0] - x, size[1])], fill="black", width=3)
    content = io.BytesIO()
    drawn.save(content, "PNG")
    return content.getvalue()


@pytest.mark.parametrize("broken", [b"%PDF-1.4\n%%EOF", b"\x89PNG\r\n\x1a\n broken", b""])
def test_a_file_that_cannot_be_drawn_has_no_pages(broken):
    assert pages_of(broken) == ()
    assert pages_of(broken, ".png", "image/png") == ()
