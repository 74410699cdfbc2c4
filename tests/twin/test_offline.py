"""What a device may keep to read without network: said with every answer, for one reader; nothing confidential."""

from __future__ import annotations

import json
import re
import time

import pytest
from django.test import Client

from assets.models import DocumentLink
from maintenance import dossiers
from tests import factories
from twin import offline

pytestmark = pytest.mark.django_db

READER, KEEP = "Station-Twin-Reader", "Station-Twin-Keep"


@pytest.fixture
def station():
    return factories.station("VDO", name="Gare de Val-d'Orme")


@pytest.fixture
def agent(station):
    return signed_in(factories.person("agent", station=station))


def signed_in(user, **headers: str) -> Client:
    client = Client(headers={"Accept-Language": "fr", **headers})
    client.force_login(user)
    return client


def reader(client: Client, address: str = "/stations/VDO/today/") -> str:
    return client.get(address).headers[READER].split(" ")[0]


def closed(answer):
    answer.close()
    return answer


def listed(client: Client, station: str = "") -> list[str]:
    told = client.get(f"/offline/provisions/{station}").json()
    return [item["url"] for item in told["items"]]


def test_a_page_says_who_it_is_for_and_until_her_session_ends(agent):
    answer = agent.get("/stations/VDO/today/")
    token, until = answer.headers[READER].split(" ")

    assert re.fullmatch("[0-9a-f]{32}", token)
    assert 11.9 * 3600 < int(until) - time.time() <= 12 * 3600
    assert answer.headers[KEEP] == "yes"


def test_another_person_another_session_another_language_and_another_display_are_other_readers(
    station, agent
):
    colleague = signed_in(factories.person("agent", station=station))
    again = signed_in(factories.get_user_model().objects.get(pk=agent.session["_auth_user_id"]))
    readers = [reader(agent), reader(colleague), reader(again)]
    agent.cookies["django_language"] = "en"
    readers.append(reader(agent))
    agent.cookies["theme"] = "dark"
    readers.append(reader(agent))

    assert len(set(readers)) == len(readers)


def test_the_same_reader_is_the_same_on_every_page(agent):
    pages = (
        "/stations/",
        "/stations/VDO/today/",
        "/stations/VDO/pins/",
        "/nowhere/",
        "/offline/provisions/?station=VDO",
    )

    assert {reader(agent, page) for page in pages} == {reader(agent)}


def test_who_signed_out_whose_session_is_over_and_who_was_shut_out_are_nobody(station, agent):
    agent.post("/sign-out/")
    firm = factories.organisation()
    dossier = dossiers.invite(station, firm, email="a@firm.example", by=None)
    hers = signed_in(dossier.user)
    before = reader(hers, "/my-orders/")
    dossiers.revoke(dossier, by=None)

    assert agent.get("/sign-in/").headers[READER] == offline.NOBODY
    assert before != offline.NOBODY
    assert reader(hers, "/my-orders/") == offline.NOBODY


@pytest.mark.parametrize(
    "address",
    [
        "/stations/VDO/report/",
        "/stations/VDO/declare/correct/P-01/",
        "/stations/VDO/firms/",
        "/stations/VDO/history/",
        "/api/v1/assets/",
        "/offline/provisions/?station=VDO",
        "/nowhere/",
    ],
)
def test_forms_firms_history_and_what_is_not_there_are_not_kept(station, address):
    factories.asset(station, "P-01")
    steward = signed_in(factories.person("steward", station=station))

    assert KEEP not in steward.get(address).headers


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("", True),
        ("PUBLIC", True),
        ("RESTRICTED", True),
        ("CONFIDENTIAL", False),
        ("PERSONAL", False),
        ("USERDEFINED", False),
    ],
)
def test_a_paper_that_its_model_calls_confidential_is_kept_nowhere(station, agent, said, kept):
    paper = factories.document(station, "Manual", b"%PDF-1.4 new", identification="NOT-1")
    station.documents.update(confidentiality=said)
    answer = agent.get(f"/documents/{paper.pk}/")

    assert (KEEP in answer.headers) is kept
    assert ("no-store" in answer.headers["Cache-Control"]) is not kept


def test_a_firms_door_is_not_kept(station):
    dossier = dossiers.invite(station, factories.organisation(), email="a@firm.example", by=None)
    answer = Client().get(f"/my-orders/enter/{dossiers.link(dossier)}/")

    assert answer.status_code == 200
    assert KEEP not in answer.headers
    assert "no-store" in answer.headers["Cache-Control"]


