"""Notes: one subject, read by who may write them, settled once by a person."""

from __future__ import annotations

import pytest

from assets.models import HistoryEntry
from maintenance import notes
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_note_has_the_asset_before_the_place_before_the_point(station, agent):
    room = factories.location(station, "R1")
    pump = factories.asset(station, "P-01", location=room)

    def subject(**about):
        note = notes.write(station, by=agent, text="x", **about)
        return note.asset, note.location, note.x

    assert subject(asset=pump, location=room, point=(1, 2, 3)) == (pump, None, 1)
    assert subject(location=room) == (None, room, None)
    assert subject(point=(1, 2, 3)) == (None, None, 1)


def test_a_note_says_something_about_something(station, agent):
    with pytest.raises(notes.NothingSaid):
        notes.write(station, by=agent, text=" ", point=(0, 0, 0))
    with pytest.raises(ValueError, match="about an asset"):
        notes.write(station, by=agent, text="x")


def test_nobody_is_addressed_who_could_not_read_it(station, agent):
    elsewhere = factories.person("agent", station=factories.station("BRM"))
    plumber = factories.contractor(factories.organisation(), station=station)
    for stranger in (elsewhere, plumber):
        with pytest.raises(notes.NotThere):
            notes.write(station, by=agent, text="x", point=(0, 0, 0), addressed_to=stranger)

    everywhere = factories.person("manager")
    assert set(notes.people_of(station)) == {agent, everywhere}


def test_only_people_of_the_station_read_its_notes(station, agent):
    note = notes.write(station, by=agent, text="x", point=(0, 0, 0))

    assert list(notes.for_user(agent)) == [note]
    assert list(notes.for_user(factories.person("agent", station=factories.station("BRM")))) == []
    assert list(notes.for_user(factories.contractor(factories.organisation(), station=station))) == []


def test_of_two_who_settle_it_one_is_remembered(station, agent):
    note = notes.write(station, by=agent, text="x", point=(0, 0, 0))
    other = factories.person("steward", station=station)

    assert (notes.resolve(note, by=agent), notes.resolve(note, by=other)) == (True, False)

    note.refresh_from_db()
    assert note.resolved_by == agent
    assert list(HistoryEntry.objects.order_by("pk").values_list("verb", "actor")) == [
        ("noted", agent.pk),
        ("settled", agent.pk),
    ]
