"""Every page about a thing opens, in stations with a model, with plans and with neither, wherever the thing is."""

from __future__ import annotations

from itertools import product

import pytest
from django.test import Client

from assets.models import Station
from maintenance.models import Request
from tests import factories, soaking

pytestmark = pytest.mark.django_db


def places(station) -> dict[str, object | None]:
    building = factories.location(station, "BAT", kind="building", name="Bâtiment voyageurs")
    storey = factories.location(station, "S1", kind="storey", name="Sous-sol", parent=building)
    return {
        "in a room of no storey": factories.location(station, "LT-1", name="Local 1"),
        "on a storey": storey,
        "in a room of a storey": factories.location(station, "LT-2", name="Local 2", parent=storey),
        "on the building": building,
        "nowhere": None,
    }


def addresses(station, firm) -> list[str]:
    """
    For each place: an asset there and one with no place, an order and a request on the asset, on the place, on nothing.
    """
    source, found = factories.source(station=station), []
    for number, place in enumerate(places(station).values()):
        asset = factories.asset(station, f"P-{number}", location=place)
        found.append(f"assets/{asset.code}/")
        found += [f"assets/{place.code}/"] if place else []
        for about in ({"asset": asset}, {"location": place}):
            order = factories.work_order(station, source=source, organisation=firm, **about)
            report = Request.objects.create(station=station, source=source, text="Ça goutte", **about)
            found += [f"orders/{order.pk}/", f"requests/{report.pk}/", f"orders/cards/?orders={order.pk}"]
    return [
        f"/stations/{station.code}/{each}" for each in (*found, "orders/", "locations/", "assets/", "today/")
    ]


@pytest.mark.parametrize(
    ("mode", "role"), soaking.shared(list(product(Station.TwinMode.values, ["agent", "manager", "steward"])))
)
def test_every_page_of_orders_requests_equipment_and_places_opens(mode, role):
    station = factories.station(twin_mode=mode)
    client = Client()
    client.force_login(factories.person(role, station=station))

    statuses = {address: client.get(address).status_code for address in addresses(station, None)}

    assert {address: status for address, status in statuses.items() if status != 200} == {}


@pytest.mark.parametrize("mode", Station.TwinMode.values)
def test_every_page_of_a_firms_orders_opens(mode):
    station = factories.station(twin_mode=mode)
    firm = factories.organisation()
    plumber = factories.contractor(firm, station=station)
    addresses(station, firm)
    client = Client()
    client.force_login(plumber)

    pages = ["/my-orders/"]
    for order in station.workorders.all():
        pages.append(f"/my-orders/{order.pk}/")
        pages += [f"/my-orders/{order.pk}/equipment/{order.asset.code}/"] if order.asset else []

    assert {page: client.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)
