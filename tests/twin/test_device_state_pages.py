"""Saying on a page how a valve is: two taps on its sheet or beside the answer, in words, and what it changes."""

from __future__ import annotations

import re
import uuid
from datetime import datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone, translation

from assets.isolation_cards import Said, Word, put
from assets.models import Asset
from maintenance import device_states, standing_states, where_to_cut
from maintenance.models import DeviceState
from tests import factories
from tests.twin.test_traces_api import water
from twin import moments

pytestmark = pytest.mark.django_db
__all__ = ["water"]
HTMX = {"HX-Request": "true"}
V1 = "/stations/VDO/declare/state/V1/"


def reader(person, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(person)
    return client


@pytest.fixture
def nora(water):
    return factories.person("agent", station=water.station, first_name="Nora", last_name="Petit")


@pytest.fixture
def agent(nora) -> Client:
    return reader(nora)


def sent_to(water: SimpleNamespace, asset: Asset) -> SimpleNamespace:
    """A plumber with an order on it, begun."""
    organisation = factories.organisation("Plomberie Martin")
    person = factories.contractor(organisation, station=water.station)
    order = factories.begun(
        factories.work_order(water.station, asset=asset, organisation=organisation), person
    )
    page = f"/my-orders/{order.pk}/"
    return SimpleNamespace(
        person=person, order=order, client=reader(person), name=organisation.name, page=page
    )


@pytest.fixture
def firm(water) -> SimpleNamespace:
    """A plumber with an order on the first valve, begun."""
    return sent_to(water, water.V1.asset)


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())).replace("&#x27;", "'")


def said(state: str, **more: str) -> dict[str, str]:
    return {"said": state, "key": str(uuid.uuid4()), **more}


def offered(answer) -> list[str]:
    return re.findall(r'name="said" value="([a-z-]+)"', answer.content.decode())


def test_the_sheet_of_a_device_says_how_it_is_and_takes_a_word_in_two_taps(agent, water):
    before = agent.get("/stations/VDO/assets/V1/")
    answer = agent.post(V1, said("stuck"), headers=HTMX)

    assert "Nobody has said it: to verify on site." in text_of(before)
    assert offered(before) == ["conducts", "blocks", "stuck", "out-of-reach", "locked-out"]
    assert "Said stuck by you (Nora Petit) today at" in text_of(answer)
    assert offered(answer)[-1] == "free"
    assert "State on site" not in text_of(agent.get("/stations/VDO/assets/PUMP/"))


def test_without_scripts_the_word_is_thanked_for_on_the_sheet(agent, water):
    answer = agent.post(V1, said("blocks"), follow=True)

    assert answer.redirect_chain == [("/stations/VDO/assets/V1/", 302)]
    assert "Noted, thank you." in text_of(answer)
    assert "Said closed by you (Nora Petit)" in text_of(answer)


def test_a_form_that_comes_twice_with_another_word_is_refused_in_words(agent, water):
    first = said("stuck")
    agent.post(V1, first, headers=HTMX)

    again = agent.post(V1, first | {"said": "conducts"}, headers=HTMX)

    assert "already sent as something else" in text_of(again)
    assert DeviceState.objects.get().said == "stuck"


def test_what_is_said_beside_the_answer_brings_another_answer(agent, water):
    page = "/stations/VDO/what-to-close/?code=BASIN&medium=water"
    before = agent.get(page)

    after = agent.post("/stations/VDO/declare/state/V2/", said("stuck", next=page), headers=HTMX, follow=True)

    assert "Close V2." in text_of(before)
    assert f'name="next" value="{page.replace("&", "&amp;")}"' in before.content.decode()
    assert after.redirect_chain == [(page, 302)]
    assert "Close V1." in text_of(after)
    assert "Nearer, but not to be operated: V2, said stuck by you (Nora Petit) today at" in text_of(after)


def test_an_answer_that_leans_on_a_closed_valve_says_whose_word_that_is(agent, nora, water):
    device_states.say(water.V1.asset, "blocks", by=nora)

    page = text_of(agent.get("/stations/VDO/what-to-close/?code=PUMP&medium=water"))
    feeds = text_of(agent.get("/stations/VDO/traces/?code=TANK&ask=stops"))

    assert "Nothing is to be closed" in page
    assert "Make sure that it stays shut: V1, said closed by you (Nora Petit) today at" in page
    assert (
        "What people said of this network is taken into account: V1: said closed by you (Nora Petit)" in feeds
    )


