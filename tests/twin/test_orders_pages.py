"""Orders, fault reports, notes, labels and homes as people meet them."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from assets import fields
from maintenance import request_words
from maintenance.models import Act, Evidence, Note, OutboxMessage, Request, WorkOrder
from tests import factories
from twin import lookup
from twin.templatetags import work

pytestmark = pytest.mark.django_db


@pytest.fixture
def station():
    """A leaking pump in the basement with an order, an order on its room, and one that is nowhere."""
    made = factories.station("VDO", name="Gare de Val-d'Orme")
    basement = factories.storey(made)
    room = factories.location(made, "LT-012", name="012", long_name="Local pompes", parent=basement)
    made.pump = factories.asset(made, "P-01", name="Pompe de relevage", location=room)
    made.source = factories.source(
        name="GMAO", station=made, last_success_at=timezone.now() - timedelta(minutes=4)
    )
    made.leak = factories.work_order(
        made,
        source=made.source,
        asset=made.pump,
        title="Fuite au presse-étoupe",
        priority="P2",
        url="http://gmao.example/1",
    )
    factories.work_order(made, source=made.source, location=room, title="Repeindre", priority="P4")
    made.lost = factories.work_order(made, source=made.source, title="Bruit quelque part")
    made.room = room
    return made


def signed_in(person, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(person)
    return client


@pytest.fixture
def person(station):
    return factories.person("agent", station=station)


@pytest.fixture
def agent(person):
    return signed_in(person)


def text_of(answer) -> str:
    assert answer.status_code == 200, answer.content[:400]
    return re.sub(r"\s+", " ", answer.content.decode())


def words_of(answer) -> str:
    """What is read on the page, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text_of(answer)))


PAGES = [
    "today/",
    "orders/",
    "orders/?state=late",
    "orders/?state=all&search=fuite&priority=P2&kind=CORRECTIVE&place=LT-012&days=60",
    "orders/{order}/",
    "orders/cards/?orders={order}&requests={request}&notes={note}",
    "assets/P-01/",
    "assets/LT-012/",
    "report/?code=P-01",
    "report/?code=LT-012",
    "report/",
    "requests/{request}/",
    "requests/{request}/life/",
    "notes/",
    "notes/?to=me",
    "notes/{note}/",
    "notes/new/?code=P-01",
    "notes/new/?code=P-01&x=1&y=2&z=3",
    "labels/",
    "labels/?place=LT-012",
    "pins/",
    "freshness/",
]


@pytest.fixture
def addresses(station, person):
    report = Request.objects.create(
        station=station, asset=station.pump, text="Ça goutte", author=person, source=station.source
    )
    note = Note.objects.create(
        station=station, asset=station.pump, text="La clé est chez le chef", author=person
    )
    known = {"order": station.leak.pk, "request": report.pk, "note": note.pk}
    return [f"/stations/VDO/{page.format(**known)}" for page in PAGES]


def test_every_page_speaks_plainly_in_both_languages(person, addresses):
    for language in ("fr", "en"):
        client = signed_in(person, language)
        for address in addresses:
            page = words_of(client.get(address))
            assert re.findall(r"\bIfc[A-Z]\w*|GlobalId|\bNone\b", page) == [], address
            if language == "fr":
                assert re.findall(r"> ?(?:No|The|All|See|Nothing|Write|Report|Send|What|How|To) ", page) == []


def test_cards_count_what_their_pin_counts_and_say_what_they_leave_out(person, addresses, monkeypatch):
    [cards] = [address for address in addresses if "/cards/" in address]

    page = words_of(signed_in(person, "en").get(cards))
    monkeypatch.setattr("twin.views.orders.MOST_CARDS", 1)
    fewer = words_of(signed_in(person, "en").get(cards.replace("?orders=", "?orders=999999,")))

    assert "3 things here 1 order · 1 fault report · 1 note" in page
    assert "less urgent" not in page
    assert "1 less urgent one is not shown here" in fewer


