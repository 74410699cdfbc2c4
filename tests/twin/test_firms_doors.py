"""How a firm comes in and what its station does about it: links, codes, keys, and what is dangerous written down."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from maintenance import dossiers
from maintenance.models import Act
from tests import factories
from tests.twin import two_firms
from twin import demo, demo_firm, visits

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return two_firms.build()


def test_she_gets_in_by_her_link_and_a_code(client, world, mailoutbox):
    door = reverse("dossier_door", args=[dossiers.link(world.first.own.dossier)])

    assert "Z…A@example.org".lower() in client.get(door).content.decode()
    assert mailoutbox == []
    client.post(door)
    code = re.search(r"\b(\d{6})\b", mailoutbox[0].body)[1]
    assert client.post(door, {"code": "x"}).status_code == 422
    answer = client.post(f"{door}?next=/my-orders/{world.first.own.order.pk}/", {"code": code})

    assert answer.url == f"/my-orders/{world.first.own.order.pk}/"
    assert "ZEBRA leak" in client.get(answer.url).content.decode()
    assert client.session.get_expiry_age() <= 12 * 3600
    assert [use.what for use in world.first.own.dossier.uses.order_by("pk")] == [
        "opened", "code sent", "code wrong", "let in",
    ]  # fmt: skip


def test_who_is_in_already_goes_on_from_the_mail_without_a_code(world, mailoutbox):
    inside = world.clients["dossier A"]()
    door = reverse("dossier_door", args=[dossiers.link(world.first.own.dossier)])

    assert (
        inside.get(f"{door}?next=/my-orders/{world.first.own.order.pk}/").url
        == f"/my-orders/{world.first.own.order.pk}/"
    )
    assert (
        world.clients["dossier B"]().get(door).status_code == 200
    )  # another firm's session opens nothing here


def test_a_link_leads_nowhere_but_to_her_work(client, world, mailoutbox):
    door = reverse("dossier_door", args=[dossiers.link(world.first.own.dossier)])
    client.post(door)
    code = re.search(r"\b(\d{6})\b", mailoutbox[0].body)[1]

    assert (
        client.post(f"{door}?next=https://elsewhere.example/my-orders/", {"code": code}).url == "/my-orders/"
    )
    assert client.get(reverse("dossier_door", args=["x:y"])).status_code == 404


def test_whoever_invites_makes_copies_renews_and_withdraws_a_link(world):
    manager = world.clients["manager"]()
    said = {
        "firm": "",
        "name": "Ascenseurs Martin",
        "email": "a@martin.example",
        "days": "30",
        "language": "fr",
    }

    answer = manager.post("/stations/VDO/firms/", said)
    text = manager.get(answer.url).content.decode()
    words = re.search(r"/my-orders/enter/([^/]+)/", text)[1]
    assert dossiers.opened(words).organisation.name == "Ascenseurs Martin"
    manager.post(f"{answer.url}renew/")
    with pytest.raises(dossiers.Refused):
        dossiers.opened(words)
    manager.post(f"{answer.url}revoke/")
    assert "Retiré" in manager.get(answer.url).content.decode()
    assert manager.post(f"{answer.url}renew/").status_code == 404
    assert (
        manager.post("/stations/VDO/firms/", {"email": "x", "days": "0", "language": "fr"}).status_code == 422
    )


def test_a_firm_that_was_invited_again_has_one_line_with_its_latest_link(world):
    manager, first = world.clients["manager"](), world.first.own.dossier
    dossiers.revoke(first, by=None)
    again = dossiers.invite(first.station, first.organisation, email="new@zebra.example", by=None)

    text = manager.get("/stations/VDO/firms/").content.decode()

    lines = [line for line in text.split("<tr>") if f"/firms/{again.pk}/" in line]
    assert len(lines) == 1
    assert "1 ancien lien" in lines[0]
    assert f"/firms/{first.pk}/" in lines[0]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0", "Firefox sur Linux"),
        (("Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0 Mobile "
         "Safari/537.36"), "Chrome sur Android"),
        (("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
         "Version/17.5 Mobile/15E148 Safari/604.1"), "Safari sur iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/129.0 Safari/537.36 Edg/129.0", "Edge sur Windows"),
        ("x", "un navigateur inconnu"),
    ],
)  # fmt: skip
def test_a_use_says_browser_and_device_in_words(said, words):
    with translation.override("fr"):
        assert visits.browser_words(said) == words


def test_a_key_is_shown_once(world):
    manager, address = world.clients["manager"](), f"/stations/VDO/firms/{world.first.own.dossier.pk}/"

    text = manager.post(
        f"{address}keys/", {"name": "GMAO", "scopes": ["orders:read"], "days": "30"}
    ).content.decode()

    assert len(re.findall(r'value="(st_[^"]{40,})"', text)) == 1
    assert "st_" in manager.get(address).content.decode()
    assert re.findall(r'value="(st_[^"]{40,})"', manager.get(address).content.decode()) == []
    assert manager.post(f"{address}keys/", {"name": "x", "days": "1"}).status_code == 422


def test_a_steward_writes_down_what_is_dangerous_and_agents_read_it_on_the_sheet(world):
    steward, agent = world.clients["steward"](), world.clients["agent"]()
    said = {
        "what": "hazard", "hazard-kind": "asbestos", "hazard-finding": "found", "hazard-report_date": "2024-05-16",
        "hazard-note": "Ne pas percer", "hazard-source": "DTA",
    }  # fmt: skip

    assert steward.post("/stations/VDO/precautions/?about=ZEBRA-ROOM", said).status_code == 302

    sheet = agent.get("/stations/VDO/sheet/", {"code": "ZEBRA-P-01"}).content.decode()
    assert "Ne pas percer" in sheet
    assert "rapport du 16 mai 2024" in sheet
    own = steward.get("/stations/VDO/precautions/?about=ZEBRA-ROOM").content.decode()
    assert "Risque enregistré" in own
    assert steward.post("/stations/VDO/precautions/", {"what": "access"}).status_code == 422


def test_the_demos_firm_has_its_account_its_station_and_a_link_that_opens(settings, tmp_path):
    settings.DEBUG, settings.SAMPLES_DIR = True, tmp_path
    demo.make_accounts()
    assert demo_firm.make_firm() is None
    station = factories.station("VDO")
    factories.location(station, "S1-02")
    head = "what;about;kind;finding;report_date;key_or_badge;hours;escort;organisation;contact;note;source"
    (tmp_path / "VDO_precautions.csv").write_text(
        f"{head}\nhazard;S1-02;asbestos;absent;;;;;;;;DTA\nhazard;CFO-TGBT-01;hot;found;;;;;;;;\n"
    )

    made = demo_firm.make_firm()
    assert demo_firm.make_firm() == made
    assert [demo_firm.take_in_precautions() for _ in range(2)] == [["CFO-TGBT-01"]] * 2
    assert station.history.filter(subject_kind="hazard").count() == 1

    account = Act._meta.get_field("by").related_model.objects.get(username="contractor")
    assert (account.employment.organisation.name, account.memberships.get().station) == (
        "Hydro-Services",
        station,
    )
    url = demo.described("http://127.0.0.1:8000/")["dossier_url"]
    assert dossiers.opened(url.split("/")[-2]) == made
    assert made.expires_at > timezone.now()


def test_the_card_of_the_contractor_leads_to_her_work(client, settings, world):
    settings.DEBUG = True
    type(world.first.own.person).objects.filter(pk=world.first.own.person.pk).update(username="contractor")

    assert client.post("/enter/contractor/").url == "/my-orders/"
    assert client.get("/").url == "/my-orders/"
    assert client.get("/stations/").status_code == 404
