"""What is inside is looked at and measured: a section that a thumb or arrow keys move, distances known from the plans.

y 17 ───┬──── door 0.5 … 1.5 ──      Local eau froide: walls at x -16 and -4, each 0.20 thick;
        │  P-01     P-02   │         its two pump lines at x -9.0 and -7.2, 3.80 below the hall.
 y 7 ───┴──────────────────┘         Storeys: -4.50, 0.00, +4.50; slab of the offices 0.30 thick.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.running import opened, wait_for_scene

MILLIMETRE = 0.001
LEVEL = {"kind": "plane", "point": [-10, 12, -3.3], "normal": [0, 0, 1]}
ACROSS = {"kind": "plane", "point": [-8, 12.2, -3.3], "normal": [0, -1, 0]}
OFFICES = {"kind": "plane", "point": [-38, 10, 2], "normal": [0, -1, 0]}


@pytest.fixture(scope="module")
def on_tablet(browser: Browser, demo: str) -> Iterator[Page]:
    yield from opened(browser, demo, "tablet")


@pytest.fixture
def station(on_tablet: Page) -> Page:
    """Without section, measure or selection, all tools put away."""
    on_tablet.keyboard.press("Escape")
    for bar in on_tablet.locator(".workbar:visible [data-key=done]").all():
        bar.click()
    on_tablet.evaluate("""() => stationTwin.restore({
      ...stationTwin.viewpoint(), selection: null, wiped: null, storeys: null, lens: "everything", more: {},
    })""")
    return on_tablet


def look(page: Page, eye: list[float], target: list[float]) -> None:
    page.evaluate(
        "(v) => stationTwin.restore({ ...stationTwin.viewpoint(), ...v })", {"eye": eye, "target": target}
    )


def cut(page: Page, section: dict[str, Any] | None) -> dict[str, Any] | None:
    return page.evaluate("(section) => stationTwin.section(section)", section)


def section_of(page: Page) -> dict[str, Any] | None:
    return page.evaluate("() => stationTwin.section()")


def spot(page: Page, point: list[float]) -> dict[str, float]:
    """Where a point of the station falls on the canvas."""
    return page.evaluate("(point) => stationTwin.spotOf(point)", point)


def measured(page: Page, a: list[float], b: list[float]) -> dict[str, Any]:
    return page.evaluate("([a, b]) => stationTwin.measure(a, b)", [spot(page, a), spot(page, b)])


def tool(page: Page, name: str) -> None:
    """The key of a tool, behind its group's where the screen is low."""
    key = page.locator(f"[data-tool={name}]")
    if not key.is_visible():
        page.locator("[data-tools=cut]").tap()
    key.tap()


class Finger:
    """One finger that goes down, moves and lifts, CSS pixels of the page."""

    def __init__(self, page: Page) -> None:
        self.devtools = page.context.new_cdp_session(page)

    def down(self, x: float, y: float) -> None:
        self._send("touchStart", [{"x": x, "y": y}])

    def move(self, x: float, y: float) -> None:
        self._send("touchMove", [{"x": x, "y": y}])

    def lift(self) -> None:
        self._send("touchEnd", [])

    def _send(self, kind: str, points: list[dict[str, float]]) -> None:
        self.devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def tap_at(page: Page, point: list[float]) -> None:
    at, canvas = spot(page, point), page.locator("#canvas").bounding_box()
    page.touchscreen.tap(canvas["x"] + at["x"], canvas["y"] + at["y"])


def middle(page: Page, selector: str) -> tuple[float, float]:
    box = page.locator(selector).bounding_box()
    assert min(box["width"], box["height"]) >= 44
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_thumb_puts_a_cut_and_drags_it_while_it_cuts(station: Page):
    look(station, [-10, -20, 20], [-10, 12, 0])

    tool(station, "section")
    station.locator("[data-key=cutLevel]").tap()
    before = section_of(station)
    assert (before["normal"], before["point"][2]) == ([0, 0, 1], 1.2)

    x, y = middle(station, ".cut-handle")
    finger = Finger(station)
    finger.down(x, y)
    for step in (1, 4):
        finger.move(x, y + 10 * step)
    finger.lift()

    lower = section_of(station)["point"][2]
    assert lower < before["point"][2] - 0.1
    x, below = middle(station, ".cut-handle")
    assert below > y  # the handle followed, and is not hidden by what it cut
    station.locator("[data-key=resetCut]").tap()
    assert section_of(station) == before
    station.locator("[data-key=flipCut]").tap()
    assert section_of(station)["normal"] == [0, 0, -1]
    station.locator("[data-key=removeCut]").tap()
    assert section_of(station) is None
    expect(station.locator(".cut-handle:visible")).to_have_count(0)


