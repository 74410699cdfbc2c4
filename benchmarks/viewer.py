"""
The viewer at 20,000 and 100,000 elements: `python -m benchmarks.viewer [ELEMENTS…]`.

A made-up station goes through `twin.geometry`, a small server gives the page and its chunks, Chromium opens it. One
markdown table comes out: load, lens change, pick, draw calls, and whether a still picture is drawn again.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from django.template import Context, Engine
from playwright.sync_api import Page, sync_playwright

from assets.ifc.classes import lens_table
from benchmarks.synthetic import LAYERS, STOREY_HEIGHT, STOREYS, SyntheticStation, synthetic_station
from twin import bundle
from twin.geometry import build_scene

TWIN = Path(__file__).resolve().parent.parent / "twin"
SOFTWARE_GL = [
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-quic",
]
SOFTWARE_GL += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".glb": "model/gltf-binary",
    ".txt": "text/plain",
    ".woff2": "font/woff2",
}

MEASURE = Path(__file__).with_name("viewer_measure.js")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("elements", nargs="*", type=int, default=[20_000, 100_000])
    counts = parser.parse_args(arguments).elements
    print("\n".join(table([measure(count) for count in counts])))
    return 0


def table(rows: list[dict[str, Any]]) -> list[str]:
    """One line a size; the last line says what T9 asks for."""
    columns = ["elements", "triangles", "MB", "load s", "draw calls", "lens ms (slowest)"]
    columns += ["pick ms (mean / slowest)", "frame ms", "frames in 2 s at rest"]
    lines = [columns, ["---"] * len(columns), *map(cells, rows)]
    lines.append(["*target (T9)*", "", "", "", "*≤ 60*", "*≤ 50*", "*≤ 20*", "", "*0*"])
    return [f"| {' | '.join(line)} |" for line in lines]


def cells(row: dict[str, Any]) -> list[str]:
    numbers = [
        f"{row['elements']:,}",
        f"{row['triangles']:,}",
        f"{row['bytes'] / 1e6:.1f}",
        f"{row['load']:.1f}",
    ]
    numbers += [f"{row['drawCalls']}", f"{row['lens']:.1f}", f"{row['pick']:.2f} / {row['slowest']:.1f}"]
    return [*numbers, f"{row['frame']:.0f}", f"{row['idle']}"]


def measure(elements: int) -> dict[str, Any]:
    """Build, serve, open, measure; times in milliseconds but `load`, in seconds."""
    with tempfile.TemporaryDirectory(prefix="bench-viewer-") as folder, sync_playwright() as playwright:
        answers = write_scene(synthetic_station(elements), Path(folder))
        browser = playwright.chromium.launch(executable_path=chromium(), args=SOFTWARE_GL)
        with serving(answers, Path(folder)) as address:
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            measured = look(page, address)
        browser.close()
        return measured


def look(page: Page, address: str) -> dict[str, Any]:
    page.set_default_timeout(300_000)
    page.goto(address)
    page.wait_for_function("window.stationTwin")
    page.evaluate("stationTwin.ready")
    load = page.evaluate("performance.now()") / 1000
    return page.evaluate(MEASURE.read_text(encoding="utf-8")) | {"load": load}


def write_scene(station: SyntheticStation, folder: Path) -> dict[str, Any]:
    """The chunks as files; the REST answers by path."""
    shapes = station.shapes
    keys = {int(step): str(storey) for step, storey in zip(shapes.step_ids, station.storeys, strict=True)}
    scene = build_scene(shapes, chunk_of=keys, origin=(0.0, 0.0, 0.0), store=folder)
    order = [step - 1 for step in scene.features]
    chunks = [
        {
            "url": f"/chunks/{chunk.sha256}.glb",
            "bytes": chunk.bytes,
            "triangles": chunk.triangles,
            "storey": chunk.storey,
            "first_feature": chunk.first_feature,
            "features": chunk.features,
            "box": list(chunk.box),
        }
        for chunk in scene.chunks
    ]
    row = {"id": "1", "discipline": "ARC", "elements": len(order), "bytes": 0}
    row |= {"manifest": "/manifest/", "features": "/features/"}
    return {
        "/scenes/": {"next": None, "results": [row]},
        "/manifest/": {"version": 1, "origin": [0, 0, 0], "chunks": chunks},
        "/features/": feature_table(station, order),
        "triangles": sum(chunk.triangles for chunk in scene.chunks),
    }


def feature_table(station: SyntheticStation, order: list[int]) -> dict[str, Any]:
    layers = [station.layers[at] for at in order]
    return {
        "storeys": storeys(),
        "rooms": [],
        "layers": list(LAYERS),
        "kinds": ["Mur", "Dalle", "Tuyau", "Vanne"],
        "systems": [
            {"id": "1", "name": "Eau froide", "family": "water", "family_name": "Eau", "colour": "#1f8a3c"}
        ],
        "code": [f"E-{at:06}" for at in order],
        "name": ["" for _ in order],
        "kind": layers,
        "layer": layers,
        "storey": [station.storeys[at] for at in order],
        "room": [-1 for _ in order],
        "systems_of": [[0] if LAYERS[layer] == "network_run" else [] for layer in layers],
    }


def storeys() -> list[dict[str, Any]]:
    return [
        {"id": str(i), "name": name, "elevation": (i - 2) * STOREY_HEIGHT} for i, name in enumerate(STOREYS)
    ]


def page_html() -> str:
    """The island's own template with just enough page around it."""
    config = {
        "station": "BEN",
        "name": "Bench",
        "language": "en",
        "scenes": "/scenes/",
        "sheet": "/sheet/?code=__CODE__",
        "lenses": lens_table(),
        "families": [{"key": "water", "name": "Water", "colour": "#1f8a3c"}],
        "storeys": storeys(),
    }
    engine = Engine(dirs=[str(TWIN / "templates")])
    island = engine.get_template("twin/_scene.html").render(Context({"viewer_config": config}))
    styles = "".join(
        f'<link rel="stylesheet" href="/static/twin/{name}.css">' for name in ("tokens", "base", "station")
    )
    head = f'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Bench</title>{styles}{bundle.tags("/static/")}'
    return f'{head}<body class="has-scene"><main>{island}</main>'


@contextmanager
def serving(answers: dict[str, Any], chunks: Path) -> Iterator[str]:
    """The page, the answers, the static files and the chunks on a free port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, body = answer(self.path.split("?")[0])
            self.send_response(200 if kind else 404)
            self.send_header("Content-Type", kind or "text/plain")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """A benchmark prints its table and nothing else."""

    def answer(path: str) -> tuple[str, bytes]:
        if path == "/":
            return "text/html; charset=utf-8", page_html().encode()
        if path in answers:
            return "application/json", json.dumps(answers[path]).encode()
        name = path.rsplit("/", 1)[-1]
        file = chunks / name[:2] / name if path.startswith("/chunks/") else TWIN / path.lstrip("/")
        return (
            (TYPES.get(file.suffix, "application/octet-stream"), file.read_bytes())
            if file.is_file()
            else ("", b"")
        )

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()


def chromium() -> str | None:
    """Where Chromium is; None leaves the choice to Playwright."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


if __name__ == "__main__":
    raise SystemExit(main())
