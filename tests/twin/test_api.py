"""The REST interface: scope, shapes, paging, problems, and its description."""

from __future__ import annotations

import base64
import json
import re

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openapi_spec_validator import validate

from assets import history, isolation_cards, surveys
from assets.models import Finding, Job, Revision
from tests import factories
from twin.api.urls import RESOURCES

pytestmark = pytest.mark.django_db
IFC = b"ISO-10303-21;\nHEADER;\nFILE_SCHEMA(('IFC4'));\nENDSEC;\nDATA;\nENDSEC;\nEND-ISO-10303-21;\n"


@pytest.fixture
def station():
    return factories.station("VDO", city="Val-d'Orme")


@pytest.fixture
def everything(station):
    """One row of each resource in VDO, and as many in BRM."""
    for each in (station, factories.station("BRM")):
        storey = factories.storey(each)
        revision = factories.revision(each)
        pump, valve = (factories.element(revision, code, storey=storey) for code in ("P-01", "V-01"))
        type_ = factories.asset_type(each, "DN50", revision=revision)
        asset = factories.asset(each, "P-01", drawn_by=pump, location=storey, type=type_)
        asset.units.create(station=each, serial="SN-1")
        factories.system(each, "Cold water", pump, valve)
        factories.joined(valve, pump)
        factories.hotspot(factories.document(each, "Manual", about={"asset": asset}), asset)
        factories.scene(revision, [pump, valve], each.code.encode(), storey)
        room = factories.location(each, "S1-01", name="S1-01", parent=storey)
        surveys.record(each, [(room, "CFO")], surveys.Word("whole", "visit"))
        people = factories.person("agent", station=each), factories.person("steward", station=each)
        word = isolation_cards.Word(people[0].pk, people[1].pk, timezone.now(), change=0)
        isolation_cards.put(None, room, isolation_cards.Said(medium="water", device_words="valve"), word)
        Finding.objects.create(revision=revision, severity="info", code="no-storeys", message="…")
        history.record("received", revision, station=each)
        Job.objects.create(kind="import_revision", key=each.code, station=each)
        factories.work_order(each, source=factories.source(station=each))
        factories.declared(asset, factories.person("agent", station=each), voltage="400 V")
    return station


@pytest.fixture
def steward(client, station):
    person = factories.person("steward", station=station)
    client.force_login(person)
    return person


def results(client, resource: str, **query) -> list[dict]:
    answer = client.get(f"/api/v1/{resource}/", query)
    assert answer.status_code == 200, answer.content
    assert list(answer.json()) == ["next", "previous", "results"]
    return answer.json()["results"]


@pytest.mark.parametrize("address", ["declarations/", "declarations/states/", "surveys/", "hotspots/"])
@pytest.mark.parametrize(
    "body",
    [
        r'{"station": "VDO", "state": "\ud800", "kind": "\ud800", "extent": "\ud800", "asset": "x"}',
        r'{"station": "VDO", "cells": [{"room": "\udfff"}], "\ud83d": 1}',
        "[" * 100_000,
        '{"station": NaN}',
        "{",
        "null",
        "",
    ],
)
def test_what_nobody_can_read_is_a_problem_and_no_fault_of_ours(client, station, steward, address, body):
    refused = client.post(f"/api/v1/{address}", body, content_type="application/json")

    assert refused.status_code == 400
    assert refused.json()["status"] == 400


@pytest.mark.parametrize("address", ["declarations/", "declarations/states/", "surveys/"])
def test_what_is_too_much_is_refused_in_a_sentence_and_not_sent_back(client, station, steward, address):
    long = {"station": "VDO", "state": "x" * 10_000, "kind": "x" * 10_000, "extent": "x" * 10_000}
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE

    refused = client.post(f"/api/v1/{address}", long, content_type="application/json")
    too_big = client.post(f"/api/v1/{address}", "x" * (most + 1), content_type="application/json")

    assert refused.status_code == 400
    assert len(refused.content) < 3_000
    assert (too_big.status_code, too_big["Content-Type"]) == (413, "application/problem+json")


@pytest.mark.parametrize("resource", RESOURCES)
def test_each_resource_shows_the_callers_stations_only(client, everything, steward, resource):
    rows = results(client, resource)

    assert rows
    assert all(isinstance(row["id"], str) for row in rows)
    assert {row["station"] for row in rows if "station" in row} <= {"VDO"}
    assert results(client, resource, station="BRM") == []
    assert results(client, resource, station="VDO") == rows