def test_her_own_lock_is_hers_and_somebody_elses_is_gone_round(agent, nora, water):
    """
    tank ─▶ V1 ─▶ pump ─▶ V2, shut and locked by Nora ─▶ basin
    """
    device_states.say(water.V2.asset, "locked-out", by=nora)
    page = "/stations/VDO/what-to-close/?code=BASIN&medium=water"
    other = reader(factories.person("agent", station=water.station, first_name="Léa"))

    hers, others = text_of(agent.get(page)), text_of(other.get(page))

    assert "Nothing is to be closed" in hers
    assert "Make sure that it stays shut: V2, said locked out by you (Nora Petit) today at" in hers
    assert "Close V1." in others
    assert "Nearer, but not to be operated: V2, said locked out by Nora Petit today at" in others
    in_3d = [client.get("/stations/VDO/traces.json?code=BASIN&ask=close").json() for client in (agent, other)]
    assert [[(each["code"], each["why"]) for each in told["left"]] for told in in_3d] == [
        [("V2", "shut")], [("V2", "barred")],
    ]  # fmt: skip


def test_the_way_back_leads_nowhere_else(agent, water):
    answer = agent.post(V1, said("stuck", next="https://example.org/"))

    assert answer["Location"] == "/stations/VDO/assets/V1/"


def test_an_agent_names_the_order_she_does(agent, water):
    order = factories.work_order(water.station, asset=water.V1.asset, number="OT-77")
    others = factories.work_order(water.station, asset=water.V1.asset, organisation=factories.organisation())

    assert "OT-77" in text_of(agent.get("/stations/VDO/assets/V1/"))
    agent.post(V1, said("stuck", order=str(others.pk)))
    agent.post(V1, said("blocks", order=str(order.pk)))

    assert list(DeviceState.objects.order_by("pk").values_list("said", "work_order")) == [
        ("stuck", None),
        ("blocks", order.pk),
    ]


def test_a_firms_word_is_the_firms_until_an_employee_has_seen_it_too(agent, firm, water):
    address = f"/my-orders/{firm.order.pk}/declare/state/V1/"
    shown = firm.client.post(address, said("locked-out"), headers=HTMX)

    assert "Said locked out by your firm today at" in text_of(shown)
    sheet = agent.get("/stations/VDO/assets/V1/")
    assert "Said locked out by the firm Plomberie Martin today at" in text_of(sheet)
    assert "nobody of the station has confirmed it" in text_of(sheet)
    assert "I have seen it too" in text_of(sheet)

    agreed = agent.post(V1, said("locked-out"), headers=HTMX)
    assert "Said locked out by you (Nora Petit)" in text_of(agreed)
    assert "Plomberie Martin" not in text_of(agreed)
    work = text_of(firm.client.get(f"/my-orders/{firm.order.pk}/equipment/V1/"))
    assert "Said locked out by the station today at" in work
    assert "Nora" not in work


def test_a_firm_says_nothing_of_what_is_no_part_of_its_order(firm, water):
    order = firm.order.pk

    for address in (f"/my-orders/{order}/declare/state/V2/", "/stations/VDO/declare/state/V1/"):
        assert firm.client.post(address, said("stuck")).status_code == 404
    assert not DeviceState.objects.exists()


def test_a_firm_that_has_not_begun_is_led_to_its_order(water):
    organisation = factories.organisation()
    order = factories.work_order(water.station, asset=water.V1.asset, organisation=organisation)
    client = reader(factories.contractor(organisation, station=water.station))

    answer = client.post(f"/my-orders/{order.pk}/declare/state/V1/", said("stuck"))

    assert answer["Location"] == f"/my-orders/{order.pk}/"
    assert not DeviceState.objects.exists()


def test_a_word_grows_old_on_the_page_too(agent, nora, water):
    long_ago = timezone.now() - standing_states.OLD_AFTER - timedelta(hours=1)
    device_states.say(water.V1.asset, "blocks", by=nora, seen_at=long_ago)

    assert "older than 7 days, to verify on site" in text_of(agent.get("/stations/VDO/assets/V1/"))


