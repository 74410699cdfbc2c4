"""What a firm's person sees and does on her pages: first what is dangerous, then one step after the other."""

from __future__ import annotations

import html
import io
import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from PIL import Image

from assets import recorded_precautions
from assets.recorded_precautions import About
from maintenance import acts, declarations, delivering, request_words, reviewing
from maintenance.models import Act, OutboxMessage, Request, Status, WorkOrder
from tests import factories
from tests.twin import two_firms
from twin import zones
from twin.geometry import glb_reading
from twin.templatetags.orders import look
from twin.templatetags.work import order_state, phones

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return two_firms.build()


@pytest.fixture
def order(world):
    return world.first.own.order


@pytest.fixture
def plumber(world):
    return world.clients["contractor A"]()


def photo(name: str = "photo.jpg") -> SimpleUploadedFile:
    written = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(written, "JPEG")
    return SimpleUploadedFile(name, written.getvalue())


def post(client, order, verb: str, **said):
    said = {"key": str(uuid.uuid4())} | said
    return client.post(reverse("work_act", args=[order.pk, verb]), said)


def page(client, order) -> str:
    return client.get(reverse("work_order", args=[order.pk])).content.decode()


def status(client, address: str) -> int:
    answer = client.get(address)
    if answer.streaming:
        b"".join(answer.streaming_content)  # read to its end, a file is closed
    return answer.status_code


def field(html: str, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]+)"', html)[1]


def test_the_list_shows_state_place_equipment_and_the_sources_own_number(plumber, order):
    text = plumber.get("/my-orders/").content.decode()

    for words in ("ZEBRA leak", "ZEBRA-OT", "ZEBRA-P-01", "ZEBRA-ROOM", "à faire", "GMAO", "mis à jour"):
        assert words in text
    assert "YUCCA" not in text


def test_counts_and_search_are_of_her_own_orders(plumber, order):
    text = plumber.get("/my-orders/", {"search": "yucca"}).content.decode()

    assert "ZEBRA leak" not in text
    assert re.findall(r'class="count">(\d+)<', text) == [
        "2",
        "2",
        "2",
        "0",
        "0",
        "0",
    ]  # one of them stands nowhere yet
    assert (
        "ZEBRA leak" in plumber.get("/my-orders/", {"search": "p-01 zebra", "state": "todo"}).content.decode()
    )


def test_the_first_block_is_what_is_dangerous_and_asbestos_that_is_not_known_is_red(plumber, order):
    text = page(plumber, order)

    assert text.index("Amiante") < text.index("Accès") < text.index("Responsable") < text.index("J'ai lu")
    assert re.search(r'Amiante</strong>\s*<span class="state late">.*?inconnu', text, re.DOTALL)
    assert "Commencer" not in text


def test_she_reads_starts_waits_goes_on_and_finishes_with_a_photo(plumber, order):
    text = page(plumber, order)
    post(plumber, order, "acknowledged", read=field(text, "read"), key=field(text, "key"))
    assert post(plumber, order, "started").status_code == 302
    post(plumber, order, "waits", reason="joint")
    post(plumber, order, "started")
    assert "Travail terminé" in page(plumber, order)
    post(plumber, order, "done", text="Joint changé", photos=[photo()])

    assert WorkOrder.objects.get(pk=order.pk).shown_status == "DONE"
    told = OutboxMessage.objects.filter(work_order=order, act__isnull=False).order_by("pk")
    assert [message.payload.get("status", "report") for message in told] == [
        "IN_PROGRESS", "WAITING", "IN_PROGRESS", "DONE", "report",
    ]  # fmt: skip
    text = page(plumber, order)
    assert "Joint changé" in text
    assert "Ce travail est terminé." in text


def test_a_button_pressed_twice_does_it_once(plumber, order):
    text = page(plumber, order)
    for _ in range(2):
        said = {"read": field(text, "read"), "key": field(text, "key")}
        assert post(plumber, order, "acknowledged", **said).status_code == 302

    assert Act.objects.filter(work_order=order, verb="acknowledged").count() == 1


