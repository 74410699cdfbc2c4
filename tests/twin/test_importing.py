"""A file comes in whole or not at all, and coming in twice changes nothing."""

from __future__ import annotations

import json
import zipfile

import ifcopenshell
import ifcopenshell.guid
import pytest
from django.core.management import CommandError, call_command

from assets import revisions
from assets.models import (
    Asset,
    Connection,
    ConnectionProposal,
    Element,
    Location,
    Port,
    Revision,
    Run,
    Station,
    System,
    Unit,
)
from tests import small_model
from twin.models import Scene, SceneChunk
from twin.scenes import chunk_manifest, chunk_path

pytestmark = pytest.mark.django_db


@pytest.fixture
def station() -> Station:
    return Station.objects.create(code="VDO", name="Val-d'Orme", twin_mode=Station.TwinMode.MODEL_3D)


def import_ifc(capsys, *arguments) -> dict:
    call_command("import_ifc", *map(str, arguments), "--station", "VDO", "--json")
    return json.loads(capsys.readouterr().out)["files"][0]


def test_a_model_becomes_places_assets_a_network_and_a_scene(station, tmp_path, capsys):
    result = import_ifc(capsys, small_model.write(tmp_path / "essai_PLB.ifc"))

    assert (result["outcome"], result["discipline"], result["schema"]) == ("published", "PLB", "IFC4")
    assert result["counts"] == {
        "products": 15,  # site, building, storey, 2 rooms, wall, pump, 2 pipes, 6 ports
        "elements": 4,
        "elements_with_shape": 4,
        "types": 0,
        "spaces": 2,
        "storeys": 1,
        "systems": 1,
        "ports": 6,
        "connections": 2,
        "documents": 0,
        "properties": 1,
        "assets": 1,
    }
    pump = Asset.objects.get()
    assert (pump.code, pump.location.label, pump.room_source) == (
        "EFS-P-01",
        "002 · Local pompes",
        "geometric",
    )
    assert Unit.objects.get(asset=pump).serial == "SN-1"
    assert Element.objects.filter(run=Run.objects.get()).count() == 2
    assert System.objects.get().family
    assert (Port.objects.count(), Connection.objects.filter(directed=True).count()) == (6, 2)
    scene = Scene.objects.get()
    assert scene.elements == 4
    assert {element.feature for element in Element.objects.all()} == {0, 1, 2, 3}
    for chunk in SceneChunk.objects.all():
        assert chunk_path(chunk.sha256).exists()
        assert chunk_manifest(chunk.sha256).features == chunk.features


def test_a_draft_comes_in_only_on_request_with_a_warning_and_twice_changes_nothing(station, tmp_path, capsys):
    path = small_model.write(tmp_path / "essai_PLB.ifc")
    path.write_bytes(path.read_bytes().replace(b"('IFC4')", b"('IFC4X3_RC3')", 1))

    with pytest.raises(CommandError, match="IFC4X3_RC3, which is not read here"):
        import_ifc(capsys, path)
    capsys.readouterr()
    result = import_ifc(capsys, path, "--relabel")
    again = import_ifc(capsys, path, "--relabel")

    assert (result["outcome"], result["schema"], again["outcome"]) == (
        "published",
        "IFC4X3_ADD2",
        "unchanged",
    )
    assert "schema-relabelled" in {each["code"] for each in result["findings"]}
    assert result["counts"]["connections"] == 2


def test_a_draft_in_an_archive_comes_in_too_and_what_is_no_draft_is_refused_in_a_sentence(
    station, tmp_path, capsys
):
    path = small_model.write(tmp_path / "essai_PLB.ifc")
    archive = tmp_path / "essai_PLB.ifczip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("essai.ifc", path.read_bytes().replace(b"('IFC4')", b"('IFC4X3_RC3')", 1))

    with pytest.raises(CommandError, match="is no draft: nothing needs to be read otherwise"):
        import_ifc(capsys, path, "--relabel")
    refused = json.loads(capsys.readouterr().out)["files"][0]
    result = import_ifc(capsys, archive, "--relabel")

    assert (refused["outcome"], refused["findings"][0]["code"]) == ("refused", "nothing-to-relabel")
    assert Revision.objects.count() == 1
    assert (result["outcome"], result["schema"], result["file"]) == (
        "published", "IFC4X3_ADD2", "essai_PLB.ifczip",
    )  # fmt: skip
    assert "schema-relabelled" in {each["code"] for each in result["findings"]}


