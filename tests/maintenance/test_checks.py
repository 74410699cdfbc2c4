"""Each check of a declared value: a case that passes, a case that does not."""

from __future__ import annotations

import subprocess
from datetime import timedelta

import pytest
from django.utils import timezone

from assets.models import Element
from maintenance import checks, declarations, requirements
from maintenance.declared_findings import Finding
from maintenance.requirements import AsItWouldBe
from tests import factories

pytestmark = pytest.mark.django_db
MAKER = ["Pset_ManufacturerTypeInformation", "Manufacturer", "Orme", "IfcLabel", None, 4]
MODEL = ["Pset_ManufacturerTypeInformation", "ModelReference", "R-50", "IfcLabel", None, 5]
FLOW = ["Pset_PumpTypeCommon", "FlowRateRange", 0.03, "IfcVolumetricFlowRateMeasure", "m³/s", 3]
MADE = ["Pset_ManufacturerOccurrence", "ManufacturingDate", "2019-11-02", "IfcDate", None, 6]


@pytest.fixture
def pump(station):
    drawn = factories.element(factories.revision(station), "P-01", properties=[MAKER, MODEL, MADE])
    asset = factories.asset(station, "P-01", drawn_by=drawn)
    factories.unit(asset, "SN-1", manufacturer="Orme", installed_on="2020-05-04")
    return asset


def found_in(asset, by, *, photo: bool = True, replaces: bool = False, kind: str = "", **values):
    """[(code, field), …] of a declaration with these values."""
    made = declarations.open(asset, by=by)
    for field, typed in values.items():
        declarations.set_value(made, field, typed, kind="REPLACE" if replaces else "CORRECT")
    if replaces and photo:
        declarations.add_evidence(made, [factories.evidence(asset.station)])
    return [(each.code, each.field) for each in checks.run(made, checks.requirements_of(made))]


NEW = {
    "serial_number": "SN-2",
    "manufacturer": "Orme",
    "model": "R-60",
    "installation_date": "2026-01-05",
}


def test_a_sound_correction_and_a_sound_replacement_have_nothing_against_them(pump, agent):
    assert found_in(pump, agent, flow="120 m³/h") == []
    assert found_in(pump, agent, replaces=True, **NEW) == []


def test_a_new_item_brings_its_number_maker_model_and_day(pump, agent):
    assert found_in(pump, agent, replaces=True, model="R-60") == [
        ("required", "installation_date"),
        ("required", "manufacturer"),
        ("required", "serial_number"),
    ]


def test_a_correction_does_not_take_away_what_must_be_known(pump, agent):
    assert found_in(pump, agent, model="") == [("required", "model")]
    assert found_in(pump, agent, condition="") == []


def test_what_nobody_ever_said_does_not_stop_another_correction(station, agent):
    bare = factories.asset(station, "P-09")

    assert found_in(bare, agent, voltage="400 V") == []


def test_an_improbable_value_is_a_warning(pump, agent):
    assert found_in(pump, agent, head="4000 bar") == [("improbable", "head")]
    assert found_in(pump, agent, head="4 bar") == []


def test_a_tenfold_value_and_the_former_items_number_are_asked_about(pump, agent):
    """
    flow: 0,03 m³/s ─▶ 300 m³/h ok · 1 100 m³/h more than tenfold · 10 m³/h less than a tenth
    """
    Element.objects.update(properties=[MAKER, MODEL, MADE, FLOW])

    assert found_in(pump, agent, flow="300 m³/h") == []
    for typed in ("1100 m³/h", "10 m³/h"):
        assert ("tenfold", "flow") in found_in(pump, agent, flow=typed)
    asked = found_in(pump, agent, replaces=True, **NEW | {"serial_number": "sn-1"})
    assert asked == [("same-serial", "serial_number")]
    for code in ("tenfold", "same-serial"):
        finding = Finding(code, "flow")
        assert (finding.blocks, finding.asks) == (False, True)


def test_nothing_is_installed_tomorrow(pump, agent):
    tomorrow = timezone.localdate() + timedelta(days=1)

    assert found_in(pump, agent, installation_date=tomorrow.isoformat()) == [
        ("in-the-future", "installation_date")
    ]
    assert found_in(pump, agent, installation_date=timezone.localdate().isoformat()) == []


def test_nothing_is_installed_before_it_was_made(pump, agent):
    assert found_in(pump, agent, installation_date="2019-11-01") == [
        ("before-it-was-made", "installation_date")
    ]
    assert found_in(pump, agent, installation_date="2019-11-02") == []


def test_a_new_item_is_not_older_than_the_former_one(pump, agent):
    said = NEW | {"installation_date": "2020-05-03"}

    assert found_in(pump, agent, replaces=True, **said) == [("before-the-former", "installation_date")]


def test_a_warranty_ends_after_it_starts(station, agent):
    gate = factories.asset(station, "O-01", kind="object")

    said = {"warranty_start": "2024-01-01", "warranty_end": "2023-12-31"}
    assert found_in(gate, agent, **said) == [("warranty-ends-first", "warranty_end")]
    assert found_in(gate, agent, **(said | {"warranty_end": "2026-01-01"})) == []


