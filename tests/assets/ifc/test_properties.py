"""Values and units: kept as written, with the symbol people write beside them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assets.ifc.opening import open_ifc
from assets.ifc.reading import read
from assets.ifc.records import FileRecords, PropertyRecord
from tests.assets.ifc.drawing import Drawing
from tests.assets.ifc.models import codes_of_findings, named, records_of


@pytest.fixture
def drawing() -> Drawing:
    return Drawing("IFC4")


def read_property(drawing: Drawing, folder: Path, member: Any) -> PropertyRecord:
    pump = drawing.element("IfcPump", "pump")
    drawing.property_set(pump, "Set", [member])
    (record,) = named(records_of(drawing, folder), "pump").properties
    json.dumps(record.value, allow_nan=False)
    return record


def project_unit(drawing: Drawing, unit: Any) -> None:
    assignment = drawing.file.by_type("IfcUnitAssignment")[0]
    assignment.Units = [*assignment.Units, unit]


def si(drawing: Drawing, kind: str, name: str, prefix: str | None = None) -> Any:
    return drawing.file.create_entity("IfcSIUnit", UnitType=kind, Name=name, Prefix=prefix)


def derived(drawing: Drawing, kind: str, *parts: tuple[Any, int]) -> Any:
    create = drawing.file.create_entity
    elements = [create("IfcDerivedUnitElement", Unit=unit, Exponent=exponent) for unit, exponent in parts]
    return create("IfcDerivedUnit", Elements=elements, UnitType=kind)


def conversion(drawing: Drawing, kind: str, name: str, factor: float, base: Any) -> Any:
    create = drawing.file.create_entity
    measured = create("IfcMeasureWithUnit", create("IfcReal", factor), base)
    exponents = create("IfcDimensionalExponents", 1, 0, 0, 0, 0, 0, 0)
    return create("IfcConversionBasedUnit", exponents, kind, name, measured)


@pytest.mark.parametrize(
    ("measure", "value", "symbol"),
    [
        ("IfcLengthMeasure", 1.5, "m"),
        ("IfcPositiveLengthMeasure", 1.5, "m"),
        ("IfcLabel", "text", None),
        ("IfcBoolean", True, None),
        ("IfcLogical", "UNKNOWN", None),
        ("IfcCountMeasure", 3, None),
        ("IfcAreaMeasure", 2.0, None),
        ("IfcIdentifier", "€ – été", None),
    ],
)
def test_a_single_value_keeps_its_kind_and_takes_the_projects_unit(
    measure: str, value: Any, symbol: str | None, drawing: Drawing, tmp_path: Path
) -> None:
    record = read_property(drawing, tmp_path, drawing.single("P", value, measure))

    assert (record.set_name, record.name, record.value_type) == ("Set", "P", measure)
    assert (record.value, record.unit) == (value, symbol)


def test_a_unit_of_its_own_wins_over_the_projects(drawing: Drawing, tmp_path: Path) -> None:
    millimetre = si(drawing, "LENGTHUNIT", "METRE", "MILLI")

    assert (
        read_property(drawing, tmp_path, drawing.single("P", 80.0, "IfcLengthMeasure", millimetre)).unit
        == "mm"
    )


def test_symbols_of_every_kind_of_unit(drawing: Drawing, tmp_path: Path) -> None:
    create = drawing.file.create_entity
    metre, second = si(drawing, "LENGTHUNIT", "METRE"), si(drawing, "TIMEUNIT", "SECOND")
    cubic = si(drawing, "VOLUMEUNIT", "CUBIC_METRE")
    hour = conversion(drawing, "TIMEUNIT", "HOUR", 3600.0, second)
    exponents = create("IfcDimensionalExponents", 0, 0, 0, 0, 0, 0, 0)
    units = {
        "m³/h": derived(drawing, "VOLUMETRICFLOWRATEUNIT", (cubic, 1), (hour, -1)),
        "m/s²": derived(drawing, "ACCELERATIONUNIT", (metre, 1), (second, -2)),
        "1/s": derived(drawing, "ROTATIONALFREQUENCYUNIT", (second, -1)),
        "kPa": si(drawing, "PRESSUREUNIT", "PASCAL", "KILO"),
        "°C": si(drawing, "THERMODYNAMICTEMPERATUREUNIT", "DEGREE_CELSIUS"),
        "ft": conversion(drawing, "LENGTHUNIT", "FOOT", 0.3048, metre),
        "EUR": create("IfcMonetaryUnit", "EUR"),
        "décibels": create("IfcContextDependentUnit", exponents, "USERDEFINED", "Décibels"),
    }
    pump = drawing.element("IfcPump", "pump")
    singles = [
        drawing.single(symbol, 1.0, "IfcReal", unit) for symbol, unit in units.items() if unit is not None
    ]
    drawing.property_set(pump, "Set", singles)

    records = named(records_of(drawing, tmp_path), "pump").properties

    assert [record.unit for record in records] == [record.name for record in records]


def test_measures_take_the_projects_derived_units(drawing: Drawing, tmp_path: Path) -> None:
    cubic, second = si(drawing, "VOLUMEUNIT", "CUBIC_METRE"), si(drawing, "TIMEUNIT", "SECOND")
    project_unit(drawing, derived(drawing, "VOLUMETRICFLOWRATEUNIT", (cubic, 1), (second, -1)))
    project_unit(drawing, drawing.file.create_entity("IfcMonetaryUnit", "EUR"))

    record = read_property(drawing, tmp_path, drawing.single("Flow", 0.02, "IfcVolumetricFlowRateMeasure"))

    assert record.unit == "m³/s"


@pytest.mark.parametrize(
    ("ifc_class", "attributes", "value"),
    [
        ("IfcPropertyEnumeratedValue", {"EnumerationValues": [("IfcLabel", "NEW")]}, ["NEW"]),
        ("IfcPropertyListValue", {"ListValues": [("IfcReal", 1.0), ("IfcReal", 2.0)]}, [1.0, 2.0]),
        ("IfcPropertyListValue", {}, []),
        (
            "IfcPropertyBoundedValue",
            {
                "LowerBoundValue": ("IfcReal", 1.0),
                "UpperBoundValue": ("IfcReal", 3.0),
                "SetPointValue": ("IfcReal", 2.0),
            },
            {"lower": 1.0, "upper": 3.0, "set_point": 2.0},
        ),
        ("IfcPropertyBoundedValue", {"UpperBoundValue": ("IfcReal", 3.0)}, {"upper": 3.0}),
        (
            "IfcPropertyTableValue",
            {
                "DefiningValues": [("IfcReal", 0.0), ("IfcReal", 1.0)],
                "DefinedValues": [("IfcReal", 5.0), ("IfcReal", 6.0)],
            },
            {"defining": [0.0, 1.0], "defined": [5.0, 6.0]},
        ),
        ("IfcPropertySingleValue", {}, None),
    ],
)
def test_values_of_every_shape_become_json(
    ifc_class: str, attributes: dict[str, Any], value: Any, drawing: Drawing, tmp_path: Path
) -> None:
    create = drawing.file.create_entity
    typed = {
        name: [create(*one) for one in given] if isinstance(given, list) else create(*given)
        for name, given in attributes.items()
    }

    assert read_property(drawing, tmp_path, create(ifc_class, Name="P", **typed)).value == value


def test_a_complex_property_is_flattened_with_its_path(drawing: Drawing, tmp_path: Path) -> None:
    create = drawing.file.create_entity
    inner = create(
        "IfcComplexProperty", Name="Motor", UsageName="x", HasProperties=[drawing.single("Power", 2.0)]
    )
    outer = create(
        "IfcComplexProperty", Name="Drive", UsageName="x", HasProperties=[inner, drawing.single("Make", "A")]
    )
    pump = drawing.element("IfcPump", "pump")
    drawing.property_set(pump, "Set", [outer])

    records = named(records_of(drawing, tmp_path), "pump").properties

    assert sorted((one.name, one.value) for one in records) == [
        ("Drive.Make", "A"),
        ("Drive.Motor.Power", 2.0),
    ]


def test_quantities_are_properties_with_units(drawing: Drawing, tmp_path: Path) -> None:
    create = drawing.file.create_entity
    project_unit(drawing, si(drawing, "AREAUNIT", "SQUARE_METRE"))
    area = create("IfcQuantityArea", Name="NetFloorArea", AreaValue=12.5)
    count = create("IfcQuantityCount", Name="Blades", CountValue=5)
    nested = create("IfcPhysicalComplexQuantity", Name="Fan", HasQuantities=[count], Discrimination="x")
    pump = drawing.element("IfcPump", "pump")
    quantities = drawing.root("IfcElementQuantity", Name="Qto", Quantities=[area, nested])
    drawing.root("IfcRelDefinesByProperties", RelatedObjects=[pump], RelatingPropertyDefinition=quantities)

    records = records_of(drawing, tmp_path)

    assert [(one.set_name, one.name, one.value, one.unit) for one in named(records, "pump").properties] == [
        ("Qto", "NetFloorArea", 12.5, "m²"),
        ("Qto", "Fan.Blades", 5, None),
    ]
    assert records.counts.properties == 2


def test_a_date_that_is_pointed_to_is_read_as_a_date(tmp_path: Path) -> None:
    drawing = Drawing("IFC2X3")
    create = drawing.file.create_entity
    date = create("IfcCalendarDate", 7, 3, 2024)
    member = create("IfcPropertyReferenceValue", Name="AcquisitionDate", PropertyReference=date)

    assert read_property(drawing, tmp_path, member).value == "2024-03-07"


def test_properties_of_a_type_stay_on_the_type_and_a_shared_set_is_one(
    drawing: Drawing, tmp_path: Path
) -> None:
    pumps = [drawing.element("IfcPump", f"pump {number}", "SUMPPUMP") for number in (1, 2)]
    drawing.properties(drawing.type("IfcPump", "SUMPPUMP"), "Pset_Warranty", WarrantyPeriod="P2Y")
    shared = drawing.properties(pumps[0], "Set", Mark="A")
    drawing.root("IfcRelDefinesByProperties", RelatedObjects=[pumps[1]], RelatingPropertyDefinition=shared)

    records = records_of(drawing, tmp_path)
    one, two = (named(records, f"pump {number}") for number in (1, 2))

    assert one.properties is two.properties
    assert [each.name for each in records.types[0].properties] == ["WarrantyPeriod"]


@pytest.mark.parametrize(("height", "unit", "metres"), [(3.0, "metre", 1.0), (2800.0, "millimetre", 0.001)])
def test_a_missing_unit_of_length_is_decided_by_size_and_said(
    height: float, unit: str, metres: float, tmp_path: Path
) -> None:
    drawing = Drawing(unit=None)
    drawing.storey.Elevation = height
    drawing.place("IfcBuildingStorey", "N2", drawing.building, Elevation=2 * height)

    records = records_of(drawing, tmp_path)

    assert records.length_unit == metres
    assert next(one for one in records.findings if one.code == "units-missing").params == {"unit": unit}


def test_feet_are_converted_and_said(tmp_path: Path) -> None:
    drawing = Drawing()
    foot = conversion(drawing, "LENGTHUNIT", "FOOT", 304.8, si(drawing, "LENGTHUNIT", "METRE", "MILLI"))
    drawing.file.by_type("IfcUnitAssignment")[0].Units = [foot]

    records = records_of(drawing, tmp_path)

    assert records.length_unit == pytest.approx(0.3048)
    assert next(one.elevation for one in records.locations if one.kind == "storey") == pytest.approx(-1.2192)
    assert "units-imperial" in codes_of_findings(records)


def georeferenced(drawing: Drawing, folder: Path) -> FileRecords:
    return read(open_ifc(drawing.save(folder)))


def test_a_map_conversion_is_read_at_true_size(tmp_path: Path) -> None:
    drawing = Drawing()
    drawing.file.by_type("IfcSIUnit")[0].Prefix = "MILLI"
    create = drawing.file.create_entity
    origin = create("IfcAxis2Placement3D", Location=create("IfcCartesianPoint", (0.0, 0.0, 0.0)))
    context = create("IfcGeometricRepresentationContext", None, "Model", 3, 1e-5, origin)
    crs = create("IfcProjectedCRS", Name="EPSG:2154")
    create("IfcMapConversion", context, crs, 574_000.0, 6_280_000.0, 140.0, 0.8, 0.6, 0.001)

    found = georeferenced(drawing, tmp_path).georeference

    assert found is not None
    assert (found.crs, found.eastings, found.northings, found.orthogonal_height) == (
        "EPSG:2154",
        574e3,
        628e4,
        140.0,
    )
    assert (found.x_axis_abscissa, found.x_axis_ordinate, found.scale) == (0.8, 0.6, pytest.approx(1.0))


def test_the_oldest_schema_keeps_its_map_conversion_in_property_sets(tmp_path: Path) -> None:
    drawing = Drawing("IFC2X3")
    drawing.site.RefLatitude, drawing.site.RefLongitude = (43, 36, 41), (1, 27, 15)
    drawing.properties(drawing.site, "ePSet_MapConversion", Eastings=574_000.0, Northings=6_280_000.0)
    drawing.properties(drawing.project, "ePset_ProjectedCRS", Name="EPSG:2154")

    found = georeferenced(drawing, tmp_path).georeference

    assert found is not None
    assert (found.crs, found.eastings, found.latitude) == (
        "EPSG:2154",
        574e3,
        pytest.approx(43.6114, abs=1e-4),
    )


def test_latitude_and_longitude_alone_are_approximate(tmp_path: Path) -> None:
    drawing = Drawing()
    drawing.site.RefLatitude, drawing.site.RefLongitude = (43, 36, 41, 500000), (-1, -27, -15, 0)

    records = georeferenced(drawing, tmp_path)

    assert records.georeference is not None
    assert records.georeference.longitude == pytest.approx(-1.4542, abs=1e-4)
    assert "georeference-approximate" in codes_of_findings(records)


def test_a_rigid_move_is_a_georeference(tmp_path: Path) -> None:
    drawing = Drawing("IFC4X3_ADD2")
    create = drawing.file.create_entity
    origin = create("IfcAxis2Placement3D", Location=create("IfcCartesianPoint", (0.0, 0.0, 0.0)))
    context = create("IfcGeometricRepresentationContext", None, "Model", 3, 1e-5, origin)
    crs = create("IfcProjectedCRS", Name="EPSG:2154")
    create(
        "IfcRigidOperation",
        context,
        crs,
        create("IfcLengthMeasure", 10.0),
        create("IfcLengthMeasure", 20.0),
        3.0,
    )

    found = georeferenced(drawing, tmp_path).georeference

    assert found is not None
    assert (found.eastings, found.northings, found.orthogonal_height) == (10.0, 20.0, 3.0)
