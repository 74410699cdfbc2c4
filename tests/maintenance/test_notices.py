"""Who hears of what by e-mail: once, in her language, with the link, whatever was killed in between."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone, translation

from assets import reading_languages
from assets.models import Job
from maintenance import declarations, digests, notes, notices, receiving, reviewing
from maintenance.models import Dossier, Notice, WorkOrder
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def station():
    return factories.station("VDO", name="Gare de Val-d'Orme")


@pytest.fixture
def firm():
    return factories.organisation("Hydro-Services")


@pytest.fixture
def dossier(station, firm):
    return Dossier.objects.create(
        station=station,
        organisation=firm,
        user=factories.contractor(firm, station=station),
        email="hydro@example.org",
        language="fr",
        expires_at=timezone.now() + timedelta(days=30),
    )


def said() -> list[str]:
    return list(Notice.objects.values_list("what", flat=True))


def test_a_new_order_is_said_once_to_its_firm_and_to_no_other(station, firm, dossier):
    factories.work_order(station, organisation=firm)
    factories.work_order(station, organisation=factories.organisation())
    factories.work_order(factories.station("BRM"), organisation=firm)
    factories.work_order(station)

    assert (notices.announce(), notices.announce()) == (1, 0)
    assert said() == ["new"]


def test_a_change_that_matters_is_said_and_ones_own_progress_is_not(station, firm, dossier):
    order = factories.work_order(station, organisation=firm)
    notices.announce()

    order.status, order.version = "IN_PROGRESS", "v2"
    order.save()
    notices.announce()
    assert said() == ["new"]

    order.scheduled_at = timezone.now() + timedelta(days=1)
    order.save()
    notices.announce()
    assert said() == ["new", "changed"]


def test_late_is_said_once_and_again_when_the_new_date_has_passed_too(station, firm, dossier):
    now = timezone.now()
    order = factories.work_order(station, organisation=firm, due_at=now - timedelta(hours=1))
    notices.announce()
    notices.announce()
    assert said() == ["new", "late"]

    order.due_at = now + timedelta(hours=1)
    order.save()
    notices.announce()
    notices.announce(now + timedelta(hours=2))
    assert said() == ["new", "late", "changed", "late"]


def test_a_cancelled_order_is_said_to_who_had_heard_of_it(station, firm, dossier):
    heard = factories.work_order(station, organisation=firm)
    notices.announce()
    heard.status = "CANCELLED"
    heard.save()
    factories.work_order(station, organisation=firm, status="CANCELLED")
    factories.work_order(station, organisation=firm, status="DONE")

    notices.announce()

    assert said() == ["new", "gone"]


def test_an_order_that_is_taken_away_over_there_is_said_too_unless_it_was_done(station, firm, dossier):
    source = factories.source(station=station)
    for status in ("APPROVED", "DONE"):
        order = factories.work_order(station, source=source, organisation=firm)
        notices.announce()
        WorkOrder.objects.filter(pk=order.pk).update(status=status)
    WorkOrder.objects.update(changed_at=timezone.now() - timedelta(days=40))

    receiving.gone(source, set())
    notices.announce()
    notices.announce()

    assert said() == ["new", "new", "gone"]


@pytest.mark.parametrize(
    "shut",
    [
        {"revoked_at": timezone.now()},
        {"expires_at": timezone.now() - timedelta(days=1)},
        {"email": ""},
    ],
)
def test_a_closed_dossier_hears_nothing(station, firm, dossier, shut):
    Dossier.objects.update(**shut)
    factories.work_order(station, organisation=firm)

    assert notices.announce() == 0


def test_all_that_is_new_for_one_address_is_one_mail_in_its_language_with_links(
    station, firm, dossier, settings
):
    settings.SITE_URL = "https://twin.example"
    pump = factories.asset(station, "P-01", name="Pompe")
    orders = [factories.work_order(station, organisation=firm, asset=pump, title=name) for name in ("A", "B")]
    notices.announce()

    assert (notices.send_digests(), notices.send_digests()) == (1, 0)

    [message] = mail.outbox
    assert (message.to, message.subject) == (["hydro@example.org"], "Gare de Val-d'Orme : 2 nouvelles")
    assert "NOUVEAU" in message.body
    assert "Gare de Val-d'Orme · P-01 Pompe" in message.body
    assert [message.body.count(f"/{order.pk}/") for order in orders] == [1, 1]
    assert message.body.count("https://twin.example/") == 2
    assert Notice.objects.filter(sent_at=None).count() == 0


def test_an_order_that_is_new_and_late_is_one_piece_of_news(station, firm, dossier):
    late = factories.work_order(station, organisation=firm, due_at=timezone.now() - timedelta(hours=1))
    factories.work_order(station, organisation=firm)
    notices.announce()
    notices.send_digests()

    [message] = mail.outbox
    assert message.subject == "Gare de Val-d'Orme : 2 nouvelles"
    assert (message.body.count(f"/my-orders/{late.pk}/"), "EN RETARD" in message.body) == (1, True)
    assert Notice.objects.filter(sent_at=None).count() == 0


def test_english_speakers_are_written_to_in_english(station, firm, dossier):
    Dossier.objects.update(language="en")
    factories.work_order(station, organisation=firm)
    notices.announce()
    notices.send_digests()

    assert mail.outbox[0].subject == "Gare de Val-d'Orme: New · Fuite"


def test_a_mail_whose_worker_was_killed_after_sending_goes_out_as_the_very_same_mail(
    station, firm, dossier, monkeypatch
):
    """claim ─▶ send ─▶ ✗ ─▶ mark; then again, while a second order has come"""
    factories.work_order(station, organisation=firm)
    notices.announce()

    def sends_and_dies(found, digest):
        digests.compose(found, digest).send()
        raise KeyboardInterrupt

    with monkeypatch.context() as killed:
        killed.setattr(digests, "send", sends_and_dies)
        with pytest.raises(KeyboardInterrupt):
            notices.send_digests()
    factories.work_order(station, organisation=firm)
    notices.announce()

    assert notices.send_digests() == 2

    ids = [message.extra_headers["Message-ID"] for message in mail.outbox]
    bodies = [message.body for message in mail.outbox]
    assert len(ids) == 3
    assert ids.count(ids[0]) == bodies.count(bodies[0]) == 2


def test_a_mail_server_that_does_not_answer_is_asked_again(station, firm, dossier, monkeypatch):
    factories.work_order(station, organisation=firm)
    notices.announce()

    def refuses(message):
        raise ConnectionRefusedError

    with monkeypatch.context() as down:
        down.setattr("django.core.mail.EmailMessage.send", refuses)
        assert notices.send_digests() == 0
    assert notices.send_digests() == 1


def test_whom_a_note_is_addressed_to_hears_of_it_once(station, settings):
    settings.SITE_URL = "https://twin.example"
    author = factories.person("agent", station=station, username="ada")
    reader = factories.person("manager", station=station, email="chef@example.org")
    pump = factories.asset(station, "P-01")

    note = notes.write(station, by=author, text="Clé ?", asset=pump, addressed_to=reader)
    notices.send_digests()

    [message] = mail.outbox
    assert message.to == ["chef@example.org"]
    assert (
        f"ada : Clé ?\nGare de Val-d'Orme · P-01\nhttps://twin.example/stations/VDO/notes/{note.pk}/"
        in message.body
    )


@pytest.mark.parametrize(
    ("chosen", "subject"), [("en", "A note for you · Key?"), (None, "Une note pour vous · Key?")]
)
def test_a_note_is_announced_in_the_language_of_its_reader(station, chosen, subject):
    author, reader = factories.person("agent"), factories.person("manager", email="chef@example.org")
    reading_languages.chosen(author, "fr" if chosen else "en")
    if chosen:
        reading_languages.chosen(reader, chosen)

    with translation.override("de"):
        notes.write(station, by=author, text="Key?", point=(0, 0, 0), addressed_to=reader)
        notices.send_digests()

    assert [message.subject.partition(": ")[2] for message in mail.outbox] == [subject]


@pytest.fixture
def agent(station):
    person = factories.person("agent", station=station, email="lea@example.org")
    reading_languages.chosen(person, "fr")
    return person


def test_who_declared_a_value_reads_why_it_is_refused_in_her_language(station, agent, settings):
    settings.SITE_URL = "https://twin.example"
    steward = factories.person("steward", station=station)
    pump = factories.asset(station, "P-01", name="Pompe")
    change = factories.declared(pump, agent, flow="120 m³/h", voltage="400 V").changes.get(field="flow")

    with translation.override("en"):
        reviewing.decide(change, by=steward, verdict="REFUSED", reason="La plaque dit 110.")
        notices.send_digests()

    [message] = mail.outbox
    assert (message.to, message.subject) == (
        ["lea@example.org"], "Gare de Val-d'Orme : Valeur refusée · P-01 Pompe · Débit",
    )  # fmt: skip
    assert "Motif : La plaque dit 110.\nhttps://twin.example/stations/VDO/assets/P-01/" in message.body


def test_who_declared_it_is_led_to_her_form_each_time_it_comes_back(station, agent):
    steward = factories.person("steward", station=station)
    declaration = factories.declared(factories.asset(station, "P-01"), agent, voltage="400 V")

    for reason in ("Il manque la photo.", "Elle est floue."):
        reviewing.send_back(declaration, by=steward, reason=reason)
        declaration.refresh_from_db()
        notices.send_digests()
        declarations.submit(declaration, by=agent)

    assert [message.subject.partition(" : ")[2] for message in mail.outbox] == [
        "Renvoyé vers vous · P-01"
    ] * 2
    assert "Motif : Elle est floue." in mail.outbox[1].body
    assert "/stations/VDO/declare/correct/P-01/" in mail.outbox[1].body


def test_a_firm_hears_of_its_refused_value_at_the_address_of_its_dossier_with_its_own_link(
    station, firm, dossier
):
    order = factories.work_order(
        station, organisation=firm, asset=factories.asset(station, "P-01"), status="APPROVED"
    )
    declaration = factories.declared(order.asset, dossier.user, order, voltage="400 V")
    steward = factories.person("steward", station=station)

    reviewing.decide(declaration.changes.get(), by=steward, verdict="REFUSED", reason="Non.")
    notices.send_digests()

    [message] = mail.outbox
    assert message.to == ["hydro@example.org"]
    assert f"?next=/my-orders/{order.pk}/" in message.body


def test_nobody_is_told_of_her_own_note_or_without_an_address(station):
    author = factories.person("agent", station=station, email="ada@example.org")
    mute = factories.person("manager", station=station)

    notes.write(station, by=author, text="a", point=(0, 0, 0), addressed_to=author)
    notes.write(station, by=author, text="b", point=(0, 0, 0), addressed_to=mute)

    assert Notice.objects.count() == 0


def test_beat_wakes_the_sender_only_when_there_is_something_to_say(station, firm, dossier):
    notices.tell_people()
    assert Job.objects.count() == 0

    factories.work_order(station, organisation=firm)
    notices.tell_people()
    assert Job.objects.get().kind == notices.SEND
