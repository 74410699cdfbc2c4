"""The few facts that matter for each kind of thing, under one name whatever the schema wrote.

`fields.csv` gives each field its words and the places a file may keep it, best first; `*.Name` means any set.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from assets.ifc.records import PropertyRecord
from assets.ifc.set_names import OWN_SET

ANY_SET = "*"

_COMMON = "manufacturer model serial_number installation_date warranty_start warranty_period warranty_end"
_UPKEEP = "criticality condition verified_at"
_ELECTRIC = "voltage current power ip_code"

# Fields by kind. The longest key that starts a kind's key wins: `pump` also serves `pump-sumppump`.
_BY_KIND: dict[str, str] = {
    "": f"{_COMMON} service_life {_UPKEEP}",
    "pump": f"manufacturer model serial_number flow head rotation_speed voltage power {_UPKEEP} installation_date",
    "fan": f"manufacturer model serial_number flow static_pressure rotation_speed power {_UPKEEP} installation_date",
    "compressor": f"manufacturer model serial_number voltage power {_UPKEEP} installation_date warranty_period",
    "valve": f"size normal_position isolating_purpose operation working_pressure material manufacturer model {_UPKEEP}",
    "damper": (
        f"fire_rating activation_temperature operation flow manufacturer model serial_number installation_date"
        f" {_UPKEEP}"
    ),
    "door": "has_drive fire_rating fire_exit self_closing accessible security_rating width height manufacturer model"
    " serial_number installation_date",
    "window": "fire_rating has_drive security_rating thermal is_external width height manufacturer model status",
    "transport-element": (
        f"manufacturer model serial_number people load firefighting_lift installation_date warranty_start"
        f" warranty_period {_UPKEEP}"
    ),
    "transport-element-elevator": (
        "manufacturer model serial_number people load clear_width clear_depth firefighting_lift installation_date"
        " warranty_period criticality condition"
    ),
    "electric-distribution-board": f"{_ELECTRIC} is_main circuit manufacturer model serial_number {_UPKEEP}",
    "distribution-board": f"{_ELECTRIC} is_main circuit manufacturer model serial_number {_UPKEEP}",
    "electric-distribution-point": f"{_ELECTRIC} is_main circuit manufacturer model serial_number {_UPKEEP}",
    "protective-device": f"current poles breaking_capacity voltage circuit manufacturer model serial_number {_UPKEEP}",
    "switching-device": f"current poles voltage has_lock circuit manufacturer model serial_number {_UPKEEP}",
    "light-fixture": f"power lamps voltage ip_code mounting circuit manufacturer model serial_number {_UPKEEP}",
    "light-fixture-securitylighting": (
        f"security_lighting self_test power lamps circuit manufacturer model serial_number {_UPKEEP}"
    ),
    "outlet": "sockets voltage current ip_code circuit manufacturer model installation_date",
    "electric-flow-storage-device": f"apparent_power voltage manufacturer model serial_number installation_date"
    f" warranty_period service_life {_UPKEEP}",
    "electric-generator": f"apparent_power voltage energy_source manufacturer model serial_number {_UPKEEP}",
    "electric-motor": f"power voltage rotation_speed ip_code manufacturer model serial_number {_UPKEEP}",
    "transformer": f"apparent_power primary_voltage secondary_voltage manufacturer model serial_number {_UPKEEP}",
    "sensor": f"circuit manufacturer model serial_number installation_date warranty_period {_UPKEEP}",
    "sensor-temperaturesensor": (
        f"set_point circuit manufacturer model serial_number installation_date warranty_period {_UPKEEP}"
    ),
    "alarm": f"alarm_condition circuit manufacturer model serial_number installation_date {_UPKEEP}",
    "controller": f"set_point circuit manufacturer model serial_number installation_date {_UPKEEP}",
    "unitary-control-element": f"set_point circuit manufacturer model serial_number installation_date {_UPKEEP}",
    "audio-visual-appliance": f"power voltage circuit manufacturer model serial_number installation_date {_UPKEEP}",
    "audio-visual-appliance-display": (
        f"screen_size touch_screen power voltage circuit manufacturer model serial_number {_UPKEEP} installation_date"
    ),
    "communications-appliance": f"power voltage circuit manufacturer model serial_number installation_date {_UPKEEP}",
    "electric-appliance": f"power voltage circuit manufacturer model serial_number installation_date {_UPKEEP}",
    "fire-suppression-terminal": (
        f"flow hose_length connection_size activation_temperature mounting manufacturer model"
        f" installation_date {_UPKEEP}"
    ),
    "unitary-equipment": (
        f"flow heat_output cooling_output power manufacturer model serial_number installation_date {_UPKEEP}"
    ),
    "boiler": f"heat_output energy_source working_pressure capacity manufacturer model serial_number {_UPKEEP}",
    "chiller": f"cooling_output power manufacturer model serial_number installation_date warranty_period {_UPKEEP}",
    "tank": f"capacity material working_pressure manufacturer model serial_number installation_date {_UPKEEP}",
    "space-heater": f"heat_output energy_source manufacturer model serial_number installation_date {_UPKEEP}",
    "air-terminal": f"flow mounting material manufacturer model installation_date {_UPKEEP}",
    "filter": f"flow size manufacturer model serial_number installation_date {_UPKEEP}",
    "flow-meter": f"remote_reading is_main size manufacturer model serial_number installation_date {_UPKEEP}",
    "sanitary-terminal": f"material manufacturer model serial_number installation_date accessible {_UPKEEP}",
    "pipe-segment": "size inner_diameter outer_diameter length slope working_pressure material manufacturer status",
    "pipe-fitting": "size material working_pressure manufacturer model status installation_date verified_at",
    "duct-segment": "size length height thickness working_pressure material status installation_date",
    "duct-fitting": "size height material working_pressure manufacturer model status installation_date",
    "cable-segment": "cross_section cores length current voltage outer_diameter circuit status",
    "cable-carrier-segment": "width height length material circuit manufacturer model status",
    "wall": "fire_rating load_bearing is_external thermal width height length material status",
    "slab": "fire_rating load_bearing is_external thickness area material status thermal",
    "covering": "fire_rating thickness material area is_external manufacturer model status",
    "stair": "risers width fire_exit fire_rating accessible non_skid height status",
    "ramp": "slope width fire_exit fire_rating accessible non_skid length status",
    "space": "public category area volume height accessible is_external fire_exit",
}

# What forms put where nobody wrote anything.
_EMPTY = frozenset(
    {"", "n/a", "na", "none", "null", "undefined", "notdefined", "unset", "notknown", "-", "unknown"}
)


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """A fact people ask for: its words, and where files keep it."""

    key: str
    fr: str
    en: str
    sources: tuple[tuple[str, str], ...]

    def label(self, language: str) -> str:
        """Return the name in `fr` or `en`."""
        return self.fr if language.startswith("fr") else self.en


@dataclass(frozen=True, slots=True)
class FieldValue:
    """A fact found, and where: `from_type` when every unit of the type shares it."""

    value: Any
    unit: str | None
    set_name: str
    name: str
    from_type: bool


@cache
def fields() -> dict[str, FieldSpec]:
    """Return {key: field}, in the order of the table."""
    with (Path(__file__).parent / "fields.csv").open(encoding="utf-8", newline="") as stream:
        return {row["key"]: _field(row) for row in csv.DictReader(stream)}


def fields_for(kind_key: str) -> list[FieldSpec]:
    """Return the 8 to 12 fields that matter for a kind, most telling first."""
    best = max((key for key in _BY_KIND if _starts(kind_key, key)), key=len)
    return [fields()[key] for key in _BY_KIND[best].split()]


def value_for(
    field: FieldSpec, own_properties: Sequence[PropertyRecord], type_properties: Sequence[PropertyRecord]
) -> FieldValue | None:
    """Return the value of a field, the unit's own before its type's; None when nobody filled it in."""
    for set_name, name in field.sources:
        for properties, from_type in ((own_properties, False), (type_properties, True)):
            for record in properties:
                if record.name == name and set_name in (ANY_SET, record.set_name) and _is_filled(record):
                    return FieldValue(record.value, record.unit, record.set_name, record.name, from_type)
    return None


def _is_filled(record: PropertyRecord) -> bool:
    """A form that repeats the question (`SerialNumber = "SerialNumber"`) has not been filled in."""
    if record.value is None or record.value in ([], {}):
        return False
    return not isinstance(record.value, str) or record.value.strip().lower() not in (
        _EMPTY | {record.name.lower()}
    )


def _starts(kind_key: str, key: str) -> bool:
    return key == "" or kind_key == key or kind_key.startswith(key + "-")


def _field(row: dict[str, str]) -> FieldSpec:
    sources = [(source.split(".", 1)[0], source.split(".", 1)[1]) for source in row["sources"].split()]
    own = (OWN_SET, sources[0][1])  # where we write what the schema has no place for
    if own not in sources:
        sources.append(own)
    return FieldSpec(row["key"], row["fr"], row["en"], tuple(sources))
