"""What the viewer loads: manifest, columns of features, chunks."""

from __future__ import annotations

import gzip

import pytest

from assets import history
from assets.models import LocationSource
from tests import factories
from twin import scenes

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    """Pump and valve in the basement of VDO, in one chunk."""
    station = factories.station("VDO")
    basement = factories.storey(station)
    room = factories.location(station, "LT-012", name="012", parent=basement)
    revision = factories.revision(station)
    pump = factories.element(revision, "P-01", name="Pompe", storey=basement, location=room)
    valve = factories.element(revision, "V-01", kind="valve", name="IfcValve", storey=basement)
    factories.system(station, "Eau froide", pump, family="water")
    return factories.scene(revision, [pump, valve], b"glTF bytes", basement)


@pytest.fixture
def agent(client, scene):
    person = factories.person("agent", station=scene.revision.station)
    client.force_login(person)
    return person


def test_the_list_leads_to_manifest_and_features(client, scene, agent):
    [row] = client.get("/api/v1/scenes/?station=VDO").json()["results"]

    assert row == {
        "id": str(scene.pk),
        "station": "VDO",
        "discipline": "PLB",
        "revision": scene.revision_id,
        "bytes": 10,
        "elements": 2,
        "manifest": f"/api/v1/scenes/{scene.pk}/manifest/",
        "features": f"/api/v1/scenes/{scene.pk}/features/",
    }


def test_the_manifest_names_chunks_by_content_and_tells_nothing_of_what_they_draw(client, scene, agent):
    chunk = scene.chunks.get()

    manifest = client.get(f"/api/v1/scenes/{scene.pk}/manifest/").json()

    assert manifest == {
        "version": 1,
        "origin": [0, 0, 0],
        "home": None,
        "chunks": [
            {
                "url": f"/scenes/chunks/{chunk.sha256}.glb",
                "bytes": 10,
                "triangles": 12,
                "storey": str(chunk.storey_id),
                "first_feature": 0,
                "features": 2,
                "box": [0, 0, 0, 1, 1, 1],
            }
        ],
    }


def test_features_come_as_columns_in_the_callers_language(client, scene, agent):
    address = f"/api/v1/scenes/{scene.pk}/features/"

    french = client.get(address, headers={"accept-language": "fr"}).json()
    english = client.get(address, headers={"accept-language": "en"}).json()

    assert french["code"] == ["P-01", "V-01"]
    assert french["name"] == ["Pompe", ""]
    assert (french["kinds"], english["kinds"]) == (["Pompe", "Vanne"], ["Pump", "Valve"])
    assert (french["storey"], french["room"], french["systems_of"]) == ([0, 0], [0, -1], [[0], []])
    assert [system["name"] for system in french["systems"]] == ["Eau froide"]
    assert french["rooms"][0]["storey"] == french["storeys"][0]["id"]


def test_features_say_what_each_covers_and_whether_the_public_may_go_into_its_room(client, scene, agent):
    pump, valve = (scene.revision.elements.get(code=code) for code in ("P-01", "V-01"))
    address = f"/api/v1/scenes/{scene.pk}/features/"
    before = client.get(address).json()
    assert (before["follows"], before["rooms"][0]["public"]) == ([-1, -1], None)

    type(pump.location).objects.filter(pk=pump.location_id).update(publicly_accessible=False)
    type(valve).objects.filter(pk=valve.pk).update(host=pump)

    after = client.get(address).json()
    assert (after["follows"], after["rooms"][0]["public"]) == ([-1, 0], False)


def test_the_file_that_draws_a_room_brings_its_outline_along(client, scene, agent):
    address = f"/api/v1/scenes/{scene.pk}/features/"
    room = scene.revision.elements.get(code="P-01").location
    type(room).objects.filter(pk=room.pk).update(footprint=[[[0, 0], [4.1234, 0], [4, 3]]], z_min=-4.5)
    assert "outline" not in client.get(address).json()["rooms"][0]

    LocationSource.objects.create(location=room, revision=scene.revision, step_id=7, global_id="room")

    drawn = client.get(address).json()["rooms"][0]
    assert (drawn["outline"], drawn["floor"]) == ([[[0, 0], [4.12, 0], [4, 3]]], -4.5)