def test_nobody_elses_station_exists_on_any_of_these_pages(station, addresses):
    other = signed_in(factories.person("steward", station=factories.station("BRM")))
    plumber = signed_in(factories.contractor(factories.organisation(), station=station))

    assert {client.get(address).status_code for client in (other, plumber) for address in addresses} == {404}


def test_the_sheet_shows_the_order_with_its_own_number_link_and_age(agent, station):
    page = words_of(agent.get("/stations/VDO/assets/P-01/"))

    assert f"GMAO {station.leak.number}" in page
    assert "Fuite au presse-étoupe" in page
    assert 'href="http://gmao.example/1"' in text_of(agent.get("/stations/VDO/assets/P-01/"))
    assert "1 other order in 012 · Local pompes" in page


def test_a_source_that_is_silent_makes_its_orders_read_only_with_a_sentence(agent, station, monkeypatch):
    page = f"/stations/VDO/orders/{station.leak.pk}/"
    monkeypatch.setattr("twin.views.orders.reverse", lambda name, args: f"/{name}/{args[0]}/")
    monkeypatch.setattr("maintenance.acts.possible", lambda order, by: ["acknowledged"])
    assert "Do it" in words_of(agent.get(page))

    station.source.last_error, station.source.last_error_at = "Refused.", timezone.now()
    station.source.save()

    said = words_of(agent.get(page))
    assert "GMAO does not answer: what comes from it is read-only, last heard 4 minutes ago" in said
    assert "Do it" not in said


def test_a_silent_source_is_told_on_the_sheet_too(agent, station):
    station.source.last_success_at = timezone.now() - timedelta(hours=3)
    station.source.save()

    assert "GMAO does not answer" in words_of(agent.get("/stations/VDO/assets/P-01/"))


@pytest.mark.parametrize(
    ("question", "titles"),
    [
        ("", ["Fuite au presse-étoupe", "Bruit quelque part", "Repeindre"]),
        ("?priority=P2", ["Fuite au presse-étoupe"]),
        ("?located=no", ["Bruit quelque part"]),
        ("?place=S1", ["Fuite au presse-étoupe", "Repeindre"]),
        ("?search=p-01", ["Fuite au presse-étoupe"]),
        ("?state=late", []),
        ("?state=nonsense", ["Fuite au presse-étoupe", "Bruit quelque part", "Repeindre"]),
        ("?days=60", []),
    ],
)
def test_the_list_answers_to_its_address(agent, question, titles):
    page = text_of(agent.get(f"/stations/VDO/orders/{question}"))

    assert re.findall(r'order-title"><a [^>]*>([^<]+)<', page) == titles


def test_pages_of_the_list_follow_one_another_without_a_gap(agent, station):
    for number in range(100):
        due = timezone.now() + timedelta(hours=number % 7) if number % 3 else None
        factories.work_order(station, source=station.source, title=f"N{number:03d}", due_at=due)
    seen: list[str] = []
    address = "/stations/VDO/orders/"
    while address:
        page = agent.get(address).content.decode()
        seen += re.findall(r'order-title"><a [^>]*>([^<]+)<', page)
        after = re.search(r'rel="next" href="([^"]+)"', page)
        address = f"/stations/VDO/orders/{after[1]}" if after else ""

    assert len(seen) == len(set(seen)) == 103


def test_who_may_do_an_order_finds_the_key_to_where_it_is_done(agent, station, monkeypatch):
    page = f"/stations/VDO/orders/{station.leak.pk}/"
    monkeypatch.setattr("twin.views.orders.reverse", lambda name, args: f"/{name}/{args[0]}/")
    monkeypatch.setattr("maintenance.acts.possible", lambda order, by: ["acknowledged"])
    assert f'href="/work_order/{station.leak.pk}/"' in text_of(agent.get(page))

    monkeypatch.setattr("maintenance.acts.possible", lambda order, by: [])
    assert "/work_order/" not in text_of(agent.get(page))


