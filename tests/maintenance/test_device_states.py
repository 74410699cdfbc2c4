"""What people say of valves and breakers on site: who may, whose word counts, for how long, and that it stays."""

from __future__ import annotations

import uuid
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from assets import said_states
from assets.isolation_cards import Said as CardSaid
from assets.isolation_cards import Word as CardWord
from assets.isolation_cards import put
from assets.models import HistoryEntry
from assets.networks.devices import Word
from maintenance import device_states, standing_states
from maintenance.models import DeviceState
from tests import factories

pytestmark = pytest.mark.django_db

Said = DeviceState.Said
LONG_AGO = standing_states.OLD_AFTER + timedelta(hours=1)


@pytest.fixture
def site() -> SimpleNamespace:
    """A valve and a basin in one room, an agent, and a firm with an order on the valve that it has begun."""
    station = factories.station("VDO")
    room = factories.location(station, "S1-012")
    valve = factories.asset(station, "V-112", kind="valve-isolating", location=room)
    elsewhere = factories.asset(
        station, "V-001", kind="valve-isolating", location=factories.location(station, "S1-013")
    )
    firm = factories.organisation("Plomberie Martin")
    plumber = factories.contractor(firm, station=station)
    order = factories.begun(factories.work_order(station, asset=valve, organisation=firm), plumber)
    return SimpleNamespace(
        station=station, room=room, valve=valve, elsewhere=elsewhere, order=order, plumber=plumber, firm=firm,
        agent=factories.person("agent", station=station),
    )  # fmt: skip


def ours(site, said, ago: timedelta = timedelta(0)) -> DeviceState:
    return device_states.say(site.valve, said, by=site.agent, seen_at=timezone.now() - ago)


def firms(site, said) -> DeviceState:
    return device_states.say(site.valve, said, by=site.plumber, work_order=site.order)


def standing(site) -> tuple[Word, str]:
    state = standing_states.of_asset(site.valve)
    return state.word, state.hindrance


def test_an_employees_word_is_taken_at_once_and_names_who_when_and_from_which_order(site):
    order = factories.work_order(site.station, asset=site.valve, number="OT-7")

    made = device_states.say(site.valve, Said.BLOCKS, by=site.agent, work_order=order)

    assert standing(site) == (Word(ours=False), "")
    (spoken,) = standing_states.of_asset(site.valve).spoken
    assert (spoken.said, spoken.by, spoken.firm, spoken.order) == ("blocks", site.agent, "", "OT-7")
    assert spoken.at == made.seen_at
    entry = HistoryEntry.objects.get(verb="state said")
    assert (entry.actor, entry.subject_id) == (site.agent, site.valve.pk)
    assert entry.after["state"] == "blocks"
    assert (entry.after["code"], entry.after["work_order"]) == ("V-112", "OT-7")


def test_position_and_hindrance_are_two_things_and_a_lock_says_both(site):
    ours(site, Said.BLOCKS, timedelta(minutes=9))
    ours(site, Said.STUCK, timedelta(minutes=8))
    assert standing(site) == (Word(ours=False), "stuck")
    assert [each.said for each in standing_states.of_asset(site.valve).spoken] == ["stuck", "blocks"]

    ours(site, Said.CONDUCTS, timedelta(minutes=7))
    assert standing(site) == (Word(ours=True), "stuck")  # that it was seen open does not mean that it moves

    ours(site, Said.FREE, timedelta(minutes=6))
    assert standing(site) == (Word(ours=True), "")

    ours(site, Said.LOCKED_OUT, timedelta(minutes=5))
    assert standing(site) == (Word(ours=False), "locked-out")


def test_a_position_grows_old_and_a_hindrance_does_not(site):
    ours(site, Said.LOCKED_OUT, LONG_AGO)

    assert standing(site) == (Word(ours=False, is_old=True), "locked-out")
    assert standing_states.of_asset(site.valve).spoken[0].is_old


def test_what_was_seen_earlier_and_sent_later_does_not_overtake(site):
    ours(site, Said.CONDUCTS)
    ours(site, Said.BLOCKS, timedelta(hours=2))

    assert standing(site)[0] == Word(ours=True)


def test_a_firms_word_stands_beside_an_employees_until_one_says_something(site):
    ours(site, Said.CONDUCTS, timedelta(hours=1))
    firms(site, Said.BLOCKS)
    assert standing(site) == (Word(ours=True, firms=(False,)), "")

    ours(site, Said.BLOCKS)
    assert standing(site) == (Word(ours=False), "")


