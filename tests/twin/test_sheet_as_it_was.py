"""The sheet as it was on a day: what was known that day, and nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation

from assets.models import Asset
from maintenance import reviewing
from tests import factories
from twin import wording

pytestmark = pytest.mark.django_db


@pytest.fixture
def station():
    return factories.station("VDO")


@pytest.fixture
def pump(station):
    made = factories.asset(station, "P-01")
    Asset.objects.update(created_at=timezone.now() - timedelta(days=30))
    return made


@pytest.fixture
def agent(station):
    client = Client(headers={"accept-language": "fr"})
    client.user = factories.person("agent", station=station)
    client.force_login(client.user)
    return client


def page(client, day) -> str:
    return client.get(f"/stations/VDO/assets/P-01/?as_of={day}").content.decode()


def days_ago(days: int):
    return timezone.localdate() - timedelta(days=days)


def test_what_was_declared_today_does_not_stand_on_the_sheet_of_yesterday(station, pump, agent):
    declaration = factories.declared(pump, agent.user, installation_date="12/03/2024")
    type(declaration).objects.update(performed_at=timezone.now() - timedelta(days=3))
    steward = factories.person("steward", station=station)
    reviewing.decide(declaration.changes.get(), by=steward, verdict="APPROVED")

    assert "12 mars 2024" in agent.get("/stations/VDO/assets/P-01/").content.decode()
    assert "12 mars 2024" not in page(agent, days_ago(1))


def test_nothing_is_ordered_or_reported_on_a_day_that_has_passed(station, pump, agent):
    factories.work_order(station, asset=pump, title="Fuite au presse-étoupe")

    assert "Fuite au presse" in agent.get("/stations/VDO/assets/P-01/").content.decode()
    then = page(agent, days_ago(1))
    assert [words for words in ("Fuite au presse", "Signaler", "Corriger une valeur") if words in then] == []


def test_before_the_first_entry_nothing_is_known(pump, agent):
    then = page(agent, "1990-01-01")

    with translation.override("fr"):
        day = wording.long_day(days_ago(30))
    assert f"Rien n'est connu de P-01 avant le {day}" in then
    assert "Numéro de série" not in then


def test_a_day_that_has_not_come_is_refused_with_a_sentence(pump, agent):
    said = page(agent, "2100-01-01")

    assert "Le 1er janvier 2100 n'est pas encore venu" in said
    assert "Telle qu" not in said
