"""A firm's key: shown once, kept as a hash, good for a time and for a few things."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from maintenance import tokens
from maintenance.models import AccessToken
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    user = factories.contractor(factories.organisation())
    until = timezone.now() + timedelta(days=30)
    return tokens.make(
        user, name="GMAO", scopes=[tokens.READ, "stations:*"], expires_at=until, station=None, by=None
    )


def test_a_key_is_kept_as_a_hash_with_its_first_letters(made):
    token, text = made

    assert text.startswith("st_")
    assert tokens.find(text) == token
    assert (token.prefix, token.scopes) == (text[:8], ["orders:read"])
    assert text not in str(AccessToken.objects.values().get())


@pytest.mark.parametrize(
    "change",
    [{"revoked_at": timezone.now()}, {"expires_at": timezone.now()}],
    ids=["withdrawn", "over"],
)
def test_a_key_that_was_withdrawn_or_is_over_opens_nothing(made, change):
    AccessToken.objects.update(**change)

    assert tokens.find(made[1]) is None


def test_neither_another_text_nor_the_key_of_an_account_put_out_opens_anything(made):
    token, text = made
    assert [tokens.find(other) for other in ("", "st_", text[:-1], token.token_hash)] == [None] * 4
    token.user.is_active = False
    token.user.save()

    assert tokens.find(text) is None


def test_its_last_use_is_noted_about_once_a_minute(made):
    _, text = made
    tokens.find(text)
    first = AccessToken.objects.get().last_used_at
    tokens.find(text)

    assert first is not None
    assert AccessToken.objects.get().last_used_at == first
    AccessToken.objects.update(last_used_at=first - timedelta(minutes=2))
    tokens.find(text)
    assert AccessToken.objects.get().last_used_at >= first


def test_a_withdrawal_is_written_in_the_history_once(made):
    station = factories.station()
    for _ in range(2):
        tokens.revoke(made[0], station=station, by=None)

    assert [entry.verb for entry in station.history.all()] == ["revoked"]
