"""Isolation cards as a table: what is taken away comes back as it was, what is brought in waits for somebody."""

from __future__ import annotations

import csv
import io

import pytest

from assets.isolation_cards import Said
from assets.models import IsolationCard
from maintenance import card_lists, isolation_cards, reviewing
from maintenance.models import Change
from tests import factories
from twin.spreadsheets import harmless

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
HEADER = ";".join(card_lists.COLUMNS)


@pytest.fixture
def room(station):
    room = factories.location(station, "S1-012", name="012", parent=factories.storey(station))
    factories.asset(station, "V-1", location=room, kind="valve-isolating", name="Vanne")
    factories.asset(station, "V-2", location=room, kind="valve-isolating")
    return room


@pytest.fixture
def card(room, agent, steward):
    said = Said(
        medium="water", device="V-1", further=("V-2",), height=1.2, behind="grey panel", turn="quarter",
        steps=("Stop the pump.", "Close."), cuts="two toilets", rooms=("S1-012",),
    )  # fmt: skip
    made = isolation_cards.declare(room, said, by=agent)
    reviewing.decide(made.changes.get(), by=steward, verdict="APPROVED")
    return IsolationCard.objects.get()


def table(*lines: str) -> str:
    return "\n".join((HEADER, *lines))


def taken_away(station) -> str:
    written = io.StringIO()
    writer = csv.DictWriter(written, (*card_lists.COLUMNS, *card_lists.TOLD), delimiter=";")
    writer.writeheader()
    for line in card_lists.lines(station):
        writer.writerow({name: harmless(text) for name, text in line.items()})
    return written.getvalue()


def test_what_is_taken_away_says_nothing_new_when_it_comes_back(station, card, steward):
    found = card_lists.take_in(taken_away(station), station, by=steward)

    assert (found.sent, found.known, found.errors) == (0, 1, ())


def test_what_a_spreadsheet_would_run_comes_back_as_it_was_written(station, room, agent, steward):
    said = Said(
        medium="water", device="V-1", device_words="V-1", height=-0.4, behind="-1, the hatch", cuts="=all",
        steps=("+1 turn",), photos=(),
    )  # fmt: skip
    made = isolation_cards.declare(room, said, by=agent)
    reviewing.decide(made.changes.get(), by=steward, verdict="APPROVED")

    assert "'-0,4;" in taken_away(station)
    found = card_lists.take_in(taken_away(station), station, by=steward)
    assert (found.sent, found.known, found.errors) == (0, 1, ())


def test_rows_that_a_spreadsheet_leaves_empty_and_heads_typed_otherwise_are_no_fault(station, room, steward):
    text = table(";012;water;V-1;;;;;;;", *3 * [";;;;;;;;;;"], ";NOWHERE;water;V-1;;;;;;;")
    wrong = card_lists.take_in(text.replace("about", " About "), station, by=steward)

    assert wrong.errors == ((6, "Nothing in this station is called NOWHERE."),)
    right = card_lists.take_in(text.replace("NOWHERE", "012"), station, by=steward)
    assert (right.sent, right.known, right.errors) == (1, 1, ())


def test_two_lines_that_differ_about_one_card_are_told_by_their_numbers(station, room, steward):
    lines = table(";012;water;V-1;;;;quarter;;;", ";012;water;V-2;;;;;;;", ";012;water;V-1;;;;key;;;")
    found = card_lists.take_in(lines, station, by=steward)

    told = "Line 2 says something else of the same card: leave one of the two."
    assert found.errors == ((4, told),)
    assert Change.objects.count() == 0


def test_a_table_of_too_many_lines_is_refused_before_any_is_read(
    station, room, steward, django_assert_num_queries
):
    lines = [f";012;water;V-{number};;;;;;;" for number in range(5_000)]
    with django_assert_num_queries(0):
        found = card_lists.take_in(table(*lines), station, by=steward)

    assert found.errors == ((2_002, "The table is too long: bring it in parts."),)


