"""Plans and photos of a station without a model, and what is marked on them."""

from __future__ import annotations

import pytest
from django.test import Client

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


def test_nobody_elses_plan_is_there(agent):
    other = drawn(factories.station("BRV"))

    assert agent.get(f"/stations/SFA/drawings/{other.pk}/").status_code == 404
    assert agent.get(f"/stations/BRV/drawings/{other.pk}/").status_code == 404
