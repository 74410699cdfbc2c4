"""Ways to move about: the plan of a storey, on foot, by the small map, around what was touched."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from itertools import pairwise

import ifcopenshell
import ifcopenshell.geom
import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.fingers import drag, resting
from tests.e2e.running import SAMPLES, opened, wait_for_scene

# Into the hall, down its stairs, along the gallery to the room of the sump pumps. Metres of the files.
FORECOURT, PUMP_ROOM = [-1.5, -12.0, 1.0], [1.0, 13.5, -4.5]
WAY = [
    FORECOURT,
    [-1.5, -2.0, 0.0],
    [-1.5, 5.0, 0.0],
    [8.6, 10.5, 0.0],
    [8.6, 21.2, -4.5],
    [6.8, 21.2, -4.5],
    [6.8, 19.0, -4.5],
    [1.0, 19.0, -4.5],
    PUMP_ROOM,
]
EYES = 1.65
BODY = (0.4, 1.0, 1.6)  # heights above the feet at which a wall would be felt


@pytest.fixture(scope="module")
def desk(browser: Browser, demo: str) -> Iterator[Page]:
    yield from opened(browser, demo, "desktop")


@pytest.fixture(scope="module")
def tablet(browser: Browser, demo: str) -> Iterator[Page]:
    yield from opened(browser, demo, "tablet")


@pytest.fixture(autouse=True)
def as_at_first(request: pytest.FixtureRequest) -> None:
    """No sheet, the whole station, from where one comes in."""
    page = request.getfixturevalue("desk" if "desk" in request.fixturenames else "tablet")
    page.evaluate("async () => { await stationTwin.select(null); await stationTwin.restore({}); }")
    page.locator("[data-tool=home]").click()


def tool(page: Page, name: str) -> None:
    """Touch or press a key of the bar, also where its group is folded."""
    key = page.locator(f"[data-tool={name}]")
    if not key.is_visible():
        page.locator("[data-tools=move]").click()
    key.click()


def viewpoint(page: Page) -> dict:
    return page.evaluate("() => stationTwin.viewpoint()")


def wait_until_moved(page: Page, what: str, before: dict, metres: float) -> None:
    page.wait_for_function(
        "([what, at, metres]) => Math.hypot(...stationTwin.viewpoint()[what].map((v, i) => v - at[i])) > metres",
        arg=[what, before[what], metres],
    )


def at_rest(page: Page) -> dict:
    """The viewpoint once two frames show the same."""
    last = None
    while last != (now := viewpoint(page)):
        last = now
        page.evaluate("() => new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)))")
    return now


def middle_of(page: Page, selector: str) -> tuple[float, float]:
    box = page.locator(selector).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_touch_shows_the_plan_with_its_rooms_and_a_touch_on_a_room_opens_its_sheet(tablet: Page):
    tool(tablet, "plan")
    expect(tablet.locator(".room-name:visible", has_text="001")).to_have_count(1)
    tablet.locator("[data-level]", has_text="S-1").tap()
    tablet.locator("[data-tool=pins][aria-pressed=true]").click()
    names = tablet.locator(".room-name:visible")
    expect(names.filter(has_text="S1-02")).to_have_count(1)
    boxes = [name.bounding_box() for name in names.all()]
    assert not [1 for i, a in enumerate(boxes) for b in boxes[:i] if meet(a, b)]

    tablet.locator("[data-room='S1-02']").tap()

    expect(tablet.locator("#sheet h1, #sheet h2").first).to_contain_text("S1-02")
    assert viewpoint(tablet)["more"]["view"] == "plan"


def meet(a: dict, b: dict) -> bool:
    across = a["x"] < b["x"] + b["width"] and b["x"] < a["x"] + a["width"]
    return across and a["y"] < b["y"] + b["height"] and b["y"] < a["y"] + a["height"]


def test_fingers_move_the_plan_and_pinch_it_and_3d_comes_back_to_the_same_place(tablet: Page):
    tool(tablet, "plan")
    before = viewpoint(tablet)

    drag(tablet, [(500, 400), (540, 400), (600, 460)])
    moved = at_rest(tablet)
    drag(tablet, [(480, 400), (400, 400), (300, 400)], [(540, 400), (600, 400), (700, 400)])
    pinched = at_rest(tablet)
    tablet.locator("[data-leave]").tap()

    assert moved["target"][0] < before["target"][0] - 3
    assert moved["target"][1] > before["target"][1] + 3
    assert height(pinched) < height(moved) / 2
    after = at_rest(tablet)
    assert "view" not in after["more"]
    assert after["target"][:2] == pytest.approx(pinched["target"][:2], abs=0.01)
    assert after["storeys"] == pinched["storeys"]


def height(view: dict) -> float:
    return view["eye"][2] - view["target"][2]


def test_keys_lead_into_the_plan_over_it_to_another_storey_and_out(desk: Page):
    desk.locator("[data-tool=plan]").focus()
    desk.keyboard.press("Enter")
    before = viewpoint(desk)
    desk.locator("#canvas").focus()
    desk.keyboard.press("ArrowRight")
    desk.keyboard.press("+")
    moved = at_rest(desk)
    desk.locator("[data-level]", has_text="N+1").focus()
    desk.keyboard.press("Enter")
    expect(desk.locator(".room-name:visible", has_text="101")).to_have_count(1)
    desk.keyboard.press("Escape")

    assert moved["target"][0] > before["target"][0] + 3
    assert height(moved) < height(before) * 0.95
    assert "view" not in viewpoint(desk)["more"]


def test_nothing_above_the_cut_catches_a_tap_in_a_plan(desk: Page):
    """The pumps stand under a ceiling, lights and cables: from above a tap finds the pumps."""
    pump = desk.evaluate(
        "async () => { await stationTwin.select('EU-P-01'); return stationTwin.selection(); }"
    )
    tool(desk, "plan")
    seen = desk.evaluate("(code) => stationTwin.seen(code)", pump)

    caught = desk.evaluate(
        "([x, y]) => stationTwin.pick(x, y)",
        [(seen["left"] + seen["right"]) / 2, (seen["top"] + seen["bottom"]) / 2],
    )

    assert caught == pump


@pytest.mark.parametrize("way", ["plan", "walk"])
def test_the_address_of_a_plan_and_of_a_walk_shows_the_same_again(desk: Page, way: str):
    tool(desk, way)
    desk.wait_for_function("(way) => location.hash.includes(`view=${way}`)", arg=way)
    before = viewpoint(desk)

    desk.reload()
    wait_for_scene(desk)

    assert viewpoint(desk) == before
    assert before["more"]["view"] == way


def test_keys_walk_turn_and_leave(desk: Page):
    """From the forecourt towards the desk, eyes at their height above the paving."""
    desk.evaluate("(at) => stationTwin.walk([at, at])", FORECOURT)
    desk.locator("#canvas").focus()
    start = viewpoint(desk)
    desk.keyboard.down("KeyW")
    wait_until_moved(desk, "eye", start, 0.8)
    desk.keyboard.up("KeyW")
    walked = at_rest(desk)
    desk.keyboard.down("ArrowLeft")
    wait_until_moved(desk, "target", walked, 0.2)
    desk.keyboard.up("ArrowLeft")
    turned = at_rest(desk)
    desk.keyboard.press("Escape")

    assert start["eye"][2] == pytest.approx(EYES, abs=0.1)
    assert turned["eye"] == pytest.approx(walked["eye"], abs=0.01)
    assert "view" not in viewpoint(desk)["more"]


def test_a_thumb_walks_a_finger_looks_around_and_a_big_key_leaves(tablet: Page):
    tablet.evaluate("(at) => stationTwin.walk([at, at])", FORECOURT)
    start = viewpoint(tablet)
    x, y = middle_of(tablet, ".stick")
    with resting(tablet, (x, y), (x, y - 40)):
        wait_until_moved(tablet, "eye", start, 0.8)
    walked = at_rest(tablet)
    drag(tablet, [(700, 300), (640, 300), (560, 300)])
    looked = at_rest(tablet)
    leave = tablet.locator("[data-tool=leaveWalk]")
    size = leave.bounding_box()
    leave.tap()

    assert looked["eye"] == pytest.approx(walked["eye"], abs=0.01)
    assert math.dist(looked["target"], walked["target"]) > 0.2
    assert min(size["width"], size["height"]) >= 48
    assert "view" not in viewpoint(tablet)["more"]


def test_who_goes_on_foot_from_the_plan_of_a_storey_sees_the_others_down_the_stairs(tablet: Page):
    tool(tablet, "plan")
    assert viewpoint(tablet)["storeys"]

    tool(tablet, "walk")

    assert viewpoint(tablet)["storeys"] is None
    assert viewpoint(tablet)["more"]["view"] == "walk"


def test_a_touch_on_the_small_map_goes_there(tablet: Page):
    tablet.evaluate("(at) => stationTwin.walk([at, at])", FORECOURT)
    expect(tablet.locator(".minimap .you")).to_be_visible()
    tablet.locator(".minimap [data-by='-1']").tap()
    room = tablet.locator(".minimap path", has=tablet.locator("title", has_text="S1-02")).bounding_box()

    tablet.touchscreen.tap(room["x"] + room["width"] / 2, room["y"] + room["height"] / 2)

    expect(tablet.locator(".walkbar .here")).to_have_text(re.compile("S1-02"))
    assert viewpoint(tablet)["eye"][2] == pytest.approx(PUMP_ROOM[2] + EYES, abs=0.1)


def test_a_wall_stops_until_the_key_lets_one_pass(desk: Page):
    """In front of the waiting room's outer wall; no door there."""
    before, behind = [-30.0, -3.0, 0.5], [-30.0, 4.0, 0.5]
    assert desk.evaluate("(way) => stationTwin.walk(way).arrived", [before, behind]) is False

    desk.keyboard.press("g")
    expect(desk.locator("[data-tool=ghostWalk]")).to_have_attribute("aria-pressed", "true")

    assert desk.evaluate("(way) => stationTwin.walk(way).arrived", [behind]) is True


