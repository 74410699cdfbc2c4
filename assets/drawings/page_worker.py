"""`python -m assets.drawings.page_worker FILE MEDIA_TYPE`: how the pages of a PDF or a picture look, as JSON.

A process of its own: what somebody sent may bring a decoder down, and only it. Each page is drawn small; the darkness
of GRID × GRID cells is told, a byte each (base64): [{"width": 595.0, "height": 842.0, "ink": "AAAf…"}, …].
"""

from __future__ import annotations

import base64
import json
import resource
import sys
from typing import Any

import pypdfium2
from PIL import Image

GRID = 96
DRAWN = 768  # pixels of the longer side
MOST_PAGES = 200
MOST_MEMORY = 2 * 2**30  # bytes
Image.MAX_IMAGE_PIXELS = 120_000_000  # an A0 sheet scanned at 300 dpi; twice as many are refused


def looks(path: str, media_type: str) -> list[dict[str, Any]]:
    if media_type != "application/pdf":
        with Image.open(path, formats=("PNG", "JPEG")) as picture:
            width, height = picture.size
            picture.draft("L", (2 * DRAWN, 2 * DRAWN))
            return [_look(picture, width, height)]
    paper = pypdfium2.PdfDocument(path)
    return [_of_page(paper[number]) for number in range(min(len(paper), MOST_PAGES))]


def _of_page(page: Any) -> dict[str, Any]:
    width, height = page.get_size()
    drawn = page.render(scale=DRAWN / max(width, height, 1.0), may_draw_forms=False).to_pil()
    return _look(drawn, width, height)


def _look(picture: Image.Image, width: float, height: float) -> dict[str, Any]:
    """Transparent is white, as on paper."""
    layered = picture.convert("RGBA")
    paper = Image.new("RGBA", layered.size, "white")
    paper.alpha_composite(layered)
    cells = paper.convert("L").resize((GRID, GRID), Image.Resampling.BOX)
    return {
        "width": float(width),
        "height": float(height),
        "ink": base64.b64encode(bytes(255 - cell for cell in cells.tobytes())).decode(),
    }


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    json.dump(looks(*sys.argv[1:3]), sys.stdout)
