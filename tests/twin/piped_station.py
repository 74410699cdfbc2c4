"""A small station whose water needs power: for pages that tell what hangs on what."""

from __future__ import annotations

from itertools import pairwise
from types import SimpleNamespace

from django.test import Client

from assets.models import Port, System
from tests import factories

WATER, POWER = "DOMESTICCOLDWATER", "ELECTRICAL"
PARTS = {
    "TANK": ("IfcTank", "", "tank", "012"),
    "V1": ("IfcValve", "ISOLATING", "valve-isolating", "012"),
    "PUMP": ("IfcPump", "CIRCULATOR", "pump-circulator", "012"),
    "PIPE": ("IfcPipeSegment", "", "pipe-segment", ""),
    "V2": ("IfcValve", "ISOLATING", "valve-isolating", "013"),
    "BASIN": ("IfcSanitaryTerminal", "WASHHANDBASIN", "sanitary-terminal-washhandbasin", "013"),
    "V3": ("IfcValve", "ISOLATING", "valve-isolating", "014"),
    "SHOWER": ("IfcSanitaryTerminal", "SHOWER", "sanitary-terminal-shower", "014"),
    "MAIN": ("IfcTransformer", "", "transformer", "012"),
    "BOARD": ("IfcElectricDistributionBoard", "", "electric-distribution-board", "012"),
    "ISOLATOR": ("IfcSwitchingDevice", "SWITCHDISCONNECTOR", "switching-device-switchdisconnector", "012"),
    "LAMP": ("IfcLightFixture", "", "light-fixture", "014"),
}
OPEN = [["Pset_ValveTypeIsolating", "IsNormallyOpen", True, "IfcBoolean", None, 1]]
NAMES_IT = [["GC_Alimentation", "EquipementAlimente", "PUMP", "IfcLabel", None, 1]]


def build(code: str = "VDO", **of_station: str) -> SimpleNamespace:
    """
    MAIN ─▶ BOARD ─▶ ISOLATOR ┄▶ PUMP (power)     TANK ─▶ V1 ─▶ PUMP ─▶ PIPE ─▶ V2 ─▶ BASIN (room 013)
                └──▶ LAMP (room 014)                                       └──▶ V3 ─▶ SHOWER (room 014)

    That the isolator feeds the pump is said by name alone. All but the pipe are in the register.
    """
    station = factories.station(code, **of_station)
    storey = factories.storey(station)
    rooms = {
        number: factories.location(station, f"S1-{number}", parent=storey, name=number, long_name=name)
        for number, name in (("012", "Plant room"), ("013", "Toilets"), ("014", "Showers"))
    }
    revision = factories.revision(station)
    made, assets = {}, {}
    for name, (ifc, kind, word, room) in PARTS.items():
        made[name] = factories.element(
            revision, name, resolved_class=ifc, predefined_type=kind, kind=word, storey=storey,
            location=rooms.get(room), properties=OPEN if ifc == "IfcValve" else NAMES_IT if name == "ISOLATOR" else [],
        )  # fmt: skip
        if room:
            assets[name] = factories.asset(
                station, name, drawn_by=made[name], location=rooms[room], kind=word
            )
    for line, medium in (
        ("TANK V1 PUMP PIPE V2 BASIN", WATER),
        ("PIPE V3 SHOWER", WATER),
        ("MAIN BOARD ISOLATOR", POWER),
        ("BOARD LAMP", POWER),
    ):
        for before, after in pairwise(line.split()):
            join(made[before], made[after], medium)
    water = factories.system(station, "Cold water", *(made[name] for name in list(PARTS)[:8]))
    power = factories.system(
        station, "Power", *(made[name] for name in (*list(PARTS)[8:], "PUMP")), family="electricity"
    )
    System.objects.filter(pk=water.pk).update(predefined_type=WATER)
    System.objects.filter(pk=power.pk).update(predefined_type=POWER)
    return SimpleNamespace(station=station, rooms=rooms, assets=assets, water=water, power=power)


def join(before, after, medium: str) -> None:
    joined = factories.joined(before, after)
    for port, flow in ((joined.from_port, "SOURCE"), (joined.to_port, "SINK")):
        Port.objects.filter(pk=port.pk).update(system_type=medium, flow_direction=flow)


def as_(person, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(person)
    return client


def of_a_firm_with_an_agents_work():
    """Somebody whom the operator lets see whole stations, and who works for a firm."""
    person = factories.contractor(factories.organisation())
    person.memberships.create(role="agent")
    return person