def test_a_change_between_reading_and_pressing_asks_to_read_again(plumber, order):
    text = page(plumber, order)
    recorded_precautions.record("hazard", About(order.station), kind="asbestos", finding="found")

    answer = post(plumber, order, "acknowledged", read=field(text, "read"))

    assert answer.status_code == 409
    assert "viennent de changer" in answer.content.decode()
    assert not Act.objects.filter(work_order=order, verb="acknowledged").exists()


def test_a_refusal_keeps_what_was_typed(plumber, order):
    text = page(plumber, order)
    post(plumber, order, "acknowledged", read=field(text, "read"))
    post(plumber, order, "started")

    answer = post(
        plumber, order, "done", text="Joint changé", photos=[SimpleUploadedFile("x.jpg", b"PK\x03\x04")]
    )

    assert answer.status_code == 422
    text = answer.content.decode()
    assert "ni une photo" in text
    assert ">Joint changé</textarea>" in text
    assert WorkOrder.objects.get(pk=order.pk).shown_status == "IN_PROGRESS"


def test_what_the_source_refused_and_its_silence_are_told(plumber, order):
    OutboxMessage.objects.filter(work_order=order).update(state="refused", reason="Commande bloquée.")
    type(order.source).objects.update(failures=2, last_error="refused")

    text = page(plumber, order)

    assert "n'a pas accepté la dernière étape : Commande bloquée." in text
    assert "ne répond pas en ce moment" in text


def test_what_the_source_refused_is_told_in_her_language(plumber, order):
    OutboxMessage.objects.filter(work_order=order).update(state="refused", reason=delivering.CLOSED_MEANWHILE)

    assert "étape : L'ordre de travail a été clos entre-temps dans l'autre système." in html.unescape(
        page(plumber, order)
    )


def test_with_a_source_that_just_stopped_answering_her_act_is_kept_and_she_is_told(plumber, order):
    """The operator's pages say so at once as well, by the same rule: theirs are read-only meanwhile."""
    now = timezone.now()
    said = {"last_success_at": now - timedelta(minutes=4), "last_error_at": now, "last_error": "refused"}
    type(order.source).objects.update(failures=1, **said)
    before = page(plumber, order)
    post(plumber, order, "acknowledged", read=field(before, "read"))

    post(plumber, order, "started")

    (message,) = OutboxMessage.objects.filter(work_order=order, kind="status")
    assert (message.state, message.payload["status"]) == ("waiting", "IN_PROGRESS")
    told = "Ce que vous faites ici est gardé et transmis dès qu'elle répond."
    assert [told in html.unescape(text) for text in (before, page(plumber, order))] == [True, True]


def test_a_photo_is_served_so_that_nothing_in_it_can_act(plumber, world):
    answer = plumber.get(reverse("evidence", args=[world.first.own.photo.pk]))
    b"".join(answer.streaming_content)

    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, max-age=3600"


def test_a_pdf_is_handed_over_and_not_opened(plumber, world):
    paper = factories.evidence(world.station, by=world.first.own.person, media_type="application/pdf")

    answer = plumber.get(reverse("evidence", args=[paper.pk]))
    b"".join(answer.streaming_content)

    assert answer["Content-Disposition"].startswith("attachment")


def test_an_asset_that_is_not_of_the_order_has_no_sheet_even_in_her_own_room(plumber, order, world):
    factories.asset(world.station, "ZEBRA-V-02", location=world.first.own.room)

    assert plumber.get(reverse("work_sheet", args=[order.pk, "ZEBRA-P-01"])).status_code == 200
    assert plumber.get(reverse("work_sheet", args=[order.pk, "ZEBRA-V-02"])).status_code == 404
    answer = plumber.get(reverse("work_sheet_fragment", args=[order.pk]), {"code": "ZEBRA-V-02"})
    assert (answer.status_code, "ZEBRA-V-02" in answer.content.decode()) == (404, False)


