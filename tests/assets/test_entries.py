"""What people type is read as they mean it."""

from __future__ import annotations

import pytest

from assets import characteristics, entries
from assets.characteristics import of
from assets.ifc.templates import template_of
from assets.kinds import by_key


def read(key: str, typed: object, kind: str = "pump", **how: str) -> tuple[object, str]:
    entry = entries.read(of(key, kind), typed, **how)
    return entry.value, entry.unit


@pytest.mark.parametrize(
    ("key", "typed", "value", "unit"),
    [
        ("head", "3,5 bar", 350_000.0, "Pa"),
        ("head", "3.5bar", 350_000.0, "Pa"),
        ("head", "12 mCE", 117_679.8, "Pa"),
        ("flow", "120 m³/h", pytest.approx(120 / 3600), "m³/s"),
        ("flow", "120 m3/h", pytest.approx(120 / 3600), "m³/s"),
        ("flow", "33 l/s", 0.033, "m³/s"),
        ("power", "1 500 W", 1500.0, "W"),
        ("power", "1,5 kW", 1500.0, "W"),
        ("rotation_speed", "1 450 tr/min", pytest.approx(1450 / 60), "1/s"),
        ("voltage", "400", 400.0, "V"),
        ("voltage", "20\u00a0000", 20000.0, "V"),
        ("flow", "10 – 20 l/s", {"lower": 0.01, "upper": 0.02}, "m³/s"),
        ("flow", "10 à 20 l/s", {"lower": 0.01, "upper": 0.02}, "m³/s"),
        ("criticality", "high", "HIGH", ""),
        ("installation_date", "2024-03-31", "2024-03-31", ""),
        ("installation_date", "31/03/2024", "2024-03-31", ""),
        ("warranty_period", "2 ans", "P2Y", ""),
        ("warranty_period", "18 mois", "P18M", ""),
        ("warranty_period", "P1Y6M", "P1Y6M", ""),
        ("service_life", "7 ans – 17 ans", {"lower": "P7Y", "upper": "P17Y"}, ""),
        ("service_life", "7 ans à 17 ans", {"lower": "P7Y", "upper": "P17Y"}, ""),
        ("serial_number", "  SN 12  ", "SN 12", ""),
        ("serial_number", " ", None, ""),
    ],
)
def test_it_is_read_as_it_is_meant(key, typed, value, unit):
    assert read(key, typed) == (value, unit)


@pytest.mark.parametrize(
    ("key", "kind", "typed", "code"),
    [
        ("flow", "pump", "beaucoup", "not-a-number"),
        ("flow", "pump", "3 bar", "unit-of-something-else"),
        ("flow", "pump", "3 zorks", "unit-unknown"),
        ("flow", "pump", "20 – 10 l/s", "range-turned"),
        ("criticality", "pump", "BOGUS", "not-a-choice"),
        ("criticality", "pump", "NOTKNOWN", "not-a-choice"),
        ("installation_date", "pump", "02/31/2026", "not-a-date"),
        ("installation_date", "pump", "hier", "not-a-date"),
        ("warranty_period", "pump", "longtemps", "not-a-duration"),
        ("people", "transport-element-elevator", "huit", "not-a-count"),
        ("firefighting_lift", "transport-element-elevator", "peut-être", "not-yes-or-no"),
        ("serial_number", "pump", "x" * 300, "too-long"),
    ],
)
def test_what_is_no_such_value_says_why(key, kind, typed, code):
    with pytest.raises(entries.Unreadable) as wrong:
        read(key, typed, kind)

    assert wrong.value.code == code


def test_a_value_is_kept_in_the_unit_in_which_the_file_has_it():
    assert read("flow", "2000 l/min", unit="m³/h") == (120.0, "m³/h")
    assert read("flow", "120", unit="m³/s", shown="m³/h") == (pytest.approx(120 / 3600), "m³/s")
    assert read("set_point", "21 °C", "sensor") == (294.15, "K")


@pytest.mark.parametrize("gap", ["", " ", "\u00a0", "\u202f"])
def test_thousands_may_be_set_apart_by_any_space(gap):
    assert read("people", f"1{gap}200", "transport-element-elevator") == (1200, "")


def test_yes_and_no_are_understood_in_both_languages():
    said = [
        read("firefighting_lift", word, "transport-element-elevator")[0]
        for word in ("oui", "no", True, "false")
    ]

    assert said == [True, False, True, False]


def test_a_characteristic_is_kept_in_one_place_for_each_kind():
    places = {kind: of("flow", kind).place for kind in ("pump", "fan", "filter")}

    assert places == {
        "pump": ("Pset_PumpTypeCommon", "FlowRateRange"),
        "fan": ("Pset_FanTypeCommon", "NominalAirFlowRate"),
        "filter": ("Pset_FilterTypeCommon", "NominalFlowrate"),
    }
    assert of("circuit", "pump").place == ("GC_Maintenance", "Circuit")


def test_every_choice_that_is_offered_has_words_and_is_the_standards():
    offered = {
        (each.place, choice)
        for kind in by_key()
        for each in characteristics.typed_for(kind)
        for choice in each.choices
    }

    assert len(offered) > 40
    words = {
        choice: [characteristics.choice_words(choice, lang) for lang in ("fr", "en")] for _, choice in offered
    }
    assert [
        choice for choice, said in words.items() if said[0].upper() == choice and choice != said[1].upper()
    ] == []
    assert all(choice in template_of(*place).choices for place, choice in offered)