def test_a_number_is_fitted_once_for_each_maker(pump, agent, station):
    other = factories.asset(station, "P-02")
    factories.unit(other, "sn-77", manufacturer="ORME")
    factories.unit(factories.asset(station, "P-03"), "SN-78", manufacturer="Autre")

    assert found_in(pump, agent, serial_number="SN-77") == [("serial-fitted-elsewhere", "serial_number")]
    assert found_in(pump, agent, serial_number="SN-78") == []


def test_a_number_fitted_in_another_station_is_told_without_saying_where(pump, agent):
    elsewhere = factories.asset(factories.station("BRM"), "SECRET-1")
    factories.unit(elsewhere, "SN-77", manufacturer="Orme")
    declaration = declarations.open(pump, by=agent)
    declarations.set_value(declaration, "serial_number", "SN-77")

    finding = checks.run(declaration)[0]

    assert finding.code == "serial-in-another-station"
    assert "SECRET" not in finding.message
    assert "BRM" not in finding.message


def test_what_waits_already_is_not_sent_again_and_another_value_is_said(pump, station, agent):
    factories.declared(pump, factories.person("agent", station=station), flow="120 m³/h")

    assert found_in(pump, agent, flow="120 m³/h") == [("pending", "flow")]
    assert found_in(pump, agent, flow="130 m³/h") == [("pending-otherwise", "flow")]
    assert found_in(pump, agent, voltage="400 V") == []


def test_a_replacement_needs_its_photo_and_a_photo_serves_once(pump, agent, station):
    assert found_in(pump, agent, replaces=True, photo=False, **NEW) == [("photo-needed", "evidence")]

    photo = factories.evidence(station)
    first = declarations.open(pump, by=agent)
    declarations.replace_unit(first, NEW, [photo])
    declarations.submit(first, by=agent)
    again = factories.evidence(station, sha256=photo.sha256)
    second = declarations.open(factories.asset(station, "P-05"), by=agent)
    declarations.replace_unit(second, NEW | {"serial_number": "SN-3"}, [again])

    assert [(f.code, f.field) for f in checks.run(second)] == [("photo-used-before", "evidence")]


def test_what_blocks_sends_the_declaration_back_to_its_author(pump, agent):
    declaration = factories.declared(pump, agent, model="", flow="120 m³/h")

    assert declaration.state == "CHECKS_FAILED"
    kept = {change.field: [each["code"] for each in change.findings] for change in declaration.changes.all()}
    assert kept == {"model": ["required"], "flow": []}


def test_the_requirements_checker_reads_the_element_as_it_would_be():
    pump = {
        "schema": "IFC4",
        "ifc_class": "IfcPump",
        "predefined_type": "SUMPPUMP",
        "name": "Pompe",
        "tag": "P-01",
        "in_system": True,
    }
    known = tuple((row[0], row[1], row[2], row[3]) for row in (MAKER, MODEL))
    serial = ("Pset_ManufacturerOccurrence", "SerialNumber", "SN-1", "IfcIdentifier")
    wrong_type = ("Pset_ManufacturerOccurrence", "SerialNumber", "SN-1", "IfcLabel")

    missing = {
        name: [each.key for each in requirements.not_met(AsItWouldBe(properties=rows, **pump))]
        for name, rows in {
            "all": (*known, serial),
            "no number": known,
            "number of another type": (*known, wrong_type),
        }.items()
    }

    assert missing == {"all": [], "no number": ["serial_number"], "number of another type": ["serial_number"]}


@pytest.mark.parametrize(
    "broken",
    [
        subprocess.TimeoutExpired("python", 60),
        subprocess.CalledProcessError(-9, "python", stderr="killed"),
    ],
)
def test_a_checker_that_failed_stops_nobody_and_is_asked_again(monkeypatch, broken):
    real, failing = subprocess.run, [broken]

    def run(*args, **how):
        if failing:
            raise failing.pop()
        return real(*args, **how)

    monkeypatch.setattr("maintenance.requirements.subprocess.run", run)
    bare = AsItWouldBe(
        schema="IFC4",
        ifc_class="IfcPump",
        predefined_type="",
        name=str(broken),
        tag="P-01",
        in_system=True,
        properties=(),
    )

    assert requirements.not_met(bare) == []
    assert requirements.not_met(bare) != []


def test_the_older_schema_is_judged_by_the_same_files_properties_under_our_own_keys(station, agent):
    old = factories.revision(station, schema="IFC2X3")
    drawn = factories.element(old, "P-07", properties=[MAKER, MODEL])
    asset = factories.asset(station, "P-07", drawn_by=drawn)

    assert found_in(asset, agent, manufacturer="") == [("required", "manufacturer")]
    assert requirements.required_keys("pump") == {"manufacturer", "model", "serial_number"}
    assert requirements.required_keys("door") == {"has_drive"}
    assert requirements.required_keys("bench") == frozenset()


def test_every_field_is_checked_while_it_is_typed(pump, agent):
    proposal = checks.proposal_of(declarations.open(pump, by=agent))

    said = {
        typed: [each.code for each in checks.while_typing(proposal, "head", typed)]
        for typed in ("4 bar", "4000 bar", "4 l/s", "quatre")
    }

    assert said == {
        "4 bar": [],
        "4000 bar": ["improbable"],
        "4 l/s": ["unit-of-something-else"],
        "quatre": ["not-a-number"],
    }
