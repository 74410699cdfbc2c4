"""Cards in the register: what must never be false of one, which cover a spot, and which devices are near it."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from assets import history, isolating_devices, isolation_cards, spots
from assets.isolation_cards import Said, Word
from assets.models import HistoryEntry, IsolationCard
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def station():
    return factories.station("VDO")


@pytest.fixture
def basement(station):
    return factories.storey(station, elevation=-4.0)


@pytest.fixture
def room(station, basement):
    return factories.location(station, "S1-012", name="012", parent=basement, z_min=-4.0, z_max=-1.0)


@pytest.fixture
def word():
    people = factories.person("agent"), factories.person("steward")
    return Word(people[0].pk, people[1].pk, timezone.now(), change=1)


def card(subject, word, device: str = "", **values) -> IsolationCard:
    said = Said(**({"medium": "water", "device": device, "device_words": "" if device else "vanne"} | values))
    return isolation_cards.put(None, subject, said, word)


def valve(revision, code: str, at: float, room, *, kind: str = "valve-isolating", system=None):
    """A valve of 20 cm, `at` metres along the x axis, 1 m above the floor of its room."""
    box = {"x_min": at, "y_min": 0, "z_min": -3, "x_max": at + 0.2, "y_max": 0.2, "z_max": -2.8}
    drawn = factories.element(revision, code, kind=kind, location=room, storey=room.parent, **box)
    if system is not None:
        system.members.create(element=drawn)
    return factories.asset(revision.station, code, drawn_by=drawn, location=room, kind=kind)


# The card


@pytest.mark.parametrize(
    "wrong",
    [
        {"device_words": ""},
        {"medium": "conveying"},
        {"height": 400.0},
        {"location": None},
        {"verified_by_id": "its writer"},
    ],
    ids=str,
)
def test_what_a_card_must_never_be_is_refused_by_the_database(room, word, wrong):
    made = card(room, word)
    wrong = {name: word.written_by if value == "its writer" else value for name, value in wrong.items()}

    with pytest.raises(IntegrityError), transaction.atomic():
        IsolationCard.objects.filter(pk=made.pk).update(**wrong)


def test_a_card_hangs_on_one_thing(room, word):
    made = card(room, word)
    pump = factories.asset(room.station, "P-01")

    with pytest.raises(IntegrityError), transaction.atomic():
        IsolationCard.objects.filter(pk=made.pk).update(asset=pump)


def test_cards_are_numbered_in_their_station(room, word):
    elsewhere = factories.location(factories.station("BRV"), "N0-001")

    labels = [card(room, word).label, card(room, word).label, card(elsewhere, word).label]

    assert labels == ["M-001", "M-002", "M-001"]


def test_a_revised_card_leaves_what_it_said_in_the_history(room, word):
    made = card(room, word, device_words="vanne rouge", steps=("Couper la pompe.",))

    isolation_cards.put(made, room, Said(medium="water", device_words="vanne bleue"), word)

    assert (made.revision, made.device_words) == (2, "vanne bleue")
    told = [(entry.verb, entry.after["device_words"]) for entry in isolation_cards.revisions_of(made)]
    assert told == [("isolation card revised", "vanne bleue"), ("isolation card verified", "vanne rouge")]
    assert history.verify().intact
    with pytest.raises(IntegrityError), transaction.atomic():
        HistoryEntry.objects.filter(subject_kind="isolationcard").delete()


def test_a_device_of_the_register_says_its_room_and_name_by_itself(station, room, word):
    factories.asset(station, "EFS-V-012", location=room, name="Vanne du local", kind="valve-isolating")

    made = card(room, word, "EFS-V-012")

    assert (made.device_words, made.device_room) == ("EFS-V-012 Vanne du local", room)


# What covers a spot


def test_the_nearest_card_comes_first_its_own_then_its_run_network_room_and_level(
    station, basement, room, word
):
    revision = factories.revision(station)
    pipe = factories.element(revision, location=room, storey=basement)
    run = factories.run(station, "EFS-T-007", [pipe])
    network = factories.system(station, "EFS", pipe)
    tap = factories.asset(station, "EFS-R-001", drawn_by=pipe, location=room)
    for subject in (basement, room, network, run, tap):
        card(subject, word)

    covering = isolation_cards.covering(spots.of(tap), "water")

    assert [each.through for each in covering] == ["asset", "run", "system", "room", "storey"]


def test_a_card_of_another_room_network_or_medium_covers_nothing_here(station, basement, room, word):
    other = factories.location(station, "S1-013", parent=basement)
    card(other, word)
    card(factories.system(station, "EU", family="drainage"), word)
    card(factories.asset(station, "P-09", location=room), word)
    card(room, word, medium="electricity")

    assert isolation_cards.covering(spots.of(room), "water") == []


def test_a_card_covers_the_other_rooms_it_cuts_off(station, basement, room, word):
    other = factories.location(station, "S1-013", parent=basement)
    made = card(room, word, rooms=("S1-013",))

    found = isolation_cards.covering(spots.of(other), "water")

    assert [(each.card, each.through) for each in found] == [(made, "room")]


def test_a_withdrawn_card_covers_nothing(room, word):
    made = card(room, word)

    isolation_cards.put(made, room, Said(medium="water", device_words="vanne", ends=True), word)

    assert isolation_cards.covering(spots.of(room), "water") == []
    assert isolation_cards.revisions_of(made).first().verb == "isolation card withdrawn"


# Devices near it


def test_devices_of_the_level_come_first_then_by_distance(station, basement, room):
    """
    level S1:  leak · 2 m · V-2 · 10 m · V-3        level N0, right above the leak:  V-1
    """
    revision = factories.revision(station)
    hall = factories.location(
        station, "N0-001", parent=factories.storey(station, "N0", "Rez", elevation=0.0), z_min=0.0
    )
    water = factories.system(station, "EFS")
    valve(revision, "V-3", 12.0, room, system=water)
    valve(revision, "V-1", 0.0, hall, system=water)
    valve(revision, "V-2", 2.2, room, system=water)
    leak = valve(revision, "T-1", 0.0, room, kind="pipe", system=water)

    near = isolating_devices.near(spots.of(leak), "water")

    assert [(each.asset.code, each.same_storey) for each in near] == [
        ("V-2", True),
        ("V-3", True),
        ("V-1", False),
    ]
    assert [each.distance for each in near] == pytest.approx([2.0, 11.8, 0.0])
    assert near[0].height == 1.0


def test_a_device_of_another_network_is_none_and_one_that_nobody_knows_of_comes_last(station, room):
    revision = factories.revision(station)
    heating = factories.system(station, "CH", family="heating")
    water = factories.system(station, "EFS")
    valve(revision, "V-CH", 1.0, room, system=heating)
    valve(revision, "V-XX", 1.5, room)
    valve(revision, "V-EFS", 9.0, room, system=water)
    leak = valve(revision, "T-1", 0.0, room, kind="pipe", system=water)

    near = isolating_devices.near(spots.of(leak), "water")

    assert [(each.asset.code, each.medium_known) for each in near] == [("V-EFS", True), ("V-XX", False)]


def test_a_device_of_its_own_circuit_comes_before_a_nearer_one_of_another(station, room):
    revision = factories.revision(station, discipline="CFO")
    lights, force = (factories.system(station, name, family="electricity") for name in ("Éclairage", "Force"))
    breaker = {"kind": "protective-device-circuitbreaker"}
    valve(revision, "D-FORCE", 1.0, room, system=force, **breaker)
    valve(revision, "D-LIGHT", 9.0, room, system=lights, **breaker)
    lamp = valve(revision, "L-1", 0.0, room, kind="light-fixture", system=lights)

    near = isolating_devices.near(spots.of(lamp), "electricity")

    assert [(each.asset.code, each.same_network) for each in near] == [("D-LIGHT", True), ("D-FORCE", False)]


def test_without_any_model_devices_of_the_room_come_first(station, basement, room):
    network = factories.system(station, "Eau")
    other = factories.location(station, "S1-013", parent=basement)
    for code, place in (("A", None), ("B", other), ("C", room)):
        network.registered.add(factories.asset(station, code, location=place, kind="valve-stopcock"))

    near = isolating_devices.near(spots.of(room), "water")

    assert [(each.asset.code, each.distance) for each in near] == [("C", None), ("B", None), ("A", None)]


@pytest.mark.parametrize(
    ("kind", "medium", "stops"),
    [
        ("valve-isolating", "water", True),
        ("valve-check", "water", False),
        ("valve-gascock", "water", False),
        ("valve-gascock", "gas", True),
        ("damper-backdraftdamper", "air", False),
        ("damper-firedamper", "air", True),
        ("protective-device-circuitbreaker", "electricity", True),
        ("valve-isolating", "electricity", False),
    ],
)
def test_which_kind_stops_what(kind, medium, stops):
    assert isolating_devices.can_stop(kind, medium) is stops
