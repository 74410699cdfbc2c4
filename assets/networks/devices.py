"""What can stop a flow, what counts as isolating it safely, what lets it pass one way, and what makes it move.

By the class and kind people mean (see `assets.ifc.elements`). A closed valve blocks, a closed breaker conducts: so
states are said as `conducts`, True, False or None for not known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Device:
    """`isolates`: work may be prepared behind it (aid to preparation, never a certificate). `normally`: conducts?"""

    stops: bool = True
    isolates: bool = False
    one_way: bool = False
    normally: bool | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """What people last saw of a device's position: does it let through? None where nobody has said.

    `ours` is the word of the operator's own people, `is_old` when it is too old to be taken for how things are.
    `firms` is what people of firms said after that, each firm's last word.
    """

    ours: bool | None = None
    is_old: bool = False
    firms: tuple[bool, ...] = ()


def position(drawn: bool | None, word: Word) -> bool | None:
    """Whether a device lets through, by what is said of it and how the file draws it (DOMAIN §3.2); None: not known.

    A fresh word counts for more than the drawing. An old word, and one of a firm that nobody has confirmed, takes
    knowledge away where it says something else, and never adds any: what rests on it is to be verified on site.
    """
    known = drawn
    if word.ours is not None:
        known = word.ours if not word.is_old or word.ours == drawn else None
    return known if all(each == known for each in word.firms) else None


_SAFE, _SAFE_POWER = Device(isolates=True), Device(isolates=True, normally=True)
_STOPS, _STOPS_POWER = Device(), Device(normally=True)
_ONE_WAY = Device(stops=False, one_way=True, normally=True)


def _rows(ifc_class: str, words: str, device: Device) -> dict[tuple[str, str], Device]:
    return {(ifc_class, word): device for word in words.split()}


_TABLE: dict[tuple[str, str], Device] = {
    **_rows("IfcValve", "ISOLATING STOPCOCK GASCOCK", _SAFE),
    **_rows(
        "IfcValve",
        "SAFETYCUTOFF CHANGEOVER DIVERTING REGULATING DOUBLEREGULATING COMMISSIONING",
        _STOPS,
    ),
    **_rows("IfcValve", "CHECK DOUBLECHECK", _ONE_WAY),
    **_rows("IfcDamper", "FIREDAMPER SMOKEDAMPER FIRESMOKEDAMPER CONTROLDAMPER BLASTDAMPER", _STOPS_POWER),
    **_rows("IfcDamper", "BACKDRAFTDAMPER GRAVITYDAMPER GRAVITYRELIEFDAMPER", _ONE_WAY),
    **_rows("IfcProtectiveDevice", "CIRCUITBREAKER FUSEDISCONNECTOR", _SAFE_POWER),
    **_rows(
        "IfcProtectiveDevice",
        "EARTHLEAKAGECIRCUITBREAKER EARTHFAILUREDEVICE RESIDUALCURRENTCIRCUITBREAKER RESIDUALCURRENTSWITCH",
        _STOPS_POWER,
    ),
    **_rows("IfcSwitchingDevice", "SWITCHDISCONNECTOR", _SAFE_POWER),
    **_rows("IfcSwitchingDevice", "CONTACTOR TOGGLESWITCH EMERGENCYSTOP", _STOPS_POWER),
}

# Kinds that cut nothing off; of a valve that is of none of these and of none above, nobody knows whether it does.
_CUTTING_NOTHING = {
    "IfcFlowController": "",
    "IfcValve": "AIRRELEASE ANTIVACUUM DRAWOFFCOCK FAUCET FLUSHING GASTAP MIXING PRESSUREREDUCING PRESSURERELIEF "
    "STEAMTRAP",
    "IfcDamper": "BALANCINGDAMPER FUMEHOODEXHAUST RELIEFDAMPER",
    "IfcProtectiveDevice": "ANTI_ARCING_DEVICE EARTHINGSWITCH SPARKGAP VARISTOR VOLTAGELIMITER",
    "IfcSwitchingDevice": "DIMMERSWITCH KEYPAD MOMENTARYSWITCH RELAY SELECTORSWITCH STARTER START_AND_STOP_EQUIPMENT",
}

CLASSES = frozenset(ifc_class for ifc_class, _ in _TABLE)
_ANYTHING = frozenset({"IfcBuildingElementProxy", "IfcDistributionFlowElement", "IfcDistributionElement"})

# An open end behind one of these is where the water or the gas comes out.
_DRAWN_OFF = frozenset(
    ["AIRRELEASE", "ANTIVACUUM", "DRAWOFFCOCK", "FAUCET", "FLUSHING", "GASTAP", "PRESSURERELIEF", "STEAMTRAP"]
)

# Things that carry or pass on what they get: all their ports carry the same.
_PASSING = (
    "IfcPipe", "IfcDuct", "IfcCable", "IfcValve", "IfcDamper", "IfcProtectiveDevice", "IfcSwitchingDevice",
    "IfcJunctionBox", "IfcFlowMeter", "IfcFilter", "IfcPump", "IfcFan", "IfcFlowSegment", "IfcFlowFitting",
)  # fmt: skip
_THROUGH = (
    "IfcPipeSegment", "IfcPipeFitting", "IfcDuctSegment", "IfcDuctFitting", "IfcCableSegment", "IfcCableFitting",
    "IfcValve", "IfcDamper", "IfcProtectiveDevice", "IfcFlowMeter", "IfcFilter", "IfcPump",
    "IfcFlowSegment", "IfcFlowFitting", "IfcFlowController", "IfcFlowTreatmentDevice",
)  # fmt: skip
_WIRED = ("IfcCable", "IfcProtectiveDevice", "IfcFlowSegment")
# Without electricity (or fuel) these move, heat or cool nothing.
DRIVEN = frozenset(
    {
        "IfcPump", "IfcFan", "IfcCompressor", "IfcUnitaryEquipment", "IfcChiller", "IfcBoiler", "IfcBurner",
        "IfcCoolingTower", "IfcCondenser", "IfcEvaporator", "IfcAirToAirHeatRecovery", "IfcElectricFlowStorageDevice",
        "IfcHumidifier", "IfcElectricMotor", "IfcEvaporativeCooler",
    }
)  # fmt: skip
# Where heat, cold or power of a closed loop comes from.
MAKING = frozenset(
    {
        "IfcTransformer", "IfcElectricGenerator", "IfcSolarDevice", "IfcBoiler", "IfcChiller", "IfcHeatExchanger",
        "IfcUnitaryEquipment", "IfcCoolingTower", "IfcTank",
    }
)  # fmt: skip
MAKING_ANEW = MAKING - {"IfcHeatExchanger", "IfcUnitaryEquipment", "IfcTank"}  # out of something else
# What these give is made of what they take.
CONVERTING = frozenset({"IfcBoiler", "IfcChiller", "IfcHeatExchanger", "IfcTank"})
_MAKING_POWER = frozenset({"IfcTransformer", "IfcElectricGenerator", "IfcSolarDevice"})
# Where a fed network may begin without any inlet: air comes in through a grille.
GRILLES = frozenset({"IfcAirTerminal", "IfcStackTerminal"})  # air comes in there, or goes out
BEGINNING = MAKING | GRILLES | {"IfcElectricDistributionBoard", "IfcFan"}
# Whom a network is for.
TERMINALS = frozenset(
    {
        "IfcLightFixture", "IfcLamp", "IfcOutlet", "IfcSwitchingDevice", "IfcAirTerminal", "IfcSanitaryTerminal",
        "IfcFireSuppressionTerminal", "IfcSpaceHeater", "IfcElectricAppliance", "IfcWasteTerminal",
        "IfcStackTerminal", "IfcMedicalDevice", "IfcAudioVisualAppliance", "IfcCommunicationsAppliance",
        "IfcTransportElement", "IfcAirTerminalBox", "IfcAlarm", "IfcSensor",
    }
)  # fmt: skip

# They blow or draw the air along a duct.
MOVING_AIR = frozenset({"IfcFan", "IfcUnitaryEquipment"})
# Without these what they act on does nothing any more, or stays as it is. What only watches or tells stops nothing.
ACTING = frozenset({"IfcController", "IfcActuator", "IfcUnitaryControlElement"})
# An open inlet of these is a thing that nobody feeds, not where supply comes in.
_FED_ONLY = TERMINALS - {"IfcSwitchingDevice", "IfcAirTerminal", "IfcStackTerminal"}
_FED_POWER = DRIVEN - {"IfcElectricFlowStorageDevice"}

_WITHOUT_PORT = frozenset({"IfcSensor", "IfcAlarm", "IfcTransportElement", "IfcLamp"})


def device_of(ifc_class: str, predefined_type: str) -> Device | None:
    """The row of the table; None for what stops nothing."""
    return _TABLE.get((ifc_class, predefined_type))


@cache
def of_unsaid_kind(ifc_class: str, predefined_type: str) -> Device | None:
    """What stands for a valve, a breaker or a switch of which nobody says what it is: it stops, and isolates nothing;
    None for anything else."""
    if ifc_class not in _CUTTING_NOTHING or (ifc_class, predefined_type) in _TABLE:
        return None
    if predefined_type in _CUTTING_NOTHING[ifc_class].split():
        return None
    return _STOPS if ifc_class in ("IfcValve", "IfcFlowController") else _STOPS_POWER


@cache
def may_be_a_device(ifc_class: str, predefined_type: str) -> bool:
    """A valve whose kind is not said may cut off; so may what a file draws without saying what it is."""
    return ifc_class in _ANYTHING or of_unsaid_kind(ifc_class, predefined_type) is not None


def is_passed_through(ifc_class: str) -> bool:
    """A piece of pipe, duct or cable, or what joins them."""
    return ifc_class.endswith(("Segment", "Fitting")) or ifc_class == "IfcJunctionBox"


def is_run(ifc_class: str, predefined_type: str) -> bool:
    """A piece that leads from one thing to another: of the ends of a tee, one may be closed off."""
    return (
        is_passed_through(ifc_class)
        and not ifc_class.startswith("IfcCableCarrier")
        and predefined_type != "JUNCTION"
    )


def is_drawn_off(ifc_class: str, predefined_type: str) -> bool:
    """A tap, a relief valve: what leaves it goes to nobody's pipe."""
    return ifc_class == "IfcValve" and predefined_type in _DRAWN_OFF


