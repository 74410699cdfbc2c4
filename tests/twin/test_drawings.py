"""Plans and photos of a station without a model, and what is marked on them."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from assets import hotspots
from tests import factories
from twin import drawings

pytestmark = pytest.mark.django_db
PLAN = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100"><rect width="200" height="100"/>
<g data-code="REL-01"><title>Pompe</title><circle cx="50" cy="25" r="6"/></g>
<g data-code="GONE-9"><circle cx="20" cy="20" r="6"/></g><g data-code="NOWHERE"/></svg>"""


@pytest.fixture
def station():
    made = factories.station("SFA", name="Gare de Saint-Fargeau", twin_mode="PLAN_2D")
    made.pump = factories.asset(made, "REL-01", name="Pompe de relevage 1")
    return made


def drawn(station, content: bytes = PLAN):
    named = {"identification": "plan_S-1.svg", "media_type": drawings.SVG}
    return factories.document(station, "plan_S-1.svg", content, **named)


@pytest.fixture
def agent(station):
    client = Client(headers={"accept-language": "en"})
    client.force_login(factories.person("agent", station=station))
    return client


def test_a_plan_stands_in_the_frame_of_its_station_with_its_marks_to_tap(agent, station):
    plan = drawn(station)

    page = agent.get(f"/stations/SFA/drawings/{plan.pk}/").content.decode()

    assert "<h1>Plan S-1</h1>" in page
    assert 'class="way-back" href="/stations/SFA/"' in page
    assert 'style="left:25.00%;top:25.00%" href="/stations/SFA/assets/REL-01/"' in page
    assert "GONE-9" not in page


def test_the_sheet_leads_to_the_plan_that_marks_it(agent, station):
    plan = drawn(station)
    factories.asset(station, "REL-02")

    known = agent.get("/stations/SFA/assets/REL-01/").content.decode()
    unmarked = agent.get("/stations/SFA/assets/REL-02/").content.decode()

    address = f"/stations/SFA/drawings/{plan.pk}/?code=REL-0"
    assert (f"{address}1" in known, address in unmarked) == (True, False)


@pytest.mark.parametrize("broken", [b"<svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\x89PNG"])
def test_a_plan_that_cannot_be_read_marks_nothing(station, broken):
    assert drawings.marks(drawn(station, broken)) == ()


def photo(station, **values):
    return factories.document(station, "Local pompes", b"\xff\xd8", media_type="image/jpeg", **values)


def test_pins_stand_on_a_photo_as_links_in_reading_order(agent, station):
    valve, tank = factories.asset(station, "VAN-01"), factories.asset(station, "BAC-01")
    shown = photo(station)
    factories.hotspot(shown, station.pump, x=0.1, y=0.75)
    factories.hotspot(shown, valve, x=0.7, y=0.11)
    factories.hotspot(shown, tank, x=0.1, y=0.1, standing="kept")
    factories.hotspot(shown, factories.asset(station, "LOST-1"), standing="lost")

    page = agent.get(f"/stations/SFA/drawings/{shown.pk}/").content.decode()

    pins = re.findall(r'<a class="(mark[^"]*)" style="([^"]+)" href="/stations/SFA/assets/([^/]+)/"', page)
    assert pins == [
        ("mark pin unsure", "left:20.00%;top:20.00%", "BAC-01"),
        ("mark pin", "left:80.00%;top:21.00%", "VAN-01"),
        ("mark pin", "left:20.00%;top:85.00%", "REL-01"),
    ]
    assert page.count("to confirm") == 2  # said of the pin and in the list
    assert ("On this photo" in page, "LOST-1" in page) == (True, False)


def test_the_sheet_shows_the_pin_on_a_piece_of_the_photo(agent, station):
    shown = photo(station)
    factories.hotspot(shown, station.pump, x=0.1, y=0.75)
    factories.hotspot(shown, factories.asset(station, "REL-02"), standing="kept")

    sure, unsure = (agent.get(f"/stations/SFA/assets/REL-0{n}/").content.decode() for n in (1, 2))

    assert f'class="on-plan" href="/stations/SFA/drawings/{shown.pk}/?code=REL-01"' in sure
    assert "transform:translate(-20.00%,-85.00%)" in sure
    assert "REL-01 on “Local pompes”" in sure
    assert "on-plan" not in unsure


def test_a_plan_that_marks_it_itself_is_believed_for_where_and_needs_no_pin_over_it(agent, station):
    plan = drawn(station)
    assert hotspots.take_in(plan) == 2
    late = factories.asset(station, "GONE-9")

    assert drawings.marking(station.pump).mark == drawings.Mark("REL-01", 25.0, 25.0)
    assert [(asset, mark.pinned) for asset, mark in drawings.marked(plan)] == [
        (late, False),
        (station.pump, False),
    ]


def test_a_station_with_a_model_has_that_instead_of_pins_on_the_sheet(station):
    station.twin_mode = "MODEL_3D"
    station.save()
    factories.hotspot(photo(station), station.pump)

    assert drawings.marking(station.pump) is None


def test_a_photo_of_one_pump_is_among_those_of_the_station_once_something_is_pinned_on_it(station):
    own = photo(station, about={"asset": station.pump})
    assert list(drawings.of_station(station)) == []

    factories.hotspot(own, station.pump)
    factories.hotspot(own, station.pump, x=0.1)

    assert list(drawings.of_station(station)) == [own]


def test_the_table_of_documents_leads_to_the_page_with_the_pins(agent, station):
    shown, manual = photo(station), factories.document(station, "Manual")

    page = agent.get("/stations/SFA/documents/").content.decode()

    assert f'href="/stations/SFA/drawings/{shown.pk}/"' in page
    assert f"/drawings/{manual.pk}/" not in page


@pytest.mark.parametrize(("mode", "role", "there"), [
    ("PLAN_2D", "steward", True), ("REGISTER", "steward", True), ("MODEL_3D", "steward", False),
    ("PLAN_2D", "agent", True),
])  # fmt: skip
def test_the_home_of_a_small_station_leads_to_where_plans_and_photos_are_brought(station, mode, role, there):
    station.twin_mode = mode
    station.save()
    client = Client(headers={"accept-language": "en"})
    client.force_login(factories.person(role, station=station))

    page = client.get("/stations/SFA/overview/").content.decode()

    assert ("Add a plan or a photo" in page) == there
    assert ('href="/stations/SFA/synoptics/#bring"' in page) == there
    assert 'id="bring"' in client.get("/stations/SFA/synoptics/").content.decode()


def test_nobody_elses_plan_is_there(agent):
    other = drawn(factories.station("BRV"))

    assert agent.get(f"/stations/SFA/drawings/{other.pk}/").status_code == 404
    assert agent.get(f"/stations/BRV/drawings/{other.pk}/").status_code == 404
