"""The story of one leak, told to running processes by people who press again when the connection breaks.

house = House(url, cmms, kill)          story = Story(house, 0, "EFS-P-01")
for step in STEPS:  …kill somebody…     step(story)
"""

from __future__ import annotations

import io
import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.twin.plain_browser import Page, Person

T = TypeVar("T")
STATION, FIRM, PASSWORD = "VDO", "Hydro-Services", "a-long-one-for-tests"
AGENTS = 8
SECONDS = 120.0


def photo(number: int, what: str) -> SimpleUploadedFile:
    """Another one for each story and purpose, so that no two are taken for one."""
    size, content = (32, 24), io.BytesIO()
    noise = random.Random(f"{number} {what}").randbytes(3 * size[0] * size[1])
    Image.frombytes("RGB", size, noise).save(content, "JPEG")
    return SimpleUploadedFile(f"photo-{number}-{what}.jpg", content.getvalue(), "image/jpeg")


@dataclass
class House:
    """Our site, the other system's page, and everybody who is signed in."""

    url: str
    cmms: str
    people: dict[str, Person] = field(default_factory=dict)

    def person(self, name: str) -> Person:
        if name not in self.people:
            self.people[name] = Person(self.url)
            self.people[name].sign_in(name, PASSWORD)
        return self.people[name]

    @property
    def clerk(self) -> Person:
        return self.people.setdefault("clerk", Person(self.cmms))

    @property
    def pressed_again(self) -> int:
        return sum(person.pressed_again for person in self.people.values())


@dataclass
class Story:
    """One leak. What is learnt on the way is kept for the steps after."""

    house: House
    number: int
    pump: str
    request: str = ""
    external_id: str = ""
    order: str = ""
    revision: str = ""

    @property
    def words(self) -> str:
        return f"Fuite numéro {self.number:04d}"

    @property
    def serial(self) -> str:
        return f"EUP-{self.number:04d}"

    @property
    def agent(self) -> Person:
        """Nobody reports more than a dozen faults in ten minutes."""
        return self.house.person(f"agent-{self.number % AGENTS}")

    @property
    def firm(self) -> Person:
        return self.house.person("contractor")

    def until(self, look: Callable[[], T | None]) -> T:
        """What `look` finds, as soon as it finds something."""
        ends = time.monotonic() + SECONDS
        while not (found := look()):
            assert time.monotonic() < ends, (
                f"story {self.number}: {look.__name__} found nothing in {SECONDS} s"
            )
            time.sleep(0.2)
        return found


def reports(story: Story) -> None:
    page = story.agent.open(f"/stations/{STATION}/report/?code={story.pump}")
    sent = story.agent.send(page, page.form(""), text=story.words, photo=photo(story.number, "fault"))
    story.request = sent.url
    assert "/requests/" in sent.url, sent.text[-3000:]


def is_received(story: Story) -> None:
    def its_number() -> re.Match[str] | None:
        return re.search(r"/odoo/maintenance/(\d+)\"", story.agent.open(story.request).text)

    story.external_id = story.until(its_number).group(1)


def is_approved_over_there(story: Story) -> None:
    page = story.house.clerk.open(f"/odoo/maintenance/{story.external_id}")
    form = page.form("/approve")
    story.house.clerk.send(page, form, team=form.choices["team"][FIRM])


def comes_as_an_order(story: Story) -> None:
    def the_card() -> re.Match[str] | None:
        cards = rf'class="work-card[^>]*href="(/my-orders/\d+/)">(?:(?!</a>).)*{story.words}'
        return re.search(cards, story.firm.open("/my-orders/?state=todo").text, re.DOTALL)

    story.order = story.until(the_card).group(1)


def reads_what_is_dangerous(story: Story) -> None:
    _act(story, "acknowledged")


def starts(story: Story) -> None:
    _act(story, "started")


def is_done(story: Story) -> None:
    _act(story, "done", text=f"Pompe remplacée {story.number}", photos=photo(story.number, "work"))


def _act(story: Story, verb: str, **typed) -> None:
    page = story.firm.open(story.order)
    story.firm.send(page, page.form(f"acts/{verb}/"), **typed)


def declares(story: Story) -> None:
    page = story.firm.open(f"{story.order}declare/replace/{story.pump}/")
    plate = {"serial_number": story.serial, "manufacturer": "Pompes du Loir", "model": "PL-2"}
    plate |= {"installation_date": "2026-01-15", "photo": photo(story.number, "plate")}
    sent = story.firm.send(page, page.form(""), **plate)
    assert "/equipment/" in sent.url, sent.text[-6000:]


def is_decided(story: Story) -> None:
    """All that waits, as often as something does."""
    steward = story.house.person("steward")

    def nothing_waits() -> bool:
        page = steward.open(f"/stations/{STATION}/review/")
        form = page.find("/decide/")
        if form is None:
            return True
        verdict = "ALL" if ("verdict", "ALL") in form.buttons else "APPROVED"
        steward.send(page, form, verdict=verdict)
        return False

    story.until(nothing_waits)


def is_prepared(story: Story) -> None:
    """She asks for the revision, again when it could not be prepared, until it can be read."""
    steward = story.house.person("steward")

    def prepared() -> str | None:
        page = steward.open(f"/stations/{STATION}/releases/")
        if (button := page.find("/releases/prepare/")) is not None:
            steward.send(page, button)
            return None
        found = re.search(rf'href="(/stations/{STATION}/revisions/\d+/)"', page.text)
        if found is None:
            return None
        waiting = story.house.person("other").open(found.group(1))
        return found.group(1) if waiting.find("/publish/") is not None else None

    story.revision = story.until(prepared)


def is_published(story: Story) -> None:
    other = story.house.person("other")

    def published() -> bool:
        page = other.open(story.revision)
        if (button := page.find("/publish/")) is not None:
            other.send(page, button)
        return _is_published(other.open(story.revision))

    story.until(published)


def _is_published(page: Page) -> bool:
    return re.search(r'class="state done', page.text) is not None


def is_verified(story: Story) -> None:
    """Somebody comes by and finds all as the sheet says."""
    page = story.agent.open(f"/stations/{STATION}/q/{story.pump}/")
    story.agent.send(page, page.form("declare/verify/"))


STEPS: tuple[Callable[[Story], None], ...] = (
    reports,
    is_received,
    is_approved_over_there,
    comes_as_an_order,
    reads_what_is_dangerous,
    starts,
    is_done,
    declares,
    is_decided,
    is_prepared,
    is_published,
    is_verified,
)
