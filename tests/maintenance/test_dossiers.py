"""A firm's link: signed, not kept, limited in time, void when renewed or withdrawn; a code by e-mail opens the door."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction
from django.utils import timezone

from assets import history, permissions, reading_languages
from maintenance import dossiers, scope, tokens, wrong_codes
from maintenance.models import AccessToken, Dossier, DossierUse, SecondFactor
from tests import factories
from twin.dossier_forms import InviteForm

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
VISIT = dossiers.Visit("192.0.2.7", "Firefox on a tablet")


@pytest.fixture
def firm():
    return factories.organisation("Hydro-Services")


@pytest.fixture
def manager(station):
    return factories.person("manager", station=station)


@pytest.fixture
def dossier(station, firm, manager):
    return dossiers.invite(station, firm, email="plombier@hydro.example", by=manager)


@pytest.fixture
def code(dossier, mailoutbox):
    """Ask for a code, as its reader finds it in the mail."""

    def asked() -> str:
        SecondFactor.objects.update(created_at=timezone.now() - timedelta(minutes=2))
        dossiers.send_code(dossier, VISIT)
        return re.search(r"\b(\d{6})\b", mailoutbox[-1].body)[1]

    return asked


def uses() -> list[str]:
    return list(DossierUse.objects.order_by("pk").values_list("what", flat=True))


def test_an_invited_firm_sees_its_orders_in_this_station_and_has_no_password(dossier, station, firm):
    ours = factories.work_order(station, organisation=firm)
    factories.work_order(factories.station("BRM"), organisation=firm)

    assert list(scope.orders_for(dossier.user)) == [ours]
    assert permissions.contractor_of(dossier.user) == firm
    assert not dossier.user.has_usable_password()
    assert authenticate(username=dossier.user.username, password="") is None
    assert dossier.expires_at - timezone.now() > timedelta(days=89)


def test_the_link_opens_its_dossier_and_is_kept_nowhere(dossier):
    words = dossiers.link(dossier)

    assert dossiers.opened(words, VISIT) == dossier
    assert words == dossiers.link(Dossier.objects.get())
    assert [(use.what, use.address, use.browser) for use in dossier.uses.all()] == [
        ("opened", "192.0.2.7", "Firefox on a tablet")
    ]
    assert not any(words in str(value) for value in Dossier.objects.values().get().values())


@pytest.mark.parametrize("broken", ["", "x", "WzEsMV0:abc", "a:b:c"])
def test_a_link_that_was_not_signed_here_opens_nothing(dossier, broken):
    with pytest.raises(dossiers.Refused, match="not complete"):
        dossiers.opened(broken, VISIT)
    with pytest.raises(dossiers.Refused, match="not complete"):
        dossiers.opened(dossiers.link(dossier)[:-1], VISIT)


def test_a_renewed_link_makes_the_former_one_void_and_ends_sessions_and_codes(dossier, manager, client, code):
    former, mailed = dossiers.link(dossier), code()
    client.force_login(dossier.user)

    dossiers.renew(dossier, by=manager)

    with pytest.raises(dossiers.Refused, match="replaced"):
        dossiers.opened(former, VISIT)
    assert dossiers.opened(dossiers.link(dossier)) == dossier
    with pytest.raises(dossiers.Refused, match="no longer good"):
        dossiers.let_in(dossier, mailed, VISIT)
    assert client.get("/my-orders/").status_code == 302
    assert uses() == ["code sent", "renewed", "refused", "refused"]


def test_a_withdrawn_dossier_opens_nothing_by_link_session_or_token(dossier, manager, client):
    words = dossiers.link(dossier)
    until = timezone.now() + timedelta(days=1)
    _, key = tokens.make(
        dossier.user, name="GMAO", scopes=[tokens.READ], expires_at=until, station=dossier.station, by=manager
    )
    client.force_login(dossier.user)

    dossiers.revoke(dossier, by=manager)

    with pytest.raises(dossiers.Refused, match="withdrawn"):
        dossiers.opened(words, VISIT)
    assert client.get("/my-orders/").status_code == 302
    assert tokens.find(key) is None
    assert history.verify().intact


def test_a_firm_invited_again_after_a_withdrawal_gets_a_new_account(dossier, station, firm, manager):
    dossiers.revoke(dossier, by=manager)

    again = dossiers.invite(station, firm, email="a@b.example", by=manager)

    assert again.user != dossier.user
    with pytest.raises(IntegrityError), transaction.atomic():
        Dossier.objects.create(
            station=station,
            organisation=firm,
            user=factories.person(),
            email="x@y.example",
            expires_at=timezone.now(),
        )


def test_inviting_a_firm_that_has_an_open_dossier_renews_it(dossier, station, firm, manager):
    again = dossiers.invite(station, firm, email="new@hydro.example", by=manager)

    assert (again.pk, again.serial, again.email) == (dossier.pk, 2, "new@hydro.example")


def test_a_link_ends_on_its_day(dossier):
    Dossier.objects.update(expires_at=timezone.now())

    with pytest.raises(dossiers.Refused, match="expired"):
        dossiers.opened(dossiers.link(dossier), VISIT)
    assert uses() == ["expired"]


def test_the_code_of_the_mail_lets_in_once(dossier, code, mailoutbox):
    mailed = code()

    assert dossiers.let_in(dossier, f" {mailed[:3]} {mailed[3:]} ", VISIT) == dossier.user
    with pytest.raises(dossiers.Refused, match="no longer good"):
        dossiers.let_in(dossier, mailed, VISIT)
    assert mailoutbox[0].to == ["plombier@hydro.example"]
    assert mailed in mailoutbox[0].subject
    assert mailed not in SecondFactor.objects.get().code_hash
    assert uses() == ["code sent", "let in", "refused"]


def test_a_code_is_good_for_ten_minutes(dossier, code):
    mailed = code()
    assert SecondFactor.objects.get().expires_at - timezone.now() <= timedelta(minutes=10)
    SecondFactor.objects.update(expires_at=timezone.now())

    with pytest.raises(dossiers.Refused, match="no longer good"):
        dossiers.let_in(dossier, mailed, VISIT)


def test_after_five_wrong_tries_the_right_code_is_no_longer_good(dossier, code):
    mailed = code()
    wrong = f"{(int(mailed) + 1) % 10**6:06d}"

    for _ in range(5):
        with pytest.raises(dossiers.Refused, match="not the code"):
            dossiers.let_in(dossier, wrong, VISIT)
    with pytest.raises(dossiers.Refused, match="no longer good"):
        dossiers.let_in(dossier, mailed, VISIT)


def test_a_new_code_makes_the_former_one_void(dossier, code):
    former = code()
    newest = code()

    if former != newest:
        with pytest.raises(dossiers.Refused, match="not the code"):
            dossiers.let_in(dossier, former, VISIT)
    assert dossiers.let_in(dossier, newest, VISIT) == dossier.user


def test_without_a_code_sent_nothing_lets_in(dossier):
    for guess in ("", "000000"):
        with pytest.raises(dossiers.Refused, match="no longer good"):
            dossiers.let_in(dossier, guess, VISIT)


def test_codes_cannot_be_asked_for_without_end(dossier, code):
    code()
    with pytest.raises(dossiers.Refused, match="just been sent"):
        dossiers.send_code(dossier, VISIT)
    for _ in range(4):
        code()
    with pytest.raises(dossiers.Refused, match="Too many"):
        code()


def test_the_mail_speaks_the_firms_language(dossier, code, mailoutbox):
    Dossier.objects.update(language="fr")
    dossier.refresh_from_db()
    code()

    assert "Votre code" in mailoutbox[-1].body


def key_of(dossier, days: int, by=None) -> str:
    until = timezone.now() + timedelta(days=days)
    said = {"name": "GMAO", "scopes": [tokens.READ], "station": dossier.station, "by": by}
    return tokens.make(dossier.user, expires_at=until, **said)[1]


def test_no_key_outlives_a_link_that_was_renewed_for_a_shorter_time(dossier, manager):
    key_of(dossier, 80)
    key_of(dossier, 1)

    renewed = dossiers.renew(dossier, by=manager, days=5)

    ends = AccessToken.objects.order_by("pk").values_list("expires_at", flat=True)
    assert ends[0] == renewed.expires_at
    assert ends[1] - timezone.now() < timedelta(days=1)


def test_who_came_in_by_a_link_that_was_renewed_keeps_no_address_of_her_calendar(dossier, manager, client):
    """She may have left the firm: the new link is sent to somebody else."""
    hers, of_the_software = key_of(dossier, 80, by=dossier.user), key_of(dossier, 80, by=manager)

    dossiers.renew(dossier, by=manager)

    asked = [client.get(f"/api/v1/work-orders.ics?key={key}").status_code for key in (hers, of_the_software)]
    assert asked == [401, 200]


@pytest.mark.parametrize("ended", ["expires_at", "revoked_at"])
def test_whose_dossier_has_ended_sees_nothing_by_session_or_key(dossier, station, firm, client, ended):
    order = factories.work_order(station, organisation=firm)
    key = key_of(dossier, 80)
    client.force_login(dossier.user)
    assert client.get(f"/my-orders/{order.pk}/").status_code == 200

    Dossier.objects.update(**{ended: timezone.now()})

    assert client.get(f"/my-orders/{order.pk}/").status_code == 404
    assert list(scope.orders_for(dossier.user)) == []
    assert tokens.find(key) is None


@pytest.mark.parametrize("email", ["me@gare.example", "ME@Gare.example"])
def test_nobody_of_the_operator_is_invited_as_a_firm(station, firm, manager, email):
    factories.person("steward", station=station, email="me@gare.example")

    with pytest.raises(dossiers.Refused, match="account of her own"):
        dossiers.invite(station, firm, email=email, by=manager)
    said = {"firm": firm.pk, "email": email, "days": 30, "language": "fr"}
    assert list(InviteForm(said).errors) == ["email"]
    assert Dossier.objects.count() == 0


def test_an_address_of_the_firms_own_people_may_be_invited(station, firm, manager):
    factories.contractor(firm, station=station, email="plombier@hydro.example")

    assert dossiers.invite(station, firm, email="plombier@hydro.example", by=manager).organisation == firm


def wrong(dossier, count: int) -> None:
    for _ in range(count):
        DossierUse.objects.create(dossier=dossier, what="code wrong")


@pytest.mark.parametrize(("tries", "seconds"), [(0, 20), (4, 20), (5, 40), (10, 80), (20, 320), (49, 3600)])
def test_the_wait_for_another_code_doubles_with_every_five_wrong_ones(dossier, tries, seconds):
    wrong(dossier, tries)

    assert wrong_codes.wait(dossier) == timedelta(seconds=seconds)


def test_who_typed_wrong_codes_is_told_to_wait_and_the_right_one_ends_the_wait(dossier, code):
    mailed = code()
    wrong(dossier, 10)
    SecondFactor.objects.update(created_at=timezone.now() - timedelta(seconds=60))
    with pytest.raises(dossiers.Refused, match="Too many wrong codes"):
        dossiers.send_code(dossier, VISIT)

    dossiers.let_in(dossier, mailed, VISIT)
    dossiers.send_code(dossier, VISIT)
    assert uses()[-2:] == ["let in", "code sent"]


def test_fifty_wrong_codes_close_the_link_and_the_inviter_is_told_once(dossier, manager, code, mailoutbox):
    manager.email = "manager@gare.example"
    manager.save()
    reading_languages.chosen(manager, "en")
    Dossier.objects.update(language="fr")
    words, mailed = dossiers.link(dossier), code()
    bad = f"{(int(mailed) + 1) % 10**6:06d}"
    wrong(dossier, 49)
    dossier.refresh_from_db()

    with pytest.raises(dossiers.Refused, match="not the code"):
        dossiers.let_in(dossier, bad, VISIT)
    wrong_codes.close_after_too_many(dossier)

    with pytest.raises(dossiers.Refused, match="replaced"):
        dossiers.opened(words, VISIT)
    with pytest.raises(dossiers.Refused, match="no longer good"):
        dossiers.let_in(dossier, mailed, VISIT)
    told = [mail for mail in mailoutbox if mail.to == ["manager@gare.example"]]
    assert [mail.subject for mail in told] == ["The link of Hydro-Services to Gare VDO is closed"]
    assert uses().count("closed") == 1
    assert history.verify().intact
    assert dossiers.opened(dossiers.link(Dossier.objects.get())) == dossier
