"""Families of systems: what people in the trade call them, and the colour of their pipes.

Newer files say what a system carries; older ones only have a name, read with a table of words. A family read from a
name is a guess and says so; two families that fit equally well are none.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Family:
    """A family of systems; the colour is for lines on grey, and never the only sign."""

    key: str
    fr: str
    en: str
    colour: str

    def label(self, language: str) -> str:
        """Return the name in `fr` or `en`."""
        return self.fr if language.startswith("fr") else self.en


@dataclass(frozen=True, slots=True)
class FamilyGuess:
    """The family of one system, and whether it was read from its name only."""

    key: str
    guessed: bool


FAMILIES: dict[str, Family] = {
    family.key: family
    for family in (
        Family("water", "Plomberie – eau", "Plumbing – water", "#2E8B57"),
        Family("drainage", "Plomberie – évacuation", "Plumbing – drainage", "#8A6A3B"),
        Family("air", "Ventilation – air", "Ventilation – air", "#4FA8DC"),
        Family("heating", "Chauffage – eau chaude et glacée", "Heating – hot and chilled water", "#8E5FC2"),
        Family("fire", "Incendie", "Fire", "#D7263D"),
        Family("electricity", "Électricité", "Electricity", "#E07B00"),
        Family("data", "Téléphone, vidéo et données", "Telephone, video and data", "#C2478F"),
        Family("gas", "Gaz et fluides", "Gas and fluids", "#D9B200"),
        Family("transport", "Transport", "Conveying", "#6B7280"),
        Family("rail", "Équipements ferroviaires", "Railway equipment", "#4B5D7A"),
        Family(UNKNOWN, "Réseau à préciser", "System to be named", "#9AA0A6"),
    )
}

_TYPES: dict[str, str] = {
    kind: family
    for family, kinds in {
        "water": "DOMESTICCOLDWATER DOMESTICHOTWATER WATERSUPPLY POTABLEWATER",
        "drainage": "DRAINAGE SEWAGE WASTEWATER RAINWATER STORMWATER VENT WASTE",
        "air": "AIRCONDITIONING VENTILATION EXHAUST",
        "heating": "HEATING CHILLEDWATER CONDENSERWATER REFRIGERATION",
        "fire": "FIREPROTECTION",
        "electricity": "ELECTRICAL LIGHTING EARTHING POWERGENERATION LIGHTNINGPROTECTION RETURN_CIRCUIT",
        "data": (
            "COMMUNICATION DATA TELEPHONE TV AUDIOVISUAL ELECTROACOUSTIC SECURITY SIGNAL CONTROL CONTROLSYSTEM "
            "FIXEDTRANSMISSIONNETWORK MOBILENETWORK MONITORINGSYSTEM OPERATIONALTELEPHONYSYSTEM"
        ),
        "gas": "GAS FUEL OIL COMPRESSEDAIR VACUUM CHEMICAL HAZARDOUS OPERATIONAL MUNICIPALSOLIDWASTE DISPOSAL",
        "transport": "CONVEYING",
        "rail": "CATENARY_SYSTEM OVERHEAD_CONTACTLINE_SYSTEM",
    }.items()
    for kind in kinds.split()
}

# Words of names, without accents, in capitals; a trailing * stands for any ending.
_WORDS: dict[str, str] = {
    "water": (
        "EFS ECS AEP PLOMBERIE PLUMBING SANITAIRE* EAU_FROIDE EAU_CHAUDE_SANITAIRE EAU_POTABLE COLD_WATER "
        "DOMESTIC_COLD_WATER DOMESTIC_HOT_WATER HOT_WATER WATER_SUPPLY POTABLE DOMESTIC_WATER"
    ),
    "drainage": (
        "EU EV EP EVACUATION* ASSAINISSEMENT EAUX_USEES EAUX_VANNES EAUX_PLUVIALES DRAIN* SEWER* SEWAGE "
        "SANITARY STORM* WASTE WASTEWATER RIOLERING RAINWATER RELEVAGE"
    ),
    "air": (
        "CTA VMC VENTILATION SOUFFLAGE REPRISE EXTRACTION DESENFUMAGE AIR_NEUF SUPPLY_AIR RETURN_AIR EXHAUST* "
        "AIR_CONDITIONING HVAC AHU OUTSIDE_AIR DUCT*"
    ),
    "heating": (
        "CHAUFFAGE HEATING EAU_GLACEE CHILLED* HYDRONIC* RADIATEUR* REFRIGERA* CONDENSER* HOT_WATER_HEATING FROID"
    ),
    "fire": "INCENDIE FIRE SPRINKLER* RIA SPRINKLAGE FIRE_PROTECTION INC",
    "electricity": (
        "CFO ELECTRI* TGBT ECLAIRAGE LIGHTING POWER SWITCH* CIRCUIT* PANEL* EARTHING COURANT_FORT COURANTS_FORTS"
    ),
    "data": (
        "CFA DATA VDI TELEPHON* SONORISATION VIDEO* CCTV SSI COMMUNICATION* SECURITY CONTROLE_ACCES CONTROLE_D_ACCES "
        "ACCESS_CONTROL INTRUSION ANTI_INTRUSION COURANT_FAIBLE COURANTS_FAIBLES INTERPHON* GTB GTC"
    ),
    "gas": "GAZ GAS FUEL FIOUL AIR_COMPRIME COMPRESSED_AIR VACUUM",
    "transport": "ASCENSEUR* ESCALATOR* ELEVATOR* CONVEY*",
}


def family_of(predefined_type: str | None, *texts: str) -> FamilyGuess:
    """Return the family of a system from what it says it is, else from its names (then `guessed`)."""
    if predefined_type in _TYPES:
        return FamilyGuess(_TYPES[predefined_type], False)
    for text in (predefined_type or "", *texts):
        found = _families_named(text)
        if len(found) == 1:
            return FamilyGuess(found.pop(), True)
        if found:
            break
    return FamilyGuess(UNKNOWN, False)


def says(text: str, words: str) -> bool:
    """Does one of these words stand in the text?"""
    spoken = f"_{_capitals(text)}_"
    return any(_stem(word) in spoken for word in words.split())


def named(text: str) -> set[str]:
    """Return every family of which a word stands in the text."""
    return set(_lengths(text))


def _families_named(text: str) -> set[str]:
    """Return the families whose words stand in the text; a longer expression wins over the words inside it."""
    best = _lengths(text)
    longest = max(best.values(), default=0)
    return {family for family, length in best.items() if length == longest}


def _lengths(text: str) -> dict[str, int]:
    """Return of each family how many words its longest expression in the text has."""
    spoken = f"_{_capitals(text)}_"
    best: dict[str, int] = {}
    for family, words in _WORDS.items():
        for word in words.split():
            if _stem(word) in spoken:
                best[family] = max(best.get(family, 0), word.count("_") + 1)
    return best


def _stem(word: str) -> str:
    return f"_{word[:-1]}" if word.endswith("*") else f"_{word}_"


def _capitals(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().upper()
    return re.sub(r"[^A-Z]+", "_", plain).strip("_")