def test_arrow_keys_move_a_cut_by_tenths_of_a_metre_and_it_is_said_in_words(station: Page):
    look(station, [-10, -20, 20], [-10, 12, 0])
    station.locator("[data-tool=section]").focus()
    station.keyboard.press("Enter")
    station.locator("[data-key=cutLevel]").focus()
    station.keyboard.press("Enter")

    handle = station.get_by_role("slider", name="Coupe à plat")
    handle.focus()
    station.keyboard.press("ArrowUp")
    expect(handle).to_have_attribute("aria-valuetext", "1,30 m au-dessus du sol, N0 · Hall et quais")
    station.keyboard.press("Shift+ArrowUp")
    expect(handle).to_have_attribute("aria-valuetext", "2,30 m au-dessus du sol, N0 · Hall et quais")
    station.keyboard.press("ArrowDown")

    assert section_of(station)["point"][2] == pytest.approx(2.2, abs=1e-6)


def test_nothing_that_is_cut_away_catches_a_tap(station: Page):
    look(station, [-10, 11.9, 40], [-10, 12, 0])
    at = spot(station, [-10, 12, 0])
    over = station.evaluate("({x, y}) => stationTwin.pick(x, y)", at)

    cut(station, LEVEL)
    under = station.evaluate("({x, y}) => stationTwin.pick(x, y)", at)

    assert over != under
    assert station.evaluate("(code) => stationTwin.seen(code)?.seen ?? 0", over) == 0


def test_what_is_chosen_is_not_left_cut_away(station: Page):
    cut(station, {"kind": "plane", "point": [0, 0, -4.4], "normal": [0, 0, 1]})

    station.evaluate("() => stationTwin.select('EFS-P-01')")

    assert section_of(station) is None
    station.locator("#sheet [data-key=close], #sheet .close").first.click()


def test_a_cut_is_put_on_the_face_that_is_touched_and_a_box_around_a_storey(station: Page):
    look(station, [-10, 12, -2.6], [-4, 12, -3])
    tool(station, "section")
    station.locator("[data-key=cutOnFace]").tap()
    station.keyboard.press("Escape")
    expect(station.locator("[data-key=cutOnFace]")).to_have_attribute("aria-pressed", "false")
    expect(station.locator("[data-key=cutOnFace]")).to_be_visible()
    station.locator("[data-key=cutOnFace]").tap()
    tap_at(station, [-4.1, 12, -2.9])

    face = section_of(station)
    assert face["normal"] == [-1, 0, 0]
    assert face["point"][0] == pytest.approx(-4.1, abs=0.003)

    station.locator("[data-key=boxOnStorey]").tap()
    box = section_of(station)
    low, high = (box["centre"][2] + sign * box["size"][2] / 2 for sign in (-1, 1))
    assert (low, high) == (pytest.approx(-4.8), pytest.approx(-0.5))
    expect(station.locator(".cut-handle:visible")).to_have_count(5)  # one face lies behind the eye

    look(station, [-10, -90, 60], [0, 29, -3])
    expect(station.locator(".cut-handle:visible")).to_have_count(6)


@pytest.mark.parametrize(
    ("section", "eye", "target", "a", "b", "distance"),
    [
        (None, [-8, 9.5, -2.4], [-8, 13, -3.9], [-9, 12.2, -3.8], [-7.2, 12.2, -3.8], 1.8),
        (LEVEL, [-8.1, 12.1, 2], [-8.1, 12.2, -3.8], [-9, 12.2, -3.8], [-7.2, 12.2, -3.8], 1.8),
        (ACROSS, [-8.1, 8, -3], [-8.1, 12.2, -3.8], [-9, 12.2, -3.8], [-7.2, 12.2, -3.8], 1.8),
        (None, [1, 10, -2.6], [1, 17, -3.4], [0.5, 16.9, -2.4], [1.5, 16.9, -2.4], 1.0),
        (LEVEL, [1, 16.9, 5], [1, 17, -3.3], [0.5, 16.9, -3.3], [1.5, 16.9, -3.3], 1.0),
        (LEVEL, [-10, 11.9, 12], [-10, 12, -3.3], [-15.9, 12, -3.3], [-4.1, 12.5, -3.3], 11.8),
        (OFFICES, [-37.5, 0, 2.5], [-37.5, 10, 2.2], [-38, 10, 0], [-37, 10, 4.5], 4.5),
        (OFFICES, [-37.5, 0, 2.5], [-37.5, 10, 2.2], [-36, 10, 0], [-37, 10, 4.2], 4.2),
    ],
    ids=[
        "between two pipes", "between two pipes from above", "between two pipes cut through", "width of a door",
        "width of a door cut through", "width of a room cut through", "from floor to floor", "from floor to ceiling",
    ],
)  # fmt: skip
def test_distances_of_the_plans_are_measured_to_the_millimetre(
    station: Page, section, eye, target, a, b, distance
):
    look(station, eye, target)
    cut(station, section)

    found = measured(station, a, b)

    assert found["distance"] == pytest.approx(distance, abs=MILLIMETRE)
    assert math.hypot(found["horizontal"], found["vertical"]) == pytest.approx(found["distance"], abs=1e-6)
    assert max(found["horizontal"], found["vertical"]) == pytest.approx(distance, abs=MILLIMETRE)