def test_no_page_of_hers_leads_to_one_that_is_closed_to_her(plumber, order):
    sheet = reverse("work_sheet", args=[order.pk, "ZEBRA-P-01"])
    own = [reverse(name, args=[order.pk]) for name in ("work_order", "work_view")]
    addresses = ["/my-orders/", sheet, *own]
    links = {
        html.unescape(link)
        for address in addresses
        for link in re.findall(r'href="(/[^"#]*)', plumber.get(address).content.decode())
    }

    closed = [
        link for link in links if not link.startswith("/static/") and plumber.get(link).status_code == 404
    ]

    assert closed == []


def test_the_zone_holds_what_stands_in_the_room_numbered_anew(plumber, order, world):
    answer = plumber.get(reverse("work_view", args=[order.pk]))
    (scene,) = answer.context["viewer_config"]["scenes"]
    manifest, columns = scene["manifest"], scene["features"]
    (chunk,) = manifest["chunks"]
    content = plumber.get(chunk["url"]).content
    assert f'<link rel="preload" as="fetch" crossorigin href="{chunk["url"]}">' in answer.content.decode()

    read, _ = glb_reading.read(content)
    assert (chunk["features"], chunk["first_feature"], read.feature_count) == (1, 0, 1)
    assert (len(content), read.triangles) == (chunk["bytes"], chunk["triangles"])
    assert (columns["code"], [room["name"] for room in columns["rooms"]]) == (["ZEBRA-P-01"], ["ZEBRA-ROOM"])
    x, y, z = manifest["origin"]
    assert chunk["box"] == [1 - x, 1 - y, -z, 2 - x, 2 - y, 1 - z]


def test_a_cut_chunk_is_kept_and_a_wider_zone_has_another_name(order, world):
    (scene,) = zones.of_order(order)
    first = zones.content_of(scene.chunks[0])
    path = zones._path(scene.chunks[0].key)
    assert path.read_bytes() == first

    world.second.own.element.location = world.first.own.room
    world.second.own.element.save()
    (wider,) = zones.of_order(order)

    assert wider.chunks[0].key != scene.chunks[0].key
    assert len(wider.features) == 2


def test_without_a_place_there_is_no_zone(plumber, order):
    WorkOrder.objects.filter(pk=order.pk).update(asset=None)

    assert plumber.get(reverse("work_view", args=[order.pk])).status_code == 404
    assert "Voir le lieu en 3D" not in page(plumber, order)


def test_a_label_scanned_on_site_leads_to_the_sheet_within_her_order_and_nowhere_else(plumber, order):
    assert plumber.get("/stations/VDO/q/ZEBRA-P-01/").url == f"/my-orders/{order.pk}/equipment/ZEBRA-P-01/"
    assert plumber.get("/stations/VDO/q/YUCCA-P-01/").status_code == 404


def test_she_declares_under_her_order(plumber, order):
    begun = reverse("work_act", args=[order.pk, "acknowledged"])
    assert "/declare/" not in page(plumber, order)
    text = page(plumber, order)
    plumber.post(begun, {"key": field(text, "key"), "read": field(text, "read")})
    post(plumber, order, "started")

    address = re.search(r'href="(/my-orders/[^"]+/declare/replace/[^"]+)"', page(plumber, order))[1]

    assert plumber.get(address).status_code == 200
    assert plumber.get(address.replace("ZEBRA", "YUCCA")).status_code == 404


def test_her_sheet_and_the_forms_address_ask_to_read_and_start_first(plumber, order, world):
    sheet = reverse("work_sheet", args=[order.pk, "ZEBRA-P-01"])
    form = reverse("work_declare", args=[order.pk, "correct", "ZEBRA-P-01"])
    order_page = reverse("work_order", args=[order.pk])

    assert "/declare/" not in (text := plumber.get(sheet).content.decode())
    assert "Lisez d&#x27;abord les consignes de sécurité" in text
    assert plumber.get(form).url == order_page
    assert plumber.post(form, {"key": str(uuid.uuid4()), "voltage": "400"}).url == order_page

    factories.begun(order, world.first.own.person)
    assert "/declare/" in plumber.get(sheet).content.decode()
    assert plumber.get(form).status_code == 200


