"""Makers, warranties and serial numbers: property sets that say who made a thing and until when it is covered."""

from __future__ import annotations

import zlib

from ifc_samples.station.values import (
    Bounded,
    Day,
    PropertySets,
    Single,
    Years,
    identifier,
    label,
    measure,
    text,
)

COMMISSIONED = "2021-09-06"


def made_by(maker: str, model: str, warranty_years: int, *, life_years: int | None = None) -> PropertySets:
    """Type-level property sets: maker, model, warranty and, where it matters, service life."""
    psets: PropertySets = {
        "Pset_ManufacturerTypeInformation": {
            "ArticleNumber": identifier(f"{zlib.crc32(model.encode()) % 900000 + 100000}"),
            "ModelReference": label(model),
            "ModelLabel": label(f"{maker} {model}"),
            "Manufacturer": label(maker),
            "ProductionYear": label("2021"),
        },
        "Pset_Warranty": {
            "WarrantyIdentifier": identifier(f"GAR-{model}"),
            "WarrantyStartDate": Day(COMMISSIONED),
            "WarrantyPeriod": Years(warranty_years),
            "WarrantyContent": text("Pièces et main-d'œuvre"),
        },
    }
    if life_years:
        psets["Pset_ServiceLife"] = {
            "ServiceLifeDuration": Bounded("IfcDuration", f"P{life_years - 5}Y", f"P{life_years + 5}Y"),
            "MeanTimeBetweenFailure": Single("IfcDuration", f"PT{life_years * 1500}H"),
        }
    return psets


def fitted(code: str, *, since: str = COMMISSIONED) -> PropertySets:
    """Occurrence-level property sets: the serial number of the unit that stands there, and since when."""
    serial = f"{code.replace('-', '')}{zlib.crc32(code.encode()) % 90000 + 10000}"
    return {
        "Pset_ManufacturerOccurrence": {"SerialNumber": identifier(serial), "AcquisitionDate": Day(since)}
    }


def powered(volts: float, amperes: float, ip: str = "IP31") -> PropertySets:
    """Ratings of an electrical device."""
    return {
        "Pset_ElectricalDeviceCommon": {
            "RatedVoltage": Bounded("IfcElectricVoltageMeasure", volts, volts),
            "RatedCurrent": Bounded("IfcElectricCurrentMeasure", 0.0, amperes),
            "NominalFrequencyRange": Bounded("IfcFrequencyMeasure", 50.0, 50.0),
            "IP_Code": label(ip),
        }
    }


def power(watts: float) -> Single:
    return measure("Power", watts)
