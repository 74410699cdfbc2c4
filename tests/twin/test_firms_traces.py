"""What a firm's person is told from her order: what to close wherever it is, and of all else a number."""

from __future__ import annotations

import re

import pytest
from django.http import HttpResponse
from django.test import Client

from assets.models import Asset, Element, Location, Station, System
from maintenance import device_states
from maintenance.models import WorkOrder
from tests import factories
from twin.traces import things

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def plumber(network: Station):
    """(her browser, her firm)."""
    firm = factories.organisation("Plomberie Martin")
    client = Client(headers={"accept-language": "en"})
    client.force_login(factories.contractor(firm, station=network))
    return client, firm


def order_on(station: Station, firm, code: str) -> WorkOrder:
    asset = Asset.objects.get(station=station, code=code, removed_at=None)
    return factories.work_order(station, organisation=firm, asset=asset)


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())).replace("&#x27;", "'")


def _read(table) -> HttpResponse:
    return HttpResponse(b"".join(table.streaming_content))


def codes_in(station: Station, answer) -> set[str]:
    """Every code of the station that stands anywhere in the answer, markup and all."""
    written = set(re.findall(r"[A-Za-z0-9]+(?:[-_.][A-Za-z0-9]+)+", answer.content.decode()))
    drawn = Element.objects.filter(revision__station=station).values_list("code", flat=True)
    listed = Asset.objects.filter(station=station).values_list("code", flat=True)
    places = Location.objects.filter(station=station, kind="space").values_list("code", flat=True)
    return written & {*drawn, *listed, *places}


def test_her_order_says_what_to_close_where_it_is_and_how_many_lose_service_elsewhere(network, plumber):
    """
    main ──▶ EFS-V-112 ──▶ … ──▶ SF-WC-1   her order
                            └──▶ SF-WC-2, SF-WC-3, in the same room
    """
    client, firm = plumber
    order = order_on(network, firm, "SF-WC-1")

    page = text_of(client.get(f"/my-orders/{order.pk}/"))

    for said in (
        "Close EFS-V-112.",
        "1 Close EFS-V-112",
        "005 · Sanitaires femmes",
        "normally open, to verify on site",
        "does not replace the lock-out certificate",
        "Other equipment beside your work loses service too.",
    ):
        assert said in page
    assert "other room" not in page


def test_rooms_of_elsewhere_that_lose_service_are_counted_and_not_named(network, plumber):
    client, firm = plumber
    order = order_on(network, firm, "EFS-V-010")

    told = text_of(client.get(f"/my-orders/{order.pk}/trace/?code=EFS-V-010&ask=close"))

    assert re.search(r"\d+ other rooms? of the station loses? service too: tell the station before\.", told)
    assert "Boulangerie" not in told


@pytest.mark.parametrize("code", ["SF-WC-1", "EFS-P-01", "EFS-V-010", "EFS-V-002", "EU-P-01"])
@pytest.mark.parametrize("asked", ["close", "stops"])
def test_no_code_of_elsewhere_leaks_but_those_of_the_devices_to_close(network, plumber, code, asked):
    client, firm = plumber
    order = order_on(network, firm, code)
    address = f"/my-orders/{order.pk}/trace"

    answer = client.get(f"{address}.json?code={code}&ask={asked}")
    closing = client.get(f"{address}.json?code={code}&ask=close").json()["devices"]
    devices = {each["code"] for each in closing}
    pages = [
        client.get(f"/my-orders/{order.pk}/"),
        client.get(f"{address}/?code={code}&ask={asked}"),
        client.get(f"{address}/?code={code}&ask={asked}", headers=HTMX),
        _read(client.get(f"{address}.csv?code={code}&ask={asked}")),
    ]

    there = Asset.objects.filter(station=network, code__in=devices | {code}, location__kind="space")
    told = {code, *devices, *there.values_list("location__code", flat=True)}  # and in which rooms these are
    assert [codes_in(network, each) - told for each in (answer, *pages)] == [set()] * 5
    assert {each["code"] for each in answer.json()["devices"]} == (devices if asked == "close" else set())


