"""The manager's five answers: each counted by hand here, with its base and what is not known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assets.models import Station
from maintenance import agenda, day, questions, settling
from maintenance.models import WorkOrder
from tests import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 26, 11, 0, tzinfo=UTC)
LIFT, ESCALATOR = "transport-element-elevator", "transport-element-escalator"


@dataclass(frozen=True)
class Fresh:
    state: str
    verified_at: datetime | None = None


def answer(key: str, known=None) -> questions.Answer:
    found = questions.answers(Station.objects.all(), freshness=lambda assets: known or {}, at=NOW)
    return next(each for each in found if each.key == key)


def counts(key: str, known=None) -> tuple[int, int, int, int]:
    found = answer(key, known)
    return found.count, found.n, found.unknown, found.also


def order(station, **values):
    return factories.work_order(station, **{"kind": "CORRECTIVE", "priority": "P2", **values})


def test_out_of_service_counts_each_lift_once_and_says_what_it_cannot_know(station):
    lift, spare = (factories.asset(station, code, kind=LIFT) for code in ("ASC-1", "ASC-2"))
    stairs = factories.asset(station, "ESC-1", kind=ESCALATOR)
    pump = factories.asset(station, "P-01")
    first = order(station, asset=lift, priority="P1")
    order(station, asset=lift)
    order(station, asset=stairs, priority="P3")
    order(station, asset=spare, kind="PREVENTIVE")
    order(station, asset=spare, status="DONE")
    order(station, asset=spare, proposed="DONE")
    still = order(station, asset=pump, title="Pompe HS")
    order(station, title="Banc cassé")
    order(station, title="asc. du quai en panne")
    order(station, location=factories.location(station, "R1"))

    assert counts("out_of_service") == (1, 3, 1, 1)
    assert [row.order for row in answer("out_of_service").rows] == [first, still]


@pytest.mark.parametrize(
    ("title", "stops"),
    [
        ("escalator quai B bruit anormal", False),
        ("ascenseur hall bouton RDC HS", False),
        ("ascenseur : bouton d'arrêt d'urgence à remplacer", False),
        ("ESC 1 arrêt intempestif", True),
        ("asc quai C en panne", True),
        ("escalator souterrain à l'arrêt", True),
        ("ascenseur HS", True),
        ("Éclairage cabine faible. Ascenseur bloqué", True),
        ("Lift out of order", True),
    ],
)
def test_a_lift_that_still_runs_is_to_be_watched_and_not_out_of_service(station, title, stops):
    order(station, asset=factories.asset(station, "ASC-1", kind=LIFT), title=title)

    found = answer("out_of_service")

    assert (found.count, found.watched) == ((1, 0) if stops else (0, 1))


def test_lifts_of_stations_that_no_source_speaks_of_are_counted_apart(station):
    order(station, asset=factories.asset(station, "ASC-1", kind=LIFT), priority="P1")
    factories.asset(factories.station("BRM"), "ASC-1", kind=LIFT)

    found = answer("out_of_service")

    assert (found.count, found.n, found.apart) == (1, 1, 1)


def test_an_order_that_is_not_located_shows_when_it_is_due(station):
    factories.work_order(station, due_at=NOW + timedelta(days=2), reported_at=NOW)

    assert answer("not_located").rows[0].moment == NOW + timedelta(days=2)


def test_controls_are_overdue_or_due_within_sixty_days(station):
    def control(days, kind="INSPECTION", **values):
        due = None if days is None else NOW + timedelta(days=days)
        return factories.work_order(station, kind=kind, due_at=due, **values)

    overdue, soon = control(-1), control(59, "PREVENTIVE")
    control(61)
    control(None)
    control(-5, status="CLOSED")
    control(-5, "CORRECTIVE")

    assert counts("controls") == (2, 4, 1, 1)
    assert [(row.order, row.late) for row in answer("controls").rows] == [(overdue, True), (soon, False)]


def test_late_orders_are_told_firm_by_firm_beside_what_each_has(station):
    hydro, elec = factories.organisation("Hydro"), factories.organisation("Elec")

    def due(days, firm):
        return factories.work_order(station, organisation=firm, due_at=NOW + timedelta(days=days))

    for days, firm in [(-1, hydro), (-2, hydro), (1, hydro), (-1, elec), (1, elec), (-1, None), (5, None)]:
        due(days, firm)
    factories.work_order(station, organisation=elec)

    assert counts("late_by_firm") == (4, 7, 1, 0)
    assert [(row.firm, row.number, row.of) for row in answer("late_by_firm").rows] == [
        (hydro, 2, 3),
        (elec, 1, 2),
        (None, 1, 2),
    ]


def test_not_located_is_said_of_all_open_orders_beside_those_known_by_their_room(station):
    room = factories.location(station, "R1")
    lost = factories.work_order(station)
    factories.work_order(station, location=room, placed="room")
    factories.work_order(station, asset=factories.asset(station, "P-01"), placed="code")
    factories.work_order(station, status="CANCELLED")

    assert counts("not_located") == (1, 3, 0, 1)
    assert [row.order for row in answer("not_located").rows] == [lost]


def test_an_order_that_a_person_said_is_about_nothing_here_is_not_counted_as_not_located(station):
    factories.work_order(station, placed="person")
    lost = factories.work_order(station)

    assert counts("not_located") == (1, 2, 0, 0)
    assert list(settling.waiting(station)) == [lost]


def test_ended_orders_wait_for_nobody_to_locate_them(station):
    for status in ("DONE", "CLOSED", "CANCELLED"):
        factories.work_order(station, status=status)
    lost = factories.work_order(station)

    assert list(settling.waiting(station)) == [lost]


def test_tomorrows_zones_hold_what_is_not_fresh(station):
    room, elsewhere = (factories.location(station, code) for code in ("R1", "R2"))
    pump, valve, lamp = (factories.asset(station, code, location=room) for code in ("P-01", "V-01", "L-01"))
    factories.asset(station, "P-02", location=elsewhere)
    tomorrow = NOW + timedelta(days=1)
    factories.work_order(station, asset=pump, scheduled_at=tomorrow)
    factories.work_order(station, location=elsewhere, scheduled_at=NOW)
    factories.work_order(station, scheduled_at=tomorrow)
    factories.work_order(station, location=elsewhere)
    known = {pump.pk: Fresh("fresh"), valve.pk: Fresh("to_verify", NOW)}

    assert counts("to_verify_tomorrow", known) == (2, 3, 1, 1)
    assert [(row.asset, row.moment) for row in answer("to_verify_tomorrow", known).rows] == [
        (lamp, None),
        (valve, NOW),
    ]


def test_answers_are_only_about_the_stations_asked_for(station):
    factories.work_order(factories.station("BRM"))

    found = questions.answers(Station.objects.filter(pk=station.pk), freshness=lambda assets: {}, at=NOW)

    assert [(each.count, each.n, each.unknown) for each in found] == [(0, 0, 0)] * 5


def test_more_orders_ask_the_database_no_more_often(station):
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer("not_located")
        return len(queries)

    room = factories.location(station, "R1")
    lift = factories.asset(station, "ASC-1", kind=LIFT, location=room)
    firm = factories.organisation()
    values = {"asset": lift, "organisation": firm, "due_at": NOW, "scheduled_at": NOW + timedelta(days=1)}
    order(station, **values)
    few = asked()
    for _ in range(12):
        order(station, **values)

    assert asked() == few


@pytest.mark.parametrize(
    ("on", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 11, 26), 24)]
)
def test_a_day_is_as_long_as_the_stations_clock_makes_it(on, hours):
    begins, ends = agenda.bounds_of(on)

    assert ends.astimezone(UTC) - begins.astimezone(UTC) == timedelta(hours=hours)


def test_just_before_midnight_in_the_station_it_is_still_today():
    assert agenda.local_day(datetime(2026, 7, 1, 21, 59, tzinfo=UTC)) == date(2026, 7, 1)
    assert agenda.local_day(datetime(2026, 7, 1, 22, 1, tzinfo=UTC)) == date(2026, 7, 2)


def test_an_order_of_the_day_is_in_one_list_only(station):
    agent = factories.person("agent", station=station)
    firm = factories.organisation()
    late = order(station, organisation=firm, due_at=NOW - timedelta(hours=2), scheduled_at=NOW, priority="P1")
    planned = order(station, organisation=firm, scheduled_at=NOW + timedelta(hours=1), priority="P1")
    begun = order(station, organisation=firm, status="IN_PROGRESS", priority="P4")
    urgent = order(station, organisation=firm, due_at=NOW + timedelta(days=3))
    order(station, organisation=firm, priority="P3")
    own_late = order(station, due_at=NOW - timedelta(hours=2), priority="P3")
    own = order(station, priority="P4")

    found = day.of(agent, station, WorkOrder.objects.all(), {}, NOW)

    listed = [found.mine.orders, found.late.orders, found.today.orders, found.urgent.orders]
    assert (listed, found.open_total) == ([[own_late, own], [late], [planned, begun], [urgent]], 7)


def test_only_rooms_where_one_goes_anyway_are_near(station):
    agent = factories.person("agent", station=station)
    here, there = (factories.location(station, code) for code in ("R1", "R2"))
    pump, valve = (factories.asset(station, code, location=here) for code in ("P-01", "V-01"))
    factories.asset(station, "P-02", location=there)
    order(station, asset=pump)

    assert day.of(agent, station, WorkOrder.objects.all(), {pump.pk: Fresh("fresh")}, NOW).near == [
        (here, [valve])
    ]
