"""What is shared, inherited, ranged, counted in other units or typed by the schema: written as the file keeps it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import ifcopenshell
import pytest

from assets.ifc import set_names, writing
from assets.ifc.edits import REASONS, SetProperty
from tests.assets.ifc import round_trip, step_lines
from tests.assets.ifc.drawing import SCHEMAS, Drawing

MOMENT = datetime(2026, 2, 3, tzinfo=UTC)


class Bench:
    """A drawing, written and judged: `set` declares one value of an element and gives the outcome."""

    def __init__(self, drawing: Drawing, folder: Path) -> None:
        self.drawing, self.folder = drawing, folder

    def set(
        self, element: Any, where: str, value: Any, unit: str | None = None, **more: Any
    ) -> writing.Outcome:
        set_name, _, name = where.partition(".")
        place = {"set_name": set_name, "name": name} if name else {"key": where}
        edit = SetProperty(element.id(), element.GlobalId, value, unit=unit, **place, **more)
        path = self.drawing.save(self.folder)
        round_trip.canonical(path, self.folder / "canonical.ifc")
        (outcome,) = writing.write(path, self.written, [edit], seed="parent", moment=MOMENT).outcomes
        return outcome

    def set_all(self, element: Any, declared: round_trip.Said) -> list[str]:
        """Declare several values of one element at once; the results in order."""
        path = self.drawing.save(self.folder)
        round_trip.canonical(path, self.folder / "canonical.ifc")
        edits = [
            SetProperty(element.id(), element.GlobalId, value, set_name=set_name, name=name)
            for (set_name, name), value in declared.items()
        ]
        written = writing.write(path, self.written, edits, seed="parent", moment=MOMENT)
        return [outcome.result for outcome in written.outcomes]

    @property
    def written(self) -> Path:
        return self.folder / "written.ifc"

    def only(self, element: Any, where: str, value: Any) -> None:
        """Nothing but this value of this element differs, and the validator has nothing new to say."""
        set_name, _, name = where.partition(".")
        declared = {element.id(): {(set_name, name): value}}
        round_trip.judge(self.folder / "canonical.ifc", self.written, declared)
        self.nothing_new_to_complain_of()

    def nothing_new_to_complain_of(self) -> None:
        known = round_trip.complaints(self.folder / "canonical.ifc")
        assert {k: n for k, n in round_trip.complaints(self.written).items() if n > known.get(k, 0)} == {}

    def lines(self, keyword: str) -> list[str]:
        lines = step_lines.read(self.written).lines.values()
        return [line for line in lines if line.startswith(f"{keyword}(")]


@pytest.fixture(params=SCHEMAS)
def drawing(request: pytest.FixtureRequest) -> Drawing:
    return Drawing(request.param)


@pytest.fixture
def bench(drawing: Drawing, tmp_path: Path) -> Bench:
    return Bench(drawing, tmp_path)


def shared_by(drawing: Drawing, held: Any, *elements: Any) -> None:
    drawing.root("IfcRelDefinesByProperties", RelatedObjects=list(elements), RelatingPropertyDefinition=held)


def test_a_set_that_two_elements_share_by_one_relation_is_copied_for_the_one(drawing, bench):
    """
    pump A ─┐
            ├─ relation ─▶ Identity {Serial: S-1, Batch: 7}
    pump B ─┘
    """
    one, other = drawing.element("IfcPump", "A"), drawing.element("IfcPump", "B")
    held = drawing.root(
        "IfcPropertySet",
        Name="Identity",
        HasProperties=[drawing.single("Serial", "S-1"), drawing.single("Batch", "7")],
    )
    shared_by(drawing, held, one, other)

    assert bench.set(one, "Identity.Serial", "S-2").result == "written"

    bench.only(one, "Identity.Serial", "S-2")


def test_a_set_that_two_relations_share_is_copied_for_the_one(drawing, bench):
    one, other = drawing.element("IfcPump", "A"), drawing.element("IfcPump", "B")
    held = drawing.property_set(one, "Identity", [drawing.single("Serial", "S-1")])
    shared_by(drawing, held, other)

    bench.set(one, "Identity.Serial", "S-2")

    bench.only(one, "Identity.Serial", "S-2")


def test_a_property_that_two_sets_share_is_copied_for_the_one(drawing, bench):
    one, other = drawing.element("IfcPump", "A"), drawing.element("IfcPump", "B")
    serial = drawing.single("Serial", "S-1")
    for element in (one, other):
        drawing.property_set(element, "Identity", [serial])

    bench.set(one, "Identity.Serial", "S-2")

    bench.only(one, "Identity.Serial", "S-2")


def test_a_set_that_belongs_to_the_type_as_well_is_copied_for_the_element(drawing, bench):
    one, other = drawing.element("IfcValve", "A", "ISOLATING"), drawing.element("IfcValve", "B", "ISOLATING")
    held = drawing.property_set(
        drawing.type("IfcValve", "ISOLATING"), "Identity", [drawing.single("Maker", "M")]
    )
    shared_by(drawing, held, one, other)

    bench.set(one, "Identity.Maker", "N")

    bench.only(one, "Identity.Maker", "N")


def test_shared_sets_of_one_name_are_copied_each_under_an_identity_of_its_own(drawing, bench):
    """
    pump A ─┐┌─ Identity {Serial}    Identity, twice, and a quantity set and a new property set of one name
    pump B ─┘├─ Identity {Batch}
             └─ Size (quantities) {Reach}
    """
    one, other = drawing.element("IfcPump", "A"), drawing.element("IfcPump", "B")
    for name in ("Serial", "Batch"):
        held = drawing.root("IfcPropertySet", Name="Identity", HasProperties=[drawing.single(name, "1")])
        shared_by(drawing, held, one, other)
    reach = drawing.file.create_entity("IfcQuantityLength", Name="Reach", LengthValue=5.0)
    shared_by(drawing, drawing.root("IfcElementQuantity", Name="Size", Quantities=[reach]), one, other)
    declared = {
        ("Identity", "Serial"): "2",
        ("Identity", "Batch"): "2",
        ("Size", "Reach"): 7.0,
        ("Size", "Remark"): "short",
        ("Size", "Colour"): "red",
    }

    assert bench.set_all(one, declared) == ["written"] * 5

    round_trip.judge(bench.folder / "canonical.ifc", bench.written, {one.id(): declared})
    bench.nothing_new_to_complain_of()
    names = [held.Name for held in ifcopenshell.open(str(bench.written)).by_type("IfcPropertySet")]
    assert names.count("Size") == 1


def test_a_set_that_an_element_has_by_two_relations_is_copied_under_two_identities(drawing, bench):
    one, other = drawing.element("IfcPump", "A"), drawing.element("IfcPump", "B")
    held = drawing.property_set(
        other, "Identity", [drawing.single("Serial", "1"), drawing.single("Batch", "1")]
    )
    for _ in range(2):
        shared_by(drawing, held, one, other)

    assert bench.set_all(one, {("Identity", "Serial"): "2", ("Identity", "Batch"): "2"}) == ["written"] * 2

    bench.nothing_new_to_complain_of()


def test_a_value_of_the_type_is_overridden_on_the_element(drawing, bench):
    one = drawing.element("IfcValve", "A", "ISOLATING")
    drawing.element("IfcValve", "B", "ISOLATING")
    drawing.properties(
        drawing.type("IfcValve", "ISOLATING"),
        "Pset_ManufacturerTypeInformation",
        Manufacturer="M",
        ModelReference="X",
    )

    assert bench.set(one, "manufacturer", "N").old == "M"

    bench.only(one, "Pset_ManufacturerTypeInformation.Manufacturer", "N")


def test_a_value_of_the_type_is_not_taken_away_from_one_element(drawing, bench):
    one = drawing.element("IfcValve", "A", "ISOLATING")
    drawing.properties(drawing.type("IfcValve", "ISOLATING"), "Identity", Maker="M")

    outcome = bench.set(one, "Identity.Maker", None)

    assert (outcome.result, bench.written.exists()) == ("left out", False)


def test_a_property_inside_a_complex_one_is_changed_where_it_is(drawing, bench):
    one, other = drawing.element("IfcPump", "A"), drawing.element("IfcPump", "B")
    inner = drawing.file.create_entity(
        "IfcComplexProperty", Name="Motor", UsageName="motor", HasProperties=[drawing.single("Serial", "S-1")]
    )
    held = drawing.property_set(one, "Identity", [inner, drawing.single("Batch", "7")])
    shared_by(drawing, held, other)

    outcome = bench.set(one, "Identity.Motor.Serial", "S-2")

    assert (outcome.old, outcome.new) == ("S-1", "S-2")
    model = ifcopenshell.open(str(bench.written))
    assert sorted(line for line in bench.lines("IFCPROPERTYSINGLEVALUE") if "Serial" in line) == [
        "IFCPROPERTYSINGLEVALUE('Serial',$,IFCLABEL('S-1'),$)",
        "IFCPROPERTYSINGLEVALUE('Serial',$,IFCLABEL('S-2'),$)",
    ]
    assert round_trip.said(model.by_id(other.id()))["Identity", "Batch"] == "7"


def test_what_the_standard_makes_of_several_properties_is_left_out_and_said(drawing, bench):
    one = drawing.element("IfcBeam", "A")
    inner = drawing.file.create_entity(
        "IfcComplexProperty",
        Name="InPlane",
        UsageName="strength",
        HasProperties=[drawing.single("Bending", "24")],
    )
    drawing.property_set(one, "Pset_MaterialWoodBasedBeam", [inner])

    outcome = bench.set(one, "Pset_MaterialWoodBasedBeam.InPlane", "24")

    assert (outcome.result, outcome.reason) == ("left out", REASONS["form-unknown"])


def test_a_transmittance_is_written_in_the_unit_that_people_are_offered(drawing, bench):
    one = drawing.element("IfcWindow", "A")

    outcome = bench.set(one, "Pset_WindowCommon.ThermalTransmittance", 1.1, "W/(m²·K)")

    assert (outcome.result, outcome.new) == ("written", 1.1)


def test_a_length_is_written_in_the_files_own_unit(tmp_path):
    drawing = Drawing("IFC4")
    units = drawing.project.UnitsInContext
    units.Units = [
        drawing.file.create_entity("IfcSIUnit", UnitType="LENGTHUNIT", Prefix="MILLI", Name="METRE")
    ]
    one = drawing.element("IfcPipeSegment", "A")
    drawing.property_set(one, "Sizes", [drawing.single("Diameter", 80.0, "IfcPositiveLengthMeasure")])
    bench = Bench(drawing, tmp_path)

    outcome = bench.set(one, "Sizes.Diameter", 0.1, "m")

    assert (outcome.old, outcome.new, outcome.unit) == (80.0, 100.0, "mm")
    bench.only(one, "Sizes.Diameter", 100.0)


def test_the_same_length_in_another_unit_is_no_change(drawing, bench):
    one = drawing.element("IfcPipeSegment", "A")
    drawing.property_set(one, "Sizes", [drawing.single("Diameter", 0.08, "IfcPositiveLengthMeasure")])

    assert bench.set(one, "Sizes.Diameter", "80", "mm").result == "already"


def test_a_propertys_own_unit_is_kept(drawing, bench):
    one = drawing.element("IfcPump", "A")
    kilo = drawing.file.create_entity("IfcSIUnit", UnitType="POWERUNIT", Prefix="KILO", Name="WATT")
    drawing.property_set(one, "Motor", [drawing.single("Power", 1.1, "IfcPowerMeasure", kilo)])

    bench.set(one, "Motor.Power", 1500, "W")

    bench.only(one, "Motor.Power", 1.5)


def test_a_unit_of_something_else_is_refused_with_a_sentence(drawing, bench):
    one = drawing.element("IfcPipeSegment", "A")
    drawing.property_set(one, "Sizes", [drawing.single("Diameter", 0.08, "IfcPositiveLengthMeasure")])

    outcome = bench.set(one, "Sizes.Diameter", 3, "bar")

    assert (outcome.result, outcome.reason) == (
        "left out",
        "The model counts in m: 3 bar cannot be converted.",
    )


def test_a_measure_the_file_has_no_unit_for_brings_its_own(drawing, bench):
    one = drawing.element("IfcPump", "A")

    outcome = bench.set(one, "GC_Motor.Flow", 36.0, "m³/h")

    assert (outcome.new, outcome.unit) == (0.01, "m³/s")
    bench.only(one, "GC_Motor.Flow", 0.01)


def test_a_volume_flow_is_never_written_as_a_mass_flow(drawing, bench):
    """The template of a pump's flow says kg/s; a value in m³/h keeps the kind of unit it was given in."""
    one = drawing.element("IfcPump", "A")

    outcome = bench.set(one, "Pset_PumpTypeCommon.FlowRateRange", 36.0, "m³/h")

    assert (outcome.result, outcome.unit) == ("written", "m³/s")
    model = ifcopenshell.open(str(bench.written))
    (made,) = [each for each in model.by_type("IfcProperty") if each.Name == "FlowRateRange"]
    value = made.UpperBoundValue if drawing.old else made.SetPointValue
    assert (value.is_a(), value.wrappedValue) == ("IfcVolumetricFlowRateMeasure", 0.01)
    assert made.Unit.UnitType == "VOLUMETRICFLOWRATEUNIT"


