"""History is written once, and shows when somebody wrote in it behind its back."""

from __future__ import annotations

import json

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from assets import append_only, history
from assets.models import HistoryEntry, HistoryHead
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def station():
    made = factories.station("VDO")
    for number in range(4):
        history.record("counted", made, station=made, after={"number": number, "share": 0.5, "many": 1e22})
    return made


def test_each_entry_carries_the_hash_of_the_one_before(station):
    entries = list(HistoryEntry.objects.filter(station=station).order_by("number"))

    assert [entry.number for entry in entries] == [1, 2, 3, 4]
    assert [entry.previous_hash for entry in entries[1:]] == [entry.hash for entry in entries[:-1]]
    assert history.verify() == history.Verified(entries=4, first_broken=None)


def test_stations_and_the_site_have_chains_of_their_own(station):
    other = factories.station("BRM")
    history.record("counted", other, station=other)
    history.record("started", other, station=None)

    assert {entry.number for entry in HistoryEntry.objects.exclude(station=station)} == {1}
    assert history.verify().intact


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE assets_historyentry SET verb = 'nothing' WHERE number = 2",
        "DELETE FROM assets_historyentry WHERE number = 2",
        "DELETE FROM assets_historyentry",
    ],
)
def test_the_database_refuses_to_change_or_remove_an_entry(station, statement):
    with (
        pytest.raises(DatabaseError, match="written once"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

    assert history.verify().entries == 4


@pytest.mark.parametrize("with_its_id", [True, False])
def test_where_there_is_replace_it_is_refused_too(station, with_its_id):
    if connection.vendor != "sqlite":
        return  # PostgreSQL has no such statement
    fields = [field for field in HistoryEntry._meta.concrete_fields if with_its_id or not field.primary_key]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    said = ", ".join("'nothing'" if field.name == "verb" else f'"{field.column}"' for field in fields)
    with (
        pytest.raises(DatabaseError, match="written once"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            f"REPLACE INTO assets_historyentry ({columns}) SELECT {said} FROM assets_historyentry WHERE number = 2"
        )

    assert history.verify() == history.Verified(entries=4, first_broken=None)


def test_where_there_is_truncate_it_is_refused_too(station):
    if connection.vendor != "postgresql":
        return  # SQLite has no such statement
    with (
        pytest.raises(DatabaseError, match="written once"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("TRUNCATE assets_historyentry CASCADE")


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE assets_historyentry SET verb = 'nothing' WHERE number = 2", 2),
        ("UPDATE assets_historyentry SET after = '{\"number\": 7}' WHERE number = 3", 3),
        ("UPDATE assets_historyentry SET actor_id = 77 WHERE number = 1", 1),
        ("DELETE FROM assets_historyentry WHERE number = 2", 3),
        ("DELETE FROM assets_historyentry WHERE number = 4", 3),
    ],
)
def test_what_somebody_did_behind_the_triggers_shows(station, statement, broken):
    found = HistoryEntry.objects.get(number=broken, station=station).pk
    with append_only.suspended(connection), connection.cursor() as cursor:
        cursor.execute(statement)

    assert history.verify().first_broken == found


def test_an_emptied_chain_shows(station):
    with append_only.suspended(connection):
        HistoryEntry.objects.all().delete()

    assert history.verify() == history.Verified(entries=0, first_broken=0)


def test_forgetting_a_person_breaks_nothing(station):
    person = factories.person("steward")
    history.record("published", station, station=station, by=person)

    get_user_model().objects.filter(pk=person.pk).delete()

    assert history.verify().intact
    assert HistoryEntry.objects.select_related("actor").get(number=5).actor is None


def test_a_trial_keeps_no_history():
    trial = factories.trial(factories.person("agent"), "TRY-1")

    assert history.record("created", trial, station=trial) is None
    assert (HistoryEntry.objects.count(), HistoryHead.objects.count()) == (0, 0)


def test_the_command_says_how_the_history_stands(station, capsys):
    call_command("verify_history", json=True)
    assert json.loads(capsys.readouterr().out) == {"entries": 4, "intact": True, "first_broken": None}

    with append_only.suspended(connection):
        HistoryEntry.objects.filter(number=2).update(verb="nothing")
    broken = HistoryEntry.objects.get(number=2).pk
    with pytest.raises(CommandError, match=f"entry {broken} does not fit"):
        call_command("verify_history", json=True)
    assert json.loads(capsys.readouterr().out) == {"entries": 4, "intact": False, "first_broken": broken}