def test_a_report_becomes_a_request_and_one_message_however_often_it_is_sent(agent, person, station):
    said = {"usual": "Leak", "text": "Beaucoup d'eau", "urgency": "disturbed", "key": str(uuid.uuid4())}

    first = agent.post("/stations/VDO/report/?code=P-01", said)
    second = agent.post("/stations/VDO/report/?code=P-01", said)

    made = Request.objects.get()
    message = OutboxMessage.objects.get()
    assert first.url == second.url == f"/stations/VDO/requests/{made.pk}/"
    assert (made.asset, made.location, made.urgency) == (station.pump, station.room, "disturbed")
    assert (message.kind, message.request, message.payload) == (
        "request",
        made,
        {
            "title": "Leak · Beaucoup d'eau",
            "text": "Leak\nBeaucoup d'eau\n\nP-01 Pompe de relevage, Sous-sol · 012 · Local pompes\n"
            f"signalé par {person.username}",
            "equipment_code": "P-01",
            "place": "Sous-sol · 012 · Local pompes",
            "urgency": "disturbed",
            "photos": [],
        },
    )


def test_a_report_without_a_word_says_what_to_do_and_keeps_what_was_chosen(agent):
    answer = agent.post("/stations/VDO/report/?code=P-01", {"urgency": "danger"})

    assert answer.status_code == 422
    assert "Say in a few words what is wrong" in answer.content.decode()
    assert 'value="danger" checked' in answer.content.decode()
    assert Request.objects.count() == 0


def test_a_photo_goes_with_the_report(agent, monkeypatch, station):
    kept = a_photo(station)
    monkeypatch.setattr("maintenance.evidence.receive", lambda upload, **said: kept)
    photo = SimpleUploadedFile("fuite.jpg", b"\xff\xd8\xff")

    agent.post("/stations/VDO/report/?code=P-01", {"usual": "Leak", "photo": photo})

    assert list(Request.objects.get().evidence.all()) == [kept]
    assert OutboxMessage.objects.get().payload["photos"] == [kept.pk]


def test_a_bad_photo_is_named_and_the_good_one_and_the_words_stay(agent, station):
    page, bad = "/stations/VDO/report/?code=P-01", SimpleUploadedFile("faux.jpg", b"no picture")
    good = a_picture("fuite.jpg")

    answer = agent.post(page, {"text": "Ça goutte", "photo": [good, bad]})

    kept = Evidence.objects.get()
    refused = answer.content.decode()
    assert answer.status_code == 422
    assert "“faux.jpg” was not taken." in refused
    assert "Ça goutte" in refused
    assert f'name="kept" value="{kept.pk}"' in refused
    agent.post(page, {"text": "Ça goutte", "kept": kept.pk})
    assert list(Request.objects.get().evidence.all()) == [kept]


def test_nobody_elses_photo_is_kept_by_its_number(agent, station):
    others = a_photo(station)

    agent.post("/stations/VDO/notes/new/?code=P-01", {"text": "Voir", "kept": others.pk})

    assert list(Note.objects.get().evidence.all()) == []


def a_picture(name: str) -> SimpleUploadedFile:
    drawn = BytesIO()
    Image.new("RGB", (60, 40), "white").save(drawn, "JPEG")
    return SimpleUploadedFile(name, drawn.getvalue(), "image/jpeg")


def a_photo(station) -> Evidence:
    return Evidence.objects.create(
        station=station, sha256="0" * 64, path="a", shown_path="a", media_type="image/jpeg", size=3
    )


def test_the_form_shows_what_is_already_known_of_the_same_thing(agent):
    page = words_of(agent.get("/stations/VDO/report/?code=P-01"))

    assert "Already known here" in page
    assert "Fuite au presse-étoupe" in page
    assert "Repeindre" not in page