def test_a_room_is_measured_from_wall_to_wall_by_two_touches_and_a_turn(station: Page):
    look(station, [-10, 12, -2.6], [-16, 12, -3])
    tool(station, "measure")
    tap_at(station, [-15.9, 11.6, -3.1])
    look(station, [-10, 12, -2.6], [-4, 12, -3])
    tap_at(station, [-4.1, 12.3, -2.8])

    expect(station.get_by_role("group", name="Distance : 11,80 m")).to_be_visible()
    [found] = station.evaluate("() => stationTwin.measures()")
    assert found["distance"] == pytest.approx(11.8, abs=MILLIMETRE)
    assert station.locator("#sheet").is_hidden()

    middle(station, ".measure button")
    station.get_by_role("button", name="Effacer cette mesure").tap()
    assert station.evaluate("() => stationTwin.measures()") == []


def test_a_finger_that_rests_aims_through_a_loupe(station: Page):
    look(station, [1, 10, -2.6], [1, 17, -3.4])
    tool(station, "measure")
    canvas, finger = station.locator("#canvas").bounding_box(), Finger(station)
    for corner in ([0.5, 16.9, -2.4], [1.5, 16.9, -2.4]):
        at = spot(station, corner)
        x, y = canvas["x"] + at["x"], canvas["y"] + at["y"]
        finger.down(x - 30, y + 20)
        expect(station.locator(".loupe")).to_be_visible()
        finger.move(x + 3, y - 2)
        expect(station.locator(".loupe-word")).to_have_text("coin")
        finger.lift()
        expect(station.locator(".loupe")).to_be_hidden()

    [found] = station.evaluate("() => stationTwin.measures()")
    assert found["distance"] == pytest.approx(1.0, abs=MILLIMETRE)


def test_keys_alone_aim_and_measure_what_is_cut(station: Page):
    look(station, [-10, 11.9, 12], [-10, 12, -3.3])
    cut(station, LEVEL)
    station.locator("[data-tool=measure]").focus()
    station.keyboard.press("Enter")
    aim = station.get_by_role("button", name="Viseur")
    expect(aim).to_be_focused()

    for wanted in ([-9, 11, -3.8], [-7.2, 11.6, -3.8]):
        steer(station, spot(station, wanted))
        station.keyboard.press("Enter")

    [found] = station.evaluate("() => stationTwin.measures()")
    assert found["distance"] == pytest.approx(1.8, abs=MILLIMETRE)
    expect(station.locator("#status")).to_have_text("Distance : 1,800 m")
    station.keyboard.press("Escape")
    expect(aim).to_be_hidden()


def steer(page: Page, to: dict[str, float]) -> None:
    """The crosshair with arrow keys, coarse and then fine."""
    for axis, (back, forth) in {"x": ("ArrowLeft", "ArrowRight"), "y": ("ArrowUp", "ArrowDown")}.items():
        for keys, size in (("", 16), ("Shift+", 2)):
            off = to[axis] - where(page)[axis]
            for _ in range(round(abs(off) // size)):
                page.keyboard.press(keys + (forth if off > 0 else back))


def where(page: Page) -> dict[str, float]:
    return page.evaluate("""() => {
      const aim = document.querySelector(".aim").getBoundingClientRect();
      const canvas = document.getElementById("canvas").getBoundingClientRect();
      return { x: aim.left + aim.width / 2 - canvas.left, y: aim.top + aim.height / 2 - canvas.top };
    }""")


def test_section_and_measures_are_in_the_address_and_nothing_is_drawn_when_still(station: Page):
    look(station, [-10, 11.9, 12], [-10, 12, -3.3])
    cut(station, {"kind": "box", "centre": [-10.1234567, 12, -3.3], "size": [14, 12, 2.000001], "turn": 12.5})
    measured(station, [-9, 12.2, -3.8], [-7.2, 12.2, -3.8])
    before = station.evaluate(
        "() => [stationTwin.viewpoint(), stationTwin.section(), stationTwin.measures()]"
    )
    station.wait_for_function(
        "() => location.hash.includes('measures=') && location.hash.includes('cut=box')"
    )

    station.reload()
    wait_for_scene(station)

    after = station.evaluate("() => [stationTwin.viewpoint(), stationTwin.section(), stationTwin.measures()]")
    assert flat(after) == pytest.approx(flat(before), abs=1e-6)
    assert station.evaluate("() => stationTwin.stats().drawCalls") <= 60
    frames = "() => stationTwin.stats().frames"
    station.wait_for_timeout(600)
    resting = station.evaluate(frames)
    station.wait_for_timeout(600)
    assert station.evaluate(frames) == resting


def flat(value: Any) -> list[float]:
    if isinstance(value, dict):
        return [number for key in sorted(value) for number in flat(value[key])]
    if isinstance(value, list):
        return [number for each in value for number in flat(each)]
    return [value] if isinstance(value, int | float) else []