def test_the_history_of_the_station_tells_it(agent, nora, water):
    order = factories.work_order(water.station, asset=water.V1.asset, number="OT-77")
    device_states.say(water.V1.asset, "blocks", by=nora, work_order=order)
    steward = reader(factories.person("steward", station=water.station))

    page = text_of(steward.get("/stations/VDO/history/?about=V1&verb=state+said"))

    assert "State said on site: V1 Closed · OT-77" in page


@pytest.mark.parametrize(
    ("language", "day", "words"),
    [
        ("fr", 12, "aujourd’hui à 14 h 10"),
        ("fr", 11, "hier à 14 h 10"),
        ("fr", 1, "le 1er novembre à 14 h 10"),
        ("en", 1, "on 1 November at 14:10"),
    ],
)
def test_a_moment_is_said_as_people_say_it(language, day, words):
    paris = ZoneInfo("Europe/Paris")
    now = datetime(2026, 11, 12, 16, 0, tzinfo=paris)

    with translation.override(language), timezone.override(paris):
        assert moments.said(datetime(2026, 11, day, 14, 10, tzinfo=paris), now) == words


def test_a_moment_of_another_year_has_its_year():
    now = datetime(2026, 1, 12, 16, 0, tzinfo=ZoneInfo("Europe/Paris"))

    with translation.override("fr"), timezone.override(ZoneInfo("Europe/Paris")):
        assert (
            moments.said(datetime(2025, 12, 1, 9, 5, tzinfo=now.tzinfo), now)
            == "le 1er décembre 2025 à 9 h 05"
        )


def test_what_is_near_and_cannot_be_operated_comes_last_and_says_so(agent, nora, water):
    page = "/stations/VDO/what-to-close/?code=BASIN&medium=water"
    listed = re.compile(r'class="candidate"><a href="/stations/VDO/assets/(\w+)/"')
    before = listed.findall(agent.get(page).content.decode())

    device_states.say(water.V2.asset, "out-of-reach", by=nora)

    assert before == ["V2", "V1"]
    assert listed.findall(agent.get(page).content.decode()) == ["V1", "V2"]
    assert "Said out of reach by you (Nora Petit) today at" in text_of(agent.get(page))


def test_a_card_warns_of_its_device_and_the_model_is_not_called_wrong_for_it(agent, nora, water):
    word = Word(nora.pk, factories.person("manager").pk, timezone.now(), change=0)
    put(None, water.BASIN.asset, Said(medium="water", device="V2"), word)
    device_states.say(water.V2.asset, "stuck", by=nora)

    page = text_of(agent.get("/stations/VDO/what-to-close/?code=BASIN&medium=water"))

    assert "Somebody has said that a device of this card is stuck" in page
    assert "Close V1." in page
    assert "disagree" not in page
    assert where_to_cut.disagreements(water.station) == []


def test_a_firm_locks_out_what_the_card_of_its_order_closes_from_the_order_itself(firm, nora, water):
    """The card of its valve is closed further up, in a room that is no part of the order."""
    word = Word(nora.pk, factories.person("manager").pk, timezone.now(), change=0)
    put(None, water.V1.asset, Said(medium="water", device="V2"), word)
    page, address = f"/my-orders/{firm.order.pk}/", f"/my-orders/{firm.order.pk}/declare/state/V2/"

    before = firm.client.get(page)
    firm.client.post(address, said("locked-out"), headers=HTMX)

    assert f'action="{address}"' in before.content.decode()
    assert "Said locked out by your firm today at" in text_of(firm.client.get(page))
    assert DeviceState.objects.get().asset == water.V2.asset


@pytest.fixture
def sent_to_the_pump(water) -> SimpleNamespace:
    """A plumber with an order on the pump, begun: V1 is no part of it, and is what she is to close."""
    return sent_to(water, water.PUMP.asset)


def test_a_firm_says_how_the_device_is_that_it_is_told_to_close(water, sent_to_the_pump):
    firm, state = sent_to_the_pump, f"{sent_to_the_pump.page}declare/state"
    page = firm.client.get(firm.page)

    answer = firm.client.post(f"{state}/V1/?about=PUMP", said("stuck", next=firm.page), follow=True)

    assert f'action="{state}/V1/?about=PUMP"' in page.content.decode()
    assert answer.redirect_chain == [(firm.page, 302)]
    word = DeviceState.objects.get()
    assert (word.asset.code, word.said, word.by, word.work_order) == ("V1", "stuck", firm.person, firm.order)
    assert "cannot be cut off here" in text_of(answer)  # there is no other before the tank