def test_an_agent_takes_along_her_orders_and_the_sheets_and_papers_of_what_they_are_about(station, agent):
    room = factories.location(station, "S1-02")
    pump, other = factories.asset(station, "P-01", location=room), factories.asset(station, "P-02")
    order = factories.work_order(station, asset=pump, title="Pompe en panne")
    manual = factories.document(station, "Manual", b"%PDF-1.4", about={"asset": pump}, identification="M-1")
    factories.document(station, "Other", b"%PDF-1.4 other", about={"asset": other}, identification="M-2")

    found = listed(agent, "?station=VDO")

    sheets = [f"/stations/VDO/assets/{code}/" for code in ("P-01", "S1-02")]
    fragments = [f"/stations/VDO/sheet/?code={code}" for code in ("P-01", "S1-02")]
    wanted = {
        "/stations/VDO/",
        "/stations/VDO/today/",
        f"/stations/VDO/orders/{order.pk}/",
        f"/my-orders/{order.pk}/",
    }
    assert wanted | {*sheets, *fragments, f"/documents/{manual.pk}/"} <= set(found)
    assert [url for url in found if "P-02" in url or url.startswith("/documents/")] == [
        f"/documents/{manual.pk}/"
    ]
    told = agent.get("/offline/provisions/?station=VDO").json()["items"]
    asked = [(item["url"], item["fragment"]) for item in told]  # as a page, and as a part of one
    assert len(asked) == len(set(asked))


def test_every_address_of_the_list_may_be_kept_by_who_got_it(station, agent):
    room = factories.location(station, "S1-02")
    pump = factories.asset(station, "P-01", location=room)
    factories.work_order(station, asset=pump)
    factories.document(station, "Manual", b"%PDF-1.4", about={"asset": pump}, identification="M-1")
    told = agent.get("/offline/provisions/?station=VDO").json()["items"]

    refused = [
        item["url"]
        for item in told
        if KEEP
        not in agent.get(item["url"], headers={"HX-Request": "true"} if item["fragment"] else {}).headers
    ]

    assert len(told) > 8
    assert refused == []


def test_what_is_too_large_or_confidential_is_named_with_its_reason(station, agent, settings):
    pump = factories.asset(station, "P-01")
    factories.work_order(station, asset=pump)
    factories.document(station, "Film", b"x" * 2_000_000, about={"asset": pump}, identification="M-1")
    factories.document(station, "Plan", b"%PDF-1.4", about={"asset": pump}, identification="M-2")
    station.documents.filter(name="Plan").update(confidentiality="CONFIDENTIAL")
    settings.OFFLINE_PAPER_BYTES = 1_000_000
    told = agent.get("/offline/provisions/?station=VDO").json()

    assert told["left_out"] == [
        {"title": "Film", "why": "trop lourd : 2 Mo"},
        {"title": "Plan", "why": "confidentiel"},
    ]
    assert [item for item in told["items"] if item["group"] == "papers"] == []


def test_a_firm_takes_along_its_own_orders_and_nothing_of_the_station(station):
    ours, theirs = factories.organisation(), factories.organisation()
    mine, others = factories.asset(station, "P-01"), factories.asset(station, "P-02")
    order = factories.work_order(station, asset=mine, organisation=ours)
    factories.work_order(station, asset=others, organisation=theirs)
    paper = factories.document(station, "Manual", b"%PDF-1.4", about={"asset": mine}, identification="M-1")
    DocumentLink.objects.filter(document=paper).update(asset=mine)
    client = signed_in(factories.contractor(ours, station=station))

    assert listed(client, "?station=VDO") == [
        "/my-orders/",
        f"/my-orders/{order.pk}/",
        f"/my-orders/{order.pk}/equipment/P-01/",
        f"/my-orders/{order.pk}/sheet/?code=P-01",
        f"/my-orders/{order.pk}/trace/?code=P-01&ask=close",  # laid on the 3D
        f"/my-orders/{order.pk}/trace.json?code=P-01&ask=close",
        f"/my-orders/{order.pk}/trace/?code=P-01&ask=close",
        f"/my-orders/{order.pk}/documents/{paper.pk}/",
    ]


def test_the_worker_answers_for_the_whole_site_and_is_seen_at_once_when_it_changes():
    answer = Client().get("/sw.js")

    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["Service-Worker-Allowed"] == "/"
    assert "worker-src 'self'" in answer.headers["Content-Security-Policy"]
    assert READER not in answer.headers


def test_every_file_of_the_shell_is_there_for_everybody():
    script = Client().get("/sw.js").content.decode()
    told = json.loads(script.partition("self.stationTwinOffline = ")[2].partition(";\n")[0])
    anybody = Client()
    answers = {address: closed(anybody.get(address)) for address in told["shell"]}

    assert {
        address: answer.status_code for address, answer in answers.items() if answer.status_code != 200
    } == {}
    assert [address for address, answer in answers.items() if READER in answer.headers] == []
    assert {"/offline/fr/", "/static/twin/page.css", "/static/viewer/offline/page.js"} <= set(told["shell"])
    assert any(address.startswith("/static/viewer/chunks/viewer-") for address in told["shell"])


