"""What a firm's person loads on her phone, the first time: nothing of ours is kept there yet.

How long that takes on 4G is measured in `benchmarks/road.py`.
"""

from __future__ import annotations

from playwright.sync_api import Browser, Page

from tests.e2e.people import somewhere_in_3d
from tests.e2e.running import SIZES, wait_for_scene

ORDER_KILOBYTES = 250  # on 4G about a tenth of a second each hundred
ZONE_KILOBYTES = 500


def test_an_order_and_its_place_in_3d_are_light(browser: Browser, demo: str):
    order, zone, session = somewhere_in_3d(browser, demo)

    def kilobytes(address: str, *, scene: bool) -> float:
        fresh = browser.new_context(base_url=demo, locale="fr-FR", storage_state=session, **SIZES["tablet"])
        visit = fresh.new_page()
        told = _counting(visit)
        visit.goto(address, wait_until="networkidle")
        if scene:
            wait_for_scene(visit)
        fresh.close()
        return sum(told) / 1000

    assert 0 < kilobytes(order, scene=False) < ORDER_KILOBYTES
    assert 0 < kilobytes(zone, scene=True) < ZONE_KILOBYTES


def _counting(page: Page) -> list[int]:
    """Bytes on the wire of each answer, as the browser counts them."""
    told: list[int] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: told.append(event["encodedDataLength"]))
    return told