def test_a_mass_flow_the_model_keeps_is_not_replaced_by_a_volume_flow(drawing, bench):
    one = drawing.element("IfcPump", "A")
    drawing.property_set(one, "Motor", [drawing.single("Flow", 10.0, "IfcMassFlowRateMeasure")])

    outcome = bench.set(one, "Motor.Flow", 36.0, "m³/h")

    assert (outcome.result, outcome.reason) == (
        "left out",
        "The model counts in kg/s: 36.0 m³/h cannot be converted.",
    )


def test_a_place_is_the_standards_where_its_measure_fits_and_ours_elsewhere(drawing):
    schema = drawing.file.schema_identifier
    flow = (("Pset_PumpTypeCommon", "FlowRateRange"), ("Pset_FanTypeCommon", "NominalAirFlowRate"))

    assert set_names.place_for("flow", flow, schema, "IfcPump", "m³/h") == ("GC_Maintenance", "FlowRateRange")
    assert set_names.place_for("flow", flow, schema, "IfcPump", "kg/s") == flow[0]
    assert set_names.place_for("flow", flow, schema, "IfcFan", "m³/h") == flow[1]


def test_one_number_on_a_range_is_its_set_point_or_both_ends_in_the_oldest_schema(drawing, bench):
    one = drawing.element("IfcPump", "A")
    ends = {
        "LowerBoundValue": drawing.file.create_entity("IfcReal", 1.0),
        "UpperBoundValue": drawing.file.create_entity("IfcReal", 3.0),
    }
    drawing.property_set(
        one, "Motor", [drawing.file.create_entity("IfcPropertyBoundedValue", Name="Flow", **ends)]
    )

    outcome = bench.set(one, "Motor.Flow", 2.0)

    wanted = {"lower": 2.0, "upper": 2.0} if drawing.old else {"lower": 1.0, "upper": 3.0, "set_point": 2.0}
    assert outcome.new == wanted
    bench.nothing_new_to_complain_of()