def test_an_order_in_a_room_lists_what_may_be_broken_and_nothing_that_others_said_of_it(
    plumber, order, world
):
    """
    room ── pump (condition seen last week, with a manual), lamp A, valve Z
    """
    room, pump = world.first.own.room, world.first.own.asset
    for code, kind in (("A-LAMP", "light-fixture"), ("Z-VALVE", "valve")):
        factories.asset(world.station, code, kind=kind, location=room)
    agent, steward = (factories.person(role, station=world.station) for role in ("agent", "steward"))
    for change in factories.declared(pump, agent, condition="Rouillé partout", voltage="400 V").changes.all():
        reviewing.decide(change, by=steward, verdict="APPROVED")
    WorkOrder.objects.filter(pk=order.pk).update(asset=None, location=room)

    text = page(plumber, order)
    sheet = plumber.get(reverse("work_sheet", args=[order.pk, pump.code])).content.decode()

    assert re.findall(r"/equipment/([^/]+)/", text) == ["Z-VALVE", "ZEBRA-P-01", "A-LAMP"]
    assert "ZEBRA manual" not in text + sheet
    assert "400" in sheet
    assert re.findall("vu sur place|Rouillé|Vérifié", sheet) == []


def test_what_her_firm_declared_stands_on_the_order_and_the_sheet_with_what_became_of_it(
    plumber, order, world
):
    person, asset = world.first.own.person, world.first.own.asset
    made = factories.declared(asset, person, order, voltage="400 V")
    sheet = reverse("work_sheet", args=[order.pk, asset.code])

    for text in (page(plumber, order), plumber.get(sheet).content.decode()):
        assert re.search(r"Valeur corrigée</strong> · déclaré à \d\d:\d\d · .*?en relecture", text)
    steward = factories.person("steward", station=world.station)
    reviewing.send_back(made, by=steward, reason="La plaque dit 230 V")

    text = page(plumber, order)
    assert "renvoyée</span> : La plaque dit 230 V" in text
    further = re.search(r'href="([^"]+)">[^<]*<svg[^>]*>.{0,90}</svg>Continuer', text)[1]
    assert "La plaque dit 230 V" in plumber.get(further).content.decode()


def test_what_was_begun_under_a_former_order_is_not_sent_with_it(plumber, order, world):
    """It may be another firm's by now: what she declares today belongs to the order of today."""
    person, asset = world.first.own.person, world.first.own.asset
    begun = declarations.open(asset, by=person, work_order=factories.begun(order, person))
    declarations.set_value(begun, "voltage", "400 V")
    WorkOrder.objects.filter(pk=order.pk).update(organisation=world.second.organisation)
    again = factories.work_order(world.station, organisation=world.first.organisation, asset=asset)
    factories.begun(again, person)

    form = plumber.get(reverse("work_declare", args=[again.pk, "correct", asset.code])).content.decode()

    assert (str(begun.key) in form, 'value="400' in form) == (False, False)


def test_what_was_just_verified_is_not_offered_again_until_it_is_taken_back(plumber, order, world):
    factories.begun(order, world.first.own.person)
    address = reverse("work_declare", args=[order.pk, "verify", "ZEBRA-P-01"])
    key = str(uuid.uuid4())
    assert address in page(plumber, order)

    plumber.post(address, {"key": key})
    assert address not in page(plumber, order)
    assert "Vérifié, inchangé" in page(plumber, order)

    plumber.post(address.replace("verify", "undo"), {"key": key})
    assert address in page(plumber, order)


