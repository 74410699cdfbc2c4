"""Stations on a map of France that asks no network for anything, and beside it as a list that says the same."""

from __future__ import annotations

import random
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from assets import positions
from assets.models import HistoryEntry, Station
from maintenance import station_freshness
from maintenance.models import Verification
from maintenance.station_freshness import Level
from tests import factories
from twin.maps import drawing
from twin.maps.clusters import gather
from twin.maps.projection import INSETS, spot


def signed_in(role: str = "agent") -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(factories.person(role))
    return client


def marks(page: str) -> list[str]:
    return re.findall(r'class="mark" href="/stations/([^/]+)/"', page)


def listed(page: str) -> list[str]:
    return re.findall(r'class="station-card" href="/stations/([^/]+)/"', page)


@pytest.mark.parametrize(
    ("latitude", "longitude", "x", "y"),
    [
        (46.5, 3.0, 0, 0),  # where the projection has its origin
        (48.8566, 2.3522, -47.5, -262.0),  # Paris in Lambert 93: 652.5 km, 6862.0 km
        (41.9267, 8.7369, 476.3, 491.7),  # Ajaccio: 1176.3 km, 6108.3 km
    ],
)
def test_metropolitan_france_lies_as_on_its_official_maps(latitude, longitude, x, y):
    found = spot(latitude, longitude)

    assert (found.x, found.y) == pytest.approx((x, y), abs=3)  # a sphere, not the ellipsoid


@pytest.mark.parametrize("inset", INSETS, ids=lambda each: each.key)
def test_each_territory_overseas_has_its_frame(inset):
    found = spot((inset.south + inset.north) / 2, (inset.west + inset.east) / 2)

    assert found.inset == inset.key
    assert drawing.outline()[inset.key].startswith("M")


def test_what_lies_elsewhere_is_not_on_the_map():
    assert spot(0.0, 0.0) is None