def test_the_form_suggests_what_is_usual_for_the_kind(agent, station):
    factories.asset(station, "ASC-1", kind="transport-element-elevator")

    assert "Somebody is stuck inside" in words_of(agent.get("/stations/VDO/report/?code=ASC-1"))
    assert "Runs without stopping" in words_of(agent.get("/stations/VDO/report/?code=P-01"))
    assert "Water on the floor" in words_of(agent.get("/stations/VDO/report/?code=LT-012"))


def test_the_life_of_a_report_is_told_as_it_goes(agent, station, person):
    report = Request.objects.create(station=station, text="Fuite", author=person, source=station.source)
    page = f"/stations/VDO/requests/{report.pk}/"
    assert "Received by GMAO (not yet)" in words_of(agent.get(page))

    Request.objects.update(state="sent", number="DI-7")
    assert "Received by GMAO as DI-7 An order is made of it (not yet)" in words_of(agent.get(page))

    Request.objects.update(state="ordered", work_order=station.leak)
    assert f"An order was made of it: {station.leak.number} See the order" in words_of(agent.get(page))

    Request.objects.update(state="refused", work_order=None, reason="Doublon.")
    assert "Refused by GMAO Doublon." in words_of(agent.get(page))


def test_no_label_is_printed_of_a_place_that_is_not_there(agent):
    page = words_of(agent.get("/stations/VDO/labels/?place=NOWHERE"))

    assert "P-01" not in page
    assert "No equipment is registered there." in page


def test_a_label_carries_the_absolute_link_of_the_asset(agent, settings):
    settings.SITE_URL = "https://twin.example"

    page = text_of(agent.get("/stations/VDO/labels/?place=LT-012"))

    assert re.findall(r'aria-label="(https[^"]+)"', page) == ["https://twin.example/stations/VDO/q/P-01/"]
    assert page.count("<svg") - page.count('<svg class="icon"') == 1


def test_a_label_is_printed_from_the_sheet_of_what_bears_it(agent):
    assert "/stations/VDO/labels/?code=P-01" in text_of(agent.get("/stations/VDO/assets/P-01/"))
    assert "/stations/VDO/labels/?place=LT-012" in text_of(agent.get("/stations/VDO/assets/LT-012/"))


def test_a_label_that_nothing_bears_is_answered_in_the_station_with_a_search(agent):
    answer = agent.get("/stations/VDO/q/X-99/")

    page = answer.content.decode()
    assert answer.status_code == 404
    assert "No equipment of Gare de Val-d&#x27;Orme has this code." in page
    assert 'id="unknown-search"' in page


def test_an_account_called_after_its_role_is_named_in_the_readers_words(station):
    factories.person("manager", station=station, username="manager")
    factories.person("steward", station=station, username="cl", first_name="Claire", last_name="L.")
    french = signed_in(factories.person("agent", station=station), "fr")

    page = words_of(french.get("/stations/VDO/notes/new/?code=P-01"))

    assert "Responsable de gare" in page
    assert "Claire L." in page


def test_an_empty_note_is_answered_in_our_words(agent):
    page = text_of(agent.get("/stations/VDO/notes/new/?code=P-01"))
    answer = agent.post("/stations/VDO/notes/new/?code=P-01", {"text": " "})

    assert " required" not in page
    assert "A note needs a few words." in answer.content.decode()


def test_what_a_document_is_for_is_said_in_the_readers_language(agent, station):
    factories.document(station, "Contrôle 2025", purpose="RAPPORT", about={"asset": station.pump})
    factories.document(station, "Divers", purpose="ESSAI_ANNUEL", about={"asset": station.pump})

    page = words_of(agent.get("/stations/VDO/assets/P-01/"))

    assert "Contrôle 2025 Inspection report" in page
    assert "Divers Essai annuel" in page