def test_done_is_said_to_be_told_only_once_it_was_and_shows_its_own_moment(plumber, order, world):
    due = timezone.now() + timedelta(days=9)
    WorkOrder.objects.filter(pk=order.pk).update(due_at=due)
    order.refresh_from_db()
    factories.begun(order, world.first.own.person)
    order.acts.filter(verb="done").delete()

    said = plumber.post(
        reverse("work_act", args=[order.pk, "done"]),
        {"key": str(uuid.uuid4()), "text": "Joint changé"},
        follow=True,
    ).content.decode()

    assert "Ce sera transmis à l&#x27;autre système" in said
    assert "GMAO en sera informé." in said
    at = order.acts.get(verb="done").at
    done = f"fait le {timezone.localtime(at):%d/%m/%Y %H:%M}"
    for text in (said, plumber.get("/my-orders/").content.decode()):
        assert done in text
        assert f"{timezone.localtime(due):%d/%m/%Y}" not in text


def test_her_list_begins_with_what_is_late_and_ends_with_what_is_done(plumber, order, world):
    firm, station, now = world.first.organisation, world.station, timezone.now()
    WorkOrder.objects.filter(organisation=firm).delete()
    for title, status, days, priority in (
        ("ended", "DONE", -9, "P1"),
        ("later", "APPROVED", 9, "P1"),
        ("overdue", "APPROVED", -1, "P4"),
    ):
        factories.work_order(
            station, organisation=firm, title=title, status=status, priority=priority,
            due_at=now + timedelta(days=days), scheduled_at=now + timedelta(days=3),
        )  # fmt: skip

    text = plumber.get("/my-orders/").content.decode()

    assert re.findall(r"<strong>(\w+)</strong>", text) == ["overdue", "later", "ended"]
    assert text.count(f"{timezone.localtime(now + timedelta(days=3)):%d/%m/%Y}") == 2


def test_of_several_photos_the_refused_one_is_named_and_the_others_need_not_be_brought_again(
    plumber, order, world
):
    factories.begun(order, world.first.own.person)
    bad = SimpleUploadedFile("plan.svg", b"<svg></svg>")

    answer = post(plumber, order, "reported", text="Deux vues", photos=[photo("vue.jpg"), bad])
    text = answer.content.decode()

    assert answer.status_code == 422
    assert "plan.svg : " in text
    assert "vue.jpg : " not in text
    form = text[text.index("Ajouter un mot") :]
    assert 'role="alert" tabindex="-1" autofocus' in form
    post(plumber, order, "reported", text="Deux vues", kept=re.findall(r'name="kept" value="(\d+)"', form))
    assert [each.file_name for each in order.acts.latest("pk").evidence.all()] == ["vue.jpg"]


def test_nobody_brings_along_what_another_person_brought(plumber, order, world):
    factories.begun(order, world.first.own.person)
    theirs = world.second.own.photo

    post(plumber, order, "reported", text="x", kept=[theirs.pk])

    assert not order.acts.latest("pk").evidence.exists()


def test_the_address_of_an_act_opened_again_leads_to_the_order(plumber, order):
    answer = plumber.get(reverse("work_act", args=[order.pk, "reported"]))

    assert (answer.status_code, answer.url) == (302, reverse("work_order", args=[order.pk]))


def test_a_report_that_nobody_reads_to_its_end_is_refused_in_words_and_kept_on_the_page(
    plumber, order, world
):
    factories.begun(order, world.first.own.person)

    refused = post(plumber, order, "reported", text="x\r\n" * 3000)
    fits = post(plumber, order, "reported", text="x\r\n" * 2000)

    assert "5999 caractères, 4000 au plus" in html.unescape(refused.content.decode())
    assert 'maxlength="4000"' in refused.content.decode()
    assert fits.status_code == 302


def test_the_responsibles_number_is_called_with_one_tap():
    said = phones("Chef de gare <nuit>, 01 99 00 41 12 ou +33 6 12.34.56.78, local 008")

    assert said == (
        'Chef de gare &lt;nuit&gt;, <a href="tel:0199004112">01 99 00 41 12</a> ou '
        '<a href="tel:+33612345678">+33 6 12.34.56.78</a>, local 008'
    )


def test_the_operators_system_is_not_offered_to_a_firm(plumber, order):
    WorkOrder.objects.filter(pk=order.pk).update(url="http://gmao.example/1")

    assert "gmao.example" not in page(plumber, order)


