"""The words of an answer fit what flows: nobody closes a breaker, a drain feeds nobody, and a lift has one network."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone

from assets.isolation_cards import Said, Word, put
from assets.models import Element, System
from tests import factories
from tests.twin import piped_station

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
CLOSE = "/stations/VDO/what-to-close/"


def read(agent: Client, address: str, **asked: str) -> str:
    body = agent.get(address, asked, headers=HTMX).content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body)).replace("&#x27;", "'")


def media_offered(agent: Client, code: str, **asked: str) -> list[str]:
    body = agent.get(CLOSE, {"code": code, **asked}).content.decode()
    return re.findall(rf'class="chip"[^>]*data-asked="close~{code}~(\w+)"', body)


def a_card(piped: SimpleNamespace, on: object, device: str) -> None:
    word = Word(factories.person("agent").pk, factories.person("manager").pk, timezone.now(), change=0)
    put(None, on, Said(medium="water", device=device), word)


def test_nobody_is_told_to_close_what_carries_electricity(piped, agent):
    """MAIN ─▶ BOARD ─▶ LAMP: no breaker is drawn. Who closes one puts it on."""
    answer = read(agent, CLOSE, code="LAMP")

    assert "What to switch off" in answer
    assert "switch off further up, or ask whoever supplies it" in answer
    assert "What to close" not in answer
    assert "What to switch off" in read(agent, "/stations/VDO/sheet/", code="LAMP")
    assert "What to close" in read(agent, "/stations/VDO/sheet/", code="BASIN")


def test_a_pump_is_cut_from_its_water_and_in_one_tap_from_its_power(piped, agent):
    assert media_offered(agent, "PUMP") == ["water", "electricity"]

    answer = read(agent, CLOSE, code="PUMP", medium="electricity")

    assert "Switch off ISOLATOR." in answer
    assert media_offered(agent, "BASIN") == []


def test_what_no_system_names_is_asked_of_the_network_that_it_carries(piped, agent):
    System.objects.get(pk=piped.power.pk).members.filter(element__code="LAMP").delete()

    assert media_offered(agent, "LAMP") == []
    assert "Nobody has said what flows here" not in read(agent, CLOSE, code="LAMP")


def test_who_asks_of_a_valve_learns_that_what_is_behind_it_is_cut_by_the_valve(piped, agent):
    answer = read(agent, CLOSE, code="V2")

    assert "Close V1." in answer
    assert "That is to work on V2 itself: what is behind it is cut by closing V2." in answer
    assert "That is to work on" not in read(agent, CLOSE, code="BASIN")


def test_where_air_cannot_be_cut_off_it_is_said_what_moves_it(piped, agent):
    """grille ─▶ FAN ─▶ DUCT"""
    revision = factories.revision(piped.station, discipline="CVC")
    parts = [
        factories.element(revision, code, resolved_class=ifc, kind=kind, storey=None)
        for code, ifc, kind in (
            ("GRILLE", "IfcAirTerminal", "air-terminal"), ("FAN", "IfcFan", "fan"), ("DUCT", "IfcDuctSegment", "duct"),
        )
    ]  # fmt: skip
    for part in parts[1:]:
        factories.asset(piped.station, part.code, drawn_by=part, kind=part.kind)
    piped_station.join(parts[0], parts[1], "VENTILATION")
    piped_station.join(parts[1], parts[2], "VENTILATION")

    answer = read(agent, CLOSE, code="DUCT", medium="air")

    assert "It cannot be cut off here" in answer
    assert "Stop what moves the air: FAN (Fan)." in answer


def test_what_a_supply_comes_through_serves_nobody(piped, agent):
    """A switch counts as something people use: on the way to the pump it is equipment like the rest."""
    answer = read(agent, "/stations/VDO/traces/", code="PUMP", ask="fed", medium="electricity")

    assert "It is fed from MAIN" in answer
    assert "Rooms it comes from" not in answer
    assert re.search(r"Equipment besides:.*switch", answer)


def test_the_questions_stand_at_the_head_of_the_sheet(piped, agent):
    """Who comes with a leak does not look for them below the plan of the place."""
    for code in ("BASIN", "PIPE"):
        body = agent.get("/stations/VDO/sheet/", {"code": code}).content.decode()
        assert body.count('class="trace-keys') == 1
        assert body.index('class="trace-keys') < body.index('class="where')

    alone = factories.element(factories.revision(piped.station, discipline="ARC"), "WALL")
    assert Element.objects.filter(pk=alone.pk).exists()
    body = agent.get("/stations/VDO/sheet/", {"code": "S1-013"}).content.decode()
    assert len(re.findall(r'data-asked="\w+~S1-013"', body)) == 1  # only what to close, where the cards are


def test_a_card_for_a_whole_network_steps_back_where_the_models_cut_less(piped, agent):
    a_card(piped, piped.water, "V1")

    body = agent.get(CLOSE, {"code": "BASIN"}).content.decode()
    assert 'class="fold paper broad-card"' in body
    assert "More than is needed here" in body
    assert body.index("broad-card") < body.index("Close V2.")

    room = agent.get(CLOSE, {"code": "S1-013", "medium": "water"}).content.decode()
    assert "broad-card" not in room  # nothing is traced there: the card is all there is
    a_card(piped, piped.assets["BASIN"], "V2")
    assert agent.get(CLOSE, {"code": "BASIN"}).content.decode().count("broad-card") == 1


def test_what_stops_with_a_machine_is_told_once_and_is_not_told_as_going_on(piped, agent):
    """ISOLATOR ┄▶ PUMP ─▶ … ─▶ BASIN, SHOWER: without power there is no water either."""
    answer = read(agent, CLOSE, code="PUMP", medium="electricity")

    assert "No more water: " in answer
    stopped = re.search(r"Stops because of that: ([^.]*)\.", answer)
    assert stopped is None or {"BASIN", "SHOWER"}.isdisjoint(re.findall(r"[A-Z0-9]+", stopped[1]))
    assert "Not cut by this" not in answer
    assert "Not cut by this: Electricity" in read(agent, CLOSE, code="PUMP", medium="water")