def test_a_range_is_written_as_a_range_and_never_crossed(drawing, bench):
    one = drawing.element("IfcPump", "A")
    ends = {"UpperBoundValue": drawing.file.create_entity("IfcReal", 3.0)}
    drawing.property_set(
        one, "Motor", [drawing.file.create_entity("IfcPropertyBoundedValue", Name="Flow", **ends)]
    )

    assert (
        bench.set(one, "Motor.Flow", {"lower": 5, "upper": 1}).reason
        == "The lower end of the range lies above the upper one."
    )
    assert bench.set(one, "Motor.Flow", {"lower": 1, "upper": 5}).new == {"lower": 1.0, "upper": 5.0}


def test_an_enumeration_is_a_list_in_the_letters_of_its_schema(drawing, bench):
    one = drawing.element("IfcValve", "A", "ISOLATING")

    outcome = bench.set(one, "Pset_ValveTypeIsolating.IsolatingPurpose", "Not known")

    assert outcome.new == ["NOTKNOWN"]
    assert bench.lines("IFCPROPERTYENUMERATEDVALUE") == [
        "IFCPROPERTYENUMERATEDVALUE('IsolatingPurpose',$,(IFCLABEL('NOTKNOWN')),$)"
    ]
    refused = bench.set(one, "Pset_ValveTypeIsolating.IsolatingPurpose", "Bogus")
    assert refused.reason.startswith("Bogus is none of LANDING,")