def test_what_is_not_hers_leads_back_to_her_orders(plumber):
    text = plumber.get("/stations/VDO/").content.decode()

    assert "Mes ordres de travail" in text
    assert "Vers les gares" not in text


def test_a_session_that_ended_is_told_to_open_the_link_of_the_mail_again(client, order):
    text = client.get(reverse("work_order", args=[order.pk]), follow=True).content.decode()

    assert "ouvrez à nouveau le lien de votre mail" in text
    assert "ouvrez à nouveau" not in client.get("/sign-in/").content.decode()


def test_english_dates_are_read_one_way_only():
    with translation.override("en"):
        said = date_format(datetime(2026, 12, 1, 16, 5, tzinfo=UTC), "SHORT_DATETIME_FORMAT")

    assert said == "1 Dec 2026, 16:05"


def test_she_makes_an_address_for_her_calendar_and_withdraws_it(plumber, order, world, settings):
    settings.SITE_URL = "https://twin.example"
    WorkOrder.objects.filter(pk=order.pk).update(due_at=timezone.now())
    assert reverse("work_calendar") in plumber.get("/my-orders/").content.decode()

    made = plumber.post(reverse("work_calendar")).content.decode()
    address = re.search(r"https://twin\.example(/api/v1/work-orders\.ics\?key=st_[\w-]+)", made)[1]

    anyone = Client()
    text = anyone.get(address).content.decode()
    assert f"URL:https://twin.example/my-orders/{order.pk}/\r\n" in text
    assert "YUCCA" not in text
    elsewhere = address.replace(".ics", ".csv")
    assert anyone.get(elsewhere).status_code in (401, 403)
    revoke = re.search(r'action="(/my-orders/calendar/\d+/revoke/)"', made)[1]
    assert world.clients["contractor B"]().post(revoke).status_code == 404
    plumber.post(revoke)
    assert anyone.get(address).status_code == 401


def test_a_station_without_a_model_has_the_same_pages(client):
    station = factories.station("ABR", twin_mode="REGISTER")
    firm = factories.organisation()
    asset = factories.asset(station, "POMPE-01", location=factories.location(station, "LT"))
    order = factories.work_order(station, organisation=firm, asset=asset)
    client.force_login(factories.contractor(firm, station=station))

    text = page(client, order)
    post(client, order, "acknowledged", read=field(text, "read"))
    post(client, order, "started")
    post(client, order, "done", text="Fait")

    assert WorkOrder.objects.get().shown_status == "DONE"
    assert client.get(reverse("work_sheet", args=[order.pk, "POMPE-01"])).status_code == 200


def test_an_agent_sees_a_firms_order_and_cannot_act_on_it(world, order):
    agent = world.clients["agent"]()

    text = page(agent, order)
    assert "ZEBRA leak" in text
    assert "J'ai lu" not in text
    assert post(agent, order, "acknowledged").status_code == 409


def test_an_order_that_goes_to_another_firm_does_not_bring_the_former_firms_words_along():
    station = factories.station("VDO")
    former, now = factories.organisation("Former"), factories.organisation("Next")
    order = factories.work_order(station, organisation=former)
    people = {firm: factories.contractor(firm, station=station) for firm in (former, now)}
    acts.report(order, by=people[former], key=uuid.uuid4(), text="ZEBRA-TEXT")
    WorkOrder.objects.update(organisation=now)
    order.refresh_from_db()
    acts.report(order, by=people[now], key=uuid.uuid4(), text="OWN-TEXT")
    OutboxMessage.objects.filter(payload__text="OWN-TEXT").delete()
    OutboxMessage.objects.update(state="refused", reason="ZEBRA-REASON")
    agent = factories.person("agent", station=station)
    Act.objects.create(work_order=order, verb="reported", by=agent, at=timezone.now(), text="AGENT-TEXT")
    client = Client()
    client.force_login(people[now])

    text = client.get(f"/my-orders/{order.pk}/").content.decode()

    found = re.findall(r"[A-Z]+-TEXT|ZEBRA-REASON|Former", text)
    assert (sorted(set(found)), people[former].username in text) == (["AGENT-TEXT", "OWN-TEXT"], False)