def test_one_turns_around_what_was_touched(desk: Page):
    code = "CVC-PAC-01" if desk.evaluate("() => stationTwin.seen('CVC-PAC-01')") else None
    code = code or desk.evaluate("() => stationTwin.pick(520, 330)")
    seen = desk.evaluate("(code) => stationTwin.seen(code)", code)
    canvas = desk.locator("#canvas").bounding_box()
    x, y = centre(seen)
    start = viewpoint(desk)

    desk.mouse.move(canvas["x"] + x, canvas["y"] + y)
    desk.mouse.down()
    desk.mouse.move(canvas["x"] + x + 60, canvas["y"] + y + 10, steps=2)
    desk.mouse.move(canvas["x"] + x + 140, canvas["y"] + y + 25, steps=3)
    desk.mouse.up()

    assert math.dist(at_rest(desk)["eye"], start["eye"]) > 20
    assert math.dist(centre(desk.evaluate("(code) => stationTwin.seen(code)", code)), (x, y)) < 12


def centre(seen: dict) -> tuple[float, float]:
    return (seen["left"] + seen["right"]) / 2, (seen["top"] + seen["bottom"]) / 2


def test_one_walks_from_the_forecourt_to_the_pump_room_and_back_through_no_wall(desk: Page):
    down = desk.evaluate("(way) => stationTwin.walk(way)", WAY)
    expect(desk.locator(".walkbar .here")).to_have_text(re.compile("S1-02"))
    up = desk.evaluate("(way) => stationTwin.walk(way)", WAY[::-1])

    assert down["arrived"]
    assert up["arrived"]
    assert math.dist(down["path"][-1], PUMP_ROOM) < 0.3
    assert math.dist(up["path"][-1], [*FORECOURT[:2], 0.0]) < 0.3
    walls = solid_triangles("IfcWall", "IfcPlate")
    assert crossings(np.array(down["path"]), walls) == 0
    assert crossings(np.array(up["path"]), walls) == 0
    assert steps_up(up["path"]) < 0.3
    # What counts crossings does count some, on the straight line.
    assert crossings(np.linspace([*FORECOURT[:2], -4.5], PUMP_ROOM, 50), walls) > 0


