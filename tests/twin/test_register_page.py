"""A steward brings a list: looked at first, then taken in; what is wrong is told row by row."""

from __future__ import annotations

import os
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from assets.models import Asset, HistoryEntry
from tests import factories
from tests.assets.test_cobie import workbook
from twin import looked_at

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


def ticket_in(page: str) -> str:
    return re.search(r'name="kept" value="([^"]*)"', page)[1]


def test_what_was_looked_at_is_taken_in_by_one_tap_and_counted_at_once(steward, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    looked = bring(steward, LIST, look="1").content.decode()

    page = steward.post("/stations/SFA/register/", {"kept": ticket_in(looked), "take": ""}).content.decode()

    assert "0 pieces of equipment are registered here." in looked
    assert "list.csv was taken in." in page
    assert "2 pieces of equipment are registered here." in page
    assert not list((tmp_path / "looked-at").iterdir())


def test_what_was_looked_at_is_ones_own_and_the_last_and_for_an_hour(steward, station, settings, tmp_path):
    """Nobody else's, not of another station, not what another list has taken the place of, not the day after."""
    settings.DATA_DIR = tmp_path
    other = Client()
    other.force_login(factories.person("steward"))
    factories.station("BRU", twin_mode="REGISTER")
    first = ticket_in(bring(steward, LIST, look="1").content.decode())
    bring(other, LIST, look="1")

    def taken(client: Client, ticket: str, code: str = "SFA") -> int:
        return client.post(f"/stations/{code}/register/", {"kept": ticket}).status_code

    refused = [taken(other, first), taken(other, first, "BRU"), taken(steward, first + "x")]
    newer = ticket_in(bring(steward, LIST + b"X-1;pompe;\n", look="1").content.decode())
    refused.append(taken(steward, first))
    for file in (tmp_path / "looked-at").iterdir():
        os.utime(file, (0, 0))
    looked_at.sweep()
    refused.append(taken(steward, newer))

    assert refused == [422] * 5
    assert not Asset.objects.exists()
