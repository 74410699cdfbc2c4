"""Down where no network reaches: what was taken along is read, nothing is done, and nothing outlives the session."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.people import somewhere_in_3d, take_card, until
from tests.e2e.running import SIZES, enter, wait_for_scene

TABLET = SIZES["tablet"] | {"service_workers": "allow"}
LEAK = "SH-WC-2"
LINE = "#preferences [data-offline-line]"
KEPT = """async () => {
  const names = (await caches.keys()).filter((name) => name.startsWith("station-twin-kept-"));
  const keys = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return keys.flat().map(({ url }) => new URL(url)).map(({ pathname, search }) => pathname + search);
}"""


@pytest.fixture
def tablet(browser: Browser, demo: str) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=demo, locale="fr-FR", **TABLET)
    context.set_default_timeout(30_000)
    yield context
    context.close()


def take_along(page: Page, *wanted: str) -> None:
    """Until these are there (orders may have come in since the list was asked for), and the page says so."""
    kept = f"async (wanted) => {{ const kept = await ({KEPT})(); return wanted.every((each) => kept.includes(each)); }}"
    page.wait_for_function(kept, arg=list(wanted), timeout=150_000)
    expect(page.locator(LINE)).to_contain_text("Disponible sans réseau", timeout=150_000)


def says_it_is_old(page: Page) -> None:
    expect(page.locator(".offline-banner")).to_have_text(
        re.compile(r"^Hors réseau — données : (hier à )?\d+ h \d\d, en lecture seule$")
    )


def test_a_leak_in_the_basement_is_answered_from_what_was_taken_along(tablet: BrowserContext):
    page = tablet.new_page()
    enter(page, "agent")
    page.goto(f"/stations/VDO/orders/?search={LEAK}")
    until(page, lambda: page.locator("main").get_by_text(LEAK).count() > 0)
    closing = f"/stations/VDO/what-to-close/?code={LEAK}"
    page.goto("/stations/VDO/")
    wait_for_scene(page)
    drawn = f"/stations/VDO/traces.json?code={LEAK}&ask=close"
    take_along(page, closing, f"{closing}&__part=1", drawn, f"/stations/VDO/sheet/?code={LEAK}&__part=1")
    tablet.set_offline(True)
    page.reload()
    wait_for_scene(page)
    page.evaluate("code => void stationTwin.select(code)", LEAK)

    page.locator("#sheet .trace-keys a", has_text="Que fermer").tap()

    expect(page.locator("#sheet .trace-first")).to_contain_text("EFS-V-114")
    expect(page.locator(".trace-mark .trace-number:not(.trace-card)")).to_have_text(["1"])
    page.locator("#sheet").get_by_role("link", name="Page à imprimer").tap()
    says_it_is_old(page)
    expect(page.locator(".trace-stops")).to_contain_text("EFS-V-114")
    page.go_back()
    wait_for_scene(page)
    expect(page.locator(".trace-mark .trace-number:not(.trace-card)")).to_have_text(["1"])

    page.locator("#sheet .trace-keys a", has_text="S’il s’arrête").tap()  # nobody took that along
    expect(page.locator("#sheet [role=alert]")).to_contain_text("n’est pas gardé sur cet appareil")


def test_an_agent_reads_her_day_in_the_basement_and_changes_nothing(tablet: BrowserContext):
    page = tablet.new_page()
    enter(page, "agent")
    page.goto("/stations/VDO/today/")
    until(page, lambda: page.locator(".order-title").count() > 0)
    order = page.locator(".order-title a").first
    title, address = order.inner_text(), str(order.get_attribute("href"))
    code = page.locator(".order a.where .code").first.inner_text()
    page.goto("/stations/VDO/")
    wait_for_scene(page)
    take_along(page, address, f"/stations/VDO/sheet/?code={code}&__part=1")
    tablet.set_offline(True)

    page.reload()
    wait_for_scene(page)
    says_it_is_old(page)
    assert page.evaluate("stationTwin.stats().elements") > 1000

    page.evaluate("code => void stationTwin.select(code)", code)
    expect(page.locator("#sheet .sheet")).to_contain_text(code)
    expect(page.locator("#sheet .sheet")).not_to_contain_text("pas gardée")

    report = page.locator("#sheet").get_by_role("link", name="Signaler une panne").first
    report.focus()
    expect(report).to_have_attribute("aria-disabled", "true")
    report.click(force=True)
    expect(page.locator("#sheet .offline-why")).to_contain_text("une fois de retour au réseau")

    page.locator("#search").fill("relevage")
    expect(page.locator("#search-results .hit").first).to_contain_text("relevage", ignore_case=True)

    page.goto(address)
    says_it_is_old(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(title)

    never = page.goto("/stations/VDO/report/")
    assert never is not None
    assert never.status == 503
    expect(page.get_by_role("heading", level=1)).to_have_text("Cette page n'est pas gardée sur cet appareil")
    expect(page.get_by_role("link", name="Gare de Val-d'Orme", exact=False).first).to_be_visible()

    page.get_by_role("link", name="Aujourd'hui").click()
    says_it_is_old(page)
    tablet.set_offline(False)
    expect(page.locator(".offline-banner")).to_be_hidden()
    expect(page.locator("html:not([data-kept-at])")).to_have_count(1)

    page.locator("#preferences summary").click()
    page.get_by_role("button", name="Se déconnecter").click()
    page.wait_for_url("**/welcome/**")
    assert page.evaluate(KEPT) == []
    tablet.set_offline(True)
    page.goto("/stations/VDO/today/")
    expect(page.get_by_text("Rien n’est gardé sur cet appareil")).to_be_visible()


def test_a_contractor_has_her_order_its_place_in_3d_and_its_sheet_with_her_and_nothing_else(
    browser: Browser, demo: str
):
    order, zone, session = somewhere_in_3d(browser, demo)
    tablet = browser.new_context(base_url=demo, locale="fr-FR", storage_state=session, **TABLET)
    tablet.set_default_timeout(30_000)
    page = tablet.new_page()
    page.goto(order)
    take_along(page, order, zone.partition("?")[0])
    kept = page.evaluate(KEPT)
    tablet.set_offline(True)

    page.goto(zone)
    wait_for_scene(page)
    says_it_is_old(page)
    assert [
        path for path in kept if not path.startswith(("/my-orders/", "/evidence/", "/offline/ledger"))
    ] == []
    assert [path for path in kept if path.startswith("/my-orders/enter/")] == []

    page.goto(order)
    page.locator("main form[method=post] button").first.click(
        force=True
    )  # it says itself that it is not enabled
    expect(page.locator(".offline-why")).to_have_text(
        "Hors réseau : à faire une fois de retour au réseau. Rien n’a été envoyé."
    )

    page.locator("#preferences summary").click()
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cet appareil est vidé")
    assert page.evaluate(KEPT) == []
    tablet.close()


def test_who_comes_after_somebody_whose_session_is_over_finds_nothing_of_hers(tablet: BrowserContext):
    page = tablet.new_page()
    enter(page, "agent")
    page.evaluate("navigator.serviceWorker.ready.then(() => undefined)")
    page.wait_for_function("navigator.serviceWorker.controller")
    page.goto("/stations/ATR/")
    page.wait_for_function(f"async () => (await ({KEPT})()).includes('/stations/ATR/')")

    tablet.clear_cookies()
    page.goto("/stations/")
    page.wait_for_url("**/welcome/**")
    assert page.evaluate(KEPT) == []

    take_card(page, "manager")
    page.goto("/stations/VDO/documents/")
    page.wait_for_function(f"async () => (await ({KEPT})()).includes('/stations/VDO/documents/')")
    assert "/stations/ATR/" not in page.evaluate(KEPT)
