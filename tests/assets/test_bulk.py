"""Many rows at once are the same rows as one at a time."""

from __future__ import annotations

import pytest
from django.db import transaction

from assets import bulk, kinds
from assets.models import Asset, Element, Finding, Revision, Station


@pytest.fixture
def revision(db) -> Revision:
    station = Station.objects.create(code="VDO", name="Val-d'Orme")
    return Revision.objects.create(station=station, discipline="PLB", file_name="a.ifc", sha256="1", size=1)


def finding(revision: Revision, message: str) -> Finding:
    return Finding(revision=revision, severity="info", code="x", message=message, params={"names": [message]})


def test_rows_come_back_with_their_keys_and_can_be_read_again(revision):
    made = bulk.insert(finding(revision, text) for text in ("one", "é\t\\N", "trois\n"))

    assert [Finding.objects.get(pk=row.pk).message for row in made] == ["one", "é\t\\N", "trois\n"]
    assert Finding.objects.get(pk=made[1].pk).params == {"names": ["é\t\\N"]}


def test_keys_go_on_after_those_given_one_at_a_time_and_before_the_next(revision):
    first = finding(revision, "single")
    first.save()
    made = bulk.insert([finding(revision, "bulk")])
    last = finding(revision, "single again")
    last.save()

    assert len({first.pk, made[0].pk, last.pk}) == 3


def test_what_no_database_keeps_is_taken_out_of_texts(revision):
    row = bulk.insert([finding(revision, "cut \ud83d here\0")])[0]

    kept = Finding.objects.get(pk=row.pk)
    assert kept.message == "cut ? here"
    assert kept.params == {"names": ["cut ? here"]}


def test_nothing_to_insert_is_nothing_done(db):
    assert bulk.insert([]) == []


def test_it_insists_on_a_transaction(transactional_db):
    assert not transaction.get_connection().in_atomic_block
    with pytest.raises(RuntimeError, match="transaction"):
        bulk.insert([Finding()])


def test_every_kind_fits_its_column():
    longest = max(len(key) for key in kinds.by_key())

    assert longest <= min(model._meta.get_field("kind").max_length for model in (Asset, Element))
