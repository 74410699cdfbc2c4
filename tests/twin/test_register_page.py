"""A steward brings a list: looked at first, then taken in; what is wrong is told row by row."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from assets.models import Asset, HistoryEntry
from tests import factories
from tests.assets.test_cobie import workbook

pytestmark = pytest.mark.django_db
LIST = b"code;kind;name\nREL-01;pompe;Pompe 1\nASC-01;ascenseur;Ascenseur\n"


@pytest.fixture
def station():
    return factories.station("SFA", twin_mode="REGISTER")


@pytest.fixture
def steward(station):
    client = Client(headers={"accept-language": "en"})
    client.force_login(factories.person("steward", station=station))
    return client


def bring(client: Client, content: bytes, name: str = "list.csv", **more: str):
    return client.post("/stations/SFA/register/", {"file": SimpleUploadedFile(name, content), **more})


def test_a_list_is_taken_in_and_said_in_figures(steward):
    answer = bring(steward, LIST)

    assert answer.status_code == 200
    assert "list.csv was taken in." in answer.content.decode()
    assert sorted(Asset.objects.values_list("code", flat=True)) == ["ASC-01", "REL-01"]
    assert HistoryEntry.objects.filter(verb="register taken in").count() == 1


def test_looking_changes_nothing(steward):
    answer = bring(steward, LIST, look="1")

    assert "nothing was changed yet" in answer.content.decode()
    assert not Asset.objects.exists()


def test_a_workbook_does_as_well(steward):
    bring(steward, workbook(), "handover.xlsx")

    assert Asset.objects.count() == 3


def test_wrong_rows_are_told_in_the_readers_language_and_nothing_is_kept(station):
    client = Client(headers={"accept-language": "fr"})
    client.force_login(factories.person("steward", station=station))

    answer = bring(client, LIST + b"X-1;;\n;pompe;\n")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Ligne 4 : kind est vide" in page
    assert "Ligne 5 : code est vide" in page
    assert not Asset.objects.exists()


@pytest.mark.parametrize(("name", "words"), [("list.pdf", "is no list"), ("list.xlsx", "no Excel workbook")])
def test_a_file_of_another_kind_is_refused_in_words(steward, name, words):
    answer = bring(steward, b"PK\x03\x04nothing", name)

    assert (answer.status_code, words in answer.content.decode()) == (422, True)


def test_equipment_that_a_list_no_longer_names_is_listed_and_kept(steward):
    bring(steward, LIST)

    page = bring(steward, LIST.replace(b"ASC-01;ascenseur;Ascenseur\n", b"")).content.decode()

    assert '<a class="code" href="/stations/SFA/assets/ASC-01/">ASC-01</a>' in page
    assert Asset.objects.live().count() == 2


def test_the_example_is_a_list_that_can_be_taken_in(steward):
    example = b"".join(steward.get("/stations/SFA/register/example.csv").streaming_content)

    assert bring(steward, example).status_code == 200
    assert Asset.objects.get().code == "REL-01"


def test_an_agent_brings_none(station):
    client = Client()
    client.force_login(factories.person("agent", station=station))

    assert bring(client, LIST).status_code == 404


def test_a_kind_that_was_guessed_is_told_with_what_else_may_be_meant(steward):
    """From what it was guessed, what it was taken as, where, and the words that settle it."""
    pumps = b"P-1;pompe de relevage eaux noires;Pompe\nP-2;pompe de relevage eaux noires;\n"

    page = bring(steward, LIST + pumps + b"X-1;bidule;\nA-1;ascensseur;\n").content.decode()

    guesses = page[page.index('id="guesses"') : page.index("<form", page.index('id="guesses"'))]
    rows = [re.sub(r"<[^>]+>|\s+", " ", row).split() for row in guesses.split("<tr>")[2:]]
    assert [" ".join(row) for row in rows] == [
        "pompe de relevage eaux noires Sump pump Submersible pump, In-line pump P-1 , P-2",
        "bidule no kind: just an object X-1",
        "ascensseur no kind: just an object Lift A-1",
    ]
    assert "<li>Sump pump</li>" in page
    assert "REL-01" not in guesses
