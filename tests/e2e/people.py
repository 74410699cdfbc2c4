"""The people of the story, each in a browser of her own, and what each does with her thumbs."""

from __future__ import annotations

import hashlib
import io
import json
import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import Error as BrowserError

from tests.e2e.running import SIZES

FIRM = "Hydro-Services"
SECONDS = 60


@dataclass(frozen=True)
class House:
    """A running demo: its own address and what `demo.json` says of it."""

    url: str
    told: dict[str, object]

    @classmethod
    def at(cls, url: str, data: Path) -> House:
        """It answers a moment before everything is told."""
        ends = time.monotonic() + SECONDS
        while not (data / "demo.json").exists() and time.monotonic() < ends:
            time.sleep(0.2)
        return cls(url, json.loads((data / "demo.json").read_text()))


@dataclass
class People:
    """Everybody looks at the same house from a tablet."""

    browser: Browser
    house: House
    faults: list[str] = field(default_factory=list)

    def somebody(self, role: str | None = None) -> Page:
        context = self.browser.new_context(base_url=self.house.url, locale="fr-FR", **SIZES["tablet"])
        context.set_default_timeout(30_000)
        page = context.new_page()
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        if role:
            take_card(page, role)
        return page

    def administrator(self) -> Page:
        """The demo's other pair of eyes: she has no card and signs in."""
        page = self.somebody()
        page.goto("/sign-in/")
        page.locator("#id_username").fill("admin")
        page.locator("#id_password").fill("station-twin-demo")
        page.locator("form button.primary").click()
        page.wait_for_url("**/stations/")
        return page


def photo(colour: tuple[int, int, int]) -> dict[str, object]:
    """A photo of a plate, with where it was taken in it."""
    content = io.BytesIO()
    picture = Image.new("RGB", (640, 480), colour)
    exif = picture.getexif()
    exif.get_ifd(0x8825)[1] = "N"
    picture.save(content, "JPEG", exif=exif)
    return {"name": "plaque.jpg", "mimeType": "image/jpeg", "buffer": content.getvalue()}


def plate_colour(serial: str) -> tuple[int, int, int]:
    """Each plate looks its own way: one photo proves one replacement."""
    red, green, blue = hashlib.sha256(serial.encode()).digest()[:3]
    return red, green, blue


def until(page: Page, there: Callable[[], bool], *, seconds: float = SECONDS) -> None:
    """Looks again until it is there; the page is loaded anew each time."""
    ends = time.monotonic() + seconds
    while not there():
        assert time.monotonic() < ends, (
            f"not there after {seconds} s: {page.url}\n{page.inner_text('body')[:1500]}"
        )
        time.sleep(1)
        with suppress(
            BrowserError
        ):  # a page that watches something may be loading itself anew at this moment
            page.reload()


def report(agent: Page, station: str, code: str, words: str) -> None:
    """She scans the label on the thing and says what is wrong."""
    agent.goto(f"/stations/{station}/q/{code}/")
    agent.get_by_role("link", name="Signaler une panne").click()
    agent.locator("textarea[name=text]").fill(words)
    agent.locator("input[type=file]").first.set_input_files(photo((90, 120, 140)))
    agent.get_by_role("button", name="Envoyer la demande").click()
    agent.wait_for_url("**/requests/*/")
    until(agent, lambda: agent.get_by_text("MNT/").count() > 0)


def approve_in_cmms(clerk: Page, cmms: str, words: str) -> None:
    """In the other house, the request becomes an order for a firm."""
    clerk.goto(cmms)
    clerk.get_by_role("link", name=re.compile(words)).first.click()
    clerk.locator("select[name=team]").select_option(label=FIRM)
    clerk.get_by_role("button", name="En faire un ordre").click()
    clerk.wait_for_load_state()


def invite(steward: Page, station: str, firm: str, email: str) -> str:
    """The link that the firm will come in by."""
    steward.goto(f"/stations/{station}/firms/")
    steward.locator("main [name=firm]").select_option(label=firm)
    steward.locator("main [name=email]").fill(email)
    steward.locator("main form button.primary").click()
    return steward.locator("#link").input_value()


def come_in_by_link(firm: Page, link: str, house: House) -> None:
    """The link, then the six digits of the mail."""
    firm.goto(link)
    firm.get_by_role("button", name=re.compile("code")).first.click()
    firm.locator("#code").wait_for()
    firm.locator("#code").fill(_code_of_the_mail(firm, house))
    firm.locator("form button.primary").click()
    firm.wait_for_url("**/my-orders/")