def test_a_list_and_a_table_are_written_by_us(drawing, bench):
    one = drawing.element("IfcPump", "A")
    create = drawing.file.create_entity
    values = [create("IfcLabel", "a"), create("IfcLabel", "b")]
    table = create(
        "IfcPropertyTableValue",
        Name="Curve",
        DefiningValues=[create("IfcReal", 0.0)],
        DefinedValues=[create("IfcReal", 9.0)],
    )
    drawing.property_set(
        one, "Motor", [create("IfcPropertyListValue", Name="Phases", ListValues=values), table]
    )

    assert bench.set(one, "Motor.Phases", ["a", "c"]).new == ["a", "c"]
    bench.only(one, "Motor.Phases", ["a", "c"])
    curve = {"defining": [0.0, 1.0], "defined": [9.0, 8.0]}
    assert bench.set(one, "Motor.Curve", curve).new == curve


def test_a_quantity_is_changed_in_place(drawing, bench):
    one = drawing.element("IfcPipeSegment", "A")
    length = drawing.file.create_entity("IfcQuantityLength", Name="Length", LengthValue=2.0)
    held = drawing.root("IfcElementQuantity", Name="Qto_PipeSegmentBaseQuantities", Quantities=[length])
    shared_by(drawing, held, one)

    bench.set(one, "Qto_PipeSegmentBaseQuantities.Length", 250, "cm")

    bench.only(one, "Qto_PipeSegmentBaseQuantities.Length", 2.5)