def test_a_corrected_line_is_a_revision_that_waits_for_somebody_else(station, card, steward, agent):
    found = card_lists.take_in(taken_away(station).replace("grey panel", "white panel"), station, by=steward)

    change = Change.objects.latest("pk")
    assert (found.sent, change.card, change.value["behind"]) == (1, card, "white panel")
    assert change.declaration.state == "IN_REVIEW"
    with pytest.raises(reviewing.NotHers):
        reviewing.decide(change, by=steward, verdict="APPROVED")


@pytest.mark.parametrize(
    "water", ["Plomberie – eau", "plomberie - eau", "Plomberie (eau)", "Plumbing – water"]
)
def test_lines_may_be_written_as_people_write_them(station, room, steward, water):
    found = card_lists.take_in(
        table(f";012;{water};V-1 | the cock below;;1,2;;turn the key;Stop. | Close.;;"),
        station,
        by=steward,
    )

    assert found.errors == ()
    value = Change.objects.get().value
    assert (value["medium"], value["device"], value["further"]) == ("water", "V-1", ["the cock below"])
    assert (value["height"], value["turn"], value["steps"]) == (1.2, "key", ["Stop.", "Close."])
    assert Change.objects.get().declaration.location == room


def test_the_same_list_brought_twice_is_sent_once(station, room, steward):
    for _ in range(2):
        found = card_lists.take_in(table(";012;water;V-1;;;;;;;"), station, by=steward)

    assert (found.sent, found.known) == (0, 1)
    assert Change.objects.count() == 1


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        (";NOWHERE;water;V-1;;;;;;;", "Nothing in this station is called NOWHERE."),
        (";012;lava;V-1;;;;;;;", "“lava” is not one of the choices."),
        (";012;water;;;;;;;;", "Say what is to be closed"),
        (";012;water;V-1;;high;;;;;", "This is no height in a room"),
        (";012;water;V-1;ELSEWHERE;;;;;;", "No room of this station is called ELSEWHERE."),
        (";012;water;V-9;;;;;;;", "No equipment of this station has the code V-9."),
        (";012;water;V-1 | V-9;;;;;;;", "No equipment of this station has the code V-9."),
        ("M-009;012;water;V-1;;;;;;;", "No card M-009 hangs there."),
        (";012;water;V-1;;;;sideways;;;", "“sideways” is not one of the choices."),
    ],
    ids=lambda value: value[:24],
)
def test_a_wrong_line_is_told_and_nothing_of_the_list_is_sent(station, room, steward, line, wrong):
    found = card_lists.take_in(table(";012;water;V-2;;;;;;;", line), station, by=steward)

    assert [(number, text[: len(wrong)]) for number, text in found.errors] == [(3, wrong)]
    assert Change.objects.count() == 0


def test_a_table_of_something_else_is_refused(station, steward):
    found = card_lists.take_in("room;discipline\n012;PLB\n", station, by=steward)

    assert found.errors == ((1, "Columns are missing: about, devices, medium."),)


def test_a_room_told_by_code_and_by_the_number_on_its_door_is_one_room(station, room, steward):
    factories.location(station, "S1-013", name="013", kind="space")
    card_lists.take_in(table(";012;water;V-1;;;;;;;S1-013 | 013"), station, by=steward)

    assert Change.objects.get().value["rooms"] == ["S1-013"]


def test_the_same_line_twice_in_a_list_is_one_card(station, room, steward):
    found = card_lists.take_in(table(*2 * [";012;water;V-1;;;;;;;"]), station, by=steward)

    assert (found.sent, found.known, Change.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        (f'"{"x" * 140_000}"', "This is no line of a CSV file ("),
        ("a\rb;c", "This is no line of a CSV file ("),
        (";012;water;V-1;;;a\0b;;;;", "This line holds a character that no text has (NUL)."),
    ],
    ids=["too long a cell", "a stray return", "NUL"],
)
def test_what_is_no_table_is_refused_in_a_sentence(station, room, steward, line, wrong):
    found = card_lists.take_in(table(line), station, by=steward)

    assert [(number, text[: len(wrong)]) for number, text in found.errors] == [(2, wrong)]
    assert Change.objects.count() == 0
