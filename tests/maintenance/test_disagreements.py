"""The model says, the field says: after a designer's delivery, by value, whatever the units and formats."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from assets.ifc.agreement import agree
from assets.models import PropertyVersion, Unit
from maintenance import disagreements, waiting_changes
from tests import factories
from tests.maintenance import declaring

pytestmark = pytest.mark.django_db
OCCURRENCE, MAKER = "Pset_ManufacturerOccurrence", "Pset_ManufacturerTypeInformation"


@pytest.fixture
def revision(station):
    return factories.revision(station, number=1)


@pytest.fixture
def pump(station, revision):
    """Drawn with a serial number and a flow; who made it is said by its type."""
    type_ = factories.asset_type(
        station, "PO 40", revision=revision, properties=[[MAKER, "Manufacturer", "Orne", "IfcLabel", None, 3]]
    )
    properties = [
        [OCCURRENCE, "SerialNumber", "SN-1", "IfcIdentifier", None, 1],
        ["Pset_PumpTypeCommon", "FlowRateRange", 0.01, "IfcVolumetricFlowRateMeasure", "m³/s", 2],
    ]
    drawn = factories.element(revision, "EFS-P-01", properties=properties, type=type_, tag="734512")
    return factories.asset(station, "EFS-P-01", drawn_by=drawn)


def compared(station, **more) -> dict[str, tuple]:
    return {
        one.key: (one.model_value, one.field_value, str(one.state))
        for one in disagreements.of(station, **more)
    }


def test_every_declared_value_is_compared_with_the_published_model(station, pump):
    declaring.applied(
        pump,
        ("serial_number", "SN-2"),
        ("flow", 36.0, "m³/h"),
        ("manufacturer", "ORNE"),
        ("installation_date", "2026-01-31"),
    )

    assert compared(station) == {
        "serial_number": ("SN-1", "SN-2", "differs"),
        "flow": (0.01, 36.0, "agrees"),
        "manufacturer": ("Orne", "ORNE", "agrees"),
        "installation_date": (None, "2026-01-31", "silent"),
    }


@pytest.mark.parametrize(
    ("schema", "installed"),
    [("IFC4", "GC_Maintenance"), ("IFC4X3_ADD2", "Pset_InstallationOccurrence")],
)
def test_the_author_is_told_the_very_place_that_a_release_writes(station, revision, schema, installed):
    revision.schema = schema
    revision.save()
    drawn = factories.element(revision, "EFS-V-01", ifc_class="IfcValve")
    valve = factories.asset(station, "EFS-V-01", kind="valve", drawn_by=drawn)
    declaring.applied(
        valve, ("installation_date", "2026-01-31"), ("material", "laiton"), ("flow", 36.0, "m³/h")
    )

    told = {one.key: (one.set_name, one.name) for one in disagreements.of(station)}

    (batch,) = waiting_changes.of(station).batches
    edits = [edit for one in batch.waiting for edit in one.edits(schema)]
    assert told == {edit.key: (edit.set_name, edit.name) for edit in edits}
    assert told["installation_date"] == (installed, "InstallationDate")
    assert told["material"] == ("GC_Maintenance", "Material")


def test_what_a_release_wrote_into_our_own_set_is_read_there(station, revision):
    properties = [["GC_Maintenance", "AssessmentCondition", "GOOD", "IfcLabel", None, 1]]
    drawn = factories.element(revision, "EFS-P-02", properties=properties)
    declaring.applied(factories.asset(station, "EFS-P-02", drawn_by=drawn), ("condition", "GOOD"))

    assert compared(station) == {"condition": ("GOOD", "GOOD", "agrees")}


def test_a_value_that_a_later_model_carries_by_itself_is_taken_over(station, pump, revision):
    declaring.applied(pump, ("serial_number", "SN-1"))
    revision.received_at = timezone.now() + timedelta(minutes=1)
    revision.save()

    assert compared(station) == {"serial_number": ("SN-1", "SN-1", "taken_over")}


def test_a_value_that_we_wrote_ourselves_agrees_and_was_not_taken_over(station, pump, revision):
    declaring.applied(pump, ("serial_number", "SN-1"))
    revision.received_at = timezone.now() + timedelta(minutes=1)
    revision.report = {"written_back": {"parent": 1, "changes": []}}
    revision.save()

    assert compared(station) == {"serial_number": ("SN-1", "SN-1", "agrees")}


def test_the_plate_of_the_unit_speaks_where_nobody_declared(station, pump):
    Unit.objects.create(station=station, asset=pump, serial="SN-9", installed_on=date(2026, 1, 31))
    declaring.applied(pump, ("serial_number", "SN-2"))

    assert compared(station) == {
        "serial_number": ("SN-1", "SN-2", "differs"),
        "installation_date": (None, "2026-01-31", "silent"),
    }


def test_a_value_that_was_superseded_is_not_asked_about(station, pump):
    declaring.applied(pump, ("serial_number", "SN-2"))
    declaring.applied(pump, ("serial_number", "SN-3"))

    assert compared(station) == {"serial_number": ("SN-1", "SN-3", "differs")}
    assert PropertyVersion.objects.count() == 2


def test_other_disciplines_and_stations_are_left_out(station, pump):
    declaring.applied(pump, ("serial_number", "SN-2"))

    assert compared(station, discipline="ARC") == {}
    assert disagreements.of(factories.station("AUT")) == []


@pytest.mark.parametrize(
    ("one", "unit", "other", "other_unit", "expected"),
    [
        (1.0, "bar", 100.0, "kPa", True),
        (20, "°C", 293.15, "K", True),
        ("1 450", "rpm", 24.1666666667, "1/s", True),
        (3, "bar", 3, "m", False),
        ("0012", None, "12", None, False),  # a number on a plate is a text
        ("sn 12", None, "SN  12", None, True),
        (True, None, "oui", None, True),
        (["NOTKNOWN"], None, "NotKnown", None, True),
        ("31/01/2026", None, "2026-01-31T00:00:00", None, True),
        ("P2Y", None, "P24M", None, True),
        ("P2Y", None, 63115200.0, "s", True),
        ({"lower": 1, "upper": 3, "set_point": 2}, "m", 200, "cm", True),
        ({"lower": 1, "upper": 3}, "m", {"lower": 100, "upper": 300}, "cm", True),
        ({"lower": 1, "upper": 3}, "m", 2, "m", False),
        (None, None, "x", None, False),
    ],
)
def test_formats_and_units_do_not_count(one, unit, other, other_unit, expected):
    assert agree(one, unit, other, other_unit) is expected
    assert agree(other, other_unit, one, unit) is expected


def test_a_steward_reads_them_and_the_author_gets_his_own_ids(station, pump):
    declaring.applied(pump, ("serial_number", "=SN-2"), ("flow", 36.0, "m³/h"))
    client = Client(headers={"accept-language": "en"})
    client.force_login(factories.person("steward", station=station))

    page = client.get("/stations/VDO/disagreements/").content.decode()
    table = b"".join(client.get("/stations/VDO/disagreements.csv").streaming_content).decode("utf-8-sig")

    assert ("=SN-2" in page, "36 m³/h" in page) == (True, False)
    (row,) = csv.DictReader(io.StringIO(table), delimiter=";")
    element = pump.matches.get().element
    assert (row["GlobalId"], row["Tag"], row["Class"]) == (element.global_id, "734512", "IfcPump")
    assert (row["Value of the model"], row["Value found on site"]) == ("SN-1", "'=SN-2")
    assert row["State"] == "differs"
    assert row["Established by"].startswith("person-")
    assert "36 m³/h" in client.get("/stations/VDO/disagreements/?state=all").content.decode()


def test_the_authors_table_is_in_the_readers_language_with_the_ids_of_his_tool_first(station, pump):
    declaring.applied(pump, ("serial_number", "SN-2"), ("installation_date", "2026-01-31"))
    client = Client(headers={"accept-language": "fr"})
    client.force_login(factories.person("steward", station=station))

    answer = client.get("/stations/VDO/disagreements.csv")
    table = list(
        csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")), delimiter=";")
    )

    assert answer.headers["Content-Disposition"] == 'attachment; filename="VDO-maquette-et-terrain.csv"'
    assert table[0] == [
        "GlobalId", "Tag", "Class", "Lot technique", "Fichier", "Équipements", "Jeu de propriétés", "Propriété",
        "Valeur de la maquette", "Son unité", "Valeur relevée sur place", "Unité de la valeur relevée", "État",
        "Établi le", "Établi par",
    ]  # fmt: skip
    assert {row[12] for row in table[1:]} == {"diffère", "la maquette n'en dit rien"}
