"""The inbox of declarations: value by value, in two tabs, in conflict, and one's own."""

from __future__ import annotations

import re

import pytest

from assets import register_values
from maintenance import declarations, reviewing, three_way
from maintenance.models import Change
from tests import factories
from tests.twin.declaring.at_the_sheet import HTMX, decided, seen, signed_in, text_of

pytestmark = pytest.mark.django_db


def test_the_inbox_lists_what_waits_and_an_approval_is_in_the_register_at_once(agent, steward, pump):
    change = factories.declared(pump, agent.user, flow="120 m³/h").changes.get()
    page = text_of(steward.get("/stations/VDO/review/"))
    assert ("108 m³/h" in page, "<strong>120 m³/h</strong>" in page) == (True, True)

    answer = decided(steward, change, "APPROVED")

    assert "Nothing waits for you" in text_of(answer)
    assert register_values.register_of(pump).known("flow").value == pytest.approx(120 / 3600)


def test_the_page_gives_back_what_it_showed_of_all_that_is_decided_together(agent, steward, pump):
    both = list(factories.declared(pump, agent.user, flow="120 m³/h", voltage="400 V").changes.all())

    page = text_of(steward.get("/stations/VDO/review/"))

    shown = re.findall(r'name="seen" value="([^"]+)"', page.split('class="review-decide"')[1])
    assert shown == seen(*both)


@pytest.mark.parametrize("verdict", ["APPROVED", "ALL"])
def test_what_is_not_as_the_page_showed_it_is_not_decided(agent, steward, pump, verdict):
    change = factories.declared(pump, agent.user, flow="120 m³/h").changes.get()
    former = f"{change.pk}:{three_way.as_seen(Change(value=110.0, unit='m³/h', base=change.base))}"

    for shown in ([former], []):
        said = {"verdict": verdict, "seen": shown}
        answer = steward.post(f"/stations/VDO/review/{change.pk}/decide/", said, headers=HTMX)
        assert "It says something else than what you saw" in text_of(answer)

    change.refresh_from_db()
    assert change.verdict == Change.Verdict.PENDING


def test_a_refusal_without_a_reason_is_asked_for_one(agent, steward, pump):
    change = factories.declared(pump, agent.user, flow="120 m³/h").changes.get()

    answer = decided(steward, change, "REFUSED")

    assert "Say why it is refused" in text_of(answer)
    change.refresh_from_db()
    assert change.verdict == Change.Verdict.PENDING


def test_clean_rows_are_approved_together_and_the_others_stay(agent, steward, station, pump):
    clean = [
        factories.declared(
            factories.asset(station, f"P-1{number}"), agent.user, voltage="400 V"
        ).changes.get()
        for number in range(3)
    ]
    board = factories.asset(station, "TGBT", kind="electric-distribution-board")
    two_people = factories.declared(board, agent.user, voltage="400 V").changes.get()

    ticked = {"change": [c.pk for c in (*clean, two_people)], "seen": seen(*clean, two_people)}
    answer = steward.post("/stations/VDO/review/bulk/", ticked, follow=True)

    assert "3 values approved." in text_of(answer)
    verdicts = Change.objects.order_by("pk").values_list("verdict", flat=True)
    assert list(verdicts) == ["APPROVED", "APPROVED", "APPROVED", "PENDING"]


def test_who_declared_it_herself_is_told_who_decides(station, steward, pump):
    change = factories.declared(pump, steward.user, flow="120 m³/h").changes.get()

    page = text_of(steward.get("/stations/VDO/review/"))
    refused = decided(steward, change, "APPROVED")

    assert "Nobody else of this station may decide about it." in page
    assert "You declared this yourself" in text_of(refused)


def test_a_conflict_is_shown_side_by_side(agent, steward, station, pump):
    first, second = (
        factories.declared(pump, factories.person("agent", station=station), flow=typed).changes.get()
        for typed in ("120 m³/h", "130 m³/h")
    )
    reviewing.decide(first, by=steward.user, verdict="APPROVED")

    page = text_of(steward.get(f"/stations/VDO/review/{second.pk}/", headers=HTMX))

    sides = re.findall(r"<dd>([^<]*)</dd></div>", page.split('class="sides')[1].split("</dl>")[0])
    assert sides == ["108 m³/h", "120 m³/h", "130 m³/h"]


def test_in_a_conflict_one_key_decides_nothing_and_only_what_differs_is_marked(agent, steward, station, pump):
    first = factories.declared(pump, agent.user, flow="120 m³/h").changes.get()
    factories.declared(pump, agent.user, flow="130 m³/h", voltage="400 V")
    reviewing.decide(first, by=steward.user, verdict="APPROVED")

    page = text_of(steward.get("/stations/VDO/review/"))

    marked = [row.split("</tr>")[0] for row in page.split("<tr data-change=")[1:]]
    assert ["conflict" in re.findall(r'class="marks">(.*?)</td>', row)[0] for row in marked] == [True, False]
    assert ("data-over" in page, "data-approve" in page) == (True, False)


def test_what_was_decided_in_another_tab_says_who_decided_and_shows_the_list(agent, steward, station, pump):
    change = factories.declared(pump, agent.user, flow="120 m³/h").changes.get()
    other = factories.declared(pump, agent.user, voltage="400 V").changes.get()
    decided(steward, change, "APPROVED")

    for answer in (
        decided(steward, change, "APPROVED"),
        steward.get(f"/stations/VDO/review/{change.pk}/", headers=HTMX),
        steward.get(f"/stations/VDO/review/{change.pk}/", follow=True),
    ):
        said = f"Already decided: approved by {steward.user.username}, at "
        assert (answer.status_code, said in text_of(answer)) == (200, True)
    assert f'data-change="{other.pk}"' in text_of(answer)


def test_a_change_that_was_never_sent_is_not_there(agent, steward, station, pump):
    draft = declarations.open(pump, by=agent.user)
    change = declarations.set_value(draft, "flow", "120")

    assert steward.get(f"/stations/VDO/review/{change.pk}/").status_code == 404


def test_an_answer_brings_the_number_that_is_left_to_heading_and_menu(agent, steward, pump):
    change = factories.declared(pump, agent.user, flow="120 m³/h", voltage="400 V").changes.first()
    page = text_of(steward.get("/stations/VDO/review/"))
    assert re.findall(r'id="(?:review-count|waiting-review)">(\d+)<', page) == ["2", "2"]

    answer = text_of(decided(steward, change, "APPROVED"))

    assert re.findall(r'id="(review-count|waiting-review)" hx-swap-oob="true">(\d+)<', answer) == [
        ("review-count", "1"),
        ("waiting-review", "1"),
    ]


def test_who_approved_first_is_not_told_that_she_declared_it(agent, station):
    board = factories.asset(station, "TGBT", kind="electric-distribution-board")
    first, second = signed_in("steward", station), factories.person("steward", station=station)
    change = factories.declared(board, agent.user, voltage="400 V").changes.get()
    decided(first, change, "APPROVED")

    page = text_of(first.get("/stations/VDO/review/"))

    assert "You declared all of this yourself" not in page
    assert f"You approved all of this first. A second person confirms it: {second.username}." in page
