"""Every page of the product as one role sees it, and what opens over the station's page.

`make screenshots` takes a picture of each, test_accessibility.py has each judged.
"""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page

from tests.e2e.running import wait_for_scene


@dataclass(frozen=True)
class Shot:
    """One page as one role sees it, once `taps` were made or `act` was run in it."""

    name: str
    address: str
    role: str | None = "agent"
    taps: tuple[
        str, ...
    ] = ()  # selectors; a bare word is a tool of the station, and a second tap takes it back
    act: str = ""
    follow: str = ""  # links that lead from the address to the page meant, one after the other
    alike: bool = False  # another picture of parts that are judged where they stand already


REACH_A_PUMP = """async () => {
  const hits = await (await fetch("/stations/VDO/search/?q=pompe")).text();
  const code = /data-code="([^"]+)"/.exec(hits)[1];
  await window.stationTwin.select(code);
  await window.stationTwin.reach(code);
}"""
SEARCH = """async () => {
  const field = document.querySelector("#search");
  field.focus();
  field.value = "pompe";
  field.dispatchEvent(new Event("input", { bubbles: true }));
  for (let i = 0; i < 100 && !document.querySelector(".hit"); i++) await new Promise((done) => setTimeout(done, 50));
}"""

DRAWN = """async () => {
  for (let i = 0; i < 200 && !document.querySelector(".schematic .schematic-symbol"); i++) {
    await new Promise((done) => setTimeout(done, 50));
  }
}"""
CUT = ".work-card:has-text('SF-WC-1'), .cut-before .trace-keys a"
VIEW = ".work-card, a[href*='/view/']"

