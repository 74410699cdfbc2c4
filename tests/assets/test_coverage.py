"""Not surveyed is not empty: what a file draws, what a person says, and which of them counts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from assets import coverage, drawn_rooms, surveys
from assets.models import DrawnRoom, HistoryEntry, LocationSource, Revision, Survey
from assets.surveys import Word
from tests import factories

pytestmark = pytest.mark.django_db

VISITED = Word("whole", "visit", surveyed_on=date(2026, 3, 12))


@pytest.fixture
def station():
    return factories.station("VDO")


@pytest.fixture
def storey(station):
    return factories.storey(station)


def square(x: float) -> list:
    return [[[x, 0], [x + 4, 0], [x + 4, 4], [x, 4], [x, 0]]]


@pytest.fixture
def rooms(station, storey):
    """Three rooms of 4 m × 4 m in a row, 3 m high: A from x = 0, B from 4, C from 8."""
    return {
        name: factories.location(
            station, name, name=name, parent=storey, footprint=square(4 * number), z_min=0.0, z_max=3.0
        )
        for number, name in enumerate("ABC")
    }


def box(x0, x1, y0=1.9, y1=2.1, z0=2.4, z1=2.6) -> dict[str, float]:
    return {"x_min": x0, "x_max": x1, "y_min": y0, "y_max": y1, "z_min": z0, "z_max": z1}


def published(station, discipline="PLB", since=None, **values) -> Revision:
    return factories.revision(
        station, discipline=discipline, published_at=since or timezone.now() - timedelta(days=2), **values
    )


def drawn(revision) -> dict[str, int]:
    drawn_rooms.count(revision)
    return dict(DrawnRoom.objects.filter(revision=revision).values_list("location__code", "elements"))


def state(room, discipline="PLB") -> str:
    return coverage.of_room(room).cell(room, discipline).state


def test_a_pipe_through_three_rooms_is_drawn_in_each(station, rooms):
    """
    A ─── B ─── C      one straight pipe, which its file puts in B
    """
    revision = published(station)
    factories.element(revision, location=rooms["B"], **box(0.5, 11.5))

    assert drawn(revision) == {"A": 1, "B": 1, "C": 1}


def test_a_pipe_above_the_ceiling_of_a_room_is_not_in_it(station, rooms):
    revision = published(station)
    factories.element(revision, **box(0.5, 11.5, z0=3.6, z1=3.8))

    assert drawn(revision) == {}


def test_the_box_of_a_wide_thing_does_not_say_that_it_is_in_the_room_next_door(station, rooms):
    """An L-shaped duct that goes round B has a box over A and B."""
    revision = published(station, "CVC")
    factories.element(revision, location=rooms["A"], **box(0.5, 7.5, y0=0.5, y1=3.5))

    assert drawn(revision) == {"A": 1}


def test_the_file_of_the_architect_knows_the_rooms_it_draws_and_another_file_does_not(station, rooms):
    for discipline in ("ARC", "CVC"):
        revision = published(station, discipline)
        LocationSource.objects.create(location=rooms["A"], revision=revision, step_id=1, global_id="x")
        drawn_rooms.count(revision)

    assert (state(rooms["A"], "ARC"), state(rooms["A"], "CVC")) == ("surveyed", "not")


def test_a_network_of_another_trade_counts_for_that_trade_while_it_has_no_file_of_its_own(station, rooms):
    """The electrician draws a camera in A and B; later the file of the weak currents comes, with nothing in it."""
    electrician = published(station, "CFO")
    camera = factories.element(electrician, location=rooms["A"], **box(0.5, 7.5))
    factories.system(station, "Cameras", camera, family="data")
    drawn_rooms.count(electrician)
    before = [state(rooms[name], trade) for name in "AB" for trade in ("CFA", "CFO")]
    published(station, "CFA")

    assert before == ["surveyed", "not", "surveyed", "not"]
    assert state(rooms["A"], "CFA") == "not"


@pytest.mark.parametrize(
    ("discipline", "family", "expected"),
    [
        ("CFO", "electricity", ["CFO"]),
        ("CFO", "data", ["CFA"]),
        ("CFO", "fire", ["CFO", "INC"]),
        ("INC", "data", ["INC"]),
        ("INC", "fire", ["INC"]),
        ("PLB", "fire", ["INC", "PLB"]),
        ("CVC", "unknown", ["CVC"]),
    ],
)
def test_an_object_surveys_its_files_discipline_and_that_of_its_network(
    station, rooms, discipline, family, expected
):
    revision = published(station, discipline)
    factories.system(station, "N", factories.element(revision, location=rooms["A"]), family=family)
    drawn_rooms.count(revision)

    assert sorted(DrawnRoom.objects.values_list("discipline", flat=True)) == expected


def test_a_discipline_without_a_file_is_surveyed_nowhere(rooms):
    assert [cell.state for cell in coverage.of_room(rooms["A"]).cells(rooms["A"])] == ["not"] * 5


def test_a_file_that_draws_nothing_in_a_room_says_nothing_of_it(station, rooms):
    revision = published(station)
    factories.element(revision, location=rooms["A"])
    drawn_rooms.count(revision)

    cells = {name: coverage.of_room(room).cell(room, "PLB") for name, room in rooms.items()}

    assert {name: cell.state for name, cell in cells.items()} == {"A": "surveyed", "B": "not", "C": "not"}
    assert (cells["A"].method, cells["A"].found, cells["B"].found) == ("model", 1, None)


def test_what_an_archived_file_drew_counts_no_longer(station, rooms):
    revision = published(station)
    factories.element(revision, location=rooms["A"])
    drawn_rooms.count(revision)
    Revision.objects.filter(pk=revision.pk).update(state="ARCHIVED")

    assert state(rooms["A"]) == "not"


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        (Word("whole", "visit", found=0), "surveyed"),
        (Word("partly", "visit", note="ceiling not opened"), "partly"),
        (Word("whole", "supposed"), "supposed"),
        (Word("partly", "supposed"), "supposed"),
        (Word("not", note="locked"), "not"),
    ],
)
def test_what_a_person_says_is_known_as_far_as_she_says(station, rooms, word, expected):
    surveys.record(station, [(rooms["A"], "PLB")], word)

    assert state(rooms["A"]) == expected


def test_the_last_word_counts_and_the_ones_before_are_kept(station, rooms):
    surveys.record(station, [(rooms["A"], "PLB")], VISITED)
    surveys.record(station, [(rooms["A"], "PLB")], Word("not"))

    assert state(rooms["A"]) == "not"
    assert Survey.objects.count() == 2


def test_a_word_stands_over_the_file_of_its_time_and_later_editions_of_it(station, rooms):
    first = published(station)
    factories.element(first, location=rooms["A"])
    drawn_rooms.count(first)
    surveys.record(station, [(rooms["A"], "PLB")], Word("partly", "visit"))
    Revision.objects.filter(pk=first.pk).update(state="ARCHIVED")
    second = published(station, since=timezone.now() + timedelta(hours=1))
    factories.element(second, location=rooms["A"])
    drawn_rooms.count(second)

    assert state(rooms["A"]) == "partly"


def test_a_file_that_draws_a_room_for_the_first_time_stands_over_an_older_word(station, rooms):
    surveys.record(station, [(rooms["A"], "PLB")], Word("not"))
    later = published(station, since=timezone.now() + timedelta(hours=1))
    factories.element(later, location=rooms["A"])
    drawn_rooms.count(later)

    assert state(rooms["A"]) == "surveyed"


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        (Word("whole", "visit", found=0), True),
        (Word("not"), True),
        (VISITED, False),
        (Word("partly", "visit"), False),
    ],
)
def test_nothing_there_is_contradicted_by_a_file_that_draws_something(station, rooms, word, expected):
    revision = published(station)
    factories.element(revision, location=rooms["A"])
    drawn_rooms.count(revision)
    surveys.record(station, [(rooms["A"], "PLB")], word)

    assert coverage.of_room(rooms["A"]).cell(rooms["A"], "PLB").contradicted is expected


def test_many_rooms_are_said_in_one_act_of_the_history(station, rooms):
    steward = factories.person("steward")

    new = surveys.record(station, [(room, "CFO") for room in rooms.values()], VISITED, by=steward)

    entry = HistoryEntry.objects.get(verb="surveyed")
    assert (new, entry.actor_id) == (3, steward.pk)
    assert entry.after["cells"] == ["A CFO", "B CFO", "C CFO"]


def test_what_was_said_last_already_is_not_said_again(station, rooms):
    cells = [(rooms["A"], "PLB"), (rooms["B"], "PLB")]
    surveys.record(station, cells[:1], VISITED)

    assert surveys.record(station, cells, VISITED) == 1
    assert Survey.objects.count() == 2


@pytest.mark.parametrize(
    "said",
    [
        {"extent": "whole"},
        {"extent": "not", "method": "visit"},
        {"extent": "not", "found": 0},
        {"extent": "often", "method": "visit"},
        {"extent": "whole", "method": "hearsay"},
        {"extent": "whole", "method": "visit", "surveyed_on": timezone.localdate() + timedelta(days=1)},
        {"extent": "whole", "method": "visit", "surveyor": "x" * 201},
    ],
)
def test_a_word_without_sense_is_refused_in_words(said):
    with pytest.raises(ValueError, match=r"\w+ \w+"):
        Word(**said)


def test_the_database_refuses_a_survey_that_says_no_way(station, rooms):
    with pytest.raises(IntegrityError), transaction.atomic():
        Survey.objects.create(station=station, location=rooms["A"], discipline="PLB", extent="whole")


TABLE = """room;discipline;extent;method;found;surveyed_on;surveyor;source;note
A;PLB;whole;visit;0;2026-03-12;Relevés;RAP-1;
B;cfo;partly;scan;;;;;plafond fermé
C;PLB;;;;;;;
"""


def test_a_table_is_taken_in_once(station, rooms):
    first, again = surveys.take_in(TABLE, station), surveys.take_in("\ufeff" + TABLE, station)

    assert (first, again) == (surveys.TakenIn(2), surveys.TakenIn(0))
    word = surveys.word_of(Survey.objects.get(location=rooms["A"]))
    assert word == Word("whole", "visit", 0, date(2026, 3, 12), "Relevés", "RAP-1")


def test_a_table_with_a_wrong_line_is_not_taken_in_at_all(station, rooms):
    wrong = TABLE + "Z;PLB;whole;visit;;;;;\nA;PLB;whole;visit;many;;;;\nA;XYZ;whole;visit;;;;;\n"

    found = surveys.take_in(wrong, station)

    assert (found.new, [number for number, _ in found.errors]) == (0, [5, 6, 7])
    assert not Survey.objects.exists()


def test_a_table_of_other_columns_is_refused(station):
    assert surveys.take_in("a,b\n1,2\n", station).errors[0][0] == 1


def test_what_is_no_table_is_refused_in_a_sentence(station):
    told = surveys.take_in(f'room;discipline;extent\n012;PLB;"{"x" * 140_000}"\n', station)

    assert [number for number, _ in told.errors] == [2]


def test_the_coverage_of_a_station_is_read_in_three_questions(station, storey, django_assert_num_queries):
    for number in range(40):
        factories.location(station, f"R{number}", parent=storey)
    revision = published(station)
    places = list(coverage.rooms_of(station))
    for room in places:
        factories.element(revision, location=room)
    drawn_rooms.count(revision)
    surveys.record(station, [(room, "CFO") for room in places], VISITED)

    with django_assert_num_queries(3):
        known = coverage.Coverage(station, places)
        counts = {each: known.counts(each)["surveyed"] for each in coverage.NETWORKS}

    assert counts == {"PLB": 40, "CVC": 0, "CFO": 40, "CFA": 0, "INC": 0}
