"""The demo's mails: files that a page shows; on a server there is no such page."""

from __future__ import annotations

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from twin import mail_files

BACKEND = "twin.mail_files.MailFiles"


@pytest.fixture(autouse=True)
def _demo(settings, tmp_path):
    settings.DEBUG, settings.MAILS_DIR, settings.EMAIL_BACKEND = True, tmp_path / "mails", BACKEND


def send(subject: str, identity: str, to: str = "chef@gare.example") -> None:
    body = "Voici : http://127.0.0.1:8000/stations/VDO/"
    EmailMessage(subject, body, to=[to], headers={"Message-ID": f"<{identity}@station-twin>"}).send()


def test_what_was_sent_is_read_again():
    send("Une fuite à voir", "1")

    [mail] = mail_files.mails()

    assert (mail.to, mail.subject) == ("chef@gare.example", "Une fuite à voir")
    assert mail.text == "Voici : http://127.0.0.1:8000/stations/VDO/"


def test_the_same_mail_sent_again_is_one_mail():
    send("A", "1")
    send("A", "1")
    send("B", "2")

    assert sorted(mail.subject for mail in mail_files.mails()) == ["A", "B"]


@pytest.mark.django_db
def test_the_page_shows_them_with_links_that_can_be_tapped():
    send("A", "1")
    send("B", "2", to="hydro@example.org")

    page = Client().get("/mails/").content.decode()
    narrowed = Client().get("/mails/?to=hydro@example.org").content.decode()

    assert page.count('href="http://127.0.0.1:8000/stations/VDO/"') == 2
    assert ("<strong>A</strong>" in narrowed, "<strong>B</strong>" in narrowed) == (False, True)


@pytest.mark.django_db
def test_a_server_has_no_such_page(settings):
    settings.DEBUG = False

    assert Client().get("/mails/").status_code == 404