def test_a_network_without_ports_keeps_how_its_pieces_lie_and_its_ends_are_proposed(
    station, tmp_path, capsys
):
    """
    pump ═══ pipe ═══ pipe      of whose ports the exporter wrote none
    """
    path = small_model.write(tmp_path / "essai_PLB.ifc")
    model = ifcopenshell.open(str(path))
    for ifc_class in ("IfcRelConnectsPorts", "IfcDistributionPort"):
        for entity in list(model.by_type(ifc_class)):
            model.remove(entity)
    model.write(str(path))

    import_ifc(capsys, path)

    lying = dict(Element.objects.values_list("name", "outline"))
    assert {name for name, kept in lying.items() if kept is None} == {"Cloison"}
    pipes = Element.objects.filter(resolved_class="IfcPipeSegment")
    assert {len(pipe.outline) for pipe in pipes} == {22}
    rows = ConnectionProposal.objects.filter(evidence="E")
    assert {row.medium for row in rows} == {"DOMESTICCOLDWATER"}
    assert pipes.first().pk in {end for row in rows for end in (row.one_id, row.other_id)}


def test_a_network_with_all_its_ports_keeps_no_more_than_boxes(station, tmp_path, capsys):
    import_ifc(capsys, small_model.write(tmp_path / "essai_PLB.ifc"))

    assert not Element.objects.exclude(outline=None).exists()


def test_the_lagging_of_a_pipe_knows_its_pipe(station, tmp_path, capsys):
    path = small_model.write(tmp_path / "essai_PLB.ifc")
    model = ifcopenshell.open(str(path))
    pipe = model.by_type("IfcPipeSegment")[0]
    lagging = model.create_entity(
        "IfcCovering", GlobalId=ifcopenshell.guid.new(), Name="Calorifuge", PredefinedType="INSULATION"
    )
    model.create_entity(
        "IfcRelCoversBldgElements",
        GlobalId=ifcopenshell.guid.new(),
        RelatingBuildingElement=pipe,
        RelatedCoverings=[lagging],
    )
    model.write(str(path))

    import_ifc(capsys, path)

    assert Element.objects.get(name="Calorifuge").host == Element.objects.get(global_id=pipe.GlobalId)
    assert Element.objects.filter(host__isnull=False).count() == 1


def test_the_same_bytes_again_change_nothing(station, tmp_path, capsys):
    path = small_model.write(tmp_path / "essai_PLB.ifc")
    first = import_ifc(capsys, path)
    again = import_ifc(capsys, path)

    assert again["outcome"] == "unchanged"
    assert again["revision"] == first["revision"]
    assert again["counts"] == first["counts"]
    assert Revision.objects.count() == 1


def test_a_file_that_was_only_shared_is_published_when_it_is_imported_again(station, tmp_path, capsys):
    """Also what is left when the first import is killed between its two transactions."""
    path = small_model.write(tmp_path / "essai_PLB.ifc")
    assert import_ifc(capsys, path, "--share")["outcome"] == "shared"
    assert Asset.objects.count() == 0

    assert import_ifc(capsys, path)["outcome"] == "published"
    assert Asset.objects.count() == 1


def test_a_refused_file_says_why_and_leaves_the_published_revision_in_place(station, tmp_path, capsys):
    path = small_model.write(tmp_path / "essai_PLB.ifc")
    import_ifc(capsys, path)
    cut = tmp_path / "essai_PLB_2.ifc"
    cut.write_bytes(path.read_bytes()[:4000])

    with pytest.raises(CommandError, match=r"essai_PLB_2\.ifc: .*END-ISO"):
        import_ifc(capsys, cut, "--discipline", "PLB")

    refused = json.loads(capsys.readouterr().out)["files"][0]
    assert refused["outcome"] == "refused"
    assert Revision.objects.published().get().file_name == "essai_PLB.ifc"
    assert Revision.objects.get(outcome="refused").state == Revision.State.WIP