def test_what_the_schema_has_no_place_for_goes_into_a_set_of_our_own(drawing, bench):
    one = drawing.element("IfcPump", "A")

    outcome = bench.set(one, "installation_date", "2026-01-31")

    newest = drawing.schema == "IFC4X3_ADD2"
    assert outcome.set_name == ("Pset_InstallationOccurrence" if newest else "GC_Maintenance")
    expected = "IFCCALENDARDATE(31,1,2026)" if drawing.old else "IFCDATE('2026-01-31')"
    text = bench.written.read_text()
    assert text.count(expected) == 1


def test_a_date_that_two_properties_point_to_in_the_oldest_schema_stays_for_the_other(tmp_path):
    drawing = Drawing("IFC2X3")
    one, other = drawing.element("IfcPump", "A"), drawing.element("IfcPump", "B")
    day = drawing.file.create_entity("IfcCalendarDate", 1, 2, 2020)
    for element in (one, other):
        bought = drawing.file.create_entity(
            "IfcPropertyReferenceValue", Name="AcquisitionDate", PropertyReference=day
        )
        drawing.property_set(element, "Pset_ManufacturerOccurrence", [bought])
    bench = Bench(drawing, tmp_path)

    outcome = bench.set(one, "acquisition_date", "2026-01-31")

    assert (outcome.old, outcome.new) == ("2020-02-01", "2026-01-31")
    assert sorted(bench.lines("IFCCALENDARDATE")) == [
        "IFCCALENDARDATE(1,2,2020)",
        "IFCCALENDARDATE(31,1,2026)",
    ]


def test_the_oldest_schema_learns_who_made_the_new_entities_once(tmp_path):
    drawing = Drawing("IFC2X3")
    one = drawing.element("IfcPump", "A")
    path = drawing.save(tmp_path)
    edits = [
        SetProperty(one.id(), one.GlobalId, "x", key=key)
        for key in ("serial_number", "manufacturer", "condition")
    ]

    writing.write(path, tmp_path / "written.ifc", edits, seed="parent", moment=MOMENT)

    model = ifcopenshell.open(str(tmp_path / "written.ifc"))
    histories = model.by_type("IfcOwnerHistory")
    assert [one.CreationDate for one in histories][1:] == [int(MOMENT.timestamp())]
    assert all(one.OwnerHistory is not None for one in model.by_type("IfcRoot"))


@pytest.mark.parametrize(
    ("where", "value", "reason"),
    [
        ("acquisition_date", "02/01/2026", "02/01/2026 is not a date (year-month-day)."),
        ("acquisition_date", "2026-02-30", "2026-02-30 is not a date (year-month-day)."),
        (
            "warranty_period",
            "two years",
            "two years is not a duration (P2Y: two years, P18M: eighteen months).",
        ),
        ("serial_number", "x" * 256, "The model keeps at most 255 letters here."),
        ("serial_number", ["a", "b"], "The model keeps one text here, not several values."),
    ],
)
def test_what_does_not_fit_is_left_out_with_a_sentence_and_no_line_is_added(tmp_path, where, value, reason):
    drawing = Drawing("IFC4")
    one = drawing.element("IfcPump", "A")
    bench = Bench(drawing, tmp_path)

    outcome = bench.set(one, where, value)

    assert (outcome.result, outcome.reason, bench.written.exists()) == ("left out", reason, False)


def test_an_element_that_is_another_one_by_its_identity_is_left_alone(tmp_path):
    drawing = Drawing("IFC4")
    one, other = drawing.element("IfcPump", "A"), drawing.element("IfcPump", "B")
    edit = SetProperty(one.id(), other.GlobalId, "S-1", key="serial_number")

    (outcome,) = writing.write(drawing.save(tmp_path), tmp_path / "w.ifc", [edit], seed="parent").outcomes

    assert outcome.reason == "The model does not draw it any more."
