"""What a page or a feed asks of the database does not grow with its rows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from maintenance.models import WorkOrder
from tests import factories

pytestmark = pytest.mark.django_db
FEW, MANY = 5, 40


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def asked(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


@pytest.mark.parametrize(
    "path",
    ["/my-orders/", "/api/v1/work-orders.json", "/api/v1/work-orders.csv", "/api/v1/work-orders/"],
)
def test_a_firms_orders_are_read_at_once(path):
    station, firm = factories.station("VDO"), factories.organisation()
    client = signed_in(factories.contractor(firm, station=station))
    building = factories.location(station, "BV", kind="building")
    storey = factories.location(station, "S1", kind="storey", parent=building)

    def given(count: int) -> None:
        for _ in range(count):
            number = WorkOrder.objects.count()
            room = factories.location(station, f"R-{number}", parent=storey)
            pump = factories.asset(station, f"P-{number}", location=room)
            place = {"asset": pump} if number % 2 else {"location": room}
            factories.work_order(station, organisation=firm, **place)

    given(FEW)
    few = asked(client, path)
    given(MANY - FEW)

    assert asked(client, path) == few


def test_a_managers_answers_are_read_at_once_however_many_stations_are_hers():
    client = signed_in(factories.person("manager"))
    tomorrow = timezone.now() + timedelta(days=1)

    def given(count: int) -> None:
        for _ in range(count):
            station = factories.station()
            pump = factories.asset(station, "P", location=factories.location(station, "R"))
            factories.work_order(station, asset=pump, scheduled_at=tomorrow)

    given(FEW)
    few = asked(client, "/manager/")
    given(MANY - FEW)

    assert asked(client, "/manager/") == few


def test_the_sources_of_a_stations_orders_are_read_without_the_orders():
    station = factories.station("VDO")
    client = signed_in(factories.person("agent", station=station))
    for _ in range(FEW):
        factories.work_order(station, description="a long story")

    with CaptureQueriesContext(connection) as queries:
        client.get("/stations/VDO/orders/")

    whole = [
        each["sql"] for each in queries if '"maintenance_workorder"."id"' in each["sql"].split("FROM")[0]
    ]
    assert [sql for sql in whole if "LIMIT" not in sql] == []