def test_a_revision_that_takes_half_away_waits_for_a_person(station, tmp_path, capsys):
    import_ifc(capsys, small_model.write(tmp_path / "a_PLB.ifc", pumps=6))
    result = import_ifc(capsys, small_model.write(tmp_path / "b_PLB.ifc", pumps=2))

    assert result["outcome"] == "shared"
    assert "a person" in result["reason"]
    assert Revision.objects.published().get().file_name == "a_PLB.ifc"


def test_a_file_that_is_not_there_fails_and_the_others_come_in(station, tmp_path, capsys):
    good = small_model.write(tmp_path / "a_PLB.ifc")

    with pytest.raises(CommandError, match=r"nowhere\.ifc: The file cannot be read"):
        call_command("import_ifc", str(tmp_path / "nowhere.ifc"), str(good), "--station", "VDO", "--json")

    outcomes = [result["outcome"] for result in json.loads(capsys.readouterr().out)["files"]]
    assert outcomes == ["failed", "published"]


def test_a_refused_file_has_every_key_of_the_answer(station, tmp_path, capsys):
    (tmp_path / "x_PLB.ifc").write_text("no model")

    with pytest.raises(CommandError):
        import_ifc(capsys, tmp_path / "x_PLB.ifc")

    result = json.loads(capsys.readouterr().out)["files"][0]
    assert set(result["counts"].values()) == {0}
    assert set(result["seconds"]) >= {"total", "index", "geometry", "scene"}
    assert result["kernels"] == {"hybrid": 0, "opencascade": 0, "box": 0}
    assert [finding["severity"] for finding in result["findings"]] == ["error"]


def test_who_comes_second_with_the_same_bytes_finds_them_published(station, tmp_path, capsys, monkeypatch):
    """Another process publishes between our sharing and our publishing."""
    publish = revisions.publish

    def beaten(revision, **by):
        publish(revision, **by)
        raise revisions.NotPublishable(revision.file_name)

    monkeypatch.setattr(revisions, "publish", beaten)

    assert import_ifc(capsys, small_model.write(tmp_path / "a_PLB.ifc"))["outcome"] == "unchanged"
    assert Revision.objects.published().count() == 1


def test_an_unknown_station_answers_in_json_too(db, tmp_path, capsys):
    with pytest.raises(CommandError, match="There is no station XXX"):
        call_command("import_ifc", str(tmp_path / "a.ifc"), "--station", "XXX", "--json")

    assert json.loads(capsys.readouterr().out)["files"] == []


def test_an_unknown_station_is_told_with_the_way_out(tmp_path):
    with pytest.raises(CommandError, match="--create-station"):
        call_command("import_ifc", str(tmp_path / "a.ifc"), "--station", "XXX")


def test_rooms_that_another_discipline_draws_later_are_found_again(station, tmp_path, capsys):
    """The plumber's file knows no room; the architect's comes after it."""
    plumber = small_model.write(tmp_path / "a_PLB.ifc")
    import ifcopenshell

    model = ifcopenshell.open(str(plumber))
    for space in model.by_type("IfcSpace"):
        model.remove(space)
    model.write(str(tmp_path / "b_PLB.ifc"))
    import_ifc(capsys, tmp_path / "b_PLB.ifc")
    assert Asset.objects.get().location.kind == Location.Kind.STOREY

    import_ifc(capsys, small_model.write(tmp_path / "c_ARC.ifc", pumps=0))

    assert Asset.objects.get().location.name == "002"


def test_one_bad_value_costs_neither_the_register_nor_the_shapes(station, tmp_path, capsys):
    path = small_model.write(tmp_path / "essai_PLB.ifc")
    path.write_text(path.read_text().replace("IFCIDENTIFIER('SN-1')", "IFCREAL(1.E999)"))

    result = import_ifc(capsys, path)

    assert result["outcome"] == "published"
    assert (result["counts"]["elements"], result["counts"]["elements_with_shape"]) == (4, 4)