def test_the_hour_stands_once_beside_what_is_due(station):
    now = timezone.now()
    soon = factories.work_order(station, due_at=now + timedelta(minutes=1))
    later = factories.work_order(station, due_at=now + timedelta(days=5))

    assert work.due_exactly(soon) == ""
    assert work.due_exactly(later).endswith(f"{timezone.localtime(later.due_at):%H:%M}")


def test_only_a_temperature_sensor_has_a_set_point_in_degrees():
    asked = {
        kind: "set_point" in [each.key for each in fields.fields_for(kind)]
        for kind in ("sensor-levelsensor", "sensor-temperaturesensor")
    }
    assert asked == {"sensor-levelsensor": False, "sensor-temperaturesensor": True}


def test_what_does_not_fit_on_one_sheet_of_labels_is_on_the_next(agent, station, monkeypatch):
    monkeypatch.setattr("twin.views.labels.MOST", 2)
    room = factories.location(station, "R9")
    codes = [factories.asset(station, f"Z-{number}", location=room).code for number in range(3)]

    sheets = [text_of(agent.get(f"/stations/VDO/labels/?place=R9&sheet={number}")) for number in (1, 2)]

    assert [[code for code in codes if f"/q/{code}/" in page] for page in sheets] == [codes[:2], codes[2:]]
    assert "2 of 3 labels are on this sheet, 1 of 2" in words_of(agent.get("/stations/VDO/labels/?place=R9"))


def test_urgent_orders_are_those_of_the_first_two_priorities(agent, station):
    for priority in ("P1", "P2", "P3"):
        factories.work_order(station, title=f"Titre {priority}", priority=priority, kind="CORRECTIVE")

    page = words_of(agent.get("/stations/VDO/orders/?kind=CORRECTIVE&priority=urgent"))

    assert [f"Titre {priority}" in page for priority in ("P1", "P2", "P3")] == [True, True, False]


def test_a_note_is_written_read_and_settled(agent, person):
    answer = agent.post("/stations/VDO/notes/new/?code=P-01", {"text": "Vanne grippée"})
    note = Note.objects.get()
    assert answer.url == f"/stations/VDO/notes/{note.pk}/"
    assert "Vanne grippée" in words_of(agent.get("/stations/VDO/assets/P-01/"))

    agent.post(f"/stations/VDO/notes/{note.pk}/resolve/")

    note.refresh_from_db()
    assert (note.resolved_by, note.asset.code) == (person, "P-01")
    assert "Vanne grippée" not in words_of(agent.get("/stations/VDO/assets/P-01/"))


def test_a_note_from_the_3d_stays_at_its_point_and_the_pins_follow(agent):
    answer = agent.post(
        "/stations/VDO/notes/new/?code=P-01&x=1.5&y=2&z=-3",
        {"text": "Ici", "about": "point"},
        headers={"hx-request": "true"},
    )

    note = Note.objects.get()
    assert (note.asset, note.x, note.y, note.z) == (None, 1.5, 2.0, -3.0)
    assert answer.headers["HX-Trigger"] == "pins-changed"
    pin = next(pin for pin in agent.get("/stations/VDO/pins/").json()["pins"] if pin["what"] == "note")
    assert (pin["at"], pin["exact"], pin["label"]) == ([1.5, 2.0, -3.0], True, "Ici")


@pytest.mark.parametrize("point", ["x=a&y=1&z=2", "x=1e99&y=1&z=2", "x=nan&y=0&z=0", "x=1&y=2"])
def test_a_point_that_is_none_is_no_subject_of_a_note(agent, point):
    assert agent.get(f"/stations/VDO/notes/new/?{point}").status_code == 404


