"""What one must know before touching something: no danger that was found is hidden by another word or by silence."""

from __future__ import annotations

from datetime import date

import pytest

from assets import precautions, recorded_precautions
from assets.models import Hazard, HistoryEntry, Organisation
from assets.recorded_precautions import About, TakenIn
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def station():
    return factories.station("VDO")


@pytest.fixture
def building(station):
    return factories.location(station, "BV", kind="building", name="Bâtiment voyageurs")


@pytest.fixture
def storey(station, building):
    return factories.location(station, "S-1", kind="storey", name="S-1", parent=building)


@pytest.fixture
def room(station, storey):
    return factories.location(station, "S1-02", name="S1-02", long_name="Local relevage", parent=storey)


@pytest.fixture
def pump(station, room):
    return factories.asset(station, "EU-P-01", location=room)


@pytest.fixture
def say(station):
    """`say("asbestos", "found", asset=…)`; of the station when nothing is named."""

    def hazard(kind: str, finding: str, *, asset=None, location=None, **values):
        about = About(station, asset, location)
        return recorded_precautions.record("hazard", about, kind=kind, finding=finding, **values)

    return hazard


def told(found: precautions.Precautions) -> list[tuple[str, str, str]]:
    return [(line.kind, line.finding, line.where) for line in found.hazards]


def test_where_nobody_said_anything_asbestos_is_not_known(pump, room, station):
    unknown = [("asbestos", "unknown", "")]

    assert told(precautions.for_asset(pump)) == unknown
    assert told(precautions.for_location(room)) == unknown
    assert told(precautions.for_station(station)) == unknown


def test_where_no_danger_was_found_the_nearest_word_counts(pump, room, building, say):
    say("asbestos", "unknown", location=building)
    say("asbestos", "absent", location=room)

    assert told(precautions.for_asset(pump)) == [("asbestos", "absent", "S1-02 · Local relevage")]
    assert told(precautions.for_location(building)) == [("asbestos", "unknown", "Bâtiment voyageurs")]


def test_a_danger_of_another_place_is_not_ended_by_absent_here(pump, room, building, say):
    say("asbestos", "found", location=building)
    say("asbestos", "absent", location=room)
    say("asbestos", "absent", asset=pump)

    found = [("asbestos", "found", "Bâtiment voyageurs")]
    assert told(precautions.for_asset(pump)) == found
    assert told(precautions.for_location(room)) == found
    assert told(precautions.for_location(building)) == found


def test_absent_ends_an_older_found_of_the_same_place_and_no_newer_one(pump, room, station):
    def write(kind: str, finding: str) -> None:
        Hazard.objects.create(station=station, location=room, kind=kind, finding=finding)

    for kind, finding in (("hot", "found"), ("hot", "absent"), ("height", "absent"), ("height", "found")):
        write(kind, finding)

    expected = [("height", "found"), ("hot", "absent")]
    for known in (precautions.for_asset(pump), precautions.for_location(room)):
        assert [line[:2] for line in told(known)[1:]] == expected


def test_every_word_about_a_danger_found_is_told_with_its_source_the_nearest_first(pump, room, storey, say):
    """A pit in the room and the room itself: the air is measured for one, two people stay for the other."""
    pit = factories.asset(pump.station, "EU-FO-01", location=room)
    say("confined", "found", location=room, note="two people", source="survey")
    say("confined", "found", asset=pit, note="measure the air", source="survey")
    say("confined", "found", location=storey, note="call before", source="rules")

    def words(known):
        return [(line.note, line.where, line.source) for line in known.hazards if line.kind == "confined"]

    of_room = ("two people", "S1-02 · Local relevage", "survey")
    of_pit = ("measure the air", "EU-FO-01", "survey")
    of_storey = ("call before", "S-1", "rules")
    assert words(precautions.for_location(room)) == [of_room, of_pit, of_storey]
    assert words(precautions.for_asset(pit)) == [of_pit, of_room, of_storey]
    assert words(precautions.for_asset(pump)) == [of_room, of_storey]
    assert words(precautions.for_location(storey)) == [of_storey, of_pit, of_room]
    assert [line.kind for line in precautions.for_asset(pit).kinds] == ["asbestos", "confined"]


def test_the_same_words_of_several_rooms_are_one_line_that_names_them(storey, station, say):
    for code in ("QA", "QB"):
        say("near_tracks", "found", location=factories.location(station, code, parent=storey), note="band")

    assert told(precautions.for_location(storey))[1:] == [("near_tracks", "found", "QB, QA")]


@pytest.mark.parametrize("nearer", ["silence", "not known"])
def test_a_danger_found_above_is_hidden_neither_by_silence_nor_by_not_known(
    nearer, pump, room, building, say
):
    say("asbestos", "found", location=building)
    if nearer == "not known":
        say("asbestos", "unknown", location=room)
        say("asbestos", "unknown", asset=pump)

    assert told(precautions.for_asset(pump)) == [("asbestos", "found", "Bâtiment voyageurs")]


def test_a_nearer_not_known_is_not_reassured_by_a_wider_absent(pump, room, station, say):
    say("asbestos", "absent")
    say("asbestos", "unknown", location=room)

    assert told(precautions.for_asset(pump)) == [("asbestos", "unknown", "S1-02 · Local relevage")]


def test_every_kind_of_danger_has_its_own_nearest_word_and_asbestos_comes_first(pump, room, storey, say):
    say("hot", "found", location=storey)
    say("confined", "found", asset=pump)
    say("electrical", "absent", location=room)

    assert told(precautions.for_asset(pump)) == [
        ("asbestos", "unknown", ""),
        ("confined", "found", "EU-P-01"),
        ("hot", "found", "S-1"),
        ("electrical", "absent", "S1-02 · Local relevage"),
    ]


