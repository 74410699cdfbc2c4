"""A builder's COBie workbook fills a station without a model."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from openpyxl import Workbook

from assets import cobie, register
from assets.models import Asset, Document, Location, System, Unit
from tests import factories

SHEETS = {
    "Facility": [["Name", "ProjectName"], ["Gare de Bruyères", "n/a"]],
    "Floor": [["Name", "Elevation", "Description"], ["N0", 0, "Hall et quais"], ["S-1", -4.2, "n/a"]],
    "Space": [
        ["Name", "FloorName", "Description", "RoomTag"],
        ["S-1-012", "S-1", "Local pompes", "012"],
        ["N0-001", "N0", "Hall", "n/a"],
    ],
    "Type": [
        ["Name", "Category", "Description", "Manufacturer", "ModelNumber"],
        ["PR-30", "n/a", "Pompe de relevage", "contact@flygt.com", "NP 3085"],
        ["LIFT", "Ascenseur", "n/a", "Kone", "MonoSpace"],
    ],
    "Component": [
        ["Name", "TypeName", "Space", "Description", "SerialNumber", "InstallationDate", "TagNumber"],
        ["Pump:1", "PR-30", "S-1-012", "Pompe de relevage 1", "F-77", "2019-05-02T00:00:00", "REL-01"],
        ["Pump:2", "PR-30", "S-1-012", "Pompe de relevage 2", "n/a", None, "REL-02"],
        ["Lift A", "LIFT", "N0-001", "n/a", 551, "n/a", "n/a"],
    ],
    "System": [["Name", "Category", "ComponentNames"], ["EU", "Eaux usées", "Pump:1, Pump:2"]],
    "Document": [
        ["Name", "Category", "SheetName", "RowName", "Directory", "File"],
        ["Notice pompe", "Notice", "Component", "Pump:1", "doc/", "notice.pdf"],
        ["Plan S-1", "Plan", "Floor", "S-1", "doc", "s-1.pdf"],
        ["Dossier", "DOE", "Facility", "Gare de Bruyères", "n/a", "n/a"],
    ],
}


@pytest.fixture(autouse=True)
def _in_english():
    """Sentences are in the reader's language."""
    with translation.override("en"):
        yield


def workbook(**changes: list[list]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for name, rows in (SHEETS | changes).items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.fixture
def station(db):
    return factories.station("BRU", twin_mode="REGISTER")


def test_each_sheet_finds_its_place(station):
    outcome = register.take_in(station, register.read_file(workbook()))

    pump, lift = Asset.objects.get(code="REL-01"), Asset.objects.get(code="Lift A")
    assert outcome == register.Outcome(created=3, updated=0, unchanged=0)
    assert (pump.name, pump.kind, pump.type.manufacturer, pump.type.model) == (
        *("Pompe de relevage 1", "pump-sumppump", "Flygt", "NP 3085"),
    )
    assert (pump.location.label, pump.location.parent.elevation) == ("012 · Local pompes", -4.2)
    assert str(pump.units.get().installed_on) == "2019-05-02"
    assert (lift.kind, lift.units.get().serial) == ("transport-element-elevator", "551")
    system = System.objects.get()
    assert (system.name, system.family) == ("EU", "drainage")
    assert sorted(system.registered.values_list("code", flat=True)) == ["REL-01", "REL-02"]
    about = {
        each.name: [str(link).split(" → ")[1] for link in each.links.all()] for each in Document.objects.all()
    }
    assert about == {
        "Notice pompe": ["REL-01 Pompe de relevage 1"],
        "Plan S-1": ["S-1"],
        "Dossier": [],
    }


def test_the_same_workbook_twice_changes_nothing(station):
    for _ in range(2):
        outcome = register.take_in(station, register.read_file(workbook()))

    assert outcome == register.Outcome(created=0, updated=0, unchanged=3)
    assert (Location.objects.count(), Unit.objects.count(), Document.objects.count()) == (4, 2, 3)


def test_every_wrong_row_is_told_with_its_sheet_and_nothing_is_kept(station):
    wrong = workbook(
        Space=[*SHEETS["Space"], ["S-1-013", "S-9", "Local", "n/a"]],
        Component=[
            *SHEETS["Component"],
            ["Pump:3", "PR-31", "S-1-099", "Pompe", "n/a", "2 May", "REL-01"],
        ],
        System=[["Name", "Category", "ComponentNames"], ["EU", "n/a", "Pump:9"]],
    )

    with pytest.raises(register.UnreadableRegister) as told:
        register.take_in(station, register.read_file(wrong))

    assert told.value.problems == (
        "Component, row 5: there is no type PR-31 on the sheet Type.",
        "Component, row 5: there is no room S-1-099 on the sheet Space.",
        "Component, row 5: “2 May” is no date; write it as 2021-04-30.",
        "Space, row 4: there is no floor S-9 on the sheet Floor.",
        "System, row 2: there is no component Pump:9 on the sheet Component.",
    )
    assert not Asset.objects.exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"PK\x03\x04broken", "no Excel workbook that can be read"),
        (workbook(Component=[["Name", "Space"], ["P", "n/a"]]), "the column TypeName is missing"),
        (b"\xff\xfe\x00", "no table in text"),
    ],
)
def test_what_is_no_register_is_refused_in_words(content, sentence):
    with pytest.raises(register.UnreadableRegister, match=sentence):
        register.read_file(content)


def test_a_workbook_without_components_is_no_cobie():
    book = Workbook()
    file = io.BytesIO()
    book.save(file)

    with pytest.raises(register.UnreadableRegister, match="no sheet “Component”"):
        cobie.read(file.getvalue())


def test_the_command_takes_a_workbook_and_names_its_wrong_rows(station, tmp_path, capsys):
    right, wrong = tmp_path / "right.xlsx", tmp_path / "wrong.xlsx"
    right.write_bytes(workbook())
    wrong.write_bytes(workbook(System=[["Name", "ComponentNames"], ["EU", "X"]]))

    call_command("import_register", str(right), "--station", "BRU", "--json")
    with pytest.raises(CommandError, match=r"wrong.xlsx: System, row 2: there is no component X"):
        call_command("import_register", str(wrong), "--station", "BRU")

    assert json.loads(capsys.readouterr().out)["created"] == 3
