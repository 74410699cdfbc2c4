"""What is not published yet, or no longer: stewards look into it, for everybody else it is not there."""

from __future__ import annotations

import re

import pytest

from assets import permissions
from assets.models import LocationSource, Revision, Station
from tests import factories
from twin import features, lookup

pytestmark = pytest.mark.django_db
HIDDEN = ("WIP", "SHARED", "ARCHIVED")


@pytest.fixture
def station() -> Station:
    """A revision in each state, with a room, a system, a type, a connection and a scene of its own."""
    made = factories.station("VDO")
    for discipline, state in zip(("PLB", "CVC", "ARC", "CFO"), ("PUBLISHED", *HIDDEN), strict=True):
        revision = factories.revision(made, discipline=discipline, state=state)
        storey = factories.storey(made, f"S-{state}", name=f"Storey {state}")
        room = factories.location(made, f"R-{state}", name=f"Room {state}", parent=storey)
        for step_id, place in enumerate((storey, room)):
            LocationSource.objects.create(location=place, revision=revision, step_id=step_id)
        factories.asset_type(made, state, revision=revision)
        pump = factories.element(revision, f"P-{state}", location=room, storey=storey)
        valve = factories.element(revision, f"V-{state}", location=room, storey=storey)
        factories.joined(valve, pump)
        factories.system(made, f"System {state}", pump)
        factories.scene(revision, [pump, valve], state.encode(), storey)
    return made


@pytest.fixture(params=["agent", "deputy", "manager"])
def reader(request, client, station):
    client.force_login(factories.person(request.param, station=station))
    return client


@pytest.fixture
def steward(client, station):
    client.force_login(factories.person("steward", station=station))
    return client


def results(client, resource: str, **query) -> list[dict]:
    answer = client.get(f"/api/v1/{resource}/", query)
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


def status(client, address: str) -> int:
    answer = client.get(address)
    if answer.streaming:
        b"".join(answer.streaming_content)  # read to its end, a file is closed
    return answer.status_code


def addresses(revision: Revision) -> list[str]:
    scene = revision.scene
    rows = {
        "revisions": [revision],
        "elements": revision.elements.all(),
        "types": revision.station.types.filter(revision=revision),
        "connections": revision.connections.all(),
        "scenes": [scene],
    }
    return [
        *(f"/api/v1/{resource}/{row.pk}/" for resource, found in rows.items() for row in found),
        f"/api/v1/scenes/{scene.pk}/manifest/",
        f"/api/v1/scenes/{scene.pk}/features/",
        f"/scenes/chunks/{scene.chunks.get().sha256}.glb",
    ]


def test_readers_see_published_revisions_only(station):
    agent, steward = (factories.person(role, station=station) for role in ("agent", "steward"))

    assert [each.state for each in permissions.revisions_for(agent)] == ["PUBLISHED"]
    assert permissions.revisions_for(steward).count() == 4
    assert not permissions.revisions_for(
        factories.person("steward", station=factories.station("BRM"))
    ).exists()


@pytest.mark.parametrize("state", HIDDEN)
def test_nothing_of_an_unpublished_revision_has_an_address_for_readers(reader, station, state):
    revision = station.revisions.get(state=state)

    found = [address for address in addresses(revision) if status(reader, address) != 404]

    assert found == []
    for resource in ("elements", "types", "connections", "scenes"):
        assert results(reader, resource, revision=str(revision.pk)) == []


def test_what_is_published_has_its_addresses(reader, station):
    published = addresses(station.revisions.get(state="PUBLISHED"))

    assert {status(reader, address) for address in published} == {200}
    assert [row["state"] for row in results(reader, "revisions")] == ["PUBLISHED"]
    assert [row["name"] for row in results(reader, "types")] == ["PUBLISHED"]


@pytest.mark.parametrize("state", HIDDEN)
def test_stewards_look_into_every_revision(steward, station, state):
    revision = station.revisions.get(state=state)

    assert {status(steward, address) for address in addresses(revision)} == {200}
    assert len(results(steward, "elements", revision=str(revision.pk))) == 2
    assert len(results(steward, "revisions")) == 4


@pytest.mark.parametrize(
    "page",
    ["", "locations/", "assets/", "search/?q=room", "search/?q=storey", "sheet/?code=S-PUBLISHED"],
)
def test_pages_name_no_place_or_system_that_is_not_published(steward, station, page):
    Station.objects.update(twin_mode="REGISTER")

    text = steward.get(f"/stations/VDO/{page}").content.decode()

    assert re.findall(r"(?:Storey|Room|System) (?:WIP|SHARED|ARCHIVED)", text) == []


@pytest.mark.parametrize("state", HIDDEN)
def test_a_place_that_is_not_published_has_no_sheet_and_filters_nothing(steward, station, state):
    assert steward.get(f"/stations/VDO/sheet/?code=R-{state}").status_code == 404
    assert f"Room {state}" not in steward.get(f"/stations/VDO/assets/?place=R-{state}").content.decode()
    system = station.systems.get(name=f"System {state}")
    assert f"System {state}" not in steward.get(f"/stations/VDO/assets/?system={system.pk}").content.decode()


def test_places_and_systems_of_the_register_are_there_beside_the_published_ones(reader, station):
    factories.location(station, "R-REGISTER", name="Room of the register")
    factories.system(station, "System of the register")

    assert {row["code"] for row in results(reader, "locations")} == {
        "S-PUBLISHED",
        "R-PUBLISHED",
        "R-REGISTER",
    }
    assert {row["name"] for row in results(reader, "systems")} == {
        "System PUBLISHED",
        "System of the register",
    }
    assert [hit.code for hit in lookup.find(station, "room")] == ["R-PUBLISHED", "R-REGISTER"]


def test_the_3d_names_places_in_use_and_to_stewards_those_of_the_revision_they_look_into(station):
    published, shared = (station.revisions.get(state=state).scene for state in ("PUBLISHED", "SHARED"))

    assert [room["code"] for room in features.columns(published)["rooms"]] == ["R-PUBLISHED"]
    assert {room["code"] for room in features.columns(shared)["rooms"]} == {"R-PUBLISHED", "R-SHARED"}
    assert features.columns(shared)["room"][0] >= 0