def test_a_room_tells_the_dangers_of_what_stands_in_it_but_not_that_one_of_them_is_harmless(pump, room, say):
    say("electrical", "found", asset=pump)
    say("asbestos", "found", location=room)
    say("asbestos", "absent", asset=pump)

    assert told(precautions.for_location(room)) == [
        ("asbestos", "found", "S1-02 · Local relevage"),
        ("electrical", "found", "EU-P-01"),
    ]


def test_a_storey_tells_the_dangers_of_its_rooms_and_of_what_stands_in_them(
    pump, room, storey, station, building, say
):
    """
    building ─┬─ storey ── room (asbestos) ── pump (confined)
              └─ above ─── room (hot)
    """
    above = factories.location(station, "N1", kind="storey", parent=building)
    say("hot", "found", location=factories.location(station, "N1-01", parent=above))
    say("asbestos", "absent", location=storey)
    say("asbestos", "found", location=room)
    say("confined", "found", asset=pump)
    say("electrical", "absent", location=room)

    alone = precautions.for_location(storey)
    with_others, _ = precautions.for_many([(station, None, storey), (station, None, above)])

    assert told(alone) == [
        ("asbestos", "found", "S1-02 · Local relevage"),
        ("confined", "found", "EU-P-01"),
    ]
    assert with_others == alone


def test_what_a_whole_storey_has_is_not_told_of_one_of_its_rooms(room, storey, say):
    say("asbestos", "found", location=storey)
    say("asbestos", "found", location=room)

    assert told(precautions.for_location(storey)) == [("asbestos", "found", "S-1")]


def test_nothing_of_another_station_or_of_a_neighbouring_room_is_told(pump, storey, station, say):
    next_door = factories.location(station, "S1-03", parent=storey)
    say("hot", "found", location=next_door)
    other = About(factories.station("BRM"))
    recorded_precautions.record("hazard", other, kind="hot", finding="found")

    assert told(precautions.for_asset(pump)) == [("asbestos", "unknown", "")]


def test_ways_in_are_told_from_the_nearest_out_and_the_nearest_party_answers(pump, room, station):
    operator, owner = (factories.organisation(name, "operator") for name in ("Exploitant", "Propriétaire"))
    for about, key, firm in (
        (About(station), "badge", owner),
        (About(station, location=room), "key 12", operator),
    ):
        recorded_precautions.record("access", about, key_or_badge=key)
        recorded_precautions.record("responsible", about, organisation=firm, contact="01")

    found = precautions.for_asset(pump)

    assert [(line.key_or_badge, line.where) for line in found.accesses] == [
        ("key 12", "S1-02 · Local relevage"),
        ("badge", ""),
    ]
    assert [line.organisation for line in found.responsible] == ["Exploitant"]


def test_what_one_must_know_has_another_digest_once_anything_of_it_changes(pump, say):
    before = precautions.for_asset(pump).digest
    say("asbestos", "absent", report_date=date(2023, 5, 16))
    after = precautions.for_asset(pump).digest
    say("asbestos", "absent", report_date=date(2024, 5, 16))

    assert len({before, after, precautions.for_asset(pump).digest}) == 3
    assert precautions.for_asset(pump).digest == precautions.for_asset(pump).digest


def test_a_new_word_replaces_the_former_and_the_history_keeps_both(station, room, say):
    steward = factories.person("steward", station=station)
    say("asbestos", "unknown", location=room)
    recorded_precautions.record(
        "hazard", About(station, location=room), kind="asbestos", finding="found", by=steward
    )

    assert [hazard.finding for hazard in Hazard.objects.all()] == ["found"]
    acts = HistoryEntry.objects.filter(subject_kind="hazard").order_by("pk")
    assert [(act.verb, act.actor) for act in acts] == [
        ("recorded", None),
        ("withdrawn", steward),
        ("recorded", steward),
    ]
    assert acts[1].before["finding"] == "unknown"


LIST = """what;about;kind;finding;report_date;key_or_badge;hours;escort;organisation;contact;note;source
hazard;S1-02;asbestos;absent;2023-05-16;;;;;;;DTA
access;;;;;Badge;5 h – 0 h 30;yes;;;;Consignes
responsible;EU-P-01;tenant;;;;;;Brasserie;01;;Bail
"""


def test_a_list_is_taken_in_once(station, pump, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(LIST)

    assert recorded_precautions.take_in(path, station) == TakenIn(3, ())
    assert recorded_precautions.take_in(path, station) == TakenIn(0, ())
    found = precautions.for_asset(pump)
    assert (found.hazards[0].report_date, found.accesses[0].escort) == (date(2023, 5, 16), True)
    assert Organisation.objects.get(name="Brasserie").role == "tenant"


def test_lines_about_what_is_not_there_are_named_and_the_others_taken_in(station, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(LIST)

    assert recorded_precautions.take_in(path, station) == TakenIn(1, ("S1-02", "EU-P-01"))


def test_a_place_is_found_by_the_number_on_its_door_when_only_one_bears_it(station, storey):
    room = factories.location(station, "N0-005", name="005", parent=storey)

    assert About.called(station, "005") == About(station, location=room)
    factories.location(station, "N1-005", name="005")
    with pytest.raises(recorded_precautions.UnknownSubject, match="005"):
        About.called(station, "005")
