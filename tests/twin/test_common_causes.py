"""What could explain that two things fail at once: by the interface for programs, and as pages tell it."""

from __future__ import annotations

import html
import re
from types import SimpleNamespace

import pytest
from django.test import Client

from assets import history
from assets.models import Port, System
from maintenance import device_states
from maintenance.models import Request
from tests import factories
from tests.twin import piped_station
from tests.twin.piped_station import as_, of_a_firm_with_an_agents_work

pytestmark = pytest.mark.django_db
API = "/api/v1/traces/common-cause/"


def ask(client: Client, one: str, other: str, **headers: str):
    return client.get(API, {"station": "VDO", "one": one, "other": other}, headers=headers)


def causes(answer) -> list[str]:
    return [cause["asset"] for cause in answer.json()["causes"]]


# ── for programs ─────────────────────────────────────────────────────────────


def test_two_basins_have_the_pump_in_common_and_what_drives_it(piped, agent):
    answer = ask(agent, "BASIN", "SHOWER")
    pump = answer.json()["causes"][1]

    assert causes(answer) == ["PIPE", "PUMP", "V1", "TANK", "ISOLATOR", "BOARD", "MAIN"]
    assert pump == {
        "asset": "PUMP",
        "followed": True,
        "steps": 6,
        "to_one": ["PUMP", "PIPE", "V2", "BASIN"],
        "to_other": ["PUMP", "PIPE", "V3", "SHOWER"],
        "evidence": "B",
        "supposed_connections": 0,
        "by_control": False,
        "takes_besides": 0,
    }
    assert answer.json()["causes"][4]["supposed_connections"] == 1  # the isolator names the pump
    assert (answer.json()["complete"], answer.json()["reason"]) == (True, None)


def test_it_is_kept_until_something_happens_in_the_station(piped, agent):
    first = ask(agent, "BASIN", "SHOWER")
    again = ask(agent, "BASIN", "SHOWER", **{"If-None-Match": first["ETag"]})
    history.record("renamed", piped.assets["PUMP"], station=piped.station)
    later = ask(agent, "BASIN", "SHOWER", **{"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content, later.status_code) == (304, b"", 200)
    assert first["ETag"] != ask(agent, "SHOWER", "BASIN")["ETag"]


def test_what_cannot_be_asked_is_said_in_a_sentence(piped, agent):
    unknown, same, left_out = ask(agent, "BASIN", "NOWHERE"), ask(agent, "V1", "V1"), agent.get(API)

    assert (unknown.status_code, same.status_code, left_out.status_code) == (422, 422, 400)
    assert unknown.json()["detail"] == "Nothing in the published models of VDO is called NOWHERE."
    assert same.json()["detail"] == "V1 is one thing: name another that fails at the same time."


def test_a_firm_reads_causes_whose_whole_way_lies_in_its_zone(piped):
    firm = factories.organisation()
    factories.work_order(piped.station, organisation=firm, location=piped.rooms["012"])
    works = as_(factories.contractor(firm, station=piped.station))

    here = ask(works, "PUMP", "V1")

    assert causes(here) == ["V1", "TANK"]
    assert ask(works, "PUMP", "BASIN").status_code == 404
    assert ask(works, "PUMP", "NOWHERE").status_code == 404
    assert ask(as_(factories.contractor(factories.organisation())), "PUMP", "V1").status_code == 404


def test_the_course_of_fire_protection_is_told_to_nobody_of_a_firm(piped):
    System.objects.filter(pk=piped.water.pk).update(predefined_type="FIREPROTECTION", family="fire")
    Port.objects.filter(system_type=piped_station.WATER).update(system_type="FIREPROTECTION")
    lent = as_(of_a_firm_with_an_agents_work())

    assert ask(lent, "BASIN", "LAMP").status_code == 403
    assert causes(ask(lent, "PUMP", "LAMP")) == ["BOARD", "MAIN"]
    assert causes(ask(lent, "PUMP", "ISOLATOR")) == ["ISOLATOR", "BOARD", "MAIN"]
    assert causes(ask(as_(factories.person("agent")), "BASIN", "LAMP")) == ["BOARD", "MAIN"]


# ── as pages tell it ─────────────────────────────────────────────────────────

PAGE = "/stations/VDO/common-cause/"


def read(client: Client, **asked: str) -> str:
    """The text of the page."""
    page = client.get(PAGE, asked).content.decode()
    main = page[page.index("<main") :] if "<main" in page else page
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", main)).split())


def fault(piped: SimpleNamespace, code: str, title: str, **more: str):
    return factories.work_order(
        piped.station, asset=piped.assets[code], title=title, kind="CORRECTIVE", **more
    )


def test_a_person_reads_the_nearest_cause_first_with_the_way_to_each(piped, agent):
    text = read(agent, one="BASIN", other="SHOWER")

    assert "to verify on site PUMP (Circulator) alone would explain both." in text
    assert "To BASIN: PUMP → V2 → BASIN To SHOWER: PUMP → V3 → SHOWER" in text
    assert text.index("If PUMP stops") < text.index("If V1 stops") < text.index("If BOARD stops")
    assert "1 connection on the way is supposed, not drawn." in text
    assert "It would take 2 points of use besides" in text  # the board: the lamp and the isolator
    assert "Or a length of pipe or cable 1" in text


def test_one_that_hangs_on_the_other_is_explained_by_it(piped, agent):
    assert "V2 itself explains the other, which hangs on it." in read(agent, one="BASIN", other="V2")


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ("ALONE", "The models draw no connection of ALONE: nobody knows what it hangs on."),
        ("TANK", "They hang on nothing common, or one of them has another way to be supplied."),
        ("LAMP", "The models draw only one thing of these two names."),
    ],
)
def test_nothing_is_made_up(other, why, piped, agent):
    drawn = factories.element(factories.revision(piped.station, discipline="ARC"), "ALONE")
    factories.asset(piped.station, "ALONE", drawn_by=drawn)

    text = read(agent, one="LAMP", other=other)

    assert f"Nothing in the models explains both. {why}" in text