@pytest.mark.parametrize("code", ["SF-WC-1", "EFS-V-002"])
def test_she_is_told_the_same_of_an_answer_too_long_to_be_read_piece_by_piece(
    network, plumber, code, monkeypatch
):
    client, firm = plumber
    address = f"/my-orders/{order_on(network, firm, code).pk}/trace"
    asked = [f"{address}{form}?code={code}&ask=close" for form in ("/", ".json", ".csv")]
    short = [text_of(HttpResponse(b"".join(client.get(each)))) for each in asked]

    monkeypatch.setattr(things, "AT_ONCE", 1)

    assert [text_of(HttpResponse(b"".join(client.get(each)))) for each in asked] == short


def test_what_people_said_of_devices_of_elsewhere_is_not_told_and_changes_what_she_closes(network, plumber):
    client, firm = plumber
    order = order_on(network, firm, "SF-WC-1")
    agent = factories.person("agent", station=network, first_name="Nora")
    for code, said in (("EFS-V-112", "stuck"), ("EFS-V-010", "conducts"), ("EFS-V-201", "out-of-reach")):
        device_states.say(Asset.objects.get(station=network, code=code), said, by=agent)
    address = f"/my-orders/{order.pk}/trace"

    told = client.get(f"{address}.json?code=SF-WC-1&ask=close")
    page = client.get(f"{address}/?code=SF-WC-1&ask=close")

    devices = {each["code"] for each in told.json()["devices"]}
    assert "EFS-V-112" not in devices  # it is stuck: the next ones further up are named
    rooms = Asset.objects.filter(station=network, code__in=devices).values_list("location__code", flat=True)
    allowed = {"SF-WC-1", *devices, *rooms, "N0-005"}
    assert [codes_in(network, each) - allowed for each in (told, page)] == [set()] * 2


def test_she_asks_of_her_order_alone_and_not_where_the_network_comes_from(network, plumber):
    client, firm = plumber
    order = order_on(network, firm, "SF-WC-1")

    asked = ["code=SF-WC-2&ask=close", "code=SF-WC-1&ask=fed", "code=EFS-V-112&ask=stops", "code=SF-WC-1"]

    assert {client.get(f"/my-orders/{order.pk}/trace/?{each}").status_code for each in asked} == {404}
    other = order_on(network, factories.organisation("Autre"), "SF-WC-2")
    assert client.get(f"/my-orders/{other.pk}/trace/?code=SF-WC-2&ask=close").status_code == 404


def test_the_fire_network_is_refused_with_words_and_not_one_device(network, plumber):
    client, firm = plumber
    code = Asset.objects.filter(station=network, code__startswith="INC-V-0").first().code
    order = order_on(network, firm, code)

    page = client.get(f"/my-orders/{order.pk}/")
    told = client.get(f"/my-orders/{order.pk}/trace.json?code={code}&ask=close").json()

    assert "not told to firms: ask the station" in text_of(page)
    assert codes_in(network, page) == {code}
    assert (told["devices"], told["path"], told["about"]) == ([], [], [])


def test_a_network_that_is_only_named_after_security_is_refused_as_well(network, plumber):
    """Its file says neither SECURITY nor what it carries: the name is all there is."""
    client, firm = plumber
    order = order_on(network, firm, "SF-WC-1")
    drawn = Element.objects.filter(match__asset=order.asset)
    of_the_model = System.objects.filter(members__element__in=drawn)
    for number, system in enumerate(of_the_model, start=1):
        names = {"name": f"Contrôle d'accès {number}", "long_name": ""}
        System.objects.filter(pk=system.pk).update(family="unknown", predefined_type="", **names)

    told = client.get(f"/my-orders/{order.pk}/trace.json?code=SF-WC-1&ask=close").json()

    assert "not told to firms" in told["nothing"]
    assert told["devices"] == []
