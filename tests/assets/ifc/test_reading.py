"""What is read from small models drawn here, in every schema and with both ways of attaching ports."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assets.ifc.reading import main
from assets.ifc.records import ElementRecord, FileRecords
from tests.assets.ifc.drawing import SCHEMAS, Drawing
from tests.assets.ifc.models import codes_of_findings, named, records_of


def water(schema: str, *, nested: bool = True) -> Drawing:
    """
    pump ──▶ pipe ──▶ bend ──▶ pipe ──▶ valve
    """
    drawing = Drawing(schema, nested=nested)
    pump = drawing.element("IfcPump", "pump", "SUMPPUMP", ports=1, Tag="EFS-P-01")
    one = drawing.element("IfcPipeSegment", "pipe 1", "RIGIDSEGMENT", ports=2)
    bend = drawing.element("IfcPipeFitting", "bend", "BEND", ports=2)
    two = drawing.element("IfcPipeSegment", "pipe 2", "RIGIDSEGMENT", ports=2)
    valve = drawing.element("IfcValve", "valve", "ISOLATING", ports=1, Tag="EFS-V-01")
    for upper, lower in (("pump.0", "pipe 1.0"), ("pipe 1.1", "bend.0"), ("bend.1", "pipe 2.0")):
        drawing.join(upper, lower, directed=True)
    drawing.join("pipe 2.1", "valve.0", directed=True)
    drawing.system("EFS eau froide", "DOMESTICCOLDWATER", pump, one, bend, two, valve)
    drawing.properties(pump, "Pset_ManufacturerOccurrence", SerialNumber="SN-1")
    drawing.properties(
        drawing.type("IfcPump", "SUMPPUMP"), "Pset_ManufacturerTypeInformation", Manufacturer="Nous"
    )
    return drawing


def as_people_see(records: FileRecords) -> dict[str, object]:
    """The file without what a schema is free to write differently: numbers, identifiers, class as written."""
    names = {one.step_id: one.name for one in (*records.elements, *records.locations, *records.ports)}
    return {
        "elements": [_seen(one, names) for one in records.elements],
        "places": [
            (one.kind, one.name, names.get(one.parent or 0), one.elevation) for one in records.locations
        ],
        "types": [(one.ifc_class, one.predefined_type, one.name) for one in records.types],
        "ports": [
            (one.name, names.get(one.element or 0), one.index, one.flow_direction) for one in records.ports
        ],
        "connections": [
            (names[one.from_port], names[one.to_port], one.directed) for one in records.connections
        ],
        "systems": [
            (one.name, one.family, [names[member] for member in one.members]) for one in records.systems
        ],
        "counts": replace(records.counts, products=0),
    }


def _seen(one: ElementRecord, names: dict[int, str]) -> tuple[object, ...]:
    properties = [(each.set_name, each.name, each.value) for each in one.properties]
    place = names.get(one.container or 0)
    return (
        one.name,
        one.resolved_class,
        one.predefined_type,
        one.tag,
        place,
        one.layer,
        one.maintainable,
        properties,
    )


@pytest.mark.parametrize("schema", SCHEMAS)
@pytest.mark.parametrize("nested", [True, False], ids=["nested ports", "ports by relation"])
def test_the_same_network_reads_the_same_in_every_schema(schema: str, nested: bool, tmp_path: Path) -> None:
    expected = as_people_see(records_of(water("IFC4"), tmp_path))

    assert as_people_see(records_of(water(schema, nested=nested), tmp_path)) == expected


@pytest.mark.parametrize("schema", SCHEMAS)
def test_a_pump_is_a_pump_in_every_schema(schema: str, tmp_path: Path) -> None:
    pump = named(records_of(water(schema), tmp_path), "pump")

    assert (pump.resolved_class, pump.predefined_type, pump.layer) == (
        "IfcPump",
        "SUMPPUMP",
        "network_equipment",
    )
    assert pump.maintainable


@pytest.mark.parametrize("schema", SCHEMAS)
def test_a_pipe_is_indexed_but_no_asset(schema: str, tmp_path: Path) -> None:
    pipe = named(records_of(water(schema), tmp_path), "pipe 1")

    assert (pipe.resolved_class, pipe.layer, pipe.maintainable) == ("IfcPipeSegment", "network_run", False)


def test_a_family_read_from_a_name_is_marked_as_guessed(tmp_path: Path) -> None:
    said = records_of(water("IFC4"), tmp_path).systems[0]
    guessed = records_of(water("IFC2X3"), tmp_path)

    assert (said.family, said.guessed) == ("water", False)
    assert (guessed.systems[0].family, guessed.systems[0].guessed) == ("water", True)
    assert "systems-guessed" in codes_of_findings(guessed)


def test_two_relations_one_each_way_are_one_connection_without_direction(tmp_path: Path) -> None:
    drawing = Drawing()
    drawing.element("IfcPump", "pump", ports=1)
    drawing.element("IfcValve", "valve", ports=1)
    drawing.join("pump.0", "valve.0")
    drawing.join("valve.0", "pump.0")

    records = records_of(drawing, tmp_path)

    assert [one.directed for one in records.connections] == [False]
    assert records.counts.connections == 1
    assert "connections-doubled" in codes_of_findings(records)


@pytest.mark.parametrize(
    ("first", "second", "turned", "directed"),
    [
        ("SOURCE", "SINK", False, True),
        ("SINK", "SOURCE", True, True),
        ("SOURCE", "NOTDEFINED", False, True),
        ("NOTDEFINED", "SOURCE", True, True),
        ("SINK", "NOTDEFINED", True, True),
        ("SOURCEANDSINK", "SINK", False, True),
        ("NOTDEFINED", "NOTDEFINED", False, False),
        ("SOURCEANDSINK", "SOURCEANDSINK", False, False),
        ("SOURCE", "SOURCE", False, False),
        ("SINK", "SINK", False, False),
    ],
)
def test_direction_follows_the_ports(
    first: str, second: str, turned: bool, directed: bool, tmp_path: Path
) -> None:
    drawing = Drawing()
    drawing.element("IfcPump", "pump", ports=1)
    drawing.element("IfcValve", "valve", ports=1)
    drawing.named("pump.0").FlowDirection = first
    drawing.named("valve.0").FlowDirection = second
    drawing.join("pump.0", "valve.0")

    records = records_of(drawing, tmp_path)
    connection = records.connections[0]

    assert connection.directed is directed
    assert (connection.from_element == named(records, "valve").step_id) is turned


def test_a_loose_port_is_told(tmp_path: Path) -> None:
    drawing = Drawing("IFC4")
    drawing.element("IfcPump", "pump", ports=2)
    drawing.join("pump.0", "pump.1")
    drawing.root("IfcDistributionPort", Name="lost")

    records = records_of(drawing, tmp_path)

    assert codes_of_findings(records) >= {
        "ports-unattached",
        "ports-unconnected",
    }


def test_ports_stand_where_their_placements_put_them_in_metres(tmp_path: Path) -> None:
    drawing = Drawing(unit="METRE")
    drawing.file.by_type("IfcSIUnit")[0].Prefix = "MILLI"
    pump = drawing.element("IfcPump", "pump", ports=1)
    pump.ObjectPlacement = drawing.at(1000.0, 2000.0, 3000.0)
    axes = pump.ObjectPlacement.RelativePlacement  # a quarter turn about the vertical
    axes.Axis = drawing.file.create_entity("IfcDirection", (0.0, 0.0, 1.0))
    axes.RefDirection = drawing.file.create_entity("IfcDirection", (0.0, 1.0, 0.0))
    drawing.named("pump.0").ObjectPlacement = drawing.at(500.0, 0.0, 250.0, within=pump.ObjectPlacement)

    records = records_of(drawing, tmp_path)

    assert records.length_unit == 0.001
    assert records.ports[0].position == pytest.approx((1.0, 2.5, 3.25))
    assert next(one.elevation for one in records.locations if one.kind == "storey") == -0.004


def test_huge_coordinates_are_told(tmp_path: Path) -> None:
    drawing = Drawing()
    drawing.element("IfcPump", "pump").ObjectPlacement = drawing.at(1_650_000.0, 4_520_000.0, 30.0)

    finding = next(one for one in records_of(drawing, tmp_path).findings if one.code == "coordinates-huge")

    assert finding.params == {"kilometres": 4520}


def test_hundreds_of_doubled_identifiers_are_told_a_hundred_times_and_once(tmp_path: Path) -> None:
    drawing = Drawing()
    for number in range(103):
        for name in ("one", "other"):
            drawing.root("IfcWall", GlobalId=f"{number:022d}", Name=f"{name} {number}")

    records = records_of(drawing, tmp_path)
    found = [one for one in records.findings if one.code.startswith("duplicate-globalid")]

    assert len(records.elements) == 206
    assert len(found) == 101
    assert found[-1].params == {"count": 3}


def test_a_virtual_boundary_needs_neither_shape_nor_place(tmp_path: Path) -> None:
    drawing = Drawing()
    drawing.root("IfcVirtualElement", Name="Second level")

    records = records_of(drawing, tmp_path)

    assert records.counts.elements == 1
    assert codes_of_findings(records) == {"georeference-missing"}


def test_parts_are_in_the_place_of_their_whole(tmp_path: Path) -> None:
    drawing = Drawing()
    wall = drawing.element("IfcWall", "wall")
    part = drawing.root("IfcBuildingElementPart", Name="part")
    drawing.root("IfcRelAggregates", RelatingObject=wall, RelatedObjects=[part])

    records = records_of(drawing, tmp_path)

    assert named(records, "part").whole == wall.id()
    assert named(records, "part").container == drawing.storey.id()


def test_openings_are_no_elements(tmp_path: Path) -> None:
    drawing = Drawing()
    wall = drawing.element("IfcWall", "wall")
    opening = drawing.root("IfcOpeningElement", Name="hole")
    drawing.root("IfcRelVoidsElement", RelatingBuildingElement=wall, RelatedOpeningElement=opening)

    assert [one.name for one in records_of(drawing, tmp_path).elements] == ["wall"]


@pytest.mark.parametrize("schema", SCHEMAS)
def test_rooms_say_whether_the_public_may_enter(schema: str, tmp_path: Path) -> None:
    drawing = Drawing(schema)
    hall = drawing.place("IfcSpace", "Hall", drawing.storey)
    drawing.place("IfcSpace", "Local technique 12", drawing.storey)
    drawing.properties(hall, "Pset_SpaceCommon", PubliclyAccessible=True)
    zone = drawing.root("IfcZone", Name="Public")
    drawing.root("IfcRelAssignsToGroup", RelatingGroup=zone, RelatedObjects=[hall])

    records = records_of(drawing, tmp_path)
    spaces = {one.name: one for one in records.locations if one.kind == "space"}
    public = next(one for one in records.locations if one.kind == "zone")

    assert [spaces[name].publicly_accessible for name in ("Hall", "Local technique 12")] == [True, None]
    assert public.members == (spaces["Hall"].step_id,)
    assert records.counts.systems == 0


def test_railway_places_are_parts_of_the_tree(tmp_path: Path) -> None:
    drawing = Drawing("IFC4X3_ADD2")
    railway = drawing.root("IfcRailway", Name="Line", CompositionType="ELEMENT")
    part = drawing.root("IfcRailwayPart", Name="Voie 2", UsageType="LONGITUDINAL", ObjectType="VOIE")
    drawing.root("IfcRelAggregates", RelatingObject=drawing.site, RelatedObjects=[railway])
    drawing.root("IfcRelAggregates", RelatingObject=railway, RelatedObjects=[part])

    places = {one.name: one for one in records_of(drawing, tmp_path).locations}

    assert [places[name].kind for name in ("Line", "Voie 2")] == ["building", "part"]
    assert places["Voie 2"].parent == places["Line"].step_id
    assert places["Voie 2"].object_type == "VOIE"


@pytest.mark.parametrize("schema", SCHEMAS)
def test_documents_are_read_with_what_they_are_about(schema: str, tmp_path: Path) -> None:
    drawing = Drawing(schema)
    pump = drawing.element("IfcPump", "pump")
    create = drawing.file.create_entity
    key = "DocumentId" if drawing.old else "Identification"
    notice = create("IfcDocumentInformation", Name="Notice", Purpose="NOTICE", Revision="B", **{key: "N-1"})
    reference = create("IfcDocumentReference", Location="docs/notice.pdf")
    if drawing.old:
        notice.DocumentReferences = [reference]
    else:
        reference.ReferencedDocument = notice
        notice.Confidentiality = "RESTRICTED"
    drawing.root("IfcRelAssociatesDocument", RelatedObjects=[pump], RelatingDocument=reference)
    alone = create("IfcDocumentReference", Name="Photo", Location="photo.jpg")
    drawing.root("IfcRelAssociatesDocument", RelatedObjects=[pump], RelatingDocument=alone)

    notice_read, photo = records_of(drawing, tmp_path).documents

    assert (notice_read.identification, notice_read.name, notice_read.location) == (
        "N-1",
        "Notice",
        "docs/notice.pdf",
    )
    assert (notice_read.purpose, notice_read.revision, notice_read.about) == ("NOTICE", "B", (pump.id(),))
    assert notice_read.confidentiality == (None if drawing.old else "RESTRICTED")
    assert (photo.name, photo.location, photo.about) == ("Photo", "photo.jpg", (pump.id(),))


def test_materials_and_classifications_are_read_through_the_type(tmp_path: Path) -> None:
    drawing = Drawing()
    wall = drawing.element("IfcWall", "wall")
    drawing.element("IfcPump", "pump", "SUMPPUMP")
    create = drawing.file.create_entity
    brick, plaster = (create("IfcMaterial", Name=name) for name in ("Brique", "Plâtre"))
    layers = [
        create("IfcMaterialLayer", Material=one, LayerThickness=0.1) for one in (plaster, brick, plaster)
    ]
    layer_set = create("IfcMaterialLayerSet", MaterialLayers=layers)
    usage = create("IfcMaterialLayerSetUsage", layer_set, "AXIS2", "POSITIVE", 0.0)
    drawing.root("IfcRelAssociatesMaterial", RelatedObjects=[wall], RelatingMaterial=usage)
    system = create("IfcClassification", Name="UniFormat")
    code = create(
        "IfcClassificationReference", Identification="D20", Name="Plumbing", ReferencedSource=system
    )
    pump_type = drawing.type("IfcPump", "SUMPPUMP")
    drawing.root("IfcRelAssociatesClassification", RelatedObjects=[pump_type], RelatingClassification=code)
    steel = create("IfcMaterial", Name="Acier")
    drawing.root("IfcRelAssociatesMaterial", RelatedObjects=[pump_type], RelatingMaterial=steel)

    records = records_of(drawing, tmp_path)

    assert named(records, "wall").materials == ("Plâtre", "Brique")
    assert named(records, "pump").materials == ("Acier",)
    assert named(records, "pump").classifications == (("UniFormat", "D20", "Plumbing"),)


def test_a_transport_element_of_the_oldest_schema_says_its_kind_elsewhere(tmp_path: Path) -> None:
    drawing = Drawing("IFC2X3")
    drawing.element("IfcTransportElement", "lift", OperationType="ELEVATOR")
    drawing.element("IfcElectricDistributionPoint", "board", DistributionPointFunction="SWITCHBOARD")

    records = records_of(drawing, tmp_path)

    assert named(records, "lift").predefined_type == "ELEVATOR"
    assert named(records, "board").resolved_class == "IfcElectricDistributionBoard"
    assert named(records, "board").predefined_type == "SWITCHBOARD"


def test_a_kind_of_ones_own_is_read_from_free_text(tmp_path: Path) -> None:
    drawing = Drawing()
    drawing.element("IfcElectricAppliance", "clock", PredefinedType="USERDEFINED", ObjectType="Horloge")
    drawing.element("IfcValve", "valve", "ISOLATING", PredefinedType="NOTDEFINED")

    records = records_of(drawing, tmp_path)

    assert [named(records, name).predefined_type for name in ("clock", "valve")] == ["Horloge", "ISOLATING"]


def test_a_model_without_anything_says_so(tmp_path: Path) -> None:
    drawing = Drawing()
    for one in [*drawing.file.by_type("IfcRelAggregates"), *drawing.file.by_type("IfcProduct")]:
        drawing.file.remove(one)

    records = records_of(drawing, tmp_path)

    assert records.counts.products == 0
    assert "no-products" in codes_of_findings(records)


def test_systems_say_what_they_serve_and_what_is_missing(tmp_path: Path) -> None:
    drawing = Drawing("IFC4X3_ADD2")
    pump = drawing.element("IfcPump", "pump")
    system = drawing.system("Réseau 4", None, pump)
    empty = drawing.root("IfcDistributionSystem", Name="Vide", PredefinedType="VENTILATION")
    drawing.root("IfcRelServicesBuildings", RelatingSystem=system, RelatedBuildings=[drawing.building])
    drawing.root(
        "IfcRelReferencedInSpatialStructure",
        RelatingStructure=drawing.storey,
        RelatedElements=[system, empty],
    )

    records = records_of(drawing, tmp_path)
    one, two = records.systems

    assert one.serves == (drawing.building.id(), drawing.storey.id())
    assert (one.family, two.family) == ("unknown", "air")
    assert codes_of_findings(records) >= {"systems-untyped", "systems-empty", "georeference-missing"}


@pytest.mark.parametrize("schema", SCHEMAS)
def test_a_room_knows_who_rents_it_and_not_who_owns_it(tmp_path: Path, schema: str) -> None:
    drawing = Drawing(schema)
    shop, office = (drawing.place("IfcSpace", name, drawing.storey) for name in ("011", "012"))
    relation = "IfcRelOccupiesSpaces" if drawing.old else "IfcRelAssignsToActor"
    for name, kind, rooms in (("Relay", "TENANT", [shop]), ("Patrimoine", "OWNER", [shop, office])):
        actor = drawing.file.create_entity("IfcOrganization", Name=name)
        occupant = drawing.root("IfcOccupant", Name="Bail 7", TheActor=actor, PredefinedType=kind)
        drawing.root(relation, RelatedObjects=rooms, RelatingActor=occupant)
    person = drawing.file.create_entity("IfcPerson", FamilyName="Petit", GivenName="Nora")
    drawing.root(
        relation,
        RelatedObjects=[office],
        RelatingActor=drawing.root("IfcOccupant", TheActor=person, PredefinedType="LESSEE"),
    )

    records = records_of(drawing, tmp_path)

    assert {one.name: one.occupant for one in records.locations if one.kind == "space"} == {
        "011": "Relay",
        "012": "Nora Petit",
    }


@pytest.mark.parametrize("schema", SCHEMAS)
def test_what_controls_what_is_read_once_and_a_missing_end_is_told(tmp_path: Path, schema: str) -> None:
    drawing = Drawing(schema)
    pump = drawing.element("IfcPump", "pump", "CIRCULATOR")
    board, probe = (
        drawing.element(f"Ifc{name}", name, kind)
        for name, kind in (("Controller", "FLOATING"), ("Sensor", "LEVELSENSOR"))
    )
    for acting in ([board, probe], [board]):
        drawing.root("IfcRelFlowControlElements", RelatedControlElements=acting, RelatingFlowElement=pump)
    broken = drawing.root("IfcRelFlowControlElements", RelatedControlElements=[probe])

    records = records_of(drawing, tmp_path)

    assert [(one.control, one.controlled) for one in records.controls] == [
        (board.id(), pump.id()),
        (probe.id(), pump.id()),
    ]
    assert named(records, "Controller").resolved_class == "IfcController"
    [told] = [finding for finding in records.findings if finding.code == "relation-incomplete"]
    assert told.params["count"] == 1
    assert told.params["examples"] == [broken.id()]


def test_the_command_prints_what_a_file_holds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = water("IFC4").save(tmp_path)

    assert main([str(path)]) == 0
    assert "ports" in capsys.readouterr().out
    assert main([str(path), "--json"]) == 0
    assert '"connections": 4' in capsys.readouterr().out
    assert main([str(tmp_path / "gone.ifc")]) == 1
    assert "There is no file" in capsys.readouterr().err