def test_pins_stand_on_assets_or_in_rooms_the_worst_first(agent, station):
    station.room.footprint, station.room.z_min = [[[0, 0], [4, 0], [4, 2], [0, 2]]], -4.0
    station.room.save()

    pins = agent.get("/stations/VDO/pins/").json()["pins"]

    assert [(pin["code"], pin["place"], pin["priority"], pin["state"], pin["at"]) for pin in pins] == [
        ("P-01", "LT-012", "P2", "todo", [2.0, 1.0, -2.5]),
        ("", "LT-012", "P4", "todo", [2.0, 1.0, -2.5]),
    ]


def test_the_freshness_of_everything_is_one_answer(agent, station):
    assert agent.get("/stations/VDO/freshness/").json() == {"never": ["P-01"]}


def test_today_tells_late_planned_and_mine_apart(agent, station, person):
    now, firm = timezone.now(), factories.organisation()
    WorkOrder.objects.filter(pk=station.leak.pk).update(organisation=firm)
    factories.work_order(
        station,
        source=station.source,
        title="En retard",
        due_at=now - timedelta(days=2),
        organisation=firm,
    )
    factories.work_order(station, source=station.source, title="Prévu", scheduled_at=now, organisation=firm)
    Request.objects.create(station=station, text="Ma demande", author=person, source=station.source)
    Note.objects.create(station=station, location=station.room, text="Pour toi", addressed_to=person)

    page = words_of(agent.get("/stations/VDO/today/"))

    order = [
        page.index(words)
        for words in (
            "Addressed to me",
            "Pour toi",
            "Mine 2",
            "Bruit quelque part",
            "Late, with others 1",
            "En retard",
            "For today, with others 1",
        )
    ]
    assert order == sorted(order)
    assert page.index("Prévu") < page.index("Urgent, next 1") < page.index("Fuite au presse-étoupe")
    assert "Ma demande" in page


def test_her_orders_lead_back_to_the_station_she_came_from(agent, station):
    work = '<a class="brand back" href="/stations/VDO/today/"'
    factories.station("BRM")

    assert "/my-orders/?station=VDO" in text_of(agent.get("/stations/VDO/today/"))
    assert work in text_of(agent.get("/my-orders/?station=VDO"))
    assert work in text_of(agent.get(f"/my-orders/{station.lost.pk}/"))
    assert '<a class="brand back" href="/stations/"' in text_of(agent.get("/my-orders/"))
    assert '<a class="brand back" href="/stations/"' in text_of(agent.get("/my-orders/?station=BRM"))


def test_a_firms_orders_lead_to_no_station(station):
    firm = factories.organisation()
    WorkOrder.objects.filter(pk=station.leak.pk).update(organisation=firm)
    plumber = signed_in(factories.contractor(firm, station=station))

    for address in ("/my-orders/?station=VDO", f"/my-orders/{station.leak.pk}/"):
        assert "/stations/" not in text_of(plumber.get(address))


def test_a_report_without_a_place_finds_the_equipment_where_it_stands(agent):
    page = text_of(agent.get("/stations/VDO/report/"))
    found = text_of(agent.get("/stations/VDO/search/?to=report&search=relevage"))

    assert 'hx-get="/stations/VDO/search/?to=report"' in page
    assert 'href="/stations/VDO/report/?code=P-01"' in found


def test_who_knows_what_is_not_provided_is_led_to_correcting_it(agent):
    page = text_of(agent.get("/stations/VDO/assets/P-01/"))

    assert 'do you know it? <a href="/stations/VDO/declare/correct/P-01/">Correct it.</a>' in page


def test_a_name_that_begins_with_its_kind_says_both():
    assert lookup.kind_and_name("Pompe de relevage", "pompe de relevage 1") == "pompe de relevage 1"
    assert lookup.kind_and_name("Pompe", "") == "Pompe"
    assert lookup.kind_and_name("Vanne", "Arrivée d'eau") == "Vanne · Arrivée d'eau"