def steps_up(path: list[list[float]]) -> float:
    return max(b[2] - a[2] for a, b in pairwise(path))


def solid_triangles(*classes: str) -> np.ndarray:
    """Of the architect's file, triangles of these classes as (n, 3, 3), metres, by another kernel than the scene's."""
    model = ifcopenshell.open(SAMPLES / "VDO_ARC.ifc")
    settings = ifcopenshell.geom.settings()
    settings.set("use-world-coords", True)
    things = [thing for name in classes for thing in model.by_type(name) if thing.Representation]
    found = []
    for thing in things:
        shape = ifcopenshell.geom.create_shape(settings, thing).geometry
        found.append(np.array(shape.verts).reshape(-1, 3)[np.array(shape.faces).reshape(-1, 3)])
    return np.concatenate(found)


def crossings(path: np.ndarray, triangles: np.ndarray) -> int:
    """How often the body that went along the path (its feet) went through a triangle."""
    low, high = triangles.min(1), triangles.max(1)
    count = 0
    for height in BODY:
        for start, end in pairwise(path + np.array([0, 0, height])):
            near = (low <= np.maximum(start, end)).all(1) & (high >= np.minimum(start, end)).all(1)
            count += crossed(start, end, triangles[near]) if near.any() else 0
    return count


def crossed(start: np.ndarray, end: np.ndarray, triangles: np.ndarray) -> int:
    """Möller–Trumbore; a step that lies in a triangle's plane goes through nothing."""
    a, u, v = triangles[:, 0], triangles[:, 1] - triangles[:, 0], triangles[:, 2] - triangles[:, 0]
    p = np.cross(end - start, v)
    det = (u * p).sum(1)
    a, u, v, p, det = (each[np.abs(det) > 1e-12] for each in (a, u, v, p, det))
    s = start - a
    q = np.cross(s, u)
    x, y, t = (s * p).sum(1) / det, (q @ (end - start)) / det, (v * q).sum(1) / det
    return int(((x >= 0) & (y >= 0) & (x + y <= 1) & (t >= 0) & (t <= 1)).sum())
