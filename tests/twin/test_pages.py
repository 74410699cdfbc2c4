"""The pages as people in each role meet them."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from assets import jobs
from assets.models import Finding, HistoryEntry, Job, Revision
from tests import factories

pytestmark = pytest.mark.django_db
PROPERTIES = [
    ["Pset_PumpTypeCommon", "FlowRateRange", 12.5, "IfcVolumetricFlowRateMeasure", "m³/h", 3],
    ["Identity Data", "IfcExportAs", "IfcPump", "IfcLabel", None, 4],
    ["Identity Data", "IfcGUID", "0aB3dE5gH7jK9mN1pQ3sT5", "IfcLabel", None, 5],
]


@pytest.fixture
def station():
    """A pump in room LT-012, a light in the hall, a shared revision, a finding."""
    made = factories.station("VDO", name="Gare de Val-d'Orme", city="Val-d'Orme", area_m2=8400)
    basement = factories.storey(made)
    room = factories.location(
        made, "LT-012", name="012", long_name="Local pompes", parent=basement, publicly_accessible=False
    )
    hall = factories.location(made, "HALL", name="Hall", publicly_accessible=True)
    revision = factories.revision(made)
    type_ = factories.asset_type(made, "Pompe R-50", revision=revision, ifc_class="IfcPumpType")
    pump = factories.element(
        revision, "P-01", name="Pompe", type=type_, location=room, storey=basement, properties=PROPERTIES
    )
    asset = factories.asset(made, "P-01", drawn_by=pump, name="Pompe de relevage", location=room, type=type_)
    factories.asset(made, "ECL-1", kind="light-fixture", location=hall)
    factories.asset(made, "ECL-2", kind="light-fixture", location=hall, presence="to_confirm")
    factories.system(made, "Relevage", pump, family="drainage")
    factories.document(made, "Notice", about={"asset": asset})
    factories.revision(made, discipline="ARC", state="SHARED")
    Finding.objects.create(
        revision=revision, severity="warning", code="x", message="Look at this.", entity="#12"
    )
    return made


def signed_in(role: str | None, **values) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(factories.person(role, **values))
    return client


@pytest.fixture
def agent(station):
    return signed_in("agent", station=station)


@pytest.fixture
def steward(station):
    return signed_in("steward", station=station)


AGENT_PAGES = [
    "/stations/",
    "/stations/VDO/",
    "/stations/VDO/assets/",
    "/stations/VDO/assets/?kind=pump",
    "/stations/VDO/assets/P-01/",
    "/stations/VDO/assets/LT-012/",
    "/stations/VDO/sheet/?code=P-01",
    "/stations/VDO/search/?q=pompe",
    "/stations/VDO/locations/",
    "/stations/VDO/documents/",
    "/try/",
]
STEWARD_PAGES = ["/stations/VDO/revisions/", "/stations/VDO/revisions/{revision}/", "/stations/VDO/history/"]


def text_of(answer) -> str:
    return answer.content.decode()


@pytest.mark.parametrize("address", AGENT_PAGES)
def test_an_agents_page_speaks_plainly(agent, address):
    answer = agent.get(address)

    assert answer.status_code == 200
    assert (
        re.findall(r"\bIfc[A-Z]\w*|GlobalId|0aB3dE5gH7jK9mN1pQ3sT5|\bNone\b|\bnull\b", text_of(answer)) == []
    )


@pytest.mark.parametrize("address", [*AGENT_PAGES, *STEWARD_PAGES])
def test_a_page_has_no_untranslated_sentence_in_french(station, address):
    client = Client(headers={"accept-language": "fr"})
    client.force_login(factories.person("steward"))

    answer = client.get(address.format(revision=station.revisions.first().pk))

    assert answer.status_code == 200
    assert re.findall(r">\s*(?:No|The|All|See|Search|Nothing|Sign out)\s", text_of(answer)) == []


@pytest.mark.parametrize("address", [address for address in AGENT_PAGES if "VDO" in address])
def test_strangers_are_led_to_sign_in(client, station, address):
    answer = client.get(address)

    assert answer.status_code == 302
    assert answer.url.startswith(reverse("login"))


@pytest.mark.parametrize("address", [address for address in AGENT_PAGES if "VDO" in address])
def test_somebody_elses_station_does_not_exist(station, address):
    other = signed_in("steward", station=factories.station("BRM"))

    assert other.get(address).status_code == 404


@pytest.mark.parametrize("address", STEWARD_PAGES)
def test_an_agent_finds_no_page_of_the_stewards(station, agent, steward, address):
    address = address.format(revision=station.revisions.first().pk)

    assert (agent.get(address).status_code, steward.get(address).status_code) == (404, 200)


def test_a_fragment_asked_by_htmx_leads_strangers_to_the_sign_in_page(client, station):
    answer = client.get("/stations/VDO/search/?q=p", headers={"hx-request": "true"})

    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, reverse("login"))


def test_a_steward_unfolds_the_technical_identity(steward):
    page = text_of(steward.get("/stations/VDO/assets/P-01/"))

    assert "Technical identity" in page
    assert "IfcPump" in page


def test_fragment_and_page_hold_the_same_sheet(agent):
    fragment = text_of(agent.get("/stations/VDO/sheet/?code=P-01"))
    page = text_of(agent.get("/stations/VDO/assets/P-01/"))

    assert fragment.strip().startswith("<article")
    assert set(re.findall(r"<d[td]>([^<]+)", fragment)) == set(
        re.findall(r"<d[td]>([^<]+)", page[page.index("<article") : page.index("</article>")])
    )


def test_a_code_that_points_at_nothing_says_so(agent):
    answer = agent.get("/stations/VDO/sheet/?code=NOPE")

    assert answer.status_code == 404
    assert "Nothing in this station is called “NOPE”" in text_of(answer)


@pytest.mark.parametrize(
    "question", ["p01", "P-01", "relev", "lt-012", "Local Pompes", "pump", "POMPE", "vage pom"]
)
def test_search_finds_the_pump_by_code_name_room_and_kind(agent, question):
    codes = re.findall(r'data-code="([^"]+)"', text_of(agent.get("/stations/VDO/search/", {"q": question})))

    assert "P-01" in codes
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(
    "address",
    [
        "search/?q=a%00",
        "sheet/?code=%00",
        "documents/?search=%00",
        "assets/?kind=a%00",
        "assets/a%00b/",
        "?%00=1",
    ],
)
def test_an_address_with_a_nul_is_answered_in_words(agent, address):
    answer = agent.get(f"/stations/VDO/{address}")

    assert answer.status_code == 400
    assert "We cannot read this address" in text_of(answer)
    assert "Skip to the content" in text_of(answer)


def test_search_says_when_nothing_answers(agent):
    assert "Nothing answers" in text_of(agent.get("/stations/VDO/search/?q=zzz"))
    assert text_of(agent.get("/stations/VDO/search/?q=")).strip() == ""


@pytest.mark.parametrize("page", ["search/?q=", "assets/?search="])
def test_search_says_which_word_it_left_out_before_what_it_found(agent, page):
    said = text_of(agent.get(f"/stations/VDO/{page}caméra+pompe"))

    assert 0 < said.index("Nothing for “caméra”; the rest:") < said.index('data-code="P-01"')


@pytest.mark.parametrize("typed", ["MNT/2026/00001", "mnt 2026 00001", "MNT-2026-00001"])
def test_an_orders_number_leads_to_the_order_alone_for_who_may_see_it(station, agent, typed):
    number = "MNT/2026/00001"
    order = factories.work_order(station, number=number, title="Fuite au local pompes")
    factories.asset(station, "DF-1", name="Détecteur 2026", kind="sensor-smokesensor")
    factories.work_order(factories.station("STL"), number=number)

    found = re.findall(
        r'class="hit"[^>]*href="([^"]+)"', text_of(agent.get("/stations/VDO/search/", {"q": typed}))
    )

    assert found == [f"/stations/VDO/orders/{order.pk}/"]


@pytest.mark.parametrize(
    ("filters", "codes"),
    [
        ({"kind": "pump"}, ["P-01"]),
        ({"place": "S1"}, ["P-01"]),
        ({"place": "HALL"}, ["ECL-1", "ECL-2"]),
        ({"presence": "to_confirm"}, ["ECL-2"]),
        ({"access": "technical"}, ["P-01"]),
        ({"access": "public"}, ["ECL-1", "ECL-2"]),
        ({"search": "relevage"}, ["P-01"]),
        ({"place": "NOWHERE", "system": "x"}, ["ECL-1", "ECL-2", "P-01"]),
    ],
)
def test_filters_of_the_list_are_the_address(agent, filters, codes):
    page = text_of(agent.get("/stations/VDO/assets/", filters))

    assert re.findall(r'<td><a class="code" href="[^"]+">([^<]+)', page) == codes


def test_two_kinds_that_people_call_by_one_word_are_one_to_choose(client):
    station = factories.station("SOL")
    for code, kind in (("A", "geographic-element"), ("B", "geographic-element-terrain")):
        factories.asset(station, code, kind=kind)
    client.force_login(factories.person("agent", station=station))

    page = client.get("/stations/SOL/assets/", headers={"accept-language": "fr"}).content.decode()
    [(key, words)] = re.findall(r'<option value="([^"]+)">(Terrain[^<]*)<', page)
    chosen = client.get(f"/stations/SOL/assets/?kind={key}", headers={"accept-language": "fr"})

    assert words == "Terrain (2)"
    assert [row.split(">")[1][0] for row in chosen.content.decode().split('class="code" href')[1:]] == [
        "A",
        "B",
    ]


def test_the_system_filter_counts_each_asset_once(agent, station):
    page = text_of(agent.get("/stations/VDO/assets/", {"system": station.systems.get().pk}))

    assert re.findall(r'<td><a class="code" href="[^"]+">([^<]+)', page) == ["P-01"]


def test_what_is_shown_is_exported_and_no_cell_is_a_formula(agent, station):
    factories.asset(station, "X-1", name="=cmd|' /C calc'!A0")

    lines = b"".join(agent.get("/stations/VDO/assets.csv?search=x1").streaming_content).decode("utf-8-sig")

    assert lines.splitlines() == [
        "Code;Kind;Name;Place;Type;Serial number;Up to date?;Last verified",
        "X-1;Pump;'=cmd|' /C calc'!A0;;;;never verified;",
    ]


def test_long_lists_are_paged_by_key(agent, station):
    for number in range(60):
        factories.asset(station, f"Z-{number:02d}")
    first = text_of(agent.get("/stations/VDO/assets/?search=z"))
    link = re.search(r'rel="next" href="([^"]+)"', first)[1].replace("&amp;", "&")

    second = text_of(agent.get(f"/stations/VDO/assets/{link}"))

    codes = re.findall(r">(Z-\d\d)<", first) + re.findall(r">(Z-\d\d)<", second)
    assert codes == [f"Z-{number:02d}" for number in range(60)]
    assert agent.get("/stations/VDO/assets/?cursor=nonsense").status_code == 404


def test_the_portfolio_is_searched_without_accents_and_by_mode(station):
    factories.station("STL", name="Gare de Saint-Léger", twin_mode="PLAN_2D")
    factories.station("ATR", name="Gare d'Autray", twin_mode="REGISTER")
    client = signed_in("agent")

    def shown(**query) -> list[str]:
        return re.findall(r'station-card" href="/stations/([^/]+)/', text_of(client.get("/stations/", query)))

    assert shown() == ["VDO", "STL", "ATR"]
    assert shown(search="saint leger") == ["STL"]
    assert shown(mode="REGISTER") == ["ATR"]
    assert shown(mode="NONSENSE", search="zzz") == []


@pytest.mark.parametrize("mode", ["PLAN_2D", "REGISTER"])
def test_a_station_without_a_model_has_the_same_pages(mode):
    station = factories.station("STL", twin_mode=mode)
    factories.asset(station, "P-01", properties=[["Register", "Power", 2, None, "kW", 0]])
    factories.document(station, "Plan du hall", b"<svg/>", media_type="image/svg+xml")
    agent = signed_in("agent", station=station)

    pages = [
        agent.get(f"/stations/STL/{page}")
        for page in ("", "assets/", "assets/P-01/", "locations/", "documents/")
    ]

    assert [page.status_code for page in pages] == [200] * 5
    assert "Plan du hall" in text_of(pages[0])
    assert "from the register" in text_of(pages[2])


def test_a_document_can_do_nothing_in_the_browser(agent, station):
    drawing = factories.document(station, "Plan", b"<svg onload='alert(1)'/>", media_type="image/svg+xml")
    odd = factories.document(station, "Macro", b"MZ", media_type="application/x-msdownload")

    shown, handed = agent.get(f"/documents/{drawing.pk}/"), agent.get(f"/documents/{odd.pk}/")

    assert (b"".join(shown), b"".join(handed)) == (b"<svg onload='alert(1)'/>", b"MZ")
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert "script-src" not in shown.headers["Content-Security-Policy"]
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert shown.headers["Cache-Control"].startswith("private")
    assert handed.headers["Content-Disposition"].startswith("attachment")
    assert handed.headers["Content-Type"] == "application/octet-stream"
    assert (
        agent.get(f"/documents/{drawing.pk}/", headers={"if-none-match": shown.headers["ETag"]}).status_code
        == 304
    )


def test_a_pdf_is_left_to_the_browsers_own_viewer(agent, station):
    answer = agent.get(f"/documents/{station.documents.get().pk}/")

    assert b"".join(answer).startswith(b"%PDF")
    assert "sandbox" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Disposition"].startswith("inline")


def test_a_document_goes_only_to_who_sees_its_station(station):
    document = station.documents.get()
    missing = factories.document(station, "Named only", None)
    other = signed_in("agent", station=factories.station("BRM"))

    assert other.get(f"/documents/{document.pk}/").status_code == 404
    assert signed_in("agent").get(f"/documents/{missing.pk}/").status_code == 404


def upload(name: str = "VDO_CVC.ifc", content: bytes = b"ISO-10303-21;") -> dict:
    return {"file": SimpleUploadedFile(name, content)}


def test_a_steward_brings_a_model_and_watches_it_being_read(station, steward):
    answer = steward.post("/stations/VDO/revisions/", upload(), follow=True)

    assert 'hx-trigger="every 1s"' in text_of(answer)
    revision = Revision.objects.get(discipline="CVC")
    progress = f"/stations/VDO/revisions/{revision.pk}/progress/"
    assert "Waiting for its turn" in text_of(steward.get(progress))

    Revision.objects.filter(pk=revision.pk).update(state="SHARED", outcome="read")
    assert steward.get(progress).headers["HX-Refresh"] == "true"


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (upload("photo.jpg"), "is not an IFC model"),
        ({}, "This field is required"),
    ],
)
def test_a_file_we_cannot_take_is_told_beside_the_field(steward, file, sentence):
    answer = steward.post("/stations/VDO/revisions/", file)

    assert answer.status_code == 422
    assert sentence in text_of(answer)


def test_a_file_that_is_too_large_is_told_with_the_limit(steward, settings):
    settings.MAX_MODEL_BYTES = 2 * 2**20

    answer = steward.post("/stations/VDO/revisions/", upload(content=b"x" * (2 * 2**20 + 1)))

    assert "larger than 2 MB" in text_of(answer)


def test_the_report_tells_findings_with_their_entities(station, steward):
    published = station.revisions.get(state="PUBLISHED")

    page = text_of(steward.get(f"/stations/VDO/revisions/{published.pk}/"))

    assert "Look at this." in page


def test_another_steward_publishes(station):
    bringer, other = factories.person("steward"), signed_in("steward", station=station)
    shared = station.revisions.get(state="SHARED")
    Revision.objects.filter(pk=shared.pk).update(received_by=bringer)
    own = Client()
    own.force_login(bringer)

    own.post(f"/stations/VDO/revisions/{shared.pk}/publish/")
    assert Revision.objects.get(pk=shared.pk).state == "SHARED"

    other.post(f"/stations/VDO/revisions/{shared.pk}/publish/")
    assert jobs.run_one(Job.objects.get().pk).state == Job.State.DONE
    assert Revision.objects.get(pk=shared.pk).state == "PUBLISHED"


def test_the_only_steward_publishes_her_own_and_the_history_says_so(station):
    alone = factories.person("steward", station=station)
    client = Client(headers={"accept-language": "en"})
    client.force_login(alone)
    shared = station.revisions.get(state="SHARED")
    Revision.objects.filter(pk=shared.pk).update(received_by=alone)

    answer = client.post(f"/stations/VDO/revisions/{shared.pk}/publish/", follow=True)

    assert "everybody sees it in a moment" in text_of(answer)
    jobs.run_one(Job.objects.get().pk)
    assert Revision.objects.get(pk=shared.pk).published_by == alone
    assert HistoryEntry.objects.filter(verb="published_alone", subject_id=shared.pk).count() == 1
    assert "the only steward here" in text_of(client.get("/stations/VDO/history/"))


def test_publishing_twice_says_that_somebody_was_faster(station, steward):
    published = station.revisions.get(state="PUBLISHED")

    answer = steward.post(f"/stations/VDO/revisions/{published.pk}/publish/", follow=True)

    assert "somebody was faster" in text_of(answer)


def test_an_agent_publishes_nothing(station, agent):
    shared = station.revisions.get(state="SHARED")

    assert agent.post(f"/stations/VDO/revisions/{shared.pk}/publish/").status_code == 404
    assert Revision.objects.get(pk=shared.pk).state == "SHARED"


@pytest.mark.parametrize(
    ("page", "most"),
    [
        ("", 30),
        ("assets/", 10),
        ("assets/P-01/", 28),
        ("locations/", 9),
        ("documents/", 10),
        ("search/?q=p", 12),
    ],
)
@pytest.mark.parametrize(("role", "desk"), [("agent", 0), ("steward", 2)])
def test_a_page_asks_the_database_a_bounded_number_of_questions(
    request, station, role, desk, page, most, django_assert_max_num_queries
):
    """`desk`: whom the steward works for, and how much waits for her, on every page."""
    for number in range(30):
        factories.asset(station, f"PX-{number}", location=station.locations.get(code="LT-012"))
    client = request.getfixturevalue(role)

    with django_assert_max_num_queries(most + desk):
        client.get(f"/stations/VDO/{page}")


def test_before_publishing_the_report_says_what_would_change(station, steward):
    published, shared = (station.revisions.get(state=state) for state in ("PUBLISHED", "SHARED"))
    Revision.objects.filter(pk=shared.pk).update(
        discipline=published.discipline, report={"counts": {"elements": 1}}
    )
    factories.element(shared, "", name="Vanne neuve", global_id="new", maintainable=True)

    page = text_of(steward.get(f"/stations/VDO/revisions/{shared.pk}/"))

    assert "Vanne neuve" in page
    assert "No longer drawn, to confirm on site" in page
