"""The menu of the pages that are not for everybody: who gets which, and how much waits on each."""

from __future__ import annotations

import pytest

from maintenance import reviewers, reviewing, settling, waiting_changes
from tests import factories
from twin import desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def station():
    """Three orders without a place, two declarations to review, one change on its way into a model."""
    made = factories.station("VDO")
    steward, asset = factories.person("steward", station=made), factories.asset(made, "P-01")
    for _ in range(3):
        factories.work_order(made)
    for model in ("A-1", "B-2", "C-3"):
        declaration = factories.declared(asset, factories.person("agent", station=made), model=model)
    reviewing.decide(declaration.changes.get(), by=steward, verdict="APPROVED")
    return made


def test_a_steward_reads_how_much_waits_in_one_question(station, django_assert_num_queries):
    steward = factories.person("steward", station=station)

    with django_assert_num_queries(3):  # her roles, whom she works for, and what waits
        lines = {line.tab: line.waiting for line in desk.of(steward, station)}

    waiting = {"review": 2, "unplaced": 3, "releases": 1, "revisions": 0, "synoptics": 0, "connections": 0}
    assert {tab: count for tab, count in lines.items() if count is not None} == waiting
    assert settling.waiting(station).count() == 3
    assert waiting_changes.waiting(station).count() == 1


def test_nothing_waits_in_a_new_station():
    station = factories.station("NEW")
    lines = desk.of(factories.person("steward", station=station), station)

    assert {line.waiting for line in lines if line.tab in desk.WAITING} == {0}


def test_who_only_comes_to_look_has_no_desk_and_nothing_is_asked_for_her(station, django_assert_num_queries):
    agent = factories.person("agent", station=station)

    with django_assert_num_queries(1):  # her roles
        assert desk.of(agent, station) == []


def test_her_home_says_what_waits_in_all_her_stations_in_one_question(station, django_assert_num_queries):
    steward = factories.person("steward")
    quiet = factories.station("BRM")
    factories.revision(factories.station("MTS"), state="SHARED")
    stations = list(type(quiet).objects.all())
    desk.waiting_in(steward, stations[:0])

    with django_assert_num_queries(3):  # her roles, whom she works for, and what waits
        found = desk.waiting_in(steward, stations)

    told = {each.station.code: {line.tab: line.waiting for line in each.lines} for each in found}
    assert told == {"VDO": {"review": 2, "unplaced": 3, "releases": 1}, "MTS": {"revisions": 1}}


def test_the_first_page_leads_to_what_waits(station, client):
    client.force_login(factories.person("steward"))

    page = client.get("/stations/", headers={"accept-language": "en"}).content.decode()

    assert page.index('href="/stations/VDO/review/"') < page.index('class="station-card"')
    assert "What waits for you" in page


def test_a_manager_is_told_of_the_values_that_wait_for_his_word_alone(station, client):
    """One more declared by the one steward that there is: only somebody else may decide about those."""
    [steward] = reviewers.reviewers(station)
    factories.declared(factories.asset(station, "P-02"), steward, model="D-4")
    manager = factories.person("manager", station=station)

    found = desk.to_confirm(manager, [station])

    assert [(each.station.code, each.total) for each in found] == [("VDO", 1)]
    client.force_login(manager)
    page = client.get("/manager/", headers={"accept-language": "en"}).content.decode()
    assert "Waits for your word" in page
