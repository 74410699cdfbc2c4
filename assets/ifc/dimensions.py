"""What each of the schema's measures counts: a value given in m³/h is no mass flow, whatever a template calls it."""

from __future__ import annotations

from assets.ifc import measures

# Measure: the SI unit of what it counts. The first of several that count the same is taken for a new value.
_SI = {
    "IfcLengthMeasure": "m", "IfcAreaMeasure": "m²", "IfcVolumeMeasure": "m³", "IfcMassMeasure": "kg",
    "IfcTimeMeasure": "s", "IfcElectricCurrentMeasure": "A", "IfcElectricVoltageMeasure": "V", "IfcPowerMeasure": "W",
    "IfcPressureMeasure": "Pa", "IfcThermodynamicTemperatureMeasure": "K", "IfcFrequencyMeasure": "Hz",
    "IfcForceMeasure": "N", "IfcEnergyMeasure": "J", "IfcVolumetricFlowRateMeasure": "m³/s",
    "IfcMassFlowRateMeasure": "kg/s", "IfcLinearVelocityMeasure": "m/s", "IfcIlluminanceMeasure": "lx",
    "IfcRatioMeasure": "%", "IfcPositiveLengthMeasure": "m", "IfcNonNegativeLengthMeasure": "m",
    "IfcPositiveRatioMeasure": "%", "IfcNormalisedRatioMeasure": "%", "IfcPlaneAngleMeasure": "rad",
    "IfcPositivePlaneAngleMeasure": "rad", "IfcRotationalFrequencyMeasure": "1/s", "IfcAngularVelocityMeasure": "rad/s",
    "IfcThermalTransmittanceMeasure": "W/m²·K", "IfcThermalConductivityMeasure": "W/m·K",
    "IfcThermalResistanceMeasure": "m²·K/W", "IfcSpecificHeatCapacityMeasure": "J/kg·K",
    "IfcHeatFluxDensityMeasure": "W/m²", "IfcMassDensityMeasure": "kg/m³", "IfcMassPerLengthMeasure": "kg/m",
    "IfcAreaDensityMeasure": "kg/m²", "IfcPlanarForceMeasure": "N/m²", "IfcTorqueMeasure": "N·m",
    "IfcModulusOfElasticityMeasure": "Pa", "IfcDynamicViscosityMeasure": "Pa·s", "IfcAccelerationMeasure": "m/s²",
    "IfcElectricResistanceMeasure": "Ω", "IfcElectricConductanceMeasure": "S", "IfcElectricCapacitanceMeasure": "F",
    "IfcElectricChargeMeasure": "C", "IfcInductanceMeasure": "H", "IfcLuminousFluxMeasure": "lm",
    "IfcLuminousIntensityMeasure": "cd", "IfcHeatingValueMeasure": "J/kg", "IfcSoundPressureMeasure": "Pa",
    "IfcTemperatureRateOfChangeMeasure": "K/s", "IfcThermalExpansionCoefficientMeasure": "1/K",
}  # fmt: skip


def si_of(measure: str) -> str | None:
    """Return the SI unit of a measure; None for one that counts nothing we know."""
    return _SI.get(measure)


def of(measure: str) -> measures.Dimensions | None:
    return of_unit(_SI.get(measure, ""))


def of_unit(unit: str | None) -> measures.Dimensions | None:
    """Return the dimensions of a symbol; None when it is not known."""
    found = measures.measure(unit) if unit else None
    return found.dimensions if found else None


def fits(measure: str, unit: str | None) -> bool:
    """Say whether a value given in `unit` can be of this measure: True where nothing is known to the contrary."""
    one, other = of(measure), of_unit(unit)
    return one is None or other is None or one == other


def measure_for(unit: str) -> str | None:
    """Return the measure for a value given in `unit`; None when no measure counts that."""
    return _BY_DIMENSIONS.get(of_unit(unit))


_BY_DIMENSIONS: dict[measures.Dimensions | None, str] = {}
for _measure in _SI:
    _BY_DIMENSIONS.setdefault(of(_measure), _measure)
