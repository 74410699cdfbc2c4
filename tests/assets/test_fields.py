"""The few facts that matter, found wherever a file keeps them."""

from __future__ import annotations

import pytest
from ifcopenshell.util.pset import get_template

from assets.fields import FieldValue, fields, fields_for, value_for
from assets.ifc.records import PropertyRecord
from assets.kinds import by_key


def prop(set_name: str, name: str, value: object, unit: str | None = None) -> PropertyRecord:
    return PropertyRecord(set_name, name, value, None, unit, 1)


def test_every_kind_has_eight_to_twelve_different_fields() -> None:
    for key in by_key():
        found = [field.key for field in fields_for(key)]
        assert 8 <= len(found) <= 12
        assert len(set(found)) == len(found)


def test_every_field_has_words_and_is_used() -> None:
    used = {field.key for key in by_key() for field in fields_for(key)}

    assert used == set(fields())
    assert all(field.label("fr") and field.label("en") for field in fields().values())


def test_standard_sources_exist_in_a_schema() -> None:
    known = {
        (one.Name, member.Name)
        for schema in ("IFC2X3", "IFC4", "IFC4X3")
        for file in get_template(schema).templates
        for one in file.by_type("IfcPropertySetTemplate")
        for member in one.HasPropertyTemplates or ()
    }
    standard = {
        source
        for field in fields().values()
        for source in field.sources
        if source[0].startswith(("Pset_", "Qto_"))
    }

    assert standard <= known


def test_a_special_kind_has_fields_of_its_own_and_others_those_of_the_class() -> None:
    assert "normal_position" in [field.key for field in fields_for("valve-isolating")]
    assert fields_for("pump-sumppump") == fields_for("pump")
    assert fields_for("bench") == fields_for("something nobody knows")


@pytest.mark.parametrize(
    ("key", "record"),
    [
        ("voltage", prop("Pset_ElectricalDeviceCommon", "RatedVoltage", 400, "V")),
        ("voltage", prop("Pset_ElectricalDeviceCommon", "NominalVoltage", 400, "V")),
        ("serial_number", prop("Pset_ManufacturerOccurrence", "SerialNumber", "SN-1")),
        ("serial_number", prop("Pset_Component", "SerialNumber", "SN-1")),
        ("warranty_period", prop("COBie_Type", "WarrantyDurationParts", 24)),
        ("installation_date", prop("GC_Maintenance", "InstallationDate", "2024-03-07")),
    ],
)
def test_a_field_is_found_under_each_schema_s_name(key: str, record: PropertyRecord) -> None:
    found = value_for(fields()[key], [record], [])

    assert found == FieldValue(record.value, record.unit, record.set_name, record.name, from_type=False)


def test_the_unit_s_own_value_comes_before_its_type_s() -> None:
    model = fields()["model"]
    own = prop("Pset_ManufacturerTypeInformation", "ModelReference", "own")
    typical = prop("Pset_ManufacturerTypeInformation", "ModelReference", "type")

    assert value_for(model, [own], [typical]) == FieldValue(
        "own", None, own.set_name, own.name, from_type=False
    )
    found = value_for(model, [], [typical])
    assert found is not None
    assert found.from_type


@pytest.mark.parametrize("value", [None, "", "  ", "N/A", "SerialNumber", "serialnumber", "-", [], {}])
def test_a_form_nobody_filled_in_is_no_value(value: object) -> None:
    assert value_for(fields()["serial_number"], [prop("Other", "SerialNumber", value)], []) is None


def test_false_and_nought_are_values() -> None:
    found = value_for(
        fields()["normal_position"], [prop("Pset_ValveTypeIsolating", "IsNormallyOpen", False)], []
    )

    assert found is not None
    assert found.value is False
