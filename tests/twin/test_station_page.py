"""The page with the 3D: what it tells the viewer to start."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client
from django.urls import reverse

from assets.ifc.classes import LENSES
from tests import factories
from twin.models import Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def station():
    made = factories.station("VDO", name="Gare de Val-d'Orme")
    basement = factories.storey(made)
    factories.storey(made, "N0", "N0 Hall", 0.0)
    revision = factories.revision(made)
    factories.scene(revision, [factories.element(revision, "P-01")], place=basement)
    return made


def config(station, language: str, role: str = "agent") -> dict:
    client = Client(headers={"accept-language": language})
    client.force_login(factories.person(role, station=station, username=f"{role}-{language}"))
    page = client.get(f"/stations/{station.code}/").content.decode()
    return json.loads(
        re.search(r'<script id="viewer-config" type="application/json">(.*?)</script>', page)[1]
    )


def test_the_viewer_is_told_addresses_lenses_and_storeys(station):
    told = config(station, "fr")

    assert {key: told[key] for key in ("station", "name", "language", "scenes", "sheet", "search")} == {
        "station": "VDO",
        "name": "Gare de Val-d'Orme",
        "language": "fr",
        "scenes": "/api/v1/scenes/?station=VDO",
        "sheet": "/stations/VDO/sheet/?code=__CODE__",
        "search": "/stations/VDO/search/",
    }
    assert list(told["lenses"]) == list(LENSES)
    assert [storey["short"] for storey in told["storeys"]] == ["N0", "SOUS"]


def test_only_who_confirms_connections_is_told_where_they_are(station):
    told = [config(station, "fr", role).get("proposals") for role in ("steward", "agent", "manager")]

    assert told == ["/stations/VDO/connections.json", None, None]


def test_the_page_fetches_the_scenes_and_the_hall_ahead_of_the_scripts(station):
    hall = station.locations.get(code="N0")
    revision = factories.revision(station, discipline="CVC")
    scene = factories.scene(revision, [factories.element(revision, "P-02")], b"glTF hall", place=hall)
    client = Client()
    client.force_login(factories.person("agent", station=station))

    page = client.get("/stations/VDO/").content.decode()

    ahead = re.findall(r'<link rel="preload" as="fetch" crossorigin href="([^"]+)">', page)
    names = [
        reverse("api:scene-features", args=[pk])
        for pk in Scene.objects.order_by("pk").values_list("pk", flat=True)
    ]
    assert ahead == [*names, reverse("chunk", args=[scene.chunks.get().sha256])]


def test_what_the_first_picture_needs_is_asked_for_before_what_every_page_has(station):
    client = Client()
    client.force_login(factories.person("agent", station=station))

    head = client.get("/stations/VDO/").content.decode().partition("</head>")[0]

    asked = re.findall(
        r'<(?:link rel="(?:stylesheet|modulepreload|preload)"|script)[^>]*(?:href|src)="([^"]+)"', head
    )
    looks, viewer, names, common = (
        [at for at, address in enumerate(asked) if re.search(part, address)]
        for part in (r"\.css$", "/viewer/chunks/", "/features/", "htmx|pages.js|offline/page.js")
    )
    # A browser has six connections and each answer takes a round over a slow line: files count as much as their bytes.
    assert len(looks) == 2
    assert max(looks) < min(viewer) <= max(viewer) < min(names) <= max(names) < min(common)


def test_the_viewer_knows_the_scenes_as_the_interface_tells_them(station):
    scene = Scene.objects.get()
    client = Client()
    client.force_login(factories.person("agent", station=station))

    [known] = config(station, "en")["known"]

    assert known["manifest"] == client.get(f"/api/v1/scenes/{scene.pk}/manifest/").json()
    assert known["features"] == f"/api/v1/scenes/{scene.pk}/features/"


def test_families_are_named_in_the_readers_language(station):
    families = {language: config(station, language)["families"] for language in ("fr", "en")}

    assert [each["key"] for each in families["fr"]] == [each["key"] for each in families["en"]]
    assert families["fr"] != families["en"]
    assert all(re.fullmatch(r"#[0-9A-Fa-f]{6}", each["colour"]) for each in families["fr"])


def test_a_station_whose_scene_is_not_published_shows_its_lists(station):
    station.revisions.update(state="SHARED")
    client = Client(headers={"accept-language": "en"})
    client.force_login(factories.person("agent", station=station))

    assert "The 3D of this station is not published yet" in client.get("/stations/VDO/").content.decode()
