"""Ways of looking, by touch and by keyboard: lenses, storeys, networks, steps back, and the address of it all."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.running import SIZES, enter, wait_for_scene

# What the server says of every feature, joined by code: layer, families of its systems, storey, access of its room.
FEATURES = """
async () => {
  const scenes = await (await fetch("/api/v1/scenes/?station=VDO")).json();
  const rows = [];
  for (const scene of scenes.results) {
    const said = await (await fetch(scene.features)).json();
    said.code.forEach((code, i) => rows.push({
      code, layer: said.layers[said.layer[i]], families: said.systems_of[i].map((at) => said.systems[at].family),
      systems: said.systems_of[i].map((at) => said.systems[at].id),
      storey: said.storeys[said.storey[i]]?.id ?? "", access: said.rooms[said.room[i]]?.public ?? null,
      room: said.room[i] >= 0,
    }));
  }
  return rows;
}
"""
STATES = "(codes) => codes.map((code) => stationTwin.drawn(code))"
# Keys in the picture without a word that stands whole below or beside their drawing.
UNSAID = """
() => {
  const whole = ({ clientWidth, scrollWidth }) => clientWidth > 8 && scrollWidth <= clientWidth;
  const keys = [...document.querySelectorAll("#tools .tool, #lenses button")].filter((key) => key.clientWidth);
  return keys.filter((key) => ![...key.querySelectorAll("span")].some(whole))
    .map((key) => key.dataset.tool ?? key.dataset.lens);
}
"""
LENSES = ("everything", "without_walls", "without_walls_and_floors", "networks_only", "technical_rooms")


@pytest.fixture(scope="module")
def tablet(browser: Browser, demo: str) -> Iterator[Page]:
    """One station opened once on a tablet: every test begins from the whole of it."""
    context = browser.new_context(base_url=demo, locale="fr-FR", **SIZES["tablet"])
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    enter(page, "agent")
    page.goto("/stations/VDO/")
    wait_for_scene(page)
    page.evaluate("async () => { window.rows = await (" + FEATURES + ")(); }")
    if page.locator("#panel").get_attribute("data-open") != "true":
        page.locator("#fold").tap()
    yield page
    context.close()
    assert faults == []


@pytest.fixture(autouse=True)
def plain(tablet: Page) -> None:
    tablet.evaluate("""() => {
      const { eye, target } = stationTwin.viewpoint();
      stationTwin.select(null);
      return stationTwin.restore({ eye, target });
    }""")


def one_code_each(page: Page, where: str) -> list[str]:
    """Codes of which every feature is so (a code may name the parts of a run)."""
    return page.evaluate(f"""() => {{
      const so = new Map();
      for (const row of rows) so.set(row.code, (so.get(row.code) ?? true) && (({where})(row)));
      return [...so].filter(([, each]) => each).map(([code]) => code);
    }}""")


def states(page: Page, codes: list[str]) -> set[str]:
    assert codes
    return set(page.evaluate(STATES, codes))


def view(page: Page) -> dict:
    return page.evaluate("() => stationTwin.viewpoint()")


def network(page: Page, family: str):
    return page.locator(f"[data-network='family:{family}']")


def verb(page: Page, family: str, tool: str):
    """A key of a family, unfolded if need be."""
    item = page.locator(f"#networks li:has(> [data-network='family:{family}'])")
    if item.locator("> details").get_attribute("open") is None:
        item.locator("> details > summary").tap()
    return item.locator(f"> details > .verbs [data-tool={tool}]")


def test_every_key_says_in_a_word_what_it_is_for_and_none_moves_when_loading_ends(tablet: Page):
    page, held, released = tablet.context.new_page(), [], []
    page.route("**/inside-*.js", lambda route: route.continue_() if released else held.append(route))
    page.goto("/stations/VDO/", wait_until="commit")
    waiting, last = page.locator("[data-awaits=measure]"), page.locator("[data-tool=note]")
    expect(waiting).to_have_attribute("aria-disabled", "true")
    before = [key.bounding_box() for key in (waiting, last)]

    released.append(True)
    for request in held:
        request.continue_()
    wait_for_scene(page)

    assert [key.bounding_box() for key in (page.locator("[data-tool=measure]"), last)] == before
    assert page.evaluate(UNSAID) == []
    bar, end = (page.locator(which).bounding_box() for which in ("#lenses", "[data-tool=freshness]"))
    assert end["x"] + end["width"] <= bar["x"] + bar["width"]
    page.close()


def test_each_lens_shows_what_its_table_says_by_touch_and_by_keyboard(tablet: Page):
    table = tablet.evaluate("() => JSON.parse(document.getElementById('viewer-config').textContent).lenses")
    words = {"show": "shown", "ghost": "ghost", "hide": "hidden"}

    for number, lens in enumerate(LENSES[:4]):
        key = tablet.locator(f"[data-lens={lens}]")
        assert min(key.bounding_box()[side] for side in ("width", "height")) >= 44
        key.tap()
        expect(key).to_have_attribute("aria-pressed", "true")
        for layer in ("wall", "slab_roof", "door", "network_run", "furniture"):
            codes = one_code_each(tablet, f"(row) => row.layer === '{layer}'")
            assert states(tablet, codes) == {words[table[lens][layer]]}, (lens, layer)
        tablet.locator("#canvas").focus()
        tablet.keyboard.press("5")
        tablet.keyboard.press(str(number + 1))
        assert view(tablet)["lens"] == lens


def test_the_technical_rooms_are_exactly_the_spaces_closed_to_the_public(tablet: Page):
    tablet.locator("[data-lens=technical_rooms]").tap()

    technical = one_code_each(tablet, "(row) => row.access === false")
    public = one_code_each(tablet, "(row) => row.access === true")
    unknown = one_code_each(tablet, "(row) => !row.room && /^network_(run|equipment)$/.test(row.layer)")
    assert (states(tablet, technical), states(tablet, public)) == ({"shown"}, {"ghost"})
    assert states(tablet, unknown) == {"unknown"}
    legend = tablet.locator(".legend.access")
    expect(legend).to_contain_text("Locaux fermés au public")
    expect(legend).to_contain_text("Objets au local non renseigné")

    tablet.locator("[data-lens=everything]").tap()
    expect(legend).to_be_hidden()


def test_a_range_of_storeys_grows_and_shrinks_under_a_thumb(tablet: Page):
    keys = tablet.locator("[data-storey]")
    ids = [keys.nth(i).get_attribute("data-storey") for i in range(keys.count())]  # from the top
    top, middle, low = ids[0], ids[1], ids[-1]
    there = {storey: one_code_each(tablet, f"(row) => row.storey === '{storey}'") for storey in ids}

    tablet.locator(f"[data-storey='{middle}']").tap()
    assert (states(tablet, there[middle]), states(tablet, there[low])) == ({"shown"}, {"hidden"})

    row = tablet.locator(f"li:has(> [data-storey='{low}'])")
    box = row.locator("[data-range=more]").bounding_box()
    assert min(box["width"], box["height"]) >= 44
    row.locator("[data-range=more]").tap()
    assert all(states(tablet, there[storey]) == {"shown"} for storey in ids[1:])
    assert states(tablet, there[top]) == {"hidden"}
    expect(tablet.locator("#scale .storey")).to_contain_text("–")

    row.locator("[data-range=less]").focus()  # by keyboard
    tablet.keyboard.press("Enter")
    assert states(tablet, there[low]) == {"hidden"}
    assert tablet.evaluate("() => document.activeElement.dataset.storey") == low

    tablet.locator("#storeys .whole").tap()
    assert view(tablet)["storeys"] is None


def test_networks_are_shown_isolated_and_dimmed_several_at_once(tablet: Page):
    water = one_code_each(
        tablet, "(row) => row.families.length && row.families.every((each) => each === 'water')"
    )
    drains = one_code_each(
        tablet, "(row) => row.families.length && row.families.every((each) => each === 'drainage')"
    )
    walls = one_code_each(tablet, "(row) => row.layer === 'wall'")

    network(tablet, "water").tap()
    network(tablet, "drainage").tap()
    assert states(tablet, water) == states(tablet, drains) == {"shown"}
    assert states(tablet, walls) == {"ghost"}
    expect(tablet.locator(".run-label:visible")).to_have_count(2)

    for rest, state in (("shown", "shown"), ("hidden", "hidden"), ("pale", "ghost")):
        tablet.locator(f"[data-rest={rest}]").tap()
        assert states(tablet, walls) == {state}

    only = verb(tablet, "drainage", "onlyNetwork")
    assert only.bounding_box()["height"] >= 44
    only.tap()
    assert (states(tablet, drains), states(tablet, water)) == ({"shown"}, {"ghost"})
    expect(network(tablet, "water")).to_have_attribute("aria-pressed", "false")
    only.tap()
    assert view(tablet)["networks"] == []

    verb(tablet, "water", "dimNetwork").focus()  # by keyboard, two at once
    tablet.keyboard.press("Enter")
    verb(tablet, "drainage", "dimNetwork").focus()
    tablet.keyboard.press("Space")
    assert states(tablet, water) == states(tablet, drains) == {"ghost"}
    assert states(tablet, walls) == {"shown"}
    expect(network(tablet, "water")).to_contain_text("estompé")

    tablet.locator("[data-tool=plainNetworks]").tap()
    assert states(tablet, water) == {"shown"}


def test_every_step_is_taken_back_and_done_again(tablet: Page):
    undo, redo = tablet.locator("[data-tool=undo]"), tablet.locator("[data-tool=redo]")
    assert all(min(key.bounding_box()[side] for side in ("width", "height")) >= 44 for key in (undo, redo))
    steps = [view(tablet)]
    tablet.locator("[data-lens=without_walls]").tap()
    steps.append(view(tablet))
    network(tablet, "water").tap()
    steps.append(view(tablet))
    code = one_code_each(tablet, "(row) => row.families.includes('water')")[0]
    tablet.evaluate("(code) => stationTwin.select(code)", code)
    steps.append(view(tablet))
    assert steps[-1]["selection"] == code
    assert steps[-1]["eye"] != steps[0]["eye"]
    expect(redo).to_have_attribute("aria-disabled", "true")

    for step in steps[-2::-1]:
        undo.tap()
        tablet.wait_for_function(
            "(step) => JSON.stringify(stationTwin.viewpoint()) === JSON.stringify(step)", arg=step
        )
    expect(tablet.locator("#sheet")).to_be_hidden()
    for step in steps[1:]:  # by keyboard
        tablet.keyboard.press("Control+Shift+Z")
        tablet.wait_for_function(
            "(step) => JSON.stringify(stationTwin.viewpoint()) === JSON.stringify(step)", arg=step
        )
    expect(tablet.locator("#sheet")).to_contain_text(code)
    tablet.keyboard.press("Control+Z")
    tablet.wait_for_function("() => stationTwin.selection() === null")

    tablet.locator("[data-lens=networks_only]").tap()
    expect(redo).to_have_attribute("aria-disabled", "true")


def test_the_address_restores_eye_lens_storeys_networks_and_selection_to_a_millionth(tablet: Page):
    storeys = [key.get_attribute("data-storey") for key in tablet.locator("[data-storey]").all()]
    code = one_code_each(
        tablet, f"(row) => row.families.includes('water') && row.storey === '{storeys[-1]}'"
    )[0]
    tablet.evaluate("(code) => stationTwin.select(code)", code)
    wanted = view(tablet) | {
        "eye": [1.1234567 + 1 / 3, -17.7654321, 5.0000004],
        "target": [12.3333333, 4.0000001, -2.9999999],
        "lens": "technical_rooms",
        "storeys": [storeys[-1], storeys[-2]],
        "networks": ["family:water"],
        "dimmed": ["family:drainage"],
        "rest": "shown",
    }
    tablet.evaluate("(wanted) => stationTwin.restore(wanted)", wanted)
    before = view(tablet)
    tablet.wait_for_function(
        "() => location.hash.includes('lens=technical_rooms') && location.hash.includes('rest=shown')"
    )

    tablet.reload()
    wait_for_scene(tablet)
    after = view(tablet)

    for name in ("eye", "target"):
        assert after[name] == pytest.approx(before[name], abs=1e-6)
        assert after[name] == pytest.approx(wanted[name], abs=1e-6)
    rest = {name: value for name, value in before.items() if name not in ("eye", "target")}
    assert {name: after[name] for name in rest} == rest
    assert {name: after[name] for name in ("lens", "storeys", "networks", "dimmed", "rest", "selection")} == {
        name: wanted[name] for name in ("lens", "storeys", "networks", "dimmed", "rest", "selection")
    }
    expect(tablet.locator("#sheet")).to_contain_text(code)