def test_the_page_that_stands_in_for_others_says_nothing_of_who_asks(agent):
    assert agent.get("/offline/fr/").content == Client().get("/offline/fr/").content
    assert Client().get("/offline/de/").status_code == 404


def test_turned_off_the_worker_leaves_and_pages_ask_for_none(agent, settings):
    settings.OFFLINE = False
    answer = agent.get("/stations/VDO/today/")
    worker = agent.get("/sw.js").content.decode()

    assert READER not in answer.headers
    assert KEEP not in answer.headers
    assert "{&quot;worker&quot;: &quot;&quot;, &quot;list&quot;: &quot;&quot;}" in answer.content.decode()
    assert "registration.unregister()" in worker
    assert "fetch" not in worker


def test_it_can_be_put_on_a_tablets_home_screen():
    answer = Client().get("/app.webmanifest")
    told = answer.json()
    icons = [closed(Client().get(icon["src"])) for icon in told["icons"]]

    assert answer.headers["Content-Type"] == "application/manifest+json"
    assert (told["display"], told["start_url"], told["scope"], told["lang"]) == ("standalone", "/", "/", "fr")
    assert {icon["sizes"] for icon in told["icons"]} >= {"192x192", "512x512"}
    assert [icon.status_code for icon in icons] == [200] * len(icons)


def test_what_names_pieces_of_the_model_is_listed_under_it_so_that_a_publication_is_taken_along_at_once(
    station, agent
):
    before = factories.scene(factories.revision(station), [], b"glTF one")
    room = factories.location(station, "S1-02")
    order = factories.work_order(station, asset=factories.asset(station, "P-01", location=room))

    def models() -> dict[str, str]:
        items = agent.get("/offline/provisions/?station=VDO").json()["items"]
        return {item["url"]: item["model"] for item in items}

    first = models()
    type(before.revision).objects.filter(pk=before.revision_id).update(state="ARCHIVED")
    after = factories.scene(factories.revision(station), [], b"glTF two")
    then = models()

    assert (first["/stations/VDO/"], then["/stations/VDO/"]) == (str(before.pk), str(after.pk))
    assert (
        then["/api/v1/scenes/?station=VDO"] == then[f"/api/v1/scenes/{after.pk}/features/"] == str(after.pk)
    )
    assert then[f"/stations/VDO/orders/{order.pk}/"] == ""
    addresses = list(then)
    chunk = next(address for address in addresses if "/chunks/" in address)
    assert addresses.index(chunk) < addresses.index("/stations/VDO/")


def test_drawings_of_the_days_rooms_are_taken_along_with_their_hotspots_and_nothing_of_confidential_ones(
    station, agent, settings
):
    settings.OFFLINE_PAPER_BYTES = 1_000_000
    room = factories.location(station, "S1-02")
    pump = factories.asset(station, "P-01", location=room)
    far = factories.asset(station, "P-02")
    factories.work_order(station, location=room)
    svg = {"media_type": "image/svg+xml"}
    files = {
        "Elsewhere": b"<svg/>",
        "Here": b"<svg id='h'/>",
        "Secret": b"<svg id='s'/>",
        "Large": b"x" * 2_000_000,
    }
    elsewhere, here, secret, _ = (
        factories.document(station, name, content, identification=name, **svg)
        for name, content in files.items()
    )
    station.documents.filter(pk=secret.pk).update(confidentiality="CONFIDENTIAL")
    for _ in range(2):
        factories.hotspot(elsewhere, far)
    factories.hotspot(here, pump)

    told = agent.get("/offline/provisions/?station=VDO").json()

    marks = [url for url in (item["url"] for item in told["items"]) if url.endswith("contents.json")]
    assert marks == [f"/stations/VDO/synoptics/{each.pk}/contents.json" for each in (here, elsewhere)]
    answers = [agent.get(mark) for mark in marks]
    assert all(KEEP in answer.headers for answer in answers)
    files = [answer.json()["url"] for answer in answers]
    assert set(files) <= {item["url"] for item in told["items"]}
    for about in ("", "contents.json"):
        assert KEEP not in agent.get(f"/stations/VDO/synoptics/{secret.pk}/{about}").headers
    assert {each["title"] for each in told["left_out"]} == {"Secret", "Large"}
    assert KEEP in closed(agent.get(files[0])).headers
