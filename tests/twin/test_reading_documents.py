"""Documents read where they are named: in the sheet and on a page of their own, with their former editions."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.test import Client

from assets import documents
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def station():
    made = factories.station("VDO")
    pump = factories.asset(made, "P-01")
    factories.document(made, "Manual", b"%PDF-1.4 new", about={"asset": pump}, identification="NOT-1")
    made.documents.update(discipline="PLB", revision_label="B")
    return made


@pytest.fixture
def agent(station):
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(factories.person("agent", station=station))
    return client


def bring(station, label: str, day: int, *, sha256: str, path: str = "", state: str = "ARCHIVED"):
    said = {"step_id": 1, "identification": "NOT-1", "name": "Manual", "location": "", "revision": label}
    said |= {"path": path, "sha256": sha256, "media_type": "application/pdf"}
    moment = datetime(2026, 1, day, tzinfo=UTC)
    return factories.revision(station, state=state, documents=[said], published_at=moment)


def test_a_document_has_the_editions_that_published_models_brought_each_once_the_newest_first(station):
    first = bring(station, "A", 1, sha256="a" * 64)
    bring(station, "A", 2, sha256="a" * 64)
    second = bring(station, "B", 3, sha256="b" * 64, state="PUBLISHED")
    factories.revision(station, state="SHARED", documents=second.documents)
    factories.revision(station, discipline="CVC", documents=second.documents)

    found = documents.editions(station.documents.get())

    assert [(each.label, each.model) for each in found] == [("B", second), ("A", first)]


def test_a_former_edition_is_read_as_it_was(station, agent):
    document = station.documents.get()
    former = factories.document(station, "Former", b"%PDF-1.4 old", identification="elsewhere")
    model = bring(station, "A", 1, sha256=former.sha256, path=former.path)
    address = f"/documents/{document.pk}/editions/{model.pk}/"

    page = agent.get(f"/stations/VDO/documents/{document.pk}/").content.decode()
    answer = agent.get(address)

    assert f'href="{address}"' in page
    assert (b"".join(answer), answer["Content-Type"]) == (b"%PDF-1.4 old", "application/pdf")
    assert agent.get(f"/documents/{document.pk}/editions/{model.pk + 1}/").status_code == 404


@pytest.mark.parametrize(
    ("media_type", "reader"),
    [
        ("application/pdf", '<iframe class="reader" src="%s#'),
        ("image/png", '<img src="%s"'),
        ("image/svg+xml", '<img src="%s"'),
        ("text/plain", '<iframe class="reader" sandbox src="%s"'),
    ],
)
def test_a_paper_is_read_in_the_sheet_and_can_be_taken_along(station, agent, media_type, reader):
    station.documents.update(media_type=media_type)
    address = f"/documents/{station.documents.get().pk}/"

    page = agent.get("/stations/VDO/assets/P-01/").content.decode()

    assert reader % address in page
    assert f'href="{address}" download' in page


def test_what_no_browser_shows_is_only_handed_over(station, agent):
    station.documents.update(media_type="text/csv")

    page = agent.get("/stations/VDO/assets/P-01/").content.decode()

    assert re.findall(r"<iframe|<img", page) == []


@pytest.mark.parametrize("media_type", ["application/pdf", "image/svg+xml", "text/plain"])
def test_a_document_is_framed_by_our_own_pages_only_and_can_do_nothing_there(station, agent, media_type):
    station.documents.update(media_type=media_type)

    answer = agent.get(f"/documents/{station.documents.get().pk}/")

    policy = answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert ("frame-ancestors 'self'" in policy, "sandbox" in policy) == (
        True,
        media_type != "application/pdf",
    )
    assert "frame-ancestors 'none'" in agent.get("/stations/VDO/assets/P-01/")["Content-Security-Policy"]


def test_the_page_of_a_document_speaks_plainly_and_leads_to_what_it_is_about(station, agent):
    bring(station, "B", 3, sha256="b" * 64, state="PUBLISHED")

    page = agent.get(f"/stations/VDO/documents/{station.documents.get().pk}/").content.decode()

    assert re.findall(r"\bIfc[A-Z]\w*|GlobalId|\bNone\b|\bnull\b", page) == []
    assert 'href="/stations/VDO/assets/P-01/"' in page


def test_what_is_no_longer_there_is_not_led_to(station, agent):
    station.assets.update(removed_at=datetime(2026, 1, 1, tzinfo=UTC))

    page = agent.get(f"/stations/VDO/documents/{station.documents.get().pk}/").content.decode()

    assert "P-01" not in page


def test_the_manual_is_among_the_first_keys_of_the_sheet_and_its_preview_takes_no_swipe(station, agent):
    station.documents.update(media_type="application/pdf", purpose="NOTICE")
    address = f"/documents/{station.documents.get().pk}/"

    page = agent.get("/stations/VDO/assets/P-01/").content.decode()

    first, place = page.index('<p class="first-keys">'), page.index('<dl class="place">')
    assert page.index(f'href="{address}" title="Manual"') in range(first, place)
    assert re.findall(r'<iframe class="reader"[^>]*loading="lazy"( inert)?>', page) == [" inert"]
    assert len(re.findall(f'href="{address}"[^>]*data-read="Manual"', page)) == 2


def test_what_a_label_opens_leads_into_the_3d_before_anything_else(station, agent):
    station.__class__.objects.update(twin_mode="MODEL_3D")

    page = agent.get("/stations/VDO/q/P-01/").content.decode()

    assert page.index("/stations/VDO/?select=P-01") < page.index('class="precautions')


@pytest.mark.parametrize(
    ("name", "media_type", "saved_as"),
    [
        ("Manual of the pump", "application/pdf", "Manual of the pump.pdf"),
        ("Manual.PDF", "application/pdf", "Manual.PDF"),
        ("NP 3085.160 sheet", "application/pdf", "NP 3085.160 sheet.pdf"),
        ("Photo.jpeg", "image/jpeg", "Photo.jpeg"),
        ("Photo", "image/jpeg", "Photo.jpg"),
        ("Readings", "text/csv", "Readings.csv"),
        ("Something", "application/octet-stream", "Something"),
    ],
)
def test_a_paper_is_saved_with_the_ending_by_which_a_computer_opens_it(
    station, agent, name, media_type, saved_as
):
    document = factories.document(station, name, b"x", media_type=media_type)

    said = agent.get(f"/documents/{document.pk}/")["Content-Disposition"]

    assert f'filename="{saved_as}"' in said