@pytest.mark.parametrize("resource", RESOURCES)
def test_one_row_of_somebody_elses_station_does_not_exist(client, everything, resource):
    factories.person("steward", username="all")
    client.force_login(factories.person("steward"))
    ids = {row["id"] for row in results(client, resource)}
    client.force_login(factories.person("steward", station=everything))

    answers = {client.get(f"/api/v1/{resource}/{pk}/").status_code for pk in ids}

    assert answers == {200, 404}


@pytest.mark.parametrize("resource", RESOURCES)
def test_a_list_costs_as_many_questions_for_ten_rows_as_for_one(
    client, everything, steward, resource, django_assert_max_num_queries
):
    with django_assert_max_num_queries(8):
        client.get(f"/api/v1/{resource}/")


def test_a_list_of_assets_asks_no_more_for_more_assets(client, everything, steward):
    before = _count(client, "/api/v1/assets/")
    revision = everything.revisions.get()
    for number in range(10):
        factories.asset(everything, f"X-{number}", drawn_by=factories.element(revision))

    assert _count(client, "/api/v1/assets/") == before


def _count(client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)


def test_a_stranger_is_refused_with_a_problem(client, station):
    answer = client.get("/api/v1/stations/")

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Session ")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert set(answer.json()) == {"type", "title", "status", "detail"}


def test_findings_and_history_are_not_for_agents(client, everything):
    client.force_login(factories.person("agent"))

    assert results(client, "findings") == []
    assert results(client, "history") == []


def _cursor(*border: str | int) -> str:
    """A page mark as ours are made, with what we never put there."""
    return base64.urlsafe_b64encode(json.dumps([False, *border]).encode()).decode()


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/v1/assets/999999/", 404),
        ("/api/v1/assets/?cursor=nonsense", 400),
        ("/api/v1/assets/?limit=0", 400),
        (f"/api/v1/assets/?limit={'9' * 5000}", 400),
        (f"/api/v1/assets/?cursor={_cursor(chr(0), 1)}", 400),
        (f"/api/v1/assets/?cursor={_cursor(chr(0xD800), 1)}", 400),
        (f"/api/v1/assets/?cursor={_cursor('a', 9**40)}", 400),
        (f"/api/v1/jobs/?cursor={_cursor('abc')}", 400),
        ("/api/v1/nothing/", 404),
        ("/api/", 404),
    ],
)
def test_errors_are_problem_details(client, steward, address, status):
    answer = client.get(address)

    assert (answer.status_code, answer.json()["status"]) == (status, status)
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("address", ["assets/?kind=a%00", "assets/?%00=a", "a%00b/", "elements/?search=%00"])
def test_an_address_with_a_nul_is_a_problem(client, steward, address):
    answer = client.get(f"/api/v1/{address}")

    assert (answer.status_code, answer.json()["status"]) == (400, 400)
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_station_named_with_a_nul_does_not_exist(client, station, steward):
    assert client.post("/api/v1/revisions/", {"station": "VDO\0", "file": upload()}).status_code == 404


def test_pages_of_assets_are_linked(client, station, steward):
    for number in range(5):
        factories.asset(station, f"A-{number}")

    first = client.get("/api/v1/assets/?limit=3").json()
    second = client.get(first["next"]).json()

    assert [row["code"] for row in first["results"] + second["results"]] == [f"A-{n}" for n in range(5)]
    assert second["next"] is None
    assert client.get(second["previous"]).json()["results"] == first["results"]


def test_assets_are_found_without_accents_and_give_their_global_ids(client, station, steward):
    pump = factories.element(factories.revision(station), global_id="0" * 22)
    factories.asset(station, "P-01", drawn_by=pump, name="Relevée")
    factories.asset(station, "P-02")

    assert [row["global_ids"] for row in results(client, "assets", search="relevee")] == [["0" * 22]]
    assert [row["code"] for row in results(client, "assets", global_id="0" * 22)] == ["P-01"]
    assert [row["code"] for row in results(client, "stations", search="val d orme")] == ["VDO"]


def test_elements_are_those_of_published_revisions_unless_a_revision_is_named(client, station, steward):
    shared = factories.revision(station, state="SHARED")
    factories.element(shared, "NEW")
    factories.element(factories.revision(station), "OLD")

    assert [row["code"] for row in results(client, "elements")] == ["OLD"]
    assert [row["code"] for row in results(client, "elements", revision=str(shared.pk))] == ["NEW"]


IDS = [
    ("locations", "parent"),
    ("assets", "location"),
    ("assets", "type"),
    ("units", "asset"),
    ("types", "revision"),
    ("elements", "revision"),
    ("connections", "revision"),
    ("connections", "element"),
    ("documents", "asset"),
    ("documents", "location"),
    ("scenes", "revision"),
    ("findings", "revision"),
    ("history", "subject_id"),
]