def test_what_is_shut_by_someones_word_is_without_supply_and_says_so(piped, agent):
    device_states.say(piped.assets["V2"], "blocks", by=factories.person("agent"))

    assert "As things are, nothing in the models supplies BASIN:" in read(agent, one="BASIN", other="SHOWER")


def test_open_faults_come_first_and_those_with_one_cause_are_found_without_a_question(piped, agent):
    fault(piped, "BASIN", "No hot nor cold", priority="P3")
    fault(piped, "SHOWER", "Dry shower", priority="P2")
    fault(piped, "V1", "Long ago", status="CLOSED")
    factories.work_order(piped.station, asset=piped.assets["TANK"], title="Yearly visit", kind="PREVENTIVE")

    text = read(agent)
    chosen = read(agent, one="SHOWER")

    assert "Open faults that may have one cause PUMP" in text
    assert "would explain SHOWER, BASIN" in text
    assert text.index("Dry shower") < text.index("No hot nor cold")
    assert "Long ago" not in text
    assert "Yearly visit" not in text
    assert "No hot nor cold PUMP would explain both" in chosen
    assert "Dry shower" not in chosen


def test_a_fault_report_on_equipment_is_an_open_fault_too(piped, agent):
    Request.objects.create(
        station=piped.station, source=factories.source(), asset=piped.assets["LAMP"], text="Dark\nsince noon",
        author=factories.person("agent"),
    )  # fmt: skip

    assert "LAMP" in read(agent)
    assert "Dark" in read(agent)
    assert "since noon" not in read(agent)


def test_anything_else_is_found_by_its_words(piped, agent):
    found = agent.get(PAGE, {"one": "BASIN", "q": "shower"}, headers={"HX-Request": "true"}).content.decode()

    assert f'href="{PAGE}?one=BASIN&amp;other=SHOWER"' in found
    assert "<html" not in found


def test_one_gets_there_from_the_sheet_the_order_the_report_and_the_day(piped, agent):
    order = fault(piped, "BASIN", "Dry")
    fault(piped, "SHOWER", "Dry too")
    report = Request.objects.create(
        station=piped.station, source=order.source, asset=piped.assets["BASIN"], text="Dry",
        author=factories.person("agent"),
    )  # fmt: skip

    for address in ("assets/BASIN/", f"orders/{order.pk}/", f"requests/{report.pk}/"):
        page = agent.get(f"/stations/VDO/{address}").content.decode()
        assert f'href="{PAGE}?one=BASIN"' in page, address
    assert f'href="{PAGE}"' in agent.get("/stations/VDO/today/").content.decode()


@pytest.mark.parametrize("asked", ["?one=NOWHERE", "?one=BASIN&other=NOWHERE", "?one=S1-013"])
def test_what_is_not_there_or_is_a_room_is_not_found(asked, piped, agent):
    assert agent.get(PAGE + asked).status_code == 404


def test_no_firm_has_the_page_and_its_people_with_an_agents_work_read_nothing_of_fire(piped):
    System.objects.filter(pk=piped.water.pk).update(predefined_type="FIREPROTECTION", family="fire")
    Port.objects.filter(system_type=piped_station.WATER).update(system_type="FIREPROTECTION")
    firm = factories.organisation()
    factories.work_order(piped.station, organisation=firm, asset=piped.assets["PUMP"])
    works, lent = as_(factories.contractor(firm)), as_(of_a_firm_with_an_agents_work())

    assert works.get(PAGE, {"one": "PUMP"}).status_code == 404
    assert "not told to firms" in read(lent, one="BASIN", other="SHOWER")
    assert "BOARD" in read(lent, one="PUMP", other="LAMP")
    assert "TANK" not in read(lent, one="PUMP", other="LAMP")
