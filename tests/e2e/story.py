"""The leak from the report to the model, played in browsers: the six pictures that the README opens with.

It leaves behind what other pages need to be looked at: a request, an order with its acts, declarations, a release.
"""

from __future__ import annotations

import io
import re
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import Page, expect

from tests.e2e import people
from tests.e2e.people import People
from tests.e2e.running import wait_for_scene

STATION, PUMP, OTHER_PUMP = "VDO", "EU-P-01", "EU-P-02"
LEAK, SERIAL = "La pompe fuit au joint, eau au sol", "EUP-2026-0777"
COLOURS = 200  # of a picture's palette: a README is read on trains


def play(everybody: People, pictures: Path) -> None:
    """Six PNG of 1024 × 768 pixels in `pictures`, below 200 kB each."""
    pictures.mkdir(parents=True, exist_ok=True)
    agent, clerk, firm = everybody.somebody("agent"), everybody.somebody(), everybody.somebody()
    steward = everybody.somebody("steward")

    report(agent, pictures / "story_1_report.png")
    people.approve_in_cmms(clerk, str(everybody.house.told["cmms_url"]), LEAK)
    see_the_pin(agent, pictures / "story_2_pin.png")
    people.come_in_by_link(firm, str(everybody.house.told["dossier_url"]), everybody.house)
    read_the_order(firm, pictures / "story_3_order.png")
    people.do_the_work(firm, LEAK)
    declare(firm, pictures / "story_4_declaration.png")
    review(steward, pictures / "story_5_review.png")
    people.prepare_release(steward, STATION)
    expect(steward.get_by_role("heading", name="Ce qui a été écrit")).to_be_visible()
    take(steward, pictures / "story_6_model.png")
    leave_something(agent)


def report(agent: Page, picture: Path) -> None:
    """She scans the label, says what is wrong and takes a photo of the plate."""
    agent.goto(f"/stations/{STATION}/q/{PUMP}/")
    agent.get_by_role("link", name="Signaler une panne").click()
    agent.locator("textarea[name=text]").fill(LEAK)
    agent.locator(".urgency-disturbed").click()
    agent.locator("input[type=file]").first.set_input_files(plate("EUP0131801"))
    take(agent, picture, at="form fieldset")
    agent.get_by_role("button", name="Envoyer la demande").click()
    agent.wait_for_url("**/requests/*/")
    people.until(agent, lambda: agent.get_by_text("MNT/").count() > 0)


def see_the_pin(agent: Page, picture: Path) -> None:
    """When the order has come, it stands on the pump, behind the walls that were wiped."""
    order = agent.get_by_role("link", name="Voir l'ordre")
    people.until(agent, lambda: order.count() > 0)
    agent.goto(f"/stations/{STATION}/?lens=without_walls&select={PUMP}")
    wait_for_scene(agent)
    agent.evaluate("(code) => window.stationTwin.reach(code)", PUMP)
    agent.wait_for_timeout(1500)
    take(agent, picture)


def read_the_order(firm: Page, picture: Path) -> None:
    firm.goto("/my-orders/")
    order = firm.get_by_role("link", name=re.compile(LEAK))
    people.until(firm, lambda: order.count() > 0)
    order.first.click()
    expect(firm.get_by_role("heading", name="Avant de toucher")).to_be_visible()
    take(firm, picture)


def declare(firm: Page, picture: Path) -> None:
    """The photo of the plate, its number, and the rest stands there already."""
    firm.get_by_role("link", name="Matériel remplacé").click()
    firm.locator("input[name=photo]").set_input_files(plate(SERIAL))
    firm.locator("#photos img").wait_for()
    for key, text in {"serial_number": SERIAL, "installation_date": "2026-01-15"}.items():
        firm.locator(f"#f-{key}").fill(text)
        firm.locator(f"#f-{key}").blur()
    firm.wait_for_timeout(800)
    take(firm, picture, at="form.declare")
    firm.get_by_role("button", name="Envoyer le remplacement").click()
    firm.wait_for_url(re.compile(r"/equipment/"))


def review(steward: Page, picture: Path) -> None:
    """Old beside new beside the photo; then all of it is approved."""
    steward.goto(f"/stations/{STATION}/review/?search={PUMP}")
    expect(steward.locator(".review-one .plate img")).to_be_visible()
    steward.wait_for_load_state("networkidle")
    take(steward, picture)
    steward.locator(".review-one button[value=ALL]").click()
    expect(steward.locator("main")).to_contain_text("Rien ne")


def leave_something(agent: Page) -> None:
    """One more declaration to review and a note, so that no list of the other pictures is empty."""
    agent.goto(f"/stations/{STATION}/declare/correct/{OTHER_PUMP}/")
    agent.locator("#f-serial_number").fill("EUP-2026-0778")
    agent.locator("#f-serial_number").blur()
    agent.get_by_role("button", name="Envoyer mes corrections").click()
    agent.wait_for_load_state()
    agent.goto(f"/stations/{STATION}/notes/new/?code={PUMP}")
    agent.locator("#note-text").fill("Clé du coffret rendue à l'accueil.")
    agent.get_by_role("button", name="Laisser la note").click()
    agent.wait_for_load_state()


def take(page: Page, to: Path, *, at: str = "") -> None:
    """What is on the screen, with `at` below the header bar; few colours keep the file small."""
    if at:
        page.locator(at).first.evaluate(
            "(it) => window.scrollTo(0, it.getBoundingClientRect().top + window.scrollY - 72)"
        )
    else:
        page.evaluate("() => window.scrollTo(0, 0)")
    page.wait_for_timeout(300)
    keep_small(page.screenshot(), to)
    print(to)


def keep_small(picture: bytes, to: Path) -> None:
    shown = Image.open(io.BytesIO(picture)).convert("RGB")
    shown.quantize(COLOURS, dither=Image.Dither.NONE).save(to, optimize=True)


def plate(serial: str) -> dict[str, object]:
    """The photo of a plate, drawn: screws, the maker, the model, the number."""
    photo = Image.new("RGB", (1200, 900), (74, 82, 88))
    pen = ImageDraw.Draw(photo)
    pen.rounded_rectangle((120, 130, 1080, 770), 28, fill=(196, 198, 192), outline=(40, 42, 44), width=6)
    for x, y in ((170, 180), (1030, 180), (170, 720), (1030, 720)):
        pen.ellipse((x - 22, y - 22, x + 22, y + 22), fill=(120, 122, 120), outline=(40, 42, 44), width=4)
        pen.line((x - 14, y - 8, x + 14, y + 8), fill=(40, 42, 44), width=5)
    lines = (
        ("HYDRAULIQUE DU LOIR", 66),
        ("Pompe de relevage HL-R80", 54),
        (f"N° {serial}", 74),
        ("400 V   2,2 kW   2898 tr/min", 50),
    )
    for row, (words, size) in enumerate(lines):
        pen.text((230, 220 + 125 * row), words, fill=(28, 30, 32), font=ImageFont.load_default(size))
    content = io.BytesIO()
    photo.save(content, "JPEG", quality=88)
    return {"name": "plaque.jpg", "mimeType": "image/jpeg", "buffer": content.getvalue()}
