"""A contractor sees the open orders of her own firm, where she works, and nothing else."""

from __future__ import annotations

import pytest
from django.http import Http404

from maintenance import scope
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_contractor_sees_the_open_orders_of_her_firm(station):
    ours, theirs = factories.organisation(), factories.organisation()
    mine = factories.work_order(station, organisation=ours)
    factories.work_order(station, organisation=theirs)
    factories.work_order(station, organisation=None)
    factories.work_order(station, organisation=ours, status="CLOSED")
    plumber = factories.contractor(ours, station=station)

    assert list(scope.orders_for(plumber)) == [mine]
    assert list(scope.own_orders(plumber)) == [mine]


def test_a_contractor_sees_no_order_of_a_station_where_she_does_not_work(station):
    ours = factories.organisation()
    elsewhere = factories.work_order(factories.station("BRM"), organisation=ours)
    plumber = factories.contractor(ours, station=station)

    assert list(scope.orders_for(plumber)) == []
    with pytest.raises(Http404):
        scope.order_or_404(plumber, elsewhere.pk)


def test_an_agent_sees_all_orders_of_her_stations(station):
    orders = {
        factories.work_order(station),
        factories.work_order(station, organisation=factories.organisation()),
    }
    factories.work_order(factories.station("BRM"))
    agent = factories.person("agent", station=station)

    assert set(scope.orders_for(agent)) == orders
    assert list(scope.own_orders(agent)) == []


def test_a_firms_person_without_a_place_to_work_sees_nothing(station):
    ours = factories.organisation()
    factories.work_order(station, organisation=ours)
    plumber = factories.contractor(ours, station=factories.station("BRM"))

    assert list(scope.orders_for(plumber)) == []


def test_an_order_is_about_its_asset_or_about_what_stands_in_its_place(station):
    room = factories.location(station, "S1-02")
    pump, valve = (factories.asset(station, code, location=room) for code in ("P-01", "V-01"))
    factories.asset(station, "L-01")

    assert list(scope.assets_of(factories.work_order(station, asset=pump))) == [pump]
    assert set(scope.assets_of(factories.work_order(station, location=room))) == {pump, valve}
    assert list(scope.assets_of(factories.work_order(station))) == []


def test_papers_of_an_order_on_a_place_are_the_places_own_and_those_of_an_order_on_equipment_are_its(station):
    """
    room ── plan of the room          pump (in the room) ── inspection of the pump, manual of its type
    """
    room = factories.location(station, "S1-02")
    pump = factories.asset(station, "P-01", location=room, type=factories.asset_type(station, "R-50"))
    plan = factories.document(station, "Plan of the room", about={"location": room})
    inspection = factories.document(station, "Inspection of the pump", about={"asset": pump})
    manual = factories.document(station, "Manual", about={"type": pump.type})
    shared = factories.document(station, "Report on both", about={"location": room})
    shared.links.create(asset=pump)

    assert list(scope.documents_of(factories.work_order(station, location=room))) == [plan]
    assert set(scope.documents_of(factories.work_order(station, asset=pump))) == {inspection, manual, shared}
    assert list(scope.documents_of(factories.work_order(station))) == []