def test_marks_never_lie_on_one_another_and_none_is_lost():
    """3,000 stations of a whole operator, in seeded places."""
    chance = random.Random(20261126)
    points = [(chance.uniform(-500, 500), chance.uniform(-500, 500), number) for number in range(3000)]

    found = gather(points, 80.0)

    seeds = [cluster.seed for cluster in found]
    apart = [
        ((one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2) ** 0.5
        for place, one in enumerate(seeds)
        for other in seeds[:place]
    ]
    assert min(apart) >= 80.0
    assert sorted(thing for cluster in found for _, _, thing in cluster.members) == list(range(3000))


@pytest.mark.django_db
def test_a_mark_tells_the_mode_by_its_shape_and_what_was_verified_by_how_full_it_is():
    station = factories.station("VDO", latitude=48.2, longitude=1.3, twin_mode="PLAN_2D")
    seen, _ = factories.asset(station, "P-01"), factories.asset(station, "P-02")
    Verification.objects.create(asset=seen, verified_at=timezone.now())

    page = signed_in().get("/stations/").content.decode()

    mark = page[page.index('class="mark"') :]
    assert "<title>Gare VDO · Plans and photos · partly verified</title>" in mark
    assert mark.index('class="shape PLAN_2D partly"') < mark.index("</a>")


@pytest.mark.django_db
def test_several_stations_in_one_place_are_one_mark_that_leads_closer():
    for number in range(3):
        factories.station(f"S-{number}", latitude=48.2 + number / 50, longitude=1.3)
    factories.station("FAR", latitude=43.6, longitude=1.44)
    client = signed_in()

    whole = client.get("/stations/").content.decode()
    box = re.search(r'class="mark many" href="\?at=([^"]+)"', whole)[1].replace("%2C", ",")
    closer = client.get("/stations/", {"at": box}).content.decode()

    assert (marks(whole), len(listed(whole))) == (["FAR"], 4)
    assert "<title>3 stations: see closer</title>" in whole
    assert sorted(marks(closer)) == sorted(listed(closer)) == ["S-0", "S-1", "S-2"]


@pytest.mark.django_db
def test_a_station_without_a_position_is_told_as_such():
    factories.station("VDO", latitude=48.2, longitude=1.3)
    factories.station("LOST")
    factories.station("SEA", latitude=0.0, longitude=0.0)
    client = signed_in()

    page = client.get("/stations/").content.decode()
    alone = client.get("/stations/?placed=no").content.decode()

    assert (marks(page), page.count("· not on the map")) == (["VDO"], 2)
    assert listed(alone) == ["LOST", "SEA"]


@pytest.mark.django_db
def test_filters_of_mode_and_freshness_stand_in_the_address():
    for code, mode in (("A", "MODEL_3D"), ("B", "REGISTER"), ("C", "REGISTER")):
        factories.station(code, twin_mode=mode, latitude=48.2, longitude=1.3)
    factories.asset(Station.objects.get(code="C"), "P-01")
    client = signed_in()

    assert listed(client.get("/stations/?mode=REGISTER&level=never").content.decode()) == ["C"]
    assert listed(client.get("/stations/?level=unknown").content.decode()) == ["A", "B"]
    assert len(listed(client.get("/stations/?mode=x&level=y&at=z&page=-1").content.decode())) == 3


@pytest.mark.django_db
def test_three_thousand_stations_are_few_marks_and_a_list_by_pages(django_assert_max_num_queries):
    chance = random.Random(3000)
    Station.objects.bulk_create(
        Station(
            code=f"S-{number:04d}",
            name=f"Gare {number:04d}",
            twin_mode=chance.choice(Station.TwinMode.values),
            latitude=chance.uniform(43.5, 49.5),
            longitude=chance.uniform(-1.0, 6.5),
        )
        for number in range(3000)
    )
    client = signed_in()

    with django_assert_max_num_queries(12):
        page = client.get("/stations/").content.decode()

    drawn = page.count('class="mark')
    shares = [int(each) for each in re.findall(r'<text y="4.5">(\d+)</text>', page)]
    assert drawn < 170
    assert sum(shares) + len(marks(page)) == 3000
    assert len(listed(page)) == 60
    assert len(page) < 400_000
    last = client.get("/stations/?page=50").content.decode()
    assert (len(listed(last)), 'rel="next"' in last) == (60, False)


@pytest.mark.django_db
def test_the_list_is_taken_away_as_it_is_shown():
    factories.station("VDO", latitude=48.2, longitude=1.3, area_m2=9800)
    factories.station("BRV", twin_mode="REGISTER")

    answer = signed_in().get("/stations.csv?mode=MODEL_3D")

    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[1:] == ["VDO;Gare VDO;;3D model;0;9800.0;;48.2;1.3"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("lately", "long_ago", "level"),
    [
        (0, 0, Level.NEVER),
        (1, 0, Level.LITTLE),
        (3, 0, Level.PARTLY),
        (8, 0, Level.MOSTLY),
        (0, 8, Level.NEVER),
    ],
)
def test_a_station_is_as_fresh_as_the_share_of_its_equipment_that_was_seen(lately, long_ago, level):
    """Floors count for nothing: nobody goes to verify them."""
    station, now = factories.station("VDO"), timezone.now()
    pumps = [factories.asset(station, f"P-{number}") for number in range(10)]
    factories.asset(station, "SOL", kind="slab")
    for pump in pumps[:lately]:
        for days in (1, 2):
            Verification.objects.create(asset=pump, verified_at=now - timedelta(days=days))
    for pump in pumps[:long_ago]:
        Verification.objects.create(asset=pump, verified_at=now - timedelta(days=1200))

    assert station_freshness.of_stations([station])[station.pk].level == level


# Where a model says the station is


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({"latitude": 48.2, "longitude": 1.3}, (48.2, 1.3)),
        ({"crs": "EPSG:2154", "eastings": 652469.02, "northings": 6862035.26}, (48.8566, 2.3522)),
        ({"crs": "EPSG:3949", "eastings": 1652000.0, "northings": 8178000.0}, (48.8003, 2.3466)),
        (
            {"crs": "EPSG:2154", "eastings": 12.0, "northings": 4.0, "latitude": 48.2, "longitude": 1.3},
            (48.2, 1.3),
        ),
        ({"crs": "EPSG:4326", "eastings": 0, "northings": 0, "latitude": 0, "longitude": 0}, None),
        ({"latitude": None, "longitude": 1.3}, None),
        (None, None),
    ],
)
def test_a_georeference_is_a_latitude_and_a_longitude(said, found):
    turned = positions.of_georeference(said)

    assert turned == (pytest.approx(found, abs=2e-4) if found else None)


@pytest.mark.django_db
def test_a_model_places_a_station_once_and_a_person_has_the_last_word():
    station, steward = factories.station("VDO"), factories.person("steward")
    revision = factories.revision(station, georeference={"latitude": 48.2, "longitude": 1.3})

    positions.learn(revision)
    station.refresh_from_db()
    assert (station.latitude, station.longitude) == (48.2, 1.3)
    positions.give(station, 48.25, 1.33, by=steward)
    positions.learn(revision)

    station.refresh_from_db()
    assert (station.latitude, station.longitude) == (48.25, 1.33)
    assert HistoryEntry.objects.filter(station=station, verb="positioned").count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "status", "latitude"),
    [
        ({"latitude": "48,2572", "longitude": "1,3333"}, 302, 48.2572),
        ({"latitude": "48.2572, 1.3333", "longitude": ""}, 302, 48.2572),
        ({"latitude": "148", "longitude": "1"}, 422, None),
        ({"latitude": "north", "longitude": ""}, 422, None),
    ],
)
def test_a_steward_gives_a_position_as_maps_say_it(typed, status, latitude):
    factories.station("VDO")

    answer = signed_in("steward").post("/stations/VDO/position/", typed)

    assert (answer.status_code, Station.objects.get().latitude) == (status, latitude)
    assert signed_in("agent").get("/stations/VDO/position/").status_code == 404
