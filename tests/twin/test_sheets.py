"""The sheet of whatever a code points at."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from assets.models import Asset, AssetAlias, Control, Element, ElementMatch, Run, Unit
from maintenance.models import Verification
from tests import factories
from twin import sheets
from twin.sheets import details, subject

pytestmark = pytest.mark.django_db
FLOW = ["Pset_PumpTypeCommon", "FlowRateRange", 12.5, "IfcVolumetricFlowRateMeasure", "m³/h", 3]
FORMAT = ["Other", "IfcExportAs", "IfcPump", "IfcLabel", None, 4]


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def plant():
    """
    In room LT-012 of the basement:   valve ──▶ run of two pipes ──▶ pump
    """
    station = factories.station("VDO")
    basement = factories.storey(station)
    room = factories.location(station, "LT-012", name="012", long_name="Local pompes", parent=basement)
    revision = factories.revision(station)
    pump = factories.element(
        revision, "P-01", name="Pompe", location=room, storey=basement, properties=[FLOW, FORMAT]
    )
    valve = factories.element(revision, "V-01", kind="valve", location=room, storey=basement)
    pipes = [factories.element(revision, kind="pipe-segment", storey=basement) for _ in range(2)]
    factories.run(station, "TR-1", pipes)
    factories.joined(valve, pipes[0])
    factories.joined(pipes[0], pipes[1])
    factories.joined(pipes[1], pump)
    factories.system(station, "Cold water", pump, valve, *pipes)
    asset = factories.asset(
        station, "P-01", drawn_by=pump, name="Pompe de relevage", location=room, room_source="geometric"
    )
    return station, asset


def test_the_sheet_of_an_asset_says_what_and_where_it_is(plant):
    station, _asset = plant

    sheet = sheets.of_code(station, "P-01")

    assert (sheet.what, sheet.kind, sheet.name) == ("asset", "Pump", "Pompe de relevage")
    assert (sheet.place.storey.code, sheet.place.room.code, sheet.place.how) == (
        "S1",
        "LT-012",
        "found from its position",
    )
    assert [line.name for line in sheet.systems] == ["Cold water"]


def test_neighbours_are_told_by_the_way_the_water_flows(plant):
    station, _asset = plant

    told = {
        code: [(n.code, n.side) for n in sheets.of_code(station, code).neighbours]
        for code in ("P-01", "TR-1")
    }

    assert told == {"P-01": [("TR-1", "from")], "TR-1": [("V-01", "from"), ("P-01", "to")]}


def test_fields_that_matter_are_there_known_or_not(plant):
    station, _asset = plant

    fields = {line.label: (line.value, line.unit) for line in sheets.of_code(station, "P-01").fields}

    assert len(fields) >= 8
    assert (12.5, "m³/h") in fields.values()
    assert (None, None) in fields.values()


def test_a_run_and_a_bare_element_have_a_sheet_before_they_are_assets(plant):
    station, _asset = plant

    assert sheets.of_code(station, "TR-1").what == "run"
    assert sheets.of_code(station, "V-01").what == "element"


def test_a_run_through_several_rooms_names_one_and_counts_the_others(plant):
    station, _asset = plant
    for number, pipe in enumerate(station.runs.get().elements.all()):
        pipe.location = factories.location(station, f"R-{number}", name=f"{number}")
        pipe.save()

    place = sheets.of_code(station, "TR-1").place

    assert (place.room.code, place.how) == ("R-0", "and 1 more")


def test_a_room_tells_what_it_holds(plant):
    station, asset = plant

    sheet = sheets.of_code(station, "LT-012")

    assert sheet.what == "location"
    assert [each.code for each in sheet.contents] == [asset.code]
    assert [room.code for room in sheets.of_code(station, "S1").rooms] == ["LT-012"]


def test_a_code_is_found_without_case_and_separators_and_by_its_old_names(plant):
    station, asset = plant
    AssetAlias.objects.create(asset=asset, alias="OLD 7", source="old_code")

    assert [sheets.of_code(station, code).code for code in ("p01", "OLD 7")] == ["P-01", "P-01"]
    assert sheets.of_code(station, "NOTHING") is None


def test_the_way_the_model_names_it_is_told_to_stewards_only(plant):
    station, _asset = plant

    plain, technical = (sheets.of_code(station, "P-01", technical=flag) for flag in (False, True))

    assert plain.identities == []
    assert [identity.ifc_class for identity in technical.identities] == ["IfcPump"]
    assert [line.label for group in plain.everything_else for line in group.lines] == ["Flow rate range"]
    assert [line.label for group in technical.everything_else for line in group.lines] == [
        "FlowRateRange",
        "IfcExportAs",
    ]


def test_every_file_that_draws_a_thing_tells_what_it_knows_under_its_own_name(plant):
    station, asset = plant
    other = factories.revision(station, discipline="CFO", file_name="cfo.ifc")
    voltage = ["Pset_ElectricalDeviceCommon", "RatedVoltage", 400.0, "IfcElectricVoltageMeasure", "V", 5]
    again = factories.element(other, "P-01", properties=[voltage])
    ElementMatch.objects.create(asset=asset, element=again, method="code")

    sheet = sheets.of_code(station, "P-01")

    told = [
        (group.provenance.file_name, [(line.label, line.unit) for line in group.lines])
        for group in sheet.everything_else
    ]
    assert told == [
        ("VDO-PLB.ifc", [("Flow rate range", "m³/h")]),
        ("cfo.ifc", [("Rated voltage", "V")]),
    ]
    assert (400.0, "V") in [(line.value, line.unit) for line in sheet.fields]


def test_what_is_fitted_is_the_units_word_before_the_types(plant):
    station, asset = plant
    asset.type = factories.asset_type(station, "DN50", manufacturer="Orme", model="R-50")
    asset.save()
    Unit.objects.create(station=station, asset=asset, serial="SN-1", model="R-51")

    fitted = [line.value for line in sheets.of_code(station, "P-01").fitted]

    assert fitted == ["DN50", "Orme", "R-51", "SN-1", None]


def test_documents_of_the_type_and_of_the_systems_are_documents_of_the_thing(plant):
    station, asset = plant
    asset.type = factories.asset_type(station, "DN50")
    asset.save()
    factories.document(station, "Manual", about={"type": asset.type})
    factories.document(station, "Plate", about={"asset": asset})
    factories.document(station, "Elsewhere")

    assert [each.name for each in sheets.of_code(station, "P-01").documents] == ["Manual", "Plate"]


def test_another_stations_code_points_at_nothing(plant):
    assert sheets.of_code(factories.station("BRM"), "P-01") is None


def test_a_sheet_costs_a_fixed_number_of_questions(plant, django_assert_max_num_queries):
    station, _asset = plant

    with django_assert_max_num_queries(16):
        sheets.of_code(station, "P-01")


def test_a_run_is_as_long_as_its_pieces_together():
    station = factories.station("VDO")
    published = factories.revision(station)
    run = Run.objects.create(station=station, code="TUYAU-9", kind="pipe-segment")
    for step_id, length in ((901, 1.2), (902, 0.3)):
        quantity = ["Qto_PipeSegmentBaseQuantities", "Length", length, "IfcQuantityLength", "m", 1]
        Element.objects.create(
            revision=published,
            step_id=step_id,
            ifc_class="IfcPipeSegment",
            resolved_class="IfcPipeSegment",
            kind="pipe-segment",
            layer="network_run",
            code="TUYAU-9",
            run=run,
            properties=[quantity],
        )

    lines = details.fields_of(subject.find(station, "TUYAU-9"), "pipe-segment")

    assert [(line.value, line.unit) for line in lines if line.label == "Length"] == [(1.5, "m")]


def test_a_sheet_as_it_was_does_not_know_who_came_later(plant):
    station, asset = plant
    Asset.objects.update(created_at=datetime(2026, 3, 1, tzinfo=UTC))
    for day in (10, 20):
        Verification.objects.create(asset=asset, verified_at=datetime(2026, 3, day, 12, tzinfo=UTC))

    def verified(at):
        lines = sheets.of_code(station, "P-01", at=at).fields
        return next(line.value for line in lines if line.label == "Verified on site on")

    assert verified(None) == date(2026, 3, 20)
    assert verified(datetime(2026, 3, 15, tzinfo=UTC)) == date(2026, 3, 10)
    assert verified(datetime(2026, 3, 5, tzinfo=UTC)) is None


def test_what_controls_what_is_told_on_both_sheets_and_what_stops_is_asked_of_a_controller(client):
    station = factories.station("VDO")
    revision = factories.revision(station)
    drive, probe, valve = (
        factories.element(revision, code, resolved_class=ifc_class)
        for code, ifc_class in (("AC-01", "IfcActuator"), ("SN-01", "IfcSensor"), ("V-77", "IfcValve"))
    )
    for control in (drive, probe):
        Control.objects.create(revision=revision, step_id=1, control=control, controlled=valve)
    for element in (drive, probe, valve):
        factories.asset(station, element.code, drawn_by=element)

    told = {
        code: [(each.code, each.side) for each in sheets.of_code(station, code).neighbours]
        for code in ("AC-01", "SN-01", "V-77")
    }

    assert told == {
        "AC-01": [("V-77", "acts_on")],
        "SN-01": [("V-77", "watches")],
        "V-77": [("AC-01", "acted_on_by"), ("SN-01", "watched_by")],
    }
    client.force_login(factories.person("agent", station=station))
    page = client.get(f"/stations/{station.code}/assets/AC-01/").content.decode()
    assert ("ask=stops" in page, "ask=fed" in page) == (True, False)