_FRENCH = re.compile(
    r"\W*(vannes?|robinets?|clapets?|disjoncteurs?|sectionneurs?|interrupteurs?|registres?|volets?)\b"
)
_ENGLISH = re.compile(r"\b(valves?|stop ?cocks?|(circuit )?breakers?|isolators?|disconnectors?|dampers?)\b")


def is_named_device(*names: str) -> bool:
    """Do words say a valve, a breaker or a damper? In French the noun comes first, in English it comes last."""
    return any(_FRENCH.match(name) or _ENGLISH.search(name) for name in map(str.casefold, names))


def passes_on(ifc_class: str) -> bool:
    """Do all ports of such a thing carry the same?"""
    return ifc_class.startswith(_PASSING)


@cache
def least_ends(ifc_class: str, predefined_type: str, family: str) -> int:
    """How many ports such a thing has at least in a medium of this family; with fewer the file lacks one.

    A pump or a valve that is driven has one port for its electricity, and none further on.
    """
    if family in ("electricity", "data") and not ifc_class.startswith(_WIRED):
        return 0
    if ifc_class.endswith("Fitting") and predefined_type == "JUNCTION":
        return 3
    return 2 if ifc_class in _THROUGH else 0


def feeds_something(ifc_class: str, predefined_type: str) -> bool:
    """Does such a thing stand before a machine, which is nothing to it without a second port or a name?"""
    return (ifc_class, predefined_type) == ("IfcSwitchingDevice", "SWITCHDISCONNECTOR")


def makes_anew(ifc_class: str, family: str) -> bool:
    """Is what such a thing gives of this family made there? A chiller takes electricity, and makes none."""
    made = ifc_class in _MAKING_POWER or family not in ("electricity", "gas")
    return ifc_class in MAKING_ANEW and made


def is_fed_only(ifc_class: str, family: str) -> bool:
    """Does such a thing take what comes in, and pass on none of it?"""
    return ifc_class in _FED_ONLY or (family in ("electricity", "gas") and ifc_class in _FED_POWER)


def needs_port(ifc_class: str, family: str = "") -> bool:
    """Is such a thing in a network of this family only by a port?

    A sensor may hang on a pipe without, and an air conditioner may blow into its room.
    """
    if family == "air" and ifc_class in MOVING_AIR:
        return False
    return ifc_class in TERMINALS - _WITHOUT_PORT or ifc_class in _THROUGH or ifc_class in DRIVEN