@pytest.mark.parametrize("status", Status.values)
def test_a_state_looks_the_same_to_the_firm_and_to_the_operator(status):
    order = WorkOrder(status=status)
    seen = look(order)

    assert f'<span class="state {seen.colour}">' in order_state(order)
    assert f"#{seen.sign}" in order_state(order)


@pytest.mark.parametrize(("page_name", "most"), [("work_order", 45), ("work_view", 15)])
def test_her_pages_ask_the_database_a_bounded_number_of_questions(
    plumber, order, page_name, most, django_assert_max_num_queries
):
    address = reverse(page_name, args=[order.pk])
    plumber.get(address)  # cuts the zone, the first time

    with django_assert_max_num_queries(most):
        plumber.get(address)


def test_a_firm_sees_the_report_that_its_order_came_of_but_not_who_wrote_it(world, plumber, order):
    station = order.station
    author = factories.person("agent", station=station, first_name="Louise", last_name="Agnel")
    shown, elsewhere = (factories.evidence(station, by=author, width=40, height=30) for _ in range(2))
    report = Request.objects.create(
        station=station, text="Fuite\nAu joint", author=author, work_order=order, asset=order.asset
    )
    report.evidence.add(shown)
    Request.objects.create(station=station, text="Autre chose", author=author).evidence.add(elsewhere)
    WorkOrder.objects.filter(pk=order.pk).update(description=request_words.sent_text(report))
    type(author).objects.filter(pk=author.pk).update(
        last_name="Martin"
    )  # the other system keeps the former name

    text = page(plumber, order)

    assert ("Au joint" in text, "Autre chose" in text, "Louise" in text) == (True, False, False)
    assert re.findall(r'<img src="/evidence/(\d+)/', text) == [str(shown.pk)]
    assert [status(plumber, f"/evidence/{each.pk}/") for each in (shown, elsewhere)] == [200, 404]
    assert f"/requests/{report.pk}/" not in text


def test_her_list_says_which_orders_answer_to_which_chip_so_that_it_is_chosen_from_without_network(
    plumber, order, world
):
    late = timezone.now() - timedelta(days=1)
    WorkOrder.objects.filter(pk=order.pk).update(
        status=Status.APPROVED, proposed=Status.IN_PROGRESS, due_at=late
    )
    WorkOrder.objects.filter(pk=world.first.own.lost.pk).update(status=Status.WAITING)

    whole, part = (plumber.get(f"/my-orders/{asked}").content.decode() for asked in ("", "?state=doing"))

    assert re.findall(r'<li data-states="([^"]+)"', whole) == ["IN_PROGRESS late", "WAITING"]
    assert re.findall(r'data-state="([^"]*)"', whole) == [
        "",
        "late",
        "APPROVED",
        "IN_PROGRESS",
        "WAITING",
        "DONE",
    ]
    assert [re.findall(r"data-whole=\S+( data-part)?>", text) for text in (whole, part)] == [
        [""],
        [" data-part"],
    ]


def test_of_what_stands_in_the_room_no_name_tells_what_is_elsewhere(plumber, order, world):
    room, station = world.first.own.room, world.station
    names = {"ZEBRA-C-1": "Cable YUCCA-P-01", "ZEBRA-C-2": "Cable ZEBRA-P-01"}
    for code, name in names.items():
        factories.asset(station, code, location=room, name=name)
    WorkOrder.objects.filter(pk=order.pk).update(asset=None, location=room)

    addresses = [
        reverse("work_order", args=[order.pk]),
        *(reverse("work_sheet", args=[order.pk, c]) for c in names),
    ]
    texts = [plumber.get(address).content.decode() for address in addresses]

    assert [("YUCCA-P-01" in text, "Cable ZEBRA-P-01" in text) for text in texts] == [
        (False, True), (False, False), (False, True),
    ]  # fmt: skip