def test_features_are_not_sent_again_until_something_happens_in_the_station(client, scene, agent):
    address = f"/api/v1/scenes/{scene.pk}/features/"
    etag = client.get(address).headers["ETag"]

    assert client.get(address, headers={"if-none-match": etag}).status_code == 304

    history.record("became asset", scene.revision, station=scene.revision.station)
    assert client.get(address, headers={"if-none-match": etag}).status_code == 200


def test_features_cost_a_fixed_number_of_questions(client, scene, agent, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        client.get(f"/api/v1/scenes/{scene.pk}/features/")


def chunk_address(scene) -> str:
    return f"/scenes/chunks/{scene.chunks.get().sha256}.glb"


def body(answer) -> bytes:
    return b"".join(answer.streaming_content)


def test_a_chunk_goes_to_who_sees_the_station_and_may_be_kept_by_her_browser_only(client, scene, agent):
    answer = client.get(chunk_address(scene))

    assert body(answer) == b"glTF bytes"
    assert answer.headers["Content-Type"] == "model/gltf-binary"
    assert answer.headers["Cache-Control"].startswith("private")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert (
        client.get(chunk_address(scene), headers={"if-none-match": answer.headers["ETag"]}).status_code == 304
    )


def test_a_chunk_does_not_exist_for_anybody_else(client, scene):
    client.force_login(factories.person("agent", station=factories.station("BRM")))

    assert client.get(chunk_address(scene)).status_code == 404
    client.logout()
    assert client.get(chunk_address(scene)).status_code == 302


def test_the_compressed_chunk_is_sent_to_browsers_that_take_it(client, scene, agent):
    packed = gzip.compress(b"glTF bytes")
    plain = scenes.chunk_path(scene.chunks.get().sha256)
    plain.with_name(f"{plain.name}.gz").write_bytes(packed)

    answer = client.get(chunk_address(scene), headers={"accept-encoding": "gzip, br"})

    assert (answer.headers["Content-Encoding"], body(answer)) == ("gzip", packed)
    plain = client.get(chunk_address(scene))
    assert (body(plain), "Content-Encoding" in plain.headers) == (b"glTF bytes", False)


def test_a_chunk_that_no_scene_has_is_not_served_even_if_it_is_on_disk(client, scene, agent):
    address = chunk_address(scene)
    scene.delete()

    assert client.get(address).status_code == 404


def test_the_view_begins_with_the_building_not_with_the_land_around_it(scene):
    drawn = scene.revision.elements.filter(feature__isnull=False)
    corners = ("x_min", "y_min", "z_min", "x_max", "y_max", "z_max")
    house, land = drawn.order_by("pk")[:2]
    drawn.filter(pk=house.pk).update(**dict(zip(corners, (1, 2, 3, 4, 5, 6), strict=True)))
    drawn.filter(pk=land.pk).update(layer="site", **dict(zip(corners, (-99, -99, 0, 99, 99, 1), strict=True)))

    assert scenes.home(scene.revision, (0, 0, 0)) == [1, 2, 3, 4, 5, 6]
    assert scenes.home(scene.revision, (1, 1, 1)) == [0, 1, 2, 3, 4, 5]


def test_four_walls_around_nothing_are_looked_at_whole(scene):
    corners = ("x_min", "y_min", "z_min", "x_max", "y_max", "z_max")
    walls = ((0, 0, 0, 1, 9, 3), (8, 0, 0, 9, 9, 3))
    for element, box in zip(scene.revision.elements.filter(feature__isnull=False), walls, strict=False):
        scene.revision.elements.filter(pk=element.pk).update(**dict(zip(corners, box, strict=True)))

    assert scenes.home(scene.revision, (0, 0, 0)) == [0, 0, 0, 9, 9, 3]
