"""A firm's own software: pulls its orders with a key, pushes what was done, reaches nothing else."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from maintenance import tokens
from maintenance.models import Act, OutboxMessage
from tests import factories
from twin.api import calendar

pytestmark = pytest.mark.django_db


@pytest.fixture
def station():
    return factories.station("VDO")


@pytest.fixture
def firm():
    return factories.organisation("Hydro-Services")


@pytest.fixture
def order(station, firm):
    pump = factories.asset(
        station, "EU-P-01", location=factories.location(station, "S1-02", name="Local relevage")
    )
    return factories.work_order(
        station, organisation=firm, asset=pump, title="Fuite; pompe", description="Eau\nau sol",
        due_at=datetime(2026, 3, 14, 17, 0, tzinfo=UTC),
    )  # fmt: skip


@pytest.fixture
def other(station):
    theirs = factories.organisation("Autre")
    return factories.work_order(station, organisation=theirs, number="OT-SECRET", title="Secret")


@pytest.fixture
def call(client, station, firm):
    """`call("get", "/api/v1/…", scopes=[…])` with a key of the firm."""
    user = factories.contractor(firm, station=station)

    def asked(method: str, address: str, *, scopes=(tokens.READ, tokens.ACT), key=None, **values):
        until = timezone.now() + timedelta(days=1)
        text = (
            key or tokens.make(user, name="x", scopes=scopes, expires_at=until, station=station, by=None)[1]
        )
        return getattr(client, method)(
            address, headers={"Authorization": f"Bearer {text}"} | values.pop("headers", {}), **values
        )

    return asked


def push(call, order, act: str, key: str = "k1", **said):
    return call(
        "post", f"/api/v1/work-orders/{order.pk}/acts/", data={"act": act, **said},
        content_type="application/json", headers={"Idempotency-Key": key},
    )  # fmt: skip


def test_it_pulls_its_orders_as_json_with_what_is_dangerous_there(call, order, other):
    (row,) = call("get", "/api/v1/work-orders.json").json()["results"]

    assert (row["number"], row["equipment"], row["due_at"]) == (
        order.number,
        "EU-P-01",
        "2026-03-14T17:00:00+00:00",
    )
    assert row["precautions"][0]["kind"] == "asbestos"
    assert len(row["read"]) == 16


def test_it_pulls_its_orders_as_a_table_in_which_no_cell_is_a_formula(call, order, other):
    type(order).objects.filter(pk=order.pk).update(title="=cmd()")

    text = call("get", "/api/v1/work-orders.csv").content.decode("utf-8-sig")

    (row,) = csv.DictReader(io.StringIO(text), delimiter=";")
    assert (row["title"], row["number"], row["place"]) == ("'=cmd()", order.number, "Local relevage")


def test_it_pulls_its_orders_as_a_calendar(call, order, other):
    factories.work_order(order.station, organisation=order.organisation)  # without a date

    text = call("get", "/api/v1/work-orders.ics").content.decode()

    assert text.count("BEGIN:VEVENT") == 1
    assert "DTSTART:20260314T163000Z\r\nDTEND:20260314T170000Z\r\n" in text
    assert f"SUMMARY:P3 {order.number} Fuite\\; pompe\r\n" in text
    assert "DESCRIPTION:Eau\\nau sol\r\n" in text


@pytest.mark.parametrize("line", ["signalé par Louise Agnel", "Reported by Louise Agnel (gare)"])
def test_no_feed_tells_a_firm_who_reported_whatever_became_of_the_report(call, order, line):
    """The name as it was sent, which may be another by now; pages strip it by the same rule."""
    type(order).objects.filter(pk=order.pk).update(description=f"Fuite\n\nEU-P-01\n{line}\nPrévoir un joint")

    for feed in (
        "work-orders.json",
        "work-orders.csv",
        "work-orders.ics",
        "work-orders/",
        f"work-orders/{order.pk}/",
    ):
        text = call("get", f"/api/v1/{feed}").content.decode()
        assert ("Louise" in text, "un joint" in text) == (False, True), feed


def test_what_is_done_leaves_the_calendar_and_filters_are_obeyed(call, order, station, firm):
    far = factories.station("FAR")
    factories.work_order(station, organisation=firm, status="DONE", due_at=timezone.now(), title="Ended")
    factories.contractor(firm, station=far)

    calendar_ = call("get", "/api/v1/work-orders.ics").content.decode()
    here = call("get", "/api/v1/work-orders.csv?station=VDO&search=fuite").content.decode()
    none = call("get", "/api/v1/work-orders.json?station=FAR").json()

    assert ("Ended" in calendar_, calendar_.count("BEGIN:VEVENT")) == (False, 1)
    assert ("Ended" in here, order.number in here) == (False, True)
    assert none == {"results": []}
    assert call("get", "/api/v1/work-orders.ics?status=NONSENSE").status_code == 400


def test_lines_of_a_calendar_are_folded_within_75_octets_and_between_letters():
    text = calendar.calendar("é" * 100, [])

    assert max(len(line.encode()) for line in text.split("\r\n")) == 75
    assert text.replace("\r\n ", "").split("\r\n")[3] == f"X-WR-CALNAME:{'é' * 100}"


def test_it_pushes_what_was_done_once_however_often_it_is_sent(call, order):
    read = call("get", "/api/v1/work-orders.json").json()["results"][0]["read"]
    assert push(call, order, "acknowledged", read=read).status_code == 201

    first, again = (push(call, order, "started", "begin") for _ in range(2))

    assert (first.status_code, first.json()) == (201, again.json())
    assert first.json()["status"] == "IN_PROGRESS"
    assert OutboxMessage.objects.count() == 1


def test_a_refusal_is_told_in_words(call, order):
    answer = push(call, order, "started")

    assert answer.status_code == 409
    assert "consignes de sécurité" in answer.json()["detail"]
    assert push(call, order, "acknowledged").status_code == 400
    assert push(call, order, "acknowledged", read="0" * 16).status_code == 409
    assert push(call, order, "approved").status_code == 400
    assert push(call, order, "waits", key="").json()["errors"] == {
        "Idempotency-Key": ["Envoyez une clé à vous, la même si vous renvoyez ceci."]
    }
    assert not Act.objects.exists()


def test_photos_are_pushed_as_on_the_page_and_refused_as_there(call, order):
    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "JPEG")
    address = f"/api/v1/work-orders/{order.pk}/acts/"

    def send(content, key):
        photo = SimpleUploadedFile("a.jpg", content)
        return call(
            "post", address, data={"act": "reported", "photos": [photo]}, headers={"Idempotency-Key": key}
        )

    assert send(b"PK\x03\x04", "bad").json()["errors"]["photos"] != []
    assert send(picture.getvalue(), "good").status_code == 201
    assert Act.objects.get().evidence.get().media_type == "image/jpeg"


def test_a_key_that_may_only_read_does_not_act(call, order):
    address = f"/api/v1/work-orders/{order.pk}/acts/"

    answer = call(
        "post", address, scopes=[tokens.READ], data={"act": "waits"}, headers={"Idempotency-Key": "k"}
    )

    assert (answer.status_code, answer.json()["detail"]) == (
        403,
        "This key may not do that: it lacks the scope orders:act.",
    )
    assert call("get", "/api/v1/work-orders.json", scopes=[tokens.ACT]).status_code == 403


def test_another_firms_order_is_not_there(call, order, other):
    assert push(call, other, "waits", reason="x").status_code == 404


@pytest.mark.parametrize("resource", ["stations", "assets", "documents", "scenes", "history", "elements"])
def test_a_key_reaches_nothing_but_orders_whoever_it_acts_as(client, station, resource):
    steward = factories.person("steward", station=station)
    until = timezone.now() + timedelta(days=1)
    _, text = tokens.make(
        steward, name="x", scopes=list(tokens.SCOPES), expires_at=until, station=station, by=None
    )

    answer = client.get(f"/api/v1/{resource}/", headers={"Authorization": f"Bearer {text}"})

    assert answer.status_code == 404


def test_a_key_that_is_no_longer_good_is_told_so(call, order):
    answer = call("get", "/api/v1/work-orders.json", key="st_" + "x" * 43)

    assert answer.status_code == 401
    assert answer.json()["detail"] == "This key is unknown, has expired or was withdrawn."


@pytest.mark.parametrize(
    ("said", "utc"),
    [
        ("2024-10-27T00:30:00Z", datetime(2024, 10, 27, 0, 30, tzinfo=UTC)),
        ("2024-10-27T02:30:00", datetime(2024, 10, 27, 0, 30, tzinfo=UTC)),  # there are two: the first
        ("2024-10-27T02:30:00+02:00", datetime(2024, 10, 27, 0, 30, tzinfo=UTC)),
        ("2024-10-27T02:30:00+01:00", datetime(2024, 10, 27, 1, 30, tzinfo=UTC)),
        ("2024-03-31T02:30:00", datetime(2024, 3, 31, 1, 30, tzinfo=UTC)),  # there is none: half past three
    ],
)
def test_a_time_without_offset_is_the_stations_and_of_two_the_first(call, order, said, utc):
    read = call("get", "/api/v1/work-orders.json").json()["results"][0]["read"]
    push(call, order, "acknowledged", key="a", read=read)

    answer = push(call, order, "started", at=said)

    assert answer.status_code == 201, answer.content
    assert Act.objects.get(verb="started").at == utc


def test_a_calendar_tells_the_hour_that_comes_twice_without_doubt():
    paris = ZoneInfo("Europe/Paris")

    first, second = (datetime(2026, 10, 25, 2, 30, fold=fold, tzinfo=paris) for fold in (0, 1))

    assert (calendar.moment(first), calendar.moment(second)) == ("20261025T003000Z", "20261025T013000Z")