@pytest.mark.parametrize(("resource", "name"), IDS)
@pytest.mark.parametrize("value", ["abc", "-1", "1.5", "9" * 30, "9" * 5000, "\u00b2", "1e9"])
def test_an_id_that_is_none_of_ours_is_a_problem_told_beside_its_name(client, steward, resource, name, value):
    answer = client.get(f"/api/v1/{resource}/", {name: value})

    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert list(answer.json()["errors"]) == [name]


@pytest.mark.parametrize(("resource", "name"), IDS)
def test_an_id_of_nothing_gives_an_empty_list(client, everything, steward, resource, name):
    assert results(client, resource, **{name: "9" * 18}) == []


@pytest.mark.parametrize("resource", RESOURCES)
def test_no_filter_of_a_list_breaks_whatever_is_asked(client, everything, steward, resource):
    named = set(RESOURCES[resource].filterset_class.base_filters) | {"limit", "cursor"}

    answers = {
        (name, value): client.get(f"/api/v1/{resource}/", {name: value}).status_code
        for name in named
        for value in ("abc", "9" * 30, "9" * 5000, "-9", "\u00e9 '\"%_")
    }

    assert {each: status for each, status in answers.items() if status not in (200, 400)} == {}


def test_the_description_is_valid_openapi(client):
    answer = client.get(reverse("api:schema"), headers={"accept": "application/vnd.oai.openapi+json"})

    description = answer.json()
    validate(description)
    assert description["openapi"].startswith("3.1")
    assert {path.split("/")[3] for path in description["paths"]} >= set(RESOURCES)


def test_the_description_is_made_without_a_warning():
    call_command("spectacular", "--fail-on-warn", "--file", "/dev/null")


def test_the_docs_load_nothing_from_elsewhere(client):
    page = client.get(reverse("api:docs")).content.decode()

    assert "http://" not in page.replace("http://testserver", "")
    assert "cdn" not in page.lower()


def upload(name: str = "VDO_PLB.ifc", content: bytes = IFC) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_a_posted_model_is_received_and_its_reading_is_a_job(client, station, steward):
    answer = client.post("/api/v1/revisions/", {"station": "VDO", "file": upload()})

    body = answer.json()
    assert answer.status_code == 202
    assert (body["revision"]["state"], body["revision"]["discipline"]) == ("WIP", "PLB")
    assert client.get(f"/api/v1/jobs/{body['job']['id']}/").json()["state"] == "queued"


def test_the_same_bytes_posted_twice_are_one_revision_and_one_job(client, station, steward):
    first = client.post("/api/v1/revisions/", {"station": "VDO", "file": upload()}).json()
    again = client.post("/api/v1/revisions/", {"station": "VDO", "file": upload()}).json()

    assert again["revision"]["id"] == first["revision"]["id"]
    assert (Revision.objects.count(), Job.objects.count()) == (1, 1)


def test_an_agent_posts_to_no_station(client, station):
    client.force_login(factories.person("agent"))

    assert client.post("/api/v1/revisions/", {"station": "VDO", "file": upload()}).status_code == 404
    assert Revision.objects.count() == 0


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"station": "VDO"},
        {"station": "VDO", "file": upload("photo.jpg")},
        {"station": "VDO", "discipline": "ZZZ"},
    ],
)
def test_a_bad_upload_says_which_field_and_why(client, station, steward, form):
    answer = client.post("/api/v1/revisions/", form)

    assert answer.status_code == 400
    assert answer.json()["errors"]


def test_a_french_program_is_told_what_is_wrong_in_french(client, steward, station):
    """Titles, sentences of our own and of the framework."""
    client.force_login(steward)
    french = {"Accept-Language": "fr"}
    answers = [
        client.get("/api/v1/assets/?cursor=x", headers=french),
        client.get("/api/v1/assets/?limit=0", headers=french),
        client.get("/api/nowhere/", headers=french),
        client.delete("/api/v1/stations/", headers=french),
        client.post("/api/v1/hotspots/", {"document": "x"}, "application/json", headers=french),
    ]

    told = [
        " ".join([each.json()["title"], each.json()["detail"], str(each.json().get("errors"))])
        for each in answers
    ]

    assert [each.json()["title"] for each in answers] == [
        "Requête incorrecte", "Requête incorrecte", "Introuvable", "Méthode non admise", "Requête incorrecte",
    ]  # fmt: skip
    english = re.compile(r"\b(?:the|is|not|this|nothing|required|allowed|field)\b", re.IGNORECASE)
    assert [english.findall(each) for each in told] == [[]] * 5
