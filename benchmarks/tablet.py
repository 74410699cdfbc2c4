"""
A station of 200,000 elements on a weak tablet, and the sample station over a slow line: `python -m benchmarks.tablet`.

Memory is what Chromium's renderer and graphics processes hold above the same viewer without a station, settled and at
its most (Linux). The slow line is Chromium's own: processor four times slower, 5 Mbit/s, 150 ms for each answer.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks import memory, viewer
from benchmarks.synthetic import synthetic_station
from benchmarks.table import Row, markdown
from tests.browser import FLAGS, find_chromium
from tests.e2e.running import SIZES, enter, running_demo, wait_for_scene

ELEMENTS = 200_000
LINE = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 5_000_000 / 8,
    "uploadThroughput": 5_000_000 / 8,
}
SLOWER = 4
TRIES = 3

# Noted in the page itself: asking from outside would take its share of a slow processor. A frame that shows triangles
# which a tap meets is of use.
WATCH = """
(() => {
  const tick = () => {
    const twin = window.stationTwin;
    const canvas = document.getElementById("canvas");
    if (twin && !window.useful && twin.stats().triangles > 0 && twin.stats().drawCalls > 2) {
      const places = [0.3, 0.4, 0.5, 0.6, 0.7].flatMap((x) => [0.4, 0.5, 0.6].map((y) => [x, y]));
      const { clientWidth: width, clientHeight: height } = canvas;
      if (places.some(([x, y]) => twin.pick(x * width, y * height))) window.useful = performance.now();
    }
    if (!window.useful) setTimeout(tick, 20);
  };
  tick();
})()
"""

# Opens a sheet and waits for its first heading, as somebody who tapped does.
SHEET = """
async (code) => {
  const start = performance.now();
  void stationTwin.select(code);
  while (!document.querySelector("#sheet article")) await new Promise((done) => setTimeout(done, 10));
  return performance.now() - start;
}
"""

MOVE = """
async () => {
  const gaps = [];
  const canvas = document.getElementById("canvas");
  let last = performance.now();
  const before = stationTwin.stats().frames;
  const until = last + 4000;
  while (performance.now() < until) {
    canvas.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight" }));
    const { frames } = stationTwin.stats();
    while (stationTwin.stats().frames === frames) await new Promise(requestAnimationFrame);
    gaps.push(performance.now() - last);
    last = performance.now();
  }
  await new Promise((done) => setTimeout(done, 6000));
  const still = stationTwin.stats().frames;
  await new Promise((done) => setTimeout(done, 2000));
  gaps.sort((a, b) => a - b);
  return { frame: gaps[gaps.length >> 1], idle: stationTwin.stats().frames - still, moved: still - before };
}
"""


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--elements", type=int, default=ELEMENTS)
    print(markdown(rows(parser.parse_args(arguments).elements)))
    return 0


def rows(elements: int = ELEMENTS) -> Iterator[Row]:
    yield from _memory_rows(elements)
    yield from _line_rows()


def _memory_rows(elements: int) -> Iterator[Row]:
    on = f"{elements:,} elements"
    with tempfile.TemporaryDirectory(prefix="bench-tablet-") as folder:
        answers = viewer.write_scene(synthetic_station(elements), Path(folder))
        empty = _held({**answers, "/scenes/": {"next": None, "results": []}}, Path(folder))
        seen = _held(answers, Path(folder), moving=True)
    yield Row(
        "T9",
        "browser memory above an empty viewer, settled",
        on,
        seen["settled"] - empty["settled"],
        None,
        400,
        "MB",
    )
    yield Row("T9", "the same at its most", on, seen["peak"] - empty["settled"], None, None, "MB")
    yield Row("T9", "in full", on, seen["triangles"] / answers["triangles"], None, None, "of the triangles")
    yield Row("T9", "draw calls of a frame", on, seen["drawCalls"], None, 60, "calls")
    yield Row("T9", "median frame while the eye turns", f"{on}, software GL", seen["frame"], None, None, "ms")
    yield Row("T9", "frames in 2 s at rest", on, seen["idle"], None, 0, "frames")
    yield Row("T8", "first triangles by time to the last", on, seen["first"], seen["load"], 0.5)


def _held(answers: dict[str, Any], folder: Path, *, moving: bool = False) -> dict[str, float]:
    """MB held once all has come and at the most until then; with `moving`, what turning the eye costs as well."""
    with sync_playwright() as playwright, viewer.serving(answers, folder) as address:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        page = browser.new_page(**SIZES["tablet"])
        page.set_default_timeout(600_000)
        page.add_init_script(WATCH)
        page.goto(address)
        page.wait_for_function("window.stationTwin")
        page.evaluate("void stationTwin.ready.then(() => { window.loaded = performance.now(); })")
        peak = 0.0
        while not page.evaluate("window.loaded"):
            peak = max(peak, _drawing_mb())
            time.sleep(0.2)
        time.sleep(4)
        settled = _drawing_mb()
        found = {"peak": max(peak, settled), "settled": settled, **page.evaluate("stationTwin.stats()")}
        found["load"] = page.evaluate("loaded / 1000")
        found["first"] = page.evaluate("(window.useful ?? window.loaded) / 1000")
        if moving:
            found |= page.evaluate(MOVE)
        browser.close()
    return found


def _drawing_mb() -> float:
    """What the renderers and the graphics process of the browser started here hold."""
    kinds = ("--type=renderer", "--type=gpu-process")
    ours = [pid for pid in memory.tree(os.getpid()) if any(kind in memory.command_of(pid) for kind in kinds)]
    return memory.held_mb(ours)


def _line_rows() -> Iterator[Row]:
    on = "sample station, processor ÷ 4, 5 Mbit/s, 150 ms"
    with (
        tempfile.TemporaryDirectory(prefix="bench-tablet-") as folder,
        running_demo(Path(folder), samples=viewer.TWIN.parent / "ifc_samples") as demo,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        entered = browser.new_context(base_url=demo)
        enter(entered.new_page(), "agent")
        session = entered.storage_state()
        visits = [_visit(browser, demo, session) for _ in range(TRIES)]
        browser.close()
    for what, asked in (("first useful frame", 3.0), ("everything", None), ("sheet", 1.0)):
        seconds = statistics.median(visit[what] for visit in visits)
        yield Row("T8", f"{what}, first visit", on, seconds, None, asked)


def _visit(browser: Browser, demo: str, session: Any) -> dict[str, float]:
    """Seconds on a browser that has nothing of ours yet."""
    context = browser.new_context(base_url=demo, locale="fr-FR", storage_state=session, **SIZES["tablet"])
    page = context.new_page()
    page.set_default_timeout(120_000)
    devtools = context.new_cdp_session(page)
    devtools.send("Network.emulateNetworkConditions", LINE)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.add_init_script(WATCH)
    page.goto("/stations/VDO/", wait_until="commit")
    wait_for_scene(page)
    found = {"everything": page.evaluate("performance.now()") / 1000}
    found["first useful frame"] = page.evaluate("window.useful") / 1000
    found["sheet"] = page.evaluate(SHEET, _some_code(page)) / 1000
    context.close()
    return found


def _some_code(page: Page) -> str:
    code: str = page.evaluate(
        "async () => (await (await fetch('/api/v1/assets/?station=VDO')).json()).results[5].code"
    )
    return code


if __name__ == "__main__":
    raise SystemExit(main())