def test_a_firms_hindrance_counts_at_once_and_only_an_employee_or_that_firm_lifts_it(site):
    other = factories.organisation("Chauffage Petit")
    heater = factories.contractor(other, station=site.station)
    theirs = factories.begun(factories.work_order(site.station, asset=site.valve, organisation=other), heater)

    firms(site, Said.LOCKED_OUT)
    assert standing(site) == (Word(firms=(False,)), "locked-out")

    device_states.say(site.valve, Said.FREE, by=heater, work_order=theirs)
    assert standing(site)[1] == "locked-out"

    firms(site, Said.FREE)
    assert standing(site)[1] == ""
    assert [each.said for each in standing_states.of_asset(site.valve).spoken] == [
        "blocks"
    ]  # no lock any more

    ours(site, Said.STUCK)
    firms(site, Said.FREE)
    assert standing(site)[1] == "stuck"
    assert [each.said for each in standing_states.of_asset(site.valve).spoken] == ["free", "stuck", "blocks"]


def test_what_is_said_twice_under_one_key_is_one_word_and_a_key_is_nobody_elses(site):
    key = uuid.uuid4()

    first = device_states.say(site.valve, Said.STUCK, by=site.agent, key=key)
    again = device_states.say(site.valve, Said.STUCK, by=site.agent, key=key)

    assert first == again
    assert DeviceState.objects.count() == HistoryEntry.objects.filter(verb="state said").count() == 1
    with pytest.raises(device_states.NotHers):
        device_states.say(site.elsewhere, Said.STUCK, by=site.agent, key=key)


def test_a_firm_speaks_of_what_its_order_is_about_once_it_has_read_what_is_dangerous_there(site):
    fresh = factories.work_order(site.station, asset=site.valve, organisation=site.firm)
    stranger = factories.contractor(factories.organisation(), station=site.station)

    with pytest.raises(device_states.TooEarly):
        device_states.say(site.valve, Said.STUCK, by=site.plumber, work_order=fresh)
    for person, asset, order in (
        (site.plumber, site.elsewhere, site.order),
        (site.plumber, site.valve, None),
        (stranger, site.valve, site.order),
        (factories.person(), site.valve, None),
    ):
        with pytest.raises(device_states.NotHers):
            device_states.say(asset, Said.STUCK, by=person, work_order=order)
    assert not DeviceState.objects.exists()


def test_a_firm_speaks_of_what_the_card_of_its_order_tells_it_to_close(site):
    word = CardWord(site.agent.pk, factories.person("manager").pk, timezone.now(), change=0)
    assert not device_states.may_say(site.plumber, site.elsewhere, site.order)

    put(None, site.valve, CardSaid(medium="water", device="V-001"), word)

    made = device_states.say(site.elsewhere, Said.LOCKED_OUT, by=site.plumber, work_order=site.order)
    assert made.organisation == site.firm


def test_what_stops_nothing_has_no_state(site):
    basin = factories.asset(site.station, "BASIN", kind="sanitary-terminal", location=site.room)

    with pytest.raises(device_states.NotADevice):
        device_states.say(basin, Said.BLOCKS, by=site.agent)
    with pytest.raises(ValueError, match="ajar"):
        device_states.say(site.valve, "ajar", by=site.agent)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE maintenance_devicestate SET said = 'conducts'",
        "DELETE FROM maintenance_devicestate",
    ],
)
def test_what_was_said_is_neither_changed_nor_removed(site, statement):
    ours(site, Said.STUCK)

    with (
        pytest.raises(DatabaseError, match="written once"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_forgetting_who_said_it_leaves_what_was_said(site):
    ours(site, Said.STUCK)

    site.agent.delete()

    (spoken,) = standing_states.of_asset(site.valve).spoken
    assert (spoken.said, spoken.by) == ("stuck", None)


def test_a_station_has_another_version_when_something_is_said_and_when_it_grows_old(site, monkeypatch):
    nothing = said_states.of(site.station)
    ours(site, Said.BLOCKS)
    said = said_states.of(site.station)
    again = said_states.of(site.station)
    monkeypatch.setattr(standing_states, "OLD_AFTER", timedelta(0))
    old = said_states.of(site.station)
    ours(site, Said.CONDUCTS)
    later = said_states.of(site.station)

    assert said.by_asset[site.valve.pk].word == Word(ours=False)
    assert old.by_asset[site.valve.pk].word == Word(ours=False, is_old=True)
    assert nothing == said_states.NOTHING_SAID
    assert said.version == again.version
    assert len({nothing.version, said.version, old.version, later.version}) == 4
