"""Which symbol stands for a thing in a drawn network, by the class and kind people mean."""

from __future__ import annotations

from assets.networks import devices

OTHER = "other"
# Of the first word that fits: a class with its kinds, or a class alone.
_OF_KIND = {
    ("IfcValve", "CHECK"): "check",
    ("IfcValve", "DOUBLECHECK"): "check",
    ("IfcValve", "SAFETYCUTOFF"): "relief",
    ("IfcValve", "PRESSURERELIEF"): "relief",
    ("IfcValve", "FAUCET"): "tap",
    ("IfcSanitaryTerminal", "TOILETPAN"): "toilet",
    ("IfcSanitaryTerminal", "WCSEAT"): "toilet",
    ("IfcSanitaryTerminal", "SHOWER"): "shower",
    ("IfcFireSuppressionTerminal", "HOSEREEL"): "hose",
    ("IfcFireSuppressionTerminal", "FIREHYDRANT"): "hose",
    ("IfcUnitaryEquipment", "AIRHANDLER"): "air-handler",
}
_OF_CLASS = {
    "IfcValve": "valve", "IfcPump": "pump", "IfcFlowMeter": "meter", "IfcElectricDistributionBoard": "board",
    "IfcProtectiveDevice": "breaker", "IfcSwitchingDevice": "switch", "IfcLightFixture": "lamp", "IfcLamp": "lamp",
    "IfcOutlet": "socket", "IfcSanitaryTerminal": "basin", "IfcWasteTerminal": "drain",
    "IfcFireSuppressionTerminal": "sprinkler", "IfcFan": "fan", "IfcAirTerminal": "grille",
    "IfcAirTerminalBox": "grille", "IfcStackTerminal": "grille", "IfcSpaceHeater": "heater", "IfcBoiler": "boiler",
    "IfcBurner": "boiler", "IfcHeatExchanger": "exchanger", "IfcAirToAirHeatRecovery": "exchanger",
    "IfcCoil": "exchanger", "IfcTank": "tank", "IfcFilter": "filter", "IfcDamper": "damper",
    "IfcTransformer": "transformer", "IfcElectricGenerator": "generator", "IfcSolarDevice": "generator",
    "IfcElectricFlowStorageDevice": "battery", "IfcUnitaryEquipment": "unit", "IfcChiller": "unit",
    "IfcCoolingTower": "unit", "IfcSensor": "sensor", "IfcAlarm": "alarm", "IfcInterceptor": "chamber",
    "IfcDistributionChamberElement": "chamber", "IfcElectricMotor": "motor", "IfcElectricAppliance": "appliance",
    "IfcTransportElement": "appliance",
}  # fmt: skip


def symbol_of(ifc_class: str, predefined_type: str) -> str:
    return _OF_KIND.get((ifc_class, predefined_type)) or _OF_CLASS.get(ifc_class, OTHER)


def is_carrier(ifc_class: str) -> bool:
    """A pipe, a duct, a cable or what joins them: drawn as a line."""
    return ifc_class.endswith(("Segment", "Fitting")) or ifc_class == "IfcJunctionBox"


def is_terminal(ifc_class: str, predefined_type: str) -> bool:
    """Is it served, and nothing that one operates?"""
    return ifc_class in devices.TERMINALS and devices.device_of(ifc_class, predefined_type) is None