def test_a_firm_takes_back_what_it_said_of_a_device_that_is_no_longer_named(water, sent_to_the_pump):
    firm = sent_to_the_pump
    trace = f"{firm.page}trace/?code=PUMP&ask=close"
    firm.client.post(f"{firm.page}declare/state/V1/", said("stuck"))
    stuck = firm.client.get(trace)

    firm.client.post(f"{firm.page}declare/state/V1/", said("free"))

    assert "Nearer, but not to be operated: V1" in text_of(stuck)
    assert "free" in offered(stuck)
    assert "Close V1." in text_of(firm.client.get(trace))


def test_what_a_firm_locks_out_for_its_work_is_shut_for_it_and_for_nobody_else(
    agent, water, sent_to_the_pump
):
    """Who has closed V1 as she was told, and says so, is not sent on to the next one."""
    firm = sent_to_the_pump
    firm.client.post(f"{firm.page}declare/state/V1/", said("locked-out"))

    hers = firm.client.get(f"{firm.page}trace/?code=PUMP&ask=close")
    stations = text_of(agent.get("/stations/VDO/what-to-close/?code=PUMP&medium=water"))

    assert "Make sure that it stays shut: V1, said locked out by your firm today" in text_of(hers)
    assert "to verify on site" in text_of(hers)
    assert "sure, by the models" not in text_of(hers)
    assert "free" in offered(hers)
    assert "It cannot be cut off here" in stations

    device_states.say(water.V1.asset, "stuck", by=factories.person("agent", station=water.station))
    assert "It cannot be cut off here" in text_of(firm.client.get(f"{firm.page}trace/?code=PUMP&ask=close"))


def test_a_firm_says_nothing_of_what_no_answer_of_its_order_names(water, sent_to_the_pump):
    firm = sent_to_the_pump

    for address in ("V2/", "V2/?about=BASIN", "V1/?about=BASIN&x", "NOWHERE/"):
        there = firm.client.post(f"{firm.page}declare/state/{address}", said("stuck"))
        assert there.status_code == (302 if address.startswith("V1") else 404)
    assert list(DeviceState.objects.values_list("asset__code", flat=True)) == ["V1"]
    for step in ("correct", "replace", "verify"):
        assert firm.client.post(f"{firm.page}declare/{step}/V1/", said("stuck")).status_code == 404


def test_of_an_order_about_a_room_the_thing_is_named_for_which_one_closes(water):
    organisation = factories.organisation("Plomberie Martin")
    person = factories.contractor(organisation, station=water.station)
    order = factories.begun(
        factories.work_order(water.station, location=water.rooms[1], organisation=organisation), person
    )
    address, client = f"/my-orders/{order.pk}/declare/state/V1/", reader(person)
    device_states.say(water.V2.asset, "stuck", by=factories.person("agent", station=water.station))

    without, with_it = (client.post(f"{address}{about}", said("blocks")) for about in ("", "?about=BASIN"))

    assert (without.status_code, with_it.status_code) == (404, 302)


def test_who_says_of_many_devices_that_they_are_stuck_is_led_to_the_station(
    water, sent_to_the_pump, monkeypatch
):
    monkeypatch.setattr(device_states, "MOST_HINDERED", 0)
    firm = sent_to_the_pump

    answer = firm.client.post(f"{firm.page}declare/state/V1/", said("stuck"), follow=True)
    closed = firm.client.post(f"{firm.page}declare/state/V1/", said("blocks"), follow=True)

    assert "ask the station what to close" in text_of(answer)
    assert "Noted, thank you." in text_of(closed)
    assert DeviceState.objects.get().said == "blocks"


def test_a_firm_that_has_not_begun_is_offered_no_word_on_what_it_is_to_close(water):
    organisation = factories.organisation()
    order = factories.work_order(water.station, asset=water.PUMP.asset, organisation=organisation)
    client = reader(factories.contractor(organisation, station=water.station))

    page = client.get(f"/my-orders/{order.pk}/trace/?code=PUMP&ask=close")

    assert "Close V1." in text_of(page)
    assert offered(page) == []