def test_a_register_without_a_model_has_the_same_pages(person):
    plain = factories.station("ATR", twin_mode="REGISTER")
    factories.asset(plain, "CTA-1", kind="unitary-equipment")
    client = signed_in(factories.person("agent", station=plain))

    assert "CTA-1" in words_of(client.get("/stations/ATR/report/?code=CTA-1"))
    client.post("/stations/ATR/report/?code=CTA-1", {"usual": "Stopped"})
    assert "No other system receives reports" in words_of(
        client.get(f"/stations/ATR/requests/{Request.objects.get().pk}/")
    )
    assert client.get("/stations/ATR/today/").status_code == 200


def test_the_managers_home_answers_five_questions(station):
    manager = signed_in(factories.person("manager", station=station))

    page = words_of(manager.get("/manager/"))

    titles = [
        "Out of service now",
        "Controls overdue or due in 60 days",
        "Late orders, by contractor",
        "Orders not located",
        "Data to verify in tomorrow&#x27;s work zones",
    ]
    assert [title for title in titles if title in page] == titles
    assert "1 of 3 open orders" in page
    assert manager.get("/manager/?station=VDO").status_code == 200


def test_the_managers_home_is_no_agents_page(agent):
    assert agent.get("/manager/").status_code == 404


def test_a_manager_begins_at_her_questions(station, settings):
    settings.DEBUG = True
    factories.person("manager", username="manager")

    assert Client().post("/enter/manager/").url == "/manager/"


def test_a_manager_is_told_of_the_silent_systems_of_her_own_stations_alone(client):
    hers, others = factories.station("VDO"), factories.station("BRM")
    factories.source(name="GMAO Nord", station=hers)
    factories.source(name="GMAO Sud", station=others)
    client.force_login(factories.person("manager", station=hers))
    told = client.get("/manager/").context["silent"]

    assert [heard.source.name for heard in told] == ["GMAO Nord"]


def test_a_report_shows_its_word_its_text_and_its_urgency_apart(station, person, agent):
    Request.objects.create(
        station=station, asset=station.pump, text="Fuite\nFuite au joint", author=person, urgency="danger"
    )

    for address in ("today/", "assets/P-01/"):
        page = text_of(agent.get(f"/stations/VDO/{address}"))
        assert re.search(r">Fuite</a></p> <p class=\"said\">Fuite au joint</p>", page), address
        assert "Somebody may get hurt" in page
        assert ">?<" not in page


def test_an_order_shows_the_report_it_came_of_once_with_its_photo(station, person, agent):
    shown = factories.evidence(station, by=person, width=40, height=30)
    report = Request.objects.create(
        station=station, asset=station.pump, text="Fuite\nAu joint", author=person, work_order=station.leak
    )
    report.evidence.add(shown)
    station.leak.description = request_words.sent_text(report) + "\nPrévoir un joint"
    station.leak.save()

    for address in (f"/stations/VDO/orders/{station.leak.pk}/", f"/my-orders/{station.leak.pk}/"):
        page = text_of(agent.get(address))
        assert page.count("Au joint") == 1
        assert "Prévoir un joint" in page
        assert page.count(f'<img src="/evidence/{shown.pk}/') == 1, address
        assert f'href="/stations/VDO/requests/{report.pk}/"' in page


def test_an_order_of_the_operators_own_team_names_the_team(station, agent):
    station.leak.team = "Équipe gare"
    station.leak.save()

    assert "Team Équipe gare" in words_of(agent.get(f"/stations/VDO/orders/{station.leak.pk}/"))
    assert "Équipe gare" in words_of(agent.get("/stations/VDO/assets/P-01/"))


def test_an_order_in_a_station_without_3d_with_an_act_of_nobody_known_has_its_page(station, agent):
    station.twin_mode = "REGISTER"
    station.save()
    Act.objects.create(work_order=station.leak, verb="reported", at=timezone.now(), text="Joint commandé")

    words = words_of(agent.get(f"/stations/VDO/orders/{station.leak.pk}/"))

    assert ("Open the sheet" in words, "Joint commandé" in words) == (True, True)