SHOTS = (
    Shot("welcome", "/welcome/", None),
    Shot("sign-in", "/sign-in/", None),
    Shot("stations", "/stations/"),
    Shot("station", "/stations/VDO/"),
    Shot("station-without-walls", "/stations/VDO/?lens=without_walls", alike=True),
    Shot("station-networks", "/stations/VDO/?lens=networks_only", alike=True),
    Shot("station-pump", "/stations/VDO/?lens=without_walls", act=REACH_A_PUMP, alike=True),
    Shot("station-technical", "/stations/VDO/?lens=technical_rooms"),
    Shot(
        "station-water", "/stations/VDO/?lens=without_walls&networks=family:water~family:drainage", alike=True
    ),
    Shot("station-plan", "/stations/VDO/?select=EU-P-01", taps=("plan",)),
    Shot("station-walk", "/stations/VDO/?select=EU-P-01", taps=("walk",)),
    Shot("station-section", "/stations/VDO/", taps=("section", ".workbar button[data-key=cutCrosswise]")),
    Shot("station-measure", "/stations/VDO/?select=EU-P-01", taps=("measure",)),
    Shot("station-drawing", "/stations/VDO/", taps=("drawings", ".drawing-list button.row"), alike=True),
    Shot(
        "station-drawing-spots",
        "/stations/VDO/",
        taps=("drawings", ".drawing-list button.row", "spotsEdit"),
    ),
    Shot("station-coverage", "/stations/VDO/", taps=("coverage",)),
    Shot("station-note", "/stations/VDO/", taps=("note",)),
    Shot("station-as-list", "/stations/VDO/", taps=("list",), alike=True),
    Shot("station-found", "/stations/VDO/", act=SEARCH),
    Shot("station-list", "/stations/VDO/?no3d"),
    Shot("drawings", "/stations/VDO/synoptics/"),
    Shot("drawing", "/stations/VDO/synoptics/", follow=".papers a", alike=True),
    Shot("drawing-alone", "/stations/VDO/overview/", follow="a.drawing"),
    Shot("plans", "/stations/?mode=PLAN_2D", follow=".station-card"),
    Shot("register", "/stations/?mode=REGISTER", follow=".station-card"),
    Shot("stations-closer", "/stations/?at=-100,-190,90"),
    Shot("settings", "/stations/", taps=("#preferences > summary",)),
    Shot("scanner", "/stations/VDO/overview/", taps=(".scan",)),
    Shot("overview", "/stations/VDO/overview/"),
    Shot("networks", "/stations/VDO/systems/"),
    Shot("network", "/stations/VDO/systems/", follow=".tile.system"),
    Shot("weak-points", "/stations/VDO/weak-points/"),
    Shot("weak-points-network", "/stations/VDO/systems/", follow=".tile.system, a[href*='weak-points']"),
    Shot("common-cause", "/stations/VDO/common-cause/?one=CVC-CTA-01&other=CVC-VE-01"),
    Shot("common-cause-faults", "/stations/VDO/common-cause/"),
    Shot("common-cause-second", "/stations/VDO/common-cause/?one=CVC-VE-01", alike=True),
    Shot("rooms-table", "/stations/VDO/tables/rooms/"),
    Shot("fitted", "/stations/VDO/tables/units/", alike=True),
    Shot("orders-table", "/stations/VDO/tables/orders/"),
    Shot("equipment", "/stations/VDO/assets/"),
    Shot("sheet", "/stations/VDO/assets/?search=pompe", follow="td a.code"),
    Shot("rooms", "/stations/VDO/locations/"),
    Shot("room", "/stations/VDO/locations/", follow=".tile"),
    Shot("documents", "/stations/VDO/documents/"),
    Shot("document", "/stations/VDO/documents/", follow="td a"),
    Shot("other-lists", "/stations/VDO/documents/", taps=(".lists > summary",)),
    Shot("kept", "/offline/fr/"),
    Shot("kept-en", "/offline/en/", alike=True),
    Shot("own-model", "/try/"),
    Shot("freshness", "/stations/VDO/?lens=without_walls&data=age"),
    Shot("sheet-escalator", "/stations/VDO/assets/ESC-01/", alike=True),
    Shot("sheet-valve", "/stations/VDO/assets/EFS-V-112/", taps=(".device-state summary",)),
    Shot("sheet-room", "/stations/VDO/assets/S1-02/"),
    Shot(
        "sheet-register",
        "/stations/?mode=REGISTER",
        follow=".station-card, nav a[href$='/assets/'], td a.code",
    ),
    Shot("scanned", "/stations/VDO/q/EU-P-01/"),
    Shot("scanned-unknown", "/stations/VDO/q/NOTHING-01/"),
    Shot("today", "/stations/VDO/today/"),
    Shot("orders", "/stations/VDO/orders/"),
    Shot("order", "/stations/VDO/orders/", follow=".order-title a"),
    Shot("fault", "/stations/VDO/report/?code=EU-P-01"),
    Shot("request", "/stations/VDO/today/", follow=".request a"),
    Shot("notes", "/stations/VDO/notes/"),
    Shot("note-new", "/stations/VDO/notes/new/?code=EU-P-01"),
    Shot("labels", "/stations/VDO/labels/?place=S1-02"),
    Shot("station-what-to-close", "/stations/VDO/?select=SF-WC-1&trace=close~SF-WC-1"),
    Shot("what-to-close", "/stations/VDO/what-to-close/?code=SF-WC-1"),
    Shot("if-it-stops", "/stations/VDO/traces/?code=EFS-P-01&ask=stops"),
    Shot(
        "answer-diagram",
        "/stations/VDO/?select=EFS-RP-01&trace=close~EFS-RP-01&beside=close~EFS-RP-01",
        act=DRAWN,
    ),
    Shot(
        "answer-diagram-stops",
        "/stations/VDO/?select=CFO-TD-06&trace=stops~CFO-TD-06&beside=stops~CFO-TD-06",
        act=DRAWN,
        alike=True,
    ),
    Shot(
        "answer-diagram-alone",
        "/stations/VDO/traces/diagram/?code=EFS-V-101&ask=stops&select=EFS-V-101",
        act=DRAWN,
    ),
    Shot("schematic", "/stations/VDO/synoptics/", follow="#schematics ~ ul a"),
    Shot("isolation-cards", "/stations/VDO/isolation-cards/"),
    Shot(
        "isolation-card", "/stations/VDO/isolation-cards/", follow=".isolation-card.is-verified .card-head a"
    ),
    Shot("isolation-card-new", "/stations/VDO/isolation-cards/new/?code=SF-WC-1"),
    Shot("correct", "/stations/VDO/declare/correct/EU-P-01/"),
    Shot("replace", "/stations/VDO/declare/replace/EU-P-01/"),
    Shot("desk", "/stations/VDO/overview/", "steward", taps=(".desk > summary",)),
    Shot("models", "/stations/VDO/revisions/", "steward"),
    Shot("connections", "/stations/FUI/connections/", "steward"),
    Shot("connections-none", "/stations/VDO/connections/", "steward", alike=True),
    Shot("connection", "/stations/FUI/connections/", "steward", follow="[data-connections] a.further"),
    Shot("connections-in-3d", "/stations/FUI/connections/", "steward", follow="a.in-3d", alike=True),
    Shot("connection-in-3d", "/stations/FUI/connections/", "steward", follow="a[data-view]"),
    Shot(
        "supposed-in-3d",
        "/stations/FUI/traces/?code=EFS-V-001&ask=stops",
        "steward",
        follow="main a[href*='trace=stops']",
        alike=True,
    ),
    Shot("connectivity", "/stations/VDO/connections/", "steward", follow="main a[href$='/connectivity/']"),
    Shot("report", "/stations/VDO/revisions/", "steward", follow="td a.code"),
    Shot("list", "/stations/?mode=PLAN_2D", "steward", follow=".station-card, .desk a[href$='/register/']"),
    Shot("position", "/stations/?mode=PLAN_2D", "steward", follow=".station-card, a[href$='/position/']"),
    Shot("declarations", "/stations/VDO/tables/declarations/", "steward", alike=True),
    Shot("findings", "/stations/VDO/tables/findings/", "steward"),
    Shot("history", "/stations/VDO/history/", "steward"),
    Shot("review", "/stations/VDO/review/", "steward"),
    Shot("releases", "/stations/VDO/releases/", "steward"),
    Shot("written-back", "/stations/VDO/revisions/", "steward", follow="td a:has-text('PLB P02')"),
    Shot("disagreements", "/stations/VDO/disagreements/", "steward"),
    Shot("sources", "/stations/VDO/sources/", "steward"),
    Shot("located", "/stations/VDO/sources/", "steward", follow="a[href*='/located/']"),
    Shot("drawings-kept", "/stations/VDO/synoptics/", "steward"),
    Shot("unplaced", "/stations/VDO/unplaced/", "steward"),
    Shot("firms", "/stations/VDO/firms/", "steward"),
    Shot("firm", "/stations/VDO/firms/", "steward", follow="td a"),
    Shot("precautions", "/stations/VDO/precautions/", "steward"),
    Shot("surveyed", "/stations/VDO/coverage/", "steward"),
    Shot("surveyed-read", "/stations/VDO/coverage/?state=not"),
    Shot("manager", "/manager/", "manager"),
    Shot("manager-one", "/manager/?station=VDO", "manager"),
    Shot("mails", "/mails/", "manager"),
    Shot("work", "/my-orders/", "contractor"),
    Shot("work-order", "/my-orders/", "contractor", follow=".work-card"),
    Shot("work-view", "/my-orders/", "contractor", follow=VIEW),
    Shot("work-plan", "/my-orders/", "contractor", taps=("plan",), follow=VIEW, alike=True),
    Shot(
        "work-technical",
        "/my-orders/",
        "contractor",
        taps=("[data-lens=technical_rooms]",),
        follow=VIEW,
        alike=True,
    ),
    Shot("work-sheet", "/my-orders/", "contractor", follow=".work-card, a[href*='/equipment/']"),
    Shot("work-what-to-close", "/my-orders/", "contractor", follow=CUT),
    Shot("work-what-to-close-3d", "/my-orders/", "contractor", follow=f"{CUT}, .first-keys a", alike=True),
    Shot("work-calendar", "/my-orders/calendar/", "contractor"),
    Shot("work-door-closed", "/my-orders/enter/nothing/", "contractor"),
    Shot("not-found", "/stations/NOWHERE/", "contractor"),
)


def show(page: Page, shot: Shot) -> list[str]:
    """Goes to the page meant; says which of the links that lead there are missing."""
    page.goto(shot.address)
    missing = []
    for link in filter(None, shot.follow.split(", ")):
        found = page.locator(link).first
        address = found.evaluate("it => it.href ?? it.value") if found.count() else ""
        if not address:
            missing.append(f"{shot.name}: {link}")
            break
        page.goto(address)
    if page.locator("#canvas").count():
        wait_for_scene(page)
    open_over(page, shot)
    return missing


def open_over(page: Page, shot: Shot) -> None:
    tap(page, *shot.taps)
    if shot.act:
        page.evaluate(shot.act)


def tap(page: Page, *keys: str) -> None:
    """One key after the other, each as soon as it is there."""
    for key in keys:
        selector = f"[data-tool={key}]" if key.isidentifier() else key
        page.locator(selector).first.wait_for(state="attached")
        page.locator(selector).first.evaluate("it => it.click()")
        page.wait_for_timeout(400)