def _code_of_the_mail(firm: Page, house: House) -> str:
    mails = firm.context.browser.new_context(
        base_url=house.url, locale="fr-FR", service_workers="block"
    ).new_page()
    take_card(mails, "manager")
    mails.goto("/mails/")
    found = re.search(r"\b(\d{6})\b", mails.locator("main").inner_text())
    mails.context.close()
    assert found, "no mail with six digits"
    return found.group(1)


def take_card(page: Page, role: str) -> None:
    """One tap on a card of the first page; each role has a first page of its own."""
    page.goto("/welcome/")
    page.locator(f'form[action="/enter/{role}/"] button').click()
    page.wait_for_load_state()


def do_the_work(firm: Page, words: str) -> None:
    """Reads what is dangerous there, starts, and says it is done with a photo."""
    firm.goto("/my-orders/")
    order = firm.get_by_role("link", name=re.compile(words))
    until(firm, lambda: order.count() > 0)
    order.first.click()
    expect(firm.get_by_role("heading", name="Avant de toucher")).to_be_visible()
    firm.locator("form[action*='/acts/acknowledged/'] button").click()
    firm.locator("form[action*='/acts/started/'] button").click()
    firm.locator("#done-text").fill("Pompe remplacée, joint neuf.")
    firm.locator("form[action*='/acts/done/'] input[type=file]").set_input_files(photo((200, 80, 80)))
    firm.locator("form[action*='/acts/done/'] summary").click()
    firm.locator("form[action*='/acts/done/'] button").click()
    expect(firm.get_by_text("Ce travail est terminé")).to_be_visible()


def declare_replaced(firm: Page, serial: str, *, more: dict[str, str] | None = None) -> None:
    """What did you change? The plate says it."""
    firm.get_by_role("link", name="Matériel remplacé").click()
    firm.locator("form[data-declare]").wait_for()
    firm.wait_for_load_state("load")  # who takes a photo needs longer than a script to be there
    firm.locator("input[name=photo]").set_input_files(photo(plate_colour(serial)))
    firm.locator("#photos img").wait_for()
    for key, text in {"serial_number": serial, "installation_date": "2026-01-15", **(more or {})}.items():
        firm.locator(f"#f-{key}").fill(text)
        firm.locator(f"#f-{key}").blur()
    firm.get_by_role("button", name="Envoyer le remplacement").click()
    firm.wait_for_url(re.compile(r"/equipment/"))


def approve_all(steward: Page, station: str, code: str) -> None:
    """The steward reads old beside new beside the photo, and approves every value of it."""
    steward.goto(f"/stations/{station}/review/")
    expect(steward.locator(".review-one h2")).to_contain_text(code)
    steward.locator(".review-one button[value=ALL]").click()
    expect(steward.locator("main")).to_contain_text("Rien ne vous attend")


def prepare_release(steward: Page, station: str) -> str:
    """Asks for the next revision of the model; the address of its page."""
    steward.goto(f"/stations/{station}/releases/")
    steward.get_by_role("button", name="Préparer").click()
    ready = steward.get_by_role("link", name=re.compile("Lire"))
    until(steward, lambda: ready.count() > 0)
    ready.first.click()
    wait_until_read(steward)
    return steward.url


def wait_until_read(steward: Page) -> None:
    """The model is read and waits for somebody to publish it."""
    until(steward, lambda: steward.locator(".head .state.todo").count() > 0, seconds=90)


def publish(other: Page, address: str) -> None:
    other.goto(address)
    key = other.get_by_role("button", name=re.compile("Publier"))
    key.click()
    until(other, lambda: other.locator(".head .state.done").count() > 0 and not key.count())


def download(steward: Page, address: str, to: Path) -> Path:
    steward.goto(address)
    with steward.expect_download() as coming:
        steward.get_by_role("link", name="Télécharger le fichier").click()
    coming.value.save_as(to)
    return to


def somewhere_in_3d(browser: Browser, url: str) -> tuple[str, str, Any]:
    """An order of the demo's firm whose place is drawn: its page, its 3D, and what her browser keeps of the visit."""
    context = browser.new_context(base_url=url, locale="fr-FR", service_workers="block")
    page = context.new_page()
    take_card(page, "contractor")
    page.goto("/my-orders/")
    orders = page.locator("main").get_by_role("link", name=re.compile("EU-P-01"))
    until(page, lambda: orders.count() > 0)
    order = orders.first.get_attribute("href")
    page.goto(order)
    zone = page.get_by_role("link", name="Voir le lieu en 3D").get_attribute("href")
    session = context.storage_state()
    context.close()
    return order, zone, session
