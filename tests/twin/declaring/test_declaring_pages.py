"""Declaring as people meet it: three keys, and a form that says what is wrong."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.db import connection
from django.http import Http404
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assets.models import Asset
from maintenance import checks, declarations, reviewing
from maintenance.models import Declaration, Verification
from tests import factories
from tests.twin.declaring.at_the_sheet import HTMX, address, decided, plate, seen, signed_in, text_of
from twin import declare_form, wording
from twin.views.declare import Frame, step

pytestmark = pytest.mark.django_db


def test_the_sheet_offers_three_answers_and_says_that_nobody_verified_it(agent, pump):
    page = text_of(agent.get("/stations/VDO/assets/P-01/"))

    assert "Never verified on site" in page
    assert [name for name in ("verify", "correct", "replace") if address(name) in page] == [
        "verify",
        "correct",
        "replace",
    ]


def test_the_label_leads_to_the_sheet_with_verifying_on_top(agent, pump):
    page = text_of(agent.get("/stations/VDO/q/P-01/"))

    read = [
        page.index(words)
        for words in (
            "Before touching anything",
            "Verified, nothing has changed",
            "/stations/VDO/report/?code=P-01",
            "Correct a value",
            "Never verified on site",
            '<dl class="place">',
        )
    ]
    assert read == sorted(read)
    assert page.count("/stations/VDO/report/?code=P-01") == 1


def test_one_tap_verifies_and_another_takes_it_back(agent, pump):
    key = str(uuid.uuid4())

    answer = agent.post(address("verify"), {"key": key}, headers=HTMX)
    assert "Verified: thank you." in text_of(answer)
    assert Verification.objects.count() == 1
    assert f'class="fresh fresh" id="fresh-{pump.pk}" hx-swap-oob="true"' in text_of(answer)

    answer = agent.post(address("undo"), {"key": key}, headers=HTMX)
    assert "Verified, nothing has changed" in text_of(answer)
    assert "Taken back" in text_of(answer)
    assert "/stations/VDO/report/?code=P-01" in text_of(answer)
    assert f'class="fresh never" id="fresh-{pump.pk}" hx-swap-oob="true"' in text_of(answer)
    assert Verification.objects.count() == 0


def test_a_field_says_what_is_wrong_while_it_is_typed_and_keeps_what_is_right(agent, pump):
    typed = {"key": str(uuid.uuid4()), "kind": "CORRECT", "field": "flow"}

    wrong = agent.post(address("field"), typed | {"flow": "3 bar", "flow.unit": "m³/h"}, headers=HTMX)
    right = agent.post(address("field"), typed | {"flow": "120", "flow.unit": "m³/h"}, headers=HTMX)

    assert "“bar” measures something else." in text_of(wrong)
    assert "108 m³/h → <strong>120 m³/h</strong>" in text_of(right)
    assert [change.unit for change in Declaration.objects.get().changes.all()] == ["m³/s"]


def test_every_field_that_is_wrong_is_marked_in_one_round_and_the_first_is_gone_to(agent, pump):
    tomorrow = timezone.localdate() + timedelta(days=1)
    sent = {
        "key": str(uuid.uuid4()),
        "kind": "CORRECT",
        "flow": "3 bar",
        "flow.unit": "m³/h",
        "installation_date": str(tomorrow),
    }

    page = text_of(agent.post(address("correct"), sent))

    assert "“bar” measures something else." in page
    assert "This day has not come yet." in page
    marked = re.findall(r'id="f-(\w+)"[^>]*aria-invalid="true"', page)
    assert sorted(marked) == ["flow", "installation_date"]
    assert re.findall(r'id="f-(\w+)" autofocus', page) == marked[:1]


def test_a_number_fitted_elsewhere_brings_its_question_while_it_is_typed(agent, pump, station):
    factories.unit(factories.asset(station, "P-02"), "SN-2", manufacturer="Orme")
    typed = {"key": str(uuid.uuid4()), "field": "serial_number", "serial_number": "SN-2"}
    typed |= {"manufacturer": "Orme"}
    tick = '<input type="checkbox" name="moved_from" value="P-02"'

    asked = text_of(agent.post(address("field"), typed | {"kind": "REPLACE"}, headers=HTMX))
    ticked = typed | {"kind": "REPLACE", "moved_from": "P-02"}
    said = text_of(agent.post(address("field"), ticked, headers=HTMX))
    corrected = text_of(agent.post(address("field"), typed | {"kind": "CORRECT"}, headers=HTMX))

    assert (f"{tick}>" in asked, "is fitted on P-02" in asked) == (True, True)
    assert (f"{tick} checked>" in said, "is fitted on P-02" in said) == (True, False)
    assert (tick in corrected, address("replace") in corrected) == (False, True)


def test_passing_through_a_field_without_a_word_begins_nothing(agent, pump):
    typed = {"key": str(uuid.uuid4()), "kind": "CORRECT", "field": "flow", "flow": "108", "flow.unit": "m³/h"}

    agent.post(address("field"), typed, headers=HTMX)

    assert Declaration.objects.count() == 0


def test_a_corrected_value_is_sent_and_the_same_form_again_changes_nothing(agent, pump):
    sent = {"key": str(uuid.uuid4()), "kind": "CORRECT", "flow": "120", "flow.unit": "m³/h", "voltage": ""}

    answers = [agent.post(address("correct"), sent) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    declaration = Declaration.objects.get()
    assert (declaration.state, declaration.changes.get().field) == ("IN_REVIEW", "flow")


def test_what_cannot_be_read_is_said_beside_its_field_and_nothing_is_sent(agent, pump):
    sent = {"key": str(uuid.uuid4()), "kind": "CORRECT", "flow": "beaucoup", "flow.unit": "m³/h"}

    answer = agent.post(address("correct"), sent)

    assert answer.status_code == 422
    assert "“beaucoup” is no number" in text_of(answer)
    assert Declaration.objects.get().state == "DRAFT"


def test_what_was_not_touched_is_not_checked_however_the_register_says_it(agent, station):
    """A range of durations, and one of which both ends are the same, as models give them."""
    rows = [
        [
            "Pset_ServiceLife",
            "ServiceLifeDuration",
            {"lower": "P7Y", "upper": "P1Y17D"},
            "IfcDuration",
            None,
            3,
        ],
        [
            "Pset_ElectricalDeviceCommon",
            "RatedVoltage",
            {"lower": 400, "upper": 400},
            "IfcElectricVoltageMeasure",
            "V",
            4,
        ],
    ]
    drawn = factories.element(factories.revision(station, discipline="CFO"), "OND-01", properties=rows)
    asset = factories.asset(station, "OND-01", drawn_by=drawn, kind="electric-flow-storage-device")
    form = declare_form.form_of(asset, "CORRECT", None, key=uuid.uuid4())
    sent = {each.key: each.text for each in form.first} | {
        f"{each.key}.unit": each.unit for each in form.first
    }

    answer = agent.post(
        "/stations/VDO/declare/correct/OND-01/",
        sent | {"key": str(form.key), "kind": "CORRECT", "model": "OA-41"},
    )

    assert answer.status_code == 302
    assert form.field("service_life").text.startswith("7 ")
    assert [change.field for change in Declaration.objects.get().changes.all()] == ["model"]


def test_a_form_that_comes_back_was_checked_once(agent, pump, monkeypatch):
    """What was found stands beside its values already."""
    asked = []
    real = checks.requirements_of
    monkeypatch.setattr(checks, "requirements_of", lambda one: asked.append(one) or real(one))

    answer = agent.post(address("replace"), replacement(installation_date="2999-01-01"))

    assert answer.status_code == 422
    assert "This day has not come yet." in text_of(answer)
    assert len(asked) == 1


def test_what_is_known_of_a_thing_is_read_once_however_much_of_it_is_corrected(agent, pump):
    def read(**said: str) -> int:
        form = {"key": str(uuid.uuid4()), "kind": "CORRECT"} | said
        with CaptureQueriesContext(connection) as queries:
            assert agent.post(address("correct"), form).status_code == 302
        return sum('FROM "assets_unit"' in each["sql"] for each in queries)

    assert read(flow="120 m³/h") == read(flow="130 m³/h", head="3 bar", voltage="400 V")


def test_a_replacement_asks_for_the_photo_and_keeps_the_rest(agent, pump):
    sent = {
        "key": str(uuid.uuid4()),
        "kind": "REPLACE",
        "serial_number": "SN-2",
        "manufacturer": "Orme",
        "model": "R-60",
        "installation_date": "2026-01-05",
    }
    refused = agent.post(address("replace"), sent)
    assert refused.status_code == 422
    assert "A photo of the plate is needed" in text_of(refused)

    assert agent.post(address("photo"), {"key": sent["key"], "photo": plate()}).status_code == 200
    assert agent.post(address("replace"), sent).status_code == 302
    assert Declaration.objects.get().state == "IN_REVIEW"


def test_levels_are_offered_from_the_highest_to_the_lowest(agent, pump):
    page = text_of(agent.get(address("correct")))

    options = page.split('name="criticality"')[1].split("</select>")[0]
    assert re.findall(r'<option value="(\w+)"', options) == ["VERYHIGH", "HIGH", "MODERATE", "LOW", "VERYLOW"]


def test_most_of_a_replacement_stands_in_the_form_already(pump):
    form = declare_form.form_of(pump, declare_form.REPLACE, None, key=uuid.uuid4())

    assert [field.key for field in form.first] == [
        "serial_number",
        "manufacturer",
        "model",
        "installation_date",
        "flow",
    ]
    assert form.prefilled == 0.8


def test_a_draft_is_there_again_and_can_be_thrown_away(agent, pump):
    key = str(uuid.uuid4())
    agent.post(address("field"), {"key": key, "kind": "CORRECT", "field": "flow", "flow": "99"}, headers=HTMX)

    page = text_of(agent.get(address("correct")))
    assert f'value="{key}"' in page
    agent.post(address("discard"), {"key": key})

    assert Declaration.objects.get().state == "WITHDRAWN"
    assert f'value="{key}"' not in text_of(agent.get(address("correct")))


def test_a_contractor_finds_no_such_page_on_the_stations_side(pump, station):
    firm = factories.organisation()
    client = Client()
    client.force_login(factories.contractor(firm, station=station))

    for name in ("verify", "correct", "replace", "field", "photo", "discard", "undo"):
        assert client.post(address(name), {"key": str(uuid.uuid4())}).status_code == 404
    assert client.get("/stations/VDO/q/P-01/").status_code == 404
    assert client.get("/stations/VDO/review/").status_code == 404


def test_the_sheet_shows_old_and_new_who_and_what_it_was_on_a_date(agent, steward, pump):
    Asset.objects.update(created_at=timezone.now() - timedelta(days=40))
    declaration = factories.declared(pump, agent.user, flow="120 m³/h")
    Declaration.objects.update(performed_at=timezone.now() - timedelta(days=10))
    declaration.refresh_from_db()
    reviewing.decide(declaration.changes.get(), by=steward.user, verdict="APPROVED")

    page = text_of(agent.get("/stations/VDO/assets/P-01/"))
    before = timezone.localdate() - timedelta(days=30)
    then = text_of(agent.get(f"/stations/VDO/assets/P-01/?as_of={before}"))

    assert '<span class="was">108 m³/h</span> → <strong>120 m³/h</strong>' in page
    assert agent.user.username in page
    assert "As it was on" in then
    assert "120 m³/h" not in then


@pytest.mark.parametrize("language", ["fr", "en"])
def test_pages_speak_plainly_in_both_languages(station, pump, language):
    pages = {
        "agent": (address("correct"), address("replace"), "/stations/VDO/q/P-01/"),
        "steward": ("/stations/VDO/review/",),
    }
    factories.declared(pump, factories.person("agent", station=station), flow="120 m³/h")

    for role, addresses in pages.items():
        client = signed_in(role, station, language)
        for page in addresses:
            text = text_of(client.get(page))
            assert re.findall(r"\bIfc[A-Z]\w*|\bPset_|\bNone\b|\bnull\b|PENDING|IN_REVIEW", text) == []
            english = r">\s*(?:No|The|All|Send|Verified|Correct|Before|Approve|Nothing|Why)\s"
            assert language == "en" or re.findall(english, text) == []


@pytest.fixture
def plumber(station, pump):
    """Somebody of a firm with an order on the pump, and the pages of that order around the same steps."""
    firm = factories.organisation()
    person = factories.contractor(firm, station=station)
    order = factories.begun(factories.work_order(station, organisation=firm, asset=pump), person)
    return person, Frame(
        address=lambda name: f"/my-orders/{name}/", back="/my-orders/", base="twin/base.html", order=order
    )


def ask(person, method: str = "get", **values):
    request = getattr(RequestFactory(headers={"accept-language": "en"}), method)("/my-orders/", values)
    request.user, request.session = person, {}
    request._messages = FallbackStorage(request)
    return request


def test_the_same_steps_serve_a_contractor_under_her_order(station, pump, plumber):
    person, frame = plumber

    page = text_of(step(ask(person), station, pump, "correct", frame=frame))
    assert 'hx-post="/my-orders/field/"' in page
    assert "/stations/VDO/" not in page

    sent = {"key": str(uuid.uuid4()), "kind": "CORRECT", "flow": "120", "flow.unit": "m³/h"}
    assert step(ask(person, "post", **sent), station, pump, "correct", frame=frame).status_code == 302
    declaration = Declaration.objects.get()
    assert (declaration.state, declaration.work_order) == ("IN_REVIEW", frame.order)


def test_a_contractor_without_such_an_order_finds_nothing(station, pump, plumber):
    person, frame = plumber
    valve = factories.asset(station, "V-01", kind="valve")

    with pytest.raises(Http404):
        step(ask(person), station, valve, "correct", frame=frame)


def replacement(**said) -> dict:
    new = {
        "serial_number": "SN-2",
        "manufacturer": "Orme",
        "model": "R-60",
        "installation_date": "2026-01-05",
    }
    return {"key": str(uuid.uuid4()), "kind": "REPLACE", "photo": plate()} | new | said


def test_a_contractor_says_that_an_item_was_moved_without_being_told_from_where(station, pump, plumber):
    person, frame = plumber
    factories.unit(factories.asset(station, "SECRET-7"), "SN-2", manufacturer="Orme")

    sent = replacement(moved_from="somewhere")
    assert step(ask(person, "post", **sent), station, pump, "replace", frame=frame).status_code == 302

    made = Declaration.objects.get()
    assert made.changes.get(field="moved_from").value == "SECRET-7"
    api = Client()
    api.force_login(person)
    assert "SECRET-7" not in api.get("/api/v1/declarations/").content.decode()


def test_a_photo_is_taken_out_again_and_another_one_serves(agent, pump):
    """A photo that is part of another declaration is refused; the form goes on without it."""
    sent = replacement()
    address = "/stations/VDO/declare/{}/P-01/".format
    agent.post(address("photo"), sent, headers=HTMX)
    (drop,) = Declaration.objects.get().evidence.all()

    answer = agent.post(address("drop_photo"), {"key": sent["key"], "drop": drop.pk}, headers=HTMX)

    assert f"/evidence/{drop.pk}/" not in answer.content.decode()
    assert not Declaration.objects.get().evidence.exists()
    without_scripts = agent.post(address("drop_photo"), sent | {"drop": "7", "photo": ""})
    assert without_scripts.url == address("replace")
    assert Declaration.objects.get().changes.get(field="model").value == "R-60"


def test_a_number_as_before_is_confirmed_before_it_is_sent(agent, pump):
    factories.unit(pump, "SN-1", manufacturer="Orme", installed_on="2020-05-04")
    address = "/stations/VDO/declare/replace/P-01/"
    sent = replacement(serial_number="SN-1")

    asked = agent.post(address, sent)
    assert asked.status_code == 422
    assert "does the new one really bear the same?" in text_of_any(asked)
    assert Declaration.objects.get().state == "DRAFT"

    agent.post(address, sent | {"photo": "", "sure": "same-serial serial_number"})
    assert Declaration.objects.get().state == "IN_REVIEW"


def test_all_that_is_wrong_is_said_at_once(agent, pump):
    sent = replacement(installation_date="2099-01-01", flow="many", serial_number="")

    said = text_of_any(agent.post("/stations/VDO/declare/replace/P-01/", sent | {"photo": ""}))

    for words in (
        "is no number",
        "This day has not come yet",
        "must be known",
        "A photo of the plate is needed",
    ):
        assert words in said


def test_a_form_that_was_sent_already_says_so(agent, pump):
    sent = {"key": str(uuid.uuid4()), "kind": "CORRECT", "voltage": "400", "voltage.unit": "V"}
    address = "/stations/VDO/declare/correct/P-01/"

    first, again = (agent.post(address, sent, follow=True).content.decode() for _ in range(2))

    assert "Sent. Nothing changes until" in first
    assert "This was sent before: nothing has changed." in again


def test_a_word_to_who_reviews_has_an_end(agent, pump):
    sent = {"key": str(uuid.uuid4()), "kind": "CORRECT", "voltage": "400", "message": "x" * 4001}

    answer = agent.post("/stations/VDO/declare/correct/P-01/", sent)

    assert answer.status_code == 422
    assert "This is too long: 4000 characters at most." in text_of_any(answer)
    assert "x" * 4001 in answer.content.decode()


def text_of_any(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_a_contractor_tries_out_serial_numbers_and_learns_nothing_while_the_steward_is_told(
    station, pump, plumber
):
    person, frame = plumber
    factories.unit(factories.asset(station, "SECRET-7"), "SN-NEAR", manufacturer="Orme")
    factories.unit(factories.asset(factories.station("FAR"), "SECRET-8"), "SN-FAR", manufacturer="Orme")
    said, told = [], []
    for serial in ("SN-NEAR", "SN-FAR", "SN-NONE"):
        sent = replacement(serial_number=serial)
        typed = sent | {"field": "serial_number", "photo": ""}
        beside = step(ask(person, "post", **typed), station, pump, "field", frame=frame)
        answer = step(ask(person, "post", **sent), station, pump, "replace", frame=frame)
        api = Client(headers={"accept-language": "en"})
        api.force_login(person)
        (shown,) = [
            [each["code"] for each in change["findings"]]
            for change in api.get("/api/v1/declarations/").json()["results"][0]["changes"]
            if change["field"] == "serial_number"
        ]
        said.append((text_of(beside).replace(serial, "…"), answer.status_code, shown))
        made = Declaration.objects.get(key=sent["key"])
        told.append([each["code"] for each in made.changes.get(field="serial_number").findings])
        declarations.withdraw(made, by=person)

    assert said == [said[2]] * 3
    assert told == [
        ["serial-fitted-elsewhere-by-a-firms-word"],
        ["serial-in-another-station-by-a-firms-word"],
        [],
    ]


def test_a_contractor_tries_out_codes_of_equipment_and_learns_nothing(station, pump, plumber):
    person, frame = plumber
    factories.asset(station, "SECRET-7")
    pages = []
    for code in ("SECRET-7", "NO-SUCH"):
        sent = replacement(moved_from=code, serial_number="")
        pages.append(text_of(step(ask(person, "post", **sent), station, pump, "replace", frame=frame)))
        made = Declaration.objects.get(key=sent["key"])
        assert made.changes.filter(field="moved_from").count() == 0
        declarations.withdraw(made, by=person)

    drawn_by_lot = r"[0-9a-f-]{36}|[0-9A-Za-z]{64}|/evidence/[0-9]+/"
    assert re.sub(drawn_by_lot, "", pages[0]) == re.sub(drawn_by_lot, "", pages[1])


def test_a_contractor_is_suggested_the_makers_of_her_orders_equipment_alone(station, pump, plumber):
    person, frame = plumber
    factories.unit(pump, "SN-1", manufacturer="Orme", model="R-50")
    factories.unit(factories.asset(station, "P-99"), "SN-9", manufacturer="Zèbre", model="Z-9")

    form = text_of(step(ask(person), station, pump, "replace", frame=frame))

    assert re.findall(r'<option value="([^"]+)"></option>', form) == ["Orme", "R-50"]
    agent = signed_in("agent", station)
    own = text_of(agent.get("/stations/VDO/declare/replace/P-01/"))
    assert re.findall(r'<option value="([^"]+)"></option>', own) == ["Orme", "Zèbre", "R-50", "Z-9"]


@pytest.fixture
def numbered(pump, agent):
    """She has corrected the serial number, and nobody has looked at it yet."""
    declaration = declarations.open(pump, by=agent.user)
    declarations.set_value(declaration, "serial_number", "SN-77")
    return declarations.submit(declaration, by=agent.user)


def test_the_sheet_shows_what_waits_with_its_value_who_and_when(agent, steward, numbered):
    for client in (agent, steward):
        page = text_of(client.get("/stations/VDO/assets/P-01/"))

        waiting = page[page.index("Waits for its review") :]
        assert re.search(
            rf"<strong>SN-77</strong>.*?{wording.person(agent.user)} · .*?just now", waiting, re.DOTALL
        )


def test_today_lists_what_she_declared_with_its_state_and_nobody_elses(agent, steward, numbered):
    page = text_of(agent.get("/stations/VDO/today/"))

    assert re.search(r"What I declared.*?P-01.*?In review.*?SN-77", page, re.DOTALL)
    assert "What I declared" not in text_of(steward.get("/stations/VDO/today/"))


def test_what_came_back_to_her_leads_to_the_form(agent, steward, numbered):
    (change,) = numbered.changes.all()
    said = {"verdict": "BACK", "seen": seen(change), "reason": "Which plate?"}
    steward.post(f"/stations/VDO/review/{change.pk}/decide/", said, headers=HTMX)

    page = text_of(agent.get("/stations/VDO/today/"))

    mine = page[page.index("What I declared") :]
    assert f'href="{address("correct")}"' in mine
    assert ("Sent back" in mine, "Which plate?" in mine) == (True, True)


def test_a_sheet_of_which_one_value_was_seen_says_why_it_waits_to_be_verified(agent, steward, numbered):
    decided(steward, numbered.changes.get(), "APPROVED")

    page = " ".join(text_of(agent.get("/stations/VDO/assets/P-01/")).split())

    assert re.search(r"to verify again</strong> – \d+ values of \d+ were never seen on site", page)


def test_a_value_that_the_kind_does_not_ask_for_makes_no_sheet_fresh_and_the_sheet_says_so(agent, station):
    valve = factories.asset(station, "V-01", kind="valve")
    Verification.objects.create(asset=valve, field="serial_number", verified_at=timezone.now())

    assert "were never seen on site" in text_of(agent.get("/stations/VDO/assets/V-01/"))


def test_all_that_is_printed_as_fitted_can_be_corrected(agent, station):
    factories.asset(station, "V-01", kind="valve")

    form = text_of(agent.get("/stations/VDO/declare/correct/V-01/"))

    for name in ("manufacturer", "model", "serial_number", "installation_date"):
        assert f'name="{name}"' in form
