"""Real files nobody here wrote, through the whole path: register, codes, scene, and a real second revision."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.db.models import F

from assets import files, proposal_search, proposals, revisions, station_graph
from assets.ifc.opening import RefusedFile
from assets.models import Asset, AssetType, Connection, Element, LocationSource, Port, Revision, Station
from tests import factories
from tests.assets.ifc.test_real_models import REFUSED, TABLE
from twin.importing import import_revision
from twin.models import SceneChunk
from twin.scenes import chunk_path

pytestmark = [pytest.mark.django_db, pytest.mark.once]

NO_CODE = re.compile(
    r"[\d.,:;\s-]*|[0-9A-Za-z_$]{22}|\{?[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}?"
)


@pytest.fixture
def station() -> Station:
    return Station.objects.create(code="REAL", name="Real files")


def received(station: Station, path: Path, discipline: str = "ARC") -> Revision:
    stored = files.store_path(path)
    return revisions.receive(station, stored, file_name=path.name, discipline=discipline).revision


def published(station: Station, path: Path) -> tuple[Revision, object]:
    revision = received(station, path)
    import_revision(revision)
    return revision, revisions.publish(revision)


@pytest.mark.parametrize("name", sorted(TABLE))
def test_it_comes_in_whole_with_codes_a_person_can_read(station, shared_ifc, name):
    revision, _ = published(station, shared_ifc / name)
    schema, _products, elements, spaces, storeys, _systems, ports, connections, _twice = TABLE[name]

    rows = Element.objects.filter(revision=revision)
    places = LocationSource.objects.filter(revision=revision)
    assert revision.schema == schema
    assert rows.count() == int(elements)
    assert places.filter(location__kind="space").count() == int(spaces)
    assert places.filter(location__kind="storey").count() == int(storeys)
    assert Port.objects.filter(revision=revision).count() == int(ports)
    assert Connection.objects.filter(revision=revision).count() == int(connections)
    assert rows.filter(feature__isnull=False).count() == revision.report["counts"]["elements_with_shape"]
    assert all(chunk_path(chunk.sha256).exists() for chunk in SceneChunk.objects.all())
    _codes_are_readable(station, rows)


def _codes_are_readable(station: Station, rows) -> None:
    assets = list(Asset.objects.filter(station=station).values_list("code", flat=True))
    shown = [*assets, *rows.filter(run=None).values_list("code", flat=True)]
    types = set(AssetType.objects.filter(station=station).values_list("name", flat=True))

    assert len(set(assets)) == len(assets)
    assert len(set(shown)) == rows.filter(run=None).count()
    assert [code for code in shown if NO_CODE.fullmatch(code) or code in types] == []
    assert not rows.filter(code=F("global_id")).exists()
    assert not rows.filter(code=F("tag"), file_code="").exists()


def test_a_chimneys_duct_without_any_port_is_proposed_to_join_what_stands_at_its_ends(station, shared_ifc):
    """
    fireplace cap │ duct │ chimney cover      shapes that touch, in one exhaust system, no port in the whole file
    """
    published(station, shared_ifc / "PCERT-Building-Hvac.ifc")
    steward = factories.person("steward", station=station)

    proposal_search.find(station)

    found = list(proposals.of(station))
    assert {(row.evidence, row.medium, row.apart) for row in found} == {("E", "EXHAUST", 0.0)}
    assert {frozenset((row.one.name, row.other.name)) for row in found} == {
        frozenset(("building element", "house fireplace cap")),
        frozenset(("building element", "chimney cover")),
    }
    before = station_graph.of(station)
    assert (len(before.proven.tail), before.supposed) == (0, None)  # shown only
    proposals.decide_all(found, "confirmed", by=steward)
    assert len(station_graph.of(station).proven.tail) == 2


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_in_one_sentence_that_says_what_to_do(station, shared_ifc, name):
    revision = received(station, shared_ifc / name)

    with pytest.raises(RefusedFile) as refusal:
        import_revision(revision)

    revision.refresh_from_db()
    assert (revision.outcome, revision.state) == (Revision.Outcome.REFUSED, Revision.State.WIP)
    assert revision.reason == refusal.value.message
    assert "IFC4X3_RC3" in revision.reason
    assert "Export it" in revision.reason


def test_the_duplex_house_in_september_is_the_house_of_may(station, shared_ifc):
    """May and September of one real house: assets keep their codes, what differs is listed."""
    may, _ = published(station, shared_ifc / "Duplex_A_20110505.ifc")
    codes = dict(Asset.objects.values_list("pk", "code"))
    known = dict(Element.objects.filter(revision=may).values_list("global_id", "code"))

    september, differences = published(station, shared_ifc / "Duplex_A_20110907.ifc")

    now = dict(Element.objects.filter(revision=september).values_list("global_id", "code"))
    assert {pk: code for pk, code in Asset.objects.values_list("pk", "code") if pk in codes} == codes
    assert {known[guid] == now[guid] for guid in known.keys() & now.keys()} == {True}
    by_tool_id = 3  # whose GlobalId changed between the two exports
    assert differences.kept == len(known.keys() & now.keys()) + by_tool_id
    assert (len(differences.gone), len(differences.added)) == (208 - 204, 218 - 204)
    assert {code for code, _ in differences.gone} <= {known[guid] for guid in known.keys() - now.keys()}
    assert {code for code, _ in differences.added} <= {now[guid] for guid in now.keys() - known.keys()}
    may.refresh_from_db()
    assert may.state == Revision.State.ARCHIVED
