"""A draft of IFC 4.3 brought by page or program: refused in words, read when that is asked for, with a warning kept."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from assets import files, jobs
from assets.models import Finding, Revision, Station
from tests import factories, small_model
from twin import reception

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def station() -> Station:
    return factories.station("VDO")


@pytest.fixture
def browser(station: Station) -> Client:
    client = Client(headers={"accept-language": "fr"})
    client.force_login(factories.person("steward", station=station))
    return client


@pytest.fixture
def final(tmp_path: Path) -> bytes:
    return small_model.write(tmp_path / "essai_PLB.ifc").read_bytes()


@pytest.fixture
def draft(final: bytes) -> bytes:
    return final.replace(b"('IFC4')", b"('IFC4X3_RC2')", 1)


def archived(content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("gare.ifc", content)
    return packed.getvalue()


def bring(browser: Client, content: bytes, name: str = "essai_PLB.ifc", **more: str):
    return browser.post(
        reverse("revisions", args=["VDO"]), {"file": SimpleUploadedFile(name, content), **more}, follow=True
    )


def read(revision: Revision) -> Revision:
    jobs.run_one(reception.job_of(revision).pk)
    revision.refresh_from_db()
    return revision


def test_the_page_asks_in_words_of_a_steward(browser):
    text = browser.get(reverse("revisions", args=["VDO"])).content.decode()

    assert "C&#x27;est un brouillon d&#x27;IFC 4.3 : le lire comme la version finale" in text
    assert "RC2" not in text


def test_without_the_tick_it_is_refused_and_told_what_can_be_done(browser, draft):
    bring(browser, draft)

    revision = read(Revision.objects.get())
    page = browser.get(reverse("revision", args=["VDO", revision.pk])).content.decode()
    assert revision.outcome == Revision.Outcome.REFUSED
    assert "en demandant que le brouillon soit lu" in page


@pytest.mark.parametrize("name", ["essai_PLB.ifc", "essai_PLB.ifczip"])
def test_with_the_tick_it_is_read_and_its_report_keeps_the_warning(browser, draft, name):
    content = archived(draft) if name.endswith("zip") else draft

    bring(browser, content, name, draft="on")

    revision = read(Revision.objects.get())
    assert (revision.state, revision.schema, revision.file_name) == ("SHARED", "IFC4X3_ADD2", name)
    assert Finding.objects.get(revision=revision, code="schema-relabelled").severity == "warning"
    page = browser.get(reverse("revision", args=["VDO", revision.pk])).content.decode()
    assert "un brouillon du schéma ; il a été lu comme IFC4X3_ADD2" in page
    assert b"relabelled from IFC4X3_RC2" in files.absolute(revision.path).read_bytes()


def test_where_nothing_is_a_draft_the_form_says_so_beside_the_file_and_takes_nothing_in(browser, final):
    answer = bring(browser, final, draft="on")

    assert answer.status_code == 422
    assert "n&#x27;est pas un brouillon" in answer.content.decode()
    assert Revision.objects.count() == 0


def test_the_same_draft_twice_is_one_revision(browser, draft):
    bring(browser, draft, draft="on")
    bring(browser, archived(draft), "essai_PLB.ifczip", draft="on")

    assert Revision.objects.count() == 1


def test_a_program_asks_for_it_too_and_is_told_beside_the_file(browser, draft, final):
    taken = browser.post(
        "/api/v1/revisions/",
        {"station": "VDO", "file": SimpleUploadedFile("a_PLB.ifc", draft), "draft": "true"},
    )
    refused = browser.post(
        "/api/v1/revisions/",
        {"station": "VDO", "file": SimpleUploadedFile("b_PLB.ifc", final), "draft": "true"},
    )

    assert (taken.status_code, refused.status_code) == (202, 400)
    assert "n'est pas un brouillon" in refused.json()["errors"]["file"][0]
    assert read(Revision.objects.get()).schema == "IFC4X3_ADD2"
