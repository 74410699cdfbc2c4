"""The history of a station: narrowed, told in words, linked, and checked by whoever reads it."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client

from assets import append_only
from assets.models import HistoryEntry
from maintenance import reviewing
from tests import factories

pytestmark = pytest.mark.django_db
PAGE = "/stations/VDO/history/"


@pytest.fixture
def station():
    return factories.station("VDO")


@pytest.fixture
def agent(station):
    return factories.person("agent", station=station)


@pytest.fixture
def steward(station):
    client = Client(headers={"accept-language": "fr"})
    client.user = factories.person("steward", station=station)
    client.force_login(client.user)
    return client


@pytest.fixture(autouse=True)
def decided(station, agent, steward):
    """Of one pump a voltage approved, of another a voltage refused."""
    for code, verdict in (("P-01", "APPROVED"), ("P-02", "REFUSED")):
        change = factories.declared(factories.asset(station, code), agent, voltage="400 V").changes.get()
        reviewing.decide(change, by=steward.user, verdict=verdict, reason="La plaque dit 230.")


def acts(page) -> list[str]:
    lines = page.content.decode().split('<ul class="lines history">')[1].split("</ul>")[0]
    return [re.sub(r"<[^>]+>| +", " ", line).strip() for line in lines.split("<li>")[1:]]


def test_it_is_narrowed_to_a_verb_a_person_or_a_thing(steward, agent):
    counted = {
        asked: len(acts(steward.get(PAGE + asked)))
        for asked in (
            "?verb=change+approved",
            "?about=p-02",
            f"?person={agent.pk}",
            f"?person={agent.pk}&about=P-01",
        )
    }

    entries = HistoryEntry.objects
    assert counted == {
        "?verb=change+approved": 1,
        "?about=p-02": entries.filter(after__code="P-02").count(),
        f"?person={agent.pk}": entries.filter(actor=agent).count(),
        f"?person={agent.pk}&about=P-01": entries.filter(actor=agent, after__code="P-01").count(),
    }
    assert "Rien ne répond" in steward.get(PAGE + "?verb=nonsense").content.decode()


def test_a_line_says_old_and_new_in_words_and_leads_to_its_sheet(steward):
    page = steward.get(PAGE + "?verb=change+refused")

    [line] = acts(page)
    assert "Tension non renseigné → 400 V « La plaque dit 230. »" in re.sub(r"\s+", " ", line)
    assert 'href="/stations/VDO/assets/P-02/"' in page.content.decode()


def test_the_chain_is_checked_by_a_key(steward, station):
    intact = steward.post(PAGE + "verify/", follow=True).content.decode()
    with append_only.suspended(connection):
        HistoryEntry.objects.filter(station=station, number=2).update(verb="nothing")
    broken = steward.post(PAGE + "verify/", follow=True).content.decode()

    assert f"intact : {HistoryEntry.objects.count()} entrées" in intact
    number = HistoryEntry.objects.get(station=station, number=2).pk
    assert f"entrée {number} ne suit pas la précédente" in broken


def test_who_may_not_read_the_history_may_not_check_it(agent):
    client = Client()
    client.force_login(agent)

    assert client.post(PAGE + "verify/").status_code == 404
